(** * The three problems in terms of moments: both self-supervised problems are pencil problems

    Joint-embedding: the pencil (G, S). Reconstruction: the pencil (H'H, S), followed by the best decoder H
    W'. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd moments joint_embedding pencil rc_pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Optimal.
Variables (F : rcfType) (T : finType) (n d : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis p1 : \sum_w p w = 1.
Notation S := (mS p tau X).
Notation G := (mG p tau X).
Notation H := (mH p tau X).

Theorem je_optimal_pencil_max k (W : 'M[F]_(k, d)) : je_optimal p tau X W <-> pencil_max S G W.
Proof.
split=> -[f h]; split=> // W' f'; have := h W' f'; first last.
  by rewrite !lossJE_feasible // ler_pmuln2r // ler_add2l ler_opp2.
by rewrite !lossJE_feasible // ler_pmuln2r // ler_add2l ler_opp2.
Qed.

Theorem rc_optimal_rc_min k (E : 'M[F]_(k, d)) D : rc_optimal p tau X E D <-> rc_min S H (mC X) E D.
Proof. by split=> h E' D'; have := h E' D'; rewrite /rc_value !lossRC_quad. Qed.

Theorem rc_optimal_pencil_max k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : (k <= d)%N -> pd S ->
  rc_optimal p tau X E D <->
  exists (M : 'M[F]_k) (W : 'M[F]_(k, d)), [/\ pencil_max S (H^T *m H) W, E = M *m W & D *m M = H *m W^T].
Proof.
by move=> kd pS; apply: iff_trans (rc_optimal_rc_min E D) (rc_min_iff _ _ (sym_mS p tau X) pS kd E D).
Qed.
End Optimal.
