(** * Theorem 3.2: the solutions of the joint-embedding problem (SSL-JE)

    In words. Let S be positive definite and S^-1/2 G S^-1/2 = Q Omega Q' with omega_1 >= ... >= omega_d.
    Such a decomposition exists. For every k <= d and every orthogonal U, W = U Q_k' S^-1/2 is a global
    minimiser subject to W S W' = I_k, and the optimal value is 2 (k - omega_1 - ... - omega_k). If omega_k >
    omega_(k+1) (or k = d), every global minimiser has this form. The objective itself is 2 tr(W Sigma W'); the
    left-hand side of the paper's (26) is half of it, and (26) to (29) hold as printed.

    Hypotheses beyond the paper's. The law is finite. The third theorem assumes the gap, which the paper
    does not state: a sufficient condition; the errata have a tied problem where, for a fixed Q, no U gives
    some of the minimisers. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd moments additive_moments spectral whitening joint_embedding.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Theorem32.
Variables (F : rcfType) (T : finType) (n d : nat).
Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis law : is_law p.

(** The objective of (SSL-JE) is 2 tr(W Sigma W'), for every W. *)
Theorem joint_embedding_objective k (W : 'M[F]_(k, d)) :
  lossJE p tau X W = \tr (W *m mSigma p tau X *m W^T) *+ 2.
Proof. by have [_ p1] := law; apply: lossJE_quad. Qed.

(** (27) and (28), two ways to write Sigma: half the mean square of the difference of two independent views,
    and the covariance of a view, averaged over the samples. *)
Definition printed_27 : 'M[F]_d := (2 * n)%:R^-1 *: \sum_i \sum_w1 \sum_w2
  (p w1 * p w2) *: ((view tau X i w1 - view tau X i w2)^T *m (view tau X i w1 - view tau X i w2)).
Definition printed_28 : 'M[F]_d := n%:R^-1 *: \sum_i
  (\sum_w p w *: ((view tau X i w)^T *m view tau X i w) - (mean_view p tau X i)^T *m mean_view p tau X i).

Lemma pair_differences (v : T -> 'rV[F]_d) (mu := \sum_w p w *: v w) :
  \sum_w1 \sum_w2 (p w1 * p w2) *: ((v w1 - v w2)^T *m (v w1 - v w2))
  = (\sum_w p w *: ((v w)^T *m v w) - mu^T *m mu) *+ 2.
Proof.
have [_ p1] := law; set M := \sum_w _ *: (_ *m _).
have tr_mu : \sum_w (p w *: v w)^T = mu^T by rewrite -(raddf_sum (trmx_additive _ _ _)).
transitivity (\sum_w1 (p w1 *: ((v w1)^T *m v w1) - (p w1 *: v w1)^T *m mu - mu^T *m (p w1 *: v w1) + p w1 *: M)).
  apply: eq_bigr => w1 _.
  transitivity (p w1 *: \sum_w2 (p w2 *: ((v w1)^T *m v w1) - (v w1)^T *m (p w2 *: v w2)
      - (p w2 *: v w2)^T *m v w1 + p w2 *: ((v w2)^T *m v w2))).
    rewrite scaler_sumr; apply: eq_bigr => w2 _; rewrite -scalerA; congr (_ *: _).
    rewrite trmxB mulmxBl !mulmxBr trmxZ -scalemxAl -scalemxAr opprB !scalerDr !scalerN.
    by rewrite addrA addrAC.
  rewrite big_split /= !sumrB -scaler_suml p1 scale1r -mulmx_sumr -mulmx_suml tr_mu -/mu -/M.
  by rewrite scalerDr !scalerBr trmxZ -scalemxAl -scalemxAr.
rewrite big_split /= !sumrB -scaler_suml p1 scale1r -mulmx_suml -mulmx_sumr tr_mu -/mu -/M.
by rewrite mulr2n [LHS]addrAC [RHS]addrA.
Qed.

(** (27) = (28) = (29), and (29) is Sigma = S - G: for every finite law, all maps and all data. *)
Theorem equations_27_29_hold : [/\ printed_27 = printed_28, printed_28 = mS p tau X - mG p tau X
  & mSigma p tau X = mS p tau X - mG p tau X].
Proof.
split=> //; rewrite /printed_27 /printed_28.
  rewrite (eq_bigr _ (fun i _ => pair_differences (view tau X i))) sumrMnl natrM invfM -scaler_nat scalerA.
  by rewrite mulrAC mulVf ?mul1r // pnatr_eq0.
rewrite sumrB scalerBr; congr (_ - _ *: _); rewrite -gram_rows; apply: eq_bigr => i _.
by rewrite row_mean_views.
Qed.

(** (26): half the objective of (SSL-JE) is tr(W Sigma W'), with the Sigma of (27). *)
Theorem equation_26_holds k (W : 'M[F]_(k, d)) :
  2%:R^-1 * lossJE p tau X W = \tr (W *m printed_27 *m W^T).
Proof.
have [-> -> <-] := equations_27_29_hold.
by rewrite joint_embedding_objective -[X in _ * X = _]mulr_natl mulKf // pnatr_eq0.
Qed.

Hypothesis pS : pd (mS p tau X).

(** The decomposition of the theorem exists. *)
Theorem theorem_3_2_decomposition : exists R0 Q omega,
  inverse_root (mS p tau X) R0 /\ eigen_basis (R0 *m mG p tau X *m R0) Q omega.
Proof.
have [R0 h] := inverse_root_exists (sym_mS p tau X) pS; have [sR _ _] := h.
have s : (R0 *m mG p tau X *m R0)^T = R0 *m mG p tau X *m R0 by rewrite !trmx_mul sR sym_mG mulmxA.
by have [Q [omega hs]] := spectral s; exists R0, Q, omega.
Qed.

Variables (R0 Q : 'M[F]_d) (omega : 'rV[F]_d).
Hypotheses (root : inverse_root (mS p tau X) R0) (dec : eigen_basis (R0 *m mG p tau X *m R0) Q omega).

(** The printed solutions, for an orthogonal k x k matrix U. *)
Definition je_encoder k (U : 'M[F]_k) : 'M[F]_(k, d) := U *m leading k Q *m R0.

(** Every printed W is a global minimiser under the constraint, and the optimal value is as printed. *)
Theorem theorem_3_2 k (U : 'M[F]_k) : (k <= d)%N -> U *m U^T = 1%:M ->
  je_optimal p tau X (je_encoder U) /\
  lossJE p tau X (je_encoder U) = (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2.
Proof.
have [sR _ RSR] := root; have [QQ e s] := dec; have [_ p1] := law => kd UU.
have [f v] := je_attained p1 sR RSR QQ e kd UU.
by split=> //; split=> // W f'; rewrite v; apply: (je_bound p1 sR RSR QQ e s f').
Qed.

(** Under the gap there is no other minimiser. *)
Theorem theorem_3_2_all_solutions k (W : 'M[F]_(k, d)) : (k <= d)%N -> gap_at k omega ->
  je_optimal p tau X W <-> exists2 U : 'M[F]_k, U *m U^T = 1%:M & W = je_encoder U.
Proof.
have [sR _ RSR] := root; have [QQ e s] := dec; have [_ p1] := law => kd gap.
split=> [[f opt]|[U UU ->]]; last by have [] := theorem_3_2 kd UU.
apply: (je_unique p1 sR RSR QQ e s gap f).
have U1 : (1%:M : 'M[F]_k) *m 1%:M^T = 1%:M by rewrite trmx1 mulmx1.
have [f1 v1] := je_attained p1 sR RSR QQ e kd U1.
by rewrite -v1; apply: opt.
Qed.
End Theorem32.

(** The joint-embedding problem has a solution for every k <= d. *)
Corollary joint_embedding_solvable (F : rcfType) (T : finType) (n d k : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) : is_law p -> pd (mS p tau X) -> (k <= d)%N ->
  exists W : 'M[F]_(k, d), je_optimal p tau X W.
Proof.
move=> law pS kd; have [R0 [Q [omega [root dec]]]] := theorem_3_2_decomposition pS.
have U1 : (1%:M : 'M[F]_k) *m 1%:M^T = 1%:M by rewrite trmx1 mulmx1.
by have [opt _] := theorem_3_2 law root dec kd U1; eexists; exact: opt.
Qed.
