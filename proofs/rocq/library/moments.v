(** * The three objectives as quadratic forms in the moments S, G, H, B, C

    For an arbitrary finite law and arbitrary maps: (SL) = |Y|^2/n - 2 tr(B V') + tr(V S V'),
    (SSL-RC) = tr C - 2 tr(D E H') + tr(D E S E'D'), (SSL-JE) = 2 tr(W Sigma W'). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Objectives.
Variables (F : realFieldType) (T : finType) (n d : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis p1 : \sum_w p w = 1.
Notation expect := (expect p).
Notation average := (@average F n).
Notation view := (view tau X).
Notation mean_view := (mean_view p tau X).
Notation mean_views := (mean_views p tau X).
Notation mS := (mS p tau X).
Notation mG := (mG p tau X).
Notation mSigma := (mSigma p tau X).
Notation mC := (mC X).
Notation mH := (mH p tau X).
Notation mB := (mB p tau X).
Notation lossSL := (lossSL p tau X).
Notation lossRC := (lossRC p tau X).
Notation lossJE := (lossJE p tau X).

Lemma row_mean_views i : row i mean_views = mean_view i. Proof. exact: rowK. Qed.

Lemma expectD f g : expect (fun w => f w + g w) = expect f + expect g.
Proof. by rewrite /expect -big_split; apply: eq_bigr => w _; rewrite mulrDr. Qed.
Lemma expectN f : expect (fun w => - f w) = - expect f.
Proof. by rewrite /expect -sumrN; apply: eq_bigr => w _; rewrite mulrN. Qed.
Lemma expect_const c : expect (fun=> c) = c.
Proof. by rewrite /expect -mulr_suml p1 mul1r. Qed.
Lemma expectMn f m : expect (fun w => f w *+ m) = expect f *+ m.
Proof. by rewrite /expect -sumrMnl; apply: eq_bigr => w _; rewrite mulrnAr. Qed.
Lemma averageD f g : average (fun i => f i + g i) = average f + average g.
Proof. by rewrite /average big_split mulrDr. Qed.
Lemma averageN f : average (fun i => - f i) = - average f.
Proof. by rewrite /average sumrN mulrN. Qed.
Lemma averageMn f m : average (fun i => f i *+ m) = average f *+ m.
Proof. by rewrite /average sumrMnl mulrnAr. Qed.
Lemma eq_average f g : f =1 g -> average f = average g.
Proof. by move=> e; rewrite /average (eq_bigr g). Qed.
Lemma eq_expect f g : f =1 g -> expect f = expect g.
Proof. by move=> e; apply: eq_bigr => w _; rewrite e. Qed.

Lemma expect_dot i l (a : 'rV[F]_l) (V : 'M[F]_(l, d)) :
  expect (fun w => dot a (view i w *m V^T)) = dot a (mean_view i *m V^T).
Proof.
rewrite /mean_view mulmx_suml dot_sumr; apply: eq_bigr => w _.
by rewrite -scalemxAl dotZr.
Qed.

Lemma tr_quad_S l (V : 'M[F]_(l, d)) :
  \tr (V *m mS *m V^T) = average (fun i => expect (fun w => sq (view i w *m V^T))).
Proof.
rewrite /mS -scalemxAr -scalemxAl mxtraceZ /average; congr (_ * _).
rewrite mulmx_sumr mulmx_suml raddf_sum; apply: eq_bigr => i _ /=.
rewrite mulmx_sumr mulmx_suml raddf_sum; apply: eq_bigr => w _ /=.
rewrite -scalemxAr -scalemxAl mxtraceZ; congr (_ * _).
rewrite [V *m _]mulmxA -[_ *m V^T](mulmxA (V *m _)) mxtrace_mulC.
by rewrite tr_mx11 /sq /dot trmx_mul trmxK.
Qed.

Lemma tr_quad_G l (V : 'M[F]_(l, d)) :
  \tr (V *m mG *m V^T) = average (fun i => sq (mean_view i *m V^T)).
Proof.
rewrite /mG -scalemxAr -scalemxAl mxtraceZ /average; congr (_ * _).
rewrite [V *m _]mulmxA -[_ *m V^T](mulmxA (V *m _)) mxtrace_mulC.
have -> : V *m mean_views^T = (mean_views *m V^T)^T by rewrite trmx_mul trmxK.
by rewrite tr_dot; apply: eq_bigr => i _; rewrite row_mul row_mean_views.
Qed.

Lemma tr_B l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) :
  \tr (mB Y *m V^T) = average (fun i => dot (row i Y) (mean_view i *m V^T)).
Proof.
rewrite /mB -scalemxAl mxtraceZ /average; congr (_ * _).
rewrite -mulmxA -mxtrace_tr trmx_mul trmxK mxtrace_mulC tr_dot.
by apply: eq_bigr => i _; rewrite row_mul row_mean_views.
Qed.

Lemma tr_gram l (Y : 'M[F]_(n, l)) : \tr (n%:R^-1 *: (Y^T *m Y)) = average (fun i => sq (row i Y)).
Proof. by rewrite mxtraceZ mxtrace_mulC tr_dot. Qed.

(* the quadratic form of the supervised objective *)
Theorem lossSL_quad l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) :
  lossSL Y V = \tr (n%:R^-1 *: (Y^T *m Y)) - \tr (mB Y *m V^T) *+ 2 + \tr (V *m mS *m V^T).
Proof.
rewrite tr_gram tr_B tr_quad_S -averageMn -averageN -!averageD /lossSL; apply: eq_average => i.
rewrite -expect_dot -expectMn -expectN -[X in X + _ + _](expect_const) -!expectD; apply: eq_expect => w.
by rewrite sqB.
Qed.

(* Lemma B.1 *)
Theorem lossSL_split l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) :
  lossSL Y V = average (fun i => sq (row i Y - mean_view i *m V^T)) + \tr (V *m mSigma *m V^T).
Proof.
rewrite lossSL_quad /mSigma mulmxBr mulmxBl mxtraceB.
rewrite (@eq_average (fun i => sq (row i Y - mean_view i *m V^T))
  (fun i => sq (row i Y) - dot (row i Y) (mean_view i *m V^T) *+ 2 + sq (mean_view i *m V^T))); last first.
  by move=> i; rewrite sqB.
rewrite !averageD averageN averageMn -tr_gram -tr_B -tr_quad_G.
ring.
Qed.

Theorem lossRC_quad k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) :
  lossRC E D = \tr mC - \tr (D *m E *m mH^T) *+ 2 + \tr (D *m E *m mS *m E^T *m D^T).
Proof.
have -> : lossRC E D = lossSL X (D *m E).
  by apply: eq_average => i; apply: eq_expect => w; rewrite trmx_mul mulmxA.
rewrite lossSL_quad -/mC; congr (_ - _ *+ 2 + _); last by rewrite trmx_mul !mulmxA.
by rewrite -mxtrace_tr trmx_mul trmxK.
Qed.

Theorem lossJE_quad k (W : 'M[F]_(k, d)) : lossJE W = \tr (W *m mSigma *m W^T) *+ 2.
Proof.
rewrite /mSigma mulmxBr mulmxBl mxtraceB tr_quad_S tr_quad_G -averageN -averageD -averageMn.
apply: eq_average => i; set z := fun w => view i w *m W^T.
have h a : expect (fun w => dot a (z w)) = dot a (mean_view i *m W^T) by rewrite -expect_dot.
transitivity (expect (fun w1 => sq (z w1) - dot (z w1) (mean_view i *m W^T) *+ 2
    + expect (fun w2 => sq (z w2)))).
  apply: eq_expect => w1; rewrite -h -expectMn -expectN -[X in X + _ + _](expect_const) -!expectD.
  by apply: eq_expect => w2; rewrite sqB.
rewrite !expectD expect_const expectN expectMn.
rewrite (@eq_expect (fun w => dot (z w) (mean_view i *m W^T))
  (fun w => dot (mean_view i *m W^T) (z w))); last first.
  by move=> w; rewrite dotC.
rewrite h /sq -[expect (fun w => dot (view i w *m W^T) _)]/(expect (fun w => dot (z w) (z w))).
ring.
Qed.

Lemma sym_mS : mS^T = mS.
Proof.
rewrite /mS trmxZ; congr (_ *: _); rewrite (raddf_sum (trmx_additive _ _ _)); apply: eq_bigr => i _ /=.
by rewrite (raddf_sum (trmx_additive _ _ _)); apply: eq_bigr => w _ /=; rewrite trmxZ trmx_mul trmxK.
Qed.

Lemma psd_mS : (forall w, 0 <= p w) -> psd mS.
Proof.
move=> p_ge0; apply: psdZ; first by rewrite invr_ge0 ler0n.
elim/big_ind: _ => [x|A B hA hB|i _]; [by rewrite mulmx0 mul0mx mxE|exact: psdD|].
elim/big_ind: _ => [x|A B hA hB|w _]; [by rewrite mulmx0 mul0mx mxE|exact: psdD|].
by apply: psdZ => //; rewrite -{2}[view i w]trmxK; apply: psd_gram.
Qed.

Lemma sym_mG : mG^T = mG. Proof. by rewrite /definitions.mG trmxZ trmx_mul trmxK. Qed.
End Objectives.
