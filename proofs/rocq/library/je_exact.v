(** * Theta1 = 0: joint-embedding is exact at every n, whatever the cross term between signal and noise *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd block spectral pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Exact.
Variables (F : rcfType) (k m : nat) (C1 : 'M[F]_k) (B : 'M[F]_(k, m)) (D N : 'M[F]_m).
Hypotheses (sC : C1^T = C1) (pC : pd C1) (pN : pd N).
Notation G := (block_mx C1 B B^T D).
Notation S := (block_mx C1 B B^T (D + N)).
Lemma views_split : S = G + block_mx 0 0 0 N. Proof. by rewrite add_block_mx !addr0. Qed.
Lemma feasible_value (W : 'M[F]_(k, k + m)) : feasible S W ->
  \tr (W *m G *m W^T) = k%:R - \tr (rsubmx W *m N *m (rsubmx W)^T).
Proof.
rewrite /feasible views_split mulmxDr mulmxDl => h.
have -> : rsubmx W *m N *m (rsubmx W)^T = W *m block_mx 0 0 0 N *m W^T.
  by rewrite -[W in RHS]hsubmxK quad_block mulmx0 mul0mx add0r.
by rewrite -(mxtrace1 F k) -h mxtraceD addrK.
Qed.
Theorem je_exact (W : 'M[F]_(k, k + m)) : pencil_max S G W <-> feasible S W /\ rsubmx W = 0.
Proof.
have ge0 (V : 'M[F]_(k, m)) : 0 <= \tr (V *m N *m V^T) by apply: psd_tr_ge0; apply: psd_congr; apply: pd_psd.
split=> -[f h]; split=> //; last first.
  by move=> W' f'; rewrite !feasible_value // h !mul0mx mxtrace0 subr0 ler_subl_addr ler_addl ge0.
have [R [sR RSR _]] := inv_sqrt sC pC.
have f0 : feasible S (row_mx R (0 : 'M_(k, m))).
  by rewrite /feasible mul_row_block !mul0mx !addr0 tr_row_mx mul_row_col trmx0 mulmx0 addr0 sR.
have := h _ f0; rewrite !feasible_value // row_mxKr !mul0mx mxtrace0 subr0.
rewrite -subr_ge0 addrAC subrr add0r oppr_ge0.
exact: pd_tr_le0.
Qed.
End Exact.
