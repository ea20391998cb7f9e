(* The statement of errata.multipliers.equations_35_36_multiplier_corrected and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
  forall (F : rcfType) (d k : nat) (S0 G : 'M[F]_(d, d)) (W : 'M[F]_(k, d)),
  G^T = G ->
  pencil_max S0 G W ->
  exists (U : 'M[F]_(k, k)) (lam : 'rV[F]_k),
    [/\ U *m U^T = 1%:M, pencil_max S0 G (U *m W) & U *m W *m G *m (U *m W)^T = diag_mx lam].
