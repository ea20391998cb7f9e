(** * What the numbers of the program mean

    A map value from the program's integers into an ordered field F that respects the operations carries lists to matrices over F; the program's products, mirrored triangles and
    dominance tests are those of the matrices. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From mathcomp.zify Require Import ssrZ.
From Jerc Require Import psd dominance program.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Delimit Scope Z_scope with coqZ.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The hypotheses on the integers: value respects every operation, and a test that succeeds tells the truth. *)
Record exact (T : Type) (I : integers T) (F : realFieldType) (value : T -> F) : Prop := Exact {
  value0 : value (zero I) = 0;
  valueD : forall x y, value (add I x y) = value x + value y;
  valueB : forall x y, value (sub I x y) = value x - value y;
  valueM : forall x y, value (mul I x y) = value x * value y;
  value_abs : forall x, value (absolute I x) = `|value x|;
  value_lt : forall x y, ltb I x y -> value x < value y;
  value_le : forall x y, leb I x y -> value x <= value y;
  value_eq : forall x y, eqb I x y -> value x = value y;
  value_shift : forall x n, value (shift I x n) = value x * 2%:R ^+ n;
  value_nat : forall n, value (ofnat I n) = n%:R }.

(** ** Powers of two with an exponent in Z *)
Section Power.
Variable F : realFieldType.
Definition pow2 (e : Z) : F := 2%:R ^ (int_of_Z e).

Lemma two_unit : (2%:R : F) \is a GRing.unit. Proof. by rewrite unitfE pnatr_eq0. Qed.
Lemma pow2D a b : pow2 (Z.add a b) = pow2 a * pow2 b.
Proof. by rewrite /pow2 -exprzDr ?two_unit // -[Z.add a b]/(a + b) rmorphD. Qed.
Lemma pow2_0 : pow2 Z0 = 1. Proof. by []. Qed.
Lemma pow2_gt0 e : 0 < pow2 e. Proof. by rewrite exprz_gt0 // ltr0n. Qed.

(* A number in a smaller unit. *)
Lemma pow2_above e e0 : Z.le e0 e -> pow2 e = pow2 e0 * 2%:R ^+ (above e e0).
Proof.
move=> h; rewrite -[in LHS](Zplus_minus e0 e) pow2D /above; congr (_ * _).
have -> : (e - e0)%coqZ = Z.of_nat (Z.to_nat (e - e0)) by lia.
by rewrite Nat2Z.id /pow2 -[Z.of_nat _]/(Z_of_int (Posz _)) Z_of_intK.
Qed.
End Power.

Section Interpretation.
Variables (T : Type) (I : integers T) (F : realFieldType) (value : T -> F).
Hypothesis vI : exact I value.
Let v0 := value0 vI.
Let vD := valueD vI.
Let vM := valueM vI.

Local Notation nz := (nth (zero I)).

Lemma dotE n x y acc : (minn (size x) (size y) <= n)%N ->
  value (dot I acc x y) = value acc + \sum_(i < n) value (nz x i) * value (nz y i).
Proof.
elim: x y n acc => [|a x IH] [|b y] n acc h /=.
- by rewrite big1 ?addr0 // => i _; rewrite !nth_nil v0 mul0r.
- by rewrite big1 ?addr0 // => i _; rewrite nth_nil v0 mul0r.
- by rewrite big1 ?addr0 // => i _; rewrite nth_nil v0 mulr0.
move: h; rewrite /= minnSS; case: n => // n h.
by rewrite (IH _ n) // big_ord_recl /= vD vM addrA.
Qed.

Lemma sumE n x acc : (size x <= n)%N -> value (sum I acc x) = value acc + \sum_(i < n) value (nz x i).
Proof.
elim: x n acc => [|a x IH] n acc h /=; first by rewrite big1 ?addr0 // => i _; rewrite nth_nil v0.
by case: n h => // n h; rewrite (IH n) // big_ord_recl /= vD addrA.
Qed.

Lemma sum_absE n x acc : (size x <= n)%N -> value (sum_abs I acc x) = value acc + \sum_(i < n) `|value (nz x i)|.
Proof.
elim: x n acc => [|a x IH] n acc h /=.
  by rewrite big1 ?addr0 // => i _; rewrite nth_nil v0 normr0.
by case: n h => // n h; rewrite (IH n) // big_ord_recl /= vD (value_abs vI) addrA.
Qed.

Lemma nth_entrywise c x i : value (nz (entrywise I c x) i) = value (nz c i) * value (nz x i).
Proof. by elim: c x i => [|a c IH] [|b x] [|i] /=; rewrite ?nth_nil ?v0 ?mul0r ?mulr0. Qed.

(** ** Matrices *)
Variable d : nat.
Definition matrix_of (M : seq (seq T)) : 'M[F]_d := \matrix_(i, j) value (entry I M i j).
Definition vector_of (v : seq T) : 'rV[F]_d := \row_i value (nz v i).

Lemma size_row (M : seq (seq T)) i : fits d M -> (size (row M i) <= d)%N.
Proof.
case/andP=> _ h; rewrite /row; have [iM|iM] := ltnP i (size M); last by rewrite nth_default.
by move/all_nthP: h => /(_ [::] i iM).
Qed.

Lemma dot_rowsE X Y (i j : 'I_d) : fits d X ->
  value (dot I (zero I) (row X i) (row Y j)) = (matrix_of X *m (matrix_of Y)^T) i j.
Proof.
move=> hX; rewrite (@dotE d); last by rewrite geq_min size_row.
by rewrite v0 add0r mxE; apply: eq_bigr => l _; rewrite !mxE.
Qed.

Lemma fits_mkseq (f : nat -> nat -> T) (n : nat -> nat) : (forall i, (i < d)%N -> (n i <= d)%N) ->
  fits d (mkseq (fun i => mkseq (f i) (n i)) d).
Proof.
move=> h; rewrite /fits size_mkseq leqnn /=; apply/(all_nthP [::]) => i.
by rewrite size_mkseq => id; rewrite nth_mkseq // size_mkseq h.
Qed.

Lemma times_transposeE X Y : fits d X -> matrix_of (times_transpose I d X Y) = matrix_of X *m (matrix_of Y)^T.
Proof.
move=> hX; apply/matrixP => i j.
by rewrite mxE /entry /row /times_transpose nth_mkseq // nth_mkseq // dot_rowsE.
Qed.
Lemma fits_times_transpose X Y : fits d (times_transpose I d X Y).
Proof. by rewrite (@fits_mkseq (fun i j => dot I (zero I) (row X i) (row Y j)) (fun=> d)). Qed.

Lemma fits_mirror L : fits d (mirror I d L).
Proof. by rewrite (@fits_mkseq (fun i j => if (j <= i)%N then entry I L i j else entry I L j i) (fun=> d)). Qed.

Lemma mirrorE (f : nat -> nat -> T) (M : 'M[F]_d) : M^T = M ->
  (forall i j : 'I_d, (j <= i)%N -> value (f i j) = M i j) ->
  matrix_of (mirror I d (mkseq (fun i => mkseq (f i) i.+1) d)) = M.
Proof.
move=> sM h; apply/matrixP => i j; rewrite mxE /entry /row /mirror nth_mkseq // nth_mkseq //.
rewrite /entry /row; case: leqP => ij; rewrite nth_mkseq // nth_mkseq ?ltnS ?h //; last exact: ltnW.
 by rewrite -{2}sM mxE.
by rewrite ltnW.
Qed.

Lemma congruenceE U M : fits d U -> (matrix_of M)^T = matrix_of M ->
  matrix_of (congruence I d U M) = matrix_of U *m matrix_of M *m (matrix_of U)^T.
Proof.
move=> hU sM; set UM := times_transpose I d U M.
have e : matrix_of UM = matrix_of U *m matrix_of M by rewrite times_transposeE // sM.
rewrite /congruence -e; apply: (@mirrorE (fun i j => dot I (zero I) (row UM i) (row U j))) => [|i j _].
  by rewrite e sym_congruence.
by apply: dot_rowsE; apply: fits_times_transpose.
Qed.

Lemma symmetricP M : symmetric I d M -> (matrix_of M)^T = matrix_of M.
Proof.
move=> /allP h; have e (i j : 'I_d) : (j < i)%N -> value (entry I M i j) = value (entry I M j i).
  move=> ji; apply: (value_eq vI); have /h/allP : (i : nat) \in iota 0 d by rewrite mem_iota add0n ltn_ord.
  by apply; rewrite mem_iota.
apply/matrixP => i j; rewrite !mxE; have [ij|ij|/val_inj->//] := ltngtP i j; last by rewrite (e i j).
by rewrite (e j i).
Qed.

Lemma is_dominantP M : fits d M -> is_dominant I d M -> dominant (matrix_of M).
Proof.
move=> hM /allP h i; have /h/(value_lt vI) : (i : nat) \in iota 0 d by rewrite mem_iota add0n ltn_ord.
rewrite (@sum_absE d); last exact: size_row.
rewrite v0 add0r vD (bigD1 i) //= => lt.
rewrite mxE; under eq_bigr do rewrite mxE.
rewrite -(ltr_add2l `|value (entry I M i i)|); apply: lt_le_trans lt _.
by rewrite ler_add2r ler_norm.
Qed.

Lemma weights_ge0 c i : all (leb I (zero I)) c -> 0 <= vector_of c 0 i.
Proof.
move=> /all_nthP h; rewrite mxE; have [lc|lc] := ltnP i (size c); last by rewrite nth_default ?v0.
by rewrite -v0; apply: (value_le vI); apply: h.
Qed.
End Interpretation.

(** ** Rationals *)
Section Rational.
Variables (T : Type) (I : integers T) (F : realFieldType) (value : T -> F).
Hypothesis vI : exact I value.
Definition rational_of (x : T * T) : F := value x.1 / value x.2.

Lemma rational_gt0 x : is_rational I x -> 0 < value x.2.
Proof. by rewrite /is_rational => /(value_lt vI); rewrite (value0 vI). Qed.

Lemma rational_leP x y : 0 < value x.2 -> 0 < value y.2 -> rational_le I x y -> rational_of x <= rational_of y.
Proof.
rewrite /rational_le => x0 y0 /(value_le vI); rewrite !(valueM vI) /rational_of => h.
by rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr.
Qed.
End Rational.
