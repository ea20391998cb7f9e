(** * How fast the labels may grow in Proposition 4.2

    The cross term (1/n) Y'N tends to 0 in probability when |Y|^2 = o(n^2), and almost surely when |Y|^2 <= B n
    ([strong_law_products]). For y_i = i and noise +1 or -1 it does not: at every n its modulus is at least 1 with
    probability at least 1/2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments expectation window rotation law_of_large_numbers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** (1/n) Y'N -> 0 in probability when |Y|^2 = o(n^2). The field need not be archimedean. *)
Theorem weak_law_products (F : realFieldType) l m (y : nat -> 'rV[F]_l) (Ga : 'M[F]_m) :
  (forall eta, 0 < eta -> exists N : nat, forall n, (N <= n)%N -> fnorm2 (first_rows y n) <= eta * n%:R ^+ 2) ->
  forall eps delta, 0 < eps -> 0 < delta -> exists N : nat, forall n, (N <= n)%N -> (0 < n)%N ->
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z K, (n <= M)%N -> draws O M e z Ga K ->
  except delta (fun w : outcome O => fnorm2 (cross_moment (first_rows y n) (first_rows (noise_row e w) n)) <= eps).
Proof.
move=> growth eps delta eps0 delta0; pose t := 1 + `|\tr Ga|.
have t0 : 0 < t by rewrite ltr_paddr ?ltr01.
have [N hN] := growth _ (divr_gt0 (mulr_gt0 eps0 delta0) t0).
exists N => n /hN small n0 L O M e z K nM dr; have n1 : 0 < n%:R :> F by rewrite ltr0n.
pose u (x : 'I_l * 'I_m) i : square L := y i 0 x.1 *: e i x.2.
pose f x := n%:R^-1 *: \sum_(0 <= i < n) u x i.
have diag i b : (i < M)%N -> moment (e i b) (e i b) = Ga b b.
  by move=> iM; have /matrixP/(_ b b) := draws_covariance dr iM; rewrite mxE.
have cost x : moment (f x) (f x) = n%:R^-1 ^+ 2 * (Ga x.2 x.2 * \sum_(i < n) y i 0 x.1 ^+ 2).
  rewrite momentZl momentZr mulrA -expr2 (@variance_sum _ _ (u x) M) //; last first.
    by move=> i j iM jM ij; rewrite momentZl momentZr (draws_uncorrelated dr) // !mulr0.
  congr (_ * _); rewrite big_mkord mulr_sumr; apply: eq_bigr => i _.
  by rewrite momentZl momentZr mulrA -expr2 diag ?(leq_trans (ltn_ord i)) // mulrC.
exists [seq (eps^-1, f x) | x <- index_enum [finType of 'I_l * 'I_m]]; split=> [||w].
- by apply/allP => x /mapP[q _ ->]; rewrite invr_ge0 ltW.
- rewrite big_map /= -mulr_sumr; under eq_bigr => x _ do rewrite cost.
  rewrite -mulr_sumr -(pair_bigA _ (fun s b => Ga b b * \sum_(i < n) y i 0 s ^+ 2)) /=.
  have -> : \sum_s \sum_b (Ga b b * \sum_(i < n) y i 0 s ^+ 2) = \tr Ga * fnorm2 (first_rows y n).
    rewrite fnorm2E [X in _ = _ * X]exchange_big mulr_sumr; apply: eq_bigr => s _; rewrite /mxtrace mulr_suml.
    by apply: eq_bigr => b _; congr (_ * _); apply: eq_bigr => i _; rewrite mxE.
  have h : \tr Ga * fnorm2 (first_rows y n) <= t * (eps * delta / t * n%:R ^+ 2).
    apply: (@le_trans _ _ (t * fnorm2 (first_rows y n))); last by rewrite ler_wpmul2l // ltW.
    by rewrite ler_wpmul2r ?fnorm2_ge0 // (le_trans (ler_norm _)) // ler_addr ler01.
  apply: (@le_trans _ _ (eps^-1 * (n%:R^-1 ^+ 2 * (t * (eps * delta / t * n%:R ^+ 2))))).
    by rewrite ler_wpmul2l ?invr_ge0 ?(ltW eps0) // ler_wpmul2l // sqr_ge0.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; field; rewrite !gt_eqF.
rewrite big_map /= -mulr_sumr mulrC ltr_pdivr_mulr // mul1r => /ltW; apply: le_trans.
rewrite fnorm2E pair_bigA le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => -[s b] _ /=.
congr (_ ^+ 2); rewrite !mxE /f valueZ value_sum big_mkord; congr (_ * _); apply: eq_bigr => i _.
by rewrite !mxE /u valueZ.
Qed.

(** The labels y_i = i with independent signs: refuted at every n. A set of outcomes with all those at which the mean is
    at least 1 has probability at least 1/2. *)
Section Signs.
Variables (F : realFieldType) (n : nat).
Notation signs := {ffun 'I_n.+1 -> bool}.

(** (1/n) sum_i i e_i. *)
Definition sign_mean (w : signs) : F := n.+1%:R^-1 * \sum_(i < n.+1) i.+1%:R * (-1) ^+ w i.

Let flip (w : signs) : signs := [ffun i => if i == ord_max then ~~ w i else w i].
Let flipK : involutive flip.
Proof. by move=> w; apply/ffunP => i; rewrite !ffunE; case: eqP => //; rewrite negbK. Qed.
Let flip_mean w : sign_mean (flip w) = sign_mean w - (-1) ^+ w ord_max *+ 2.
Proof.
have n0 : n.+1%:R != 0 :> F by rewrite pnatr_eq0.
rewrite /sign_mean (bigD1 ord_max) //= [\sum_i _](bigD1 ord_max) //= ffunE eqxx.
rewrite (eq_bigr (fun i : 'I_n.+1 => i.+1%:R * (-1) ^+ w i)) => [|i /negbTE h]; last by rewrite ffunE h.
rewrite signrN !mulrDr !mulKf // [X in _ = X]addrAC; congr (_ + _).
by rewrite mulr2n opprD addrA subrr sub0r.
Qed.

Theorem counting_labels_refuted (B : {set signs}) : (forall w, 1 <= sign_mean w ^+ 2 -> w \in B) ->
  2%:R^-1 <= \sum_(w in B) \prod_(i < n.+1) (2%:R^-1 : F).
Proof.
move=> all_in.
pose q : F := \prod_(i < n.+1) 2%:R^-1; have q0 : 0 <= q by apply: prodr_ge0 => i _; rewrite invr_ge0 ler0n.
pose A (w : signs) := 1 <= sign_mean w ^+ 2.
have total : \sum_(w : signs) q = 1.
  rewrite sumr_const card_ffun card_bool card_ord /q prodr_const card_ord -[LHS]mulr_natr natrX exprVn mulVf //.
  by rewrite expf_neq0 // pnatr_eq0.
have other w : ~~ A w -> A (flip w).
  rewrite /A -ltNge flip_mean => small; rewrite leNgt; apply/negP; move: small; move: (sign_mean w) => x.
  have ss : ((-1) ^+ w ord_max : F) ^+ 2 = 1 by rewrite sqrr_sign.
  move: ((-1) ^+ w ord_max : F) ss => s ss h1 h2.
  have : x ^+ 2 + (x - s *+ 2) ^+ 2 < 1 + 1 by rewrite ltr_add.
  rewrite ltNge => /negP; apply; rewrite -subr_ge0.
  have -> : x ^+ 2 + (x - s *+ 2) ^+ 2 - (1 + 1) = 2%:R * (x - s) ^+ 2 + 2%:R * (s ^+ 2) - (1 + 1) by ring.
  by rewrite ss mulr1 -[X in _ - X]/(2%:R) addrK mulr_ge0 ?ler0n ?sqr_ge0.
have half : \sum_(w | ~~ A w) q <= \sum_(w | A w) q.
  rewrite [X in _ <= X](reindex_inj (inv_inj flipK)) /= [X in _ <= X](bigID A) /= [X in _ <= _ + X](eq_bigl (fun w => ~~ A w)).
    by rewrite ler_addr sumr_ge0.
  by move=> w; case: (boolP (A w)) => [|/other ->]; rewrite ?andbF.
have two : 1 <= \sum_(w | A w) q + \sum_(w | A w) q.
  by rewrite -total (bigID A) /= ler_add2l.
apply: (@le_trans _ _ (\sum_(w | A w) q)); first by rewrite -(ler_pmul2r (ltr0n F 2)) mulVf ?pnatr_eq0 // mulr_natr mulr2n.
rewrite [X in _ <= X](bigID A) /= [X in _ <= X + _](eq_bigl A) => [|w]; first by rewrite ler_addl sumr_ge0.
by rewrite andb_idl // => /all_in.
Qed.
End Signs.
