(** * The definitions, evaluated: thresholds and moments of concrete rational instances

    Big operators and finite types do not compute. Here are programs over lists of fractions that do, with the proof that they
    agree with [definitions.v]. [evaluate.sh] states the instances of [thresholds.tsv] and [moments.tsv] in the terms of
    [definitions.v] and proves each by [thresholds_evaluated] or [moments_evaluated]; the Rust code reads the same two files. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import definitions extrema binary_integers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Delimit Scope Z_scope with coqZ.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The fraction n/d. *)
Notation frac n d := (Qmake n%coqZ d%positive).

(** ** Fractions as elements of an ordered field *)
Section Value.
Variable F : realFieldType.
Implicit Types x y : Q.

Definition value x : F := value_z F (Qnum x) / value_z F (Zpos (Qden x)).

Lemma denominator_gt0 (d : positive) : 0 < value_z F (Zpos d).
Proof. by rewrite -(_ : value_z F Z0 = 0) //; apply: value_z_lt. Qed.
Lemma denominator_neq0 (d : positive) : value_z F (Zpos d) != 0.
Proof. by rewrite gt_eqF ?denominator_gt0. Qed.
Hint Resolve denominator_neq0 denominator_gt0 : core.

Lemma valueD x y : value (Qplus x y) = value x + value y.
Proof. by rewrite /value /= Pos2Z.inj_mul value_zD !value_zM addf_div. Qed.
Lemma valueM x y : value (Qmult x y) = value x * value y.
Proof. by rewrite /value /= Pos2Z.inj_mul !value_zM mulf_div. Qed.
Lemma valueN x : value (Qopp x) = - value x.
Proof. by rewrite /value /= value_zN mulNr. Qed.
Lemma valueB x y : value (Qminus x y) = value x - value y.
Proof. by rewrite /Qminus valueD valueN. Qed.
Lemma valueV x : value (Qinv x) = (value x)^-1.
Proof.
case: x => [[|n|n] d]; rewrite /value /Qinv /=.
- by rewrite (_ : value_z F Z0 = 0) // !mul0r invr0.
- by rewrite invf_div.
- by rewrite -!Pos2Z.opp_pos !value_zN !mulNr invrN invf_div.
Qed.
Lemma value_div x y : value (Qdiv x y) = value x / value y.
Proof. by rewrite /Qdiv valueM valueV. Qed.
Lemma value_eq x y : Qeq_bool x y -> value x = value y.
Proof.
move/Qeq_bool_eq/(congr1 (value_z F)); rewrite !value_zM => h.
by apply/eqP; rewrite /value eqr_div // h.
Qed.
Lemma value_le x y : Qle_bool x y -> value x <= value y.
Proof. by move/(value_z_le F); rewrite !value_zM => h; rewrite /value ler_pdivr_mulr // mulrAC ler_pdivl_mulr. Qed.
Lemma value0 : value (frac 0 1) = 0.
Proof. by rewrite /value (_ : value_z F Z0 = 0) // mul0r. Qed.
Lemma value1 : value (frac 1 1) = 1.
Proof. by rewrite /value /= divff ?denominator_neq0. Qed.
Lemma value_nat n : value (Qmake (Z.of_nat n) xH) = n%:R.
Proof. by rewrite /value value_z_nat (_ : value_z F (Zpos xH) = 1) ?divr1. Qed.
End Value.

(** ** Lists: missing entries count as 0 *)
Definition at_ (v : seq Q) i := nth (frac 0 1) v i.
Definition entry (M : seq (seq Q)) i j := at_ (nth [::] M i) j.
Definition total n (f : nat -> Q) := foldr (fun i s => Qplus (f i) s) (frac 0 1) (iota 0 n).
Definition every n (test : nat -> bool) := all test (iota 0 n).
Definition some n (test : nat -> bool) := has test (iota 0 n).

Lemma everyP n test : every n test -> forall i : 'I_n, test i.
Proof. by move/allP => h i; apply: h; rewrite mem_iota ltn_ord. Qed.
Lemma someP n test : some n test -> exists i : 'I_n, test i.
Proof. by case/hasP => i; rewrite mem_iota => /= lt h; exists (Ordinal lt). Qed.

(** ** Thresholds *)
Definition least n (f : nat -> Q) x := every n (fun i => Qle_bool x (f i)) && some n (fun i => Qeq_bool (f i) x).
Definition greatest n (f : nat -> Q) x := every n (fun i => Qle_bool (f i) x) && some n (fun i => Qeq_bool (f i) x).

