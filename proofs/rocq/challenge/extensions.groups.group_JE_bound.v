(* The statement of extensions.groups.group_JE_bound and all that it rests on. Written by `make record`. *)
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

Definition mean_of_maps :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'M[F]_(d, d)) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (A : T -> 'M[F]_(d, d)) =>
  \sum_w p w *: A w.

Definition uniform :
  forall (F : rcfType) (gT : finGroupType), gT -> F :=
  fun (F : rcfType) (gT : finGroupType) => fun=> #|gT|%:R^-1.

Definition invariant_projector :
  forall (F : rcfType) (gT : finGroupType) (d : nat), (gT -> 'M[F]_(d, d)) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (gT : finGroupType) (d : nat) =>
  [eta mean_of_maps (uniform F (gT:=gT))].

Definition linear_view :
  forall (F : rcfType) (T : finType) (d : nat),
  (T -> 'M[F]_(d, d)) -> T -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (A : T -> 'M[F]_(d, d)) (w : T) => mulmx^~ (A w).

Definition average :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> F :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => n%:R^-1 * (\sum_i f i).

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> T -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (i : 'I_n) => tau^~ (row i X).

Definition lossJE :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> F :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (W : 'M[F]_(k, d)) =>
  average
    (fun i : 'I_n =>
     expect p
       (fun w1 : T => expect p (fun w2 : T => sq (view tau X i w1 *m W^T - view tau X i w2 *m W^T)))).

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition statement : Prop :=
  forall (F : rcfType) (gT : finGroupType) (n d : nat) (X : 'M[F]_(n, d))
    (rho : gT -> 'M[F]_(d, d)),
  (forall x y : gT, rho (x * y)%g = rho x *m rho y) ->
  rho 1%g = 1%:M ->
  (forall x : gT, rho x *m (rho x)^T = 1%:M) ->
  forall (k : nat) (W : 'M[F]_(k, d)),
  pd (mS (uniform F (gT:=gT)) (linear_view rho) X) ->
  feasible (mS (uniform F (gT:=gT)) (linear_view rho) X) W ->
  2 * (k%:R - (\rank (invariant_projector rho))%:R) <=
  lossJE (uniform F (gT:=gT)) (linear_view rho) X W.
