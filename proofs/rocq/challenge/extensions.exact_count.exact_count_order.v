(* The statement of extensions.exact_count.exact_count_order and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : rcfType) (P : finType) (K : nat),
  (0 < K)%N ->
  (K < #|P|)%N ->
  (0 : F) <= (K%:R * (K%:R - 1) / (#|P|%:R * (#|P|%:R - 1)) : F) /\
  (K%:R * (K%:R - 1) / (#|P|%:R * (#|P|%:R - 1)) : F) < (K%:R / #|P|%:R : F).
