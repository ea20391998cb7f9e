(** * The lower bound of a certificate

    FORMAT.md, section 4, "Lower": for the leading rows V of the witness, G = V S V' and H = V A V' - f G positive definite,
    rayleigh A S V >= k f + 2 tr H - tr (G H), without a division. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd dominance upper_bound.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Inverse.
Variable F : realFieldType.

(** tr (G^-1 H) >= 2 tr H - tr (G H), because G^-1 - 2 I + G = (I - G) G^-1 (I - G) is positive semidefinite. *)
Theorem trace_inverse_lower n (G H : 'M[F]_n) : G^T = G -> G \in unitmx -> psd G -> psd H ->
  \tr H *+ 2 - \tr (G *m H) <= \tr (invmx G *m H).
Proof.
move=> sG uG pG pH.
pose Z := (1%:M - G) *m invmx G *m (1%:M - G)^T.
have sD : (1%:M - G)^T = 1%:M - G by rewrite trmxB trmx1 sG.
have pZ : psd Z by apply: psd_congr; apply: psd_inverse.
have sZ : Z^T = Z by rewrite /Z sD sym_sandwich ?sym_inverse.
have := psd_trace_mul_ge0 sZ pZ pH.
have -> : Z = invmx G - 1%:M *+ 2 + G.
  rewrite /Z sD mulmxBl mul1mx mulmxV // mulmxBr mulmx1 mulmxBl mul1mx mulVmx //.
  by rewrite opprB mulr2n opprD !addrA addrAC.
rewrite mulmxDl mulmxBl mxtraceD mxtraceB mulr2n mulmxDl !mul1mx mxtraceD -mulr2n => h.
by rewrite -subr_ge0; move: h; rewrite opprB addrA addrAC.
Qed.
End Inverse.

Section Certificate.
Variables (F : realFieldType) (d k : nat) (A S : 'M[F]_d) (V : 'M[F]_(k, d)) (f : F).
Hypotheses (sA : A^T = A) (sS : S^T = S).
Let G := V *m S *m V^T.
Let H := V *m A *m V^T - f *: G.
Hypotheses (pG : pd G) (dH : dominant H).

Lemma sym_excess : H^T = H.
Proof. by rewrite trmxB trmxZ !sym_congruence. Qed.
Let pH : pd H. Proof. exact: dominant_pd sym_excess dH. Qed.

Theorem certified_lower : f *+ k + (\tr H *+ 2 - \tr (G *m H)) <= rayleigh A S V.
Proof.
have uG := pd_unit pG; have sG := sym_congruence V sS.
have -> : rayleigh A S V = f *+ k + \tr (invmx G *m H).
  by rewrite /rayleigh /H mulmxBr mxtraceB -scalemxAr mulVmx // mxtraceZ mxtrace1 mulr_natr addrC subrK.
by rewrite ler_add2l; apply: trace_inverse_lower => //; apply: pd_psd.
Qed.

(** Above f on the span of the leading rows. *)
Theorem above_floor (x : 'rV[F]_k) : x != 0 ->
  f * (x *m V *m S *m (x *m V)^T) 0 0 < (x *m V *m A *m (x *m V)^T) 0 0.
Proof.
move=> x0; have e : (x *m H *m x^T) 0 0 = (x *m (V *m A *m V^T) *m x^T) 0 0 - f * (x *m G *m x^T) 0 0.
  rewrite /H; move: (V *m A *m V^T) G => X Y.
  by rewrite mulmxBr mulmxBl -scalemxAr -scalemxAl subE [X in _ - X]mxE.
by have := pH x0; rewrite e subr_gt0 trmx_mul !mulmxA.
Qed.
End Certificate.

(* The leading rows of the witness. *)
Section Leading.
Variables (F : realFieldType) (d k : nat) (f : 'I_k -> 'I_d).
Hypothesis f_inj : injective f.

Lemma leading_congruence (U M : 'M[F]_d) : rowsub f U *m M *m (rowsub f U)^T = mxsub f f (U *m M *m U^T).
Proof.
apply/matrixP => i j; rewrite !mxE; apply: eq_bigr => l _; rewrite !mxE; congr (_ * _).
by apply: eq_bigr => m _; rewrite !mxE.
Qed.

Lemma leading_pd (U S : 'M[F]_d) : pd S -> U \in unitmx -> pd (rowsub f U *m S *m (rowsub f U)^T).
Proof.
move=> pS uU x x0; have UE : rowsub f U = rowsub f 1%:M *m U by rewrite mul_rowsub_mx mul1mx.
have y0 : x *m rowsub f 1%:M != 0.
  apply: contra_neq x0 => e; apply/rowP => j; have := congr1 (fun y : 'rV[F]_d => y 0 (f j)) e.
  rewrite !mxE (bigD1 j) //= big1 => [|l lj]; first by rewrite !mxE eqxx mulr1 addr0.
  by rewrite !mxE (inj_eq f_inj) (negPf lj) mulr0.
have z0 : x *m rowsub f U != 0.
  by apply: contra_neq y0 => e; rewrite -[x *m _](mulmxK uU) -(mulmxA x) -UE e mul0mx.
by have := pS _ z0; rewrite trmx_mul !mulmxA.
Qed.
End Leading.
