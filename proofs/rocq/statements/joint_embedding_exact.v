(** * Joint-embedding without augmentation noise on the signal is exact at every n (beyond the paper)

    In words. Any corrupted data, at any finite n, with whatever correlation between signal and noise. If the
    covariance of the augmentation is 0 on the signal block and positive definite on the noise block, the
    solutions of (SSL-JE) are exactly the feasible W with zero noise block.

    Hypotheses. Ours. The signal block of C is positive definite; Theta1 = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd additive_moments pencil optimal_pencil je_exact.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem joint_embedding_exact (F : rcfType) (T : finType) (n k m : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m))
    (X : 'M[F]_(n, k + m)) (N : 'M[F]_m) (W : 'M[F]_(k, k + m)) :
  is_law p -> centred p e -> (0 < n)%N -> pd (ulsubmx (mC X)) -> pd N -> noise_cov p e = block_mx 0 0 0 N ->
  je_optimal p (additive e) X W <-> feasible (mS p (additive e) X) W /\ rsubmx W = 0.
Proof.
move=> [_ p1] e0 n0 pC pN cov; apply: iff_trans (je_optimal_pencil_max _ _ p1 W) _.
rewrite mS_additive // mG_additive // cov.
have sC : (mC X)^T = mC X by rewrite /mC trmxZ trmx_mul trmxK.
have bE : mC X = block_mx (ulsubmx (mC X)) (ursubmx (mC X)) (ursubmx (mC X))^T (drsubmx (mC X)).
  by rewrite trmx_ursub sC submxK.
rewrite {1 2 3}bE add_block_mx !addr0; apply: je_exact => //.
by rewrite trmx_ulsub sC.
Qed.
