(* With one fixed decomposition the forms of Theorems 3.1 and 3.2 do not list all solutions.

   Slugs: theorem_3_1_not_exhaustive, theorem_3_2_gap. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan moments spectral pencil rc_pencil additive_moments optimal_pencil.
From Jerc Require Import composition realisation.
From Jerc Require Import small_matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The printed set of solutions of Theorem 3.1: (E, D) comes from some singular value decomposition of H S^-1/2 and some
   invertible T. (R0 is S^-1/2.) *)
Definition printed_3_1 (F : realFieldType) d k (S H : 'M[F]_d) (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : Prop :=
  exists (R0 Rs Ps : 'M[F]_d) (phi : 'rV[F]_d) (T : 'M[F]_k),
    [/\ R0^T = R0, R0 *m S *m R0 = 1%:M, Rs^T *m Rs = 1%:M, Ps^T *m Ps = 1%:M & H *m R0 = Rs *m diag_mx phi *m Ps^T]
    /\ [/\ T \in unitmx, E = T *m ((pid_mx k : 'M_(k, d)) *m Ps^T) *m R0
         & D = Rs *m diag_mx phi *m (pid_mx k : 'M_(d, k)) *m invmx T].

Section Rank.
Variable F : rcfType.

(* one sample x = 0, augmented by plus or minus 1 with equal probability *)
Definition zero_sample : 'M[F]_1 := 0.
Definition coin (_ : bool) : F := 2%:R^-1.
Definition sign_noise (b : bool) : 'rV[F]_1 := ((-1) ^+ b)%:M.

Lemma coin1 : \sum_b coin b = 1.
Proof. by rewrite big_bool /= /coin -mulr2n -[_ *+ 2]mulr_natr mulVf // pnatr_eq0. Qed.
Lemma sign_noise0 : \sum_b coin b *: sign_noise b = 0.
Proof. by rewrite big_bool /= /sign_noise expr1 expr0 -scalerDr -raddfD addNr raddf0 scaler0. Qed.
Lemma sign_noise_cov : noise_cov coin sign_noise = 1%:M.
Proof.
rewrite /noise_cov big_bool /= /sign_noise !tr_scalar_mx -!scalar_mxM expr1 expr0 mulrNN mulr1 -scalerDl.
by have := coin1; rewrite big_bool => ->;  rewrite scale1r.
Qed.
Lemma zero_sample_S : mS coin (additive sign_noise) zero_sample = 1%:M.
Proof.
by rewrite mS_additive ?coin1 ?sign_noise0 // sign_noise_cov /mC /zero_sample mulmx0 scaler0 add0r.
Qed.

(* Theorem 3.1 as printed says that every solution is E = T P_k' S^-1/2, D = R_k Phi_k T^-1 with T invertible. It is not
   so when phi_k = 0: with one sample x = 0 the pair E = 0, D = 5 is optimal and has not this form, whatever the
   decomposition. No hypotheses: S = 1 is positive definite. *)
Theorem theorem_3_1_not_exhaustive_refuted :
  exists (E D : 'M[F]_1),
    [/\ pd (mS coin (additive sign_noise) zero_sample), rc_optimal coin (additive sign_noise) zero_sample E D
      & ~ printed_3_1 (mS coin (additive sign_noise) zero_sample) (mH coin (additive sign_noise) zero_sample) E D].
Proof.
exists 0, (5%:R)%:M; rewrite zero_sample_S; split.
- by move=> x x0; rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym; apply: contra_neq x0 => /sqnorm_eq0.
- move=> E' D'; rewrite !(lossRC_quad _ _ coin1) zero_sample_S /mC /mH /zero_sample.
  rewrite trmx0 !mul0mx scaler0 trmx0 !mulmx0 !mul0mx mxtrace0 !mul0rn subrr !add0r mulmx1.
  by rewrite -mulmxA -trmx_mul; apply: psd_tr_ge0; apply: psd_gram.
move=> [R0 [Rs [Ps [phi [T [[sR RSR _ PP _] [uT e _]]]]]]].
have uR : R0 \in unitmx by move: RSR; rewrite mulmx1 => /mulmx1_unit[].
have uP : Ps^T \in unitmx by have [] := mulmx1_unit PP.
have p1 : (pid_mx 1 : 'M[F]_1) = 1%:M by rewrite pid_mx_1.
have : (0 : 'M[F]_1) \notin unitmx by rewrite unitmxE det0 unitr0.
by rewrite e p1 mul1mx !unitmx_mul uT uP uR.
Qed.
End Rank.

(* Ties *)
Section Ties.
Variable F : rcfType.

Lemma no_augmentation_H n d (X : 'M[F]_(n, d)) : mH (@no_law F) (@identity_view F d) X = mC X.
Proof. by rewrite /mH mean_views_identity. Qed.
Lemma no_augmentation_G n d (X : 'M[F]_(n, d)) : mG (@no_law F) (@identity_view F d) X = mC X.
Proof. by rewrite /mG mean_views_identity. Qed.

(* The three directions of the counterexamples. *)
Definition three_directions (v : 'M[F]_(1, 1 + 1)) :=
  [\/ v = row2 1 0, v = row2 0 1 | v = row2 (3%:R / 5%:R) (4%:R / 5%:R)].
Lemma three_directions_unit v : three_directions v -> v *m v^T = 1%:M.
Proof.
case=> ->; rewrite row2T row2_col2; congr _%:M.
- by rewrite mulr1 mulr0 addr0.
- by rewrite mulr1 mulr0 add0r.
by field.
Qed.
(* no single row gives all three up to a factor *)
Lemma three_directions_indep (B : 'M[F]_(1, 1 + 1)) :
  ~ (forall v, three_directions v -> exists T : 'M[F]_1, v = T *m B).
Proof.
rewrite (row2_eta B); move: (B 0 0) (B 0 1) => a b h.
have [T] := h _ (Or31 _ _ erefl); rewrite [T]mx11_scalar mul_scalar_mx row2Z => /row2_inj[e1 e2].
have [T'] := h _ (Or32 _ _ erefl); rewrite [T']mx11_scalar mul_scalar_mx row2Z => /row2_inj[e3 e4].
have t0 : T 0 0 != 0 by apply: contra_eq_neq e1 => ->; rewrite mul0r oner_eq0.
have b0 : b = 0 by apply/eqP; move/esym/eqP: e2; rewrite mulf_eq0 (negPf t0).
by move/eqP: e4; rewrite b0 mulr0 oner_eq0.
Qed.

(* The two samples e1, e2, not augmented: every direction gives the loss 1/2. So for one fixed decomposition, that is one
   fixed row B = P_1' S^-1/2, the printed form E = T B misses solutions. Corrected statement: if phi_k > 0 and
   phi_k > phi_{k+1} (or k = d) the form is exhaustive (theorem_3_1_all_solutions). That the two conditions are necessary
   is shown by these two examples only, not for every problem. *)
Theorem theorem_3_1_not_exhaustive_refuted_tie (B : 'M[F]_(1, 1 + 1)) :
  let X := 1%:M : 'M[F]_(1 + 1) in
  (forall v, three_directions v -> rc_optimal (@no_law F) (@identity_view F _) X v v^T
     /\ lossRC (@no_law F) (@identity_view F _) X v v^T = 2%:R^-1)
  /\ ~ (forall v, three_directions v -> exists T : 'M[F]_1, v = T *m B).
Proof.
move=> X; split; last exact: three_directions_indep.
have CE : mC X = 2%:R^-1 *: 1%:M by rewrite /mC trmx1 mulmx1.
have two0 : 2%:R != 0 :> F by rewrite pnatr_eq0.
have L (E : 'M[F]_(1, 1 + 1)) (D : 'M[F]_(1 + 1, 1)) : lossRC (@no_law F) (@identity_view F _) X E D
    = 1 - \tr (D *m E) + 2%:R^-1 * \tr (D *m E *m (D *m E)^T).
  rewrite (lossRC_quad _ _ (no_law1 F)) no_augmentation_H mS_identity CE mxtraceZ mxtrace1.
  rewrite trmxZ trmx1 -!scalemxAr mulmx1 mxtraceZ -!scalemxAl mxtraceZ trmx_mul !mulmxA.
  by rewrite mulVf // -[_ *+ 2]mulr_natr mulrAC mulVf // mul1r.
have low (E : 'M[F]_(1, 1 + 1)) (D : 'M[F]_(1 + 1, 1)) : 2%:R^-1 <= lossRC (@no_law F) (@identity_view F _) X E D.
  rewrite L (row2_eta E) (col2_eta D) col2_row2 mx22T mx22M !mx22_tr -subr_ge0.
  move: (E 0 0) (E 0 1) (D 0 0) (D 1 0) => x y a b.
  have -> : 1 - (a * x + b * y) + 2%:R^-1 * (a * x * (a * x) + a * y * (a * y) + (b * x * (b * x) + b * y * (b * y))) - 2%:R^-1
    = 2%:R^-1 * ((1 - (a * x + b * y)) ^+ 2 + (a * y - b * x) ^+ 2) by field.
  by rewrite mulr_ge0 ?invr_ge0 ?ler0n // addr_ge0 ?sqr_ge0.
move=> v tv; have e : lossRC (@no_law F) (@identity_view F _) X v v^T = 2%:R^-1.
  have u := three_directions_unit tv.
  rewrite L trmx_mul trmxK mulmxA -(mulmxA v^T) u mulmx1 mxtrace_mulC u mxtrace1 mulr1.
  by field.
by split=> // E' D'; rewrite e.
Qed.

(* The data X = [[1, 1], [1, -1]] has C = I. Without augmentation Sigma = 0: the loss is 0 for every W and all omega are 1,
   an extreme tie. Every unit row is optimal, so for one fixed Q the form W = U Q_1' S^-1/2 misses solutions. This is a
   remark: (4) has several Q then, and others give the others. For one Q it is exhaustive if omega_k > omega_{k+1} or k = d
   (theorem_3_2_all_solutions). That the gap is necessary is shown by this example only. *)
Theorem theorem_3_2_gap_needed (B : 'M[F]_(1, 1 + 1)) :
  let X := mx22 1 1 1 (- 1) : 'M[F]_(1 + 1) in
  (forall v, three_directions v -> je_optimal (@no_law F) (@identity_view F _) X v)
  /\ ~ (forall v, three_directions v -> exists U : 'M[F]_1, v = U *m B).
Proof.
move=> X; split; last exact: three_directions_indep.
have two0 : 2%:R != 0 :> F by rewrite pnatr_eq0.
have CE : mC X = 1%:M.
  by rewrite /mC /X mx22T mx22M mx22Z -mx221; congr mx22; field.
have L (W : 'M[F]_(1, 1 + 1)) : lossJE (@no_law F) (@identity_view F _) X W = 0.
  rewrite (lossJE_quad _ _ (no_law1 F)) /mSigma mS_identity no_augmentation_G subrr mulmx0 mul0mx.
  by rewrite mxtrace0 mul0rn.
move=> v tv; split; first by rewrite /feasible mS_identity CE mulmx1 three_directions_unit.
by move=> W' _; rewrite !L.
Qed.
End Ties.
