(** * Supervised learning: completing the square, the unique minimiser *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Normal.
Variables (F : realFieldType) (T : finType) (n d l : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)).
Hypothesis p1 : \sum_w p w = 1.
Notation S := (mS p tau X).
Notation B := (mB p tau X Y).
Notation loss := (lossSL p tau X Y).

Theorem sl_square (V Vs : 'M[F]_(l, d)) : Vs *m S = B ->
  loss V = loss Vs + \tr ((V - Vs) *m S *m (V - Vs)^T).
Proof.
move=> e; rewrite !(lossSL_quad _ _ p1) -e trmxB !(mulmxBl, mulmxBr) !mxtraceB.
have -> : \tr (V *m S *m Vs^T) = \tr (Vs *m S *m V^T).
  by rewrite -mxtrace_tr !trmx_mul trmxK (sym_mS p tau X) mulmxA.
have R (c a b v : F) : c - a *+ 2 + v = c - b *+ 2 + b + (v - a - (a - b)) by ring.
exact: R.
Qed.

Hypothesis pS : pd S.
Definition Vstar := B *m invmx S.
Lemma VstarE : Vstar *m S = B. Proof. by rewrite /Vstar mulmxKV // pd_unit. Qed.

Theorem sl_min V : loss Vstar <= loss V.
Proof. by rewrite (sl_square V VstarE) ler_addl psd_tr_ge0 //; apply: psd_congr; apply: pd_psd. Qed.

Theorem sl_unique V : loss V <= loss Vstar -> V = Vstar.
Proof.
rewrite (sl_square V VstarE) -subr_ge0 opprD addNKr oppr_ge0 => h.
apply/eqP; rewrite -subr_eq0; apply/eqP; move: (V - Vstar) h => W h.
apply/row_matrixP => i; rewrite row0; apply/eqP/negPn/negP => /pS.
have q : (row i W *m S *m (row i W)^T) 0 0 = (W *m S *m W^T) i i.
  by rewrite -[RHS]quad_delta !rowE trmx_mul !mulmxA.
rewrite q => hi; move: h; rewrite leNgt => /negP; apply.
rewrite /mxtrace (bigD1 i) //= ltr_paddr // sumr_ge0 // => j _.
exact: psd_diag_ge0 (psd_congr W (pd_psd pS)).
Qed.
End Normal.
