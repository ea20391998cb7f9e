(** * Theorem 3.2 for fixed features, and encoders that connect nothing

    In words. Let phi be any map of the views into R^d, and let encoders be linear in phi. With
    S = E phi(v)'phi(v) positive definite and G = E phi(v)'phi(v+), Theorem 3.2 holds as printed: the best
    W under W S W' = I_k is U Q_k' S^-1/2, with value 2 (k - omega_1 - ... - omega_k). With indicators of a
    finite set of views for phi these are all functions of the view.

    The loss of an encoder is 0 if and only if it gives all possible views of one sample the same output.
    So when no view has two samples, every assignment of outputs to samples is an encoder of loss 0: the
    views decide nothing, as with sampled views that are all distinct. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner kyfan encoders.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FeatureMaps.
Variables (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : eqType) (v : X -> T -> V).
Hypotheses (p_law : is_law p) (q_law : is_law q).

Section Linear.
Variables (d : nat) (phi : V -> 'rV[F]_d) (R0 Q : 'M[F]_d) (omega : 'rV[F]_d).
Hypothesis root : inverse_root (encoder_second p q v phi) R0.
Hypothesis dec : eigen_basis (R0 *m encoder_cross p q v phi *m R0) Q omega.

Lemma feature_loss k (W : 'M[F]_(k, d)) : feasible (encoder_second p q v phi) W ->
  encoder_loss p q v (fun w => phi w *m W^T) = (k%:R - \tr (W *m encoder_cross p q v phi *m W^T)) *+ 2.
Proof.
have [_ q1] := q_law; move=> f; rewrite encoder_lossE // second_linear cross_linear_pair f.
by rewrite mxtrace1.
Qed.

Theorem feature_maps_bound k (W : 'M[F]_(k, d)) : feasible (encoder_second p q v phi) W ->
  (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2 <= encoder_loss p q v (fun w => phi w *m W^T).
Proof.
have [sR _ RSR] := root; have [QQ e s] := dec; move=> f; rewrite feature_loss // ler_pmuln2r //.
by rewrite ler_add2l ler_opp2; apply: (kyfan_eigen sR RSR QQ e s f).
Qed.

Theorem feature_maps_attained k (U : 'M[F]_k) : (k <= d)%N -> U *m U^T = 1%:M ->
  let W := U *m leading k Q *m R0 in feasible (encoder_second p q v phi) W /\
  encoder_loss p q v (fun w => phi w *m W^T) = (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2.
Proof.
have [sR _ RSR] := root; have [QQ e s] := dec; move=> kd UU W.
have [f val] := kyfan_eigen_attained sR RSR QQ e kd UU.
by split=> //; rewrite feature_loss // val.
Qed.

Theorem feature_maps_all_solutions k (W : 'M[F]_(k, d)) : gap_at k omega ->
  feasible (encoder_second p q v phi) W ->
  encoder_loss p q v (fun w => phi w *m W^T) = (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2 ->
  exists2 U : 'M[F]_k, U *m U^T = 1%:M & W = U *m leading k Q *m R0.
Proof.
have [sR _ RSR] := root; have [QQ e s] := dec; move=> gap f; rewrite feature_loss // => /eqP.
rewrite eqr_pmuln2r // => /eqP/addrI/oppr_inj; exact: (kyfan_eigen_unique sR RSR QQ e s gap f).
Qed.
End Linear.

(** Loss 0: the same output for all possible views of one sample. *)
Theorem loss_zero k (f : V -> 'rV[F]_k) : encoder_loss p q v f = 0 <->
  forall x t1 t2, p x != 0 -> q t1 != 0 -> q t2 != 0 -> f (v x t1) = f (v x t2).
Proof.
have [p0 _] := p_law; have [q0 _] := q_law.
have ge2 x t1 t2 : 0 <= q t2 * sq (f (v x t1) - f (v x t2)) by rewrite mulr_ge0 ?sq_ge0.
have ge1 x t1 : 0 <= q t1 * expect q (fun t2 => sq (f (v x t1) - f (v x t2))).
  by rewrite mulr_ge0 // sumr_ge0 // => t2 _; apply: ge2.
have ge0 x : 0 <= p x * expect q (fun t1 => expect q (fun t2 => sq (f (v x t1) - f (v x t2)))).
  by rewrite mulr_ge0 // sumr_ge0 // => t1 _; apply: ge1.
split=> [zero x t1 t2 px q1 q2|same]; last first.
  rewrite /encoder_loss /expect big1 // => x _; have [->|px] := eqVneq (p x) 0; first by rewrite mul0r.
  rewrite big1 ?mulr0 // => t1 _; have [->|q1] := eqVneq (q t1) 0; first by rewrite mul0r.
  rewrite big1 ?mulr0 // => t2 _; have [->|q2] := eqVneq (q t2) 0; first by rewrite mul0r.
  by rewrite (same x t1 t2) // subrr /sq /dot mul0mx mxE mulr0.
have /eqP : p x * expect q (fun t1 => expect q (fun t2 => sq (f (v x t1) - f (v x t2)))) = 0.
  exact: (psumr_eq0P (fun x _ => ge0 x) zero).
rewrite mulf_eq0 (negPf px) /= => /eqP zero1.
have /eqP : q t1 * expect q (fun t2 => sq (f (v x t1) - f (v x t2))) = 0.
  exact: (psumr_eq0P (fun t1 _ => ge1 x t1) zero1).
rewrite mulf_eq0 (negPf q1) /= => /eqP zero2.
have /eqP : q t2 * sq (f (v x t1) - f (v x t2)) = 0 by exact: (psumr_eq0P (fun t2 _ => ge2 x t1 t2) zero2).
by rewrite mulf_eq0 (negPf q2) /= => /eqP/sqnorm_eq0/eqP; rewrite subr_eq0 => /eqP.
Qed.

(** Views that no two samples share: any centred, whitened outputs h of the samples are a best encoder. *)
Theorem distinct_views_decide_nothing k (h : X -> 'rV[F]_k) :
  (forall x x' t t', v x t = v x' t' -> x = x') ->
  \sum_x p x *: h x = 0 -> cross p h h = 1%:M ->
  exists f : V -> 'rV[F]_k, [/\ forall x t, f (v x t) = h x, best_encoder p q v f & encoder_loss p q v f = 0].
Proof.
move=> inj h0 h1; have [p0 _] := p_law; have [q0 q1] := q_law.
pose f w := if [pick c : X * T | v c.1 c.2 == w] is Some c then h c.1 else 0.
have fE x t : f (v x t) = h x.
  rewrite /f; case: pickP => [[x' t'] /= /eqP/inj -> //|/(_ (x, t))]; by rewrite /= eqxx.
have zero : encoder_loss p q v f = 0 by apply/loss_zero => x t1 t2 _ _ _; rewrite !fE.
exists f; split=> //; split; last first.
  move=> f' _; rewrite zero; apply: sumr_ge0 => x _; rewrite mulr_ge0 // sumr_ge0 // => t1 _.
  by rewrite mulr_ge0 // sumr_ge0 // => t2 _; rewrite mulr_ge0 ?sq_ge0.
split; [rewrite -[RHS]h0|rewrite -[RHS]h1]; apply: eq_bigr => x _; congr (_ *: _).
  by rewrite (eq_bigr (fun t => q t *: h x)) => [|t _]; rewrite ?fE // -scaler_suml q1 scale1r.
rewrite (eq_bigr (fun t => q t *: ((h x)^T *m h x))) => [|t _]; last by rewrite fE.
by rewrite -scaler_suml q1 scale1r.
Qed.
End FeatureMaps.
