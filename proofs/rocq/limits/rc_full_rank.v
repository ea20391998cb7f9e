(** * An optimal reconstruction encoder has full rank when the cross moment H has rank at least k *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius pencil rc_pencil.
From Jerc Require Import row_projector.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FullRank.
Variables (F : rcfType) (d k : nat) (S H C : 'M[F]_d).
Hypotheses (sS : S^T = S) (pS : pd S) (kd : (k <= d)%N).

Definition product_value (N : 'M[F]_d) := \tr C - \tr (N *m H^T) *+ 2 + \tr (N *m S *m N^T).
Lemma rc_value_product (E : 'M[F]_(k, d)) D : rc_value S H C E D = product_value (D *m E).
Proof. by rewrite /rc_value /product_value trmx_mul !mulmxA. Qed.

(** A rank-deficient pair can be completed by any rank-one matrix. *)
Lemma spare_direction (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) (c : 'cV[F]_d) (y : 'rV[F]_d) : ~~ row_free E ->
  exists (E' : 'M[F]_(k, d)) D', D' *m E' = D *m E + c *m y.
Proof.
rewrite -kermx_eq0 => /rowV0Pn[u /sub_kermxP uE u0].
have q0 : (u *m u^T) 0 0 != 0 by apply: contra_neq u0 => /sqnorm_eq0.
have uu := mx11_scalar (u *m u^T); move: (_ 0 0) q0 uu => q q0 uu.
exists (E + u^T *m y), (D + q^-1 *: ((c - D *m u^T) *m u)).
rewrite mulmxDl !mulmxDr -!scalemxAl -[_ *m u *m E]mulmxA uE mulmx0 scaler0 add0r -addrA; congr (_ + _).
rewrite !mulmxA -(mulmxA _ u u^T) uu mul_mx_scalar -scalemxAl scalerA mulVf // scale1r.
by rewrite mulmxBl addrC subrK.
Qed.

Lemma tr_delta_mul (i j : 'I_d) (M : 'M[F]_d) : \tr (delta_mx i j *m M) = M j i.
Proof. by rewrite -(mul_delta_mx (0 : 'I_1)) -mulmxA mxtrace_mulC tr_mx11 -rowE -colE !mxE. Qed.
Lemma tr_delta_quad (i j : 'I_d) (M : 'M[F]_d) : \tr (delta_mx i j *m M *m (delta_mx i j)^T) = M j j.
Proof.
rewrite -mulmxA tr_delta_mul trmx_delta -(mul_delta_mx (0 : 'I_1)) mulmxA -colE !mxE big_ord1 !mxE.
by rewrite !eqxx mulr1.
Qed.

Theorem rc_min_full_rank (E : 'M[F]_(k, d)) D : rc_min S H C E D -> (k <= \rank H)%N -> row_free E.
Proof.
move=> mE rH; apply/negPn/negP => nE; pose R := H - D *m E *m S.
have R0 : R = 0.
  apply/matrixP => i j; rewrite [RHS]mxE; apply/eqP/negPn/negP => r0; set r := R i j in r0.
  pose s := S j j; have s0 : 0 < s.
    have j0 : (delta_mx 0 j : 'rV[F]_d) != 0.
      by apply/eqP => /rowP/(_ j)/eqP; rewrite !mxE !eqxx oner_eq0.
    by have := pS j0; rewrite quad_delta.
  pose t := r / s; have [E' [D' e]] := spare_direction D (delta_mx i 0) (t *: delta_mx 0 j) nE.
  have := mE E' D'; rewrite !rc_value_product e -scalemxAr mul_delta_mx leNgt => /negP; apply.
  have rE : r = \tr (delta_mx i j *m H^T) - \tr (delta_mx i j *m S *m (D *m E)^T).
    rewrite -mulmxA -mxtraceB -mulmxBr tr_delta_mul.
    have -> : H^T - S *m (D *m E)^T = R^T by rewrite /R trmxB [(D *m E *m S)^T]trmx_mul sS.
    by rewrite mxE.
  move: rE; rewrite /product_value; move: (D *m E) => N rE.
  have -> : \tr ((N + t *: delta_mx i j) *m H^T) = \tr (N *m H^T) + t * \tr (delta_mx i j *m H^T).
    by rewrite mulmxDl -scalemxAl mxtraceD mxtraceZ.
  have -> : \tr ((N + t *: delta_mx i j) *m S *m (N + t *: delta_mx i j)^T)
      = \tr (N *m S *m N^T) + t * \tr (delta_mx i j *m S *m N^T) *+ 2 + t ^+ 2 * s.
    have sym : \tr (N *m S *m (delta_mx i j)^T) = \tr (delta_mx i j *m S *m N^T).
      by rewrite -mxtrace_tr !trmx_mul trmxK sS mulmxA.
    rewrite trmxD trmxZ !mulmxDl !mulmxDr -!scalemxAl -!scalemxAr !mxtraceD !mxtraceZ sym tr_delta_quad -/s.
    move: (\tr _) (\tr _) => x y; ring.
  have rs : t * s = r by rewrite /t divfK // gt_eqF.
  move: rE; move: (\tr C) (\tr (N *m H^T)) (\tr (N *m S *m N^T)) (\tr (delta_mx i j *m H^T)) (\tr (_ *m N^T)).
  move=> c0 x v a b rE; rewrite -subr_gt0.
  have Rr : c0 - x *+ 2 + v - (c0 - (x + t * a) *+ 2 + (v + t * b *+ 2 + t ^+ 2 * s)) = t * (a - b) *+ 2 - t * (t * s) by ring.
  by rewrite Rr rs -rE mulr2n addrK /t mulrAC -expr2 divr_gt0 // lt_neqAle sqr_ge0 andbT eq_sym sqrf_eq0.
have HE : H = D *m E *m S by apply/eqP; rewrite -subr_eq0; apply/eqP.
have : (\rank H <= \rank E)%N.
  by rewrite HE; apply: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
by move/(leq_trans rH) => h; case/negP: nE; rewrite /row_free eqn_leq rank_leq_row.
Qed.

(** Then it is an invertible multiple of an optimal frame of the pencil (H'H, S), with the same row space. *)
Corollary rc_min_frame (E : 'M[F]_(k, d)) D : rc_min S H C E D -> (k <= \rank H)%N ->
  exists2 W : 'M[F]_(k, d), pencil_max S (H^T *m H) W & (E :=: W)%MS.
Proof.
move=> mE rH; have fE := rc_min_full_rank mE rH; have [M [W [f e]]] := frame_factor sS pS kd E.
exists W; first exact: rc_min_pencil_max mE f e.
rewrite e; apply: eqmxMfull; rewrite row_full_unit -row_free_unit /row_free eqn_leq rank_leq_row /=.
by move: fE; rewrite /row_free e => /eqP {1}<-; apply: mxrankM_maxl.
Qed.
End FullRank.

(** The rank condition, from an invertible signal block of H. *)
Lemma rank_signal_block (F : fieldType) k m (H : 'M[F]_(k + m)) : ulsubmx H \in unitmx -> (k <= \rank H)%N.
Proof.
rewrite -row_free_unit /row_free => /eqP {1}<-.
have -> : ulsubmx H = row_mx 1%:M 0 *m H *m col_mx 1%:M 0.
  by rewrite -[in RHS](submxK H) mul_row_block !mul1mx !mul0mx !addr0 mul_row_col mulmx1 mulmx0 addr0.
exact: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
Qed.
