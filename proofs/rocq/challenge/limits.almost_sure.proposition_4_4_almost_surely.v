(* The statement of limits.almost_sure.proposition_4_4_almost_surely and all that it rests on. Written by `make record`. *)
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

Definition fmin :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg min_(i < i0) f i]%O.

Definition delta :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i / (c i + thI i)).

Definition fmax :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg max_(i > i0)f i]%O.

Definition alpha2_JE :
  forall (F : realFieldType) (I J : finType),
  I -> J -> (I -> F) -> (I -> F) -> (J -> F) -> (J -> F) -> F :=
  fun (F : realFieldType) (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F) =>
  fmax j0 (fun j : J => (1 - delta i0 c thI) / delta i0 c thI - thJ j / g j).

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

Definition dg :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> 'M[F]_(n, n) :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => diag_mx (\row_i f i).

Definition dg2 :
  forall (F : realFieldType) (k m : nat), ('I_k -> F) -> ('I_m -> F) -> 'M[F]_(k + m, k + m) :=
  fun (F : realFieldType) (k m : nat) (a : 'I_k -> F) (b : 'I_m -> F) => block_mx (dg a) 0 0 (dg b).

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

Definition feasible :
  forall (F : realFieldType) (d k : nat), 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  W *m S *m W^T = 1%:M.

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

Definition lossJE :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> F :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (W : 'M[F]_(k, d)) =>
  average
    (fun i : 'I_n =>
     expect p
       (fun w1 : T => expect p (fun w2 : T => sq (view tau X i w1 *m W^T - view tau X i w2 *m W^T)))).

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

Definition je_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (W : 'M[F]_(k, d)) =>
  feasible (mS p tau X) W /\
  (forall W' : 'M[F]_(k, d), feasible (mS p tau X) W' -> lossJE p tau X W <= lossJE p tau X W').

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition signal_gram :
  forall (F : fieldType) (k m : nat), 'M[F]_(k, k) -> 'M[F]_(k + m, k + m) :=
  fun (F : fieldType) (k m : nat) (S1 : 'M[F]_(k, k)) => block_mx (invmx S1) 0 0 0.

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
  forall (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m) (Q : 'M[F]_(k + m, k + m))
    (x : nat -> 'rV[F]_k) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha K : F),
  Num.archimedean_axiom F ->
  (forall i : 'I_k, 0 < c i) ->
  (forall i : 'I_k, 0 <= thI i) ->
  (forall j : 'I_m, 0 < g j) ->
  (forall j : 'I_m, 0 <= thJ j) ->
  Q^T *m Q = 1%:M ->
  converges (fun n : nat => mC (first_rows x n)) (dg c) ->
  alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2 ->
  forall eps delta : F,
  0 < eps ->
  0 < delta ->
  exists N : nat,
    forall (L : expectation F) (O0 : outcomes L) (M : nat)
      (e : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L),
    draws O0 M e z (dg g) K ->
    except delta
      (fun w : outcome O0 =>
       forall n : nat,
       (N <= n <= M)%N ->
       forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)),
       is_law p ->
       centred p f ->
       noise_cov p f = Q *m dg2 thI (fun j : 'I_m => thJ j + alpha ^+ 2 * g j) *m Q^T ->
       forall W : 'M[F]_(k, k + m),
       je_optimal p (additive f) (corrupted Q x e w n) W ->
       fnorm2 (W^T *m W - Q *m signal_gram m (dg c + dg thI) *m Q^T) <= eps).
