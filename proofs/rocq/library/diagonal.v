(** * Diagonal matrices given by a function *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Diagonal.
Variable F : realFieldType.
Lemma sdg n (f : 'I_n -> F) : (dg f)^T = dg f. Proof. exact: tr_diag_mx. Qed.
Lemma quad_dg n (f : 'I_n -> F) (x : 'rV[F]_n) : (x *m dg f *m x^T) 0 0 = \sum_j f j * x 0 j ^+ 2.
Proof. by rewrite mul_mx_diag mxE; apply: eq_bigr => j _; rewrite !mxE mulrAC mulrC expr2. Qed.
Lemma psd_dg n (f : 'I_n -> F) : (forall j, 0 <= f j) -> psd (dg f).
Proof. by move=> h x; rewrite quad_dg sumr_ge0 // => j _; rewrite mulr_ge0 ?sqr_ge0. Qed.
Lemma delta_neq0 n (j : 'I_n) : (delta_mx 0 j : 'rV[F]_n) != 0.
Proof. by apply/eqP => /rowP/(_ j)/eqP; rewrite !mxE !eqxx oner_eq0. Qed.
Lemma pd_dg n (f : 'I_n -> F) : (forall j, 0 < f j) <-> pd (dg f).
Proof.
split=> [h x x0|h j]; last by have := h _ (delta_neq0 j); rewrite quad_delta !mxE eqxx mulr1n.
rewrite quad_dg lt_neqAle sumr_ge0 ?andbT => [|j _]; last by rewrite mulr_ge0 ?sqr_ge0 // ltW.
rewrite eq_sym; apply: contra x0 => /eqP/psumr_eq0P z; apply/eqP/rowP => j; rewrite mxE.
have /eqP := z (fun i _ => mulr_ge0 (ltW (h i)) (sqr_ge0 _)) j isT.
by rewrite mulf_eq0 gt_eqF //= sqrf_eq0 => /eqP.
Qed.
Lemma dgE n (f1 f2 : 'I_n -> F) : f1 =1 f2 -> dg f1 = dg f2.
Proof. by move=> e; congr diag_mx; apply/rowP => i; rewrite !mxE e. Qed.
Lemma dgD n (f1 f2 : 'I_n -> F) : dg f1 + dg f2 = dg (fun i => f1 i + f2 i).
Proof. by apply/matrixP => i j; rewrite !mxE -mulrnDl. Qed.
Lemma dgB n (f1 f2 : 'I_n -> F) : dg f1 - dg f2 = dg (fun i => f1 i - f2 i).
Proof. by apply/matrixP => i j; rewrite !mxE -mulrnBl. Qed.
Lemma dgZ n x (f1 : 'I_n -> F) : x *: dg f1 = dg (fun i => x * f1 i).
Proof. by apply/matrixP => i j; rewrite !mxE mulrnAr. Qed.
Lemma dgM n (f1 f2 : 'I_n -> F) : dg f1 *m dg f2 = dg (fun i => f1 i * f2 i).
Proof. by rewrite mulmx_diag; congr diag_mx; apply/rowP => i; rewrite !mxE. Qed.
End Diagonal.
