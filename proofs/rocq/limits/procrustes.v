(** * "Up to a rotation": encoders whose Gram matrices are close to S1^-1 (+) 0 are close to each other after an orthogonal
    matrix is applied on the left. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius spectral supervised_rate.
From Jerc Require Import norm_bounds gram_bound.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Roots.
Variables (F : rcfType) (k : nat).
Implicit Types M R Z : 'M[F]_k.

Lemma fnorm2_sub1 M : M^T = M -> fnorm2 (M - 1%:M) = \tr (M *m M) - \tr M *+ 2 + k%:R.
Proof.
move=> sM; rewrite /fnorm2 trmxB trmx1 sM mulmxBr mulmx1 mulmxBl mul1mx !mxtraceB mxtrace1.
by move: (\tr (M *m M)) (\tr M) => x y; ring.
Qed.
Lemma gram_swap Z : fnorm2 (Z *m Z^T - 1%:M) = fnorm2 (Z^T *m Z - 1%:M).
Proof.
rewrite !fnorm2_sub1; [|by rewrite trmx_mul trmxK|by rewrite trmx_mul trmxK].
congr (_ - _ *+ 2 + _); last exact: mxtrace_mulC.
by rewrite -[in LHS]mulmxA mxtrace_mulC !mulmxA.
Qed.

(** The inverse square root of a matrix near I is near I. *)
Lemma root_near M R : R^T = R -> pd R -> R *m M *m R = 1%:M -> psd (M - (2%:R^-1)%:M) ->
  fnorm2 (1%:M - R) <= (2%:R * k%:R) ^+ 2 * fnorm2 (M - 1%:M).
Proof.
move=> sR pR RMR low.
have nR : fnorm2 R <= 2%:R * k%:R.
  have := psd_tr_ge0 (psd_congr R low); rewrite sR mulmxBr mulmxBl RMR mul_mx_scalar -scalemxAl mxtraceB mxtraceZ mxtrace1.
  by rewrite subr_ge0 mulrC ler_pdivr_mulr ?ltr0n // mulrC /fnorm2 sR.
have p1 : psd (1%:M + R - 1%:M) by rewrite addrC addKr; apply: pd_psd.
have := resolvent_bound (1%:M - R) ler01 p1; rewrite expr1n mul1r => h; apply: (le_trans h).
have -> : (1%:M - R) *m (1%:M + R) = R *m (M - 1%:M) *m R.
  rewrite mulmxBl mul1mx mulmxDr mulmx1 mulmxBr mulmx1 mulmxBl RMR.
  by rewrite opprD addrA addrK.
apply: (le_trans (fnorm2_mul _ _)); have f0 := fnorm2_ge0 R.
apply: le_trans (_ : fnorm2 R * fnorm2 (M - 1%:M) * fnorm2 R <= _).
  by rewrite ler_wpmul2r // fnorm2_mul.
rewrite mulrAC ler_wpmul2r ?fnorm2_ge0 // expr2.
by apply: ler_pmul.
Qed.
End Roots.

Section Procrustes.
Variables (F : rcfType) (k m : nat) (S1 R0 : 'M[F]_k).
Hypotheses (sS : S1^T = S1) (pS : pd S1) (sR : R0^T = R0) (RSR : R0 *m S1 *m R0 = 1%:M) (uR : R0 \in unitmx).

Lemma root_square : R0 *m R0 = invmx S1.
Proof.
have e : R0 *m (S1 *m R0) = 1%:M by rewrite mulmxA.
have := mulmx1C e; rewrite -mulmxA => /(congr1 (mulmx (invmx S1))).
by rewrite mulKmx ?pd_unit // mulmx1.
Qed.

Theorem gram_to_frame : forall eps, 0 < eps -> exists2 eta, 0 < eta & forall W : 'M[F]_(k, k + m),
  fnorm2 (W^T *m W - signal_gram m S1) <= eta ->
  exists2 U : 'M[F]_k, U *m U^T = 1%:M & fnorm2 (W - U *m row_mx R0 0) <= eps.
Proof.
move=> eps eps0; pose r2 := fnorm2 (invmx R0) ^+ 2; pose q := fnorm2 R0.
have r20 : 0 <= r2 by apply: sqr_ge0.
have q0 : 0 <= q by apply: fnorm2_ge0.
pose c := (2%:R * k%:R) ^+ 2 * (2%:R * k%:R * q); have c0 : 0 <= c by rewrite mulr_ge0 ?sqr_ge0 // !mulr_ge0 ?ler0n.
pose K := 1 + r2 + c * r2; have K0 : 0 < K.
  by apply: ltr_paddr; [apply: mulr_ge0|apply: ltr_paddr; rewrite ?ltr01].
pose h := eps / 2%:R / (m%:R + 1); have m0 : 0 < m%:R + 1 :> F by rewrite ltr_paddl ?ltr01 ?ler0n.
have h0 : 0 < h by rewrite !divr_gt0 ?ltr0n.
pose z := Num.min 4%:R^-1 (eps / 2%:R); have z0 : 0 < z by rewrite lt_minr invr_gt0 ltr0n divr_gt0 ?ltr0n.
exists (Num.min (h ^+ 2) (z / K)) => [|W]; first by rewrite lt_minr exprn_gt0 //= divr_gt0.
rewrite le_minr ler_pdivl_mulr // => /andP[hh hz].
move: hh hz; rewrite -[W]hsubmxK; move: (lsubmx W) (rsubmx W) => W1 W2.
rewrite tr_row_mx mul_col_row opp_block_mx add_block_mx !oppr0 !addr0 fnorm2_block.
set x := fnorm2 (W1^T *m W1 - _) => hh hz.
have x0 : 0 <= x by apply: fnorm2_ge0.
have xK : x * K <= z.
  by apply: le_trans hz; rewrite ler_wpmul2r ?(ltW K0) // -addrA ler_addl !addr_ge0 ?fnorm2_ge0.
have y2 : fnorm2 (W2^T *m W2) <= h ^+ 2.
  by apply: le_trans hh; rewrite addrA ler_addr !addr_ge0 ?fnorm2_ge0.
have xr : x * r2 <= z.
  apply: le_trans xK; rewrite ler_wpmul2l // /K -addrA addrCA ler_addl.
  by apply: addr_ge0; [exact: ler01|exact: mulr_ge0].
have xc : c * (x * r2) <= z.
  apply: le_trans xK; rewrite mulrCA ler_wpmul2l // /K ler_addr.
  by apply: addr_ge0; rewrite ?ler01.
pose Z := W1 *m invmx R0; have ZR : Z *m R0 = W1 by rewrite mulmxKV.
have nZ : fnorm2 (Z *m Z^T - 1%:M) <= x * r2.
  rewrite gram_swap; have -> : Z^T *m Z - 1%:M = invmx R0 *m (W1^T *m W1 - invmx S1) *m invmx R0.
    rewrite -root_square mulmxBr mulmxBl (mulmxA _ R0 R0) mulVmx // mul1mx mulmxV //.
    by rewrite /Z trmx_mul trmx_inv sR !mulmxA.
  apply: (le_trans (fnorm2_mul _ _)); rewrite /r2 expr2 mulrA ler_wpmul2r ?fnorm2_ge0 //.
  by rewrite mulrC; apply: fnorm2_mul.
have z4 : x * r2 <= (2%:R^-1) ^+ 2.
  by apply: (le_trans xr); rewrite le_minl expr2 -invfM -natrM lexx.
have i0 : 0 <= 2%:R^-1 :> F by rewrite invr_ge0 ler0n.
have half : 1 = 2%:R^-1 + 2%:R^-1 :> F by rewrite -[2%:R^-1]div1r -mulrDl -mulr2n divff // pnatr_eq0.
set M := Z *m Z^T in nZ; have sM : M^T = M by rewrite /M trmx_mul trmxK.
have low : psd (M - (2%:R^-1)%:M).
  have -> : M - (2%:R^-1)%:M = (2%:R^-1)%:M + (M - 1%:M).
    by rewrite [X in _ = _ + (_ - X%:M)]half raddfD /= opprD addrCA [_%:M + _]addrA subrr sub0r.
  by apply: psd_small => //; apply: le_trans z4.
have pM : pd M by apply: (@psd_gap_pd _ _ _ 2%:R^-1) => //; rewrite invr_gt0 ltr0n.
have upM : \tr M <= 2%:R * k%:R.
  have p3 : psd ((2%:R^-1)%:M + (1%:M - M)) by apply: psd_small => //; rewrite fnorm2BC; apply: le_trans z4.
  have := psd_tr_ge0 p3; rewrite mxtraceD mxtraceB mxtrace1 mxtrace_scalar addrA subr_ge0 => t.
  apply: (le_trans t); rewrite mulrDl mul1r ler_add2r; apply: ler_wmuln2r.
  by rewrite invf_le1 ?ler1n ?ltr0n.
have [R [sRR pR RMR]] := inverse_root_exists sM pM.
exists (R *m Z).
  by rewrite trmx_mul sRR -RMR /M !mulmxA.
rewrite mul_mx_row mulmx0 -mulmxA ZR opp_row_mx oppr0 add_row_mx addr0 fnorm2_row_mx.
have -> : eps = eps / 2%:R + eps / 2%:R by rewrite -mulr2n -mulr_natr divfK // pnatr_eq0.
apply: ler_add.
  have -> : W1 - R *m W1 = (1%:M - R) *m W1 by rewrite mulmxBl mul1mx.
  have w1 : fnorm2 W1 <= 2%:R * k%:R * q.
    rewrite -ZR; apply: (le_trans (fnorm2_mul _ _)); rewrite ler_wpmul2r //.
  apply: (le_trans (fnorm2_mul _ _)); apply: le_trans (_ : z <= _); last by rewrite le_minl lexx orbT.
  apply: le_trans xc; rewrite /c mulrAC; apply: ler_pmul; rewrite ?fnorm2_ge0 //.
  apply: (le_trans (root_near sRR pR RMR low)); rewrite ler_wpmul2l ?sqr_ge0 //.
have := psd_tr_ge0 (psd_small (ltW h0) (_ : fnorm2 (- (W2^T *m W2)) <= h ^+ 2)).
rewrite fnorm2N => /(_ y2); rewrite mxtraceD mxtrace_scalar raddfN /= subr_ge0 mxtrace_mulC -/(fnorm2 W2) => t.
apply: (le_trans t); rewrite -mulr_natr /h mulrAC ler_pdivr_mulr // ler_wpmul2l ?ler_addl ?ler01 //.
by rewrite divr_ge0 ?ler0n // ltW.
Qed.

(** Two encoders, both with Gram matrix near S1^-1 (+) 0. *)
Theorem gram_to_rotation : forall eps, 0 < eps -> exists2 eta, 0 < eta & forall W Wc : 'M[F]_(k, k + m),
  fnorm2 (W^T *m W - signal_gram m S1) <= eta -> fnorm2 (Wc^T *m Wc - signal_gram m S1) <= eta ->
  exists2 U : 'M[F]_k, U *m U^T = 1%:M & fnorm2 (W - U *m Wc) <= eps.
Proof.
move=> eps eps0; have e4 : 0 < eps / 4%:R by rewrite divr_gt0 ?ltr0n.
have [eta eta0 h] := gram_to_frame e4; exists eta => // W Wc /h[U UU hU] /h[V VV hV].
have VVC : V^T *m V = 1%:M by apply: mulmx1C.
exists (U *m V^T).
  by rewrite trmx_mul trmxK mulmxA -(mulmxA U) VVC mulmx1.
apply: (le_trans (fnorm2_mid W (U *m V^T *m Wc) (U *m row_mx R0 0))).
have -> : eps = 2%:R * (eps / 4%:R + eps / 4%:R) by field; rewrite ?pnatr_eq0.
rewrite ler_wpmul2l ?ler0n // ler_add //.
have -> : U *m V^T *m Wc - U *m row_mx R0 0 = U *m V^T *m (Wc - V *m row_mx R0 0).
  by rewrite mulmxBr; congr (_ - _); rewrite -!mulmxA (mulmxA V^T) VVC mul1mx.
have PP : (U *m V^T)^T *m (U *m V^T) = 1%:M.
  by rewrite trmx_mul trmxK mulmxA -(mulmxA V) (mulmx1C UU) mulmx1 VV.
move: hV PP; move: (Wc - _) (U *m V^T) => D P hV PP; apply: le_trans hV.
by rewrite -fnorm2_tr -[fnorm2 D]fnorm2_tr /fnorm2 !trmx_mul !trmxK mulmxA -(mulmxA D^T) PP mulmx1.
Qed.
End Procrustes.
