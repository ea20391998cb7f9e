(* The statement of errata.thresholds_claims.corollary_4_5_squares_corrected and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : rcfType) (a b : F), a < b -> (Num.max 0 a < Num.max 0 b) = (0 < b).
