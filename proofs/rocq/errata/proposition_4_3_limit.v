(* Remarks on Proposition 4.3: what does not converge as alpha -> infinity at fixed n besides the encoder, how "up to an
   invertible matrix" is to be read, and what is lost when the clean S is singular. Nothing in print is contradicted.

   Slugs: proposition_4_3_decoder, proposition_4_3_singular_s. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments spectral supervised extrema additive_moments.
From Jerc Require Import composition realisation small_matrices supervised_claims.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* reconstruction is the supervised problem with labels X and a map of rank k *)
Section RankOne.
Variables (F : rcfType) (T : finType) (n d k : nat) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Lemma lossRC_lossSL (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : lossRC p tau X E D = lossSL p tau X X (D *m E).
Proof. by apply: eq_average => i; apply: eq_expect => w; rewrite trmx_mul mulmxA. Qed.
Lemma rc_by_regression (E0 : 'M[F]_(k, d)) (D0 : 'M[F]_(d, k)) : sl_solution p tau X X (D0 *m E0) ->
  rc_optimal p tau X E0 D0 /\ forall (E : 'M[F]_(k, d)) D, rc_optimal p tau X E D -> D *m E = D0 *m E0.
Proof.
move=> sol; have opt := (sol _).2 erefl; split=> [E D|E D h]; first by rewrite !lossRC_lossSL.
by apply/sol => V'; apply: le_trans (opt V'); rewrite -!lossRC_lossSL.
Qed.
Lemma lossRC_ge0 (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : (forall w, 0 <= p w) -> 0 <= lossRC p tau X E D.
Proof.
move=> p0; apply: mulr_ge0; first by rewrite invr_ge0 ler0n.
by apply: sumr_ge0 => i _; apply: sumr_ge0 => w _; rewrite mulr_ge0 // sq_ge0.
Qed.
End RankOne.

Section Limit.
Variable F : rcfType.

(* phi_1^2 of Theorem 3.1, k = 1: what an optimal pair explains of tr C *)
Definition explained (T : finType) n d k (p : T -> F) tau (X : 'M[F]_(n, d)) (E : 'M[F]_(k, d)) D :=
  \tr (mC X) - lossRC p tau X E D.

(* Proposition 4.3 is about the encoder. This is about the two other factors of the solution.
   n = 1, k = 1: corrupted sample (1, 1), clean sample (1, 0), Theta = diag(1, 0), Gamma = diag(0, 1), any alpha > 0.
   Every corrupted solution has phi^2 = 2 (1 + alpha^2)/(1 + 2 alpha^2) >= 1 and decodes e1 to a second coordinate
   alpha^2/(1 + 2 alpha^2); every clean one has phi^2 = 1/2 and second coordinate 0. So neither phi nor the decoder, nor
   D E, converges to the clean one. The row space of the encoder does: E is a multiple of (1, alpha^-2). *)
Theorem proposition_4_3_decoder_does_not_converge (alpha : F) : 0 < alpha ->
  exists (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    [/\ [/\ is_law p, centred p e & noise_cov p e = mx22 1 0 0 (alpha ^+ 2)],
        exists (E : 'M[F]_(1, 1 + 1)) D, rc_optimal p (additive e) (row2 1 1) E D,
        forall (E : 'M[F]_(1, 1 + 1)) D, rc_optimal p (additive e) (row2 1 1) E D ->
          [/\ explained p (additive e) (row2 1 1) E D = 2%:R * (1 + alpha ^+ 2) / (1 + 2%:R * alpha ^+ 2),
              (D *m E) 1 0 = alpha ^+ 2 / (1 + 2%:R * alpha ^+ 2)
            & exists2 t : F, t != 0 & E = t *: row2 1 (alpha ^+ 2)^-1]
      & forall (E : 'M[F]_(1, 1 + 1)) D, rc_optimal p (additive e) (row2 1 0) E D ->
          explained p (additive e) (row2 1 0) E D = 2%:R^-1 /\ (D *m E) 1 0 = 0].
Proof.
move=> al0; set a := alpha ^+ 2; have a0 : 0 < a by rewrite exprn_gt0.
have q0 : 0 < 1 + 2%:R * a by rewrite addr_gt0 ?ltr01 // mulr_gt0 ?ltr0n.
have pT : psd (mx22 1 0 0 a) by apply: pd_psd; apply: mx22_pd; rewrite ?ltr01 // mul1r expr2 mulr0 subr0.
have [p [e [lp e0 ce]]] := @covariance_realised F 1 _ (mx22T _ _ _ _) pT.
have p1 := lp.2; have n0 : (0 < 1)%N by [].
have C1 : mC (row2 1 1) = mx22 1 1 1 1 :> 'M[F]_(1 + 1).
  by rewrite /mC invr1 scale1r row2T col2_row2 !mulr1.
have C0 : mC (row2 1 0) = mx22 1 0 0 0 :> 'M[F]_(1 + 1).
  by rewrite /mC invr1 scale1r row2T col2_row2 !mulr1 !mulr0.
pose E1 : 'M[F]_(1, 1 + 1) := row2 (a / (1 + 2%:R * a)) (1 + 2%:R * a)^-1.
pose E0 : 'M[F]_(1, 1 + 1) := row2 2%:R^-1 0.
have sol1 : sl_solution p (additive e) (row2 1 1) (row2 1 1) (col2 1 1 *m E1).
  apply: sl_solve => //; rewrite ce C1 mx22D.
    apply: mx22_pd; first by rewrite addr_gt0 ?ltr01.
    by rewrite (_ : _ - _ = 1 + 2%:R * a) //; ring.
  rewrite invr1 scale1r row2T !col2_row2 mx22M; congr mx22; field; by rewrite gt_eqF.
have sol0 : sl_solution p (additive e) (row2 1 0) (row2 1 0) (col2 1 0 *m E0).
  apply: sl_solve => //; rewrite ce C0 mx22D.
    apply: mx22_pd; first by rewrite addr_gt0 ?ltr01.
    by rewrite (_ : _ - _ = 2%:R * a) ?mulr_gt0 ?ltr0n //; ring.
  by rewrite invr1 scale1r row2T !col2_row2 mx22M; congr mx22; field.
have value (X : 'M[F]_(1, 1 + 1)) (E : 'M[F]_(1, 1 + 1)) D : explained p (additive e) X E D
    = \tr (D *m E *m mC X) *+ 2 - \tr ((D *m E) *m (mC X + mx22 1 0 0 a) *m (D *m E)^T).
  rewrite /explained (lossRC_quad _ _ p1) mH_additive // mS_additive // ce trmx_mul !mulmxA.
  have -> : (mC X)^T = mC X by rewrite /mC trmxZ trmx_mul trmxK.
  by have R (c x y : F) : c - (c - x + y) = x - y; [by move=> *; ring|exact: R].
have [o1 u1] := rc_by_regression sol1; have [o0 u0] := rc_by_regression sol0.
exists p, e; split; [by split|by exists E1, (col2 1 1); exact: o1| |].
  move=> E D /u1 DE; clear sol1 sol0 o1 o0 u1 u0; split.
  - rewrite value DE C1 col2_row2 mx22D !mx22M mx22T mx22M !mx22_tr; field; by rewrite gt_eqF.
  - by rewrite DE col2_row2 mx22E mul1r.
  have := mul_usub_mx D E; rewrite DE -mul_usub_mx /col2 col_mxKu mul1mx [usubmx D]mx11_scalar mul_scalar_mx.
  set t := _ 0 0 => tE.
  have t0 : t != 0.
    apply/eqP => tz; move: tE; rewrite tz scale0r => /esym/row2_eq0[/eqP].
    by rewrite mulf_eq0 invr_eq0 !gt_eqF.
  exists (t^-1 * (a / (1 + 2%:R * a))); first by rewrite !mulf_neq0 ?invr_neq0 // gt_eqF.
  have -> : E = t^-1 *: E1 by rewrite -tE scalerA mulVf // scale1r.
  rewrite !row2Z; congr row2; field; by rewrite t0 !gt_eqF.
move=> E D /u0 DE; clear sol1 sol0 o1 o0 u1 u0; rewrite value DE C0 col2_row2 mx22E mul0r; split=> //.
by rewrite mx22D !mx22M mx22T mx22M !mx22_tr; field.
Qed.

(* How (9), "up to an arbitrary invertible matrix", is to be read: with the clean encoder E* fixed, M E~ -> E* says
   that the row spaces converge. That is what proposition_4_3_alpha_limit and proposition_4_3_n_limit prove (for the
   orthogonal projectors). With a matrix on both sides it would be no condition: any two encoders are then as close
   as one likes. *)
Theorem proposition_4_3_two_sided_vacuous k d (E E' : 'M[F]_(k, d)) (eps : F) : 0 < eps ->
  exists M M' : 'M[F]_k, [/\ M \in unitmx, M' \in unitmx & fnorm2 (M *m E - M' *m E') <= eps].
Proof.
move=> e0; set f := fnorm2 (E - E'); have f0 : 0 <= f := fnorm2_ge0 _.
have q0 : 0 < 1 + eps + f by rewrite ltr_paddr // addr_gt0 ?ltr01.
pose t := eps / (1 + eps + f); have t0 : 0 < t by rewrite divr_gt0.
have ut : (t%:M : 'M[F]_k) \in unitmx by rewrite unitmxE det_scalar unitrX // unitfE gt_eqF.
exists t%:M, t%:M; split=> //; rewrite !mul_scalar_mx -scalerBr /fnorm2 trmxZ -scalemxAl -scalemxAr !mxtraceZ.
rewrite -/(fnorm2 _) -/f; have t1 : t <= 1 by rewrite ler_pdivr_mulr // mul1r -addrA addrCA ler_addl addr_ge0 ?ler01.
apply: le_trans (_ : t * f <= _); first by rewrite ler_pmul2l // ler_pimull.
by rewrite /t mulrAC ler_pdivr_mulr // ler_pmul2l // ler_addr addr_ge0 ?ler01 // ltW.
Qed.
End Limit.

(* ---- the clean second moment of the views may be singular ---- *)
Section Singular.
Variable F : rcfType.
Lemma fmax1 (f : 'I_1 -> F) : fmax ord0 f = f ord0.
Proof. by have [i -> _] := fmaxP ord0 f; rewrite [i]ord1. Qed.
Lemma fmin1 (f : 'I_1 -> F) : fmin ord0 f = f ord0.
Proof. by have [i -> _] := fminP ord0 f; rewrite [i]ord1. Qed.

(* Theorems 3.1 and 3.2 assume that S is positive definite; Propositions 4.3 and 4.4, which rest on them, do not
   repeat it. It is needed for the clean data too. c = 1, theta = 0 on the signal; g = 1/2, theta = 0 on the noise;
   alpha = 0: the threshold alpha_RC^2 = -1/2 is below alpha^2 = 0. On clean data (here the sample (1, 0), not
   augmented) S is singular, every encoder (1, t) is optimal, and there is no one clean row space to recover. *)
Theorem proposition_4_3_singular_s :
  alpha2_RC (ord0 : 'I_1) (ord0 : 'I_1) (fun=> 1) (fun=> 0) (fun=> 2%:R^-1) (fun=> 0) = - (2%:R^-1) :> F
  /\ forall t : F, rc_optimal (@no_law F) (@identity_view F (1 + 1)) (row2 1 0) (row2 1 t) (col2 1 0).
Proof.
split; first by rewrite /alpha2_RC fmax1 /eta2 fmin1; field.
move=> t E D; apply: le_trans (lossRC_ge0 _ _ _ _ _); last by move=> w; apply: ler01.
have C0 : mC (row2 1 0) = mx22 1 0 0 0 :> 'M[F]_(1 + 1).
  by rewrite /mC invr1 scale1r row2T col2_row2 !mulr1 !mulr0.
rewrite (lossRC_quad _ _ (no_law1 F)) mS_identity /mH mean_views_identity -/(mC _) C0 mx22T.
have -> : col2 1 0 *m row2 1 t *m mx22 1 0 0 0 *m (row2 1 t)^T *m (col2 1 0)^T = mx22 1 0 0 0.
  rewrite -mulmxA -trmx_mul col2_row2 mx22M mx22T mx22M; congr mx22; ring.
rewrite col2_row2 mx22M !mx22_tr (_ : _ + _ = 0) ?lexx //; ring.
Qed.
End Singular.
