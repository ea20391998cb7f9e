(* The statement of statements.theorem_3_2.theorem_3_2_all_solutions and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition sorted_row :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

Definition eigen_basis :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (A Q : 'M[F]_(n, n)) (w : 'rV[F]_n) =>
  [/\ Q^T *m Q = 1%:M, A = Q *m diag_mx w *m Q^T & sorted_row w].

Definition gap_at :
  forall F : realFieldType, nat -> forall n : nat, 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (k n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i < k <= j)%N -> v 0 j < v 0 i.

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition inverse_root :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (S R : 'M[F]_(n, n)) =>
  [/\ R^T = R, pd R & R *m S *m R = 1%:M].

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition leading :
  forall (F : realFieldType) (k n : nat), 'M[F]_(n, n) -> 'M[F]_(k, n) :=
  fun (F : realFieldType) (k n : nat) (Q : 'M[F]_(n, n)) => pid_mx k *m Q^T.

Definition je_encoder :
  forall (F : rcfType) (d : nat),
  'M[F]_(d, d) -> 'M[F]_(d, d) -> forall k : nat, 'M[F]_(k, k) -> 'M[F]_(k, d) :=
  fun (F : rcfType) (d : nat) (R0 Q : 'M[F]_(d, d)) (k : nat) (U : 'M[F]_(k, k)) =>
  U *m leading k Q *m R0.

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

Definition statement : Prop :=
  forall (F : rcfType) (T : finType) (n d : nat) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)),
  is_law p ->
  forall (R0 Q : 'M[F]_(d, d)) (omega : 'rV[F]_d),
  inverse_root (mS p tau X) R0 ->
  eigen_basis (R0 *m mG p tau X *m R0) Q omega ->
  forall (k : nat) (W : 'M[F]_(k, d)),
  (k <= d)%N ->
  gap_at k omega ->
  je_optimal p tau X W <->
  (exists2 U : 'M[F]_(k, k), U *m U^T = 1%:M & W = je_encoder R0 Q U).
