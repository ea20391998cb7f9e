(* Flaws in what is said about the thresholds (section 4).

   Slugs: equation_68_max, corollary_4_5_squares, section_4_4_straddle, both_require_alignment. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema thresholds diagonal.
From Jerc Require Import realisation small_matrices diagonal_models.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Claims.
Variable F : rcfType.
Notation one := (fun=> 1 : F).
Notation zero := (fun=> 0 : F).
Lemma two_gt0 : 0 < 2%:R :> F. Proof. by rewrite ltr0n. Qed.
Lemma half_gt0 : 0 < 2%:R^-1 :> F. Proof. by rewrite invr_gt0 two_gt0. Qed.

(* (68) prints delta = max_i c_i/(c_i + theta_i). With c = (1, 1), theta = (1, 3), g = 1, no theta on the noise and
   alpha^2 = 2 it gives 1/2, hence the threshold 1 < 2; but some solution of the joint-embedding problem uses the noise
   coordinate. The minimum, 1/4, gives the right threshold 3. *)
Definition printed_68 (c thI : 'I_2 -> F) : F := fmax ord0 (fun i => c i / (c i + thI i)).
Theorem equation_68_max_refuted :
  let th := pair2 1 3%:R in
  [/\ printed_68 one th = 2%:R^-1 /\ delta ord0 one th = 4%:R^-1,
      alpha2_JE (ord0 : 'I_2) (ord0 : 'I_1) one th one zero = 3%:R,
      (1 - printed_68 one th) / printed_68 one th - 0 / 1 < 2%:R
    & exists n (X : 'M[F]_(n, 2 + 1)) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(2 + 1)),
        diagonal_model one th one zero (Num.sqrt 2%:R) X p e
        /\ exists2 W : 'M[F]_(2, 2 + 1), je_optimal p (additive e) X W & rsubmx W != 0].
Proof.
move=> th; have h2 := half_gt0; have h4 : 0 < 4%:R^-1 :> F by rewrite invr_gt0 ltr0n.
have le42 : 4%:R^-1 <= 2%:R^-1 :> F by rewrite lef_pinv ?posrE ?ltr0n // ler_nat.
have e0 : 1 / (1 + 1) = 2%:R^-1 :> F by field.
have e1 : 1 / (1 + 3%:R) = 4%:R^-1 :> F by field.
have P : printed_68 one th = 2%:R^-1 by rewrite /printed_68 fmax2 /th /pair2 /= e0 e1 max_l.
have D : delta ord0 one th = 4%:R^-1 by rewrite /delta fmin2 /th /pair2 /= e0 e1 min_r.
have A : alpha2_JE (ord0 : 'I_2) (ord0 : 'I_1) one th one zero = 3%:R.
  by rewrite /alpha2_JE fmax1 D; field.
have c0 (i : 'I_2) : 0 < 1 :> F := ltr01; have g0 (j : 'I_1) : 0 < 1 :> F := ltr01.
have z0 (j : 'I_1) : 0 <= 0 :> F := lexx _.
have t0 i : 0 <= th i by rewrite /th /pair2; case: eqP; rewrite ?ler01 ?ler0n.
split=> //.
  rewrite P mul0r subr0 -subr_gt0 (_ : _ - _ = 1) ?ltr01 //; by field.
have [n [X [T [p [e h]]]]] := diagonal_model_exists (Num.sqrt 2%:R) c0 t0 g0 z0.
exists n, X, T, p, e; split=> //.
by apply: (diagonal_model_leak h (i0 := ord0) (j0 := ord0)); rewrite A sqr_sqrtr ?ler_nat ?ler0n.
Qed.

(* The smallest instance with negative squares: c = theta = 1 on the signal, g = 1/2, theta = 1 on the noise. *)
Lemma negative_squares : [/\ eta2 (ord0 : 'I_1) one one = 2%:R^-1, delta (ord0 : 'I_1) one one = 2%:R^-1,
  alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) one one (fun=> 2%:R^-1) one = - 1
  & alpha2_RC (ord0 : 'I_1) (ord0 : 'I_1) one one (fun=> 2%:R^-1) one = - 2%:R].
Proof. by split; rewrite /alpha2_JE /alpha2_RC ?fmax1 /eta2 /delta fmin1; field. Qed.

(* Corollary 4.5 compares alpha_RC and alpha_JE. It holds for the squares. On this instance the noise is weak (max g = 1/2
   < eta^2/delta = 1) and the squares are -2 < -1, but as alphas (clipped at 0) both are 0: nobody needs less. *)
Definition weak_noise_needs_less := forall (c thI g thJ : 'I_1 -> F),
  (forall i, 0 < c i) -> (forall i, 0 <= thI i) -> (forall j, 0 < g j) -> (forall j, 0 <= thJ j) ->
  fmax ord0 g < eta2 ord0 c thI / delta ord0 c thI ->
  Num.max 0 (alpha2_RC ord0 ord0 c thI g thJ) < Num.max 0 (alpha2_JE ord0 ord0 c thI g thJ).
Theorem corollary_4_5_squares_refuted : ~ weak_noise_needs_less.
Proof.
move/(_ one one (fun=> 2%:R^-1) one); have [E D J R] := negative_squares; rewrite J R E D fmax1.
have n1 : - 1 <= 0 :> F by rewrite oppr_le0 ler01.
have n2 : - 2%:R <= 0 :> F by rewrite oppr_le0 ler0n.
rewrite !max_l // ltxx => h; apply: notF; apply: h => [i|i|j|j|]; rewrite ?ltr01 ?ler01 ?half_gt0 //.
by rewrite divff ?gt_eqF ?half_gt0 // -subr_gt0 (_ : _ - _ = 2%:R^-1) ?half_gt0 //; field.
Qed.
(* Corrected: ordered squares stay strictly ordered after clipping iff the larger one is positive. *)
Theorem corollary_4_5_squares_corrected (a b : F) : a < b -> (Num.max 0 a < Num.max 0 b) = (0 < b).
Proof.
move=> ab; have [b0|b0] := ltP 0 b; last by rewrite max_l // (le_trans (ltW ab)).
by have [_|_] := leP a 0.
Qed.

(* Section 4.4: noise of large spectral norm, joint-embedding needs less. Not when the noise straddles r = eta^2/delta:
   c = theta = 1, g = (2, 1/2), theta = (6, 0) on the noise has max g = 2 > r = 1 and alpha_RC^2 = 0 < alpha_JE^2 = 1. *)
Definition large_norm_favours_JE := forall (c thI : 'I_1 -> F) (g thJ : 'I_2 -> F),
  (forall i, 0 < c i) -> (forall i, 0 <= thI i) -> (forall j, 0 < g j) -> (forall j, 0 <= thJ j) ->
  eta2 ord0 c thI / delta ord0 c thI < fmax ord0 g ->
  alpha2_JE ord0 ord0 c thI g thJ <= alpha2_RC ord0 ord0 c thI g thJ.
Theorem section_4_4_straddle_values : let g := pair2 2%:R 2%:R^-1 in let thJ := pair2 6%:R 0 in
  [/\ eta2 (ord0 : 'I_1) one one / delta (ord0 : 'I_1) one one = 1, fmax ord0 g = 2%:R,
      alpha2_RC (ord0 : 'I_1) ord0 one one g thJ = 0 & alpha2_JE (ord0 : 'I_1) ord0 one one g thJ = 1].
Proof.
have [E D _ _] := negative_squares => g thJ; rewrite /alpha2_RC /alpha2_JE E D !fmax2 /g /thJ /pair2 /=.
split; first by rewrite divff // gt_eqF ?half_gt0.
- by rewrite max_l // -subr_ge0 (_ : _ - _ = 3%:R / 2%:R) ?divr_ge0 ?ler0n //; field.
- have -> : 2%:R / 2%:R^-1 - 6%:R / 2%:R - 1 = 0 :> F by field.
  have -> : 2%:R^-1 / 2%:R^-1 - 0 / 2%:R^-1 - 1 = 0 :> F by field.
  by rewrite maxxx.
have -> : (1 - 2%:R^-1) / 2%:R^-1 - 6%:R / 2%:R = - 2%:R :> F by field.
have -> : (1 - 2%:R^-1) / 2%:R^-1 - 0 / 2%:R^-1 = 1 :> F by field.
by rewrite max_r // -subr_ge0 opprK addr_ge0 ?ler0n ?ler01.
Qed.
Theorem section_4_4_straddle_refuted : ~ large_norm_favours_JE.
Proof.
have [e1 e2 e3 e4] := section_4_4_straddle_values; set g := pair2 _ _ in e2 e3 e4; set thJ := pair2 _ _ in e3 e4.
move=> /(_ one one g thJ); rewrite e1 e2 e3 e4 => h.
have : (1 : F) <= 0.
  apply: h => [i|i|j|j|]; rewrite ?ltr01 ?ler01 ?ltr1n //; rewrite /g /thJ /pair2;
    by case: eqP; rewrite ?half_gt0 ?ltr0n ?ler0n ?lexx.
by rewrite ler10.
Qed.

(* "Both paradigms require alignment": on the instance with negative squares both recover the signal without any
   (alpha = 0): every solution of either problem has a zero noise block. *)
Theorem both_require_alignment_refuted :
  exists n (X : 'M[F]_(n, 1 + 1)) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(1 + 1)),
    [/\ diagonal_model one one (fun=> 2%:R^-1) one 0 X p e,
        forall W : 'M[F]_(1, 1 + 1), je_optimal p (additive e) X W -> rsubmx W = 0
      & forall (E : 'M[F]_(1, 1 + 1)) D, rc_optimal p (additive e) X E D -> rsubmx E = 0].
Proof.
have [E D J R] := negative_squares.
have c0 (i : 'I_1) : 0 < 1 :> F := ltr01; have t0 (i : 'I_1) : 0 <= 1 :> F := ler01.
have g0 (j : 'I_1) : 0 < 2%:R^-1 :> F := half_gt0.
have [n [X [T [p [e h]]]]] := diagonal_model_exists 0 c0 t0 g0 t0.
exists n, X, T, p, e; split=> //.
  by move=> W; apply: (diagonal_model_JE h (i0 := ord0) (j0 := ord0)); rewrite J expr0n oppr_lt0 ltr01.
by move=> E' D'; apply: (diagonal_model_RC h (i0 := ord0) (j0 := ord0)); rewrite R expr0n oppr_lt0 ltr0n.
Qed.
End Claims.
