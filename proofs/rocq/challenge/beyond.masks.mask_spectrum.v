(* The statement of beyond.masks.mask_spectrum and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition statement : Prop :=
  forall (F : realFieldType) (A : finType) (p : A -> F) (rate : F),
  is_law p ->
  forall u : option A -> F,
  rate != 0 ->
  exists (c : F) (h : A -> F) (e : F),
    \sum_x p x * h x = 0 /\
    (forall v : option A,
     u v =
     c + match v with
         | Some x => h x
         | None => 0
         end + e * match v with
                   | Some _ => rate
                   | None => rate - 1
                   end).
