(* The statement of limits.label_growth.counting_labels_refuted and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition sign_mean :
  forall (F : realFieldType) (n : nat), {ffun 'I_n.+1 -> bool} -> F :=
  fun (F : realFieldType) (n : nat) (w : {ffun 'I_n.+1 -> bool}) =>
  n.+1%:R^-1 * (\sum_(i < n.+1) i.+1%:R * (-1) ^+ w i).

Definition statement : Prop :=
  forall (F : realFieldType) (n : nat) (B : {set {ffun 'I_n.+1 -> bool}}),
  (forall w : {ffun 'I_n.+1 -> bool}, 1 <= sign_mean F w ^+ 2 -> w \in B) ->
  2^-1 <= \sum_(w in B) \prod_(i < n.+1) (2^-1 : F).
