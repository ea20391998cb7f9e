(* The statement of extensions.patch_masking.patch_eigenvectors and all that it rests on. Written by `make record`. *)
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

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

Definition multiply :
  forall (F : rcfType) (T : finType) (d : nat), (T -> 'rV[F]_d) -> T -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (b : T -> 'rV[F]_d) (w : T) => mulmx^~ (diag_mx (b w)).

Definition patch_diagonal :
  forall (F : rcfType) (d : nat) (P : finType), ('I_d -> P) -> 'M[F]_(d, d) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (d : nat) (P : finType) (patch : 'I_d -> P) (C : 'M[F]_(d, d)) =>
  \matrix_(i, j) (if patch i == patch j then C i j else 0).

Definition keep_one :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'rV[F]_d) -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (b : T -> 'rV[F]_d) =>
  \row_i (\sum_w p w * b w 0 i).

Definition keep_two :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (b : T -> 'rV[F]_d) =>
  \matrix_(i, j) (\sum_w p w * (b w 0 i * b w 0 j)).

Definition patch_law :
  forall (F : rcfType) (d : nat) (P : finType),
  ('I_d -> P) -> forall T : finType, (T -> F) -> (T -> 'rV[F]_d) -> F -> F -> Prop :=
  fun (F : rcfType) (d : nat) (P : finType) (patch : 'I_d -> P) (T : finType) 
    (p : T -> F) (b : T -> 'rV[F]_d) (u v : F) =>
  [/\ \sum_w p w = 1, keep_one p b = const_mx u
    & keep_two p b = \matrix_(i, j) (if patch i == patch j then u else v)].

Definition statement : Prop :=
  forall (F : rcfType) (d n : nat) (X : 'M[F]_(n, d)) (P : finType) 
    (patch : 'I_d -> P) (T : finType) (p : T -> F) (b : T -> 'rV[F]_d) 
    (keep rho mu : F) (x : 'rV[F]_d),
  patch_law patch p b keep (keep * rho) ->
  0 < keep ->
  0 <= rho ->
  rho < 1 ->
  0 <= mu ->
  x *m mC X = mu *: (x *m patch_diagonal patch (mC X)) <->
  x *m mG p (multiply b) X =
  (keep * mu / (rho * mu + (1 - rho))) *: (x *m mS p (multiply b) X).
