(* The statement of beyond.spectral_losses.abel and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (k : nat) (s r om : nat -> F),
  (forall i : nat, 0 <= s i) ->
  (forall i : nat, s i.+1 <= s i) ->
  (forall l : nat, (l <= k)%N -> \sum_(i < l) r i <= \sum_(i < l) om i) ->
  \sum_(i < k) s i * r i <= \sum_(i < k) s i * om i.
