(* The statement of errata.proposition_4_2_assumptions.proposition_4_2_assumptions_moment and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition residual :
  forall (F : rcfType) (n : nat), 'I_n -> F :=
  fun (F : rcfType) (n : nat) (i : 'I_n) => i.+1%:R - n.+1%:R / 2.

Definition statement : Prop :=
  forall (F : rcfType) (n : nat),
  (0 < n)%N ->
  \sum_(i < n) residual F i = 0 /\
  (\sum_(i < n) residual F i ^+ 2) / n%:R ^+ 2 =
  (n%:R ^+ 2 - 1) / (12 * n%:R).
