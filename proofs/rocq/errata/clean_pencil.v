(* Two slips in A.5 about the clean pencil, that is about S^-1/2 G S^-1/2 on clean data. Nothing rests on them.

   Slugs: equation_67_block, equation_68_max. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block moments additive_moments whitening extrema thresholds diagonal diagonal_pencils.
From Jerc Require Import signal_model.
From Jerc Require Import small_matrices diagonal_models.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ---- (67): Q1' S^-1/2 G S^-1/2 Q2 = 0, "hence" the eigenvalues on Q2 are null ---- *)

(* The block that is printed as null does not give the conclusion: with S = G = I it is null in every orthonormal
   basis, and S^-1/2 G S^-1/2 is the identity on Q2. *)
Theorem equation_67_block_refuted (F : realFieldType) k m (Q : 'M[F]_(k + m.+1)) : Q^T *m Q = 1%:M ->
  let S := 1%:M in let G := 1%:M in exists2 R : 'M[F]_(k + m.+1), inverse_root S R &
    (lsubmx Q)^T *m (R *m G *m R) *m rsubmx Q = 0 /\ (rsubmx Q)^T *m (R *m G *m R) *m rsubmx Q = 1%:M.
Proof.
move=> QQ S G; exists 1%:M.
  split; rewrite ?trmx1 ?mulmx1 // => x x0.
  by rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym; apply: contra_neq x0 => /sqnorm_eq0.
rewrite /G !mulmx1; have := QQ; rewrite -{1 2}[Q]hsubmxK tr_row_mx mul_col_row scalar_mx_block.
by case/eq_block_mx.
Qed.

(* The inverse root of a block-diagonal matrix is block-diagonal. *)
Lemma inverse_root_block (F : realFieldType) k m (A : 'M[F]_k) (B : 'M[F]_m) R : inverse_root (block_mx A 0 0 B) R ->
  ursubmx R = 0 /\ dlsubmx R = 0.
Proof.
move=> root; pose J : 'M[F]_(k + m) := block_mx 1%:M 0 0 (- 1%:M).
have sJ : J^T = J by rewrite /J tr_block_mx !trmx0 raddfN /= !trmx1.
have JJ : J *m J = 1%:M.
  by rewrite /J mulmx_block !(mulmx0, mul0mx, addr0, add0r) mulmxN mulNmx opprK !mulmx1 -scalar_mx_block.
have JSJ : J *m block_mx A 0 0 B *m J = block_mx A 0 0 B.
  by rewrite /J !mulmx_block !(mulmx0, mul0mx, addr0, add0r, mul1mx, mulmx1, mulmxN, mulNmx, oppr0, opprK).
have [sR pR RSR] := root; have root' : inverse_root (block_mx A 0 0 B) (J *m R *m J).
  split; first by rewrite !trmx_mul sJ sR mulmxA.
    by rewrite -{2}sJ; apply: pd_congr => //; rewrite row_free_unit; have [] := mulmx1_unit JJ.
  rewrite -{1}JSJ !mulmxA -(mulmxA _ J J) JJ mulmx1 -(mulmxA _ J J) JJ mulmx1.
  by rewrite -(mulmxA J R) -(mulmxA J) RSR mulmx1 JJ.
have := inverse_root_unique root' root; rewrite -[R]submxK /J !mulmx_block.
rewrite !(mulmx0, mul0mx, addr0, add0r, mul1mx, mulmx1, mulmxN, mulNmx, oppr0) => /eq_block_mx[_ e1 e2 _].
have half p q (M : 'M[F]_(p, q)) : - M = M -> M = 0.
  move=> e; apply/eqP; have /eqP : M *+ 2 = 0 by rewrite mulr2n -{1}e addNr.
  by rewrite -scaler_nat scalemx_eq0 pnatr_eq0.
by rewrite block_mxKur block_mxKdl; split; apply: half.
Qed.

(* Corrected: on clean data, whatever the blocks of the augmentation's covariance, S^-1/2 G S^-1/2 is null on all of
   Q2: the printed block is 0, and so is Q2' S^-1/2 G S^-1/2 Q2, which is what the sentence needs. *)
Theorem equation_67_block_corrected (F : realFieldType) (T : finType) n k m (p : T -> F) (e : T -> 'rV[F]_(k + m))
    (X : 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)) (C1 Th1 : 'M[F]_k) (N2 : 'M[F]_m) (R : 'M[F]_(k + m)) :
  is_law p -> centred p e -> (0 < n)%N -> Q^T *m Q = 1%:M ->
  mC X = Q *m block_mx C1 0 0 0 *m Q^T -> noise_cov p e = Q *m block_mx Th1 0 0 N2 *m Q^T ->
  inverse_root (mS p (additive e) X) R -> let M := R *m mG p (additive e) X *m R in
  (lsubmx Q)^T *m M *m rsubmx Q = 0 /\ (rsubmx Q)^T *m M *m rsubmx Q = 0.
Proof.
move=> [_ p1] ce n0 QQ data cov root M; have QQC := mulmx1C QQ; have uQ := (mulmx1_unit QQ).1.
have SE : mS p (additive e) X = Q *m block_mx (C1 + Th1) 0 0 N2 *m Q^T.
  by rewrite mS_additive // data cov -mulmxDl -mulmxDr add_block_mx !addr0 add0r.
have : inverse_root (block_mx (C1 + Th1) 0 0 N2) (Q^T *m R *m Q).
  have [sR pR] := root; rewrite SE => RSR; split; first by rewrite !trmx_mul trmxK sR mulmxA.
    by rewrite -{2}[Q]trmxK; apply: pd_congr => //; rewrite row_free_unit.
  by rewrite -[RHS]QQ -[X in _ = X *m Q]mulmx1 -RSR !mulmxA.
case/inverse_root_block; set R0 := Q^T *m R *m Q => u0 d0.
have E : Q^T *m M *m Q = R0 *m block_mx C1 0 0 0 *m R0.
  by rewrite /M mG_additive // data /R0 !mulmxA.
have : Q^T *m M *m Q = block_mx (ulsubmx R0 *m C1 *m ulsubmx R0) 0 0 0.
  rewrite E -[R0]submxK u0 d0 block_mxKul !mulmx_block.
  by rewrite !(mulmx0, mul0mx, addr0, add0r).
rewrite -{1 2}[Q]hsubmxK tr_row_mx mul_col_mx mul_col_row => /eq_block_mx[_ h1 _ h2].
by rewrite !mulmxA in h1 h2 *.
Qed.

(* ---- (68): max for min ---- *)
Section Equation68.
Variable F : rcfType.

(* The value that (68) prints for the smallest eigenvalue of S^-1/2 G S^-1/2 on the signal. *)
Definition printed_68 (I : finType) (i0 : I) (c thI : I -> F) : F := fmax i0 (fun i => c i / (c i + thI i)).

(* With c = (1, 1) and theta = (1, 3) the smallest eigenvalue of the clean signal pencil is 1/4; printed is 1/2. *)
Theorem equation_68_max_refuted (c : 'I_2 -> F := fun=> 1) (th : 'I_2 -> F := pair2 1 3%:R) :
  [/\ pencil_least (dg c) (dg c + dg th) 4%:R^-1, printed_68 ord0 c th = 2%:R^-1 & 4%:R^-1 < 2%:R^-1 :> F].
Proof.
have e0 : 1 / (1 + 1) = 2%:R^-1 :> F by field.
have e1 : 1 / (1 + 3%:R) = 4%:R^-1 :> F by field.
have lt42 : 4%:R^-1 < 2%:R^-1 :> F by rewrite ltf_pinv ?posrE ?ltr0n // ltr_nat.
split=> //; last by rewrite /printed_68 fmax2 /th /pair2 /= e0 e1 max_l // ltW.
have c0 i : 0 < c i + th i by rewrite /th /pair2; case: eqP => _; rewrite addr_gt0 ?ltr0n ?ltr01.
have := pencil_least_dg (ord0 : 'I_2) c c0; rewrite -dgD fmin2 /th /pair2 /= e0 e1 min_r //.
exact: ltW.
Qed.

(* Corrected: it is the minimum delta. Only its sign is used; both are positive, so nothing changes. *)
Theorem equation_68_max_corrected k (i0 : 'I_k) (c thI : 'I_k -> F) :
  (forall i, 0 < c i) -> (forall i, 0 <= thI i) ->
  [/\ pencil_least (dg c) (dg c + dg thI) (delta i0 c thI), 0 < delta i0 c thI & delta i0 c thI <= printed_68 i0 c thI].
Proof.
move=> c0 t0; have s0 i : 0 < c i + thI i by rewrite ltr_paddr.
split; [by rewrite dgD; apply: pencil_least_dg|exact: delta_gt0|].
rewrite /printed_68 /delta; have [i -> _] := fminP i0 (fun i => c i / (c i + thI i)).
by have [j -> h] := fmaxP i0 (fun i => c i / (c i + thI i)).
Qed.
End Equation68.
