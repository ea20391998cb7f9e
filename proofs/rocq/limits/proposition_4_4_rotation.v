(** * Proposition 4.4, "up to a rotation": corrupted and clean encoders themselves, in both regimes *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments spectral diagonal noise_blocks diagonal_pencils.
From Jerc Require Import norm_bounds gram_bound rotation procrustes proposition_4_4_alpha sample_limit proposition_4_4_n.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** In the basis Q: Gram matrices near Q (S1^-1 (+) 0) Q' give encoders that are near after an orthogonal matrix. *)
Lemma rotation_of_gram (F : rcfType) k m (S1 : 'M[F]_k) (Q : 'M[F]_(k + m)) : Q^T *m Q = 1%:M -> S1^T = S1 -> pd S1 ->
  forall eps, 0 < eps -> exists2 eta, 0 < eta & forall W Wc : 'M[F]_(k, k + m),
  fnorm2 (W^T *m W - Q *m signal_gram m S1 *m Q^T) <= eta -> fnorm2 (Wc^T *m Wc - Q *m signal_gram m S1 *m Q^T) <= eta ->
  exists2 U : 'M[F]_k, U *m U^T = 1%:M & fnorm2 (W - U *m Wc) <= eps.
Proof.
move=> QQ sS pS eps eps0; have [R0 [sR RSR uR]] := inv_sqrt sS pS.
have [eta eta0 h] := @gram_to_rotation _ k m S1 R0 pS sR RSR uR eps eps0; exists eta => // W Wc.
rewrite (gram_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ) => hW.
rewrite (gram_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ) => hWc.
have [U UU hU] := h _ _ hW hWc; exists U => //; move: hU.
by rewrite mulmxA -mulmxBl (fnorm2_rotate_rows QQ).
Qed.

Section FixedSample.
Variables (F : rcfType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pC : pd (mC X1)) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).

(** PROPOSITION 4.4, alpha -> infinity at fixed n, in the paper's words: for every eps > 0 there is an alpha0 such that
    for every alpha >= alpha0, every optimum W on the corrupted data and every optimum Wc on the clean data there is an
    orthogonal U (k x k) with |W - U Wc|_F^2 <= eps. Hypotheses as in proposition_4_4_alpha_limit. *)
Theorem proposition_4_4_alpha_rotation : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall W Wc : 'M[F]_(k, k + m), je_optimal p (additive e) (row_mx X1 N2 *m Q^T) W ->
    je_optimal p (additive e) (row_mx X1 0 *m Q^T) Wc ->
    exists2 U : 'M[F]_k, U *m U^T = 1%:M & fnorm2 (W - U *m Wc) <= eps.
Proof.
move=> eps eps0; have [eta eta0 rot] := rotation_of_gram QQ (signal_sym X1 sT1) (signal_pd pC pT1) eps0.
have [a0 a00 h] := proposition_4_4_alpha_limit N2 n0 QQ pC sT1 pT1 sT2 sG pG eta0.
exists a0 => // alpha ha T p e lp ce cov W Wc oW oWc; apply: rot; first exact: h alpha ha T p e lp ce cov W oW.
by rewrite (proposition_4_4_clean n0 QQ pC sT1 pT1 sT2 pT2 sG pG (lt_le_trans a00 ha) lp ce cov oWc) subrr fnorm2_0 ltW.
Qed.
End FixedSample.

Section Diagonal.
Variables (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m) (X Xc : forall n, 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)).
Variables (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j) (thJ_ge0 : forall j, 0 <= thJ j).
Hypotheses (QQ : Q^T *m Q = 1%:M) (moments : converges (fun n => mC (X n)) (Q *m dg2 c g *m Q^T)).
Hypothesis clean_moments : converges (fun n => mC (Xc n)) (Q *m dg2 c (fun=> 0) *m Q^T).
Hypothesis clean_views : forall j, 0 < thJ j + alpha ^+ 2 * g j.

(** PROPOSITION 4.4, n -> infinity, in the paper's words: if alpha^2 > alpha_JE^2, then for every eps > 0 and every large
    n, every optimum W on the corrupted and every optimum Wc on the clean samples satisfy |W - U Wc|_F^2 <= eps for some
    orthogonal U. Hypotheses beyond the paper's: convergence of the moments of both samples; thJ + alpha^2 g > 0, so that
    the clean problem has a unique row space (it is void only when alpha = 0 and some th_j = 0). *)
Theorem proposition_4_4_n_rotation : alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2 ->
  forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall W Wc : 'M[F]_(k, k + m), je_optimal p (additive e) (X n) W -> je_optimal p (additive e) (Xc n) Wc ->
    exists2 U : 'M[F]_k, U *m U^T = 1%:M & fnorm2 (W - U *m Wc) <= eps.
Proof.
move=> above eps eps0; have pC := (pd_dg c).1 c_gt0; have pN := (pd_dg _).1 clean_views.
have sA : (dg c + dg thI)^T = dg c + dg thI by rewrite trmxD !sdg.
have pA : pd (dg c + dg thI) by apply: pd_add_psd => //; apply: psd_dg.
have [eta eta0 rot] := rotation_of_gram QQ sA pA eps0.
have [N1 h1] := proposition_4_4_n_limit c_gt0 thI_ge0 g_gt0 thJ_ge0 QQ moments above eta0.
have zero : dg (fun=> 0 : F) = 0 :> 'M[F]_m by apply/matrixP => i j; rewrite !mxE mul0rn.
have hd := delta_least i0 c_gt0 thI_ge0; have d0 := pencil_least_gt0 pC pA hd.
have pS2 : pd (0 + dg (fun j => thJ j + alpha ^+ 2 * g j)) by rewrite add0r.
have p0 : psd (0 : 'M[F]_m) by move=> x; rewrite mulmx0 mul0mx mxE.
have gap : pd (delta i0 c thI *: (0 + dg (fun j => thJ j + alpha ^+ 2 * g j)) - 0) by rewrite subr0; apply: pdZ.
move: clean_moments; rewrite /dg2 zero => cm.
have [N2 h2] := je_sample_limit QQ cm (sdg c) pC (sdg thI) (psd_dg thI_ge0) (trmx0 _ _ _) p0 (sdg _) pS2 (ltW d0) hd.1 gap eta0.
exists (maxn N1 N2) => n; rewrite geq_max => /andP[/h1 g1 /h2 g2] n0 T p e lp ce cov W Wc oW oWc.
by apply: rot; [apply: g1 oW|apply: g2 oWc].
Qed.
End Diagonal.
