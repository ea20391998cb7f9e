(** * The checker over binary integers: no axioms

    Coq's Z, with the soundness theorem closed under the global context. Fast enough for d <= 20 or so. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.zify Require Import ssrZ.
From Jerc Require Import program interpretation certified soundness.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Delimit Scope Z_scope with coqZ.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition shift_z (x : Z) (n : nat) := Z.shiftl x (Z.of_nat n).
Definition binary : integers Z :=
  Integers Z0 Z.add Z.sub Z.mul Z.abs Z.ltb Z.leb Z.eqb shift_z Z.of_nat.

Section Value.
Variable F : realFieldType.

(** The integer as an element of F. *)
Definition value_z (z : Z) : F := (int_of_Z z)%:~R.

Lemma value_zD x y : value_z (Z.add x y) = value_z x + value_z y.
Proof. by rewrite /value_z -[Z.add x y]/(x + y) rmorphD intrD. Qed.
Lemma value_zN x : value_z (Z.opp x) = - value_z x.
Proof. by rewrite /value_z -[Z.opp x]/(- x) rmorphN mulrNz. Qed.
Lemma value_zB x y : value_z (Z.sub x y) = value_z x - value_z y.
Proof. by rewrite /Z.sub value_zD value_zN. Qed.
Lemma value_zM x y : value_z (Z.mul x y) = value_z x * value_z y.
Proof. by rewrite /value_z -[Z.mul x y]/(x * y) rmorphM intrM. Qed.
Lemma int_of_Z_nat n : int_of_Z (Z.of_nat n) = n.
Proof. by rewrite -[Z.of_nat n]/(Z_of_int (Posz n)) Z_of_intK. Qed.
Lemma value_z_nat n : value_z (Z.of_nat n) = n%:R.
Proof. by rewrite /value_z int_of_Z_nat. Qed.
Lemma value_z_ge0 x : Z.le Z0 x -> 0 <= value_z x.
Proof. by move=> /Z2Nat.id <-; rewrite value_z_nat ler0n. Qed.
Lemma value_z_le x y : Z.leb x y -> value_z x <= value_z y.
Proof. by move/Z.leb_spec0 => h; rewrite -subr_ge0 -value_zB value_z_ge0 //; lia. Qed.
Lemma value_z_lt x y : Z.ltb x y -> value_z x < value_z y.
Proof.
move/Z.ltb_spec0 => h; have := @value_z_le (Z.add x (Zpos xH)) y; rewrite value_zD => h'.
by apply: lt_le_trans (h' _); [rewrite ltr_addl ltr01|apply/Z.leb_spec0; lia].
Qed.
Lemma value_z_abs x : value_z (Z.abs x) = `|value_z x|.
Proof.
have [h|h] : Z.le Z0 x \/ Z.le x Z0 by lia.
  by rewrite Z.abs_eq // ger0_norm ?value_z_ge0.
by rewrite Z.abs_neq // value_zN ler0_norm // -oppr_ge0 -value_zN value_z_ge0 //; lia.
Qed.
Lemma value_z_shift x n : value_z (shift_z x n) = value_z x * 2%:R ^+ n.
Proof.
rewrite /shift_z Z.shiftl_mul_pow2; last by lia.
rewrite value_zM; congr (_ * _); elim: n => // n IH.
by rewrite Nat2Z.inj_succ Z.pow_succ_r ?value_zM ?IH ?exprS //; lia.
Qed.

Lemma value_z_eq x y : Z.eqb x y -> value_z x = value_z y.
Proof. by move/Z.eqb_spec => ->. Qed.

Lemma exact_binary : exact binary value_z.
Proof.
exact: (@Exact _ binary F value_z erefl value_zD value_zB value_zM value_z_abs value_z_lt value_z_le value_z_eq value_z_shift value_z_nat).
Qed.
End Value.

(** The verified checker, axiom-free. *)
Definition check_z := check binary.

Theorem check_z_sound (F : rcfType) p w b : check_z p w b -> certified binary (value_z F) p w b.
Proof. exact: check_sound (exact_binary F). Qed.
