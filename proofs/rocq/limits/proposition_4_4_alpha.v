(** * Proposition 4.4, alpha -> infinity at fixed n: joint-embedding

    The data are fixed: n samples, signal columns X1, noise columns N2, in an orthonormal basis Q. Corrupted data are
    [X1 N2] Q', clean data [X1 0] Q'. The augmentation adds centred noise of covariance
    Theta + alpha^2 Gamma = Q (Th1 (+) (Th2 + alpha^2 Ga2)) Q', whatever its law. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil recovery.
From Jerc Require Import norm_bounds gram_bound continuity row_projector rotation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FixedSample.
Variables (F : rcfType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pC : pd (mC X1)) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Notation A1 := (mC X1 + Th1).
Notation corrupted := (row_mx X1 N2 *m Q^T).
Notation clean := (row_mx X1 (0 : 'M_(n, m)) *m Q^T).

Lemma signal_sym : A1^T = A1. Proof. by rewrite trmxD mC_sym sT1. Qed.
Lemma signal_pd : pd A1. Proof. exact: pd_add_psd. Qed.

(** On clean data every joint-embedding optimum, for every alpha > 0, has the Gram matrix W*'W* = A1^-1 (+) 0 in the
    basis Q: it reads the signal coordinates only, and it is unique up to an orthogonal factor on the left. *)
Theorem proposition_4_4_clean alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (W : 'M[F]_(k, k + m)) :
  0 < alpha -> is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  je_optimal p (additive e) clean W -> W^T *m W = Q *m signal_gram m A1 *m Q^T.
Proof.
move=> a0 lp ce cov /(je_optimal_pencil lp ce n0 QQ cov).
rewrite mC_row0 /block_noise add_block_mx !addr0 !add0r; set N := Th2 + _ => mW.
have sN : N^T = N by rewrite trmxD trmxZ sT2 sG.
have pN : pd N by rewrite /N addrC; apply: pd_add_psd => //; apply: pdZ => //; rewrite exprn_gt0.
have [delta d0 Gd] := pd_dominates (mC_sym X1) pC signal_sym (pd_psd signal_pd).
have pM : pd (delta *: N - 0) by rewrite subr0; apply: pdZ.
rewrite (gram_rotate QQ); congr (_ *m _ *m _); rewrite (exact_gram signal_sym signal_pd (mC_sym X1) sN pN Gd pM mW).
by [].
Qed.

(** PROPOSITION 4.4, alpha -> infinity at fixed n. For every eps > 0 there is an alpha0 such that for every
    alpha >= alpha0 and every law of the augmentation noise with the stated covariance, every joint-embedding optimum W
    on the corrupted data satisfies |W'W - (A1^-1 (+) 0)|_F^2 <= eps, in the basis Q, where A1 = C1 + Theta1.
    The right-hand side is W*'W* for every optimum W* on clean data (proposition_4_4_clean); Gram matrices agree exactly
    when the encoders agree up to an orthogonal factor, the paper's "up to a rotation".
    Hypotheses beyond the paper's: C1 = X1'X1/n positive definite (the paper's kappa_i > 0) is all that is asked of the data;
    the law is finite; Theta block-diagonal over signal and noise, weaker than the paper's diagonal: needed for the
    exact [proposition_4_4_clean], only convenient for the limit. Gamma2 positive definite is the paper's g_j > 0. *)
Theorem proposition_4_4_alpha_limit : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) corrupted W ->
    fnorm2 (W^T *m W - Q *m signal_gram m A1 *m Q^T) <= eps.
Proof.
move=> eps eps0.
have s22 : (mC N2 + Th2)^T = mC N2 + Th2 by rewrite trmxD mC_sym sT2.
have [a0 a00 main] := gram_inflated (cross_moment X1 N2) (cross_moment X1 N2) (mC N2) signal_sym signal_pd s22 sG pG (mC_sym X1) pC eps0.
exists (1 + a0) => [|alpha ha T p e lp ce cov W]; first by rewrite addr_gt0 ?ltr01.
have a1 : 1 <= alpha by apply: le_trans ha; rewrite ler_addl ltW.
have a2 : a0 <= alpha ^+ 2.
  apply: le_trans (_ : alpha <= _); first by apply: le_trans ha; rewrite ler_addr ler01.
  by rewrite expr2 ler_pemull // (le_trans ler01 a1).
move=> /(je_optimal_pencil lp ce n0 QQ cov) mW; rewrite (gram_rotate QQ) -mulmxBl -mulmxBr (fnorm2_rotate QQ).
apply: (main _ a2); move: mW; rewrite mC_row /block_noise add_block_mx !addr0 /inflated addrA.
by [].
Qed.

(** The same, with the clean optimum in the statement: the Gram matrices of every pair of optima, on corrupted and on
    clean data, approach each other. *)
Corollary proposition_4_4_alpha_gap : forall eps, 0 < eps -> exists2 alpha0, 0 < alpha0 & forall alpha, alpha0 <= alpha ->
  forall (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)),
    is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  forall W Wc : 'M[F]_(k, k + m), je_optimal p (additive e) corrupted W -> je_optimal p (additive e) clean Wc ->
    fnorm2 (W^T *m W - Wc^T *m Wc) <= eps.
Proof.
move=> eps /proposition_4_4_alpha_limit[a0 a00 h]; exists a0 => // alpha ha T p e lp ce cov W Wc oW oWc.
by rewrite (proposition_4_4_clean (lt_le_trans a00 ha) lp ce cov oWc); apply: (h alpha ha T p e).
Qed.
End FixedSample.
