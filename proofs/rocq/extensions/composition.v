(* Composition of independent augmentation stages.

   Views are rows: a linear stage is x |-> x A_w (A_w is the transpose of the matrix that acts on columns). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments additive_moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section ProductLaw.
Variables (F : rcfType) (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F).

Lemma independent_sum m n (f : T1 -> T2 -> 'M[F]_(m, n)) :
  \sum_w independent p1 p2 w *: f w.1 w.2 = \sum_u p1 u *: \sum_v p2 v *: f u v.
Proof.
rewrite -(pair_bigA _ (fun u v => (p1 u * p2 v) *: f u v)); apply: eq_bigr => u _.
by rewrite scaler_sumr; apply: eq_bigr => v _; rewrite scalerA.
Qed.
Lemma independent1 : \sum_u p1 u = 1 -> \sum_v p2 v = 1 -> \sum_w independent p1 p2 w = 1.
Proof.
move=> h1 h2; rewrite -(pair_bigA _ (fun u v => p1 u * p2 v)) /= -h1; apply: eq_bigr => u _.
by rewrite -mulr_sumr h2 mulr1.
Qed.
Lemma independent_ge0 : (forall u, 0 <= p1 u) -> (forall v, 0 <= p2 v) -> forall w, 0 <= independent p1 p2 w.
Proof. by move=> h1 h2 w; apply: mulr_ge0. Qed.
End ProductLaw.

Section Composition.
Variables (F : rcfType) (n d : nat) (X : 'M[F]_(n, d)).
Variables (T1 : finType) (p1 : T1 -> F) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d).   (* first stage: any augmentation *)
Hypothesis p11 : \sum_u p1 u = 1.

Section Linear.
Variables (T2 : finType) (p2 : T2 -> F) (A : T2 -> 'M[F]_d).
Definition then_linear (w : T1 * T2) (x : 'rV[F]_d) := tau1 w.1 x *m A w.2.
Definition mean_map : 'M[F]_d := \sum_v p2 v *: A v.

Lemma mean_views_then_linear : mean_views (independent p1 p2) then_linear X = mean_views p1 tau1 X *m mean_map.
Proof.
apply/row_matrixP => i; rewrite row_mul !row_mean_views /mean_view /view /then_linear.
rewrite (independent_sum _ _ (fun u v => tau1 u (row i X) *m A v)) mulmx_suml; apply: eq_bigr => u _.
rewrite -scalemxAl; congr (_ *: _); rewrite /mean_map mulmx_sumr; apply: eq_bigr => v _.
by rewrite scalemxAr.
Qed.

Lemma mS_then_linear :
  mS (independent p1 p2) then_linear X = \sum_v p2 v *: ((A v)^T *m mS p1 tau1 X *m A v).
Proof.
rewrite /mS.
have e i : \sum_w independent p1 p2 w *: ((view then_linear X i w)^T *m view then_linear X i w)
   = \sum_v p2 v *: ((A v)^T *m (\sum_u p1 u *: ((view tau1 X i u)^T *m view tau1 X i u)) *m A v).
  pose f u v := (tau1 u (row i X) *m A v)^T *m (tau1 u (row i X) *m A v).
  rewrite (independent_sum _ _ f).
  under eq_bigr do rewrite scaler_sumr.
  rewrite exchange_big; apply: eq_bigr => v _ /=; rewrite mulmx_sumr mulmx_suml scaler_sumr.
  apply: eq_bigr => u _; rewrite scalerA mulrC -scalerA -scalemxAr -scalemxAl; do 2!congr (_ *: _).
  by rewrite /f /view trmx_mul !mulmxA.
rewrite (eq_bigr _ (fun i _ => e i)) exchange_big scaler_sumr; apply: eq_bigr => v _ /=.
rewrite -scaler_sumr scalerA mulrC -scalerA; congr (_ *: _).
by rewrite -scalemxAr -scalemxAl; congr (_ *: _); rewrite -mulmx_suml -mulmx_sumr.
Qed.
End Linear.

Section Additive.
Variables (T2 : finType) (p2 : T2 -> F) (e : T2 -> 'rV[F]_d).
Hypotheses (p21 : \sum_v p2 v = 1) (e0 : \sum_v p2 v *: e v = 0) (n0 : (0 < n)%N).
Definition then_additive (w : T1 * T2) (x : 'rV[F]_d) := tau1 w.1 x + e w.2.

Lemma mean_views_then_additive : mean_views (independent p1 p2) then_additive X = mean_views p1 tau1 X.
Proof.
apply/row_matrixP => i; rewrite !row_mean_views /mean_view /view /then_additive.
rewrite (independent_sum _ _ (fun u v => tau1 u (row i X) + e v)); apply: eq_bigr => u _; congr (_ *: _).
under eq_bigr do rewrite scalerDr.
by rewrite big_split /= e0 addr0 -scaler_suml p21 scale1r.
Qed.

Lemma mS_then_additive : mS (independent p1 p2) then_additive X = mS p1 tau1 X + noise_cov p2 e.
Proof.
have nz : n%:R != 0 :> F by rewrite pnatr_eq0 -lt0n.
have h i : \sum_w independent p1 p2 w *: ((view then_additive X i w)^T *m view then_additive X i w)
    = \sum_u p1 u *: ((view tau1 X i u)^T *m view tau1 X i u) + noise_cov p2 e.
  pose f u v := (tau1 u (row i X) + e v)^T *m (tau1 u (row i X) + e v).
  rewrite (independent_sum _ _ f).
  have g u : \sum_v p2 v *: f u v = (tau1 u (row i X))^T *m tau1 u (row i X) + noise_cov p2 e.
    rewrite /f; set x := tau1 u _.
    rewrite (eq_bigr (fun v => p2 v *: (x^T *m x)
      + (x^T *m (p2 v *: e v) + (p2 v *: e v)^T *m x + p2 v *: ((e v)^T *m e v)))); last first.
      move=> v _; rewrite trmxD !mulmxDl !mulmxDr !scalerDr -!addrA; congr (_ + _).
      by rewrite trmxZ -scalemxAr -scalemxAl.
    rewrite !big_split /= -scaler_suml p21 scale1r -mulmx_sumr e0 mulmx0 add0r.
    by rewrite -mulmx_suml -(raddf_sum (trmx_additive _ _ _)) /= e0 trmx0 mul0mx add0r.
  under eq_bigr do rewrite g scalerDr.
  by rewrite big_split /= -scaler_suml p11 scale1r.
rewrite /mS (eq_bigr _ (fun i _ => h i)) big_split /= scalerDr; congr (_ + _).
by rewrite sumr_const card_ord -scaler_nat scalerA mulVf // scale1r.
Qed.
End Additive.
End Composition.

(* Three independent stages: any augmentation with moments S, X-bar; then a random linear map A; then centred noise of
   covariance N. The second moment of the views becomes E[A' S A] + N (rows, so A acts on the right), the mean maps multiply:
   X-bar' = X-bar E A, hence G' = (E A)' G (E A) and H' = H (E A). Hypotheses: the three laws are independent, the noise is
   centred, n > 0. *)
Section AllStages.
Variables (F : rcfType) (n d : nat) (X : 'M[F]_(n, d)) (T1 T2 T3 : finType).
Variables (p1 : T1 -> F) (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) (p2 : T2 -> F) (A : T2 -> 'M[F]_d).
Variables (p3 : T3 -> F) (e : T3 -> 'rV[F]_d).
Hypotheses (l1 : \sum_u p1 u = 1) (l2 : \sum_v p2 v = 1) (l3 : \sum_w p3 w = 1) (e0 : centred p3 e) (n0 : (0 < n)%N).
Notation law := (independent (independent p1 p2) p3).
Notation stages := (then_additive (then_linear tau1 A) e).
Theorem composition_moments :
  [/\ mS law stages X = \sum_v p2 v *: ((A v)^T *m mS p1 tau1 X *m A v) + noise_cov p3 e,
      mean_views law stages X = mean_views p1 tau1 X *m mean_map p2 A,
      mG law stages X = (mean_map p2 A)^T *m mG p1 tau1 X *m mean_map p2 A
    & mH law stages X = mH p1 tau1 X *m mean_map p2 A].
Proof.
have XE : mean_views law stages X = mean_views p1 tau1 X *m mean_map p2 A.
  by rewrite mean_views_then_additive // mean_views_then_linear.
split=> //.
- by rewrite mS_then_additive ?mS_then_linear //; apply: independent1.
- by rewrite /mG XE trmx_mul -scalemxAr -scalemxAl !mulmxA.
by rewrite /mH XE mulmxA scalemxAl.
Qed.
End AllStages.

(* no augmentation at all *)
Section Identity.
Variables (F : rcfType) (n d : nat) (X : 'M[F]_(n, d)).
Definition no_law (_ : unit) : F := 1.
Definition identity_view (_ : unit) (x : 'rV[F]_d) := x.
Lemma no_law1 : \sum_w no_law w = 1.
Proof. by rewrite (bigD1 tt) //= big_pred0 ?addr0 // => -[]. Qed.
Lemma mean_views_identity : mean_views no_law identity_view X = X.
Proof.
apply/row_matrixP => i; rewrite row_mean_views /mean_view /view /identity_view.
by rewrite (bigD1 tt) //= big_pred0 ?addr0 ?scale1r // => -[].
Qed.
Lemma mS_identity : mS no_law identity_view X = mC X.
Proof.
rewrite /mS /mC; congr (_ *: _).
have one (M : 'M[F]_d) : \sum_w no_law w *: M = M by rewrite -scaler_suml no_law1 scale1r.
under eq_bigr => i _ do rewrite /view /identity_view one.
apply/matrixP => a b; rewrite summxE mxE; apply: eq_bigr => i _.
by rewrite !mxE big_ord1 !mxE.
Qed.
End Identity.
