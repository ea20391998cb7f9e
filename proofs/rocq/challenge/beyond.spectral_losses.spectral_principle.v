(* The statement of beyond.spectral_losses.spectral_principle and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition sorted_row :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

Definition eigen_basis :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (A Q : 'M[F]_(n, n)) (w : 'rV[F]_n) =>
  [/\ Q^T *m Q = 1%:M, A = Q *m diag_mx w *m Q^T & sorted_row w].

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition inverse_root :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (S R : 'M[F]_(n, n)) =>
  [/\ R^T = R, pd R & R *m S *m R = 1%:M].

Definition statement : Prop :=
  forall (F : rcfType) (d k : nat) (S0 G R0 Q : 'M[F]_(d, d)) (omega : 'rV[F]_d),
  inverse_root S0 R0 ->
  eigen_basis (R0 *m G *m R0) Q omega ->
  forall (kd : (k <= d)%N) (W : 'M[F]_(k, d)) (U : 'M[F]_(k, k)) (s : 'rV[F]_k),
  eigen_basis (W *m S0 *m W^T) U s ->
  (forall i : 'I_k, 0 <= s 0 i) -> \tr (W *m G *m W^T) <= \sum_i s 0 i * omega 0 (widen_ord kd i).
