(* The statement of checker.eigengap.eigengap_unique and all that it rests on. Written by `make record`. *)
From Bignums Require BigZ.
From mathcomp Require ssrZ.
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

Definition feasible :
  forall (F : realFieldType) (d k : nat), 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  W *m S *m W^T = 1%:M.

Definition pencil_max :
  forall (F : realFieldType) (d k : nat),
  'M[F]_(d, d) -> 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S G : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  feasible S W /\
  (forall W' : 'M[F]_(k, d), feasible S W' -> \tr (W' *m G *m W'^T) <= \tr (W *m G *m W^T)).

Definition unique_row_space :
  forall (F : realFieldType) (d : nat), nat -> 'M[F]_(d, d) -> 'M[F]_(d, d) -> F -> Prop :=
  fun (F : realFieldType) (d k : nat) (A S0 : 'M[F]_(d, d)) (gap : F) =>
  exists (W0 : 'M[F]_(k, d)) (mu nu : F),
    [/\ pencil_max S0 A W0,
        forall W : 'M[F]_(k, d), pencil_max S0 A W -> (W :=: W0)%MS,
        forall x : 'rV[F]_d, (x <= W0)%MS -> mu * (x *m S0 *m x^T) 0 0 <= (x *m A *m x^T) 0 0,
        forall x : 'rV[F]_d,
        x *m S0 *m W0^T = 0 -> (x *m A *m x^T) 0 0 <= nu * (x *m S0 *m x^T) 0 0
      & gap < mu - nu].

Definition statement : Prop :=
  forall (F : rcfType) (d k : nat) (A S0 : 'M[F]_(d, d)) (V : 'M[F]_(k, d)) (f t : F),
  A^T = A ->
  S0^T = S0 ->
  pd S0 ->
  (0 < k)%N ->
  (k < d)%N ->
  t <= f ->
  (forall x : 'rV[F]_k,
   x != 0 -> f * (x *m V *m S0 *m (x *m V)^T) 0 0 < (x *m V *m A *m (x *m V)^T) 0 0) ->
  (forall x : 'rV[F]_d,
   x != 0 -> x *m S0 *m V^T = 0 -> (x *m A *m x^T) 0 0 < t * (x *m S0 *m x^T) 0 0) ->
  unique_row_space k A S0 (f - t).
