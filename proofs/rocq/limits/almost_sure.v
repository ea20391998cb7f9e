(** * Propositions 4.2, 4.3 and 4.4 as n -> infinity, almost surely: the noise is random

    In words. The samples are x~_i = (x_i, e_i) Q': signal rows x_1, x_2, ... with (1/n) X1'X1 -> C1 and
    independent noise rows e_i with mean zero, covariance Gamma2 and finite fourth moments, of any law (the
    record [draws] of window.v). Then the solutions converge almost surely, in window form: for all eps, delta
    there is N such that for every M >= N, except with probability delta, the distance to the limit is at most
    eps for all n in [N, M]. N does not depend on M, nor on the law of the noise but through Gamma2 and its
    fourth moments.

    Hypotheses beyond the paper's. None on the random part: the law of large numbers is proved. On the given
    part: (1/n) X1'X1 converges (the audit shows that the printed statement needs that, or a gap uniform in n);
    in Proposition 4.2 (1/n) Y'X1 converges and |Y|^2 <= B n. The field is archimedean, like the reals. The
    augmentation has any finite law with the given covariance ([any_noise_is_finite] for the others). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil recovery thresholds diagonal noise_blocks diagonal_pencils.
From Jerc Require Import norm_bounds gram_bound row_projector rotation proposition_4_4_alpha near sample_limit.
From Jerc Require Import proposition_4_2_n proposition_4_4_n expectation window law_of_large_numbers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The first n samples: corrupted at an outcome w, and clean. *)
Definition corrupted (F : realFieldType) (L : expectation F) (O : outcomes L) k m (Q : 'M[F]_(k + m))
    (x : nat -> 'rV[F]_k) (e : nat -> 'I_m -> square L) (w : outcome O) n : 'M[F]_(n, k + m) :=
  row_mx (first_rows x n) (first_rows (noise_row e w) n) *m Q^T.
Definition uncorrupted (F : realFieldType) k m (Q : 'M[F]_(k + m)) (x : nat -> 'rV[F]_k) n : 'M[F]_(n, k + m) :=
  row_mx (first_rows x n) 0 *m Q^T.

(** Convergent second moments are bounded. *)
Lemma convergent_bounded (F : realFieldType) k (x : nat -> 'rV[F]_k) (C1 : 'M[F]_k) :
  converges (fun n => mC (first_rows x n)) C1 -> exists B, forall n, fnorm2 (first_rows x n) <= B * n%:R.
Proof.
move=> conv; have [N hN] := conv 1 ltr01.
have rows n : fnorm2 (first_rows x n) = \sum_(0 <= i < n) sq (x i).
  by rewrite fnorm2_rows big_mkord; apply: eq_bigr => i _; rewrite rowK.
have x0 i : 0 <= sq (x i) by apply: sq_ge0.
pose B := `|\tr C1| + k%:R + \sum_(0 <= i < N) sq (x i).
have s0 p q : 0 <= \sum_(p <= i < q) sq (x i) by apply: sumr_ge0 => i _.
have t0 : 0 <= `|\tr C1| + k%:R by rewrite addr_ge0 ?ler0n.
exists B => -[|n]; first by rewrite rows big_geq // mulr0.
have [lt|ge] := ltnP n.+1 N.
  rewrite rows; apply: (@le_trans _ _ B).
    rewrite /B (big_cat_nat _ _ _ (leq0n n.+1) (ltnW lt)) /= addrCA ler_addl.
    by rewrite addr_ge0.
  by rewrite ler_pemulr ?ler1n // addr_ge0.
have h := hN _ ge; have n0 : 0 < n.+1%:R :> F by rewrite ltr0n.
have -> : fnorm2 (first_rows x n.+1) = n.+1%:R * \tr (mC (first_rows x n.+1)).
  by rewrite /mC mxtraceZ mulrA mulfV ?gt_eqF // mul1r /fnorm2 mxtrace_mulC.
rewrite mulrC ler_pmul2r //; move: h; move: (mC _) => C h.
rewrite -[C](subrK C1) mxtraceD /B -addrA [X in _ <= X]addrC; apply: ler_add; last exact: ler_norm.
rewrite ler_paddr // -[X in _ <= X%:R]card_ord -sumr_const; apply: ler_sum => a _.
have : (C - C1) a a ^+ 2 <= 1.
  apply: le_trans h; rewrite fnorm2E (bigD1 a) //= (bigD1 a) //= -addrA ler_addl addr_ge0 //.
    by apply: sumr_ge0 => b _; apply: sqr_ge0.
  by apply: sumr_ge0 => b _; apply: sumr_ge0 => c _; apply: sqr_ge0.
move=> h1; rewrite leNgt; apply/negP => gt; move: h1; rewrite leNgt => /negP; apply.
by rewrite exprn_egt1.
Qed.

(** The second moment of the corrupted samples. *)
Section Data.
Variables (F : rcfType) (k m : nat) (Q : 'M[F]_(k + m)) (x : nat -> 'rV[F]_k) (C1 : 'M[F]_k).
Variables (Ga2 : 'M[F]_m) (K : F).
Hypothesis archimedean : Num.archimedean_axiom F.
Hypotheses (QQ : Q^T *m Q = 1%:M) (signal_moments : converges (fun n => mC (first_rows x n)) C1).

Lemma corrupted_near eta delta : 0 < eta -> 0 < delta -> exists2 N : nat, (0 < N)%N &
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z Ga2 K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N -> near Q C1 Ga2 eta (corrupted Q x e w n)).
Proof.
move=> eta0 delta0; have [B hB] := convergent_bounded signal_moments.
have e4 : 0 < eta / 4%:R by rewrite divr_gt0 ?ltr0n.
have d2 : 0 < delta / 2%:R by rewrite divr_gt0 ?ltr0n.
have [N1 h1] := signal_moments e4.
have [N2 N20 h2] := strong_law archimedean Ga2 K e4 d2.
have [N3 N30 h3] := strong_law_products archimedean Ga2 K e4 d2 hB.
exists (maxn N1 (maxn N2 N3)) => [|L O M e z dr]; first by rewrite !leq_max N20 orbT.
have dd : delta / 2%:R + delta / 2%:R <= delta.
  by rewrite -mulr2n -mulr_natr divfK ?pnatr_eq0.
apply: except_mono dd _ (except_and (h2 L O M e z dr) (h3 L O M e z dr)) => w [g2 g3] n.
rewrite !geq_max => /andP[/andP[/h1 b1 /andP[n2 n3]] nM].
have b2 := g2 n; rewrite n2 nM in b2; have {}b2 := b2 isT.
have b3 := g3 n; rewrite n3 nM in b3; have {}b3 := b3 isT.
rewrite /near /corrupted mC_rotate mC_row -mulmxBl -mulmxBr (fnorm2_rotate QQ) opp_block_mx add_block_mx.
rewrite !oppr0 !addr0 fnorm2_block fnorm2_tr.
have -> : eta = eta / 4%:R + eta / 4%:R + (eta / 4%:R + eta / 4%:R) by field.
by rewrite !ler_add.
Qed.

(** The label moments of the corrupted samples. *)
Lemma labels_near l (y : nat -> 'rV[F]_l) (b : 'M[F]_(l, k)) B eta delta :
  converges (fun n => cross_moment (first_rows y n) (first_rows x n)) b ->
  (forall n, fnorm2 (first_rows y n) <= B * n%:R) -> 0 < eta -> 0 < delta -> exists2 N : nat, (0 < N)%N &
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z Ga2 K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
    fnorm2 (cross_moment (first_rows y n) (corrupted Q x e w n) - row_mx b 0 *m Q^T) <= eta).
Proof.
move=> label_moments bound eta0 delta0; have e2 : 0 < eta / 2%:R by rewrite divr_gt0 ?ltr0n.
have [N1 h1] := label_moments _ e2; have [N2 N20 h2] := strong_law_products archimedean Ga2 K e2 delta0 bound.
exists (maxn N1 N2) => [|L O M e z dr]; first by rewrite leq_max N20 orbT.
apply: except_mono (lexx _) _ (h2 L O M e z dr) => w g2 n; rewrite geq_max => /andP[/andP[/h1 b1 n2] nM].
have b2 := g2 n; rewrite n2 nM in b2; have {}b2 := b2 isT.
have -> : cross_moment (first_rows y n) (corrupted Q x e w n)
    = row_mx (cross_moment (first_rows y n) (first_rows x n))
             (cross_moment (first_rows y n) (first_rows (noise_row e w) n)) *m Q^T.
  by rewrite /cross_moment /corrupted mulmxA mul_mx_row scalemxAl scale_row_mx.
have QQC : Q^T^T *m Q^T = 1%:M by rewrite trmxK mulmx1C.
rewrite -mulmxBl (fnorm2_rotate_rows QQC) opp_row_mx add_row_mx oppr0 addr0 fnorm2_row_mx.
have -> : eta = eta / 2%:R + eta / 2%:R by field.
by rewrite ler_add.
Qed.
End Data.

(** Proposition 4.2. *)
Section Supervised.
Variables (F : rcfType) (k m l : nat) (Q : 'M[F]_(k + m)) (x : nat -> 'rV[F]_k) (y : nat -> 'rV[F]_l).
Variables (C1 Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (b : 'M[F]_(l, k)) (alpha K B : F).
Hypothesis archimedean : Num.archimedean_axiom F.
Hypotheses (QQ : Q^T *m Q = 1%:M) (signal_moments : converges (fun n => mC (first_rows x n)) C1).
Hypothesis label_moments : converges (fun n => cross_moment (first_rows y n) (first_rows x n)) b.
Hypothesis label_growth : forall n, fnorm2 (first_rows y n) <= B * n%:R.
Hypotheses (sC : C1^T = C1) (sT1 : Th1^T = Th1) (pA : pd (C1 + Th1)).
Hypotheses (sT2 : Th2^T = Th2) (sG : Ga2^T = Ga2) (pG : psd Ga2) (pN : pd (Th2 + alpha ^+ 2 *: Ga2)).

(** PROPOSITION 4.2, n -> infinity, almost surely: V~ and V* have the same limit (b A1^-1, 0) Q'. *)
Theorem proposition_4_2_almost_surely : forall eps delta, 0 < eps -> 0 < delta ->
  exists N : nat, forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z,
  draws O M e z Ga2 K -> except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
  forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)),
    is_law p -> centred p f -> noise_cov p f = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall V Vc : 'M[F]_(l, k + m), sl_optimal p (additive f) (corrupted Q x e w n) (first_rows y n) V ->
    sl_optimal p (additive f) (uncorrupted Q x n) (first_rows y n) Vc ->
    [/\ fnorm2 (V - Vc) <= eps, fnorm2 (V - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps
      & fnorm2 (Vc - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps]).
Proof.
move=> eps delta eps0 delta0; have e4 : 0 < eps / 4%:R by rewrite divr_gt0 ?ltr0n.
have le4 : eps / 4%:R <= eps by rewrite ler_pdivr_mulr ?ltr0n // ler_pemulr ?ler1n // ltW.
have sN : (Th2 + alpha ^+ 2 *: Ga2)^T = Th2 + alpha ^+ 2 *: Ga2 by rewrite trmxD trmxZ sT2 sG.
have p1 : pd (Ga2 + (Th2 + alpha ^+ 2 *: Ga2)) by rewrite addrC; apply: pd_add_psd.
have p2 : pd (0 + (Th2 + alpha ^+ 2 *: Ga2)) by rewrite add0r.
have [eta1 eta10 near1] := sl_near b QQ sC sT1 pA sG sN p1 e4.
have [eta2 eta20 near2] := sl_near b QQ sC sT1 pA (trmx0 _ _ _) sN p2 e4.
have d2 : 0 < delta / 2%:R by rewrite divr_gt0 ?ltr0n.
have [N1 N10 h1] := corrupted_near Ga2 K archimedean QQ signal_moments eta10 d2.
have [N2 N20 h2] := labels_near Ga2 K archimedean QQ label_moments label_growth eta10 d2.
have [N3 h3] := signal_moments eta20; have [N4 h4] := label_moments eta20.
exists (maxn (maxn N1 N2) (maxn N3 N4)) => L O M e z dr.
have dd : delta / 2%:R + delta / 2%:R <= delta by rewrite -mulr2n -mulr_natr divfK ?pnatr_eq0.
apply: except_mono dd _ (except_and (h1 L O M e z dr) (h2 L O M e z dr)) => w [g1 g2] n.
rewrite !geq_max => /andP[/andP[/andP[n1 n2] /andP[/h3 c3 /h4 c4]] nM] T p f lp ce cov V Vc oV oVc.
have n0 : (0 < n)%N := leq_trans N10 n1.
have f1 : fnorm2 (V - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps / 4%:R.
  by apply: (near1 n _ _ _ _ n0 T p f lp ce cov V oV); [apply: g1; rewrite n1|apply: g2; rewrite n2].
have f2 : fnorm2 (Vc - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps / 4%:R.
  apply: (near2 n _ _ _ _ n0 T p f lp ce cov Vc oVc).
    rewrite /near /uncorrupted mC_rotate mC_row0 -mulmxBl -mulmxBr (fnorm2_rotate QQ) opp_block_mx add_block_mx.
    by rewrite !oppr0 !addr0 fnorm2_block !fnorm2_0 !addr0.
  have -> : cross_moment (first_rows y n) (uncorrupted Q x n)
      = row_mx (cross_moment (first_rows y n) (first_rows x n)) 0 *m Q^T.
    by rewrite /cross_moment /uncorrupted mulmxA mul_mx_row scalemxAl scale_row_mx mulmx0 scaler0.
  have QQC : Q^T^T *m Q^T = 1%:M by rewrite trmxK mulmx1C.
  by rewrite -mulmxBl (fnorm2_rotate_rows QQC) opp_row_mx add_row_mx oppr0 addr0 fnorm2_row_mx fnorm2_0 addr0.
split; [|exact: le_trans f1 le4|exact: le_trans f2 le4].
apply: (le_trans (fnorm2_mid V Vc (row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T))).
have -> : eps = 2%:R * (eps / 4%:R + eps / 4%:R) by field; rewrite ?pnatr_eq0.
by rewrite ler_wpmul2l ?ler0n // ler_add.
Qed.
End Supervised.

(** Propositions 4.3 and 4.4, in the printed case: everything diagonal in the basis Q. *)
Section Diagonal.
Variables (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m) (Q : 'M[F]_(k + m)) (x : nat -> 'rV[F]_k).
Variables (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha K : F).
Hypothesis archimedean : Num.archimedean_axiom F.
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j) (thJ_ge0 : forall j, 0 <= thJ j).
Hypotheses (QQ : Q^T *m Q = 1%:M) (signal_moments : converges (fun n => mC (first_rows x n)) (dg c)).

Let pC : pd (dg c). Proof. exact: (pd_dg c).1. Qed.
Let pG : pd (dg g). Proof. exact: (pd_dg g).1. Qed.
Let pT1 := psd_dg thI_ge0.
Let pT2 := psd_dg thJ_ge0.
Let sN : (dg thJ + alpha ^+ 2 *: dg g)^T = dg thJ + alpha ^+ 2 *: dg g.
Proof. by rewrite trmxD trmxZ !sdg. Qed.
Let pS2 : pd (dg g + (dg thJ + alpha ^+ 2 *: dg g)).
Proof. by rewrite noise_viewsE; apply: noise_views_pd => //; apply: sqr_ge0. Qed.
Let views : dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) = block_noise (dg thI) (dg thJ) (dg g) alpha.
Proof. by rewrite /dg2 /block_noise dgZ dgD. Qed.

(** What holds for every sample near the limit holds almost surely. *)
Lemma almost_surely (P : forall n (X : 'M[F]_(n, k + m)) (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)), Prop) :
  (exists2 eta, 0 < eta & forall n (X : 'M[F]_(n, k + m)), near Q (dg c) (dg g) eta X ->
    augmented Q (dg thI) (dg thJ + alpha ^+ 2 *: dg g) n (P n X)) ->
  forall delta, 0 < delta -> exists N : nat, forall (L : expectation F) (O : outcomes L) M
    (e : nat -> 'I_m -> square L) z, draws O M e z (dg g) K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
  forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)), is_law p -> centred p f ->
    noise_cov p f = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T -> P n (corrupted Q x e w n) T p f).
Proof.
move=> [eta eta0 h] delta delta0.
have [N N0 hN] := corrupted_near (dg g) K archimedean QQ signal_moments eta0 delta0.
exists N => L O M e z dr; apply: except_mono (lexx _) _ (hN L O M e z dr) => w hw n Nn T p f lp ce.
rewrite views => cov; apply: (h n _ (hw n Nn)) => //; apply: leq_trans N0 _; by case/andP: Nn.
Qed.

(** PROPOSITION 4.4, n -> infinity, almost surely. Above alpha_JE^2: W'W -> Q ((diag(c + th))^-1 (+) 0) Q'. *)
Theorem proposition_4_4_almost_surely : alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2 ->
  forall eps delta, 0 < eps -> 0 < delta -> exists N : nat,
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z (dg g) K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
  forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)), is_law p -> centred p f ->
    noise_cov p f = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive f) (corrupted Q x e w n) W ->
    fnorm2 (W^T *m W - Q *m signal_gram m (dg c + dg thI) *m Q^T) <= eps).
Proof.
rewrite -je_level_diag => above eps delta eps0; have hd := delta_least i0 c_gt0 thI_ge0.
have hl := theta_least j0 thJ g_gt0.
have d0 := pencil_least_gt0 pC (pd_add_psd pC pT1) hd.
apply: (almost_surely (P := fun n X T p f => forall W : 'M[F]_(k, k + m), je_optimal p (additive f) X W ->
    fnorm2 (W^T *m W - Q *m signal_gram m (dg c + dg thI) *m Q^T) <= eps)).
apply: (je_near QQ (sdg c) pC (sdg thI) pT1 (sdg g) (pd_psd pG) sN pS2 (ltW d0) hd.1) => //.
by rewrite noise_viewsE; apply: (je_level_pd (alpha ^+ 2) pC pT1 pG hd hl).2.
Qed.

(** Below alpha_JE^2 every optimum stays away from the signal space. *)
Theorem proposition_4_4_leak_almost_surely : alpha ^+ 2 < alpha2_JE i0 j0 c thI g thJ ->
  exists2 a, 0 < a & forall delta, 0 < delta -> exists N : nat,
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z (dg g) K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
  forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)), is_law p -> centred p f ->
    noise_cov p f = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive f) (corrupted Q x e w n) W ->
    a <= fnorm2 (row_projector W - row_projector (signal Q))).
