(* The statement of errata.remark_4_1_mean.remark_4_1_refuted and all that it rests on. Written by `make record`. *)
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

Definition independent :
  forall (F : realFieldType) (T1 T2 : finType), (T1 -> F) -> (T2 -> F) -> T1 * T2 -> F :=
  fun (F : realFieldType) (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F) (w : T1 * T2) =>
  p1 w.1 * p2 w.2.

Definition no_law :
  forall F : rcfType, unit -> F :=
  fun F : rcfType => fun=> 1.

Definition joint_law :
  forall (F : rcfType) (T : finType), (T -> F) -> prod_finType unit_finType unit_finType * T -> F :=
  fun (F : rcfType) (T : finType) =>
  [eta independent (independent (no_law F) (no_law F))].

Definition identity_view :
  forall (F : rcfType) (d : nat), unit -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (d : nat) => fun=> id.

Definition then_additive :
  forall (F : rcfType) (d : nat) (T1 : finType),
  (T1 -> 'rV[F]_d -> 'rV[F]_d) ->
  forall T2 : finType, (T2 -> 'rV[F]_d) -> T1 * T2 -> 'rV[F]_d -> matrix_zmodType F 1 d :=
  fun (F : rcfType) (d : nat) (T1 : finType) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) 
    (T2 : finType) (e : T2 -> 'rV[F]_d) (w : T1 * T2) (x : 'rV[F]_d) => 
  tau1 w.1 x + e w.2.

Definition then_linear :
  forall (F : rcfType) (d : nat) (T1 : finType),
  (T1 -> 'rV[F]_d -> 'rV[F]_d) ->
  forall T2 : finType, (T2 -> 'M[F]_(d, d)) -> T1 * T2 -> 'rV[F]_d -> 'rV[F]_d :=
  fun (F : rcfType) (d : nat) (T1 : finType) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) 
    (T2 : finType) (A : T2 -> 'M[F]_(d, d)) (w : T1 * T2) (x : 'rV[F]_d) => 
  tau1 w.1 x *m A w.2.

Definition linear_then_noise :
  forall F : rcfType,
  'M[F]_(1 + 1, 1 + 1) ->
  forall T : finType,
  (T -> 'rV[F]_(1 + 1)) ->
  prod_finType unit_finType unit_finType * T -> 'rV[F]_(1 + 1) -> matrix_zmodType F 1 (1 + 1) :=
  fun (F : rcfType) (M : 'M[F]_(1 + 1, 1 + 1)) (T : finType) =>
  [eta then_additive
         (then_linear (identity_view (d:=1 + 1)) (fun=> M)) (T2:=T)].

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

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

Definition mSigma :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) => mS p tau X - mG p tau X.

Definition mx22 :
  forall R : comRingType, R -> R -> R -> R -> 'M[R]_(1 + 1, 1 + 1) :=
  fun (R : comRingType) (a b c d : R) => block_mx a%:M b%:M c%:M d%:M.

Definition shrink_first :
  forall F : rcfType, 'M[F]_(1 + 1, 1 + 1) :=
  fun F : rcfType => mx22 2^-1 0 0 1.

Definition statement : Prop :=
  forall F : rcfType,
  exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    let keep := linear_then_noise 1%:M e in
    let shrink := linear_then_noise (shrink_first F) e in
    [/\ mC X = 1%:M,
        mSigma (joint_law p) keep X = mx22 1 0 0 2 /\
        mSigma (joint_law p) shrink X = mx22 1 0 0 2,
        forall W : 'rV[F]_(1 + 1),
        je_optimal (joint_law p) keep X W -> rsubmx W = 0,
        forall W : 'rV[F]_(1 + 1),
        je_optimal (joint_law p) shrink X W -> lsubmx W = 0
      & exists W : 'rV[F]_(1 + 1), je_optimal (joint_law p) shrink X W].
