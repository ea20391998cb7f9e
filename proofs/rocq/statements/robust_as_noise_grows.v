(** * Joint-embedding is robust as the noise grows, reconstruction is not (sections 4.4 and 5.1, made exact)

    Section 5.1: "joint-embedding maintains robustness even with increasing noise magnitude, as shown in
    Corollary 4.5". The corollary orders the two thresholds; that one of them stays bounded is proved here.

    In words. Fix the signal c, th and the noise part th_j of theta, and let the noise variances g_j vary.
    - alpha_JE^2 <= (1 - delta)/delta for every noise spectrum g, with equality if and only if some th_j = 0.
      So one alpha with alpha^2 > (1 - delta)/delta is enough for noise of every magnitude.
    - alpha_RC^2 >= g_j/eta^2 - th_j/g_j - 1 for every j, and for noise s g with s >= 1 it is at least
      s g_j/eta^2 - th_j/g_j - 1. So it exceeds every bound as s grows, and no alpha is enough for all s.
    - So with that alpha every solution of joint-embedding spans the signal space, whatever g; and for every
      alpha every solution of reconstruction has a noise part, once s is large.
    The last two theorems say the same of the thresholds without commuting matrices ([noncommuting_blocks]).

    Hypotheses beyond the paper's. For the thresholds none; for the solutions those of Propositions 4.3 and
    4.4: the limit n -> infinity is replaced by its moments, the law is finite. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema thresholds diagonal proposition_4_3 proposition_4_4.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Thresholds.
Variables (F : realFieldType) (I J : finType) (i0 : I) (j0 : J).
Variables (c thI : I -> F) (g thJ : J -> F).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j) (thJ_ge0 : forall j, 0 <= thJ j).
Notation delta := (delta i0 c thI).
Notation eta2 := (eta2 i0 c thI).
Notation bound := ((1 - delta) / delta).
Notation scaled s := (fun j => s * g j).

(** Joint-embedding: one bound for noise of every magnitude. *)
Theorem je_threshold_bounded : alpha2_JE i0 j0 c thI g thJ <= bound.
Proof.
rewrite /alpha2_JE fmax_opp ger_addl oppr_le0; have [j -> _] := fminP j0 (fun j => thJ j / g j).
by rewrite divr_ge0 // ltW.
Qed.
(** The bound is attained if and only if theta leaves some noise direction alone. *)
Theorem je_threshold_attained : alpha2_JE i0 j0 c thI g thJ = bound <-> exists j, thJ j = 0.
Proof.
have E : (alpha2_JE i0 j0 c thI g thJ = bound) <-> (fmin j0 (fun j => thJ j / g j) = 0).
  rewrite /alpha2_JE fmax_opp; split=> [|->]; last by rewrite subr0.
  by move/eqP; rewrite -[X in _ == X]subr0 (inj_eq (addrI _)) eqr_opp => /eqP.
apply: iff_trans E _; have [j e le] := fminP j0 (fun j => thJ j / g j); rewrite e; split=> [/eqP|[l z]].
  by rewrite mulf_eq0 invr_eq0 (gt_eqF (g_gt0 j)) orbF => /eqP; exists j.
by apply/eqP; rewrite eq_le divr_ge0 ?(ltW (g_gt0 j)) // andbT; have := le l; rewrite z mul0r.
Qed.

(** Reconstruction: every noise direction alone bounds the threshold from below. *)
Theorem rc_threshold_lower j : g j / eta2 - thJ j / g j - 1 <= alpha2_RC i0 j0 c thI g thJ.
Proof. by rewrite /alpha2_RC; have [l -> ] := fmaxP j0 (fun j => g j / eta2 - thJ j / g j - 1); apply. Qed.
End Thresholds.

Section Growth.
Variables (F : realFieldType) (I J : finType) (i0 : I) (j0 : J).
Variables (c thI : I -> F) (g thJ : J -> F).
Hypotheses (c_gt0 : forall i, 0 < c i) (thI_ge0 : forall i, 0 <= thI i).
Hypotheses (g_gt0 : forall j, 0 < g j) (thJ_ge0 : forall j, 0 <= thJ j).
Notation eta2 := (eta2 i0 c thI).
Notation rc s := (alpha2_RC i0 j0 c thI (fun j => s * g j) thJ).

