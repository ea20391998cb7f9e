(** * Joint-embedding on corrupted data at fixed n: the inequality behind the limit alpha -> infinity *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block kyfan spectral pencil recovery.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.


Section Core.
Variables (F : rcfType) (k m : nat) (A1 C1 : 'M[F]_k) (B : 'M[F]_(k, m)) (D Nn : 'M[F]_m) (eps : F).
Hypotheses (sA : A1^T = A1) (pA : pd A1) (sC : C1^T = C1) (pC : pd C1).
Hypotheses (sD : D^T = D) (pD : psd D) (sN : Nn^T = Nn).
Notation S := (block_mx A1 B B^T (D + Nn)).
Notation G := (block_mx C1 B B^T D).
Hypotheses (pS : pd S) (e0 : 0 < eps).
Definition noise_majorant := D + eps^-1 *: (B^T *m invmx C1 *m B).
Definition majorant := block_mx ((1 + eps) *: C1) 0 0 noise_majorant.

Lemma pd_inv_psd n (M : 'M[F]_n) : M^T = M -> pd M -> psd (invmx M).
Proof.
move=> sM pM; rewrite -[invmx M]mulmx1 -(mulmxV (pd_unit pM)) mulmxA -[invmx M in X in _ *m X]trmxK trmx_inv sM.
by apply: psd_congr; apply: pd_psd.
Qed.
Lemma views_sym : S^T = S. Proof. by rewrite tr_block_mx trmxK sA trmxD sD sN. Qed.
Lemma noise_majorant_psd : psd noise_majorant.
Proof.
apply: psdD => //; apply: psdZ; first by rewrite invr_ge0 ltW.
by rewrite -{2}[B]trmxK; apply: psd_congr; apply: pd_inv_psd.
Qed.
Lemma majorant_psd : psd (majorant - G).
Proof.
have uC := pd_unit pC; have en : eps != 0 by rewrite gt_eqF.
have -> : majorant - G = eps^-1 *: (col_mx (eps *: C1) (- B^T) *m invmx C1 *m (col_mx (eps *: C1) (- B^T))^T).
  rewrite mul_col_mx tr_col_mx mul_col_row scale_block_mx /majorant opp_block_mx add_block_mx !add0r.
  rewrite trmxZ sC (_ : (- B^T)^T = - B); last by rewrite (raddfN (trmx_additive _ _ _)) /= trmxK.
  have u1 : eps *: C1 *m invmx C1 = eps *: 1%:M by rewrite -scalemxAl mulmxV.
  have u2 : invmx C1 *m (eps *: C1) = eps *: 1%:M by rewrite -scalemxAr mulVmx.
  have ee (p q : nat) (M : 'M[F]_(p, q)) : eps^-1 *: (eps *: M) = M by rewrite scalerA mulVf // scale1r.
  congr block_mx.
  - by rewrite u1 -scalemxAl mul1mx ee scalerDl scale1r addrC addKr.
  - by rewrite u1 -scalemxAl mul1mx ee.
  - by rewrite -mulmxA u2 -scalemxAr mulmx1 ee.
  by rewrite mulmxN !mulNmx opprK /noise_majorant addrC addKr.
by apply: psdZ; [rewrite invr_ge0 ltW|apply: psd_congr; apply: pd_inv_psd].
Qed.

Theorem je_majorant_bound (W : 'M[F]_(k, k + m)) : pencil_max S G W ->
  psd (invmx S - W^T *m W) /\
  \tr (majorant *m (invmx S - W^T *m W)) <= \tr (invmx S *m majorant) - \tr (invmx A1 *m C1).
Proof.
move=> [f h]; split; first exact: gram_le_inv views_sym (pd_unit pS) (pd_psd pS) f.
have [R [sR RSR _]] := inv_sqrt sA pA.
have R1 : R *m A1 *m R^T = 1%:M by rewrite sR.
have q X1 X2 X3 X4 : row_mx R (0 : 'M_(k, m)) *m block_mx X1 X2 X3 X4 *m (row_mx R 0)^T = R *m X1 *m R^T.
  by rewrite mul_row_block !mul0mx !addr0 tr_row_mx mul_row_col trmx0 mulmx0 addr0.
have f0 : feasible S (row_mx R (0 : 'M_(k, m))) by rewrite /feasible q.
have := h _ f0; rewrite q.
have [_ v] := signal_value C1 (1%:M : 'M_m) (1%:M : 'M_m) pA R1; rewrite q in v; rewrite v => le1.
have le2 := psd_tr_ge0 (psd_congr W majorant_psd); rewrite mulmxBr mulmxBl mxtraceB subr_ge0 in le2.
rewrite mulmxBr mxtraceB [\tr (majorant *m invmx S)]mxtrace_mulC ler_add2l ler_opp2.
have -> : \tr (majorant *m (W^T *m W)) = \tr (W *m majorant *m W^T) by rewrite mulmxA mxtrace_mulC mulmxA.
exact: le_trans le1 le2.
Qed.
End Core.
