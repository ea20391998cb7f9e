(** * Self-distillation with a linear predictor (BYOL, SimSiam, JEPA): the value, and no collapse

    In words. Two random rows v and v+ have the same second moment S, and a symmetric cross moment G = E v'v+
    that may be indefinite (two views of one sample, or a state and the next one). The encoder is W, the
    predictor K, both linear, the loss E |K W v - W v+|^2. Under W S W' = I_k the best predictor is W G W'
    and the loss is k - tr (W G W')^2. Its least value over W and K is k minus the k largest squares of
    eigenvalues of S^-1/2 G S^-1/2, attained by the eigenvectors. Along the flow W. = - K'(K W S - W G) that
    stops the gradient at the target, with the best predictor K, the matrix W W' does not move. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner kyfan encoders.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Predictor.
Variables (F : realFieldType) (O : finType) (p : O -> F) (d : nat) (v vp : O -> 'rV[F]_d).

Definition predictor_loss k (W : 'M[F]_(k, d)) (K : 'M[F]_k) : F :=
  expect p (fun w => sq (v w *m W^T *m K^T - vp w *m W^T)).

Variables S G : 'M[F]_d.
Hypotheses (law : is_law p) (view : cross p v v = S) (next : cross p vp vp = S) (pair : cross p v vp = G).
Hypothesis symmetric : G^T = G.

Lemma predictor_lossE k (W : 'M[F]_(k, d)) (K : 'M[F]_k) :
  predictor_loss W K
  = \tr (K *m (W *m S *m W^T) *m K^T) - \tr (K *m (W *m G *m W^T)) *+ 2 + \tr (W *m S *m W^T).
Proof.
have e1 := expect_cross p v v (K *m W) (K *m W); have e2 := expect_cross p v vp (K *m W) W.
have e3 := expect_cross p vp vp W W; rewrite view next pair in e1 e2 e3.
rewrite !mulmxA in e2 *; rewrite trmx_mul !mulmxA in e1; rewrite -e1 -e2 -e3 /expect -sumrMnl -sumrB -big_split.
apply: eq_bigr => w _ /=; rewrite -mulmxA -trmx_mul sqB /sq.
by move: (p w) => c; rewrite mulrDr mulrBr mulrnAr.
Qed.

(** The best predictor of a whitened encoder, and the loss that it leaves. *)
Theorem predictor_bound k (W : 'M[F]_(k, d)) (K : 'M[F]_k) : feasible S W ->
  predictor_loss W (W *m G *m W^T) = k%:R - \tr (W *m G *m W^T *m (W *m G *m W^T))
  /\ predictor_loss W (W *m G *m W^T) <= predictor_loss W K.
Proof.
move=> f; set P := W *m G *m W^T; have sP : P^T = P by rewrite /P !trmx_mul trmxK symmetric mulmxA.
have lossE K' : predictor_loss W K' = \tr (K' *m K'^T) - \tr (K' *m P) *+ 2 + k%:R.
  by rewrite predictor_lossE f mulmx1 mxtrace1.
have val : predictor_loss W P = k%:R - \tr (P *m P).
  by rewrite lossE sP; move: (\tr _) => a; ring.
split=> //; rewrite val lossE -subr_ge0; have := psd_tr_ge0 (psd_gram (K - P)).
rewrite trmxB sP mulmxBl !mulmxBr !mxtraceB -[\tr (P *m K^T)]mxtrace_tr trmx_mul trmxK sP.
by rewrite (_ : _ - _ - (_ - _) = \tr (K *m K^T) - \tr (K *m P) *+ 2 + k%:R - (k%:R - \tr (P *m P))) //; ring.
Qed.

(** The flow at the best predictor moves W orthogonally to its own rows: W W' is conserved. *)
Theorem gram_conserved k (W : 'M[F]_(k, d)) : W *m S *m W^T \in unitmx ->
  let K := W *m G *m W^T *m invmx (W *m S *m W^T) in
  let flow := - (K^T *m (K *m W *m S - W *m G)) in flow *m W^T + W *m flow^T = 0.
Proof.
move=> u K flow; have KE : K *m (W *m S *m W^T) = W *m G *m W^T by rewrite /K mulmxKV.
clearbody K; suff zero : flow *m W^T = 0.
  by rewrite -[W *m _]trmxK trmx_mul trmxK zero trmx0 addr0.
by rewrite /flow mulNmx -mulmxA mulmxBl -KE !mulmxA subrr mulmx0 oppr0.
Qed.

(** The value over all encoders and predictors. *)
Variables (R0 Q : 'M[F]_d) (mu : 'rV[F]_d).
Hypotheses (root : inverse_root S R0) (basis : Q^T *m Q = 1%:M).
Hypothesis dec : R0 *m G *m R0 = Q *m diag_mx mu *m Q^T.
Hypothesis by_square : sorted_row (\row_j mu 0 j ^+ 2).

Let M2 : R0 *m (G *m R0 *m R0 *m G) *m R0 = Q *m diag_mx (\row_j mu 0 j ^+ 2) *m Q^T.
Proof.
transitivity ((R0 *m G *m R0) *m (R0 *m G *m R0)); first by rewrite !mulmxA.
rewrite dec !mulmxA -(mulmxA _ Q^T Q) basis mulmx1 -(mulmxA Q (diag_mx mu) (diag_mx mu)).
by congr (_ *m _ *m _); rewrite mul_diag_mx; apply/matrixP => i j; rewrite !mxE; case: eqP => _; rewrite ?mulr1n ?mulr0n ?mulr0 ?expr2.
Qed.

Theorem predictor_value k (W : 'M[F]_(k, d)) (K : 'M[F]_k) : feasible S W ->
  k%:R - \sum_(j < d | (j < k)%N) mu 0 j ^+ 2 <= predictor_loss W K.
Proof.
move=> f; have [sR _ RSR] := root; have [val le] := predictor_bound K f; apply: le_trans le.
rewrite val ler_add2l ler_opp2.
have top := kyfan_eigen sR RSR basis M2 by_square f.
apply: le_trans (le_trans top _); last by apply: ler_sum => j _; rewrite mxE.
pose E : 'M[F]_d := R0 *m R0.
pose A := W *m invmx R0; have uR : R0 \in unitmx := inv_root_unit RSR.
have AA : A *m A^T = 1%:M.
  by rewrite -f /A trmx_mul trmx_inv sR -[S](mulKmx uR) -[R0 *m S](mulmxK uR) RSR mul1mx !mulmxA.
have WE : W = A *m R0 by rewrite /A mulmxKV.
set N := R0 *m G *m R0; have sN : N^T = N by rewrite /N !trmx_mul sR symmetric mulmxA.
have -> : W *m G *m W^T = A *m N *m A^T by rewrite {1 2}WE trmx_mul sR /N !mulmxA.
have -> : W *m (G *m R0 *m R0 *m G) *m W^T = A *m N *m (A *m N)^T.
  by rewrite {1 2}WE [(A *m R0)^T]trmx_mul [(A *m N)^T]trmx_mul sN sR /N !mulmxA.
have := psd_tr_ge0 (psd_gram (A *m N - A *m N *m A^T *m A)).
rewrite trmxB mulmxBl !mulmxBr !mxtraceB; set P := A *m N *m A^T; have sP : P^T = P by rewrite /P [(A *m N *m A^T)^T]trmx_mul [(A *m N)^T]trmx_mul trmxK sN mulmxA.
have e1 : A *m N *m (P *m A)^T = P *m P by rewrite [(P *m A)^T]trmx_mul sP mulmxA.
have e2 : P *m A *m (A *m N)^T = P *m P by rewrite [(A *m N)^T]trmx_mul sN /P !mulmxA.
have e3 : P *m A *m (P *m A)^T = P *m P by rewrite [(P *m A)^T]trmx_mul sP mulmxA -(mulmxA P) AA mulmx1.
by rewrite e1 e2 e3 subrr subr0 subr_ge0.
Qed.

Theorem predictor_attained k (U : 'M[F]_k) : (k <= d)%N -> U *m U^T = 1%:M ->
  let W := U *m leading k Q *m R0 in
  feasible S W /\ predictor_loss W (W *m G *m W^T) = k%:R - \sum_(j < d | (j < k)%N) mu 0 j ^+ 2.
Proof.
move=> kd UU W; have [sR _ RSR] := root; have [f _] := kyfan_eigen_attained sR RSR basis M2 kd UU.
split=> //; have [-> _] := predictor_bound 0 f; congr (_ - _).
have -> : W *m G *m W^T = U *m ((pid_mx k : 'M_(k, d)) *m diag_mx mu *m (pid_mx k : 'M_(d, k))) *m U^T.
  rewrite /W /leading !trmx_mul trmxK sR tr_pid_mx !mulmxA -(mulmxA _ R0 G) -(mulmxA _ (R0 *m G)) dec !mulmxA.
  by rewrite -(mulmxA _ Q^T Q) basis mulmx1 -(mulmxA _ Q^T Q) basis mulmx1.
set D := _ *m diag_mx mu *m _.
have -> : \tr (U *m D *m U^T *m (U *m D *m U^T)) = \tr (D *m D).
  rewrite !mulmxA -(mulmxA _ U^T U) (mulmx1C UU) mulmx1 mxtrace_mulC !mulmxA.
  by rewrite (mulmx1C UU) mul1mx.
have DE i j : D i j = if i == j then mu 0 (widen_ord kd i) else 0.
  rewrite /D mul_mx_diag mxE (bigD1 (widen_ord kd i)) //= !mxE /= eqxx ltn_ord /= mul1r.
  rewrite big1 ?addr0 => [|l li]; last by rewrite !mxE eq_sym (negPf (_ : l != widen_ord kd i :> nat)) ?mul0r.
  by rewrite ?ltn_ord -val_eqE /=; case: eqP => _; rewrite ?mulr1 ?mulr0.
rewrite (big_ord_narrow kd) /mxtrace; apply: eq_bigr => i _.
rewrite mxE (bigD1 i) //= DE eqxx big1 ?addr0 ?expr2 // => j ji.
by rewrite DE eq_sym (negPf ji) mul0r.
Qed.
End Predictor.
