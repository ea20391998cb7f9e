(** * Corollary 4.5 for non-commuting blocks (beyond the paper)

    In words. With the thresholds of [noncommuting_blocks] and r = eta2/delta: if Gamma2 < r I in the Loewner
    order, reconstruction has the smaller threshold; if Gamma2 > r I, joint-embedding has. The boundary r lies
    between the least and the greatest eigenvalue of the clean signal block C1.

    Hypotheses. delta, eta2, lam and mu are the extreme eigenvalues named there; Gamma2 symmetric positive
    definite; Theta2 arbitrary. No matrix commutes with another. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd spectral whitening noise_blocks.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variables (F : rcfType) (k m : nat) (C1 A1 : 'M[F]_k) (Gamma2 Theta2 : 'M[F]_m).
Variables delta eta2 lam mu : F.
Hypotheses (sC : C1^T = C1) (pC : pd C1) (pA : pd A1) (sG : Gamma2^T = Gamma2) (pG : pd Gamma2).
Hypotheses (hd : pencil_least C1 A1 delta) (he : pencil_least (C1 *m C1) A1 eta2).
Hypotheses (hl : pencil_least Theta2 Gamma2 lam).
Hypothesis hm : pencil_greatest (eta2^-1 *: (Gamma2 *m Gamma2) - Theta2) Gamma2 mu.
Notation r := (eta2 / delta).
Notation level_RC := (mu - 1).
Notation level_JE := ((1 - delta) / delta - lam).

Let d0 : 0 < delta := pencil_least_gt0 pC pA hd.
Let e0 : 0 < eta2 := pencil_least_gt0 (pd_square sC pC) pA he.
Notation q M w := ((w *m M *m w^T) 0 0).

(** Multiplying by Gamma2^1/2 on both sides. *)
Let between (M : 'M[F]_m) : pd M -> exists2 P : 'M[F]_m, pd (P *m M *m P) & P *m P = Gamma2 /\ P^T = P.
Proof.
move=> pM; have [R [sR RGR uR]] := inv_sqrt sG pG; have sP : (invmx R)^T = invmx R by rewrite trmx_inv sR.
exists (invmx R); last by rewrite -(inv_root_sq RGR).
by rewrite -{2}sP; apply: pd_congr => //; rewrite row_free_unit unitmx_inv.
Qed.

Let weak_sq : pd (r%:M - Gamma2) -> pd (r *: Gamma2 - Gamma2 *m Gamma2).
Proof.
move=> /between[P pP [PP _]].
have PGP : P *m Gamma2 *m P = Gamma2 *m Gamma2 by rewrite -PP !mulmxA.
have e : P *m (r%:M - Gamma2) *m P = r *: Gamma2 - Gamma2 *m Gamma2.
  by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl PP PGP.
by rewrite -e.
Qed.
Let strong_sq : pd (Gamma2 - r%:M) -> pd (Gamma2 *m Gamma2 - r *: Gamma2).
Proof.
move=> /between[P pP [PP _]].
have PGP : P *m Gamma2 *m P = Gamma2 *m Gamma2 by rewrite -PP !mulmxA.
have e : P *m (Gamma2 - r%:M) *m P = Gamma2 *m Gamma2 - r *: Gamma2.
  by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl PP PGP.
by rewrite -e.
Qed.

(** lam bounds Theta2 from below, mu bounds Gamma2^2/eta2 - Theta2 from above; each is attained. *)
Let lam_le (w : 'rV[F]_m) : lam * q Gamma2 w <= q Theta2 w.
Proof. by have := hl.1 w; rewrite quadB quadZ subr_ge0. Qed.
Let mu_ge (w : 'rV[F]_m) : eta2^-1 * q (Gamma2 *m Gamma2) w - q Theta2 w <= mu * q Gamma2 w.
Proof. by have := hm.1 w; rewrite quadB quadZ quadB quadZ subr_ge0. Qed.

Let weak_scalar (x y : F) : x < r * y -> eta2^-1 * x < delta^-1 * y.
Proof.
move=> h; rewrite mulrC ltr_pdivr_mulr //.
by rewrite (_ : delta^-1 * y * eta2 = r * y) //; ring.
Qed.
Let strong_scalar (x y : F) : r * y < x -> delta^-1 * y < eta2^-1 * x.
Proof.
move=> h; rewrite [eta2^-1 * x]mulrC ltr_pdivl_mulr //.
by rewrite (_ : delta^-1 * y * eta2 = r * y) //; ring.
Qed.

(** Weak noise, Gamma2 < r I. *)
Theorem corollary_4_5_blocks_weak : pd (r%:M - Gamma2) -> level_RC < level_JE.
Proof.
move=> /weak_sq weak; have [_ [w w0 hw]] := hm.
have eq : mu * q Gamma2 w = eta2^-1 * q (Gamma2 *m Gamma2) w - q Theta2 w.
  apply/eqP; rewrite -subr_eq0 -!quadZ -!quadB hw mul0mx mxE eqxx //.
have g0 := pG w0; have lt := weak w w0; rewrite quadB quadZ subr_gt0 in lt.
have lt' : eta2^-1 * q (Gamma2 *m Gamma2) w < delta^-1 * q Gamma2 w.
  exact: weak_scalar lt.
have le := lam_le w.
have key : mu * q Gamma2 w < (delta^-1 - lam) * q Gamma2 w.
  by rewrite eq mulrBl; apply: ltr_le_sub.
rewrite (ltr_pmul2r g0) in key.
by rewrite mulrBl mul1r mulfV ?gt_eqF // addrAC ltr_add2r.
Qed.

(** Strong noise, Gamma2 > r I. *)
Theorem corollary_4_5_blocks_strong : pd (Gamma2 - r%:M) -> level_JE < level_RC.
Proof.
move=> /strong_sq strong; have [_ [w w0 hw]] := hl.
have eq : q Theta2 w = lam * q Gamma2 w.
  by apply/eqP; rewrite -subr_eq0 -!quadZ -!quadB hw mul0mx mxE eqxx.
have g0 := pG w0; have lt := strong w w0; rewrite quadB quadZ subr_gt0 in lt.
have lt' : delta^-1 * q Gamma2 w < eta2^-1 * q (Gamma2 *m Gamma2) w.
  exact: strong_scalar lt.
have le := mu_ge w; rewrite eq in le.
have key : (delta^-1 - lam) * q Gamma2 w < mu * q Gamma2 w.
  by apply: lt_le_trans le; rewrite mulrBl ltr_add2r.
rewrite (ltr_pmul2r g0) in key.
by rewrite mulrBl mul1r mulfV ?gt_eqF // addrAC ltr_add2r.
Qed.
End Blocks.

(** Where the boundary r = eta2/delta lies: between any lower and any upper bound of the signal's second moment C1. So
    noise below the weakest signal direction is weak, noise above the strongest is strong. *)
Section Ratio.
Variables (F : rcfType) (k : nat) (C1 A1 : 'M[F]_k) (delta eta2 : F).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (pA : pd A1).
Hypotheses (hd : pencil_least C1 A1 delta) (he : pencil_least (C1 *m C1) A1 eta2).
Notation q M w := ((w *m M *m w^T) 0 0).

Let d0 : 0 < delta := pencil_least_gt0 pC pA hd.
Let root : exists2 P : 'M[F]_k, P *m P = C1 & P^T = P.
Proof.
have [R [sR RCR uR]] := inv_sqrt sC pC; exists (invmx R); first by rewrite -(inv_root_sq RCR).
by rewrite trmx_inv sR.
Qed.
Let below_sq b : psd (C1 - b%:M) -> psd (C1 *m C1 - b *: C1).
Proof.
have [P PP sP] := root => /(psd_congr P); rewrite sP mulmxBr mulmxBl mul_mx_scalar -scalemxAl PP.
by have -> : P *m C1 *m P = C1 *m C1 by rewrite -PP !mulmxA.
Qed.
Let above_sq b : psd (b%:M - C1) -> psd (b *: C1 - C1 *m C1).
Proof.
have [P PP sP] := root => /(psd_congr P); rewrite sP mulmxBr mulmxBl mul_mx_scalar -scalemxAl PP.
by have -> : P *m C1 *m P = C1 *m C1 by rewrite -PP !mulmxA.
Qed.

Theorem boundary_le_signal c : psd (c%:M - C1) -> eta2 / delta <= c.
Proof.
move=> /above_sq above; have [_ [w w0 hw]] := hd; have x0 := pC w0.
have e : q C1 w = delta * q A1 w.
  by apply/eqP; rewrite -subr_eq0 -quadZ -quadB hw mul0mx mxE.
have h1 := he.1 w; rewrite quadB quadZ subr_ge0 in h1.
have h2 := above w; rewrite quadB quadZ subr_ge0 in h2.
rewrite -(ler_pmul2r x0) {1}e mulrA mulfVK ?gt_eqF //; exact: le_trans h1 h2.
Qed.

Theorem signal_le_boundary c : psd (C1 - c%:M) -> c <= eta2 / delta.
Proof.
move=> /below_sq below; have [_ [w w0 hw]] := he; have x0 := pC w0.
have e : q (C1 *m C1) w = eta2 * q A1 w.
  by apply/eqP; rewrite -subr_eq0 -quadZ -quadB hw mul0mx mxE.
have h1 := hd.1 w; rewrite quadB quadZ subr_ge0 in h1.
have h2 := below w; rewrite quadB quadZ subr_ge0 in h2.
have e0 : 0 < eta2 := pencil_least_gt0 (pd_square sC pC) pA he.
rewrite -(ler_pmul2r x0); apply: le_trans h2 _; rewrite e -mulrA ler_pmul2l //.
by rewrite mulrC ler_pdivl_mulr // mulrC.
Qed.
End Ratio.
