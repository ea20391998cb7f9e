(* Finite samples: the algebra behind the thresholds at n comparable to d (claims finite-n-thresholds,
   finite-n-ordering and finite-n-views). Units g = 1; p is the square root of the ratio gamma = m/n.

   The limit laws of random matrices that these formulas come from are not formalised: they are cited in
   src/threshold/finite. Here: the order of the two thresholds, the isotropic criterion of joint-embedding,
   the bounds on its threshold under any noise, that p = 0 gives (10) and (12) of the paper, that the best
   probe explains as much of new rows as of the training rows, the criterion for q drawn views, and the
   secular equation at every n. *)
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

(* c < 1 + p is enough for U > 0. *)
Theorem finite_n_embedding_first : 0 <= p -> 0 < mm -> 0 < c -> c < 1 + p -> 0 < edge_N -> 0 < edge_R ->
  theta_rc < theta_je.
Proof.
move=> p0 m0 c0 cq N0 R0; rewrite finite_n_order //.
by rewrite (lt_le_trans N0) // finite_n_denominator // ltW.
Qed.

(* At c = 1 + p both need the alignment a = th. *)
Theorem finite_n_order_tie : 1 + p != 0 -> edge_R != 0 -> edge_U != 0 -> c = 1 + p ->
  theta_rc = edge_a /\ theta_je = edge_a.
Proof.
move=> q0 R0 U0 cq; have je : theta_je = edge_a by rewrite /theta_je -mulrA cq mulfV // mulr1.
split=> //; rewrite -je; apply/eqP; rewrite -subr_eq0 finite_n_order_identity //.
by rewrite cq subrr mulr0 mul0r.
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

(* 1/y^2 lies above its tangent at A. *)
Lemma tangent (A y : F) : 0 < A -> 0 < y -> A ^- 2 + 2%:R * A ^- 3 * (A - y) <= y ^- 2.
Proof.
move=> A0 y0; rewrite -subr_ge0.
have -> : y ^- 2 - (A ^- 2 + 2%:R * A ^- 3 * (A - y)) = (A - y) ^+ 2 * (A + 2%:R * y) / (A ^+ 3 * y ^+ 2).
  by field; rewrite !gt_eqF.
have [A1 y1] := (ltW A0, ltW y0).
have b0 : 0 <= A + 2%:R * y by rewrite addr_ge0 // mulr_ge0 // ler0n.
by apply: divr_ge0; apply: mulr_ge0; rewrite ?sqr_ge0 ?exprn_ge0.
Qed.

