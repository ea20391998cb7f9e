(* The statement of beyond.masks.mask_bound and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition between :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> (V -> F) -> (V -> F) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (u w : V -> F) =>
  \sum_x p x * ((\sum_t q t * u (v x t)) * (\sum_t q t * w (v x t))).

Definition hide_law :
  forall F : realFieldType, F -> bool -> F :=
  fun (F : realFieldType) (rate : F) (t : bool) => if t then rate else 1 - rate.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition masked :
  forall A : finType, A -> bool -> option A :=
  fun (A : finType) (x : A) (t : bool) => if t then None else Some x.

Definition within :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> (V -> F) -> (V -> F) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (u w : V -> F) => \sum_x p x * (\sum_t q t * (u (v x t) * w (v x t))).

Definition statement : Prop :=
  forall (F : realFieldType) (A : finType) (p : A -> F) (rate : F),
  is_law p ->
  forall u : option A -> F,
  0 < rate < 1 ->
  within p (hide_law rate) (masked (A:=A)) u (fun=> 1) = 0 ->
  between p (hide_law rate) (masked (A:=A)) u u <=
  (1 - rate) * within p (hide_law rate) (masked (A:=A)) u u.
