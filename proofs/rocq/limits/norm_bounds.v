(** * The squared Frobenius norm fnorm2 M = tr (M M^T): the one norm in which every limit of this folder is stated. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments spectral pencil recovery rc_pencil pencil_extreme supervised_rate je_fixed_sample.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Norms.
Variable F : realFieldType.

Lemma fnorm2D_le m n (A B : 'M[F]_(m, n)) : fnorm2 (A + B) <= 2%:R * (fnorm2 A + fnorm2 B).
Proof.
rewrite !fnorm2E -big_split mulr_sumr; apply: ler_sum => i _.
rewrite -big_split mulr_sumr; apply: ler_sum => j _ /=; rewrite mxE -subr_ge0.
have R (a b : F) : 2%:R * (a ^+ 2 + b ^+ 2) - (a + b) ^+ 2 = (a - b) ^+ 2 by ring.
by rewrite R sqr_ge0.
Qed.

Lemma fnorm2Z m n c (A : 'M[F]_(m, n)) : fnorm2 (c *: A) = c ^+ 2 * fnorm2 A.
Proof. by rewrite /fnorm2 trmxZ -scalemxAl -scalemxAr scalerA mxtraceZ expr2. Qed.

Lemma fnorm2_0 m n : fnorm2 (0 : 'M[F]_(m, n)) = 0.
Proof. by rewrite /fnorm2 mul0mx mxtrace0. Qed.

Lemma fnorm2_block m1 m2 n1 n2 (A : 'M[F]_(m1, n1)) (B : 'M_(m1, n2)) (C : 'M_(m2, n1)) (D : 'M_(m2, n2)) :
  fnorm2 (block_mx A B C D) = fnorm2 A + fnorm2 B + (fnorm2 C + fnorm2 D).
Proof.
rewrite /fnorm2 tr_block_mx mulmx_block mxtrace_block !mxtraceD.
by [].
Qed.

Lemma fnorm2BC m n (A B : 'M[F]_(m, n)) : fnorm2 (A - B) = fnorm2 (B - A).
Proof. by rewrite -fnorm2N opprB. Qed.

(* distance to a middle point *)
Lemma fnorm2_mid m n (A B C : 'M[F]_(m, n)) : fnorm2 (A - B) <= 2%:R * (fnorm2 (A - C) + fnorm2 (B - C)).
Proof. by rewrite (fnorm2BC B C) -(subrKA C); apply: fnorm2D_le. Qed.

Lemma sqr_le_abs (y z : F) : 0 <= z -> y ^+ 2 <= z ^+ 2 -> - z <= y.
Proof.
move=> z0 h; rewrite leNgt; apply/negP => yz; move: h; rewrite leNgt => /negP; apply.
rewrite -subr_gt0 subr_sqr nmulr_rgt0; first by rewrite -(opprK z) subr_lt0.
by rewrite subr_lt0; apply: (lt_le_trans yz); apply: (@le_trans _ _ 0); rewrite ?oppr_le0.
Qed.

(* a matrix of norm at most c is at least -c I *)
Lemma psd_small n (M : 'M[F]_n) c : 0 <= c -> fnorm2 M <= c ^+ 2 -> psd (c%:M + M).
Proof.
move=> c0 h x; rewrite quadD mul_mx_scalar -scalemxAl sclE -[(x *m x^T) 0 0]/(sq x).
rewrite -ler_subl_addl sub0r; apply: sqr_le_abs; first by rewrite mulr_ge0 ?sq_ge0.
apply: (le_trans (cauchy (x *m M) x)).
have -> : (c * sq x) ^+ 2 = sq x * c ^+ 2 * sq x by ring.
rewrite ler_wpmul2r ?sq_ge0 //; have := fnorm2_mul x M; rewrite {1 2}/fnorm2 !tr_mx11 => h2.
by apply: (le_trans h2); rewrite ler_wpmul2l ?sq_ge0.
Qed.

Lemma psd_tr_bound n (M : 'M[F]_n) : M^T = M -> psd M -> psd ((\tr M)%:M - M).
Proof.
move=> sM pM x; rewrite quadB mul_mx_scalar -scalemxAl sclE -[(x *m x^T) 0 0]/(sq x).
have pB : psd ((sq x)%:M - x^T *m x).
  move=> y; rewrite quadB mul_mx_scalar -scalemxAl sclE -[(y *m y^T) 0 0]/(sq y) subr_ge0.
  have -> : (y *m (x^T *m x) *m y^T) 0 0 = dot y x ^+ 2.
    by rewrite mulmxA -mulmxA mxE big_ord1 -/(dot y x) -/(dot x y) dotC expr2.
  by rewrite mulrC; apply: cauchy.
have := psd_trace_mul_ge0 sM pM pB; rewrite mulmxBr mul_mx_scalar mxtraceB mxtraceZ mulmxA mxtrace_mulC.
by rewrite mulmxA tr_mx11 mulrC.
Qed.

Lemma fnorm2_psd_le n (M : 'M[F]_n) : M^T = M -> psd M -> fnorm2 M <= (\tr M) ^+ 2.
Proof.
move=> sM pM; have := psd_trace_mul_ge0 sM pM (psd_tr_bound sM pM).
by rewrite mulmxBr mul_mx_scalar mxtraceB mxtraceZ subr_ge0 /fnorm2 sM expr2.
Qed.

(* M >= t I and Z >= 0 give t tr Z <= tr (Z M) *)
Lemma tr_lower n (Z M : 'M[F]_n) t : Z^T = Z -> psd Z -> psd (M - t%:M) -> t * \tr Z <= \tr (Z *m M).
Proof.
move=> sZ pZ pM; have := psd_trace_mul_ge0 sZ pZ pM.
by rewrite mulmxBr mul_mx_scalar mxtraceB mxtraceZ subr_ge0.
Qed.
Lemma fnorm2_lower m n (V : 'M[F]_(m, n)) (M : 'M[F]_n) t : psd (M - t%:M) -> t * fnorm2 V <= \tr (V *m M *m V^T).
Proof.
move=> h; have := psd_tr_ge0 (psd_congr V h).
by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl mxtraceB mxtraceZ subr_ge0.
Qed.
End Norms.

Section Lower.
Variable F : rcfType.
(* a positive definite matrix is at least mu I for some mu > 0 *)
Lemma pd_lower n (M : 'M[F]_n) : M^T = M -> pd M -> exists2 mu, 0 < mu & psd (M - mu%:M).
Proof.
case: n M => [|n] M sM pM.
  by exists 1; rewrite ?ltr01 // => x; rewrite [x]thinmx0 !mul0mx mxE.
have p1 : pd (1%:M : 'M[F]_n.+1).
  move=> x x0; rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym.
  by apply: contra_neq x0 => /sqnorm_eq0.
have [lam [pl [w w0 hw]]] := pencil_min (trmx1 _ _) p1 sM.
rewrite scalemx1 in pl hw; exists lam => //.
have e : (w *m M *m w^T) 0 0 = lam * (w *m w^T) 0 0.
  by move/eqP: hw; rewrite mulmxBr subr_eq0 mul_mx_scalar => /eqP ->; rewrite -scalemxAl sclE.
have := pM _ w0; rewrite e pmulr_lgt0 //.
by have := p1 _ w0; rewrite mulmx1.
Qed.
End Lower.
