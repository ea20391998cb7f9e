(** * The singular value decomposition of a square matrix over a real closed field *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From Jerc Require Import psd householder spectral.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Svd.
Variable F : rcfType.
(* square singular value decomposition *)
Lemma sing_pair n (A : 'M[F]_n.+1) : exists (s : F) (u v : 'rV[F]_n.+1),
  [/\ 0 <= s, u *m u^T = 1%:M, v *m v^T = 1%:M, u *m A = s *: v & A *m v^T = s *: u^T].
Proof.
have [a [v vv va]] : exists a, exists2 v : 'rV[F]_n.+1, v *m v^T = 1%:M & v *m (A^T *m A) = a *: v.
  by apply: sym_eigen; rewrite trmx_mul trmxK.
have aE : (v *m A^T) *m (v *m A^T)^T = a%:M.
  by rewrite trmx_mul trmxK mulmxA -(mulmxA v) va -scalemxAl vv scale_scalar_mx mulr1.
have a0 : 0 <= a by have := sqnorm_ge0 (v *m A^T); rewrite aE mxE eqxx.
have [az|an] := eqVneq a 0.
  have v0 : v *m A^T = 0 by apply: sqnorm_eq0; rewrite aE az mxE.
  have nu : A \notin unitmx.
    rewrite -unitmx_tr; apply/negP => uA; have := congr1 (fun M => M *m invmx A^T) v0.
    rewrite mulmxK // mul0mx => vz; move: vv; rewrite vz mul0mx => /matrixP/(_ 0 0)/eqP.
    by rewrite !mxE eq_sym oner_eq0.
  have : kermx A != 0 by rewrite kermx_eq0 row_free_unit.
  move/rowV0Pn => [w /sub_kermxP wA w0]; have [c [c0 cc]] := normalise w0.
  exists 0, (c *: w), v; split=> //; first by rewrite -scalemxAl wA scaler0 scale0r.
  by rewrite scale0r -[A]trmxK -trmx_mul v0 trmx0.
have sp : 0 < Num.sqrt a by rewrite sqrtr_gt0 lt_neqAle eq_sym an.
have s0 : Num.sqrt a != 0 by rewrite gt_eqF.
have ss : a = Num.sqrt a * Num.sqrt a by rewrite -expr2 sqr_sqrtr.
exists (Num.sqrt a), ((Num.sqrt a)^-1 *: (v *m A^T)), v; split=> //; first exact: ltW.
- rewrite trmxZ -scalemxAl -scalemxAr scalerA aE scale_scalar_mx; congr _%:M.
  by rewrite {3}ss mulrACA mulVf // mulr1.
- by rewrite -scalemxAl -mulmxA va scalerA {2}ss mulKf.
by rewrite trmxZ trmx_mul trmxK scalerA mulfV // scale1r.
Qed.

Theorem svd0 n (A : 'M[F]_n) : exists (U V : 'M[F]_n) (s : 'rV[F]_n),
  [/\ U^T *m U = 1%:M, V^T *m V = 1%:M, A = U *m diag_mx s *m V^T & forall j, 0 <= s 0 j].
Proof.
elim: n A => [|n IH] A.
  by exists 1%:M, 1%:M, 0; split; try (by apply/matrixP; case); case.
have [s [u [v [s0 uu vv uA Av]]]] := sing_pair A.
have [H [sH HH uH]] := householder uu; have [K [sK KK vK]] := householder vv.
pose B : 'M[F]_(1 + n) := H *m A *m K.
have eH : (delta_mx 0 0 : 'rV_n.+1) *m H = u by rewrite -uH -mulmxA HH mulmx1.
have Ke : K *m ((delta_mx 0 0 : 'rV_n.+1))^T = v^T by rewrite -vK trmx_mul mulmxA sK KK mul1mx.
have eB : (delta_mx 0 0 : 'rV_n.+1) *m B = s *: (delta_mx 0 0 : 'rV_n.+1).
  by rewrite /B (mulmxA _ (H *m A)) (mulmxA _ H) eH uA -scalemxAl vK.
have Be : B *m ((delta_mx 0 0 : 'rV_n.+1))^T = s *: ((delta_mx 0 0 : 'rV_n.+1))^T.
  by rewrite /B -(mulmxA (H *m A)) Ke -mulmxA Av -scalemxAr -uH trmx_mul sH.
have EB := block1 eB Be.
have [U [V [om [UU VV DE om0]]]] := IH (drsubmx B).
exists (H *m block_mx (1%:M : 'M_1) 0 0 U), (K *m block_mx (1%:M : 'M_1) 0 0 V), (row_mx (s%:M : 'rV_1) om).
split; try exact: block_orth.
  rewrite trmx_mul sK !mulmxA -(mulmxA H) -(mulmxA H) block_diag -DE -EB /B.
  by rewrite !mulmxA HH mul1mx -mulmxA KK mulmx1.
move=> j; rewrite mxE; case: splitP => i _; last exact: om0.
by rewrite !ord1 mxE.
Qed.

Theorem svd n (A : 'M[F]_n) : exists (U V : 'M[F]_n) (s : 'rV[F]_n),
  [/\ U^T *m U = 1%:M, V^T *m V = 1%:M, A = U *m diag_mx s *m V^T, (forall j, 0 <= s 0 j)
    & forall i j : 'I_n, (i <= j)%N -> s 0 j <= s 0 i].
Proof.
have [U [V [om [UU VV AE om0]]]] := svd0 A; have [s hs] := sort_row om.
exists (col_perm s U), (col_perm s V), (col_perm s om); split.
- exact: col_perm_orth.
- exact: col_perm_orth.
- by rewrite -col_perm_diag.
- by move=> j; rewrite mxE.
by move=> i j ij; rewrite !mxE; apply: hs.
Qed.
End Svd.
