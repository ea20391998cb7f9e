(* The statement of extensions.finite_samples.finite_n_order_identity and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition edge_N :
  forall F : realFieldType, F -> F -> F :=
  fun (F : realFieldType) (p mm : F) => 1 + (1 - p ^+ 2) * mm.

Definition edge_M :
  forall F : realFieldType, F -> F -> F :=
  fun (F : realFieldType) (p : F) => [eta  *%R (1 + p)].

Definition edge_R :
  forall F : realFieldType, F -> F -> F :=
  fun (F : realFieldType) (p mm : F) => (edge_M p mm + p) ^+ 2 - 1 - p ^+ 2.

Definition edge_U :
  forall F : realFieldType, F -> F -> F -> F :=
  fun (F : realFieldType) (p mm c : F) => 1 + edge_M p mm - c * p * mm.

Definition edge_a :
  forall F : realFieldType, F -> F -> F :=
  fun (F : realFieldType) (p mm : F) =>
  (1 + p) ^+ 2 * edge_N p mm / edge_R p mm.

Definition theta_je :
  forall F : realFieldType, F -> F -> F -> F :=
  fun (F : realFieldType) (p mm c : F) => edge_a p mm * c / (1 + p).

Definition theta_rc :
  forall F : realFieldType, F -> F -> F -> F :=
  fun (F : realFieldType) (p mm c : F) =>
  c * (1 + p) * edge_N p mm *
  (c * mm * (1 + edge_M p mm) -
   (edge_M p mm ^+ 2 + p * edge_M p mm - 1)) /
  (edge_U p mm c * edge_R p mm).

Definition statement : Prop :=
  forall (F : realFieldType) (p mm c : F),
  1 + p != 0 ->
  edge_R p mm != 0 ->
  edge_U p mm c != 0 ->
  theta_rc p mm c - theta_je p mm c =
  c * mm * (1 + mm) * (1 + p) ^+ 2 * edge_N p mm * (c - (1 + p)) /
  (edge_U p mm c * edge_R p mm).
