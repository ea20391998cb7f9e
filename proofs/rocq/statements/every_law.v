(** * Lemma B.1, Theorems 3.1 and 3.2 and Remark 4.1 for every law with second moments

    In words. Replace the finite law by any expectation (laws/expectation.v): a positive, normalised linear
    functional on random variables with second moments. Lemma B.1 holds, V* = B S^-1 is the one minimiser of
    (SL), the printed pairs of Theorem 3.1 and the printed encoders of Theorem 3.2 are global minimisers with
    the printed values, and under the gaps there are no others. Two augmentations, of any two laws, with mean
    tau(x_i) = x_i and equal averaged covariance have the same three objectives and the same constraint
    (Remark 4.1). The noise of T(alpha), theta + alpha gamma with uncorrelated theta and gamma, has covariance
    Theta + alpha^2 Gamma.

    Hypotheses beyond the paper's. None on the law but second moments: the finite law of the other files is
    gone. The two views of (SSL-JE) are given: equal moments, and products that factorise. The gaps, as in
    theorem_3_1.v and theorem_3_2.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments spectral svd whitening theorem_3_1 theorem_3_2 lemma_b1.
From Jerc Require Import expectation any_law.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Lemma B.1. *)
Theorem lemma_b1_any_law (F : realFieldType) (L : expectation F) (n d l : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) :
  eSL tau X Y V = average (fun i => sq (row i Y - row_mean (tau (row i X)) *m V^T))
    + \tr (V *m eSigma tau X *m V^T).
Proof.
rewrite /eSigma mulmxBr mulmxBl mxtraceB tr_second /eG -scalemxAr.
have -> : \tr (n%:R^-1 *: (V *m ((emean_views tau X)^T *m emean_views tau X)) *m V^T)
    = average (fun i => sq (row_mean (tau (row i X)) *m V^T)).
  rewrite -scalemxAl mxtraceZ /average; congr (_ * _).
  rewrite [V *m _]mulmxA -[_ *m V^T](mulmxA (V *m _)) mxtrace_mulC.
  have -> : V *m (emean_views tau X)^T = (emean_views tau X *m V^T)^T by rewrite trmx_mul trmxK.
  by rewrite tr_dot; apply: eq_bigr => i _; rewrite row_mul rowK.
rewrite -averageN -!averageD; apply: eq_average => i.
have -> : mean_length (fun j => Y i j *: one L - mapped V (tau (row i X)) j)
    = mean_length (fun j => row i Y 0 j *: one L - mapped V (tau (row i X)) j).
  by apply: eq_bigr => j _; rewrite mxE.
by rewrite length_moments sqB; ring.
Qed.

Section Solutions.
Variables (F : rcfType) (L : expectation F) (n d : nat).
Variables (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)).
Hypothesis pS : pd (eS tau X).

(** (SL): V* = B S^-1 is the unique solution. *)
Theorem supervised_optimum_any_law l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) :
  esl_optimal tau X Y V <-> V = eB tau X Y *m invmx (eS tau X).
Proof.
have [T [p [t same]]] := any_law_is_finite tau X; have [lp _ _] := same.
apply: iff_trans (iff_sym (same_sl_optimal same Y V)) _.
by rewrite -(same_B same) -(same_S same); apply: supervised_optimum; rewrite ?(same_S same).
Qed.

