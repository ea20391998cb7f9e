(* The statement of extensions.thinning.thinning_moments and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> T -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (i : 'I_n) => tau^~ (row i X).

Definition mean_view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (i : 'I_n) =>
  \sum_w p w *: view tau X i w.

Definition mean_views :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(n, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) => \matrix_i 
  mean_view p tau X i.

Definition mG :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: ((mean_views p tau X)^T *m mean_views p tau X).

Definition mH :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (X^T *m mean_views p tau X).

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

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
  forall (F : rcfType) (n d : nat) (X : 'M[F]_(n, d.+1)) (T : finType) 
    (p : T -> F) (tau : T -> 'rV[F]_d.+1 -> 'rV[F]_d.+1) (rate : F),
  thinning X p tau rate ->
  [/\ mS p tau X = rate ^+ 2 *: mC X + (rate * (1 - rate)) *: diag_mx (mean_row X),
      mG p tau X = rate ^+ 2 *: mC X
    & mH p tau X = rate *: mC X].
