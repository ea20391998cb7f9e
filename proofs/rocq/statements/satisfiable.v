(** * The hypotheses of Propositions 4.3 and 4.4 can be met, above and below the thresholds

    In words. For all parameters c, g > 0 and th >= 0, every alpha and every orthonormal basis Q there are a
    finite augmentation law, corrupted data and clean data whose second moments are exactly the population
    values. If th_j + alpha^2 g_j > 0 on the noise, S of the clean views is positive definite too, the third
    hypothesis of the propositions (it fails without: nothing then moves along that direction). So the two
    propositions are about something. The last theorem is the smallest instance, k = m = 1, c = g = 1, th =
    (1, 0), where both thresholds are 1: alpha = 2 is above, alpha = 1/2 below, and clean S is diag(2, 4),
    diag(2, 1/4).

    Construction. Data: the d rows of sqrt(d) diag(v)^1/2 Q'. Noise: plus or minus such a row, each with
    probability 1/(2d). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block extrema diagonal additive_moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Realise.
Variables (F : rcfType) (d : nat) (R Q : 'M[F]_d).
Hypotheses (d0 : (0 < d)%N) (sR : R^T = R).
Let dn : d%:R != 0 :> F. Proof. by rewrite pnatr_eq0 -lt0n. Qed.
Let Y : 'M[F]_d := Num.sqrt d%:R *: (R *m Q^T).

Lemma gram_Y : d%:R^-1 *: (Y^T *m Y) = Q *m (R *m R) *m Q^T.
Proof.
rewrite /Y trmxZ -scalemxAl -scalemxAr !scalerA -mulrA -expr2 sqr_sqrtr ?ler0n // mulVf // scale1r.
by rewrite trmx_mul trmxK sR !mulmxA.
Qed.

(** Data with second moment Q R^2 Q'. *)
Lemma data_realised : mC Y = Q *m (R *m R) *m Q^T.
Proof. exact: gram_Y. Qed.

(** Noise with covariance Q R^2 Q'. *)
Definition sign_law (w : 'I_d * bool) : F := (2%:R * d%:R)^-1.
Definition sign_noise (w : 'I_d * bool) : 'rV[F]_d := if w.2 then row w.1 Y else - row w.1 Y.
Lemma noise_realised : [/\ is_law sign_law, centred sign_law sign_noise
  & noise_cov sign_law sign_noise = Q *m (R *m R) *m Q^T].
Proof.
have two : 2%:R * (2%:R * d%:R)^-1 = d%:R^-1 :> F by rewrite invfM mulrA mulfV ?mul1r ?pnatr_eq0.
split.
- split=> [w|]; first by rewrite invr_ge0 mulr_ge0 ?ler0n.
  rewrite -(pair_bigA _ (fun i b => sign_law (i, b))) /= (eq_bigr (fun=> d%:R^-1)) => [|i _].
    by rewrite sumr_const card_ord -[LHS]mulr_natl mulfV.
  by rewrite big_bool /= -two mulr_natl mulr2n.
- rewrite /centred -(pair_bigA _ (fun i b => sign_law (i, b) *: sign_noise (i, b))) /=.
  by apply: big1 => i _; rewrite big_bool /= /sign_noise /= scalerN subrr.
rewrite -gram_Y -gram_rows scaler_sumr /noise_cov.
rewrite -(pair_bigA _ (fun i b => sign_law (i, b) *: ((sign_noise (i, b))^T *m sign_noise (i, b)))) /=.
apply: eq_bigr => i _; rewrite big_bool /= /sign_noise /= (raddfN (trmx_additive _ _ _)) mulNmx mulmxN opprK.
by rewrite -scalerDl -two mulr_natl mulr2n.
Qed.
End Realise.

Section Population.
Variables (F : rcfType) (k m : nat) (Q : 'M[F]_(k + m)) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F).
Hypotheses (k0 : (0 < k)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (c_gt0 : forall i, 0 < c i) (g_gt0 : forall j, 0 < g j).
Hypotheses (thI_ge0 : forall i, 0 <= thI i) (thJ_ge0 : forall j, 0 <= thJ j).
Let d0 : (0 < k + m)%N := ltn_addr m k0.

Let root (a : 'I_k -> F) (b : 'I_m -> F) := dg2 (fun i => Num.sqrt (a i)) (fun j => Num.sqrt (b j)).
Let root_sym a b : (root a b)^T = root a b. Proof. by apply: sym_block; apply: sdg. Qed.
Let root_square a b : (forall i, 0 <= a i) -> (forall j, 0 <= b j) -> root a b *m root a b = dg2 a b.
Proof.
move=> a0 b0; rewrite mulmx_block !(mul0mx, mulmx0, addr0, add0r) !dgM /dg2.
by congr block_mx; apply: dgE => i; rewrite -expr2 sqr_sqrtr.
Qed.

(** All parameters, all bases: the moments are realised by data and by a finite law. *)
Theorem population_satisfiable : exists (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
  exists X Xc : 'M[F]_(k + m), [/\ population p e X Q c thI g thJ alpha, clean_data Xc Q c
    & (forall j, 0 < thJ j + alpha ^+ 2 * g j) -> pd (mS p (additive e) Xc)].
Proof.
pose v j := thJ j + alpha ^+ 2 * g j.
have v0 j : 0 <= v j by rewrite addr_ge0 // mulr_ge0 ?sqr_ge0 // ltW.
have [law cen cov] := noise_realised Q d0 (root_sym thI v).
have dX := data_realised Q d0 (root_sym c g); have dXc := data_realised Q d0 (root_sym c (fun=> 0)).
exists _, (@sign_law F (k + m)), (sign_noise (root thI v) Q).
exists (Num.sqrt (k + m)%:R *: (root c g *m Q^T)), (Num.sqrt (k + m)%:R *: (root c (fun=> 0) *m Q^T)).
have c_ge0 i : 0 <= c i by apply: ltW.
have g_ge0 j : 0 <= g j by apply: ltW.
split; [by split; rewrite ?dX ?cov ?root_square|by split; rewrite ?dXc ?root_square|] => v_gt0.
rewrite mS_additive ?law.2 // dXc cov !root_square //.
rewrite -mulmxDl -mulmxDr; apply: pd_congr; first by rewrite row_free_unit; case/mulmx1_unit: QQ.
rewrite add_block_mx !addr0 !dgD; apply: pd_block; apply/pd_dg => i; last by rewrite add0r; apply: v_gt0.
by rewrite ltr_paddr.
Qed.
End Population.

(** The smallest instance, on both sides of both thresholds. *)
Section Smallest.
Variable F : rcfType.
Let one (i : 'I_1) : F := 1.
Let zero (i : 'I_1) : F := 0.
Lemma fmin1 (f : 'I_1 -> F) i : fmin i f = f i.
Proof. by apply: (@fminE _ _ _ _ _ i) => // j; rewrite !ord1. Qed.
Lemma fmax1 (f : 'I_1 -> F) i : fmax i f = f i.
Proof. by apply: (@fmaxE _ _ _ _ _ i) => // j; rewrite !ord1. Qed.

(** k = m = 1, c = g = 1, th = (1, 0): both thresholds are 1. *)
Theorem smallest_thresholds (i : 'I_1) :
  alpha2_JE i i one one one zero = 1 /\ alpha2_RC i i one one one zero = 1.
Proof.
have two : 1 + 1 != 0 :> F by rewrite gt_eqF // addr_gt0 ?ltr01.
by split; rewrite /alpha2_JE /alpha2_RC fmax1 /delta /eta2 fmin1 /one /zero; field; rewrite ?two ?oner_eq0.
Qed.

(** The smallest instance is realised for every alpha; for alpha <> 0 its clean S is positive definite. *)
Theorem smallest_instance (alpha : F) : exists (T : finType) (p : T -> F) (e : T -> 'rV[F]_(1 + 1)),
  exists X Xc : 'M[F]_(1 + 1), [/\ population p e X 1%:M one one one zero alpha, clean_data Xc 1%:M one
    & alpha != 0 -> pd (mS p (additive e) Xc)].
Proof.
have [//||i|i|i|i|T [p [e [X [Xc [h1 h2 h3]]]]]] :=
  @population_satisfiable F 1 1 1%:M one one one zero alpha; rewrite ?trmx1 ?mulmx1 // ?ltr01 ?ler01 //.
exists T, p, e, X, Xc; split=> // a0; apply: h3 => j.
by rewrite add0r mulr1 lt_neqAle sqr_ge0 andbT eq_sym sqrf_eq0.
Qed.

(** alpha = 2 is above both thresholds, alpha = 1/2 below both; neither is 0, so clean S is positive definite. *)
Theorem both_sides (i : 'I_1) :
  alpha2_JE i i one one one zero < 2%:R ^+ 2 /\ alpha2_RC i i one one one zero < 2%:R ^+ 2
  /\ 2%:R^-1 ^+ 2 < alpha2_JE i i one one one zero /\ 2%:R^-1 ^+ 2 < alpha2_RC i i one one one zero.
Proof.
have [-> ->] := smallest_thresholds i; rewrite exprVn -natrX ltr1n invf_lt1 ?ltr0n //.
by rewrite ltr1n.
Qed.
End Smallest.
