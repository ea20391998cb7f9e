(* alpha^2 equal to the threshold, n -> infinity. The printed "if and only if" says that nothing converges there. The
   moments alone do not decide it: at every n both outcomes occur. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema thresholds diagonal pencil rc_pencil.
From Jerc Require Import realisation small_matrices diagonal_models multipliers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section AtThreshold.
Variable F : rcfType.
Notation one := (fun=> 1 : F).
Notation zero := (fun=> 0 : F).

(* the pencils of both problems for C = diag(1, v) and Sigma = I *)
Let rc_matrix (v : F) : (mx22 1 0 0 v)^T *m mx22 1 0 0 v = mx22 1 0 0 (v * v).
Proof. by rewrite mx22T mx22M !(mulr0, mul0r, mulr1, addr0, add0r). Qed.
Let noise_wins (v : F) (W : 'M[F]_(1, 1 + 1)) a : 1 < v -> a = v \/ a = v * v ->
  pencil_max (mx22 (1 + 1) 0 0 (v + 1)) (mx22 1 0 0 a) W -> lsubmx W = 0.
Proof.
move=> v1 av; have v0 : 0 < v := lt_trans ltr01 v1.
apply: pencil22_second; first by rewrite addr_gt0 ?ltr01.
case: av => ->; rewrite -subr_gt0.
  by rewrite (_ : _ - _ = v - 1) ?subr_gt0 //; ring.
rewrite (_ : _ - _ = (v + v + 1) * (v - 1)); last by ring.
by rewrite mulr_gt0 ?subr_gt0 // !addr_gt0 ?ltr01.
Qed.
Let signal_wins (v : F) (W : 'M[F]_(1, 1 + 1)) a : 0 < v -> v < 1 -> a = v \/ a = v * v ->
  pencil_max (mx22 (1 + 1) 0 0 (v + 1)) (mx22 1 0 0 a) W -> rsubmx W = 0.
Proof.
move=> v0 v1 av; apply: pencil22_first; first by rewrite addr_gt0 ?ltr01.
case: av => ->; rewrite -subr_gt0.
  by rewrite (_ : _ - _ = 1 - v) ?subr_gt0 //; ring.
rewrite (_ : _ - _ = (v + v + 1) * (1 - v)); last by ring.
by rewrite mulr_gt0 ?subr_gt0 // !addr_gt0 ?ltr01.
Qed.

(* One signal and one noise direction, c = theta = g = 1, theta = 0 on the noise, alpha^2 = 1: exactly both thresholds.
   The sample's noise variance is off by 1/n, upwards or downwards, and tends to g. Upwards every optimum of both
   problems is the pure noise direction, for every n, downwards the pure signal direction. So where the sign of the
   sampling error alternates, no choice of optima converges, and where it stays downwards every choice does. The data
   have two rows with the moments of index n. *)
Theorem at_threshold_undecided m (n := m.+2%:R : F) :
  [/\ alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) one one one zero = 1,
      alpha2_RC (ord0 : 'I_1) (ord0 : 'I_1) one one one zero = 1
    & forall upwards : bool,
      exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
        [/\ additive_model (mx22 1 0 0 (1 + (if upwards then n^-1 else - n^-1))) (mx22 1 0 0 1) X p e,
            exists W : 'M[F]_(1, 1 + 1), je_optimal p (additive e) X W,
            exists (E : 'M[F]_(1, 1 + 1)) (D : 'M[F]_(1 + 1, 1)), rc_optimal p (additive e) X E D,
            forall W : 'M[F]_(1, 1 + 1), je_optimal p (additive e) X W ->
              if upwards then lsubmx W = 0 else rsubmx W = 0
          & forall (E : 'M[F]_(1, 1 + 1)) (D : 'M[F]_(1 + 1, 1)), rc_optimal p (additive e) X E D ->
              if upwards then lsubmx E = 0 else rsubmx E = 0]].
Proof.
have n0 : 0 < n^-1 by rewrite invr_gt0 ltr0n.
have n1 : n^-1 < 1 by rewrite invf_lt1 ?ltr0n // ltr1n.
split.
- by rewrite /alpha2_JE fmax1 /delta fmin1; field.
- by rewrite /alpha2_RC fmax1 /eta2 fmin1; field.
move=> upwards; set v := 1 + _.
have v0 : 0 < v by rewrite /v; case: (upwards); [rewrite addr_gt0 ?ltr01|rewrite subr_gt0].
have [X [p [e h]]] : exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    additive_model (mx22 1 0 0 v) (mx22 1 0 0 1) X p e.
  by apply: model22; rewrite ?ltr01 // expr2 mulr0 subr0 mul1r ?ltr01.
have SE : mx22 1 0 0 v + mx22 1 0 0 1 = mx22 (1 + 1) 0 0 (v + 1) by rewrite mx22D !addr0.
have S0 : pd (mx22 (1 + 1) 0 0 (v + 1)).
  apply: mx22_pd; first by rewrite addr_gt0 ?ltr01.
  by rewrite expr2 mulr0 subr0 mulr_gt0 // addr_gt0 ?ltr01.
have sS : (mx22 (1 + 1) 0 0 (v + 1))^T = mx22 (1 + 1) 0 0 (v + 1) by rewrite mx22T.
have kd : (1 <= 1 + 1)%N by [].
have wins (W : 'M[F]_(1, 1 + 1)) a : a = v \/ a = v * v ->
    pencil_max (mx22 (1 + 1) 0 0 (v + 1)) (mx22 1 0 0 a) W -> if upwards then lsubmx W = 0 else rsubmx W = 0.
  move=> av mW; move: av mW v0; rewrite /v; case: upwards {v h SE S0 sS} => av mW v0.
    by apply: noise_wins av mW; rewrite ltr_addl.
  by apply: signal_wins av mW => //; rewrite gtr_addl oppr_lt0.
exists X, p, e; split=> //.
- have [|||W mW] := @pencil_max_exists F _ 1 _ (mx22 1 0 0 v) _ S0; rewrite ?mx22T //.
  by exists W; apply/(model_JE h); rewrite SE.
- have [|||W mW] := @pencil_max_exists F _ 1 _ (mx22 1 0 0 (v * v)) _ S0; rewrite ?mx22T //.
  exists W, (mx22 1 0 0 v *m W^T); apply/(model_RC h); rewrite SE.
  by apply: (pencil_max_rc_min _ sS S0 kd); rewrite rc_matrix.
- by move=> W /(model_JE h); rewrite SE; apply: wins; left.
move=> E D /(model_RC h); rewrite SE => mE.
have [M [W [mW -> _]]] := (rc_min_iff _ _ sS S0 kd E D).1 mE.
move: mW; rewrite rc_matrix => /(wins _ _ (or_intror erefl)); case: (upwards) => W0.
  by rewrite -[W]hsubmxK mul_mx_row row_mxKl W0 mulmx0.
by rewrite -[W]hsubmxK mul_mx_row row_mxKr W0 mulmx0.
Qed.
End AtThreshold.
