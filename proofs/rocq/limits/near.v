(** * Optima of samples whose second moment is near a block-diagonal one, in terms of epsilon and eta

    Data X of n samples with mC X near Q (C1 (+) D0) Q'; augmentation noise of covariance Q (Th1 (+) N0) Q'.
    Corrupted data have D0 = Gamma2, clean data D0 = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil recovery rc_pencil supervised_rate.
From Jerc Require Import norm_bounds gram_bound continuity row_projector rotation rc_full_rank leak.
From Jerc Require Import proposition_4_3_alpha.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Continuity.
Variable F : rcfType.

Lemma lower_near n (S0 : 'M[F]_n) : S0^T = S0 -> pd S0 ->
  exists2 h, 0 < h & exists2 eta, 0 < eta & forall S, fnorm2 (S - S0) <= eta -> psd (S - h%:M).
Proof.
move=> s p; have [mu mu0 low] := pd_lower s p; have h0 : 0 < mu / 2%:R by rewrite divr_gt0 ?ltr0n.
have m2 : mu = mu / 2%:R + mu / 2%:R by rewrite -mulr2n -mulr_natr divfK // pnatr_eq0.
exists (mu / 2%:R) => //; exists ((mu / 2%:R) ^+ 2) => [|S hS]; first by rewrite exprn_gt0.
have -> : S - (mu / 2%:R)%:M = (S0 - mu%:M) + ((mu / 2%:R)%:M + (S - S0)).
  rewrite {2}m2 raddfD /=; move: (mu / 2%:R)%:M => M; apply/matrixP => i j; rewrite !mxE.
  have R (a b c : F) : a - b = c - (b + b) + (b + (a - c)) by ring.
  exact: R.
by apply: psdD => //; apply: psd_small hS; apply: ltW.
Qed.
Lemma pd_near n (S0 : 'M[F]_n) : S0^T = S0 -> pd S0 ->
  exists2 eta, 0 < eta & forall S, fnorm2 (S - S0) <= eta -> pd S.
Proof.
by move=> s p; have [h h0 [eta eta0 low]] := lower_near s p; exists eta => // S /low; apply: psd_gap_pd.
Qed.

Lemma square_near d (C0 : 'M[F]_d) : forall eta, 0 < eta -> exists2 eta', 0 < eta' & forall C : 'M[F]_d,
  fnorm2 (C - C0) <= eta' -> fnorm2 (C^T *m C - C0^T *m C0) <= eta.
Proof.
move=> eta eta0; pose c := fnorm2 C0; have c0 : 0 <= c := fnorm2_ge0 C0.
pose M := 4%:R + 6%:R * c; have M0 : 0 < M by rewrite ltr_paddr ?ltr0n // mulr_ge0 ?ler0n.
exists (Num.min 1 (eta / M)) => [|C]; first by rewrite lt_minr ltr01 divr_gt0.
rewrite le_minr ler_pdivl_mulr // => /andP[h1 hM].
have -> : C^T *m C - C0^T *m C0 = (C - C0)^T *m C + C0^T *m (C - C0).
  by rewrite trmxB mulmxBl mulmxBr addrA subrK.
apply: (le_trans (fnorm2D_le _ _)); apply: le_trans hM.
have hC : fnorm2 C <= 2%:R * (1 + c).
  rewrite -[C](subrK C0); apply: (le_trans (fnorm2D_le _ _)).
  by rewrite ler_wpmul2l ?ler0n // ler_add2r.
have a1 := fnorm2_mul (C - C0)^T C; have a2 := fnorm2_mul C0^T (C - C0); rewrite !fnorm2_tr in a1 a2.
have d0 := fnorm2_ge0 (C - C0).
rewrite -/c in a2; rewrite -subr_ge0.
have R (d1 x a b : F) : d1 * M - 2%:R * (a + b)
  = 2%:R * (d1 * x - a) + 2%:R * (c * d1 - b) + 2%:R * d1 * (2%:R * (1 + c) - x) by rewrite /M; ring.
rewrite (R _ (fnorm2 C)).
by apply: addr_ge0; [apply: addr_ge0|]; rewrite mulr_ge0 ?ler0n ?subr_ge0 // mulr_ge0 ?ler0n.
Qed.
End Continuity.

Section Near.
Variables (F : rcfType) (k m : nat) (Q : 'M[F]_(k + m)).
Variables (C1 Th1 : 'M[F]_k) (D0 N0 : 'M[F]_m).
Hypothesis (QQ : Q^T *m Q = 1%:M).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sD : D0^T = D0) (pD : psd D0) (sN : N0^T = N0) (pS2 : pd (D0 + N0)).
Notation A1 := (C1 + Th1).
Notation S2 := (D0 + N0).
Notation N := (block_mx Th1 0 0 N0).
Let QQC : Q *m Q^T = 1%:M. Proof. exact: mulmx1C. Qed.
Let sA : A1^T = A1. Proof. by rewrite trmxD sC sT1. Qed.
Let pA : pd A1. Proof. exact: pd_add_psd. Qed.
Let sS2 : S2^T = S2. Proof. by rewrite trmxD sD sN. Qed.

(** The augmentation noise of one sample size: any finite law with mean zero and the given covariance. *)
Definition augmented n (P : forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)), Prop) :=
  (0 < n)%N -> forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
  is_law p -> centred p e -> noise_cov p e = Q *m N *m Q^T -> P T p e.

(** The second moment of X is within eta of its limit. *)
Definition near eta n (X : 'M[F]_(n, k + m)) := fnorm2 (mC X - Q *m block_mx C1 0 0 D0 *m Q^T) <= eta.

Lemma X_rotate n (X : 'M[F]_(n, k + m)) : X = X *m Q *m Q^T.
Proof. by rewrite -mulmxA QQC mulmx1. Qed.

Lemma moments_near eta n (X : 'M[F]_(n, k + m)) : near eta X ->
  fnorm2 (mC (X *m Q) - block_mx C1 0 0 D0) <= eta
  /\ fnorm2 (mC (X *m Q) + N - block_mx A1 0 0 S2) <= eta.
Proof.
move=> hn; have e : fnorm2 (mC (X *m Q) - block_mx C1 0 0 D0) <= eta.
  by rewrite -(fnorm2_rotate QQ) mulmxBr mulmxBl -mC_rotate -X_rotate.
split=> //; apply: le_trans e; rewrite le_eqVlt; apply/orP; left; apply/eqP; congr fnorm2.
have -> : block_mx A1 0 0 S2 = block_mx C1 0 0 D0 + N by rewrite add_block_mx !addr0.
by rewrite opprD addrACA subrr addr0.
Qed.

Lemma views_sym n (X : 'M[F]_(n, k + m)) : (mC (X *m Q) + N)^T = mC (X *m Q) + N.
Proof. by rewrite trmxD mC_sym sym_block. Qed.

(** Joint-embedding above the threshold: every eigenvalue of the signal pencil is at least delta, every one of the noise
    pencil is below delta. *)
Theorem je_near delta : 0 <= delta -> psd (C1 - delta *: A1) -> pd (delta *: S2 - D0) ->
  forall eps, 0 < eps -> exists2 eta, 0 < eta & forall n (X : 'M[F]_(n, k + m)), near eta X -> augmented n (fun T p e =>
    forall W : 'M[F]_(k, k + m), je_optimal p (additive e) X W ->
    fnorm2 (W^T *m W - Q *m signal_gram m A1 *m Q^T) <= eps).
Proof.
move=> d0 Gd pgap eps eps0.
have [eta eta0 main] := gram_continuous sA pA sC (pd_psd pC) sS2 pS2 sD pD d0 Gd pgap eps0.
exists eta => // n X /moments_near[h1 h2] n0 T p e lp ce cov W.
rewrite (X_rotate X) => /(je_optimal_pencil lp ce n0 QQ cov) mW.
rewrite (gram_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ).
exact: main (views_sym X) h2 h1 _ mW.
Qed.

(** Joint-embedding below the threshold. *)
Theorem je_near_leak delta (w2 : 'rV[F]_m) : pencil_least C1 A1 delta -> (w2 *m (delta *: S2 - D0) *m w2^T) 0 0 < 0 ->
  exists2 c, 0 < c & exists2 eta, 0 < eta & forall n (X : 'M[F]_(n, k + m)), near eta X -> augmented n (fun T p e =>
    forall W : 'M[F]_(k, k + m), je_optimal p (additive e) X W ->
    c <= fnorm2 (row_projector W - row_projector (signal Q))).
Proof.
move=> hd below.
have [c c0 [eta eta0 main]] := leak_persists sA pA sC (pd_psd pC) sS2 pS2 sD pD hd below.
exists c => //; exists eta => // n X /moments_near[h1 h2] n0 T p e lp ce cov W.
rewrite (X_rotate X) => /(je_optimal_pencil lp ce n0 QQ cov) mW.
rewrite (signal_projector QQ) (row_projector_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ).
exact: (main _ _ (views_sym X) h2 h1 _ mW).2.
Qed.

(** Reconstruction: the same with the squares of C1 and D0. *)
Lemma rc_pencil_near eta : 0 < eta -> exists2 eta', 0 < eta' & forall n (X : 'M[F]_(n, k + m)), near eta' X -> augmented n (fun T p e =>
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) X E D ->
  let C := mC (X *m Q) in
  [/\ fnorm2 (C + N - block_mx A1 0 0 S2) <= eta, fnorm2 (C^T *m C - block_mx (C1 *m C1) 0 0 (D0 *m D0)) <= eta &
      exists2 W : 'M[F]_(k, k + m), pencil_max (C + N) (C^T *m C) W & (E *m Q :=: W)%MS]).
Proof.
move=> eta0; have [e1 e10 h1] := square_near (block_mx C1 0 0 D0) eta0.
have [e2 e20 h2] := pd_near (sym_block sA sS2) (pd_block pA pS2).
have [e3 e30 h3] := pd_near sC pC.
have e0 : 0 < Num.min (Num.min eta e1) (Num.min e2 e3) by rewrite !lt_minr eta0 e10 e20.
eexists; first exact: e0.
move=> n X /moments_near[]; rewrite !le_minr => /andP[/andP[_ m1] /andP[_ m3]] /andP[/andP[n0' _] /andP[n2 _]].
move=> n0 T p e lp ce cov E D oE C; rewrite (X_rotate X) in oE.
have mE := rc_optimal_pencil lp ce n0 QQ cov oE; rewrite -/C in mE m1 m3 n0' n2.
have sq : (block_mx C1 0 0 D0)^T *m block_mx C1 0 0 D0 = block_mx (C1 *m C1) 0 0 (D0 *m D0).
  by rewrite (sym_block sC sD) mulmx_block !(mul0mx, mulmx0, add0r, addr0).
have rH : (k <= \rank C)%N.
  apply: rank_signal_block; apply: pd_unit; apply: h3; apply: le_trans m3.
  rewrite -[X in _ <= fnorm2 (X - _)]submxK opp_block_mx add_block_mx fnorm2_block.
  by rewrite -addrA ler_addl !addr_ge0 ?fnorm2_ge0.
rewrite -sq; split=> //; first exact: h1.
exact: (rc_min_frame (views_sym X) (h2 _ n2) (leq_addr m k) mE rH).
Qed.

Theorem rc_near eta2 : 0 <= eta2 -> psd (C1 *m C1 - eta2 *: A1) -> pd (eta2 *: S2 - D0 *m D0) ->
  forall eps, 0 < eps -> exists2 eta, 0 < eta & forall n (X : 'M[F]_(n, k + m)), near eta X -> augmented n (fun T p e =>
    forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) X E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps).
Proof.
move=> d0 Gd pgap eps eps0; have [eta' eta'0 toP] := @gram_to_projector _ _ m _ sA pA _ eps0.
have sC2 : (C1 *m C1)^T = C1 *m C1 by rewrite trmx_mul sC.
have sD2 : (D0 *m D0)^T = D0 *m D0 by rewrite trmx_mul sD.
have pC2 : psd (C1 *m C1) by rewrite -{2}sC; apply: psd_gram.
have pD2 : psd (D0 *m D0) by rewrite -{2}sD; apply: psd_gram.
have [eta eta0 main] := gram_continuous sA pA sC2 pC2 sS2 pS2 sD2 pD2 d0 Gd pgap eta'0.
have [eta1 eta10 h] := rc_pencil_near eta0; exists eta1 => // n X /h hn n0 T p e lp ce cov E D oE.
have [h1 h2 [W mW eW]] := hn n0 T p e lp ce cov E D oE.
have [fW hW] := toP W (main _ _ (views_sym X) h1 h2 W mW).
have uQ : Q \in unitmx by case/mulmx1_unit: QQ.
split.
  by rewrite /row_free -(mxrankMfree E (_ : row_free Q)) ?row_free_unit // eW.
rewrite (signal_projector QQ) (row_projector_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ).
by rewrite (row_projector_eqmx eW).
Qed.

Theorem rc_near_leak eta2 (w2 : 'rV[F]_m) : pencil_least (C1 *m C1) A1 eta2 ->
  (w2 *m (eta2 *: S2 - D0 *m D0) *m w2^T) 0 0 < 0 ->
  exists2 c, 0 < c & exists2 eta, 0 < eta & forall n (X : 'M[F]_(n, k + m)), near eta X -> augmented n (fun T p e =>
    forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) X E D ->
    c <= fnorm2 (row_projector E - row_projector (signal Q))).
Proof.
move=> hd below.
have sC2 : (C1 *m C1)^T = C1 *m C1 by rewrite trmx_mul sC.
have sD2 : (D0 *m D0)^T = D0 *m D0 by rewrite trmx_mul sD.
have pC2 : psd (C1 *m C1) by rewrite -{2}sC; apply: psd_gram.
have pD2 : psd (D0 *m D0) by rewrite -{2}sD; apply: psd_gram.
have [c c0 [eta eta0 main]] := leak_persists sA pA sC2 pC2 sS2 pS2 sD2 pD2 hd below.
have [eta1 eta10 h] := rc_pencil_near eta0; exists c => //; exists eta1 => // n X /h hn n0 T p e lp ce cov E D oE.
have [h1 h2 [W mW eW]] := hn n0 T p e lp ce cov E D oE.
rewrite (signal_projector QQ) (row_projector_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ) (row_projector_eqmx eW).
exact: (main _ _ (views_sym X) h1 h2 W mW).2.
Qed.
End Near.
