(** * Below the threshold: near a block-diagonal pencil whose best frame uses a noise direction, every optimal frame has a
    noise block bounded away from 0, and its row space stays away from the signal space. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius spectral pencil recovery je_fixed_sample.
From Jerc Require Import norm_bounds perturbation gram_bound continuity row_projector.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Leak.
Variables (F : rcfType) (k m : nat) (S1 G1 : 'M[F]_k) (S2 G2 : 'M[F]_m) (delta : F) (w2 : 'rV[F]_m).
Hypotheses (sS1 : S1^T = S1) (pS1 : pd S1) (sG1 : G1^T = G1) (pG1 : psd G1).
Hypotheses (sS2 : S2^T = S2) (pS2 : pd S2) (sG2 : G2^T = G2) (pG2 : psd G2).
Hypothesis least : pencil_least G1 S1 delta.
Hypothesis below : (w2 *m (delta *: S2 - G2) *m w2^T) 0 0 < 0.
Notation S0 := (block_mx S1 0 0 S2).
Notation A0 := (block_mx G1 0 0 G2).
Let v := \tr (invmx S1 *m G1).

Lemma better_frame : exists2 gamma, 0 < gamma & exists2 W : 'M[F]_(k, k + m), feasible S0 W & \tr (W *m A0 *m W^T) = v + gamma.
Proof.
have [R [sR RSR _]] := inv_sqrt sS1 pS1; have h1 : R *m S1 *m R^T = 1%:M by rewrite sR.
have w20 : w2 != 0 by apply: contraTneq below => ->; rewrite !mul0mx mxE ltxx.
have [W [fW _] [s s0 e]] := exchange G2 sS1 pS1 pS2 least h1 w20.
exists (- (s * (w2 *m (delta *: S2 - G2) *m w2^T) 0 0)); first by rewrite oppr_gt0 pmulr_rlt0.
exists W => //; rewrite e; congr (_ - _).
have [_ v0] := signal_value G1 S2 G2 pS1 h1; rewrite /v -v0.
by rewrite quad_block !mul0mx addr0.
Qed.

Lemma half_step (x y : F) : 0 < y -> x <= y / 2%:R -> x *+ 2 <= y.
Proof. by move=> y0; rewrite ler_pdivl_mulr ?ltr0n // mulr_natr. Qed.

Theorem leak_persists : exists2 c, 0 < c & exists2 eta, 0 < eta & forall S A : 'M[F]_(k + m), S^T = S ->
  fnorm2 (S - S0) <= eta -> fnorm2 (A - A0) <= eta -> forall W : 'M[F]_(k, k + m), pencil_max S A W ->
  c <= fnorm2 (rsubmx W) /\ c <= fnorm2 (row_projector W - pid_mx k).
Proof.
have [gamma g0 [W0 f0 v0]] := better_frame.
have [s [s0 l1 l2 lb]] := pd_lower_block sS1 pS1 sS2 pS2.
have pS0 : pd S0 by apply: pd_block.
have pA0 : psd A0 by move=> x; rewrite -[x]hsubmxK quad_block addE addr_ge0.
have v_ge0 : 0 <= v by rewrite /v mxtrace_mulC; apply: psd_trace_mul_ge0 => //; apply: pd_inv_psd.
pose K := 3%:R * v + gamma + 4%:R * k%:R.
have K0 : 0 < K by rewrite ltr_paddr ?mulr_ge0 ?ler0n // ltr_paddl // mulr_ge0 ?ler0n.
pose e := Num.min 2%:R^-1 (gamma / 2%:R / K).
have e0 : 0 < e by rewrite lt_minr invr_gt0 ltr0n !divr_gt0 // ltr0n.
have e12 : e *+ 2 <= 1 by rewrite -mulr_natr -ler_pdivl_mulr ?ltr0n // div1r le_minl lexx.
have eK : e * K <= gamma / 2%:R by rewrite -ler_pdivl_mulr // le_minl lexx orbT.
pose t2 : F := \tr G2 + 1; have t20 : 0 < t2 by rewrite ltr_paddl ?ltr01 // psd_tr_ge0.
pose r : F := 2%:R * k%:R / s + 1; have r0 : 0 < r by rewrite ltr_paddl ?ltr01 // divr_ge0 ?(ltW s0) // mulr_ge0 ?ler0n.
have r1 : 1 <= r by rewrite /r ler_addr divr_ge0 ?(ltW s0) // mulr_ge0 ?ler0n.
exists (gamma / 2%:R / t2 / r); first by rewrite !divr_gt0 ?ltr0n.
exists ((e * s) ^+ 2) => [|S A sS hS hA W mW]; first by rewrite exprn_gt0 // mulr_gt0.
have cl := close_of_norm (ltW s0) lb (ltW e0) hS hA.
have fW : feasible S W := mW.1.
have hn := near_optimal sS pS0 cl (ltW e0) e12 pA0 mW f0.
rewrite v0 -{1 2}[W]hsubmxK quad_block mxtraceD in hn.
have hd := psd_trace_mul_ge0 sG1 pG1 (defect_psd sS1 pS1 pS2 cl e12 mW).
rewrite tr_defect -/v subr_ge0 in hd.
have hz : \tr (rsubmx W *m G2 *m (rsubmx W)^T) <= \tr G2 * fnorm2 (rsubmx W).
  have := psd_tr_ge0 (psd_congr (rsubmx W) (psd_tr_bound sG2 pG2)).
  by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl mxtraceB mxtraceZ subr_ge0.
have x0 : 0 <= \tr (lsubmx W *m G1 *m (lsubmx W)^T) by apply: psd_tr_ge0; apply: psd_congr.
have c2 : gamma / 2%:R / t2 <= fnorm2 (rsubmx W).
  rewrite ler_pdivr_mulr //; have f_ge0 := fnorm2_ge0 (rsubmx W).
  move: hn hd hz x0 f_ge0; set x := \tr (lsubmx W *m _ *m _); set z := \tr (rsubmx W *m _ *m _); set f := fnorm2 _.
  move=> hn hd hz x0 f_ge0; apply: le_trans (_ : z <= _); last first.
    by apply: (le_trans hz); rewrite /t2 mulrDr mulr1 mulrC ler_addl.
  rewrite -subr_ge0.
  have R (a b q u h n : F) : b - h = (a + b - ((1 - q) * (u + (h + h)) - q * (4%:R * n)))
      + (h - q * (3%:R * u + (h + h) + 4%:R * n)) + ((1 + q *+ 2) * (u - (1 - q) * a)) + (q * (1 - q *+ 2) * a) by ring.
  have half : gamma / 2%:R + gamma / 2%:R = gamma by rewrite -mulr2n -mulr_natr divfK // pnatr_eq0.
  rewrite (R x z e v (gamma / 2%:R) k%:R) half -/K.
  apply: addr_ge0; last by rewrite !mulr_ge0 ?subr_ge0 // ltW.
  apply: addr_ge0; last by rewrite mulr_ge0 ?subr_ge0 // addr_ge0 ?ler01 // mulrn_wge0 // ltW.
  by apply: addr_ge0; rewrite subr_ge0.
have nW : fnorm2 W <= r.
  apply: le_trans (_ : 2%:R * k%:R / s <= _); last by rewrite ler_addl ler01.
  rewrite ler_pdivl_mulr // mulrC; apply: le_trans (fnorm2_lower W lb) _.
  exact: (frame_tr pS0 cl e12 fW).
split.
  apply: le_trans c2; rewrite ler_pdivr_mulr // ler_pemulr // !divr_ge0 ?ler0n //; exact: ltW.
rewrite ler_pdivr_mulr //; apply: (le_trans c2); apply: (le_trans (projector_far W)).
by rewrite mulrC ler_wpmul2l ?fnorm2_ge0.
Qed.
End Leak.
