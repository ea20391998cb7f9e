(* The statement of extensions.thinning.thinning_rate_independence and all that it rests on. Written by `make record`. *)
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

Definition je_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (W : 'M[F]_(k, d)) =>
  feasible (mS p tau X) W /\
  (forall W' : 'M[F]_(k, d), feasible (mS p tau X) W' -> lossJE p tau X W <= lossJE p tau X W').

Definition mean_row :
  forall (F : rcfType) (n d : nat), 'M[F]_(n, d.+1) -> 'rV[F]_d.+1 :=
  fun (F : rcfType) (n d : nat) (X : 'M[F]_(n, d.+1)) => n%:R^-1 *: (\sum_i row i X).

Definition thinning :
  forall (F : rcfType) (n d : nat),
  'M[F]_(n, d.+1) ->
  forall T : finType, (T -> F) -> (T -> 'rV[F]_d.+1 -> 'rV[F]_d.+1) -> F -> Prop :=
  fun (F : rcfType) (n d : nat) (X : 'M[F]_(n, d.+1)) (T : finType) 
    (p : T -> F) (tau : T -> 'rV[F]_d.+1 -> 'rV[F]_d.+1) (rate : F) =>
  \sum_w p w = 1 /\
  (forall i : 'I_n,
   \sum_w p w *: view tau X i w = rate *: row i X /\
   \sum_w p w *: ((view tau X i w)^T *m view tau X i w) =
   rate ^+ 2 *: ((row i X)^T *m row i X) + (rate * (1 - rate)) *: diag_mx (row i X)).

Definition statement : Prop :=
  forall (F : rcfType) (n d : nat) (X : 'M[F]_(n, d.+1)) (k : nat) (T T' : finType) 
    (p : T -> F) (p' : T' -> F) (tau : T -> 'rV[F]_d.+1 -> 'rV[F]_d.+1)
    (tau' : T' -> 'rV[F]_d.+1 -> 'rV[F]_d.+1) (rate rate' : F),
  thinning X p tau rate ->
  thinning X p' tau' rate' ->
  0 < rate ->
  rate < 1 ->
  0 < rate' ->
  rate' < 1 ->
  (forall j : 'I_d.+1, 0 < mean_row X 0 j) ->
  forall W : 'M[F]_(k, d.+1),
  je_optimal p tau X W -> exists2 W' : 'M[F]_(k, d.+1), je_optimal p' tau' X W' & (W :=: W')%MS.
