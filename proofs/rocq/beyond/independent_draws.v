(** * Law-free alignment: independent draws of the noise, any noise law, any encoder

    In words. The noise of the data is one draw x of a law p. The augmentation adds a further independent
    draws z_1, ..., z_a of the same law, and the view is a symmetric function of all a + 1 draws: their sum,
    product, maximum, whole multiset. Then every centred function g of the view has
    (1 + a) E g(v) g(v+) <= E g(v)^2 for two views v, v+ of one sample: the joint-embedding eigenvalue of
    every encoder of the noise is at most 1 / (1 + a), as for Gaussian noise and linear encoders.
    The law p is any law with finitely many outcomes, the outcomes are any set.

    Proof. The functions E[g | i-th draw] are uncorrelated and equal in law; Bessel's inequality. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Draws.
Variables (F : realFieldType) (A : finType) (p : A -> F).

(** The law of a independent draws. *)
Definition draws_law a (z : {ffun 'I_a -> A}) : F := \prod_i p (z i).

(** The draw x of the data, and after it the draws z of the augmentation. *)
Definition all_draws a (x : A) (z : {ffun 'I_a -> A}) : {ffun 'I_a.+1 -> A} :=
  [ffun i => if unlift ord0 i is Some j then z j else x].

(** A view that does not depend on the order of the draws. *)
Definition symmetric_view a V (view : {ffun 'I_a.+1 -> A} -> V) : Prop :=
  forall (s : {perm 'I_a.+1}) (w : {ffun 'I_a.+1 -> A}), view [ffun i => w (s i)] = view w.

Lemma draws_law_cons a x (z : {ffun 'I_a -> A}) : draws_law (all_draws x z) = p x * draws_law z.
Proof.
rewrite /draws_law big_ord_recl !ffunE unlift_none; congr (_ * _); apply: eq_bigr => i _.
by rewrite ffunE liftK.
Qed.

Lemma sum_draws a (f : {ffun 'I_a.+1 -> A} -> F) :
  \sum_w draws_law w * f w = \sum_x p x * \sum_z draws_law z * f (all_draws x z).
Proof.
pose tail (w : {ffun 'I_a.+1 -> A}) : {ffun 'I_a -> A} := [ffun i => w (lift ord0 i)].
transitivity (\sum_(c : A * {ffun 'I_a -> A}) p c.1 * (draws_law c.2 * f (all_draws c.1 c.2))).
  rewrite (reindex (fun c : A * {ffun 'I_a -> A} => all_draws c.1 c.2)) /=; last first.
    exists (fun w : {ffun 'I_a.+1 -> A} => (w ord0, tail w)) => [[x z] _|w _] /=.
      congr (_, _); first by rewrite ffunE unlift_none.
      by apply/ffunP => i; rewrite !ffunE liftK.
    by apply/ffunP => i; rewrite ffunE; case: unliftP => [j|] ->; rewrite ?ffunE.
  by apply: eq_bigr => c _; rewrite draws_law_cons mulrA.
rewrite -(pair_bigA _ (fun x z => p x * (draws_law z * f (all_draws x z)))) /=.
by apply: eq_bigr => x _; rewrite mulr_sumr.
Qed.

Hypothesis law : is_law p.

Lemma draws_law_is_law a : is_law (@draws_law a).
Proof.
have [p0 p1] := law; split=> [z|]; first by apply: prodr_ge0.
by rewrite /draws_law -(bigA_distr_bigA (fun=> p)) /= big1.
Qed.

Section Bound.
Variables (a : nat) (g : {ffun 'I_a.+1 -> A} -> F).
Hypotheses (symmetric : symmetric_view g) (centred : expect (@draws_law a.+1) g = 0).
Let E := expect (@draws_law a.+1).

(** E[g | first draw = x]. *)
Let h x := expect (@draws_law a) (fun z => g (all_draws x z)).

Lemma draws_first (u : A -> F) : E (fun w => g w * u (w ord0)) = expect p (fun x => h x * u x).
Proof.
rewrite /E /expect sum_draws; apply: eq_bigr => x _; rewrite mulr_suml; congr (_ * _).
by apply: eq_bigr => z _; rewrite ffunE unlift_none mulrA.
Qed.
Lemma draws_conditional i (u : A -> F) : E (fun w => g w * u (w i)) = expect p (fun x => h x * u x).
Proof.
rewrite -draws_first /E /expect; pose s := tperm i ord0.
rewrite (reindex_inj (h := fun w : {ffun 'I_a.+1 -> A} => [ffun k => w (s k)])) /=.
  apply: eq_bigr => w _; rewrite symmetric ffunE tpermL; congr (_ * _).
  by rewrite /draws_law [RHS](reindex_inj (@perm_inj _ s)) /=; apply: eq_bigr => k _; rewrite ffunE.
by move=> w w' /ffunP e; apply/ffunP => k; have := e (s k); rewrite !ffunE tpermK.
Qed.
Lemma draws_pair i j (u v : A -> F) : i != j ->
  E (fun w => u (w i) * v (w j)) = expect p u * expect p v.
Proof.
have [_ p1] := law; move=> ij; rewrite /E /expect.
pose G (k : 'I_a.+1) x := p x * (if k == i then u x else 1) * (if k == j then v x else 1).
transitivity (\sum_(w : {ffun 'I_a.+1 -> A}) \prod_k G k (w k)).
  apply: eq_bigr => w _; rewrite /G !big_split /= /draws_law -mulrA; congr (_ * (_ * _)).
    by rewrite -big_mkcond big_pred1_eq.
  by rewrite -big_mkcond big_pred1_eq.
have ji : j != i by rewrite eq_sym.
rewrite -bigA_distr_bigA (bigD1 i) //= (bigD1 j) //= [X in _ * (_ * X)]big1 ?mulr1 => [|k /andP[ki kj]]; last first.
  by rewrite -[RHS]p1; apply: eq_bigr => x _; rewrite /G (negPf ki) (negPf kj) !mulr1.
by congr (_ * _); apply: eq_bigr => x _; rewrite /G eqxx ?(negPf ij) ?(negPf ji) ?eqxx ?mulr1.
Qed.
Lemma draws_marginal i (u : A -> F) : E (fun w => u (w i)) = expect p u.
Proof.
have [_ p1] := law; rewrite /E /expect; pose G (k : 'I_a.+1) x := p x * (if k == i then u x else 1).
transitivity (\sum_(w : {ffun 'I_a.+1 -> A}) \prod_k G k (w k)).
  by apply: eq_bigr => w _; rewrite /G big_split /= -big_mkcond big_pred1_eq.
rewrite -bigA_distr_bigA (bigD1 i) //= [X in _ * X]big1 ?mulr1 => [|k ki]; last first.
  by rewrite -[RHS]p1; apply: eq_bigr => x _; rewrite /G (negPf ki) mulr1.
by apply: eq_bigr => x _; rewrite /G eqxx.
Qed.

Theorem law_free_bound : a.+1%:R * expect p (fun x => h x ^+ 2) <= E (fun w => g w ^+ 2).
Proof.
have [W0 _] := draws_law_is_law a.+1.
have hc : expect p h = 0.
  transitivity (expect p (fun x => h x * 1)); first by apply: eq_bigr => x _; rewrite mulr1.
  by rewrite -(draws_conditional ord0) -[RHS]centred; apply: eq_bigr => w _; rewrite mulr1.
set b := expect p _; pose u w := \sum_(i < a.+1) h (w i).
have gu : E (fun w => g w * u w) = a.+1%:R * b.
  transitivity (\sum_(i < a.+1) E (fun w => g w * h (w i))).
    by rewrite exchange_big; apply: eq_bigr => w _ /=; rewrite /u !mulr_sumr.
  rewrite (eq_bigr (fun=> b)) ?sumr_const ?card_ord ?mulr_natl // => i _.
  by rewrite draws_conditional; apply: eq_bigr => x _; rewrite expr2.
have uu : E (fun w => u w ^+ 2) = a.+1%:R * b.
  transitivity (\sum_(i < a.+1) \sum_(j < a.+1) E (fun w => h (w i) * h (w j))).
    transitivity (\sum_(i < a.+1) E (fun w => h (w i) * u w)).
      rewrite exchange_big; apply: eq_bigr => w _ /=; rewrite expr2 {1}/u mulr_suml mulr_sumr.
      by apply: eq_bigr => i _.
    by apply: eq_bigr => i _; rewrite exchange_big; apply: eq_bigr => w _ /=; rewrite /u !mulr_sumr.
  rewrite (eq_bigr (fun=> b)) ?sumr_const ?card_ord ?mulr_natl // => i _.
  rewrite (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|j ji]; last by rewrite draws_pair 1?eq_sym // hc mul0r.
  by rewrite (draws_marginal i (fun x => h x * h x)); apply: eq_bigr => x _; rewrite expr2.
have : 0 <= E (fun w => (g w - u w) ^+ 2) by apply: sumr_ge0 => w _; rewrite mulr_ge0 ?sqr_ge0.
have -> : E (fun w => (g w - u w) ^+ 2) = E (fun w => g w ^+ 2) - 2%:R * E (fun w => g w * u w) + E (fun w => u w ^+ 2).
  rewrite /E /expect mulr_sumr -sumrB -big_split; apply: eq_bigr => w _ /=.
  by move: (draws_law w) (g w) (u w) => r s t; ring.
rewrite gu uu; set e := E _; set c := a.+1%:R * b => le.
by rewrite -subr_ge0 (_ : e - c = e - 2%:R * c + c) //; ring.
Qed.

(** The same for two views: E g(v) g(v+), the data's draw x common, the augmentations z and z' independent. *)
Theorem law_free_alignment :
  a.+1%:R * expect p (fun x => expect (@draws_law a) (fun z => expect (@draws_law a) (fun z' =>
    g (all_draws x z) * g (all_draws x z'))))
  <= expect p (fun x => expect (@draws_law a) (fun z => g (all_draws x z) ^+ 2)).
Proof.
rewrite [X in _ <= X](_ : _ = E (fun w => g w ^+ 2)); last by rewrite /E /expect sum_draws.
apply: le_trans law_free_bound; rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _).
apply: eq_bigr => x _; congr (_ * _); rewrite expr2 {1}/h /expect mulr_suml; apply: eq_bigr => z _.
by rewrite -mulrA; congr (_ * _); rewrite /h /expect mulr_sumr; apply: eq_bigr => z' _; rewrite mulrCA.
Qed.
End Bound.
End Draws.
