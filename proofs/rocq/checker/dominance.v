(** * Strictly diagonally dominant matrices are positive definite

    FORMAT.md, section 4: every test that needs positive definiteness asks for strict diagonal dominance, M_ii > sum over j != i of |M_ij|, which integers decide.
    Here: dominance gives positive definiteness (Gershgorin), and a congruence U M U' that is positive definite makes both U invertible and M positive definite. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Dominance.
Variable F : realFieldType.

Definition dominant n (M : 'M[F]_n) := forall i, \sum_(j | j != i) `|M i j| < M i i.

Lemma dominantZ n (M : 'M[F]_n) (s : F) : 0 < s -> dominant M -> dominant (s *: M).
Proof.
move=> s0 h i; rewrite mxE; under eq_bigr do rewrite mxE normrM (gtr0_norm s0).
by rewrite -mulr_sumr ltr_pmul2l.
Qed.

Lemma quadratic_sum n (M : 'M[F]_n) (x : 'rV_n) : (x *m M *m x^T) 0 0 = \sum_i \sum_j x 0 i * M i j * x 0 j.
Proof.
rewrite mxE exchange_big /=; apply: eq_bigr => j _.
by rewrite [x^T _ _]mxE mxE mulr_suml.
Qed.

(* Both signs of m: the two terms of an off-diagonal pair are bounded by the squares. *)
Lemma mean_inequality (a b m : F) : 0 <= a * m * b *+ 2 + (a ^+ 2 + b ^+ 2) * `|m|.
Proof.
have [m0|/ltW m0] := leP 0 m; rewrite ?(ger0_norm m0) ?(ler0_norm m0).
  have -> : a * m * b *+ 2 + (a ^+ 2 + b ^+ 2) * m = (a + b) ^+ 2 * m by ring.
  by rewrite mulr_ge0 ?sqr_ge0.
have -> : a * m * b *+ 2 + (a ^+ 2 + b ^+ 2) * - m = (a - b) ^+ 2 * - m by ring.
by rewrite mulr_ge0 ?sqr_ge0 ?oppr_ge0.
Qed.

Lemma margin_le_quadratic n (M : 'M[F]_n) (x : 'rV_n) : M^T = M ->
  \sum_i x 0 i ^+ 2 * (M i i - \sum_(j | j != i) `|M i j|) <= (x *m M *m x^T) 0 0.
Proof.
move=> sM; rewrite quadratic_sum -subr_ge0 -sumrB.
pose T i j := x 0 i * M i j * x 0 j + x 0 i ^+ 2 * `|M i j|.
rewrite (_ : \sum_i _ = \sum_i \sum_(j | j != i) T i j); last first.
  apply: eq_bigr => i _; rewrite [RHS]big_split /= -mulr_sumr (bigD1 i) //=.
  set a := \sum_(_ | _) _; set b := \sum_(_ | _) _; ring.
have e : \sum_i \sum_(j | j != i) T i j = \sum_i \sum_(j | j != i) T j i.
  rewrite (exchange_big_dep predT) //=; apply: eq_bigr => i _.
  by apply: eq_bigl => j; rewrite eq_sym.
rewrite -(@pmulrn_lge0 _ _ 2) // mulr2n {2}e -big_split /=.
apply: sumr_ge0 => i _; rewrite -big_split /=; apply: sumr_ge0 => j _.
have -> : T i j + T j i = x 0 i * M i j * x 0 j *+ 2 + (x 0 i ^+ 2 + x 0 j ^+ 2) * `|M i j|.
  have -> : T j i = x 0 j * M i j * x 0 i + x 0 j ^+ 2 * `|M i j|.
    by rewrite /T; have -> : M j i = M i j by rewrite -{1}sM mxE.
  by rewrite /T; ring.
exact: mean_inequality.
Qed.

(** A symmetric strictly diagonally dominant matrix is positive definite. *)
Theorem dominant_pd n (M : 'M[F]_n) : M^T = M -> dominant M -> pd M.
Proof.
move=> sM dM x x0; apply: lt_le_trans (margin_le_quadratic x sM).
have [i xi] : exists i, x 0 i != 0.
  by apply/existsP; apply: contra_neqT x0 => /existsPn h; apply/rowP => i; move/negPn/eqP: (h i) => ->; rewrite mxE.
rewrite (bigD1 i) //= ltr_paddr //.
  by rewrite sumr_ge0 // => j _; rewrite mulr_ge0 ?sqr_ge0 ?subr_ge0 ?ltW.
by rewrite mulr_gt0 ?subr_gt0 ?exprn_even_gt0.
Qed.

Lemma pd_congruence_unit n (U M : 'M[F]_n) : pd (U *m M *m U^T) -> U \in unitmx.
Proof. by move/pd_unit; rewrite -mulmxA unitmx_mul => /andP[]. Qed.

Lemma pd_congruence_inverse n (U M : 'M[F]_n) : pd (U *m M *m U^T) -> pd M.
Proof.
move=> h x x0; have uU := pd_congruence_unit h.
have y0 : x *m invmx U != 0.
  by apply: contra_neq x0 => e; rewrite -[x](mulmxKV uU) e mul0mx.
by have := h _ y0; rewrite trmx_mul !mulmxA mulmxKV // -(mulmxA _ U^T) -trmx_mul mulVmx // trmx1 mulmx1.
Qed.

Lemma sym_inverse n (G : 'M[F]_n) : G^T = G -> (invmx G)^T = invmx G.
Proof. by move=> sG; rewrite trmx_inv sG. Qed.

Lemma psd_inverse n (G : 'M[F]_n) : G^T = G -> G \in unitmx -> psd G -> psd (invmx G).
Proof. by move=> sG uG pG; rewrite -[invmx G]mul1mx -(mulVmx uG) -{2}(sym_inverse sG); apply: psd_congr. Qed.

Lemma sym_congruence m n (U : 'M[F]_(m, n)) M : M^T = M -> (U *m M *m U^T)^T = U *m M *m U^T.
Proof. by move=> sM; rewrite !trmx_mul trmxK sM mulmxA. Qed.

Lemma sym_sandwich n (X D : 'M[F]_n) : X^T = X -> D^T = D -> (X *m D *m X)^T = X *m D *m X.
Proof. by move=> sX sD; rewrite !trmx_mul sX sD mulmxA. Qed.
End Dominance.
