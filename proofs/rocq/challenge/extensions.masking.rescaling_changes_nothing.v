(* The statement of extensions.masking.rescaling_changes_nothing and all that it rests on. Written by `make record`. *)
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

Definition rescaled :
  forall (F : rcfType) (T : finType) (d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(d, d) -> T -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (T : finType) (d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (R : 'M[F]_(d, d)) (w : T) (x : 'rV[F]_d) => tau w x *m R.

Definition statement : Prop :=
  forall (F : rcfType) (T : finType) (n d k : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (R : 'M[F]_(d, d)),
  R \in unitmx ->
  forall (W : 'M[F]_(k, d)) (D : 'M[F]_(d, k)),
  [/\ lossJE p (rescaled tau R) X (W *m (invmx R)^T) = lossJE p tau X W,
      lossRC p (rescaled tau R) X (W *m (invmx R)^T) D = lossRC p tau X W D,
      feasible (mS p (rescaled tau R) X) (W *m (invmx R)^T) <-> feasible (mS p tau X) W,
      je_optimal p (rescaled tau R) X (W *m (invmx R)^T) <-> je_optimal p tau X W
    & rc_optimal p (rescaled tau R) X (W *m (invmx R)^T) D <-> rc_optimal p tau X W D].
