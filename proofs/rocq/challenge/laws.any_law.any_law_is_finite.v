(* The statement of laws.any_law.any_law_is_finite and all that it rests on. Written by `make record`. *)
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

Definition row_moment :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> 'M[F]_(q, q) :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \matrix_(a, b) moment (v a) (v b).

Definition eS :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i row_moment (tau (row i X))).

Definition row_mean :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> 'rV[F]_q :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \row_a moment (v a) (one L).

Definition emean_views :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(n, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  \matrix_i row_mean (tau (row i X)).

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> T -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (i : 'I_n) => tau^~ (row i X).

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

Definition mean_view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (i : 'I_n) =>
  \sum_w p w *: view tau X i w.

Definition mean_views :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(n, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) => \matrix_i 
  mean_view p tau X i.

Definition same_moments :
  forall (F : rcfType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) -> forall T : finType, (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> Prop :=
  fun (F : rcfType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (T : finType) (p : T -> F) (t : T -> 'rV[F]_d -> 'rV[F]_d) =>
  [/\ is_law p, mean_views p t X = emean_views tau X & mS p t X = eS tau X].

Definition statement : Prop :=
  forall (F : rcfType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)),
  exists (T : finType) (p : T -> F) (t : T -> 'rV[F]_d -> 'rV[F]_d),
    same_moments tau X p t.
