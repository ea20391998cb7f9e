(* Matrices of size 2 with named entries, so that a counterexample reads like one. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd spectral pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ring.
Variable R : comRingType.
Implicit Types a b c d x y : R.

(* [[a, b], [c, d]], the row (x, y) and the column (x, y)' *)
Definition mx22 a b c d : 'M[R]_(1 + 1) := block_mx a%:M b%:M c%:M d%:M.
Definition row2 x y : 'M[R]_(1, 1 + 1) := row_mx x%:M y%:M.
Definition col2 x y : 'M[R]_(1 + 1, 1) := col_mx x%:M y%:M.

Lemma mx22_eta (M : 'M[R]_(1 + 1)) : M = mx22 (M 0 0) (M 0 1) (M 1 0) (M 1 1).
Proof.
rewrite -[LHS]submxK; congr block_mx; apply/matrixP => i j; rewrite !ord1 !mxE mulr1n;
  by congr (M _ _); apply: val_inj.
Qed.
Lemma row2_eta (v : 'M[R]_(1, 1 + 1)) : v = row2 (v 0 0) (v 0 1).
Proof.
rewrite -[LHS]hsubmxK; congr row_mx; apply/matrixP => i j; rewrite !ord1 !mxE mulr1n;
  by congr (v _ _); apply: val_inj.
Qed.
Lemma col2_eta (v : 'M[R]_(1 + 1, 1)) : v = col2 (v 0 0) (v 1 0).
Proof.
rewrite -[LHS]vsubmxK; congr col_mx; apply/matrixP => i j; rewrite !ord1 !mxE mulr1n;
  by congr (v _ _); apply: val_inj.
Qed.
Let o0 : (0 : 'I_(1 + 1)) = lshift 1 0. Proof. exact: val_inj. Qed.
Let o1 : (1 : 'I_(1 + 1)) = rshift 1 0. Proof. exact: val_inj. Qed.
Lemma row2E x y : (row2 x y 0 0 = x) * (row2 x y 0 1 = y).
Proof.
split; first by rewrite [X in row2 x y _ X]o0 /row2 row_mxEl mxE mulr1n.
by rewrite [X in row2 x y _ X]o1 /row2 row_mxEr mxE mulr1n.
Qed.
Lemma col2E x y : (col2 x y 0 0 = x) * (col2 x y 1 0 = y).
Proof.
split; first by rewrite [X in col2 x y X _]o0 /col2 col_mxEu mxE mulr1n.
by rewrite [X in col2 x y X _]o1 /col2 col_mxEd mxE mulr1n.
Qed.
Lemma mx22E a b c d :
  (mx22 a b c d 0 0 = a) * (mx22 a b c d 0 1 = b) * (mx22 a b c d 1 0 = c) * (mx22 a b c d 1 1 = d).
Proof.
split; first split; first split.
- by rewrite [X in mx22 _ _ _ _ X _]o0 [X in mx22 _ _ _ _ _ X]o0 /mx22 block_mxEul mxE mulr1n.
- by rewrite [X in mx22 _ _ _ _ X _]o0 [X in mx22 _ _ _ _ _ X]o1 /mx22 block_mxEur mxE mulr1n.
- by rewrite [X in mx22 _ _ _ _ X _]o1 [X in mx22 _ _ _ _ _ X]o0 /mx22 block_mxEdl mxE mulr1n.
by rewrite [X in mx22 _ _ _ _ X _]o1 [X in mx22 _ _ _ _ _ X]o1 /mx22 block_mxEdr mxE mulr1n.
Qed.

Lemma mx22M a b c d a' b' c' d' : mx22 a b c d *m mx22 a' b' c' d' =
  mx22 (a * a' + b * c') (a * b' + b * d') (c * a' + d * c') (c * b' + d * d').
Proof. by rewrite /mx22 mulmx_block -!scalar_mxM -!raddfD. Qed.
Lemma mx22D a b c d a' b' c' d' : mx22 a b c d + mx22 a' b' c' d' = mx22 (a + a') (b + b') (c + c') (d + d').
Proof. by rewrite /mx22 add_block_mx -!raddfD. Qed.
Lemma mx22Z t a b c d : t *: mx22 a b c d = mx22 (t * a) (t * b) (t * c) (t * d).
Proof. by rewrite /mx22 scale_block_mx !scale_scalar_mx. Qed.
Lemma mx22N a b c d : - mx22 a b c d = mx22 (- a) (- b) (- c) (- d).
Proof. by rewrite /mx22 opp_block_mx -!raddfN. Qed.
Lemma mx22T a b c d : (mx22 a b c d)^T = mx22 a c b d.
Proof. by rewrite /mx22 tr_block_mx !tr_scalar_mx. Qed.
Lemma mx221 : mx22 1 0 0 1 = 1%:M.
Proof. by rewrite /mx22 [RHS]scalar_mx_block !raddf0. Qed.
Lemma mx220 : mx22 0 0 0 0 = 0.
Proof. by rewrite /mx22 !raddf0 block_mx0. Qed.
Lemma row2M x y a b c d : row2 x y *m mx22 a b c d = row2 (x * a + y * c) (x * b + y * d).
Proof. by rewrite /row2 mul_row_block -!scalar_mxM -!raddfD. Qed.
Lemma col2M x y a b c d : mx22 a b c d *m col2 x y = col2 (a * x + b * y) (c * x + d * y).
Proof. by rewrite /col2 mul_block_col -!scalar_mxM -!raddfD. Qed.
Lemma row2T x y : (row2 x y)^T = col2 x y.
Proof. by rewrite /row2 tr_row_mx !tr_scalar_mx. Qed.
Lemma col2T x y : (col2 x y)^T = row2 x y.
Proof. by rewrite -row2T trmxK. Qed.
Lemma row2_col2 x y x' y' : row2 x y *m col2 x' y' = (x * x' + y * y')%:M.
Proof. by rewrite /row2 /col2 mul_row_col -!scalar_mxM -raddfD. Qed.
Lemma col2_row2 x y x' y' : col2 x y *m row2 x' y' = mx22 (x * x') (x * y') (y * x') (y * y').
Proof. by rewrite /row2 /col2 mul_col_row -!scalar_mxM. Qed.
Lemma row2Z t x y : t *: row2 x y = row2 (t * x) (t * y).
Proof. by rewrite /row2 scale_row_mx !scale_scalar_mx. Qed.
Lemma col2Z t x y : t *: col2 x y = col2 (t * x) (t * y).
Proof. by rewrite /col2 scale_col_mx !scale_scalar_mx. Qed.
Lemma row2D x y x' y' : row2 x y + row2 x' y' = row2 (x + x') (y + y').
Proof. by rewrite /row2 add_row_mx -!raddfD. Qed.
Lemma row2B x y x' y' : row2 x y - row2 x' y' = row2 (x - x') (y - y').
Proof. by rewrite /row2 opp_row_mx add_row_mx -!raddfB. Qed.
Lemma row20 : row2 0 0 = 0. Proof. by rewrite /row2 !raddf0 row_mx0. Qed.
Lemma mx22_tr a b c d : \tr (mx22 a b c d) = a + d.
Proof. by rewrite /mx22 mxtrace_block !mxtrace_scalar !mulr1n. Qed.
Lemma mx22_inj a b c d a' b' c' d' : mx22 a b c d = mx22 a' b' c' d' -> [/\ a = a', b = b', c = c' & d = d'].
Proof. by move=> e; have := mx22E a b c d; rewrite e !mx22E => -[[[-> ->] ->] ->]. Qed.
Lemma row2_inj x y x' y' : row2 x y = row2 x' y' -> x = x' /\ y = y'.
Proof. by move=> e; have := row2E x y; rewrite e !row2E => -[-> ->]. Qed.
Lemma scalar1_inj x y : x%:M = y%:M :> 'M[R]_1 -> x = y.
Proof. by move=> /matrixP/(_ 0 0); rewrite !mxE !mulr1n. Qed.
Lemma row2_rsub x y : rsubmx (row2 x y) = y%:M. Proof. exact: row_mxKr. Qed.
Lemma row2_lsub x y : lsubmx (row2 x y) = x%:M. Proof. exact: row_mxKl. Qed.
Lemma quad22 x y a b c d :
  row2 x y *m mx22 a b c d *m (row2 x y)^T = ((x * a + y * c) * x + (x * b + y * d) * y)%:M.
Proof. by rewrite row2M row2T row2_col2. Qed.
Lemma quad22d x y a c : row2 x y *m mx22 a 0 0 c *m (row2 x y)^T = (a * x ^+ 2 + c * y ^+ 2)%:M.
Proof. by rewrite quad22; congr _%:M; ring. Qed.
End Ring.

Section Field.
Variable F : realFieldType.
Implicit Types a b c d x y : F.
Lemma scalar1_eq0 x : x%:M = 0 :> 'M[F]_1 -> x = 0.
Proof. by rewrite -(raddf0 (scalar_mx_additive _ 1)) => /scalar1_inj. Qed.
Lemma row2_neq0 x y : x != 0 \/ y != 0 -> row2 x y != 0.
Proof. by rewrite -row20 => h; apply/eqP => /row2_inj[x0 y0]; case: h => /eqP. Qed.
Lemma row2_eq0 x y : row2 x y = 0 -> x = 0 /\ y = 0.
Proof. by rewrite -row20 => /row2_inj. Qed.

(* Sylvester: a > 0 and ac - b^2 > 0 make [[a, b], [b, c]] positive definite *)
Lemma mx22_pd a b c : 0 < a -> 0 < a * c - b ^+ 2 -> pd (mx22 a b b c).
Proof.
move=> a0 d0 v v0; rewrite (row2_eta v) in v0 *; move: (v 0 0) (v 0 1) v0 => x y v0.
rewrite quad22 mxE mulr1n -(pmulr_rgt0 _ a0).
have -> : a * ((x * a + y * b) * x + (x * b + y * c) * y) = (a * x + b * y) ^+ 2 + (a * c - b ^+ 2) * y ^+ 2 by ring.
have [y0|y0] := eqVneq y 0.
  rewrite y0 mulr0 addr0 expr0n mulr0 addr0 exprn_even_gt0 //= mulf_neq0 ?(gt_eqF a0) //.
  by apply: contra_neq v0 => x0; rewrite x0 y0 row20.
by rewrite ltr_paddl ?sqr_ge0 // mulr_gt0 // exprn_even_gt0.
Qed.
End Field.
