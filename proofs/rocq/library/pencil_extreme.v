(** * Extreme eigenvalues of a pencil exist *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd spectral pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section PencilMin.
Variables (F : rcfType) (n : nat) (A S : 'M[F]_n.+1).
Hypotheses (sS : S^T = S) (pS : pd S) (sA : A^T = A).
Theorem pencil_min : exists lam, pencil_least A S lam.
Proof.
have [R [sR RSR uR']] := inv_sqrt sS pS.
have sRAR : (R *m A *m R)^T = R *m A *m R by rewrite !trmx_mul sR sA mulmxA.
have [Q [om [QQ e os]]] := spectral sRAR.
have QQC : Q *m Q^T = 1%:M by apply: mulmx1C.
pose lam := om 0 ord_max; exists lam.
have SE' : S = invmx R *m invmx R.
  have h : R *m S = invmx R by rewrite -[LHS](mulmxK uR') RSR mul1mx.
  by rewrite -{2}h mulmxA mulVmx // mul1mx.
have AE' : A = invmx R *m (Q *m diag_mx om *m Q^T) *m invmx R.
  by rewrite -e !mulmxA mulVmx // mul1mx mulmxK.
have AE : A - lam *: S = (invmx R *m Q) *m diag_mx (\row_j (om 0 j - lam)) *m (invmx R *m Q)^T.
  have -> : diag_mx (\row_j (om 0 j - lam)) = diag_mx om - lam *: 1%:M.
    by apply/matrixP => i j; rewrite !mxE; case: eqP => [->|_]; rewrite ?mulr1n ?mulr1 ?mulr0n ?mulr0 ?subr0.
  have h2 : invmx R *m Q *m (invmx R *m Q)^T = S.
    by rewrite trmx_mul trmx_inv sR SE' mulmxA -(mulmxA _ Q) QQC mulmx1.
  have h1 : invmx R *m Q *m diag_mx om *m (invmx R *m Q)^T = A.
    by rewrite trmx_mul trmx_inv sR [RHS]AE' !mulmxA.
  by rewrite mulmxBr mulmxBl h1 -scalemxAr -scalemxAl mulmx1 h2.
split.
  rewrite AE; apply: psd_congr => x; rewrite mul_mx_diag mxE; apply: sumr_ge0 => j _.
  by rewrite !mxE mulrAC -expr2 mulr_ge0 ?sqr_ge0 // subr_ge0 os // -ltnS ltn_ord.
have dm : (delta_mx 0 ord_max : 'rV[F]_n.+1) != 0.
  by apply/eqP => /rowP/(_ ord_max)/eqP; rewrite !mxE !eqxx oner_eq0.
pose w := (delta_mx 0 ord_max : 'rV[F]_n.+1) *m (Q^T *m R).
have wE : w *m (invmx R *m Q) = delta_mx 0 ord_max.
  by rewrite /w !mulmxA mulmxK // -mulmxA QQ mulmx1.
exists w; first by apply: contra_neq dm => w0; rewrite -wE w0 mul0mx.
rewrite AE !mulmxA -(mulmxA w) wE -rowE (_ : row _ _ = 0) ?mul0mx //.
by apply/rowP => j; rewrite !mxE subrr mul0rn.
Qed.
End PencilMin.
