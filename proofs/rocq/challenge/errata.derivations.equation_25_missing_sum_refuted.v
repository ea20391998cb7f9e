(* The statement of errata.derivations.equation_25_missing_sum_refuted and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition identity_view :
  forall (F : rcfType) (d : nat), unit -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (d : nat) => fun=> id.

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

Definition no_law :
  forall F : rcfType, unit -> F :=
  fun F : rcfType => fun=> 1.

Definition statement : Prop :=
  forall F : rcfType,
  let X := col_mx 1%:M 2%:M : 'cV[F]_(1 + 1) in
  forall i : 'I_(1 + 1),
  mS (no_law F) (identity_view (d:=1)) X <>
  (1 + 1)%:R^-1 *: ((row i X)^T *m row i X).
