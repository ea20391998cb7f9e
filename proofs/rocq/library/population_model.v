(** * The population model of paper section 4.1 as a block model, and its extreme eigenvalues *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd block extrema diagonal noise_blocks diagonal_pencils signal_model block_model.
From Jerc Require Import corrupted_model.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Population.
Variables (F : rcfType) (T : finType) (n k m : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m)).
Variables (X : 'M[F]_(n, k + m)).
Variables (Q : 'M[F]_(k + m)) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F).
Hypothesis pop : population p e X Q c thI g thJ alpha.
Variables (i0 : 'I_k) (j0 : 'I_m).
Notation tau := (additive e).
Notation frame := (signal_frame (dg c + dg thI) Q).
Notation code := (signal_code (dg c) (dg c + dg thI) Q).
Notation level_JE := (alpha2_JE i0 j0 c thI g thJ).
Notation level_RC := (alpha2_RC i0 j0 c thI g thJ).

Let p1 : \sum_w p w = 1 := (pop_law pop).2.
Let e0 := pop_centred pop.
Let QQ := pop_basis pop.
Let n0 := pop_samples pop.
Let pC : pd (dg c) := (pd_dg c).1 (pop_signal pop).
Let pG : pd (dg g) := (pd_dg g).1 (pop_noise pop).
Let pI : psd (dg thI) := psd_dg (pop_theta_signal pop).
Let pJ : psd (dg thJ) := psd_dg (pop_theta_noise pop).
Let a0 : 0 <= alpha ^+ 2 := sqr_ge0 alpha.
Let data : mC X = Q *m block_mx (dg c) 0 0 (dg g) *m Q^T := pop_data pop.
Let views : noise_cov p e = Q *m block_mx (dg thI) 0 0 (dg thJ + alpha ^+ 2 *: dg g) *m Q^T.
Proof. by rewrite dgZ dgD (pop_views pop). Qed.
Let hd := delta_least i0 (pop_signal pop) (pop_theta_signal pop).
Let he := eta2_least i0 (pop_signal pop) (pop_theta_signal pop).
Let hl := theta_least j0 thJ (pop_noise pop).
Let hm := noise_greatest i0 j0 c thI thJ (pop_noise pop).
Let jeE : je_level _ _ = level_JE := je_level_diag i0 j0 c thI g thJ.
Let rcE : rc_level _ = level_RC := rc_level_diag i0 j0 c thI g thJ.

Theorem je_population_above W : level_JE < alpha ^+ 2 -> je_optimal p tau X W <-> frame W.
Proof.
rewrite -jeE => h.
exact: (je_corrupted_above p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG (sdg thJ) pJ a0 views n0 data hd hl W h).
Qed.
Theorem je_population_tie W : level_JE <= alpha ^+ 2 -> frame W -> je_optimal p tau X W.
Proof.
rewrite -jeE => h.
exact: (je_corrupted_tie p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG (sdg thJ) pJ a0 views n0 data hd hl h).
Qed.
Theorem je_population_leak : alpha ^+ 2 <= level_JE ->
  exists2 W : 'M[F]_(k, k + m), je_optimal p tau X W & noise_part Q W != 0.
Proof.
rewrite -jeE => h.
exact: (je_corrupted_leak p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG (sdg thJ) pJ a0 views n0 data hd hl h).
Qed.
Theorem je_population_lost (W : 'M[F]_(k, k + m)) : alpha ^+ 2 < level_JE ->
  je_optimal p tau X W -> noise_part Q W != 0.
Proof.
rewrite -jeE => h.
exact: (je_corrupted_lost p1 e0 QQ (sdg c) pC (sdg thI) pI pG pJ a0 views n0 data hd hl h).
Qed.

Theorem rc_population_above E D : level_RC < alpha ^+ 2 -> rc_optimal p tau X E D <-> code E D.
Proof.
rewrite -rcE => h.
exact: (rc_corrupted_above p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG (sdg thJ) pJ
  a0 views n0 data he hm E D h).
Qed.
Theorem rc_population_tie E D : level_RC <= alpha ^+ 2 -> code E D -> rc_optimal p tau X E D.
Proof.
rewrite -rcE => h.
exact: (rc_corrupted_tie p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG (sdg thJ) pJ a0 views n0 data he hm h).
Qed.
Theorem rc_population_leak : alpha ^+ 2 <= level_RC ->
  exists (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)), rc_optimal p tau X E D /\ noise_part Q E != 0.
Proof.
rewrite -rcE => h.
exact: (rc_corrupted_leak p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG (sdg thJ) pJ a0 views n0 data he hm h).
Qed.
Theorem rc_population_lost (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) : alpha ^+ 2 < level_RC ->
  rc_optimal p tau X E D -> noise_part Q E != 0.
Proof.
rewrite -rcE => h.
exact: (rc_corrupted_lost p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) pG pJ a0 views n0 data he hm h).
Qed.

Section Clean.
Variables (nc : nat) (Xc : 'M[F]_(nc, k + m)).
Hypotheses (clean : clean_data Xc Q c) (pS : pd (mS p tau Xc)).
Let clean_moment : mC Xc = Q *m block_mx (dg c) 0 0 0 *m Q^T.
Proof.
rewrite clean.2 /dg2; congr (_ *m block_mx _ _ _ _ *m _).
by apply/matrixP => i j; rewrite !mxE mul0rn.
Qed.
Theorem je_population_clean W : je_optimal p tau Xc W <-> frame W.
Proof.
exact: (je_optimal_clean p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) (sdg thJ) views clean.1 clean_moment pS W hd).
Qed.
Theorem rc_population_clean E D : rc_optimal p tau Xc E D <-> code E D.
Proof.
exact: (rc_optimal_clean p1 e0 QQ (sdg c) pC (sdg thI) pI (sdg g) (sdg thJ)
  views clean.1 clean_moment pS E D he).
Qed.
End Clean.
End Population.
