(** * Any law with second moments: an abstract expectation, and the three problems in terms of it

    An expectation is a positive, normalised linear functional [mean] on a space [integrable] of random
    variables. Those with second moments are a space [square]; the product of two of them is integrable. No
    sample space, no measure and no finiteness is asked for. Instances: finite laws (finite_law.v), the Gaussian
    law (gaussian.v), every probability space (square = L^2, integrable = L^1).

    A random row is a family of d variables. An augmentation maps a sample x to the random row tau(x). The
    moments and objectives below are those of definitions.v with [mean] for the finite sum, under the same
    letters after an e. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments additive_moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The expectation: [times f g] is the product of two variables, [one] the constant 1. *)
Record expectation (F : realFieldType) := Expectation {
  square : lmodType F;
  integrable : lmodType F;
  times : square -> square -> integrable;
  one : square;
  mean : integrable -> F;
  timesC : forall f g, times f g = times g f;
  times_linear : forall a f g h, times (a *: f + g) h = a *: times f h + times g h;
  mean_linear : forall a f g, mean (a *: f + g) = a * mean f + mean g;
  mean_square_ge0 : forall f, 0 <= mean (times f f);
  mean_one : mean (times one one) = 1 }.

Section Definitions.
Variables (F : realFieldType) (L : expectation F) (n d : nat).
Implicit Types tau : 'rV[F]_d -> 'I_d -> square L.

(** E f g. *)
Definition moment (f g : square L) : F := mean (times f g).

