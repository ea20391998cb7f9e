(** * Sequences of samples whose second moments converge: both problems, in terms of block-diagonal limits

    Data X n (n samples) with mC (X n) -> Q (C1 (+) D0) Q'; augmentation noise of covariance Q (Th1 (+) N0) Q'.
    Corrupted data have D0 = Gamma2, clean data D0 = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block frobenius moments gram_bound row_projector near.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Convergence of a sequence of matrices, in the Frobenius norm (equivalently: of every entry). *)
Definition converges (F : realFieldType) a b (M : nat -> 'M[F]_(a, b)) (L : 'M[F]_(a, b)) :=
  forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> fnorm2 (M n - L) <= eps.

Section SampleLimit.
Variables (F : rcfType) (k m : nat) (X : forall n, 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)).
Variables (C1 Th1 : 'M[F]_k) (D0 N0 : 'M[F]_m).
Hypotheses (QQ : Q^T *m Q = 1%:M) (conv : converges (fun n => mC (X n)) (Q *m block_mx C1 0 0 D0 *m Q^T)).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sD : D0^T = D0) (pD : psd D0) (sN : N0^T = N0) (pS2 : pd (D0 + N0)).
Notation A1 := (C1 + Th1).
Notation S2 := (D0 + N0).

(** Joint-embedding above the threshold. *)
Theorem je_sample_limit delta : 0 <= delta -> psd (C1 - delta *: A1) -> pd (delta *: S2 - D0) ->
  forall eps, 0 < eps -> exists N1 : nat, forall n, (N1 <= n)%N -> augmented Q Th1 N0 n (fun T p e =>
    forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W ->
    fnorm2 (W^T *m W - Q *m signal_gram m A1 *m Q^T) <= eps).
Proof.
move=> d0 Gd pgap eps eps0.
have [eta eta0 h] := je_near QQ sC pC sT1 pT1 sD pD sN pS2 d0 Gd pgap eps0.
by have [N1 hN] := conv eta0; exists N1 => n /hN; apply: h.
Qed.

(** Joint-embedding below the threshold. *)
Theorem je_sample_leak delta (w2 : 'rV[F]_m) : pencil_least C1 A1 delta -> (w2 *m (delta *: S2 - D0) *m w2^T) 0 0 < 0 ->
  exists2 c, 0 < c & exists N1 : nat, forall n, (N1 <= n)%N -> augmented Q Th1 N0 n (fun T p e =>
    forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W ->
    c <= fnorm2 (row_projector W - row_projector (signal Q))).
Proof.
move=> hd below; have [c c0 [eta eta0 h]] := je_near_leak QQ sC pC sT1 pT1 sD pD sN pS2 hd below.
by have [N1 hN] := conv eta0; exists c => //; exists N1 => n /hN; apply: h.
Qed.

(** Reconstruction above the threshold. *)
Theorem rc_sample_limit eta2 : 0 <= eta2 -> psd (C1 *m C1 - eta2 *: A1) -> pd (eta2 *: S2 - D0 *m D0) ->
  forall eps, 0 < eps -> exists N1 : nat, forall n, (N1 <= n)%N -> augmented Q Th1 N0 n (fun T p e =>
    forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) (X n) E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps).
Proof.
move=> d0 Gd pgap eps eps0.
have [eta eta0 h] := rc_near QQ sC pC sT1 pT1 sD sN pS2 d0 Gd pgap eps0.
by have [N1 hN] := conv eta0; exists N1 => n /hN; apply: h.
Qed.

(** Reconstruction below the threshold. *)
Theorem rc_sample_leak eta2 (w2 : 'rV[F]_m) : pencil_least (C1 *m C1) A1 eta2 ->
  (w2 *m (eta2 *: S2 - D0 *m D0) *m w2^T) 0 0 < 0 ->
  exists2 c, 0 < c & exists N1 : nat, forall n, (N1 <= n)%N -> augmented Q Th1 N0 n (fun T p e =>
    forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) (X n) E D ->
    c <= fnorm2 (row_projector E - row_projector (signal Q))).
Proof.
move=> hd below; have [c c0 [eta eta0 h]] := rc_near_leak QQ sC pC sT1 pT1 sD sN pS2 hd below.
by have [N1 hN] := conv eta0; exists c => //; exists N1 => n /hN; apply: h.
Qed.
End SampleLimit.
