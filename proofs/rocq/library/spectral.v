(** * The spectral theorem over a real closed field, and the inverse square root *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import complex.
From mathcomp Require Import ring.
From Jerc Require Import psd diagonal householder.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Spectral.
Variable F : rcfType.
Local Notation re := (@complex.Re F).
Local Notation im := (@complex.Im F).

Lemma normalise n (v : 'rV[F]_n) : v != 0 ->
  exists c, [/\ c != 0 & (c *: v) *m (c *: v)^T = 1%:M].
Proof.
move=> v0; set q := (v *m v^T) 0 0.
have q0 : 0 < q by rewrite lt_neqAle sqnorm_ge0 andbT eq_sym; apply: contra_neq v0 => /sqnorm_eq0.
exists (Num.sqrt q)^-1; split; first by rewrite invr_neq0 // gt_eqF // sqrtr_gt0.
rewrite trmxZ -scalemxAl -scalemxAr scalerA [v *m _]mx11_scalar -/q scale_scalar_mx; congr _%:M.
by rewrite -[in X in _ * X](sqr_sqrtr (ltW q0)) expr2 mulrACA mulVf ?mulr1 // gt_eqF // sqrtr_gt0.
Qed.

Lemma sym_eigen n (A : 'M[F]_n.+1) : A^T = A ->
  exists a, exists2 v : 'rV[F]_n.+1, v *m v^T = 1%:M & v *m A = a *: v.
Proof.
move=> sA; have [a /eigenvalueP[v va v0]] := Theorem7' (map_mx (real_complex F) A) (ltn0Sn n).
pose x := map_mx re v; pose y := map_mx im v.
have ex : x *m A = re a *: x - im a *: y.
  apply/rowP => j; have /rowP/(_ j)/(congr1 re) := va; rewrite !mxE raddf_sum /=.
  case: a (v 0 j) {va} => ar ai [vr vi] /= <-; apply: eq_bigr => i _; rewrite !mxE.
  by case: (v 0 i) => vr' vi' /=; rewrite mulr0 subr0.
have ey : y *m A = im a *: x + re a *: y.
  apply/rowP => j; have /rowP/(_ j)/(congr1 im) := va; rewrite !mxE raddf_sum /=.
  case: a (v 0 j) {va ex} => ar ai [vr vi] /=; rewrite addrC => <-; apply: eq_bigr => i _; rewrite !mxE.
  by case: (v 0 i) => vr' vi' /=; rewrite mulr0 add0r.
have xy0 : (x != 0) || (y != 0).
  rewrite -negb_and; apply: contra v0 => /andP[/eqP x0 /eqP y0]; apply/eqP/rowP => j.
  rewrite mxE [v 0 j]complexE; have /rowP/(_ j) := x0; have /rowP/(_ j) := y0.
  by rewrite !mxE => -> ->; rewrite mulr0 addr0.
have key : im a * ((x *m x^T) 0 0 + (y *m y^T) 0 0) = 0.
  have h : (x *m A *m y^T) 0 0 = (y *m A *m x^T) 0 0.
    by rewrite [RHS]tr11 !trmx_mul trmxK sA mulmxA.
  have hxy : (x *m y^T) 0 0 = (y *m x^T) 0 0.
    by rewrite [RHS]tr11 trmx_mul trmxK.
  move: h; rewrite ex ey mulmxBl mulmxDl subE addE -!scalemxAl !sclE hxy => h.
  have R4 (r i b c d' : F) : r * b - i * c = i * d' + r * b -> i * (d' + c) = 0.
    move=> e; have -> : i * (d' + c) = (i * d' + r * b) - (r * b - i * c) by ring.
    by rewrite e subrr.
  exact: R4 h.
have ai0 : im a = 0.
  move/eqP: key; rewrite mulf_eq0 => /orP[/eqP//|].
  rewrite paddr_eq0 ?sqnorm_ge0 // => /andP[/eqP/sqnorm_eq0 x0 /eqP/sqnorm_eq0 y0].
  by move: xy0; rewrite x0 y0 eqxx.
have [w w0 wA] : exists2 w : 'rV[F]_n.+1, w != 0 & w *m A = re a *: w.
  case/orP: xy0 => h; [exists x|exists y] => //.
    by rewrite ex ai0 scale0r subr0.
  by rewrite ey ai0 scale0r add0r.
have [c [c0 cc]] := normalise w0; exists (re a), (c *: w) => //.
by rewrite -scalemxAl wA !scalerA mulrC.
Qed.

Lemma block_orth n (Q : 'M[F]_n) (H : 'M[F]_(1 + n)) : H^T = H -> H *m H = 1%:M ->
  Q^T *m Q = 1%:M ->
  (H *m block_mx (1%:M : 'M_1) 0 0 Q)^T *m (H *m block_mx (1%:M : 'M_1) 0 0 Q) = 1%:M.
Proof.
move=> sH HH QQ; rewrite trmx_mul sH mulmxA -(mulmxA _ H H) HH mulmx1 tr_block_mx !trmx0 trmx1.
by rewrite mulmx_block !(mul0mx, mulmx0, mulmx1, add0r, addr0) QQ -scalar_mx_block.
Qed.

Lemma block_diag n (U V : 'M[F]_n) (a : F) (om : 'rV[F]_n) :
  block_mx (1%:M : 'M_1) 0 0 U *m diag_mx (row_mx (a%:M : 'rV_1) om) *m (block_mx (1%:M : 'M_1) 0 0 V)^T
  = block_mx a%:M 0 0 (U *m diag_mx om *m V^T).
Proof.
rewrite diag_mx_row tr_block_mx !trmx0 trmx1 !mulmx_block.
rewrite !(mul0mx, mulmx0, mulmx1, mul1mx, add0r, addr0); congr block_mx.
by apply/matrixP => i j; rewrite !ord1 !mxE.
Qed.

Theorem spectral0 n (A : 'M[F]_n) : A^T = A ->
  exists Q (om : 'rV[F]_n), Q^T *m Q = 1%:M /\ A = Q *m diag_mx om *m Q^T.
Proof.
elim: n A => [|n IH] A sA; first by exists 1%:M, 0; split; apply/matrixP; case.
have [a [v vv vA]] := sym_eigen sA; have [H [sH HH vH]] := householder vv.
pose B : 'M[F]_(1 + n) := H *m A *m H.
have eH : (delta_mx 0 0 : 'rV_n.+1) *m H = v by rewrite -vH -mulmxA HH mulmx1.
have sB : B^T = B by rewrite /B !trmx_mul sH sA mulmxA.
have eB : (delta_mx 0 0 : 'rV_n.+1) *m B = a *: (delta_mx 0 0 : 'rV_n.+1).
  by rewrite /B (mulmxA _ (H *m A)) (mulmxA _ H) eH vA -scalemxAl vH.
have Be : B *m ((delta_mx 0 0 : 'rV_n.+1))^T = a *: ((delta_mx 0 0 : 'rV_n.+1))^T.
  by rewrite -{1}sB -trmx_mul eB trmxZ.
have EB := block1 eB Be.
have sD : (drsubmx B)^T = drsubmx B by rewrite trmx_drsub sB.
have [Q [om [QQ DE]]] := IH _ sD.
exists (H *m block_mx (1%:M : 'M_1) 0 0 Q), (row_mx (a%:M : 'rV_1) om); split; first exact: block_orth.
rewrite trmx_mul sH !mulmxA -(mulmxA H) -(mulmxA H) block_diag -DE -EB /B.
by rewrite !mulmxA HH mul1mx -mulmxA HH mulmx1.
Qed.

Theorem spectral n (A : 'M[F]_n) : A^T = A ->
  exists Q (om : 'rV[F]_n), [/\ Q^T *m Q = 1%:M, A = Q *m diag_mx om *m Q^T
    & forall i j : 'I_n, (i <= j)%N -> om 0 j <= om 0 i].
Proof.
move=> /spectral0[Q [om [QQ AE]]]; have [s hs] := sort_row om.
exists (col_perm s Q), (col_perm s om); split; first exact: col_perm_orth.
  by rewrite -col_perm_diag.
by move=> i j ij; rewrite !mxE; apply: hs.
Qed.

Theorem inverse_root_exists n (S : 'M[F]_n) : S^T = S -> pd S -> exists R, inverse_root S R.
Proof.
move=> sS pS; have [Q [om [QQ SE]]] := spectral0 sS.
have QQC : Q *m Q^T = 1%:M by apply: mulmx1C.
have QSQ : Q^T *m S *m Q = diag_mx om.
  by rewrite SE !mulmxA QQ mul1mx -mulmxA QQ mulmx1.
have om0 j : 0 < om 0 j.
  have d0 : (delta_mx 0 j : 'rV[F]_n) != 0.
    by apply/eqP => /rowP/(_ j)/eqP; rewrite !mxE !eqxx oner_eq0.
  have v0 : (delta_mx 0 j : 'rV[F]_n) *m Q^T != 0.
    by apply: contra_neq d0 => h; rewrite -[LHS]mulmx1 -QQ mulmxA h mul0mx.
  have := pS _ v0; rewrite trmx_mul trmxK.
  rewrite (_ : _ *m _ *m S *m _ = delta_mx 0 j *m (Q^T *m S *m Q) *m (delta_mx 0 j)^T); last by rewrite !mulmxA.
  by rewrite QSQ quad_delta mxE eqxx mulr1n.
pose R := Q *m diag_mx (\row_j (Num.sqrt (om 0 j))^-1) *m Q^T.
have RSR : R *m S *m R = 1%:M.
  rewrite /R SE !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA _ Q^T Q) QQ mulmx1.
  rewrite -!(mulmxA Q) !mulmx_diag -[RHS]QQC; congr (Q *m _); rewrite -[RHS]mul1mx; congr (_ *m _).
  apply/matrixP => i j; rewrite !mxE; case: eqP => [->|//]; rewrite mulr1n.
  have s0 : Num.sqrt (om 0 j) != 0 by rewrite gt_eqF // sqrtr_gt0.
  by rewrite -[in X in _ * X * _](sqr_sqrtr (ltW (om0 j))) expr2 mulKf // mulfV.
exists R; split=> //; first by rewrite /R !trmx_mul trmxK tr_diag_mx mulmxA.
have [uQ _] := mulmx1_unit QQC.
apply: pd_congr; first by rewrite row_free_unit.
by apply/(pd_dg (fun j => (Num.sqrt (om 0 j))^-1)) => j; rewrite invr_gt0 sqrtr_gt0.
Qed.

Corollary inv_sqrt n (S : 'M[F]_n) : S^T = S -> pd S ->
  exists R : 'M[F]_n, [/\ R^T = R, R *m S *m R = 1%:M & R \in unitmx].
Proof.
by move=> sS pS; have [R [sR pR RSR]] := inverse_root_exists sS pS; exists R; split=> //; apply: pd_unit.
Qed.
End Spectral.
