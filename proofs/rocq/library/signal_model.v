(** * Additive augmentation of data whose second moments are block-diagonal in an orthonormal basis Q

    Passing to the basis Q turns both problems into pencil problems of block-diagonal matrices. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd block moments additive_moments pencil rc_pencil optimal_pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The pencil problem in another orthonormal basis. *)
Section Basis.
Variables (F : realFieldType) (d : nat) (Q S A : 'M[F]_d).
Hypothesis QQ : Q^T *m Q = 1%:M.
Let QQC : Q *m Q^T = 1%:M := mulmx1C QQ.

Lemma quad_basis k (W : 'M[F]_(k, d)) M : W *m (Q *m M *m Q^T) *m W^T = (W *m Q) *m M *m (W *m Q)^T.
Proof. by rewrite trmx_mul !mulmxA. Qed.
Lemma feasible_basis k (W : 'M[F]_(k, d)) : feasible (Q *m S *m Q^T) W <-> feasible S (W *m Q).
Proof. by rewrite /feasible quad_basis. Qed.
Lemma basis_back k (W : 'M[F]_(k, d)) : W *m Q^T *m Q = W.
Proof. by rewrite -mulmxA QQ mulmx1. Qed.
Lemma basis_there k (W : 'M[F]_(k, d)) : W *m Q *m Q^T = W.
Proof. by rewrite -mulmxA QQC mulmx1. Qed.
Lemma basis_free : row_free Q.
Proof. by rewrite row_free_unit; have [] := mulmx1_unit QQC. Qed.

Lemma pencil_max_basis k (W : 'M[F]_(k, d)) :
  pencil_max (Q *m S *m Q^T) (Q *m A *m Q^T) W <-> pencil_max S A (W *m Q).
Proof.
split=> -[/feasible_basis f h]; split=> // W'.
  by rewrite -[W'](basis_back) -feasible_basis => /h; rewrite !quad_basis.
by rewrite feasible_basis => /h; rewrite !quad_basis.
Qed.
End Basis.

(** Rows of W against the signal directions. *)
Section Signal.
Variables (F : realFieldType) (k m : nat) (Q : 'M[F]_(k + m)).
Hypothesis QQ : Q^T *m Q = 1%:M.

Lemma signal_basis : signal Q *m Q = row_mx 1%:M 0.
Proof.
by rewrite /signal trmx_lsub mul_usub_mx QQ (scalar_mx_block k m 1) block_mxEv col_mxKu.
Qed.
Lemma signal_split l (W : 'M[F]_(l, k + m)) : noise_part Q W = 0 -> W = lsubmx (W *m Q) *m signal Q.
Proof.
move=> W2; rewrite -[LHS](basis_there QQ) -[W *m Q in LHS]hsubmxK -/(noise_part Q W) W2.
by rewrite -[Q^T]vsubmxK mul_row_col mul0mx addr0 /signal trmx_lsub.
Qed.
Lemma noise_part_signal l (M : 'M[F]_(l, k)) : noise_part Q (M *m signal Q) = 0.
Proof. by rewrite /noise_part -mulmxA signal_basis mul_mx_row mulmx0 row_mxKr. Qed.
Lemma signal_rows (W : 'M[F]_(k, k + m)) : (W :=: signal Q)%MS -> noise_part Q W = 0.
Proof. by move=> e; have /submxP[M ->] : (W <= signal Q)%MS; [rewrite e|exact: noise_part_signal]. Qed.
Lemma rows_signal (W : 'M[F]_(k, k + m)) :
  lsubmx (W *m Q) \in unitmx -> noise_part Q W = 0 -> (W :=: signal Q)%MS.
Proof.
move=> u /signal_split e; rewrite e; apply: eqmxMfull; by rewrite row_full_unit.
Qed.
End Signal.

Section Model.
Variables (F : rcfType) (T : finType) (n k m : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m)).
Variables (X : 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)).
Hypotheses (p1 : \sum_w p w = 1) (e0 : centred p e) (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Variables (C0 N0 : 'M[F]_(k + m)).
Hypotheses (data : mC X = Q *m C0 *m Q^T) (views : noise_cov p e = Q *m N0 *m Q^T).
Notation tau := (additive e).

Lemma mS_model : mS p tau X = Q *m (C0 + N0) *m Q^T.
Proof. by rewrite mS_additive // data views mulmxDr mulmxDl. Qed.

Theorem je_optimal_model (W : 'M[F]_(k, k + m)) : je_optimal p tau X W <-> pencil_max (C0 + N0) C0 (W *m Q).
Proof.
apply: iff_trans (je_optimal_pencil_max _ _ p1 W) _.
by rewrite mS_model mG_additive // data; apply: pencil_max_basis.
Qed.

Theorem rc_optimal_model (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) : pd (C0 + N0) ->
  rc_optimal p tau X E D <-> exists (M : 'M[F]_k) (W : 'M[F]_(k, k + m)),
    [/\ pencil_max (C0 + N0) (C0^T *m C0) W, E *m Q = M *m W & Q^T *m D *m M = C0 *m W^T].
Proof.
move=> pS; have QQC := mulmx1C QQ.
have pSX : pd (mS p tau X) by rewrite mS_model; apply: pd_congr pS; apply: basis_free.
apply: iff_trans (rc_optimal_pencil_max p1 E D (leq_addr m k) pSX) _.
rewrite mS_model mH_additive // data.
have -> : (Q *m C0 *m Q^T)^T *m (Q *m C0 *m Q^T) = Q *m (C0^T *m C0) *m Q^T.
  by rewrite !trmx_mul trmxK !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1.
split=> -[M [W [h1 h2 h3]]]; last first.
  exists M, (W *m Q^T); split.
  - by apply/pencil_max_basis => //; rewrite basis_back.
  - by rewrite mulmxA -h2 basis_there.
  by rewrite trmx_mul trmxK mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA Q) -h3 !mulmxA QQC mul1mx.
exists M, (W *m Q); split; first exact/pencil_max_basis.
  by rewrite h2 mulmxA.
by rewrite -mulmxA h3 !mulmxA QQ mul1mx trmx_mul -!mulmxA.
Qed.
End Model.