Proof.
rewrite -je_level_diag => below; have hd := delta_least i0 c_gt0 thI_ge0.
have [_ [w2 w0 wR]] := theta_least j0 thJ g_gt0.
have d0 := pencil_least_gt0 pC (pd_add_psd pC pT1) hd.
have [|a a0 h] := je_near_leak QQ (sdg c) pC (sdg thI) pT1 (sdg g) (pd_psd pG) sN pS2 hd (w2 := w2).
  rewrite noise_viewsE /noise_views (je_combo _ _ (fmin j0 (fun j => thJ j / g j))) ?gt_eqF //.
  exact: (below_lt0 pG d0 w0 wR below).
by exists a => // delta; apply: (almost_surely (P := fun n X T p f => forall W : 'M[F]_(k, k + m),
  je_optimal p (additive f) X W -> a <= fnorm2 (row_projector W - row_projector (signal Q)))).
Qed.

(** PROPOSITION 4.3, n -> infinity, almost surely. Above alpha_RC^2 the row space of every optimal encoder tends to the
    signal space. *)
Theorem proposition_4_3_almost_surely : alpha2_RC i0 j0 c thI g thJ < alpha ^+ 2 ->
  forall eps delta, 0 < eps -> 0 < delta -> exists N : nat,
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z (dg g) K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
  forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)), is_law p -> centred p f ->
    noise_cov p f = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive f) (corrupted Q x e w n) E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps).
