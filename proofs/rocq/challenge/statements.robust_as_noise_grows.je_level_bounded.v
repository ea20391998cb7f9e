(* The statement of statements.robust_as_noise_grows.je_level_bounded and all that it rests on. Written by `make record`. *)
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

Definition pencil_least :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> F -> Prop :=
  fun (F : realFieldType) (n : nat) (A S0 : 'M[F]_(n, n)) (lam : F) =>
  psd (A - lam *: S0) /\ (exists2 w : 'rV[F]_n, w != 0 & w *m (A - lam *: S0) = 0).

Definition statement : Prop :=
  forall (F : realFieldType) (m : nat) (Gamma2 Theta2 : 'M[F]_(m, m)),
  pd Gamma2 ->
  psd Theta2 ->
  forall delta lam : F,
  pencil_least Theta2 Gamma2 lam -> (1 - delta) / delta - lam <= (1 - delta) / delta.
