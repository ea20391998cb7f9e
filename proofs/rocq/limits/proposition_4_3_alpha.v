(** * Proposition 4.3, alpha -> infinity at fixed n: reconstruction

    Same setting as proposition_4_4_alpha.v. An encoder of (SSL-RC) is determined up to an invertible matrix on the left,
    that is by its row space; row spaces are compared through their orthogonal projectors. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil recovery rc_pencil noise_blocks.
From Jerc Require Import norm_bounds gram_bound continuity row_projector rotation rc_full_rank proposition_4_4_alpha.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The projector onto the signal directions, the first k columns of Q. *)
Lemma signal_projector (F : rcfType) k m (Q : 'M[F]_(k + m)) : Q^T *m Q = 1%:M ->
  row_projector (signal Q) = Q *m pid_mx k *m Q^T.
Proof.
move=> QQ; rewrite (row_projector_rotate QQ); congr (_ *m _ *m _).
have -> : signal Q *m Q = row_mx 1%:M 0.
  have := QQ; rewrite -{1 2}[Q]hsubmxK tr_row_mx mul_col_row scalar_mx_block => /eq_block_mx[h1 h2 _ _].
  by rewrite /signal -{2}[Q]hsubmxK mul_mx_row h1 h2.
have e : (row_mx 1%:M (0 : 'M[F]_(k, m)) :=: (pid_mx k : 'M[F]_(k + m)))%MS.
  have -> : (pid_mx k : 'M[F]_(k + m)) = col_mx (row_mx 1%:M 0) 0 by rewrite Pi_block block_mxEv row_mx0.
  by apply/eqmxP; rewrite col_mx_sub sub0mx submx_refl andbT /= -addsmxE addsmxSl.
rewrite (row_projector_eqmx e); apply: (projects_uniq (row_projectorP _) _ (eqmx_refl _)); split=> //.
  by rewrite tr_pid_mx.
by rewrite Pi_block mulmx_block !(mul0mx, mulmx0, mulmx1, addr0).
Qed.

Section FixedSample.
Variables (F : rcfType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pC : pd (mC X1)) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Notation A1 := (mC X1 + Th1).
Notation corrupted := (row_mx X1 N2 *m Q^T).
Notation clean := (row_mx X1 (0 : 'M_(n, m)) *m Q^T).

(** On clean data the row space of every optimal encoder, for every alpha > 0, is exactly the signal space. *)
Theorem proposition_4_3_clean alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (E : 'M[F]_(k, k + m)) D :
  0 < alpha -> is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  rc_optimal p (additive e) clean E D -> row_projector E = row_projector (signal Q).
Proof.
move=> a0 lp ce cov /(rc_optimal_pencil lp ce n0 QQ cov).
rewrite mC_row0 /block_noise add_block_mx !addr0 !add0r; set N := Th2 + _ => mE.
have sS := signal_sym X1 sT1; have pS := signal_pd pC pT1; have sC := mC_sym X1.
have sN : N^T = N by rewrite trmxD trmxZ sT2 sG.
have pN : pd N by rewrite /N addrC; apply: pd_add_psd => //; apply: pdZ => //; rewrite exprn_gt0.
pose H := block_mx (mC X1) (0 : 'M_(k, m)) 0 (0 : 'M_m); rewrite -/H in mE.
have rH : (k <= \rank H)%N.
  by apply: rank_signal_block; rewrite block_mxKul; apply: pd_unit.
have [W mW eW] := rc_min_frame (sym_block sS sN) (pd_block pS pN) (leq_addr m k) mE rH.
have HE : H^T *m H = block_mx (mC X1 *m mC X1) 0 0 0.
  by rewrite /H tr_block_mx !trmx0 sC mulmx_block !(mul0mx, mulmx0, addr0).
have sK : (mC X1 *m mC X1)^T = mC X1 *m mC X1 by rewrite trmx_mul sC.
have pK : pd (mC X1 *m mC X1) by apply: pd_square.
have [delta d0 Gd] := pd_dominates sK pK sS (pd_psd pS).
have pM : pd (delta *: N - 0) by rewrite subr0; apply: pdZ.
rewrite HE in mW; have g := exact_gram sS pS sK sN pN Gd pM mW.
rewrite (signal_projector QQ) (row_projector_rotate QQ); congr (_ *m _ *m _).
by rewrite (row_projector_eqmx eW) (exact_projector sS pS g).
Qed.

(** PROPOSITION 4.3, alpha -> infinity at fixed n. For every eps > 0 there is an alpha0 such that for every alpha >=
    alpha0 and every law of the augmentation noise with the stated covariance, every optimal encoder E of
    reconstruction on the corrupted data has full rank k, and its row-space projector is within eps of the projector
    onto the signal directions: |P_E - P_signal|_F^2 <= eps. On clean data the optimal row space is the signal space
    itself (proposition_4_3_clean). The printed "up to an arbitrary invertible matrix" is read as convergence of row
    spaces. Only the encoder is claimed: the decoder and the singular values do not converge at fixed n (a remark in
    the errata). Hypotheses beyond the paper's: as in proposition_4_4_alpha_limit. *)
Theorem proposition_4_3_alpha_limit : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) corrupted E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps.
Proof.
move=> eps eps0; have sS := signal_sym X1 sT1; have pS := signal_pd pC pT1.
have [eta eta0 toP] := @gram_to_projector _ _ m _ sS pS _ eps0.
have s22 : (mC N2 + Th2)^T = mC N2 + Th2 by rewrite trmxD mC_sym sT2.
set B := cross_moment X1 N2; set C1 := mC X1; set D2 := mC N2.
have sC : C1^T = C1 by apply: mC_sym.
have sD : D2^T = D2 by apply: mC_sym.
pose K1 := C1 *m C1 + B *m B^T; pose K12 := C1 *m B + B *m D2; pose K2 := B^T *m B + D2 *m D2.
have sK1 : K1^T = K1 by rewrite /K1 trmxD !trmx_mul trmxK sC.
have pK1 : pd K1.
  by apply: pd_add_psd; [exact: pd_square|exact: psd_gram].
have [a0 a00 main] := gram_inflated B K12 K2 sS pS s22 sG pG sK1 pK1 eta0.
exists (1 + a0) => [|alpha ha T p e lp ce cov E D]; first by rewrite addr_gt0 ?ltr01.
have a1 : 1 <= alpha by apply: le_trans ha; rewrite ler_addl ltW.
have a2 : a0 <= alpha ^+ 2.
  apply: le_trans (_ : alpha <= _); first by apply: le_trans ha; rewrite ler_addr ler01.
  by rewrite expr2 ler_pemull // (le_trans ler01 a1).
move=> /(rc_optimal_pencil lp ce n0 QQ cov) mE.
have SE : mC (row_mx X1 N2) + block_noise Th1 Th2 Ga2 alpha = inflated A1 B (D2 + Th2) Ga2 (alpha ^+ 2).
  by rewrite mC_row /block_noise add_block_mx !addr0 /inflated addrA.
have HE : (mC (row_mx X1 N2))^T *m mC (row_mx X1 N2) = block_mx K1 K12 K12^T K2.
  by rewrite mC_sym mC_row mulmx_block -/B -/C1 -/D2 /K12 trmxD !trmx_mul sC sD.
have pI := views_pd N2 pS pT1 pT2 pG (lt_le_trans ltr01 a1); rewrite SE in mE pI.
have sI : (inflated A1 B (D2 + Th2) Ga2 (alpha ^+ 2))^T = inflated A1 B (D2 + Th2) Ga2 (alpha ^+ 2) by apply: inflated_sym.
have rH : (k <= \rank (mC (row_mx X1 N2)))%N.
  by apply: rank_signal_block; rewrite mC_row block_mxKul; apply: pd_unit.
have [W mW eW] := rc_min_frame sI pI (leq_addr m k) mE rH; rewrite HE in mW.
have [fW hW] := toP W (main _ a2 W mW).
have uQ : Q \in unitmx by case/mulmx1_unit: QQ.
split.
  by rewrite /row_free -(mxrankMfree E (_ : row_free Q)) ?row_free_unit // eW.
rewrite (signal_projector QQ) (row_projector_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ).
by rewrite (row_projector_eqmx eW).
Qed.
End FixedSample.
