(** * Propositions 4.3 and 4.4 without commuting matrices (beyond the paper)

    In words. Let C = C1 (+) Gamma2 on the corrupted data and Theta + alpha^2 Gamma = Theta1 (+) (Theta2 + a2
    Gamma2) for the augmentation, in some orthonormal basis Q, with a2 = alpha^2; inside the blocks nothing
    needs to commute. Then the row space of every solution is the signal space if and only if
    - joint-embedding: a2 > (1 - delta)/delta - lam, with delta the least eigenvalue of (C1, C1 + Theta1) and
      lam the least eigenvalue of (Theta2, Gamma2);
    - reconstruction: a2 > mu - 1, with eta2 the least eigenvalue of (C1^2, C1 + Theta1) and mu the greatest
      eigenvalue of (Gamma2^2/eta2 - Theta2, Gamma2). These eigenvalues exist ([blocks_eigenvalues]).

    Hypotheses. Only the absence of a block between signal and noise; the paper's simultaneously
    diagonal Gamma and Theta are not needed inside the blocks; across them the assumption is kept (the errata
    show for Proposition 4.2 that it cannot be dropped there). Moments at their population values; finite law. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd block pencil_extreme noise_blocks diagonal signal_model block_model.
From Jerc Require Import corrupted_model.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section NonCommuting.
Variables (F : rcfType) (T : finType) (n k m : nat) (p : T -> F) (e : T -> 'rV[F]_(k.+1 + m.+1)).
Variables (X : 'M[F]_(n, k.+1 + m.+1)) (Q : 'M[F]_(k.+1 + m.+1)).
Variables (C1 Theta1 : 'M[F]_k.+1) (Gamma2 Theta2 : 'M[F]_m.+1) (a2 : F).
Hypotheses (law : is_law p) (mean : centred p e) (samples : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Theta1^T = Theta1) (pT1 : psd Theta1).
Hypotheses (sG : Gamma2^T = Gamma2) (pG : pd Gamma2) (sT2 : Theta2^T = Theta2) (pT2 : psd Theta2).
Hypothesis a0 : 0 <= a2.
Hypothesis data : mC X = Q *m block_mx C1 0 0 Gamma2 *m Q^T.
Hypothesis views : noise_cov p e = Q *m block_mx Theta1 0 0 (Theta2 + a2 *: Gamma2) *m Q^T.
Notation tau := (additive e).

(** The extreme eigenvalues named below exist. *)
Theorem blocks_eigenvalues : (exists delta, pencil_least C1 (C1 + Theta1) delta)
  /\ (exists lam, pencil_least Theta2 Gamma2 lam) /\ (exists eta2, pencil_least (C1 *m C1) (C1 + Theta1) eta2)
  /\ forall eta2, exists mu, pencil_greatest (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) Gamma2 mu.
Proof.
have sA := signal_views_sym sC sT1; have pA := signal_views_pd pC pT1.
do 2!(split; first exact: pencil_min); split; first exact: pencil_min sA pA (sq_sym sC).
move=> eta2.
have sM : (- (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2))^T
  = - (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2).
  by rewrite opprB trmxB trmxZ sT2 (sq_sym sG).
have [lam [h [w w0 hw]]] := pencil_min sG pG sM.
have E : - (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) - lam *: Gamma2
    = (- lam) *: Gamma2 - (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) by rewrite scaleNr addrC.
by rewrite E in h hw; exists (- lam); split=> //; exists w.
Qed.

(** Joint-embedding recovers the signal space if and only if a2 > (1 - delta)/delta - lam. *)
Theorem joint_embedding_blocks delta lam :
  pencil_least C1 (C1 + Theta1) delta -> pencil_least Theta2 Gamma2 lam ->
  (forall W : 'M[F]_(k.+1, k.+1 + m.+1), je_optimal p tau X W -> (W :=: signal Q)%MS)
  <-> (1 - delta) / delta - lam < a2.
Proof.
move=> hd hl; split=> [rows|above W opt]; last first.
  apply: (signal_frame_rows QQ).
  exact/(je_corrupted_above law.2 mean QQ sC pC sT1 pT1 sG pG sT2 pT2 a0 views samples data hd hl W above).
rewrite ltNge; apply/negP => below.
have [W /rows h] :=
  je_corrupted_leak law.2 mean QQ sC pC sT1 pT1 sG pG sT2 pT2 a0 views samples data hd hl below.
by rewrite (signal_rows QQ h) eqxx.
Qed.

(** Reconstruction recovers the signal space if and only if a2 > mu - 1. *)
Theorem reconstruction_blocks eta2 mu :
  pencil_least (C1 *m C1) (C1 + Theta1) eta2 ->
  pencil_greatest (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) Gamma2 mu ->
  (forall (E : 'M[F]_(k.+1, k.+1 + m.+1)) D, rc_optimal p tau X E D -> (E :=: signal Q)%MS) <-> mu - 1 < a2.
Proof.
move=> he hm; split=> [rows|above E D opt]; last first.
  apply: (signal_code_rows (pd_unit pC) QQ (D := D)).
  exact/(rc_corrupted_above law.2 mean QQ sC pC sT1 pT1 sG pG sT2 pT2 a0 views samples data he hm E D above).
rewrite ltNge; apply/negP => below.
have [E [D [/rows h]]] :=
  rc_corrupted_leak law.2 mean QQ sC pC sT1 pT1 sG pG sT2 pT2 a0 views samples data he hm below.
by rewrite (signal_rows QQ h) eqxx.
Qed.
End NonCommuting.