(** Theorem 3.1: the printed pairs are minimisers, with the printed value. *)
Theorem theorem_3_1_any_law (R0 R P : 'M[F]_d) (phi : 'rV[F]_d) k (M : 'M[F]_k) :
  inverse_root (eS tau X) R0 -> singular_values (eH tau X *m R0) R P phi -> M \in unitmx ->
  erc_optimal tau X (rc_encoder R0 P M) (rc_decoder R phi M) /\
  eRC tau X (rc_encoder R0 P M) (rc_decoder R phi M) = \tr (mC X) - \sum_(j < d | (j < k)%N) phi 0 j ^+ 2.
Proof.
have [T [p [t same]]] := any_law_is_finite tau X; have [lp _ _] := same.
rewrite -(same_S same) -(same_H same) => root dec uM.
have [opt v] := theorem_3_1 lp root dec uM.
by split; [exact/(same_rc_optimal same)|rewrite -(same_RC same)].
Qed.

(** Under the gap there are no other minimisers. *)
Theorem theorem_3_1_all_solutions_any_law (R0 R P : 'M[F]_d) (phi : 'rV[F]_d) k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) :
  inverse_root (eS tau X) R0 -> singular_values (eH tau X *m R0) R P phi -> (k <= d)%N ->
  (forall j : 'I_d, (j < k)%N -> 0 < phi 0 j) -> gap_at k phi ->
  erc_optimal tau X E D <-> exists2 M : 'M[F]_k, M \in unitmx & E = rc_encoder R0 P M /\ D = rc_decoder R phi M.
Proof.
have [T [p [t same]]] := any_law_is_finite tau X; have [lp _ _] := same.
rewrite -(same_S same) -(same_H same) => root dec kd pos gap.
apply: iff_trans (iff_sym (same_rc_optimal same E D)) _.
exact: (theorem_3_1_all_solutions lp root dec E D kd pos gap).
Qed.

(** The decompositions of both theorems exist. *)
Theorem decompositions_any_law : exists R0 : 'M[F]_d, inverse_root (eS tau X) R0
  /\ (exists R P phi, singular_values (eH tau X *m R0) R P phi)
  /\ (exists Q omega, eigen_basis (R0 *m eG tau X *m R0) Q omega).
Proof.
have [T [p [t same]]] := any_law_is_finite tau X.
have pS' : pd (mS p t X) by rewrite (same_S same).
rewrite -(same_S same) -(same_H same) -(same_G same).
have [R0 h] := inverse_root_exists (sym_mS p t X) pS'; exists R0; split=> //; split; first exact: svd.
have [sR _ _] := h; apply: spectral.
by rewrite !trmx_mul sR sym_mG mulmxA.
Qed.

Variable tau2 : 'rV[F]_d -> 'I_d -> square L.
Hypothesis indep : independent_views tau tau2.

(** Theorem 3.2: the printed encoders are minimisers, with the printed value. *)
Theorem theorem_3_2_any_law (R0 Q : 'M[F]_d) (omega : 'rV[F]_d) k (U : 'M[F]_k) :
  inverse_root (eS tau X) R0 -> eigen_basis (R0 *m eG tau X *m R0) Q omega -> (k <= d)%N -> U *m U^T = 1%:M ->
  eje_optimal tau X tau2 (je_encoder R0 Q U) /\
  eJE tau X tau2 (je_encoder R0 Q U) = (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2.
Proof.
have [T [p [t same]]] := any_law_is_finite tau X; have [lp _ _] := same.
rewrite -(same_S same) -(same_G same) => root dec kd UU.
have [opt v] := theorem_3_2 lp root dec kd UU.
by split; [exact/(same_je_optimal same indep)|rewrite -(same_JE same indep)].
Qed.

(** Under the gap there are no other minimisers. *)
Theorem theorem_3_2_all_solutions_any_law (R0 Q : 'M[F]_d) (omega : 'rV[F]_d) k (W : 'M[F]_(k, d)) :
  inverse_root (eS tau X) R0 -> eigen_basis (R0 *m eG tau X *m R0) Q omega -> (k <= d)%N -> gap_at k omega ->
  eje_optimal tau X tau2 W <-> exists2 U : 'M[F]_k, U *m U^T = 1%:M & W = je_encoder R0 Q U.
Proof.
have [T [p [t same]]] := any_law_is_finite tau X; have [lp _ _] := same.
rewrite -(same_S same) -(same_G same) => root dec kd gap.
apply: iff_trans (iff_sym (same_je_optimal same indep W)) _.
exact: (theorem_3_2_all_solutions lp root dec W kd gap).
Qed.
End Solutions.

(** Remark 4.1, corrected, between any two laws. *)
Section Remark.
Variables (F : realFieldType) (L L' : expectation F) (n d : nat) (X : 'M[F]_(n, d)).
Variables (tau tau2 : 'rV[F]_d -> 'I_d -> square L) (tau' tau2' : 'rV[F]_d -> 'I_d -> square L').
Hypotheses (mean : emean_views tau X = X) (mean' : emean_views tau' X = X).
Hypothesis same_covariance : eSigma tau X = eSigma tau' X.

Theorem remark_4_1_any_law : [/\ eS tau X = eS tau' X,
    independent_views tau tau2 -> independent_views tau' tau2' ->
      forall k (W : 'M[F]_(k, d)), eJE tau X tau2 W = eJE tau' X tau2' W,
    forall k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)), eRC tau X E D = eRC tau' X E D
  & forall l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)), eSL tau X Y V = eSL tau' X Y V].
Proof.
have eG' : eG tau X = eG tau' X by rewrite /eG mean mean'.
have eS' : eS tau X = eS tau' X.
  by have := same_covariance; rewrite /eSigma eG' => /(congr1 (+%R^~ (eG tau' X))); rewrite !subrK.
split=> // [i i' k W|k E D|l Y V].
- by rewrite (eJE_quad _ _ i) (eJE_quad _ _ i') same_covariance.
- by rewrite !eRC_quad /eH mean mean' eS'.
by rewrite !eSL_quad /eB mean mean' eS'.
Qed.
End Remark.

(** Paper section 4.1: the covariance of theta + alpha gamma. *)
Theorem aligned_covariance_any_law (F : realFieldType) (L : expectation F) d (theta gamma : 'I_d -> square L)
    (alpha : F) : (forall a b, moment (theta a) (gamma b) = 0) ->
  row_moment (fun a => theta a + alpha *: gamma a) = row_moment theta + alpha ^+ 2 *: row_moment gamma.
Proof.
move=> cross; apply/matrixP => a b; rewrite !mxE momentDl !momentDr !momentZl !momentZr cross.
by rewrite (momentC (gamma a)) cross !mulr0 addr0 add0r expr2 mulrA.
Qed.
