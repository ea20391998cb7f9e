(** * Epsilon-delta continuity of optimal frames at a block-diagonal pencil with a strict gap, and its alpha -> infinity version:
   a pencil whose noise block is inflated by a2 tends, after rescaling the noise coordinates by sqrt a2, to a block-diagonal one. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments spectral pencil recovery rc_pencil pencil_extreme supervised_rate je_fixed_sample.
From Jerc Require Import norm_bounds perturbation gram_bound.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma close_of_norm (F : realFieldType) d (S0 A0 S A : 'M[F]_d) s e :
  0 <= s -> psd (S0 - s%:M) -> 0 <= e ->
  fnorm2 (S - S0) <= (e * s) ^+ 2 -> fnorm2 (A - A0) <= (e * s) ^+ 2 -> close e S0 A0 S A.
Proof.
move=> s0 pS e0 hS hA; have es : 0 <= e * s by apply: mulr_ge0.
have p1 : psd (e *: (S0 - s%:M)) by apply: psdZ.
have q M : fnorm2 M <= (e * s) ^+ 2 -> psd (e *: S0 + M).
  move=> h; have -> : e *: S0 + M = e *: (S0 - s%:M) + ((e * s)%:M + M).
    by rewrite scalerBr scale_scalar_mx addrA subrK.
  by apply: psdD => //; apply: psd_small.
split.
- have -> : S - (1 - e) *: S0 = e *: S0 + (S - S0) by rewrite scalerBl scale1r opprB addrC addrAC addrA.
  exact: q.
- have -> : (1 + e) *: S0 - S = e *: S0 + (S0 - S) by rewrite scalerDl scale1r addrAC addrC.
  by apply: q; rewrite fnorm2BC.
- by rewrite addrC; apply: q.
by rewrite addrC; apply: q; rewrite fnorm2BC.
Qed.

Section PdFacts.
Variable F : rcfType.
(* a positive definite matrix dominates a multiple of any positive semidefinite one *)
Lemma pd_dominates n (M N : 'M[F]_n) : M^T = M -> pd M -> N^T = N -> psd N -> exists2 t, 0 < t & psd (M - t *: N).
Proof.
move=> sM pM sN pN; have [mu mu0 h] := pd_lower sM pM; have tr0 := psd_tr_ge0 pN.
have d0 : 0 < \tr N + 1 by rewrite ltr_paddl ?ltr01.
exists (mu / (\tr N + 1)); first by rewrite divr_gt0.
set t := mu / _; have t0 : 0 <= t by rewrite ltW // divr_gt0.
have -> : M - t *: N = (M - mu%:M) + (t%:M + t *: ((\tr N)%:M - N)).
  rewrite scalerBr scale_scalar_mx [t%:M + _]addrA -raddfD /=.
  have -> : t + t * \tr N = mu by rewrite -{1}[t]mulr1 -mulrDr addrC /t divfK // gt_eqF.
  by rewrite addrA subrK.
apply: psdD => //; apply: psdD; last by apply: psdZ => //; apply: psd_tr_bound.
by move=> x; rewrite mul_mx_scalar -scalemxAl sclE mulr_ge0 ?sqnorm_ge0.
Qed.

Lemma pd_lower_block k m (S1 : 'M[F]_k) (S2 : 'M[F]_m) : S1^T = S1 -> pd S1 -> S2^T = S2 -> pd S2 ->
  exists s, [/\ 0 < s, psd (S1 - s%:M), psd (S2 - s%:M) & psd (block_mx S1 0 0 S2 - s%:M)].
Proof.
move=> s1 p1 s2 p2; have [s s0 h] := pd_lower (sym_block s1 s2) (pd_block p1 p2); exists s.
have E : block_mx S1 0 0 S2 - s%:M = block_mx (S1 - s%:M) 0 0 (S2 - s%:M).
  by rewrite scalar_mx_block opp_block_mx add_block_mx !oppr0 !addr0.
split=> //; move=> x.
  by have := h (row_mx x 0); rewrite E quad_block addE !mul0mx [(0 : 'M_1) 0 0]mxE addr0.
by have := h (row_mx 0 x); rewrite E quad_block addE !mul0mx [(0 : 'M_1) 0 0]mxE add0r.
Qed.
End PdFacts.

(* If (S, A) is close to the block-diagonal (S0, A0), every eigenvalue of (G1, S1) is at least delta and every eigenvalue of (G2, S2) is
   below delta, then W'W is close to S1^-1 (+) 0 for every optimal frame W of (S, A). *)
Theorem gram_continuous (F : rcfType) k m (S1 G1 : 'M[F]_k) (S2 G2 : 'M[F]_m) delta :
  S1^T = S1 -> pd S1 -> G1^T = G1 -> psd G1 -> S2^T = S2 -> pd S2 -> G2^T = G2 -> psd G2 ->
  0 <= delta -> psd (G1 - delta *: S1) -> pd (delta *: S2 - G2) ->
  forall eps, 0 < eps -> exists2 eta, 0 < eta & forall S A : 'M[F]_(k + m), S^T = S ->
    fnorm2 (S - block_mx S1 0 0 S2) <= eta -> fnorm2 (A - block_mx G1 0 0 G2) <= eta ->
    forall W : 'M[F]_(k, k + m), pencil_max S A W -> fnorm2 (W^T *m W - signal_gram m S1) <= eps.
Proof.
move=> sS1 pS1 sG1 pG1 sS2 pS2 sG2 pG2 d0 Gd pgap eps eps0.
have [t t0 gap] : exists2 t, 0 < t & psd (delta *: S2 - G2 - t *: S2).
  by apply: pd_dominates => //; [rewrite trmxB trmxZ sS2 sG2|exact: pd_psd].
have [s [s0 l1 l2 lb]] := pd_lower_block sS1 pS1 sS2 pS2.
pose K := gram_constant S1 G1 t s; pose e := Num.min 2%:R^-1 (eps / (`|K| + 1)).
have K1 : 0 < `|K| + 1 by rewrite ltr_paddl ?ltr01.
have e0 : 0 < e by rewrite lt_minr invr_gt0 ltr0n divr_gt0.
have e12 : e *+ 2 <= 1.
  by rewrite -mulr_natr -ler_pdivl_mulr ?ltr0n // div1r le_minl lexx.
exists ((e * s) ^+ 2) => [|S A sS hS hA W mW]; first by rewrite exprn_gt0 // mulr_gt0.
have cl := close_of_norm (ltW s0) lb (ltW e0) hS hA.
have h := gram_bound sS1 pS1 sG1 pG1 pS2 pG2 d0 Gd t0 gap s0 l1 l2 sS cl (ltW e0) e12 mW.
apply: (le_trans h); rewrite -/K.
apply: le_trans (_ : e * (`|K| + 1) <= _).
  by rewrite ler_wpmul2l ?(ltW e0) // ler_paddr ?ler01 // ler_norm.
by rewrite -ler_pdivl_mulr // le_minl lexx orbT.
Qed.

(* change of variable in a pencil problem *)
Lemma pencil_max_congr (F : realFieldType) d q k (S A : 'M[F]_d) (P : 'M[F]_(q, d)) (U : 'M[F]_(k, q)) :
  pencil_max S A (U *m P) -> pencil_max (P *m S *m P^T) (P *m A *m P^T) U.
Proof.
have E (V : 'M[F]_(k, q)) M : V *m (P *m M *m P^T) *m V^T = V *m P *m M *m (V *m P)^T.
  by rewrite trmx_mul !mulmxA.
by move=> [f h]; split=> [|V]; rewrite /feasible !E // => /h.
Qed.

Section Inflated.
Variables (F : rcfType) (k m : nat) (S11 A11 : 'M[F]_k) (S12 A12 : 'M[F]_(k, m)) (S22 A22 Ga2 : 'M[F]_m).
Definition inflated a2 := block_mx S11 S12 S12^T (S22 + a2 *: Ga2).
Notation A := (block_mx A11 A12 A12^T A22).
Definition shrink (a : F) : 'M[F]_(k + m) := block_mx 1%:M 0 0 (a^-1)%:M.

Lemma shrinkE a (X11 : 'M[F]_k) (X12 : 'M[F]_(k, m)) X22 :
  shrink a *m block_mx X11 X12 X12^T X22 *m (shrink a)^T
  = block_mx X11 (a^-1 *: X12) (a^-1 *: X12^T) (a^-2 *: X22).
Proof.
rewrite /shrink tr_block_mx !trmx0 !tr_scalar_mx !mulmx_block !mulmx0 !mul0mx !mulmx1 !mul1mx !addr0 !add0r.
by rewrite !mul_scalar_mx !mul_mx_scalar scalerA -invfM -expr2.
Qed.

Lemma small_rest (X : 'M[F]_(k, m)) (Y : 'M[F]_m) a : 1 <= a ->
  fnorm2 (block_mx 0 (a^-1 *: X) (a^-1 *: X^T) (a^-2 *: Y) : 'M[F]_(k + m)) <= (fnorm2 X + fnorm2 X + fnorm2 Y) / a ^+ 2.
Proof.
move=> a1; have a0 : 0 < a by apply: lt_le_trans a1; exact: ltr01.
rewrite fnorm2_block fnorm2_0 add0r !fnorm2Z fnorm2_tr exprVn; set b := (a ^+ 2)^-1.
have b0 : 0 <= b by rewrite invr_ge0 sqr_ge0.
have b1 : b <= 1 by rewrite invf_le1 ?exprn_gt0 // exprn_ege1.
move: (fnorm2 X) (fnorm2 Y) (fnorm2_ge0 Y) => x y y0; rewrite -subr_ge0.
have R : (x + x + y) * b - (b * x + (b * x + b ^+ 2 * y)) = b * (1 - b) * y by ring.
by rewrite R !mulr_ge0 ?subr_ge0.
Qed.

Hypotheses (s11 : S11^T = S11) (p11 : pd S11) (s22 : S22^T = S22) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Hypotheses (sA : A11^T = A11) (pA : pd A11).

Lemma inflated_sym a2 : (inflated a2)^T = inflated a2.
Proof. by rewrite /inflated tr_block_mx trmxK s11 trmxD trmxZ s22 sG. Qed.

(* fixed signal block, fixed cross terms, noise block inflated by a2: W'W -> S11^-1 (+) 0 *)
Theorem gram_inflated : forall eps, 0 < eps -> exists2 a0, 0 < a0 & forall a2, a0 <= a2 ->
  forall W : 'M[F]_(k, k + m), pencil_max (inflated a2) A W -> fnorm2 (W^T *m W - signal_gram m S11) <= eps.
Proof.
move=> eps eps0; have [delta d0 Gd] := pd_dominates sA pA s11 (pd_psd p11).
have pgap : pd (delta *: Ga2 - 0) by rewrite subr0; apply: pdZ.
have p0 : psd (0 : 'M[F]_m) by move=> x; rewrite mulmx0 mul0mx mxE.
have [eta eta0 main] := gram_continuous s11 p11 sA (pd_psd pA) sG pG (trmx0 _ _ _) p0 (ltW d0) Gd pgap eps0.
pose K := (fnorm2 S12 + fnorm2 S12 + fnorm2 S22) + (fnorm2 A12 + fnorm2 A12 + fnorm2 A22).
have K0 : 0 <= K by rewrite !addr_ge0 ?fnorm2_ge0.
exists (1 + K / eta) => [|a2 ha W mW]; first by rewrite ltr_paddr ?ltr01 // divr_ge0 // ltW.
have a2_1 : 1 <= a2 by apply: le_trans ha; rewrite ler_addl divr_ge0 // ltW.
have a2_0 : 0 < a2 by apply: lt_le_trans a2_1; exact: ltr01.
pose a := Num.sqrt a2; have aa : a ^+ 2 = a2 by rewrite sqr_sqrtr // ltW.
have ia : a ^- 2 * a2 = 1 by rewrite aa mulVf // gt_eqF.
have a1 : 1 <= a by rewrite -(sqrtr1 F) ler_sqrt.
have a0 : 0 < a by apply: lt_le_trans a1; exact: ltr01.
have Ka : K / a ^+ 2 <= eta.
  rewrite aa ler_pdivr_mulr // mulrC -ler_pdivr_mulr //; apply: le_trans ha; rewrite ler_addr ler01.
  by [].
pose U := row_mx (lsubmx W) (a *: rsubmx W).
have UW : U *m shrink a = W.
  rewrite /U /shrink mul_row_block !mulmx0 mulmx1 addr0 add0r mul_mx_scalar scalerA mulVf ?gt_eqF //.
  by rewrite scale1r hsubmxK.
have mU : pencil_max (shrink a *m inflated a2 *m (shrink a)^T) (shrink a *m A *m (shrink a)^T) U.
  by apply: pencil_max_congr; rewrite UW.
have sSS : (shrink a *m inflated a2 *m (shrink a)^T)^T = shrink a *m inflated a2 *m (shrink a)^T.
  by rewrite !trmx_mul trmxK inflated_sym mulmxA.
have hS : fnorm2 (shrink a *m inflated a2 *m (shrink a)^T - block_mx S11 0 0 Ga2) <= eta.
  rewrite /inflated shrinkE scalerDr scalerA ia scale1r.
  rewrite opp_block_mx add_block_mx !oppr0 !addr0 subrr addrK.
  apply: le_trans (small_rest S12 S22 a1) _; apply: le_trans Ka.
  by rewrite ler_wpmul2r ?invr_ge0 ?sqr_ge0 // ler_addl !addr_ge0 ?fnorm2_ge0.
have hA : fnorm2 (shrink a *m A *m (shrink a)^T - block_mx A11 0 0 0) <= eta.
  rewrite shrinkE opp_block_mx add_block_mx !oppr0 !addr0 subrr.
  apply: le_trans (small_rest A12 A22 a1) _; apply: le_trans Ka.
  by rewrite ler_wpmul2r ?invr_ge0 ?sqr_ge0 // ler_addr !addr_ge0 ?fnorm2_ge0.
have := main _ _ sSS hS hA _ mU; apply: le_trans.
rewrite -{1 2}[W]hsubmxK /U !tr_row_mx !mul_col_row !opp_block_mx !add_block_mx !fnorm2_block !oppr0 !addr0.
rewrite !trmxZ -!scalemxAl -!scalemxAr scalerA !fnorm2Z -!addrA ler_add2l.
have c1 : 1 <= a ^+ 2 by rewrite exprn_ege1.
by rewrite !ler_add // ler_pemull ?fnorm2_ge0 // ?exprn_ege1 // mulr_ege1.
Qed.
End Inflated.

(** When the pencil is block-diagonal and its gap strict, the Gram matrix is exactly S1^-1 (+) 0. *)
Lemma exact_gram (F : rcfType) k m (S1 G1 : 'M[F]_k) (S2 G2 : 'M[F]_m) delta (W : 'M[F]_(k, k + m)) :
  S1^T = S1 -> pd S1 -> G1^T = G1 -> S2^T = S2 -> pd S2 -> psd (G1 - delta *: S1) -> pd (delta *: S2 - G2) ->
  pencil_max (block_mx S1 0 0 S2) (block_mx G1 0 0 G2) W -> W^T *m W = signal_gram m S1.
Proof.
move=> sS1 pS1 sG1 sS2 pS2 Gd pM [fW mW].
have [R [sR RSR _]] := inv_sqrt sS1 pS1; have h1 : R *m S1 *m R^T = 1%:M by rewrite sR.
have [f0 v0] := signal_value G1 S2 G2 pS1 h1.
have W2 : rsubmx W = 0.
  apply: (pd_tr_le0 pM); have := recovery_bound G2 sS1 pS1 sG1 sS2 pS2 Gd fW; rewrite -v0 => h.
  by have := le_trans h (mW _ f0); rewrite ger_addl.
move: fW; rewrite /feasible -[W]hsubmxK W2; move: (lsubmx W) => V.
rewrite quad_block !mul0mx addr0 tr_row_mx mul_col_row trmx0 !mulmx0 mul0mx => VSV; congr block_mx.
have e : V^T *m V *m S1 = 1%:M by rewrite -mulmxA; apply: mulmx1C.
by rewrite -[LHS](mulmxK (pd_unit pS1)) e mul1mx.
Qed.
