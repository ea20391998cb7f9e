(** * First-order condition: an optimal frame W of the pencil (A, S) satisfies W A = (W A W') W S

    Its rows span an invariant subspace. Proved from optimality alone, without eigenvalues. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius spectral pencil.
From Jerc Require Import norm_bounds.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Stationarity.
Variables (F : rcfType) (d k : nat) (S A : 'M[F]_d) (W : 'M[F]_(k, d)).
Hypotheses (sS : S^T = S) (pS : pd S) (sA : A^T = A) (pA : psd A) (mW : pencil_max S A W).

Theorem stationary : W *m A = W *m A *m W^T *m W *m S.
Proof.
have [f h] := mW; have uS := pd_unit pS; set L := W *m A *m W^T.
have sL : L^T = L by rewrite /L !trmx_mul trmxK sA mulmxA.
pose R := W *m A *m invmx S - L *m W.
have RS : R *m S = W *m A - L *m W *m S by rewrite mulmxBl mulmxKV.
have RW : R *m S *m W^T = 0.
  by rewrite RS mulmxBl -(mulmxA L W S) -(mulmxA L (W *m S)) f mulmx1 /L subrr.
have WR : W *m S *m R^T = 0.
  by apply: trmx_inj; rewrite !trmx_mul trmxK sS mulmxA RW trmx0.
clearbody R; pose g := \tr (R *m S *m R^T).
have WA : W *m A = R *m S + L *m W *m S by rewrite RS subrK.
have gE : \tr (W *m A *m R^T) = g.
  by rewrite WA mulmxDl -(mulmxA L W) -(mulmxA L) WR mulmx0 addr0.
have gE2 : \tr (R *m A *m W^T) = g by rewrite -gE -mxtrace_tr !trmx_mul trmxK sA mulmxA.
have tau0 : 0 <= \tr L by apply: psd_tr_ge0; apply: psd_congr.
have g_ge0 : 0 <= g by apply: psd_tr_ge0; apply: psd_congr; apply: pd_psd.
have R0 : R = 0.
  apply: (pd_tr_le0 pS); rewrite -/g leNgt; apply/negP => g0.
  have t10 : 0 < \tr L + 1 by rewrite ltr_paddl ?ltr01.
  pose t := (\tr L + 1)^-1; have t0 : 0 < t by rewrite invr_gt0.
  pose X := W + t *: R; pose M := R *m S *m R^T.
  have sM : M^T = M by rewrite /M !trmx_mul trmxK sS mulmxA.
  have pM : psd M by apply: psd_congr; apply: pd_psd.
  have XSX : X *m S *m X^T = 1%:M + t ^+ 2 *: M.
    rewrite /X trmxD trmxZ !mulmxDl !mulmxDr -!scalemxAl -!scalemxAr f WR RW !scaler0 addr0 add0r scalerA.
    by rewrite expr2.
  have XAX : \tr (X *m A *m X^T) = \tr L + t * g *+ 2 + t ^+ 2 * \tr (R *m A *m R^T).
    rewrite /X trmxD trmxZ !mulmxDl !mulmxDr -!scalemxAl -!scalemxAr scalerA !mxtraceD !mxtraceZ gE gE2 -/L.
    by rewrite expr2 mulr2n !addrA.
  clearbody X; pose q := 1 + t ^+ 2 * g; pose K := 1%:M + t ^+ 2 *: M.
  have q0 : 0 < q by rewrite ltr_paddr ?ltr01 // mulr_ge0 ?sqr_ge0.
  have sK : K^T = K by rewrite /K trmxD trmx1 trmxZ sM.
  have pK : pd K.
    apply: pd_add_psd; last by apply: psdZ => //; apply: sqr_ge0.
    move=> x x0; rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym.
    by apply: contra_neq x0 => /sqnorm_eq0.
  have up : psd (q%:M - K).
    have -> : q%:M - K = t ^+ 2 *: ((\tr M)%:M - M).
      by rewrite /q /K raddfD /= opprD addrACA subrr add0r scalerBr scale_scalar_mx.
    by apply: psdZ; [exact: sqr_ge0|exact: psd_tr_bound].
  have [P [sP PKP _]] := inv_sqrt sK pK.
  have fX : feasible S (P *m X) by rewrite /feasible trmx_mul sP -PKP /K -XSX !mulmxA.
  have := h _ fX; rewrite -/L => le1.
  have pX : psd (X *m A *m X^T) by apply: psd_congr.
  have pP : psd (q *: (P *m P) - 1%:M).
    by have := psd_congr P up; rewrite sP mulmxBr mulmxBl PKP mul_mx_scalar -scalemxAl.
  have sPP : (q *: (P *m P) - 1%:M)^T = q *: (P *m P) - 1%:M by rewrite trmxB trmxZ trmx1 trmx_mul sP.
  have := psd_trace_mul_ge0 sPP pP pX; rewrite mulmxBl mul1mx -scalemxAl mxtraceB mxtraceZ XAX.
  have -> : \tr (P *m P *m (X *m A *m X^T)) = \tr (P *m X *m A *m (P *m X)^T).
    by rewrite trmx_mul sP -mulmxA mxtrace_mulC !mulmxA.
  move=> le2; have rA : 0 <= \tr (R *m A *m R^T) by apply: psd_tr_ge0; apply: psd_congr.
  have tt : t * \tr L = 1 - t by rewrite -{1}(mulVf (lt0r_neq0 t10)) -/t mulrDr mulr1 addrK.
  move: le1 le2; set v := \tr (P *m X *m A *m _) => le1 le2.
  have : 0 <= - (t * g) - t ^+ 2 * g - t ^+ 2 * \tr (R *m A *m R^T).
    have E : - (t * g) - t ^+ 2 * g - t ^+ 2 * \tr (R *m A *m R^T)
        = (q * v - (\tr L + t * g *+ 2 + t ^+ 2 * \tr (R *m A *m R^T))) + q * (\tr L - v).
      have e1 : q * \tr L = \tr L + t * g * (1 - t) by rewrite -tt /q; ring.
      rewrite mulrBr e1; move: (\tr L) (\tr (R *m A *m R^T)) (q * v) => a b c; ring.
    by rewrite E addr_ge0 // mulr_ge0 ?subr_ge0 // ltW.
  rewrite leNgt => /negP; apply; rewrite -oppr_gt0 !opprD !opprK.
  apply: ltr_paddr; first by apply: mulr_ge0; rewrite ?sqr_ge0.
  apply: ltr_paddr; first by apply: mulr_ge0; rewrite ?sqr_ge0.
  exact: mulr_gt0.
by rewrite WA R0 mul0mx add0r.
Qed.
End Stationarity.
