(** * Remark 4.1, corrected: only the averaged covariance of the augmentation matters

    In words. Let tau be any augmentation with E tau(x_i) = x_i on the data and with averaged covariance
    Sigma = Theta + alpha^2 Gamma on the data. Then the three objectives, and the constraint of (SSL-JE), are
    those of the paper's additive augmentation T(alpha): tau(x) = x + theta + alpha gamma.

    Hypotheses beyond the paper's. The paper asks for the covariance alone. That is false (errata): the mean
    must be preserved, and in Propositions 4.2 to 4.4 both hypotheses must hold on the clean and on the
    corrupted data. The theorem is for one data set, so it is applied to each. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd moments additive_moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The noise of T(alpha) has mean zero and covariance Theta + alpha^2 Gamma. *)
Section Aligned.
Variables (F : realFieldType) (d : nat) (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F).
Variables (theta : T1 -> 'rV[F]_d) (gamma : T2 -> 'rV[F]_d) (alpha : F).
Hypotheses (law1 : is_law p1) (law2 : is_law p2) (mean1 : centred p1 theta) (mean2 : centred p2 gamma).

Lemma independent_law : is_law (independent p1 p2).
Proof.
split=> [[a b]|]; first by rewrite /independent mulr_ge0 ?law1.1 ?law2.1.
rewrite -(pair_bigA _ (fun a b => p1 a * p2 b)) /= -[RHS]law1.2; apply: eq_bigr => a _.
by rewrite -mulr_sumr law2.2 mulr1.
Qed.

Lemma aligned_centred : centred (independent p1 p2) (aligned theta gamma alpha).
Proof.
rewrite /centred -(pair_bigA _ (fun a b => (p1 a * p2 b) *: (theta a + alpha *: gamma b))) /=.
rewrite -[RHS]mean1; apply: eq_bigr => a _.
under eq_bigr => b _ do rewrite -scalerA scalerDr.
rewrite -scaler_sumr big_split /= -scaler_suml law2.2 scale1r; congr (_ *: _).
under eq_bigr => b _ do rewrite scalerA mulrC -scalerA.
by rewrite -scaler_sumr mean2 scaler0 addr0.
Qed.

(** Cov(theta + alpha gamma) = Theta + alpha^2 Gamma. *)
Theorem aligned_covariance : noise_cov (independent p1 p2) (aligned theta gamma alpha)
  = noise_cov p1 theta + alpha ^+ 2 *: noise_cov p2 gamma.
Proof.
have scaled : centred p2 (fun b => alpha *: gamma b).
  rewrite /centred; under eq_bigr => b _ do rewrite scalerA mulrC -scalerA.
  by rewrite -scaler_sumr mean2 scaler0.
have cov2 : noise_cov p2 (fun b => alpha *: gamma b) = alpha ^+ 2 *: noise_cov p2 gamma.
  rewrite /noise_cov scaler_sumr; apply: eq_bigr => b _.
  by rewrite trmxZ -scalemxAl -scalemxAr !scalerA; congr (_ *: _); ring.
rewrite /noise_cov -(pair_bigA _ (fun a b => (p1 a * p2 b) *: ((theta a + alpha *: gamma b)^T *m
  (theta a + alpha *: gamma b)))) /=.
transitivity (\sum_a p1 a *: ((theta a)^T *m theta a + noise_cov p2 (fun b => alpha *: gamma b))).
  apply: eq_bigr => a _; under eq_bigr => b _ do rewrite -scalerA.
  by rewrite -scaler_sumr shifted_moment ?law2.2.
under eq_bigr => a _ do rewrite scalerDr.
by rewrite big_split /= -scaler_suml law1.2 scale1r cov2.
Qed.
End Aligned.

Section Remark.
Variables (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)).
Variables (T : finType) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d).
Variables (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F) (theta : T1 -> 'rV[F]_d) (gamma : T2 -> 'rV[F]_d).
Variable alpha : F.
Hypotheses (n0 : (0 < n)%N) (law : is_law p) (law1 : is_law p1) (law2 : is_law p2).
Hypotheses (mean1 : centred p1 theta) (mean2 : centred p2 gamma).
Hypothesis mean_preserving : forall i, mean_view p tau X i = row i X.
Hypothesis same_covariance : mSigma p tau X = noise_cov p1 theta + alpha ^+ 2 *: noise_cov p2 gamma.
Notation q := (independent p1 p2).
Notation talpha := (additive (aligned theta gamma alpha)).

(** The remark: constraint and the three objectives are those of T(alpha). *)
Theorem remark_4_1 : [/\ mS p tau X = mS q talpha X,
    forall k (W : 'M[F]_(k, d)), lossJE p tau X W = lossJE q talpha X W,
    forall k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)), lossRC p tau X E D = lossRC q talpha X E D
  & forall l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)), lossSL p tau X Y V = lossSL q talpha X Y V].
Proof.
have lawq := independent_law law1 law2; have centre := aligned_centred alpha law2 mean1 mean2.
have means : mean_views p tau X = mean_views q talpha X.
  by apply/row_matrixP => i; rewrite !row_mean_views mean_preserving mean_view_additive ?lawq.2.
have eG : mG p tau X = mG q talpha X by rewrite /mG means.
have eS : mS p tau X = mS q talpha X.
  rewrite mS_additive ?lawq.2 // aligned_covariance // -same_covariance /mSigma eG mG_additive ?lawq.2 //.
  by rewrite addrC subrK.
have eSigma : mSigma p tau X = mSigma q talpha X by rewrite /mSigma eG eS.
split=> // [k W|k E D|l Y V].
- by rewrite (lossJE_quad _ _ law.2) (lossJE_quad _ _ lawq.2) eSigma.
- by rewrite (lossRC_quad _ _ law.2) (lossRC_quad _ _ lawq.2) eS /mH means.
by rewrite (lossSL_quad _ _ law.2) (lossSL_quad _ _ lawq.2) eS /mB means.
Qed.
End Remark.
