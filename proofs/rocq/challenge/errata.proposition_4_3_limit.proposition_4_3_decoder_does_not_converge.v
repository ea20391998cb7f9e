(* The statement of errata.proposition_4_3_limit.proposition_4_3_decoder_does_not_converge and all that it rests on. Written by `make record`. *)
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

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition explained :
  forall (F : rcfType) (T : finType) (n d k : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(k, d) -> 'M[F]_(d, k) -> F :=
  fun (F : rcfType) (T : finType) (n d k : nat) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  \tr (mC X) - lossRC p tau X E D.

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

Definition statement : Prop :=
  forall (F : rcfType) (alpha : F),
  0 < alpha ->
  exists (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    [/\ [/\ is_law p, centred p e & noise_cov p e = mx22 1 0 0 (alpha ^+ 2)],
        exists (E : 'rV[F]_(1 + 1)) (D : 'cV[F]_(1 + 1)),
          rc_optimal p (additive e) (row2 1 1) E D,
        forall (E : 'rV[F]_(1 + 1)) (D : 'cV[F]_(1 + 1)),
        rc_optimal p (additive e) (row2 1 1) E D ->
        [/\ explained p (additive e) (row2 1 1) E D =
            2 * (1 + alpha ^+ 2) / (1 + 2 * alpha ^+ 2),
            (D *m E) 1 0 = alpha ^+ 2 / (1 + 2 * alpha ^+ 2)
          & exists2 t : F, t != 0 & E = t *: row2 1 (alpha ^- 2)]
      & forall (E : 'rV[F]_(1 + 1)) (D : 'cV[F]_(1 + 1)),
        rc_optimal p (additive e) (row2 1 0) E D ->
        explained p (additive e) (row2 1 0) E D = 2^-1 /\
        (D *m E) 1 0 = 0].
