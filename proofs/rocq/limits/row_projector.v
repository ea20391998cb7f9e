(** * The orthogonal projector onto the row space of a matrix, and its distance to the projector onto the signal coordinates. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd block inner frobenius moments spectral pencil recovery rc_pencil pencil_extreme supervised_rate je_fixed_sample.
From Jerc Require Import norm_bounds gram_bound.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Projector.
Variables (F : realFieldType) (d : nat).

Definition row_projector k (E : 'M[F]_(k, d)) : 'M[F]_d :=
  (row_base E)^T *m invmx (row_base E *m (row_base E)^T) *m row_base E.

Definition projects_on k (P : 'M[F]_d) (E : 'M[F]_(k, d)) := [/\ P^T = P, P *m P = P & (P :=: E)%MS].

Lemma free_gram_unit k (E : 'M[F]_(k, d)) : row_free E -> E *m E^T \in unitmx.
Proof. by move=> fE; have := @gram_unit _ _ _ E^T; rewrite trmxK; apply; rewrite /row_full mxrank_tr. Qed.

Lemma projects_free k (E : 'M[F]_(k, d)) : row_free E -> projects_on (E^T *m invmx (E *m E^T) *m E) E.
Proof.
move=> fE; have u := free_gram_unit fE; set G := E *m E^T in u *.
have PE : E *m (E^T *m invmx G *m E) = E by rewrite !mulmxA -/G mulmxV // mul1mx.
split; first by rewrite !trmx_mul trmxK trmx_inv /G trmx_mul trmxK mulmxA.
  by rewrite -[in LHS]mulmxA PE.
by apply/eqmxP/andP; split; [exact: submxMl|apply/submxP; exists E].
Qed.

Lemma row_projectorP k (E : 'M[F]_(k, d)) : projects_on (row_projector E) E.
Proof.
have [s i e] := projects_free (row_base_free E); split=> //.
exact: eqmx_trans e (eq_row_base E).
Qed.

Lemma projects_uniq k k' (P P' : 'M[F]_d) (E : 'M[F]_(k, d)) (E' : 'M[F]_(k', d)) :
  projects_on P E -> projects_on P' E' -> (E :=: E')%MS -> P = P'.
Proof.
move=> [s i e] [s' i' e'] ee.
have h (M N : 'M[F]_d) : N *m N = N -> (M <= N)%MS -> M *m N = M.
  by move=> iN /submxP[X ->]; rewrite -mulmxA iN.
have h1 : P *m P' = P by apply: h => //; rewrite e ee e'.
have h2 : P' *m P = P' by apply: h => //; rewrite e' -ee e.
by rewrite -s -h1 trmx_mul s s' h2.
Qed.

Lemma row_projector_eqmx k k' (E : 'M[F]_(k, d)) (E' : 'M[F]_(k', d)) : (E :=: E')%MS -> row_projector E = row_projector E'.
Proof. by move=> ee; apply: (projects_uniq (row_projectorP E) (row_projectorP E') ee). Qed.

Lemma row_projector_id k (E : 'M[F]_(k, d)) : E *m row_projector E = E.
Proof.
have [s i e] := row_projectorP E; have : (E <= row_projector E)%MS by rewrite e.
by case/submxP=> X h; rewrite {1}h -mulmxA i -h.
Qed.
End Projector.

Section Signal.
Variables (F : rcfType) (k m : nat).
Notation Pi := (pid_mx k : 'M[F]_(k + m)).
Lemma Pi_block : Pi = block_mx 1%:M 0 0 0.
Proof. by rewrite pid_mx_block. Qed.

(* row space of [1, K] *)
Lemma projector_slope (K : 'M[F]_(k, m)) : fnorm2 (row_projector (row_mx 1%:M K) - Pi) <= 2%:R * fnorm2 K.
Proof.
set E := row_mx 1%:M K; pose G := E *m E^T.
have GE : G = 1%:M + K *m K^T by rewrite /G /E tr_row_mx mul_row_col trmx1 mulmx1.
have fE : row_free E.
  by apply/row_freeP; exists (col_mx 1%:M 0); rewrite mul_row_col mulmx1 mulmx0 addr0.
have u : G \in unitmx by apply: free_gram_unit.
have pfE := projects_free fE; rewrite (projects_uniq (row_projectorP E) pfE (eqmx_refl E)).
have [s i _] := pfE; rewrite -/G in s i *; set P := E^T *m invmx G *m E in s i *.
have trP : \tr P = k%:R by rewrite /P mxtrace_mulC mulmxA -/G mulmxV // mxtrace1.
have trPi : \tr Pi = k%:R by rewrite Pi_block mxtrace_block mxtrace1 mxtrace0 addr0.
have trPPi : \tr (P *m Pi) = k%:R - \tr (invmx G *m (K *m K^T)).
  rewrite /P -!mulmxA mxtrace_mulC -!mulmxA.
  have -> : E *m (Pi *m E^T) = G - K *m K^T.
    by rewrite Pi_block tr_row_mx trmx1 mul_block_col !mul0mx !mulmx1 !addr0 mul_row_col mulmx1 mulmx0 addr0 GE addrK.
  by rewrite mulmxBr mulVmx // mxtraceB mxtrace1.
have sPi : Pi^T = Pi by rewrite tr_pid_mx.
have iPi : Pi *m Pi = Pi by rewrite Pi_block mulmx_block !(mul0mx, mulmx0, mulmx1, addr0).
have -> : fnorm2 (P - Pi) = \tr P - \tr (P *m Pi) *+ 2 + \tr Pi.
  rewrite /fnorm2 trmxB s sPi mulmxBl !mulmxBr i iPi !mxtraceB (mxtrace_mulC Pi).
  move: (\tr P) (\tr (P *m Pi)) (\tr Pi) => x y z; ring.
rewrite trP trPi trPPi; have -> : fnorm2 K = \tr (invmx G *m (K *m K^T)) + \tr (K *m K^T *m invmx G *m (K *m K^T)^T).
  rewrite -[fnorm2 K]/(\tr (K *m K^T)) -{1}[K *m K^T](mulKmx u) {2}GE mulmxDl mul1mx mulmxDr mxtraceD; congr (_ + _).
  by rewrite trmx_mul trmxK mulmxA mxtrace_mulC mulmxA.
have h : 0 <= \tr (K *m K^T *m invmx G *m (K *m K^T)^T).
  apply: psd_tr_ge0; apply: psd_congr; apply: pd_inv_psd; first by rewrite /G trmx_mul trmxK.
  rewrite GE; apply: pd_add_psd; last exact: psd_gram.
  move=> x x0; rewrite mulmx1 lt_neqAle sqnorm_ge0 andbT eq_sym.
  by apply: contra_neq x0 => /sqnorm_eq0.
move: h; move: (\tr (invmx G *m _)) (\tr (_ *m invmx G *m _)) => x y y0; rewrite -subr_ge0.
have -> : 2%:R * (x + y) - (k%:R - (k%:R - x) *+ 2 + k%:R) = 2%:R * y by ring.
by rewrite mulr_ge0 ?ler0n.
Qed.

(* a row space with a noise part is at a distance from the signal space *)
Lemma projector_far q (W : 'M[F]_(q, k + m)) : fnorm2 (rsubmx W) <= fnorm2 W * fnorm2 (row_projector W - Pi).
Proof.
have h : rsubmx W = W *m rsubmx (row_projector W - Pi).
  rewrite -[in LHS](row_projector_id W); move: (row_projector W) => P.
  have -> : rsubmx (P - Pi) = rsubmx P.
    rewrite Pi_block -[P]submxK opp_block_mx add_block_mx !oppr0 !addr0 !block_mxEh row_mxKr row_mxKr.
    by [].
  by rewrite -[P in LHS]hsubmxK mul_mx_row row_mxKr.
rewrite {1}h; apply: (le_trans (fnorm2_mul _ _)); rewrite ler_wpmul2l ?fnorm2_ge0 //.
move: (_ - _) => M; rewrite -[M in X in _ <= X]hsubmxK fnorm2_row_mx ler_addr fnorm2_ge0.
by [].
Qed.
End Signal.

Section GramToProjector.
Variables (F : rcfType) (k m : nat) (S1 : 'M[F]_k).
Hypotheses (sS : S1^T = S1) (pS : pd S1).
Theorem gram_to_projector : forall eps, 0 < eps -> exists2 eta, 0 < eta & forall W : 'M[F]_(k, k + m),
  fnorm2 (W^T *m W - signal_gram m S1) <= eta -> row_free W /\ fnorm2 (row_projector W - pid_mx k) <= eps.
Proof.
move=> eps eps0; have pI : pd (invmx S1).
  have uS := pd_unit pS; move=> x x0; have y0 : x *m invmx S1 != 0.
    by apply: contra_neq x0 => h; rewrite -[x](mulmxKV uS) h mul0mx.
  have := pS y0; rewrite mulmxKV // trmx_mul trmx_inv sS mulmxA.
  by [].
have sI : (invmx S1)^T = invmx S1 by rewrite trmx_inv sS.
have [mu mu0 low] := pd_lower sI pI.
pose nu := mu / 2%:R; have nu0 : 0 < nu by rewrite divr_gt0 // ltr0n.
have mu2 : mu = nu + nu by rewrite -mulr2n -mulr_natr divfK // pnatr_eq0.
exists (Num.min (nu ^+ 2) (eps * nu ^+ 2)) => [|W]; first by rewrite lt_minr exprn_gt0 //= mulr_gt0 ?exprn_gt0.
rewrite le_minr => /andP[hn he].
move: hn he; rewrite -[W]hsubmxK; move: (lsubmx W) (rsubmx W) => W1 W2.
rewrite tr_row_mx mul_col_row opp_block_mx add_block_mx !oppr0 !addr0 fnorm2_block => hn he.
have h11 : fnorm2 (W1^T *m W1 - invmx S1) <= nu ^+ 2.
  by apply: le_trans hn; rewrite -addrA ler_addl !addr_ge0 ?fnorm2_ge0.
have p11 : psd (W1^T *m W1 - nu%:M).
  have -> : W1^T *m W1 - nu%:M = (invmx S1 - mu%:M) + (nu%:M + (W1^T *m W1 - invmx S1)).
    rewrite mu2 raddfD /=; apply/matrixP => i j; rewrite !mxE; move: (\sum_j _) => x.
    have R (y z : F) : x - z = y - (z + z) + (z + (x - y)) by ring.
    exact: R.
  by apply: psdD => //; apply: psd_small => //; apply: ltW.
have uW : W1 \in unitmx.
  have : W1^T *m W1 \in unitmx by apply: pd_unit; apply: (psd_gap_pd nu0 p11).
  by rewrite unitmx_mul => /andP[].
have WE : row_mx W1 W2 = W1 *m row_mx 1%:M (invmx W1 *m W2) by rewrite mul_mx_row mulmx1 mulKVmx.
set K := invmx W1 *m W2 in WE.
have e : (row_mx W1 W2 :=: row_mx 1%:M K)%MS by rewrite WE; apply: eqmxMfull; rewrite row_full_unit.
split.
  rewrite /row_free e; apply/row_freeP; exists (col_mx 1%:M 0).
  by rewrite mul_row_col mulmx1 mulmx0 addr0.
rewrite (row_projector_eqmx e); apply: (le_trans (projector_slope K)).
have b := resolvent_bound K^T (ltW nu0) p11.
have E : K^T *m (W1^T *m W1) = (W1^T *m W2)^T by rewrite /K !trmx_mul trmxK trmx_inv !mulmxA mulmxKV // unitmx_tr.
rewrite E !fnorm2_tr in b; rewrite -(ler_pmul2r (_ : 0 < nu ^+ 2)) ?exprn_gt0 //; apply: le_trans he.
rewrite mulrC mulrCA; apply: le_trans (_ : 2%:R * fnorm2 (W1^T *m W2) <= _).
  by rewrite ler_wpmul2l ?ler0n.
have -> : fnorm2 (W2^T *m W1) = fnorm2 (W1^T *m W2) by rewrite -fnorm2_tr trmx_mul trmxK.
move: (fnorm2_ge0 (W1^T *m W1 - invmx S1)) (fnorm2_ge0 (W2^T *m W2)).
move: (fnorm2 _) (fnorm2 (W1^T *m W2)) (fnorm2 (W2^T *m W2)) => x y z x0 z0; rewrite -subr_ge0.
have -> : x + y + (y + z) - 2%:R * y = x + z by ring.
exact: addr_ge0.
Qed.

Corollary exact_projector (W : 'M[F]_(k, k + m)) : W^T *m W = signal_gram m S1 -> row_projector W = pid_mx k.
Proof.
move=> e; apply/eqP; rewrite -subr_eq0; apply/eqP/fnorm2_eq0/eqP; rewrite eq_le fnorm2_ge0 andbT.
rewrite leNgt; apply/negP => h0.
have [eta eta0 /(_ W)] := gram_to_projector (divr_gt0 h0 (ltr0n _ 2)).
rewrite e subrr fnorm2_0 => /(_ (ltW eta0))[_]; rewrite ler_pdivl_mulr ?ltr0n // ger_pmulr // leNgt.
by rewrite ltr1n.
Qed.
End GramToProjector.
