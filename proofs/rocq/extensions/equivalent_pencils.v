(* Pencils that have the same optimal row spaces.

   An optimal frame of the pencil (C, B) is characterised by a certificate (a level t, the part of C above t lives on the
   frame), and that certificate can be moved to any pencil (c C, a C + b B) with b, c > 0. Ties are allowed everywhere. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan spectral pencil.
From Jerc Require Import realisation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* the two problems have the same optimal row spaces, for frames of k rows *)
Definition same_row_spaces (F : realFieldType) k d (S G S' G' : 'M[F]_d) : Prop :=
  (forall W : 'M[F]_(k, d), pencil_max S G W -> exists2 W' : 'M[F]_(k, d), pencil_max S' G' W' & (W :=: W')%MS)
  /\ (forall W : 'M[F]_(k, d), pencil_max S' G' W -> exists2 W' : 'M[F]_(k, d), pencil_max S G W' & (W :=: W')%MS).

Section Null.
Variable F : rcfType.
Lemma psd_null m d (W : 'M[F]_(m, d)) (M : 'M[F]_d) : M^T = M -> psd M -> \tr (W *m M *m W^T) = 0 -> W *m M = 0.
Proof.
move=> sM pM; have [L <-] := psd_root sM pM; rewrite !mulmxA => h.
suff -> : W *m L^T = 0 by rewrite mul0mx.
by apply: fnorm2_eq0; rewrite /fnorm2 trmx_mul trmxK mulmxA.
Qed.
End Null.

Section Certificate.
Variables (F : rcfType) (k d : nat) (B C : 'M[F]_d.+1).
Hypotheses (sB : B^T = B) (pB : pd B) (sC : C^T = C).
Implicit Type W : 'M[F]_(k, d.+1).

(* the part of C above the level t, seen on the frame W *)
Definition above t W := W *m (C - t *: B) *m W^T.
Definition top_certificate t W :=
  psd (above t W) /\ psd (t *: B - C + B *m W^T *m above t W *m W *m B).

Lemma sandwich (Z : 'M[F]_d.+1) W : Z^T = Z -> Z = Z *m W^T *m W *m B ->
  Z = B *m W^T *m (W *m Z *m W^T) *m W *m B.
Proof.
move=> sZ e; have e2 : Z = B *m W^T *m W *m Z.
  by rewrite -[LHS]sZ {1}e !trmx_mul trmxK sB sZ !mulmxA.
by rewrite {1}e2 {1}e !mulmxA.
Qed.
Lemma sym_above t W : (above t W)^T = above t W.
Proof. by rewrite /above !trmx_mul trmxK trmxB trmxZ sB sC mulmxA. Qed.

Lemma certificate_optimal t W : feasible B W -> top_certificate t W -> pencil_max B C W.
Proof.
move=> f [pA pK]; split=> // W' f'.
pose Z := B *m W^T *m above t W *m W *m B.
have [sZ pZ] : Z^T = Z /\ psd Z.
  rewrite /Z; move: (above t W) (sym_above t W) pA => A sA pA'.
  have -> : B *m W^T *m A *m W *m B = (B *m W^T) *m A *m (B *m W^T)^T by rewrite trmx_mul trmxK sB !mulmxA.
  by split; [rewrite trmx_mul trmxK trmx_mul sA mulmxA|apply: psd_congr].
have pC : psd (t *: B + Z - C) by rewrite addrAC.
have := kyfan_certificate sB pB sZ pZ pC f'; have uB := pd_unit pB.
have -> : \tr (invmx B *m Z) = \tr (above t W).
  rewrite /Z; move: (above t W) => A; rewrite !mulmxA mulVmx // mul1mx mxtrace_mulC !mulmxA mxtrace_mulC !mulmxA.
  by rewrite (f : W *m B *m W^T = 1%:M) mul1mx.
rewrite /above mulmxBr mulmxBl -scalemxAr -scalemxAl f mxtraceB mxtraceZ mxtrace1 mulr_natr.
by rewrite addrCA subrr addr0.
Qed.

(* an optimal frame has a certificate whose level is an eigenvalue of the pencil *)
Lemma optimal_certificate W : pencil_max B C W ->
  exists t, top_certificate t W /\ exists2 x : 'rV[F]_d.+1, x != 0 & x *m C = t *: (x *m B).
Proof.
move=> [f h]; have uB := pd_unit pB.
have [R [sR RBR uR]] := inv_sqrt sB pB.
have sRCR : (R *m C *m R)^T = R *m C *m R by rewrite !trmx_mul sR sC mulmxA.
have [Q [om [QQ e os]]] := spectral sRCR; have QQC : Q *m Q^T = 1%:M by apply: mulmx1C.
have kd := feasible_le f.
have [j0 h1 h2] : exists2 j0 : 'I_d.+1, (forall j : 'I_d.+1, (j < k)%N -> om 0 j0 <= om 0 j)
                                     & (forall j : 'I_d.+1, (k <= j)%N -> om 0 j <= om 0 j0).
  have [kl|dk] := ltnP k d.+1.
    by exists (Ordinal kl) => j hj; apply: os => //; apply: ltnW.
  exists ord_max => j hj; first by apply: os; rewrite -ltnS.
  by have := ltn_ord j; rewrite ltnNge (leq_trans dk hj).
pose t := om 0 j0; exists t.
pose P := invmx R *m Q.
have BE : B = P *m P^T.
  rewrite /P trmx_mul trmx_inv sR mulmxA -(mulmxA _ Q) QQC mulmx1.
  have h3 : R *m B = invmx R by rewrite -[LHS](mulmxK uR) RBR mul1mx.
  by rewrite -{2}h3 mulmxA mulVmx // mul1mx.
have CE : C = P *m diag_mx om *m P^T.
  have RC : invmx R *m (R *m C *m R) *m invmx R = C by rewrite !mulmxA mulVmx // mul1mx mulmxK.
  by rewrite -[LHS]RC e /P trmx_mul trmx_inv sR !mulmxA.
clearbody P; pose z := \row_j (if (j < k)%N then om 0 j - t else 0).
have z0 j : 0 <= z 0 j by rewrite mxE; case: ifP => // hj; rewrite subr_ge0 h1.
pose Z := P *m diag_mx z *m P^T.
have pdiag (y : 'rV[F]_d.+1) : (forall j, 0 <= y 0 j) -> psd (P *m diag_mx y *m P^T).
  move=> y0; apply: psd_congr => x; rewrite mul_mx_diag mxE; apply: sumr_ge0 => j _.
  by rewrite !mxE mulrAC -expr2 mulr_ge0 ?sqr_ge0.
have symd (y : 'rV[F]_d.+1) : (P *m diag_mx y *m P^T)^T = P *m diag_mx y *m P^T.
  by rewrite !trmx_mul trmxK tr_diag_mx mulmxA.
have KE : t *: B + Z - C = P *m diag_mx (\row_j (t + z 0 j - om 0 j)) *m P^T.
  have -> : diag_mx (\row_j (t + z 0 j - om 0 j)) = t *: 1%:M + diag_mx z - diag_mx om.
    by apply/matrixP => i j; rewrite !mxE; case: eqP => [->|_]; rewrite ?mulr1n ?mulr1 ?mulr0n ?mulr0 ?addr0 ?subr0.
  by rewrite mulmxBr mulmxBl mulmxDr mulmxDl -scalemxAr -scalemxAl mulmx1 -BE -CE.
have pK : psd (t *: B + Z - C).
  rewrite KE; apply: pdiag => j; rewrite !mxE; case: ltnP => hj; first by rewrite [t + _]addrC subrK subrr.
  by rewrite addr0 subr_ge0 h2.
have sK : (t *: B + Z - C)^T = t *: B + Z - C by rewrite KE symd.
have pZ : psd Z by apply: pdiag. have sZ : Z^T = Z by apply: symd.
(* complementary slackness *)
have U1 : (1%:M : 'M[F]_k) *m 1%:M^T = 1%:M by rewrite trmx1 mulmx1.
have [f0 v0] := kyfan_eigen_attained sR RBR QQ e kd U1.
have val := h _ f0; rewrite v0 in val.
have uP : P \in unitmx by move: uB; rewrite BE unitmx_mul => /andP[].
have trZ : \tr (invmx B *m Z) = \sum_(j < d.+1 | (j < k)%N) om 0 j - t *+ k.
  have -> : invmx B *m Z = invmx P^T *m diag_mx z *m P^T.
    have iB : invmx B *m P = invmx P^T.
      by rewrite -[RHS](mulKmx uB) BE -(mulmxA P) mulmxV ?unitmx_tr // mulmx1 -BE.
    by rewrite /Z !mulmxA iB.
  rewrite mxtrace_mulC mulmxA mulmxV ?unitmx_tr // mul1mx mxtrace_diag.
  transitivity (\sum_(j < d.+1 | (j < k)%N) (om 0 j - t)).
    by rewrite [RHS]big_mkcond; apply: eq_bigr => j _; rewrite mxE.
  rewrite sumrB; congr (_ - _); rewrite (big_ord_narrow kd) sumr_const card_ord; by [].
have pD := gram_le_inv sB uB (pd_psd pB) f.
have sD : (invmx B - W^T *m W)^T = invmx B - W^T *m W by rewrite trmxB trmx_inv sB trmx_mul trmxK.
have t1 : 0 <= \tr (W *m (t *: B + Z - C) *m W^T) by apply: psd_tr_ge0; apply: psd_congr.
have t2 : 0 <= \tr ((invmx B - W^T *m W) *m Z) by apply: psd_trace_mul_ge0.
have tsum : \tr (W *m (t *: B + Z - C) *m W^T) + \tr ((invmx B - W^T *m W) *m Z) <= 0.
  rewrite mulmxBr mulmxDr !mulmxBl mulmxDl -scalemxAr -scalemxAl !mxtraceB mxtraceD mxtraceZ f mxtrace1 trZ.
  have -> : \tr (W^T *m W *m Z) = \tr (W *m Z *m W^T) by rewrite -mulmxA mxtrace_mulC.
  have R4 (a b c s : F) : a + b - c + (s - a - b) = s - c by ring.
  by rewrite mulr_natr R4 subr_le0.
have z1 : \tr (W *m (t *: B + Z - C) *m W^T) = 0.
  by apply/eqP; rewrite eq_le t1 andbT; apply: le_trans tsum; rewrite ler_addl.
have z2 : \tr ((invmx B - W^T *m W) *m Z) = 0.
  by apply/eqP; rewrite eq_le t2 andbT; apply: le_trans tsum; rewrite ler_addr.
have n1 := psd_null sK pK z1.
have n2 : Z *m (invmx B - W^T *m W) = 0.
  have [L eL] := psd_root sZ pZ; rewrite -eL -mulmxA (psd_null sD pD) ?mulmx0 //.
  by rewrite -mulmxA mxtrace_mulC -mulmxA eL.
have ZE : Z = Z *m W^T *m W *m B.
  move/eqP: n2; rewrite mulmxBr subr_eq0 => /eqP n2.
  by rewrite -(mulmxA Z) -n2 mulmxKV.
have AE : above t W = W *m Z *m W^T.
  have eC : C - t *: B = Z - (t *: B + Z - C).
    by rewrite opprB opprD [RHS]addrCA [Z + _]addrC subrK.
  by rewrite /above eC mulmxBr n1 subr0.
have Z2 : Z = B *m W^T *m above t W *m W *m B by rewrite AE; apply: sandwich.
split; first split.
- by rewrite AE; apply: psd_congr.
- by rewrite -Z2 addrAC.
exists (delta_mx 0 j0 *m invmx P).
  have dn : (delta_mx 0 j0 : 'rV[F]_d.+1) != 0.
    by apply/eqP => /rowP/(_ j0)/eqP; rewrite !mxE !eqxx oner_eq0.
  by apply: contra_neq dn => h0; rewrite -[LHS](mulmxKV uP) h0 mul0mx.
rewrite BE CE !mulmxA mulmxKV // scalemxAl; congr (_ *m _).
by apply/rowP => j; rewrite mul_mx_diag !mxE /=; case: eqP => [->|_]; rewrite ?mul1r ?mulr1 ?mul0r ?mulr0.
Qed.
End Certificate.
