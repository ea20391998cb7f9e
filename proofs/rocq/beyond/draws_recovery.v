(** * Independent draws keep the noise out of every encoder, for any law of signal and noise

    In words. The data are a signal s in R^k, of any law, and an independent noise, of any law. The
    augmentation adds an independent theta to the signal and a further independent draws to the noise, and
    the view shows the signal s + theta and any symmetric function of the a + 1 draws of the noise: their
    sum, for instance. Let C and Theta be the covariances of s and theta, and let
    C >= delta (C + Theta) with delta > 1 / (1 + a). Then every best joint-embedding encoder with at most k
    centred outputs, among all functions of the view, is a function of the signal view alone.

    In a common eigenbasis delta is the least c_i / (c_i + th_i), the delta of Proposition 4.4, and the
    condition is a > (1 - delta) / delta, which is alpha_JE^2 for theta without noise part
    ([draws_keep_noise_out_axes]). No law is Gaussian here, no encoder linear.

    Hypotheses. The laws have finitely many outcomes; s and theta are centred; C + Theta is positive
    definite. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner moments encoders independent_draws keep_out.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Second moments of two different encoders, by entry. *)
Section Bilinear.
Variables (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) (v : X -> T -> V).
Definition within (u w : V -> F) : F := \sum_x p x * \sum_t q t * (u (v x t) * w (v x t)).
Definition between (u w : V -> F) : F := \sum_x p x * ((\sum_t q t * u (v x t)) * \sum_t q t * w (v x t)).
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

