(* Finite samples: the algebra behind the thresholds at n comparable to d (claims finite-n-thresholds and
   finite-n-ordering). Units g = 1; p is the square root of the ratio gamma = m/n.

   The limit laws of random matrices that these formulas come from are not formalised: they are cited in
   src/threshold/finite. Here: the order of the two thresholds, the isotropic criterion of joint-embedding, the bounds on
   its threshold under any noise, and that p = 0 gives (10) of the paper. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ordering.
Variable F : realFieldType.
(* mm is the companion transform of the noise at the negative point of the edge. *)
Variables (p mm c : F).
Definition edge_M := (1 + p) * mm.
Definition edge_N := 1 + (1 - p ^+ 2) * mm.
Definition edge_R := (edge_M + p) ^+ 2 - 1 - p ^+ 2.
Definition edge_U := 1 + edge_M - c * p * mm.
(* the alignment a = alpha^2 + t at mm, and the augmentations of the signal for which it is the threshold *)
Definition edge_a := (1 + p) ^+ 2 * edge_N / edge_R.
Definition theta_rc :=
  c * (1 + p) * edge_N * (c * mm * (1 + edge_M) - (edge_M ^+ 2 + p * edge_M - 1)) / (edge_U * edge_R).
Definition theta_je := edge_a * c / (1 + p).

Theorem finite_n_order_identity : 1 + p != 0 -> edge_R != 0 -> edge_U != 0 ->
  theta_rc - theta_je = c * mm * (1 + mm) * (1 + p) ^+ 2 * edge_N * (c - (1 + p)) / (edge_U * edge_R).
Proof.
rewrite /theta_rc /theta_je /edge_a => q0 R0 U0.
have e : (1 + p) ^+ 2 * edge_N / edge_R * c / (1 + p) = c * (1 + p) * edge_N * edge_U / (edge_U * edge_R).
  by field; rewrite q0 R0 U0.
rewrite e -mulrBl; congr (_ / _); rewrite /edge_U /edge_N /edge_M; ring.
Qed.

Theorem finite_n_denominator : 0 <= p -> 0 <= mm -> c <= 1 + p -> edge_N <= edge_U.
Proof.
move=> p0 m0 cq; rewrite -subr_ge0.
have -> : edge_U - edge_N = mm * p * (1 + p - c) by rewrite /edge_U /edge_N /edge_M; ring.
by rewrite !mulr_ge0 // subr_ge0.
Qed.

(* With U > 0 the larger th is that of the paradigm which needs less. *)
Theorem finite_n_order : 0 <= p -> 0 < mm -> 0 < c -> 0 < edge_N -> 0 < edge_R -> 0 < edge_U ->
  (theta_rc < theta_je) = (c < 1 + p).
Proof.
move=> p0 m0 c0 N0 R0 U0; have q0 : 0 < 1 + p by rewrite ltr_spaddl ?ltr01.
rewrite -subr_lt0 finite_n_order_identity ?gt_eqF //.
have k0 : 0 < c * mm * (1 + mm) * (1 + p) ^+ 2 * edge_N / (edge_U * edge_R).
  by rewrite divr_gt0 ?mulr_gt0 ?exprn_gt0 // ltr_spaddl ?ltr01 // ltW.
have -> : c * mm * (1 + mm) * (1 + p) ^+ 2 * edge_N * (c - (1 + p)) / (edge_U * edge_R)
        = c * mm * (1 + mm) * (1 + p) ^+ 2 * edge_N / (edge_U * edge_R) * (c - (1 + p)) by rewrite mulrAC.
by rewrite pmulr_rlt0 // subr_lt0.
Qed.
End Ordering.

Section Population.
Variable F : realFieldType.
Variables (mm c : F).
(* p = 0: the threshold is (10) of the paper, g/eta^2 - 1 with eta^2 = c^2/(c + th), g = 1. *)
Theorem finite_n_population : 1 < mm -> c != 0 ->
  edge_a 0 mm = (c + theta_rc 0 mm c) / c ^+ 2 - 1.
Proof.
move=> m1 c0; have d0 : mm - 1 != 0 by rewrite subr_eq0 gt_eqF.
have s0 : 1 + mm != 0 by rewrite gt_eqF // ltr_spaddl ?ltr01 // ltW // (lt_trans ltr01).
rewrite /edge_a /theta_rc /edge_U /edge_R /edge_N /edge_M.
have f0 : mm ^+ 2 - 1 != 0 by rewrite (_ : _ - 1 = (mm - 1) * (1 + mm)) ?mulf_neq0 //; ring.
by field; rewrite c0 s0 f0.
Qed.
End Population.

Section JointEmbedding.
Variable F : realFieldType.

(* Under one t, with l the ratio of signal and noise: the two conditions of the criterion are one. *)
Theorem finite_n_criterion (p l : F) : 0 <= p -> 1 < l -> (0 < 1 - p ^+ 2 / (l - 1) ^+ 2) = (1 + p < l).
Proof.
move=> p0 l1; have d0 : 0 < l - 1 by rewrite subr_gt0.
by rewrite subr_gt0 ltr_pdivr_mulr ?exprn_gt0 // mul1r ltr_pexpn2r // ?nnegrE ?(ltW d0) // ltr_subr_addl.
Qed.

(* The threshold th/c + x under noise of many t: x is at most p s - t for the least t, s = th/c, and at least what each
   part of the noise needs alone. *)
Theorem finite_n_bounds (m : nat) (w t : 'I_m -> F) (p s x least : F) :
  0 <= p -> 0 <= s -> (forall j, 0 <= w j) -> \sum_j w j = 1 -> (forall j, least <= t j) -> 0 < least + x ->
  p ^+ 2 * (\sum_j w j * (s / (t j + x)) ^+ 2) = 1 ->
  (least + x <= p * s) /\ (forall j, p ^+ 2 * w j * s ^+ 2 <= (t j + x) ^+ 2).
Proof.
move=> p0 s0 w0 w1 tl x0 e; have tx j : least + x <= t j + x by rewrite ler_add2r.
have tx0 j : 0 < t j + x := lt_le_trans x0 (tx j).
split=> [|j].
  rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?(ltW x0) ?mulr_ge0 //.
  rewrite -[X in X <= _]mul1r -e exprMn -mulrA ler_wpmul2l ?sqr_ge0 // mulr_suml.
  rewrite -[X in _ <= X]mul1r -w1 mulr_suml; apply: ler_sum => j _.
  rewrite -mulrA ler_wpmul2l // exprMn exprVn mulrAC ler_pdivr_mulr ?exprn_gt0 //.
  by rewrite ler_wpmul2l ?sqr_ge0 // ler_pexpn2r // nnegrE ltW.
rewrite -[X in _ <= X]mul1r -ler_pdivr_mulr ?exprn_gt0 // -e.
have -> : p ^+ 2 * w j * s ^+ 2 / (t j + x) ^+ 2 = p ^+ 2 * (w j * (s / (t j + x)) ^+ 2).
  by rewrite expr_div_n !mulrA.
rewrite ler_wpmul2l ?sqr_ge0 // (bigD1 j) //= ler_addl sumr_ge0 // => i _.
by rewrite mulr_ge0 ?sqr_ge0.
Qed.
End JointEmbedding.

Section Secular.
Variable F : fieldType.
Variables (m : nat) (c th mu : F) (h : 'cV[F]_m) (noise : 'M[F]_m).

(* At every n, whatever the samples: noise is N'N/n - mu Sigma_2, h = N'x/n. *)
Theorem finite_n_secular (y : F) (z : 'cV[F]_m) : noise \in unitmx -> y != 0 ->
  (c - mu * th)%:M *m y%:M + h^T *m z = 0 :> 'M_1 -> h *m y%:M + noise *m z = 0 ->
  c - mu * th = (h^T *m invmx noise *m h) 0 0.
Proof.
move=> u y0 first second.
have zE : z = - (invmx noise *m h *m y%:M).
  by rewrite -mulmxA -mulmxN; apply: (canRL (mulKmx u)); apply/eqP; rewrite -addr_eq0 addrC second.
move: first; rewrite zE mulmxN !mulmxA -mulmxBl mul_mx_scalar => /eqP.
rewrite scaler_eq0 (negPf y0) /= subr_eq0 => /eqP/matrixP/(_ 0 0) <-.
by rewrite mxE eqxx mulr1n.
Qed.
End Secular.

(* Instances, p = 1/2 and mm = 1: the thresholds at a = 63/44 for three variances of the signal. *)
Example finite_n_instances :
  [/\ edge_a (1 / 2%:R : rat) 1 = 63%:R / 44%:R,
      theta_rc (1 / 2%:R : rat) 1 (6%:R / 5%:R) = 126%:R / 209%:R,
      theta_rc (1 / 2%:R : rat) 1 (3%:R / 2%:R) = 63%:R / 44%:R
    & theta_rc (1 / 2%:R : rat) 1 2%:R = 42%:R / 11%:R].
Proof. by split; apply/eqP; vm_compute. Qed.
