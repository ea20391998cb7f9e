(** * Reconstruction can leak for every alpha (beyond the paper)

    In words. In the setting of the leakage theorem take C = diag(1, 0), Gamma = diag(1, 5): corrupted second
    moment diag(2, 5), augmentation covariance alpha^2 Gamma. Whatever alpha, every optimal encoder of
    (SSL-RC) has a noise part, whereas joint-embedding finds the Fisher direction e_1 for every alpha > 0.

    Hypotheses. The [population] record with c = 2, g = 5, th = (alpha^2, 0): that is, S = diag(2 + alpha^2,
    5 + 5 alpha^2). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema population_model.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem reconstruction_always_leaks (F : rcfType) (T : finType) (n : nat) (p : T -> F) (e : T -> 'rV[F]_(1 + 1))
    (X : 'M[F]_(n, 1 + 1)) (alpha : F) (E : 'M[F]_(1, 1 + 1)) (D : 'M[F]_(1 + 1, 1)) :
  population p e X 1%:M (fun=> 2%:R) (fun=> alpha ^+ 2) (fun=> 5%:R) (fun=> 0) alpha ->
  rc_optimal p (additive e) X E D -> noise_part 1%:M E != 0.
Proof.
move=> pop; apply: (rc_population_lost pop (i0 := 0) (j0 := 0)).
have a0 : 0 <= alpha ^+ 2 := sqr_ge0 alpha; move: (alpha ^+ 2) a0 => a a0.
have den : 2%:R + a != 0 by rewrite gt_eqF // ltr_paddr // ltr0n.
have eta : eta2 (0 : 'I_1) (fun=> 2%:R) (fun=> a) = 2%:R ^+ 2 / (2%:R + a) by apply: (@fminE _ _ _ _ _ 0).
have -> : alpha2_RC (0 : 'I_1) (0 : 'I_1) (fun=> 2%:R) (fun=> a) (fun=> 5%:R) (fun=> 0)
    = a + (6%:R + a) / 4%:R.
  apply: (@fmaxE _ _ _ _ _ 0) => [|j]; rewrite eta; [|rewrite le_eqVlt; apply/orP; left; apply/eqP].
    by field; rewrite ?den ?pnatr_eq0.
  by field; rewrite ?den ?pnatr_eq0.
by rewrite ltr_addl divr_gt0 ?ltr0n // ltr_paddr // ltr0n.
Qed.
