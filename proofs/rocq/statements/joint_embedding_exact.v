(** * Joint-embedding without augmentation noise on the signal is exact at every n (beyond the paper)

    In words. Any corrupted data, at any finite n, with whatever correlation between signal and noise, in any
    orthonormal basis Q. If the covariance of the augmentation is 0 on the signal block and positive definite
    on the noise block, the solutions of (SSL-JE) are exactly the feasible W with zero noise part.

    Hypotheses. Ours. The signal block of C is positive definite; Theta1 = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd additive_moments pencil optimal_pencil signal_model je_exact.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem joint_embedding_exact (F : rcfType) (T : finType) (n k m : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m))
    (X : 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)) (N : 'M[F]_m) (W : 'M[F]_(k, k + m)) :
  is_law p -> centred p e -> (0 < n)%N -> Q^T *m Q = 1%:M -> pd (ulsubmx (Q^T *m mC X *m Q)) -> pd N ->
  noise_cov p e = Q *m block_mx 0 0 0 N *m Q^T ->
  je_optimal p (additive e) X W <-> feasible (mS p (additive e) X) W /\ noise_part Q W = 0.
Proof.
move=> [_ p1] e0 n0 QQ pC pN cov.
pose C := Q^T *m mC X *m Q; rewrite -/C in pC.
have QQC := mulmx1C QQ.
have data : mC X = Q *m C *m Q^T by rewrite /C !mulmxA QQC mul1mx -mulmxA QQC mulmx1.
have sX : (mC X)^T = mC X by rewrite /mC trmxZ trmx_mul trmxK.
have sC : C^T = C by rewrite /C !trmx_mul trmxK sX mulmxA.
apply: iff_trans (je_optimal_model p1 e0 n0 QQ data cov W) _.
rewrite (mS_model p1 e0 n0 data cov) /noise_part.
have bE : C = block_mx (ulsubmx C) (ursubmx C) (ursubmx C)^T (drsubmx C) by rewrite trmx_ursub sC submxK.
have sC1 : (ulsubmx C)^T = ulsubmx C by rewrite trmx_ulsub sC.
have := je_exact (ursubmx C) (drsubmx C) sC1 pC pN (W *m Q); rewrite -bE.
have -> : block_mx (ulsubmx C) (ursubmx C) (ursubmx C)^T (drsubmx C + N) = C + block_mx 0 0 0 N.
  by rewrite {5}bE add_block_mx !addr0.
move=> exact_basis; apply: iff_trans exact_basis _.
by split=> -[h ->]; split=> //; apply/feasible_basis.
Qed.
