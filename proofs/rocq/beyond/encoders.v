(** * Encoders that need not be linear: two views of one sample, any law with finitely many outcomes

    A sample x has law p, an augmentation t has law q, the view is v x t, in any set V. An encoder is any
    function f of the view with k real outputs; [encoder_loss] is E |f(v) - f(v+)|^2 for two independent
    views of one sample, the objective of (SSL-JE) for f. An encoder is feasible when its outputs are
    centred and E f(v)'f(v) = I_k. Linear encoders are the case f(v) = v W'.

    Every encoder is linear in the features phi = f, and so are all encoders that are made of finitely many
    given functions: [second_linear], [mean_linear] and [loss_linear] turn them into one pencil. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section CrossMoments.
Variables (F : realFieldType) (W : finType) (p : W -> F).

(** E a'b for two random rows. *)
Definition cross m n (a : W -> 'rV[F]_m) (b : W -> 'rV[F]_n) : 'M[F]_(m, n) := \sum_w p w *: ((a w)^T *m b w).

Lemma expect_cross m n k (a : W -> 'rV[F]_m) (b : W -> 'rV[F]_n) (A : 'M[F]_(k, m)) (B : 'M[F]_(k, n)) :
  expect p (fun w => dot (a w *m A^T) (b w *m B^T)) = \tr (A *m cross a b *m B^T).
Proof.
rewrite /cross mulmx_sumr mulmx_suml raddf_sum; apply: eq_bigr => w _ /=.
rewrite -scalemxAr -scalemxAl mxtraceZ; congr (_ * _).
rewrite /dot -tr_mx11 -[\tr (_ *m _^T)]mxtrace_tr [(_ *m _^T)^T]trmx_mul trmxK trmx_mul trmxK.
by rewrite mxtrace_mulC !mulmxA.
Qed.
Lemma cross_tr m n (a : W -> 'rV[F]_m) (b : W -> 'rV[F]_n) : (cross a b)^T = cross b a.
Proof.
rewrite /cross raddf_sum; apply: eq_bigr => w _ /=.
by rewrite linearZ /= trmx_mul trmxK.
Qed.
Lemma cross_linear m n m' n' (a : W -> 'rV[F]_m) (b : W -> 'rV[F]_n) (A : 'M[F]_(m', m)) (B : 'M[F]_(n', n)) :
  cross (fun w => a w *m A^T) (fun w => b w *m B^T) = A *m cross a b *m B^T.
