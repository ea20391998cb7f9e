(** * Rates, joint-embedding at fixed n: the exact equations of the slope K

    The row space of an optimum W is written [I, K] in the basis Q, with K = W1^-1 W2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments pencil.
From Jerc Require Import norm_bounds gram_bound continuity rotation stationarity.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Slope.
Variables (F : rcfType) (k m : nat) (A1 C1 : 'M[F]_k) (B : 'M[F]_(k, m)) (D N : 'M[F]_m) (W : 'M[F]_(k, k + m)).
Notation S := (block_mx A1 B B^T (D + N)).
Notation G := (block_mx C1 B B^T D).
Hypotheses (sS : S^T = S) (pS : pd S) (sG : G^T = G) (pG : psd G) (mW : pencil_max S G W) (u : lsubmx W \in unitmx).
Let K := invmx (lsubmx W) *m rsubmx W.
Let L := invmx (lsubmx W) *m (W *m G *m W^T) *m lsubmx W.

Lemma slope_equations : C1 + K *m B^T = L *m (A1 + K *m B^T) /\ B + K *m D = L *m (B + K *m (D + N)).
Proof.
have := stationary sS pS sG pG mW; rewrite /K /L; move: (W *m G *m W^T) => H.
rewrite -{1 2}[W]hsubmxK; move: u; move: (lsubmx W) (rsubmx W) => W1 W2 uW.
rewrite -(mulmxA H) !mul_row_block mul_mx_row => /eq_row_mx[e1 e2].
have R (p : nat) (P : 'M[F]_(k, p)) (T : 'M[F]_(m, p)) (P' : 'M[F]_(k, p)) (T' : 'M[F]_(m, p)) :
    W1 *m P + W2 *m T = H *m (W1 *m P' + W2 *m T') ->
    P + invmx W1 *m W2 *m T = invmx W1 *m H *m W1 *m (P' + invmx W1 *m W2 *m T').
  move=> h; have -> : P + invmx W1 *m W2 *m T = invmx W1 *m (W1 *m P + W2 *m T) by rewrite mulmxDr mulKmx // mulmxA.
  have -> : invmx W1 *m H *m W1 *m (P' + invmx W1 *m W2 *m T') = invmx W1 *m (H *m (W1 *m (P' + invmx W1 *m W2 *m T'))).
    by rewrite !mulmxA.
  by rewrite h [W1 *m (P' + _)]mulmxDr -(mulmxA (invmx W1) W2) mulKVmx.
by split; apply: R.
Qed.
End Slope.

Section FixedSample.
Variables (F : rcfType) (n k m : nat) (X1 : 'M[F]_(n, k)) (N2 : 'M[F]_(n, m)) (Q : 'M[F]_(k + m)).
Variables (Th1 : 'M[F]_k) (Th2 Ga2 : 'M[F]_m).
Hypotheses (n0 : (0 < n)%N) (QQ : Q^T *m Q = 1%:M).
Hypotheses (pA : pd (mC X1 + Th1)) (sT1 : Th1^T = Th1) (pT1 : psd Th1).
Hypotheses (sT2 : Th2^T = Th2) (pT2 : psd Th2) (sG : Ga2^T = Ga2) (pG : pd Ga2).
Notation A1 := (mC X1 + Th1).
Notation B := (cross_moment X1 N2).

(** RATES, joint-embedding, exact at fixed n and alpha. If the signal block of an optimum W is invertible (it is for
    every large alpha, by proposition_4_4_alpha_limit), its slope K = W1^-1 W2 satisfies, with some k x k matrix L,
    C1 + K B' = L (A1 + K B') and L K (Theta2 + alpha^2 Gamma2) = (I - L)(B + K D).
    As K -> 0 the first gives L -> C1 A1^-1, and the second alpha^2 K -> Theta1 C1^-1 B Gamma2^-1. *)
Theorem rates_joint_embedding_exact alpha (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (W : 'M[F]_(k, k + m)) :
  0 < alpha -> is_law p -> centred p e -> noise_cov p e = Q *m block_noise Th1 Th2 Ga2 alpha *m Q^T ->
  je_optimal p (additive e) (row_mx X1 N2 *m Q^T) W -> lsubmx (W *m Q) \in unitmx ->
  let K := invmx (lsubmx (W *m Q)) *m rsubmx (W *m Q) in
  exists L : 'M[F]_k, mC X1 + K *m B^T = L *m (A1 + K *m B^T)
    /\ L *m K *m (Th2 + alpha ^+ 2 *: Ga2) = (1%:M - L) *m (B + K *m mC N2).
Proof.
move=> a0 lp ce cov /(je_optimal_pencil lp ce n0 QQ cov).
have pS := views_pd N2 pA pT1 pT2 pG a0.
have sS : (mC (row_mx X1 N2) + block_noise Th1 Th2 Ga2 alpha)^T = mC (row_mx X1 N2) + block_noise Th1 Th2 Ga2 alpha.
  by rewrite trmxD mC_sym sym_block // trmxD trmxZ sT2 sG.
have sC := mC_sym (row_mx X1 N2); have pC := mC_psd (row_mx X1 N2).
move: pS sS sC pC; rewrite mC_row /block_noise add_block_mx !addr0 => pS sS sC pC mW u.
have [e1 e2] := slope_equations sS pS sC pC mW u.
eexists; split; first exact: e1.
move: e2; move: (_ *m lsubmx (W *m Q)) (invmx _ *m rsubmx _) => L K e2 {e1}.
by rewrite mulmxBl mul1mx {1}e2 -mulmxBr opprD addrACA subrr add0r -mulmxBr addrAC subrr add0r mulmxA.
Qed.
End FixedSample.
