(** * The tests of the program are the hypotheses of the theorems

    The integer matrices gram, form, dual, excess of the program are, up to powers of two, P = U S U', B = U A U', N = t P + P diag(c) P - B and H = V A V' - f V S V' for the stored A, S and
    the rows U of the witness (V: the first k); the numbers proved_upper and proved_lower are the two bounds. *)
From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From mathcomp.zify Require Import ssrZ.
From Jerc Require Import psd dominance upper_bound lower_bound program interpretation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Delimit Scope Z_scope with coqZ.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Products of powers of two in another order; `ring` is for variables only. *)
Section Units.
Variable F : realFieldType.
Implicit Types a b c e m n t u x y : F.
Lemma unit_t a b e m t u : a * b = e * m -> u * e * (t * m) = a * t * (u * b).
Proof. by move=> h; transitivity (u * t * (e * m)); [ring | rewrite -h; ring]. Qed.
Lemma unit_c a b c e m u : c * a * a * b = e * m -> u = b -> u * e * m = u * a * (u * a * c).
Proof. by move=> h ub; rewrite -mulrA -h ub; ring. Qed.
Lemma unit_h a f g e m n t u x y : a = e * m -> f * g = e * n ->
  u * a * y - f * t * (u * g * x) = e * u * (y * m - t * n * x).
Proof. by move=> -> h; rewrite -[f * t * _](_ : (f * g) * (u * t * x) = _); [rewrite h | idtac]; ring. Qed.
Lemma unit_k a e m t n : a = e * m -> e * (t * n * m) = a * t * n.
Proof. by move=> ->; ring. Qed.
Lemma unit_cp c s v x y : x * y * (c * s * v * v) = c * x * (v * v * s * y).
Proof. by ring. Qed.
Lemma unit_trace e v x : e * (v * v) * x *+ 2 = 2%:R * e * v * v * x.
Proof. by ring. Qed.
Lemma unit_ph e s v x : v * v * s * (e * (v * v)) * x = e * s * v * v * v * v * x.
Proof. by ring. Qed.
Lemma unit_sum f t n e m1 m2 m3 x y a b c : a = e * m1 -> b = e * m2 -> c = e * m3 -> f = a ->
  e * (t * n * m1 + x * m2 - y * m3) = f * t * n + (b * x - c * y).
Proof. by move=> -> -> -> ->; ring. Qed.
End Units.

Section Tests.
Variables (T : Type) (I : integers T) (F : realFieldType) (value : T -> F).
Hypothesis vI : exact I value.
Variables (p : problem T) (w : witness T).
Notation d := (size_d p).
Notation k := (size_k p).
Local Notation "2^ e" := (pow2 F e) (at level 3, format "2^ e").
Local Notation M_ := (matrix_of I value d).

Let A0 := M_ (mat_a p).
Let S0 := M_ (mat_s p).
Definition raw_a : 'M[F]_d := 2^(exp_a p) *: A0.
Definition raw_s : 'M[F]_d := 2^(exp_s p) *: S0.
Definition rows_v : 'M[F]_d := 2^(exp_v w) *: M_ (mat_v w).
Definition weights : 'rV[F]_d := 2^(exp_c w) *: vector_of I value d (man_c w).
Definition threshold : F := 2^(exp_t w) * value (man_t w).
Definition floor : F := 2^(exp_f w) * value (man_f w).

Hypotheses (fitV : fits d (mat_v w)) (kd : (k <= d)%N) (ck : (size (man_c w) <= k)%N).
Hypotheses (sA0 : A0^T = A0) (sS0 : S0^T = S0).

Lemma sym_raw_a : raw_a^T = raw_a. Proof. by rewrite /raw_a trmxZ sA0. Qed.
Lemma sym_raw_s : raw_s^T = raw_s. Proof. by rewrite /raw_s trmxZ sS0. Qed.

Let P := gram I p w.
Let B := form I p w.
Let uu := 2^(exp_v w) * 2^(exp_v w).

