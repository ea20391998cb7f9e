(* The statement of errata.thresholds_claims.corollary_4_5_squares_refuted and all that it rests on. Written by `make record`. *)
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

Definition weak_noise_needs_less :
  rcfType -> Prop :=
  fun F : rcfType =>
  forall c thI g thJ : 'I_1 -> F,
  (forall i : 'I_1, 0 < c i) ->
  (forall i : 'I_1, 0 <= thI i) ->
  (forall j : 'I_1, 0 < g j) ->
  (forall j : 'I_1, 0 <= thJ j) ->
  fmax ord0 g < eta2 ord0 c thI / delta ord0 c thI ->
  Num.max 0 (alpha2_RC ord0 ord0 c thI g thJ) < Num.max 0 (alpha2_JE ord0 ord0 c thI g thJ).

Definition statement : Prop :=
  forall F : rcfType, ~ weak_noise_needs_less F.