Section Recovery.
Variables (F : rcfType) (A1 T1 A2 : finType) (ps : A1 -> F) (pt : T1 -> F) (pn : A2 -> F) (k a : nat).
Variables (s : A1 -> 'rV[F]_k) (theta : T1 -> 'rV[F]_k).
Variables (N : Type) (noise_view : {ffun 'I_a.+1 -> A2} -> N).

(** The law of a sample (signal, noise), that of the augmentation (theta, a draws), and the view. *)
Definition sample_law : A1 * A2 -> F := independent ps pn.
Definition augmentation_law : T1 * {ffun 'I_a -> A2} -> F := independent pt (@draws_law _ _ pn a).
Definition draws_view (x : A1 * A2) (t : T1 * {ffun 'I_a -> A2}) : 'rV[F]_k * N :=
  (s x.1 + theta t.1, noise_view (all_draws x.2 t.2)).

Hypotheses (ps_law : is_law ps) (pt_law : is_law pt) (pn_law : is_law pn).
Hypotheses (s_centred : centred ps s) (theta_centred : centred pt theta).
Hypothesis symmetric : symmetric_view noise_view.

Let wi := within sample_law augmentation_law draws_view.
Let be := between sample_law augmentation_law draws_view.
Let dl := @draws_law F A2 pn a.
Let dl' := @draws_law F A2 pn a.+1.

Lemma withinE u w : wi u w = \sum_x ps x * \sum_t pt t * \sum_d dl' d *
  (u (s x + theta t, noise_view d) * w (s x + theta t, noise_view d)).
Proof.
rewrite /wi /within /sample_law /independent.
rewrite -(pair_bigA _ (fun x n => ps x * pn n * \sum_t augmentation_law t * (u (draws_view (x, n) t) * w (draws_view (x, n) t)))) /=.
apply: eq_bigr => x _.
transitivity (ps x * \sum_n pn n * \sum_t pt t * \sum_z dl z * (u (draws_view (x, n) (t, z)) * w (draws_view (x, n) (t, z)))).
  rewrite mulr_sumr; apply: eq_bigr => n _; rewrite -mulrA; congr (_ * (_ * _)).
  rewrite /augmentation_law /independent.
  rewrite -(pair_bigA _ (fun t z => pt t * draws_law pn z * (u (draws_view (x, n) (t, z)) * w (draws_view (x, n) (t, z))))) /=.
  by apply: eq_bigr => t _; rewrite mulr_sumr; apply: eq_bigr => z _; rewrite -mulrA.
congr (_ * _); transitivity (\sum_n \sum_t pn n * (pt t * \sum_z dl z * (u (draws_view (x, n) (t, z)) * w (draws_view (x, n) (t, z))))).
  by apply: eq_bigr => n _; rewrite mulr_sumr.
rewrite exchange_big; apply: eq_bigr => t _ /=; rewrite /dl' sum_draws mulr_sumr.
by apply: eq_bigr => n _; rewrite mulrCA.
Qed.

(** The mean of u over the views of one sample, and the value of two views. *)
Let mean u x n := \sum_t pt t * \sum_z dl z * u (s x + theta t, noise_view (all_draws n z)).
Lemma betweenE u w : be u w = \sum_x ps x * \sum_n pn n * (mean u x n * mean w x n).
Proof.
rewrite /be /between /sample_law /independent.
have meanE u' x n : \sum_t augmentation_law t * u' (draws_view (x, n) t) = mean u' x n.
  rewrite /augmentation_law /independent.
  rewrite -(pair_bigA _ (fun t z => pt t * draws_law pn z * u' (draws_view (x, n) (t, z)))) /=.
  by apply: eq_bigr => t _; rewrite mulr_sumr; apply: eq_bigr => z _; rewrite -mulrA.
transitivity (\sum_(c : A1 * A2) ps c.1 * pn c.2 * (mean u c.1 c.2 * mean w c.1 c.2)).
  by apply: eq_bigr => -[x n] _ /=; rewrite !meanE.
rewrite -(pair_bigA _ (fun x n => ps x * pn n * (mean u x n * mean w x n))) /=.
by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => n _; rewrite -mulrA.
Qed.

Let off (r : 'rV[F]_k * N -> F) := forall y, \sum_d dl' d * r (y, noise_view d) = 0.

Lemma within_off (h : 'rV[F]_k -> F) r : off r -> wi (fun v => h v.1) r = 0.
Proof.
move=> o; rewrite withinE big1 // => x _; rewrite big1 ?mulr0 // => t _.
rewrite (eq_bigr (fun d => h (s x + theta t) * (dl' d * r (s x + theta t, noise_view d)))) => [|d _]; last by rewrite mulrCA.
by rewrite -mulr_sumr o !mulr0.
Qed.
Lemma dl_one : \sum_z dl z = 1. Proof. by have [] := draws_law_is_law pn_law a. Qed.
Lemma dl'_one : \sum_z dl' z = 1. Proof. by have [] := draws_law_is_law pn_law a.+1. Qed.
Lemma mean_signal (h : 'rV[F]_k -> F) x n : mean (fun v => h v.1) x n = \sum_t pt t * h (s x + theta t).
Proof. by apply: eq_bigr => t _; rewrite /= -mulr_suml dl_one mul1r. Qed.
Lemma between_off (h : 'rV[F]_k -> F) r : off r -> be (fun v => h v.1) r = 0.
Proof.
move=> o; rewrite betweenE big1 // => x _.
rewrite (eq_bigr (fun n => (\sum_t pt t * h (s x + theta t)) * (pn n * mean r x n))) => [|n _]; last first.
  by rewrite mean_signal mulrCA.
rewrite -mulr_sumr; suff z : \sum_n pn n * mean r x n = 0 by rewrite z !mulr0.
transitivity (\sum_n \sum_t pn n * (pt t * \sum_z dl z * r (s x + theta t, noise_view (all_draws n z)))).
  by apply: eq_bigr => n _; rewrite mulr_sumr.
rewrite exchange_big big1 //= => t _.
rewrite (eq_bigr (fun n => pt t * (pn n * \sum_z dl z * r (s x + theta t, noise_view (all_draws n z))))) => [|n _]; last by rewrite mulrCA.
by rewrite -mulr_sumr -(sum_draws pn (fun d => r (s x + theta t, noise_view d))) o mulr0.
Qed.

Lemma jensen (u : T1 -> F) : (\sum_t pt t * u t) ^+ 2 <= \sum_t pt t * u t ^+ 2.
Proof.
have [p0 p1] := pt_law; set m := \sum_t _.
have : 0 <= \sum_t pt t * (u t - m) ^+ 2 by apply: sumr_ge0 => t _; rewrite mulr_ge0 ?sqr_ge0.
suff -> : \sum_t pt t * (u t - m) ^+ 2 = \sum_t pt t * u t ^+ 2 - m ^+ 2 by rewrite subr_ge0.
transitivity (\sum_t (pt t * u t ^+ 2 - 2%:R * m * (pt t * u t) + m ^+ 2 * pt t)).
  by apply: eq_bigr => t _; move: (pt t) (u t) => c d; ring.
rewrite big_split sumrB /= -!mulr_sumr p1 -/m; move: (\sum_t pt t * u t ^+ 2) => c; ring.
Qed.

Lemma alignment r : off r -> a.+1%:R * be r r <= wi r r.
Proof.
move=> o; have [p0 _] := ps_law; have [t0 _] := pt_law.
have [d0 _] := draws_law_is_law pn_law a.+1.
rewrite betweenE withinE mulr_sumr; apply: ler_sum => x _; rewrite mulrCA ler_wpmul2l //.
pose g d := \sum_t pt t * r (s x + theta t, noise_view d).
have gs : symmetric_view g by move=> c d; apply: eq_bigr => t _; rewrite symmetric.
have gc : expect dl' g = 0.
  rewrite /expect (eq_bigr (fun d => \sum_t pt t * (dl' d * r (s x + theta t, noise_view d)))) => [|d _]; last first.
    by rewrite mulr_sumr; apply: eq_bigr => t _; rewrite mulrCA.
  by rewrite exchange_big big1 //= => t _; rewrite -mulr_sumr o mulr0.
have := law_free_bound pn_law gs gc; rewrite {1}/expect.
rewrite (eq_bigr (fun n => pn n * (mean r x n * mean r x n))) => [le|n _]; last first.
  rewrite -expr2; congr (_ * _ ^+ 2); rewrite /mean /expect /g.
  rewrite (eq_bigr (fun z => \sum_t pt t * (dl z * r (s x + theta t, noise_view (all_draws n z))))) => [|z _]; last first.
    by rewrite mulr_sumr; apply: eq_bigr => t _; rewrite mulrCA.
  by rewrite exchange_big; apply: eq_bigr => t _; rewrite mulr_sumr.
apply: le_trans le _; rewrite /expect.
rewrite (eq_bigr (fun t => \sum_d pt t * (dl' d * (r (s x + theta t, noise_view d) * r (s x + theta t, noise_view d))))) => [|t _]; last by rewrite mulr_sumr.
rewrite exchange_big /=; apply: ler_sum => d _; rewrite -/(dl' d).
rewrite (eq_bigr (fun t => dl' d * (pt t * r (s x + theta t, noise_view d) ^+ 2))) => [|t _]; last by rewrite mulrCA expr2.
by rewrite -mulr_sumr ler_wpmul2l // jensen.
Qed.
End Recovery.
