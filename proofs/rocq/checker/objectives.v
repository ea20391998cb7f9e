(** * From the pencil to the objectives

    A certificate speaks of tr(W A W'). If its matrices are the moments of an augmented data set, it speaks of the paper's losses: (SSL-JE) for A = G, (SSL-RC) for A = H'H, with the S of the views. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd moments pencil rc_pencil optimal_pencil claim program interpretation certified.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Objectives.
Variables (F : rcfType) (U : finType) (n : nat) (T : Type) (I : integers T) (value : T -> F).
Variables (p : problem T) (w : witness T) (b : bounds T).
Notation d := (size_d p).
Notation k := (size_k p).
Variables (law : U -> F) (tau : U -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).
Hypothesis law1 : \sum_u law u = 1.
Notation rational := (rational_of value).

(** The matrices of the certificate are moments of this problem. *)
Hypothesis views : problem_s I value p = mS law tau X.

(** Joint-embedding: every feasible encoder has a loss of at least 2 (k - upper), the certified one of at most 2 (k - lower). *)
Theorem joint_embedding_certified : certified I value p w b -> problem_a I value p = mG law tau X ->
  (forall W : 'M_(k, d), feasible (mS law tau X) W -> (k%:R - rational (upper b)) *+ 2 <= lossJE law tau X W)
  /\ exists W : 'M_(k, d), [/\ feasible (mS law tau X) W, (W :=: encoder I value p w)%MS
       & lossJE law tau X W <= (k%:R - rational (lower b)) *+ 2].
Proof.
case=> _ _ _ _ hu [W0 f0 e0] hl _ _ _ aG.
have loss (W : 'M_(k, d)) : feasible (mS law tau X) W ->
    lossJE law tau X W = (k%:R - \tr (W *m mG law tau X *m W^T)) *+ 2.
  move=> f; rewrite lossJE_quad // /mSigma mulmxBr mulmxBl mxtraceB.
  by rewrite f mxtrace1.
split=> [W f|].
  by rewrite loss // ler_pmuln2r // ler_add2l ler_opp2 -aG; apply: hu; rewrite views.
exists W0; rewrite views in f0; split=> //.
by rewrite loss // ler_pmuln2r // ler_add2l ler_opp2 -aG; apply: hl; rewrite ?views.
Qed.

(** Reconstruction: every encoder and decoder, of any rank, have a loss of at least tr C - upper; the certified encoder with its best decoder H W' has one of at most tr C - lower. *)
Theorem reconstruction_certified : certified I value p w b -> problem_a I value p = (mH law tau X)^T *m mH law tau X ->
  (forall (E : 'M_(k, d)) D, \tr (mC X) - rational (upper b) <= lossRC law tau X E D)
  /\ exists W : 'M_(k, d), [/\ feasible (mS law tau X) W, (W :=: encoder I value p w)%MS
       & lossRC law tau X W (mH law tau X *m W^T) <= \tr (mC X) - rational (lower b)].
Proof.
case=> /andP[_ kd] _ sS pS hu [W0 f0 e0] hl _ _ _ aH; rewrite views in sS pS.
have value_of (E : 'M_(k, d)) D : lossRC law tau X E D = rc_value (mS law tau X) (mH law tau X) (mC X) E D.
  by rewrite /rc_value lossRC_quad.
split=> [E D|].
  have [M [W [f ->]]] := frame_factor sS pS kd E; rewrite value_of.
  apply: le_trans (rc_value_ge _ _ _ _ f); rewrite ler_add2l ler_opp2 -aH; apply: hu.
  by rewrite views.
exists W0; have f0' : feasible (mS law tau X) W0 by rewrite -views.
split=> //; rewrite value_of rc_value_best // ler_add2l ler_opp2 -aH; exact: hl.
Qed.
End Objectives.
