(** * Extreme eigenvalues of diagonal pencils, and the printed thresholds as their values

    With everything diagonal, delta and eta2 (paper (12), (10)) are least eigenvalues of the signal pencils,
    and alpha_JE^2 and alpha_RC^2 are the levels of [noise_blocks]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema thresholds diagonal noise_blocks.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section DiagonalPencils.
Variables (F : realFieldType) (n : nat) (i0 : 'I_n) (a b : 'I_n -> F).
Hypothesis b_gt0 : forall i, 0 < b i.

Lemma null_coordinate (f : 'I_n -> F) i : f i = 0 ->
  exists2 w : 'rV[F]_n, w != 0 & w *m dg f = 0.
Proof.
move=> fi; exists (delta_mx 0 i); first exact: delta_neq0.
by rewrite -rowE; apply/rowP => j; rewrite !mxE; case: eqP => [_|//]; rewrite fi mulr1n.
Qed.
Lemma pencil_least_dg : pencil_least (dg a) (dg b) (fmin i0 (fun i => a i / b i)).
Proof.
rewrite /pencil_least dgZ dgB; have [i e le] := fminP i0 (fun i => a i / b i); split.
  by apply: psd_dg => j; rewrite subr_ge0 -ler_pdivl_mulr // e.
by apply: (@null_coordinate _ i); rewrite e mulfVK ?subrr // gt_eqF.
Qed.
Lemma pencil_greatest_dg : pencil_greatest (dg a) (dg b) (fmax i0 (fun i => a i / b i)).
Proof.
rewrite /pencil_greatest dgZ dgB; have [i e le] := fmaxP i0 (fun i => a i / b i); split.
  by apply: psd_dg => j; rewrite subr_ge0 -ler_pdivr_mulr // e.
by apply: (@null_coordinate _ i); rewrite e mulfVK ?subrr // gt_eqF.
Qed.
End DiagonalPencils.

Section Levels.
Variables (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m).
Variables (c thI : 'I_k -> F) (g thJ : 'I_m -> F).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j).

Let s0 i : 0 < c i + thI i. Proof. by rewrite ltr_paddr. Qed.

Lemma delta_least : pencil_least (dg c) (signal_views (dg c) (dg thI)) (delta i0 c thI).
Proof. by rewrite /signal_views dgD; apply: pencil_least_dg. Qed.

Lemma eta2_least : pencil_least (dg c *m dg c) (signal_views (dg c) (dg thI)) (eta2 i0 c thI).
Proof. by rewrite /signal_views dgD dgM; apply: pencil_least_dg. Qed.

Lemma theta_least : pencil_least (dg thJ) (dg g) (fmin j0 (fun j => thJ j / g j)).
Proof. exact: pencil_least_dg. Qed.

Lemma je_level_diag : je_level (delta i0 c thI) (fmin j0 (fun j => thJ j / g j)) = alpha2_JE i0 j0 c thI g thJ.
Proof. by rewrite /je_level /alpha2_JE fmax_opp. Qed.

Lemma noise_greatest : pencil_greatest ((eta2 i0 c thI)^-1 *: (dg g *m dg g) - dg thJ) (dg g)
  (fmax j0 (fun j => g j / eta2 i0 c thI - thJ j / g j)).
Proof.
rewrite dgM dgZ dgB.
rewrite (eq_fmax j0 (g := fun j => ((eta2 i0 c thI)^-1 * (g j * g j) - thJ j) / g j)).
  exact: pencil_greatest_dg.
by move=> j; rewrite mulrBl mulrA mulfK ?gt_eqF // mulrC.
Qed.

Lemma rc_level_diag :
  rc_level (fmax j0 (fun j => g j / eta2 i0 c thI - thJ j / g j)) = alpha2_RC i0 j0 c thI g thJ.
Proof. by rewrite /rc_level /alpha2_RC fmax_add. Qed.
End Levels.
