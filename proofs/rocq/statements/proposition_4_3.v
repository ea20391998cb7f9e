(** * Proposition 4.3 (paper (10)), population part: reconstruction recovers iff alpha^2 > alpha_RC^2

    In words. Let the corrupted data and the augmentation have their population second moments (the record
    [population] of definitions.v, in an arbitrary orthonormal basis Q). The solutions (E, D) of (SSL-RC) on
    the corrupted data are the same pairs as the solutions on the clean data if and only if alpha^2 >
    alpha_RC^2. Equivalently, the row space of every optimal encoder is the signal space. More precisely:
    - above the threshold, the row space of every optimal encoder is the signal space;
    - at the threshold, the clean solutions are still solutions, but not the only ones;
    - at or below it, some optimal encoder has a noise part; strictly below it, every optimal encoder has
      one.

    Hypotheses beyond the paper's. As for Proposition 4.4: the limit n -> infinity is replaced by its
    moments, the law is finite, and where the clean solutions appear the second moment of the clean views is
    positive definite (without it the clean problem does not determine E: errata). The paper's "up to an
    arbitrary invertible matrix" is read with the clean encoder fixed, as a statement on row spaces. We prove
    equality of the sets of solutions and of the row spaces. *)
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
Notation threshold := (alpha2_RC i0 j0 c thI g thJ).

Section Clean.
Variables (nc : nat) (Xc : 'M[F]_(nc, k + m)).
Hypotheses (clean : clean_data Xc Q c) (pS : pd (mS p tau Xc)).

(** The headline: the same pairs (E, D) on corrupted and on clean data if and only if alpha^2 > alpha_RC^2. *)
Theorem proposition_4_3 :
  (forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)), rc_optimal p tau X E D <-> rc_optimal p tau Xc E D)
  <-> threshold < alpha ^+ 2.
Proof.
split=> [same|above E D]; last first.
  apply: iff_trans (rc_population_above pop E D above) _.
  exact: iff_sym (rc_population_clean pop i0 clean pS E D).
rewrite ltNge; apply/negP => /(rc_population_leak pop)[E [D [/same]]].
move=> /(rc_population_clean pop i0 clean pS) h.
have uC := pd_unit ((pd_dg c).1 (pop_signal pop)); have QQ := pop_basis pop.
by rewrite (signal_rows QQ (signal_code_rows uC QQ h)) eqxx.
Qed.

(** At the threshold the clean solutions are still optimal (with [proposition_4_3_leak]: not alone). *)
Theorem proposition_4_3_at_threshold (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) : threshold = alpha ^+ 2 ->
  rc_optimal p tau Xc E D -> rc_optimal p tau X E D.
Proof.
move=> at_t opt; apply: (rc_population_tie pop (i0 := i0) (j0 := j0)); first by rewrite at_t.
exact/(rc_population_clean pop i0 clean pS).
Qed.
End Clean.

(** The same without clean data: every optimal encoder spans the signal space if and only if
    alpha^2 > alpha_RC^2. *)
Theorem proposition_4_3_row_space :
  (forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)), rc_optimal p tau X E D -> (E :=: signal Q)%MS)
  <-> threshold < alpha ^+ 2.
Proof.
have QQ := pop_basis pop; split=> [rows|above E D].
  rewrite ltNge; apply/negP => /(rc_population_leak pop)[E [D [/rows]]].
  by move=> /(signal_rows QQ) ->; rewrite eqxx.
move=> /(rc_population_above pop E D above); apply: signal_code_rows => //.
exact: pd_unit ((pd_dg c).1 (pop_signal pop)).
Qed.

(** At or below the threshold some optimal encoder has a noise part. *)
Theorem proposition_4_3_leak : alpha ^+ 2 <= threshold ->
  exists (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)), rc_optimal p tau X E D /\ noise_part Q E != 0.
Proof. exact: rc_population_leak. Qed.

(** Strictly below it every optimal encoder has a noise part. *)
Theorem proposition_4_3_below (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)) : alpha ^+ 2 < threshold ->
  rc_optimal p tau X E D -> noise_part Q E != 0.
Proof. exact: rc_population_lost. Qed.
End Proposition.
