(* The statement of extensions.exact_count.exact_count_patch_law and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition exact_count :
  forall (F : rcfType) (P : finType), nat -> {set P} -> F :=
  fun (F : rcfType) (P : finType) (K : nat) (A : {set P}) =>
  if #|A| == K then ('C(#|P|, K))%:R^-1 else 0.

Definition keep_one :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'rV[F]_d) -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (b : T -> 'rV[F]_d) =>
  \row_i (\sum_w p w * b w 0 i).

Definition keep_two :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (b : T -> 'rV[F]_d) =>
  \matrix_(i, j) (\sum_w p w * (b w 0 i * b w 0 j)).

Definition patch_law :
  forall (F : rcfType) (d : nat) (P : finType),
  ('I_d -> P) -> forall T : finType, (T -> F) -> (T -> 'rV[F]_d) -> F -> F -> Prop :=
  fun (F : rcfType) (d : nat) (P : finType) (patch : 'I_d -> P) (T : finType) 
    (p : T -> F) (b : T -> 'rV[F]_d) (u v : F) =>
  [/\ \sum_w p w = 1, keep_one p b = const_mx u
    & keep_two p b = \matrix_(i, j) (if patch i == patch j then u else v)].

Definition patch_mask :
  forall (F : rcfType) (P : finType) (d : nat), ('I_d -> P) -> {set P} -> 'rV[F]_d :=
  fun (F : rcfType) (P : finType) (d : nat) (patch : 'I_d -> P) (A : {set P}) =>
  \row_i (patch i \in A)%:R.

Definition statement : Prop :=
  forall (F : rcfType) (P : finType) (K : nat),
  (0 < K)%N ->
  (K < #|P|)%N ->
  forall (d : nat) (patch : 'I_d -> P),
  patch_law patch (exact_count F K) (patch_mask F patch)
    (K%:R / #|P|%:R) (K%:R * (K%:R - 1) / (#|P|%:R * (#|P|%:R - 1))).