Lemma gram_raw : rows_v *m raw_s *m rows_v^T = (uu * 2^(exp_s p)) *: M_ P.
Proof.
rewrite /P /gram (congruenceE vI fitV sS0) /rows_v /raw_s trmxZ -!scalemxAl -!scalemxAr -scalemxAl !scalerA.
by congr (_ *: _); rewrite /uu; ring.
Qed.
Lemma form_raw : rows_v *m raw_a *m rows_v^T = (uu * 2^(exp_a p)) *: M_ B.
Proof.
rewrite /B /form (congruenceE vI fitV sA0) /rows_v /raw_a trmxZ -!scalemxAl -!scalemxAr -scalemxAl !scalerA.
by congr (_ *: _); rewrite /uu; ring.
Qed.
Lemma sym_gram : (M_ P)^T = M_ P. Proof. by rewrite /P /gram (congruenceE vI fitV sS0) sym_congruence. Qed.
Lemma sym_form : (M_ B)^T = M_ B. Proof. by rewrite /B /form (congruenceE vI fitV sA0) sym_congruence. Qed.
Let fitP : fits d P. Proof. exact: fits_mirror. Qed.

Lemma uu_gt0 : 0 < uu. Proof. by rewrite mulr_gt0 ?pow2_gt0. Qed.

(** ** Tests 2 and 3 *)

Lemma gram_test : is_dominant I d P -> dominant (rows_v *m raw_s *m rows_v^T).
Proof.
move=> h; rewrite gram_raw; apply: dominantZ; first by rewrite mulr_gt0 ?uu_gt0 ?pow2_gt0.
exact: (is_dominantP vI fitP h).
Qed.

Local Notation eN := (dual_unit p w).
Lemma dual_integers : M_ (dual I p w P B) =
  (value (man_t w) * 2%:R ^+ above (exp_t_gram p w) eN) *: M_ P
  + M_ P *m diag_mx (2%:R ^+ above (exp_c_gram p w) eN *: vector_of I value d (man_c w)) *m M_ P
  - 2%:R ^+ above (exp_a p) eN *: M_ B.
Proof.
rewrite /dual; apply: mirrorE => [|i j ji].
  rewrite trmxB trmxD !trmxZ sym_form sym_gram; congr (_ + _ - _).
  by rewrite sym_sandwich ?sym_gram // tr_diag_mx.
rewrite (valueB vI) (value_shift vI) (@dotE _ _ _ _ vI d); last by rewrite geq_min (size_row _ fitP) orbT.
rewrite (valueM vI) (value_shift vI) mul_mx_diag !mxE; congr (_ + _ - _); last by rewrite mulrC.
apply: eq_bigr => l _; rewrite !mxE /row (nth_map [::]); last by rewrite size_mkseq.
rewrite (nth_entrywise vI) -/(row P i) -/(row P j) mulrC.
have -> : value (nth (zero I) [seq shift I x (above (exp_c_gram p w) eN) | x <- man_c w] l)
  = 2%:R ^+ above (exp_c_gram p w) eN * value (nth (zero I) (man_c w) l).
  have [lc|lc] := ltnP l (size (man_c w)); last by rewrite !nth_default ?size_map // (value0 vI) mulr0.
  by rewrite (nth_map (zero I)) // (value_shift vI) mulrC.
