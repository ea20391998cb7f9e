(** * Recovery of the signal block by a block-diagonal pencil

    Let S = S1 (+) S2 and A = G1 (+) G2, and let delta be the least eigenvalue of (G1, S1). Every solution of
    the pencil problem has zero noise block if and only if delta S2 - G2 is positive definite. No eigenvalue
    of the noise block appears, nothing commutes. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block kyfan frobenius spectral pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bound.
Variables (F : realFieldType) (k m : nat) (S1 G1 : 'M[F]_k) (S2 G2 : 'M[F]_m) (delta : F).
Hypotheses (sS1 : S1^T = S1) (pS1 : pd S1) (sG1 : G1^T = G1) (sS2 : S2^T = S2) (pS2 : pd S2).
Hypothesis Gdelta : psd (G1 - delta *: S1).
Notation S := (block_mx S1 0 0 S2).
Notation G := (block_mx G1 0 0 G2).

Theorem recovery_bound (W : 'M[F]_(k, k + m)) : feasible S W ->
  \tr (W *m G *m W^T) + \tr (rsubmx W *m (delta *: S2 - G2) *m (rsubmx W)^T) <= \tr (invmx S1 *m G1).
Proof.
move=> fW; pose A := block_mx G1 0 0 (delta *: S2); pose Z : 'M[F]_(k + m) := block_mx (G1 - delta *: S1) 0 0 0.
have sS := sym_block sS1 sS2; have pS := pd_block pS1 pS2.
have sZ : Z^T = Z by apply: sym_block; rewrite ?trmx0 // trmxB trmxZ sS1 sG1.
have pZ : psd Z by apply: psd_block0.
have pC : psd (delta *: S + Z - A).
  have -> : delta *: S + Z - A = 0.
    rewrite /Z /A scale_block_mx !scaler0 add_block_mx opp_block_mx add_block_mx !(oppr0, addr0).
    by rewrite [delta *: S1 + _]addrC subrK !subrr block_mx0.
  by move=> x; rewrite mulmx0 mul0mx mxE.
have := kyfan_certificate sS pS sZ pZ pC fW.
rewrite (invmx_block (pd_unit pS1) (pd_unit pS2)) /Z /A.
rewrite mulmx_block !(mul0mx, mulmx0, add0r, addr0) mxtrace_block mxtrace0 addr0.
rewrite mulmxBr -scalemxAr mulVmx ?pd_unit // mxtraceB mxtraceZ mxtrace1 mulr_natr addrC subrK.
rewrite -{1 2 3 4}[W]hsubmxK !quad_block !mxtraceD mulmxBr mulmxBl mxtraceB.
by move=> h; rewrite -addrA [X in _ + X]addrC subrK.
Qed.

Lemma signal_value (W1 : 'M[F]_k) : W1 *m S1 *m W1^T = 1%:M ->
  feasible S (row_mx W1 (0 : 'M_(k, m))) /\
  \tr (row_mx W1 (0 : 'M_(k, m)) *m G *m (row_mx W1 0)^T) = \tr (invmx S1 *m G1).
Proof.
move=> h; rewrite /feasible !quad_block !mul0mx !addr0; split=> //.
have [u _] := mulmx1_unit (etrans (mulmxA _ _ _) h).
have -> : invmx S1 = W1^T *m W1.
  have e : W1^T *m (W1 *m S1) = 1%:M by apply: mulmx1C; rewrite -h.
  by rewrite -[RHS](mulmxK (pd_unit pS1)) -(mulmxA _ W1) e mul1mx.
by rewrite mxtrace_mulC mulmxA.
Qed.
End Bound.

(** A non-zero row scaled to unit length in the M-norm. *)
Lemma unit_in_norm (F : rcfType) n (M : 'M[F]_n) (v : 'rV[F]_n) : pd M -> v != 0 ->
  exists2 c, 0 < c & (c *: v) *m M *m (c *: v)^T = 1%:M.
Proof.
move=> pM /pM; set q := (_ : 'M_1) 0 0 => q0; have s0 : 0 < Num.sqrt q by rewrite sqrtr_gt0.
exists (Num.sqrt q)^-1; first by rewrite invr_gt0.
rewrite trmxZ -!scalemxAl -scalemxAr scalerA [v *m M *m _]mx11_scalar -/q scale_scalar_mx.
congr _%:M; rewrite -{3}[q](sqr_sqrtr (ltW q0)) expr2 mulrA mulfVK ?gt_eqF //.
by rewrite mulVf // gt_eqF.
Qed.

Section Recovery.
Variables (F : rcfType) (k m : nat) (S1 G1 : 'M[F]_k) (S2 G2 : 'M[F]_m) (delta : F).
Hypotheses (sS1 : S1^T = S1) (pS1 : pd S1) (sG1 : G1^T = G1).
Hypotheses (sS2 : S2^T = S2) (pS2 : pd S2) (sG2 : G2^T = G2).
Hypothesis least : pencil_least G1 S1 delta.
Notation S := (block_mx S1 0 0 S2).
Notation G := (block_mx G1 0 0 G2).

Lemma feasible_signal (W : 'M[F]_(k, k + m)) : feasible S W -> rsubmx W = 0 ->
  lsubmx W *m S1 *m (lsubmx W)^T = 1%:M.
Proof.
move=> fW W2; have e : W = row_mx (lsubmx W) 0 by rewrite -W2 hsubmxK.
by move: fW; rewrite /feasible {1 2}e quad_block !mul0mx addr0.
Qed.

Lemma signal_frame_exists : exists2 W : 'M[F]_(k, k + m), feasible S W & rsubmx W = 0.
Proof.
have [R [sR RSR _]] := inv_sqrt sS1 pS1; have h1 : R *m S1 *m R^T = 1%:M by rewrite sR.
have [f _] := signal_value G1 S2 G2 pS1 h1.
by exists (row_mx R 0); last by rewrite row_mxKr.
Qed.

(** At or above the threshold every signal frame is a solution; above it nothing else is. *)
Lemma signal_frame_max (W : 'M[F]_(k, k + m)) : psd (delta *: S2 - G2) ->
  feasible S W -> rsubmx W = 0 -> pencil_max S G W.
Proof.
move=> pM fW W2; have bnd := recovery_bound G2 sS1 pS1 sG1 sS2 pS2 least.1.
split=> // W' fW'; have := bnd _ fW'.
have [_ v] := signal_value G1 S2 G2 pS1 (feasible_signal fW W2).
have e : W = row_mx (lsubmx W) 0 by rewrite -W2 hsubmxK.
rewrite -e in v; rewrite -v; apply: le_trans; rewrite ler_addl.
exact: psd_tr_ge0 (psd_congr _ pM).
Qed.

Theorem recovered (W : 'M[F]_(k, k + m)) : pd (delta *: S2 - G2) ->
  (pencil_max S G W <-> feasible S W /\ rsubmx W = 0).
Proof.
move=> pM; split=> [[fW mW]|[fW W2]]; last exact: signal_frame_max (pd_psd pM) fW W2.
split=> //; apply: (pd_tr_le0 pM).
have [R [sR RSR _]] := inv_sqrt sS1 pS1; have h1 : R *m S1 *m R^T = 1%:M by rewrite sR.
have [f0 v0] := signal_value G1 S2 G2 pS1 h1.
have := recovery_bound G2 sS1 pS1 sG1 sS2 pS2 least.1 fW; rewrite -v0 => h.
have h' := mW _ f0.
by have := le_trans h h'; rewrite ger_addl.
Qed.

(** The exchange: in a signal frame, replace the direction of the least signal eigenvalue by a noise
    direction w2. *)
Lemma exchange (V : 'M[F]_k) (w2 : 'rV[F]_m) : V *m S1 *m V^T = 1%:M -> w2 != 0 ->
  exists2 W : 'M[F]_(k, k + m), feasible S W /\ rsubmx W != 0 & exists2 s, 0 < s &
    \tr (W *m G *m W^T) = \tr (V *m G1 *m V^T) - s * (w2 *m (delta *: S2 - G2) *m w2^T) 0 0.
Proof.
move=> VSV w20; have [_ [w1 w10 w1_null]] := least.
have [c1 _ n1] := unit_in_norm pS1 w10; have [c2 c20 n2] := unit_in_norm pS2 w20.
set x1 := c1 *: w1 in n1; set x2 := c2 *: w2 in n2.
have x1G : x1 *m G1 = delta *: (x1 *m S1).
  move/eqP: w1_null; rewrite mulmxBr subr_eq0 => /eqP e.
  by rewrite /x1 -!scalemxAl e -scalemxAr !scalerA mulrC.
have x2E : c2 ^+ 2 * (w2 *m (delta *: S2 - G2) *m w2^T) 0 0 = delta - (x2 *m G2 *m x2^T) 0 0.
  transitivity ((x2 *m (delta *: S2 - G2) *m x2^T) 0 0).
    by rewrite /x2 trmxZ -!scalemxAl -scalemxAr !sclE mulrA expr2.
  by rewrite quadB quadZ n2 mxE eqxx mulr1.
have VVS : S1 *m (V^T *m V) = 1%:M.
  have e : V^T *m (V *m S1) = 1%:M by apply: mulmx1C.
  by apply: mulmx1C; rewrite -mulmxA.
pose u := x1 *m S1 *m V^T.
have uV : u *m V = x1 by rewrite /u -!mulmxA VVS mulmx1.
have uu : u *m u^T = 1%:M.
  have uT : u^T = V *m (S1 *m x1^T) by rewrite /u !trmx_mul trmxK sS1.
  by rewrite uT (mulmxA u) uV mulmxA n1.
have uE : x1 *m S1 *m V^T = u by [].
clearbody u x1 x2; pose P := 1%:M - u^T *m u.
have sP : P^T = P by rewrite /P trmxB trmx1 trmx_mul trmxK.
have PP : P *m P = P.
  rewrite /P mulmxBr mulmx1 mulmxBl mul1mx mulmxA -(mulmxA u^T) uu mulmx1.
  by rewrite subrr subr0.
pose W := row_mx (P *m V) (u^T *m x2).
have quadW A1 A2 : W *m block_mx A1 0 0 A2 *m W^T
    = P *m (V *m A1 *m V^T) *m P^T + u^T *m (x2 *m A2 *m x2^T) *m u.
  by rewrite quad_block !trmx_mul trmxK !mulmxA.
exists W; first split.
- by rewrite /feasible quadW VSV mulmx1 sP PP n2 mulmx1 subrK.
- rewrite row_mxKr; apply/eqP => /(congr1 (mulmx u)); rewrite mulmxA uu mul1mx mulmx0 => x20.
  by move: n2; rewrite x20 !mul0mx => /matrixP/(_ 0 0)/eqP; rewrite !mxE eq_sym oner_eq0.
exists (c2 ^+ 2); first by rewrite exprn_gt0.
rewrite x2E quadW mxtraceD opprB.
have -> : \tr (u^T *m (x2 *m G2 *m x2^T) *m u) = (x2 *m G2 *m x2^T) 0 0.
  by rewrite mulmxA mxtrace_mulC !mulmxA uu mul1mx /mxtrace big_ord1.
have -> : \tr (P *m (V *m G1 *m V^T) *m P^T) = \tr (V *m G1 *m V^T) - delta.
  rewrite sP mxtrace_mulC (mulmxA P P) PP /P mulmxBl mul1mx mxtraceB; congr (_ - _).
  rewrite -mulmxA mxtrace_mulC !mulmxA uV x1G -!scalemxAl mxtraceZ.
  by rewrite uE uu mxtrace1 mulr1.
have R (a b c : F) : a - b + c = a + (c - b) by ring.
exact: R.
Qed.

(** At or below the threshold some solution has a non-zero noise block. *)
Theorem not_recovered (w2 : 'rV[F]_m) : w2 != 0 -> (w2 *m (delta *: S2 - G2) *m w2^T) 0 0 <= 0 ->
  exists2 W : 'M[F]_(k, k + m), pencil_max S G W & rsubmx W != 0.
Proof.
move=> w20 h2; have [W mW] : exists W : 'M[F]_(k, k + m), pencil_max S G W.
  apply: pencil_max_exists; rewrite ?leq_addr //; [exact: sym_block|exact: pd_block|exact: sym_block].
have [W20|] := eqVneq (rsubmx W) 0; last by exists W.
have [fW maxW] := mW; have VSV := feasible_signal fW W20.
have [W' [fW' W'0] [s s0 e]] := exchange VSV w20; exists W' => //; split=> // W'' /maxW/le_trans; apply.
rewrite e; have -> : W = row_mx (lsubmx W) 0 by rewrite -W20 hsubmxK.
by rewrite quad_block !mul0mx addr0 row_mxKl ler_addl oppr_ge0 mulr_ge0_le0 // ltW.
Qed.

(** Strictly below the threshold every solution has a non-zero noise block. *)
Theorem never_recovered (w2 : 'rV[F]_m) (W : 'M[F]_(k, k + m)) :
  (w2 *m (delta *: S2 - G2) *m w2^T) 0 0 < 0 -> pencil_max S G W -> rsubmx W != 0.
Proof.
move=> h2 [fW mW]; apply/eqP => W20; have VSV := feasible_signal fW W20.
have w20 : w2 != 0 by apply: contraTneq h2 => ->; rewrite !mul0mx mxE ltxx.
have [W' [fW' _] [s s0 e]] := exchange VSV w20; have := mW _ fW'; rewrite e leNgt => /negP; apply.
have -> : W = row_mx (lsubmx W) 0 by rewrite -W20 hsubmxK.
by rewrite quad_block !mul0mx addr0 row_mxKl ltr_addl oppr_gt0 pmulr_rlt0.
Qed.

Theorem recovery_iff :
  (forall W : 'M[F]_(k, k + m), pencil_max S G W -> rsubmx W = 0) <-> pd (delta *: S2 - G2).
Proof.
split=> [h w2 w20|pM W /(recovered W pM)[]//].
rewrite ltNge; apply/negP => le0; have [W /h W0] := not_recovered w20 le0.
by rewrite W0 eqxx.
Qed.
End Recovery.
