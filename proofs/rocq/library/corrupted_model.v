(** * Corrupted data with block-diagonal moments: above, at and below the threshold

    Above its threshold a problem has exactly the signal optima of [block_model]; at the threshold these are
    still optimal but not alone; below it every optimum has a noise part. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block spectral pencil recovery rc_pencil noise_blocks optimal_pencil signal_model.
From Jerc Require Import block_model.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Corrupted.
Variables (F : rcfType) (T : finType) (p : T -> F) (k m : nat) (e : T -> 'rV[F]_(k + m)) (Q : 'M[F]_(k + m)).
Hypotheses (p1 : \sum_w p w = 1) (e0 : centred p e) (QQ : Q^T *m Q = 1%:M).
Variables (C1 Th1 : 'M[F]_k) (Ga2 Th2 : 'M[F]_m) (a2 : F).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sG : Ga2^T = Ga2) (pG : pd Ga2) (sT2 : Th2^T = Th2) (pT2 : psd Th2) (a0 : 0 <= a2).
Hypothesis views : noise_cov p e = Q *m block_mx Th1 0 0 (Th2 + a2 *: Ga2) *m Q^T.
Variables (n : nat) (X : 'M[F]_(n, k + m)).
Hypotheses (n0 : (0 < n)%N) (data : mC X = Q *m block_mx C1 0 0 Ga2 *m Q^T).
Notation tau := (additive e).
Notation A1 := (C1 + Th1).
Notation S0 := (pop_S C1 Th1 Ga2 Th2 a2).
Notation G0 := (pop_G C1 Ga2).

Let S0E : block_mx C1 0 0 Ga2 + block_mx Th1 0 0 (Th2 + a2 *: Ga2) = S0.
Proof. by rewrite add_block_mx !addr0 /pop_S /noise_views scalerDl scale1r -addrA (addrC Th2). Qed.
Let pS0 : pd S0 := pop_S_pd pC pT1 pG pT2 a0.

Lemma je_optimal_corrupted (W : 'M[F]_(k, k + m)) : je_optimal p tau X W <-> pencil_max S0 G0 (W *m Q).
Proof. by apply: iff_trans (je_optimal_model p1 e0 n0 QQ data views W) _; rewrite S0E. Qed.

Lemma rc_optimal_corrupted (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) :
  rc_optimal p tau X E D <-> exists (M : 'M[F]_k) (W : 'M[F]_(k, k + m)),
    [/\ pencil_max S0 (G0^T *m G0) W, E *m Q = M *m W & Q^T *m D *m M = G0 *m W^T].
Proof.
have pS0' := pS0; rewrite -S0E in pS0'.
by apply: iff_trans (rc_optimal_model p1 e0 n0 QQ data views E D pS0') _; rewrite S0E.
Qed.

(** Every solution of the pencil problem is the frame of an optimal pair. *)
Lemma rc_optimal_of_frame (W : 'M[F]_(k, k + m)) : pencil_max S0 (G0^T *m G0) W ->
  rc_optimal p tau X (W *m Q^T) (Q *m G0 *m W^T).
Proof.
move=> h; apply/rc_optimal_corrupted; exists 1%:M, W; split=> //.
  by rewrite mul1mx basis_back.
by rewrite mulmx1 !mulmxA QQ mul1mx.
Qed.

(** The mixing matrix of an optimal encoder is invertible. *)
Lemma mixing_unit (M : 'M[F]_k) (W : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) :
  feasible S0 W -> D *m M = G0 *m W^T -> M \in unitmx.
Proof.
move=> f h; have uG := pop_G_unit pC pG.
have rW : \rank W = k.
  apply/eqP; rewrite eqn_leq rank_leq_row /=.
  move: f; rewrite /feasible -mulmxA => f; have := mxrankM_maxl W (S0 *m W^T).
  by rewrite f mxrank1.
have rH : \rank (G0 *m W^T) = k.
  by rewrite -mxrank_tr trmx_mul trmxK mxrankMfree // row_free_unit unitmx_tr.
rewrite -row_free_unit /row_free eqn_leq rank_leq_row /= -{1}rH -h; exact: mxrankM_maxr.
Qed.

Lemma rc_optimal_noise_part (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) : rc_optimal p tau X E D ->
  (forall W : 'M[F]_(k, k + m), pencil_max S0 (G0^T *m G0) W -> rsubmx W != 0) -> noise_part Q E != 0.
Proof.
move=> /rc_optimal_corrupted[M [W [mW eE eD]]] lost; have uM := mixing_unit mW.1 eD.
rewrite /noise_part eE -[W]hsubmxK mul_mx_row row_mxKr; apply: contra (lost W mW) => /eqP z.
by rewrite -[rsubmx W](mulKmx uM) z mulmx0.
Qed.

Section JE.
Variables delta lam : F.
Hypotheses (hd : pencil_least C1 A1 delta) (hl : pencil_least Th2 Ga2 lam).

Theorem je_corrupted_above (W : 'M[F]_(k, k + m)) : je_level delta lam < a2 ->
  je_optimal p tau X W <-> signal_frame A1 Q W.
Proof.
move=> h; apply: iff_trans (je_optimal_corrupted W) _.
apply: iff_trans (je_above sC pC sT1 pT1 sG pG sT2 pT2 a0 hd hl h _) _; exact: feasible_signal_frame.
Qed.
Theorem je_corrupted_tie (W : 'M[F]_(k, k + m)) : je_level delta lam <= a2 ->
  signal_frame A1 Q W -> je_optimal p tau X W.
Proof.
move=> h /(feasible_signal_frame _ _ (noise_views Ga2 Th2 a2))[f W2]; apply/je_optimal_corrupted.
exact: (je_tie sC pC sT1 pT1 sG pG sT2 pT2 a0 hd hl h f W2).
Qed.
Theorem je_corrupted_leak : a2 <= je_level delta lam ->
  exists2 W : 'M[F]_(k, k + m), je_optimal p tau X W & noise_part Q W != 0.
Proof.
move=> h; have [W mW W2] := je_leak sC pC sT1 pT1 sG pG sT2 pT2 a0 hd hl h.
exists (W *m Q^T); last by rewrite /noise_part basis_back.
by apply/je_optimal_corrupted; rewrite basis_back.
Qed.
Theorem je_corrupted_lost (W : 'M[F]_(k, k + m)) : a2 < je_level delta lam ->
  je_optimal p tau X W -> noise_part Q W != 0.
Proof. by move=> h /je_optimal_corrupted; apply: (je_lost sC pC sT1 pT1 pG pT2 a0 hd hl h). Qed.
End JE.

Section RC.
Variables eta2 mu : F.
Hypotheses (he : pencil_least (C1 *m C1) A1 eta2).
Hypothesis hm : pencil_greatest (eta2^-1 *: (Ga2 *m Ga2) - Th2) Ga2 mu.

Let decoder (V : 'M[F]_k) : G0 *m (row_mx V (0 : 'M_(k, m)))^T = col_mx (C1 *m V^T) 0.
Proof. by rewrite tr_row_mx trmx0 /pop_G mul_block_col !(mul0mx, mulmx0, addr0). Qed.
Let feasible_row (V : 'M[F]_k) : feasible S0 (row_mx V (0 : 'M_(k, m))) <-> V *m A1 *m V^T = 1%:M.
Proof. by rewrite /feasible /pop_S quad_block !mul0mx addr0. Qed.

Theorem rc_corrupted_above (E : 'M[F]_(k, k + m)) D : rc_level mu < a2 ->
  rc_optimal p tau X E D <-> signal_code C1 A1 Q E D.
Proof.
move=> h; apply: iff_trans (rc_optimal_corrupted E D) _; split=> -[M]; last first.
  move=> [V [h1 h2 h3]]; exists M, (row_mx V 0); split=> //; last by rewrite decoder.
  apply/(rc_above sC pC sT1 pT1 sG pG sT2 pT2 a0 he hm h).
  by rewrite row_mxKr; split=> //; apply/feasible_row.
move=> [W [/(rc_above sC pC sT1 pT1 sG pG sT2 pT2 a0 he hm h)[f W2] h2 h3]]; exists M, (lsubmx W).
have eW : W = row_mx (lsubmx W) 0 by rewrite -W2 hsubmxK.
by rewrite eW in f h2 h3; split=> //; [apply/feasible_row|rewrite h3 decoder].
Qed.
Theorem rc_corrupted_tie (E : 'M[F]_(k, k + m)) D : rc_level mu <= a2 ->
  signal_code C1 A1 Q E D -> rc_optimal p tau X E D.
Proof.
move=> h [M [V [h1 h2 h3]]]; apply/rc_optimal_corrupted; exists M, (row_mx V 0).
split=> //; last by rewrite decoder.
by apply: (rc_tie sC pC sT1 pT1 sG pG sT2 pT2 a0 he hm h); [apply/feasible_row|rewrite row_mxKr].
Qed.
Theorem rc_corrupted_leak : a2 <= rc_level mu ->
  exists (E : 'M[F]_(k, k + m)) D, rc_optimal p tau X E D /\ noise_part Q E != 0.
Proof.
move=> h; have [W mW W2] := rc_leak sC pC sT1 pT1 sG pG sT2 pT2 a0 he hm h.
exists (W *m Q^T), (Q *m G0 *m W^T); split; first exact: rc_optimal_of_frame.
by rewrite /noise_part basis_back.
Qed.
Theorem rc_corrupted_lost (E : 'M[F]_(k, k + m)) D : a2 < rc_level mu ->
  rc_optimal p tau X E D -> noise_part Q E != 0.
Proof.
by move=> h /rc_optimal_noise_part; apply => W; apply: (rc_lost sC pC sT1 pT1 sG pG pT2 a0 he hm h).
Qed.
End RC.
End Corrupted.