have -> : value (nth (zero I) (row P j) l) = value (entry I P l j).
  by have := congr1 (fun M : 'M_d => M l j) sym_gram; rewrite !mxE.
by rewrite mulrC [X in _ = X * _]mulrC.
Qed.

Lemma dual_test : is_dominant I d (dual I p w P B) ->
  let P := rows_v *m raw_s *m rows_v^T in
  dominant (threshold *: P + P *m diag_mx weights *m P - rows_v *m raw_a *m rows_v^T).
Proof.
move=> h /=; have fitN : fits d (dual I p w P B) by apply: fits_mirror.
have := is_dominantP vI fitN h; rewrite dual_integers => dN.
have g0 : 0 < uu * 2^eN by rewrite mulr_gt0 ?uu_gt0 ?pow2_gt0.
have := dominantZ g0 dN; congr (dominant _); rewrite gram_raw form_raw.
have dZ a (v : 'rV[F]_d) : diag_mx (a *: v) = a *: diag_mx v by exact: linearZ.
rewrite [LHS]scalerBr scalerDr /weights !dZ -!scalemxAl -!scalemxAr -!scalemxAl !scalerA.
have E1 : 2^(exp_t_gram p w) = 2^eN * 2%:R ^+ above (exp_t_gram p w) eN by apply: pow2_above; rewrite /dual_unit; clear; lia.
have E2 : 2^(exp_c_gram p w) = 2^eN * 2%:R ^+ above (exp_c_gram p w) eN by apply: pow2_above; rewrite /dual_unit; clear; lia.
have E3 : 2^(exp_a p) = 2^eN * 2%:R ^+ above (exp_a p) eN by apply: pow2_above; rewrite /dual_unit; clear; lia.
congr (_ *: _ + _ *: _ - _ *: _).
- by apply: unit_t; rewrite -E1 /exp_t_gram pow2D.
- have e : 2^(exp_c w) * 2^(exp_s p) * 2^(exp_s p) * uu = 2^eN * 2%:R ^+ above (exp_c_gram p w) eN.
    by rewrite -E2 /exp_c_gram !pow2D /uu !mulrA.
  exact: unit_c e erefl.
by rewrite -mulrA -E3.
Qed.

(** ** Test 5 *)

Let lead := widen_ord kd.
Definition leading_rows : 'M[F]_(k, d) := rowsub lead rows_v.
Let G := leading_rows *m raw_s *m leading_rows^T.
Let H := leading_rows *m raw_a *m leading_rows^T - floor *: G.
Local Notation eH := (excess_unit p w).
Local Notation Hi := (excess I p w P B).

Lemma lead_inj : injective lead. Proof. by move=> i j /(congr1 val) /= /val_inj. Qed.
Lemma excess_raw : H = (2^eH * uu) *: matrix_of I value k Hi.
Proof.
have E1 : 2^(exp_a p) = 2^eH * 2%:R ^+ above (exp_a p) eH by apply: pow2_above; rewrite /excess_unit; clear; lia.
have E2 : 2^(exp_f_gram p w) = 2^eH * 2%:R ^+ above (exp_f_gram p w) eH.
  by apply: pow2_above; rewrite /excess_unit; clear; lia.
have e (i j : 'I_k) : entry I Hi i j = sub I (shift I (nth (zero I) (row B i) j) (above (exp_a p) eH))
    (mul I (shift I (man_f w) (above (exp_f_gram p w) eH)) (nth (zero I) (row P i) j)).
  by rewrite /entry /row /excess nth_mkseq // nth_mkseq.
rewrite /H /G !leading_congruence gram_raw form_raw; apply/matrixP => i j; rewrite !mxE e (valueB vI) (valueM vI) !(value_shift vI).
rewrite -[entry I P _ _]/(nth (zero I) (row P i) j) -[entry I B _ _]/(nth (zero I) (row B i) j) /floor.
by apply: unit_h; rewrite // -E2 /exp_f_gram pow2D.
Qed.

Lemma fits_excess : fits k Hi.
Proof. exact: (@fits_mkseq _ k (fun i j => sub I (shift I (nth (zero I) (row B i) j) _) (mul I _ (nth (zero I) (row P i) j))) (fun=> k)). Qed.

Lemma excess_test : is_dominant I k Hi -> dominant H.
Proof.
move=> h; rewrite excess_raw; apply: dominantZ; first by rewrite mulr_gt0 ?uu_gt0 ?pow2_gt0.
exact: (is_dominantP vI fits_excess h).
Qed.

(** ** Tests 4 and 6: the two numbers *)

Local Notation pu := (proved_upper I p w P).
Lemma proved_upperE : 2^(upper_unit p w) * value pu = threshold *+ k + \sum_i weights 0 i * (rows_v *m raw_s *m rows_v^T) i i.
Proof.
set e := upper_unit p w.
have E1 : 2^(exp_t w) = 2^e * 2%:R ^+ above (exp_t w) e by apply: pow2_above; rewrite /e /upper_unit; clear; lia.
have E2 : 2^(exp_cp p w) = 2^e * 2%:R ^+ above (exp_cp p w) e by apply: pow2_above; rewrite /e /upper_unit; clear; lia.
rewrite /proved_upper -/e (valueD vI) !(value_shift vI) (valueM vI) (value_nat vI) mulrDr; congr (_ + _).
  by rewrite -[threshold *+ k]mulr_natr /threshold; apply: unit_k.
rewrite (@dotE _ _ _ _ vI d); last by rewrite geq_min (leq_trans ck kd).
rewrite (value0 vI) add0r mulrCA -E2 mulr_suml; apply: eq_bigr => i _.
rewrite gram_raw !mxE nth_mkseq // /exp_cp !pow2D /uu; exact: unit_cp.
Qed.

Local Notation pl := (proved_lower I p w P Hi).
Lemma proved_lowerE : 2^(lower_unit p w) * value pl = floor *+ k + (\tr H *+ 2 - \tr (G *m H)).
Proof.
set e := lower_unit p w.
have E1 : 2^(exp_f w) = 2^e * 2%:R ^+ above (exp_f w) e by apply: pow2_above; rewrite /e /lower_unit; clear; lia.
have E2 : 2^(exp_trace p w) = 2^e * 2%:R ^+ above (exp_trace p w) e by apply: pow2_above; rewrite /e /lower_unit; clear; lia.
have E3 : 2^(exp_ph p w) = 2^e * 2%:R ^+ above (exp_ph p w) e by apply: pow2_above; rewrite /e /lower_unit; clear; lia.
rewrite /proved_lower -/e (valueB vI) (valueD vI) !(value_shift vI) (valueM vI) (value_nat vI).
have trE : \tr H *+ 2 = 2^(exp_trace p w) * value (sum I (zero I) (mkseq (fun i => entry I Hi i i) k)).
  rewrite /exp_trace !pow2D excess_raw mxtraceZ (@sumE _ _ _ _ vI k) ?size_mkseq // (value0 vI) add0r.
  rewrite (_ : \tr _ = \sum_(i < k) value (nth (zero I) (mkseq (fun i => entry I Hi i i) k) i)); last first.
    by apply: eq_bigr => i _; rewrite nth_mkseq // mxE.
  by rewrite -[pow2 F 1]/(2%:R : F) /uu; exact: unit_trace.
have phE : \tr (G *m H) = 2^(exp_ph p w) * value (sum I (zero I) (mkseq (fun i => dot I (zero I) (row Hi i) (row P i)) k)).
  rewrite /exp_ph !pow2D excess_raw /G leading_congruence gram_raw.
  rewrite (_ : mxsub lead lead _ = (uu * 2^(exp_s p)) *: mxsub lead lead (M_ P)); last by apply/matrixP => i j; rewrite !mxE.
  rewrite -scalemxAl -scalemxAr scalerA mxtraceZ (@sumE _ _ _ _ vI k) ?size_mkseq // (value0 vI) add0r.
  rewrite (_ : \tr _ = \sum_(i < k) value (nth (zero I) (mkseq (fun i => dot I (zero I) (row Hi i) (row P i)) k) i)).
    by rewrite /uu; exact: unit_ph.
  rewrite mxtrace_mulC; apply: eq_bigr => i _; rewrite nth_mkseq // (@dotE _ _ _ _ vI k); last by rewrite geq_min (size_row _ fits_excess).
  rewrite (value0 vI) add0r mxE; apply: eq_bigr => j _; rewrite !mxE; congr (_ * _).
  by have := congr1 (fun M : 'M_d => M (lead j) (lead i)) sym_gram; rewrite !mxE.
by rewrite trE phE -[floor *+ k]mulr_natr /floor; apply: unit_sum.
Qed.
End Tests.
