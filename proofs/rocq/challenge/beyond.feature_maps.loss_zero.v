(* The statement of beyond.feature_maps.loss_zero and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition encoder_loss :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  expect p
    (fun x : X => expect q (fun t1 : T => expect q (fun t2 : T => sq (f (v x t1) - f (v x t2))))).

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition statement : Prop :=
  forall (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : eqType) (v : X -> T -> V),
  is_law p ->
  is_law q ->
  forall (k : nat) (f : V -> 'rV[F]_k),
  encoder_loss p q v f = 0 <->
  (forall (x : X) (t1 t2 : T), p x != 0 -> q t1 != 0 -> q t2 != 0 -> f (v x t1) = f (v x t2)).
