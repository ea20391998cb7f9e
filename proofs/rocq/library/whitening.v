(** * Whitening: S = R^-1 R^-1 when R is an inverse root of S; the positive definite inverse root is unique *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd kyfan.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Whiten.
Variables (F : realFieldType) (d : nat) (S R0 : 'M[F]_d).
Hypotheses (sR : R0^T = R0) (RSR : R0 *m S *m R0 = 1%:M).
Lemma inv_root_unit : R0 \in unitmx. Proof. exact: (inv_root_unit RSR). Qed.
Lemma inv_root_sq : S = invmx R0 *m invmx R0.
Proof.
have u := inv_root_unit.
have h : R0 *m S = invmx R0 by rewrite -[LHS](mulmxK u) RSR mul1mx.
by rewrite -{2}h mulmxA mulVmx // mul1mx.
Qed.
End Whiten.

(** S^-1/2 is well defined. *)
Theorem inverse_root_unique (F : realFieldType) d (S R1 R2 : 'M[F]_d) :
  inverse_root S R1 -> inverse_root S R2 -> R1 = R2.
Proof.
move=> [s1 p1 e1] [s2 p2 e2]; apply/eqP; rewrite -subr_eq0; apply/eqP; set D := R1 - R2.
have sD : D^T = D by rewrite trmxB s1 s2.
have sq2 : R1 *m R1 = R2 *m R2.
  have u1 := pd_unit p1; have u2 := pd_unit p2.
  have h : invmx R1 *m invmx R1 = invmx R2 *m invmx R2 by rewrite -(inv_root_sq e1) (inv_root_sq e2).
  have i1 : R1 *m R1 *m (invmx R1 *m invmx R1) = 1%:M by rewrite mulmxA mulmxK // mulmxV.
  have i2 : invmx R2 *m invmx R2 *m (R2 *m R2) = 1%:M by rewrite mulmxA mulmxKV // mulVmx.
  by rewrite -[LHS]mulmx1 -i2 -h mulmxA i1 mul1mx.
have anti : D *m (R1 + R2) = - ((R1 + R2) *m D).
  rewrite /D !(mulmxDl, mulmxDr, mulmxN, mulNmx) sq2; move: (R1 *m R2) (R2 *m R1) (R2 *m R2) => A B C.
  by apply/matrixP => i j; rewrite !mxE; ring.
have pP : pd (R1 + R2) by apply: pd_add_psd p1 (pd_psd p2).
apply: (pd_tr_le0 pP); rewrite sD; set P := R1 + R2 in anti *.
have e : \tr (D *m P *m D) = - \tr (D *m P *m D).
  rewrite {1}anti mulNmx (raddfN (mxtrace_additive _ _)) /=; congr (- _).
  by rewrite mxtrace_mulC mulmxA.
have dbl : \tr (D *m P *m D) *+ 2 = 0 by rewrite mulr2n {1}e addNr.
by move/eqP: dbl; rewrite mulrn_eq0 /= => /eqP ->.
Qed.
