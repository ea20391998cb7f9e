(** * The unrestricted JEPA of a linear world model: value and solutions, over all linear encoders

    In words. A state has d modes; a_j is the part of the variance of the next state's mode j that state and
    action predict, a_1 >= a_2 >= ... In coordinates of unit variance an encoder is any k x d matrix A. No
    predictor of its next output errs by less than the innovation tr A diag(1 - a) A', and the covariance is
    held at I by the penalty |A A' - I|^2. The sum of both is at least that of the k most predictable modes,
    the sum of 1 - (1 + a_j)^2 / 4 over j <= k, which these modes, scaled by sqrt((1 + a_j) / 2), attain.

    The proof is Eckart-Young for diag((1 + a)/2). That a predictor cannot beat the innovation is not part
    of this file: the loss here is the lower bound that the best predictor attains on the modes. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd frobenius eckart_young.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Section Jepa.
Variables (F : realFieldType) (k d : nat) (a : 'rV[F]_d).
Hypothesis a_ge : forall j, -1 <= a 0 j.
Hypothesis a_sorted : forall i j : 'I_d, (i <= j)%N -> a 0 j <= a 0 i.
Hypothesis kd : (k <= d)%N.
Let y : 'rV[F]_d := \row_j (2%:R^-1 * (1 + a 0 j)).

(** Prediction error at the innovation, plus the covariance penalty. *)
Definition jepa_loss (A : 'M[F]_(k, d)) : F :=
  \tr (A *m diag_mx (\row_j (1 - a 0 j)) *m A^T) + fnorm2 (A *m A^T - 1%:M).

Theorem jepa_whitened (A : 'M[F]_(k, d)) :
  \sum_(j < d | (j < k)%N) (1 - 4%:R^-1 * (1 + a 0 j) ^+ 2)
  <= jepa_loss A.
Proof.
rewrite /jepa_loss; have two : (2%:R : F) != 0 by rewrite pnatr_eq0.
have y0 j : 0 <= y 0 j by rewrite mxE mulr_ge0 ?invr_ge0 ?ler0n // -ler_subl_addl sub0r.
have ys (i j : 'I_d) : (i <= j)%N -> y 0 j <= y 0 i.
  by move=> ij; rewrite !mxE ler_wpmul2l ?invr_ge0 ?ler0n // ler_add2l a_sorted.
have I1 : (1%:M : 'M[F]_d)^T *m 1%:M = 1%:M by rewrite trmx1 mulmx1.
have YE : diag_mx y = 1%:M *m diag_mx y *m (1%:M : 'M[F]_d)^T by rewrite trmx1 mulmx1 mul1mx.
have := @eckart_young _ _ _ _ _ _ _ _ I1 I1 YE y0 ys k A^T A.
set B := A^T *m A.
have -> : fnorm2 (diag_mx y - B) = \sum_j y 0 j ^+ 2 - 2%:R * \tr (diag_mx y *m B) + \tr (B *m B).
  have BB : B^T = B by rewrite /B trmx_mul trmxK.
  rewrite /fnorm2 linearB /= tr_diag_mx BB mulmxBl !mulmxBr !linearB /=.
  have -> : \tr (diag_mx y *m diag_mx y) = \sum_j y 0 j ^+ 2.
    rewrite mul_diag_mx /mxtrace; apply: eq_bigr => j _; by rewrite !mxE eqxx mulr1n expr2.
  rewrite [\tr (B *m diag_mx y)]mxtrace_mulC.
  move: (\sum_(j < d) y 0 j ^+ 2) (\tr (diag_mx y *m B)) (\tr (B *m B)) => u v w; ring.
have -> : \tr (A *m diag_mx (\row_j (1 - a 0 j)) *m A^T) = 2%:R * \tr B - 2%:R * \tr (diag_mx y *m B).
  rewrite mxtrace_mulC mulmxA -/B mxtrace_mulC /mxtrace !mulr_sumr -sumrB.
  apply: eq_bigr => j _; rewrite !mul_diag_mx !mxE; by move: (B j j) (a 0 j) => b c; field.
have -> : fnorm2 (A *m A^T - 1%:M) = \tr (B *m B) - 2%:R * \tr B + k%:R.
  rewrite /fnorm2 linearB /= trmx1 trmx_mul trmxK mulmxBl !mulmxBr !linearB /= !mulmx1 mul1mx mxtrace1.
  rewrite [\tr (A *m A^T)]mxtrace_mulC -/B [in X in X - _](_ : \tr _ = \tr (B *m B)); first by ring.
  by rewrite /B !mulmxA mxtrace_mulC !mulmxA.
have -> : \sum_(j < d | (j < k)%N) (1 - 4%:R^-1 * (1 + a 0 j) ^+ 2) = k%:R - \sum_(j < d | (j < k)%N) y 0 j ^+ 2.
  rewrite sumrB; congr (_ - _).
    by rewrite (big_ord_narrow kd) sumr_const card_ord.
  by apply: eq_bigr => j _; rewrite mxE exprMn; congr (_ * _); rewrite expr2 -invfM -natrM.
rewrite [\sum_j y 0 j ^+ 2](bigID (fun j : 'I_d => (j < k)%N)) /=.
rewrite [X in _ <= _ + X - _ + _ -> _](eq_bigl (fun j : 'I_d => (k <= j)%N)); last by move=> j; rewrite -leqNgt.
move: (\sum_(j < d | (j < k)%N) y 0 j ^+ 2) (\sum_(j < d | (k <= j)%N) y 0 j ^+ 2) (\tr (diag_mx y *m B)) (\tr (B *m B)) (\tr B) => s u v w t.
rewrite -subr_ge0 => h; rewrite -subr_ge0; apply: le_trans h _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
End Jepa.

(** The k most predictable modes attain it, in any rotation U of the outputs. *)
Theorem jepa_attained (F : rcfType) (k d : nat) (a : 'rV[F]_d) (U : 'M[F]_k) (kd : (k <= d)%N) :
  (forall j, -1 <= a 0 j) -> U *m U^T = 1%:M ->
  jepa_loss a (U *m (pid_mx k : 'M_(k, d)) *m diag_mx (\row_j Num.sqrt (2%:R^-1 * (1 + a 0 j))))
  = \sum_(j < d | (j < k)%N) (1 - 4%:R^-1 * (1 + a 0 j) ^+ 2).
Proof.
move=> a1 UU; pose y : 'rV[F]_d := \row_j (2%:R^-1 * (1 + a 0 j)).
set r : 'rV[F]_d := \row_j _; set P : 'M[F]_(k, d) := pid_mx k; set N := \row_j (1 - a 0 j).
have two : (2%:R : F) != 0 by rewrite pnatr_eq0.
have UUC := mulmx1C UU.
have rr : diag_mx r *m diag_mx r = diag_mx y.
  apply/matrixP => i j; rewrite mul_diag_mx !mxE; have [->|_] := eqVneq i j; last by rewrite !mulr0n mulr0.
  rewrite !mulr1n -expr2 sqr_sqrtr // mulr_ge0 ?invr_ge0 ?ler0n //.
  by rewrite -ler_subl_addl sub0r.
have block (v : 'rV[F]_d) : P *m diag_mx v *m P^T = diag_mx (\row_(i < k) v 0 (widen_ord kd i)).
  apply/matrixP => i j; rewrite mul_mx_diag mxE (bigD1 (widen_ord kd i)) //= !mxE /= eqxx ltn_ord /= mul1r.
  rewrite big1 ?addr0 => [|l li]; last first.
    by rewrite !mxE eq_sym (negPf (_ : l != widen_ord kd i :> nat)) ?mul0r.
  by rewrite ltn_ord andbT -val_eqE /= eq_sym; case: (_ == _); rewrite ?mulr1 ?mulr0 ?mulr1n ?mulr0n.
have AA : U *m P *m diag_mx r *m (U *m P *m diag_mx r)^T = U *m (P *m diag_mx y *m P^T) *m U^T.
  by rewrite !trmx_mul tr_diag_mx -rr !mulmxA.
have AN : U *m P *m diag_mx r *m diag_mx N *m (U *m P *m diag_mx r)^T
    = U *m (P *m diag_mx (\row_j (y 0 j * N 0 j)) *m P^T) *m U^T.
  have -> : diag_mx (\row_j (y 0 j * N 0 j)) = diag_mx r *m diag_mx N *m diag_mx r.
    apply/matrixP => i j; rewrite -mulmxA mul_diag_mx [in RHS]mxE mul_diag_mx mxE.
    have /matrixP/(_ i j) := rr; rewrite mul_diag_mx !mxE; have [->|_] := eqVneq i j; last by rewrite !mulr0n !mulr0.
    by rewrite !mulr1n; move: (Num.sqrt _) => c <-; ring.
  by rewrite !trmx_mul tr_diag_mx !mulmxA.
pose D1 : 'M[F]_k := diag_mx (\row_i y 0 (widen_ord kd i)).
pose D2 : 'M[F]_k := diag_mx (\row_i (\row_j (y 0 j * N 0 j)) 0 (widen_ord kd i)).
rewrite /jepa_loss AN AA !block -/D1 -/D2.
have -> : \tr (U *m D2 *m U^T) = \tr D2 by rewrite mxtrace_mulC mulmxA UUC mul1mx.
have -> : U *m D1 *m U^T - 1%:M = U *m (D1 - 1%:M) *m U^T by rewrite mulmxBr mulmxBl mulmx1 UU.
have -> : fnorm2 (U *m (D1 - 1%:M) *m U^T) = fnorm2 (D1 - 1%:M).
  rewrite /fnorm2 !trmx_mul trmxK !mulmxA -(mulmxA _ U^T U) UUC mulmx1 mxtrace_mulC !mulmxA UUC mul1mx //.
rewrite (big_ord_narrow kd) /= fnorm2E /mxtrace -big_split /=; apply: eq_bigr => i _.
rewrite (bigD1 i) //= big1 ?addr0 => [|j ji]; last by rewrite !mxE eq_sym (negPf ji) subrr expr0n.
by rewrite !mxE eqxx !mulr1n; move: (a 0 _) => c; field.
Qed.
