(** * Proposition 4.2, n -> infinity at fixed alpha: supervised learning, as deterministic continuity *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments supervised_rate.
From Jerc Require Import norm_bounds continuity rotation supervised_normal near sample_limit.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Solutions of V S = B depend continuously on S and B where S is positive definite. *)
Lemma solution_near (F : rcfType) d l (S0 : 'M[F]_d) (B0 V0 : 'M[F]_(l, d)) : S0^T = S0 -> pd S0 -> V0 *m S0 = B0 ->
  forall eps, 0 < eps -> exists2 eta, 0 < eta & forall (S : 'M[F]_d) (B V : 'M[F]_(l, d)),
    fnorm2 (S - S0) <= eta -> fnorm2 (B - B0) <= eta -> V *m S = B -> fnorm2 (V - V0) <= eps.
Proof.
move=> s p e0 eps eps0; have [h h0 [eta1 eta10 low]] := lower_near s p.
pose v := fnorm2 V0; have v0 : 0 <= v := fnorm2_ge0 V0.
pose M := 2%:R * (1 + v); have M0 : 0 < M by rewrite mulr_gt0 ?ltr0n // ltr_paddr ?ltr01.
exists (Num.min eta1 (h ^+ 2 * eps / M)) => [|S B V].
  by rewrite lt_minr eta10 /=; apply: divr_gt0 => //; apply: mulr_gt0 => //; apply: exprn_gt0.
rewrite !le_minr => /andP[hS1 hS2] /andP[_ hB] eV; rewrite ler_pdivl_mulr // in hS2; rewrite ler_pdivl_mulr // in hB.
have r := resolvent_bound (V - V0) (ltW h0) (low _ hS1).
have E : (V - V0) *m S = (B - B0) + V0 *m (S0 - S).
  by rewrite mulmxBl mulmxBr eV e0 addrA subrK.
rewrite E in r; rewrite -(ler_pmul2l (exprn_gt0 2 h0)); apply: (le_trans r); apply: (le_trans (fnorm2D_le _ _)).
have b := fnorm2_mul V0 (S0 - S); rewrite (fnorm2BC S0 S) -/v in b.
move: hS2 hB b; move: (fnorm2 (S - S0)) (fnorm2 (B - B0)) (fnorm2 (V0 *m _)) => x y z hS2 hB b.
have R : h ^+ 2 * eps - 2%:R * (y + z) = (h ^+ 2 * eps - y * M) / (1 + v) + v / (1 + v) * (h ^+ 2 * eps - x * M) + 2%:R * (v * x - z).
  rewrite /M; field; rewrite gt_eqF // ltr_paddr ?ltr01 //.
have v1 : 0 <= 1 + v by rewrite addr_ge0 ?ler01.
rewrite -subr_ge0 R; apply: addr_ge0; last by rewrite mulr_ge0 ?ler0n // subr_ge0.
apply: addr_ge0.
  by apply: divr_ge0 => //; rewrite subr_ge0.
by apply: mulr_ge0; [apply: divr_ge0|rewrite subr_ge0].
Qed.