(** Whether e, dl, rc, je are eta^2, delta, alpha_RC^2 and alpha_JE^2 of k signal and m noise variances. *)
Definition thresholds_are k m c thI g thJ e dl rc je :=
  let one := frac 1 1 in
  [&& least k (fun i => Qdiv (Qmult (at_ c i) (at_ c i)) (Qplus (at_ c i) (at_ thI i))) e,
      least k (fun i => Qdiv (at_ c i) (Qplus (at_ c i) (at_ thI i))) dl,
      greatest m (fun j => Qminus (Qminus (Qdiv (at_ g j) e) (Qdiv (at_ thJ j) (at_ g j))) one) rc &
      greatest m (fun j => Qminus (Qdiv (Qminus one dl) dl) (Qdiv (at_ thJ j) (at_ g j))) je].

(** The families and matrices that lists stand for. *)
Definition family (F : realFieldType) n (v : seq Q) : 'I_n -> F := fun i => value F (at_ v i).
Definition mat (F : realFieldType) m n (M : seq (seq Q)) : 'M[F]_(m, n) := \matrix_(i, j) value F (entry M i j).

Section Thresholds.
Variable F : realFieldType.

Lemma leastE n (f : nat -> Q) x (i0 : 'I_n) : least n f x -> fmin i0 (fun i : 'I_n => value F (f i)) = value F x.
Proof.
by case/andP=> /everyP le /someP[i h]; apply: (@fminE _ _ _ _ _ i) => [|j]; [apply: value_eq|apply: value_le].
Qed.
Lemma greatestE n (f : nat -> Q) x (i0 : 'I_n) :
  greatest n f x -> fmax i0 (fun i : 'I_n => value F (f i)) = value F x.
Proof.
by case/andP=> /everyP le /someP[i h]; apply: (@fmaxE _ _ _ _ _ i) => [|j]; [apply: value_eq|apply: value_le].
Qed.
Lemma eq_fmin (I : finType) (i0 : I) (f g : I -> F) : f =1 g -> fmin i0 f = fmin i0 g.
Proof. by move=> h; have [i -> le] := fminP i0 g; apply: (@fminE _ _ _ _ _ i) => [|j]; rewrite h. Qed.

Theorem thresholds_evaluated k m (c thI g thJ : seq Q) (e dl rc je : Q) (i0 : 'I_k) (j0 : 'I_m) :
  thresholds_are k m c thI g thJ e dl rc je ->
  [/\ eta2 i0 (family F c) (family F thI) = value F e,
      delta i0 (family F c) (family F thI) = value F dl,
      alpha2_RC i0 j0 (family F c) (family F thI) (family F g) (family F thJ) = value F rc &
      alpha2_JE i0 j0 (family F c) (family F thI) (family F g) (family F thJ) = value F je].
Proof.
case/and4P=> /leastE-/(_ i0) he /leastE-/(_ i0) hd /greatestE-/(_ j0) hr /greatestE-/(_ j0) hj.
have e2 : eta2 i0 (family F c) (family F thI) = value F e.
  by rewrite -he; apply: eq_fmin => i; rewrite value_div valueM valueD expr2.
have d2 : delta i0 (family F c) (family F thI) = value F dl.
  by rewrite -hd; apply: eq_fmin => i; rewrite value_div valueD.
split=> //; rewrite /alpha2_RC /alpha2_JE ?e2 ?d2 -?hr -?hj; apply: eq_fmax => j.
  by rewrite !valueB !value_div value1.
by rewrite !(valueB, value_div) value1.
Qed.
End Thresholds.

(** ** Moments *)

(** The view x -> A_w x + e_w, sample by sample in rows: A w is the w-th matrix, row w of e its offset. *)
Definition affine (F : realFieldType) d (A : seq (seq (seq Q))) (e : seq (seq Q)) w (x : 'rV[F]_d) : 'rV[F]_d :=
  x *m (mat F d d (nth [::] A w))^T + \row_a value F (entry e w a).

Section Programs.
Variables (n d l r : nat) (X Y : seq (seq Q)) (p : seq Q) (A : seq (seq (seq Q))) (e : seq (seq Q)).

Definition view_at i w a := Qplus (total d (fun b => Qmult (entry X i b) (entry (nth [::] A w) a b))) (entry e w a).
Definition mean_at i a := total r (fun w => Qmult (at_ p w) (view_at i w a)).
Definition over_n x := Qmult (Qinv (Qmake (Z.of_nat n) xH)) x.
Definition is_matrix rows cols (M : seq (seq Q)) (f : nat -> nat -> Q) :=
  every rows (fun a => every cols (fun b => Qeq_bool (f a b) (entry M a b))).
Definition gram (u v : nat -> nat -> Q) a b := over_n (total n (fun i => Qmult (u i a) (v i b))).

(** Whether p is a law and C, S, G, H, B are the moments of the views. *)
Definition moments_are C S G H B :=
  [&& every r (fun w => Qle_bool (frac 0 1) (at_ p w)), Qeq_bool (total r (at_ p)) (frac 1 1),
      is_matrix d d C (gram (entry X) (entry X)),
      is_matrix d d S (fun a b =>
        over_n (total n (fun i => total r (fun w => Qmult (at_ p w) (Qmult (view_at i w a) (view_at i w b)))))),
      is_matrix d d G (gram mean_at mean_at),
      is_matrix d d H (gram (entry X) mean_at) &
      is_matrix l d B (gram (entry Y) mean_at)].
End Programs.

Section Moments.
Variables (F : realFieldType) (n d l r : nat) (X Y : seq (seq Q)) (p : seq Q) (A : seq (seq (seq Q))) (e : seq (seq Q)).
Notation tau := (fun w : 'I_r => affine (F := F) A e w).
Notation Xm := (mat F n d X).
Notation Ym := (mat F n l Y).
Notation pm := (family F (n := r) p).

Lemma value_total m f : value F (total m f) = \sum_(i < m) value F (f i).
Proof.
rewrite -(big_mkord xpredT (fun i => value F (f i))) /index_iota subn0 /total.
by elim: (iota 0 m) => [|i s IH]; rewrite ?big_nil ?value0 //= big_cons valueD IH.
Qed.
Lemma value_over_n x : value F (over_n n x) = n%:R^-1 * value F x.
Proof. by rewrite valueM valueV value_nat. Qed.

Lemma view_value (i : 'I_n) (w : 'I_r) a : view tau Xm i w 0 a = value F (view_at d X A e i w a).
Proof.
rewrite /view /affine valueD value_total !mxE; congr (_ + _).
by apply: eq_bigr => b _; rewrite !mxE valueM.
Qed.
Lemma mean_value (i : 'I_n) a : mean_views pm tau Xm i a = value F (mean_at d r X p A e i a).
Proof.
rewrite mxE summxE value_total; apply: eq_bigr => w _.
by rewrite mxE view_value valueM.
Qed.
Lemma gram_value m k (U : 'M[F]_(n, m)) (V : 'M[F]_(n, k)) (u v : nat -> nat -> Q) :
  (forall i a, U i a = value F (u i a)) -> (forall i b, V i b = value F (v i b)) ->
  forall a b, (n%:R^-1 *: (U^T *m V)) a b = value F (gram n u v a b).
Proof.
move=> hU hV a b; rewrite value_over_n value_total !mxE; congr (_ * _).
by apply: eq_bigr => i _; rewrite mxE hU hV valueM.
Qed.
Lemma matrix_value m k (U : 'M[F]_(m, k)) M (f : nat -> nat -> Q) :
  (forall a b, U a b = value F (f a b)) -> is_matrix m k M f -> U = mat F m k M.
Proof. by move=> hU /everyP h; apply/matrixP => a b; rewrite mxE hU; apply: value_eq; apply: everyP (h a) b. Qed.

Theorem moments_evaluated C S G H B :
  moments_are n d l r X Y p A e C S G H B ->
  is_law pm /\
  [/\ mC Xm = mat F d d C, mS pm tau Xm = mat F d d S, mG pm tau Xm = mat F d d G,
      mH pm tau Xm = mat F d d H & mB pm tau Xm Ym = mat F l d B].
Proof.
case/and5P=> /everyP p0 p1 hC hS /and3P[hG hH hB]; split.
  split=> [w|]; first by rewrite -(value0 F); apply: value_le.
  by rewrite -value_total -(value1 F); apply: value_eq.
have x i a : Xm i a = value F (entry X i a) by rewrite mxE.
have y i a : Ym i a = value F (entry Y i a) by rewrite mxE.
split.
- by apply: matrix_value hC; apply: gram_value.
- apply: matrix_value hS => a b; rewrite value_over_n value_total mxE summxE; congr (_ * _).
  apply: eq_bigr => i _; rewrite value_total summxE; apply: eq_bigr => w _.
  rewrite mxE valueM; congr (_ * _).
  by rewrite mxE big_ord1 mxE !view_value valueM.
- by apply: matrix_value hG; apply: gram_value => *; rewrite mean_value.
- by apply: matrix_value hH; apply: gram_value => // *; rewrite mean_value.
- by apply: matrix_value hB; apply: gram_value => // *; rewrite mean_value.
Qed.
End Moments.
