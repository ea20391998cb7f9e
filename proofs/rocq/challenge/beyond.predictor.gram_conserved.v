(* The statement of beyond.predictor.gram_conserved and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (d : nat) (S G : 'M[F]_(d, d)) (k : nat) (W : 'M[F]_(k, d)),
  W *m S *m W^T \in unitmx ->
  let K := W *m G *m W^T *m invmx (W *m S *m W^T) in
  let flow := - (K^T *m (K *m W *m S - W *m G)) in flow *m W^T + W *m flow^T = 0.