Proof.
rewrite -rc_level_diag => above eps delta eps0; have he := eta2_least i0 c_gt0 thI_ge0.
have e0 := pencil_least_gt0 (pd_square (sdg c) pC) (pd_add_psd pC pT1) he.
apply: (almost_surely (P := fun n X T p f => forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive f) X E D ->
    row_free E /\ fnorm2 (row_projector E - row_projector (signal Q)) <= eps)).
apply: (rc_near QQ (sdg c) pC (sdg thI) pT1 (sdg g) sN pS2 (ltW e0) he.1) => //.
by rewrite noise_viewsE; apply: (rc_level_pd (alpha ^+ 2) (sdg c) pC pT1 pG he (noise_greatest i0 j0 c thI thJ g_gt0)).2.
Qed.

(** Below alpha_RC^2 every optimal row space stays away from it. *)
Theorem proposition_4_3_leak_almost_surely : alpha ^+ 2 < alpha2_RC i0 j0 c thI g thJ ->
  exists2 a, 0 < a & forall delta, 0 < delta -> exists N : nat,
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z (dg g) K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
  forall (T : finType) (p : T -> F) (f : T -> 'rV[F]_(k + m)), is_law p -> centred p f ->
    noise_cov p f = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive f) (corrupted Q x e w n) E D ->
    a <= fnorm2 (row_projector E - row_projector (signal Q))).
Proof.
rewrite -rc_level_diag => below; have he := eta2_least i0 c_gt0 thI_ge0.
have [_ [w2 w0 wR]] := noise_greatest i0 j0 c thI thJ g_gt0.
have e0 := pencil_least_gt0 (pd_square (sdg c) pC) (pd_add_psd pC pT1) he.
have [|a a0 h] := rc_near_leak QQ (sdg c) pC (sdg thI) pT1 (sdg g) sN pS2 he (w2 := w2).
  rewrite noise_viewsE /noise_views (rc_combo _ _ _ (fmax j0 (fun j => g j / eta2 i0 c thI - thJ j / g j))) ?gt_eqF //.
  exact: (below_lt0 pG e0 w0 wR below).
by exists a => // delta; apply: (almost_surely (P := fun n X T p f => forall (E : 'M[F]_(k, k + m)) D,
  rc_optimal p (additive f) X E D -> a <= fnorm2 (row_projector E - row_projector (signal Q)))).
Qed.
End Diagonal.
