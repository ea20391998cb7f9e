(** * The Ky Fan maximum principle for a pencil (A, S)

    The maximum of tr(W A W') over W S W' = I_k. Certificate form ([kyfan_certificate]): if t S + Z - A is
    positive semidefinite with Z positive semidefinite, then the maximum is at most k t + tr(S^-1 Z).
    Spectral form: the sum of the k leading eigenvalues is an upper bound, is attained, and under a gap only
    by the frames U Q_k' S^-1/2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd top_sum.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Certificate.
Variables (F : realFieldType) (d k : nat).
Implicit Types (S A Z : 'M[F]_d) (W : 'M[F]_(k, d)).

(* W S W^T = I_k  ==>  W^T W <= S^-1 in the Loewner order *)
Lemma gram_le_inv S W : S^T = S -> S \in unitmx -> psd S ->
  W *m S *m W^T = 1%:M -> psd (invmx S - W^T *m W).
Proof.
move=> sS uS pS WSW; set G := _ - _.
have sG : G^T = G by rewrite trmxB trmx_inv sS trmx_mul trmxK.
suff <- : G *m S *m G^T = G by apply: psd_congr.
rewrite sG /G mulmxBl mulVmx // mulmxBl mul1mx !mulmxBr.
rewrite -[W^T *m W *m S *m invmx S]mulmxA mulmxV // mulmx1.
have -> : W^T *m W *m S *m (W^T *m W) = W^T *m W.
  by rewrite -!mulmxA (mulmxA W S) (mulmxA (W *m S)) WSW mul1mx.
by rewrite subrr subr0.
Qed.

Theorem kyfan_certificate S A Z t W :
  S^T = S -> pd S -> Z^T = Z -> psd Z -> psd (t *: S + Z - A) ->
  W *m S *m W^T = 1%:M ->
  \tr (W *m A *m W^T) <= t *+ k + \tr (invmx S *m Z).
Proof.
move=> sS pS sZ pZ pC WSW.
have h1 := psd_tr_ge0 (psd_congr W pC).
have h2 := psd_trace_mul_ge0 sZ pZ (gram_le_inv sS (pd_unit pS) (pd_psd pS) WSW).
move: h1; rewrite mulmxBr mulmxBl mulmxDr mulmxDl -scalemxAr -scalemxAl WSW.
rewrite mxtraceB mxtraceD mxtraceZ mxtrace1 mulr_natr subr_ge0 => /le_trans; apply.
rewrite ler_add2l mxtrace_mulC mulmxA -subr_ge0 (mxtrace_mulC (invmx S)).
by rewrite (mxtrace_mulC (W^T *m W)) -mxtraceB -mulmxBr.
Qed.
End Certificate.

(** [R] is S^-1/2, and R A R = Q diag(om) Q'. *)
Section Eigen.
Variables (F : realFieldType) (d k : nat) (S A R Q : 'M[F]_d) (om : 'rV[F]_d).
Hypotheses (sR : R^T = R) (RSR : R *m S *m R = 1%:M) (QQ : Q^T *m Q = 1%:M).
Hypothesis RAR : R *m A *m R = Q *m diag_mx om *m Q^T.

Lemma inv_root_unit : R \in unitmx.
Proof. by have := RSR; rewrite -mulmxA => /mulmx1_unit[]. Qed.
Lemma basis_unitary : Q *m Q^T = 1%:M. Proof. exact: mulmx1C. Qed.

Definition whiten (W : 'M[F]_(k, d)) := W *m invmx R *m Q.
Lemma whitenE W : W = whiten W *m Q^T *m R.
Proof. by rewrite /whiten -(mulmxA _ Q) basis_unitary mulmx1 mulmxKV ?inv_root_unit. Qed.
Lemma whiten_S W : W *m S *m W^T = whiten W *m (whiten W)^T.
Proof.
rewrite {1 2}(whitenE W) !trmx_mul trmxK sR !mulmxA.
rewrite -(mulmxA _ R S) -(mulmxA _ (R *m S)) RSR mulmx1.
by rewrite -(mulmxA _ Q^T) QQ mulmx1.
Qed.
Lemma whiten_A W : W *m A *m W^T = whiten W *m diag_mx om *m (whiten W)^T.
Proof.
rewrite {1 2}(whitenE W) !trmx_mul trmxK sR !mulmxA.
rewrite -(mulmxA _ R A) -(mulmxA _ (R *m A)) RAR !mulmxA.
by rewrite -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA _ Q^T Q) QQ mulmx1.
Qed.

Definition weight W j := ((whiten W)^T *m whiten W) j j.
Lemma trace_weight W : \tr (W *m A *m W^T) = \sum_j om 0 j * weight W j.
Proof.
rewrite whiten_A mxtrace_mulC mulmxA mxtrace_mulC mul_diag_mx /mxtrace.
by apply: eq_bigr => j _; rewrite mxE.
Qed.
Lemma weight01 W : W *m S *m W^T = 1%:M -> forall j, 0 <= weight W j <= 1.
Proof.
rewrite whiten_S => h j; rewrite /weight psd_diag_ge0 /=; last first.
  by rewrite -{2}[whiten W]trmxK; apply: psd_gram.
have := @gram_le_inv _ _ _ 1%:M (whiten W) (trmx1 _ _) (unitmx1 _ _) (@psd1 _ _).
by rewrite mulmx1 invmx1 => /(_ h) /(psd_diag_ge0 j); rewrite !mxE eqxx subr_ge0.
Qed.
Lemma weight_sum W : W *m S *m W^T = 1%:M -> \sum_j weight W j = k%:R.
Proof. by rewrite whiten_S => h; rewrite -[LHS]/(\tr _) mxtrace_mulC h mxtrace1. Qed.
Lemma feasible_le (W : 'M[F]_(k, d)) : W *m S *m W^T = 1%:M -> (k <= d)%N.
Proof. by rewrite -mulmxA => /mulmx1_min. Qed.

Hypothesis om_sorted : forall i j : 'I_d, (i <= j)%N -> om 0 j <= om 0 i.

Theorem kyfan_eigen (W : 'M[F]_(k, d)) : W *m S *m W^T = 1%:M ->
  \tr (W *m A *m W^T) <= \sum_(j < d | (j < k)%N) om 0 j.
Proof.
move=> h; rewrite trace_weight; apply: top_le_sum => //; first exact: weight01.
  exact: feasible_le h.
exact: weight_sum.
Qed.


Theorem kyfan_eigen_attained (U : 'M[F]_k) : (k <= d)%N -> U *m U^T = 1%:M ->
  let W := U *m (leading k Q) *m R in
  W *m S *m W^T = 1%:M /\ \tr (W *m A *m W^T) = \sum_(j < d | (j < k)%N) om 0 j.
Proof.
move=> kd UU W; have VW : whiten W = U *m pid_mx k.
  by rewrite /whiten /W /leading mulmxK ?inv_root_unit // !mulmxA -(mulmxA _ _ Q) QQ mulmx1.
have UUC : U^T *m U = 1%:M by apply: mulmx1C.
rewrite whiten_S whiten_A VW trmx_mul tr_pid_mx !mulmxA -(mulmxA U) pid_mx_id // pid_mx_1 mulmx1; split=> //.
rewrite mxtrace_mulC !mulmxA UUC mul1mx -mulmxA mxtrace_mulC -mulmxA pid_mx_id //.
rewrite mul_diag_mx /mxtrace [RHS]big_mkcond; apply: eq_bigr => j _.
by rewrite !mxE eqxx /=; case: ifP => _; rewrite ?mulr1 ?mulr0.
Qed.

Theorem kyfan_eigen_unique (W : 'M[F]_(k, d)) :
  (forall i j : 'I_d, (i < k <= j)%N -> om 0 j < om 0 i) ->
  W *m S *m W^T = 1%:M -> \tr (W *m A *m W^T) = \sum_(j < d | (j < k)%N) om 0 j ->
  exists2 U : 'M[F]_k, U *m U^T = 1%:M & W = U *m (leading k Q) *m R.
Proof.
move=> gap h; rewrite trace_weight => e.
have z := top_eq (weight01 h) om_sorted (feasible_le h) (weight_sum h) gap e.
have Vz i (j : 'I_d) : (k <= j)%N -> whiten W i j = 0.
  move=> kj; have := z j kj; rewrite /weight mxE => /psumr_eq0P s.
  apply/eqP; rewrite -sqrf_eq0 expr2; have := s _ i isT; rewrite mxE => -> //.
  by move=> i' _; rewrite mxE -expr2 sqr_ge0.
have VP := mul_pid_cols Vz.
exists (whiten W *m pid_mx k); last by rewrite {1}(whitenE W) -{1}VP /leading !mulmxA.
by rewrite trmx_mul tr_pid_mx mulmxA VP -whiten_S.
Qed.
End Eigen.
