(** * Propositions 4.2 to 4.4, population part, for every law with second moments, additive or not

    In words. Let tau be any augmentation, of any law with second moments, that preserves the mean and has the
    averaged covariance Theta + alpha^2 Gamma, on the corrupted and on the clean data (Remark 4.1, corrected).
    Let the data have their population second moments. Then
    - (SL): corrupted and clean data with the same label moments have the same solutions, for every alpha;
    - (SSL-RC): corrupted and clean data have the same solutions if and only if alpha^2 > alpha_RC^2;
    - (SSL-JE): the same with alpha_JE^2.
    Strictly below the threshold every solution has a noise part. A Gaussian augmentation, paper (7), is meant
    among them; no theorem here instantiates it.

    Hypotheses beyond the paper's. As in proposition_4_3.v and proposition_4_4.v, without the finite law. The two
    views of (SSL-JE) are given, with equal moments and products that factorise. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner moments additive_moments extrema diagonal signal_model block_model population_model.
From Jerc Require Import expectation any_law every_law proposition_4_3 proposition_4_4.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** On the samples X the augmentation preserves the mean and has averaged covariance N. *)
Definition mean_and_covariance (F : realFieldType) (L : expectation F) n d (tau : 'rV[F]_d -> 'I_d -> square L)
    (X : 'M[F]_(n, d)) (N : 'M[F]_d) := emean_views tau X = X /\ eSigma tau X = N.

Section Moments.
Variables (F : rcfType) (L : expectation F) (n d : nat) (tau : 'rV[F]_d -> 'I_d -> square L).
Variables (X : 'M[F]_(n, d)) (N : 'M[F]_d).
Hypothesis law : mean_and_covariance tau X N.
Lemma eG_mean : eG tau X = mC X. Proof. by rewrite /eG law.1. Qed.
Lemma eS_mean : eS tau X = mC X + N.
Proof. by rewrite -law.2 /eSigma eG_mean addrC subrK. Qed.
Lemma finite_model (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) : (0 < n)%N -> is_law p -> centred p e ->
  noise_cov p e = N -> same_moments tau X p (additive e).
Proof. by move=> n0 lp ce cov; split; rewrite ?mean_views_additive ?mS_additive ?eS_mean ?law.1 ?cov ?lp.2. Qed.
End Moments.

Section Population.
Variables (F : rcfType) (L : expectation F) (k m : nat) (tau tau2 : 'rV[F]_(k + m) -> 'I_(k + m) -> square L).
Variables (n nc : nat) (X : 'M[F]_(n, k + m)) (Xc : 'M[F]_(nc, k + m)) (Q : 'M[F]_(k + m)).
Variables (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F) (i0 : 'I_k) (j0 : 'I_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j) (thJ_ge0 : forall j, 0 <= thJ j).
Hypotheses (data : mC X = Q *m dg2 c g *m Q^T).
Notation N := (Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T).
Hypothesis law : mean_and_covariance tau X N.

Let sN : N^T = N.
Proof. by rewrite !trmx_mul trmxK mulmxA /dg2 tr_block_mx !sdg !trmx0. Qed.
Let pN : psd N.
Proof.
apply: psd_congr => x; rewrite -[x]hsubmxK quad_block addE addr_ge0 //.
  exact: (psd_dg thI_ge0).
by apply: (psd_dg (f := fun j => thJ j + alpha ^+ 2 * g j)) => j; rewrite addr_ge0 // mulr_ge0 ?sqr_ge0 // ltW.
Qed.

(** A finite noise with this covariance, and its model. *)
Lemma finite_population : exists (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
  [/\ population p e X Q c thI g thJ alpha, same_moments tau X p (additive e)
    & (0 < nc)%N -> mean_and_covariance tau Xc N -> same_moments tau Xc p (additive e)].
Proof.
have [T [p [e [lp ce cov]]]] := noise_of_covariance sN pN; exists T, p, e; split=> [||nc0 lawc].
- by split.
- exact: (finite_model law n0 lp ce cov).
exact: (finite_model lawc nc0 lp ce cov).
Qed.

Section Clean.
Hypotheses (clean : clean_data Xc Q c) (lawc : mean_and_covariance tau Xc N) (pS : pd (eS tau Xc)).

(** Proposition 4.3, in all generality of the law. *)
Theorem proposition_4_3_any_law :
  (forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)), erc_optimal tau X E D <-> erc_optimal tau Xc E D)
  <-> alpha2_RC i0 j0 c thI g thJ < alpha ^+ 2.
