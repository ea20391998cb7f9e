(* The statement of limits.at_threshold.at_threshold_undecided and all that it rests on. Written by `make record`. *)
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

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition additive_model :
  forall (F : rcfType) (n d : nat),
  'M[F]_(d, d) ->
  'M[F]_(d, d) -> 'M[F]_(n, d) -> forall T : finType, (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : rcfType) (n d : nat) (C Sigma : 'M[F]_(d, d)) (X : 'M[F]_(n, d)) 
    (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  [/\ (0 < n)%N, mC X = C & noise_cov p e = Sigma] /\ is_law p /\ centred p e.

Definition fmin :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg min_(i < i0) f i]%O.

Definition delta :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i / (c i + thI i)).

Definition fmax :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg max_(i > i0)f i]%O.

Definition alpha2_JE :
  forall (F : realFieldType) (I J : finType),
  I -> J -> (I -> F) -> (I -> F) -> (J -> F) -> (J -> F) -> F :=
  fun (F : realFieldType) (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F) =>
  fmax j0 (fun j : J => (1 - delta i0 c thI) / delta i0 c thI - thJ j / g j).

Definition eta2 :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i ^+ 2 / (c i + thI i)).

Definition alpha2_RC :
  forall (F : realFieldType) (I J : finType),
  I -> J -> (I -> F) -> (I -> F) -> (J -> F) -> (J -> F) -> F :=
  fun (F : realFieldType) (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F) =>
  fmax j0 (fun j : J => g j / eta2 i0 c thI - thJ j / g j - 1).

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

Definition mx22 :
  forall R : comRingType, R -> R -> R -> R -> 'M[R]_(1 + 1, 1 + 1) :=
  fun (R : comRingType) (a b c d : R) => block_mx a%:M b%:M c%:M d%:M.

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
  forall (F : rcfType) (m : nat),
  let n := m.+2%:R : F in
  [/\ alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) (fun=> 1 : F) (fun=> 1 : F) (fun=> 1 : F) (fun=> 0 : F) =
      1,
      alpha2_RC (ord0 : 'I_1) (ord0 : 'I_1) (fun=> 1 : F) (fun=> 1 : F) (fun=> 1 : F) (fun=> 0 : F) =
      1
    & forall upwards : bool,
      exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
        [/\ additive_model
              (mx22 1 0 0 (1 + (if upwards then n^-1 else - n^-1)))
              (mx22 1 0 0 1) X p e,
            exists W : 'rV[F]_(1 + 1), je_optimal p (additive e) X W,
            exists (E : 'rV[F]_(1 + 1)) (D : 'cV[F]_(1 + 1)), rc_optimal p (additive e) X E D,
            forall W : 'rV[F]_(1 + 1),
            je_optimal p (additive e) X W -> if upwards then lsubmx W = 0 else rsubmx W = 0
          & forall (E : 'rV[F]_(1 + 1)) (D : 'cV[F]_(1 + 1)),
            rc_optimal p (additive e) X E D -> if upwards then lsubmx E = 0 else rsubmx E = 0]].
