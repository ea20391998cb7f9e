(* The statement of statements.robust_as_noise_grows.rc_level_growth and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition psd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, 0 <= (x *m M *m x^T) 0 0.

Definition pencil_greatest :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> F -> Prop :=
  fun (F : realFieldType) (n : nat) (A S0 : 'M[F]_(n, n)) (lam : F) =>
  psd (lam *: S0 - A) /\ (exists2 w : 'rV[F]_n, w != 0 & w *m (lam *: S0 - A) = 0).

Definition statement : Prop :=
  forall (F : realFieldType) (m : nat) (Gamma2 Theta2 : 'M[F]_(m, m)),
  pd Gamma2 ->
  psd Theta2 ->
  forall (eta2 mu s : F) (w : 'rV[F]_m),
  1 <= s ->
  w != 0 ->
  pencil_greatest (eta2^-1 *: (s *: Gamma2 *m (s *: Gamma2)) - Theta2) (s *: Gamma2) mu ->
  s * ((w *m (Gamma2 *m Gamma2) *m w^T) 0 0 / (w *m Gamma2 *m w^T) 0 0) / eta2 -
  (w *m Theta2 *m w^T) 0 0 / (w *m Gamma2 *m w^T) 0 0 - 1 <= mu - 1.
