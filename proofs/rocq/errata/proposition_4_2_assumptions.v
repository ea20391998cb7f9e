(* Proposition 4.2, n -> infinity: moments of the data that converge do not suffice, the labels enter. Labels bounded
   in mean square suffice (limits/proposition_4_2_n.v assumes that the label moments converge). This is not necessary,
   and nothing here says that it is.

   Slug: proposition_4_2_assumptions (the deterministic part; the law of large numbers is in limits/law_of_large_numbers.v). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments spectral supervised additive_moments.
From Jerc Require Import realisation small_matrices supervised_claims.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Labels.
Variable F : rcfType.

(* x_i = 1 and y_i = i for i = 1, ..., n; r is the residual of y on x. With independent standard normal noise
   gamma_i the moment R'N2/n = (1/n) sum r_i gamma_i of residual and noise is exactly normal with mean 0 and the
   variance sum r_i^2 / n^2 below. It grows like n/12, while (52) sends Y'N2/n to 0 for every Y. The identity is
   proved, the probability is not. *)
Definition residual n (i : 'I_n) : F := i.+1%:R - n.+1%:R / 2%:R.
Lemma natS n : n.+1%:R = n%:R + 1 :> F. Proof. exact: mulrSr. Qed.
Lemma sum_squares n : \sum_(i < n) (i.+1%:R : F) ^+ 2 = n%:R * (n%:R + 1) * (2%:R * n%:R + 1) / 6%:R.
Proof.
elim: n => [|n IH]; first by rewrite big_ord0 !mul0r.
by rewrite big_ord_recr /= IH (natS n); field.
Qed.
Lemma sum_ints n : \sum_(i < n) (i.+1%:R : F) = n%:R * (n%:R + 1) / 2%:R.
Proof.
elim: n => [|n IH]; first by rewrite big_ord0 !mul0r.
by rewrite big_ord_recr /= IH (natS n); field.
Qed.
Theorem proposition_4_2_assumptions_moment n : (0 < n)%N ->
  \sum_(i < n) residual i = 0 /\
  (\sum_(i < n) residual i ^+ 2) / n%:R ^+ 2 = (n%:R ^+ 2 - 1) / (12%:R * n%:R).
Proof.
move=> n0; have nz : n%:R != 0 :> F by rewrite pnatr_eq0 -lt0n.
have S1 := sum_ints n; have S2 := sum_squares n.
split.
  by rewrite sumrB S1 sumr_const card_ord -[_ *+ n]mulr_natr (natS n); field.
have -> : \sum_(i < n) residual i ^+ 2
    = \sum_(i < n) (i.+1%:R : F) ^+ 2 - n.+1%:R * (\sum_(i < n) (i.+1%:R : F)) + n%:R * (n.+1%:R / 2%:R) ^+ 2.
  rewrite mulr_sumr -sumrB (_ : n%:R * _ = \sum_(i < n) (n.+1%:R / 2%:R : F) ^+ 2); last first.
    by rewrite sumr_const card_ord mulr_natl.
  rewrite -big_split /=; apply: eq_bigr => i _; rewrite /residual.
  have R (a b : F) : (a - b / 2%:R) ^+ 2 = a ^+ 2 - b * a + (b / 2%:R) ^+ 2 by field.
  exact: R.
rewrite S1 S2 (natS n).
by field.
Qed.

(* The same labels with a noise pattern (-1 on the first half, 1 on the second) and Theta = diag(0, 1), alpha = 0,
   so that the clean second moment is positive definite. The corrupted data have the population moment C = I
   exactly, for every n = 2m; still the noise part of the one solution V~ is m/4, unbounded, while the clean one is
   0. So V~ -> V* does not follow from the moments of the data alone. The pattern is chosen, not drawn: this shows
   neither that bounded labels are necessary nor that a growing mean square by itself prevents convergence (it does
   not). *)
Definition halves m : 'M[F]_(m + m, 1 + 1) :=
  col_mx ((const_mx 1 : 'cV_m) *m row2 1 (- 1)) ((const_mx 1 : 'cV_m) *m row2 1 1).
Definition clean_halves m : 'M[F]_(m + m, 1 + 1) :=
  col_mx ((const_mx 1 : 'cV_m) *m row2 1 0) ((const_mx 1 : 'cV_m) *m row2 1 0).
Definition counting_labels m : 'M[F]_(m + m, 1) :=
  col_mx (\col_(i < m) i.+1%:R) (\col_(i < m) (m + i).+1%:R).

Theorem proposition_4_2_assumptions_refuted m : (0 < m)%N ->
  exists (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    [/\ [/\ is_law p, centred p e & noise_cov p e = mx22 0 0 0 1],
        mC (halves m) = mx22 1 0 0 1 /\ mC (clean_halves m) = mx22 1 0 0 0,
        sl_solution p (additive e) (halves m) (counting_labels m) (row2 (m.*2.+1%:R / 2%:R) (m%:R / 4%:R))
      & sl_solution p (additive e) (clean_halves m) (counting_labels m) (row2 (m.*2.+1%:R / 2%:R) 0)].
Proof.
move=> m0; have mz : m%:R != 0 :> F by rewrite pnatr_eq0 -lt0n.
have mm : (m + m)%:R = m%:R * 2%:R :> F by rewrite addnn -muln2 natrM.
have pT : psd (mx22 0 0 0 1 : 'M[F]_(1 + 1)).
  move=> v; rewrite (row2_eta v) quad22 mxE mulr1n; move: (v 0 0) (v 0 1) => x y.
  rewrite (_ : _ + _ = y ^+ 2) ?sqr_ge0 //; ring.
have [p [e [lp e0 ce]]] := @covariance_realised F 1 _ (mx22T _ _ _ _) pT.
pose u : 'cV[F]_m := const_mx 1.
have uu : u^T *m u = m%:R%:M.
  by rewrite [LHS]mx11_scalar mxE; under eq_bigr do rewrite !mxE mulr1; rewrite sumr_const card_ord.
have gram (a b : 'M[F]_(1, 1 + 1)) : (col_mx (u *m a) (u *m b))^T *m col_mx (u *m a) (u *m b)
    = m%:R *: (a^T *m a + b^T *m b).
  rewrite tr_col_mx mul_row_col !trmx_mul -!mulmxA !(mulmxA u^T) uu !mul_scalar_mx -!scalemxAr.
  by rewrite scalerDr.
have C1 : mC (halves m) = mx22 1 0 0 1.
  by rewrite /mC gram !row2T !col2_row2 mx22D !mx22Z mm; congr mx22; field.
have C0 : mC (clean_halves m) = mx22 1 0 0 0.
  by rewrite /mC gram !row2T !col2_row2 mx22D !mx22Z mm; congr mx22; field.
have yu : (\col_(i < m) i.+1%:R)^T *m u = (m%:R * (m%:R + 1) / 2%:R)%:M.
  rewrite [LHS]mx11_scalar mxE; congr _%:M; rewrite -sum_ints; apply: eq_bigr => i _.
  by rewrite !mxE mulr1.
have yd : (\col_(i < m) (m + i).+1%:R)^T *m u = (m%:R ^+ 2 + m%:R * (m%:R + 1) / 2%:R)%:M.
  rewrite [LHS]mx11_scalar mxE; congr _%:M; rewrite -sum_ints expr2.
  rewrite (_ : m%:R * m%:R = \sum_(i < m) (m%:R : F)); last by rewrite sumr_const card_ord mulr_natl.
  rewrite -big_split /=; apply: eq_bigr => i _.
  by rewrite !mxE mulr1 -addnS natrD.
have n0 : (0 < m + m)%N by rewrite addn_gt0 m0.
have B (a b : F) (a' b' : F) : (counting_labels m)^T *m col_mx (u *m row2 a b) (u *m row2 a' b')
    = row2 (m%:R * (m%:R + 1) / 2%:R * a + (m%:R ^+ 2 + m%:R * (m%:R + 1) / 2%:R) * a')
           (m%:R * (m%:R + 1) / 2%:R * b + (m%:R ^+ 2 + m%:R * (m%:R + 1) / 2%:R) * b').
  by rewrite /counting_labels tr_col_mx mul_row_col !mulmxA yu yd !mul_scalar_mx !row2Z row2D.
have d21 : m.*2.+1%:R = m%:R * 2%:R + 1 :> F by rewrite natS -muln2 natrM.
exists p, e; split=> //; apply: sl_solve => //; rewrite ce ?C0 ?C1 mx22D ?row2M.
- apply: mx22_pd; first by rewrite addr0 ltr01.
  by rewrite (_ : _ - _ = 2%:R) ?ltr0n //; ring.
- by rewrite B row2Z mm d21; congr row2; field.
- apply: mx22_pd; first by rewrite addr0 ltr01.
  by rewrite (_ : _ - _ = 1) ?ltr01 //; ring.
by rewrite B row2Z mm d21; congr row2; field.
Qed.
End Labels.
