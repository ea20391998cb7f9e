(** * Reconstruction when S^-1/2 and a singular value decomposition of H S^-1/2 are given

    Lower bound, attained, and under a gap the form of every minimiser. Theorem 3.1 adds the existence of the
    decompositions. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner top_sum kyfan frobenius eckart_young eckart_young_unique moments whitening.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section RC.
Variables (F : realFieldType) (T : finType) (n d : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis p1 : \sum_w p w = 1.
Notation S := (mS p tau X).
Notation H := (mH p tau X).
Notation G := (mG p tau X).
Notation C := (mC X).

Variable R0 : 'M[F]_d.
Hypotheses (sR : R0^T = R0) (RSR : R0 *m S *m R0 = 1%:M).

Section Decomposition.
Variables (r k : nat) (Rs Ps : 'M[F]_(d, r)) (phi : 'rV[F]_r).
Hypotheses (RR : Rs^T *m Rs = 1%:M) (PP : Ps^T *m Ps = 1%:M).
Hypothesis svd : H *m R0 = Rs *m diag_mx phi *m Ps^T.
Hypothesis phi_ge0 : forall j, 0 <= phi 0 j.
Hypothesis phi_sorted : forall i j : 'I_r, (i <= j)%N -> phi 0 j <= phi 0 i.
Implicit Types (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)).

Lemma lossRC_whitened E D : lossRC p tau X E D
  = \tr C - fnorm2 (H *m R0) + fnorm2 (H *m R0 - D *m (E *m invmx R0)).
Proof.
rewrite (lossRC_quad tau X p1); set A := H *m R0; set N := D *m (E *m _).
have -> : fnorm2 (A - N) = fnorm2 A - \tr (N *m A^T) *+ 2 + fnorm2 N.
  rewrite /fnorm2 trmxB mulmxBl !mulmxBr !mxtraceB.
  have -> : \tr (A *m N^T) = \tr (N *m A^T) by rewrite -mxtrace_tr trmx_mul trmxK.
  by ring.
have u := inv_root_unit RSR.
have -> : N *m A^T = D *m E *m H^T.
  by rewrite /N /A trmx_mul sR !mulmxA mulmxKV.
have -> : fnorm2 N = \tr (D *m E *m S *m E^T *m D^T).
  rewrite /fnorm2 /N !trmx_mul trmx_inv sR [in RHS](inv_root_sq RSR); congr (\tr _).
  by rewrite !mulmxA.
by ring.
Qed.

Lemma sum_split_at k' : \sum_j phi 0 j ^+ 2
  = \sum_(j < r | (j < k')%N) phi 0 j ^+ 2 + \sum_(j < r | (k' <= j)%N) phi 0 j ^+ 2.
Proof.
rewrite (bigID (fun j : 'I_r => (j < k')%N)) /=; congr (_ + _).
by apply: eq_bigl => j; rewrite -leqNgt.
Qed.

Lemma fnorm2_whitened : fnorm2 (H *m R0) = \sum_j phi 0 j ^+ 2.
Proof.
rewrite /fnorm2 (AAt PP svd) mxtrace_mulC mulmxA RR mul1mx mxtrace_diag.
by apply: eq_bigr => j _; rewrite mxE.
Qed.

Definition rc_optimum := \tr C - \sum_(j < r | (j < k)%N) phi 0 j ^+ 2.

Theorem rc_bound E D : rc_optimum <= lossRC p tau X E D.
Proof.
rewrite lossRC_whitened fnorm2_whitened (sum_split_at k) /rc_optimum.
have R5 (c a b f : F) : c - (a + b) + f - (c - a) = f - b by ring.
by rewrite -subr_ge0 R5 subr_ge0; apply: (eckart_young RR PP svd phi_ge0 phi_sorted).
Qed.

Theorem rc_attained (M : 'M[F]_k) : M \in unitmx ->
  lossRC p tau X (M *m ((pid_mx k : 'M_(k, r)) *m Ps^T) *m R0)
    (Rs *m diag_mx phi *m (pid_mx k : 'M_(r, k)) *m invmx M) = rc_optimum.
Proof.
move=> uM; rewrite lossRC_whitened fnorm2_whitened (sum_split_at k) /rc_optimum mulmxK ?(inv_root_unit RSR) //.
rewrite mulmxA mulmxKV // svd -{1}svd.
have := eckart_young_attained RR PP svd k; rewrite svd => ->; by ring.
Qed.

Theorem rc_unique E D : (k <= r)%N ->
  (forall j : 'I_r, (j < k)%N -> 0 < phi 0 j) ->
  (forall i j : 'I_r, (i < k <= j)%N -> phi 0 j < phi 0 i) ->
  lossRC p tau X E D <= rc_optimum ->
  exists2 M : 'M[F]_k, M \in unitmx
    & E = M *m ((pid_mx k : 'M_(k, r)) *m Ps^T) *m R0
   /\ D = Rs *m diag_mx phi *m (pid_mx k : 'M_(r, k)) *m invmx M.
Proof.
move=> kr pos gap; rewrite lossRC_whitened fnorm2_whitened (sum_split_at k) /rc_optimum => h.
have u := inv_root_unit RSR; set E' := E *m invmx R0 in h.
have h' : fnorm2 (H *m R0 - D *m E') <= \sum_(j < r | (k <= j)%N) phi 0 j ^+ 2.
  have R5 (c a b f : F) : c - a - (c - (a + b) + f) = b - f by ring.
  by rewrite -subr_ge0 R5 subr_ge0 in h.
have rk : (\rank (D *m E') <= k)%N by apply: mulmx_max_rank.
have e := eckart_young_unique RR PP svd phi_ge0 phi_sorted kr pos gap rk h'.
set Pk := (pid_mx k : 'M_(k, r)) *m Ps^T in e *; set Ak := Rs *m diag_mx phi *m pid_mx k in e *.
have PkPk : Pk *m Pk^T = 1%:M.
  by rewrite /Pk trmx_mul trmxK tr_pid_mx !mulmxA -(mulmxA _ Ps^T) PP mulmx1 pid_mx_id // pid_mx_1.
pose M := E' *m Pk^T.
have DM : D *m M = Ak by rewrite /M mulmxA e -mulmxA PkPk mulmx1.
(* left inverse of Ak *)
pose L : 'M[F]_(k, d) := (pid_mx k : 'M_(k, r)) *m diag_mx (\row_j (phi 0 j)^-1) *m Rs^T.
have LA : L *m Ak = 1%:M.
  rewrite /L /Ak !mulmxA -(mulmxA _ Rs^T) RR mulmx1 -(mulmxA (pid_mx k)) mulmx_diag.
  rewrite -mulmxA mul_diag_mx -[RHS](pid_mx_1 _ k) -(@pid_mx_id F k r k k kr).
  congr (_ *m _); apply/matrixP => i j; rewrite !mxE.
  case: andP => [[_ ik]|_]; rewrite ?mulr0 // mulr1 mulVf // gt_eqF // pos //.
have uM : M \in unitmx.
  have : L *m D *m M = 1%:M by rewrite -mulmxA DM.
  by case/mulmx1_unit.
exists M => //.
have DE : D = Ak *m invmx M by rewrite -DM mulmxK.
split=> //.
have : L *m D *m E' = L *m Ak *m Pk by rewrite -mulmxA e mulmxA.
rewrite DE [L *m (Ak *m _)]mulmxA LA !mul1mx => /(congr1 (mulmx M)); rewrite mulKVmx // => <-.
by rewrite /E' mulmxKV.
Qed.
End Decomposition.
End RC.
