(* The statement of beyond.jepa.jepa_attained and all that it rests on. Written by `make record`. *)
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
  forall (F : rcfType) (k d : nat) (a : 'rV[F]_d) (U : 'M[F]_(k, k)),
  (k <= d)%N ->
  (forall j : 'I_d, -1 <= a 0 j) ->
  U *m U^T = 1%:M ->
  jepa_loss a
    (U *m (pid_mx k : 'M[F]_(k, d)) *m diag_mx (\row_j Num.sqrt (2^-1 * (1 + a 0 j)))) =
  \sum_(j < d | (j < k)%N) (1 - 4^-1 * (1 + a 0 j) ^+ 2).