(* The mean of t bounds the threshold from below: x >= p s - E t (Jensen). *)
Theorem finite_n_mean_bound (m : nat) (w t : 'I_m -> F) (p s x : F) :
  0 <= p -> 0 <= s -> (forall j, 0 <= w j) -> \sum_j w j = 1 -> (forall j, 0 < t j + x) ->
  p ^+ 2 * (\sum_j w j * (s / (t j + x)) ^+ 2) = 1 -> p * s <= \sum_j w j * t j + x.
Proof.
move=> p0 s0 w0 w1 tx e; pose A := \sum_j w j * t j + x.
have AE : A = \sum_j w j * (t j + x).
  by rewrite /A -[X in _ + X]mul1r -w1 mulr_suml -big_split /=; apply: eq_bigr => j _; rewrite mulrDr.
have A0 : 0 < A.
  have nn j : 0 <= w j * (t j + x) by rewrite mulr_ge0 // ltW.
  rewrite lt_def AE sumr_ge0 // andbT; apply/eqP => z.
  have wz j : w j = 0.
    have /eqP := z; rewrite psumr_eq0 // => /allP/(_ j (mem_index_enum _)) /=.
    by rewrite mulf_eq0 (gt_eqF (tx j)) orbF => /eqP.
  by have := w1; rewrite big1 => [/esym/eqP|j _]; [rewrite oner_eq0 | rewrite wz].
rewrite -/A; clearbody A.
have low : A ^- 2 <= \sum_j w j * (t j + x) ^- 2.
  have <- : \sum_j w j * (A ^- 2 + 2%:R * A ^- 3 * (A - (t j + x))) = A ^- 2.
    rewrite (eq_bigr (fun j => (A ^- 2 + 2%:R * A ^- 3 * A) * w j - 2%:R * A ^- 3 * (w j * (t j + x)))); last first.
      by move=> j _; ring.
    by rewrite big_split /= sumrN -!mulr_sumr w1 -AE mulr1 addrK.
  by apply: ler_sum => j _; rewrite ler_wpmul2l // tangent.
rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?(ltW A0) //.
rewrite -[X in _ <= X]mul1r -ler_pdivr_mulr ?exprn_gt0 // -e exprMn -mulrA ler_wpmul2l ?sqr_ge0 //.
rewrite (eq_bigr (fun j => s ^+ 2 * (w j * (t j + x) ^- 2))); last by move=> j _; rewrite expr_div_n mulrCA.
by rewrite -mulr_sumr ler_wpmul2l ?sqr_ge0.
Qed.

(* (12) of the paper for one signal: s - t is (1 - delta)/delta - t with delta = c/(c + th). *)
Theorem finite_n_printed_12 (c th t : F) : 0 < c -> 0 < th ->
  let delta := c / (c + th) in (1 + 0) * (th / c) - t = (1 - delta) / delta - t.
Proof. by move=> c0 h0 /=; congr (_ - _); field; rewrite !gt_eqF ?addr_gt0. Qed.

(* The threshold s + x is above (12) by at most p s: as p -> 0 it tends to (12), under any noise. *)
Theorem finite_n_near_12 (m : nat) (w t : 'I_m -> F) (p s x least : F) :
  0 <= p -> 0 <= s -> (forall j, 0 <= w j) -> \sum_j w j = 1 -> (forall j, least <= t j) -> 0 < least + x ->
  p ^+ 2 * (\sum_j w j * (s / (t j + x)) ^+ 2) = 1 ->
  0 < (s + x) - (s - least) <= p * s.
Proof.
move=> p0 s0 w0 w1 tl x0 e; have [up _] := finite_n_bounds p0 s0 w0 w1 tl x0 e.
have -> : s + x - (s - least) = least + x by ring.
by rewrite x0.
Qed.

(* The best probe on the row v explains 1/(1 + noise/signal) of new rows: noise = sum_j g_j v_j^2, signal = c v_1^2.
   With the limits of th v_1^2 = l D/psi and of v_j^2, and l = c/th, that is D, the part explained on the training rows.
   u_j are the weights of the law of the noise, w_j = 1/(alpha^2 + t_j), and psi is the eigenvalue. *)
Theorem finite_n_test_is_train (m : nat) (u w g v2 : 'I_m -> F) (p c th v1 psi : F) :
  let l := c / th in
  let D := 1 - p ^+ 2 * (\sum_j u j * (w j / (l - w j)) ^+ 2) in
  0 < c -> 0 < th -> 0 < psi -> 0 < D -> (forall j, 0 < g j) -> (forall j, 0 < w j) ->
  th * v1 = l * D / psi ->
  (forall j, g j / w j * v2 j = th * v1 * (p ^+ 2 * u j) * (l * w j) / (D * (l - w j) ^+ 2)) ->
  1 / (1 + (\sum_j g j * v2 j) / (c * v1)) = D.
Proof.
move=> l D c0 h0 psi0 D0 g0 w0 v1E v2E.
have l0 : 0 < l := divr_gt0 c0 h0.
have v10 : 0 < v1.
  by move: (divr_gt0 (mulr_gt0 l0 D0) psi0); rewrite -v1E pmulr_rgt0.
have noise : \sum_j g j * v2 j = c * v1 * (1 - D) / D.
  have -> : 1 - D = p ^+ 2 * (\sum_j u j * (w j / (l - w j)) ^+ 2) by rewrite /D opprB addrCA subrr addr0.
  rewrite !mulr_sumr mulr_suml; apply: eq_bigr => j _.
  have -> : g j * v2 j = w j * (g j / w j * v2 j) by rewrite [RHS]mulrA [w j * _]mulrCA mulfV ?mulr1 // gt_eqF.
  have -> : c = th * l by rewrite /l mulrCA mulfV ?mulr1 // gt_eqF.
  by rewrite v2E expr_div_n invfM; move: ((l - w j) ^- 2) => e; move: (D^-1) (l) => d k; ring.
rewrite noise; have := gt_eqF (mulr_gt0 c0 v10); move: (c * v1) => e e0.
have -> : e * (1 - D) / D / e = (1 - D) / D by rewrite mulrC -[e * _ / D]mulrA mulKf // e0.
have -> : 1 + (1 - D) / D = D^-1 by rewrite mulrBl mul1r mulfV ?gt_eqF // addrC subrK.
by rewrite mul1r invrK.
Qed.
End JointEmbedding.

Section Views.
Variable F : realFieldType.

(* q drawn views, r = 1/q, ratio = c/th: l = (ratio + r)/(1/b + r) with b = alpha^2 + t exceeds the edge L iff b exceeds
   a number; if the inverse of that number is not positive, none does. *)
Theorem finite_n_views (ratio r L b : F) : 0 <= ratio -> 0 < r -> 0 < L -> 0 < b ->
  (L < (ratio + r) / (b^-1 + r)) = (0 < (ratio + r) / L - r) && (((ratio + r) / L - r)^-1 < b).
Proof.
move=> s0 r0 L0 b0; have b1 : 0 < b^-1 + r by rewrite addr_gt0 ?invr_gt0.
rewrite ltr_pdivl_mulr // mulrC -ltr_pdivl_mulr // -ltr_subr_addr.
have [k0|k0] := ltP 0 ((ratio + r) / L - r); first by rewrite /= -ltf_pinv ?posrE ?invr_gt0 // invrK.
by rewrite /=; apply/negbTE; rewrite -leNgt (le_trans k0) // invr_ge0 ltW.
Qed.

(* No strength of the augmentation is enough when (c/th + 1/q) q <= L. *)
Theorem finite_n_views_never (ratio r L b : F) : 0 <= ratio -> 0 < r -> 0 < L -> 0 < b -> (ratio + r) / r <= L ->
  (ratio + r) / (b^-1 + r) <= L.
Proof.
move=> s0 r0 L0 b0 never; rewrite leNgt finite_n_views // negb_and -leNgt subr_le0.
by rewrite ler_pdivr_mulr // mulrC -ler_pdivr_mulr // never.
Qed.
End Views.

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

(* Instances: the alignment a at p and mm, and the variance th of theta there, for rational variances c. *)
Theorem finite_n_instances :
  [/\ edge_a (1 / 2%:R : rat) 1 = 63%:R / 44%:R,
      theta_rc (1 / 2%:R : rat) 1 (6%:R / 5%:R) = 126%:R / 209%:R,
      theta_rc (1 / 2%:R : rat) 1 (3%:R / 2%:R) = 63%:R / 44%:R
    & theta_rc (1 / 2%:R : rat) 1 2%:R = 42%:R / 11%:R] /\
  [/\ edge_a (1 / 3%:R : rat) (3%:R / 2%:R) = 112%:R / 117%:R /\
        theta_rc (1 / 3%:R : rat) (3%:R / 2%:R) 1 = 28%:R / 117%:R,
      edge_a (2%:R / 3%:R : rat) 1 = 175%:R / 162%:R /\
        theta_rc (2%:R / 3%:R : rat) 1 (9%:R / 5%:R) = 301%:R / 198%:R,
      edge_a (1 : rat) (1 / 2%:R) = 2%:R /\ theta_rc (1 : rat) (1 / 2%:R) (3%:R / 2%:R) = 3%:R / 5%:R
    & edge_a (1 / 4%:R : rat) 1 = 775%:R / 304%:R /\
        theta_rc (1 / 4%:R : rat) 1 (5%:R / 4%:R) = 775%:R / 304%:R].
Proof. by split; split; try match goal with |- _ /\ _ => split end; apply/eqP; vm_compute. Qed.
