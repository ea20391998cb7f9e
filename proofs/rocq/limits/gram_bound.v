(** * Explicit modulus: an optimal frame W of a pencil that is e-close to a block-diagonal one with a strict gap has
   |W'W - S1^-1 (+) 0|^2 <= e * gram_constant. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments spectral pencil recovery rc_pencil pencil_extreme supervised_rate je_fixed_sample.
From Jerc Require Import norm_bounds perturbation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* the Gram matrix of the ideal optimum: S1^-1 on the signal block, 0 elsewhere *)
Definition signal_gram (F : fieldType) k m (S1 : 'M[F]_k) : 'M[F]_(k + m) := block_mx (invmx S1) 0 0 0.

Section Constants.
Variables (F : realFieldType) (k : nat) (S1 G1 : 'M[F]_k) (t s : F).
Let v := \tr (invmx S1 *m G1).
Let q := \tr (invmx S1).
Definition noise_constant := (4%:R * v + 8%:R * k%:R) / t.
Definition defect_constant := (2%:R * k%:R + noise_constant) / s.
Definition gram_constant := 8%:R * q ^+ 2 + 2%:R * defect_constant ^+ 2
  + 2%:R * (2%:R * q * (noise_constant / s)) + (noise_constant / s) ^+ 2.
End Constants.

Section BlockPencil.
Variables (F : rcfType) (k m : nat) (S1 G1 : 'M[F]_k) (S2 G2 : 'M[F]_m) (S A : 'M[F]_(k + m)) (delta t s e : F).
Hypotheses (sS1 : S1^T = S1) (pS1 : pd S1) (sG1 : G1^T = G1) (pG1 : psd G1).
Hypotheses (sS2 : S2^T = S2) (pS2 : pd S2) (sG2 : G2^T = G2) (pG2 : psd G2).
Hypotheses (d0 : 0 <= delta) (Gdelta : psd (G1 - delta *: S1)).
Hypotheses (t0 : 0 < t) (gap : psd (delta *: S2 - G2 - t *: S2)).
Hypotheses (s0 : 0 < s) (low1 : psd (S1 - s%:M)) (low2 : psd (S2 - s%:M)).
Notation S0 := (block_mx S1 0 0 S2).
Notation A0 := (block_mx G1 0 0 G2).
Hypotheses (sS : S^T = S) (cl : close e S0 A0 S A) (e0 : 0 <= e) (e12 : e *+ 2 <= 1).
Variable W : 'M[F]_(k, k + m).
Hypothesis mW : pencil_max S A W.
Let W1 := lsubmx W.
Let W2 := rsubmx W.
Let v := \tr (invmx S1 *m G1).
Let q := \tr (invmx S1).
Let fW : feasible S W := mW.1.

Lemma pS0 : pd S0. Proof. exact: pd_block. Qed.
Lemma trW B1 B2 : \tr (W *m block_mx B1 0 0 B2 *m W^T) = \tr (W1 *m B1 *m W1^T) + \tr (W2 *m B2 *m W2^T).
Proof. by rewrite -{1 2}[W]hsubmxK quad_block mxtraceD. Qed.
Lemma noise_ge0 : 0 <= \tr (W2 *m S2 *m W2^T).
Proof. by apply: psd_tr_ge0; apply: psd_congr; apply: pd_psd. Qed.
Lemma signal_ge0 : 0 <= \tr (W1 *m S1 *m W1^T).
Proof. by apply: psd_tr_ge0; apply: psd_congr; apply: pd_psd. Qed.

(* the defect of the signal block is positive semidefinite *)
Lemma defect_psd : psd (invmx S1 - (1 - e) *: (W1^T *m W1)).
Proof.
have h1 := half_pos e12; apply: gram_sub => //; first exact: ltW.
have := frame_sub cl fW; rewrite -{1 2}[W]hsubmxK quad_block -/W1 -/W2 scalerDr opprD addrA => h.
rewrite -(subrK ((1 - e) *: (W2 *m S2 *m W2^T)) (1%:M - _)); apply: psdD => //.
by apply: psdZ; [exact: ltW|apply: psd_congr; apply: pd_psd].
Qed.
Lemma defect_sym : (invmx S1 - (1 - e) *: (W1^T *m W1))^T = invmx S1 - (1 - e) *: (W1^T *m W1).
Proof. by rewrite trmxB trmx_inv sS1 trmxZ trmx_mul trmxK. Qed.
Lemma tr_defect B : \tr (B *m (invmx S1 - (1 - e) *: (W1^T *m W1))) = \tr (invmx S1 *m B) - (1 - e) * \tr (W1 *m B *m W1^T).
Proof.
rewrite mulmxBr mxtraceB mxtrace_mulC -scalemxAr mxtraceZ; congr (_ - _ * _).
by rewrite mulmxA [LHS]mxtrace_mulC mulmxA.
Qed.

Lemma v_ge0 : 0 <= v.
Proof. by rewrite /v mxtrace_mulC; apply: psd_trace_mul_ge0 => //; apply: pd_inv_psd. Qed.
Lemma q_ge0 : 0 <= q.
Proof. by apply: psd_tr_ge0; apply: pd_inv_psd. Qed.

Lemma upper_value :
  (1 - e) * (\tr (W1 *m G1 *m W1^T) + delta * \tr (W2 *m S2 *m W2^T)) <= v.
Proof.
have sD : (G1 - delta *: S1)^T = G1 - delta *: S1 by rewrite trmxB trmxZ sG1 sS1.
have h := psd_trace_mul_ge0 sD Gdelta defect_psd.
rewrite mulmxBl mxtraceB -scalemxAl mxtraceZ !tr_defect mulVmx ?pd_unit // mxtrace1 -/v in h.
have h2 := psd_tr_ge0 (frame_sub cl fW); rewrite mxtraceB mxtraceZ mxtrace1 trW in h2.
rewrite -subr_ge0.
have R (x y z a b w n : F) : v - (1 - e) * (x + delta * y)
   = (v - (1 - e) * x - delta * (n - (1 - e) * w)) + delta * (n - (1 - e) * (w + y)) by ring.
by rewrite (R _ _ 0 0 0 (\tr (W1 *m S1 *m W1^T)) k%:R); apply: addr_ge0 => //; apply: mulr_ge0.
Qed.

Lemma lower_value :
  (1 - e) * v - e * (4%:R * k%:R) <= \tr (W1 *m G1 *m W1^T) + \tr (W2 *m G2 *m W2^T).
Proof.
have [R [sR RSR _]] := inv_sqrt sS1 pS1.
have h1 : R *m S1 *m R^T = 1%:M by rewrite sR.
have [f0 v0] := signal_value G1 S2 G2 pS1 h1.
have pA0 : psd A0 by move=> x; rewrite -[x]hsubmxK quad_block addE addr_ge0.
by have := near_optimal sS pS0 cl e0 e12 pA0 mW f0; rewrite v0 trW.
Qed.

(* the noise block, in the S2 norm *)
Theorem noise_bound : \tr (W2 *m S2 *m W2^T) <= e * noise_constant S1 G1 t.
Proof.
have h1 := half_pos e12; have hu := upper_value; have hl := lower_value.
have := psd_tr_ge0 (psd_congr W2 gap).
rewrite !mulmxBr !mulmxBl -!scalemxAr -!scalemxAl !mxtraceB !mxtraceZ.
move: noise_ge0 hu hl; set x := \tr (W1 *m G1 *m W1^T); set y := \tr (W2 *m S2 *m W2^T); set z := \tr (W2 *m G2 *m W2^T).
move=> y0 hu hl hg; rewrite /noise_constant -/v mulrA ler_pdivl_mulr //.
have h2 := two_half e12; rewrite -subr_ge0.
have R (n : F) : e * (4%:R * v + 8%:R * n) - y * t
  = 2%:R * (v - (1 - e) * (x + delta * y)) + (2%:R * (1 - e)) * ((x + z) - ((1 - e) * v - e * (4%:R * n)))
    + (2%:R * (1 - e)) * (delta * y - z - t * y) + (2%:R * (1 - e) - 1) * (t * y)
    + 2%:R * (e ^+ 2 * (v + 4%:R * n)) by ring.
rewrite R; have n1 : 0 <= 2%:R * (1 - e) by apply: le_trans h2; exact: ler01.
repeat apply: addr_ge0.
- by rewrite mulr_ge0 ?ler0n ?subr_ge0.
- by rewrite mulr_ge0 // subr_ge0.
- by rewrite mulr_ge0.
- by rewrite mulr_ge0 ?subr_ge0 // mulr_ge0 // ltW.
by rewrite mulr_ge0 ?ler0n // mulr_ge0 ?sqr_ge0 // addr_ge0 ?v_ge0 // mulr_ge0 ?ler0n.
Qed.

Lemma noise_constant_ge0 : 0 <= noise_constant S1 G1 t.
Proof. by rewrite divr_ge0 ?(ltW t0) // addr_ge0 // mulr_ge0 ?ler0n // v_ge0. Qed.

Lemma noise_norm : fnorm2 W2 <= e * (noise_constant S1 G1 t / s).
Proof.
have := le_trans (fnorm2_lower W2 low2) noise_bound; rewrite mulrC -ler_pdivl_mulr // => h.
by rewrite mulrA.
Qed.

Lemma signal_norm : fnorm2 W1 <= 2%:R * q.
Proof.
have h := psd_tr_ge0 defect_psd; rewrite mxtraceB mxtraceZ mxtrace_mulC -/(fnorm2 W1) subr_ge0 -/q in h.
apply: le_trans (_ : 2%:R * ((1 - e) * fnorm2 W1) <= _); last by rewrite ler_wpmul2l ?ler0n.
by rewrite mulrA ler_pemull ?fnorm2_ge0 ?(two_half e12).
Qed.

Lemma defect_trace : \tr (invmx S1 - (1 - e) *: (W1^T *m W1)) <= e * defect_constant S1 G1 t s.
Proof.
have h := tr_lower defect_sym defect_psd low1; rewrite mxtrace_mulC tr_defect mulVmx ?pd_unit // mxtrace1 in h.
rewrite /defect_constant mulrA ler_pdivl_mulr // mulrC; apply: (le_trans h).
have h2 := frame_sup cl fW; rewrite trW in h2; have h3 := noise_bound; have h4 := half_pos e12.
move: h2 h3 signal_ge0 noise_ge0; set x := \tr (W1 *m S1 *m W1^T); set y := \tr (W2 *m S2 *m W2^T).
move=> h2 h3 x0 y0; rewrite -subr_ge0.
have R (n c : F) : e * (2%:R * n + c) - (n - (1 - e) * x)
  = (e * c - y) + (1 - e) ^+ 2 * ((1 + e) * (x + y) - n) + e ^+ 2 * n
    + (1 - e) * (e ^+ 2 * x) + (e + e ^+ 2 * (1 - e)) * y by ring.
rewrite R.
have e2 : 0 <= e ^+ 2 by apply: sqr_ge0.
have g0 : 0 <= 1 - e by apply: ltW.
apply: addr_ge0; last by rewrite mulr_ge0 // addr_ge0 // mulr_ge0.
apply: addr_ge0; last by rewrite mulr_ge0 // mulr_ge0.
apply: addr_ge0; last by rewrite mulr_ge0 ?ler0n.
apply: addr_ge0; last by rewrite mulr_ge0 ?sqr_ge0 // subr_ge0.
by rewrite subr_ge0.
Qed.

Lemma e_sq c : 0 <= c -> e ^+ 2 * c <= e * c.
Proof.
move=> c0; rewrite ler_wpmul2r // expr2 ler_pimulr //; apply: le_trans e12.
by rewrite mulr2n ler_addl.
Qed.

Theorem gram_bound : fnorm2 (W^T *m W - signal_gram m S1) <= e * gram_constant S1 G1 t s.
Proof.
have -> : W^T *m W - signal_gram m S1 = block_mx (W1^T *m W1 - invmx S1) (W1^T *m W2) (W2^T *m W1) (W2^T *m W2).
  by rewrite -[W in LHS]hsubmxK tr_row_mx mul_col_row opp_block_mx add_block_mx !oppr0 !addr0.
have k0 := noise_constant_ge0.
have c3 : 0 <= noise_constant S1 G1 t / s by rewrite divr_ge0 // ltW.
have c2 : 0 <= defect_constant S1 G1 t s by rewrite divr_ge0 ?(ltW s0) // addr_ge0 // mulr_ge0 ?ler0n.
have n1 := signal_norm; have n2 := noise_norm; have q0 := q_ge0.
rewrite fnorm2_block /gram_constant -/q; set K3 := noise_constant S1 G1 t / s in c3 n2 *; set K2 := defect_constant S1 G1 t s in c2 *.
have b11 : fnorm2 (W1^T *m W1 - invmx S1) <= e * (8%:R * q ^+ 2 + 2%:R * K2 ^+ 2).
  have -> : W1^T *m W1 - invmx S1 = e *: (W1^T *m W1) - (invmx S1 - (1 - e) *: (W1^T *m W1)).
    apply/matrixP => i j; rewrite !mxE; move: (\sum_j _) => x.
    have Rr (a : F) : x - a = e * x - (a - (1 - e) * x) by ring.
    exact: Rr.
  apply: (le_trans (fnorm2D_le _ _)); rewrite fnorm2N fnorm2Z.
  have t1 : e ^+ 2 * fnorm2 (W1^T *m W1) <= e * (2%:R * q) ^+ 2.
    apply: le_trans (e_sq (sqr_ge0 _)); rewrite ler_wpmul2l ?sqr_ge0 //.
    have sG : (W1^T *m W1)^T = W1^T *m W1 by rewrite trmx_mul trmxK.
    have pG : psd (W1^T *m W1) by rewrite -{2}[W1]trmxK; apply: psd_gram.
    apply: (le_trans (fnorm2_psd_le sG pG)); rewrite ler_expn2r ?nnegrE ?psd_tr_ge0 ?mulr_ge0 ?ler0n //.
    by rewrite mxtrace_mulC.
  have t2 : fnorm2 (invmx S1 - (1 - e) *: (W1^T *m W1)) <= e * K2 ^+ 2.
    apply: (le_trans (fnorm2_psd_le defect_sym defect_psd)); apply: le_trans (e_sq (sqr_ge0 _)).
    rewrite -exprMn; have g0 := psd_tr_ge0 defect_psd; have g1 := defect_trace.
    apply: ler_expn2r; rewrite ?nnegrE //. by apply: mulr_ge0.
  have -> : e * (8%:R * q ^+ 2 + 2%:R * K2 ^+ 2) = 2%:R * (e * (2%:R * q) ^+ 2 + e * K2 ^+ 2) by ring.
  by rewrite ler_wpmul2l ?ler0n // ler_add.
have b12 : fnorm2 (W1^T *m W2) <= e * (2%:R * q * K3).
  apply: (le_trans (fnorm2_mul _ _)); rewrite fnorm2_tr mulrCA.
  by apply: ler_pmul; rewrite ?fnorm2_ge0.
have b21 : fnorm2 (W2^T *m W1) <= e * (2%:R * q * K3).
  by rewrite -fnorm2_tr trmx_mul trmxK.
have b22 : fnorm2 (W2^T *m W2) <= e * K3 ^+ 2.
  apply: (le_trans (fnorm2_mul _ _)); rewrite fnorm2_tr; apply: le_trans (e_sq (sqr_ge0 _)).
  by rewrite -exprMn expr2; apply: ler_pmul; rewrite ?fnorm2_ge0.
have := ler_add (ler_add b11 b12) (ler_add b21 b22) => h; apply: (le_trans h).
have Rr (a b c : F) : e * a + e * b + (e * b + e * c) = e * (a + 2%:R * b + c) by ring.
by rewrite Rr.
Qed.
End BlockPencil.
