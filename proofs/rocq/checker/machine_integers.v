(** * The checker over machine integers: fast, on the axioms of the primitive 63-bit integers

    BigZ of the Bignums library, about ten times faster than Z. Its theorems rest on the specifications of the primitive integers, which are axioms of Coq's standard library
    (audit/primitive_integers.txt lists them). *)
From Coq Require Import ZArith.
From Bignums Require Import BigZ.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.zify Require Import ssrZ.
From Jerc Require Import program interpretation certified soundness binary_integers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition nat_bigz (n : nat) := BigZ.of_Z (Z.of_nat n).
Definition shift_bigz (x : BigZ.t) (n : nat) := BigZ.shiftl x (nat_bigz n).
Definition machine : integers BigZ.t :=
  Integers BigZ.zero BigZ.add BigZ.sub BigZ.mul BigZ.abs BigZ.ltb BigZ.leb BigZ.eqb shift_bigz nat_bigz.

(** The integer as an element of F. *)
Definition value_bigz (F : realFieldType) (z : BigZ.t) : F := value_z F (BigZ.to_Z z).

Lemma exact_machine (F : realFieldType) : exact machine (value_bigz F).
Proof.
split=> /=; rewrite /value_bigz /shift_bigz /nat_bigz.
- by rewrite BigZ.spec_0.
- by move=> x y; rewrite BigZ.spec_add value_zD.
- by move=> x y; rewrite BigZ.spec_sub value_zB.
- by move=> x y; rewrite BigZ.spec_mul value_zM.
- by move=> x; rewrite BigZ.spec_abs value_z_abs.
- by move=> x y; rewrite BigZ.spec_ltb; apply: value_z_lt.
- by move=> x y; rewrite BigZ.spec_leb; apply: value_z_le.
- by move=> x y; rewrite BigZ.spec_eqb => /Z.eqb_spec ->.
- by move=> x n; rewrite BigZ.spec_shiftl BigZ.spec_of_Z -value_z_shift.
by move=> n; rewrite BigZ.spec_of_Z value_z_nat.
Qed.

Definition check_bigz := check machine.

Theorem check_bigz_sound (F : rcfType) p w b : check_bigz p w b -> certified machine (value_bigz F) p w b.
Proof. exact: check_sound (exact_machine F). Qed.
