(* The statement of errata.multipliers.equation_42_rows_corrected and all that it rests on. Written by `make record`. *)
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

Definition statement : Prop :=
  forall (F : rcfType) (d k : nat) (S0 G P : 'M[F]_(d, d)) (om : 'rV[F]_d),
  pd S0 ->
  S0 = P *m P^T ->
  G = P *m diag_mx om *m P^T ->
  (forall i j : 'I_d, (i <= j)%N -> om 0 j <= om 0 i) ->
  (k <= d)%N -> pencil_max S0 G ((pid_mx k : 'M[F]_(k, d)) *m invmx P).
