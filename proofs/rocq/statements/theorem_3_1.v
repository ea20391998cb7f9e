(** * Theorem 3.1: the solutions of the reconstruction problem (SSL-RC)

    In words. Let S be positive definite and H S^-1/2 = R Phi P' a singular value decomposition with phi_1 >=
    ... >= phi_d >= 0. Such a decomposition exists. For every invertible T the pair E = T P_k' S^-1/2, D =
    R_k Phi_k T^-1 is a global minimiser, and the optimal value is tr C - (phi_1^2 + ... + phi_k^2). If phi_k
    > 0 and phi_k > phi_(k+1) (or k = d), every global minimiser has this form.

    Hypotheses beyond the paper's. The law is finite. The last theorem assumes the gap and phi_k > 0, which
    the paper does not state: sufficient conditions; the errata have problems that violate them and have
    other minimisers. S^-1/2 is the positive definite root; it exists and is unique
    ([theorem_3_1_decomposition], [inverse_root_unique]). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd moments spectral svd whitening reconstruction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Theorem31.
Variables (F : rcfType) (T : finType) (n d : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypotheses (law : is_law p) (pS : pd (mS p tau X)).

(** The decomposition of the theorem exists. *)
Theorem theorem_3_1_decomposition : exists R0 R P phi,
  inverse_root (mS p tau X) R0 /\ singular_values (mH p tau X *m R0) R P phi.
Proof.
have [R0 h] := inverse_root_exists (sym_mS p tau X) pS; have [R [P [phi hs]]] := svd (mH p tau X *m R0).
by exists R0, R, P, phi.
Qed.

Variables (R0 R P : 'M[F]_d) (phi : 'rV[F]_d).
Hypotheses (root : inverse_root (mS p tau X) R0) (dec : singular_values (mH p tau X *m R0) R P phi).

(** The printed solutions, for an invertible k x k matrix M (the paper's T). *)
Definition rc_encoder k (M : 'M[F]_k) : 'M[F]_(k, d) := M *m leading k P *m R0.
Definition rc_decoder k (M : 'M[F]_k) : 'M[F]_(d, k) := R *m diag_mx phi *m (pid_mx k : 'M_(d, k)) *m invmx M.

(** Every printed pair is a global minimiser, and the optimal value is as printed. *)
Theorem theorem_3_1 k (M : 'M[F]_k) : M \in unitmx ->
  rc_optimal p tau X (rc_encoder M) (rc_decoder M) /\
  lossRC p tau X (rc_encoder M) (rc_decoder M) = \tr (mC X) - \sum_(j < d | (j < k)%N) phi 0 j ^+ 2.
Proof.
have [sR _ RSR] := root; have [RR PP e phi0 phis] := dec; have [_ p1] := law => uM.
have v : lossRC p tau X (rc_encoder M) (rc_decoder M) = rc_optimum X k phi by apply: rc_attained.
by split=> // E D; rewrite v; apply: (rc_bound p1 sR RSR RR PP e phi0 phis).
Qed.

(** Under the gap there is no other minimiser. *)
Theorem theorem_3_1_all_solutions k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : (k <= d)%N ->
  (forall j : 'I_d, (j < k)%N -> 0 < phi 0 j) -> gap_at k phi ->
  rc_optimal p tau X E D <-> exists2 M : 'M[F]_k, M \in unitmx & E = rc_encoder M /\ D = rc_decoder M.
Proof.
have [sR _ RSR] := root; have [RR PP e phi0 phis] := dec; have [_ p1] := law => kd pos gap.
split=> [opt|[M uM [-> ->]]]; last by have [] := theorem_3_1 uM.
apply: (rc_unique p1 sR RSR RR PP e phi0 phis kd pos gap).
have <- := rc_attained p1 sR RSR RR PP e (unitmx1 F k); exact: opt.
Qed.
End Theorem31.

(** The reconstruction problem has a solution for every k. *)
Corollary reconstruction_solvable (F : rcfType) (T : finType) (n d k : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) : is_law p -> pd (mS p tau X) ->
  exists (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)), rc_optimal p tau X E D.
Proof.
move=> law pS; have [R0 [R [P [phi [root dec]]]]] := theorem_3_1_decomposition pS.
by have [opt _] := theorem_3_1 law root dec (unitmx1 F k); eexists; eexists; exact: opt.
Qed.
