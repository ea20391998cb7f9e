(** * The strong law of large numbers in window form, for every law with fourth moments

    Rajchman's argument. Along the squares n = r^2 the variance of the mean is summable; between two squares a
    sum of at most 2r terms is bounded by Cauchy's inequality. Only uncorrelated variables are needed, and N
    depends on the law through its moments alone. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments expectation window rotation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma cauchy_range (F : realFieldType) (x : nat -> F) p q :
  (\sum_(p <= i < q) x i) ^+ 2 <= (q - p)%:R * \sum_(p <= i < q) x i ^+ 2.
Proof.
have [qp|pq] := leqP q p; first by rewrite !big_geq // expr0n mulr0.
set s := \sum_(p <= i < q) x i; set t := \sum_(p <= i < q) x i ^+ 2; pose k : F := (q - p)%:R.
have k0 : 0 < k by rewrite ltr0n subn_gt0.
have sq c : \sum_(p <= i < q) (x i - c) ^+ 2 = t - c *+ 2 * s + c ^+ 2 * k.
  rewrite /s /t /k mulr_sumr [c ^+ 2 * _]mulr_natr -sumr_const_nat -sumrB -big_split.
  by apply: eq_bigr => i _ /=; ring.
have e : \sum_(p <= i < q) (x i - s / k) ^+ 2 = t - s ^+ 2 / k.
  by rewrite sq; field; rewrite gt_eqF.
have : 0 <= t - s ^+ 2 / k by rewrite -e; apply: sumr_ge0 => i _; apply: sqr_ge0.
by rewrite subr_ge0 ler_pdivr_mulr // mulrC.
Qed.

Lemma nat_root n : exists r, (r ^ 2 <= n < r.+1 ^ 2)%N.
Proof.
elim: n => [|n [r /andP[h1 h2]]]; first by exists 0%N.
have [h|h] := leqP (r.+1 ^ 2) n.+1; last by exists r; rewrite (leq_trans h1).
exists r.+1; rewrite h /=; apply: (leq_ltn_trans h2).
by rewrite ltn_exp2r.
Qed.

Section Rajchman.
Variables (F : realFieldType) (L : expectation F) (O : outcomes L) (u : nat -> square L) (M : nat) (K : F).
Hypothesis uncorrelated : forall i j, (i < M)%N -> (j < M)%N -> i != j -> moment (u i) (u j) = 0.
Notation v i := (moment (u i) (u i)).
Hypotheses (K0 : 0 <= K) (bounded : forall n, (n <= M)%N -> \sum_(0 <= i < n) v i <= K * n%:R).
Let S n := \sum_(0 <= i < n) u i.
Let V n := \sum_(0 <= i < minn n M) v i.

Lemma variance_sum n : (n <= M)%N -> moment (S n) (S n) = \sum_(0 <= i < n) v i.
Proof.
elim: n => [|n ih] h; first by rewrite /S !big_geq // moment0l.
have cross m : (m <= n)%N -> moment (S m) (u n) = 0.
  elim: m => [|m ihm] hm; first by rewrite /S big_geq // moment0l.
  rewrite /S big_nat_recr //= momentDl -/(S m) ihm ?(ltnW hm) // uncorrelated ?addr0 //.
    exact: ltn_trans h.
  by rewrite neq_ltn hm.
rewrite {1 2}/S !big_nat_recr //= -/(S n) !momentDl !momentDr ih ?(ltnW h) // (momentC (u n)) cross //.
by rewrite addr0 add0r.
Qed.

Let V0 n : 0 <= V n. Proof. by apply: sumr_ge0 => i _; apply: moment_ge0. Qed.
Let Vn n : V n <= K * n%:R.
Proof.
apply: (le_trans (bounded (geq_minr n M))).
by rewrite ler_wpmul2l // ler_nat geq_minl.
Qed.

Variable eps : F.
Hypothesis eps0 : 0 < eps.
Notation q r := (r%:R : F).

(** The cost of the window between two squares. *)
Let cost r := (2%:R * V (r ^ 2) / q r ^+ 4 + 4%:R * (V (r.+1 ^ 2) - V (r ^ 2)) / q r ^+ 3) / eps.

Lemma between_squares r : (0 < r)%N -> except (cost r) (fun w : outcome O =>
  forall n, (r ^ 2 <= n < r.+1 ^ 2)%N -> (n <= M)%N -> value w (S n) ^+ 2 <= eps * q n ^+ 2).
Proof.
move=> r0; have r1 : 0 < q r by rewrite ltr0n.
pose lo := minn (r ^ 2) M; pose hi := minn (r.+1 ^ 2) M.
pose c1 := 2%:R / q r ^+ 4 / eps; pose c2 := 4%:R / q r ^+ 3 / eps.
have c10 : 0 <= c1 by rewrite !divr_ge0 ?ler0n ?exprn_ge0 // ltW.
have c20 : 0 <= c2 by rewrite !divr_ge0 ?ler0n ?exprn_ge0 // ltW.
have lohi : (lo <= hi)%N by rewrite /lo /hi leq_min geq_minr andbT geq_min leq_exp2r // leqnSn.
exists ((c1, S lo) :: [seq (c2, u i) | i <- index_iota lo hi]); split=> [||w].
- by rewrite /= c10 /=; apply/allP => x /mapP[i _ ->].
- rewrite big_cons big_map /= -mulr_sumr variance_sum ?geq_minr // -/(V (r ^ 2)).
  have -> : \sum_(lo <= i < hi) v i = V (r.+1 ^ 2) - V (r ^ 2).
    by rewrite /V -/hi -/lo (big_cat_nat _ _ _ (leq0n lo) lohi) /= [X in X - _]addrC addrK.
  rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /cost /c1 /c2; field.
  by rewrite !gt_eqF.
rewrite big_cons big_map /= -mulr_sumr => small n /andP[rn nr] nM.
have loE : lo = (r ^ 2)%N by apply/minn_idPl; apply: leq_trans nM.
have nhi : (n <= hi)%N by rewrite leq_min nM andbT ltnW.
pose a := value w (S lo); pose b := \sum_(lo <= i < n) value w (u i).
pose B := \sum_(lo <= i < hi) value w (u i) ^+ 2.
have SE : value w (S n) = a + b.
  by rewrite /a /b /S !value_sum (big_cat_nat _ _ _ (leq0n lo)) // loE.
have bB : b ^+ 2 <= 2%:R * q r * B.
  apply: (le_trans (cauchy_range _ _ _)).
  have part : \sum_(lo <= i < n) value w (u i) ^+ 2 <= B.
    rewrite /B (big_cat_nat _ _ _ _ nhi) ?loE //= ler_addl; apply: sumr_ge0 => i _; exact: sqr_ge0.
  have t0 : 0 <= \sum_(lo <= i < n) value w (u i) ^+ 2 by apply: sumr_ge0 => i _; exact: sqr_ge0.
  apply: ler_pmul => //; first exact: ler0n.
  rewrite -natrM ler_nat loE leq_subLR; move: nr.
  by rewrite -[r.+1]addn1 sqrnD muln1 exp1n addnAC addn1 ltnS.
have small2 : 2%:R * a ^+ 2 + 4%:R * q r * B < eps * q r ^+ 4.
  move: small; rewrite -/a -/B => small.
  have R : c1 * a ^+ 2 + c2 * B = (2%:R * a ^+ 2 + 4%:R * q r * B) / (eps * q r ^+ 4).
    by rewrite /c1 /c2; field; rewrite !gt_eqF.
  by move: small; rewrite R ltr_pdivr_mulr ?mul1r // mulr_gt0 // exprn_gt0.
have step1 : (a + b) ^+ 2 <= 2%:R * a ^+ 2 + 2%:R * b ^+ 2.
  rewrite -subr_ge0; have -> : 2%:R * a ^+ 2 + 2%:R * b ^+ 2 - (a + b) ^+ 2 = (a - b) ^+ 2 by ring.
  exact: sqr_ge0.
have step2 : 2%:R * a ^+ 2 + 2%:R * b ^+ 2 <= 2%:R * a ^+ 2 + 4%:R * q r * B.
  rewrite ler_add2l; have -> : 4%:R * q r * B = 2%:R * (2%:R * q r * B) by ring.
  by rewrite ler_wpmul2l ?ler0n.
have step3 : eps * q r ^+ 4 <= eps * q n ^+ 2.
  rewrite ler_wpmul2l ?(ltW eps0) // -!natrX ler_nat (_ : 4 = 2 * 2)%N // expnM leq_exp2r //.
rewrite SE; apply: (le_trans step1); apply: (le_trans step2); exact: le_trans (ltW small2) step3.
Qed.

(** The costs are summable. *)
Lemma total_cost R R' : (0 < R)%N -> (R <= R')%N -> \sum_(R <= r < R') cost r <= 32%:R * K / (eps * q R).
Proof.
move=> R0 RR'; have qR : 0 < q R by rewrite ltr0n.
suff h : \sum_(R <= r < R') cost r * eps <= 4%:R * V (R' ^ 2) / q R' ^+ 3 + 32%:R * K * ((q R)^-1 - (q R')^-1).
  have qR' : 0 < q R' by rewrite ltr0n (leq_trans R0).
  rewrite -mulr_suml in h; rewrite -(ler_pmul2r eps0); apply: (le_trans h).
  have -> : 32%:R * K / (eps * q R) * eps = 32%:R * K * (q R)^-1 by field; rewrite !gt_eqF.
  rewrite mulrBr -addrCA ger_addl subr_le0; apply: (@le_trans _ _ (4%:R * (K * q R' ^+ 2) / q R' ^+ 3)).
    by rewrite ler_wpmul2r ?invr_ge0 ?exprn_ge0 ?ler0n // ler_wpmul2l ?ler0n // -natrX.
  have -> : 4%:R * (K * q R' ^+ 2) / q R' ^+ 3 = 4%:R * (K / q R') by field; rewrite gt_eqF.
  rewrite -[X in _ <= X]mulrA ler_wpmul2r ?ler_nat // ?divr_ge0 ?ler0n //.
elim: R' RR' => [|R' ih RR']; first by rewrite leqn0 => /eqP e; rewrite e in R0.
have [RR|] := leqP R R'; last first.
  move=> lt; have -> : R'.+1 = R by apply/eqP; rewrite eqn_leq RR' lt.
  by rewrite big_geq // subrr mulr0 addr0 divr_ge0 ?exprn_ge0 ?ler0n // mulr_ge0 ?ler0n.
rewrite big_nat_recr //=; have {ih}h := ih RR.
have r0 : 0 < q R' by rewrite ltr0n (leq_trans R0).
have r1 : q R'.+1 = q R' + 1 by rewrite -addn1 natrD.
have v1 := Vn (R' ^ 2); have v2 := Vn (R'.+1 ^ 2); rewrite natrX in v1; rewrite natrX in v2.
have r2 : 1 <= q R' by rewrite ler1n (leq_trans R0).
move: h v1 v2; rewrite /cost r1 divfK ?gt_eqF //; move: (V (R' ^ 2)) (V (R'.+1 ^ 2)) => x y.
move: (\sum_(R <= _ < R') _) (q R)^-1 => c i; move: (q R') r0 r2 => r r0 r2 {r1} h v1 v2.
have s0 : 0 < r + 1 by rewrite addr_gt0 ?ltr01.
rewrite -subr_ge0 in h; rewrite -subr_ge0 in v1; rewrite -subr_ge0 in v2; rewrite -subr_ge0 in r2.
rewrite -subr_ge0; pose g := 3%:R * r ^+ 2 + 3%:R * r + 1.
have g0 : 0 <= g by rewrite !addr_ge0 ?mulr_ge0 ?exprn_ge0 ?ler0n ?ler01 // ltW.
have R1 : 4%:R * y / (r + 1) ^+ 3 + 32%:R * K * (i - (r + 1)^-1)
    - (c + (2%:R * x / r ^+ 4 + 4%:R * (y - x) / r ^+ 3))
  = (4%:R * x / r ^+ 3 + 32%:R * K * (i - r^-1) - c) + 2%:R / r ^+ 4 * (K * r ^+ 2 - x)
    + 4%:R * g / (r ^+ 3 * (r + 1) ^+ 3) * (K * (r + 1) ^+ 2 - y)
    + 2%:R * K * (r - 1) * (9%:R * r + 2%:R) / (r ^+ 3 * (r + 1)).
  by rewrite /g; field; rewrite !gt_eqF.
rewrite R1; apply: addr_ge0; [apply: addr_ge0; [apply: addr_ge0 => //|]|].
- by rewrite mulr_ge0 // divr_ge0 ?ler0n ?exprn_ge0 // ltW.
- by rewrite mulr_ge0 // divr_ge0 ?mulr_ge0 ?exprn_ge0 ?ler0n // ltW.
have t0 : 0 <= 9%:R * r + 2%:R by rewrite addr_ge0 ?mulr_ge0 ?ler0n // ltW.
have d0 : 0 <= r ^+ 3 * (r + 1) by rewrite mulr_ge0 ?exprn_ge0 // ltW.
by apply: divr_ge0 d0; apply: mulr_ge0 t0; apply: mulr_ge0 r2; rewrite mulr_ge0 ?ler0n.
Qed.

(** The law of large numbers, with the window that it needs. *)
Lemma rajchman R : (0 < R)%N -> except (32%:R * K / (eps * q R)) (fun w : outcome O =>
  forall n, (R ^ 2 <= n <= M)%N -> value w (S n) ^+ 2 <= eps * q n ^+ 2).
Proof.
move=> R0; pose R' := maxn R M.+1.
have h := @except_range _ _ O cost _ R R' (fun r Rr => between_squares (leq_trans R0 Rr)).
apply: except_mono (total_cost R0 (leq_maxl R M.+1)) _ h => w hw n /andP[Rn nM].
have [r /andP[r1 r2]] := nat_root n; apply: (hw r); rewrite ?r1 //.
apply/andP; split.
  by have := leq_ltn_trans Rn r2; rewrite ltn_exp2r // ltnS.
rewrite leq_max; apply/orP; right; rewrite ltnS; apply: leq_trans nM; apply: leq_trans r1.
by case: r {r2} => // r; rewrite expnS expn1 leq_pmulr.
Qed.
End Rajchman.

(** Matrices: the noise alone, and its products with a fixed sequence of rows. *)
Section Matrices.
Variable F : realFieldType.

Lemma mean_square_small (x eps : F) n : (0 < n)%N -> x ^+ 2 <= eps * n%:R ^+ 2 -> (n%:R^-1 * x) ^+ 2 <= eps.
Proof.
move=> n0 h; have n1 : 0 < n%:R :> F by rewrite ltr0n.
by rewrite exprMn exprVn mulrC ler_pdivr_mulr ?exprn_gt0.
Qed.

Lemma entries_small a b (X : 'M[F]_(a, b)) eps : 0 < eps ->
  (forall i j, X i j ^+ 2 <= eps / (a * b).+1%:R) -> fnorm2 X <= eps.
Proof.
move=> e0 h; rewrite fnorm2E.
apply: (@le_trans _ _ (\sum_(i < a) \sum_(j < b) eps / (a * b).+1%:R)).
  by apply: ler_sum => i _; apply: ler_sum => j _.
rewrite sumr_const sumr_const card_ord card_ord -mulrnA mulnC -mulr_natr -mulrA ger_pmulr //.
by rewrite mulrC ler_pdivr_mulr ?ltr0n // mul1r ler_nat leqnSn.
Qed.

Hypothesis archimedean : Num.archimedean_axiom F.

(** A window that starts late enough. *)
Lemma late_start (K eps delta : F) : 0 <= K -> 0 < eps -> 0 < delta ->
  exists2 R, (0 < R)%N & 32%:R * K / (eps * R%:R) <= delta.
Proof.
move=> K0 e0 d0; have [R hR] := archimedean (32%:R * K / (eps * delta)).
have R0 : (0 < R)%N by rewrite -(ltr0n F); apply: le_lt_trans (normr_ge0 _) hR.
exists R => //; have := le_lt_trans (ler_norm _) hR.
rewrite ltr_pdivr_mulr ?mulr_gt0 // ler_pdivr_mulr ?mulr_gt0 ?ltr0n // => /ltW h; apply: (le_trans h).
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

(** All entries of a matrix of means at once. *)
Lemma means_small a b (K eps delta : F) : 0 <= K -> 0 < eps -> 0 < delta ->
  exists2 N : nat, (0 < N)%N & forall (L : expectation F) (O : outcomes L) M (u : 'I_a -> 'I_b -> nat -> square L),
  (forall s t i j, (i < M)%N -> (j < M)%N -> i != j -> moment (u s t i) (u s t j) = 0) ->
  (forall s t n, (n <= M)%N -> \sum_(0 <= i < n) moment (u s t i) (u s t i) <= K * n%:R) ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
    fnorm2 (\matrix_(s, t) (n%:R^-1 * \sum_(0 <= i < n) value w (u s t i))) <= eps).
Proof.
move=> K0 e0 d0; pose c : F := (a * b).+1%:R; have c0 : 0 < c by rewrite ltr0n.
have [R R0 hR] := late_start K0 (divr_gt0 e0 c0) (divr_gt0 d0 c0).
exists (R ^ 2)%N => [|L O M u orth bound]; first by rewrite expn_gt0 R0.
have h (x : 'I_a * 'I_b) := rajchman O (orth x.1 x.2) K0 (bound x.1 x.2) (divr_gt0 e0 c0) R0.
apply: except_mono (except_family h) => [|w hw n Nn].
  rewrite card_prod !card_ord; apply: le_trans (ler_wmuln2r _ hR) _.
  by rewrite -mulr_natr -mulrA ger_pmulr // mulrC ler_pdivr_mulr // mul1r ler_nat leqnSn.
have n0 : (0 < n)%N by case/andP: Nn => Nn _; apply: leq_trans Nn; rewrite expn_gt0 R0.
apply: entries_small => // s t; rewrite mxE; apply: mean_square_small => //.
by have := hw (s, t) n Nn; rewrite value_sum.
Qed.

Variables (m : nat) (Ga : 'M[F]_m) (K eps delta : F).
Hypotheses (eps0 : 0 < eps) (delta0 : 0 < delta).

(** (1/n) N'N -> Gamma. *)
Theorem strong_law : exists2 N : nat, (0 < N)%N &
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z Ga K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
    fnorm2 (mC (first_rows (noise_row e w) n) - Ga) <= eps).
Proof.
have [N N0 h] := means_small m m (normr_ge0 K) eps0 delta0; exists N => // L O M e z dr.
pose u s t i : square L := z i s t - Ga s t *: one L.
have uu s t i j : (i < M)%N -> (j < M)%N ->
    moment (u s t i) (u s t j) = moment (z i s t) (z j s t) - Ga s t ^+ 2.
  move=> iM jM; rewrite /u momentBl !momentBr !momentZl !momentZr moment_one (momentC (one L)).
  by rewrite !(draws_product_mean dr) //; ring.
have [||] := h L O M u.
- by move=> s t i j iM jM ij; rewrite uu // (draws_product_uncorrelated dr) // subrr.
- move=> s t n nM; rewrite -[n in X in _ <= X]subn0 mulr_natr -sumr_const_nat big_nat [X in _ <= X]big_nat.
  apply: ler_sum => i /andP[_ iM]; have {}iM := leq_trans iM nM; rewrite uu // ler_subl_addr.
  apply: le_trans (draws_product_moment dr s t iM) _; apply: le_trans (ler_norm K) _.
  by rewrite ler_addl sqr_ge0.
move=> s hs; exists s; case: hs => s0 cost small; split=> // w /small hw n Nn.
apply: le_trans (hw n Nn); rewrite le_eqVlt; apply/orP; left; apply/eqP; congr fnorm2.
have n0 : (0 < n)%N by apply: leq_trans N0 _; case/andP: Nn.
apply/matrixP => a b; rewrite !mxE big_mkord.
transitivity (n%:R^-1 * (\sum_(i < n) (value w (e i a) * value w (e i b) - Ga a b))).
  rewrite sumrB sumr_const card_ord mulrBr -[Ga a b *+ n]mulr_natr [Ga a b * _]mulrC mulKf ?pnatr_eq0 -?lt0n //.
  by congr (_ * _ - _); apply: eq_bigr => i _; rewrite !mxE.
congr (_ * _); apply: eq_bigr => i _; have iM : (i < M)%N by apply: leq_trans (ltn_ord i) _; case/andP: Nn.
by rewrite /u valueB valueZ value_one mulr1 (draws_product dr).
Qed.

(** (1/n) Y'N -> 0 for rows y_i with |Y|^2 <= B n. *)
Theorem strong_law_products l (y : nat -> 'rV[F]_l) (B : F) :
  (forall n, fnorm2 (first_rows y n) <= B * n%:R) -> exists2 N : nat, (0 < N)%N &
  forall (L : expectation F) (O : outcomes L) M (e : nat -> 'I_m -> square L) z, draws O M e z Ga K ->
  except delta (fun w : outcome O => forall n, (N <= n <= M)%N ->
    fnorm2 (cross_moment (first_rows y n) (first_rows (noise_row e w) n)) <= eps).
Proof.
move=> bound; have B0 : 0 <= B by have := bound 1%N; rewrite mulr1; apply: le_trans; exact: fnorm2_ge0.
pose G := \sum_b `|Ga b b|; have G0 : 0 <= G by apply: sumr_ge0 => b _; apply: normr_ge0.
have [N N0 h] := means_small l m (mulr_ge0 B0 G0) eps0 delta0; exists N => // L O M e z dr.
pose u s t i : square L := y i 0 s *: e i t.
have [||] := h L O M u.
- by move=> s t i j iM jM ij; rewrite momentZl momentZr (draws_uncorrelated dr) // !mulr0.
- move=> s t n nM; apply: (@le_trans _ _ (\sum_(0 <= i < n) y i 0 s ^+ 2 * G)).
    rewrite big_nat [X in _ <= X]big_nat; apply: ler_sum => i /andP[_ iM]; have {}iM := leq_trans iM nM.
    rewrite momentZl momentZr mulrA -expr2 ler_wpmul2l ?sqr_ge0 //.
    have := draws_covariance dr iM => /matrixP/(_ t t); rewrite mxE => ->; apply: le_trans (ler_norm _) _.
    by rewrite /G (bigD1 t) //= ler_addl; apply: sumr_ge0 => b _; apply: normr_ge0.
  rewrite -mulr_suml mulrAC ler_wpmul2r //; apply: le_trans (bound n).
  rewrite big_mkord fnorm2E; apply: ler_sum => i _; rewrite (bigD1 s) //= !mxE ler_addl.
  by apply: sumr_ge0 => j _; rewrite sqr_ge0.
move=> s hs; exists s; case: hs => s0 cost small; split=> // w /small hw n Nn.
apply: le_trans (hw n Nn); rewrite le_eqVlt; apply/orP; left; apply/eqP; congr fnorm2.
apply/matrixP => a b; rewrite !mxE big_mkord; congr (_ * _); apply: eq_bigr => i _.
by rewrite !mxE /u valueZ.
Qed.
End Matrices.
