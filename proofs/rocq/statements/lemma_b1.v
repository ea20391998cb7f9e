(** * Lemma B.1 (paper (1), (86)): augmentation in supervised learning is a ridge-like penalty

    In words. For every V, the loss averaged over the views equals the loss on the mean views plus tr(V Sigma
    V'), where Sigma is the covariance of the views averaged over the samples. Hence, when S is positive
    definite, V* = B S^-1 is the one and only minimiser.

    Hypotheses. The law of the augmentation is finite; the maps are arbitrary. The second theorem assumes S
    positive definite, as the paper does. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd moments supervised.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The identity. *)
Theorem lemma_b1 (F : realFieldType) (T : finType) (n d l : nat) (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) : is_law p ->
  lossSL p tau X Y V =
  average (fun i => sq (row i Y - mean_view p tau X i *m V^T)) + \tr (V *m mSigma p tau X *m V^T).
Proof. by move=> [_ p1]; apply: lossSL_split. Qed.

(** The consequence: V* = B S^-1 is the unique solution of (SL). *)
Theorem supervised_optimum (F : realFieldType) (T : finType) (n d l : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) :
  is_law p -> pd (mS p tau X) ->
  sl_optimal p tau X Y V <-> V = mB p tau X Y *m invmx (mS p tau X).
Proof.
move=> [_ p1] pS; split=> [h|->]; last exact: sl_min.
by apply: (sl_unique p1 pS); apply: h.
Qed.
