(** * Proposition 4.3, n -> infinity at fixed alpha: reconstruction, as deterministic continuity

    The one probabilistic input of the paper is the law of large numbers. Here it is the hypothesis [moments]: the second
    moments of the corrupted samples X 1, X 2, ... (n samples each) converge to Q (C1 (+) Gamma2) Q'. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil recovery thresholds diagonal noise_blocks diagonal_pencils.
From Jerc Require Import gram_bound continuity row_projector rotation rc_full_rank proposition_4_4_alpha sample_limit proposition_4_4_n.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variables (F : rcfType) (k m : nat) (X : forall n, 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)).
Variables (C1 Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (alpha : F).
Hypotheses (QQ : Q^T *m Q = 1%:M) (moments : converges (fun n => mC (X n)) (Q *m block_mx C1 0 0 Ga2 *m Q^T)).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Variables eta2 mu : F.
Hypotheses (he : pencil_least (C1 *m C1) (C1 + Th1) eta2) (hm : pencil_greatest (eta2^-1 *: (Ga2 *m Ga2) - Th2) Ga2 mu).
Notation N0 := (Th2 + alpha ^+ 2 *: Ga2).
Notation S2 := (Ga2 + N0).

Let pA : pd (C1 + Th1). Proof. exact: pd_add_psd. Qed.
Let e0 : 0 < eta2 := pencil_least_gt0 (pd_square sC pC) pA he.
Let sN : N0^T = N0. Proof. by rewrite trmxD trmxZ sT2 sG. Qed.
Let pS2 : pd S2.
Proof. by rewrite noise_viewsE; apply: noise_views_pd => //; apply: sqr_ge0. Qed.

(** PROPOSITION 4.3, n -> infinity, above the threshold, blocks that need not commute. eta2 is the least eigenvalue of
    the pencil (C1^2, C1 + Theta1), mu the greatest of (Gamma2^2/eta2 - Theta2, Gamma2). If mu - 1 < alpha^2, then for
    every eps > 0 and every large n, every optimal encoder E of reconstruction on the n corrupted samples, for any law
    of the augmentation noise with covariance Q (Theta1 (+) (Theta2 + alpha^2 Gamma2)) Q', has full rank and a row-space
    projector within eps of the projector onto the signal directions: |P_E - P_signal|_F^2 <= eps.
    Hypothesis beyond the paper's: convergence of the moments (the law of large numbers, and c_i that converge: the
    audit shows that the printed statement needs a gap uniform in n). *)
Theorem proposition_4_3_n_limit_blocks : mu - 1 < alpha ^+ 2 ->
  forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) (X n) E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps.
Proof.
move=> above; apply: (rc_sample_limit QQ moments sC pC sT1 pT1 sG sN pS2 (ltW e0) he.1).
by rewrite noise_viewsE; apply: (rc_level_pd (alpha ^+ 2) sC pC pT1 pG he hm).2.
Qed.

(** Below the threshold: there are c > 0 and N such that for every n >= N the row space of every optimum is at a distance
    at least c from the signal space: |P_W - P_signal|_F^2 >= c. Together with the above: convergence for alpha^2 above
    the threshold, none below; exactly at the threshold the limit problem is tied and nothing is claimed. *)
Theorem proposition_4_3_n_leak_blocks : alpha ^+ 2 < mu - 1 ->
  exists2 c, 0 < c & exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) (X n) E D ->
    c <= fnorm2 (row_projector E - row_projector (signal Q)).
Proof.
move=> below; have [pR [w w0 wR]] := hm.
apply: (rc_sample_leak QQ moments sC pC sT1 pT1 sG sN pS2 he (w2 := w)).
rewrite noise_viewsE /noise_views (rc_combo _ _ _ mu) ?gt_eqF //.
exact: (below_lt0 pG e0 w0 wR below).
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

(** PROPOSITION 4.3, n -> infinity, printed form. The corrupted moments converge to Q diag(c, g) Q' and
    alpha^2 > alpha_RC^2 (paper (10)): then the row space of every optimal encoder tends to the signal space, which is
    the row space of every optimal encoder on clean data when clean S is positive definite (otherwise the clean problem
    does not determine one). Hypothesis beyond the paper's: convergence of the moments. *)
Theorem proposition_4_3_n_limit : alpha2_RC i0 j0 c thI g thJ < alpha ^+ 2 ->
  forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) (X n) E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps.
Proof.
rewrite -rc_level_diag views => above.
exact: (proposition_4_3_n_limit_blocks QQ moments (sdg c) pC (sdg thI) (psd_dg thI_ge0) (sdg thJ) (psd_dg thJ_ge0)
  (sdg g) pG (eta2_least i0 c_gt0 thI_ge0) (noise_greatest i0 j0 c thI thJ g_gt0) above).
Qed.

(** Below alpha_RC^2 the optimal row spaces stay away from the signal space. *)
Theorem proposition_4_3_n_leak : alpha ^+ 2 < alpha2_RC i0 j0 c thI g thJ ->
  exists2 a, 0 < a & exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) (X n) E D ->
    a <= fnorm2 (row_projector E - row_projector (signal Q)).
Proof.
rewrite -rc_level_diag views => below.
exact: (proposition_4_3_n_leak_blocks QQ moments (sdg c) pC (sdg thI) (psd_dg thI_ge0) (sdg thJ) (psd_dg thJ_ge0)
  (sdg g) pG (eta2_least i0 c_gt0 thI_ge0) (noise_greatest i0 j0 c thI thJ g_gt0) below).
Qed.
End Diagonal.