Section Limit.
Variables (F : rcfType) (k m l : nat) (Q : 'M[F]_(k + m)).
Variables (C1 Th1 : 'M[F]_k) (D0 N0 : 'M[F]_m) (b : 'M[F]_(l, k)).
Hypothesis QQ : Q^T *m Q = 1%:M.
Hypotheses (sC : C1^T = C1) (sT1 : Th1^T = Th1) (pA : pd (C1 + Th1)).
Hypotheses (sD : D0^T = D0) (sN : N0^T = N0) (pS2 : pd (D0 + N0)).

(** Second moments and label moments near their limits. *)
Theorem sl_near : forall eps, 0 < eps -> exists2 eta, 0 < eta & forall n (X : 'M[F]_(n, k + m)) (Y : 'M[F]_(n, l)),
  near Q C1 D0 eta X -> fnorm2 (cross_moment Y X - row_mx b 0 *m Q^T) <= eta ->
  augmented Q Th1 N0 n (fun T p e => forall V : 'M[F]_(l, k + m), sl_optimal p (additive e) X Y V ->
    fnorm2 (V - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps).
Proof.
move=> eps eps0; have QQC : Q *m Q^T = 1%:M by apply: mulmx1C.
have sS : (block_mx (C1 + Th1) 0 0 (D0 + N0))^T = block_mx (C1 + Th1) 0 0 (D0 + N0).
  by apply: sym_block; rewrite trmxD ?sC ?sT1 ?sD ?sN.
have pS := pd_block pA pS2.
have e0 : row_mx (b *m invmx (C1 + Th1)) 0 *m block_mx (C1 + Th1) 0 0 (D0 + N0) = row_mx b 0.
  by rewrite mul_row_block !mulmx0 mul0mx !addr0 mulmxKV // pd_unit.
have [eta eta0 solution] := solution_near sS pS e0 eps0.
have [eta2 eta20 pnear] := pd_near sS pS.
exists (Num.min eta eta2) => [|n X Y hX hY n0 T p e lp ce cov V]; first by rewrite lt_minr eta0.
have [_ hS] := moments_near Th1 N0 QQ hX; move: hS hY; rewrite !le_minr => /andP[hS1 hS2] /andP[hB _].
rewrite (X_rotate QQ X) => /(sl_optimal_normal lp ce n0 QQ cov (pnear _ hS2)) eV.
have -> : V = V *m Q *m Q^T by rewrite -mulmxA QQC mulmx1.
rewrite -mulmxBl -(fnorm2_rotate_rows QQ) -mulmxA QQ mulmx1; apply: (solution _ _ _ hS1 _ eV).
have -> : cross_moment Y (X *m Q) - row_mx b 0 = (cross_moment Y X - row_mx b 0 *m Q^T) *m Q.
  by rewrite mulmxBl -mulmxA QQ mulmx1 /cross_moment -scalemxAl mulmxA.
by rewrite (fnorm2_rotate_rows QQ).
Qed.

Variables (X : forall n, 'M[F]_(n, k + m)) (Y : forall n, 'M[F]_(n, l)).
Hypothesis moments : converges (fun n => mC (X n)) (Q *m block_mx C1 0 0 D0 *m Q^T).
Hypothesis label_moments : converges (fun n => cross_moment (Y n) (X n)) (row_mx b 0 *m Q^T).

Theorem sl_sample_limit : forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N ->
  augmented Q Th1 N0 n (fun T p e => forall V : 'M[F]_(l, k + m), sl_optimal p (additive e) (X n) (Y n) V ->
    fnorm2 (V - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps).
Proof.
move=> eps eps0; have [eta eta0 h] := sl_near eps0.
have [N1 h1] := moments eta0; have [N2 h2] := label_moments eta0; exists (maxn N1 N2) => n.
by rewrite geq_max => /andP[/h1 hX /h2]; apply: h.
Qed.
End Limit.

Section Proposition.
Variables (F : rcfType) (k m l : nat) (X Xc : forall n, 'M[F]_(n, k + m)) (Y : forall n, 'M[F]_(n, l)) (Q : 'M[F]_(k + m)).
Variables (C1 Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (b : 'M[F]_(l, k)) (alpha : F).
Hypotheses (QQ : Q^T *m Q = 1%:M).
Hypothesis moments : converges (fun n => mC (X n)) (Q *m block_mx C1 0 0 Ga2 *m Q^T).
Hypothesis clean_moments : converges (fun n => mC (Xc n)) (Q *m block_mx C1 0 0 0 *m Q^T).
Hypothesis label_moments : converges (fun n => cross_moment (Y n) (X n)) (row_mx b 0 *m Q^T).
Hypothesis clean_label_moments : converges (fun n => cross_moment (Y n) (Xc n)) (row_mx b 0 *m Q^T).
Hypotheses (sC : C1^T = C1) (sT1 : Th1^T = Th1) (pA : pd (C1 + Th1)).
Hypotheses (sT2 : Th2^T = Th2) (sG : Ga2^T = Ga2) (pG : psd Ga2) (pN : pd (Th2 + alpha ^+ 2 *: Ga2)).

(** PROPOSITION 4.2, n -> infinity at fixed alpha. Corrupted samples X n and clean samples Xc n with labels Y n; their
    second moments converge to Q (C1 (+) Gamma2) Q' and Q (C1 (+) 0) Q', and both label moments Y'X/n converge to the
    same (b, 0) Q' (the law of large numbers: the noise is independent of the labels). Then for every eps > 0 and every
    large n the solutions on corrupted and on clean data satisfy |V~ - V*|_F^2 <= eps; both tend to (b A1^-1, 0) Q'.
    Hypotheses beyond the paper's: convergence of the moments (the audit's "bounded |Y|^2/n, c_k bounded below" is another
    condition: neither contains the other); A1 = C1 + Theta1 and Theta2 + alpha^2 Gamma2 positive definite, so that V* is unique. *)
Theorem proposition_4_2_n_limit : forall eps, 0 < eps -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall V Vc : 'M[F]_(l, k + m),
    sl_optimal p (additive e) (X n) (Y n) V -> sl_optimal p (additive e) (Xc n) (Y n) Vc ->
    [/\ fnorm2 (V - Vc) <= eps, fnorm2 (V - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps
      & fnorm2 (Vc - row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T) <= eps].
Proof.
move=> eps eps0; have e4 : 0 < eps / 4%:R by rewrite divr_gt0 ?ltr0n.
have le4 : eps / 4%:R <= eps by rewrite ler_pdivr_mulr ?ltr0n // ler_pemulr ?ler1n // ltW.
have sN : (Th2 + alpha ^+ 2 *: Ga2)^T = Th2 + alpha ^+ 2 *: Ga2 by rewrite trmxD trmxZ sT2 sG.
have p1 : pd (Ga2 + (Th2 + alpha ^+ 2 *: Ga2)) by rewrite addrC; apply: pd_add_psd.
have p2 : pd (0 + (Th2 + alpha ^+ 2 *: Ga2)) by rewrite add0r.
have [N1 h1] := sl_sample_limit QQ sC sT1 pA sG sN p1 moments label_moments e4.
have [N2 h2] := sl_sample_limit QQ sC sT1 pA (trmx0 _ _ _) sN p2 clean_moments clean_label_moments e4.
exists (maxn N1 N2) => n; rewrite geq_max => /andP[/h1 g1 /h2 g2] n0 T p e lp ce cov V Vc oV oVc.
have f1 := g1 n0 T p e lp ce cov V oV; have f2 := g2 n0 T p e lp ce cov Vc oVc.
split; [|exact: le_trans f1 le4|exact: le_trans f2 le4].
apply: (le_trans (fnorm2_mid V Vc (row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T))).
have -> : eps = 2%:R * (eps / 4%:R + eps / 4%:R) by field; rewrite ?pnatr_eq0.
by rewrite ler_wpmul2l ?ler0n // ler_add.
Qed.
End Proposition.
