(* The statement of beyond.jepa.jepa_whitened and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition fnorm2 :
  forall (F : realFieldType) (m n : nat), 'M[F]_(m, n) -> F :=
  fun (F : realFieldType) (m n : nat) (X : 'M[F]_(m, n)) => \tr (X *m X^T).

Definition jepa_loss :
  forall (F : realFieldType) (k d : nat), 'rV[F]_d -> 'M[F]_(k, d) -> F :=
  fun (F : realFieldType) (k d : nat) (a : 'rV[F]_d) (A : 'M[F]_(k, d)) =>
  \tr (A *m diag_mx (\row_j (1 - a 0 j)) *m A^T) + fnorm2 (A *m A^T - 1%:M).

Definition statement : Prop :=
  forall (F : realFieldType) (k d : nat) (a : 'rV[F]_d),
  (forall j : 'I_d, -1 <= a 0 j) ->
  (forall i j : 'I_d, (i <= j)%N -> a 0 j <= a 0 i) ->
  (k <= d)%N ->
  forall A : 'M[F]_(k, d),
  \sum_(j < d | (j < k)%N) (1 - 4^-1 * (1 + a 0 j) ^+ 2) <= jepa_loss a A.
