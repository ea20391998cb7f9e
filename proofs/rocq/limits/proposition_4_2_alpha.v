(** * Proposition 4.2, alpha -> infinity at fixed n: supervised learning

    Same data as in proposition_4_4_alpha.v, labels Y. V and Vc are the solutions of (SL) on corrupted and on clean data
    with the same augmentation noise. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments supervised_rate.
From Jerc Require Import norm_bounds rotation supervised_normal.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FixedSample.
Variables (F : rcfType) (n k m l : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Y : 'M[F]_(n, l)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pA : pd (mC X1 + Th1)) (pT1 : psd Th1).
Hypotheses (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Notation A1 := (mC X1 + Th1).
Notation B := (cross_moment X1 N2).
Notation corrupted := (row_mx X1 N2 *m Q^T).
Notation clean := (row_mx X1 (0 : 'M_(n, m)) *m Q^T).

(** Both solutions at one alpha, in the basis Q, as solutions of their normal equations. *)
Lemma corrupted_normal alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (V : 'M[F]_(l, k + m)) :
  0 < alpha -> is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  sl_optimal p (additive e) corrupted Y V ->
  V *m Q *m S_corrupted X1 N2 Th1 Th2 Ga2 (alpha ^+ 2) = B_corrupted X1 N2 Y.
Proof.
move=> a0 lp ce cov h; have := sl_optimal_normal lp ce n0 QQ cov (views_pd N2 pA pT1 pT2 pG a0) h.
rewrite mC_row /block_noise add_block_mx !addr0 => E; rewrite /S_corrupted E.
by rewrite /cross_moment mul_mx_row scale_row_mx.
Qed.
Lemma clean_normal alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (V : 'M[F]_(l, k + m)) :
  0 < alpha -> is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  sl_optimal p (additive e) clean Y V ->
  V *m Q *m S_clean X1 Th1 Th2 Ga2 (alpha ^+ 2) = B_clean m X1 Y.
Proof.
move=> a0 lp ce cov h; have := sl_optimal_normal lp ce n0 QQ cov (views_pd 0 pA pT1 pT2 pG a0) h.
rewrite mC_row0 /block_noise add_block_mx !addr0 add0r => E; rewrite /S_clean E.
by rewrite /cross_moment mul_mx_row mulmx0 scale_row_mx scaler0.
Qed.

(** PROPOSITION 4.2 at fixed n, exactly. At every alpha > 0 the clean solution is (Y'X1/n) A1^-1 on the signal
    coordinates and 0 on the noise coordinates, whatever alpha; the noise part of the corrupted solution is
    V2 = R (D + Theta2 + alpha^2 Gamma2 - B'A1^-1 B)^-1, written without the inverse, with the residual moment
    R = Y'N2/n - (Y'X1/n) A1^-1 B; its signal part differs from the clean one by - V2 B'A1^-1.
    Hypotheses beyond the paper's: Theta block-diagonal; A1 = C1 + Theta1 and Gamma2 positive definite. *)
Theorem proposition_4_2_exact alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (V Vc : 'M[F]_(l, k + m)) :
  0 < alpha -> is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  sl_optimal p (additive e) corrupted Y V -> sl_optimal p (additive e) clean Y Vc ->
  [/\ Vc *m Q = row_mx (cross_moment Y X1 *m invmx A1) 0,
      rsubmx (V *m Q) *m (mC N2 + (Th2 + alpha ^+ 2 *: Ga2) - B^T *m invmx A1 *m B)
        = cross_moment Y N2 - cross_moment Y X1 *m invmx A1 *m B
    & lsubmx (V *m Q) = lsubmx (Vc *m Q) - rsubmx (V *m Q) *m (B^T *m invmx A1)].
Proof.
move=> a0 lp ce cov oV oVc; have [mu mu0 low] := pd_lower sG pG.
have [e1 e2 e3 e4] := sl_exact pA pT2 mu0 low (exprn_gt0 2 a0) (corrupted_normal a0 lp ce cov oV) (clean_normal a0 lp ce cov oVc).
by split=> //; rewrite -[Vc *m Q]hsubmxK e1 e2.
Qed.

(** PROPOSITION 4.2 at fixed n, with an explicit rate: if Gamma2 >= mu I, then
    |V~ - V*|_F^2 <= (1 + |B'A1^-1|_F^2) |R|_F^2 / (alpha^2 mu)^2. *)
Theorem proposition_4_2_alpha_rate mu alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (V Vc : 'M[F]_(l, k + m)) :
  0 < mu -> psd (Ga2 - mu%:M) -> 0 < alpha ->
  is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  sl_optimal p (additive e) corrupted Y V -> sl_optimal p (additive e) clean Y Vc ->
  (alpha ^+ 2 * mu) ^+ 2 * fnorm2 (V - Vc)
    <= (1 + fnorm2 (B^T *m invmx A1)) * fnorm2 (cross_moment Y N2 - cross_moment Y X1 *m invmx A1 *m B).
Proof.
move=> mu0 low a0 lp ce cov oV oVc.
have := sl_rate pT1 pA pT2 mu0 low (exprn_gt0 2 a0) (corrupted_normal a0 lp ce cov oV) (clean_normal a0 lp ce cov oVc).
by rewrite -mulmxBl (fnorm2_rotate_rows QQ).
Qed.

(** PROPOSITION 4.2, alpha -> infinity at fixed n: for every eps > 0 there is an alpha0 such that for every
    alpha >= alpha0 and every law of the augmentation noise with the stated covariance, the supervised solutions on
    corrupted and on clean data satisfy |V~ - V*|_F^2 <= eps. Hypotheses as in proposition_4_2_exact. *)
Theorem proposition_4_2_alpha_limit : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall V Vc : 'M[F]_(l, k + m), sl_optimal p (additive e) corrupted Y V -> sl_optimal p (additive e) clean Y Vc ->
    fnorm2 (V - Vc) <= eps.
Proof.
move=> eps eps0; have [mu mu0 low] := pd_lower sG pG.
have [a0 a00 main] := sl_limit N2 Y pT1 pA pT2 mu0 low eps0.
exists (1 + a0) => [|alpha ha T p e lp ce cov V Vc oV oVc]; first by rewrite addr_gt0 ?ltr01.
have a1 : 1 <= alpha by apply: le_trans ha; rewrite ler_addl ltW.
have a2 : a0 <= alpha ^+ 2.
  apply: le_trans (_ : alpha <= _); first by apply: le_trans ha; rewrite ler_addr ler01.
  by rewrite expr2 ler_pemull // (le_trans ler01 a1).
have p0 := lt_le_trans ltr01 a1.
have := main _ a2 _ _ (corrupted_normal p0 lp ce cov oV) (clean_normal p0 lp ce cov oVc).
by rewrite -mulmxBl (fnorm2_rotate_rows QQ).
Qed.
End FixedSample.
