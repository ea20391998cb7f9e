(* The statement of limits.almost_sure.proposition_4_2_almost_surely and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition additive :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> 'rV[F]_d) -> T -> 'rV[F]_d -> matrix_zmodType F 1 d :=
  fun (F : realFieldType) (d : nat) (T : finType) (e : T -> 'rV[F]_d) (w : T) => +%R^~ (e w).

Definition block_noise :
  forall (F : ringType) (k m : nat),
  'M[F]_(k, k) -> 'M[F]_(m, m) -> 'M[F]_(m, m) -> F -> 'M[F]_(k + m, k + m) :=
  fun (F : ringType) (k m : nat) (Th1 : 'M[F]_(k, k)) (Th2 Ga2 : 'M[F]_(m, m)) (alpha : F) =>
  block_mx Th1 0 0 (Th2 + alpha ^+ 2 *: Ga2).

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition fnorm2 :
  forall (F : realFieldType) (m n : nat), 'M[F]_(m, n) -> F :=
  fun (F : realFieldType) (m n : nat) (X : 'M[F]_(m, n)) => \tr (X *m X^T).

Definition converges :
  forall (F : realFieldType) (a b : nat), (nat -> 'M[F]_(a, b)) -> 'M[F]_(a, b) -> Prop :=
  fun (F : realFieldType) (a b : nat) (M : nat -> 'M[F]_(a, b)) (L : 'M[F]_(a, b)) =>
  forall eps : F, 0 < eps -> exists N : nat, forall n : nat, (N <= n)%N -> fnorm2 (M n - L) <= eps.

(* Jerc.laws.expectation.expectation *)
Record expectation (F : realFieldType) : Type := Expectation
  { square : lmodType F;
    integrable : lmodType F;
    times : square -> square -> integrable;
    one : GRing.Lmodule.sort square;
    mean : integrable -> F;
    timesC : forall f g : square, times f g = times g f;
    times_linear : forall (a : F) (f g h : square),
                   times (a *: f + g) h = a *: times f h + times g h;
    mean_linear : forall (a : F) (f g : integrable), mean (a *: f + g) = a * mean f + mean g;
    mean_square_ge0 : forall f : square, 0 <= mean (times f f);
    mean_one : mean (times one one) = 1 }.
(* end *)

(* Jerc.limits.window.outcomes *)
Record outcomes (F : realFieldType) (L : expectation F) : Type := Outcomes
  { outcome : Type;
    value : outcome -> square L -> F;
    value_linear : forall (w : outcome) (a : F) (f g : square L),
                   value w (a *: f + g) = a * value w f + value w g;
    value_one : forall w : outcome, value w (one L) = 1 }.
(* end *)

Definition first_rows :
  forall (F : realFieldType) (l : nat), (nat -> 'rV[F]_l) -> forall n : nat, 'M[F]_(n, l) :=
  fun (F : realFieldType) (l : nat) (x : nat -> 'rV[F]_l) (n : nat) => \matrix_i x i.

Definition noise_row :
  forall (F : realFieldType) (L : expectation F) (O0 : outcomes L) (m : nat),
  (nat -> 'I_m -> square L) -> outcome O0 -> nat -> 'rV[F]_m :=
  fun (F : realFieldType) (L : expectation F) (O0 : outcomes L) 
    (m : nat) (e : nat -> 'I_m -> square L) (w : outcome O0) 
    (i : nat) => \row_a value w (e i a).

Definition corrupted :
  forall (F : realFieldType) (L : expectation F) (O0 : outcomes L) (k m : nat),
  'M[F]_(k + m, k + m) ->
  (nat -> 'rV[F]_k) ->
  (nat -> 'I_m -> square L) -> outcome O0 -> forall n : nat, 'M[F]_(n, k + m) :=
  fun (F : realFieldType) (L : expectation F) (O0 : outcomes L) 
    (k m : nat) (Q : 'M[F]_(k + m, k + m)) (x : nat -> 'rV[F]_k)
    (e : nat -> 'I_m -> square L) (w : outcome O0) (n : nat) =>
  row_mx (first_rows x n) (first_rows (noise_row e w) n) *m Q^T.

Definition cross_moment :
  forall (F : realFieldType) (n k m : nat),
  'M[F]_(n, k) -> 'M[F]_(n, m) -> matrix_lmodType F k m :=
  fun (F : realFieldType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) =>
  n%:R^-1 *: (X1^T *m N2).

Definition moment :
  forall (F : realFieldType) (L : expectation F),
  square L -> square L -> F :=
  fun (F : realFieldType) (L : expectation F) (f g : square L) =>
  mean (times f g).

Definition except :
  forall (F : realFieldType) (L : expectation F) (O : outcomes L),
  F -> (outcome O -> Prop) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (O0 : outcomes L) 
    (delta : F) (P : outcome O0 -> Prop) =>
  exists s : seq (F * square L),
    [/\ all (fun x : F * square L => 0 <= x.1) s,
        \sum_(x <- s) x.1 * moment x.2 x.2 <= delta
      & forall w : outcome O0, \sum_(x <- s) x.1 * value w x.2 ^+ 2 < 1 -> P w].

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition psd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, 0 <= (x *m M *m x^T) 0 0.

Definition average :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> F :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => n%:R^-1 * (\sum_i f i).

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> T -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (i : 'I_n) => tau^~ (row i X).

Definition lossSL :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall l : nat, 'M[F]_(n, l) -> 'M[F]_(l, d) -> F :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (l : nat) 
    (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) =>
  average (fun i : 'I_n => expect p (fun w : T => sq (row i Y - view tau X i w *m V^T))).

Definition sl_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall l : nat, 'M[F]_(n, l) -> 'M[F]_(l, d) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (l : nat) 
    (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) =>
  forall V' : 'M[F]_(l, d), lossSL p tau X Y V <= lossSL p tau X Y V'.

Definition uncorrupted :
  forall (F : realFieldType) (k m : nat),
  'M[F]_(k + m, k + m) -> (nat -> 'rV[F]_k) -> forall n : nat, 'M[F]_(n, k + m) :=
  fun (F : realFieldType) (k m : nat) (Q : 'M[F]_(k + m, k + m)) (x : nat -> 'rV[F]_k)
    (n : nat) => row_mx (first_rows x n) 0 *m Q^T.

Definition row_mean :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> 'rV[F]_q :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \row_a moment (v a) (one L).

Definition row_moment :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> 'M[F]_(q, q) :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \matrix_(a, b) moment (v a) (v b).

(* Jerc.limits.window.draws *)
Record
draws (F : realFieldType) (L : expectation F) (O : outcomes L) 
(M m : nat) (e : nat -> 'I_m -> square L)
(z : nat -> 'I_m -> 'I_m -> square L) (Ga : 'M[F]_(m, m)) 
(K : F) : Prop := Draws
  { draws_mean : forall i : nat, (i < M)%N -> row_mean (e i) = 0;
    draws_covariance : forall i : nat, (i < M)%N -> row_moment (e i) = Ga;
    draws_uncorrelated : forall (i j : nat) (a b : 'I_m),
                         (i < M)%N -> (j < M)%N -> i != j -> moment (e i a) (e j b) = 0;
    draws_product : forall (i : nat) (a b : 'I_m) (w : outcome O),
                    (i < M)%N ->
                    value w (z i a b) = value w (e i a) * value w (e i b);
    draws_product_mean : forall (i : nat) (a b : 'I_m),
                         (i < M)%N -> moment (z i a b) (one L) = Ga a b;
    draws_product_moment : forall (i : nat) (a b : 'I_m),
                           (i < M)%N -> moment (z i a b) (z i a b) <= K;
    draws_product_uncorrelated : forall (i j : nat) (a b : 'I_m),
                                 (i < M)%N ->
                                 (j < M)%N ->
                                 i != j -> moment (z i a b) (z j a b) = Ga a b ^+ 2 }.
(* end *)

Definition statement : Prop :=
  forall (F : rcfType) (k m l : nat) (Q : 'M[F]_(k + m, k + m)) (x : nat -> 'rV[F]_k)
    (y : nat -> 'rV[F]_l) (C1 Th1 : 'M[F]_(k, k)) (Th2 Ga2 : 'M[F]_(m, m))
    (b : 'M[F]_(l, k)) (alpha K B : F),
  Num.archimedean_axiom F ->
  Q^T *m Q = 1%:M ->
  converges (fun n : nat => mC (first_rows x n)) C1 ->
  converges
    (fun n : nat => cross_moment (first_rows y n) (first_rows x n)) b ->
  (forall n : nat, fnorm2 (first_rows y n) <= B * n%:R) ->
  C1^T = C1 ->
  Th1^T = Th1 ->
  pd (C1 + Th1) ->
  Th2^T = Th2 ->
  Ga2^T = Ga2 ->
  psd Ga2 ->
  pd (Th2 + alpha ^+ 2 *: Ga2) ->
  forall eps delta : F,
  0 < eps ->
  0 < delta ->
  exists N : nat,
    forall (L : expectation F) (O0 : outcomes L) (M : nat)
      (e : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L),
    draws O0 M e z Ga2 K ->
    except delta
      (fun w : outcome O0 =>
       forall n : nat,
       (N <= n <= M)%N ->
       forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)),
       is_law p ->
       centred p f ->
       noise_cov p f = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
       forall V Vc : 'M[F]_(l, k + m),
       sl_optimal p (additive f) (corrupted Q x e w n) (first_rows y n) V ->
       sl_optimal p (additive f) (uncorrupted Q x n) (first_rows y n) Vc ->
       [/\ fnorm2 (V - Vc) <= eps, fnorm2 (V - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps
         & fnorm2 (Vc - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps]).
