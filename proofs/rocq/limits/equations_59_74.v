(** * (59) and (74): on the noise directions the matrices of Theorems 3.1 and 3.2 vanish as alpha -> infinity

    Fixed corrupted data [X1 N2] Q', as in proposition_4_4_alpha.v. R is S~^-1/2; it exists for alpha > 0 when
    C1 + Theta1 is positive definite (views_pd, inverse_root_exists). The printed (57), (58), (72) and (73)
    drop the cross moment X1'N2/n; here it is kept, and Theta need only be block-diagonal.
    (59): Q2' H S~^-1/2 Q2 -> 0 with H = X~'X~/n, at the rate 1/alpha.
    (74): Q2' S~^-1/2 G~ S~^-1/2 Q2 -> 0, at the rate 1/alpha^2.
    All norms are squared Frobenius norms. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments additive_moments.
From Jerc Require Import norm_bounds perturbation rotation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section InverseRoot.
Variables (F : rcfType) (k m : nat) (S R Q : 'M[F]_(k + m)) (Ga2 : 'M[F]_m) (a2 : F).
Hypotheses (sR : R^T = R) (RSR : R *m S *m R = 1%:M).
Hypotheses (sG : Ga2^T = Ga2) (pG : pd Ga2) (a0 : 0 < a2).
Hypothesis low : psd (S - Q *m block_mx 0 0 0 (a2 *: Ga2) *m Q^T).

(* S >= a2 Gamma2 on the noise directions ==> |S^-1/2 Q2|^2 <= tr(Gamma2^-1)/a2 *)
Lemma noise_root_bound : fnorm2 ((rsubmx Q)^T *m R) <= \tr (invmx Ga2) / a2.
Proof.
set V := (rsubmx Q)^T *m R.
have e : R *m (Q *m block_mx 0 0 0 (a2 *: Ga2) *m Q^T) *m R = a2 *: (V^T *m Ga2 *m V^T^T).
  rewrite trmxK -{1 2}[Q]hsubmxK mul_row_block !mulmx0 !addr0 add0r tr_row_mx mul_row_col mul0mx add0r.
  by rewrite /V trmx_mul trmxK sR -!scalemxAr -!scalemxAl -scalemxAr -scalemxAl !mulmxA.
have h : psd (1%:M - a2 *: (V^T *m Ga2 *m V^T^T)).
  by have := psd_congr R low; rewrite sR mulmxBr mulmxBl RSR e.
have := psd_tr_ge0 (gram_sub sG pG (ltW a0) h).
by rewrite trmxK mxtraceB mxtraceZ subr_ge0 mulrC -ler_pdivl_mulr.
Qed.
End InverseRoot.

Section FixedSample.
Variables (F : rcfType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pT1 : psd Th1) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Notation corrupted := (row_mx X1 N2 *m Q^T).
Notation S p e := (mS p (additive e) corrupted).

Section OneLaw.
Variables (alpha : F) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (R : 'M[F]_(k + m)).
Hypotheses (a0 : 0 < alpha) (lp : is_law p) (ce : centred p e).
Hypothesis cov : noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T.
Hypothesis root : inverse_root (S p e) R.

Lemma noise_root : fnorm2 ((rsubmx Q)^T *m R) <= \tr (invmx Ga2) / alpha ^+ 2.
Proof.
have [sR _ RSR] := root; apply: (noise_root_bound sR RSR sG pG); first by rewrite exprn_gt0.
rewrite (views_rotate _ lp ce n0 cov) /block_noise -mulmxBl -mulmxBr; apply: psd_congr; rewrite -addrA; apply: psdD.
  exact: mC_psd.
rewrite opp_block_mx add_block_mx !oppr0 !addr0 addrK => x; rewrite -[x]hsubmxK quad_block addE.
by rewrite addr_ge0.
Qed.

Lemma noise_rows (M : 'M[F]_(k + m)) : fnorm2 ((rsubmx Q)^T *m M) <= fnorm2 M.
Proof.
have E : fnorm2 (Q^T *m M) = fnorm2 M.
  have QQC : Q *m Q^T = 1%:M := mulmx1C QQ.
  by rewrite /fnorm2 trmx_mul trmxK mxtrace_mulC !mulmxA -(mulmxA M^T) QQC mulmx1 mxtrace_mulC.
rewrite -E -{2}[Q]hsubmxK tr_row_mx mul_col_mx -(fnorm2_tr (col_mx _ _)) tr_col_mx fnorm2_row_mx !fnorm2_tr.
by rewrite ler_addr fnorm2_ge0.
Qed.

(** (59) with its rate: |Q2' H S~^-1/2 Q2|^2 <= |H|^2 tr(Gamma2^-1)/alpha^2. *)
Theorem equation_59_rate : fnorm2 ((rsubmx Q)^T *m (mH p (additive e) corrupted *m R) *m rsubmx Q)
  <= fnorm2 (mC corrupted) * (\tr (invmx Ga2) / alpha ^+ 2).
Proof.
have [sR _ _] := root; rewrite mH_additive //; last exact: lp.2.
have -> : (rsubmx Q)^T *m (mC corrupted *m R) *m rsubmx Q = (rsubmx Q)^T *m mC corrupted *m ((rsubmx Q)^T *m R)^T.
  by rewrite trmx_mul trmxK sR !mulmxA.
apply: le_trans (fnorm2_mul _ _) _; rewrite fnorm2_tr ler_pmul ?fnorm2_ge0 ?noise_root //.
exact: noise_rows.
Qed.

(** (74) with its rate: |Q2' S~^-1/2 G~ S~^-1/2 Q2|^2 <= |G~|^2 (tr(Gamma2^-1)/alpha^2)^2. *)
Theorem equation_74_rate : fnorm2 ((rsubmx Q)^T *m (R *m mG p (additive e) corrupted *m R) *m rsubmx Q)
  <= fnorm2 (mC corrupted) * (\tr (invmx Ga2) / alpha ^+ 2) ^+ 2.
Proof.
have [sR _ _] := root; rewrite mG_additive //; last exact: lp.2.
have -> : (rsubmx Q)^T *m (R *m mC corrupted *m R) *m rsubmx Q
    = (rsubmx Q)^T *m R *m mC corrupted *m ((rsubmx Q)^T *m R)^T.
  by rewrite trmx_mul trmxK sR !mulmxA.
apply: le_trans (fnorm2_mul _ _) _; rewrite fnorm2_tr.
apply: le_trans (ler_wpmul2r (fnorm2_ge0 _) (fnorm2_mul _ _)) _.
rewrite mulrAC mulrC ler_wpmul2l ?fnorm2_ge0 // expr2.
by rewrite ler_pmul ?fnorm2_ge0 ?noise_root.
Qed.
End OneLaw.

Let tr_inv_ge0 : 0 <= \tr (invmx Ga2).
Proof.
apply: psd_tr_ge0 => x; have uG := pd_unit pG.
have := pd_psd pG (x *m invmx Ga2); rewrite trmx_mul trmx_inv sG mulmxA mulmxKV //.
Qed.

(* c/alpha^2 is as small as one likes *)
Let small (c eps : F) : 0 <= c -> 0 < eps -> exists2 a, 1 <= a & forall alpha, a <= alpha -> c / alpha ^+ 2 <= eps.
Proof.
move=> c0 e0; exists (c / eps + 1) => [|alpha h]; first by rewrite ler_addr divr_ge0 // ltW.
have a1 : 1 <= alpha by apply: le_trans h; rewrite ler_addr divr_ge0 // ltW.
have a0 : 0 < alpha by apply: lt_le_trans a1; exact: ltr01.
rewrite ler_pdivr_mulr ?exprn_gt0 // mulrC -ler_pdivr_mulr //; apply: le_trans (_ : alpha <= _).
  by apply: le_trans h; rewrite ler_addl ler01.
by rewrite expr2 ler_pemull // ltW.
Qed.

(** (59): Q2' H S~^-1/2 Q2 -> 0 as alpha -> infinity, for fixed data and every law with the stated covariance. *)
Theorem equation_59 : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (R : 'M[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
    inverse_root (S p e) R -> fnorm2 ((rsubmx Q)^T *m (mH p (additive e) corrupted *m R) *m rsubmx Q) <= eps.
Proof.
move=> eps e0; have [|a a1 h] := @small (fnorm2 (mC corrupted) * \tr (invmx Ga2)) eps _ e0.
  by rewrite mulr_ge0 ?fnorm2_ge0.
exists a => [|alpha ha T p e R lp ce cov root]; first by apply: lt_le_trans a1; exact: ltr01.
apply: le_trans (h alpha ha); rewrite -mulrA; apply: (equation_59_rate _ lp ce cov root).
by apply: lt_le_trans ha; apply: lt_le_trans a1; exact: ltr01.
Qed.

(** (74): Q2' S~^-1/2 G~ S~^-1/2 Q2 -> 0 as alpha -> infinity, for fixed data and every law with the stated
    covariance. *)
Theorem equation_74 : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (R : 'M[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
    inverse_root (S p e) R -> fnorm2 ((rsubmx Q)^T *m (R *m mG p (additive e) corrupted *m R) *m rsubmx Q) <= eps.
Proof.
move=> eps e0; have [|a a1 h] := @small (fnorm2 (mC corrupted) * \tr (invmx Ga2) ^+ 2) eps _ e0.
  by rewrite mulr_ge0 ?fnorm2_ge0 ?sqr_ge0.
exists a => [|alpha ha T p e R lp ce cov root]; first by apply: lt_le_trans a1; exact: ltr01.
have b1 : 1 <= alpha := le_trans a1 ha; have b0 : 0 < alpha by apply: lt_le_trans b1; exact: ltr01.
apply: le_trans (equation_74_rate b0 lp ce cov root) _; apply: le_trans (h alpha ha).
rewrite -mulrA ler_wpmul2l ?fnorm2_ge0 // expr_div_n ler_wpmul2l ?sqr_ge0 //.
rewrite lef_pinv ?posrE ?exprn_gt0 // [(_ ^+ 2) ^+ 2]expr2 ler_pemull ?sqr_ge0 // exprn_ege1 //.
Qed.
End FixedSample.
