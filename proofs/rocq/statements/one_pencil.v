(** * One view of both problems: generalised eigenproblems with two numerators

    In words. W solves (SSL-JE) if and only if W maximises tr(W G W') subject to W S W' = I_k. When S is
    positive definite and k <= d, (E, D) solves (SSL-RC) if and only if E = M W and D M = H W' for some M and
    some W that maximises tr(W H'H W') subject to the same constraint.

    Hypotheses beyond the paper's: the law is finite. This equivalence is ours, the paper does not state it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd pencil optimal_pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section OnePencil.
Variables (F : rcfType) (T : finType) (n d k : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis law : is_law p.
Notation S := (mS p tau X).
Notation G := (mG p tau X).
Notation H := (mH p tau X).

(** Joint-embedding is the pencil problem of (G, S). *)
Theorem joint_embedding_pencil (W : 'M[F]_(k, d)) : je_optimal p tau X W <->
  feasible S W /\
  forall W' : 'M[F]_(k, d), feasible S W' -> \tr (W' *m G *m W'^T) <= \tr (W *m G *m W^T).
Proof. exact: (je_optimal_pencil_max _ _ law.2 W). Qed.

(** Reconstruction is the pencil problem of (H'H, S), followed by the least-squares decoder. *)
Theorem reconstruction_pencil (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : (k <= d)%N -> pd S ->
  rc_optimal p tau X E D <-> exists (M : 'M[F]_k) (W : 'M[F]_(k, d)),
    [/\ feasible S W /\ forall W' : 'M[F]_(k, d), feasible S W' ->
          \tr (W' *m (H^T *m H) *m W'^T) <= \tr (W *m (H^T *m H) *m W^T),
        E = M *m W & D *m M = H *m W^T].
Proof. exact: (rc_optimal_pencil_max law.2 E D). Qed.
End OnePencil.
