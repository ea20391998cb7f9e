(** * The Gaussian law N(0, Gamma), on polynomials of degree at most two

    The products of two such polynomials have degree at most four, and the Gaussian moments up to order four are
    given by Isserlis' formula. The functional is defined by the expansion in Hermite polynomials, so that it is
    positive by construction; Isserlis' formula is a theorem. The variables are x_i = sum_s R_si xi_s with xi
    standard normal, so Gamma = R'R. An outcome is any value of the x_i. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments realisation expectation window.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Gaussian.
Variables (F : realFieldType) (I S : finType) (R : S -> I -> F).

(** c + sum_i b_i x_i + sum_ij A_ij x_i x_j, as (c, b, A). *)
Definition quadratic := [lmodType F of (F^o * {ffun I -> F^o} * {ffun I * I -> F^o})%type].
Definition at_point (x : I -> F) (f : quadratic) : F :=
  f.1.1 + \sum_i f.1.2 i * x i + \sum_q f.2 q * (x q.1 * x q.2).
Definition constant1 : quadratic := (1, 0, 0).
Definition coordinate (i : I) : quadratic := (0, [ffun j => (j == i)%:R], 0).
Definition product (i j : I) : quadratic := (0, 0, [ffun q => (q == (i, j))%:R]).

(** The covariance, and the coefficients of a polynomial in Hermite polynomials of degree 0, 1 and 2. *)
Definition covariance i j : F := \sum_s R s i * R s j.
Definition degree0 (f : quadratic) : F := f.1.1 + \sum_q f.2 q * covariance q.1 q.2.
Definition degree1 (f : quadratic) s : F := \sum_i f.1.2 i * R s i.
Definition degree2 (f : quadratic) s t : F := \sum_q f.2 q * (R s q.1 * R t q.2 + R t q.1 * R s q.2).
Definition gaussian_times (f g : quadratic) : F^o := degree0 f * degree0 g + \sum_s degree1 f s * degree1 g s
  + 2%:R^-1 * \sum_s \sum_t degree2 f s t * degree2 g s t.

Lemma sum_linear (J : finType) (a : F) (f g h : J -> F) :
  \sum_j (a * f j + g j) * h j = a * (\sum_j f j * h j) + \sum_j g j * h j.
Proof. by rewrite mulr_sumr -big_split; apply: eq_bigr => j _ /=; rewrite mulrDl mulrA. Qed.
Lemma degree0_linear a f g : degree0 (a *: f + g) = a * degree0 f + degree0 g.
Proof.
have e : (a *: f + g).1.1 = a * f.1.1 + g.1.1 by [].
rewrite /degree0 e; under eq_bigr => q _ do rewrite !ffunE.
by rewrite sum_linear mulrDr addrACA.
Qed.
Lemma degree1_linear a f g s : degree1 (a *: f + g) s = a * degree1 f s + degree1 g s.
Proof. by rewrite /degree1 /=; under eq_bigr => i _ do rewrite !ffunE; rewrite sum_linear. Qed.
Lemma degree2_linear a f g s t : degree2 (a *: f + g) s t = a * degree2 f s t + degree2 g s t.
Proof. by rewrite /degree2 /=; under eq_bigr => q _ do rewrite !ffunE; rewrite sum_linear. Qed.

Lemma gaussian_timesC f g : gaussian_times f g = gaussian_times g f.
Proof.
rewrite /gaussian_times; congr (_ + _ + _ * _); first exact: mulrC.
  by apply: eq_bigr => s _; rewrite mulrC.
by apply: eq_bigr => s _; apply: eq_bigr => t _; rewrite mulrC.
Qed.
Lemma gaussian_times_linear a f g h :
  gaussian_times (a *: f + g) h = a *: gaussian_times f h + gaussian_times g h.
Proof.
rewrite /gaussian_times degree0_linear; under eq_bigr => s _ do rewrite degree1_linear.
under [X in _ + _ * X = _]eq_bigr => s _ do under eq_bigr => t _ do rewrite degree2_linear.
rewrite sum_linear; under [X in _ + _ * X = _]eq_bigr => s _ do rewrite sum_linear.
rewrite big_split /= -mulr_sumr.
have E (u v w x y x' y' c : F) : (a * u + v) * w + (a * x + y) + c * (a * x' + y')
  = a * (u * w + x + c * x') + (v * w + y + c * y') by ring.
exact: E.
Qed.
Lemma gaussian_square_ge0 f : 0 <= gaussian_times f f.
Proof.
rewrite /gaussian_times addr_ge0 ?addr_ge0 //; first by rewrite -expr2 sqr_ge0.
  by apply: sumr_ge0 => s _; rewrite -expr2 sqr_ge0.
rewrite mulr_ge0 ?invr_ge0 ?ler0n //; apply: sumr_ge0 => s _; apply: sumr_ge0 => t _.
by rewrite -expr2 sqr_ge0.
Qed.

Lemma zero_sum (J : finType) (h : J -> F) : \sum_j (0 : {ffun J -> F^o}) j * h j = 0.
Proof. by rewrite big1 // => j _; rewrite ffunE mul0r. Qed.
Lemma one_sum (J : finType) (k : J) (h : J -> F) : \sum_j [ffun q => (q == k)%:R : F] j * h j = h k.
Proof.
rewrite (bigD1 k) //= ffunE eqxx mul1r big1 ?addr0 // => j /negbTE jk.
by rewrite ffunE jk mul0r.
Qed.
Lemma gaussian_one : gaussian_times constant1 constant1 = 1.
Proof.
rewrite /gaussian_times /degree0 /= zero_sum addr0 mulr1 big1 ?addr0 => [|s _].
  rewrite big1 ?mulr0 ?addr0 // => s _; rewrite big1 // => t _.
  by rewrite /degree2 zero_sum mul0r.
by rewrite /degree1 zero_sum mul0r.
Qed.

Definition gaussian : expectation F := @Expectation F quadratic [lmodType F of F^o] gaussian_times constant1 id
  gaussian_timesC gaussian_times_linear (fun _ _ _ => erefl) gaussian_square_ge0 gaussian_one.

Lemma at_point_linear (x : I -> F) a f g : at_point x (a *: f + g) = a * at_point x f + at_point x g.
Proof.
have e : (a *: f + g).1.1 = a * f.1.1 + g.1.1 by [].
rewrite /at_point e; under eq_bigr => i _ do rewrite !ffunE.
under [X in _ + X = _]eq_bigr => q _ do rewrite !ffunE.
have E (u v r s r' s' : F) : a * u + v + (a * r + s) + (a * r' + s') = a * (u + r + r') + (v + s + s') by ring.
by rewrite !sum_linear; apply: E.
Qed.
Lemma at_point_one (x : I -> F) : at_point x constant1 = 1.
Proof. by rewrite /at_point /= !zero_sum !addr0. Qed.
Definition gaussian_outcomes : outcomes gaussian := @Outcomes F gaussian (I -> F) at_point at_point_linear at_point_one.

Notation E := (@moment F gaussian).
Lemma gaussianE f g : E f g = gaussian_times f g. Proof. by []. Qed.
Let c0 i : degree0 (coordinate i) = 0. Proof. by rewrite /degree0 /= zero_sum addr0. Qed.
Let c1 i s : degree1 (coordinate i) s = R s i. Proof. by rewrite /degree1 /= one_sum. Qed.
Let c2 i s t : degree2 (coordinate i) s t = 0. Proof. by rewrite /degree2 /= zero_sum. Qed.
Let p0 i j : degree0 (product i j) = covariance i j. Proof. by rewrite /degree0 /= one_sum add0r. Qed.
Let p1 i j s : degree1 (product i j) s = 0. Proof. by rewrite /degree1 /= zero_sum. Qed.
Let p2 i j s t : degree2 (product i j) s t = R s i * R t j + R t i * R s j.
Proof. by rewrite /degree2 /= one_sum. Qed.

(** E x_i = 0, E x_i x_j = Gamma_ij, E x_i x_j x_k = 0. *)
Lemma gaussian_mean i : E (coordinate i) (one gaussian) = 0.
Proof.
rewrite gaussianE /gaussian_times c0 mul0r add0r big1 => [|s _].
  by rewrite big1 ?mulr0 ?addr0 // => s _; rewrite big1 // => t _; rewrite c2 mul0r.
by rewrite /degree1 /= zero_sum mulr0.
Qed.
Lemma gaussian_second i j : E (coordinate i) (coordinate j) = covariance i j.
Proof.
rewrite gaussianE /gaussian_times c0 mul0r add0r [X in _ + _ * X]big1 => [|s _].
  by rewrite mulr0 addr0; apply: eq_bigr => s _; rewrite !c1.
by rewrite big1 // => t _; rewrite c2 mul0r.
Qed.
Lemma gaussian_product_mean i j : E (product i j) (one gaussian) = covariance i j.
Proof.
rewrite gaussianE /gaussian_times p0 {1}/degree0 /= zero_sum addr0 mulr1 big1 => [|s _].
  rewrite big1 ?mulr0 ?addr0 // => s _; rewrite big1 // => t _.
  by rewrite [X in _ * X]/degree2 /= zero_sum mulr0.
by rewrite p1 mul0r.
Qed.
Lemma gaussian_third i j k : E (coordinate i) (product j k) = 0.
Proof.
rewrite gaussianE /gaussian_times c0 mul0r add0r big1 => [|s _]; last by rewrite p1 mulr0.
by rewrite big1 ?mulr0 ?addr0 // => s _; rewrite big1 // => t _; rewrite c2 mul0r.
Qed.

(** Isserlis' formula. *)
Theorem isserlis i j k l : E (product i j) (product k l)
  = covariance i j * covariance k l + covariance i k * covariance j l + covariance i l * covariance j k.
Proof.
rewrite gaussianE /gaussian_times !p0 [X in _ + X + _]big1 => [|s _]; last by rewrite p1 mul0r.
rewrite addr0 -addrA; congr (_ + _).
have pair (a b c d : I) : \sum_s \sum_t (R s a * R s b) * (R t c * R t d) = covariance a b * covariance c d.
  by rewrite /covariance big_distrl /=; apply: eq_bigr => s _; rewrite mulr_sumr.
have -> : \sum_s \sum_t degree2 (product i j) s t * degree2 (product k l) s t
    = (covariance i k * covariance j l + covariance i l * covariance j k)
    + (covariance j k * covariance i l + covariance j l * covariance i k).
  rewrite -!pair -!big_split; apply: eq_bigr => s _; rewrite -!big_split; apply: eq_bigr => t _ /=.
  by rewrite !p2; ring.
by field.
Qed.
End Gaussian.

(** M independent rows of N(0, Gamma): Gamma = R'R. *)
Section Draws.
Variables (F : realFieldType) (m : nat) (R : 'M[F]_m) (M : nat).
Notation I := [finType of 'I_M * 'I_m].
Definition rows_root (s q : I) : F := (s.1 == q.1)%:R * R s.2 q.2.
Notation L := (gaussian rows_root).
Notation O := (gaussian_outcomes rows_root).
Notation Ga := (R^T *m R).
Definition gaussian_row (i : nat) (a : 'I_m) : square L :=
  if insub i is Some j then coordinate F ((j, a) : I) else 0.
Definition gaussian_product (i : nat) (a b : 'I_m) : square L :=
  if insub i is Some j then product F ((j, a) : I) ((j, b) : I) else 0.
Definition gaussian_bound : F := \sum_a \sum_b `|Ga a b * Ga a b + Ga a a * Ga b b + Ga a b * Ga b a|.

Lemma rows_covariance i j a b : covariance rows_root ((i, a) : I) ((j, b) : I) = (i == j)%:R * Ga a b.
Proof.
transitivity (\sum_(s1 : 'I_M) \sum_(s2 : 'I_m) rows_root (s1, s2) (i, a) * rows_root (s1, s2) (j, b)).
  by rewrite pair_bigA; apply: eq_bigr => -[].
rewrite (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|s /negbTE si].
  rewrite mxE mulr_sumr; apply: eq_bigr => s _; rewrite /rows_root /= eqxx mul1r !mxE; ring.
by rewrite big1 // => t _; rewrite /rows_root /= si !mul0r.
Qed.
Lemma rowE i a (iM : (i < M)%N) : gaussian_row i a = coordinate F ((Ordinal iM, a) : I).
Proof. by rewrite /gaussian_row insubT. Qed.
Lemma productE i a b (iM : (i < M)%N) : gaussian_product i a b = product F ((Ordinal iM, a) : I) ((Ordinal iM, b) : I).
Proof. by rewrite /gaussian_product insubT. Qed.

Theorem gaussian_draws : draws O M gaussian_row gaussian_product Ga gaussian_bound.
Proof.
have other i j (iM : (i < M)%N) (jM : (j < M)%N) : i != j -> (Ordinal iM == Ordinal jM) = false.
  by move=> ij; apply/eqP => -[e]; rewrite e eqxx in ij.
split.
- by move=> i iM; apply/rowP => a; rewrite !mxE (rowE _ iM) gaussian_mean.
- move=> i iM; apply/matrixP => a b; rewrite mxE !(rowE _ iM) gaussian_second rows_covariance eqxx.
  by rewrite mul1r.
- move=> i j a b iM jM ij; rewrite (rowE _ iM) (rowE _ jM) gaussian_second rows_covariance other //.
  by rewrite mul0r.
- move=> i a b w iM; rewrite !(rowE _ iM) (productE _ _ iM) /= /at_point /= !zero_sum !one_sum.
  by rewrite !add0r !addr0.
- by move=> i a b iM; rewrite (productE _ _ iM) gaussian_product_mean rows_covariance eqxx mul1r.
- move=> i a b iM; rewrite (productE _ _ iM) isserlis !rows_covariance eqxx !mul1r.
  apply: le_trans (ler_norm _) _; rewrite /gaussian_bound (bigD1 a) //= (bigD1 b) //= -[X in _ <= X]addrA ler_addl addr_ge0 //.
    by apply: sumr_ge0 => c _.
  by apply: sumr_ge0 => c _; apply: sumr_ge0 => d _.
move=> i j a b iM jM ij; rewrite (productE _ _ iM) (productE _ _ jM) isserlis !rows_covariance !eqxx other //.
by rewrite !mul1r !mul0r !addr0 expr2.
Qed.
End Draws.

(** The Gaussian noise of paper (6): for every covariance a functional with the moments of M independent rows of
    N(0, Gamma), Isserlis' formula, up to order four, which is all that is used; every matrix is an outcome. *)
Theorem gaussian_noise (F : rcfType) m (Ga : 'M[F]_m) : Ga^T = Ga -> psd Ga -> exists K : F, forall M,
  exists (L : expectation F) (O : outcomes L) (e : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L),
  [/\ draws O M e z Ga K,
      forall i a b c, (i < M)%N -> moment (e i a) (z i b c) = 0,
      forall i a b c d, (i < M)%N ->
        moment (z i a b) (z i c d) = Ga a b * Ga c d + Ga a c * Ga b d + Ga a d * Ga b c
    & forall N : 'M[F]_(M, m), exists w : outcome O, forall i : 'I_M, noise_row e w i = row i N].
Proof.
move=> sG pG; have [R <-] := psd_root sG pG; exists (gaussian_bound R) => M.
exists (gaussian (@rows_root _ _ R M)), (gaussian_outcomes (@rows_root _ _ R M)).
exists (@gaussian_row _ _ R M), (@gaussian_product _ _ R M); split.
- exact: gaussian_draws.
- by move=> i a b c iM; rewrite (rowE _ _ iM) (productE _ _ _ iM) gaussian_third.
- by move=> i a b c d iM; rewrite !(productE _ _ _ iM) isserlis !rows_covariance !eqxx !mul1r.
move=> N; exists (fun q => N q.1 q.2) => i; apply/rowP => a.
rewrite !mxE (rowE _ _ (ltn_ord i)) /= /at_point /= zero_sum one_sum addr0 add0r /=.
by congr (N _ a); apply: val_inj.
Qed.
