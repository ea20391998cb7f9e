(** * Corollary 4.5: which paradigm needs less alignment

    In words. Weak noise, max_j g_j < eta^2/delta: alpha_RC^2 < alpha_JE^2, reconstruction needs less
    alignment. Strong noise, min_j g_j > eta^2/delta: alpha_JE^2 < alpha_RC^2. In between the straddle rule
    decides exactly: alpha_RC^2 < alpha_JE^2 iff max_j (g_j/eta^2 - th_j/g_j) < 1/delta - min_j th_j/g_j; if
    th_j = t g_j for all j this is max_j g_j < eta^2/delta.

    Hypotheses beyond the paper's: none, but the corollary orders the squares. They can be negative; an
    alignment alpha >= 0 is needed only above max(0, alpha^2), and the order is strict after this clipping if
    and only if the larger square is positive (theorems [..._clipped]). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd extrema thresholds.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Corollary45.
Variables (F : realFieldType) (I J : finType) (i0 : I) (j0 : J).
Variables (c thI : I -> F) (g thJ : J -> F).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i) (g_gt0 : forall j, 0 < g j).
Notation ratio := (eta2 i0 c thI / delta i0 c thI).
Notation rc := (alpha2_RC i0 j0 c thI g thJ).
Notation je := (alpha2_JE i0 j0 c thI g thJ).

(** Weak noise: reconstruction needs less alignment. *)
Theorem corollary_4_5_weak : fmax j0 g < ratio -> rc < je.
Proof. exact: rc_lt_je. Qed.
(** Strong noise: joint-embedding needs less alignment. *)
Theorem corollary_4_5_strong : ratio < fmin j0 g -> je < rc.
Proof. exact: je_lt_rc. Qed.

(** Strictness after clipping at 0. *)
Lemma clipped (a b : F) : a < b -> (Num.max 0 a < Num.max 0 b) = (0 < b).
Proof.
move=> ab; rewrite lt_maxl !lt_maxr ltxx ab orbT andbT /=.
by [].
Qed.
(** After clipping at 0 the order is strict if and only if alpha_JE^2 > 0. *)
Theorem corollary_4_5_weak_clipped : fmax j0 g < ratio -> (Num.max 0 rc < Num.max 0 je) = (0 < je).
Proof. by move=> /corollary_4_5_weak; apply: clipped. Qed.
(** After clipping at 0 the order is strict if and only if alpha_RC^2 > 0. *)
Theorem corollary_4_5_strong_clipped : ratio < fmin j0 g -> (Num.max 0 je < Num.max 0 rc) = (0 < rc).
Proof. by move=> /corollary_4_5_strong; apply: clipped. Qed.

(** The straddle rule, an equivalence. *)
Theorem straddle_rule : (rc < je) =
  (fmax j0 (fun j => g j / eta2 i0 c thI - thJ j / g j) < (delta i0 c thI)^-1 - fmin j0 (fun j => thJ j / g j)).
Proof.
have d0 : delta i0 c thI != 0 by rewrite gt_eqF // delta_gt0.
rewrite /alpha2_RC /alpha2_JE fmax_add fmax_opp mulrBl mulfV // mul1r.
by rewrite [_ - 1 - _]addrAC ltr_add2r.
Qed.

(** The straddle rule when th_j = t g_j for all j. *)
Theorem straddle_rule_proportional t : (forall j, thJ j = t * g j) -> (rc < je) = (fmax j0 g < ratio).
Proof.
move=> prop; have e0 := eta2_gt0 i0 c_gt0 thI_ge0; have d0 := delta_gt0 i0 c_gt0 thI_ge0.
have tE j : thJ j / g j = t by rewrite prop mulfK // gt_eqF.
rewrite straddle_rule; have -> : fmin j0 (fun j => thJ j / g j) = t.
  by apply: (@fminE _ _ _ _ _ j0) => [|j]; rewrite tE.
have -> : fmax j0 (fun j => g j / eta2 i0 c thI - thJ j / g j) = fmax j0 g / eta2 i0 c thI - t.
  have [j -> h] := fmaxP j0 g; apply: (@fmaxE _ _ _ _ _ j) => [|l]; rewrite tE //.
  by rewrite ler_add2r ler_pmul2r ?invr_gt0.
by rewrite ltr_add2r ltr_pdivr_mulr // mulrC.
Qed.
End Corollary45.
