(** * Recovery with non-commuting blocks, and its thresholds as numbers

    Signal block C1, Theta1; noise block Gamma2, Theta2. Only the absence of a block between signal and noise
    is used: inside the blocks nothing has to commute. The pencils are S = (C1 + Theta1) (+) ((1 + a2) Gamma2
    + Theta2) and C1 (+) Gamma2 for joint-embedding, C1^2 (+) Gamma2^2 for reconstruction, with a2 = alpha^2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block spectral pencil recovery rc_pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The matrix whose definiteness decides, written with the threshold t: positive multiple of (a2 - t) K + R,
    where R is positive semidefinite and singular in the direction w. *)
Section Sign.
Variables (F : realFieldType) (m : nat) (K R : 'M[F]_m) (s t a2 : F).
Hypotheses (pK : pd K) (pR : psd R) (s0 : 0 < s).
Notation D := ((s * (a2 - t)) *: K + s *: R).
Lemma above_pd : t < a2 -> pd D.
Proof.
by move=> h; apply: pd_add_psd; [apply: pdZ => //; rewrite mulr_gt0 // subr_gt0|apply: psdZ => //; apply: ltW].
Qed.
Lemma above_psd : t <= a2 -> psd D.
Proof.
move=> h; apply: psdD; last by apply: psdZ => //; apply: ltW.
by apply: psdZ; [rewrite mulr_ge0 ?subr_ge0 // ltW|apply: pd_psd].
Qed.
Variable w : 'rV[F]_m.
Hypotheses (w0 : w != 0) (wR : w *m R = 0).
Lemma null_quad : (w *m D *m w^T) 0 0 = s * (a2 - t) * (w *m K *m w^T) 0 0.
Proof. by rewrite quadD !quadZ wR mul0mx [X in _ + _ * X]mxE mulr0 addr0. Qed.
Lemma below_le0 : a2 <= t -> (w *m D *m w^T) 0 0 <= 0.
Proof.
move=> h; rewrite null_quad; apply: mulr_le0_ge0; last exact: ltW (pK w0).
by apply: mulr_ge0_le0; [exact: ltW|rewrite subr_le0].
Qed.
Lemma below_lt0 : a2 < t -> (w *m D *m w^T) 0 0 < 0.
Proof. by move=> h; rewrite null_quad pmulr_llt0 ?pK // pmulr_rlt0 // subr_lt0. Qed.
Lemma pd_iff : pd D <-> t < a2.
Proof.
split; last exact: above_pd.
by move=> h; rewrite ltNge; apply/negP => /below_le0; rewrite leNgt h.
Qed.
End Sign.

Lemma je_combo (F : realFieldType) m (G T : 'M[F]_m) (delta lam a2 : F) : delta != 0 ->
  delta *: ((1 + a2) *: G + T) - G
  = (delta * (a2 - ((1 - delta) / delta - lam))) *: G + delta *: (T - lam *: G).
Proof.
move=> d0; have R3 (x y : F) : delta * ((1 + a2) * x + y) - x
  = delta * (a2 - ((1 - delta) / delta - lam)) * x + delta * (y - lam * x) by field.
by apply/matrixP => i j; rewrite !mxE; apply: R3.
Qed.
Lemma rc_combo (F : realFieldType) m (G T K : 'M[F]_m) (eta2 mu a2 : F) : eta2 != 0 ->
  eta2 *: ((1 + a2) *: G + T) - K
  = (eta2 * (a2 - (mu - 1))) *: G + eta2 *: (mu *: G - (eta2^-1 *: K - T)).
Proof.
move=> d0; have R3 (x y z : F) : eta2 * ((1 + a2) * x + y) - z
  = eta2 * (a2 - (mu - 1)) * x + eta2 * (mu * x - (eta2^-1 * z - y)) by field.
by apply/matrixP => i j; rewrite !mxE; apply: R3.
Qed.

(** The least eigenvalue of a pencil of positive definite matrices is positive. *)
Lemma pencil_least_gt0 (F : realFieldType) n (A S : 'M[F]_n) lam :
  pd A -> pd S -> pencil_least A S lam -> 0 < lam.
Proof.
move=> pA pS [_ [w w0 /eqP]]; rewrite mulmxBr subr_eq0 => /eqP e.
by have := pA w w0; rewrite e -scalemxAr -scalemxAl sclE pmulr_lgt0 // pS.
Qed.

Lemma pd_square (F : realFieldType) n (M : 'M[F]_n) : M^T = M -> pd M -> pd (M *m M).
Proof.
move=> sM pM; have -> : M *m M = M *m 1%:M *m M^T by rewrite sM mulmx1.
apply: pd_congr; first by rewrite row_free_unit pd_unit.
by move=> x x0; rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym; apply: contra_neq x0 => /sqnorm_eq0.
Qed.

Section Blocks.
Variables (F : rcfType) (k m : nat) (C1 Th1 : 'M[F]_k) (Ga2 Th2 : 'M[F]_m) (a2 : F).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sG : Ga2^T = Ga2) (pG : pd Ga2) (sT2 : Th2^T = Th2) (pT2 : psd Th2) (a0 : 0 <= a2).

(** Signal and noise block of the second moment of the views, the whole of it, and G = H = C of the corrupted
    data. *)
Definition signal_views := C1 + Th1.
Definition noise_views := (1 + a2) *: Ga2 + Th2.
Definition pop_S := block_mx signal_views 0 0 noise_views.
Definition pop_G := block_mx C1 0 0 Ga2.

Lemma signal_views_sym : signal_views^T = signal_views. Proof. by rewrite trmxD sC sT1. Qed.
Lemma signal_views_pd : pd signal_views. Proof. exact: pd_add_psd. Qed.
Lemma noise_views_sym : noise_views^T = noise_views. Proof. by rewrite trmxD trmxZ sG sT2. Qed.
Lemma noise_views_pd : pd noise_views.
Proof. by apply: pd_add_psd => //; apply: pdZ => //; rewrite ltr_paddr ?ltr01. Qed.
Lemma pop_S_sym : pop_S^T = pop_S.
Proof. exact: sym_block signal_views_sym noise_views_sym. Qed.
Lemma pop_S_pd : pd pop_S. Proof. exact: pd_block signal_views_pd noise_views_pd. Qed.
Lemma sq_sym n (M : 'M[F]_n) : M^T = M -> (M *m M)^T = M *m M.
Proof. by move=> sM; rewrite trmx_mul sM. Qed.
Lemma pop_G_gram : pop_G^T *m pop_G = block_mx (C1 *m C1) 0 0 (Ga2 *m Ga2).
Proof. by rewrite /pop_G (sym_block sC sG) mulmx_block !(mul0mx, mulmx0, add0r, addr0). Qed.
Lemma pop_G_unit : pop_G \in unitmx. Proof. exact: pd_unit (pd_block pC pG). Qed.

(** delta: least eigenvalue of (C1, C1 + Theta1); lam: least eigenvalue of (Theta2, Gamma2). The threshold of
    joint-embedding is (1 - delta)/delta - lam. *)
Section JE.
Variables delta lam : F.
Hypotheses (hd : pencil_least C1 signal_views delta) (hl : pencil_least Th2 Ga2 lam).
Definition je_level := (1 - delta) / delta - lam.
Let d0 : 0 < delta := pencil_least_gt0 pC signal_views_pd hd.

Lemma je_level_pd : pd (delta *: noise_views - Ga2) <-> je_level < a2.
Proof.
have [pR [w w0 wR]] := hl; rewrite /noise_views (je_combo _ _ lam) ?gt_eqF //.
exact: pd_iff pG pR d0 w w0 wR.
Qed.

Theorem je_above : je_level < a2 -> forall W : 'M[F]_(k, k + m),
  pencil_max pop_S pop_G W <-> feasible pop_S W /\ rsubmx W = 0.
Proof.
move=> /je_level_pd h W.
exact: (recovered signal_views_sym signal_views_pd sC noise_views_sym noise_views_pd hd W h).
Qed.
Theorem je_tie : je_level <= a2 -> forall W : 'M[F]_(k, k + m),
  feasible pop_S W -> rsubmx W = 0 -> pencil_max pop_S pop_G W.
Proof.
move=> h W; apply: (signal_frame_max signal_views_sym signal_views_pd sC noise_views_sym noise_views_pd hd).
by rewrite /noise_views (je_combo _ _ lam) ?gt_eqF //; apply: above_psd pG hl.1 d0 h.
Qed.
Theorem je_leak : a2 <= je_level -> exists2 W : 'M[F]_(k, k + m), pencil_max pop_S pop_G W & rsubmx W != 0.
Proof.
have [pR [w w0 wR]] := hl => h.
apply: (not_recovered signal_views_sym signal_views_pd sC noise_views_sym noise_views_pd sG hd w0).
by rewrite /noise_views (je_combo _ _ lam) ?gt_eqF //; apply: below_le0 pG d0 w w0 wR h.
Qed.
Theorem je_lost : a2 < je_level -> forall W : 'M[F]_(k, k + m), pencil_max pop_S pop_G W -> rsubmx W != 0.
Proof.
have [pR [w w0 wR]] := hl => h W.
apply: (never_recovered signal_views_sym signal_views_pd noise_views_pd hd (w2 := w)).
by rewrite /noise_views (je_combo _ _ lam) ?gt_eqF //; apply: below_lt0 pG d0 w w0 wR h.
Qed.
End JE.

(** eta2: least eigenvalue of (C1^2, C1 + Theta1); mu: greatest eigenvalue of (Gamma2^2/eta2 - Theta2,
    Gamma2). The threshold of reconstruction is mu - 1. *)
Section RC.
Variables eta2 mu : F.
Hypotheses (he : pencil_least (C1 *m C1) signal_views eta2).
Hypothesis hm : pencil_greatest (eta2^-1 *: (Ga2 *m Ga2) - Th2) Ga2 mu.
Definition rc_level := mu - 1.
Let e0 : 0 < eta2 := pencil_least_gt0 (pd_square sC pC) signal_views_pd he.

Lemma rc_level_pd : pd (eta2 *: noise_views - Ga2 *m Ga2) <-> rc_level < a2.
Proof.
have [pR [w w0 wR]] := hm; rewrite /noise_views (rc_combo _ _ _ mu) ?gt_eqF //.
exact: pd_iff pG pR e0 w w0 wR.
Qed.
Theorem rc_above : rc_level < a2 -> forall W : 'M[F]_(k, k + m),
  pencil_max pop_S (pop_G^T *m pop_G) W <-> feasible pop_S W /\ rsubmx W = 0.
Proof.
move=> /rc_level_pd h W; rewrite pop_G_gram.
exact: (recovered signal_views_sym signal_views_pd (sq_sym sC) noise_views_sym noise_views_pd he W h).
Qed.
Theorem rc_tie : rc_level <= a2 -> forall W : 'M[F]_(k, k + m),
  feasible pop_S W -> rsubmx W = 0 -> pencil_max pop_S (pop_G^T *m pop_G) W.
Proof.
move=> h W; rewrite pop_G_gram.
apply: (signal_frame_max signal_views_sym signal_views_pd (sq_sym sC) noise_views_sym noise_views_pd he).
by rewrite /noise_views (rc_combo _ _ _ mu) ?gt_eqF //; apply: above_psd pG hm.1 e0 h.
Qed.
Theorem rc_leak : a2 <= rc_level ->
  exists2 W : 'M[F]_(k, k + m), pencil_max pop_S (pop_G^T *m pop_G) W & rsubmx W != 0.
Proof.
have [pR [w w0 wR]] := hm => h; rewrite pop_G_gram.
apply: (not_recovered signal_views_sym signal_views_pd (sq_sym sC)
  noise_views_sym noise_views_pd (sq_sym sG) he w0).
by rewrite /noise_views (rc_combo _ _ _ mu) ?gt_eqF //; apply: below_le0 pG e0 w w0 wR h.
Qed.
Theorem rc_lost : a2 < rc_level ->
  forall W : 'M[F]_(k, k + m), pencil_max pop_S (pop_G^T *m pop_G) W -> rsubmx W != 0.
Proof.
have [pR [w w0 wR]] := hm => h W; rewrite pop_G_gram.
apply: (never_recovered signal_views_sym signal_views_pd noise_views_pd he (w2 := w)).
by rewrite /noise_views (rc_combo _ _ _ mu) ?gt_eqF //; apply: below_lt0 pG e0 w w0 wR h.
Qed.
End RC.
End Blocks.
