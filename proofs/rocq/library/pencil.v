(** * The pencil problem: maximise tr(W A W') subject to W S W' = I_k

    [pencil_max S A W] says that W is a solution; solutions exist over a real closed field. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd kyfan spectral.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Defs.
Variables (F : realFieldType) (d k : nat) (S G : 'M[F]_d).
(* W solves  max tr(W G W^T)  subject to  W S W^T = I_k *)
Definition pencil_max (W : 'M[F]_(k, d)) :=
  feasible S W /\ forall W' : 'M[F]_(k, d), feasible S W' -> \tr (W' *m G *m W'^T) <= \tr (W *m G *m W^T).
End Defs.

Section Exists.
Variables (F : rcfType) (d k : nat) (S G : 'M[F]_d).
Hypotheses (sS : S^T = S) (pS : pd S) (sG : G^T = G) (kd : (k <= d)%N).
Theorem pencil_max_exists : exists W : 'M[F]_(k, d), pencil_max S G W.
Proof.
have [R [sR RSR uR']] := inv_sqrt sS pS.
have sRGR : (R *m G *m R)^T = R *m G *m R by rewrite !trmx_mul sR sG mulmxA.
have [Q [om [QQ e os]]] := spectral sRGR.
have U1 : (1%:M : 'M[F]_k) *m 1%:M^T = 1%:M by rewrite trmx1 mulmx1.
have [f v] := kyfan_eigen_attained sR RSR QQ e kd U1.
eexists; split; first exact: f.
by move=> W' f'; rewrite v; apply: (kyfan_eigen sR RSR QQ e os).
Qed.
End Exists.
