(** * From the objectives to the pencils, in an arbitrary orthonormal basis

    Data X Q' and noise of covariance Q N Q' are, up to the rotation Q, data X and noise of covariance N. The optimal
    encoders, times Q, are the solutions of the pencil problems of X and N. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments joint_embedding pencil rc_pencil additive_moments.
From Jerc Require Import norm_bounds continuity row_projector.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Cross moment of two blocks of columns. *)
Definition cross_moment (F : realFieldType) n k m (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) := n%:R^-1 *: (X1^T *m N2).

Section Blocks.
Variables (F : realFieldType) (n k m : nat).
Lemma mC_sym d (X : 'M[F]_(n, d)) : (mC X)^T = mC X.
Proof. by rewrite /mC trmxZ trmx_mul trmxK. Qed.
Lemma mC_psd d (X : 'M[F]_(n, d)) : psd (mC X).
Proof. by apply: psdZ; [rewrite invr_ge0 ler0n|rewrite -{2}[X]trmxK; apply: psd_gram]. Qed.
Lemma mC_rotate d (X : 'M[F]_(n, d)) (Q : 'M[F]_d) : mC (X *m Q^T) = Q *m mC X *m Q^T.
Proof. by rewrite /mC trmx_mul trmxK -scalemxAr -scalemxAl !mulmxA. Qed.
Lemma mC_row (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) :
  mC (row_mx X1 N2) = block_mx (mC X1) (cross_moment X1 N2) (cross_moment X1 N2)^T (mC N2).
Proof.
by rewrite /mC /cross_moment tr_row_mx mul_col_row scale_block_mx trmxZ trmx_mul trmxK.
Qed.
Lemma mC_row0 (X1 : 'M[F]_(n, k)) : mC (row_mx X1 (0 : 'M_(n, m))) = block_mx (mC X1) 0 0 0.
Proof. by rewrite mC_row /cross_moment /mC trmx0 !mulmx0 !scaler0 trmx0. Qed.
End Blocks.

(** The covariance of the augmentation noise, in the basis Q. *)
Definition block_noise (F : ringType) k m (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (alpha : F) :=
  block_mx Th1 0 0 (Th2 + alpha ^+ 2 *: Ga2).

(** The second moment of the views of the corrupted data is positive definite as soon as alpha > 0. *)
Lemma views_pd (F : realFieldType) n k m (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) Th1 (Th2 Ga2 : 'M[F]_m) alpha :
  pd (mC X1 + Th1) -> psd Th1 -> psd Th2 -> pd Ga2 -> 0 < alpha ->
  pd (mC (row_mx X1 N2) + block_noise Th1 Th2 Ga2 alpha).
Proof.
move=> pA pT1 pT2 pG a0; have pN : pd (Th2 + alpha ^+ 2 *: Ga2).
  by rewrite addrC; apply: pd_add_psd => //; apply: pdZ => //; rewrite exprn_gt0.
move=> x; rewrite quadD -[x]hsubmxK row_mx_eq0 negb_and /block_noise quad_block addE.
have h0 := mC_psd (row_mx X1 N2); move: (lsubmx x) (rsubmx x) => x1 x2.
have [-> /=|x20 _] := eqVneq x2 0; last first.
  by rewrite ltr_paddl // ltr_paddl ?pN //; exact: pT1.
rewrite orbF => x10; rewrite mC_row mul_row_block !mul0mx !addr0 tr_row_mx mul_row_col trmx0 mulmx0 addr0.
by rewrite [(0 : 'M_1) 0 0]mxE addr0 -quadD pA.
Qed.

Section Rotate.
Variables (F : rcfType) (d : nat) (Q : 'M[F]_d).
Hypothesis QQ : Q^T *m Q = 1%:M.
Let QQC : Q *m Q^T = 1%:M. Proof. exact: mulmx1C. Qed.

Lemma fnorm2_rotate (M : 'M[F]_d) : fnorm2 (Q *m M *m Q^T) = fnorm2 M.
Proof.
rewrite /fnorm2 !trmx_mul trmxK !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 mxtrace_mulC !mulmxA QQ mul1mx.
by [].
Qed.

Lemma fnorm2_rotate_rows l (M : 'M[F]_(l, d)) : fnorm2 (M *m Q) = fnorm2 M.
Proof. by rewrite /fnorm2 trmx_mul mulmxA -(mulmxA M) QQC mulmx1. Qed.

Lemma gram_rotate k (W : 'M[F]_(k, d)) : W^T *m W = Q *m ((W *m Q)^T *m (W *m Q)) *m Q^T.
Proof. by rewrite trmx_mul !mulmxA QQC mul1mx -mulmxA QQC mulmx1. Qed.

Lemma row_projector_rotate k (E : 'M[F]_(k, d)) : row_projector E = Q *m row_projector (E *m Q) *m Q^T.
Proof.
have := row_projectorP (E *m Q); move: (row_projector (E *m Q)) => P [s i e].
apply: (projects_uniq (row_projectorP E) _ (eqmx_refl E)); split.
- by rewrite !trmx_mul trmxK s mulmxA.
- by rewrite !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA Q P P) i.
have uQ : Q \in unitmx by case/mulmx1_unit: QQC.
have fQ : row_full Q by rewrite row_full_unit.
have fQt : row_free Q^T by rewrite row_free_unit unitmx_tr.
apply: eqmx_trans (_ : (P *m Q^T :=: E)%MS); last first.
  have {1}<- : E *m Q *m Q^T = E by rewrite -mulmxA QQC mulmx1.
  exact: eqmxMr.
by rewrite -mulmxA; apply: eqmxMfull.
Qed.

Lemma pencil_rotate k (S G : 'M[F]_d) (W : 'M[F]_(k, d)) :
  pencil_max (Q *m S *m Q^T) (Q *m G *m Q^T) W -> pencil_max S G (W *m Q).
Proof.
have e M : Q^T *m (Q *m M *m Q^T) *m Q^T^T = M by rewrite trmxK !mulmxA QQ mul1mx -mulmxA QQ mulmx1.
move=> h; have := @pencil_max_congr _ _ _ _ (Q *m S *m Q^T) (Q *m G *m Q^T) Q^T (W *m Q); rewrite !e; apply.
by rewrite -(mulmxA W) QQC mulmx1.
Qed.

Lemma rc_rotate k (S H C : 'M[F]_d) (E : 'M[F]_(k, d)) D :
  rc_min (Q *m S *m Q^T) (Q *m H *m Q^T) (Q *m C *m Q^T) E D -> rc_min S H C (E *m Q) (Q^T *m D).
Proof.
have v (E' : 'M[F]_(k, d)) D' : rc_value (Q *m S *m Q^T) (Q *m H *m Q^T) (Q *m C *m Q^T) (E' *m Q^T) (Q *m D') = rc_value S H C E' D'.
  rewrite /rc_value; congr (_ - _ *+ 2 + _).
  - by rewrite mxtrace_mulC mulmxA QQ mul1mx.
  - rewrite !trmx_mul trmxK !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 mxtrace_mulC !mulmxA QQ mul1mx.
    by [].
  rewrite !trmx_mul trmxK !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA _ Q^T Q) QQ mulmx1.
  by rewrite mxtrace_mulC !mulmxA QQ mul1mx.
move=> h E' D'; rewrite -!v; apply: le_trans (h _ _).
by rewrite -(mulmxA E) QQC mulmx1 (mulmxA Q Q^T D) QQC mul1mx.
Qed.
End Rotate.

Section Additive.
Variables (F : rcfType) (T : finType) (n d k : nat) (p : T -> F) (e : T -> 'rV[F]_d) (X : 'M[F]_(n, d)) (Q N : 'M[F]_d).
Hypotheses (lp : is_law p) (ce : centred p e) (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypothesis cov : noise_cov p e = Q *m N *m Q^T.
Notation tau := (additive e).
Let p1 := lp.2.

Lemma views_rotate : mS p tau (X *m Q^T) = Q *m (mC X + N) *m Q^T.
Proof. by rewrite mS_additive // mC_rotate cov mulmxDr mulmxDl. Qed.
Lemma mean_rotate : mG p tau (X *m Q^T) = Q *m mC X *m Q^T.
Proof. by rewrite mG_additive // mC_rotate. Qed.
Lemma cross_rotate : mH p tau (X *m Q^T) = Q *m mC X *m Q^T.
Proof. by rewrite mH_additive // mC_rotate. Qed.

Lemma je_optimal_pencil (W : 'M[F]_(k, d)) : je_optimal p tau (X *m Q^T) W -> pencil_max (mC X + N) (mC X) (W *m Q).
Proof.
move=> [f h]; apply: (pencil_rotate QQ); rewrite -views_rotate -mean_rotate; split=> // W' f'.
by have := h W' f'; rewrite !lossJE_feasible // ler_pmuln2r // ler_add2l ler_opp2.
Qed.

Lemma rc_optimal_pencil (E : 'M[F]_(k, d)) D : rc_optimal p tau (X *m Q^T) E D ->
  rc_min (mC X + N) (mC X) (mC X) (E *m Q) (Q^T *m D).
Proof.
move=> h; apply: (rc_rotate QQ); rewrite -views_rotate -cross_rotate => E' D'.
by have := h E' D'; rewrite /rc_value !lossRC_quad // mC_rotate cross_rotate.
Qed.
End Additive.
