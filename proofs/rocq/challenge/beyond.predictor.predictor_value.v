(* The statement of beyond.predictor.predictor_value and all that it rests on. Written by `make record`. *)
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

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition inverse_root :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (S R : 'M[F]_(n, n)) =>
  [/\ R^T = R, pd R & R *m S *m R = 1%:M].

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

Definition sorted_row :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

Definition statement : Prop :=
  forall (F : realFieldType) (O0 : finType) (p : O0 -> F) (d : nat) (v vp : O0 -> 'rV[F]_d)
    (S0 G : 'M[F]_(d, d)),
  cross p v v = S0 ->
  cross p vp vp = S0 ->
  cross p v vp = G ->
  G^T = G ->
  forall (R0 Q : 'M[F]_(d, d)) (mu : 'rV[F]_d),
  inverse_root S0 R0 ->
  Q^T *m Q = 1%:M ->
  R0 *m G *m R0 = Q *m diag_mx mu *m Q^T ->
  sorted_row (\row_j mu 0 j ^+ 2) ->
  forall (k : nat) (W : 'M[F]_(k, d)) (K : 'M[F]_(k, k)),
  feasible S0 W -> k%:R - \sum_(j < d | (j < k)%N) mu 0 j ^+ 2 <= predictor_loss p v vp W K.
