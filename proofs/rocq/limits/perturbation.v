(** * A pencil (A, S) that is relatively close to a pencil (A0, S0) has optimal frames that are nearly optimal for (A0, S0).
   Closeness is measured against S0 in the Loewner order, so no inverse and no eigenvalue occurs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments spectral pencil recovery rc_pencil pencil_extreme supervised_rate je_fixed_sample.
From Jerc Require Import norm_bounds.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition close (F : realFieldType) d (e : F) (S0 A0 S A : 'M[F]_d) :=
  [/\ psd (S - (1 - e) *: S0), psd ((1 + e) *: S0 - S), psd (A - A0 + e *: S0) & psd (A0 - A + e *: S0)].

(* c W S W' <= I  ==>  c W'W <= S^-1 *)
Lemma gram_sub (F : realFieldType) d k (S : 'M[F]_d) (W : 'M[F]_(k, d)) c : S^T = S -> pd S -> 0 <= c ->
  psd (1%:M - c *: (W *m S *m W^T)) -> psd (invmx S - c *: (W^T *m W)).
Proof.
move=> sS pS c0 h; have uS := pd_unit pS; set D := invmx S - _.
have sD : D^T = D by rewrite trmxB trmx_inv sS trmxZ trmx_mul trmxK.
have E2 : W^T *m (1%:M - c *: (W *m S *m W^T)) *m W^T^T = W^T *m W - c *: (W^T *m W *m S *m (W^T *m W)).
  by rewrite trmxK mulmxBr mulmx1 mulmxBl -scalemxAr -scalemxAl !mulmxA.
have E1 : D *m S *m D^T = invmx S - c *: (W^T *m W) - c *: (W^T *m W - c *: (W^T *m W *m S *m (W^T *m W))).
  rewrite sD /D; move: (W^T *m W) => Q; rewrite mulmxBl mulVmx // mulmxBr !mulmxBl !mul1mx -!scalemxAl -!scalemxAr.
  by rewrite -(mulmxA Q S (invmx S)) mulmxV // mulmx1 -scalerBr.
have E : D *m S *m D^T + c *: (W^T *m (1%:M - c *: (W *m S *m W^T)) *m W^T^T) = D by rewrite E1 E2 subrK.
rewrite -E; apply: psdD; first by apply: psd_congr; apply: pd_psd.
by apply: psdZ => //; apply: psd_congr.
Qed.

Section Close.
Variables (F : rcfType) (d k : nat) (S0 A0 S A : 'M[F]_d) (e : F).
Hypotheses (sS : S^T = S) (pS0 : pd S0) (cl : close e S0 A0 S A) (e0 : 0 <= e) (e12 : e *+ 2 <= 1).
Implicit Type W : 'M[F]_(k, d).

Lemma half_pos : 0 < 1 - e.
Proof.
rewrite subr_gt0; apply: contraTlt (ltr01 : 0 < 1 :> F) => h; rewrite -leNgt.
by have := le_trans (ler_add h h) e12; rewrite ger_addl.
Qed.
Lemma two_half : 1 <= 2%:R * (1 - e).
Proof.
rewrite -subr_ge0; have -> : 2%:R * (1 - e) - 1 = 1 - e *+ 2 by ring.
by rewrite subr_ge0.
Qed.

Lemma close_pd : pd S.
Proof.
have [h _ _ _] := cl; rewrite -(subrK ((1 - e) *: S0) S) addrC; apply: pd_add_psd => //.
by apply: pdZ => //; apply: half_pos.
Qed.

(* a frame of S is nearly a frame of S0 *)
Lemma frame_sub W : feasible S W -> psd (1%:M - (1 - e) *: (W *m S0 *m W^T)).
Proof.
move=> f; have [h _ _ _] := cl; have := psd_congr W h.
by rewrite mulmxBr mulmxBl f -scalemxAr -scalemxAl.
Qed.
Lemma frame_sup W : feasible S W -> k%:R <= (1 + e) * \tr (W *m S0 *m W^T).
Proof.
move=> f; have [_ h _ _] := cl; have := psd_tr_ge0 (psd_congr W h).
by rewrite mulmxBr mulmxBl f -scalemxAr -scalemxAl mxtraceB mxtraceZ mxtrace1 subr_ge0.
Qed.
Lemma tr_S0_ge0 W : 0 <= \tr (W *m S0 *m W^T).
Proof. by apply: psd_tr_ge0; apply: psd_congr; apply: pd_psd. Qed.
Lemma frame_tr W : feasible S W -> \tr (W *m S0 *m W^T) <= 2%:R * k%:R.
Proof.
move=> f; have := psd_tr_ge0 (frame_sub f); rewrite mxtraceB mxtraceZ mxtrace1 subr_ge0 => h.
apply: le_trans (_ : 2%:R * ((1 - e) * \tr (W *m S0 *m W^T)) <= _); last by rewrite ler_wpmul2l ?ler0n.
by rewrite mulrA ler_pemull ?tr_S0_ge0 ?two_half.
Qed.

Lemma value_upper W : feasible S W -> \tr (W *m A *m W^T) <= \tr (W *m A0 *m W^T) + e * (2%:R * k%:R).
Proof.
move=> f; have [_ _ _ h] := cl; have := psd_tr_ge0 (psd_congr W h).
rewrite mulmxDr mulmxDl mulmxBr mulmxBl -scalemxAr -scalemxAl mxtraceD mxtraceB mxtraceZ => h2.
rewrite -subr_ge0; have R (x y z t : F) : x + t - y = (x - y + z) + (t - z) by ring.
rewrite (R _ _ (e * \tr (W *m S0 *m W^T))) addr_ge0 // subr_ge0.
by rewrite ler_wpmul2l // frame_tr.
Qed.

(* every frame of S0 has a companion frame of S of nearly the same value *)
Lemma competitor W0 : psd A0 -> feasible S0 W0 ->
  exists2 W : 'M[F]_(k, d), feasible S W & (1 - e) * \tr (W0 *m A0 *m W0^T) - e * (2%:R * k%:R) <= \tr (W *m A *m W^T).
Proof.
move=> pA0 f0; have [c1 c2 c3 _] := cl; pose M := W0 *m S *m W0^T.
have m1 : psd (M - (1 - e) *: 1%:M).
  by have := psd_congr W0 c1; rewrite mulmxBr mulmxBl -scalemxAr -scalemxAl f0.
have m2 : psd ((1 + e) *: 1%:M - M).
  by have := psd_congr W0 c2; rewrite mulmxBr mulmxBl -scalemxAr -scalemxAl f0.
have sM : M^T = M by rewrite /M !trmx_mul trmxK sS mulmxA.
have pM : pd M.
  rewrite -(subrK ((1 - e) *: 1%:M) M) addrC; apply: pd_add_psd => //; apply: pdZ; first exact: half_pos.
  move=> x x0; rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym.
  by apply: contra_neq x0 => /sqnorm_eq0.
have [R [sR RMR _]] := inv_sqrt sM pM.
have f : feasible S (R *m W0) by rewrite /feasible trmx_mul sR -RMR /M !mulmxA.
exists (R *m W0) => //.
have h3 := psd_tr_ge0 (psd_congr (R *m W0) c3).
rewrite mulmxDr mulmxDl mulmxBr mulmxBl -scalemxAr -scalemxAl mxtraceD mxtraceB mxtraceZ in h3.
have h4 := frame_tr f.
have h5 : (1 - e) * \tr (W0 *m A0 *m W0^T) <= \tr (R *m W0 *m A0 *m (R *m W0)^T).
  have -> : \tr (R *m W0 *m A0 *m (R *m W0)^T) = \tr (W0 *m A0 *m W0^T *m (R *m R)).
    by rewrite trmx_mul sR -!mulmxA mxtrace_mulC !mulmxA.
  have pX : psd (W0 *m A0 *m W0^T) by apply: psd_congr.
  have q : psd ((1 + e) *: (R *m R) - 1%:M).
    by have := psd_congr R m2; rewrite sR mulmxBr mulmxBl RMR -scalemxAr -scalemxAl mulmx1.
  have q2 : psd (R *m R - (1 - e) *: 1%:M).
    have -> : R *m R - (1 - e) *: 1%:M = (1 - e) *: ((1 + e) *: (R *m R) - 1%:M) + e ^+ 2 *: (R *m R).
      apply/matrixP => i j; rewrite !mxE; move: (\sum_j _) ((i == j)%:R) => x y.
      ring.
    apply: psdD; first by apply: psdZ => //; apply: ltW; apply: half_pos.
    by apply: psdZ; [exact: sqr_ge0|rewrite -{2}sR; apply: psd_gram].
  have q3 : 0 <= \tr ((R *m R - (1 - e) *: 1%:M) *m (W0 *m A0 *m W0^T)).
    by apply: psd_trace_mul_ge0 => //; rewrite trmxB trmxZ trmx1 trmx_mul sR.
  move: q3; rewrite mulmxBl -scalemxAl mul1mx mxtraceB mxtraceZ subr_ge0 => q3.
  by apply: (le_trans q3); rewrite [\tr (R *m R *m _)]mxtrace_mulC.
rewrite -subr_ge0; have Rr (x y z t u : F) : x - (u - t) = (x - y + z) + (y - u) + (t - z) by ring.
rewrite (Rr _ (\tr (R *m W0 *m A0 *m (R *m W0)^T)) (e * \tr (R *m W0 *m S0 *m (R *m W0)^T))).
by apply: addr_ge0; [apply: addr_ge0; rewrite // subr_ge0|rewrite subr_ge0; apply: ler_wpmul2l].
Qed.

(* optimal frames of the close pencil are nearly optimal for (S0, A0) *)
Theorem near_optimal W W0 : psd A0 -> pencil_max S A W -> feasible S0 W0 ->
  (1 - e) * \tr (W0 *m A0 *m W0^T) - e * (4%:R * k%:R) <= \tr (W *m A0 *m W^T).
Proof.
move=> pA0 [f m] f0; have [W' f' h'] := competitor pA0 f0.
have h := le_trans h' (le_trans (m _ f') (value_upper f)).
rewrite ler_subl_addr; rewrite ler_subl_addr in h; apply: (le_trans h).
by rewrite -addrA ler_add2l -mulrDr -mulrDl -natrD.
Qed.
End Close.
