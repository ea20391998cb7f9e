(** * Normal equations of the supervised problem, in an arbitrary orthonormal basis *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments additive_moments supervised supervised_rate rotation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Normal.
Variables (F : rcfType) (T : finType) (n d l : nat) (p : T -> F) (e : T -> 'rV[F]_d).
Variables (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)) (Q N : 'M[F]_d).
Hypotheses (lp : is_law p) (ce : centred p e) (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypothesis cov : noise_cov p e = Q *m N *m Q^T.
Notation tau := (additive e).

(** V S = B, written for V Q. *)
Theorem sl_optimal_normal (V : 'M[F]_(l, d)) : pd (mC X + N) -> sl_optimal p tau (X *m Q^T) Y V ->
  V *m Q *m (mC X + N) = cross_moment Y X.
Proof.
move=> pS h; have QQC : Q *m Q^T = 1%:M by apply: mulmx1C.
have SE := views_rotate X lp ce n0 cov.
have pS' : pd (mS p tau (X *m Q^T)).
  rewrite SE; apply: pd_congr pS; rewrite row_free_unit.
  by case/mulmx1_unit: QQC.
have BE : mB p tau (X *m Q^T) Y = cross_moment Y X *m Q^T.
  by rewrite /mB (mean_views_additive _ lp.2 ce) mulmxA scalemxAl.
have := VstarE Y pS'; rewrite -(sl_unique lp.2 pS' (h _)) BE SE => /(congr1 (mulmxr Q)) /=.
by rewrite !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA _ Q^T Q) QQ mulmx1.
Qed.
End Normal.
