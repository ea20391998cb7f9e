(* The statement of extensions.composition.composition_moments and all that it rests on. Written by `make record`. *)
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

Definition independent :
  forall (F : realFieldType) (T1 T2 : finType), (T1 -> F) -> (T2 -> F) -> T1 * T2 -> F :=
  fun (F : realFieldType) (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F) (w : T1 * T2) =>
  p1 w.1 * p2 w.2.

Definition view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> T -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (i : 'I_n) => tau^~ (row i X).

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

Definition mG :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: ((mean_views p tau X)^T *m mean_views p tau X).

Definition mH :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (X^T *m mean_views p tau X).

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

Definition mean_map :
  forall (F : rcfType) (d : nat) (T2 : finType),
  (T2 -> F) -> (T2 -> 'M[F]_(d, d)) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (d : nat) (T2 : finType) (p2 : T2 -> F) (A : T2 -> 'M[F]_(d, d)) =>
  \sum_v p2 v *: A v.

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition then_additive :
  forall (F : rcfType) (d : nat) (T1 : finType),
  (T1 -> 'rV[F]_d -> 'rV[F]_d) ->
  forall T2 : finType, (T2 -> 'rV[F]_d) -> T1 * T2 -> 'rV[F]_d -> matrix_zmodType F 1 d :=
  fun (F : rcfType) (d : nat) (T1 : finType) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) 
    (T2 : finType) (e : T2 -> 'rV[F]_d) (w : T1 * T2) (x : 'rV[F]_d) => 
  tau1 w.1 x + e w.2.

Definition then_linear :
  forall (F : rcfType) (d : nat) (T1 : finType),
  (T1 -> 'rV[F]_d -> 'rV[F]_d) ->
  forall T2 : finType, (T2 -> 'M[F]_(d, d)) -> T1 * T2 -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (d : nat) (T1 : finType) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) 
    (T2 : finType) (A : T2 -> 'M[F]_(d, d)) (w : T1 * T2) (x : 'rV[F]_d) => 
  tau1 w.1 x *m A w.2.

Definition statement : Prop :=
  forall (F : rcfType) (n d : nat) (X : 'M[F]_(n, d)) (T1 T2 T3 : finType) 
    (p1 : T1 -> F) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) (p2 : T2 -> F)
    (A : T2 -> 'M[F]_(d, d)) (p3 : T3 -> F) (e : T3 -> 'rV[F]_d),
  \sum_u p1 u = 1 ->
  \sum_v p2 v = 1 ->
  \sum_w p3 w = 1 ->
  centred p3 e ->
  (0 < n)%N ->
  [/\ mS (independent (independent p1 p2) p3)
        (then_additive (then_linear tau1 A) e) X =
      \sum_v p2 v *: ((A v)^T *m mS p1 tau1 X *m A v) + noise_cov p3 e,
      mean_views (independent (independent p1 p2) p3)
        (then_additive (then_linear tau1 A) e) X =
      mean_views p1 tau1 X *m mean_map p2 A,
      mG (independent (independent p1 p2) p3)
        (then_additive (then_linear tau1 A) e) X =
      (mean_map p2 A)^T *m mG p1 tau1 X *m mean_map p2 A
    & mH (independent (independent p1 p2) p3)
        (then_additive (then_linear tau1 A) e) X =
      mH p1 tau1 X *m mean_map p2 A].
