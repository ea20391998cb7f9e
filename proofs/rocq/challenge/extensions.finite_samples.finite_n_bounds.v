(* The statement of extensions.finite_samples.finite_n_bounds and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (m : nat) (w t : 'I_m -> F) (p s x least : F),
  0 <= p ->
  0 <= s ->
  (forall j : 'I_m, 0 <= w j) ->
  \sum_j w j = 1 ->
  (forall j : 'I_m, least <= t j) ->
  0 < least + x ->
  p ^+ 2 * (\sum_j w j * (s / (t j + x)) ^+ 2) = 1 ->
  least + x <= p * s /\ (forall j : 'I_m, p ^+ 2 * w j * s ^+ 2 <= (t j + x) ^+ 2).
