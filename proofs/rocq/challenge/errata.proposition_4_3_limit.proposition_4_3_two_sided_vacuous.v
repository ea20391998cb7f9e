(* The statement of errata.proposition_4_3_limit.proposition_4_3_two_sided_vacuous and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition fnorm2 :
  forall (F : realFieldType) (m n : nat), 'M[F]_(m, n) -> F :=
  fun (F : realFieldType) (m n : nat) (X : 'M[F]_(m, n)) => \tr (X *m X^T).

Definition statement : Prop :=
  forall (F : rcfType) (k d : nat) (E E' : 'M[F]_(k, d)) (eps : F),
  0 < eps ->
  exists M M' : 'M[F]_(k, k), [/\ M \in unitmx, M' \in unitmx & fnorm2 (M *m E - M' *m E') <= eps].