(** At least linear growth with the magnitude s of the noise. *)
Theorem rc_threshold_growth s j : 1 <= s -> s * g j / eta2 - thJ j / g j - 1 <= rc s.
Proof.
move=> s1; have s0 : 0 < s by apply: lt_le_trans s1; exact: ltr01.
apply: le_trans _ (rc_threshold_lower i0 j0 c thI (fun j => s * g j) thJ j).
rewrite ler_add2r ler_add2l ler_opp2 ler_wpmul2l // lef_pinv ?posrE ?mulr_gt0 //.
by rewrite ler_pemull // ltW.
Qed.
(** So no bound holds for noise of every magnitude. *)
Theorem rc_threshold_unbounded M : exists2 s0, 1 <= s0 & forall s, s0 <= s -> M < rc s.
Proof.
have e0 := eta2_gt0 i0 c_gt0 thI_ge0; have gj := g_gt0 j0; pose L := `|M + thJ j0 / g j0 + 1| * eta2 / g j0.
have L0 : 0 <= L by apply: divr_ge0; [apply: mulr_ge0; [exact: normr_ge0|exact: ltW]|exact: ltW].
exists (L + 1 + 1) => [|s hs]; first by rewrite ler_addr addr_ge0 ?ler01 //.
have s1 : 1 <= s by apply: le_trans hs; rewrite ler_addr addr_ge0 ?ler01 //.
apply: lt_le_trans (rc_threshold_growth j0 s1); rewrite ltr_subr_addr ltr_subr_addr addrAC.
apply: le_lt_trans (ler_norm _) _; rewrite ltr_pdivl_mulr // -ltr_pdivr_mulr // -/L.
by apply: lt_le_trans hs; rewrite -addrA ltr_addl addr_gt0 ?ltr01.
Qed.
End Growth.

(** The same at the level of the solutions. *)
Section Solutions.
Variables (F : rcfType) (k m : nat) (i0 : 'I_k) (j0 : 'I_m) (c thI : 'I_k -> F) (thJ : 'I_m -> F) (alpha : F).

(** With alpha^2 > (1 - delta)/delta every solution of joint-embedding spans the signal space, whatever the noise. *)
Theorem joint_embedding_robust : (1 - delta i0 c thI) / delta i0 c thI < alpha ^+ 2 ->
  forall (g : 'I_m -> F) (T : finType) n (p : T -> F) (e : T -> 'rV[F]_(k + m)) (X : 'M[F]_(n, k + m)) Q,
    population p e X Q c thI g thJ alpha ->
  forall W : 'M[F]_(k, k + m), je_optimal p (additive e) X W -> (W :=: signal Q)%MS.
Proof.
move=> above g T n p e X Q pop; apply/(proposition_4_4_row_space i0 j0 pop).
apply: le_lt_trans above; apply: je_threshold_bounded; [exact: pop_noise pop|exact: pop_theta_noise pop].
Qed.

(** For every alpha and every noise spectrum g there is a magnitude s0 from which on, for the noise s g, every solution
    of reconstruction has a noise part. *)
Theorem reconstruction_not_robust (g : 'I_m -> F) :
  (forall i, 0 < c i) -> (forall i, 0 <= thI i) -> (forall j, 0 < g j) -> (forall j, 0 <= thJ j) ->
  exists2 s0, 1 <= s0 & forall s, s0 <= s ->
  forall (T : finType) n (p : T -> F) (e : T -> 'rV[F]_(k + m)) (X : 'M[F]_(n, k + m)) Q,
    population p e X Q c thI (fun j => s * g j) thJ alpha ->
  forall (E : 'M[F]_(k, k + m)) D, rc_optimal p (additive e) X E D -> noise_part Q E != 0.
Proof.
move=> c0 t0 g0 tj0; have [s0 s1 h] := rc_threshold_unbounded i0 j0 c0 t0 g0 tj0 (alpha ^+ 2).
by exists s0 => // s /h below T n p e X Q pop E D; apply: (proposition_4_3_below pop below).
Qed.
End Solutions.

(** Without commuting matrices: the levels of [noncommuting_blocks]. *)
Section Blocks.
Variables (F : realFieldType) (m : nat) (Gamma2 Theta2 : 'M[F]_m).
Hypotheses (pG : pd Gamma2) (pT : psd Theta2).
Notation q M w := ((w *m M *m w^T) 0 0).

(** Joint-embedding: the level is at most (1 - delta)/delta, for every noise covariance. *)
Theorem je_level_bounded (delta lam : F) : pencil_least Theta2 Gamma2 lam ->
  (1 - delta) / delta - lam <= (1 - delta) / delta.
Proof.
move=> [_ [w w0 hw]]; rewrite ger_addl oppr_le0 -(pmulr_lge0 _ (pG w0)).
by rewrite (_ : lam * _ = q Theta2 w) //; apply/esym/eqP; rewrite -subr_eq0 -quadZ -quadB hw mul0mx mxE.
Qed.

(** Reconstruction: for noise s Gamma2 the level grows at least linearly, along every direction w. *)
Theorem rc_level_growth (eta2 mu s : F) (w : 'rV[F]_m) : 1 <= s -> w != 0 ->
  pencil_greatest (eta2^-1 *: (s *: Gamma2 *m (s *: Gamma2)) - Theta2) (s *: Gamma2) mu ->
  s * (q (Gamma2 *m Gamma2) w / q Gamma2 w) / eta2 - q Theta2 w / q Gamma2 w - 1 <= mu - 1.
Proof.
move=> s1 w0 [/(_ w) h _]; have s0 : 0 < s by apply: lt_le_trans s1; exact: ltr01.
have sq : s *: Gamma2 *m (s *: Gamma2) = (s * s) *: (Gamma2 *m Gamma2) by rewrite -scalemxAl -scalemxAr scalerA.
have g0 := pG w0; have t0 := pT w; move: h; rewrite sq !quadB !quadZ.
move: (q Gamma2 w) (q (_ *m _) w) (q Theta2 w) g0 t0 => x y t x0 t0 h.
rewrite ler_add2r -(ler_pmul2r (mulr_gt0 s0 x0)) -subr_ge0.
have R (b : F) : mu * (s * x) - (s * (y / x) * b - t / x) * (s * x)
  = (mu * (s * x) - (b * (s * s * y) - t)) + (s - 1) * t by field; rewrite gt_eqF.
by rewrite R addr_ge0 // mulr_ge0 // subr_ge0.
Qed.
End Blocks.
