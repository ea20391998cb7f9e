(* Remark 4.1: "only the covariance of the augmentation matters". It needs the mean too.

   Slug: remark_4_1. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments spectral pencil rc_pencil joint_embedding optimal_pencil.
From Jerc Require Import composition realisation small_matrices diagonal_models.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Corrected: two augmentations, on the same data, that both keep the mean (E tau(x_i) = x_i for every sample) and have
   the same averaged covariance Sigma have the same solutions of all three problems, whatever their laws. *)
Section Corrected.
Variables (F : rcfType) (n d k l : nat) (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)).
Variables (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F).
Variables (tau1 : T1 -> 'rV[F]_d -> 'rV[F]_d) (tau2 : T2 -> 'rV[F]_d -> 'rV[F]_d).
Theorem remark_4_1_corrected : is_law p1 -> is_law p2 ->
  mean_views p1 tau1 X = X -> mean_views p2 tau2 X = X -> mSigma p1 tau1 X = mSigma p2 tau2 X ->
  [/\ forall V : 'M[F]_(l, d), sl_optimal p1 tau1 X Y V <-> sl_optimal p2 tau2 X Y V,
      forall (E : 'M[F]_(k, d)) D, rc_optimal p1 tau1 X E D <-> rc_optimal p2 tau2 X E D
    & forall W : 'M[F]_(k, d), je_optimal p1 tau1 X W <-> je_optimal p2 tau2 X W].
Proof.
move=> [_ l1] [_ l2] m1 m2 eS.
have GE : mG p1 tau1 X = mG p2 tau2 X by rewrite /mG m1 m2.
have SE : mS p1 tau1 X = mS p2 tau2 X.
  by move: eS; rewrite /mSigma GE => /(congr1 (fun M => M + mG p2 tau2 X)); rewrite !subrK.
have HE : mH p1 tau1 X = mH p2 tau2 X by rewrite /mH m1 m2.
have BE : mB p1 tau1 X Y = mB p2 tau2 X Y by rewrite /mB m1 m2.
have LE V : lossSL p1 tau1 X Y V = lossSL p2 tau2 X Y V by rewrite (lossSL_quad _ _ l1) (lossSL_quad _ _ l2) SE BE.
split=> [V|E D|W].
- by split=> h V'; have := h V'; rewrite !LE.
- by apply: (iff_trans (rc_optimal_rc_min _ _ l1 _ _)); rewrite SE HE; apply: iff_sym; apply: rc_optimal_rc_min.
by apply: (iff_trans (je_optimal_pencil_max _ _ l1 _)); rewrite SE GE; apply: iff_sym; apply: je_optimal_pencil_max.
Qed.
End Corrected.

Section Refuted.
Variable F : rcfType.

(* a deterministic linear map, then centred noise *)
Definition shrink_first : 'M[F]_(1 + 1) := mx22 2%:R^-1 0 0 1.
Definition linear_then_noise (M : 'M[F]_(1 + 1)) (T : finType) (e : T -> 'rV[F]_(1 + 1)) :=
  then_additive (then_linear (@identity_view F (1 + 1)) (fun _ : unit => M)) e.
Definition joint_law (T : finType) (p : T -> F) := independent (independent (@no_law F) (@no_law F)) p.

Section Moments.
Variables (T : finType) (p : T -> F) (e : T -> 'rV[F]_(1 + 1)) (M : 'M[F]_(1 + 1)) (X : 'M[F]_(2, 1 + 1)).
Hypotheses (lp : is_law p) (e0 : centred p e).
Lemma joint_law1 : \sum_w joint_law p w = 1.
Proof. by apply: independent1 lp.2; apply: independent1; apply: no_law1. Qed.
Lemma linear_then_noise_S : mS (joint_law p) (linear_then_noise M e) X = M^T *m mC X *m M + noise_cov p e.
Proof.
rewrite /joint_law /linear_then_noise mS_then_additive ?lp.2 ?independent1 ?no_law1 //; congr (_ + _).
by rewrite mS_then_linear (bigD1 tt) //= big_pred0 => [|[]//]; rewrite addr0 /no_law scale1r mS_identity.
Qed.
Lemma linear_then_noise_mean : mean_views (joint_law p) (linear_then_noise M e) X = X *m M.
Proof.
rewrite /joint_law /linear_then_noise mean_views_then_additive ?lp.2 // mean_views_then_linear mean_views_identity.
by congr (_ *m _); rewrite /mean_map (bigD1 tt) //= big_pred0 => [|[]//]; rewrite addr0 /no_law scale1r.
Qed.
Lemma linear_then_noise_G : mG (joint_law p) (linear_then_noise M e) X = M^T *m mC X *m M.
Proof.
by rewrite /mG linear_then_noise_mean trmx_mul /mC -scalemxAr -scalemxAl !mulmxA.
Qed.
Lemma linear_then_noise_Sigma : mSigma (joint_law p) (linear_then_noise M e) X = noise_cov p e.
Proof. by rewrite /mSigma linear_then_noise_S linear_then_noise_G addrC addKr. Qed.
End Moments.

(* Data with C = I; two augmentations with the same covariance Sigma = Theta + alpha^2 Gamma = diag(1, 0) + 2 diag(0, 1):
   x + e, and x diag(1/2, 1) + e. Every solution of joint-embedding with the first is the signal direction (eigenvalues
   1/2 > 1/3), with the second it is the noise direction (1/5 < 1/3). *)
Theorem remark_4_1_refuted :
  exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    let keep := linear_then_noise 1%:M e in let shrink := linear_then_noise shrink_first e in
    [/\ mC X = 1%:M,
        mSigma (joint_law p) keep X = mx22 1 0 0 2%:R /\ mSigma (joint_law p) shrink X = mx22 1 0 0 2%:R,
        forall W : 'M[F]_(1, 1 + 1), je_optimal (joint_law p) keep X W -> rsubmx W = 0,
        forall W : 'M[F]_(1, 1 + 1), je_optimal (joint_law p) shrink X W -> lsubmx W = 0
      & exists W : 'M[F]_(1, 1 + 1), je_optimal (joint_law p) shrink X W].
Proof.
have pT : psd (mx22 1 0 0 2%:R : 'M[F]_(1 + 1)).
  by apply: pd_psd; apply: mx22_pd; rewrite ?ltr01 // expr2 mulr0 subr0 mul1r ltr0n.
have [p [e [lp e0 ce]]] := @covariance_realised F 1 _ (mx22T _ _ _ _) pT.
have [X CX] := @second_moment_realised F 1 1%:M (trmx1 _ _) (@psd1 _ _).
have SK : mS (joint_law p) (linear_then_noise 1%:M e) X = mx22 2%:R 0 0 3%:R.
  by rewrite linear_then_noise_S // CX ce trmx1 !mulmx1 -mx221 mx22D; congr mx22; ring.
have GK : mG (joint_law p) (linear_then_noise 1%:M e) X = mx22 1 0 0 1.
  by rewrite linear_then_noise_G // CX trmx1 !mulmx1 mx221.
have SS : mS (joint_law p) (linear_then_noise shrink_first e) X = mx22 (5%:R / 4%:R) 0 0 3%:R.
  by rewrite linear_then_noise_S // CX ce mulmx1 mx22T mx22M mx22D; congr mx22; field.
have GS : mG (joint_law p) (linear_then_noise shrink_first e) X = mx22 4%:R^-1 0 0 1.
  by rewrite linear_then_noise_G // CX mulmx1 mx22T mx22M; congr mx22; field.
have s54 : 0 < 5%:R / 4%:R :> F by rewrite divr_gt0 ?ltr0n.
exists X, p, e; split=> //.
- by rewrite !linear_then_noise_Sigma // ce.
- move=> W /(je_optimal_pencil_max _ _ (joint_law1 lp)); rewrite SK GK; apply: pencil22_first; rewrite ?ltr0n //.
  by rewrite !mul1r ltr_nat.
- move=> W /(je_optimal_pencil_max _ _ (joint_law1 lp)); rewrite SS GS; apply: pencil22_second; rewrite ?ltr0n //.
  by rewrite -subr_gt0 (_ : _ - _ = 2%:R^-1) ?invr_gt0 ?ltr0n //; field.
have S0 : pd (mx22 (5%:R / 4%:R) 0 0 3%:R : 'M[F]_(1 + 1)).
  by apply: mx22_pd => //; rewrite expr2 mulr0 subr0 mulr_gt0 ?ltr0n.
have [|||W mW] := @pencil_max_exists F _ 1 _ (mx22 4%:R^-1 0 0 1) _ S0; rewrite ?mx22T //.
by exists W; apply/(je_optimal_pencil_max _ _ (joint_law1 lp)); rewrite SS GS.
Qed.
End Refuted.
