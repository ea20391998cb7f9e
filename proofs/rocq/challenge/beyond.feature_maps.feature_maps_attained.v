(* The statement of beyond.feature_maps.feature_maps_attained and all that it rests on. Written by `make record`. *)
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

Definition encoder_cross :
  forall (F : realFieldType) (X T : finType),
  (X -> F) ->
  (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> 'M[F]_(k, k) :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  \sum_x p x *: (\sum_t1 \sum_t2 (q t1 * q t2) *: ((f (v x t1))^T *m f (v x t2))).

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition encoder_loss :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  expect p
    (fun x : X => expect q (fun t1 : T => expect q (fun t2 : T => sq (f (v x t1) - f (v x t2))))).

Definition encoder_second :
  forall (F : realFieldType) (X T : finType),
  (X -> F) ->
  (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> 'M[F]_(k, k) :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  \sum_x p x *: (\sum_t q t *: ((f (v x t))^T *m f (v x t))).

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

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition leading :
  forall (F : realFieldType) (k n : nat), 'M[F]_(n, n) -> 'M[F]_(k, n) :=
  fun (F : realFieldType) (k n : nat) (Q : 'M[F]_(n, n)) => pid_mx k *m Q^T.

Definition statement : Prop :=
  forall (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : eqType) (v : X -> T -> V),
  is_law q ->
  forall (d : nat) (phi : V -> 'rV[F]_d) (R0 Q : 'M[F]_(d, d)) (omega : 'rV[F]_d),
  inverse_root (encoder_second p q v phi) R0 ->
  eigen_basis (R0 *m encoder_cross p q v phi *m R0) Q omega ->
  forall (k : nat) (U : 'M[F]_(k, k)),
  (k <= d)%N ->
  U *m U^T = 1%:M ->
  let W := U *m leading k Q *m R0 in
  feasible (encoder_second p q v phi) W /\
  encoder_loss p q v (fun w : V => phi w *m W^T) =
  (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2.
