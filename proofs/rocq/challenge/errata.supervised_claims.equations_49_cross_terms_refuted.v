(* The statement of errata.supervised_claims.equations_49_cross_terms_refuted and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition additive :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> 'rV[F]_d) -> T -> 'rV[F]_d -> matrix_zmodType F 1 d :=
  fun (F : realFieldType) (d : nat) (T : finType) (e : T -> 'rV[F]_d) (w : T) => +%R^~ (e w).

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition mx22 :
  forall R : comRingType, R -> R -> R -> R -> 'M[R]_(1 + 1, 1 + 1) :=
  fun (R : comRingType) (a b c d : R) => block_mx a%:M b%:M c%:M d%:M.

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition printed_49 :
  forall (F : rcfType) (n k m l : nat),
  'M[F]_(n, k) ->
  'M[F]_(n, m) -> 'M[F]_(n, l) -> 'M[F]_(k, k) -> 'M[F]_(m, m) -> 'M[F]_(l, k + m) :=
  fun (F : rcfType) (n k m l : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m))
    (Y : 'M[F]_(n, l)) (Th1 : 'M[F]_(k, k)) (Nz : 'M[F]_(m, m)) =>
  row_mx (n%:R^-1 *: (Y^T *m X1) *m invmx (n%:R^-1 *: (X1^T *m X1) + Th1))
    (n%:R^-1 *: (Y^T *m N2) *m invmx (n%:R^-1 *: (N2^T *m N2) + Nz)).

Definition row2 :
  forall R : comRingType, R -> R -> 'rV[R]_(1 + 1) :=
  fun (R : comRingType) (x y : R) => row_mx x%:M y%:M.

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

Definition lossSL :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall l : nat, 'M[F]_(n, l) -> 'M[F]_(l, d) -> F :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (l : nat) 
    (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) =>
  average (fun i : 'I_n => expect p (fun w : T => sq (row i Y - view tau X i w *m V^T))).

Definition sl_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall l : nat, 'M[F]_(n, l) -> 'M[F]_(l, d) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (l : nat) 
    (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) =>
  forall V' : 'M[F]_(l, d), lossSL p tau X Y V <= lossSL p tau X Y V'.

Definition sl_solution :
  forall (F : realFieldType) (T : finType) (n d l : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(n, l) -> 'M[F]_(l, d) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d l : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l))
    (V : 'M[F]_(l, d)) => forall V' : 'M[F]_(l, d), sl_optimal p tau X Y V' <-> V' = V.

Definition statement : Prop :=
  forall F : rcfType,
  exists (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    [/\ [/\ is_law (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) p,
            centred (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) p e
          & noise_cov (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) p e =
            mx22 (R:=F) 1 0 0 1],
        sl_solution (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) p
          (additive (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) e)
          (row2 (R:=F) 1 1) (1%:M : 'cV[F]_1)
          (row2 (R:=F) 3^-1 3^-1),
        sl_solution (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) p
          (additive (F:=F) (T:=prod_finType (ordinal_finType 2) bool_finType) e)
          (row2 (R:=F) 1 0) (1%:M : 'cV[F]_1) (row2 (R:=F) 2^-1 0)
      & printed_49 (F:=F) 1%:M 1%:M 1%:M 1%:M 1%:M =
        row2 (R:=F) 2^-1 2^-1].
