(* The statement of extensions.patch_masking.patch_eigenvalue_increasing and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : rcfType) (p rho mu mu' : F),
  0 < p ->
  0 <= rho ->
  rho < 1 ->
  0 <= mu -> mu < mu' -> p * mu / (rho * mu + (1 - rho)) < p * mu' / (rho * mu' + (1 - rho)).
