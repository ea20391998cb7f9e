(* Augmentation by a finite group of orthogonal maps (flips, shifts, rotations by 90 degrees), uniformly at random. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan moments spectral pencil rc_pencil.
From Jerc Require Import realisation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* random linear maps: moments *)
Section LinearMoments.
Variables (F : rcfType) (T : finType) (n d : nat) (p : T -> F) (A : T -> 'M[F]_d) (X : 'M[F]_(n, d)).
Definition linear_view (w : T) (x : 'rV[F]_d) := x *m A w.
Definition mean_of_maps : 'M[F]_d := \sum_w p w *: A w.
Lemma linear_mean_views : mean_views p linear_view X = X *m mean_of_maps.
Proof.
apply/row_matrixP => i; rewrite rowK row_mul /mean_view /view /linear_view /mean_of_maps mulmx_sumr.
by apply: eq_bigr => w _; rewrite scalemxAr.
Qed.
Lemma linear_S : mS p linear_view X = \sum_w p w *: ((A w)^T *m mC X *m A w).
Proof.
rewrite /mS exchange_big scaler_sumr; apply: eq_bigr => w _ /=.
rewrite -scaler_sumr scalerA mulrC -scalerA; congr (_ *: _).
rewrite /mC -scalemxAr -scalemxAl; congr (_ *: _); rewrite -gram_rows mulmx_sumr mulmx_suml.
by apply: eq_bigr => i _; rewrite /view /linear_view trmx_mul !mulmxA.
Qed.
End LinearMoments.

Section Group.
Variables (F : rcfType) (gT : finGroupType) (n d : nat) (X : 'M[F]_(n, d)) (rho : gT -> 'M[F]_d).
Hypotheses (rho_mul : forall x y, rho (x * y)%g = rho x *m rho y) (rho1 : rho 1%g = 1%:M).
Hypothesis rho_orth : forall x, rho x *m (rho x)^T = 1%:M.
Definition uniform (_ : gT) : F := #|gT|%:R^-1.
Notation tau := (linear_view rho).
Notation S := (mS uniform tau X).
Notation G := (mG uniform tau X).
Notation H := (mH uniform tau X).
Notation C := (mC X).
(* the mean map *)
Definition invariant_projector : 'M[F]_d := mean_of_maps uniform rho.
Notation P := invariant_projector.

Let nz : #|gT|%:R != 0 :> F.
Proof. by rewrite pnatr_eq0 -lt0n; apply/card_gt0P; exists 1%g. Qed.
Lemma uniform1 : \sum_x uniform x = 1.
Proof. by rewrite /uniform sumr_const -[LHS]mulr_natr mulVf. Qed.
Lemma rho_tr x : (rho x)^T = rho x^-1%g.
Proof.
have e : rho x^-1%g *m rho x = 1%:M by rewrite -rho_mul mulVg.
by rewrite -[LHS]mul1mx -e -mulmxA rho_orth mulmx1.
Qed.
Lemma rho_P x : rho x *m P = P.
Proof.
rewrite /P /mean_of_maps mulmx_sumr [RHS](reindex_inj (mulgI x)) /=; apply: eq_bigr => y _.
by rewrite -scalemxAr rho_mul.
Qed.
Lemma P_rho x : P *m rho x = P.
Proof.
rewrite /P /mean_of_maps mulmx_suml [RHS](reindex_inj (mulIg x)) /=; apply: eq_bigr => y _.
by rewrite -scalemxAl rho_mul.
Qed.
Lemma sym_P : P^T = P.
Proof.
rewrite /P /mean_of_maps (raddf_sum (trmx_additive _ _ _)) [RHS](reindex_inj invg_inj) /=.
by apply: eq_bigr => x _; rewrite trmxZ rho_tr.
Qed.
Lemma P_idem : P *m P = P.
Proof.
rewrite {1}/P /mean_of_maps mulmx_suml.
under eq_bigr => x _ do rewrite -scalemxAl rho_P.
by rewrite -scaler_suml uniform1 scale1r.
Qed.
(* the invariants of the group are the rows fixed by P *)
Lemma invariant_rows m (W : 'M[F]_(m, d)) : (forall x, W *m rho x = W) <-> W *m P = W.
Proof.
split=> [h|h x]; last by rewrite -h -mulmxA P_rho.
rewrite /P /mean_of_maps mulmx_sumr.
under eq_bigr => x _ do rewrite -scalemxAr h.
by rewrite -scaler_suml uniform1 scale1r.
Qed.

(* S is the average of A C A', the mean map is the orthogonal projector P on the invariants, G = P C P, H = C P. *)
Theorem group_moments : [/\ P^T = P, P *m P = P, S = \sum_x uniform x *: ((rho x)^T *m C *m rho x),
  G = P *m C *m P & H = C *m P].
Proof.
split; [exact: sym_P|exact: P_idem|exact: linear_S| |].
  by rewrite /mG linear_mean_views trmx_mul sym_P /mC -scalemxAr -scalemxAl !mulmxA.
by rewrite /mH linear_mean_views mulmxA scalemxAl.
Qed.
Lemma PS : P *m S = G.
Proof.
have [_ _ -> -> _] := group_moments; rewrite mulmx_sumr.
under eq_bigr => x _ do rewrite -scalemxAr !mulmxA rho_tr P_rho -[_ *m rho x]mulmxA.
rewrite [in RHS]/P /mean_of_maps mulmx_sumr; apply: eq_bigr => x _.
by rewrite mulmxA scalemxAr.
Qed.
Lemma SP : S *m P = G.
Proof. by rewrite -[S]sym_mS -sym_P -trmx_mul PS sym_mG. Qed.
Lemma Sigma_form : mSigma uniform tau X = (1%:M - P) *m S *m (1%:M - P).
Proof.
rewrite mulmxBl mul1mx PS mulmxBr mulmx1 mulmxBl SP.
have -> : G *m P = G by rewrite -PS -mulmxA SP -PS mulmxA P_idem.
by rewrite subrr subr0.
Qed.

(* Joint-embedding: omega is 1 on the invariants and 0 elsewhere. So the loss is 0 exactly for the W whose rows are
   invariant, whatever the data, *)
Theorem group_JE_zero k (W : 'M[F]_(k, d)) : pd S -> lossJE uniform tau X W = 0 <-> W *m P = W.
Proof.
move=> pS; rewrite (lossJE_quad _ _ uniform1) Sigma_form.
have sQ : (1%:M - P)^T = 1%:M - P by rewrite trmxB trmx1 sym_P.
have -> : W *m ((1%:M - P) *m S *m (1%:M - P)) *m W^T = (W *m (1%:M - P)) *m S *m (W *m (1%:M - P))^T.
  by rewrite [in RHS]trmx_mul sQ !mulmxA.
split=> [h|h]; last by rewrite mulmxBr mulmx1 h subrr !mul0mx mxtrace0 mul0rn.
have : W *m (1%:M - P) = 0.
  apply: (pd_tr_le0 pS); move/eqP: h; rewrite mulrn_eq0 /= => /eqP ->; exact: lexx.
by move/eqP; rewrite mulmxBr mulmx1 subr_eq0 => /eqP.
Qed.

(* that value is reached by a feasible W for every k <= rank P (so for k < rank P the optimum is tied, as all omega are 1), *)
Theorem group_JE_attained k : (k <= \rank P)%N -> pd S ->
  exists2 W : 'M[F]_(k, d), feasible S W & lossJE uniform tau X W = 0.
Proof.
move=> kr pS; pose E : 'M[F]_(k, d) := (pid_mx k : 'M_(k, \rank P)) *m row_base P.
have fE : row_free E by rewrite /row_free mxrankMfree ?row_base_free // rank_pid_mx.
have rP : row_base P *m P = row_base P.
  have fL : row_full (col_base P) by apply: col_base_full.
  have [L' hL] := row_fullP fL.
  have e : col_base P *m (row_base P *m P) = col_base P *m row_base P by rewrite mulmxA mulmx_base P_idem.
  have cancel (Z : 'M[F]_(\rank P, d)) : L' *m (col_base P *m Z) = Z by rewrite (mulmxA L') hL mul1mx.
  by rewrite -[LHS]cancel e cancel.
have EP : E *m P = E by rewrite /E -mulmxA rP.
clearbody E; have sM : (E *m S *m E^T)^T = E *m S *m E^T by rewrite !trmx_mul trmxK sym_mS mulmxA.
have [R [sR RSR _]] := inv_sqrt sM (pd_congr fE pS).
exists (R *m E); first by rewrite /feasible trmx_mul sR !mulmxA in RSR *.
by apply/(group_JE_zero _ pS); rewrite -mulmxA EP.
Qed.

(* and with k rows the loss of a feasible W is at least 2 (k - rank P). *)
Lemma tr_idem (M : 'M[F]_d) : M *m M = M -> \tr M = (\rank M)%:R.
Proof.
move=> e; have eb := mulmx_base M; set L := col_base M in eb; set R := row_base M in eb.
have RL : R *m L = 1%:M.
  have fL : row_full L by apply: col_base_full.
  have fR : row_free R by apply: row_base_free.
  have [L' hL] := row_fullP fL; have [R' hR] := row_freeP fR.
  have e2 : L *m (R *m L) *m R = L *m R by rewrite (mulmxA L R L) -(mulmxA _ L R) eb e.
  have cancel Z : L' *m (L *m Z *m R) *m R' = Z by rewrite (mulmxA L') (mulmxA L') hL mul1mx -mulmxA hR mulmx1.
  by rewrite -[LHS]cancel e2 -[RHS]cancel mulmx1.
by rewrite -[in LHS]eb mxtrace_mulC RL mxtrace1.
Qed.
Theorem group_JE_bound k (W : 'M[F]_(k, d)) : pd S -> feasible S W ->
  2%:R * (k%:R - (\rank P)%:R) <= lossJE uniform tau X W.
Proof.
move=> pS f; have sS := sym_mS uniform tau X; have sG := sym_mG uniform tau X.
have pG : psd G.
  by apply: psdZ; [rewrite invr_ge0 ler0n|rewrite -{2}[mean_views _ _ _]trmxK; apply: psd_gram].
have p0 : psd (0 *: S + G - G) by rewrite scale0r add0r subrr => x; rewrite mulmx0 mul0mx mxE.
have := kyfan_certificate sS pS sG pG p0 f.
rewrite mul0rn add0r -SP mulKmx ?pd_unit // (tr_idem P_idem) SP => h.
rewrite (lossJE_quad _ _ uniform1) /mSigma mulmxBr mulmxBl f mxtraceB mxtrace1 mulr2n -mulr2n mulr_natl.
by rewrite ler_pmuln2r // ler_add2l ler_opp2.
Qed.

(* Reconstruction only looks at the invariants: replacing an encoder E by E P does not increase the loss, and there the
   problem is the one with second moment P C P and cross moment C P, that is the pencil (P C^2 P, P C P). *)
Theorem group_RC k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) :
  lossRC uniform tau X (E *m P) D
    = \tr C - \tr (D *m (E *m P) *m (C *m P)^T) *+ 2 + \tr (D *m (E *m P) *m (P *m C *m P) *m (E *m P)^T *m D^T)
  /\ lossRC uniform tau X (E *m P) D <= lossRC uniform tau X E D.
Proof.
have [_ _ _ GE HE] := group_moments; have pS := @psd_mS _ _ _ _ uniform tau X.
have PSP : P *m S *m P = G by rewrite PS -PS -mulmxA SP -PS mulmxA P_idem.
have e : D *m (E *m P) *m S *m (E *m P)^T *m D^T = D *m E *m G *m E^T *m D^T.
  by rewrite trmx_mul sym_P !mulmxA -(mulmxA _ P S) -(mulmxA _ (P *m S) P) PSP.
rewrite !(lossRC_quad _ _ uniform1) HE; split.
  congr (_ + _); rewrite e -GE trmx_mul sym_P !mulmxA -[_ *m P *m G]mulmxA.
  have -> : P *m G = G by rewrite -PS mulmxA P_idem.
  rewrite -[_ *m G *m P]mulmxA.
  by have -> : G *m P = G by rewrite -PS -mulmxA SP -PS mulmxA P_idem.
rewrite e trmx_mul sym_P !mulmxA -[D *m E *m P *m P]mulmxA P_idem ler_add2l -subr_ge0 -mxtraceB.
have -> : D *m E *m S *m E^T *m D^T - D *m E *m G *m E^T *m D^T = (D *m E) *m mSigma uniform tau X *m (D *m E)^T.
  by rewrite /mSigma trmx_mul mulmxBr mulmxBl !mulmxA.
apply: psd_tr_ge0; apply: psd_congr; rewrite Sigma_form.
rewrite -[X in _ *m X](_ : (1%:M - P)^T = _); last by rewrite trmxB trmx1 sym_P.
by apply: psd_congr; apply: pS => w; rewrite invr_ge0 ler0n.
Qed.
End Group.
