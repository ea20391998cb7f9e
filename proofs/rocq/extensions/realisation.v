(* Every pair of symmetric positive semidefinite matrices is the pair of moments (C, Sigma) of a data set and a
   finite, centred, additive augmentation. So a statement about the pencil (C, C + Sigma) is a statement about the
   objectives of the paper, and hypotheses about moments can be satisfied. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan moments spectral pencil rc_pencil additive_moments optimal_pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* the law p of e is a centred probability law with covariance Sigma, and the data X have second moment C *)
Definition additive_model (F : rcfType) n d (C Sigma : 'M[F]_d) (X : 'M[F]_(n, d))
    (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) : Prop :=
  [/\ (0 < n)%N, mC X = C & noise_cov p e = Sigma]
  /\ is_law p /\ centred p e.

Section Realisation.
Variable F : rcfType.

Lemma psd_root d (M : 'M[F]_d) : M^T = M -> psd M -> exists R : 'M[F]_d, R^T *m R = M.
Proof.
move=> sM pM; have [Q [om [QQ e]]] := spectral0 sM.
have om0 j : 0 <= om 0 j.
  have := psd_diag_ge0 j (psd_congr Q^T pM).
  rewrite trmxK e !mulmxA QQ mul1mx -mulmxA QQ mulmx1 mxE eqxx mulr1n; exact.
exists (diag_mx (\row_j Num.sqrt (om 0 j)) *m Q^T).
rewrite trmx_mul trmxK tr_diag_mx mulmxA -(mulmxA Q) mulmx_diag [RHS]e; do 2!congr (_ *m _).
by congr diag_mx; apply/rowP => j; rewrite !mxE -expr2 sqr_sqrtr.
Qed.

Lemma gram_rows m d (R : 'M[F]_(m, d)) : \sum_i ((row i R)^T *m row i R) = R^T *m R.
Proof.
by apply/matrixP => a b; rewrite summxE mxE; apply: eq_bigr => i _; rewrite !mxE big_ord1 !mxE.
Qed.

(* the uniform law on d directions and two signs *)
Definition sign_law d (w : 'I_d.+1 * bool) : F := (d.+1%:R * 2%:R)^-1.

Lemma sum_signs d (f : 'I_d.+1 * bool -> F) : \sum_w f w = \sum_i (f (i, true) + f (i, false)).
Proof.
rewrite (eq_bigr (fun w => f (w.1, w.2))); last by case.
by rewrite -(pair_bigA _ (fun i b => f (i, b))) /=; apply: eq_bigr => i _; rewrite big_bool.
Qed.

Lemma is_sign_law d : is_law (@sign_law d).
Proof.
split=> [w|]; first by rewrite invr_ge0 mulr_ge0 ?ler0n.
rewrite sum_signs /sign_law sumr_const card_ord -mulr2n -mulrnA -[LHS]mulr_natr natrM [X in _ * X]mulrC.
by rewrite mulVf // mulf_neq0 // pnatr_eq0.
Qed.

(* a centred law with a given covariance: plus or minus sqrt(d) times a row of a root of Sigma, uniformly *)
Theorem covariance_on_signs d (Sigma : 'M[F]_d.+1) : Sigma^T = Sigma -> psd Sigma ->
  exists2 e : 'I_d.+1 * bool -> 'rV[F]_d.+1, centred (@sign_law d) e & noise_cov (@sign_law d) e = Sigma.
Proof.
move=> sS pS; have [L eL] := psd_root sS pS.
pose q : F := Num.sqrt d.+1%:R; have qq : q * q = d.+1%:R by rewrite -expr2 sqr_sqrtr ?ler0n.
have d0 : d.+1%:R != 0 :> F by rewrite pnatr_eq0.
pose e (w : 'I_d.+1 * bool) : 'rV[F]_d.+1 := ((-1) ^+ w.2 * q) *: row w.1 L.
have twoM m (f : _ -> 'M[F]_(m, d.+1)) : \sum_(w : 'I_d.+1 * bool) f w = \sum_i (f (i, true) + f (i, false)).
  rewrite (eq_bigr (fun w => f (w.1, w.2))); last by case.
  by rewrite -(pair_bigA _ (fun i b => f (i, b))) /=; apply: eq_bigr => i _; rewrite big_bool.
exists e.
  rewrite /centred twoM big1 // => i _; rewrite -scalerDr /e /= expr1 expr0 mulN1r mul1r scaleNr addNr scaler0.
  by [].
rewrite /noise_cov twoM -[RHS]eL -gram_rows; apply: eq_bigr => i _.
have es b : (e (i, b))^T *m e (i, b) = d.+1%:R *: ((row i L)^T *m row i L).
  by rewrite /e trmxZ -scalemxAl -scalemxAr scalerA mulrACA -expr2 sqrr_sign mul1r qq.
rewrite !es /sign_law !scalerA -scalerDl -mulr2n -mulr_natr -mulrA mulVf ?scale1r // mulf_neq0 // pnatr_eq0 //.
Qed.

Theorem covariance_realised d (Sigma : 'M[F]_d.+1) : Sigma^T = Sigma -> psd Sigma ->
  exists (p : 'I_d.+1 * bool -> F) (e : 'I_d.+1 * bool -> 'rV[F]_d.+1),
    [/\ is_law p, centred p e & noise_cov p e = Sigma].
Proof.
move=> sS pS; have [e c n] := covariance_on_signs sS pS.
by exists (@sign_law d), e; split=> //; apply: is_sign_law.
Qed.

(* data with a given second moment: sqrt(d) times a root of C *)
Theorem second_moment_realised d (C : 'M[F]_d.+1) : C^T = C -> psd C -> exists X : 'M[F]_(d.+1, d.+1), mC X = C.
Proof.
move=> sC pC; have [R eR] := psd_root sC pC; exists (Num.sqrt d.+1%:R *: R).
rewrite /mC trmxZ -scalemxAl -scalemxAr !scalerA -mulrA -expr2 sqr_sqrtr ?ler0n // mulVf ?pnatr_eq0 //.
by rewrite scale1r.
Qed.

Theorem moments_realised d (C Sigma : 'M[F]_d.+1) : C^T = C -> psd C -> Sigma^T = Sigma -> psd Sigma ->
  exists (X : 'M[F]_(d.+1, d.+1)) (p : 'I_d.+1 * bool -> F) (e : 'I_d.+1 * bool -> 'rV[F]_d.+1),
    additive_model C Sigma X p e.
Proof.
move=> sC pC sS pS; have [X eX] := second_moment_realised sC pC.
have [p [e [[h1 h2] h3 h4]]] := covariance_realised sS pS.
by exists X, p, e.
Qed.
End Realisation.

(* optimality for the objectives, once the law is a probability law, is optimality for the pencil of the moments *)
Section ModelPencil.
Variables (F : rcfType) (n d : nat) (C Sigma : 'M[F]_d) (X : 'M[F]_(n, d)).
Variables (T : finType) (p : T -> F) (e : T -> 'rV[F]_d).
Hypothesis model : additive_model C Sigma X p e.

Lemma model_S : mS p (additive e) X = C + Sigma.
Proof. by case: model => -[n0 <- <-] [[p0 p1] e0]; rewrite mS_additive. Qed.
Lemma model_G : mG p (additive e) X = C.
Proof. by case: model => -[n0 <- _] [[p0 p1] e0]; rewrite mG_additive. Qed.
Lemma model_H : mH p (additive e) X = C.
Proof. by case: model => -[n0 <- _] [[p0 p1] e0]; rewrite mH_additive. Qed.

Lemma model_JE k (W : 'M[F]_(k, d)) : je_optimal p (additive e) X W <-> pencil_max (C + Sigma) C W.
Proof.
case: (model) => _ [[_ p1] _]; rewrite -model_S -[X in pencil_max _ X W]model_G.
exact: (je_optimal_pencil_max (additive e) X p1 W).
Qed.
Lemma model_RC k (E : 'M[F]_(k, d)) D : rc_optimal p (additive e) X E D <-> rc_min (C + Sigma) C C E D.
Proof.
case: (model) => -[_ eC _] [[_ p1] _]; rewrite -model_S -[X in rc_min _ X _ E D]model_H -[X in rc_min _ _ X E D]eC.
exact: (rc_optimal_rc_min (additive e) X p1 E D).
Qed.
End ModelPencil.
