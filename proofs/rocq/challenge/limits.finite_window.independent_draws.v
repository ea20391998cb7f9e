(* The statement of limits.finite_window.independent_draws and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

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

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

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
  forall (F : realFieldType) (T : finType) (p : T -> F) (m : nat) (e : T -> 'rV[F]_m),
  is_law p ->
  centred p e ->
  exists K : F,
    forall M : nat,
    exists
      (L : expectation F) (O0 : outcomes L) (draw : 
                                                                outcome O0 -> {ffun 
                                                                'I_M -> T}) 
    (row : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L),
      [/\ draws O0 M row z (noise_cov p e) K,
          forall (w : outcome O0) (i : 'I_M), noise_row row w i = e (draw w i)
        & forall (delta : F) (P : pred {ffun 'I_M -> T}),
          except delta (fun w : outcome O0 => P (draw w)) <->
          \sum_(w | ~~ P w) \prod_i p (w i) <= delta].
