(* Steps in the derivation of Theorems 3.1 and 3.2 that are wrong as printed, although the theorems are right.

   Slugs: equation_18_missing_factor, equation_25_missing_sum. (26) to (29) hold: statements/theorem_3_2.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan moments spectral pencil rc_pencil additive_moments optimal_pencil.
From Jerc Require Import composition realisation.
From Jerc Require Import small_matrices closed_forms.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---- (18): the 1/n of the cross term is missing ---- *)
Section Equation18.
Variables (F : rcfType) (T : finType) (n d k : nat) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Implicit Types (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)).

Definition printed_18 E D :=
  - (\tr (D *m E *m ((mean_views p tau X)^T *m X)) *+ 2) + \tr (D *m E *m mS p tau X *m E^T *m D^T).
Definition corrected_18 E D :=
  - (n%:R^-1 * \tr (D *m E *m ((mean_views p tau X)^T *m X)) *+ 2) + \tr (D *m E *m mS p tau X *m E^T *m D^T).

(* With 1/n the objective of (18) is the reconstruction loss up to the constant tr C; any data, any augmentation. *)
Theorem equation_18_missing_factor_corrected E D : \sum_w p w = 1 ->
  lossRC p tau X E D = \tr (mC X) + corrected_18 E D.
Proof.
move=> p1; rewrite (lossRC_quad _ _ p1) /corrected_18 addrA; congr (_ - _ *+ 2 + _).
by rewrite /mH trmxZ trmx_mul trmxK -scalemxAr mxtraceZ.
Qed.
End Equation18.

Section Equation18Instance.
Variable F : rcfType.
Notation printed := (printed_18 (@no_law F) (@identity_view F 1)).
Notation loss := (lossRC (@no_law F) (@identity_view F 1)).

(* Two samples x = 1, not augmented (S = 1): the printed objective is minimal at E = 2, D = 1, but a solution of the
   reconstruction problem has DE = 1, and (2, 1) is none. *)
Theorem equation_18_missing_factor_refuted :
  let X := const_mx 1 : 'M[F]_(2, 1) in
  [/\ mS (@no_law F) (@identity_view F 1) X = 1%:M,
      forall E D : 'M[F]_1, printed X (2%:R)%:M 1%:M <= printed X E D,
      forall E D : 'M[F]_1, rc_optimal (@no_law F) (@identity_view F 1) X E D -> D *m E = 1%:M
    & ~ rc_optimal (@no_law F) (@identity_view F 1) X ((2%:R)%:M : 'M[F]_1) 1%:M].
Proof.
move=> X; have two0 : 2%:R != 0 :> F by rewrite pnatr_eq0.
have XX : X^T *m X = (2%:R)%:M.
  apply/matrixP => i j; rewrite !mxE !ord1 !big_ord_recl big_ord0 !mxE mulr1 addr0 eqxx mulr1n.
  by rewrite -mulr2n.
have CE : mC X = 1%:M by rewrite /mC XX scale_scalar_mx mulVf.
have SE : mS (@no_law F) (@identity_view F 1) X = 1%:M by rewrite mS_identity.
have P (E D : 'M[F]_1) : printed X E D = ((D *m E) 0 0 - 2%:R) ^+ 2 - 4%:R.
  rewrite /printed_18 SE mean_views_identity XX [D]mx11_scalar [E]mx11_scalar -!scalar_mxM !tr_scalar_mx -!scalar_mxM.
  by rewrite !mxtrace_scalar !mulr1n !mxE !mulr1n; ring.
have L (E D : 'M[F]_1) : loss X E D = ((D *m E) 0 0 - 1) ^+ 2.
  rewrite (lossRC_quad _ _ (no_law1 F)) no_augmentation_H SE CE.
  rewrite [D]mx11_scalar [E]mx11_scalar -!scalar_mxM !tr_scalar_mx -!scalar_mxM.
  by rewrite mxtrace1 !mxtrace_scalar !mulr1n !mxE !mulr1n; ring.
split=> // [E D|E D h|h].
- by rewrite !P mul1mx mxE eqxx mulr1n subrr expr0n add0r ler_subr_addl subrr sqr_ge0.
- have := h 1%:M 1%:M; rewrite !L mulmx1 [(1%:M : 'M[F]_1) 0 0]mxE mulr1n subrr expr0n /= => le0.
  rewrite [LHS]mx11_scalar; congr _%:M; apply/eqP; rewrite -subr_eq0 -sqrf_eq0.
  by rewrite eq_le le0 sqr_ge0.
have := h 1%:M 1%:M; rewrite !L !mul1mx !mxE eqxx !mulr1n subrr expr0n /=.
by rewrite leNgt -[X in X - 1]/(1 + 1) addrK expr1n ltr01.
Qed.
End Equation18Instance.

(* ---- before (25): S is printed without the sum over the samples ---- *)
Section Equation25.
Variable F : rcfType.

(* The proof of Theorem 3.2 recalls S as (1/n) E tau(x_i) tau(x_i)', without the sum over i that the theorem and
   (25) have. The samples 1 and 2, not augmented: S = 5/2, and without the sum it is 1/2 or 2. *)
Theorem equation_25_missing_sum_refuted :
  let X := col_mx 1%:M (2%:R)%:M : 'M[F]_(1 + 1, 1) in
  forall i, mS (@no_law F) (@identity_view F 1) X <> (1 + 1)%:R^-1 *: ((row i X)^T *m row i X).
Proof.
move=> X i; have two0 : (1 + 1)%:R != 0 :> F by rewrite pnatr_eq0.
rewrite mS_identity /mC => /(scalerI (invr_neq0 two0)).
rewrite /X tr_col_mx mul_row_col !tr_scalar_mx -!scalar_mxM -raddfD.
case: (split_ordP i) => j ->; rewrite ?rowKu ?rowKd [row _ _]mx11_scalar mxE [j]ord1 ?mxE eqxx mulr1n;
  rewrite tr_scalar_mx -scalar_mxM => /scalar1_inj/eqP.
  by rewrite mulr1 -subr_eq0 addrAC subrr add0r -natrM pnatr_eq0.
by rewrite -subr_eq0 addrK mulr1 oner_eq0.
Qed.
End Equation25.
