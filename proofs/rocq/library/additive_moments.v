(** * Moments of an additive augmentation: G = H = C and S = C + the covariance of the noise *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd inner moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma gram_rows (F : realFieldType) n d (X : 'M[F]_(n, d)) : \sum_i (row i X)^T *m row i X = X^T *m X.
Proof.
apply/matrixP => a b; rewrite summxE mxE; apply: eq_bigr => i _.
by rewrite !mxE big_ord1 !mxE.
Qed.

(** Second moment of a shifted centred noise. *)
Lemma shifted_moment (F : realFieldType) (T : finType) d (p : T -> F) (e : T -> 'rV[F]_d) (x : 'rV[F]_d) :
  \sum_w p w = 1 -> centred p e ->
  \sum_w p w *: ((x + e w)^T *m (x + e w)) = x^T *m x + noise_cov p e.
Proof.
move=> p1 e0.
rewrite (eq_bigr (fun w => p w *: (x^T *m x)
  + (x^T *m (p w *: e w) + (p w *: e w)^T *m x + p w *: ((e w)^T *m e w)))); last first.
  move=> w _; rewrite trmxD !mulmxDl !mulmxDr !scalerDr -!addrA; congr (_ + _).
  by rewrite trmxZ -scalemxAr -scalemxAl.
rewrite !big_split /= -scaler_suml p1 scale1r -mulmx_sumr e0 mulmx0 add0r.
by rewrite -mulmx_suml -(raddf_sum (trmx_additive _ _ _)) /= e0 trmx0 mul0mx add0r.
Qed.

Section Additive.
Variables (F : realFieldType) (T : finType) (n d : nat) (p : T -> F) (e : T -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypotheses (p1 : \sum_w p w = 1) (e0 : \sum_w p w *: e w = 0) (n0 : (0 < n)%N).
Notation additive := (definitions.additive e).
Notation noise_cov := (definitions.noise_cov p e).

Lemma mean_view_additive i : mean_view p additive X i = row i X.
Proof.
rewrite /mean_view /view /additive (eq_bigr (fun w => p w *: row i X + p w *: e w)); last first.
  by move=> w _; rewrite scalerDr.
by rewrite big_split /= e0 addr0 -scaler_suml p1 scale1r.
Qed.
Lemma mean_views_additive : mean_views p additive X = X.
Proof. by apply/row_matrixP => i; rewrite row_mean_views mean_view_additive. Qed.
Lemma mG_additive : mG p additive X = mC X. Proof. by rewrite /mG mean_views_additive. Qed.
Lemma mH_additive : mH p additive X = mC X. Proof. by rewrite /mH mean_views_additive. Qed.
Lemma mS_additive : mS p additive X = mC X + noise_cov.
Proof.
have nz : n%:R != 0 :> F by rewrite pnatr_eq0 -lt0n.
rewrite /mS (eq_bigr _ (fun i _ => shifted_moment (row i X) p1 e0)) big_split /= scalerDr; congr (_ + _).
  by rewrite gram_rows.
by rewrite sumr_const card_ord -scaler_nat scalerA mulVf // scale1r.
Qed.
End Additive.
