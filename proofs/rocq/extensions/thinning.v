(* Binomial thinning of counts: each of the x_j units is kept with probability p, independently (single-cell RNA-seq).

   Given x, the views have mean p x and second moment p^2 x'x + p (1 - p) diag(x). Only these two moments are used; they are
   the hypothesis [thinning] (a finite law with these moments on the given counts; that independent Bernoulli draws have
   them is elementary probability, not formalised here). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments spectral pencil optimal_pencil.
From Jerc Require Import realisation equivalent_pencils pencil_transfer.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Thinning.
Variables (F : rcfType) (n d : nat) (X : 'M[F]_(n, d.+1)).
(* the mean of the data *)
Definition mean_row : 'rV[F]_d.+1 := n%:R^-1 *: \sum_i row i X.

Definition thinning (T : finType) (p : T -> F) (tau : T -> 'rV[F]_d.+1 -> 'rV[F]_d.+1) (rate : F) : Prop :=
  \sum_w p w = 1 /\ forall i, \sum_w p w *: view tau X i w = rate *: row i X
    /\ \sum_w p w *: ((view tau X i w)^T *m view tau X i w)
       = rate ^+ 2 *: ((row i X)^T *m row i X) + (rate * (1 - rate)) *: diag_mx (row i X).

Section Law.
Variables (T : finType) (p : T -> F) (tau : T -> 'rV[F]_d.+1 -> 'rV[F]_d.+1) (rate : F).
Hypothesis law : thinning p tau rate.
Theorem thinning_moments :
  [/\ mS p tau X = rate ^+ 2 *: mC X + (rate * (1 - rate)) *: diag_mx mean_row, mG p tau X = rate ^+ 2 *: mC X
    & mH p tau X = rate *: mC X].
Proof.
have XE : mean_views p tau X = rate *: X.
  by apply/row_matrixP => i; rewrite rowK /mean_view (law.2 i).1 linearZ.
split.
- rewrite /mS; under eq_bigr => i _ do rewrite (law.2 i).2.
  rewrite big_split /= -!scaler_sumr scalerDr; congr (_ + _).
    by rewrite gram_rows /mC !scalerA mulrC.
  have -> : diag_mx mean_row = n%:R^-1 *: \sum_i diag_mx (row i X).
    apply/matrixP => a b; rewrite [LHS]mxE sclE summxE /mean_row sclE summxE -mulrnAr -sumrMnl; congr (_ * _).
    by apply: eq_bigr => i _; rewrite [RHS]mxE.
  by rewrite scalerA [RHS]scalerA; congr (_ *: _); apply: mulrC.
- by rewrite /mG XE trmxZ -scalemxAl -scalemxAr /mC !scalerA; congr (_ *: _); ring.
by rewrite /mH XE -scalemxAr /mC !scalerA mulrC.
Qed.

(* For 0 < p < 1 joint-embedding has the optimal row spaces of the pencil (C, diag(mean)). Hypothesis: all means positive. *)
Theorem thinning_pencil k : 0 < rate -> rate < 1 -> (forall j, 0 < mean_row 0 j) ->
  same_row_spaces k (diag_mx mean_row) (mC X) (mS p tau X) (mG p tau X).
Proof.
move=> r0 r1 m0; have [SE GE _] := thinning_moments.
have sC : (mC X)^T = mC X by rewrite /mC trmxZ trmx_mul trmxK.
have pB : pd (diag_mx mean_row).
  move=> x x0; rewrite mul_mx_diag mxE.
  have e : \sum_j (\matrix_(i, j0) (x i j0 * mean_row 0 j0)) 0 j * x^T j 0 = \sum_j mean_row 0 j * x 0 j ^+ 2.
    by apply: eq_bigr => j _; rewrite !mxE; ring.
  rewrite e lt_neqAle sumr_ge0 ?andbT => [|j _]; last by rewrite mulr_ge0 ?sqr_ge0 // ltW.
  rewrite eq_sym; apply: contra x0 => /eqP/psumr_eq0P z; apply/eqP/rowP => j; rewrite mxE.
  have /eqP := z (fun i _ => mulr_ge0 (ltW (m0 i)) (sqr_ge0 _)) j isT.
  by rewrite mulf_eq0 gt_eqF //= sqrf_eq0 => /eqP.
have pC : psd (mC X).
  by apply: psdZ; [rewrite invr_ge0 ler0n|rewrite -{2}[X]trmxK; apply: psd_gram].
have b0 : 0 < rate * (1 - rate) by rewrite mulr_gt0 // subr_gt0.
apply: (pencil_transfer k (tr_diag_mx _) pB sC _ b0 _ SE GE); last by rewrite exprn_gt0.
by rewrite SE addrC; apply: pd_add_psd; [apply: pdZ|apply: psdZ; rewrite ?sqr_ge0].
Qed.
End Law.

(* So the rate does not matter to joint-embedding: two thinnings of the same counts have the same optimal row spaces. *)
Theorem thinning_rate_independence k (T T' : finType) (p : T -> F) (p' : T' -> F) tau tau' (rate rate' : F) :
  thinning p tau rate -> thinning p' tau' rate' -> 0 < rate -> rate < 1 -> 0 < rate' -> rate' < 1 ->
  (forall j, 0 < mean_row 0 j) ->
  forall W : 'M[F]_(k, d.+1), je_optimal p tau X W ->
    exists2 W' : 'M[F]_(k, d.+1), je_optimal p' tau' X W' & (W :=: W')%MS.
Proof.
move=> l l' r0 r1 r0' r1' m0 W /(je_optimal_pencil_max tau X l.1) m.
have [W1 m1 e1] := (thinning_pencil l k r0 r1 m0).2 _ m.
have [W2 m2 e2] := (thinning_pencil l' k r0' r1' m0).1 _ m1.
exists W2; last exact: eqmx_trans e2.
exact/(je_optimal_pencil_max tau' X l'.1).
Qed.
End Thinning.
