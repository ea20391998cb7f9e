(** * Reconstruction with any encoder and a linear decoder: the posterior mean

    In words. Let the sample x and its view have any joint law with finitely many outcomes, and let M(b) be
    the posterior mean E[x | view = b]. For every encoder f of the view, linear or not, and every linear
    decoder D, the reconstruction loss E |x - D f(v)|^2 is E |x - M(v)|^2, which nothing can change, plus
    E |M(v) - D f(v)|^2. So reconstruction is the best approximation of the posterior mean in k dimensions,
    principal component analysis of M(v): its value is at least the unchangeable part plus the sum of all but
    the k leading eigenvalues of E M(v)'M(v), and the encoder M(v) R_k with decoder R_k, R_k being the k
    leading eigenvectors, attains it.

    The posterior mean is given by its defining property: x - M(v) is orthogonal to every function of the
    view. [posterior_mean_exists]: there is one. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius top_sum encoders.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Posterior.
Variables (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) (d : nat) (x : W -> 'rV[F]_d).
Hypothesis law : is_law p.

(** M is E[x | view]: x - M(view) is orthogonal to every function u of the view. *)
Definition posterior_mean (M : B -> 'rV[F]_d) : Prop :=
  forall u : B -> 'rV[F]_d, expect p (fun w => dot (x w - M (v w)) (u (v w))) = 0.

(** The reconstruction loss of an encoder f with k outputs and a linear decoder D. *)
Definition reconstruction_loss k (f : B -> 'rV[F]_k) (D : 'M[F]_(d, k)) : F :=
  expect p (fun w => sq (x w - f (v w) *m D^T)).

(** The average of x over the outcomes with view b. *)
Theorem posterior_mean_exists : exists M, posterior_mean M.
Proof.
have [p0 _] := law.
pose mass b := \sum_(w | v w == b) p w; pose total b := \sum_(w | v w == b) p w *: x w.
exists (fun b => (mass b)^-1 *: total b) => u.
pose M b := (mass b)^-1 *: total b.
have classes (b : B) : \sum_(w | v w == b) p w * dot (x w - M b) (u b) = 0.
  have -> : \sum_(w | v w == b) p w * dot (x w - M b) (u b) = dot (total b - mass b *: M b) (u b).
    rewrite dotBl dotZl /total /mass mulr_suml.
    rewrite (eq_bigr (fun w => p w * dot (x w) (u b) - p w * dot (M b) (u b))) => [|w _]; last by rewrite dotBl mulrBr.
    rewrite sumrB; congr (_ - _); rewrite /dot mulmx_suml summxE; apply: eq_bigr => w _.
    by rewrite -scalemxAl sclE.
  rewrite /M scalerA; have [m0|m0] := eqVneq (mass b) 0; last by rewrite divff // scale1r subrr /dot mul0mx mxE.
  rewrite m0 mul0r scale0r subr0 /total big1 ?/dot ?mul0mx ?mxE // => w vw.
  by rewrite (psumr_eq0P (fun w _ => p0 w) m0) ?scale0r.
pose views := undup [seq v w | w : W].
transitivity (\sum_(b <- views) \sum_(w | v w == b) p w * dot (x w - M b) (u b)); last by rewrite big1.
rewrite (exchange_big_dep xpredT) //=; apply: eq_bigr => w _.
rewrite (big_rem (v w)) ?eqxx /= ?mem_undup ?map_f ?mem_enum // big_seq_cond big1 ?addr0 // => b.
by case/andP; rewrite mem_rem_uniq ?undup_uniq // inE => /andP[/negPf nb _]; rewrite eq_sym nb.
Qed.

Variable M : B -> 'rV[F]_d.
Hypothesis mean : posterior_mean M.

Theorem reconstruction_split k (f : B -> 'rV[F]_k) (D : 'M[F]_(d, k)) :
  reconstruction_loss f D
  = expect p (fun w => sq (x w - M (v w))) + expect p (fun w => sq (M (v w) - f (v w) *m D^T)).
Proof.
have o := mean (fun b => M b - f b *m D^T); rewrite /expect in o *.
transitivity (\sum_w p w * sq (x w - M (v w)) + (\sum_w p w * dot (x w - M (v w)) (M (v w) - f (v w) *m D^T)) *+ 2
    + \sum_w p w * sq (M (v w) - f (v w) *m D^T)); last by rewrite o mul0rn addr0.
rewrite -sumrMnl -!big_split; apply: eq_bigr => w _ /=.
have -> : x w - f (v w) *m D^T = (x w - M (v w)) - (f (v w) *m D^T - M (v w)) by rewrite opprB addrA subrK.
rewrite -[M (v w) - _ *m _]opprB; move: (x w - M (v w)) (f (v w) *m D^T - M (v w)) => a b.
rewrite sqB -[- b]scaleN1r /sq dotZl !dotZr.
by move: (p w) (dot a a) (dot a b) (dot b b) => r s t z; ring.
Qed.

(** Principal component analysis of the posterior mean: Q and lam are eigenvectors and eigenvalues of its
    second moment. *)
Variables (Q : 'M[F]_d) (lam : 'rV[F]_d).
Hypothesis dec : eigen_basis (cross p (fun w => M (v w)) (fun w => M (v w))) Q lam.
Let C := cross p (fun w => M (v w)) (fun w => M (v w)).

Lemma projection_value d' (E : 'M[F]_(d', d)) : expect p (fun w => sq (M (v w) *m E^T)) = \tr (E *m C *m E^T).
Proof. exact: (expect_cross p (fun w => M (v w)) (fun w => M (v w)) E E). Qed.

Theorem reconstruction_any_encoder k (f : B -> 'rV[F]_k) (D : 'M[F]_(d, k)) : (k <= d)%N ->
  expect p (fun w => sq (x w - M (v w))) + \sum_(j < d | (k <= j)%N) lam 0 j <= reconstruction_loss f D.
Proof.
move=> kd; rewrite reconstruction_split ler_add2l; have [QQ e s] := dec; have [p0 _] := law.
have [Pi [sPi PiPi PiD trPi]] := col_projector D.
have residual w : sq (M (v w) *m (1%:M - Pi)^T) <= sq (M (v w) - f (v w) *m D^T).
  have -> : M (v w) *m (1%:M - Pi)^T = (M (v w) - f (v w) *m D^T) *m (1%:M - Pi)^T.
    by rewrite mulmxBl -[f (v w) *m _ *m _]mulmxA -trmx_mul mulmxBl mul1mx PiD subrr trmx0 mulmx0 subr0.
  set r := M (v w) - _; rewrite /sq /dot trmx_mul trmxK trmxB trmx1 sPi mulmxA -(mulmxA r) idemC //.
  by rewrite -subr_ge0 mulmxBr mulmx1 mulmxBl subE opprB addrC subrK; apply: (idem_psd sPi PiPi).
apply: (@le_trans _ _ (expect p (fun w => sq (M (v w) *m (1%:M - Pi)^T)))); last first.
  by apply: ler_sum => w _; rewrite ler_wpmul2l.
have lam0 j : 0 <= lam 0 j.
  have := psd_diag_ge0 j (psd_congr Q^T (cross_psd (fun w => M (v w)) p0)).
  by rewrite e !mulmxA QQ mul1mx trmxK -mulmxA QQ mulmx1 mxE eqxx mulr1n.
pose weight j := (Q^T *m Pi *m Q) j j.
have weight01 j : 0 <= weight j <= 1.
  have := psd_diag_ge0 j (psd_congr Q^T (idem_psd sPi PiPi)); rewrite trmxK /weight => -> /=.
  have := psd_diag_ge0 j (psd_congr Q^T (idem_psdC sPi PiPi)).
  by rewrite trmxK mulmxBr mulmxBl mulmx1 QQ subE mxE eqxx subr_ge0.
have total : \sum_j weight j <= k%:R.
  rewrite -[X in X <= _]/(\tr _) mxtrace_mulC mulmxA (mulmx1C QQ) mul1mx trPi ler_nat.
  exact: rank_leq_col.
have key : \sum_j lam 0 j * weight j <= \sum_(j < d | (j < k)%N) lam 0 j.
  have [kd'|dk] := ltnP k d.
    apply: (@top_le _ _ _ _ _ weight01 (lam 0 (Ordinal kd'))) => [j jk|j kj|].
    + by apply: s; rewrite /= ltnW.
    + exact: s.
    + by rewrite sum_ltk // mulr_ge0 ?subr_ge0.
  apply: (@top_le _ _ _ _ _ weight01 0) => [j _|j kj|]; rewrite ?mul0r //.
  by have := ltn_ord j; rewrite ltnNge (leq_trans dk kj).
have trC : \tr C = \sum_j lam 0 j by rewrite /C e mxtrace_mulC mulmxA QQ mul1mx mxtrace_diag.
have trPC : \tr (Pi *m C) = \sum_j lam 0 j * weight j.
  rewrite /C e !mulmxA mxtrace_mulC !mulmxA mxtrace_mulC mul_diag_mx.
  by apply: eq_bigr => j _; rewrite mxE.
rewrite projection_value mxtrace_mulC mulmxA trmxB trmx1 sPi idemC // mulmxBl mul1mx mxtraceB trC trPC.
rewrite ler_subr_addl; apply: le_trans (ler_add key (lexx _)) _.
rewrite [X in _ <= X](bigID (fun j : 'I_d => (j < k)%N)) /= ler_add2l.
by rewrite [X in _ <= X](eq_bigl (fun j : 'I_d => (k <= j)%N)) // => j; rewrite -leqNgt.
Qed.

(** The k leading components of the posterior mean, decoded by the same k directions. *)
Theorem reconstruction_any_encoder_attained k : (k <= d)%N ->
  reconstruction_loss (fun b => M b *m (leading k Q)^T) (leading k Q)^T
  = expect p (fun w => sq (x w - M (v w))) + \sum_(j < d | (k <= j)%N) lam 0 j.
Proof.
move=> kd; rewrite reconstruction_split; congr (_ + _); have [QQ e s] := dec.
have QQC := mulmx1C QQ; set L := leading k Q; pose Pi := L^T *m L.
have PiE : Pi = Q *m (pid_mx k : 'M_d) *m Q^T.
  rewrite /Pi /L /leading trmx_mul trmxK tr_pid_mx -!mulmxA (mulmxA (pid_mx k : 'M_(d, k))) mul_pid_mx.
  by rewrite !minnn.
pose P1 : 'M[F]_d := copid_mx k.
have E1 : 1%:M - Pi = Q *m P1 *m Q^T by rewrite PiE /P1 /copid_mx mulmxBr mulmx1 mulmxBl QQC.
transitivity (expect p (fun w => sq (M (v w) *m (1%:M - Pi)^T))).
  apply: eq_bigr => w _; congr (_ * sq _); have sPi : Pi^T = Pi by rewrite /Pi trmx_mul trmxK.
  by rewrite trmxB trmx1 sPi mulmxBr mulmx1 trmxK /Pi mulmxA.
rewrite projection_value E1 !trmx_mul trmxK !mulmxA -(mulmxA _ Q^T C) /C e.
rewrite !mulmxA -(mulmxA _ Q^T Q) QQ mulmx1 -(mulmxA _ Q^T Q) QQ mulmx1.
rewrite mxtrace_mulC !mulmxA QQ mul1mx mxtrace_mulC !mulmxA /P1 /copid_mx trmxB trmx1 tr_pid_mx.
rewrite mulmxBl mul1mx mulmxBr mulmx1 pid_mx_id // subrr subr0 mulmxBl mul1mx mxtraceB mxtrace_diag.
rewrite /mxtrace -sumrB [RHS]big_mkcond; apply: eq_bigr => j _; rewrite mul_mx_diag !mxE eqxx /=.
by case: ltnP => jk; rewrite ?mul1r ?subrr ?mul0r ?subr0.
Qed.
End Posterior.
