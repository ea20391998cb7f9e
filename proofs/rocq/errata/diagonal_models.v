(* Diagonal models for the counterexamples: recovery at the level of the objectives, extrema over one or two indices, and
   the diagonal pencil of size two. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block spectral pencil extrema thresholds diagonal signal_model block_model population_model.
From Jerc Require Import satisfiable realisation small_matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Model.
Variables (F : rcfType) (k m : nat) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F).

(* the population model in the standard basis: C = diag(c, g), Sigma = diag(thI, thJ + alpha^2 g) *)
Definition diagonal_model n (X : 'M[F]_(n, k + m)) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)) :=
  population p e X 1%:M c thI g thJ alpha.

Section Given.
Variables (n : nat) (X : 'M[F]_(n, k + m)) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k + m)).
Hypothesis model : diagonal_model X p e.
Variables (i0 : 'I_k) (j0 : 'I_m).
Lemma diagonal_model_JE (W : 'M[F]_(k, k + m)) : alpha2_JE i0 j0 c thI g thJ < alpha ^+ 2 ->
  je_optimal p (additive e) X W -> rsubmx W = 0.
Proof. by move=> h /(je_population_above model W h)[_]; rewrite /noise_part mulmx1. Qed.
Lemma diagonal_model_RC (E : 'M[F]_(k, k + m)) D : alpha2_RC i0 j0 c thI g thJ < alpha ^+ 2 ->
  rc_optimal p (additive e) X E D -> rsubmx E = 0.
Proof.
move=> h /(rc_population_above model E D h)[M [V [_ e1 _]]].
by move: e1; rewrite mulmx1 => ->; rewrite mul_mx_row row_mxKr mulmx0.
Qed.
Lemma diagonal_model_leak : alpha ^+ 2 <= alpha2_JE i0 j0 c thI g thJ ->
  exists2 W : 'M[F]_(k, k + m), je_optimal p (additive e) X W & rsubmx W != 0.
Proof.
move=> h; have [W o] := je_population_leak model h.
by rewrite /noise_part mulmx1 => W0; exists W.
Qed.
End Given.
End Model.

Lemma diagonal_model_exists (F : rcfType) k m (c thI : 'I_k.+1 -> F) (g thJ : 'I_m -> F) alpha :
  (forall i, 0 < c i) -> (forall i, 0 <= thI i) -> (forall j, 0 < g j) -> (forall j, 0 <= thJ j) ->
  exists n (X : 'M[F]_(n, k.+1 + m)) (T : finType) (p : T -> F) (e : T -> 'rV[F]_(k.+1 + m)),
    diagonal_model c thI g thJ alpha X p e.
Proof.
move=> c0 t0 g0 tj0.
have Q1 : (1%:M : 'M[F]_(k.+1 + m))^T *m 1%:M = 1%:M by rewrite trmx1 mulmx1.
have [T [p [e [X [Xc [h _]]]]]] := population_satisfiable alpha (ltn0Sn k) Q1 c0 g0 t0 tj0.
by exists (k.+1 + m)%N, X, T, p, e.
Qed.

Section Extrema.
Variable F : rcfType.
Lemma fmax1 (f : 'I_1 -> F) : fmax ord0 f = f ord0.
Proof. by have [i -> _] := fmaxP ord0 f; rewrite [i]ord1. Qed.
Lemma fmin1 (f : 'I_1 -> F) : fmin ord0 f = f ord0.
Proof. by have [i -> _] := fminP ord0 f; rewrite [i]ord1. Qed.
Definition pair2 (a b : F) (i : 'I_2) := if i == ord0 then a else b.
Lemma ord2 (i : 'I_2) : i = ord0 \/ i = ord_max.
Proof. by case: i => [[|[|//]] h]; [left|right]; apply: val_inj. Qed.
Lemma fmax2 (f : 'I_2 -> F) : fmax ord0 f = Num.max (f ord0) (f ord_max).
Proof.
have [i -> h] := fmaxP ord0 f; have h0 := h ord0; have h1 := h ord_max.
by case: (ord2 i) h0 h1 => -> h0 h1; [rewrite max_l|rewrite max_r].
Qed.
Lemma fmin2 (f : 'I_2 -> F) : fmin ord0 f = Num.min (f ord0) (f ord_max).
Proof.
have [i -> h] := fminP ord0 f; have h0 := h ord0; have h1 := h ord_max.
by case: (ord2 i) h0 h1 => -> h0 h1; [rewrite min_l|rewrite min_r].
Qed.

(* the better of two diagonal directions carries every solution, k = 1 *)
Lemma pencil22_first (s1 s2 g1 g2 : F) (W : 'M[F]_(1, 1 + 1)) : 0 < s1 -> g2 * s1 < g1 * s2 ->
  pencil_max (mx22 s1 0 0 s2) (mx22 g1 0 0 g2) W -> rsubmx W = 0.
Proof.
move=> s10 lt [f h]; rewrite (row2_eta W) in f h *; move: (W 0 0) (W 0 1) f h => x y f h.
have q2 : s1 * (Num.sqrt s1)^-1 ^+ 2 = 1 by rewrite exprVn sqr_sqrtr ?ltW // mulfV // gt_eqF.
have := h (row2 (Num.sqrt s1)^-1 0); rewrite /feasible !quad22d q2 expr0n !mulr0 !addr0 => /(_ erefl).
move: f; rewrite /feasible quad22d => /scalar1_inj f; rewrite !mxtrace_scalar !mulr1n row2_rsub.
move: (_ ^-1 ^+ 2) q2 => u q2 le.
have y0 : y ^+ 2 * (g1 * s2 - g2 * s1) <= 0.
  have -> : y ^+ 2 * (g1 * s2 - g2 * s1) = g1 * (s1 * x ^+ 2 + s2 * y ^+ 2) - s1 * (g1 * x ^+ 2 + g2 * y ^+ 2) by ring.
  by rewrite f mulr1 subr_le0 -[X in X <= _]mulr1 -q2 mulrCA ler_pmul2l.
have y2 : y ^+ 2 = 0.
  by apply/eqP; rewrite eq_le sqr_ge0 andbT -(pmulr_lle0 _ (_ : 0 < g1 * s2 - g2 * s1)) ?subr_gt0.
by move/eqP: y2; rewrite sqrf_eq0 => /eqP ->; rewrite raddf0.
Qed.
Lemma pencil22_second (s1 s2 g1 g2 : F) (W : 'M[F]_(1, 1 + 1)) : 0 < s2 -> g1 * s2 < g2 * s1 ->
  pencil_max (mx22 s1 0 0 s2) (mx22 g1 0 0 g2) W -> lsubmx W = 0.
Proof.
move=> s20 lt [f h]; rewrite (row2_eta W) in f h *; move: (W 0 0) (W 0 1) f h => x y f h.
rewrite row2_lsub -(row2_rsub y x); apply: (pencil22_first s20 lt); split.
  by move: f; rewrite /feasible !quad22d => /scalar1_inj <-; rewrite addrC.
move=> W'; rewrite (row2_eta W'); move: (W' 0 0) (W' 0 1) => x' y'; rewrite /feasible quad22d addrC => f'.
by have := h (row2 y' x'); rewrite /feasible !quad22d f' !mxtrace_scalar ![g1 * _ + _]addrC => /(_ erefl).
Qed.
End Extrema.
