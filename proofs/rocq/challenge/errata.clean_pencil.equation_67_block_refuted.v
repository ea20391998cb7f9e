(* The statement of errata.clean_pencil.equation_67_block_refuted and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition inverse_root :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (S R : 'M[F]_(n, n)) =>
  [/\ R^T = R, pd R & R *m S *m R = 1%:M].

Definition statement : Prop :=
  forall (F : realFieldType) (k m : nat) (Q : 'M[F]_(k + m.+1, k + m.+1)),
  Q^T *m Q = 1%:M ->
  let S0 := 1%:M in
  let G := 1%:M in
  exists2 R : 'M[F]_(k + m.+1, k + m.+1),
    inverse_root S0 R &
    (lsubmx Q)^T *m (R *m G *m R) *m rsubmx Q = 0 /\ (rsubmx Q)^T *m (R *m G *m R) *m rsubmx Q = 1%:M.
