(** * Proposition 4.4, n -> infinity at fixed alpha: joint-embedding, as deterministic continuity

    The one probabilistic input of the paper is the law of large numbers. Here it is the hypothesis [moments]: the second
    moments of the corrupted samples X 1, X 2, ... (n samples each) converge to Q (C1 (+) Gamma2) Q'. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil recovery thresholds diagonal noise_blocks diagonal_pencils.
From Jerc Require Import gram_bound continuity row_projector rotation proposition_4_4_alpha sample_limit.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma noise_viewsE (F : rcfType) m (Ga2 Th2 : 'M[F]_m) a2 : Ga2 + (Th2 + a2 *: Ga2) = noise_views Ga2 Th2 a2.
Proof. by rewrite /noise_views scalerDl scale1r addrA addrAC. Qed.

Section Blocks.
Variables (F : rcfType) (k m : nat) (X : forall n, 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)).
Variables (C1 Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (alpha : F).
Hypotheses (QQ : Q^T *m Q = 1%:M) (moments : converges (fun n => mC (X n)) (Q *m block_mx C1 0 0 Ga2 *m Q^T)).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Variables delta lam : F.
Hypotheses (hd : pencil_least C1 (C1 + Th1) delta) (hl : pencil_least Th2 Ga2 lam).
Notation N0 := (Th2 + alpha ^+ 2 *: Ga2).
Notation S2 := (Ga2 + N0).

Let pA : pd (C1 + Th1). Proof. exact: pd_add_psd. Qed.
Let d0 : 0 < delta := pencil_least_gt0 pC pA hd.
Let sN : N0^T = N0. Proof. by rewrite trmxD trmxZ sT2 sG. Qed.
Let pS2 : pd S2.
Proof. by rewrite noise_viewsE; apply: noise_views_pd => //; apply: sqr_ge0. Qed.

(** PROPOSITION 4.4, n -> infinity, above the threshold, blocks that need not commute. delta is the least eigenvalue of
    the pencil (C1, C1 + Theta1), lam that of (Theta2, Gamma2). If (1 - delta)/delta - lam < alpha^2, then for every
    eps > 0 and every large n, every joint-embedding optimum W on the n corrupted samples, for any law of the
    augmentation noise with covariance Q (Theta1 (+) (Theta2 + alpha^2 Gamma2)) Q', satisfies
    |W'W - A1^-1 (+) 0|_F^2 <= eps in the basis Q, with A1 = C1 + Theta1.
    Hypothesis beyond the paper's: convergence of the moments (the law of large numbers, and c_i that converge: the
    audit shows that the printed statement needs a gap uniform in n). *)
Theorem proposition_4_4_n_limit_blocks : (1 - delta) / delta - lam < alpha ^+ 2 ->
  forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W ->
    fnorm2 (W^T *m W - Q *m signal_gram m (C1 + Th1) *m Q^T) <= eps.
Proof.
move=> above; apply: (je_sample_limit QQ moments sC pC sT1 pT1 sG (pd_psd pG) sN pS2 (ltW d0) hd.1).
by rewrite noise_viewsE; apply: (je_level_pd (alpha ^+ 2) pC pT1 pG hd hl).2.
Qed.

(** Below the threshold: there are c > 0 and N such that for every n >= N the row space of every optimum is at a distance
    at least c from the signal space: |P_W - P_signal|_F^2 >= c. Together with the above: convergence for alpha^2 above
    the threshold, none below; exactly at the threshold the limit problem is tied and nothing is claimed. *)
Theorem proposition_4_4_n_leak_blocks : alpha ^+ 2 < (1 - delta) / delta - lam ->
  exists2 c, 0 < c & exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W ->
    c <= fnorm2 (row_projector W - row_projector (signal Q)).
Proof.
move=> below; have [pR [w w0 wR]] := hl.
apply: (je_sample_leak QQ moments sC pC sT1 pT1 sG (pd_psd pG) sN pS2 hd (w2 := w)).
rewrite noise_viewsE /noise_views (je_combo _ _ lam) ?gt_eqF //.
exact: (below_lt0 pG d0 w0 wR below).
Qed.
End Blocks.

(** The printed case: everything diagonal in the basis Q. *)
Section Diagonal.
Variables (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m) (X : forall n, 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)).
Variables (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j) (thJ_ge0 : forall j, 0 <= thJ j).
Hypotheses (QQ : Q^T *m Q = 1%:M) (moments : converges (fun n => mC (X n)) (Q *m dg2 c g *m Q^T)).

Let pC : pd (dg c). Proof. exact: (pd_dg c).1. Qed.
Let pG : pd (dg g). Proof. exact: (pd_dg g).1. Qed.
Let views : dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) = block_noise (dg thI) (dg thJ) (dg g) alpha.
Proof. by rewrite /dg2 /block_noise dgZ dgD. Qed.

(** PROPOSITION 4.4, n -> infinity, printed form. The corrupted moments converge to Q diag(c, g) Q' and
    alpha^2 > alpha_JE^2 (paper (12)): then W'W -> Q (diag(c + th)^-1 (+) 0) Q', the Gram matrix of the clean optimum,
    for every choice of optima W. Hypothesis beyond the paper's: convergence of the moments. *)
Theorem proposition_4_4_n_limit : alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2 ->
  forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W ->
    fnorm2 (W^T *m W - Q *m signal_gram m (dg c + dg thI) *m Q^T) <= eps.
Proof.
rewrite -je_level_diag views => above.
exact: (proposition_4_4_n_limit_blocks QQ moments (sdg c) pC (sdg thI) (psd_dg thI_ge0) (sdg thJ) (psd_dg thJ_ge0)
  (sdg g) pG (delta_least i0 c_gt0 thI_ge0) (theta_least j0 thJ g_gt0) above).
Qed.

(** Below alpha_JE^2 the optimal row spaces stay away from the signal space. *)
Theorem proposition_4_4_n_leak : alpha ^+ 2 < alpha2_JE i0 j0 c thI g thJ ->
  exists2 a, 0 < a & exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W ->
    a <= fnorm2 (row_projector W - row_projector (signal Q)).
Proof.
rewrite -je_level_diag views => below.
exact: (proposition_4_4_n_leak_blocks QQ moments (sdg c) pC (sdg thI) (psd_dg thI_ge0) (sdg thJ) (psd_dg thJ_ge0)
  (sdg g) pG (delta_least i0 c_gt0 thI_ge0) (theta_least j0 thJ g_gt0) below).
Qed.
End Diagonal.
