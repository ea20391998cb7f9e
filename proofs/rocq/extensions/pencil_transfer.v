(* The optimal row spaces of the pencils (C, B) and (c C, a C + b B) are the same when b, c > 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan spectral pencil rc_pencil.
From Jerc Require Import realisation equivalent_pencils.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Transfer.
Variables (F : rcfType) (k d : nat) (B C S G : 'M[F]_d.+1) (a b c : F).
Hypotheses (sB : B^T = B) (pB : pd B) (sC : C^T = C) (pS : pd S) (b0 : 0 < b) (c0 : 0 < c).
Hypotheses (SE : S = a *: C + b *: B) (GE : G = c *: C).

Lemma transfer (W : 'M[F]_(k, d.+1)) : pencil_max B C W ->
  exists2 W' : 'M[F]_(k, d.+1), pencil_max S G W' & (W :=: W')%MS.
Proof.
move=> mW; have [t [[pA pK] [x x0 ex]]] := optimal_certificate sB pB sC mW.
have f : W *m B *m W^T = 1%:M := mW.1.
have sA := sym_above sB sC t W; set A := above B C t W in pA pK sA.
have AE : A = W *m C *m W^T - t%:M.
  by rewrite /A /above mulmxBr mulmxBl -scalemxAr -scalemxAl f scalemx1.
have sS : S^T = S by rewrite SE trmxD !trmxZ sB sC.
pose D := a * t + b.
have D0 : 0 < D.
  have := pS x0; rewrite SE quadD !quadZ ex -scalemxAl sclE mulrA -mulrDl -/D.
  by rewrite pmulr_lgt0 // pB.
clearbody A; set K := _ + _ in pK.
have sK : K^T = K.
  rewrite /K trmxD trmxB trmxZ sB sC !trmx_mul trmxK sB sA; congr (_ + _).
  by rewrite !mulmxA.
have WC : W *m C = (W *m C *m W^T) *m W *m B.
  have WK : W *m K = t *: (W *m B) - W *m C + A *m W *m B.
    rewrite /K mulmxDr mulmxBr -scalemxAr !mulmxA f mul1mx; by [].
  have z : W *m K = 0.
    apply: psd_null => //; rewrite WK mulmxDl mulmxBl -scalemxAl f -!mulmxA (mulmxA W B) f mulmx1 AE scalemx1.
    by rewrite !mulmxA addrC addrA subrK subrr mxtrace0.
  have -> : W *m C *m W^T = A + t%:M by rewrite AE subrK.
  rewrite mulmxDl mulmxDl mul_scalar_mx -scalemxAl; move/eqP: z; rewrite WK addrAC subr_eq0 => /eqP <-.
  by rewrite addrC.
set L := W *m C *m W^T in WC; pose KS := W *m S *m W^T.
have WS : W *m S = KS *m W *m B.
  rewrite /KS SE mulmxDr -!scalemxAr mulmxDl -!scalemxAl f -/L !mulmxDl -!scalemxAl mul1mx.
  by rewrite -WC.
have sKS : KS^T = KS by rewrite /KS !trmx_mul trmxK sS mulmxA.
have fW : row_free W by apply/row_freeP; exists (B *m W^T); rewrite mulmxA.
have pKS : pd KS by apply: pd_congr.
have KSE : KS = W *m S *m W^T by []. clearbody KS.
have [T [sT TKT uT]] := inv_sqrt sKS pKS.
exists (T *m W); last by apply: eqmx_sym; apply: eqmxMfull; rewrite row_full_unit.
have TTK : T *m (T *m KS) = 1%:M by apply: mulmx1C.
have KTT : KS *m T *m T = 1%:M.
  by apply: trmx_inj; rewrite !trmx_mul sT sKS TTK trmx1.
pose kap := c * b / D; have k0 : 0 < kap by rewrite divr_gt0 // mulr_gt0.
have dE : D != 0 by rewrite gt_eqF.
have GS : G - (c * t / D) *: S = kap *: (C - t *: B).
  have R (u v : F) : c * u - c * t / D * (a * u + b * v) = kap * (u - t * v).
    rewrite /kap; have -> : b = D - a * t by rewrite /D addrAC subrr add0r.
    by field.
  by apply/matrixP => i j; rewrite GE SE !mxE R.
have f' : feasible S (T *m W).
  by rewrite /feasible trmx_mul sT !mulmxA -(mulmxA T) -(mulmxA T (W *m S)) -KSE TKT.
have A1 : above S G (c * t / D) (T *m W) = kap *: (T *m A *m T).
  rewrite /above GS -scalemxAr -scalemxAl trmx_mul sT AE; congr (_ *: _).
  have -> : W *m C *m W^T - t%:M = W *m (C - t *: B) *m W^T.
    by rewrite mulmxBr mulmxBl -scalemxAr -scalemxAl f scalemx1.
  by rewrite !mulmxA.
apply: (@certificate_optimal _ _ _ S G sS pS _ (c * t / D)) => //.
  by rewrite GE trmxZ sC.
split; rewrite A1.
  by apply: psdZ (ltW k0) _; rewrite -{2}sT; apply: psd_congr.
have SW : S *m W^T = B *m W^T *m KS.
  by apply: trmx_inj; rewrite trmx_mul trmxK sS WS !trmx_mul trmxK sB sKS mulmxA.
have TTK' : T *m T *m KS = 1%:M by rewrite -mulmxA.
have core : S *m (T *m W)^T *m (T *m A *m T) *m (T *m W) *m S = B *m W^T *m A *m W *m B.
  rewrite trmx_mul sT !mulmxA SW -(mulmxA _ W S) WS !mulmxA.
  rewrite -(mulmxA _ KS T) -(mulmxA _ (KS *m T) T) KTT mulmx1.
  by rewrite -(mulmxA _ T T) -(mulmxA _ (T *m T) KS) TTK' mulmx1.
have -> : (c * t / D) *: S - G + S *m (T *m W)^T *m (kap *: (T *m A *m T)) *m (T *m W) *m S = kap *: K.
  rewrite -scalemxAr -!scalemxAl core /K scalerDr; congr (_ + _).
  by rewrite -opprB GS -scalerN opprB.
exact: psdZ (ltW k0) pK.
Qed.
End Transfer.

(* For every number k of rows: the pencils (C, B) and (c C, a C + b B) have the same optimal row spaces. The eigenvalues
   correspond by the increasing map mu |-> c mu / (a mu + b). Hypotheses: both second moments positive definite, b, c > 0;
   a may be negative; ties are allowed. *)
Theorem pencil_transfer (F : rcfType) k d (B C S G : 'M[F]_d.+1) (a b c : F) : B^T = B -> pd B -> C^T = C -> pd S ->
  0 < b -> 0 < c -> S = a *: C + b *: B -> G = c *: C -> same_row_spaces k B C S G.
Proof.
move=> sB pB sC pS b0 c0 SE GE; have bz : b != 0 by rewrite gt_eqF. have cz : c != 0 by rewrite gt_eqF.
have sS : S^T = S by rewrite SE trmxD !trmxZ sB sC.
have sG : G^T = G by rewrite GE trmxZ sC.
split=> W; first exact: (transfer sB pB sC pS b0 c0 SE GE).
apply: (@transfer _ _ _ S G B C (- (a / (b * c))) b^-1 c^-1) => //; rewrite ?invr_gt0 // GE.
  have R (u v : F) : v = - (a / (b * c)) * (c * u) + b^-1 * (a * u + b * v) by field; rewrite bz cz.
  by apply/matrixP => i j; rewrite SE !mxE; apply: R.
by rewrite scalerA mulVf // scale1r.
Qed.

Lemma same_row_spaces_sym (F : rcfType) k d (S G S' G' : 'M[F]_d) :
  same_row_spaces k S G S' G' -> same_row_spaces k S' G' S G.
Proof. by case. Qed.
Lemma same_row_spaces_trans (F : rcfType) k d (S G S' G' S2 G2 : 'M[F]_d) :
  same_row_spaces k S G S' G' -> same_row_spaces k S' G' S2 G2 -> same_row_spaces k S G S2 G2.
Proof.
move=> [a b] [a' b']; split=> W.
  by move=> /a[W1 m1 e1]; have [W2 m2 e2] := a' _ m1; exists W2 => //; apply: eqmx_trans e2.
by move=> /b'[W1 m1 e1]; have [W2 m2 e2] := b _ m1; exists W2 => //; apply: eqmx_trans e2.
Qed.
