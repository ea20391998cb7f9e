(* The statement of extensions.finite_samples.finite_n_printed_12 and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (c th t : F),
  0 < c -> 0 < th -> let delta := c / (c + th) in (1 + 0) * (th / c) - t = (1 - delta) / delta - t.
