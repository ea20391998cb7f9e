(* The statement of limits.finite_window.strong_law_finite and all that it rests on. Written by `make record`. *)
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

Definition drawn :
  forall (F : realFieldType) (T : finType) (m : nat),
  (T -> 'rV[F]_m) -> forall M : nat, {ffun 'I_M -> T} -> forall n : 'I_M.+1, 'M[F]_(n, m) :=
  fun (F : realFieldType) (T : finType) (m : nat) (e : T -> 'rV[F]_m) 
    (M : nat) (w : {ffun 'I_M -> T}) (n : 'I_M.+1) => \matrix_i e (w (widen_ord (leq_ord n) i)).

Definition fnorm2 :
  forall (F : realFieldType) (m n : nat), 'M[F]_(m, n) -> F :=
  fun (F : realFieldType) (m n : nat) (X : 'M[F]_(m, n)) => \tr (X *m X^T).

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

Definition statement : Prop :=
  forall (F : realFieldType) (T : finType) (p : T -> F) (m : nat) (e : T -> 'rV[F]_m),
  is_law p ->
  centred p e ->
  Num.archimedean_axiom F ->
  forall eps delta : F,
  0 < eps ->
  0 < delta ->
  exists N : nat,
    forall (M : nat) (B : {set {ffun 'I_M -> T}}),
    (forall w : finfun_finType (ordinal_finType M) T,
     w \in B ->
     exists2 n : 'I_M.+1, (N <= n)%N & eps < fnorm2 (mC (drawn e w n) - noise_cov p e)) ->
    \sum_(w in B) \prod_i p (w i) <= delta.