Proof.
rewrite /cross mulmx_sumr mulmx_suml; apply: eq_bigr => w _.
by rewrite -scalemxAr -scalemxAl trmx_mul trmxK !mulmxA.
Qed.
Lemma cross_psd n (a : W -> 'rV[F]_n) : (forall w, 0 <= p w) -> psd (cross a a).
Proof.
move=> p0 x; rewrite /cross mulmx_sumr mulmx_suml summxE sumr_ge0 // => w _.
rewrite -scalemxAr -scalemxAl mxE mulr_ge0 //.
by have := @psd_gram _ _ _ (a w)^T x; rewrite trmxK.
Qed.
End CrossMoments.

Section Encoders.
Variables (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) (v : X -> T -> V).

(** E f(v), E f(v)'f(v) and E f(v)'f(v+). *)
Definition encoder_mean k (f : V -> 'rV[F]_k) : 'rV[F]_k := \sum_x p x *: \sum_t q t *: f (v x t).
Definition encoder_second k (f : V -> 'rV[F]_k) : 'M[F]_k :=
  \sum_x p x *: \sum_t q t *: ((f (v x t))^T *m f (v x t)).
Definition encoder_cross k (f : V -> 'rV[F]_k) : 'M[F]_k :=
  \sum_x p x *: \sum_t1 \sum_t2 (q t1 * q t2) *: ((f (v x t1))^T *m f (v x t2)).

(** (SSL-JE) for any encoder, its constraint, and its solutions. *)
Definition encoder_loss k (f : V -> 'rV[F]_k) : F :=
  expect p (fun x => expect q (fun t1 => expect q (fun t2 => sq (f (v x t1) - f (v x t2))))).
Definition feasible_encoder k (f : V -> 'rV[F]_k) : Prop := encoder_mean f = 0 /\ encoder_second f = 1%:M.
Definition best_encoder k (f : V -> 'rV[F]_k) : Prop :=
  feasible_encoder f /\ forall f' : V -> 'rV[F]_k, feasible_encoder f' -> encoder_loss f <= encoder_loss f'.

(** Features phi: encoders that are linear in them. *)
Section Features.
Variables (d k : nat) (phi : V -> 'rV[F]_d) (W : 'M[F]_(k, d)).
Let f w := phi w *m W^T.

Lemma mean_linear : encoder_mean f = encoder_mean phi *m W^T.
Proof.
rewrite /encoder_mean mulmx_suml; apply: eq_bigr => x _; rewrite -scalemxAl mulmx_suml; congr (_ *: _).
by apply: eq_bigr => t _; rewrite -scalemxAl.
Qed.
Lemma second_linear : encoder_second f = W *m encoder_second phi *m W^T.
Proof.
rewrite /encoder_second mulmx_sumr mulmx_suml; apply: eq_bigr => x _.
by rewrite -scalemxAr -scalemxAl; congr (_ *: _); apply: (cross_linear q _ _ W W).
Qed.
Lemma cross_linear_pair : encoder_cross f = W *m encoder_cross phi *m W^T.
Proof.
rewrite /encoder_cross mulmx_sumr mulmx_suml; apply: eq_bigr => x _.
rewrite -scalemxAr -scalemxAl; congr (_ *: _); rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => t1 _.
rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => t2 _.
by rewrite -scalemxAr -scalemxAl trmx_mul trmxK !mulmxA.
Qed.
End Features.

Lemma encoder_second_sym k (f : V -> 'rV[F]_k) : (encoder_second f)^T = encoder_second f.
Proof.
rewrite /encoder_second raddf_sum; apply: eq_bigr => x _ /=.
by rewrite linearZ; congr (_ *: _); apply: (cross_tr q).
Qed.
Lemma encoder_cross_sym k (f : V -> 'rV[F]_k) : (encoder_cross f)^T = encoder_cross f.
Proof.
rewrite /encoder_cross raddf_sum; apply: eq_bigr => x _ /=; rewrite linearZ; congr (_ *: _).
rewrite raddf_sum exchange_big /=; apply: eq_bigr => t1 _; rewrite raddf_sum; apply: eq_bigr => t2 _ /=.
by rewrite linearZ /= trmx_mul trmxK mulrC.
Qed.
Lemma encoder_second_psd k (f : V -> 'rV[F]_k) : (forall x, 0 <= p x) -> (forall t, 0 <= q t) ->
  psd (encoder_second f).
Proof.
move=> p0 q0 y; rewrite /encoder_second mulmx_sumr mulmx_suml summxE sumr_ge0 // => x _.
by rewrite -scalemxAr -scalemxAl mxE mulr_ge0 //; apply: (cross_psd _ q0).
Qed.

Hypothesis q_one : \sum_t q t = 1.

(** The objective in the two moments. *)
Lemma encoder_lossE k (f : V -> 'rV[F]_k) :
  encoder_loss f = (\tr (encoder_second f) - \tr (encoder_cross f)) *+ 2.
Proof.
have tr_sum (I : finType) (A : I -> 'M[F]_k) : \tr (\sum_i A i) = \sum_i \tr (A i) by exact: raddf_sum.
rewrite /encoder_loss /encoder_second /encoder_cross !tr_sum -sumrB -sumrMnl; apply: eq_bigr => x _ /=.
rewrite !mxtraceZ -mulrBr -mulrnAr; congr (_ * _); rewrite /expect.
pose s t := sq (f (v x t)); pose c t1 t2 := dot (f (v x t1)) (f (v x t2)).
have trE k' (a b : 'rV[F]_k') : \tr (a^T *m b) = dot a b by rewrite mxtrace_mulC tr_mx11 -/(dot b a) dotC.
transitivity (\sum_t1 \sum_t2 (q t1 * q t2 * (s t1 + s t2) - q t1 * q t2 * c t1 t2 *+ 2)).
  apply: eq_bigr => t1 _; rewrite mulr_sumr; apply: eq_bigr => t2 _; rewrite sqB -/(s t1) -/(s t2) -/(c t1 t2).
  by move: (q t1) (q t2) (s t1) (s t2) (c t1 t2) => a b u w z; ring.
have e1 : \sum_t1 \sum_t2 q t1 * q t2 * (s t1 + s t2) = (\sum_t q t * s t) *+ 2.
  transitivity (\sum_t1 \sum_t2 (q t2 * (q t1 * s t1)) + \sum_t1 \sum_t2 (q t1 * (q t2 * s t2))).
    rewrite -big_split; apply: eq_bigr => t1 _; rewrite -big_split; apply: eq_bigr => t2 _ /=.
    by move: (q t1) (q t2) (s t1) (s t2) => a b u w; ring.
  rewrite [X in X + _]exchange_big /= mulr2n; congr (_ + _).
    by rewrite (eq_bigr (fun t => q t * \sum_t' q t' * s t')) -?mulr_suml ?q_one ?mul1r // => t _; rewrite mulr_sumr.
  by rewrite (eq_bigr (fun t => q t * \sum_t' q t' * s t')) -?mulr_suml ?q_one ?mul1r // => t _; rewrite mulr_sumr.
rewrite (eq_bigr (fun t1 => \sum_t2 q t1 * q t2 * (s t1 + s t2) - \sum_t2 q t1 * q t2 * c t1 t2 *+ 2)); last first.
  by move=> t1 _; rewrite sumrB.
rewrite sumrB e1 mulrnBl; congr (_ *+ 2 - _).
  by rewrite tr_sum; apply: eq_bigr => t _ /=; rewrite mxtraceZ trE.
rewrite tr_sum -sumrMnl; apply: eq_bigr => t1 _; rewrite tr_sum -sumrMnl; apply: eq_bigr => t2 _ /=.
by rewrite mxtraceZ trE.
Qed.
End Encoders.

(** Second moments of two different encoders, by entry. *)
Section Bilinear.
Variables (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) (v : X -> T -> V).
Definition within (u w : V -> F) : F := \sum_x p x * \sum_t q t * (u (v x t) * w (v x t)).
Definition between (u w : V -> F) : F := \sum_x p x * ((\sum_t q t * u (v x t)) * \sum_t q t * w (v x t)).

Lemma eq_within u u' w w' : u =1 u' -> w =1 w' -> within u w = within u' w'.
Proof. by move=> e e'; apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => t _; rewrite e e'. Qed.
Lemma eq_between u u' w w' : u =1 u' -> w =1 w' -> between u w = between u' w'.
Proof.
by move=> e e'; apply: eq_bigr => x _; congr (_ * (_ * _)); apply: eq_bigr => t _; rewrite ?e ?e'.
Qed.

Variables (n : nat) (phi : V -> 'rV[F]_n).

Lemma second_at a b (A : 'M[F]_(a, n)) (B : 'M[F]_(b, n)) i j :
  (A *m encoder_second p q v phi *m B^T) i j
  = within (fun w => (phi w *m A^T) 0 i) (fun w => (phi w *m B^T) 0 j).
Proof.
rewrite /encoder_second mulmx_sumr mulmx_suml summxE; apply: eq_bigr => x _.
rewrite -scalemxAr -scalemxAl sclE; congr (_ * _); rewrite mulmx_sumr mulmx_suml summxE; apply: eq_bigr => t _.
rewrite -scalemxAr -scalemxAl sclE; congr (_ * _); set y := phi _.
transitivity (((y *m A^T)^T *m (y *m B^T)) i j); first by rewrite trmx_mul trmxK !mulmxA.
by rewrite mxE big_ord1 [_^T i 0]mxE.
Qed.
Lemma cross_at a b (A : 'M[F]_(a, n)) (B : 'M[F]_(b, n)) i j :
  (A *m encoder_cross p q v phi *m B^T) i j
  = between (fun w => (phi w *m A^T) 0 i) (fun w => (phi w *m B^T) 0 j).
Proof.
rewrite /encoder_cross mulmx_sumr mulmx_suml summxE; apply: eq_bigr => x _.
rewrite -scalemxAr -scalemxAl sclE; congr (_ * _); rewrite mulmx_sumr mulmx_suml summxE mulr_suml.
apply: eq_bigr => t1 _; rewrite mulmx_sumr mulmx_suml summxE mulr_sumr; apply: eq_bigr => t2 _.
rewrite -scalemxAr -scalemxAl sclE mulrACA; congr (_ * _); set y := phi (v x t1); set y' := phi (v x t2).
transitivity (((y *m A^T)^T *m (y' *m B^T)) i j); first by rewrite trmx_mul trmxK !mulmxA.
by rewrite mxE big_ord1 [_^T i 0]mxE.
Qed.
End Bilinear.
