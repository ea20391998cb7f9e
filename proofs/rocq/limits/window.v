(** * Probability in window form: an event of small probability, without a sigma-algebra

    A law is an expectation (laws/expectation.v) together with outcomes at which its square-integrable
    variables have values. A property holds except with probability delta if there is a combination of squares
    of variables with coefficients >= 0, of expectation at most delta, below 1 only where the property
    holds. On every probability space this gives P(property fails) <= delta (Markov's inequality); for finite
    laws the two are equivalent ([except_finite] in limits/finite_window.v).

    Almost-sure convergence of Z_n to z is: for all eps, delta > 0 there is N such that for every M >= N, except
    with probability delta, |Z_n - z| <= eps for all n in the window [N, M]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments expectation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The values of the variables of a law at its outcomes. *)
Record outcomes (F : realFieldType) (L : expectation F) := Outcomes {
  outcome : Type;
  value : outcome -> square L -> F;
  value_linear : forall w a f g, value w (a *: f + g) = a * value w f + value w g;
  value_one : forall w, value w (one L) = 1 }.

Section Window.
Variables (F : realFieldType) (L : expectation F) (O : outcomes L).
Implicit Types (w : outcome O) (f g : square L) (s : seq (F * square L)) (P : outcome O -> Prop).

(** P holds except with probability delta. *)
Definition except (delta : F) P := exists s : seq (F * square L),
  [/\ all (fun x => 0 <= x.1) s, \sum_(x <- s) x.1 * moment x.2 x.2 <= delta
    & forall w, \sum_(x <- s) x.1 * value w x.2 ^+ 2 < 1 -> P w].

(** Independent noise rows e_0, ..., e_(M-1) with mean zero, covariance Ga and fourth moments at most K. The
    products of two entries are the variables z. Of independence only this is used: different rows, and the
    products in different rows, are uncorrelated. *)
Record draws (M m : nat) (e : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L) (Ga : 'M[F]_m)
    (K : F) : Prop := Draws {
  draws_mean : forall i, (i < M)%N -> row_mean (e i) = 0;
  draws_covariance : forall i, (i < M)%N -> row_moment (e i) = Ga;
  draws_uncorrelated : forall i j a b, (i < M)%N -> (j < M)%N -> i != j -> moment (e i a) (e j b) = 0;
  draws_product : forall i a b w, (i < M)%N -> value w (z i a b) = value w (e i a) * value w (e i b);
  draws_product_mean : forall i a b, (i < M)%N -> moment (z i a b) (one L) = Ga a b;
  draws_product_moment : forall i a b, (i < M)%N -> moment (z i a b) (z i a b) <= K;
  draws_product_uncorrelated : forall i j a b, (i < M)%N -> (j < M)%N -> i != j ->
    moment (z i a b) (z j a b) = Ga a b ^+ 2 }.

(** The first n rows of a sequence of rows, and of the noise at an outcome. *)
Definition first_rows l (x : nat -> 'rV[F]_l) n : 'M[F]_(n, l) := \matrix_i x i.
Definition noise_row m (e : nat -> 'I_m -> square L) w (i : nat) : 'rV[F]_m := \row_a value w (e i a).

Lemma value0 w : value w 0 = 0.
Proof.
have e : value w 0 = - 1 * value w 0 + value w 0 by rewrite -value_linear scaler0 addr0.
by rewrite e mulN1r addNr.
Qed.
Lemma valueD w f g : value w (f + g) = value w f + value w g.
Proof. by rewrite -[f in LHS]scale1r value_linear mul1r. Qed.
Lemma valueZ w a f : value w (a *: f) = a * value w f.
Proof. by rewrite -[a *: f]addr0 value_linear value0 addr0. Qed.
Lemma valueB w f g : value w (f - g) = value w f - value w g.
Proof. by rewrite -scaleN1r valueD valueZ mulN1r. Qed.
Lemma value_sum w (I : Type) (r : seq I) (f : I -> square L) : value w (\sum_(i <- r) f i) = \sum_(i <- r) value w (f i).
Proof. by elim/big_rec2: _ => [|i a b _ <-]; rewrite ?value0 ?valueD. Qed.

(** Rules of probability. *)
Lemma except_mono delta delta' P P' : delta <= delta' -> (forall w, P w -> P' w) -> except delta P -> except delta' P'.
Proof. by move=> d h [s [s0 c p]]; exists s; split=> [//||w /p /h //]; apply: le_trans d. Qed.

Lemma except_true P : (forall w, P w) -> except 0 P.
Proof. by move=> h; exists [::]; split=> //; rewrite big_nil. Qed.

Lemma total_ge0 s w : all (fun x => 0 <= x.1) s -> 0 <= \sum_(x <- s) x.1 * value w x.2 ^+ 2.
Proof.
move=> /allP h; rewrite big_seq; apply: sumr_ge0 => x /h x0.
by rewrite mulr_ge0 ?sqr_ge0.
Qed.

Lemma except_and delta delta' P P' : except delta P -> except delta' P' -> except (delta + delta') (fun w => P w /\ P' w).
Proof.
move=> [s [s0 c p]] [s' [s0' c' p']]; exists (s ++ s'); split=> [||w].
- by rewrite all_cat s0.
- by rewrite big_cat ler_add.
rewrite big_cat /= => h; split; [apply: p|apply: p']; apply: le_lt_trans h.
  by rewrite ler_addl total_ge0.
by rewrite ler_addr total_ge0.
Qed.

Lemma except_range (d : nat -> F) (P : nat -> outcome O -> Prop) a b :
  (forall i, (a <= i)%N -> except (d i) (P i)) ->
  except (\sum_(a <= i < b) d i) (fun w => forall i, (a <= i < b)%N -> P i w).
Proof.
move=> h; elim: b => [|b ih].
  by rewrite big_geq //; apply: except_true => w i; rewrite ltn0 andbF.
have [ab|ba] := leqP a b; last first.
  rewrite big_geq //; apply: except_true => w i /andP[h1 h2].
  by have := leq_trans h2 ba; rewrite ltnNge h1.
rewrite big_nat_recr //=; apply: except_mono (lexx _) _ (except_and ih (h _ ab)) => w [hP hb] i /andP[ai].
by rewrite ltnS leq_eqVlt => /orP[/eqP->//|ib]; apply: hP; rewrite ai.
Qed.

Lemma except_family (I : finType) (delta : F) (P : I -> outcome O -> Prop) : (forall i, except delta (P i)) ->
  except (delta *+ #|I|) (fun w => forall i, P i w).
Proof.
move=> h; have aux (r : seq I) : except (delta *+ size r) (fun w => forall i, i \in r -> P i w).
  elim: r => [|i r ih]; first by rewrite mulr0n; apply: except_true.
  rewrite /= mulrS; apply: except_mono (lexx _) _ (except_and (h i) ih) => w [h1 h2] j.
  by rewrite inE => /orP[/eqP->//|/h2].
have := aux (enum I); rewrite -cardE; apply: except_mono => // w hw i; apply: hw; exact: mem_enum.
Qed.
End Window.
