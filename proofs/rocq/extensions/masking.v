(* Masks, and any other random coordinatewise multiplier: moments of the views. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments spectral pencil optimal_pencil.
From Jerc Require Import realisation equivalent_pencils pencil_transfer.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* entrywise product *)
Definition entrywise (F : realFieldType) d (A B : 'M[F]_d) : 'M[F]_d := \matrix_(i, j) (A i j * B i j).

Section Multiplier.
Variables (F : rcfType) (T : finType) (n d : nat) (p : T -> F) (b : T -> 'rV[F]_d) (X : 'M[F]_(n, d)).

(* tau_w(x)_i = b_w(i) x_i; a mask has b_w(i) in {0, 1} *)
Definition multiply (w : T) (x : 'rV[F]_d) : 'rV[F]_d := x *m diag_mx (b w).
(* M_ij = E b(i) b(j): for a mask, the probability that i and j are both kept; p_i = E b(i) *)
Definition keep_two : 'M[F]_d := \matrix_(i, j) \sum_w p w * (b w 0 i * b w 0 j).
Definition keep_one : 'rV[F]_d := \row_i \sum_w p w * b w 0 i.

Lemma multiply_mean_views : mean_views p multiply X = X *m diag_mx keep_one.
Proof.
apply/row_matrixP => i; rewrite rowK row_mul; apply/rowP => j.
rewrite mul_mx_diag /mean_view summxE !mxE mulr_sumr; apply: eq_bigr => w _.
by rewrite /view /multiply mul_mx_diag !mxE mulrCA mulrA.
Qed.

(* Masks with any joint law (the coordinates may depend on each other): S = M o C, G = (pp') o C, H = C diag(p), o being the
   entrywise product. No hypotheses, not even that the weights sum to 1. *)
Theorem masking_moments :
  [/\ mS p multiply X = entrywise keep_two (mC X), mG p multiply X = entrywise (keep_one^T *m keep_one) (mC X)
    & mH p multiply X = mC X *m diag_mx keep_one].
Proof.
split.
- apply/matrixP => i j.
  have one s w : ((view multiply X s w)^T *m view multiply X s w) i j = (X s i * X s j) * (b w 0 i * b w 0 j).
    by rewrite /view /multiply mxE big_ord1 mxE mul_mx_diag !mxE mulrACA.
  have two s : (\sum_w p w *: ((view multiply X s w)^T *m view multiply X s w)) i j = X s i * X s j * keep_two i j.
    rewrite summxE mxE mulr_sumr; apply: eq_bigr => w _.
    by rewrite sclE one mulrCA.
  rewrite /mS sclE summxE [RHS]mxE /mC sclE [RHS]mulrCA; congr (_ * _).
  rewrite [(X^T *m X) i j]mxE mulr_sumr; apply: eq_bigr => s _.
  by rewrite two mulrC; congr (_ * _); rewrite mxE.
- have -> : mG p multiply X = diag_mx keep_one *m mC X *m diag_mx keep_one.
    by rewrite /mG multiply_mean_views trmx_mul tr_diag_mx /mC -scalemxAr -scalemxAl !mulmxA.
  apply/matrixP => i j; rewrite mul_mx_diag mxE mul_diag_mx mxE [RHS]mxE [(_ *m keep_one) i j]mxE big_ord1.
  by rewrite [keep_one^T i 0]mxE [RHS]mulrAC.
by rewrite /mH multiply_mean_views mulmxA scalemxAl.
Qed.
End Multiplier.

(* An invertible rescaling R after the augmentation changes nothing: W |-> W (R')^-1 is a bijection of the encoders that
   keeps the losses and the constraint, hence the solutions of both problems. *)
Section Rescale.
Variables (F : rcfType) (T : finType) (n d k : nat) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Variable R : 'M[F]_d.
Hypothesis uR : R \in unitmx.
Definition rescaled w (x : 'rV[F]_d) := tau w x *m R.

Lemma rescaled_view (W : 'M[F]_(k, d)) i w : view rescaled X i w *m (W *m (invmx R)^T)^T = view tau X i w *m W^T.
Proof. by rewrite trmx_mul trmxK mulmxA /view /rescaled mulmxK. Qed.
Lemma rescaled_JE (W : 'M[F]_(k, d)) : lossJE p rescaled X (W *m (invmx R)^T) = lossJE p tau X W.
Proof.
by apply: eq_average => i; apply: eq_expect => w; apply: eq_expect => w'; rewrite !rescaled_view.
Qed.
Lemma rescaled_RC (W : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) :
  lossRC p rescaled X (W *m (invmx R)^T) D = lossRC p tau X W D.
Proof. by apply: eq_average => i; apply: eq_expect => w; rewrite rescaled_view. Qed.
Lemma rescaled_S : mS p rescaled X = R^T *m mS p tau X *m R.
Proof.
rewrite /mS -scalemxAr -scalemxAl; congr (_ *: _).
rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => i _; rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => w _.
by rewrite -scalemxAr -scalemxAl /view /rescaled trmx_mul !mulmxA.
Qed.
Lemma rescaled_feasible (W : 'M[F]_(k, d)) :
  feasible (mS p rescaled X) (W *m (invmx R)^T) <-> feasible (mS p tau X) W.
Proof.
have uT : R^T \in unitmx by rewrite unitmx_tr.
by rewrite /feasible rescaled_S trmx_mul trmxK trmx_inv !mulmxA mulmxKV // mulmxK.
Qed.
Lemma rescaled_back (W : 'M[F]_(k, d)) : W = W *m R^T *m (invmx R)^T.
Proof. by rewrite trmx_inv mulmxK // unitmx_tr. Qed.

Theorem rescaling_changes_nothing (W : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) :
  [/\ lossJE p rescaled X (W *m (invmx R)^T) = lossJE p tau X W,
      lossRC p rescaled X (W *m (invmx R)^T) D = lossRC p tau X W D,
      feasible (mS p rescaled X) (W *m (invmx R)^T) <-> feasible (mS p tau X) W,
      je_optimal p rescaled X (W *m (invmx R)^T) <-> je_optimal p tau X W
    & rc_optimal p rescaled X (W *m (invmx R)^T) D <-> rc_optimal p tau X W D].
Proof.
split; [exact: rescaled_JE|exact: rescaled_RC|exact: rescaled_feasible| |]; split.
- move=> [/rescaled_feasible f h]; split=> // W' /rescaled_feasible/h.
  by rewrite !rescaled_JE.
- move=> [f h]; split=> [|W']; first exact/rescaled_feasible.
  by rewrite (rescaled_back W') => /rescaled_feasible/h; rewrite !rescaled_JE.
- by move=> h W' D'; rewrite -rescaled_RC -(rescaled_RC W'); apply: h.
by move=> h W' D'; rewrite (rescaled_back W') !rescaled_RC; apply: h.
Qed.
End Rescale.
