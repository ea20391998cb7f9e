(* The statement of extensions.finite_samples.finite_n_denominator and all that it rests on. Written by `make record`. *)
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

Definition edge_U :
  forall F : realFieldType, F -> F -> F -> F :=
  fun (F : realFieldType) (p mm c : F) => 1 + edge_M p mm - c * p * mm.

Definition statement : Prop :=
  forall (F : realFieldType) (p mm c : F),
  0 <= p -> 0 <= mm -> c <= 1 + p -> edge_N p mm <= edge_U p mm c.
