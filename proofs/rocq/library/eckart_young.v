(** * Eckart-Young in the Frobenius norm, for a given thin singular value decomposition *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd top_sum frobenius.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section EckartYoung.
Variables (F : realFieldType) (m n r : nat).
Variables (R : 'M[F]_(m, r)) (P : 'M[F]_(n, r)) (phi : 'rV[F]_r) (A : 'M[F]_(m, n)).
Hypotheses (RR : R^T *m R = 1%:M) (PP : P^T *m P = 1%:M).
Hypothesis AE : A = R *m diag_mx phi *m P^T.
Hypothesis phi_ge0 : forall j, 0 <= phi 0 j.
Hypothesis phi_sorted : forall i j : 'I_r, (i <= j)%N -> phi 0 j <= phi 0 i.

Let om : 'rV[F]_r := \row_j phi 0 j ^+ 2.

Lemma AAt : A *m A^T = R *m diag_mx om *m R^T.
Proof.
rewrite AE !trmx_mul trmxK tr_diag_mx !mulmxA -(mulmxA _ P^T P) PP mulmx1.
by rewrite -(mulmxA R) mulmx_diag.
Qed.

Theorem eckart_young_rank k (N : 'M[F]_(m, n)) : (\rank N <= k)%N ->
  \sum_(j < r | (k <= j)%N) phi 0 j ^+ 2 <= fnorm2 (A - N).
Proof.
move=> rk; have [Pi [sPi PiPi PiN trPi]] := col_projector N.
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
have key : \sum_j om 0 j * p j <= \sum_(j < r | (j < k)%N) om 0 j.
  have [kr|rk'] := ltnP k r.
    apply: (@top_le _ _ _ _ _ p01 (om 0 (Ordinal kr))) => [j jk|j kj|].
    + by rewrite !mxE ler_expn2r ?nnegrE ?phi_ge0 ?phi_sorted //= ltnW.
    + by rewrite !mxE ler_expn2r ?nnegrE ?phi_ge0 ?phi_sorted.
    + by rewrite sum_ltk ?(ltnW kr) // mulr_ge0 ?subr_ge0 // mxE sqr_ge0.
  apply: (@top_le _ _ _ _ _ p01 0) => [j _|j kj|]; rewrite ?mul0r //.
    by rewrite mxE sqr_ge0.
  by have := ltn_ord j; rewrite ltnNge (leq_trans rk' kj).
have tAA : fnorm2 A = \sum_j om 0 j.
  by rewrite /fnorm2 AAt mxtrace_mulC mulmxA RR mul1mx mxtrace_diag.
have tPiAA : \tr (Pi *m (A *m A^T)) = \sum_j om 0 j * p j.
  rewrite AAt !mulmxA mxtrace_mulC !mulmxA mxtrace_mulC mul_diag_mx.
  by apply: eq_bigr => j _; rewrite mxE.
set X := A - N.
have XA : (1%:M - Pi) *m X = (1%:M - Pi) *m A.
  by rewrite /X mulmxBr [(1%:M - Pi) *m N]mulmxBl mul1mx PiN subrr subr0.
have C2 (Y : 'M[F]_(m, n)) := fnorm2_idem Y sPi PiPi.
have : fnorm2 ((1%:M - Pi) *m X) <= fnorm2 X.
  by rewrite C2 ler_subl_addr ler_addl; apply: psd_trace_mul_ge0 => //; apply: psd_gram.
apply: le_trans; rewrite XA C2 tAA tPiAA ler_subr_addl.
apply: le_trans (ler_add key (lexx _)) _; rewrite [X in _ <= X](bigID (fun j : 'I_r => (j < k)%N)) /=.
rewrite ler_add2l [X in _ <= X](eq_bigl (fun j : 'I_r => (k <= j)%N)); last first.
  by move=> j; rewrite -leqNgt.
by apply: ler_sum => j _; rewrite [om 0 j]mxE.
Qed.

Theorem eckart_young k (D : 'M[F]_(m, k)) (E : 'M[F]_(k, n)) :
  \sum_(j < r | (k <= j)%N) phi 0 j ^+ 2 <= fnorm2 (A - D *m E).
Proof. by apply: eckart_young_rank; apply: mulmx_max_rank. Qed.

Theorem eckart_young_attained k :
  fnorm2 (A - (R *m diag_mx phi *m (pid_mx k : 'M_(r, k))) *m ((pid_mx k : 'M_(k, r)) *m P^T))
  = \sum_(j < r | (k <= j)%N) phi 0 j ^+ 2.
Proof.
pose psi : 'rV[F]_r := \row_j (if (k <= j)%N then phi 0 j else 0).
have -> : A - (R *m diag_mx phi *m (pid_mx k : 'M_(r, k))) *m ((pid_mx k : 'M_(k, r)) *m P^T)
    = R *m diag_mx psi *m P^T.
  have -> : diag_mx psi = diag_mx phi - diag_mx phi *m ((pid_mx k : 'M_(r, k)) *m (pid_mx k : 'M_(k, r))).
    rewrite mul_pid_mx !minnn mul_diag_mx; apply/matrixP => i j.
    rewrite !mxE -[_ == _ :> nat]/(i == j); case: eqVneq => [_|_] /=.
      by rewrite ltnNge; case: leqP => _; rewrite ?mulr0 ?mulr1 ?subr0 ?subrr.
    by rewrite mulr0 subr0.
  by rewrite mulmxBr mulmxBl AE !mulmxA.
rewrite /fnorm2 !trmx_mul trmxK tr_diag_mx !mulmxA -(mulmxA _ P^T P) PP mulmx1.
rewrite mxtrace_mulC !mulmxA RR mul1mx mulmx_diag mxtrace_diag [RHS]big_mkcond.
by apply: eq_bigr => j _; rewrite !mxE; case: ifP; rewrite ?mul0r ?expr2.
Qed.
End EckartYoung.
