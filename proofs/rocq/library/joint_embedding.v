(** * Joint-embedding when S^-1/2 and an eigenbasis of S^-1/2 G S^-1/2 are given

    Lower bound, attained, and under a gap the form of every minimiser. Theorem 3.2 adds the existence of the
    decompositions. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd kyfan moments.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section JE.
Variables (F : realFieldType) (T : finType) (n d : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis p1 : \sum_w p w = 1.
Notation S := (mS p tau X).
Notation G := (mG p tau X).

Variable R0 : 'M[F]_d.
Hypotheses (sR : R0^T = R0) (RSR : R0 *m S *m R0 = 1%:M).
Section Decomposition.
Variables (k : nat) (Q : 'M[F]_d) (om : 'rV[F]_d).
Hypothesis QQ : Q^T *m Q = 1%:M.
Hypothesis eig : R0 *m G *m R0 = Q *m diag_mx om *m Q^T.
Hypothesis om_sorted : forall i j : 'I_d, (i <= j)%N -> om 0 j <= om 0 i.
Implicit Type W : 'M[F]_(k, d).

Definition je_optimum := (k%:R - \sum_(j < d | (j < k)%N) om 0 j) *+ 2.

Lemma lossJE_feasible W : W *m S *m W^T = 1%:M ->
  lossJE p tau X W = (k%:R - \tr (W *m G *m W^T)) *+ 2.
Proof.
by move=> h; rewrite (lossJE_quad _ _ p1) /mSigma mulmxBr mulmxBl h mxtraceB mxtrace1.
Qed.

Theorem je_bound W : W *m S *m W^T = 1%:M -> je_optimum <= lossJE p tau X W.
Proof.
move=> h; rewrite lossJE_feasible // ler_pmuln2r // ler_add2l ler_opp2.
exact: (kyfan_eigen sR RSR QQ eig om_sorted).
Qed.

Theorem je_attained (U : 'M[F]_k) : (k <= d)%N -> U *m U^T = 1%:M ->
  let W := U *m leading k Q *m R0 in W *m S *m W^T = 1%:M /\ lossJE p tau X W = je_optimum.
Proof.
move=> kd UU W; have [h e] := kyfan_eigen_attained sR RSR QQ eig kd UU.
by split=> //; rewrite lossJE_feasible // e.
Qed.

Theorem je_unique W : (forall i j : 'I_d, (i < k <= j)%N -> om 0 j < om 0 i) ->
  W *m S *m W^T = 1%:M -> lossJE p tau X W <= je_optimum ->
  exists2 U : 'M[F]_k, U *m U^T = 1%:M & W = U *m leading k Q *m R0.
Proof.
move=> gap h; rewrite lossJE_feasible // ler_pmuln2r // ler_add2l ler_opp2 => le.
apply: (kyfan_eigen_unique sR RSR QQ eig om_sorted gap h).
by apply/eqP; rewrite eq_le le andbT (kyfan_eigen sR RSR QQ eig om_sorted).
Qed.
End Decomposition.
End JE.
