(* The statement of extensions.finite_samples.finite_n_instances and all that it rests on. Written by `make record`. *)
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

Definition edge_a :
  forall F : realFieldType, F -> F -> F :=
  fun (F : realFieldType) (p mm : F) =>
  (1 + p) ^+ 2 * edge_N p mm / edge_R p mm.

Definition edge_U :
  forall F : realFieldType, F -> F -> F -> F :=
  fun (F : realFieldType) (p mm c : F) => 1 + edge_M p mm - c * p * mm.

Definition theta_rc :
  forall F : realFieldType, F -> F -> F -> F :=
  fun (F : realFieldType) (p mm c : F) =>
  c * (1 + p) * edge_N p mm *
  (c * mm * (1 + edge_M p mm) -
   (edge_M p mm ^+ 2 + p * edge_M p mm - 1)) /
  (edge_U p mm c * edge_R p mm).

Definition statement : Prop :=
  [/\ edge_a (1 / 2 : rat) 1 = 63 / 44,
      theta_rc (1 / 2 : rat) 1 (6 / 5) = 126 / 209,
      theta_rc (1 / 2 : rat) 1 (3 / 2) = 63 / 44
    & theta_rc (1 / 2 : rat) 1 2 = 42 / 11] /\
  [/\ edge_a (1 / 3 : rat) (3 / 2) = 112 / 117 /\
      theta_rc (1 / 3 : rat) (3 / 2) 1 = 28 / 117,
      edge_a (2 / 3 : rat) 1 = 175 / 162 /\
      theta_rc (2 / 3 : rat) 1 (9 / 5) = 301 / 198,
      edge_a (1 : rat) (1 / 2) = 2 /\
      theta_rc (1 : rat) (1 / 2) (3 / 2) = 3 / 5
    & edge_a (1 / 4 : rat) 1 = 775 / 304 /\
      theta_rc (1 / 4 : rat) 1 (5 / 4) = 775 / 304].
