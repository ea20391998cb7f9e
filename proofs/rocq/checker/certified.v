(** * The statement that a successful check proves

    Only the problem (A, S, k), the stated bounds and the encoder occur in it; t, floor and the weights of the witness do not. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd claim program interpretation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Certified.
Variables (T : Type) (I : integers T) (F : rcfType) (value : T -> F).
Variables (p : problem T) (w : witness T) (b : bounds T).
Notation d := (size_d p).
Notation k := (size_k p).

(** The matrices of the problem, and the first k columns of the format's V, as rows. *)
Definition problem_a : 'M[F]_d := (pow2 F (exp_a p) / value (den_a p)) *: matrix_of I value d (mat_a p).
Definition problem_s : 'M[F]_d := (pow2 F (exp_s p) / value (den_s p)) *: matrix_of I value d (mat_s p).
Definition encoder : 'M[F]_(k, d) := \matrix_(i, j) (pow2 F (exp_v w) * value (entry I (mat_v w) i j)).

Notation A := problem_a.
Notation S := problem_s.
Notation rational := (rational_of value).

(** The loss is constant - copies * tr(W A W'). *)
Definition copies (kind : paradigm) : nat := if kind is JointEmbedding then 2 else 1.

Record certified : Prop := Certified {
  order : (0 < k <= d)%N;
  symmetric_a : A^T = A;
  symmetric_s : S^T = S;
  positive_definite_s : pd S;
  (** No encoder does better than upper ... *)
  upper_holds : forall W : 'M_(k, d), feasible S W -> \tr (W *m A *m W^T) <= rational (upper b);
  (** ... and this one does as well as lower: it has an S-orthonormal basis, and any of them attains lower. *)
  encoder_feasible : exists2 W : 'M_(k, d), feasible S W & (W :=: encoder)%MS;
  lower_attained : forall W : 'M_(k, d), feasible S W -> (W :=: encoder)%MS -> rational (lower b) <= \tr (W *m A *m W^T);
  gap_relative : rational (upper b) - rational (lower b) <= rational (relative_gap b) * `|rational (upper b)|;
  loss_holds : forall kind constant l u, loss b = Some (kind, constant, l, u) ->
    [/\ kind = JointEmbedding -> rational constant = (k.*2)%:R,
        forall W : 'M_(k, d), feasible S W -> rational l <= rational constant - \tr (W *m A *m W^T) *+ copies kind
      & forall W : 'M_(k, d), feasible S W -> (W :=: encoder)%MS ->
          rational constant - \tr (W *m A *m W^T) *+ copies kind <= rational u];
  (** The optimal row space is one, with the stated eigengap. *)
  unique_holds : forall gap, eigengap b = Some gap -> unique_row_space k A S (rational gap) }.
End Certified.
