(* Independent masks in the eigenbasis, and multiplicative (speckle) noise: exact recovery conditions.

   Coordinates are multiplied by independent factors of mean q_i and second moment s_i, and C is diagonal. Then S, G, H are
   diagonal; the joint-embedding eigenvalues are omega_i = q_i^2/s_i and the reconstruction ones c_i omega_i. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block spectral pencil recovery rc_pencil extrema diagonal diagonal_pencils optimal_pencil.
From Jerc Require Import masking.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Congruence.
Variables (F : realFieldType) (I : finType) (i0 : I) (f g : I -> F).
Hypothesis e : f =1 g.
Lemma fmax_congr : fmax i0 f = fmax i0 g.
Proof.
have [i ei hi] := fmaxP i0 f; have [j ej hj] := fmaxP i0 g; rewrite ei ej; apply/eqP; rewrite eq_le.
by rewrite {1}e hj -e hi.
Qed.
Lemma fmin_congr : fmin i0 f = fmin i0 g.
Proof.
have [i ei hi] := fminP i0 f; have [j ej hj] := fminP i0 g; rewrite ei ej; apply/eqP; rewrite eq_le.
by rewrite -e hi !e hj.
Qed.
End Congruence.

Section DiagonalPencil.
Variables (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m) (s1 g1 : 'I_k -> F) (s2 g2 : 'I_m -> F).
Hypotheses (s1_gt0 : forall i, 0 < s1 i) (s2_gt0 : forall j, 0 < s2 j).
(* the first k coordinates are recovered iff their smallest eigenvalue beats the largest of the others *)
Theorem diagonal_pencil_recovery :
  (forall W : 'M[F]_(k, k + m), pencil_max (dg2 s1 s2) (dg2 g1 g2) W -> rsubmx W = 0)
  <-> fmax j0 (fun j => g2 j / s2 j) < fmin i0 (fun i => g1 i / s1 i).
Proof.
set dl := fmin i0 _; have least : pencil_least (dg g1) (dg s1) dl by apply: pencil_least_dg.
apply: (iff_trans (recovery_iff (sdg s1) ((pd_dg s1).1 s1_gt0) (sdg g1) (sdg s2) ((pd_dg s2).1 s2_gt0) (sdg g2) least)).
rewrite dgZ dgB; apply: iff_trans (iff_sym (pd_dg _)) _; split=> [h|/fmax_ltP h j].
  by apply/fmax_ltP => j; rewrite ltr_pdivr_mulr // -subr_gt0.
by rewrite subr_gt0 -ltr_pdivr_mulr.
Qed.
End DiagonalPencil.

Section Independent.
Variables (F : rcfType) (k m n : nat) (i0 : 'I_k) (j0 : 'I_m) (T : finType) (p : T -> F) (b : T -> 'rV[F]_(k + m)).
Variables (q s c : 'I_(k + m) -> F) (X : 'M[F]_(n, k + m)).
Hypotheses (p1 : \sum_w p w = 1) (mean : keep_one p b = \row_i q i).
Hypothesis second : keep_two p b = \matrix_(i, j) (if i == j then s i else q i * q j).
Hypotheses (s_gt0 : forall i, 0 < s i) (c_gt0 : forall i, 0 < c i) (data : mC X = dg c).
Notation sig := (lshift m).
Notation noi := (rshift k).

Lemma dg_split (f : 'I_(k + m) -> F) : dg f = dg2 (fun i => f (sig i)) (fun j => f (noi j)).
Proof.
rewrite /dg2 /dg -[diag_mx _ in RHS]/(diag_mx _) -diag_mx_row; congr diag_mx.
apply/rowP => i; rewrite !mxE; case: splitP => j e; rewrite mxE; congr (f _); exact: val_inj.
Qed.
Let sc0 i : 0 < s i * c i. Proof. by rewrite mulr_gt0. Qed.
Lemma independent_moments : [/\ mS p (multiply b) X = dg (fun i => s i * c i),
  mG p (multiply b) X = dg (fun i => q i ^+ 2 * c i) & mH p (multiply b) X = dg (fun i => q i * c i)].
Proof.
have [-> -> ->] := masking_moments p b X; rewrite mean second data.
split; apply/matrixP => i j.
- by rewrite !mxE; case: eqP => [->|_]; rewrite ?mulr1n ?mulr0n ?mulr0.
- by rewrite !mxE big_ord1 !mxE; case: eqP => [->|_]; rewrite ?mulr1n ?mulr0n ?mulr0 // expr2.
by rewrite mul_mx_diag !mxE; case: eqP => [->|_]; rewrite ?mulr1n ?mulr0n ?mul0r // mulrC.
Qed.

(* Joint-embedding recovers the signal iff every noise omega is below every signal omega, omega_i = q_i^2/s_i. Masks with
   rates r_i: q = s = 1 - r, omega = 1 - r. Speckle of variance sigma^2: q = 1, s = 1 + sigma^2, omega = 1/(1 + sigma^2).
   Hypotheses: diagonal C > 0, independent factors (their first two moments are what is used). *)
Theorem independent_multipliers_JE :
  (forall W : 'M[F]_(k, k + m), je_optimal p (multiply b) X W -> rsubmx W = 0)
  <-> fmax j0 (fun j => q (noi j) ^+ 2 / s (noi j)) < fmin i0 (fun i => q (sig i) ^+ 2 / s (sig i)).
Proof.
have [SE GE _] := independent_moments.
have E i : q i ^+ 2 * c i / (s i * c i) = q i ^+ 2 / s i by field; rewrite !gt_eqF.
rewrite -(fmax_congr j0 (fun j => E (noi j))) -(fmin_congr i0 (fun i => E (sig i))).
apply: iff_trans (diagonal_pencil_recovery i0 j0 _ _ (fun i => sc0 (sig i)) (fun j => sc0 (noi j))).
rewrite -(dg_split (fun i => s i * c i)) -(dg_split (fun i => q i ^+ 2 * c i)) -SE -GE.
by split=> h W /(je_optimal_pencil_max (multiply b) X p1); apply: h.
Qed.

(* Reconstruction recovers the signal iff every noise c omega is below every signal c omega: for masks c_i (1 - r_i). *)
Theorem independent_multipliers_RC :
  (forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (multiply b) X E D -> rsubmx E = 0)
  <-> fmax j0 (fun j => c (noi j) * (q (noi j) ^+ 2 / s (noi j)))
      < fmin i0 (fun i => c (sig i) * (q (sig i) ^+ 2 / s (sig i))).
Proof.
have [SE _ HE] := independent_moments.
have E i : q i * c i * (q i * c i) / (s i * c i) = c i * (q i ^+ 2 / s i) by field; rewrite !gt_eqF.
rewrite -(fmax_congr j0 (fun j => E (noi j))) -(fmin_congr i0 (fun i => E (sig i))).
apply: iff_trans (diagonal_pencil_recovery i0 j0 _ _ (fun i => sc0 (sig i)) (fun j => sc0 (noi j))).
rewrite -(dg_split (fun i => s i * c i)) -(dg_split (fun i => q i * c i * (q i * c i))).
have pS : pd (dg (fun i => s i * c i)) := (pd_dg _).1 sc0.
have HH : (dg (fun i => q i * c i))^T *m dg (fun i => q i * c i) = dg (fun i => q i * c i * (q i * c i)).
  by rewrite sdg dgM.
rewrite -HH; apply: iff_trans (rc_recovery (dg (fun i => q i * c i)) (mC X) (sdg _) pS); rewrite -SE -HE.
by split=> h E' D /(rc_optimal_rc_min (multiply b) X p1); apply: h.
Qed.
End Independent.
