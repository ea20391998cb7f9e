(* What the thresholds do not say: Corollary 4.5 is about their squares, which may be negative; between weak and strong
   noise it is silent.

   Slugs: corollary_4_5_squares; remarks: section_4_4_straddle, both_require_alignment. *)
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

(* The smallest instance with negative squares: c = theta = 1 on the signal, g = 1/2, theta = 1 on the noise. *)
Lemma negative_squares : [/\ eta2 (ord0 : 'I_1) one one = 2%:R^-1, delta (ord0 : 'I_1) one one = 2%:R^-1,
  alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) one one (fun=> 2%:R^-1) one = - 1
  & alpha2_RC (ord0 : 'I_1) (ord0 : 'I_1) one one (fun=> 2%:R^-1) one = - 2%:R].
Proof. by split; rewrite /alpha2_JE /alpha2_RC ?fmax1 /eta2 /delta fmin1; field. Qed.

(* Corollary 4.5 compares alpha_RC and alpha_JE, its proof their squares. For the squares it holds. Where they are
   negative the alphas are undefined: the corollary misses the assumption that they are not. Here the noise is weak
   (max g = 1/2 < eta^2/delta = 1), the squares are -2 < -1, and as alphas, clipped at 0, both are 0: nobody needs
   less. *)
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

(* A remark; nothing in print is contradicted. Section 4.4 speaks of noise of small and of large magnitude,
   Corollary 4.5 of noise all below or all above r = eta^2/delta. If the noise straddles r, both orders occur. With
   c = theta = 1 and g = (2, 1/2), r = 1: for theta = (6, 0) on the noise alpha_RC^2 = 0 < alpha_JE^2 = 1, without
   theta there alpha_JE^2 = 1 < alpha_RC^2 = 3. *)
Theorem section_4_4_straddle_between : let g := pair2 2%:R 2%:R^-1 in let thJ := pair2 6%:R 0 in
  let RC := alpha2_RC (ord0 : 'I_1) (ord0 : 'I_2) one one g in let JE := alpha2_JE (ord0 : 'I_1) ord0 one one g in
  [/\ eta2 (ord0 : 'I_1) one one / delta (ord0 : 'I_1) one one = 1, fmin ord0 g = 2%:R^-1, fmax ord0 g = 2%:R,
      RC thJ = 0 /\ JE thJ = 1 & RC zero = 3%:R /\ JE zero = 1].
Proof.
have [E D _ _] := negative_squares => g thJ RC JE.
have le : 2%:R^-1 <= 2%:R :> F.
  by rewrite -subr_ge0 (_ : _ - _ = 3%:R / 2%:R) ?divr_ge0 ?ler0n //; field.
rewrite /RC /JE /alpha2_RC /alpha2_JE E D !fmax2 fmin2 /g /thJ /pair2 /=; split.
- by rewrite divff // gt_eqF ?half_gt0.
- by rewrite min_r.
- by rewrite max_l.
- split.
    have -> : 2%:R / 2%:R^-1 - 6%:R / 2%:R - 1 = 0 :> F by field.
    have -> : 2%:R^-1 / 2%:R^-1 - 0 / 2%:R^-1 - 1 = 0 :> F by field.
    by rewrite maxxx.
  have -> : (1 - 2%:R^-1) / 2%:R^-1 - 6%:R / 2%:R = - 2%:R :> F by field.
  have -> : (1 - 2%:R^-1) / 2%:R^-1 - 0 / 2%:R^-1 = 1 :> F by field.
  by rewrite max_r // -subr_ge0 opprK addr_ge0 ?ler0n ?ler01.
split; last first.
  rewrite !mul0r subr0 maxxx; by field.
have -> : 2%:R / 2%:R^-1 - 0 / 2%:R - 1 = 3%:R :> F by field.
have -> : 2%:R^-1 / 2%:R^-1 - 0 / 2%:R^-1 - 1 = 0 :> F by field.
by rewrite max_l ?ler0n.
Qed.

(* A remark. The thresholds may be negative: where theta covers the noise by itself, for reconstruction also where the
   noise is weak. Then alpha = 0 suffices. On this instance every solution of either problem, at alpha = 0, has a zero
   noise block. The abstract says that both paradigms "require a minimal alignment"; Propositions 4.3 and 4.4 ask for
   alpha^2 above the thresholds, whatever their sign. *)
Theorem negative_thresholds_exist :
  [/\ alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) one one (fun=> 2%:R^-1) one = - 1,
      alpha2_RC (ord0 : 'I_1) (ord0 : 'I_1) one one (fun=> 2%:R^-1) one = - 2%:R
    & exists n (X : 'M[F]_(n, 1 + 1)) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(1 + 1)),
      [/\ diagonal_model one one (fun=> 2%:R^-1) one 0 X p e,
          forall W : 'M[F]_(1, 1 + 1), je_optimal p (additive e) X W -> rsubmx W = 0
        & forall (E : 'M[F]_(1, 1 + 1)) D, rc_optimal p (additive e) X E D -> rsubmx E = 0]].
Proof.
have [E D J R] := negative_squares; split=> //.
have c0 (i : 'I_1) : 0 < 1 :> F := ltr01; have t0 (i : 'I_1) : 0 <= 1 :> F := ler01.
have g0 (j : 'I_1) : 0 < 2%:R^-1 :> F := half_gt0.
have [n [X [T [p [e h]]]]] := diagonal_model_exists 0 c0 t0 g0 t0.
exists n, X, T, p, e; split=> //.
  by move=> W; apply: (diagonal_model_JE h (i0 := ord0) (j0 := ord0)); rewrite J expr0n oppr_lt0 ltr01.
by move=> E' D'; apply: (diagonal_model_RC h (i0 := ord0) (j0 := ord0)); rewrite R expr0n oppr_lt0 ltr0n.
Qed.
End Claims.
