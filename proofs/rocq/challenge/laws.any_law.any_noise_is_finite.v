(* The statement of laws.any_law.any_noise_is_finite and all that it rests on. Written by `make record`. *)
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

Definition moment :
  forall (F : realFieldType) (L : expectation F),
  square L -> square L -> F :=
  fun (F : realFieldType) (L : expectation F) (f g : square L) =>
  mean (times f g).

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

Definition independent_noise :
  forall (F : realFieldType) (L : expectation F) (d : nat),
  ('I_d -> square L) -> ('I_d -> square L) -> 'M[F]_(d, d) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (d : nat)
    (e e2 : 'I_d -> square L) (N : 'M[F]_(d, d)) =>
  [/\ row_mean e = 0, row_mean e2 = 0, row_moment e = N,
      row_moment e2 = N
    & forall a b : 'I_d, moment (e a) (e2 b) = 0].

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition eS :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i row_moment (tau (row i X))).

Definition emean_views :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(n, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  \matrix_i row_mean (tau (row i X)).

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

Definition shifted :
  forall (F : realFieldType) (L : expectation F) (d : nat),
  ('I_d -> square L) -> 'rV[F]_d -> 'I_d -> square L :=
  fun (F : realFieldType) (L : expectation F) (d : nat)
    (e : 'I_d -> square L) (x : 'rV[F]_d) (a : 'I_d) =>
  x 0 a *: one L + e a.

Definition statement : Prop :=
  forall (F : rcfType) (L : expectation F) (d : nat)
    (e e2 : 'I_d -> square L) (N : 'M[F]_(d, d)),
  independent_noise e e2 N ->
  exists (T : finType) (p : T -> F) (f : T -> 'rV[F]_d),
    [/\ is_law p, centred p f, noise_cov p f = N
      & forall (n : nat) (X : 'M[F]_(n, d)),
        (0 < n)%N -> same_moments (shifted e) X p (additive f)].
