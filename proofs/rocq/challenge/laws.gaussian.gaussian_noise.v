(* The statement of laws.gaussian.gaussian_noise and all that it rests on. Written by `make record`. *)
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

Definition moment :
  forall (F : realFieldType) (L : expectation F),
  square L -> square L -> F :=
  fun (F : realFieldType) (L : expectation F) (f g : square L) =>
  mean (times f g).

(* Jerc.limits.window.outcomes *)
Record outcomes (F : realFieldType) (L : expectation F) : Type := Outcomes
  { outcome : Type;
    value : outcome -> square L -> F;
    value_linear : forall (w : outcome) (a : F) (f g : square L),
                   value w (a *: f + g) = a * value w f + value w g;
    value_one : forall w : outcome, value w (one L) = 1 }.
(* end *)

Definition noise_row :
  forall (F : realFieldType) (L : expectation F) (O0 : outcomes L) (m : nat),
  (nat -> 'I_m -> square L) -> outcome O0 -> nat -> 'rV[F]_m :=
  fun (F : realFieldType) (L : expectation F) (O0 : outcomes L) 
    (m : nat) (e : nat -> 'I_m -> square L) (w : outcome O0) 
    (i : nat) => \row_a value w (e i a).

Definition psd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, 0 <= (x *m M *m x^T) 0 0.

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
  forall (F : rcfType) (m : nat) (Ga : 'M[F]_(m, m)),
  Ga^T = Ga ->
  psd Ga ->
  exists K : F,
    forall M : nat,
    exists
      (L : expectation F) (O0 : outcomes L) (e : nat ->
                                                                    'I_m -> square L) 
    (z : nat -> 'I_m -> 'I_m -> square L),
      [/\ draws O0 M e z Ga K,
          forall (i : nat) (a b c : 'I_m), (i < M)%N -> moment (e i a) (z i b c) = 0,
          forall (i : nat) (a b c d : 'I_m),
          (i < M)%N ->
          moment (z i a b) (z i c d) =
          Ga a b * Ga c d + Ga a c * Ga b d + Ga a d * Ga b c
        & forall N : 'M[F]_(M, m),
          exists w : outcome O0, forall i : 'I_M, noise_row e w i = row i N].