Proof.
have [T [p [e [pop same /(_ clean.1 lawc) samec]]]] := finite_population.
have pS' : pd (mS p (additive e) Xc) by rewrite (same_S samec).
apply: iff_trans (proposition_4_3 i0 j0 pop clean pS'); split=> h E D.
  by apply: iff_trans (same_rc_optimal same E D) _; apply: iff_trans (h E D) _; exact: iff_sym (same_rc_optimal samec E D).
apply: iff_trans (iff_sym (same_rc_optimal same E D)) _.
by apply: iff_trans (h E D) _; exact: same_rc_optimal.
Qed.

(** Proposition 4.4. *)
Theorem proposition_4_4_any_law : independent_views tau tau2 ->
  (forall W : 'M[F]_(k, k + m), eje_optimal tau X tau2 W <-> eje_optimal tau Xc tau2 W)
  <-> alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2.
Proof.
move=> indep; have [T [p [e [pop same /(_ clean.1 lawc) samec]]]] := finite_population.
have pS' : pd (mS p (additive e) Xc) by rewrite (same_S samec).
apply: iff_trans (proposition_4_4 i0 j0 pop clean pS'); split=> h W.
  apply: iff_trans (same_je_optimal same indep W) _; apply: iff_trans (h W) _.
  exact: iff_sym (same_je_optimal samec indep W).
apply: iff_trans (iff_sym (same_je_optimal same indep W)) _.
by apply: iff_trans (h W) _; exact: same_je_optimal.
Qed.
End Clean.

(** The same without clean data. *)
Theorem proposition_4_3_row_space_any_law :
  (forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)), erc_optimal tau X E D -> (E :=: signal Q)%MS)
  <-> alpha2_RC i0 j0 c thI g thJ < alpha ^+ 2.
Proof.
have [T [p [e [pop same _]]]] := finite_population.
by apply: iff_trans (proposition_4_3_row_space i0 j0 pop); split=> h E D /(same_rc_optimal same) /h.
Qed.
Theorem proposition_4_4_row_space_any_law : independent_views tau tau2 ->
  (forall W : 'M[F]_(k, k + m), eje_optimal tau X tau2 W -> (W :=: signal Q)%MS)
  <-> alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2.
Proof.
move=> indep; have [T [p [e [pop same _]]]] := finite_population.
by apply: iff_trans (proposition_4_4_row_space i0 j0 pop); split=> h W /(same_je_optimal same indep) /h.
Qed.

(** Strictly below the threshold every solution has a noise part. *)
Theorem proposition_4_3_below_any_law (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) :
  alpha ^+ 2 < alpha2_RC i0 j0 c thI g thJ -> erc_optimal tau X E D -> noise_part Q E != 0.
Proof.
have [T [p [e [pop same _]]]] := finite_population.
by move=> below /(same_rc_optimal same); apply: (proposition_4_3_below pop below).
Qed.
Theorem proposition_4_4_below_any_law (W : 'M[F]_(k, k + m)) : independent_views tau tau2 ->
  alpha ^+ 2 < alpha2_JE i0 j0 c thI g thJ -> eje_optimal tau X tau2 W -> noise_part Q W != 0.
Proof.
move=> indep; have [T [p [e [pop same _]]]] := finite_population.
by move=> below /(same_je_optimal same indep); apply: (proposition_4_4_below pop below).
Qed.
End Population.

(** Proposition 4.2: with population moments the supervised solution on the corrupted data is the clean one. Blocks that
    need not commute; D0 is Gamma2 on the corrupted and 0 on the clean data. *)
Section Supervised.
Variables (F : rcfType) (L : expectation F) (k m l : nat) (tau : 'rV[F]_(k + m) -> 'I_(k + m) -> square L).
Variables (Q : 'M[F]_(k + m)) (C1 Th1 : 'M[F]_k) (N0 : 'M[F]_m) (b : 'M[F]_(l, k)).
Hypotheses (QQ : Q^T *m Q = 1%:M) (pA : pd (C1 + Th1)).
Notation N := (Q *m block_mx Th1 0 0 N0 *m Q^T).

Theorem proposition_4_2_any_law n (X : 'M[F]_(n, k + m)) (Y : 'M[F]_(n, l)) (D0 : 'M[F]_m) (V : 'M[F]_(l, k + m)) :
  mC X = Q *m block_mx C1 0 0 D0 *m Q^T -> n%:R^-1 *: (Y^T *m X) = row_mx b 0 *m Q^T ->
  mean_and_covariance tau X N -> pd (eS tau X) ->
  esl_optimal tau X Y V <-> V = row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T.
Proof.
move=> data labels law pS; apply: iff_trans (supervised_optimum_any_law pS Y V) _.
suff -> : eB tau X Y *m invmx (eS tau X) = row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T by [].
apply: (canLR (mulmxK (pd_unit pS))); rewrite /eB law.1 labels (eS_mean law) data.
rewrite -mulmxDl -mulmxDr add_block_mx !addr0 !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1.
by rewrite mul_row_block !mulmx0 mul0mx !addr0 mulmxKV // pd_unit.
Qed.
End Supervised.
