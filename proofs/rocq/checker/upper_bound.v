(** * The upper bound of a certificate

    FORMAT.md, section 4, "Upper": for weights c >= 0, P = U S U' and N = t P + P diag(c) P - U A U' dominant, every W with W S W' invertible has
    tr((W S W')^-1 W A W') <= k t + sum of c_i P_ii. With W S W' = I the left side is tr(W A W'). Rows of U are the columns of the format's V. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd dominance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The generalised Rayleigh quotient of a row space. It does not change when W is replaced by T W, T invertible. *)
Definition rayleigh (F : realFieldType) d k (A S : 'M[F]_d) (W : 'M[F]_(k, d)) : F :=
  \tr (invmx (W *m S *m W^T) *m (W *m A *m W^T)).

Lemma rayleigh_feasible (F : realFieldType) d k (A S : 'M[F]_d) (W : 'M[F]_(k, d)) :
  W *m S *m W^T = 1%:M -> rayleigh A S W = \tr (W *m A *m W^T).
Proof. by move=> e; rewrite /rayleigh e invmx1 mul1mx. Qed.

(* Weak duality without square roots. *)
Section Duality.
Variables (F : realFieldType) (d k : nat) (S A Z : 'M[F]_d).
Hypotheses (sS : S^T = S) (pS : pd S).
Implicit Type W : 'M[F]_(k, d).

Lemma projector_le_inverse W : W *m S *m W^T \in unitmx ->
  psd (invmx S - W^T *m invmx (W *m S *m W^T) *m W).
Proof.
have sG := sym_congruence W sS.
have e : W *m (S *m W^T) = W *m S *m W^T by rewrite mulmxA.
move: (W *m S *m W^T) sG e => G sG e uG.
set D := _ - _; have sD : D^T = D by rewrite trmxB !trmx_mul trmxK !sym_inverse // mulmxA.
suff <- : D *m S *m D^T = D by apply: psd_congr; apply: pd_psd.
have uS := pd_unit pS.
rewrite sD /D mulmxBl mulVmx // mulmxBl mul1mx !mulmxBr mulmxK //.
have -> : W^T *m invmx G *m W *m S *m (W^T *m invmx G *m W) = W^T *m invmx G *m W.
  by rewrite -!mulmxA (mulmxA S) (mulmxA W) e mulKmx.
by rewrite subrr subr0.
Qed.

Theorem weak_duality t W : Z^T = Z -> psd Z -> psd (t *: S + Z - A) -> W *m S *m W^T \in unitmx ->
  rayleigh A S W <= t *+ k + \tr (invmx S *m Z).
Proof.
rewrite /rayleigh => sZ pZ pC uG; have h2 := psd_trace_mul_ge0 sZ pZ (projector_le_inverse uG).
have sG := sym_congruence W sS.
have pG : psd (W *m S *m W^T) by apply: psd_congr; apply: pd_psd.
have := psd_trace_mul_ge0 (sym_inverse sG) (psd_inverse sG uG pG) (psd_congr W pC).
move: h2; rewrite mulmxBr mxtraceB subr_ge0 (mxtrace_mulC Z (invmx S)) => h2.
have -> : W *m (t *: S + Z - A) *m W^T = t *: (W *m S *m W^T) + W *m Z *m W^T - W *m A *m W^T.
  by rewrite mulmxBr mulmxBl mulmxDr mulmxDl -scalemxAr -scalemxAl.
rewrite [X in \tr X]mulmxBr [X in \tr (X - _)]mulmxDr -scalemxAr mulVmx //.
rewrite mxtraceB mxtraceD mxtraceZ mxtrace1 mulr_natr subr_ge0 => /le_trans; apply.
rewrite ler_add2l; apply: le_trans h2; rewrite le_eqVlt; apply/orP; left; apply/eqP.
by rewrite mxtrace_mulC -!mulmxA mxtrace_mulC !mulmxA mxtrace_mulC !mulmxA.
Qed.
End Duality.

Section Certificate.
Variables (F : realFieldType) (d k : nat) (A S U : 'M[F]_d) (c : 'rV[F]_d) (t : F).
Let P := U *m S *m U^T.
Let B := U *m A *m U^T.
Let N := t *: P + P *m diag_mx c *m P - B.
Let Z := (S *m U^T) *m diag_mx c *m (U *m S).
Hypotheses (sS : S^T = S) (sA : A^T = A) (c0 : forall i, 0 <= c 0 i).

Let sP : P^T = P. Proof. exact: sym_congruence. Qed.
Let sB : B^T = B. Proof. exact: sym_congruence. Qed.
Lemma sym_dual : N^T = N.
Proof. by rewrite trmxB trmxD trmxZ (sym_sandwich sP (tr_diag_mx c)) sP sB. Qed.

Lemma dual_congruence : N = U *m (t *: S + Z - A) *m U^T.
Proof. by rewrite /N /P /B mulmxBr mulmxBl mulmxDr mulmxDl -scalemxAr -scalemxAl /Z !mulmxA. Qed.

Lemma psd_weights : psd (diag_mx c).
Proof.
move=> x; rewrite quadratic_sum sumr_ge0 // => i _; rewrite (bigD1 i) //= big1 => [|j ji].
  by rewrite addr0 !mxE eqxx mulr1n mulrAC -expr2 mulr_ge0 ?sqr_ge0.
by rewrite !mxE eq_sym (negPf ji) mulr0n mulr0 mul0r.
Qed.

Lemma gram_dominant : dominant P -> pd S /\ U \in unitmx.
Proof. by move=> /(dominant_pd sP) pP; split; [apply: pd_congruence_inverse pP | apply: pd_congruence_unit pP]. Qed.

(** The dual bound. *)
Theorem certified_upper (W : 'M[F]_(k, d)) : dominant P -> dominant N -> W *m S *m W^T \in unitmx ->
  rayleigh A S W <= t *+ k + \sum_i c 0 i * P i i.
Proof.
move=> /gram_dominant[pS uU] /(dominant_pd sym_dual) pN uW.
have tUS : (S *m U^T)^T = U *m S by rewrite trmx_mul trmxK sS.
have sZ : Z^T = Z.
  by rewrite /Z -tUS; move: (S *m U^T) => X; rewrite !trmx_mul trmxK tr_diag_mx mulmxA.
have pZ : psd Z by rewrite /Z -tUS; apply: (psd_congr _ psd_weights).
have pC : psd (t *: S + Z - A).
  by apply: pd_psd; apply: (@pd_congruence_inverse _ _ U); rewrite -dual_congruence.
apply: (le_trans (weak_duality sS pS sZ pZ pC uW)).
rewrite ler_add2l /Z -!mulmxA mulKmx ?pd_unit // mxtrace_mulC -mulmxA -/P.
by rewrite mul_diag_mx /mxtrace; apply: ler_sum => i _; rewrite mxE.
Qed.

(** Below t on the space that is S-orthogonal to the leading rows, those with a weight. *)
Theorem below_threshold (x : 'rV[F]_d) : dominant N -> x != 0 ->
  (forall i, c 0 i != 0 -> (x *m S *m U^T) 0 i = 0) ->
  (x *m A *m x^T) 0 0 < t * (x *m S *m x^T) 0 0.
Proof.
move=> /(dominant_pd sym_dual) pN x0 xz.
have pC : pd (t *: S + Z - A) by apply: (@pd_congruence_inverse _ _ U); rewrite -dual_congruence.
have e : (x *m Z *m x^T) 0 0 = 0.
  have -> : x *m Z *m x^T = (x *m S *m U^T) *m diag_mx c *m (x *m S *m U^T)^T.
    by rewrite /Z !trmx_mul trmxK sS !mulmxA.
  rewrite mul_mx_diag mxE big1 // => i _; rewrite mxE.
  by have [->|/xz ->] := eqVneq (c 0 i) 0; rewrite ?mulr0 !mul0r.
have h : x *m (t *: S + Z - A) *m x^T = t *: (x *m S *m x^T) + x *m Z *m x^T - x *m A *m x^T.
  by move: Z {pC e} => Z0; rewrite mulmxBr mulmxBl mulmxDr mulmxDl -scalemxAr -scalemxAl.
have := pC x x0; rewrite h; move: (x *m A *m x^T) (x *m S *m x^T) (x *m Z *m x^T) e => a s z e.
by rewrite subE [X in X - _]mxE e addr0 [X in X - _]mxE subr_gt0.
Qed.
End Certificate.
