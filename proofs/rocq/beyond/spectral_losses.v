(** * The spectral principle behind contrastive, VICReg-like and log-det losses

    In words. Many losses of a linear encoder W are - 2 tr(W G W') plus a function of the eigenvalues
    s_1 >= ... >= s_k >= 0 of W S W'. At given eigenvalues tr(W G W') is at most the sum of s_i omega_i, with
    omega_i the leading eigenvalues of S^-1/2 G S^-1/2, attained by W = U diag(sqrt s) Q_k' S^-1/2. So every
    such loss is a problem in the k numbers s alone, and has a solution in the row space of the solutions of
    joint-embedding.

    Proof. Ky Fan bounds the partial sums, and Abel's summation the weighted sum. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner kyfan.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Weights that decrease turn bounds on partial sums into a bound on the weighted sum. *)
Theorem abel (F : realFieldType) (k : nat) (s r om : nat -> F) :
  (forall i, 0 <= s i) -> (forall i, s i.+1 <= s i) ->
  (forall l, (l <= k)%N -> \sum_(i < l) r i <= \sum_(i < l) om i) ->
  \sum_(i < k) s i * r i <= \sum_(i < k) s i * om i.
Proof.
move=> s0 sd h; rewrite -subr_ge0 -sumrB.
pose X l := \sum_(j < l) om j - \sum_(j < l) r j.
suff -> : \sum_(i < k) (s i * om i - s i * r i) = s k * X k + \sum_(i < k) (s i - s i.+1) * X i.+1.
  rewrite addr_ge0 ?mulr_ge0 ?subr_ge0 ?h //; apply: sumr_ge0 => i _.
  by rewrite mulr_ge0 ?subr_ge0 ?sd // h.
elim: k {h} => [|k IH]; first by rewrite !big_ord0 /X !big_ord0 subrr mulr0 addr0.
have XS : X k.+1 = X k + (om k - r k) by rewrite /X !big_ord_recr /=; ring.
rewrite !(big_ord_recr k) /= XS IH.
by move: (X k) (\sum_(i < k) _) => a b; ring.
Qed.

Section Principle.
Variables (F : rcfType) (d k : nat) (S G R0 Q : 'M[F]_d) (omega : 'rV[F]_d).
Hypotheses (root : inverse_root S R0) (dec : eigen_basis (R0 *m G *m R0) Q omega).
Hypothesis kd : (k <= d)%N.

Lemma quad_rows m n (A : 'M[F]_(m, n)) M i j : (A *m M *m A^T) i j = (row i A *m M *m (row j A)^T) 0 0.
Proof.
rewrite -row_mul [LHS]mxE [RHS]mxE; apply: eq_bigr => l _; congr (_ * _); first by rewrite [RHS]mxE.
by rewrite !mxE.
Qed.

Lemma null_row (v : 'rV[F]_d) : (v *m S *m v^T) 0 0 = 0 -> v = 0.
Proof.
have [sR _ RSR] := root; have [QQ _ _] := dec.
rewrite (whiten_S sR RSR QQ) => /sqnorm_eq0 z.
by rewrite (whitenE RSR QQ v) z !mul0mx.
Qed.

Theorem spectral_principle (W : 'M[F]_(k, d)) (U : 'M[F]_k) (s : 'rV[F]_k) :
  eigen_basis (W *m S *m W^T) U s -> (forall i, 0 <= s 0 i) ->
  \tr (W *m G *m W^T) <= \sum_i s 0 i * omega 0 (widen_ord kd i).
Proof.
have [sR _ RSR] := root; have [QQ e sorted] := dec; case=> UU WE ss s0.
have UUC := mulmx1C UU.
pose V := U^T *m W.
have VS : V *m S *m V^T = diag_mx s.
  rewrite /V trmx_mul trmxK !mulmxA -(mulmxA U^T) -(mulmxA U^T) WE !mulmxA UU mul1mx.
  by rewrite -mulmxA UU mulmx1.
have VG : \tr (W *m G *m W^T) = \tr (V *m G *m V^T).
  by rewrite /V trmx_mul trmxK !mulmxA [RHS]mxtrace_mulC !mulmxA UUC mul1mx.
have row_S i : (row i V *m S *m (row i V)^T) 0 0 = s 0 i by rewrite -quad_row VS mxE eqxx mulr1n.
pose g i := (row i V *m G *m (row i V)^T) 0 0.
have gE : \tr (V *m G *m V^T) = \sum_i g i by apply: eq_bigr => i _; rewrite quad_row.
pose sN n := oapp (fun i : 'I_k => s 0 i) 0 (insub n).
pose omN n := oapp (fun j : 'I_d => omega 0 j) 0 (insub n).
pose rN n := oapp (fun i : 'I_k => if s 0 i == 0 then omN i else g i / s 0 i) 0 (insub n).
have sNE (i : 'I_k) : sN i = s 0 i by rewrite /sN valK.
have rNE (i : 'I_k) : rN i = if s 0 i == 0 then omN i else g i / s 0 i by rewrite /rN valK.
have omNE (j : 'I_d) : omN j = omega 0 j by rewrite /omN valK.
have partial l : (l <= k)%N -> \sum_(i < l) rN i <= \sum_(i < l) omN i.
  elim: l => [|l IH] lk; first by rewrite !big_ord0.
  pose top : 'I_k := Ordinal lk.
  have [z|nz] := eqVneq (s 0 top) 0.
    rewrite !big_ord_recr /= -[l in rN l]/(val top) -[l in omN l]/(val top) rNE z eqxx.
    by rewrite ler_add2r IH // ltnW.
  have pos (i : 'I_l.+1) : 0 < s 0 (widen_ord lk i).
    have t0 : 0 < s 0 top by rewrite lt_neqAle eq_sym nz s0.
    by apply: lt_le_trans t0 _; apply: ss; rewrite /= -ltnS.
  pose A : 'M[F]_(l.+1, d) := \matrix_i ((Num.sqrt (s 0 (widen_ord lk i)))^-1 *: row (widen_ord lk i) V).
  have entry (M : 'M[F]_d) i j : (A *m M *m A^T) i j = (Num.sqrt (s 0 (widen_ord lk i)))^-1
      * (Num.sqrt (s 0 (widen_ord lk j)))^-1 * (V *m M *m V^T) (widen_ord lk i) (widen_ord lk j).
    by rewrite quad_rows !rowK trmxZ -!scalemxAl -scalemxAr scalerA sclE -quad_rows.
  have AS : A *m S *m A^T = 1%:M.
    apply/matrixP => i j; rewrite entry VS !mxE -[widen_ord lk i == _]/(i == j).
    have [->|_] := eqVneq i j; last by rewrite !mulr0n mulr0.
    by rewrite !mulr1n -invfM -expr2 sqr_sqrtr ?ltW ?mulVf // gt_eqF.
  have := kyfan_eigen sR RSR QQ e sorted AS.
  have -> : \tr (A *m G *m A^T) = \sum_(i < l.+1) rN i.
    apply: eq_bigr => i _; rewrite entry -invfM -expr2 sqr_sqrtr ?ltW //.
    by rewrite -[nat_of_ord i]/(val (widen_ord lk i)) rNE gt_eqF // mulrC /g quad_row.
  move=> le; apply: le_trans le _; rewrite (big_ord_narrow (leq_trans lk kd)) le_eqVlt; apply/orP; left.
  by apply/eqP; apply: eq_bigr => i _; rewrite -omNE.
rewrite VG gE; have := abel (s := sN) (r := rN) (om := omN) _ _ partial.
have -> : \sum_(i < k) sN i * rN i = \sum_i g i.
  apply: eq_bigr => i _; rewrite sNE rNE; have [z|nz] := eqVneq (s 0 i) 0; last by rewrite mulrC divfK.
  by rewrite z mul0r /g (null_row (_ : (row i V *m S *m (row i V)^T) 0 0 = 0)) ?row_S // !mul0mx mxE.
have -> : \sum_(i < k) sN i * omN i = \sum_i s 0 i * omega 0 (widen_ord kd i).
  by apply: eq_bigr => i _; rewrite sNE -omNE.
apply=> n; rewrite /sN; first by case: insubP => [i _ _|_] //=.
case: insubP => [i _ ni|_] /=; case: insubP => [j _ nj|] //=.
  by apply: ss; rewrite nj ni.
by rewrite -leqNgt => kn; have := ltn_ord i; rewrite -[X in (X < _)%N]/(val i) ni ltnNge leqW.
Qed.

Theorem spectral_principle_attained (U : 'M[F]_k) (s : 'rV[F]_k) : U^T *m U = 1%:M -> (forall i, 0 <= s 0 i) ->
  let W := U *m diag_mx (\row_i Num.sqrt (s 0 i)) *m leading k Q *m R0 in
  W *m S *m W^T = U *m diag_mx s *m U^T /\ \tr (W *m G *m W^T) = \sum_i s 0 i * omega 0 (widen_ord kd i).
Proof.
have [sR _ RSR] := root; have [QQ e _] := dec; move=> UU s0 W.
set D := diag_mx (\row_i Num.sqrt _) in W *.
have DD : D *m D = diag_mx s.
  apply/matrixP => i j; rewrite mul_diag_mx !mxE; have [->|_] := eqVneq i j; last by rewrite !mulr0n mulr0.
  by rewrite !mulr1n -expr2 sqr_sqrtr.
pose P : 'M[F]_(k, d) := pid_mx k.
have PP : P *m P^T = 1%:M by rewrite /P tr_pid_mx mul_pid_mx ?minnn ?(minn_idPr kd) ?(minn_idPl kd) ?minnn pid_mx_1.
have quad (M : 'M[F]_d) : W *m M *m W^T = U *m D *m P *m (Q^T *m (R0 *m M *m R0) *m Q) *m P^T *m D *m U^T.
  by rewrite /W /leading -/P !trmx_mul trmxK sR tr_diag_mx !mulmxA.
split.
  rewrite quad RSR mulmx1 QQ mulmx1 -(mulmxA _ P P^T) PP mulmx1 -(mulmxA U D D) DD //.
rewrite quad e !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA _ Q^T Q) QQ mulmx1.
rewrite mxtrace_mulC !mulmxA UU mul1mx mxtrace_mulC !mulmxA DD.
rewrite /mxtrace; apply: eq_bigr => i _; rewrite -!mulmxA mul_diag_mx mxE; congr (_ * _).
rewrite mulmxA mul_mx_diag mxE (bigD1 (widen_ord kd i)) //= !mxE /= !eqxx ltn_ord /= mul1r mulr1.
rewrite big1 ?addr0 // => j ji; rewrite !mxE eq_sym (negPf (_ : j != widen_ord kd i :> nat)) ?mul0r //.
Qed.
End Principle.
