(* The statement of beyond.posterior_mean.reconstruction_any_encoder_attained and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition cross :
  forall (F : realFieldType) (W : finType),
  (W -> F) -> forall m n : nat, (W -> 'rV[F]_m) -> (W -> 'rV[F]_n) -> 'M[F]_(m, n) :=
  fun (F : realFieldType) (W : finType) (p : W -> F) (m n : nat) (a : W -> 'rV[F]_m)
    (b : W -> 'rV[F]_n) => \sum_w p w *: ((a w)^T *m b w).

Definition sorted_row :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

Definition eigen_basis :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (A Q : 'M[F]_(n, n)) (w : 'rV[F]_n) =>
  [/\ Q^T *m Q = 1%:M, A = Q *m diag_mx w *m Q^T & sorted_row w].

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition leading :
  forall (F : realFieldType) (k n : nat), 'M[F]_(n, n) -> 'M[F]_(k, n) :=
  fun (F : realFieldType) (k n : nat) (Q : 'M[F]_(n, n)) => pid_mx k *m Q^T.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition posterior_mean :
  forall (F : realFieldType) (W : finType) (B : eqType),
  (W -> F) -> (W -> B) -> forall d : nat, (W -> 'rV[F]_d) -> (B -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (M : B -> 'rV[F]_d) =>
  forall u : B -> 'rV[F]_d, expect p (fun w : W => dot (x w - M (v w)) (u (v w))) = 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition reconstruction_loss :
  forall (F : realFieldType) (W : finType) (B : eqType),
  (W -> F) ->
  (W -> B) ->
  forall d : nat, (W -> 'rV[F]_d) -> forall k : nat, (B -> 'rV[F]_k) -> 'M[F]_(d, k) -> F :=
  fun (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (k : nat) (f : B -> 'rV[F]_k) (D : 'M[F]_(d, k)) =>
  expect p (fun w : W => sq (x w - f (v w) *m D^T)).

Definition statement : Prop :=
  forall (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (M : B -> 'rV[F]_d),
  posterior_mean p v x M ->
  forall (Q : 'M[F]_(d, d)) (lam : 'rV[F]_d),
  eigen_basis (cross p (fun w : W => M (v w)) (fun w : W => M (v w))) Q lam ->
  forall k : nat,
  (k <= d)%N ->
  reconstruction_loss p v x (fun b : B => M b *m (leading k Q)^T) (leading k Q)^T =
  expect p (fun w : W => sq (x w - M (v w))) + \sum_(j < d | (k <= j)%N) lam 0 j.
