(** * Block-diagonal matrices: quadratic forms, definiteness, inverse *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Block.
Variable F : realFieldType.
Lemma quad_block k m1 m2 (W1 : 'M[F]_(k, m1)) (W2 : 'M[F]_(k, m2)) A B :
  row_mx W1 W2 *m block_mx A 0 0 B *m (row_mx W1 W2)^T = W1 *m A *m W1^T + W2 *m B *m W2^T.
Proof. by rewrite mul_row_block !mulmx0 addr0 add0r tr_row_mx mul_row_col. Qed.
Lemma pd_block m1 m2 (A : 'M[F]_m1) (B : 'M[F]_m2) : pd A -> pd B -> pd (block_mx A 0 0 B).
Proof.
move=> pA pB x; rewrite -[x]hsubmxK row_mx_eq0 negb_and quad_block addE.
have [->|/pA a0] := eqVneq (lsubmx x) 0; have [->|/pB b0] := eqVneq (rsubmx x) 0 => //= _.
- by rewrite !mul0mx mxE add0r.
- by rewrite mul0mx mul0mx [X in _ + X]mxE addr0.
exact: addr_gt0.
Qed.
Lemma psd_block0 m1 m2 (A : 'M[F]_m1) : psd A -> psd (block_mx A 0 0 (0 : 'M_m2)).
Proof. by move=> pA x; rewrite -[x]hsubmxK quad_block addE mulmx0 mul0mx [X in _ + X]mxE addr0. Qed.
Lemma invmx_block m1 m2 (A : 'M[F]_m1) (B : 'M[F]_m2) : A \in unitmx -> B \in unitmx ->
  invmx (block_mx A 0 0 B) = block_mx (invmx A) 0 0 (invmx B).
Proof.
move=> uA uB; have e : block_mx A 0 0 B *m block_mx (invmx A) 0 0 (invmx B) = 1%:M.
  by rewrite mulmx_block !(mul0mx, mulmx0, add0r, addr0) !mulmxV // -scalar_mx_block.
have [u _] := mulmx1_unit e.
by rewrite -[RHS](mulKmx u) e mulmx1.
Qed.
Lemma sym_block m1 m2 (A : 'M[F]_m1) (B : 'M[F]_m2) : A^T = A -> B^T = B ->
  (block_mx A 0 0 B)^T = block_mx A 0 0 B.
Proof. by move=> sA sB; rewrite tr_block_mx sA sB !trmx0. Qed.
End Block.
