(** * Supervised learning on corrupted data at fixed n: exact solution, and the rate in alpha^2 *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Rate.
Variables (F : realFieldType) (n k m l : nat).
Variables (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Y : 'M[F]_(n, l)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (mu : F).
Let s : F := n%:R^-1.
Let A1 := s *: (X1^T *m X1) + Th1.
Let B12 := s *: (X1^T *m N2).
Let D := s *: (N2^T *m N2).
Let b1 := s *: (Y^T *m X1).
Let b2 := s *: (Y^T *m N2).
Hypotheses (pT1 : psd Th1) (signal_views_pd : pd A1) (pT2 : psd Th2).
Hypotheses (mu0 : 0 < mu) (pG : psd (Ga2 - mu%:M)).

(* second moments of the views of the corrupted data [X1 N2] and of the clean data [X1 0] *)
Definition S_corrupted a2 : 'M[F]_(k + m) := block_mx A1 B12 B12^T (D + (Th2 + a2 *: Ga2)).
Definition S_clean a2 : 'M[F]_(k + m) := block_mx A1 0 0 (Th2 + a2 *: Ga2).
Definition B_corrupted : 'M[F]_(l, k + m) := row_mx b1 b2.
Definition B_clean : 'M[F]_(l, k + m) := row_mx b1 0.
Definition noise_regression := B12^T *m invmx A1.
Definition residual_moment := b2 - b1 *m invmx A1 *m B12.

Lemma inv_n_ge0 : 0 <= s. Proof. by rewrite invr_ge0 ler0n. Qed.
Lemma schur_psd : psd (D - B12^T *m invmx A1 *m B12).
Proof.
pose P : 'M[F]_(m, k + m) := row_mx (- noise_regression) 1%:M.
pose M : 'M[F]_(k + m) := block_mx A1 B12 B12^T D.
have pM : psd M.
  have -> : M = s *: ((row_mx X1 N2)^T *m (row_mx X1 N2)) + block_mx Th1 0 0 0.
    rewrite tr_row_mx mul_col_row scale_block_mx add_block_mx !addr0 /M; congr block_mx.
    by rewrite /B12 trmxZ trmx_mul trmxK.
  apply: psdD; first by apply: psdZ inv_n_ge0 _; rewrite -{2}[row_mx X1 N2]trmxK; apply: psd_gram.
  move=> x; rewrite -[x]hsubmxK mul_row_block !mulmx0 !addr0 tr_row_mx mul_row_col mul0mx addr0.
  exact: pT1.
suff -> : D - B12^T *m invmx A1 *m B12 = P *m M *m P^T by apply: psd_congr.
rewrite /P /M mul_row_block !mul1mx tr_row_mx mul_row_col trmx1 mulmx1.
have h : - noise_regression *m A1 + B12^T = 0 by rewrite mulNmx /noise_regression mulmxKV ?pd_unit // addNr.
by rewrite h mul0mx add0r mulNmx addrC.
Qed.

Variables (a2 : F) (Vt Vc : 'M[F]_(l, k + m)).
Hypotheses (a0 : 0 < a2) (Vtn : Vt *m S_corrupted a2 = B_corrupted) (Vcn : Vc *m S_clean a2 = B_clean).

Lemma schur_gap : psd ((D + (Th2 + a2 *: Ga2) - B12^T *m invmx A1 *m B12) - (a2 * mu)%:M).
Proof.
have -> : D + (Th2 + a2 *: Ga2) - B12^T *m invmx A1 *m B12 - (a2 * mu)%:M
  = (D - B12^T *m invmx A1 *m B12) + (Th2 + a2 *: (Ga2 - mu%:M)).
  rewrite scalerBr scale_scalar_mx; apply/matrixP => i j; rewrite !mxE.
  have R (a b c e f : F) : a + (b + c) - e - f = a - e + (b + (c - f)) by ring.
  exact: R.
apply: psdD schur_psd _; apply: psdD => //; apply: psdZ pG; exact: ltW.
Qed.

Lemma psd_gap_pd q (M : 'M[F]_q) t : 0 < t -> psd (M - t%:M) -> pd M.
Proof.
move=> t0 h x x0; have := h x; rewrite mulmxBr mulmxBl subE mul_mx_scalar -scalemxAl sclE subr_ge0.
apply: lt_le_trans; rewrite mulr_gt0 // lt_neqAle sqnorm_ge0 andbT eq_sym.
by apply: contra_neq x0 => /sqnorm_eq0.
Qed.

Theorem sl_exact : [/\ rsubmx Vc = 0, lsubmx Vc = b1 *m invmx A1,
  rsubmx Vt *m (D + (Th2 + a2 *: Ga2) - B12^T *m invmx A1 *m B12) = residual_moment
  & lsubmx Vt = lsubmx Vc - rsubmx Vt *m noise_regression].
Proof.
have uA := pd_unit signal_views_pd.
move: Vtn Vcn; rewrite -[Vt]hsubmxK -[Vc]hsubmxK !row_mxKr !row_mxKl.
move: (lsubmx Vt) (rsubmx Vt) (lsubmx Vc) (rsubmx Vc) => V1 V2 W1 W2.
rewrite /S_corrupted /S_clean /B_corrupted /B_clean !mul_row_block !mulmx0 addr0 add0r.
move=> /eq_row_mx[e1 e2] /eq_row_mx[e3 e4].
have uN : Th2 + a2 *: Ga2 \in unitmx.
  apply: pd_unit; apply: (@psd_gap_pd _ _ (a2 * mu)); first by rewrite mulr_gt0.
  have -> : Th2 + a2 *: Ga2 - (a2 * mu)%:M = Th2 + a2 *: (Ga2 - mu%:M).
    by rewrite scalerBr scale_scalar_mx addrA.
  by apply: psdD => //; apply: psdZ pG; exact: ltW.
have V1E : V1 = b1 *m invmx A1 - V2 *m noise_regression.
  by rewrite -e1 mulmxDl mulmxK // /noise_regression mulmxA addrK.
have W1E : W1 = b1 *m invmx A1 by rewrite -e3 mulmxK.
split=> //; first by rewrite -[W2](mulmxK uN) e4 mul0mx.
- rewrite mulmxBr /residual_moment -e2 V1E mulmxBl /noise_regression !mulmxA.
  rewrite [X in _ = X - _]addrAC -addrA. 
  by rewrite addrC -[RHS]addrA [RHS]addrC addrA subrK addrC.
by rewrite W1E.
Qed.

Theorem sl_rate : (a2 * mu) ^+ 2 * fnorm2 (Vt - Vc) <= (1 + fnorm2 noise_regression) * fnorm2 residual_moment.
Proof.
have [c2 c1 e d1] := sl_exact.
have -> : fnorm2 (Vt - Vc) = fnorm2 (rsubmx Vt *m noise_regression) + fnorm2 (rsubmx Vt).
  rewrite -[Vt in LHS]hsubmxK -[Vc in LHS]hsubmxK c2 d1 opp_row_mx add_row_mx oppr0 addr0 fnorm2_row_mx.
  by rewrite addrAC subrr add0r fnorm2N.
have t0 : 0 <= a2 * mu by rewrite ltW // mulr_gt0.
have := resolvent_bound (rsubmx Vt) t0 schur_gap; rewrite e => h.
apply: le_trans (_ : (1 + fnorm2 noise_regression) * ((a2 * mu) ^+ 2 * fnorm2 (rsubmx Vt)) <= _); last first.
  by apply: (ler_wpmul2l _ h); apply: addr_ge0; [exact: ler01|exact: fnorm2_ge0].
rewrite mulrCA ler_wpmul2l ?sqr_ge0 // mulrDl mul1r addrC ler_add2l mulrC; exact: fnorm2_mul.
Qed.
End Rate.

(* epsilon - alpha0 *)
Theorem sl_limit (F : realFieldType) (n k m l : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Y : 'M[F]_(n, l))
   (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m) (mu : F) :
  psd Th1 -> pd (n%:R^-1 *: (X1^T *m X1) + Th1) -> psd Th2 -> 0 < mu -> psd (Ga2 - mu%:M) ->
  forall eps : F, 0 < eps -> exists2 a0, 0 < a0 & forall a2, a0 <= a2 -> forall Vt Vc : 'M[F]_(l, k + m),
    Vt *m S_corrupted X1 N2 Th1 Th2 Ga2 a2 = B_corrupted X1 N2 Y ->
    Vc *m S_clean X1 Th1 Th2 Ga2 a2 = B_clean m X1 Y ->
    fnorm2 (Vt - Vc) <= eps.
Proof.
move=> pT1 signal_views_pd pT2 mu0 pG eps e0.
pose K := (1 + fnorm2 (noise_regression X1 N2 Th1)) * fnorm2 (residual_moment X1 N2 Y Th1).
have K0 : 0 <= K by rewrite mulr_ge0 ?addr_ge0 ?fnorm2_ge0 ?ler01.
exists (1 + K / (eps * mu ^+ 2)); first by rewrite ltr_paddr ?ltr01 // divr_ge0 // mulr_ge0 ?sqr_ge0 // ltW.
move=> a2 ha Vt Vc h1 h2; set q := eps * mu ^+ 2 in ha.
have q0 : 0 < q by rewrite mulr_gt0 // exprn_gt0.
have a1 : 1 <= a2 by apply: le_trans ha; rewrite ler_addl divr_ge0 // ltW.
have a0 : 0 < a2 by apply: lt_le_trans a1.
have r := sl_rate pT1 signal_views_pd pT2 mu0 pG a0 h1 h2; rewrite -/K in r.
have Ka : K <= a2 * q.
  by rewrite -ler_pdivr_mulr //; apply: le_trans ha; rewrite ler_addr ler01.
have t0 : 0 < (a2 * mu) ^+ 2 by rewrite exprn_gt0 // mulr_gt0.
rewrite -(ler_pmul2l t0); apply: le_trans r _; apply: le_trans Ka _.
have -> : (a2 * mu) ^+ 2 * eps = a2 * (a2 * q) by rewrite /q; ring.
by rewrite ler_pmull // mulr_gt0.
Qed.
