(** * The leakage theorem (beyond the paper): joint-embedding with noise on the signal's own directions

    In words. Let Theta = 0, let Gamma be any positive definite matrix, also on the signal's own directions,
    and let the clean second moment C have rank k. With population moments on the corrupted data (C + Gamma)
    and an augmentation of covariance alpha^2 Gamma, alpha > 0 however small, the row space of every solution
    of (SSL-JE) is that of C Gamma^-1, the Fisher directions. It contains the rows of the supervised solution
    on the clean data with the same augmentation, so nothing the labels could use is lost.

    Hypotheses. Ours, no counterpart in the paper. The law is finite, X0 is the clean data, X the corrupted
    data. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd moments additive_moments supervised pencil optimal_pencil fisher.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Leakage.
Variables (F : rcfType) (T : finType) (n n0 d k : nat) (p : T -> F) (e : T -> 'rV[F]_d).
Variables (X : 'M[F]_(n, d)) (X0 : 'M[F]_(n0, d)) (Gamma : 'M[F]_d) (alpha2 : F).
Hypotheses (law : is_law p) (mean : centred p e) (samples : (0 < n)%N) (samples0 : (0 < n0)%N).
Hypotheses (sGamma : Gamma^T = Gamma) (pGamma : pd Gamma) (positive : 0 < alpha2) (rank : \rank (mC X0) = k).
Hypotheses (corrupted : mC X = mC X0 + Gamma) (views : noise_cov p e = alpha2 *: Gamma).
Notation tau := (additive e).

Let s0 : 0 < n0%:R^-1 :> F. Proof. by rewrite invr_gt0 ltr0n. Qed.
Let C0E : mC X0 = n0%:R^-1 *: (X0^T *m X0^T^T). Proof. by rewrite trmxK. Qed.

Let pencil_of (W : 'M[F]_(k, d)) : je_optimal p tau X W ->
  pencil_max (n0%:R^-1 *: (X0^T *m X0^T^T) + (1 + alpha2) *: Gamma) (n0%:R^-1 *: (X0^T *m X0^T^T) + Gamma) W.
Proof.
move=> /(je_optimal_pencil_max _ _ law.2); rewrite mS_additive ?law.2 // mG_additive ?law.2 // corrupted views.
by rewrite -C0E -addrA scalerDl scale1r.
Qed.

(** Every solution of (SSL-JE) has the row space of C Gamma^-1, whatever alpha > 0. *)
Theorem leakage (W : 'M[F]_(k, d)) : je_optimal p tau X W -> (W :=: mC X0 *m invmx Gamma)%MS.
Proof.
move=> /pencil_of h; rewrite C0E; apply: (je_rowspace_fisher s0 _ sGamma pGamma positive h).
by rewrite -C0E.
Qed.

(** That row space contains the supervised solution on clean data. *)
Theorem leakage_supervised l (Y : 'M[F]_(n0, l)) (W : 'M[F]_(k, d)) (V : 'M[F]_(l, d)) :
  je_optimal p tau X W -> sl_optimal p tau X0 Y V -> (V <= W)%MS.
Proof.
move=> /pencil_of h optV; have SE : mS p tau X0 = mC X0 + alpha2 *: Gamma.
  by rewrite mS_additive ?law.2 // views.
have pS : pd (mS p tau X0) by rewrite SE C0E; apply: views_pd.
have -> : V = mB p tau X0 Y *m invmx (mS p tau X0).
  exact: (sl_unique law.2 pS (optV _)).
rewrite SE /mB mean_views_additive ?law.2 // C0E -[X in Y^T *m X]trmxK.
by apply: (je_rowspace_supervised s0 _ sGamma pGamma positive _ h); rewrite -C0E.
Qed.
End Leakage.
