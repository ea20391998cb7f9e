(* The statement of limits.law_of_large_numbers.strong_law and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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

Definition first_rows :
  forall (F : realFieldType) (l : nat), (nat -> 'rV[F]_l) -> forall n : nat, 'M[F]_(n, l) :=
  fun (F : realFieldType) (l : nat) (x : nat -> 'rV[F]_l) (n : nat) => \matrix_i x i.

Definition fnorm2 :
  forall (F : realFieldType) (m n : nat), 'M[F]_(m, n) -> F :=
  fun (F : realFieldType) (m n : nat) (X : 'M[F]_(m, n)) => \tr (X *m X^T).

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_row :
  forall (F : realFieldType) (L : expectation F) (O0 : outcomes L) (m : nat),
  (nat -> 'I_m -> square L) -> outcome O0 -> nat -> 'rV[F]_m :=
  fun (F : realFieldType) (L : expectation F) (O0 : outcomes L) 
    (m : nat) (e : nat -> 'I_m -> square L) (w : outcome O0) 
    (i : nat) => \row_a value w (e i a).

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
  forall F : realFieldType,
  Num.archimedean_axiom F ->
  forall (m : nat) (Ga : 'M[F]_(m, m)) (K eps delta : F),
  0 < eps ->
  0 < delta ->
  exists2 N : nat,
    (0 < N)%N &
    forall (L : expectation F) (O : outcomes L) (M : nat)
      (e : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L),
    draws O M e z Ga K ->
    except delta
      (fun w : outcome O =>
       forall n : nat,
       (N <= n <= M)%N -> fnorm2 (mC (first_rows (noise_row e w) n) - Ga) <= eps).
