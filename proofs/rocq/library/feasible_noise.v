(** * Fixed n: the noise block of every feasible W is O(1/alpha), with an explicit constant *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd block frobenius pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Feasible.
Variables (F : realFieldType) (k m : nat) (A1 : 'M[F]_k) (B : 'M[F]_(k, m)) (D Ga2 : 'M[F]_m) (mu a2 : F).
Hypotheses (p0 : psd (block_mx A1 B B^T D)) (pG : psd (Ga2 - mu%:M)) (a0 : 0 <= a2).
Theorem noise_block_small k' (W : 'M[F]_(k', k + m)) : feasible (block_mx A1 B B^T (D + a2 *: Ga2)) W ->
  a2 * mu * fnorm2 (rsubmx W) <= k'%:R.
Proof.
have -> : block_mx A1 B B^T (D + a2 *: Ga2) = block_mx A1 B B^T D + block_mx 0 0 0 (a2 *: Ga2).
  by rewrite add_block_mx !addr0.
rewrite /feasible mulmxDr mulmxDl => h; rewrite -(mxtrace1 F k') -h mxtraceD.
have h1 := psd_tr_ge0 (psd_congr W p0).
apply: le_trans (_ : \tr (W *m block_mx 0 0 0 (a2 *: Ga2) *m W^T) <= _); last by rewrite ler_addr.
rewrite -[W in X in _ <= X]hsubmxK quad_block mulmx0 mul0mx add0r.
rewrite -scalemxAr -scalemxAl mxtraceZ -mulrA ler_wpmul2l //.
have := psd_tr_ge0 (psd_congr (rsubmx W) pG).
by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl mxtraceB mxtraceZ subr_ge0.
Qed.
End Feasible.
