(* The statement of errata.thresholds_claims.section_4_4_straddle_between and all that it rests on. Written by `make record`. *)
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

Definition eta2 :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i ^+ 2 / (c i + thI i)).

Definition alpha2_RC :
  forall (F : realFieldType) (I J : finType),
  I -> J -> (I -> F) -> (I -> F) -> (J -> F) -> (J -> F) -> F :=
  fun (F : realFieldType) (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F) =>
  fmax j0 (fun j : J => g j / eta2 i0 c thI - thJ j / g j - 1).

Definition pair2 :
  forall F : rcfType, F -> F -> 'I_2 -> F :=
  fun (F : rcfType) (a b : F) (i : 'I_2) => if i == ord0 then a else b.

Definition statement : Prop :=
  forall F : rcfType,
  let g := pair2 2 2^-1 in
  let thJ := pair2 6 0 in
  let RC := alpha2_RC (ord0 : 'I_1) (ord0 : 'I_2) (fun=> 1 : F) (fun=> 1 : F) g in
  let JE := alpha2_JE (ord0 : 'I_1) ord0 (fun=> 1 : F) (fun=> 1 : F) g in
  [/\ eta2 (ord0 : 'I_1) (fun=> 1 : F) (fun=> 1 : F) /
      delta (ord0 : 'I_1) (fun=> 1 : F) (fun=> 1 : F) = 1, fmin ord0 g = 2^-1, 
     fmax ord0 g = 2, RC thJ = 0 /\ JE thJ = 1
    & RC (fun=> 0 : F) = 3 /\ JE (fun=> 0 : F) = 1].
