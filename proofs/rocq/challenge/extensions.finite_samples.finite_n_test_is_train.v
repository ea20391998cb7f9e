(* The statement of extensions.finite_samples.finite_n_test_is_train and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : realFieldType) (m : nat) (u w g v2 : 'I_m -> F) (p c th v1 psi : F),
  let l := c / th in
  let D := 1 - p ^+ 2 * (\sum_j u j * (w j / (l - w j)) ^+ 2) in
  0 < c ->
  0 < th ->
  0 < psi ->
  0 < D ->
  (forall j : 'I_m, 0 < g j) ->
  (forall j : 'I_m, 0 < w j) ->
  th * v1 = l * D / psi ->
  (forall j : 'I_m, g j / w j * v2 j = th * v1 * (p ^+ 2 * u j) * (l * w j) / (D * (l - w j) ^+ 2)) ->
  1 / (1 + (\sum_j g j * v2 j) / (c * v1)) = D.
