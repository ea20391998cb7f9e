(* The statement of beyond.predictor.predictor_bound and all that it rests on. Written by `make record`. *)
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

Definition feasible :
  forall (F : realFieldType) (d k : nat), 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  W *m S *m W^T = 1%:M.

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition predictor_loss :
  forall (F : realFieldType) (O0 : finType),
  (O0 -> F) ->
  forall d : nat,
  (O0 -> 'rV[F]_d) ->
  (O0 -> 'rV[F]_d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(k, k) -> F :=
  fun (F : realFieldType) (O0 : finType) (p : O0 -> F) (d : nat) (v vp : O0 -> 'rV[F]_d) 
    (k : nat) (W : 'M[F]_(k, d)) (K : 'M[F]_(k, k)) =>
  expect p (fun w : O0 => sq (v w *m W^T *m K^T - vp w *m W^T)).

Definition statement : Prop :=
  forall (F : realFieldType) (O0 : finType) (p : O0 -> F) (d : nat) (v vp : O0 -> 'rV[F]_d)
    (S G : 'M[F]_(d, d)),
  cross p v v = S ->
  cross p vp vp = S ->
  cross p v vp = G ->
  G^T = G ->
  forall (k : nat) (W : 'M[F]_(k, d)) (K : 'M[F]_(k, k)),
  feasible S W ->
  predictor_loss p v vp W (W *m G *m W^T) = k%:R - \tr (W *m G *m W^T *m (W *m G *m W^T)) /\
  predictor_loss p v vp W (W *m G *m W^T) <= predictor_loss p v vp W K.
