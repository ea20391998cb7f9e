(** * What a certificate claims

    The pencil (A, S): S positive definite, A symmetric, both d x d. Encoders are the k x d matrices W with W S W' = I_k (feasible); pencil_max S A W: W maximises tr(W A W') among them. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Claim.
Variables (F : realFieldType) (d k : nat) (A S : 'M[F]_d).

(** One row space, that of W0, holds all optimal encoders, and the eigenvalues of the pencil jump by more than gap at its border: the quotients x A x' / x S x' are at least mu
    on it, at most nu on its S-orthogonal complement, and mu - nu > gap. *)
Definition unique_row_space (gap : F) : Prop :=
  exists (W0 : 'M[F]_(k, d)) (mu nu : F),
    [/\ pencil_max S A W0,
        forall W : 'M_(k, d), pencil_max S A W -> (W :=: W0)%MS,
        forall x : 'rV_d, (x <= W0)%MS -> mu * (x *m S *m x^T) 0 0 <= (x *m A *m x^T) 0 0,
        forall x : 'rV_d, x *m S *m W0^T = 0 -> (x *m A *m x^T) 0 0 <= nu * (x *m S *m x^T) 0 0
      & gap < mu - nu].
End Claim.
