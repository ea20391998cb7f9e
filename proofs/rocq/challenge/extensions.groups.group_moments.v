(* The statement of extensions.groups.group_moments and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition mean_of_maps :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'M[F]_(d, d)) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (A : T -> 'M[F]_(d, d)) =>
  \sum_w p w *: A w.

Definition uniform :
  forall (F : rcfType) (gT : finGroupType), gT -> F :=
  fun (F : rcfType) (gT : finGroupType) => fun=> #|gT|%:R^-1.

Definition invariant_projector :
  forall (F : rcfType) (gT : finGroupType) (d : nat), (gT -> 'M[F]_(d, d)) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (gT : finGroupType) (d : nat) =>
  [eta mean_of_maps (uniform F (gT:=gT))].

Definition linear_view :
  forall (F : rcfType) (T : finType) (d : nat),
  (T -> 'M[F]_(d, d)) -> T -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (A : T -> 'M[F]_(d, d)) (w : T) => mulmx^~ (A w).

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

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

Definition statement : Prop :=
  forall (F : rcfType) (gT : finGroupType) (n d : nat) (X : 'M[F]_(n, d))
    (rho : gT -> 'M[F]_(d, d)),
  (forall x y : gT, rho (x * y)%g = rho x *m rho y) ->
  rho 1%g = 1%:M ->
  (forall x : gT, rho x *m (rho x)^T = 1%:M) ->
  [/\ (invariant_projector rho)^T = invariant_projector rho,
      invariant_projector rho *m invariant_projector rho =
      invariant_projector rho,
      mS (uniform F (gT:=gT)) (linear_view rho) X =
      \sum_x uniform F x *: ((rho x)^T *m mC X *m rho x),
      mG (uniform F (gT:=gT)) (linear_view rho) X =
      invariant_projector rho *m mC X *m invariant_projector rho
    & mH (uniform F (gT:=gT)) (linear_view rho) X =
      mC X *m invariant_projector rho].
