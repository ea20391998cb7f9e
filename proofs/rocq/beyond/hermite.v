(** * The harmonic rule in one variable: Hermite polynomials of Gaussian views (Mehler)

    In words. x is N(0, c); two views are v = x + e and v+ = x + e+, with e and e+ independent N(0, s). The
    Hermite polynomial He_n of variance c + s is then an eigenfunction of joint-embedding with eigenvalue
    (c / (c + s))^n, and different n are uncorrelated, within a view and between the two views. The linear
    encoder is n = 1; n >= 2 are its harmonics.

    Gaussian expectations of polynomials, without measure theory. [hpow s n] is E (x + e)^n as a polynomial
    in x, for e of law N(0, s); [heat s p] is E p(x + e); [gauss V p] is E p(e) for e of law N(0, V).
    [hpow (- V) n] is the Hermite polynomial of variance V, leading coefficient 1. The recursion of [hpow]
    is Stein's identity E e q(e) = s E q'(e), which determines all Gaussian moments. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Section Hermite.
Variable F : realFieldType.
Implicit Types (s t c V : F) (p q : {poly F}).

Fixpoint hpow s n : {poly F} := if n is m.+1 then 'X * hpow s m + s *: (hpow s m)^`() else 1.
Definition heat s p : {poly F} := \sum_(i < size p) p`_i *: hpow s i.
Definition gauss V p : F := (heat V p).[0].

Lemma heat_wide s p n : (size p <= n)%N -> heat s p = \sum_(i < n) p`_i *: hpow s i.
Proof.
move=> h; rewrite /heat (big_ord_widen n (fun i => p`_i *: hpow s i) h) big_mkcond.
by apply: eq_bigr => i _; case: ltnP => // k; rewrite nth_default ?scale0r.
Qed.
Lemma heatD s p q : heat s (p + q) = heat s p + heat s q.
Proof.
set n := maxn (size p) (size q).
rewrite !(@heat_wide _ _ n) ?leq_maxl ?leq_maxr ?size_add // -big_split.
by apply: eq_bigr => i _; rewrite coefD scalerDl.
Qed.
Lemma heatZ s a p : heat s (a *: p) = a *: heat s p.
Proof.
rewrite !(@heat_wide _ _ (size p)) ?size_scale_leq // scaler_sumr.
by apply: eq_bigr => i _; rewrite coefZ scalerA.
Qed.
Lemma heat0 s : heat s 0 = 0. Proof. by rewrite /heat size_poly0 big_ord0. Qed.
Lemma heatC s a : heat s a%:P = a%:P.
Proof.
rewrite (@heat_wide _ _ 1) ?size_polyC_leq1 // big_ord1 /= coefC eqxx.
by rewrite -mul_polyC mulr1.
Qed.
Lemma heatX s p : heat s ('X * p)%R = 'X * heat s p + s *: (heat s p)^`().
Proof.
have sz : (size ('X * p)%R <= (size p).+1)%N.
  by rewrite mulrC (leq_trans (size_mul_leq _ _)) // size_polyX addn2.
rewrite (heat_wide _ sz) big_ord_recl coefXM /= scale0r add0r /heat.
rewrite mulr_sumr raddf_sum scaler_sumr -big_split /=; apply: eq_bigr => i _.
rewrite coefXM /= derivZ scalerDr -scalerAr; congr (_ + _).
by rewrite !scalerA mulrC.
Qed.
Lemma hpowS s n : hpow s n.+1 = 'X * hpow s n + s *: (hpow s n)^`(). Proof. by []. Qed.
Lemma deriv_hpow s n : (hpow s n)^`() = n%:R *: hpow s n.-1.
Proof.
elim: n => [|n IH]; first by rewrite -[hpow s 0]/(1%:P) derivC scale0r.
rewrite hpowS derivD derivM derivX mul1r derivZ IH derivZ.
case: n IH => [|n] IH; first by rewrite !scale0r mulr0 scaler0 !addr0 scale1r.
rewrite -scalerAr scalerA [s * _]mulrC -scalerA -addrA -scalerDr -hpowS.
by rewrite -[in RHS]add1n natrD scalerDl scale1r.
Qed.
Lemma heat_deriv s p : heat s p^`() = (heat s p)^`().
Proof.
elim/poly_ind: p => [|p a IH]; first by rewrite deriv0 heat0 deriv0.
rewrite mulrC derivD derivC addr0 derivM derivX mul1r !heatD heatX IH heatX heatC.
rewrite !derivD derivC addr0 derivM derivX mul1r derivZ addrA; congr (_ + _).
Qed.
(** Smoothing adds variances: E He_n(x + e; V) = He_n(x; V - s) is t = - V here. *)
Theorem heat_hpow s t n : heat s (hpow t n) = hpow (s + t) n.
Proof.
elim: n => [|n IH]; first by rewrite -[hpow t 0]/(1%:P) heatC.
rewrite /= heatD heatX heatZ heat_deriv IH scalerDl addrA //.
Qed.
Lemma heat_heat s t p : heat s (heat t p) = heat (s + t) p.
Proof.
rewrite {2 3}/heat; elim/big_rec2: _ => [|i a b _ <-]; first by rewrite heat0.
by rewrite heatD heatZ heat_hpow.
Qed.
Lemma stein V p : gauss V ('X * p) = V * gauss V p^`().
Proof. by rewrite /gauss heatX heat_deriv !hornerE. Qed.
Lemma gaussD V p q : gauss V (p + q) = gauss V p + gauss V q.
Proof. by rewrite /gauss heatD hornerD. Qed.
Lemma gaussZ V a p : gauss V (a *: p) = a * gauss V p.
Proof. by rewrite /gauss heatZ hornerZ. Qed.
Lemma gauss_hermite V n p : gauss V (hpow (- V) n * p) = V ^+ n * gauss V p^`(n).
Proof.
elim: n p => [|n IH] p; first by rewrite mul1r expr0 mul1r derivn0.
rewrite hpowS mulrDl gaussD -mulrA stein derivM gaussD -scalerAl gaussZ.
rewrite IH -derivSn exprS.
by move: (gauss V ((hpow (- V) n)^`() * p)) (gauss V p^`(n.+1)) (V ^+ n) => a b c; ring.
Qed.
Lemma derivn_hpow s n m : (hpow s m)^`(n) = (m ^_ n)%:R *: hpow s (m - n).
Proof.
elim: n m => [|n IH] m; first by rewrite derivn0 ffactn0 subn0 scale1r.
rewrite derivSn deriv_hpow derivnZ IH scalerA; case: m => [|m]; first by rewrite ffact0n mul0r /= !scale0r.
by rewrite /= -natrM ffactSS subSS.
Qed.
Lemma gaussC V a : gauss V a%:P = a. Proof. by rewrite /gauss heatC hornerC. Qed.
Lemma gauss_hpow V n : gauss V (hpow (- V) n) = (n == 0%N)%:R.
Proof.
rewrite -[hpow _ n]mulr1 gauss_hermite; case: n => [|n].
  by rewrite derivn0 expr0 mul1r -[1]/(1%:P) gaussC.
by rewrite derivSn -[1]/(1%:P) derivC linear0 gaussC mulr0.
Qed.
(** E He_m He_n = [m = n] n! V^n. *)
Theorem hermite_orthogonal V m n :
  gauss V (hpow (- V) m * hpow (- V) n) = (m == n)%:R * (n`!%:R * V ^+ n).
Proof.
wlog le : m n / (m <= n)%N => [W|].
  have [h|/ltnW h] := leqP m n; first exact: W.
  by rewrite mulrC W // eq_sym; case: eqP => [->|_] //; rewrite !mul0r.
rewrite [hpow _ m * _]mulrC gauss_hermite derivn_hpow gaussZ gauss_hpow.
have [h|h|->] := ltngtP m n; first by rewrite ffact_small // !mul0r mulr0.
  by rewrite leqNgt h in le.
by rewrite ffactnn subnn eqxx mulr1 mul1r mulrC.
Qed.

(** E p(v) q(v+) for two views v = x + e and v+ = x + e+ of x, of law N(0, c); e, e+ are N(0, s). *)
Definition pair_moment c s p q : F := gauss c (heat s p * heat s q).
(** E He_m(v) He_n(v+) = [m = n] n! c^n. *)
Theorem mehler c s m n :
  pair_moment c s (hpow (- (c + s)) m) (hpow (- (c + s)) n) = (m == n)%:R * (n`!%:R * c ^+ n).
Proof.
rewrite /pair_moment !heat_hpow (_ : s + - (c + s) = - c) ?hermite_orthogonal //; ring.
Qed.
(** One view is N(0, c + s). *)
Theorem view_moment c s p : gauss c (heat s p) = gauss (c + s) p.
Proof. by rewrite /gauss heat_heat. Qed.
(** He_n has joint-embedding eigenvalue omega^n, omega = c / (c + s) that of the linear encoder. *)
Corollary harmonic_eigenvalue c s n : c + s != 0 ->
  pair_moment c s (hpow (- (c + s)) n) (hpow (- (c + s)) n)
  = (c / (c + s)) ^+ n * gauss (c + s) (hpow (- (c + s)) n * hpow (- (c + s)) n).
Proof.
move=> h; rewrite mehler hermite_orthogonal eqxx !mul1r expr_div_n mulrCA; congr (_ * _).
by rewrite mulrVK // unitfE expf_neq0.
Qed.
End Hermite.
