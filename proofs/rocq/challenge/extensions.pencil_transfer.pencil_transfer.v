(* The statement of extensions.pencil_transfer.pencil_transfer and all that it rests on. Written by `make record`. *)
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

Definition same_row_spaces :
  forall F : realFieldType,
  nat ->
  forall d : nat, 'M[F]_(d, d) -> 'M[F]_(d, d) -> 'M[F]_(d, d) -> 'M[F]_(d, d) -> Prop :=
  fun (F : realFieldType) (k d : nat) (S G S' G' : 'M[F]_(d, d)) =>
  (forall W : 'M[F]_(k, d),
   pencil_max S G W ->
   exists2 W' : 'M[F]_(k, d), pencil_max S' G' W' & (W :=: W')%MS) /\
  (forall W : 'M[F]_(k, d),
   pencil_max S' G' W ->
   exists2 W' : 'M[F]_(k, d), pencil_max S G W' & (W :=: W')%MS).

Definition statement : Prop :=
  forall (F : rcfType) (k d : nat) (B C S0 G : 'M[F]_(d.+1, d.+1)) (a b c : F),
  B^T = B ->
  pd B ->
  C^T = C ->
  pd S0 ->
  0 < b ->
  0 < c -> S0 = a *: C + b *: B -> G = c *: C -> same_row_spaces k B C S0 G.
