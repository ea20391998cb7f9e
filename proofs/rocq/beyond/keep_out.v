(** * When the best encoders of a pencil stay in a subspace

    Two symmetric forms S >= 0 and G on row vectors, and a projector Pi that splits both: w Pi and
    w (1 - Pi) are uncorrelated in S and in G. If G <= eps S on the complement, and Pi has a subspace L of
    k dimensions with G >= delta S and delta > eps, then every W with at most k rows that maximises
    tr(W G W') subject to W S W' = I and W S b' = 0 lies in Pi, up to S. Here b Pi = b and L S b' = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner spectral.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section KeepOut.
Variables (F : rcfType) (n k m : nat) (S G Pi : 'M[F]_n) (b : 'rV[F]_n) (L : 'M[F]_(k, n)) (eps delta : F).
Hypotheses (sS : S^T = S) (pS : psd S) (sG : G^T = G) (G_le_S : psd (S - G)).
Let Pc := 1%:M - Pi.
Hypotheses (split_S : Pi *m S *m Pc^T = 0) (split_G : Pi *m G *m Pc^T = 0).
Hypotheses (b_in : b *m Pi = b) (L_centred : L *m S *m b^T = 0).
Hypothesis small : psd (Pc *m (eps *: S - G) *m Pc^T).
Hypotheses (L_pd : pd (L *m S *m L^T)) (large : psd (L *m (G - delta *: S) *m L^T)).
Hypotheses (eps_delta : eps < delta) (mk : (m <= k)%N).
Variable W : 'M[F]_(m, n).
Hypotheses (W_feasible : W *m S *m W^T = 1%:M) (W_centred : W *m S *m b^T = 0).
Hypothesis W_best : forall W' : 'M[F]_(m, n), W' *m S *m W'^T = 1%:M -> W' *m S *m b^T = 0 ->
  \tr (W' *m G *m W'^T) <= \tr (W *m G *m W^T).

(** A row u that replaces the direction c of W: allowed when u is a unit row, centred, and uncorrelated
    with the other directions. *)
Lemma exchange (c : 'rV[F]_m) (u : 'rV[F]_n) : c *m c^T = 1%:M -> u *m S *m u^T = 1%:M -> u *m S *m b^T = 0 ->
  u *m S *m W^T *m (1%:M - c^T *m c) = 0 -> (u *m G *m u^T) 0 0 <= (c *m W *m G *m (c *m W)^T) 0 0.
Proof.
move=> cc uu ub; set D := 1%:M - c^T *m c => uW.
have sD : D^T = D by rewrite /D trmxB trmx1 trmx_mul trmxK.
have cD : c *m D = 0 by rewrite /D mulmxBr mulmx1 mulmxA cc mul1mx subrr.
have Dc : D *m c^T = 0 by rewrite -[D]sD -trmx_mul cD trmx0.
have DD : D *m D = D by rewrite {2}/D mulmxBr mulmx1 mulmxA Dc mul0mx subr0.
have DE : D = 1%:M - c^T *m c by [].
clearbody D.
pose W' := D *m W + c^T *m u.
have quad (M : 'M[F]_n) : W' *m M *m W'^T = D *m (W *m M *m W^T) *m D + D *m (W *m M *m u^T) *m c
    + c^T *m (u *m M *m W^T *m D) + c^T *m (u *m M *m u^T) *m c.
  by rewrite /W' trmxD !trmx_mul trmxK sD mulmxDl mulmxDl !mulmxDr !mulmxA !addrA.
have back : D *m (W *m S *m u^T) = 0.
  by apply: trmx_inj; rewrite !trmx_mul trmxK sS sD trmx0 !mulmxA uW.
have f' : W' *m S *m W'^T = 1%:M.
  rewrite quad W_feasible mulmx1 DD back mul0mx uW mulmx0 !addr0 uu mulmx1 DE subrK //.
have c' : W' *m S *m b^T = 0.
  by rewrite /W' !mulmxDl -!mulmxA !(mulmxA _ S) ub mulmx0 addr0 W_centred mulmx0.
have := W_best f' c'; rewrite quad !mxtraceD.
have -> : \tr (D *m (W *m G *m u^T) *m c) = 0 by rewrite mxtrace_mulC (mulmxA c) cD mul0mx mxtrace0.
have -> : \tr (c^T *m (u *m G *m W^T *m D)) = 0 by rewrite mxtrace_mulC -(mulmxA _ D) Dc mulmx0 mxtrace0.
have -> : \tr (c^T *m (u *m G *m u^T) *m c) = (u *m G *m u^T) 0 0.
  by rewrite mxtrace_mulC (mulmxA c c^T) cc mul1mx tr_mx11.
set A := W *m G *m W^T.
have -> : \tr (D *m A *m D) = \tr A - (c *m A *m c^T) 0 0.
  rewrite mxtrace_mulC (mulmxA D D) DD DE mulmxBl mul1mx mxtraceB; congr (_ - _).
  by rewrite -(mulmxA c^T) mxtrace_mulC tr_mx11.
have -> : c *m W *m G *m (c *m W)^T = c *m A *m c^T by rewrite /A trmx_mul !mulmxA.
by rewrite !addr0 -addrA ger_addl addrC subr_le0.
Qed.

Lemma exchange_scaled (c : 'rV[F]_m) (u : 'rV[F]_n) : c *m c^T = 1%:M -> 0 < (u *m S *m u^T) 0 0 ->
  u *m S *m b^T = 0 -> u *m S *m W^T *m (1%:M - c^T *m c) = 0 ->
  (u *m G *m u^T) 0 0 <= (u *m S *m u^T) 0 0 * (c *m W *m G *m (c *m W)^T) 0 0.
Proof.
set s := (u *m S *m u^T) 0 0 => cc s0 ub uW; pose a := (Num.sqrt s)^-1.
have a2 : a * a = s^-1 by rewrite -invfM -expr2 sqr_sqrtr ?ltW.
have scaled (M : 'M[F]_n) : (a *: u) *m M *m (a *: u)^T = s^-1 *: (u *m M *m u^T).
  by rewrite trmxZ -!scalemxAl -scalemxAr scalerA a2.
have us : (a *: u) *m S *m (a *: u)^T = 1%:M.
  by rewrite scaled [u *m S *m u^T]mx11_scalar -/s scale_scalar_mx mulVf ?gt_eqF.
have := exchange cc us; rewrite scaled -!scalemxAl ub uW !scaler0 sclE => /(_ erefl erefl).
by rewrite mulrC ler_pdivr_mulr // mulrC.
Qed.

Theorem keep_out : (W *m Pc) *m S *m (W *m Pc)^T = 0.
Proof.
set R := W *m Pc; set N := R *m S *m R^T.
have sN : N^T = N by apply: sym_congr.
have pN : psd N by apply: psd_congr.
have split_S' : Pc *m S *m Pi^T = 0 by apply: trmx_inj; rewrite !trmx_mul trmxK sS trmx0 mulmxA split_S.
have split_G' : Pc *m G *m Pi^T = 0 by apply: trmx_inj; rewrite !trmx_mul trmxK sG trmx0 mulmxA split_G.
have WE : W = W *m Pi + R by rewrite /R /Pc mulmxBr mulmx1 addrCA subrr addr0.
have PiW (c : 'rV[F]_m) (M : 'M[F]_n) : Pi *m M *m Pc^T = 0 -> (c *m W *m Pi) *m M *m R^T = 0.
  move=> z; transitivity (c *m W *m (Pi *m M *m Pc^T) *m W^T); last by rewrite z mulmx0 mul0mx.
  by rewrite /R trmx_mul !mulmxA.
have PcW (M : 'M[F]_n) : Pc *m M *m Pi^T = 0 -> R *m M *m (W *m Pi)^T = 0.
  move=> z; transitivity (W *m (Pc *m M *m Pi^T) *m W^T); last by rewrite z mulmx0 mul0mx.
  by rewrite /R trmx_mul !mulmxA.
apply/eqP/negPn/negP => N0; have [Q [w [QQ NE]]] := spectral0 sN.
have [i wi] : exists i, w 0 i != 0.
  apply/existsP; rewrite -negb_forall; apply: contra N0 => /forallP w0; apply/eqP; rewrite NE.
  by rewrite (_ : w = 0) ?linear0 ?mulmx0 ?mul0mx //; apply/rowP => j; rewrite mxE; apply/eqP.
pose c := row i Q^T.
have cc : c *m c^T = 1%:M.
  apply/rowP => j; rewrite ord1 -[in RHS](_ : (Q^T *m Q) i i = 1%:M 0 0); last by rewrite QQ !mxE !eqxx.
  by rewrite !mxE; apply: eq_bigr => l _; rewrite !mxE.
have cN : c *m N = w 0 i *: c.
  rewrite NE /c -row_mul !mulmxA QQ mul1mx; apply/rowP => j.
  by rewrite mul_diag_mx !mxE.
have t0 : 0 < w 0 i.
  rewrite lt_neqAle eq_sym wi /=; have := pN c; rewrite cN -scalemxAl cc sclE mxE mulr1n mulr1 //.
set t := w 0 i in cN t0; pose g := c *m W *m Pi; pose r := c *m R.
have cWE : c *m W = g + r by rewrite {1}WE mulmxDr mulmxA.
have gS : g *m S *m W^T = c - t *: c.
  have : c *m W *m S *m W^T = c by rewrite -!mulmxA (mulmxA W) W_feasible mulmx1.
  rewrite {1}cWE mulmxDl mulmxDl => /(canRL (addrK _)) ->; congr (_ - _).
  have RS : R *m S *m W^T = N by rewrite {1}WE trmxD mulmxDr (PcW _ split_S') add0r.
  by rewrite -cN -RS /r !mulmxA.
have rS : r *m S *m r^T = t%:M.
  transitivity (c *m N *m c^T); first by rewrite /r [(c *m R)^T]trmx_mul /N !mulmxA.
  by rewrite cN -scalemxAl cc scale_scalar_mx mulr1.
have grS : g *m S *m r^T = 0 by rewrite /g /r trmx_mul mulmxA (PiW c _ split_S) mul0mx.
have grG : g *m G *m r^T = 0 by rewrite /g /r trmx_mul mulmxA (PiW c _ split_G) mul0mx.
have rgG : r *m G *m g^T = 0 by apply: trmx_inj; rewrite trmx_mul trmxK trmx_mul sG trmx0 mulmxA; exact: grG.
have gD : g *m S *m W^T *m (1%:M - c^T *m c) = 0.
  have cD : c *m (1%:M - c^T *m c) = 0 by rewrite mulmxBr mulmx1 mulmxA cc mul1mx subrr.
  by rewrite gS mulmxBl -scalemxAl cD scaler0 subrr.
have gb : g *m S *m b^T = 0.
  have : c *m W *m S *m b^T = 0 by rewrite -!mulmxA (mulmxA W) W_centred mulmx0.
  rewrite cWE !mulmxDl; suff -> : r *m S *m b^T = 0 by rewrite addr0.
  transitivity (c *m W *m (Pc *m S *m Pi^T) *m b^T); last by rewrite split_S' mulmx0 mul0mx.
  by rewrite -{1}b_in trmx_mul /r /R !mulmxA.
have gSg : (g *m S *m g^T) 0 0 = 1 - t.
  have : g *m S *m (c *m W)^T = (1 - t)%:M.
    rewrite trmx_mul mulmxA gS mulmxBl -scalemxAl cc scale_scalar_mx mulr1.
    by apply/matrixP => a1 a2; rewrite !mxE -mulrnBl.
  by rewrite cWE trmxD mulmxDr grS addr0 => ->; rewrite mxE mulr1n.
have val : (c *m W *m G *m (c *m W)^T) 0 0 = (g *m G *m g^T) 0 0 + (r *m G *m r^T) 0 0.
  by rewrite cWE trmxD !mulmxDl !mulmxDr grG rgG addr0 add0r addE.
have rG : (r *m G *m r^T) 0 0 <= eps * t.
  have rE : r = c *m W *m Pc by rewrite /r /R mulmxA.
  have : 0 <= (r *m (eps *: S - G) *m r^T) 0 0.
    rewrite rE [(c *m W *m Pc)^T]trmx_mul; have := small (c *m W).
    by move: (c *m W) => z; rewrite !mulmxA.
  by rewrite quadB quadZ rS mxE mulr1n subr_ge0.
have t1 : 0 <= 1 - t by rewrite -gSg; apply: pS.
have gG : (g *m G *m g^T) 0 0 <= eps * (1 - t).
  move: t1; rewrite le_eqVlt => /orP[/eqP z|pos].
    by have := G_le_S g; rewrite quadB gSg -z sub0r mulr0 oppr_ge0.
  have := exchange_scaled cc _ gb gD; rewrite gSg => /(_ pos); rewrite val => le.
  have {}le := le_trans le (ler_wpmul2l (ltW pos) (ler_add (lexx _) rG)).
  rewrite -(ler_pmul2l t0) -subr_ge0; move: le; rewrite -subr_ge0.
  by move: (_ 0 0) => y; rewrite (_ : _ - _ = t * (eps * (1 - t)) - t * y) //; ring.
have top : delta <= (g *m G *m g^T) 0 0 + (r *m G *m r^T) 0 0.
  set D := 1%:M - c^T *m c in gD.
  have Dc : D *m c^T = 0 by rewrite mulmxBl mul1mx -mulmxA cc mulmx1 subrr.
  have rD : (\rank (L *m S *m W^T *m D) < k)%N.
    apply: leq_ltn_trans (mxrankM_maxr _ _) _; apply: leq_trans mk; rewrite ltnNge; apply/negP => full.
    have uD : row_full D^T by rewrite /row_full mxrank_tr eqn_leq rank_leq_row.
    have c0 : c *m D^T = 0 by rewrite -[c]trmxK -trmx_mul Dc trmx0.
    have : c = 0 by rewrite -(mulmxK (_ : D^T \in unitmx) c) ?c0 ?mul0mx // -row_full_unit.
    by move=> z; move: cc; rewrite z mul0mx => /matrixP/(_ 0 0); rewrite !mxE => /eqP; rewrite eq_sym oner_eq0.
  have [y yk y0] : exists2 y : 'rV[F]_k, y *m (L *m S *m W^T *m D) = 0 & y != 0.
    have : kermx (L *m S *m W^T *m D) != 0 by rewrite -mxrank_eq0 mxrank_ker subn_eq0 -ltnNge.
    by case/rowV0Pn => y /sub_kermxP yk y0; exists y.
  pose u := y *m L.
  have quad (M : 'M[F]_n) : u *m M *m u^T = y *m (L *m M *m L^T) *m y^T by rewrite /u trmx_mul !mulmxA.
  have uS : 0 < (u *m S *m u^T) 0 0 by rewrite quad; apply: L_pd.
  have ub : u *m S *m b^T = 0 by rewrite /u -!mulmxA (mulmxA L) L_centred mulmx0.
  have uW : u *m S *m W^T *m D = 0 by rewrite /u -yk !mulmxA.
  have := exchange_scaled cc uS ub uW; rewrite val => le.
  have := large y; rewrite -quad quadB quadZ subr_ge0 => ge.
  by rewrite -(ler_pmul2l uS) mulrC; apply: le_trans ge le.
have := le_trans top (ler_add gG rG); rewrite -mulrDr subrK mulr1 leNgt eps_delta //.
Qed.
End KeepOut.
