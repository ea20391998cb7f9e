(** * Weighted sums against sums of leading entries

    For decreasing om and weights 0 <= p_j <= 1 of total k: sum om_j p_j <= om_1 + ... + om_k, with equality
    under a gap only if all the weight is on the k leading entries. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section TopK.
Variables (F : realFieldType) (d k : nat) (om p : 'I_d -> F).
Let b (j : 'I_d) : F := (j < k)%:R.

Lemma top_gap c :
  \sum_(j < d | (j < k)%N) om j - \sum_j om j * p j
  = \sum_j (om j - c) * (b j - p j) + c * (\sum_j b j - \sum_j p j).
Proof.
rewrite big_mkcond -!sumrB mulr_sumr -big_split /=; apply: eq_bigr => j _.
by rewrite /b; case: (j < k)%N => /=; ring.
Qed.

Lemma sum_ltk : (k <= d)%N -> \sum_j b j = k%:R.
Proof.
move=> kd; rewrite -natr_sum -(big_mkcond (fun j : 'I_d => (j < k)%N) (fun=> 1%N)) /=.
by rewrite (big_ord_narrow kd) sum_nat_const card_ord muln1.
Qed.

Hypothesis p01 : forall j, 0 <= p j <= 1.

Lemma top_term_ge0 c (j : 'I_d) : ((j < k)%N -> c <= om j) -> ((k <= j)%N -> om j <= c) ->
  0 <= (om j - c) * (b j - p j).
Proof.
move=> h1 h2; have /andP[p0 p1] := p01 j; rewrite /b; case: ltnP => [/h1|/h2] h.
  by rewrite mulr_ge0 ?subr_ge0.
by rewrite mulr_le0 ?subr_le0.
Qed.

Lemma top_le c : (forall j : 'I_d, (j < k)%N -> c <= om j) -> (forall j : 'I_d, (k <= j)%N -> om j <= c) ->
  0 <= c * (\sum_j b j - \sum_j p j) ->
  \sum_j om j * p j <= \sum_(j < d | (j < k)%N) om j.
Proof.
move=> h1 h2 h3; rewrite -subr_ge0 (top_gap c) addr_ge0 // sumr_ge0 // => j _.
by apply: top_term_ge0; [apply: h1|apply: h2].
Qed.

Hypothesis om_sorted : forall i j : 'I_d, (i <= j)%N -> om j <= om i.

Lemma sorted_cut : exists2 c, (forall j : 'I_d, (j < k)%N -> c <= om j)
                            & (forall j : 'I_d, (k <= j)%N -> om j <= c).
Proof.
have [i ik|k0] := pickP (fun i : 'I_d => (k <= i)%N).
  by exists (om (Ordinal (leq_ltn_trans ik (ltn_ord i)))) => j hj; apply: om_sorted => //=; apply: ltnW.
case: d om om_sorted k0 => [|n] o so k0; first by exists 0; case.
exists (o ord_max) => j; first by move=> _; apply: so; rewrite -ltnS ltn_ord.
by rewrite (k0 j).
Qed.

Lemma top_le_sum : (k <= d)%N -> \sum_j p j = k%:R ->
  \sum_j om j * p j <= \sum_(j < d | (j < k)%N) om j.
Proof.
move=> kd sp; have [c h1 h2] := sorted_cut.
by apply: (@top_le c) => //; rewrite sum_ltk // sp subrr mulr0.
Qed.

(* strict gap: equality forces p_j = [j < k] *)
Lemma top_eq : (k <= d)%N -> \sum_j p j = k%:R ->
  (forall i j : 'I_d, (i < k <= j)%N -> om j < om i) ->
  \sum_j om j * p j = \sum_(j < d | (j < k)%N) om j ->
  forall j : 'I_d, (k <= j)%N -> p j = 0.
Proof.
move=> kd sp gap e j kj; have k_lt_d := leq_ltn_trans kj (ltn_ord j).
pose c := om (Ordinal k_lt_d).
have h1 (i : 'I_d) : (i < k)%N -> c < om i by move=> ik; apply: gap; rewrite ik /=.
have h2 (i : 'I_d) : (k <= i)%N -> om i <= c by move=> ki; apply: om_sorted.
have := top_gap c; rewrite e subrr sum_ltk // sp subrr mulr0 addr0 => /esym.
move=> /psumr_eq0P z.
have z0 (i : 'I_d) : (i < k)%N -> p i = 1.
  move=> ik; have /eqP := z (fun i _ => top_term_ge0 (fun h => ltW (h1 i h)) (h2 i)) i isT.
  by rewrite mulf_eq0 subr_eq0 gt_eqF ?h1 //= /b ik subr_eq0 => /eqP.
have : \sum_(i < d | ~~ (i < k)%N) p i = 0.
  apply: (@addrI _ k%:R); rewrite addr0 -[RHS]sp [RHS](bigID (fun i : 'I_d => (i < k)%N)) /=.
  congr (_ + _); rewrite -(sum_ltk kd) /b [LHS]big_mkcond [RHS]big_mkcond /=.
  by apply: eq_bigr => i _; case: ltnP => // /z0 ->.
move/psumr_eq0P; apply; last by rewrite -leqNgt.
by move=> i _; have /andP[] := p01 i.
Qed.
End TopK.

Lemma mul_pid_cols (R : comRingType) m d k (X : 'M[R]_(m, d)) :
  (forall i (j : 'I_d), (k <= j)%N -> X i j = 0) ->
  X *m (pid_mx k : 'M_(d, k)) *m (pid_mx k : 'M_(k, d)) = X.
Proof.
move=> Xz; rewrite -mulmxA mul_pid_mx !minnn; apply/matrixP => i j.
rewrite mxE (bigD1 j) //= big1 => [|l /negPf lj]; last first.
  by rewrite !mxE -[_ == _ :> nat]/(l == j) lj mulr0.
by rewrite !mxE eqxx /= addr0; case: ltnP => [_|/Xz ->]; rewrite ?mulr1 ?mul0r.
Qed.
