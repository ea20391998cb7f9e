(** * Finite laws and independent draws of them are instances of the record of expectation.v

    A finite law p on T is the expectation of the functions on T. M independent draws of it are the product
    law on the families of M outcomes. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments expectation window.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Finite.
Variables (F : realFieldType) (T : finType) (p : T -> F).
Hypothesis lp : is_law p.
Notation variable := [lmodType F of {ffun T -> F^o}].

Definition finite_times (f g : variable) : variable := [ffun w => f w * g w].
Definition finite_mean (f : variable) : F := \sum_w p w * f w.

Lemma finite_timesC f g : finite_times f g = finite_times g f.
Proof. by apply/ffunP => w; rewrite !ffunE mulrC. Qed.
Lemma finite_times_linear a f g h : finite_times (a *: f + g) h = a *: finite_times f h + finite_times g h.
Proof. by apply/ffunP => w; rewrite !ffunE mulrDl /GRing.scale /= mulrA. Qed.
Lemma finite_mean_linear a f g : finite_mean (a *: f + g) = a * finite_mean f + finite_mean g.
Proof.
rewrite /finite_mean mulr_sumr -big_split; apply: eq_bigr => w _ /=.
by rewrite !ffunE /GRing.scale /=; ring.
Qed.
Lemma finite_mean_square f : 0 <= finite_mean (finite_times f f).
Proof. by apply: sumr_ge0 => w _; rewrite ffunE mulr_ge0 ?lp.1 // -expr2 sqr_ge0. Qed.
Lemma finite_mean_one : finite_mean (finite_times [ffun=> 1] [ffun=> 1]) = 1.
Proof. by rewrite -[RHS]lp.2; apply: eq_bigr => w _; rewrite !ffunE !mulr1. Qed.

Definition finite_expectation : expectation F :=
  Expectation finite_timesC finite_times_linear finite_mean_linear finite_mean_square finite_mean_one.

Lemma finite_value_linear w a (f g : variable) : (a *: f + g) w = a * f w + g w.
Proof. by rewrite !ffunE. Qed.
Definition finite_outcomes : outcomes finite_expectation :=
  @Outcomes F finite_expectation T (fun w (f : variable) => f w) finite_value_linear (fun w => ffunE (fun=> 1) w).

Lemma finite_moment (f g : variable) : @moment F finite_expectation f g = \sum_w p w * (f w * g w).
Proof. by apply: eq_bigr => w _; rewrite ffunE. Qed.

(** For a finite law the window form says what it should: the probability of the event is at most delta. *)
Lemma except_finite_law delta (P : pred T) :
  except delta (fun w : outcome finite_outcomes => P w) <-> \sum_(w | ~~ P w) p w <= delta.
Proof.
split=> [[s [s0 cost small]]|h].
  apply: le_trans cost; under [X in _ <= X]eq_bigr => x _ do rewrite (finite_moment x.2 x.2) mulr_sumr.
  rewrite exchange_big /= [X in _ <= X](bigID P) /= ler_paddl //.
    apply: sumr_ge0 => w _; rewrite big_seq; apply: sumr_ge0 => x xs.
    by rewrite mulr_ge0 ?(allP s0 x xs) // mulr_ge0 ?lp.1 // -expr2 sqr_ge0.
  apply: ler_sum => w nP; have p0 := lp.1 w.
  under eq_bigr => x _ do rewrite mulrCA -expr2.
  rewrite -mulr_sumr ler_pemulr // leNgt; apply/negP => /small hP.
  by rewrite hP in nP.
pose f : {ffun T -> F^o} := [ffun w => (~~ P w)%:R].
exists [:: (1, f)]; split=> [||w]; first by rewrite /= ler01.
  rewrite big_seq1; apply: le_trans h; rewrite -[X in X <= _]/(1 * @moment F finite_expectation f f) mul1r finite_moment.
  rewrite [X in _ <= X]big_mkcond /=; apply: ler_sum => w _; rewrite !ffunE.
  by case: (P w); rewrite ?mulr0 ?mulr1.
by rewrite big_seq1 mul1r /= ffunE; case: (P w) => //; rewrite expr1n ltxx.
Qed.
End Finite.

(** Independent draws. *)
Section Product.
Variables (F : realFieldType) (T : finType) (p : T -> F) (M : nat).
Hypothesis lp : is_law p.
Definition product_law (w : {ffun 'I_M -> T}) : F := \prod_i p (w i).

Lemma sum_product (h : 'I_M -> T -> F) :
  \sum_(w : {ffun 'I_M -> T}) product_law w * \prod_i h i (w i) = \prod_i \sum_t p t * h i t.
Proof. by rewrite bigA_distr_bigA; apply: eq_bigr => w _; rewrite -big_split. Qed.
Lemma is_product_law : is_law product_law.
Proof.
split=> [w|]; first by apply: prodr_ge0 => i _; apply: lp.1.
pose h (i : 'I_M) (t : T) : F := 1; transitivity (\sum_w product_law w * \prod_i h i (w i)).
  by apply: eq_bigr => w _; rewrite big1 ?mulr1.
by rewrite sum_product big1 // => i _; under eq_bigr => t _ do rewrite mulr1; apply: lp.2.
Qed.
Lemma sum_one i (f : T -> F) : \sum_(w : {ffun 'I_M -> T}) product_law w * f (w i) = \sum_t p t * f t.
Proof.
pose h j t := if j == i then f t else 1.
transitivity (\sum_w product_law w * \prod_j h j (w j)).
  apply: eq_bigr => w _; rewrite (bigD1 i) //= /h eqxx big1 ?mulr1 // => j /negbTE ->.
  by [].
rewrite sum_product (bigD1 i) //= [X in _ * X]big1 ?mulr1 => [|j /negbTE ne].
  by apply: eq_bigr => t _; rewrite /h eqxx.
by rewrite /h ne; under eq_bigr => t _ do rewrite mulr1; apply: lp.2.
Qed.
Lemma sum_two i j (f g : T -> F) : i != j ->
  \sum_(w : {ffun 'I_M -> T}) product_law w * (f (w i) * g (w j)) = (\sum_t p t * f t) * \sum_t p t * g t.
Proof.
move=> ij; pose h s t := if s == i then f t else if s == j then g t else 1.
have ji : j == i = false by rewrite eq_sym; apply: negbTE.
transitivity (\sum_w product_law w * \prod_s h s (w s)).
  apply: eq_bigr => w _; rewrite (bigD1 i) //= (bigD1 j) /=; last by rewrite ji.
  rewrite /h eqxx ji eqxx big1 ?mulr1 // => s /andP[/negbTE -> /negbTE ->].
  by [].
rewrite sum_product (bigD1 i) //= (bigD1 j) /=; last by rewrite ji.
rewrite [X in _ * (_ * X)]big1 ?mulr1 => [|s /andP[/negbTE si /negbTE sj]].
  by congr (_ * _); apply: eq_bigr => t _; rewrite /h ?ji eqxx.
by rewrite /h si sj; under eq_bigr => t _ do rewrite mulr1; apply: lp.2.
Qed.
End Product.

Section Draws.
Variables (F : realFieldType) (T : finType) (p : T -> F) (m : nat) (e : T -> 'rV[F]_m) (M : nat).
Hypotheses (lp : is_law p) (ce : centred p e).
Notation L := (finite_expectation (is_product_law M lp)).
Notation O := (finite_outcomes (is_product_law M lp)).

(** Row i of the noise, and the products of its entries. *)
Definition draw (f : T -> F) (i : nat) : square L :=
  if insub i is Some j then [ffun w : {ffun 'I_M -> T} => f (w j)] else [ffun=> 0].
Definition drawn_row (i : nat) (a : 'I_m) : square L := draw (fun t => e t 0 a) i.
Definition drawn_product (i : nat) (a b : 'I_m) : square L := draw (fun t => e t 0 a * e t 0 b) i.
Definition fourth_moments : F := \sum_a \sum_b \sum_t p t * (e t 0 a * e t 0 b) ^+ 2.

Lemma drawE f i (iM : (i < M)%N) : draw f i = [ffun w : {ffun 'I_M -> T} => f (w (Ordinal iM))].
Proof. by rewrite /draw insubT. Qed.
Lemma draw_same f g i : (i < M)%N -> moment (draw f i) (draw g i) = \sum_t p t * (f t * g t).
Proof.
move=> iM; rewrite !(drawE _ iM) finite_moment -(sum_one lp (Ordinal iM) (fun t => f t * g t)).
by apply: eq_bigr => w _; rewrite !ffunE.
Qed.
Lemma draw_other f g i j : (i < M)%N -> (j < M)%N -> i != j ->
  moment (draw f i) (draw g j) = (\sum_t p t * f t) * \sum_t p t * g t.
Proof.
move=> iM jM ij; rewrite (drawE _ iM) (drawE _ jM) finite_moment -(@sum_two _ _ _ _ lp (Ordinal iM) (Ordinal jM)) //.
by apply: eq_bigr => w _; rewrite !ffunE.
Qed.
Lemma draw_one f i : (i < M)%N -> moment (draw f i) (one L) = \sum_t p t * f t.
Proof.
move=> iM; rewrite (drawE _ iM) finite_moment -(sum_one lp (Ordinal iM) f).
by apply: eq_bigr => w _; rewrite !ffunE mulr1.
Qed.
Lemma centred_entry a : \sum_t p t * e t 0 a = 0.
Proof.
have /rowP/(_ a) := ce; rewrite mxE summxE => h; rewrite -[RHS]h.
by apply: eq_bigr => t _; rewrite mxE.
Qed.
Lemma covariance_entry a b : noise_cov p e a b = \sum_t p t * (e t 0 a * e t 0 b).
Proof. by rewrite summxE; apply: eq_bigr => t _; rewrite !mxE big_ord1 !mxE. Qed.

Theorem finite_draws : draws O M drawn_row drawn_product (noise_cov p e) fourth_moments.
Proof.
split.
- by move=> i iM; apply/rowP => a; rewrite !mxE draw_one // centred_entry.
- by move=> i iM; apply/matrixP => a b; rewrite mxE draw_same // covariance_entry.
- by move=> i j a b iM jM ij; rewrite draw_other // centred_entry mul0r.
- by move=> i a b w iM; rewrite /drawn_product /drawn_row !(drawE _ iM) /= !ffunE.
- by move=> i a b iM; rewrite draw_one // covariance_entry.
- move=> i a b iM; rewrite draw_same //.
  have t0 a' b' : 0 <= \sum_t p t * (e t 0 a' * e t 0 b') ^+ 2.
    by apply: sumr_ge0 => t _; rewrite mulr_ge0 ?lp.1 ?sqr_ge0.
  rewrite /fourth_moments (bigD1 a) //= (bigD1 b) //= -addrA.
  under eq_bigr => t _ do rewrite -expr2; rewrite ler_addl addr_ge0 // sumr_ge0 // => c _.
  exact: sumr_ge0.
by move=> i j a b iM jM ij; rewrite draw_other // covariance_entry expr2.
Qed.
End Draws.
