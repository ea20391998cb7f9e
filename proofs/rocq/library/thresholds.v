(** * Scalar algebra of the thresholds: paper (10), (12), and their comparison *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Thresholds.
Variables (F : realFieldType) (I J : finType) (i0 : I) (j0 : J).
Variables (c thI : I -> F) (g thJ : J -> F).
Hypothesis c_gt0 : forall i, 0 < c i.
Hypothesis thI_ge0 : forall i, 0 <= thI i.
Hypothesis g_gt0 : forall j, 0 < g j.
Hypothesis thJ_ge0 : forall j, 0 <= thJ j.
Notation eta2 := (eta2 i0 c thI).
Notation delta := (delta i0 c thI).
Notation alpha2_RC := (alpha2_RC i0 j0 c thI g thJ).
Notation alpha2_JE := (alpha2_JE i0 j0 c thI g thJ).

Lemma eta2_gt0 : 0 < eta2.
Proof.
by apply/fmin_gtP => i; rewrite divr_gt0 ?exprn_gt0 // ltr_paddr.
Qed.
Lemma delta_gt0 : 0 < delta.
Proof. by apply/fmin_gtP => i; rewrite divr_gt0 // ltr_paddr. Qed.

Lemma den_gt0 a2 j : 0 <= a2 -> 0 < thJ j + (1 + a2) * g j.
Proof. by move=> a0; rewrite ltr_paddl // mulr_gt0 // ltr_paddr. Qed.

Theorem rc_threshold a2 : 0 <= a2 ->
  (forall j, g j ^+ 2 / (thJ j + (1 + a2) * g j) < eta2) <-> alpha2_RC < a2.
Proof.
rewrite /alpha2_RC => a0; suff E j : (g j ^+ 2 / (thJ j + (1 + a2) * g j) < eta2)
                      = (g j / eta2 - thJ j / g j - 1 < a2).
  by split=> [h|/fmax_ltP h j]; [apply/fmax_ltP => j; rewrite -E|rewrite E].
have e0 := eta2_gt0; have gj := g_gt0 j; have d0 := den_gt0 j a0.
rewrite ltr_pdivr_mulr // -[LHS]subr_gt0 -[RHS]subr_gt0.
have -> : eta2 * (thJ j + (1 + a2) * g j) - g j ^+ 2
        = (eta2 * g j) * (a2 - (g j / eta2 - thJ j / g j - 1)).
  by field; rewrite !gt_eqF.
by rewrite pmulr_rgt0 // mulr_gt0.
Qed.

Theorem je_threshold a2 : 0 <= a2 ->
  (forall j, g j / (thJ j + (1 + a2) * g j) < delta) <-> alpha2_JE < a2.
Proof.
rewrite /alpha2_JE => a0; suff E j : (g j / (thJ j + (1 + a2) * g j) < delta)
                      = ((1 - delta) / delta - thJ j / g j < a2).
  by split=> [h|/fmax_ltP h j]; [apply/fmax_ltP => j; rewrite -E|rewrite E].
have e0 := delta_gt0; have gj := g_gt0 j; have d0 := den_gt0 j a0.
rewrite ltr_pdivr_mulr // -[LHS]subr_gt0 -[RHS]subr_gt0.
have -> : delta * (thJ j + (1 + a2) * g j) - g j
        = (delta * g j) * (a2 - ((1 - delta) / delta - thJ j / g j)).
  by field; rewrite !gt_eqF.
by rewrite pmulr_rgt0 // mulr_gt0.
Qed.

Let cmpE j : (1 - delta) / delta - thJ j / g j - (g j / eta2 - thJ j / g j - 1)
           = (eta2 / delta - g j) / eta2.
Proof. by field; rewrite !gt_eqF ?eta2_gt0 ?delta_gt0. Qed.

Theorem rc_lt_je : fmax j0 g < eta2 / delta -> alpha2_RC < alpha2_JE.
Proof.
move=> /fmax_ltP h; apply: fmax_lt2 => j.
by rewrite -subr_gt0 cmpE divr_gt0 ?eta2_gt0 // subr_gt0.
Qed.

Theorem je_lt_rc : eta2 / delta < fmin j0 g -> alpha2_JE < alpha2_RC.
Proof.
move=> /fmin_gtP h; apply: fmax_lt2 => j.
by rewrite -subr_lt0 cmpE pmulr_llt0 ?invr_gt0 ?eta2_gt0 // subr_lt0.
Qed.
End Thresholds.
