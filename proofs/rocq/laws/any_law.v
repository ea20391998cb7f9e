(** * Every law with second moments has the objectives of a finite law

    The objectives see an augmentation through its mean views and the second moments of its views. A finite law
    with the same ones exists: for each sample, the mean plus or minus multiples of the rows of a root of the
    covariance. So each theorem on finite laws is a theorem on every expectation of expectation.v; the
    statements are in statements/every_law.v and statements/every_law_population.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments additive_moments realisation expectation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Finite.
Variables (F : rcfType) (L : expectation F) (n d : nat).
Variables (tau tau2 : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)).

(** The finite law (p, t) has the moments of tau on the samples X. *)
Definition same_moments (T : finType) (p : T -> F) (t : T -> 'rV[F]_d -> 'rV[F]_d) :=
  [/\ is_law p, mean_views p t X = emean_views tau X & mS p t X = eS tau X].

Lemma moments_of_samples (T : finType) (p : T -> F) (t : T -> 'rV[F]_d -> 'rV[F]_d) : is_law p ->
  (forall i, mean_view p t X i = row_mean (tau (row i X))) ->
  (forall i, \sum_w p w *: ((view t X i w)^T *m view t X i w) = row_moment (tau (row i X))) -> same_moments p t.
Proof.
move=> lp m s; split=> //.
  by apply/row_matrixP => i; rewrite !rowK m.
by rewrite /mS /eS; congr (_ *: _); apply: eq_bigr => i _.
Qed.
End Finite.

