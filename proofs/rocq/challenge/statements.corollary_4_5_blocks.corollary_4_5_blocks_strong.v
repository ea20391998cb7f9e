(* The statement of statements.corollary_4_5_blocks.corollary_4_5_blocks_strong and all that it rests on. Written by `make record`. *)
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
  forall (F : rcfType) (k m : nat) (C1 A1 : 'M[F]_(k, k)) (Gamma2 Theta2 : 'M[F]_(m, m))
    (delta eta2 lam mu : F),
  C1^T = C1 ->
  pd C1 ->
  pd A1 ->
  Gamma2^T = Gamma2 ->
  pd Gamma2 ->
  pencil_least C1 A1 delta ->
  pencil_least (C1 *m C1) A1 eta2 ->
  pencil_least Theta2 Gamma2 lam ->
  pencil_greatest (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) Gamma2 mu ->
  pd (Gamma2 - (eta2 / delta)%:M) -> (1 - delta) / delta - lam < mu - 1.
