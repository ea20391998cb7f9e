(* Patch masking with an exact number of kept patches (masked autoencoders), seen by joint-embedding.

   The pencil is that of (C, BD), C the second moment of the data and BD its patch-diagonal part, that is MAXVAR generalised
   canonical correlation of the patches; the mask ratio drops out. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments spectral pencil optimal_pencil.
From Jerc Require Import realisation equivalent_pencils pencil_transfer masking.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Patches.
Variables (F : rcfType) (d : nat) (P : finType) (patch : 'I_d -> P).

(* the patch-diagonal part *)
Definition patch_diagonal (C : 'M[F]_d) : 'M[F]_d := \matrix_(i, j) (if patch i == patch j then C i j else 0).

(* every coordinate is kept with probability u; two coordinates are both kept with probability u within a patch and v
   across patches *)
Definition patch_law (T : finType) (p : T -> F) (b : T -> 'rV[F]_d) (u v : F) : Prop :=
  [/\ \sum_w p w = 1, keep_one p b = const_mx u
    & keep_two p b = \matrix_(i, j) (if patch i == patch j then u else v)].

Section Moments.
Variables (n : nat) (X : 'M[F]_(n, d)) (T : finType) (p : T -> F) (b : T -> 'rV[F]_d) (u v : F).
Hypothesis law : patch_law p b u v.
Lemma patch_masking_moments :
  mS p (multiply b) X = v *: mC X + (u - v) *: patch_diagonal (mC X)
  /\ mG p (multiply b) X = (u ^+ 2) *: mC X.
Proof.
case: law => _ e1 e2; have [-> -> _] := masking_moments p b X; rewrite e1 e2; split; apply/matrixP => i j.
  rewrite !mxE; case: eqP => _; last by rewrite mulr0 addr0.
  by rewrite -mulrDl addrC subrK.
by rewrite mxE [(_ *m _) i j]mxE big_ord1 !mxE expr2.
Qed.
End Moments.
End Patches.

(* Joint-embedding under patch masking has the optimal row spaces of the pencil (C, BD), whatever u and v. Hypotheses: 0 <= v < u (not
   everything is kept) and BD positive definite (every patch has nonsingular second moment). *)
Theorem patch_masking_pencil (F : rcfType) k d n (X : 'M[F]_(n, d.+1)) (P : finType) (patch : 'I_d.+1 -> P)
    (T : finType) (p : T -> F) (b : T -> 'rV[F]_d.+1) (u v : F) :
  patch_law patch p b u v -> 0 <= v -> v < u -> pd (patch_diagonal patch (mC X)) ->
  same_row_spaces k (patch_diagonal patch (mC X)) (mC X) (mS p (multiply b) X) (mG p (multiply b) X).
Proof.
move=> law v0 vu pB; have [SE GE] := patch_masking_moments X law.
have sC : (mC X)^T = mC X by rewrite /mC trmxZ trmx_mul trmxK.
have sB : (patch_diagonal patch (mC X))^T = patch_diagonal patch (mC X).
  move: (mC X) sC => C sC'; apply/matrixP => i j; rewrite !mxE eq_sym; case: ifP => // _.
  by rewrite -[in LHS]sC' mxE.
have pC : psd (mC X).
  by apply: psdZ; [rewrite invr_ge0 ler0n|rewrite -{2}[X]trmxK; apply: psd_gram].
have uv : 0 < u - v by rewrite subr_gt0.
apply: (pencil_transfer k sB pB sC _ uv _ SE GE); last by rewrite exprn_gt0 // (le_lt_trans v0).
by rewrite SE addrC; apply: pd_add_psd; [apply: pdZ|apply: psdZ].
Qed.

(* Mask-ratio independence: two patch laws, of any ratios, give joint-embedding the same optimal row spaces on the same
   data. *)
Theorem mask_ratio_independence (F : rcfType) k d n (X : 'M[F]_(n, d.+1)) (P : finType) (patch : 'I_d.+1 -> P)
    (T T' : finType) (p : T -> F) (p' : T' -> F) (b : T -> 'rV[F]_d.+1) (b' : T' -> 'rV[F]_d.+1) (u v u' v' : F) :
  patch_law patch p b u v -> patch_law patch p' b' u' v' -> 0 <= v -> v < u -> 0 <= v' -> v' < u' ->
  pd (patch_diagonal patch (mC X)) ->
  forall W : 'M[F]_(k, d.+1), je_optimal p (multiply b) X W ->
    exists2 W' : 'M[F]_(k, d.+1), je_optimal p' (multiply b') X W' & (W :=: W')%MS.
Proof.
move=> l l' v0 vu v0' vu' pB W; have [p1 _ _] := l; have [p1' _ _] := l'.
move/(je_optimal_pencil_max (multiply b) X p1) => m.
have [W1 m1 e1] := (patch_masking_pencil k l v0 vu pB).2 _ m.
have [W2 m2 e2] := (patch_masking_pencil k l' v0' vu' pB).1 _ m1.
exists W2; last exact: eqmx_trans e2.
exact/(je_optimal_pencil_max (multiply b') X p1').
Qed.

(* The eigenvalues: x C = mu x BD exactly if x G = omega x S with omega = u^2 mu/(v mu + u - v); with the keep probability
   u = p and v = p rho that is p mu/(rho mu + 1 - rho). Every eigenvector of one pencil is one of the other. *)
Theorem patch_eigenvectors (F : rcfType) d n (X : 'M[F]_(n, d)) (P : finType) (patch : 'I_d -> P)
    (T : finType) (p : T -> F) (b : T -> 'rV[F]_d) (keep rho mu : F) (x : 'rV[F]_d) :
  patch_law patch p b keep (keep * rho) -> 0 < keep -> 0 <= rho -> rho < 1 -> 0 <= mu ->
  x *m mC X = mu *: (x *m patch_diagonal patch (mC X)) <->
  x *m mG p (multiply b) X = (keep * mu / (rho * mu + (1 - rho))) *: (x *m mS p (multiply b) X).
Proof.
move=> law u0 r0 r1 m0; have [-> ->] := patch_masking_moments X law.
have D0 : 0 < rho * mu + (1 - rho) by rewrite ltr_paddl ?mulr_ge0 // subr_gt0.
have D1 : rho * mu + (1 - rho) != 0 by rewrite gt_eqF.
have u1 : keep != 0 by rewrite gt_eqF.
have r2 : 1 - rho != 0 by rewrite subr_eq0 gt_eqF.
have there s : keep ^+ 2 * (mu * s)
  = keep * mu / (rho * mu + (1 - rho)) * (keep * rho * (mu * s) + (keep - keep * rho) * s) by field.
have back s t : keep ^+ 2 * s = keep * mu / (rho * mu + (1 - rho)) * (keep * rho * s + (keep - keep * rho) * t) ->
  s = mu * t.
  move/eqP; rewrite -subr_eq0.
  have -> : keep ^+ 2 * s - keep * mu / (rho * mu + (1 - rho)) * (keep * rho * s + (keep - keep * rho) * t)
    = keep ^+ 2 * (1 - rho) / (rho * mu + (1 - rho)) * (s - mu * t) by field.
  rewrite mulf_eq0 subr_eq0 => /orP[|/eqP //].
  by rewrite !mulf_eq0 invr_eq0 (negPf D1) (negPf u1) (negPf r2).
rewrite mulmxDr -!scalemxAr; move: (x *m mC X) (x *m patch_diagonal _ _) => y z; split=> [->|/rowP h].
  by apply/rowP => j; rewrite !mxE; apply: there.
by apply/rowP => j; move: (h j); rewrite !mxE => /back.
Qed.

(* and the map mu |-> omega is strictly increasing, so the order of the eigenvalues is kept *)
Theorem patch_eigenvalue_increasing (F : rcfType) (p rho mu mu' : F) : 0 < p -> 0 <= rho -> rho < 1 -> 0 <= mu -> mu < mu' ->
  p * mu / (rho * mu + (1 - rho)) < p * mu' / (rho * mu' + (1 - rho)).
Proof.
move=> p0 r0 r1 m0 mm; have d x : 0 <= x -> 0 < rho * x + (1 - rho).
  by move=> x0; rewrite ltr_paddl ?mulr_ge0 // subr_gt0.
have m0' := le_trans m0 (ltW mm); have d0 := d _ m0; have d1 := d _ m0'.
rewrite -subr_gt0 (_ : _ - _ = p * (1 - rho) * (mu' - mu) / ((rho * mu + (1 - rho)) * (rho * mu' + (1 - rho)))).
  by rewrite divr_gt0 ?mulr_gt0 ?subr_gt0.
by field; rewrite !gt_eqF.
Qed.
