(* Flaws around Proposition 4.2, at the level of the supervised objective.

   Slug: equations_49_cross_terms; remark: block_diagonal_theta. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments spectral supervised additive_moments.
From Jerc Require Import realisation small_matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* V is the one and only solution of the supervised problem *)
Definition sl_solution (F : realFieldType) (T : finType) n d l (p : T -> F) tau (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l))
    (V : 'M[F]_(l, d)) : Prop := forall V', sl_optimal p tau X Y V' <-> V' = V.

Section Solve.
Variables (F : rcfType) (T : finType) (n d l : nat) (p : T -> F) (e : T -> 'rV[F]_d) (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)).
Hypotheses (lp : is_law p) (e0 : centred p e) (n0 : (0 < n)%N).
Lemma sl_solve (V : 'M[F]_(l, d)) : pd (mC X + noise_cov p e) ->
  V *m (mC X + noise_cov p e) = n%:R^-1 *: (Y^T *m X) -> sl_solution p (additive e) X Y V.
Proof.
have p1 := lp.2; rewrite -(mS_additive X p1 e0 n0) => pS eV.
have BE : mB p (additive e) X Y = n%:R^-1 *: (Y^T *m X) by rewrite /mB mean_views_additive.
have VE : V = Vstar p (additive e) X Y by rewrite /Vstar BE -eV mulmxK // pd_unit.
move=> V'; split=> [h|->]; last by rewrite VE => V2; apply: sl_min.
by rewrite VE; apply: (sl_unique p1 pS); rewrite -VE; apply: h.
Qed.
End Solve.

Section Claims.
Variable F : rcfType.

(* n = 1, x~ = (1, 1), y = 1, Theta = diag(1, 0), alpha^2 Gamma = diag(0, 1). The closed form (49) drops the cross terms
   X1'N2/n and would give V~ = (1/2, 1/2), with the clean signal part 1/2. The one solution is (1/3, 1/3); the one on clean
   data x = (1, 0) is (1/2, 0). The cross terms vanish only in the limit (equations (50), (57), (58), (72), (73) too). *)
Definition printed_49 n k m l (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Y : 'M[F]_(n, l)) (Th1 : 'M[F]_k) (Nz : 'M[F]_m) :=
  row_mx (n%:R^-1 *: (Y^T *m X1) *m invmx (n%:R^-1 *: (X1^T *m X1) + Th1))
         (n%:R^-1 *: (Y^T *m N2) *m invmx (n%:R^-1 *: (N2^T *m N2) + Nz)).

Theorem equations_49_cross_terms_refuted :
  exists (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    [/\ [/\ is_law p, centred p e & noise_cov p e = mx22 1 0 0 1],
        sl_solution p (additive e) (row2 1 1) (1%:M : 'M_1) (row2 3%:R^-1 3%:R^-1),
        sl_solution p (additive e) (row2 1 0) (1%:M : 'M_1) (row2 2%:R^-1 0)
      & printed_49 1%:M 1%:M 1%:M 1%:M 1%:M = row2 2%:R^-1 2%:R^-1].
Proof.
have [|p [e [lp e0 ce]]] := @covariance_realised F 1 (mx22 1 0 0 1) (mx22T _ _ _ _).
  by rewrite mx221; apply: psd1.
exists p, e; split=> //.
- apply: sl_solve => //; rewrite ce /mC invr1 scale1r row2T col2_row2 mx22D.
    apply: mx22_pd; first by rewrite (_ : _ + _ = 2%:R) ?ltr0n //; ring.
    by rewrite (_ : _ - _ = 3%:R) ?ltr0n //; ring.
  by rewrite trmx1 mul1mx scale1r row2M; congr row2; field.
- apply: sl_solve => //; rewrite ce /mC invr1 scale1r row2T col2_row2 mx22D.
    rewrite mulr0 mul0r mulr0; apply: mx22_pd; first by rewrite (_ : _ + _ = 2%:R) ?ltr0n //; ring.
    by rewrite (_ : _ - _ = 2%:R) ?ltr0n //; ring.
  by rewrite trmx1 mul1mx scale1r row2M; congr row2; field.
rewrite /printed_49 !invr1 !scale1r trmx1 !mul1mx -raddfD /= /row2; congr row_mx; exact: invmx_scalar.
Qed.

(* A remark. Section 4.1 assumes that Theta is diagonal in the basis Q; for the limit n -> inf at a fixed alpha (here 0)
   some assumption of this kind is needed. C1 = g = 1, alpha = 0 and Theta = [[1, 1/2], [1/2, 1]], which mixes signal and
   noise; the labels equal the signal. Two corrupted samples (1, 1), (1, -1) have the population moments exactly (C = I,
   Y'X/n = (1, 0)), so their solution is the limit n -> inf. It is (8/15, -2/15), not the clean (4/7, -2/7).
   A block-diagonal Theta is enough (limits/); inside the blocks nothing need commute. Shown for Proposition 4.2; the
   limits alpha -> inf do not need it. *)
Theorem block_diagonal_theta_needed :
  exists (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    let Xclean := mx22 1 0 1 0 in let X := mx22 1 1 1 (- 1) in let Y := col2 1 1 in
    [/\ [/\ is_law p, centred p e & noise_cov p e = mx22 1 2%:R^-1 2%:R^-1 1],
        mC Xclean = mx22 1 0 0 0 /\ mC X = mx22 1 0 0 1,
        sl_solution p (additive e) Xclean Y (row2 (4%:R / 7%:R) (- (2%:R / 7%:R)))
      & sl_solution p (additive e) X Y (row2 (8%:R / 15%:R) (- (2%:R / 15%:R)))].
Proof.
have pT : psd (mx22 1 2%:R^-1 2%:R^-1 1 : 'M[F]_(1 + 1)).
  apply: pd_psd; apply: mx22_pd; first exact: ltr01.
  by rewrite (_ : _ - _ = 3%:R / 4%:R) ?divr_gt0 ?ltr0n //; field.
have [p [e [lp e0 ce]]] := @covariance_realised F 1 _ (mx22T _ _ _ _) pT.
exists p, e => Xclean X Y.
have C0 : mC Xclean = mx22 1 0 0 0 by rewrite /mC /Xclean mx22T mx22M mx22Z; congr mx22; field.
have C1 : mC X = mx22 1 0 0 1 by rewrite /mC /X mx22T mx22M mx22Z; congr mx22; field.
split=> //; apply: sl_solve => //; rewrite ce ?C0 ?C1 mx22D ?row2M.
- rewrite !add0r; apply: mx22_pd; first by rewrite addr_gt0 ?ltr01.
  by rewrite (_ : _ - _ = 7%:R / 4%:R) ?divr_gt0 ?ltr0n //; field.
- by rewrite /Y col2T /Xclean row2M row2Z; congr row2; field.
- rewrite !add0r; apply: mx22_pd; first by rewrite addr_gt0 ?ltr01.
  by rewrite (_ : _ - _ = 15%:R / 4%:R) ?divr_gt0 ?ltr0n //; field.
by rewrite /Y col2T /X row2M row2Z; congr row2; field.
Qed.
End Claims.
