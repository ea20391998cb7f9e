(** * The window form for finite laws: probabilities as finite sums

    M independent draws of a finite law have the probability prod_i p(w_i). They are an instance of the record
    [draws], and a property holds except with probability delta exactly when its failures have total probability
    at most delta. The strong law is stated in these terms as well, without any record. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius moments expectation window finite_law law_of_large_numbers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Finite.
Variables (F : realFieldType) (T : finType) (p : T -> F) (m : nat) (e : T -> 'rV[F]_m).
Hypotheses (lp : is_law p) (ce : centred p e).

(** Independent draws exist, for every finite law, and the window form is a probability. *)
Theorem independent_draws : exists K : F, forall M, exists (L : expectation F) (O : outcomes L)
    (draw : outcome O -> {ffun 'I_M -> T}) (row : nat -> 'I_m -> square L) (z : nat -> 'I_m -> 'I_m -> square L),
  [/\ draws O M row z (noise_cov p e) K, forall w (i : 'I_M), noise_row row w i = e (draw w i)
    & forall delta (P : pred {ffun 'I_M -> T}),
      except delta (fun w => P (draw w)) <-> \sum_(w | ~~ P w) \prod_i p (w i) <= delta].
Proof.
exists (fourth_moments p e) => M; exists (finite_expectation (is_product_law M lp)), (finite_outcomes (is_product_law M lp)), id.
exists (@drawn_row _ _ _ _ e M lp), (@drawn_product _ _ _ _ e M lp).
split=> [|w i|delta P]; [exact: finite_draws| |exact: except_finite_law].
by apply/rowP => a; rewrite mxE /= /drawn_row (drawE _ _ (ltn_ord i)) ffunE; congr (e (w _) 0 a); apply: val_inj.
Qed.

(** The first n of M draws. *)
Definition drawn M (w : {ffun 'I_M -> T}) (n : 'I_M.+1) : 'M[F]_(n, m) :=
  \matrix_(i < n) e (w (widen_ord (leq_ord n) i)).

(** The strong law: for all eps, delta > 0 there is N such that for every M, a set B of outcomes, each with some n in
    [N, M] such that |(1/n) N'N - Gamma|_F^2 > eps, has probability at most delta. *)
Theorem strong_law_finite : Num.archimedean_axiom F -> forall eps delta, 0 < eps -> 0 < delta ->
  exists N : nat, forall M (B : {set {ffun 'I_M -> T}}),
  (forall w, w \in B -> exists2 n : 'I_M.+1, (N <= n)%N & eps < fnorm2 (mC (drawn w n) - noise_cov p e)) ->
  \sum_(w in B) \prod_i p (w i) <= delta.
Proof.
move=> archimedean eps delta eps0 delta0.
have [N N0 h] := strong_law archimedean (noise_cov p e) (fourth_moments p e) eps0 delta0; exists N => M B far.
have ex := h _ _ M _ _ (finite_draws M lp ce).
have : except delta (fun w : outcome (finite_outcomes (is_product_law M lp)) => w \notin B).
  apply: except_mono (lexx _) _ ex => w hw; apply/negP => /far[n Nn]; apply/negP; rewrite -leNgt.
  have -> : drawn w n = first_rows (noise_row (@drawn_row _ _ _ _ e M lp) w) n.
    apply/matrixP => i a; rewrite !mxE /drawn_row.
    have iM : (i < M)%N by apply: leq_trans (ltn_ord i) (leq_ord n).
    by rewrite (drawE _ _ iM) /= ffunE; congr (e (w _) 0 a); apply: val_inj.
  by apply: hw; rewrite Nn leq_ord.
move/except_finite_law; apply: le_trans; rewrite le_eqVlt; apply/orP; left; apply/eqP.
by apply: eq_bigl => w; rewrite negbK.
Qed.
End Finite.