(** E v, E v'v and E |v|^2 of a random row v; the random row V v. *)
Definition row_mean q (v : 'I_q -> square L) : 'rV[F]_q := \row_a moment (v a) (one L).
Definition row_moment q (v : 'I_q -> square L) : 'M[F]_q := \matrix_(a, b) moment (v a) (v b).
Definition mean_length q (v : 'I_q -> square L) : F := \sum_j moment (v j) (v j).
Definition mapped q l (V : 'M[F]_(l, q)) (v : 'I_q -> square L) (j : 'I_l) : square L := \sum_a V j a *: v a.

Variables (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)).

(** The moments of the views. *)
Definition emean_views : 'M[F]_(n, d) := \matrix_i row_mean (tau (row i X)).
Definition eS : 'M[F]_d := n%:R^-1 *: \sum_i row_moment (tau (row i X)).
Definition eG : 'M[F]_d := n%:R^-1 *: (emean_views^T *m emean_views).
Definition eSigma : 'M[F]_d := eS - eG.
Definition eH : 'M[F]_d := n%:R^-1 *: (X^T *m emean_views).
Definition eB l (Y : 'M[F]_(n, l)) : 'M[F]_(l, d) := n%:R^-1 *: (Y^T *m emean_views).

(** (SL): (1/n) sum_i E |y_i - V tau(x_i)|^2. *)
Definition eSL l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) : F :=
  average (fun i => mean_length (fun j => Y i j *: one L - mapped V (tau (row i X)) j)).

(** (SSL-RC): (1/n) sum_i E |x_i - D E tau(x_i)|^2. *)
Definition eRC k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : F :=
  average (fun i => mean_length (fun j => X i j *: one L - mapped D (mapped E (tau (row i X))) j)).

(** (SSL-JE): (1/n) sum_i E |W tau(x_i) - W tau2(x_i)|^2. *)
Definition eJE k (tau2 : 'rV[F]_d -> 'I_d -> square L) (W : 'M[F]_(k, d)) : F :=
  average (fun i => mean_length (fun j => mapped W (tau (row i X)) j - mapped W (tau2 (row i X)) j)).

(** Two independent views of the same law: equal first and second moments, and products that factorise. *)
Definition independent_views (tau2 : 'rV[F]_d -> 'I_d -> square L) := forall x,
  [/\ row_mean (tau2 x) = row_mean (tau x), row_moment (tau2 x) = row_moment (tau x)
    & forall a b, moment (tau x a) (tau2 x b) = moment (tau x a) (one L) * moment (tau2 x b) (one L)].

(** Solutions. *)
Definition esl_optimal l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) := forall V', eSL Y V <= eSL Y V'.
Definition erc_optimal k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) :=
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)), eRC E D <= eRC E' D'.
Definition eje_optimal k (tau2 : 'rV[F]_d -> 'I_d -> square L) (W : 'M[F]_(k, d)) :=
  feasible eS W /\ forall W' : 'M[F]_(k, d), feasible eS W' -> eJE tau2 W <= eJE tau2 W'.
End Definitions.

(** Additive augmentation: tau(x) = x + e. *)
Definition shifted (F : realFieldType) (L : expectation F) d (e : 'I_d -> square L) (x : 'rV[F]_d) (a : 'I_d) :
  square L := x 0 a *: one L + e a.

(** Two independent draws e, e2 of a noise with mean zero and covariance N. *)
Definition independent_noise (F : realFieldType) (L : expectation F) d (e e2 : 'I_d -> square L) (N : 'M[F]_d) :=
  [/\ row_mean e = 0, row_mean e2 = 0, row_moment e = N, row_moment e2 = N & forall a b, moment (e a) (e2 b) = 0].

Section Moments.
Variables (F : realFieldType) (L : expectation F).
Implicit Types f g h : square L.

Lemma momentC f g : moment f g = moment g f. Proof. by rewrite /moment timesC. Qed.
Lemma moment_linear a f g h : moment (a *: f + g) h = a * moment f h + moment g h.
Proof. by rewrite /moment times_linear mean_linear. Qed.
Lemma moment0l h : moment 0 h = 0.
Proof.
have e : moment 0 h = - 1 * moment 0 h + moment 0 h by rewrite -moment_linear scaler0 addr0.
by rewrite e mulN1r addNr.
Qed.
Lemma momentDl f g h : moment (f + g) h = moment f h + moment g h.
Proof. by rewrite -[f in LHS]scale1r moment_linear mul1r. Qed.
Lemma momentZl a f h : moment (a *: f) h = a * moment f h.
Proof. by rewrite -[a *: f]addr0 moment_linear moment0l addr0. Qed.
Lemma momentBl f g h : moment (f - g) h = moment f h - moment g h.
Proof. by rewrite -scaleN1r momentDl momentZl mulN1r. Qed.
Lemma momentDr f g h : moment f (g + h) = moment f g + moment f h.
Proof. by rewrite momentC momentDl !(momentC _ f). Qed.
Lemma momentZr a f h : moment f (a *: h) = a * moment f h.
Proof. by rewrite momentC momentZl momentC. Qed.
Lemma momentBr f g h : moment f (g - h) = moment f g - moment f h.
Proof. by rewrite momentC momentBl !(momentC _ f). Qed.
Lemma moment_suml (I : finType) (f : I -> square L) h : moment (\sum_i f i) h = \sum_i moment (f i) h.
Proof. by elim/big_rec2: _ => [|i a b _ <-]; rewrite ?moment0l ?momentDl. Qed.
Lemma moment_sumr (I : finType) (f : I -> square L) h : moment h (\sum_i f i) = \sum_i moment h (f i).
Proof. by rewrite momentC moment_suml; apply: eq_bigr => i _; rewrite momentC. Qed.
Lemma moment_one : moment (one L) (one L) = 1. Proof. exact: mean_one. Qed.
Lemma moment_ge0 f : 0 <= moment f f. Proof. exact: mean_square_ge0. Qed.

Lemma mapped_mean q l (V : 'M[F]_(l, q)) (v : 'I_q -> square L) j :
  moment (mapped V v j) (one L) = (row_mean v *m V^T) 0 j.
Proof. by rewrite moment_suml mxE; apply: eq_bigr => a _; rewrite momentZl !mxE mulrC. Qed.

Lemma mapped_moment q l (V : 'M[F]_(l, q)) (v : 'I_q -> square L) j :
  moment (mapped V v j) (mapped V v j) = (V *m row_moment v *m V^T) j j.
Proof.
rewrite moment_suml [RHS]mxE; under [RHS]eq_bigr => b _ do rewrite mxE big_distrl /=.
rewrite exchange_big; apply: eq_bigr => a _ /=; rewrite moment_sumr; apply: eq_bigr => b _.
by rewrite momentZl momentZr !mxE; ring.
Qed.

Lemma mapped_mapped q k l (V : 'M[F]_(l, k)) (E : 'M[F]_(k, q)) (v : 'I_q -> square L) j :
  mapped V (mapped E v) j = mapped (V *m E) v j.
Proof.
rewrite /mapped; under eq_bigr => b _ do rewrite scaler_sumr.
rewrite exchange_big; apply: eq_bigr => a _ /=; rewrite mxE scaler_suml; apply: eq_bigr => b _.
by rewrite scalerA.
Qed.

(** The covariance of a random row is symmetric and positive semidefinite. *)
Lemma row_moment_sym q (v : 'I_q -> square L) : (row_moment v)^T = row_moment v.
Proof. by apply/matrixP => a b; rewrite !mxE momentC. Qed.
Lemma row_moment_psd q (v : 'I_q -> square L) : psd (row_moment v).
Proof. by move=> x; rewrite -(mapped_moment x v 0) moment_ge0. Qed.
Lemma row_moment_centre q (v : 'I_q -> square L) :
  row_moment (fun a => v a - moment (v a) (one L) *: one L) = row_moment v - (row_mean v)^T *m row_mean v.
Proof.
apply/matrixP => a b; rewrite !mxE big_ord1 !mxE momentBl !momentBr !momentZl !momentZr moment_one.
by rewrite (momentC (one L)); ring.
Qed.
Lemma row_covariance_sym q (v : 'I_q -> square L) :
  (row_moment v - (row_mean v)^T *m row_mean v)^T = row_moment v - (row_mean v)^T *m row_mean v.
Proof. by rewrite -row_moment_centre row_moment_sym. Qed.
Lemma row_covariance_psd q (v : 'I_q -> square L) : psd (row_moment v - (row_mean v)^T *m row_mean v).
Proof. by rewrite -row_moment_centre; apply: row_moment_psd. Qed.
End Moments.

(** The objectives depend on the law through its first and second moments only. *)
Section Objectives.
Variables (F : realFieldType) (L : expectation F) (n d : nat).
Variables (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)).
Notation mu := (emean_views tau X).

Lemma length_moments l (y : 'rV[F]_l) (V : 'M[F]_(l, d)) (v : 'I_d -> square L) :
  mean_length (fun j => y 0 j *: one L - mapped V v j)
  = sq y - dot y (row_mean v *m V^T) *+ 2 + \tr (V *m row_moment v *m V^T).
Proof.
rewrite /sq /dot ![(_ *m _^T) 0 0]mxE /mxtrace -sumrMnl -sumrB -big_split; apply: eq_bigr => j _ /=.
rewrite momentBl !momentBr !momentZl !momentZr moment_one (momentC (one L)) mapped_mean mapped_moment !mxE.
ring.
Qed.

Lemma tr_mean l (Y : 'M[F]_(n, l)) (M : 'M[F]_(n, d)) (V : 'M[F]_(l, d)) :
  \tr (n%:R^-1 *: (Y^T *m M) *m V^T) = average (fun i => dot (row i Y) (row i M *m V^T)).
Proof.
rewrite -scalemxAl mxtraceZ /average; congr (_ * _).
rewrite -mulmxA -mxtrace_tr trmx_mul trmxK mxtrace_mulC tr_dot.
by apply: eq_bigr => i _; rewrite row_mul.
Qed.

Lemma tr_second l (V : 'M[F]_(l, d)) :
  \tr (V *m eS tau X *m V^T) = average (fun i => \tr (V *m row_moment (tau (row i X)) *m V^T)).
Proof.
rewrite /eS -scalemxAr -scalemxAl mxtraceZ /average; congr (_ * _).
by rewrite mulmx_sumr mulmx_suml raddf_sum.
Qed.

Theorem eSL_quad l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) : eSL tau X Y V
  = \tr (n%:R^-1 *: (Y^T *m Y)) - \tr (eB tau X Y *m V^T) *+ 2 + \tr (V *m eS tau X *m V^T).
Proof.
rewrite tr_gram /eB tr_mean tr_second -averageMn -averageN -!averageD; apply: eq_average => i.
rewrite rowK -(length_moments (row i Y)); apply: eq_bigr => j _; by rewrite mxE.
Qed.

Theorem eRC_quad k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : eRC tau X E D
  = \tr (mC X) - \tr (D *m E *m (eH tau X)^T) *+ 2 + \tr (D *m E *m eS tau X *m E^T *m D^T).
Proof.
have -> : eRC tau X E D = eSL tau X X (D *m E).
  by apply: eq_average => i; apply: eq_bigr => j _; rewrite mapped_mapped.
rewrite eSL_quad -/(mC X) -/(eH tau X); congr (_ - _ *+ 2 + _); last by rewrite trmx_mul !mulmxA.
by rewrite -mxtrace_tr trmx_mul trmxK.
Qed.

Theorem eJE_quad k tau2 (W : 'M[F]_(k, d)) : independent_views tau tau2 ->
  eJE tau X tau2 W = \tr (W *m eSigma tau X *m W^T) *+ 2.
Proof.
move=> indep; rewrite /eSigma mulmxBr mulmxBl mxtraceB tr_second /eG -scalemxAr.
have -> : \tr (n%:R^-1 *: (W *m (mu^T *m mu)) *m W^T) = average (fun i => sq (row i mu *m W^T)).
  rewrite -scalemxAl mxtraceZ /average; congr (_ * _).
  rewrite [W *m _]mulmxA -[_ *m W^T](mulmxA (W *m _)) mxtrace_mulC.
  have -> : W *m mu^T = (mu *m W^T)^T by rewrite trmx_mul trmxK.
  rewrite tr_dot.
  by apply: eq_bigr => i _; rewrite row_mul.
rewrite -averageN -averageD -averageMn; apply: eq_average => i; rewrite rowK.
have [m2 s2 f2] := indep (row i X); move: (tau _) (tau2 _) m2 s2 f2 => v v2 m2 s2 f2.
rewrite /sq /dot [(_ *m _^T) 0 0]mxE /mxtrace -sumrB -sumrMnl; apply: eq_bigr => j _.
have cross : moment (mapped W v j) (mapped W v2 j) = (row_mean v *m W^T) 0 j ^+ 2.
  rewrite expr2 -{2}m2 -!mapped_mean /mapped !moment_suml big_distrl; apply: eq_bigr => a _ /=.
  rewrite moment_sumr big_distrr; apply: eq_bigr => b _ /=.
  by rewrite momentZl momentZr f2 !momentZl; ring.
rewrite momentBl !momentBr (momentC (mapped W v2 j) (mapped W v j)) cross !mapped_moment s2 !mxE; ring.
Qed.
End Objectives.
