(* The statement of errata.closed_forms.theorem_3_1_not_exhaustive_refuted_tie and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition identity_view :
  forall (F : rcfType) (d : nat), unit -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (d : nat) => fun=> id.

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

Definition lossRC :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> F :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  average (fun i : 'I_n => expect p (fun w : T => sq (row i X - view tau X i w *m E^T *m D^T))).

Definition no_law :
  forall F : rcfType, unit -> F :=
  fun F : rcfType => fun=> 1.

Definition rc_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)), lossRC p tau X E D <= lossRC p tau X E' D'.

Definition row2 :
  forall R : comRingType, R -> R -> 'rV[R]_(1 + 1) :=
  fun (R : comRingType) (x y : R) => row_mx x%:M y%:M.

Definition three_directions :
  forall F : rcfType, 'rV[F]_(1 + 1) -> Prop :=
  fun (F : rcfType) (v : 'rV[F]_(1 + 1)) =>
  [\/ v = row2 1 0, v = row2 0 1
    | v = row2 (3 / 5) (4 / 5)].

Definition statement : Prop :=
  forall (F : rcfType) (B : 'rV[F]_(1 + 1)),
  let X := 1%:M : 'M[F]_(1 + 1, 1 + 1) in
  (forall v : 'rV[F]_(1 + 1),
   three_directions v ->
   rc_optimal (no_law F) (identity_view (d:=1 + 1)) X v v^T /\
   lossRC (no_law F) (identity_view (d:=1 + 1)) X v v^T = 2^-1) /\
  ~
  (forall v : 'rV[F]_(1 + 1),
   three_directions v -> exists T : 'cV[F]_1, v = T *m B).
