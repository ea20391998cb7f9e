(* The statement of statements.remark_4_1.aligned_covariance and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition aligned :
  forall (F : realFieldType) (d : nat) (T1 T2 : finType),
  (T1 -> 'rV[F]_d) -> (T2 -> 'rV[F]_d) -> F -> T1 * T2 -> matrix_zmodType F 1 d :=
  fun (F : realFieldType) (d : nat) (T1 T2 : finType) (theta : T1 -> 'rV[F]_d)
    (gamma : T2 -> 'rV[F]_d) (alpha : F) (w : T1 * T2) => theta w.1 + alpha *: gamma w.2.

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition independent :
  forall (F : realFieldType) (T1 T2 : finType), (T1 -> F) -> (T2 -> F) -> T1 * T2 -> F :=
  fun (F : realFieldType) (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F) (w : T1 * T2) =>
  p1 w.1 * p2 w.2.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition statement : Prop :=
  forall (F : realFieldType) (d : nat) (T1 T2 : finType) (p1 : T1 -> F) 
    (p2 : T2 -> F) (theta : T1 -> 'rV[F]_d) (gamma : T2 -> 'rV[F]_d) 
    (alpha : F),
  is_law p1 ->
  is_law p2 ->
  centred p2 gamma ->
  noise_cov (independent p1 p2) (aligned theta gamma alpha) =
  noise_cov p1 theta + alpha ^+ 2 *: noise_cov p2 gamma.
