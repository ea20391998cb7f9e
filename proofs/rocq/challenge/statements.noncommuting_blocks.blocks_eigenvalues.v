(* The statement of statements.noncommuting_blocks.blocks_eigenvalues and all that it rests on. Written by `make record`. *)
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

Definition pencil_least :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> F -> Prop :=
  fun (F : realFieldType) (n : nat) (A S0 : 'M[F]_(n, n)) (lam : F) =>
  psd (A - lam *: S0) /\ (exists2 w : 'rV[F]_n, w != 0 & w *m (A - lam *: S0) = 0).

Definition statement : Prop :=
  forall (F : rcfType) (k m : nat) (C1 Theta1 : 'M[F]_(k.+1, k.+1))
    (Gamma2 Theta2 : 'M[F]_(m.+1, m.+1)),
  C1^T = C1 ->
  pd C1 ->
  Theta1^T = Theta1 ->
  psd Theta1 ->
  Gamma2^T = Gamma2 ->
  pd Gamma2 ->
  Theta2^T = Theta2 ->
  (exists delta : F, pencil_least C1 (C1 + Theta1) delta) /\
  (exists lam : F, pencil_least Theta2 Gamma2 lam) /\
  (exists eta2 : F, pencil_least (C1 *m C1) (C1 + Theta1) eta2) /\
  (forall eta2 : F, exists mu : F, pencil_greatest (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) Gamma2 mu).
