(* The statement of limits.proposition_4_2_alpha.proposition_4_2_alpha_rate and all that it rests on. Written by `make record`. *)
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

Definition block_noise :
  forall (F : ringType) (k m : nat),
  'M[F]_(k, k) -> 'M[F]_(m, m) -> 'M[F]_(m, m) -> F -> 'M[F]_(k + m, k + m) :=
  fun (F : ringType) (k m : nat) (Th1 : 'M[F]_(k, k)) (Th2 Ga2 : 'M[F]_(m, m)) (alpha : F) =>
  block_mx Th1 0 0 (Th2 + alpha ^+ 2 *: Ga2).

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition cross_moment :
  forall (F : realFieldType) (n k m : nat),
  'M[F]_(n, k) -> 'M[F]_(n, m) -> matrix_lmodType F k m :=
  fun (F : realFieldType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) =>
  n%:R^-1 *: (X1^T *m N2).

Definition fnorm2 :
  forall (F : realFieldType) (m n : nat), 'M[F]_(m, n) -> F :=
  fun (F : realFieldType) (m n : nat) (X : 'M[F]_(m, n)) => \tr (X *m X^T).

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition psd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, 0 <= (x *m M *m x^T) 0 0.

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

Definition statement : Prop :=
  forall (F : rcfType) (n k m l : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m))
    (Y : 'M[F]_(n, l)) (Q : 'M[F]_(k + m, k + m)) (Th1 : 'M[F]_(k, k))
    (Th2 Ga2 : 'M[F]_(m, m)),
  (0 < n)%N ->
  Q^T *m Q = 1%:M ->
  pd (mC X1 + Th1) ->
  psd Th1 ->
  psd Th2 ->
  pd Ga2 ->
  forall (mu alpha : F) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m))
    (V Vc : 'M[F]_(l, k + m)),
  0 < mu ->
  psd (Ga2 - mu%:M) ->
  0 < alpha ->
  is_law p ->
  centred p e ->
  noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  sl_optimal p (additive e) (row_mx X1 N2 *m Q^T) Y V ->
  sl_optimal p (additive e) (row_mx X1 (0 : 'M[F]_(n, m)) *m Q^T) Y Vc ->
  (alpha ^+ 2 * mu) ^+ 2 * fnorm2 (V - Vc) <=
  (1 + fnorm2 ((cross_moment X1 N2)^T *m invmx (mC X1 + Th1))) *
  fnorm2
    (cross_moment Y N2 -
     cross_moment Y X1 *m invmx (mC X1 + Th1) *m cross_moment X1 N2).
