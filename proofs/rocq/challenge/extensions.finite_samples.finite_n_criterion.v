(* The statement of extensions.finite_samples.finite_n_criterion and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (p l : F),
  0 <= p -> 1 < l -> (0 < 1 - p ^+ 2 / (l - 1) ^+ 2) = (1 + p < l).
