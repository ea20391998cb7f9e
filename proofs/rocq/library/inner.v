(** * Inner products and squared lengths of row vectors *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Inner.
Variable F : realFieldType.
Lemma dotC n (a b : 'rV[F]_n) : dot a b = dot b a.
Proof. by rewrite /dot -[a in LHS]trmxK -trmx_mul mxE. Qed.
Lemma dotBl n (a b c : 'rV[F]_n) : dot (a - b) c = dot a c - dot b c.
Proof. by rewrite /dot mulmxBl subE. Qed.
Lemma dotBr n (a b c : 'rV[F]_n) : dot c (a - b) = dot c a - dot c b.
Proof. by rewrite dotC dotBl !(dotC c). Qed.
Lemma dotZl n k (a b : 'rV[F]_n) : dot (k *: a) b = k * dot a b.
Proof. by rewrite /dot -scalemxAl mxE. Qed.
Lemma dotZr n k (a b : 'rV[F]_n) : dot a (k *: b) = k * dot a b.
Proof. by rewrite dotC dotZl dotC. Qed.
Lemma dot_suml n (T : finType) (f : T -> 'rV[F]_n) b : dot (\sum_w f w) b = \sum_w dot (f w) b.
Proof. by rewrite /dot mulmx_suml summxE. Qed.
Lemma dot_sumr n (T : finType) (f : T -> 'rV[F]_n) b : dot b (\sum_w f w) = \sum_w dot b (f w).
Proof. by rewrite dotC dot_suml; apply: eq_bigr => w _; rewrite dotC. Qed.
Lemma sqB n (a b : 'rV[F]_n) : sq (a - b) = sq a - dot a b *+ 2 + sq b.
Proof. by rewrite /sq dotBl !dotBr (dotC b a) mulr2n; ring. Qed.
Lemma tr_dot m n (A B : 'M[F]_(m, n)) : \tr (A *m B^T) = \sum_i dot (row i A) (row i B).
Proof. by apply: eq_bigr => i _; rewrite /dot tr_row !mxE; apply: eq_bigr => j _; rewrite !mxE. Qed.
Lemma tr_mx11 (M : 'M[F]_1) : \tr M = M 0 0.
Proof. by rewrite /mxtrace big_ord1. Qed.
Lemma sq_ge0 n (a : 'rV[F]_n) : 0 <= sq a. Proof. exact: sqnorm_ge0. Qed.
Lemma cauchy n (a b : 'rV[F]_n) : dot a b ^+ 2 <= sq a * sq b.
Proof.
have [/sqnorm_eq0 ->|b0] := eqVneq (sq b) 0.
  by rewrite /sq /dot trmx0 !mulmx0 mxE mulr0 expr0n.
have bp : 0 < sq b by rewrite lt_neqAle eq_sym b0 sq_ge0.
have := sq_ge0 (sq b *: a - dot a b *: b); rewrite sqB /sq !dotZl !dotZr -!/(sq _).
have R (u v w : F) : v * (v * u) - v * (w * w) *+ 2 + w * (w * v) = v * (u * v - w ^+ 2) by ring.
by rewrite R pmulr_rge0 // subr_ge0.
Qed.
End Inner.
