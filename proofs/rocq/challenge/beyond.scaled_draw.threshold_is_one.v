(* The statement of beyond.scaled_draw.threshold_is_one and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition fmin :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg min_(i < i0) f i]%O.

Definition delta :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i / (c i + thI i)).

Definition fmax :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg max_(i > i0)f i]%O.

Definition alpha2_JE :
  forall (F : realFieldType) (I J : finType),
  I -> J -> (I -> F) -> (I -> F) -> (J -> F) -> (J -> F) -> F :=
  fun (F : realFieldType) (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F) =>
  fmax j0 (fun j : J => (1 - delta i0 c thI) / delta i0 c thI - thJ j / g j).

Definition statement : Prop :=
  forall F : realFieldType,
  alpha2_JE (tt : unit_finType) (tt : unit_finType) (fun=> 1 : F) (fun=> 1) (fun=> 1) (fun=> 0) = 1 /\
  (1 : F) < 2 ^+ 2.
