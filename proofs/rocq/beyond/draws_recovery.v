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
From Jerc Require Import psd inner extrema diagonal encoders independent_draws keep_out.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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

(** The main theorem. *)
Let C := noise_cov ps s.
Let Theta := noise_cov pt theta.
Variable delta : F.
Hypotheses (views_pd : pd (C + Theta)) (aligned_signal : psd (C - delta *: (C + Theta))).
Hypothesis enough_draws : 1 < a.+1%:R * delta.
Variables (m : nat) (f : 'rV[F]_k * N -> 'rV[F]_m).
Hypotheses (mk : (m <= k)%N) (best : best_encoder sample_law augmentation_law draws_view f).

(** The mean of f over the noise, and the features: that mean, the rest of f, the signal view, 1. *)
Let g (y : 'rV[F]_k) : 'rV[F]_m := \sum_d dl' d *: f (y, noise_view d).
Let phi (v : 'rV[F]_k * N) : 'rV[F]_(m + (m + (k + 1))) := row_mx (g v.1) (row_mx (f v - g v.1) (row_mx v.1 1%:M)).
Let W : 'M[F]_(m, m + (m + (k + 1))) := row_mx 1%:M (row_mx 1%:M 0).
Let L : 'M[F]_(k, m + (m + (k + 1))) := row_mx 0 (row_mx 0 (row_mx 1%:M 0)).
Let b : 'rV[F]_(m + (m + (k + 1))) := row_mx 0 (row_mx 0 (row_mx 0 1%:M)).
Let Pi : 'M[F]_(m + (m + (k + 1))) := block_mx 1%:M 0 0 (block_mx 0 0 0 1%:M).
Let Pc := 1%:M - Pi.
Let S := encoder_second sample_law augmentation_law draws_view phi.
Let G := encoder_cross sample_law augmentation_law draws_view phi.

Lemma phi_W v : phi v *m W^T = f v.
Proof. by rewrite /W !tr_row_mx !mul_row_col !trmx1 trmx0 !mulmx1 mulmx0 addr0 addrC subrK. Qed.
Lemma phi_L v : phi v *m L^T = v.1.
Proof. by rewrite /L !tr_row_mx !mul_row_col !trmx1 !trmx0 !mulmx0 mulmx1 !add0r addr0. Qed.
Lemma phi_b v : phi v *m b^T = 1%:M.
Proof. by rewrite /b !tr_row_mx !mul_row_col !trmx1 !trmx0 !mulmx0 mulmx1 !add0r. Qed.
Lemma phi_Pi v : phi v *m Pi^T = row_mx (g v.1) (row_mx 0 (row_mx v.1 1%:M)).
Proof.
by rewrite /Pi !tr_block_mx !trmx1 !trmx0 !mul_row_block !mulmx0 !mulmx1 !addr0 !add0r.
Qed.
Lemma phi_Pc v : phi v *m Pc^T = row_mx 0 (row_mx (f v - g v.1) 0).
Proof.
by rewrite /Pc trmxB trmx1 mulmxBr mulmx1 phi_Pi /phi !opp_row_mx !add_row_mx !subrr oppr0 addr0 row_mx0.
Qed.
Lemma rest_off y : \sum_d dl' d *: (phi (y, noise_view d) *m Pc^T) = 0.
Proof.
pose E : 'M[F]_(m, m + (m + (k + 1))) := row_mx 0 (row_mx 1%:M 0).
have e d : phi (y, noise_view d) *m Pc^T = (f (y, noise_view d) - g y) *m E.
  by rewrite phi_Pc /E !mul_mx_row !mulmx0 mulmx1.
rewrite (eq_bigr (fun d => (dl' d *: f (y, noise_view d) - dl' d *: g y) *m E)) => [|d _]; last first.
  by rewrite e scalemxAl scalerBr.
by rewrite -mulmx_suml sumrB -scaler_suml dl'_one scale1r subrr mul0mx.
Qed.
Lemma rest_entry n (U : 'M[F]_(m + (m + (k + 1)), n)) j : off (fun v => (phi v *m Pc^T *m U) 0 j).
Proof.
move=> y; transitivity (((\sum_d dl' d *: (phi (y, noise_view d) *m Pc^T)) *m U) 0 j); last first.
  by rewrite rest_off mul0mx mxE.
by rewrite mulmx_suml summxE; apply: eq_bigr => d _; rewrite -scalemxAl sclE.
Qed.

Lemma theta_zero j : \sum_t pt t * theta t 0 j = 0.
Proof.
transitivity ((\sum_i pt i *: theta i) 0 j); last by rewrite [\sum_i _]theta_centred mxE.
by rewrite summxE; apply: eq_bigr => t _; rewrite sclE.
Qed.
Lemma s_zero j : \sum_x ps x * s x 0 j = 0.
Proof.
transitivity ((\sum_i ps i *: s i) 0 j); last by rewrite [\sum_i _]s_centred mxE.
by rewrite summxE; apply: eq_bigr => t _; rewrite sclE.
Qed.
Lemma cov_at (I : finType) (p : I -> F) (e : I -> 'rV[F]_k) i j :
  noise_cov p e i j = \sum_x p x * (e x 0 i * e x 0 j).
Proof.
rewrite /noise_cov summxE; apply: eq_bigr => x _; rewrite sclE; congr (_ * _).
by rewrite mxE big_ord1 [_^T i 0]mxE.
Qed.
Lemma signal_mean i x : \sum_t pt t * (s x + theta t) 0 i = s x 0 i.
Proof.
have [_ pt1] := pt_law.
rewrite (eq_bigr (fun t => s x 0 i * pt t + pt t * theta t 0 i)) => [|t _]; last by rewrite addE mulrDr [pt t * s _ _ _]mulrC.
by rewrite big_split /= theta_zero -mulr_sumr pt1 mulr1 addr0.
Qed.

Lemma signal_S : L *m S *m L^T = C + Theta.
Proof.
have [_ ps1] := ps_law; have [_ pt1] := pt_law.
apply/matrixP => i j; rewrite second_at (@eq_within _ _ _ _ _ _ _ _ (fun v : 'rV[F]_k * N => v.1 0 i) _ (fun v : 'rV[F]_k * N => v.1 0 j)).
- rewrite -/wi withinE addE !cov_at.
  rewrite (eq_bigr (fun x => ps x * (s x 0 i * s x 0 j) + ps x * \sum_t pt t * (theta t 0 i * theta t 0 j))) => [|x _].
    by rewrite big_split /= -[X in _ + X]mulr_suml ps1 mul1r.
  rewrite -mulrDr; congr (_ * _).
  transitivity (\sum_t (s x 0 i * s x 0 j * pt t + (s x 0 i * (pt t * theta t 0 j) + s x 0 j * (pt t * theta t 0 i))
      + pt t * (theta t 0 i * theta t 0 j))).
    apply: eq_bigr => t _; rewrite /= -mulr_suml dl'_one mul1r !addE.
    by move: (pt t) (s x 0 i) (s x 0 j) (theta t 0 i) (theta t 0 j) => c y z y' z'; ring.
  by rewrite !big_split /= -!mulr_sumr !theta_zero pt1 !mulr0 mulr1 !addr0.
- by move=> v; rewrite phi_L.
- by move=> v; rewrite phi_L.
Qed.
Lemma signal_G : L *m G *m L^T = C.
Proof.
have [_ pn1] := pn_law.
apply/matrixP => i j; rewrite cross_at (@eq_between _ _ _ _ _ _ _ _ (fun v : 'rV[F]_k * N => v.1 0 i) _ (fun v : 'rV[F]_k * N => v.1 0 j)).
- rewrite -/be betweenE cov_at; apply: eq_bigr => x _; congr (_ * _).
  rewrite (eq_bigr (fun n => pn n * (s x 0 i * s x 0 j))) => [|n _]; first by rewrite -mulr_suml pn1 mul1r.
  by rewrite (mean_signal (fun y => y 0 i)) (mean_signal (fun y => y 0 j)) !signal_mean.
- by move=> v; rewrite phi_L.
- by move=> v; rewrite phi_L.
Qed.
Lemma signal_one : L *m S *m b^T = 0.
Proof.
have [_ pt1] := pt_law.
apply/matrixP => i j; rewrite second_at (@eq_within _ _ _ _ _ _ _ _ (fun v : 'rV[F]_k * N => v.1 0 i) _ (fun=> 1)).
- rewrite -/wi withinE [RHS]mxE -[RHS](s_zero i); apply: eq_bigr => x _; congr (_ * _).
  rewrite -(signal_mean i x); apply: eq_bigr => t _; rewrite /= -mulr_suml dl'_one mul1r mulr1 //.
- by move=> v; rewrite phi_L.
- by move=> v; rewrite phi_b mxE ord1.
Qed.
Lemma mean_b n (A : 'M[F]_(n, m + (m + (k + 1)))) i :
  (A *m S *m b^T) i 0 = encoder_mean sample_law augmentation_law draws_view (fun v => phi v *m A^T) 0 i.
Proof.
rewrite second_at /within /encoder_mean summxE; apply: eq_bigr => x _; rewrite sclE; congr (_ * _).
by rewrite summxE; apply: eq_bigr => t _; rewrite sclE phi_b [1%:M 0 0]mxE mulr1.
Qed.
Lemma split_S : Pi *m S *m Pc^T = 0.
Proof.
apply/matrixP => i j; rewrite second_at mxE.
pose h (y : 'rV[F]_k) : F := (row_mx (g y) (row_mx 0 (row_mx y 1%:M)) : 'rV[F]_(m + (m + (k + 1)))) 0 i.
rewrite -[RHS](within_off h (rest_entry 1%:M j)); apply: eq_within => v; first by rewrite phi_Pi.
by rewrite mulmx1.
Qed.
Lemma split_G : Pi *m G *m Pc^T = 0.
Proof.
apply/matrixP => i j; rewrite cross_at mxE.
pose h (y : 'rV[F]_k) : F := (row_mx (g y) (row_mx 0 (row_mx y 1%:M)) : 'rV[F]_(m + (m + (k + 1)))) 0 i.
rewrite -[RHS](between_off h (rest_entry 1%:M j)); apply: eq_between => v; first by rewrite phi_Pi.
by rewrite mulmx1.
Qed.
Lemma rest_aligned : psd (Pc *m (a.+1%:R^-1 *: S - G) *m Pc^T).
Proof.
move=> x; pose r v := (phi v *m Pc^T *m x^T) 0 0.
have e M : x *m (Pc *m M *m Pc^T) *m x^T = (x *m Pc) *m M *m (x *m Pc)^T by rewrite trmx_mul !mulmxA.
rewrite e quadB quadZ second_at cross_at.
have er : (fun v => (phi v *m (x *m Pc)^T) 0 0) =1 r by move=> v; rewrite /r trmx_mul mulmxA.
rewrite (@eq_within _ _ _ _ _ _ _ _ _ _ _ er er) (@eq_between _ _ _ _ _ _ _ _ _ _ _ er er) subr_ge0 ler_pdivl_mull ?ltr0Sn //.
exact: (alignment (rest_entry x^T 0)).
Qed.
Lemma gap_psd : psd (S - G).
Proof.
have [ps0 _] := ps_law; have [pt0 _] := pt_law; have [pn0 _] := pn_law.
have [dl0 _] := draws_law_is_law pn_law a.
have q1 : \sum_t augmentation_law t = 1.
  rewrite /augmentation_law /independent -(pair_bigA _ (fun t z => pt t * draws_law pn z)) /=.
  have [_ pt1] := pt_law; rewrite -[RHS]pt1; apply: eq_bigr => t _.
  by rewrite -mulr_sumr dl_one mulr1.
move=> x; have := encoder_lossE sample_law draws_view q1 (fun v => phi v *m x^T).
rewrite second_linear cross_linear_pair !tr_mx11 -quadB -/S -/G => e.
rewrite -(pmulrn_lge0 _ (ltn0Sn 1)) -e; apply: sumr_ge0 => c _; rewrite mulr_ge0 ?mulr_ge0 //.
apply: sumr_ge0 => t1 _; rewrite mulr_ge0 ?mulr_ge0 //; apply: sumr_ge0 => t2 _.
by rewrite mulr_ge0 ?mulr_ge0 ?sq_ge0.
Qed.

(** Every best encoder is a function of the signal view: for every outcome that is possible, f of the view
    is g of the signal view. *)
Theorem draws_keep_noise_out : exists g : 'rV[F]_k -> 'rV[F]_m, forall x t,
  sample_law x != 0 -> augmentation_law t != 0 -> f (draws_view x t) = g (draws_view x t).1.
Proof.
have [ps0 ps1] := ps_law; have [pt0 pt1] := pt_law; have [pn0 pn1] := pn_law.
have [dl0 _] := draws_law_is_law pn_law a.
have q1 : \sum_t augmentation_law t = 1.
  rewrite /augmentation_law /independent -(pair_bigA _ (fun t z => pt t * draws_law pn z)) /=.
  by rewrite -[RHS]pt1; apply: eq_bigr => t _; rewrite -mulr_sumr dl_one mulr1.
have p0 x : 0 <= sample_law x by rewrite mulr_ge0.
have q0 t : 0 <= augmentation_law t by rewrite mulr_ge0.
have [[f_mean f_second] f_best] := best.
have fE : f =1 (fun v => phi v *m W^T) by move=> v; rewrite phi_W.
exists g => x t px qt; set v := draws_view x t; apply/eqP; rewrite -subr_eq0; apply/eqP.
have SW : W *m S *m W^T = 1%:M.
  rewrite -f_second /S -second_linear /encoder_second; apply: eq_bigr => x' _; congr (_ *: _).
  by apply: eq_bigr => t' _; rewrite -!fE.
have rest : (W *m Pc) *m S *m (W *m Pc)^T = 0.
  apply: (@keep_out _ _ k m S G Pi b L (a.+1%:R^-1) delta) => //.
  - exact: encoder_second_sym.
  - exact: encoder_second_psd.
  - exact: encoder_cross_sym.
  - exact: gap_psd.
  - exact: split_S.
  - exact: split_G.
  - by rewrite /b /Pi !mul_row_block !mulmx0 !mul0mx !mulmx1 !addr0 !add0r.
  - exact: signal_one.
  - exact: rest_aligned.
  - by rewrite signal_S.
  - rewrite mulmxBr mulmxBl -scalemxAr -scalemxAl signal_S signal_G //.
  - by rewrite -(ltr_pmul2l (ltr0Sn F a)) mulfV ?pnatr_eq0.
  - apply/matrixP => i j; rewrite ord1 mean_b mxE.
    have -> : encoder_mean sample_law augmentation_law draws_view (fun v => phi v *m W^T) = 0; last by rewrite mxE.
    transitivity (encoder_mean sample_law augmentation_law draws_view f); last by [].
    by apply: eq_bigr => x' _; congr (_ *: _); apply: eq_bigr => t' _; rewrite -fE.
  - move=> W' f' c'; pose e' v := phi v *m W'^T.
    have feas : feasible_encoder sample_law augmentation_law draws_view e'.
      split; last by rewrite second_linear.
      by apply/rowP => i; rewrite -mean_b c' !mxE.
    have := f_best _ feas; rewrite (encoder_lossE sample_law draws_view q1 e').
    rewrite (_ : encoder_loss _ _ _ f = encoder_loss sample_law augmentation_law draws_view (fun v => phi v *m W^T)).
      rewrite encoder_lossE // !second_linear !cross_linear_pair -/S -/G f' SW ler_pmuln2r //.
      by rewrite ler_add2l ler_opp2.
    apply: eq_bigr => x' _; congr (_ * _); apply: eq_bigr => t1 _; congr (_ * _).
    by apply: eq_bigr => t2 _; rewrite -!fE.
have rE v' : phi v' *m (W *m Pc)^T = f v' - g v'.1.
  by rewrite trmx_mul mulmxA phi_Pc /W !tr_row_mx !mul_row_col !trmx1 !trmx0 !mulmx0 !mulmx1 add0r addr0.
have : \tr (encoder_second sample_law augmentation_law draws_view (fun v => phi v *m (W *m Pc)^T)) = 0.
  by rewrite second_linear rest mxtrace0.
have tr_sum (I : finType) (A : I -> 'M[F]_m) : \tr (\sum_i A i) = \sum_i \tr (A i) by exact: raddf_sum.
have trE (y : 'rV[F]_m) : \tr (y^T *m y) = sq y by rewrite mxtrace_mulC tr_mx11.
rewrite /encoder_second tr_sum => total.
have zero : \tr (sample_law x *: \sum_t' augmentation_law t' *:
    ((phi (draws_view x t') *m (W *m Pc)^T)^T *m (phi (draws_view x t') *m (W *m Pc)^T))) = 0.
  apply: (psumr_eq0P _ total) => // x' _; rewrite mxtraceZ mulr_ge0 // tr_sum sumr_ge0 // => t' _.
  by rewrite mxtraceZ trE mulr_ge0 ?sq_ge0.
rewrite mxtraceZ tr_sum in zero.
have nonneg t' : 0 <= \tr (augmentation_law t' *: ((phi (draws_view x t') *m (W *m Pc)^T)^T *m (phi (draws_view x t') *m (W *m Pc)^T))).
  by rewrite mxtraceZ trE mulr_ge0 ?sq_ge0.
move: zero; rewrite -[X in _ = X](mulr0 (sample_law x)) => zero.
have {}zero := mulfI px zero.
have : \tr (augmentation_law t *: ((phi v *m (W *m Pc)^T)^T *m (phi v *m (W *m Pc)^T))) = 0.
  exact: (psumr_eq0P (fun t' _ => nonneg t') zero).
rewrite mxtraceZ trE rE => /eqP; rewrite mulf_eq0 (negPf qt) /= => /eqP/sqnorm_eq0; apply.
Qed.
End Recovery.

(** With the eigenvalues of C and Theta: more draws than alpha_JE^2, that of a theta without noise part. *)
Theorem draws_keep_noise_out_axes (F : rcfType) (A1 T1 A2 : finType) (ps : A1 -> F) (pt : T1 -> F) (pn : A2 -> F)
    (k a : nat) (s : A1 -> 'rV[F]_k) (theta : T1 -> 'rV[F]_k)
    (N : Type) (noise_view : {ffun 'I_a.+1 -> A2} -> N) (Q : 'M[F]_k) (c th : 'I_k -> F) (i0 : 'I_k) :
  is_law ps -> is_law pt -> is_law pn -> centred ps s -> centred pt theta -> symmetric_view noise_view ->
  Q^T *m Q = 1%:M -> (forall i, 0 < c i) -> (forall i, 0 <= th i) ->
  noise_cov ps s = Q *m dg c *m Q^T -> noise_cov pt theta = Q *m dg th *m Q^T ->
  (1 - delta i0 c th) / delta i0 c th < a%:R ->
  forall m (f : 'rV[F]_k * N -> 'rV[F]_m), (m <= k)%N ->
  best_encoder (sample_law ps pn) (augmentation_law pt pn (a:=a)) (draws_view s theta noise_view) f ->
  exists g : 'rV[F]_k -> 'rV[F]_m, forall x t, sample_law ps pn x != 0 -> augmentation_law pt pn t != 0 ->
    f (draws_view s theta noise_view x t) = g (draws_view s theta noise_view x t).1.
Proof.
move=> hs ht hn cs ct sym QQ c0 th0 CE TE more m f mk best.
have sum_pos i : 0 < c i + th i by rewrite ltr_paddr.
have QQC := mulmx1C QQ.
have [i1 d1 least] := fminP i0 (fun i => c i / (c i + th i)); rewrite -/(delta i0 c th) in d1 least.
have d0 : 0 < delta i0 c th by rewrite d1 divr_gt0.
have SE : noise_cov ps s + noise_cov pt theta = Q *m dg (fun i => c i + th i) *m Q^T.
  by rewrite CE TE -dgD mulmxDr mulmxDl.
apply: (@draws_keep_noise_out _ _ _ _ ps pt pn k a s theta N noise_view hs ht hn cs ct sym (delta i0 c th)) => //.
- rewrite SE; apply: pd_congr; last by apply/pd_dg.
  by rewrite row_free_unit; have [] := mulmx1_unit QQC.
- rewrite SE CE scalemxAl scalemxAr -mulmxBl -mulmxBr dgZ dgB; apply: psd_congr; apply: psd_dg => i.
  by rewrite subr_ge0 -ler_pdivl_mulr // d1 least.
by move: more; rewrite ltr_pdivr_mulr // mulrS mulrDl mul1r -ltr_subl_addl.
Qed.
