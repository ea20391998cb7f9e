(* The statement of beyond.masks.mask_constant and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition between :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> (V -> F) -> (V -> F) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (u w : V -> F) =>
  \sum_x p x * ((\sum_t q t * u (v x t)) * (\sum_t q t * w (v x t))).

Definition hide_law :
  forall F : realFieldType, F -> bool -> F :=
  fun (F : realFieldType) (rate : F) (t : bool) => if t then rate else 1 - rate.

Definition masked :
  forall A : finType, A -> bool -> option A :=
  fun (A : finType) (x : A) (t : bool) => if t then None else Some x.

Definition within :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> (V -> F) -> (V -> F) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (u w : V -> F) => \sum_x p x * (\sum_t q t * (u (v x t) * w (v x t))).

Definition mask_eigenfunction :
  forall (F : realFieldType) (A : finType), (A -> F) -> F -> F -> (option A -> F) -> Prop :=
  fun (F : realFieldType) (A : finType) (p : A -> F) (rate : F) =>
  let inside := within p (hide_law rate) (masked (A:=A)) in
  let across := between p (hide_law rate) (masked (A:=A)) in
  fun (lam : F) (u : option A -> F) => forall w : option A -> F, across u w = lam * inside u w.

Definition statement : Prop :=
  forall (F : realFieldType) (A : finType) (p : A -> F) (rate : F),
  is_law p -> forall c : F, mask_eigenfunction p rate 1 (fun=> c).
