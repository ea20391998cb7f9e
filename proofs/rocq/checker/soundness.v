(** * Soundness: what the program accepts is true

    check p w b -> certified p w b, for any exact integers and any real closed field. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From mathcomp.zify Require Import ssrZ.
From Jerc Require Import psd spectral pencil dominance upper_bound lower_bound claim eigengap program interpretation tests certified.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Delimit Scope Z_scope with coqZ.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Scales: A a and S s in the place of A and S *)
Section Scale.
Variables (F : realFieldType) (d k : nat) (A S : 'M[F]_d) (a s : F).
Hypotheses (a0 : 0 < a) (s0 : 0 < s).

Lemma pd_scale : pd S -> pd (s *: S).
Proof. by move=> pS x x0; rewrite -scalemxAr -scalemxAl mxE mulr_gt0 ?pS. Qed.

Lemma scale_form m (W : 'M[F]_(m, d)) M c : W *m (c *: M) *m W^T = c *: (W *m M *m W^T).
Proof. by rewrite -scalemxAr -scalemxAl. Qed.

Lemma scale_quadratic (x : 'rV[F]_d) M c : (x *m (c *: M) *m x^T) 0 0 = c * (x *m M *m x^T) 0 0.
Proof. by rewrite scale_form mxE. Qed.

Lemma rayleigh_scale (W : 'M[F]_(k, d)) : W *m S *m W^T \in unitmx ->
  rayleigh (a *: A) (s *: S) W = a / s * rayleigh A S W.
Proof.
move=> uG; have sn : s != 0 by rewrite gt_eqF.
rewrite /rayleigh !scale_form invmxZ ?unitmxZ ?unitfE // -scalemxAl -scalemxAr scalerA mxtraceZ.
by rewrite [s^-1 * a]mulrC.
Qed.
End Scale.

Section Quotients.
Variable F : realFieldType.
Implicit Types a e m s x y : F.
Lemma quotient_le_rational a e m s x y : 0 < a -> 0 < y -> m * (s * y) * e <= x * a -> e * m * (s / a) <= x / y.
Proof.
move=> a0 y0 h; rewrite ler_pdivl_mulr //.
have -> : e * m * (s / a) * y = m * (s * y) * e / a by ring.
by rewrite ler_pdivr_mulr.
Qed.
Lemma rational_le_quotient a e m s x y : 0 < a -> 0 < y -> x * a <= m * (s * y) * e -> x / y <= e * m * (s / a).
Proof.
move=> a0 y0 h; rewrite ler_pdivr_mulr //.
have -> : e * m * (s / a) * y = m * (s * y) * e / a by ring.
by rewrite ler_pdivl_mulr.
Qed.
Lemma scaled_above a s e x y : 0 < a -> 0 < s -> e * x < y -> e * (s / a) * (s^-1 * x) < a^-1 * y.
Proof.
move=> a0 s0 h; rewrite [X in X < _](_ : _ = a^-1 * (e * x)) ?ltr_pmul2l ?invr_gt0 //.
by field; rewrite !gt_eqF.
Qed.
Lemma scaled_below a s e x y : 0 < a -> 0 < s -> y < e * x -> a^-1 * y < e * (s / a) * (s^-1 * x).
Proof.
move=> a0 s0 h; rewrite [X in _ < X](_ : _ = a^-1 * (e * x)) ?ltr_pmul2l ?invr_gt0 //.
by field; rewrite !gt_eqF.
Qed.
End Quotients.

(** ** The value of a row space does not depend on its S-orthonormal basis *)
Section Basis.
Variables (F : realFieldType) (d k : nat) (A S : 'M[F]_d) (V W : 'M[F]_(k, d)).

Lemma basis_value : feasible S W -> (W :=: V)%MS -> \tr (W *m A *m W^T) = rayleigh A S V.
Proof.
move=> f e; have /submxP[T WT] : (W <= V)%MS by rewrite e.
have TGT : T *m (V *m S *m V^T) *m T^T = 1%:M by move: f; rewrite /feasible WT trmx_mul !mulmxA.
have uT : T \in unitmx by move: TGT; rewrite -mulmxA => /mulmx1_unit[].
have GE : invmx (V *m S *m V^T) = T^T *m T.
  have h : T^T *m T *m (V *m S *m V^T) = 1%:M.
    have := mulmx1C TGT; rewrite mulmxA.
    by rewrite -[T^T *m T]mul1mx mulmxA.
  by rewrite -[LHS]mul1mx -h mulmxK //; case/mulmx1_unit: h.
rewrite /rayleigh GE WT trmx_mul.
have -> : T *m V *m A *m (V^T *m T^T) = T *m (V *m A *m V^T) *m T^T by rewrite !mulmxA.
by move: (V *m A *m V^T) => B; rewrite mxtrace_mulC mulmxA.
Qed.
End Basis.

Section Soundness.
Variables (T : Type) (I : integers T) (F : rcfType) (value : T -> F).
Hypothesis vI : exact I value.
Variables (p : problem T) (w : witness T) (b : bounds T).
Notation d := (size_d p).
Notation k := (size_k p).
Local Notation "2^ e" := (pow2 F e) (at level 3, format "2^ e").
Notation rational := (rational_of value).
Notation A := (problem_a I value p).
Notation S := (problem_s I value p).
Notation Ar := (raw_a I value p).
Notation Sr := (raw_s I value p).
Notation sa := (value (den_a p)).
Notation ss := (value (den_s p)).

Lemma problem_aE : A = sa^-1 *: Ar. Proof. by rewrite /problem_a /raw_a scalerA mulrC. Qed.
Lemma problem_sE : S = ss^-1 *: Sr. Proof. by rewrite /problem_s /raw_s scalerA mulrC. Qed.

Hypotheses (sa0 : 0 < sa) (ss0 : 0 < ss).

(* Numbers against the stated rationals. *)
Lemma dyadic_leP m e x : 0 < value x.2 -> dyadic_le I p m e x -> 2^e * value m * (ss / sa) <= rational x.
Proof.
move=> x0 /(value_le vI); rewrite !(value_shift vI) !(valueM vI); set u := Z.min e 0.
have E1 : 2^e = 2^u * 2%:R ^+ above e u by apply: pow2_above; rewrite /u; clear; lia.
have E2 : 1 = 2^u * 2%:R ^+ above 0 u by rewrite -(pow2_0 F); apply: pow2_above; rewrite /u; clear; lia.
move=> h; have : forall y z : F, y <= z -> 2^u * y <= 2^u * z by move=> y z; rewrite ler_pmul2l ?pow2_gt0.
move=> /(_ _ _ h); rewrite 2!(mulrCA (2^u)) -E1 -E2 mulr1.
exact: quotient_le_rational.
Qed.

Lemma le_dyadicP m e x : 0 < value x.2 -> le_dyadic I p x m e -> rational x <= 2^e * value m * (ss / sa).
Proof.
move=> x0 /(value_le vI); rewrite !(value_shift vI) !(valueM vI); set u := Z.min e 0.
have E1 : 2^e = 2^u * 2%:R ^+ above e u by apply: pow2_above; rewrite /u; clear; lia.
have E2 : 1 = 2^u * 2%:R ^+ above 0 u by rewrite -(pow2_0 F); apply: pow2_above; rewrite /u; clear; lia.
move=> h; have : forall y z : F, y <= z -> 2^u * y <= 2^u * z by move=> y z; rewrite ler_pmul2l ?pow2_gt0.
move=> /(_ _ _ h); rewrite 2!(mulrCA (2^u)) -E1 -E2 mulr1.
exact: rational_le_quotient.
Qed.

Lemma minus_multipleE c n x : 0 < value c.2 -> 0 < value x.2 ->
  rational (minus_multiple I c n x) = rational c - rational x *+ n.
Proof.
move=> c0 x0; rewrite /rational_of /= (valueB vI) !(valueM vI) (value_nat vI) -mulr_natl.
move: (value c.1) (value c.2) (value x.1) (value x.2) c0 x0 => c1 c2 x1 x2 c0 x0.
by field; rewrite !gt_eqF.
Qed.

Lemma encoder_leading (kd : (k <= d)%N) : encoder I value p w = leading_rows I value w kd.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

Hypothesis ok : check I p w b.

Lemma gapE : 2^(gap_unit w) * value (gap I w) = floor value w - threshold value w.
Proof.
have E1 : 2^(exp_f w) = 2^(gap_unit w) * 2%:R ^+ above (exp_f w) (gap_unit w) by apply: pow2_above; rewrite /gap_unit; clear; lia.
have E2 : 2^(exp_t w) = 2^(gap_unit w) * 2%:R ^+ above (exp_t w) (gap_unit w) by apply: pow2_above; rewrite /gap_unit; clear; lia.
rewrite /gap (valueB vI) !(value_shift vI) /floor /threshold E1 E2 mulrBr.
by congr (_ - _); rewrite mulrCA mulrC.
Qed.

Theorem sound : certified I value p w b.
Proof.
move: ok; rewrite /check => /and5P[fA fS fV ck /and5P[k0 kd _ _ /and5P[ql qu yA yS /andP[c0]]]].
move=> /andP[dP /andP[dN /and5P[dH hu hl hr /and3P[hloss heig _]]]].
have sA0 := symmetricP vI yA; have sS0 := symmetricP vI yS.
have sAr := sym_raw_a sA0; have sSr := sym_raw_s sS0.
have DP := gram_test vI fV sS0 dP; have DN := dual_test vI fV sA0 sS0 dN.
have [pSr uU] := gram_dominant sSr DP.
have DH := excess_test vI fV kd sA0 sS0 dH.
set V := leading_rows I value w kd in DH; pose U := rows_v I value p w.
have pG : pd (V *m Sr *m V^T) by apply: (leading_pd (@lead_inj _ p kd) pSr uU).
have wt0 i : 0 <= weights I value p w 0 i.
  by rewrite mxE mulr_ge0 ?(ltW (pow2_gt0 _ _)) // (weights_ge0 vI).
have a0 : 0 < sa^-1 by rewrite invr_gt0. have s0 : 0 < ss^-1 by rewrite invr_gt0.
have ratio : sa^-1 / ss^-1 = ss / sa by rewrite invrK mulrC.
have pS : pd S by rewrite problem_sE; apply: pd_scale.
have sA : A^T = A by rewrite problem_aE trmxZ sAr.
have sS : S^T = S by rewrite problem_sE trmxZ sSr.
have qu' := rational_gt0 vI qu; have ql' := rational_gt0 vI ql.
have r0 : 0 < ss / sa by rewrite divr_gt0.
have upperP (W : 'M_(k, d)) : feasible S W -> \tr (W *m A *m W^T) <= rational (upper b).
  move=> f; have uW : W *m Sr *m W^T \in unitmx.
    have : W *m S *m W^T \in unitmx by rewrite f unitmx1.
    by rewrite problem_sE scale_form unitmxZ // unitfE gt_eqF.
  rewrite -(rayleigh_feasible A f) problem_aE problem_sE rayleigh_scale // ratio mulrC.
  apply: le_trans (dyadic_leP qu' hu); rewrite ler_pmul2r // (proved_upperE vI fV kd ck sS0).
  exact: certified_upper.
have lowerP (W : 'M_(k, d)) : feasible S W -> (W :=: encoder I value p w)%MS -> rational (lower b) <= \tr (W *m A *m W^T).
  move=> f; rewrite encoder_leading -/V => /(basis_value A f) ->.
  rewrite problem_aE problem_sE rayleigh_scale ?pd_unit // ratio mulrC.
  apply: le_trans (le_dyadicP ql' hl) _; rewrite ler_pmul2r // (proved_lowerE vI fV kd sA0 sS0) -/V.
  exact: certified_lower.
split=> //.
- by rewrite k0.
- have pGS : pd (V *m S *m V^T) by rewrite problem_sE scale_form; apply: pd_scale.
  have [R [sR RGR uR]] := inv_sqrt (sym_congruence V sS) pGS.
  exists (R *m V); first by rewrite /feasible trmx_mul sR !mulmxA in RGR *.
  by rewrite encoder_leading; apply: eqmxMfull; rewrite row_full_unit.
- case/andP: hr => /(rational_gt0 vI) qr.
  move/(rational_leP vI) => /=; rewrite !(valueM vI) !mulr_gt0 // => /(_ isT isT).
  rewrite /rational_of /= !(valueB vI) !(valueM vI) (value_abs vI) normrM normfV (gtr0_norm qu').
  move: (value (lower b).1) (value (lower b).2) ql' (value (upper b).1) (value (upper b).2) qu' (value (relative_gap b).1) (value (relative_gap b).2) qr => l1 l2 l0 u1 u2 u0 r1 r2 q0.
  rewrite (_ : (u1 * l2 - l1 * u2) / (u2 * l2) = u1 / u2 - l1 / l2); last by field; rewrite !gt_eqF.
  by rewrite (_ : r1 * `|u1| / (r2 * u2) = r1 / r2 * (`|u1| / u2)) //; field; rewrite !gt_eqF.
- move=> kind c l u eb; move: hloss; rewrite /loss_ok eb => /and4P[qc ql1 qu1].
  have qc' := rational_gt0 vI qc; have ql1' := rational_gt0 vI ql1; have qu1' := rational_gt0 vI qu1.
  have within n : rational_le I l (minus_multiple I c n (upper b)) && rational_le I (minus_multiple I c n (lower b)) u ->
    rational l <= rational c - rational (upper b) *+ n /\ rational c - rational (lower b) *+ n <= rational u.
    case/andP => /(rational_leP vI) h1 /(rational_leP vI) h2.
    by rewrite -!minus_multipleE //; split; [apply: h1 | apply: h2] => //=; rewrite (valueM vI) mulr_gt0.
  case: kind eb => _; last by [].
  + case/andP => /(value_eq vI); rewrite (valueM vI) (value_nat vI) => ec /within[h1 h2]; split.
    * by move=> _; rewrite /rational_of ec mulfK // gt_eqF.
    * by move=> W /upperP h; apply: le_trans h1 _; rewrite ler_add2l ler_opp2 ler_muln2r.
    by move=> W f e; apply: le_trans h2; rewrite ler_add2l ler_opp2 ler_muln2r lowerP ?orbT.
  move=> /within[h1 h2]; split=> // W.
    by move=> /upperP h; apply: le_trans h1 _; rewrite ler_add2l ler_opp2.
  by move=> f e; apply: le_trans h2; rewrite ler_add2l ler_opp2 lowerP.
move=> g eb; move: heig; rewrite /eigengap_ok eb => /and4P[/andP[kltd gap0] /(rational_gt0 vI) qg _ /(le_dyadicP qg) hg].
pose f := floor value w; pose t := threshold value w.
have ft : t <= f.
  rewrite -subr_ge0 -gapE mulr_ge0 ?(ltW (pow2_gt0 _ _)) //.
  by have := value_le vI gap0; rewrite (value0 vI).
have weak g1 g2 : g1 <= g2 -> unique_row_space k A S g2 -> unique_row_space k A S g1.
  by move=> le [W0 [mu [nu [o1 o2 o3 o4 o5]]]]; exists W0, mu, nu; split=> //; apply: le_lt_trans o5.
apply: weak hg _; rewrite gapE -/f -/t mulrBl.
apply: (@eigengap_unique _ _ _ _ _ V) => //; first by rewrite ler_pmul2r.
- move=> x x0; rewrite problem_aE problem_sE (scale_quadratic _ Ar) (scale_quadratic _ Sr); apply: scaled_above => //.
  exact: (above_floor sAr sSr DH x0).
move=> x x0 xV; rewrite problem_aE problem_sE (scale_quadratic _ Ar) (scale_quadratic _ Sr); apply: scaled_below => //.
apply: (below_threshold sSr sAr DN x0) => i; rewrite /weights !mxE mulf_eq0 negb_or => /andP[_ ci].
have ik : (i < k)%N.
  rewrite ltnNge; apply: contra ci => ki; rewrite nth_default ?(value0 vI) //; exact: leq_trans ck ki.
have := congr1 (fun v : 'rV_k => v 0 (Ordinal ik)) xV; rewrite problem_sE -scalemxAr -scalemxAl [RHS]mxE mxE.
move/eqP; rewrite mulf_eq0 gt_eqF //= => /eqP; rewrite !mxE => e; rewrite -[RHS]e; apply: eq_bigr => j _.
by congr (_ * _); rewrite ![_^T _ _]mxE /V /leading_rows [in RHS]mxE; congr (_ _ _); exact: val_inj.
Qed.
End Soundness.

(** The soundness theorem. *)
Theorem check_sound (T : Type) (I : integers T) (F : rcfType) (value : T -> F) (p : problem T) (w : witness T) (b : bounds T) :
  exact I value -> check I p w b -> certified I value p w b.
Proof.
move=> vI ok; case/and5P: (ok) => _ _ _ _ /and5P[_ _ a0 s0 _].
by apply: (sound vI) ok; rewrite -(value0 vI); apply: (value_lt vI).
Qed.
