(** * Proposition 4.4 (paper (12)), population part: joint-embedding recovers iff alpha^2 > alpha_JE^2

    In words. Let the corrupted data and the augmentation have their population second moments (the record
    [population] of definitions.v, in an arbitrary orthonormal basis Q). The solutions of (SSL-JE) on the
    corrupted data are the same matrices as the solutions on the clean data if and only if alpha^2 >
    alpha_JE^2. This is the paper's "W~* -> W* up to a rotation": by Theorem 3.2 the common solutions are U
    W* with U orthogonal. Equivalently, the row space of every solution is the signal space. More precisely:
    - above the threshold, the row space of every solution is the signal space;
    - at the threshold, the clean solutions are still solutions, but not the only ones;
    - at or below it, some solution has a noise part; strictly below it, every solution has one.

    Hypotheses beyond the paper's. The limit n -> infinity is replaced by its moments: the convergence of the
    moments is the law of large numbers, its consequences are in [limits/]. Where the clean solutions appear,
    the second moment of the clean views is positive definite, as Theorem 3.2 needs (it holds when alpha > 0
    or all th_j > 0). The law of the augmentation is finite; by Remark 4.1 only its covariance matters. [i0]
    and [j0] say k > 0 and m > 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd block extrema diagonal signal_model block_model population_model.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Proposition.
Variables (F : rcfType) (T : finType) (n k m : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m)).
Variables (X : 'M[F]_(n, k + m)).
Variables (Q : 'M[F]_(k + m)) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F) (i0 : 'I_k) (j0 : 'I_m).
Hypothesis pop : population p e X Q c thI g thJ alpha.
Notation tau := (additive e).
Notation threshold := (alpha2_JE i0 j0 c thI g thJ).

Section Clean.
Variables (nc : nat) (Xc : 'M[F]_(nc, k + m)).
Hypotheses (clean : clean_data Xc Q c) (pS : pd (mS p tau Xc)).

(** The headline: the same solutions on corrupted and on clean data if and only if alpha^2 > alpha_JE^2. *)
Theorem proposition_4_4 :
  (forall W : 'M[F]_(k, k + m), je_optimal p tau X W <-> je_optimal p tau Xc W) <-> threshold < alpha ^+ 2.
Proof.
split=> [same|above W].
  rewrite ltNge; apply/negP => /(je_population_leak pop)[W /same].
  by move=> /(je_population_clean pop i0 clean pS)[_ ->]; rewrite eqxx.
apply: iff_trans (je_population_above pop W above) _.
exact: iff_sym (je_population_clean pop i0 clean pS W).
Qed.

(** At the threshold the clean solutions are still optimal (with [proposition_4_4_leak]: not alone). *)
Theorem proposition_4_4_at_threshold (W : 'M[F]_(k, k + m)) : threshold = alpha ^+ 2 ->
  je_optimal p tau Xc W -> je_optimal p tau X W.
Proof.
move=> at_t opt; apply: (je_population_tie pop (i0 := i0) (j0 := j0)); first by rewrite at_t.
exact/(je_population_clean pop i0 clean pS).
Qed.
End Clean.

(** The same without clean data: every solution spans the signal space if and only if alpha^2 > alpha_JE^2. *)
Theorem proposition_4_4_row_space :
  (forall W : 'M[F]_(k, k + m), je_optimal p tau X W -> (W :=: signal Q)%MS) <-> threshold < alpha ^+ 2.
Proof.
have QQ := pop_basis pop; split=> [rows|above W]; last first.
  by move=> /(je_population_above pop W above); apply: signal_frame_rows.
rewrite ltNge; apply/negP => /(je_population_leak pop)[W /rows].
by move=> /(signal_rows QQ) ->; rewrite eqxx.
Qed.

(** At or below the threshold some solution has a noise part. *)
Theorem proposition_4_4_leak : alpha ^+ 2 <= threshold ->
  exists2 W : 'M[F]_(k, k + m), je_optimal p tau X W & noise_part Q W != 0.
Proof. exact: je_population_leak. Qed.

(** Strictly below it every solution has a noise part. *)
Theorem proposition_4_4_below (W : 'M[F]_(k, k + m)) : alpha ^+ 2 < threshold ->
  je_optimal p tau X W -> noise_part Q W != 0.
Proof. exact: je_population_lost. Qed.
End Proposition.
