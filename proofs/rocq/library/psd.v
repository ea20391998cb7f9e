(** * Positive semidefinite matrices over a real field

    Quadratic forms only: no square root, no eigenvalue. Main result: the trace of a product of two positive
    semidefinite matrices is non-negative ([psd_trace_mul_ge0]), by symmetric Gauss elimination. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Export definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* `rewrite linearD/linearZ` picks whatever linear map it meets first; these do not *)
Section Tr.
Variable R : comRingType.
Lemma trmxD m n (A B : 'M[R]_(m, n)) : (A + B)^T = A^T + B^T.
Proof. exact: linearD. Qed.
Lemma trmxB m n (A B : 'M[R]_(m, n)) : (A - B)^T = A^T - B^T.
Proof. exact: linearB. Qed.
Lemma trmxZ m n a (A : 'M[R]_(m, n)) : (a *: A)^T = a *: A^T.
Proof. exact: linearZ. Qed.
Lemma subE m n (A B : 'M[R]_(m, n)) i j : (A - B) i j = A i j - B i j.
Proof. by rewrite !mxE. Qed.
Lemma mxtraceB n (A B : 'M[R]_n) : \tr (A - B) = \tr A - \tr B.
Proof. exact: linearB. Qed.
Lemma addE m n (A B : 'M[R]_(m, n)) i j : (A + B) i j = A i j + B i j.
Proof. by rewrite !mxE. Qed.
Lemma sclE m n c (A : 'M[R]_(m, n)) i j : (c *: A) i j = c * A i j.
Proof. by rewrite mxE. Qed.
End Tr.

Section Psd.
Variable F : realFieldType.

Lemma psd_congr m n (P : 'M[F]_(m, n)) M : psd M -> psd (P *m M *m P^T).
Proof. by move=> h x; have := h (x *m P); rewrite trmx_mul !mulmxA. Qed.

Lemma quad_delta n (M : 'M[F]_n) i : ((delta_mx 0 i : 'rV_n) *m M *m (delta_mx 0 i : 'rV_n)^T) 0 0 = M i i.
Proof. by rewrite trmx_delta -rowE -colE !mxE. Qed.

Lemma psd_diag_ge0 n (M : 'M[F]_n) i : psd M -> 0 <= M i i.
Proof. by move=> h; rewrite -quad_delta. Qed.

Lemma psd_tr_ge0 n (M : 'M[F]_n) : psd M -> 0 <= \tr M.
Proof. by move=> h; apply: sumr_ge0 => i _; apply: psd_diag_ge0. Qed.

Lemma sqnormE n (v : 'rV[F]_n) : (v *m v^T) 0 0 = \sum_j v 0 j ^+ 2.
Proof. by rewrite mxE; apply: eq_bigr => j _; rewrite mxE. Qed.

Lemma sqnorm_ge0 n (v : 'rV[F]_n) : 0 <= (v *m v^T) 0 0.
Proof. by rewrite sqnormE sumr_ge0 // => j _; rewrite sqr_ge0. Qed.

Lemma sqnorm_eq0 n (v : 'rV[F]_n) : (v *m v^T) 0 0 = 0 -> v = 0.
Proof.
rewrite sqnormE => /psumr_eq0P h; apply/rowP => j; rewrite mxE.
by apply/eqP; rewrite -sqrf_eq0 h // => i _; rewrite sqr_ge0.
Qed.

Lemma psd1 n : psd (1%:M : 'M[F]_n).
Proof. by move=> x; rewrite mulmx1 sqnorm_ge0. Qed.

Lemma psd_gram m n (X : 'M[F]_(m, n)) : psd (X *m X^T).
Proof. by have := psd_congr X (@psd1 n); rewrite mulmx1. Qed.

Lemma psdD n (M N : 'M[F]_n) : psd M -> psd N -> psd (M + N).
Proof. by move=> hM hN x; rewrite mulmxDr mulmxDl mxE addr_ge0. Qed.

Lemma psdZ n a (M : 'M[F]_n) : 0 <= a -> psd M -> psd (a *: M).
Proof. by move=> ha hM x; rewrite -scalemxAr -scalemxAl mxE mulr_ge0. Qed.

Lemma pd_psd n (M : 'M[F]_n) : pd M -> psd M.
Proof.
move=> h x; have [->|/h /ltW//] := eqVneq x 0.
by rewrite !mul0mx mxE.
Qed.

Lemma pd_unit n (M : 'M[F]_n) : pd M -> M \in unitmx.
Proof.
move=> h; rewrite -row_free_unit -kermx_eq0; apply/rowV0P => v /sub_kermxP hv.
by apply/eqP/negPn/negP => /h; rewrite hv mul0mx mxE ltxx.
Qed.
Lemma quad_row m n (X : 'M[F]_(m, n)) M i : (X *m M *m X^T) i i = (row i X *m M *m (row i X)^T) 0 0.
Proof. by rewrite -quad_delta !rowE trmx_mul !mulmxA. Qed.
Lemma pd_tr_le0 m n (X : 'M[F]_(m, n)) M : pd M -> \tr (X *m M *m X^T) <= 0 -> X = 0.
Proof.
move=> pM h; apply/row_matrixP => i; rewrite row0; apply/eqP/negPn/negP => /pM.
rewrite -quad_row => hi; move: h; rewrite leNgt => /negP; apply.
rewrite /mxtrace (bigD1 i) //= ltr_paddr // sumr_ge0 // => j _.
exact: psd_diag_ge0 (psd_congr X (pd_psd pM)).
Qed.
Lemma pd_congr m n (P : 'M[F]_(m, n)) M : row_free P -> pd M -> pd (P *m M *m P^T).
Proof.
move=> fP pM x x0; rewrite (_ : x *m _ *m _ = (x *m P) *m M *m (x *m P)^T); last by rewrite trmx_mul !mulmxA.
by apply: pM; rewrite mulmx_free_eq0.
Qed.
Lemma sym_congr m n (P : 'M[F]_(m, n)) M : M^T = M -> (P *m M *m P^T)^T = P *m M *m P^T.
Proof. by move=> sM; rewrite !trmx_mul trmxK sM mulmxA. Qed.
Lemma pd_add_psd n (M N : 'M[F]_n) : pd M -> psd N -> pd (M + N).
Proof. by move=> pM pN x x0; rewrite mulmxDr mulmxDl addE ltr_paddr ?pM. Qed.
Lemma pdZ n a (M : 'M[F]_n) : 0 < a -> pd M -> pd (a *: M).
Proof. by move=> a0 pM x x0; rewrite -scalemxAr -scalemxAl sclE mulr_gt0 ?pM. Qed.
Lemma pdZ_iff n a (M : 'M[F]_n) : 0 < a -> pd (a *: M) <-> pd M.
Proof.
move=> a0; split; last exact: pdZ.
have a1 : a != 0 by rewrite gt_eqF.
by move=> h; rewrite -[M]scale1r -(mulVf a1) -scalerA; apply: pdZ; rewrite ?invr_gt0.
Qed.
Lemma quadD n (x : 'rV[F]_n) M N : (x *m (M + N) *m x^T) 0 0 = (x *m M *m x^T) 0 0 + (x *m N *m x^T) 0 0.
Proof. by rewrite mulmxDr mulmxDl addE. Qed.
Lemma quadB n (x : 'rV[F]_n) M N : (x *m (M - N) *m x^T) 0 0 = (x *m M *m x^T) 0 0 - (x *m N *m x^T) 0 0.
Proof. by rewrite mulmxBr mulmxBl subE. Qed.
Lemma quadZ n (x : 'rV[F]_n) c M : (x *m (c *: M) *m x^T) 0 0 = c * (x *m M *m x^T) 0 0.
Proof. by rewrite -scalemxAr -scalemxAl sclE. Qed.

Section Trace.
Variable n : nat.
Implicit Types Z B : 'M[F]_n.

Lemma sym_psd_diag0 Z : Z^T = Z -> psd Z -> (forall i, Z i i = 0) -> Z = 0.
Proof.
move=> sZ pZ Z0; apply/matrixP => i j; rewrite [RHS]mxE.
have e s : ((delta_mx 0 i + s *: delta_mx 0 j : 'rV_n) *m Z
            *m (delta_mx 0 i + s *: delta_mx 0 j : 'rV_n)^T) 0 0 = s * (Z i j *+ 2).
  rewrite trmxD trmxZ !mulmxDl !mulmxDr.
  rewrite -!scalemxAl -!scalemxAr !trmx_delta -!rowE -!colE !mxE !Z0.
  have -> : Z j i = Z i j by rewrite -{1}sZ mxE.
  by rewrite !mulr0 addr0 add0r -mulrDr mulr2n.
have := pZ (delta_mx 0 i + 1 *: delta_mx 0 j); rewrite e mul1r pmulrn_lge0 // => h1.
have := pZ (delta_mx 0 i + (-1) *: delta_mx 0 j); rewrite e mulN1r oppr_ge0 pmulrn_lle0 // => h2.
by apply/eqP; rewrite eq_le h1 h2.
Qed.

(* rank-one deflation (one step of LDL^T / Gauss with symmetric pivot i) *)
Definition defl Z i := Z - (Z i i)^-1 *: (col i Z *m row i Z).

Lemma psd_defl Z i : Z^T = Z -> psd Z -> Z i i != 0 -> psd (defl Z i).
Proof.
move=> sZ pZ ai; set a := Z i i in ai *; set u : 'rV[F]_n := delta_mx 0 i.
have cE : col i Z = Z *m u^T by rewrite colE trmx_delta.
have uZu : u *m Z *m u^T = a%:M.
  by apply/matrixP => p q; rewrite !ord1 quad_delta mxE eqxx.
suff -> : defl Z i = (1%:M - a^-1 *: (Z *m u^T *m u)) *m Z
                      *m (1%:M - a^-1 *: (Z *m u^T *m u))^T by apply: psd_congr.
rewrite /defl -/a cE rowE -/u trmxB trmx1 trmxZ !trmx_mul trmxK sZ.
rewrite mulmxBl mul1mx mulmxBr mulmx1 mulmxBl -!scalemxAl -!scalemxAr.
have -> : Z *m u^T *m u *m Z *m (u^T *m (u *m Z)) = a *: (Z *m u^T *m (u *m Z)).
  rewrite !mulmxA -[_ *m u *m Z *m _]mulmxA -[Z *m u^T *m u *m _]mulmxA.
  by rewrite [u *m _]mulmxA uZu mul_mx_scalar -!scalemxAl.
by rewrite !scalerA divfK // !mulmxA subrr subr0.
Qed.

Theorem psd_trace_mul_ge0 Z B : Z^T = Z -> psd Z -> psd B -> 0 <= \tr (Z *m B).
Proof.
move=> + + pB; have [m] := ubnP #|[pred i | Z i i != 0]|.
elim: m Z => // m IH Z; rewrite ltnS => hm sZ pZ.
case: (pickP [pred i | Z i i != 0]) => /= [i ai|Z0]; last first.
  by rewrite (sym_psd_diag0 sZ pZ) ?mul0mx ?mxtrace0 // => i; move/negbFE/eqP: (Z0 i).
have pD := psd_defl sZ pZ ai.
have a0 : 0 < Z i i by rewrite lt_neqAle eq_sym ai psd_diag_ge0.
have rE : col i Z = (row i Z)^T by rewrite tr_row sZ.
have -> : Z = defl Z i + (Z i i)^-1 *: (col i Z *m row i Z) by rewrite subrK.
rewrite mulmxDl mxtraceD addr_ge0 //; last first.
  rewrite -scalemxAl mxtraceZ mulr_ge0 ?invr_ge0 ?(ltW a0) // -mulmxA mxtrace_mulC.
  by apply: psd_tr_ge0; rewrite rE; apply: psd_congr.
have dE j : defl Z i j j = Z j j - (Z i i)^-1 * Z i j ^+ 2.
  by rewrite /defl rE !mxE big_ord1 !mxE.
apply: IH => //; last by rewrite /defl trmxB trmxZ trmx_mul rE trmxK sZ.
apply: leq_trans hm; apply: proper_card; apply/properP; split; last first.
  by exists i; rewrite ?inE // dE expr2 mulKf // subrr eqxx.
apply/subsetP => j; rewrite !inE; apply: contra_neq => zj; have := psd_diag_ge0 j pD.
rewrite dE zj sub0r oppr_ge0 => h; apply/eqP; rewrite oppr_eq0 eq_le h.
by rewrite mulr_ge0 ?invr_ge0 ?sqr_ge0 // ltW.
Qed.
End Trace.
End Psd.
