(** * Rates, joint-embedding at fixed n: alpha^2 K -> Theta1 C1^-1 B Gamma2^-1 as alpha -> infinity *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil.
From Jerc Require Import norm_bounds gram_bound continuity rotation near sample_limit proposition_4_2_n proposition_4_4_alpha rates.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Near.
Variable F : rcfType.

Lemma mul_near a b c (A0 : 'M[F]_(a, b)) (B0 : 'M[F]_(b, c)) : forall eps, 0 < eps -> exists2 d, 0 < d &
  forall A B, fnorm2 (A - A0) <= d -> fnorm2 (B - B0) <= d -> fnorm2 (A *m B - A0 *m B0) <= eps.
Proof.
move=> eps eps0; pose p := fnorm2 A0; pose q := fnorm2 B0.
have p0 : 0 <= p := fnorm2_ge0 A0; have q0 : 0 <= q := fnorm2_ge0 B0.
pose M := 4%:R * (1 + q) + 2%:R * p; have M0 : 0 < M.
  by apply: ltr_paddr; [apply: mulr_ge0; rewrite ?ler0n|apply: mulr_gt0; rewrite ?ltr0n // ltr_paddr ?ltr01].
exists (Num.min 1 (eps / M)) => [|A B]; first by rewrite lt_minr ltr01 divr_gt0.
set d := Num.min _ _ => hA hB; have d1 : d <= 1 by rewrite le_minl lexx.
have dM : d * M <= eps by rewrite -ler_pdivl_mulr // le_minl lexx orbT.
have -> : A *m B - A0 *m B0 = (A - A0) *m B + A0 *m (B - B0) by rewrite mulmxBl mulmxBr addrA subrK.
apply: (le_trans (fnorm2D_le _ _)); apply: le_trans dM.
have hB2 : fnorm2 B <= 2%:R * (1 + q).
  rewrite -[B](subrK B0); apply: (le_trans (fnorm2D_le _ _)).
  by rewrite ler_wpmul2l ?ler0n // ler_add2r (le_trans hB).
have t1 : fnorm2 ((A - A0) *m B) <= d * (2%:R * (1 + q)).
  by apply: (le_trans (fnorm2_mul _ _)); apply: ler_pmul; rewrite ?fnorm2_ge0.
have t2 : fnorm2 (A0 *m (B - B0)) <= p * d.
  by apply: (le_trans (fnorm2_mul _ _)); rewrite -/p ler_wpmul2l.
have -> : d * M = 2%:R * (d * (2%:R * (1 + q)) + p * d) by rewrite /M; ring.
by rewrite ler_wpmul2l ?ler0n // ler_add.
Qed.

Lemma pd_inv n (M : 'M[F]_n) : M^T = M -> pd M -> pd (invmx M).
Proof.
move=> s p x x0; have u := pd_unit p; have y0 : x *m invmx M != 0.
  by apply: contra_neq x0 => h; rewrite -[x](mulmxKV u) h mul0mx.
by have := p _ y0; rewrite mulmxKV // trmx_mul trmx_inv s mulmxA.
Qed.

Lemma slope_small k m (S1 : 'M[F]_k) : S1^T = S1 -> pd S1 -> forall eps, 0 < eps -> exists2 eta, 0 < eta &
  forall W : 'M[F]_(k, k + m), fnorm2 (W^T *m W - signal_gram m S1) <= eta ->
  lsubmx W \in unitmx /\ fnorm2 (invmx (lsubmx W) *m rsubmx W) <= eps.
Proof.
move=> s p eps eps0; have pI := pd_inv s p; have sI : (invmx S1)^T = invmx S1 by rewrite trmx_inv s.
have [e1 e10 h1] := pd_near sI pI.
have [e2 e20 h2] := solution_near sI pI (mul0mx m (invmx S1)) eps0.
exists (Num.min e1 e2) => [|W]; first by rewrite lt_minr e10.
rewrite -[W]hsubmxK row_mxKl row_mxKr; move: (lsubmx W) (rsubmx W) => W1 W2.
rewrite tr_row_mx mul_col_row opp_block_mx add_block_mx !oppr0 !addr0 fnorm2_block le_minr => /andP[g1 g2].
have f11 e : fnorm2 (W1^T *m W1 - invmx S1) + fnorm2 (W1^T *m W2) + (fnorm2 (W2^T *m W1) + fnorm2 (W2^T *m W2)) <= e ->
    fnorm2 (W1^T *m W1 - invmx S1) <= e.
  by apply: le_trans; rewrite -addrA ler_addl !addr_ge0 ?fnorm2_ge0.
have f21 e : fnorm2 (W1^T *m W1 - invmx S1) + fnorm2 (W1^T *m W2) + (fnorm2 (W2^T *m W1) + fnorm2 (W2^T *m W2)) <= e ->
    fnorm2 (W2^T *m W1) <= e.
  by apply: le_trans; rewrite addrCA ler_addl !addr_ge0 ?fnorm2_ge0.
have u : W1 \in unitmx by have := pd_unit (h1 _ (f11 _ g1)); rewrite unitmx_mul => /andP[].
split=> //; have eK : (invmx W1 *m W2)^T *m (W1^T *m W1) = W2^T *m W1.
  by rewrite trmx_mul trmx_inv !mulmxA mulmxKV // unitmx_tr.
by have := h2 _ _ _ (f11 _ g2) _ eK; rewrite !subr0 fnorm2_tr => -> //; apply: f21.
Qed.
End Near.

Section Algebra.
Variables (F : rcfType) (k m : nat) (C1 A1 : 'M[F]_k) (B : 'M[F]_(k, m)) (D Th2 Ga2 : 'M[F]_m).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (sA : A1^T = A1) (pA : pd A1) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Definition slope_rate := (A1 - C1) *m invmx C1 *m B *m invmx Ga2.

Lemma slope_rate_near : forall eps, 0 < eps -> exists2 eta, 0 < eta & forall (K : 'M[F]_(k, m)) (L : 'M[F]_k) (T : 'M[F]_(k, m)),
  fnorm2 K <= eta -> C1 + K *m B^T = L *m (A1 + K *m B^T) ->
  L *m T *m Ga2 = (1%:M - L) *m (B + K *m D) - L *m (K *m Th2) -> fnorm2 (T - slope_rate) <= eps.
Proof.
move=> eps eps0; have uC := pd_unit pC; have uA := pd_unit pA; have uG := pd_unit pG.
pose L0 := C1 *m invmx A1; pose E0 := (1%:M - L0) *m B; pose U0 := E0 *m invmx Ga2; pose Z0 := invmx C1 *m U0.
have T0 : slope_rate = A1 *m Z0.
  rewrite /slope_rate /Z0 /U0 /E0 /L0 !mulmxA; congr (_ *m _ *m _).
  rewrite mulmxBl mulmxV // mulmxBr mulmx1 [A1 *m invmx C1 *m (C1 *m invmx A1)]mulmxA mulmxKV // mulmxV //.
have [d1 d10 h1] := mul_near A1 Z0 eps0.
have eZ : Z0^T *m C1 = U0^T by rewrite -{1}sC -trmx_mul /Z0 mulKVmx.
have [d2 d20 h2] := solution_near sC pC eZ d10.
have eU : U0 *m Ga2 = E0 by rewrite mulmxKV.
have [d3 d30 h3] := solution_near sG pG eU d20.
have d34 : 0 < d3 / 4%:R by rewrite divr_gt0 ?ltr0n.
have [d4 d40 h4] := mul_near (1%:M - L0) B d34.
have [d5 d50 h5] := @mul_near _ _ _ _ L0 (0 : 'M_(k, m)) _ d34.
have eL : L0 *m A1 = C1 by rewrite mulmxKV.
have d45 : 0 < Num.min d4 d5 by rewrite lt_minr d40.
have [d6 d60 h6] := solution_near sA pA eL d45.
have [d7 d70 h7] := pd_near sC pC.
pose b := 1 + (fnorm2 B + fnorm2 D + fnorm2 Th2).
have b0 : 0 < b by rewrite ltr_paddr ?ltr01 // !addr_ge0 ?fnorm2_ge0.
pose mn := Num.min (Num.min (Num.min d1 d2) (Num.min d4 d5)) (Num.min d6 d7).
have mn0 : 0 < mn by rewrite !lt_minr d10 d20 d40 d50 d60.
exists (mn / b) => [|K L T]; first by rewrite divr_gt0.
rewrite ler_pdivl_mulr // => hK eL1 eT.
have small q (P : 'M[F]_(m, q)) : fnorm2 P <= b -> fnorm2 (K *m P) <= mn.
  move=> h; apply: le_trans hK; apply: (le_trans (fnorm2_mul _ _)); apply: ler_wpmul2l => //; exact: fnorm2_ge0.
have nB := fnorm2_ge0 B; have nD := fnorm2_ge0 D; have nT := fnorm2_ge0 Th2.
have part (x y z : F) : 0 <= y -> 0 <= z -> x <= 1 + (x + y + z).
  move=> y0 z0; rewrite -subr_ge0; have -> : 1 + (x + y + z) - x = 1 + y + z by ring.
  by rewrite !addr_ge0 ?ler01.
have hB : fnorm2 (K *m B^T) <= mn by apply: small; rewrite fnorm2_tr; apply: part.
have hD : fnorm2 (K *m D) <= mn.
  by apply: small; rewrite /b [fnorm2 B + fnorm2 D]addrC; apply: part.
have hT : fnorm2 (K *m Th2) <= mn.
  by apply: small; rewrite /b [fnorm2 B + fnorm2 D + _]addrC addrA; apply: part.
have [m1 m2 m4] : [/\ mn <= d1, mn <= d2 & mn <= d4].
  by rewrite /mn !le_minl !lexx !orbT; split.
have [m5 m6 m7] : [/\ mn <= d5, mn <= d6 & mn <= d7].
  by rewrite /mn !le_minl !lexx !orbT; split.
have dA (X Y : 'M[F]_k) : X + Y - X = Y by rewrite addrAC subrr add0r.
have nL : fnorm2 (L - L0) <= Num.min d4 d5.
  by apply: (h6 (A1 + K *m B^T) (C1 + K *m B^T)); rewrite ?dA ?(le_trans hB).
move: nL; rewrite le_minr => /andP[n4 n5].
have b1 : fnorm2 ((1%:M - L) *m (B + K *m D) - E0) <= d3 / 4%:R.
  apply: h4; last by rewrite addrAC subrr add0r (le_trans hD).
  by rewrite opprB addrC addrA subrK fnorm2BC.
have b2 : fnorm2 (L *m (K *m Th2)) <= d3 / 4%:R.
  have := h5 L (K *m Th2) n5; rewrite mulmx0 !subr0; apply; exact: le_trans hT m5.
have nE : fnorm2 (L *m T *m Ga2 - E0) <= d3.
  rewrite eT addrAC; apply: (le_trans (fnorm2D_le _ _)); rewrite fnorm2N.
  have -> : d3 = 2%:R * (d3 / 4%:R + d3 / 4%:R) by field; rewrite ?pnatr_eq0.
  by rewrite ler_wpmul2l ?ler0n // ler_add.
have nU : fnorm2 (L *m T - U0) <= d2.
  by apply: (h3 Ga2 (L *m T *m Ga2)) => //; rewrite subrr fnorm2_0 ltW.
have uCB : C1 + K *m B^T \in unitmx by apply: pd_unit; apply: h7; rewrite dA (le_trans hB).
have uL : L \in unitmx by move: uCB; rewrite eL1 unitmx_mul => /andP[].
pose Z := invmx (C1 + K *m B^T) *m (L *m T).
have nZ : fnorm2 (Z - Z0) <= d1.
  rewrite -fnorm2_tr trmxB; apply: (h2 (C1 + K *m B^T)^T (L *m T)^T).
  - by rewrite trmxD sC dA fnorm2_tr (le_trans hB).
  - by rewrite -trmxB fnorm2_tr.
  by rewrite -trmx_mul /Z mulKVmx.
have TE : T = (A1 + K *m B^T) *m Z.
  by rewrite -[LHS](mulKmx uL) -[RHS](mulKmx uL); congr (_ *m _); rewrite [RHS]mulmxA -eL1 /Z mulKVmx.
by rewrite T0 TE; apply: h1 => //; rewrite dA (le_trans hB).
Qed.
End Algebra.

Section FixedSample.
Variables (F : rcfType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pC : pd (mC X1)) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).

(** RATES, joint-embedding: alpha^2 K -> Theta1 C1^-1 B Gamma2^-1. For every eps > 0 there is an alpha0 such that for
    every alpha >= alpha0 and every optimum W on the corrupted data the signal block W1 is invertible and the slope
    K = W1^-1 W2 satisfies |alpha^2 K - Theta1 C1^-1 B Gamma2^-1|_F^2 <= eps, with B = X1'N2/n.
    Hypotheses as in proposition_4_4_alpha_limit. *)
Theorem rates_joint_embedding_limit : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) (row_mx X1 N2 *m Q^T) W ->
    lsubmx (W *m Q) \in unitmx /\
    fnorm2 (alpha ^+ 2 *: (invmx (lsubmx (W *m Q)) *m rsubmx (W *m Q))
            - Th1 *m invmx (mC X1) *m cross_moment X1 N2 *m invmx Ga2) <= eps.
Proof.
move=> eps eps0; have sA := signal_sym X1 sT1; have pA := signal_pd pC pT1.
have [d d0 near] := slope_rate_near (cross_moment X1 N2) (mC N2) Th2 (mC_sym X1) pC sA pA sG pG eps0.
have [eta eta0 slope] := @slope_small _ _ m _ sA pA _ d0.
have [a0 a00 main] := proposition_4_4_alpha_limit N2 n0 QQ pC sT1 pT1 sT2 sG pG eta0.
exists a0 => // alpha ha T p e lp ce cov W oW; have hW := main alpha ha T p e lp ce cov W oW.
rewrite (gram_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ) in hW.
have [u hK] := slope _ hW; split=> //.
have [L [e1 e2]] := rates_joint_embedding_exact n0 QQ pA sT1 pT1 sT2 pT2 sG pG (lt_le_trans a00 ha) lp ce cov oW u.
move: u hK e1 e2; move: (invmx _ *m rsubmx _) => K u hK e1 e2.
have -> : Th1 = mC X1 + Th1 - mC X1 by rewrite addrAC subrr add0r.
apply: (near K L) => //.
rewrite -scalemxAr -scalemxAl [_ *: (_ *m Ga2)]scalemxAr -e2 mulmxDr.
by rewrite (mulmxA L K Th2) addrAC subrr add0r.
Qed.
End FixedSample.
