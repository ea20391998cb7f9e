(** * Optima of both problems for block-diagonal second moments: corrupted data, clean data, and the thresholds

    Corrupted data: C = Q (C1 (+) Gamma2) Q'. Clean data: C = Q (C1 (+) 0) Q'. Augmentation: covariance
    Q (Theta1 (+) (Theta2 + a2 Gamma2)) Q'. The blocks need not commute. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block spectral pencil recovery rc_pencil noise_blocks optimal_pencil signal_model.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The optima in the signal space: frames W with no noise part, orthonormal for A1 = C1 + Theta1; and pairs
    (E, D) that factor through such a frame with the decoder of the signal. *)
Section SignalOptima.
Variables (F : realFieldType) (k m : nat) (C1 A1 : 'M[F]_k) (Q : 'M[F]_(k + m)).
Definition signal_frame (W : 'M[F]_(k, k + m)) :=
  lsubmx (W *m Q) *m A1 *m (lsubmx (W *m Q))^T = 1%:M /\ noise_part Q W = 0.
Definition signal_code (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) := exists M V : 'M[F]_k,
  [/\ V *m A1 *m V^T = 1%:M, E *m Q = M *m row_mx V 0 & Q^T *m D *m M = col_mx (C1 *m V^T) 0].

Lemma feasible_signal_frame (N : 'M[F]_m) (W : 'M[F]_(k, k + m)) :
  feasible (block_mx A1 0 0 N) (W *m Q) /\ rsubmx (W *m Q) = 0 <-> signal_frame W.
Proof.
rewrite /signal_frame /noise_part; move: (W *m Q) => V.
have e : rsubmx V = 0 -> V = row_mx (lsubmx V) 0 by move=> V2; rewrite -V2 hsubmxK.
split=> -[h V2]; split=> //; last by rewrite /feasible (e V2) quad_block !mul0mx addr0.
by move: h; rewrite /feasible {1 2}(e V2) quad_block !mul0mx addr0.
Qed.

Lemma signal_frame_rows (W : 'M[F]_(k, k + m)) : Q^T *m Q = 1%:M -> signal_frame W -> (W :=: signal Q)%MS.
Proof.
move=> QQ [h W2]; apply: rows_signal => //.
by move: h; rewrite -mulmxA => /mulmx1_unit[].
Qed.
Lemma signal_code_rows (E : 'M[F]_(k, k + m)) D : C1 \in unitmx -> Q^T *m Q = 1%:M -> signal_code E D ->
  (E :=: signal Q)%MS.
Proof.
move=> uC QQ [M [V [h eE eD]]].
have [uV _] : V \in unitmx /\ A1 *m V^T \in unitmx by move: h; rewrite -mulmxA => /mulmx1_unit.
have uM : M \in unitmx.
  have e : usubmx (Q^T *m D) *m M = C1 *m V^T by rewrite mul_usub_mx eD col_mxKu.
  have u2 : C1 *m V^T \in unitmx by rewrite unitmx_mul uC unitmx_tr.
  rewrite -row_free_unit /row_free eqn_leq rank_leq_row /= -{1}(mxrank_unit u2) -e.
  exact: mxrankS (submxMl _ _).
apply: rows_signal => //; last by rewrite /noise_part eE mul_mx_row mulmx0 row_mxKr.
by rewrite eE mul_mx_row row_mxKl unitmx_mul uM.
Qed.
End SignalOptima.

Section BlockModel.
Variables (F : rcfType) (T : finType) (p : T -> F) (k m : nat) (e : T -> 'rV[F]_(k + m)) (Q : 'M[F]_(k + m)).
Hypotheses (p1 : \sum_w p w = 1) (e0 : centred p e) (QQ : Q^T *m Q = 1%:M).
Variables (C1 Th1 : 'M[F]_k) (Ga2 Th2 : 'M[F]_m) (a2 : F).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sG : Ga2^T = Ga2) (pG : pd Ga2) (sT2 : Th2^T = Th2) (pT2 : psd Th2) (a0 : 0 <= a2).
Hypothesis views : noise_cov p e = Q *m block_mx Th1 0 0 (Th2 + a2 *: Ga2) *m Q^T.
Notation tau := (additive e).
Notation A1 := (C1 + Th1).

(** Clean data: the optima are exactly the signal optima. *)
Section Clean.
Variables (n : nat) (X : 'M[F]_(n, k + m)).
Hypotheses (n0 : (0 < n)%N) (data : mC X = Q *m block_mx C1 0 0 0 *m Q^T) (pS : pd (mS p tau X)).
Let N2 := Th2 + a2 *: Ga2.
Let S0 := block_mx A1 0 0 N2.

Let S0E : block_mx C1 0 0 0 + block_mx Th1 0 0 N2 = S0.
Proof. by rewrite add_block_mx !addr0 add0r. Qed.
Let sN2 : N2^T = N2. Proof. by rewrite trmxD trmxZ sG sT2. Qed.
Let pS0 : pd S0.
Proof.
have h : Q^T *m mS p tau X *m Q^T^T = S0.
  rewrite (mS_model p1 e0 n0 data views) S0E trmxK !mulmxA QQ mul1mx -mulmxA QQ mulmx1 //.
rewrite -h; apply: pd_congr => //; rewrite row_free_unit unitmx_tr.
by have [] := mulmx1_unit (mulmx1C QQ).
Qed.
Let pN2 : pd N2.
Proof.
move=> x x0; have x0' : row_mx (0 : 'rV_k) x != 0 by rewrite row_mx_eq0 eqxx.
by have := pS0 x0'; rewrite quad_block !mul0mx add0r.
Qed.

Let zero_noise delta (G1 : 'M[F]_k) (W : 'M[F]_(k, k + m)) :
  0 < delta -> G1^T = G1 -> pencil_least G1 A1 delta ->
  pencil_max S0 (block_mx G1 0 0 0) W <-> feasible S0 W /\ rsubmx W = 0.
Proof.
move=> d0 sG1 hd.
apply: (recovered (signal_views_sym sC sT1) (signal_views_pd pC pT1) sG1 sN2 pN2 hd).
by rewrite subr0; apply: pdZ.
Qed.

Theorem je_optimal_clean delta (W : 'M[F]_(k, k + m)) : pencil_least C1 A1 delta ->
  je_optimal p tau X W <-> signal_frame A1 Q W.
Proof.
move=> hd; apply: iff_trans (je_optimal_model p1 e0 n0 QQ data views W) _; rewrite S0E.
apply: iff_trans (zero_noise _ (pencil_least_gt0 pC (signal_views_pd pC pT1) hd) sC hd) _.
exact: feasible_signal_frame.
Qed.

Theorem rc_optimal_clean eta2 (E : 'M[F]_(k, k + m)) D : pencil_least (C1 *m C1) A1 eta2 ->
  rc_optimal p tau X E D <-> signal_code C1 A1 Q E D.
Proof.
move=> he; have pS0' := pS0; rewrite -S0E in pS0'.
apply: iff_trans (rc_optimal_model p1 e0 n0 QQ data views E D pS0') _; rewrite S0E.
have GG : (block_mx C1 0 0 (0 : 'M_m))^T *m block_mx C1 0 0 (0 : 'M_m) = block_mx (C1 *m C1) 0 0 0.
  by rewrite (sym_block sC (trmx0 _ _ _)) mulmx_block !(mul0mx, mulmx0, addr0).
have e_gt0 := pencil_least_gt0 (pd_square sC pC) (signal_views_pd pC pT1) he.
rewrite GG; split=> -[M]; last first.
  move=> [V [h1 h2 h3]]; exists M, (row_mx V 0); split=> //.
    apply/(zero_noise _ e_gt0 (sq_sym sC) he); rewrite row_mxKr; split=> //.
    by rewrite /feasible quad_block !mul0mx addr0.
  by rewrite h3 tr_row_mx trmx0 mul_block_col !(mul0mx, mulmx0, addr0).
move=> [W [/(zero_noise _ e_gt0 (sq_sym sC) he)[f W2] h2 h3]]; exists M, (lsubmx W).
have eW : W = row_mx (lsubmx W) 0 by rewrite -W2 hsubmxK.
rewrite eW in f h2 h3; split=> //; first by move: f; rewrite /feasible quad_block !mul0mx addr0.
by rewrite h3 tr_row_mx trmx0 mul_block_col !(mul0mx, mulmx0, addr0).
Qed.
End Clean.
End BlockModel.
