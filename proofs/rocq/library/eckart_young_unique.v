(** * Eckart-Young: the minimiser is unique under a gap, for a given thin singular value decomposition *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd top_sum frobenius eckart_young.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section EYUnique.
Variables (F : realFieldType) (m n r : nat).
Variables (R : 'M[F]_(m, r)) (P : 'M[F]_(n, r)) (phi : 'rV[F]_r) (A : 'M[F]_(m, n)).
Hypotheses (RR : R^T *m R = 1%:M) (PP : P^T *m P = 1%:M).
Hypothesis AE : A = R *m diag_mx phi *m P^T.
Hypothesis phi_ge0 : forall j, 0 <= phi 0 j.
Hypothesis phi_sorted : forall i j : 'I_r, (i <= j)%N -> phi 0 j <= phi 0 i.
Variable k : nat.
Hypothesis kr : (k <= r)%N.
Hypothesis phi_pos : forall j : 'I_r, (j < k)%N -> 0 < phi 0 j.
Hypothesis phi_gap : forall i j : 'I_r, (i < k <= j)%N -> phi 0 j < phi 0 i.

Let om : 'rV[F]_r := \row_j phi 0 j ^+ 2.
Let b (j : 'I_r) : F := (j < k)%:R.

Lemma gap_cut : exists c, [/\ 0 <= c, forall j : 'I_r, (j < k)%N -> c < om 0 j
                            & forall j : 'I_r, (k <= j)%N -> om 0 j <= c].
Proof.
have [kr'|rk] := ltnP k r.
  exists (om 0 (Ordinal kr')); split=> [|j jk|j kj]; first by rewrite mxE sqr_ge0.
    by rewrite !mxE ltr_expn2r ?phi_ge0 //; apply: phi_gap; rewrite jk /=.
  by rewrite !mxE ler_expn2r ?nnegrE ?phi_ge0 //; apply: phi_sorted.
exists 0; split=> // [j jk|j kj]; first by rewrite mxE exprn_gt0 ?phi_pos.
by have := ltn_ord j; rewrite ltnNge (leq_trans rk kj).
Qed.

Lemma pidkE : (pid_mx k : 'M[F]_(r, k)) *m (pid_mx k : 'M_(k, r)) = diag_mx (\row_j b j).
Proof.
rewrite mul_pid_mx !minnn; apply/matrixP => i j; rewrite !mxE -[_ == _ :> nat]/(i == j) /b.
by case: eqVneq => [->|_] /=; rewrite ?mulr1n.
Qed.

Theorem eckart_young_unique (N : 'M[F]_(m, n)) : (\rank N <= k)%N ->
  fnorm2 (A - N) <= \sum_(j < r | (k <= j)%N) phi 0 j ^+ 2 ->
  N = (R *m diag_mx phi *m (pid_mx k : 'M_(r, k))) *m ((pid_mx k : 'M_(k, r)) *m P^T).
Proof.
move=> rk opt; have [Pi [sPi PiPi PiN trPi]] := col_projector N.
have pPi := idem_psd sPi PiPi; have pPiC := idem_psdC sPi PiPi.
pose p j := (R^T *m Pi *m R) j j.
have p01 j : 0 <= p j <= 1.
  have := psd_diag_ge0 j (psd_congr R^T pPi); rewrite trmxK /p => -> /=.
  have := psd_diag_ge0 j (psd_congr R^T pPiC).
  by rewrite trmxK mulmxBr mulmxBl mulmx1 RR subE mxE eqxx subr_ge0.
have sp : \sum_j p j <= k%:R.
  rewrite -[X in X <= _]/(\tr _) mxtrace_mulC mulmxA.
  apply: (@le_trans _ _ (\tr Pi)); last by rewrite trPi ler_nat.
  rewrite mxtrace_mulC -subr_ge0 -{1}[Pi]mulmx1 -mxtraceB -mulmxBr.
  apply: psd_trace_mul_ge0 => //; apply: idem_psdC; first by rewrite trmx_mul trmxK.
  by rewrite mulmxA -(mulmxA R) RR mulmx1.
have [c [c0 c1 c2]] := gap_cut.
have tt j : 0 <= (om 0 j - c) * (b j - p j).
  by apply: (top_term_ge0 p01) => [/c1/ltW|/c2].
have gap0 : 0 <= c * (\sum_j b j - \sum_j p j).
  by rewrite mulr_ge0 // subr_ge0 (sum_ltk _ kr).
have tAA : fnorm2 A = \sum_j om 0 j.
  by rewrite /fnorm2 (AAt PP AE) mxtrace_mulC mulmxA RR mul1mx mxtrace_diag.
have tPiAA : \tr (Pi *m (A *m A^T)) = \sum_j om 0 j * p j.
  rewrite (AAt PP AE) !mulmxA mxtrace_mulC !mulmxA mxtrace_mulC mul_diag_mx.
  by apply: eq_bigr => j _; rewrite mxE.
set X := A - N in opt.
have XA : (1%:M - Pi) *m X = (1%:M - Pi) *m A.
  by rewrite /X mulmxBr [(1%:M - Pi) *m N]mulmxBl mul1mx PiN subrr subr0.
have C2 (Y : 'M[F]_(m, n)) := fnorm2_idem Y sPi PiPi.
have t0 : 0 <= \tr (Pi *m (X *m X^T)) by apply: psd_trace_mul_ge0 => //; apply: psd_gram.
have e0 : \tr (Pi *m (X *m X^T)) + (\sum_j (om 0 j - c) * (b j - p j)
          + c * (\sum_j b j - \sum_j p j)) <= 0.
  have := C2 X; rewrite XA C2 tAA tPiAA => e1.
  rewrite -(top_gap k (om 0) p c).
  have -> : \tr (Pi *m (X *m X^T)) = fnorm2 X - (\sum_j om 0 j - \sum_j om 0 j * p j).
    by rewrite e1 subKr.
  apply: le_trans (_ : \sum_(j < r | (k <= j)%N) phi 0 j ^+ 2 - (\sum_j om 0 j - \sum_j om 0 j * p j)
     + (\sum_(j < r | (j < k)%N) om 0 j - \sum_j om 0 j * p j) <= 0).
    by rewrite ler_add2r ler_add2r.
  rewrite [\sum_j om 0 j](bigID (fun j : 'I_r => (j < k)%N)) /=.
  rewrite [X in _ - (_ + X - _)](eq_bigl (fun j : 'I_r => (k <= j)%N)); last first.
    by move=> j; rewrite -leqNgt.
  rewrite [X in _ - (_ + X - _)](eq_bigr (fun j : 'I_r => phi 0 j ^+ 2)); last by move=> j _; rewrite mxE.
  have R3 (x s q : F) : x - (s + x - q) + (s - q) = 0 by ring.
  by rewrite R3.
have s0 : 0 <= \sum_j (om 0 j - c) * (b j - p j) by apply: sumr_ge0 => j _; apply: tt.
have z1 : \tr (Pi *m (X *m X^T)) = 0.
  by apply/eqP; rewrite eq_le t0 andbT; apply: le_trans e0; rewrite ler_addl addr_ge0.
have z2 : \sum_j (om 0 j - c) * (b j - p j) = 0.
  by apply/eqP; rewrite eq_le s0 andbT; apply: le_trans e0; rewrite z1 add0r ler_addl.
have pb j : p j = b j.
  have pk (i : 'I_r) : (i < k)%N -> p i = 1.
    move=> ik; have /eqP := psumr_eq0P (fun i _ => tt i) z2 (i := i) isT.
    by rewrite mulf_eq0 subr_eq0 gt_eqF ?c1 //= /b ik subr_eq0 => /eqP.
  rewrite /b; case: ltnP => [/pk //|kj].
  have : \sum_(i < r | (k <= i)%N) p i <= 0.
    rewrite -(ler_add2l k%:R) addr0; apply: le_trans sp.
    rewrite [X in _ <= X](bigID (fun j : 'I_r => (j < k)%N)) /=.
    rewrite [X in _ <= X + _](eq_bigr (fun=> 1)) => [|i /pk //].
    rewrite -[X in X + _](sum_ltk _ kr) [X in _ <= X + _]big_mkcond /= le_eqVlt; apply/orP; left; apply/eqP.
    congr (_ + _); last by apply: eq_bigl => i; rewrite -leqNgt.
    by apply: eq_bigr => i _; case: ltnP.
  rewrite (bigD1 j) //= => h; apply/eqP; rewrite eq_le; have /andP[-> _] := p01 j; rewrite andbT.
  apply: le_trans h; rewrite ler_addl; apply: sumr_ge0 => i _; by have /andP[] := p01 i.
have PiA : Pi *m A = N.
  have : fnorm2 (Pi *m X) = 0.
    rewrite /fnorm2 trmx_mul sPi mulmxA mxtrace_mulC !mulmxA PiPi -mulmxA; exact: z1.
  by move/fnorm2_eq0; rewrite /X mulmxBr PiN => /eqP; rewrite subr_eq0 => /eqP.
have PiR : Pi *m R = R *m diag_mx (\row_j b j).
  apply/eqP; rewrite -subr_eq0; apply/eqP; set Y := _ - _.
  apply: (can_inj (@trmxK _ _ _)); rewrite trmx0; apply: fnorm2_eq0; rewrite /fnorm2 trmxK.
  have -> : Y^T *m Y = R^T *m Pi *m R - R^T *m Pi *m R *m diag_mx (\row_j b j)
     - diag_mx (\row_j b j) *m (R^T *m Pi *m R) + diag_mx (\row_j b j) *m diag_mx (\row_j b j).
    rewrite /Y trmxB !trmx_mul sPi tr_diag_mx mulmxBl !mulmxBr !mulmxA.
    rewrite -[R^T *m Pi *m Pi]mulmxA PiPi -[_ *m R^T *m R]mulmxA RR mulmx1 opprB.
    by rewrite [in RHS]addrAC addrA.
  move: (R^T *m Pi *m R) (pb : forall j, (R^T *m Pi *m R) j j = b j) => M Mb.
  rewrite mulmx_diag mul_mx_diag mul_diag_mx; apply: big1 => j _; rewrite !mxE Mb eqxx /b mulr1n.
  by case: ltnP => _ /=; ring.
have E : R *m diag_mx (\row_j b j) *m diag_mx phi = R *m diag_mx phi *m (pid_mx k *m (pid_mx k : 'M_(k, r))).
  by rewrite pidkE -!mulmxA diag_mxC.
by rewrite -PiA AE !mulmxA PiR E !mulmxA.
Qed.
End EYUnique.