Theorem any_law_is_finite (F : rcfType) (L : expectation F) n d (tau : 'rV[F]_d -> 'I_d -> square L)
    (X : 'M[F]_(n, d)) :
  exists (T : finType) (p : T -> F) (t : T -> 'rV[F]_d -> 'rV[F]_d), same_moments tau X p t.
Proof.
case: d tau X => [|d] tau X.
  exists unit_finType, (fun=> 1), (fun=> id); apply: moments_of_samples => [|i|i].
  - by split=> [w|]; rewrite ?ler01 // sumr_const card_unit.
  - by rewrite [LHS]thinmx0 [RHS]thinmx0.
  by rewrite [LHS]thinmx0 [RHS]thinmx0.
have each i : exists e : 'I_d.+1 * bool -> 'rV[F]_d.+1, centred (@sign_law F d) e /\ noise_cov (@sign_law F d) e
    = row_moment (tau (row i X)) - (row_mean (tau (row i X)))^T *m row_mean (tau (row i X)).
  by have [e c v] := covariance_on_signs (row_covariance_sym (tau (row i X))) (row_covariance_psd _); exists e.
have [e eP] := fin_all_exists each.
pose t w (x : 'rV[F]_d.+1) := if [pick i | row i X == x] is Some i then row_mean (tau x) + e i w else x.
have tE i : exists2 j, row j X = row i X & forall w, view t X i w = row_mean (tau (row i X)) + e j w.
  rewrite /view /t; case: pickP => [j /eqP h|/(_ i)]; last by rewrite eqxx.
  by exists j.
have p1 := (is_sign_law F d).2.
exists [finType of 'I_d.+1 * bool], (@sign_law F d), t; apply: moments_of_samples => [|i|i].
- exact: is_sign_law.
- have [j _ h] := tE i; have [c _] := eP j; rewrite /mean_view.
  under eq_bigr => w _ do rewrite h scalerDr.
  by rewrite big_split /= -scaler_suml p1 scale1r [X in _ + X]c addr0.
have [j r h] := tE i; have [c v] := eP j.
under eq_bigr => w _ do rewrite h.
by rewrite (shifted_moment _ p1 c) v r addrC subrK.
Qed.

(** Same moments, same problems. *)
Section Transfer.
Variables (F : rcfType) (L : expectation F) (n d : nat).
Variables (tau tau2 : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)).
Variables (T : finType) (p : T -> F) (t : T -> 'rV[F]_d -> 'rV[F]_d).
Hypothesis same : same_moments tau X p t.

Let lp : is_law p. Proof. by case: same. Qed.
Let eM : mean_views p t X = emean_views tau X. Proof. by case: same. Qed.
Lemma same_S : mS p t X = eS tau X. Proof. by case: same. Qed.
Lemma same_G : mG p t X = eG tau X. Proof. by rewrite /mG eM. Qed.
Lemma same_Sigma : mSigma p t X = eSigma tau X. Proof. by rewrite /mSigma same_S same_G. Qed.
Lemma same_H : mH p t X = eH tau X. Proof. by rewrite /mH eM. Qed.
Lemma same_B l (Y : 'M[F]_(n, l)) : mB p t X Y = eB tau X Y. Proof. by rewrite /mB eM. Qed.

Lemma same_SL l (Y : 'M[F]_(n, l)) V : lossSL p t X Y V = eSL tau X Y V.
Proof. by rewrite (lossSL_quad _ _ lp.2) eSL_quad same_S same_B. Qed.
Lemma same_RC k (E : 'M[F]_(k, d)) D : lossRC p t X E D = eRC tau X E D.
Proof. by rewrite (lossRC_quad _ _ lp.2) eRC_quad same_S same_H. Qed.
Lemma same_sl_optimal l (Y : 'M[F]_(n, l)) V : sl_optimal p t X Y V <-> esl_optimal tau X Y V.
Proof. by split=> h V'; have := h V'; rewrite !same_SL. Qed.
Lemma same_rc_optimal k (E : 'M[F]_(k, d)) D : rc_optimal p t X E D <-> erc_optimal tau X E D.
Proof. by split=> h E' D'; have := h E' D'; rewrite !same_RC. Qed.

Hypothesis indep : independent_views tau tau2.
Lemma same_JE k (W : 'M[F]_(k, d)) : lossJE p t X W = eJE tau X tau2 W.
Proof. by rewrite (lossJE_quad _ _ lp.2) (eJE_quad _ _ indep) same_Sigma. Qed.
Lemma same_je_optimal k (W : 'M[F]_(k, d)) : je_optimal p t X W <-> eje_optimal tau X tau2 W.
Proof.
by rewrite /je_optimal /eje_optimal same_S; split=> -[f h]; split=> // W' /h; rewrite !same_JE.
Qed.
End Transfer.

(** The additive augmentation, of any law. *)
Section Additive.
Variables (F : realFieldType) (L : expectation F) (d : nat) (e e2 : 'I_d -> square L) (N : 'M[F]_d).
Hypothesis noise : independent_noise e e2 N.

Let e_mean a : moment (e a) (one L) = 0.
Proof. by case: noise => /rowP/(_ a) + _ _ _ _; rewrite !mxE. Qed.
Let e2_mean a : moment (e2 a) (one L) = 0.
Proof. by case: noise => _ /rowP/(_ a) + _ _ _; rewrite !mxE. Qed.

Lemma shifted_mean x : row_mean (shifted e x) = x.
Proof. by apply/rowP => a; rewrite mxE momentDl momentZl moment_one e_mean addr0 mulr1. Qed.
Lemma shifted_row_moment x : row_moment (shifted e x) = x^T *m x + N.
Proof.
case: noise => _ _ <- _ _; apply/matrixP => a b; rewrite !mxE big_ord1 !mxE.
by rewrite momentDl !momentDr !momentZl !momentZr moment_one (momentC (one L)) !e_mean mulr1 !mulr0 addr0 add0r.
Qed.
Lemma shifted2_mean x : row_mean (shifted e2 x) = x.
Proof. by apply/rowP => a; rewrite mxE momentDl momentZl moment_one e2_mean addr0 mulr1. Qed.
Lemma shifted2_row_moment x : row_moment (shifted e2 x) = x^T *m x + N.
Proof.
case: noise => _ _ _ <- _; apply/matrixP => a b; rewrite !mxE big_ord1 !mxE.
by rewrite momentDl !momentDr !momentZl !momentZr moment_one (momentC (one L)) !e2_mean mulr1 !mulr0 addr0 add0r.
Qed.
Lemma shifted_independent : independent_views (shifted e) (shifted e2).
Proof.
move=> x; split; rewrite ?shifted2_mean ?shifted_mean ?shifted2_row_moment ?shifted_row_moment // => a b.
case: noise => _ _ _ _ cross.
by rewrite !momentDl !momentDr !momentZl !momentZr moment_one (momentC (one L)) cross !e_mean !e2_mean !mulr0 !mulr1 !addr0.
Qed.

Lemma emean_views_shifted n (X : 'M[F]_(n, d)) : emean_views (shifted e) X = X.
Proof. by apply/row_matrixP => i; rewrite rowK shifted_mean. Qed.
Lemma eS_shifted n (X : 'M[F]_(n, d)) : (0 < n)%N -> eS (shifted e) X = mC X + N.
Proof.
move=> n0; rewrite /eS; under eq_bigr => i _ do rewrite shifted_row_moment.
rewrite big_split /= scalerDr additive_moments.gram_rows; congr (_ + _).
by rewrite sumr_const card_ord -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0 -lt0n.
Qed.
End Additive.

(** One finite noise with the covariance of a given noise of any law serves all samples at once. *)
Lemma noise_of_covariance (F : rcfType) d (N : 'M[F]_d) : N^T = N -> psd N ->
  exists (T : finType) (p : T -> F) (e : T -> 'rV[F]_d), [/\ is_law p, centred p e & noise_cov p e = N].
Proof.
case: d N => [|d] N sN pN; last first.
  by have [p [e h]] := covariance_realised sN pN; exists [finType of 'I_d.+1 * bool], p, e.
exists unit_finType, (fun=> 1), (fun=> 0); split; last by rewrite [LHS]thinmx0 [RHS]thinmx0.
  by split=> [w|]; rewrite ?ler01 // sumr_const card_unit.
by rewrite /centred thinmx0.
Qed.

Theorem any_noise_is_finite (F : rcfType) (L : expectation F) d (e e2 : 'I_d -> square L) (N : 'M[F]_d) :
  independent_noise e e2 N -> exists (T : finType) (p : T -> F) (f : T -> 'rV[F]_d),
    [/\ is_law p, centred p f, noise_cov p f = N
      & forall n (X : 'M[F]_(n, d)), (0 < n)%N -> same_moments (shifted e) X p (additive f)].
Proof.
move=> noise; have [_ _ eN _ _] := noise.
have [T [p [f [lp c v]]]] := noise_of_covariance (row_moment_sym e) (row_moment_psd e); rewrite eN in v.
exists T, p, f; split=> // n X n0; split=> //.
  by rewrite (emean_views_shifted noise) mean_views_additive ?lp.2.
by rewrite (eS_shifted noise) // mS_additive ?lp.2 // v.
Qed.
