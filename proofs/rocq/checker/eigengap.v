(** * From the eigengap to the uniqueness of the optimal row space

    FORMAT.md, section 6: if the quotients x A x' / x S x' exceed the floor f on a space of dimension k, and stay below t <= f on its S-orthogonal complement, then
    lambda_k > f >= t > lambda_{k+1} (Courant and Fischer), and all optimal encoders have one row space. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd kyfan spectral pencil claim.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Eigenbasis.
Variables (F : rcfType) (d : nat) (A S R Q : 'M[F]_d) (om : 'rV[F]_d).
Hypotheses (sR : R^T = R) (RSR : R *m S *m R = 1%:M) (QQ : Q^T *m Q = 1%:M).
Hypothesis RAR : R *m A *m R = Q *m diag_mx om *m Q^T.

(** The rows of E are the generalised eigenvectors. *)
Definition E : 'M[F]_d := Q^T *m R.

Lemma E_unit : E \in unitmx.
Proof.
rewrite unitmx_mul (inv_root_unit RSR) andbT unitmx_tr.
by case/mulmx1_unit: QQ.
Qed.

Lemma E_quadratic (M : 'M[F]_d) (v : 'rV[F]_d) (y : 'rV[F]_d) : R *m M *m R = Q *m diag_mx v *m Q^T ->
  (y *m E *m M *m (y *m E)^T) 0 0 = \sum_j v 0 j * y 0 j ^+ 2.
Proof.
move=> e; have -> : y *m E *m M *m (y *m E)^T = y *m diag_mx v *m y^T.
  rewrite /E !trmx_mul trmxK sR !mulmxA -(mulmxA _ R M) -(mulmxA _ (R *m M)) e.
  by rewrite !mulmxA -(mulmxA y) QQ mulmx1 -(mulmxA _ Q^T) QQ mulmx1.
rewrite mul_mx_diag mxE; apply: eq_bigr => j _; rewrite !mxE.
by rewrite mulrAC -expr2 mulrC.
Qed.

Lemma E_S (y : 'rV[F]_d) : (y *m E *m S *m (y *m E)^T) 0 0 = \sum_j y 0 j ^+ 2.
Proof.
rewrite (@E_quadratic S (const_mx 1)); first by apply: eq_bigr => j _; rewrite mxE mul1r.
by rewrite RSR diag_const_mx mulmx1 mulmx1C.
Qed.

Lemma E_A (y : 'rV[F]_d) : (y *m E *m A *m (y *m E)^T) 0 0 = \sum_j om 0 j * y 0 j ^+ 2.
Proof. exact: E_quadratic RAR. Qed.

Lemma quotient_le (y : 'rV[F]_d) c : (forall j, y 0 j != 0 -> om 0 j <= c) ->
  (y *m E *m A *m (y *m E)^T) 0 0 <= c * (y *m E *m S *m (y *m E)^T) 0 0.
Proof.
move=> h; rewrite E_A E_S mulr_sumr; apply: ler_sum => j _.
by have [->|/h le] := eqVneq (y 0 j) 0; rewrite ?expr0n ?mulr0 // ler_wpmul2r ?sqr_ge0.
Qed.

Lemma quotient_ge (y : 'rV[F]_d) c : (forall j, y 0 j != 0 -> c <= om 0 j) ->
  c * (y *m E *m S *m (y *m E)^T) 0 0 <= (y *m E *m A *m (y *m E)^T) 0 0.
Proof.
move=> h; rewrite E_A E_S mulr_sumr; apply: ler_sum => j _.
by have [->|/h le] := eqVneq (y 0 j) 0; rewrite ?expr0n ?mulr0 // ler_wpmul2r ?sqr_ge0.
Qed.

(* Fewer equations than unknowns. *)
Lemma kernel_vector m n (M : 'M[F]_(m, n)) : (\rank M < m)%N -> exists2 z : 'rV[F]_m, z != 0 & z *m M = 0.
Proof.
move=> rM; have : kermx M != 0 by rewrite kermx_eq0 /row_free neq_ltn rM.
by move/rowV0Pn => [z /sub_kermxP zM z0]; exists z.
Qed.

Variables (k : nat) (V : 'M[F]_(k, d)) (f t : F).
Hypothesis om_sorted : forall i j : 'I_d, (i <= j)%N -> om 0 j <= om 0 i.
Hypothesis above : forall x : 'rV[F]_k, x != 0 ->
  f * (x *m V *m S *m (x *m V)^T) 0 0 < (x *m V *m A *m (x *m V)^T) 0 0.
Hypothesis below : forall x : 'rV[F]_d, x != 0 -> x *m S *m V^T = 0 ->
  (x *m A *m x^T) 0 0 < t * (x *m S *m x^T) 0 0.

(** lambda_i > f for the first k. *)
Lemma floor_lt (i : 'I_d) : (i < k)%N -> f < om 0 i.
Proof.
move=> ik; rewrite ltNge; apply/negP => le.
pose M := V *m invmx E *m (pid_mx i : 'M_d).
have rM : (\rank M < k)%N.
  by apply: leq_ltn_trans (mxrankM_maxr _ _) _; rewrite rank_pid_mx // ltnW.
have [z z0 zM] := kernel_vector rM; have := above z0; rewrite ltNge => /negP; apply.
pose y := z *m V *m invmx E; have -> : z *m V = y *m E by rewrite /y mulmxKV ?E_unit.
apply: quotient_le => j yj; apply: le_trans le; apply: om_sorted; rewrite leqNgt.
apply: contra_neqN yj => ji; have := congr1 (fun v : 'rV_d => v 0 j) zM.
rewrite /M !mulmxA -/y [RHS]mxE mxE (bigD1 j) //= big1 => [|l lj]; first by rewrite !mxE eqxx ji mulr1 addr0.
by rewrite [pid_mx _ _ _]mxE -[_ == _ :> nat]/(l == j) (negPf lj) mulr0.
Qed.

(** lambda_j < t for the others. *)
Lemma lt_threshold (j : 'I_d) : (k <= j)%N -> om 0 j < t.
Proof.
move=> kj; rewrite ltNge; apply/negP => le.
pose I := pid_mx j.+1 : 'M[F]_(j.+1, d).
have rM : (\rank (I *m E *m S *m V^T) < j.+1)%N.
  by apply: leq_ltn_trans (mxrankM_maxr _ _) _; rewrite ltnS mxrank_tr (leq_trans (rank_leq_row _)).
have [z z0 zM] := kernel_vector rM; pose y := z *m I.
have y0 : y != 0 by rewrite mulmx_free_eq0 // /row_free rank_pid_mx.
have yE0 : y *m E != 0 by apply: contra_neq y0 => e; rewrite -[y](mulmxK E_unit) e mul0mx.
have yV : y *m E *m S *m V^T = 0 by rewrite -zM !(mulmxA z).
have := below yE0 yV; 
rewrite ltNge => /negP; apply; apply: quotient_ge => l yl; apply: le_trans le _; apply: om_sorted.
rewrite -ltnS ltnNge; apply: contra_neqN yl => jl; rewrite mxE big1 // => m _; rewrite [I _ _]mxE.
have -> : (m == l :> nat) = false by apply/negbTE; rewrite neq_ltn (leq_trans (ltn_ord m) jl).
by rewrite mulr0.
Qed.
End Eigenbasis.

Section Unique.
Variables (F : rcfType) (d k : nat) (A S : 'M[F]_d) (V : 'M[F]_(k, d)) (f t : F).
Hypotheses (sA : A^T = A) (sS : S^T = S) (pS : pd S) (k_gt0 : (0 < k)%N) (k_lt : (k < d)%N) (tf : t <= f).
Hypothesis above : forall x : 'rV[F]_k, x != 0 ->
  f * (x *m V *m S *m (x *m V)^T) 0 0 < (x *m V *m A *m (x *m V)^T) 0 0.
Hypothesis below : forall x : 'rV[F]_d, x != 0 -> x *m S *m V^T = 0 ->
  (x *m A *m x^T) 0 0 < t * (x *m S *m x^T) 0 0.

Theorem eigengap_unique : unique_row_space k A S (f - t).
Proof.
have [R [sR RSR uR']] := inv_sqrt sS pS.
have sRAR : (R *m A *m R)^T = R *m A *m R by rewrite !trmx_mul sR sA mulmxA.
have [Q [om [QQ e os]]] := spectral sRAR.
have hi := floor_lt sR RSR QQ e os above; have lo := lt_threshold sR RSR QQ e os below.
have kd := ltnW k_lt.
have U1 : (1%:M : 'M[F]_k) *m 1%:M^T = 1%:M by rewrite trmx1 mulmx1.
have [fW vW] := kyfan_eigen_attained sR RSR QQ e kd U1.
have W0E : 1%:M *m leading k Q *m R = (pid_mx k : 'M_(k, d)) *m E R Q by rewrite mul1mx /leading /E mulmxA.
rewrite W0E in fW vW; set W0 := pid_mx k *m E R Q in fW vW.
pose i0 := Ordinal (leq_ltn_trans (leq_pred k) k_lt); pose j0 := Ordinal k_lt.
have gap (i j : 'I_d) : (i < k <= j)%N -> om 0 j < om 0 i.
  by case/andP => ik kj; apply: lt_trans (hi _ ik); apply: lt_le_trans tf; apply: lo.
have best (W : 'M[F]_(k, d)) : feasible S W -> \tr (W *m A *m W^T) <= \tr (W0 *m A *m W0^T).
  by rewrite vW => h; apply: (kyfan_eigen sR RSR QQ e os).
exists W0, (om 0 i0), (om 0 j0); split.
- by split.
- move=> W [h /(_ W0 fW)]; rewrite vW => ge.
  have [|U UU ->] := kyfan_eigen_unique sR RSR QQ e os gap h.
    by apply: le_anti; rewrite ge -vW best.
  rewrite -(mulmxA U) -[leading k Q]mul1mx W0E; apply: eqmxMfull.
  by rewrite row_full_unit; case/mulmx1_unit: UU.
- move=> x /submxP[z ->]; rewrite /W0 mulmxA; apply: (quotient_ge sR RSR QQ e) => j yj; apply: os.
  rewrite /= -ltnS prednK //; apply: contraNT yj; rewrite -leqNgt => kj; rewrite mxE big1 // => l _.
  have -> : (pid_mx k : 'M[F]_(k, d)) l j = 0.
    by rewrite mxE; have -> : (l == j :> nat) = false by apply/negbTE; rewrite neq_ltn (leq_trans (ltn_ord l) kj).
  by rewrite mulr0.
- move=> x xW; pose y := x *m invmx (E R Q).
  have xE : x = y *m E R Q by rewrite /y mulmxKV ?(E_unit RSR QQ).
  rewrite xE; apply: (quotient_le sR RSR QQ e) => j yj; apply: os; rewrite /= leqNgt; apply: contraNN yj => jk.
  have ESE : E R Q *m S *m (E R Q)^T = 1%:M.
    by rewrite /E trmx_mul trmxK sR !mulmxA -(mulmxA _ R S) -(mulmxA _ (R *m S)) RSR mulmx1 QQ.
  have yW : y *m (pid_mx k : 'M_(d, k)) = 0.
    rewrite -xW xE /W0 trmx_mul tr_pid_mx (mulmxA _ (E R Q)^T); congr (_ *m _).
    by rewrite -[LHS]mulmx1 -ESE !(mulmxA y).
  have := congr1 (fun v : 'rV_k => v 0 (Ordinal jk)) yW; rewrite [RHS]mxE mxE.
  rewrite (bigD1 j) //= big1 => [|l lj]; first by rewrite !mxE eqxx /= jk mulr1 addr0 => ->.
  by rewrite [pid_mx _ _ _]mxE /= -[_ == _ :> nat]/(l == j) (negPf lj) mulr0.
apply: ltr_sub; first by apply: hi; rewrite /= prednK.
by apply: lo.
Qed.
End Unique.
