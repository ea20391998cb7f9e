(* The statement of extensions.finite_samples.finite_n_views and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (ratio r L b : F),
  0 <= ratio ->
  0 < r ->
  0 < L ->
  0 < b ->
  (L < (ratio + r) / (b^-1 + r)) = (0 < (ratio + r) / L - r) && (((ratio + r) / L - r)^-1 < b).
