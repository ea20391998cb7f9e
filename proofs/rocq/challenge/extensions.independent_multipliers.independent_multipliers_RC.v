(* The statement of extensions.independent_multipliers.independent_multipliers_RC and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition dg :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> 'M[F]_(n, n) :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => diag_mx (\row_i f i).

Definition fmax :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg max_(i > i0)f i]%O.

Definition fmin :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg min_(i < i0) f i]%O.

Definition keep_one :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'rV[F]_d) -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (b : T -> 'rV[F]_d) =>
  \row_i (\sum_w p w * b w 0 i).

Definition keep_two :
  forall (F : rcfType) (T : finType) (d : nat), (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : rcfType) (T : finType) (d : nat) (p : T -> F) (b : T -> 'rV[F]_d) =>
  \matrix_(i, j) (\sum_w p w * (b w 0 i * b w 0 j)).

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition multiply :
  forall (F : rcfType) (T : finType) (d : nat), (T -> 'rV[F]_d) -> T -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (b : T -> 'rV[F]_d) (w : T) => mulmx^~ (diag_mx (b w)).

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

Definition rc_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)), lossRC p tau X E D <= lossRC p tau X E' D'.

Definition statement : Prop :=
  forall (F : rcfType) (k m n : nat) (i0 : 'I_k) (j0 : 'I_m) (T : finType) 
    (p : T -> F) (b : T -> 'rV[F]_(k + m)) (q s c : 'I_(k + m) -> F) 
    (X : 'M[F]_(n, k + m)),
  \sum_w p w = 1 ->
  keep_one p b = \row_i q i ->
  keep_two p b = \matrix_(i, j) (if i == j then s i else q i * q j) ->
  (forall i : 'I_(k + m), 0 < s i) ->
  (forall i : 'I_(k + m), 0 < c i) ->
  mC X = dg c ->
  (forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)),
   rc_optimal p (multiply b) X E D -> rsubmx E = 0) <->
  fmax j0 (fun j : ordinal_finType m => c (rshift k j) * (q (rshift k j) ^+ 2 / s (rshift k j))) <
  fmin i0 (fun i : ordinal_finType k => c (lshift m i) * (q (lshift m i) ^+ 2 / s (lshift m i))).
