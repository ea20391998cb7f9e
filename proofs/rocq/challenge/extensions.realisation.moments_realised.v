(* The statement of extensions.realisation.moments_realised and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition additive_model :
  forall (F : rcfType) (n d : nat),
  'M[F]_(d, d) ->
  'M[F]_(d, d) -> 'M[F]_(n, d) -> forall T : finType, (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : rcfType) (n d : nat) (C Sigma : 'M[F]_(d, d)) (X : 'M[F]_(n, d)) 
    (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  [/\ (0 < n)%N, mC X = C & noise_cov p e = Sigma] /\ is_law p /\ centred p e.

Definition psd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, 0 <= (x *m M *m x^T) 0 0.

Definition statement : Prop :=
  forall (F : rcfType) (d : nat) (C Sigma : 'M[F]_(d.+1, d.+1)),
  C^T = C ->
  psd C ->
  Sigma^T = Sigma ->
  psd Sigma ->
  exists
    (X : 'M[F]_(d.+1, d.+1)) (p : 'I_d.+1 * bool -> F) (e : 'I_d.+1 * bool -> 'rV[F]_d.+1),
    additive_model C Sigma X p e.
