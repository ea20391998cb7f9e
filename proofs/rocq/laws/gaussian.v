(** * The Gaussian law N(0, Gamma), as a functional on polynomials

    The random variables are the polynomials in independent standard Gaussian variables z_1, ..., z_N, built one
    variable at a time: a polynomial in z_N whose coefficients are polynomials in the others. The functional sends
    z^i to its Gaussian moment (i - 1)!! for even i, 0 for odd i, and then goes on with the coefficients. It is
    linear, normalised, and positive on all squares: moments of Gaussians are the Gram matrix of their Hermite
    coefficients ([moment_hermite]). A random row e = z R has E e = 0, covariance R'R, third moments 0 and the
    fourth moments of Isserlis. So N(0, Gamma) exists for every positive semidefinite Gamma (R a root of Gamma),
    with as many independent draws as one likes, and the paper's (7) is an instance of expectation.v.

    Nothing is assumed of Gaussian measure, and no sample space occurs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd realisation expectation any_law.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Moments of one standard Gaussian variable *)

(** The coefficient of z^i at the Hermite polynomial He_k: z He_k = He_(k+1) + k He_(k-1). *)
Fixpoint hermite (i k : nat) : nat :=
  if i is i'.+1 then (if k is k'.+1 then hermite i' k' else 0%N) + k.+1 * hermite i' k.+1 else (k == 0)%N.

(** E z^i. *)
Definition gaussian_moment (i : nat) : nat := hermite i 0.

Lemma hermiteS i k : hermite i.+1 k = ((if k is k'.+1 then hermite i k' else 0) + k.+1 * hermite i k.+1)%N.
Proof. by []. Qed.

Lemma hermite_high i k : (i < k)%N -> hermite i k = 0%N.
Proof.
elim: i k => [|i IH] [|k] // h; have ik : (i < k)%N := h.
by rewrite hermiteS (IH k) // (IH k.+2) ?(ltn_trans ik) ?muln0.
Qed.

(** Multiplication by z is symmetric for the Hermite expansion, so sums of products of coefficients depend on
    i + j alone. The coefficients above [K] vanish. *)
Lemma hermite_shift K i j : (i < K)%N -> (j < K)%N ->
  (\sum_(k < K.+1) k`! * hermite i.+1 k * hermite j k = \sum_(k < K.+1) k`! * hermite i k * hermite j.+1 k)%N.
Proof.
move=> iK jK.
have half u v : (u < K)%N -> (v < K)%N -> (\sum_(k < K.+1) k`! * hermite u.+1 k * hermite v k
    = \sum_(k < K) (k.+1)`! * hermite u k * hermite v k.+1 + \sum_(k < K) (k.+1)`! * hermite u k.+1 * hermite v k)%N.
  move=> uK vK; rewrite (eq_bigr (fun k : 'I_K.+1 => (k`! * (if k : nat is k'.+1 then hermite u k' else 0) * hermite v k
      + (k.+1)`! * hermite u k.+1 * hermite v k)%N)); last first.
    by move=> k _; rewrite hermiteS factS mulnDr mulnDl; congr (_ + _)%N; rewrite mulnA (mulnC k`!).
  rewrite big_split /=; congr (_ + _)%N.
    by rewrite big_ord_recl muln0 mul0n add0n.
  by rewrite big_ord_recr /= (hermite_high (leqW uK)) ?muln0 ?mul0n ?addn0.
rewrite half // [RHS](eq_bigr (fun k : 'I_K.+1 => (k`! * hermite j.+1 k * hermite i k)%N)); last first.
  by move=> k _; rewrite mulnAC.
rewrite half // addnC; congr (_ + _)%N; apply: eq_bigr => k _; exact: mulnAC.
Qed.

(** E z^(i+j) = sum_k k! h(i, k) h(j, k): moments are a Gram matrix. *)
Theorem moment_hermite K i j : (i + j <= K)%N ->
  gaussian_moment (i + j) = (\sum_(k < K.+1) k`! * hermite i k * hermite j k)%N.
Proof.
elim: i j => [|i IH] j h.
  rewrite add0n big_ord_recl big1 => [|k _]; last by rewrite /= muln0 mul0n.
  by rewrite addn0 -[hermite 0 _]/1%N fact0 !mul1n.
rewrite addSnnS IH ?addnS // hermite_shift //; first by apply: leq_trans h; rewrite addSn ltnS leq_addr.
by apply: leq_trans h; rewrite addSn ltnS leq_addl.
Qed.

(** (k + 1) h(n + 1, k + 1) = (n + 1) h(n, k): the derivative of z^(n+1). *)
Lemma hermite_derive n k : (k.+1 * hermite n.+1 k.+1 = n.+1 * hermite n k)%N.
Proof.
elim: n k => [|n IH] k; first by rewrite hermiteS /= muln0 addn0 mul1n; case: k => [|k]; rewrite ?muln0.
have e : (n.+1 * hermite n.+1 k = k * hermite n.+1 k + k.+1 * (n.+1 * hermite n k.+1))%N.
  rewrite [in LHS]hermiteS mulnDr; congr (_ + _)%N; last by rewrite mulnCA.
  by case: k => [|k]; rewrite ?muln0 ?mul0n // -IH.
by rewrite hermiteS mulnDr IH [in RHS]mulSn e addnA -mulSn.
Qed.

(** The recursion of Gaussian moments: E z^(n+2) = (n + 1) E z^n, with E 1 = 1 and E z = 0. *)
Theorem gaussian_moment_rec n : gaussian_moment n.+2 = (n.+1 * gaussian_moment n)%N.
Proof. by rewrite /gaussian_moment hermiteS add0n hermite_derive. Qed.

(** ** Expectations on a commutative ring of variables, and one Gaussian variable more *)
Record ring_expectation (F : realFieldType) := RingExpectation {
  variables : comRingType;
  constant : {rmorphism F -> variables};
  rmean : variables -> F;
  rmean_linear : forall a x y, rmean (constant a * x + y) = a * rmean x + rmean y;
  rmean_one : rmean 1 = 1;
  rmean_square_ge0 : forall x, 0 <= rmean (x * x) }.

Section Ring.
Variables (F : realFieldType) (E : ring_expectation F).
Notation A := (variables E).
Notation c := (constant E).
Notation mean := (@rmean F E).

Lemma rmeanD x y : mean (x + y) = mean x + mean y.
Proof. by rewrite -[x in LHS]mul1r -(rmorph1 c) rmean_linear mul1r. Qed.
Lemma rmean0 : mean 0 = 0.
Proof. by apply: (addrI (mean 0)); rewrite -rmeanD !addr0. Qed.
Lemma rmeanZ a x : mean (c a * x) = a * mean x.
Proof. by rewrite -[c a * x]addr0 rmean_linear rmean0 addr0. Qed.
Lemma rmean_const a : mean (c a) = a.
Proof. by rewrite -[c a]mulr1 rmeanZ rmean_one mulr1. Qed.
Lemma rmean_sum (I : finType) (f : I -> A) : mean (\sum_i f i) = \sum_i mean (f i).
Proof. by elim/big_rec2: _ => [|i a b _ <-]; rewrite ?rmean0 ?rmeanD. Qed.
Lemma rmean_natr n x : mean (x *+ n) = mean x *+ n.
Proof. by elim: n => [|n IH]; rewrite ?mulr0n ?rmean0 // !mulrS rmeanD IH. Qed.

(** The functional on polynomials in one variable more. *)
Definition pmean (p : {poly A}) : F := \sum_(i < size p) (gaussian_moment i)%:R * mean p`_i.

Lemma pmean_wide K (p : {poly A}) : (size p <= K)%N -> pmean p = \sum_(i < K) (gaussian_moment i)%:R * mean p`_i.
Proof.
move=> h; rewrite /pmean (big_ord_widen K (fun i => (gaussian_moment i)%:R * mean p`_i)) // big_mkcond.
by apply: eq_bigr => i _; case: ltnP => // hi; rewrite (nth_default 0 hi) rmean0 mulr0.
Qed.

Lemma pmeanD p q : pmean (p + q) = pmean p + pmean q.
Proof.
pose K := maxn (size p) (size q).
rewrite (@pmean_wide K (p + q)) ?size_add // (@pmean_wide K p) ?leq_maxl // (@pmean_wide K q) ?leq_maxr //.
by rewrite -big_split; apply: eq_bigr => i _; rewrite coefD rmeanD mulrDr.
Qed.
Lemma pmean_monomial a i : pmean (a%:P * 'X^i) = (gaussian_moment i)%:R * mean a.
Proof.
rewrite (@pmean_wide i.+1); last first.
  by rewrite mul_polyC; apply: leq_trans (size_scale_leq _ _) _; rewrite size_polyXn.
rewrite big_ord_recr /= coefCM coefXn eqxx mulr1 big1 ?add0r // => j _.
by rewrite coefCM coefXn ltn_eqF ?ltn_ord // mulr0 rmean0 mulr0.
Qed.
Lemma pmeanZ a p : pmean ((c a)%:P * p) = a * pmean p.
Proof.
rewrite (@pmean_wide (size p)); last by rewrite mul_polyC size_scale_leq.
by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite coefCM rmeanZ mulrCA.
Qed.
Lemma pmean0 : pmean 0 = 0. Proof. by rewrite /pmean size_poly0 big_ord0. Qed.
Lemma pmean_sum (I : finType) (f : I -> {poly A}) : pmean (\sum_i f i) = \sum_i pmean (f i).
Proof. by elim/big_rec2: _ => [|i a b _ <-]; rewrite ?pmean0 ?pmeanD. Qed.

Lemma pmean_square_ge0 p : 0 <= pmean (p * p).
Proof.
set n := size p; have pE : p = \sum_(i < n) (p`_i)%:P * 'X^i.
  by rewrite -[LHS]coefK poly_def; apply: eq_bigr => i _; rewrite mul_polyC.
have e : pmean (p * p) = \sum_(k < (n + n).+1) (k`!)%:R * mean
    ((\sum_(i < n) p`_i *+ hermite i k) * (\sum_(i < n) p`_i *+ hermite i k)).
  have -> : p * p = (\sum_(i < n) (p`_i)%:P * 'X^i) * (\sum_(j < n) (p`_j)%:P * 'X^j) by rewrite -pE.
  rewrite big_distrl pmean_sum /=.
  under eq_bigr => i _ do rewrite big_distrr pmean_sum /=.
  under [RHS]eq_bigr => k _.
    rewrite big_distrl rmean_sum mulr_sumr /=; under eq_bigr => i _ do rewrite big_distrr rmean_sum mulr_sumr /=.
    over.
  rewrite [RHS]exchange_big; apply: eq_bigr => i _ /=.
  rewrite [RHS]exchange_big; apply: eq_bigr => j _ /=.
  rewrite mulrACA -polyCM -exprD pmean_monomial (@moment_hermite (n + n)); last by rewrite leq_add // ltnW.
  rewrite natr_sum big_distrl; apply: eq_bigr => k _ /=.
  have -> : p`_i *+ hermite i k * (p`_j *+ hermite j k) = p`_i * p`_j *+ hermite i k *+ hermite j k.
    by rewrite mulrnAr mulrnAl.
  rewrite !rmean_natr; move: (mean _) => m.
  by rewrite -(mulr_natl m) -(mulr_natl (_ * m)) !natrM -!mulrA; congr (_ * _); rewrite mulrCA.
by rewrite e sumr_ge0 // => k _; rewrite mulr_ge0 ?ler0n ?rmean_square_ge0.
Qed.

Lemma pmean4 u0 u1 u2 u3 u4 :
  pmean (u0%:P + u1%:P * 'X + u2%:P * 'X^2 + u3%:P * 'X^3 + u4%:P * 'X^4) = mean u0 + mean u2 + 3%:R * mean u4.
Proof.
have e0 : u0%:P = u0%:P * 'X^0 by rewrite expr0 mulr1.
have e1 : u1%:P * 'X = u1%:P * 'X^1 by rewrite expr1.
rewrite e1 e0 !pmeanD !pmean_monomial -[gaussian_moment 0]/1%N -[gaussian_moment 1]/0%N -[gaussian_moment 2]/1%N.
by rewrite -[gaussian_moment 3]/0%N -[gaussian_moment 4]/3%N !mul1r !mul0r !addr0.
Qed.
Lemma pmean3 u0 u1 u2 u3 : pmean (u0%:P + u1%:P * 'X + u2%:P * 'X^2 + u3%:P * 'X^3) = mean u0 + mean u2.
Proof. by have := pmean4 u0 u1 u2 u3 0; rewrite rmean0 mulr0 addr0 polyC0 mul0r addr0. Qed.
Lemma pmean2 u0 u1 u2 : pmean (u0%:P + u1%:P * 'X + u2%:P * 'X^2) = mean u0 + mean u2.
Proof. by have := pmean3 u0 u1 u2 0; rewrite polyC0 mul0r addr0. Qed.
Lemma pmean1 u0 u1 : pmean (u0%:P + u1%:P * 'X) = mean u0.
Proof. by have := pmean2 u0 u1 0; rewrite rmean0 polyC0 mul0r !addr0. Qed.

Definition adjoin_gaussian : ring_expectation F.
Proof.
refine (@RingExpectation F [comRingType of {poly A}] [rmorphism of polyC \o c] pmean _ _ pmean_square_ge0).
- by move=> a x y; rewrite pmeanD pmeanZ.
have -> : 1 = 1%:P * 'X^0 :> {poly A} by rewrite expr0 mulr1.
by rewrite pmean_monomial mul1r rmean_one.
Defined.
End Ring.

(** The constants, and one Gaussian variable after the other. *)
Definition constants (F : realFieldType) : ring_expectation F.
Proof.
by refine (@RingExpectation F F [rmorphism of idfun] id _ _ _) => // x; rewrite -expr2 sqr_ge0.
Defined.

(** Products of linear polynomials. *)
Section Expand.
Variables (P : comRingType) (X : P).
Implicit Types u x : P.
Lemma expand2 x1 u1 x2 u2 : (x1 * X + u1) * (x2 * X + u2) = u1 * u2 + (x1 * u2 + x2 * u1) * X + x1 * x2 * X ^+ 2.
Proof. by ring. Qed.
Lemma expand3 x1 u1 x2 u2 x3 u3 : (x1 * X + u1) * (x2 * X + u2) * (x3 * X + u3) = u1 * u2 * u3
  + (x1 * u2 * u3 + x2 * u1 * u3 + x3 * u1 * u2) * X + (x1 * x2 * u3 + x1 * x3 * u2 + x2 * x3 * u1) * X ^+ 2
  + x1 * x2 * x3 * X ^+ 3.
Proof. by ring. Qed.
Lemma expand4 x1 u1 x2 u2 x3 u3 x4 u4 : (x1 * X + u1) * (x2 * X + u2) * (x3 * X + u3) * (x4 * X + u4)
  = u1 * u2 * u3 * u4
    + (x1 * u2 * u3 * u4 + x2 * u1 * u3 * u4 + x3 * u1 * u2 * u4 + x4 * u1 * u2 * u3) * X
    + (x1 * x2 * (u3 * u4) + x1 * x3 * (u2 * u4) + x1 * x4 * (u2 * u3)
       + x2 * x3 * (u1 * u4) + x2 * x4 * (u1 * u3) + x3 * x4 * (u1 * u2)) * X ^+ 2
    + (x1 * x2 * x3 * u4 + x1 * x2 * x4 * u3 + x1 * x3 * x4 * u2 + x2 * x3 * x4 * u1) * X ^+ 3
    + x1 * x2 * x3 * x4 * X ^+ 4.
Proof. by ring. Qed.
End Expand.

Section Gaussian.
Variable F : realFieldType.

(** The polynomials in N independent standard Gaussian variables, and these variables. *)
Fixpoint gaussians (N : nat) : ring_expectation F := if N is N'.+1 then adjoin_gaussian (gaussians N') else constants F.
Fixpoint gaussian_variable (N : nat) : 'I_N -> variables (gaussians N) :=
  if N is N'.+1 return 'I_N -> variables (gaussians N) then
    fun i => if unlift ord0 i is Some j then (gaussian_variable j)%:P else 'X
  else fun=> 0.

(** The linear form z a'. *)
Definition form N (a : 'rV[F]_N) : variables (gaussians N) :=
  \sum_i constant (gaussians N) (a 0 i) * gaussian_variable i.

Definition rest N (a : 'rV[F]_N.+1) : 'rV[F]_N := \row_j a 0 (lift ord0 j).

Lemma formS N (a : 'rV[F]_N.+1) : form a = (constant (gaussians N) (a 0 ord0))%:P * 'X + (form (rest a))%:P.
Proof.
rewrite /form big_ord_recl /= unlift_none rmorph_sum; congr (_ + _); apply: eq_bigr => j _.
by rewrite liftK mxE [RHS]polyCM.
Qed.

Lemma dot_rest N (a b : 'rV[F]_N.+1) : dot a b = a 0 ord0 * b 0 ord0 + dot (rest a) (rest b).
Proof.
rewrite /dot !mxE big_ord_recl !mxE; congr (_ + _); apply: eq_bigr => j _.
by rewrite !mxE.
Qed.

Notation c N := (constant (gaussians N)).

(** Linear forms of independent standard Gaussian variables: mean 0, covariance a b', third moments 0, fourth
    moments of Isserlis. *)
Theorem form_mean N (a : 'rV[F]_N) : rmean (form a) = 0.
Proof.
elim: N a => [|N IH] a; first by rewrite /form big_ord0 rmean0.
by rewrite formS addrC -[rmean _]/(pmean _) pmean1 IH.
Qed.

Theorem form_moment2 N (a b : 'rV[F]_N) : rmean (form a * form b) = dot a b.
Proof.
elim: N a b => [|N IH] a b; first by rewrite /form big_ord0 mul0r rmean0 /dot mxE big_ord0.
rewrite !formS dot_rest -IH; move: (form (rest a)) (form (rest b)) (a 0 ord0) (b 0 ord0) => u v x y.
rewrite -[rmean _]/(pmean _).
have -> : ((c N x)%:P * 'X + u%:P) * ((c N y)%:P * 'X + v%:P)
    = (u * v)%:P + (c N x * v + c N y * u)%:P * 'X + (c N (x * y))%:P * 'X^2.
  by rewrite expand2 !(rmorphM (c N)) !(polyCM, polyCD).
by rewrite pmean2 rmean_const addrC.
Qed.

Theorem form_moment3 N (a b d : 'rV[F]_N) : rmean (form a * form b * form d) = 0.
Proof.
elim: N a b d => [|N IH] a b d; first by rewrite /form big_ord0 !mul0r rmean0.
have := IH (rest a) (rest b) (rest d); have := form_mean (rest a); have := form_mean (rest b).
have := form_mean (rest d); rewrite !formS.
move: (form (rest a)) (form (rest b)) (form (rest d)) (a 0 ord0) (b 0 ord0) (d 0 ord0) => u v w x y z.
move=> w0 v0 u0 uvw; rewrite -[rmean _]/(pmean _).
have -> : ((c N x)%:P * 'X + u%:P) * ((c N y)%:P * 'X + v%:P) * ((c N z)%:P * 'X + w%:P)
    = (u * v * w)%:P + (c N x * v * w + c N y * u * w + c N z * u * v)%:P * 'X
      + (c N (x * y) * w + c N (x * z) * v + c N (y * z) * u)%:P * 'X^2 + (c N x * c N y * c N z)%:P * 'X^3.
  by rewrite expand3 !(rmorphM (c N)) !(polyCM, polyCD).
by rewrite pmean3 !rmeanD !rmeanZ uvw u0 v0 w0 !mulr0 !addr0.
Qed.

Theorem form_moment4 N (a1 a2 a3 a4 : 'rV[F]_N) : rmean (form a1 * form a2 * form a3 * form a4)
  = dot a1 a2 * dot a3 a4 + dot a1 a3 * dot a2 a4 + dot a1 a4 * dot a2 a3.
Proof.
elim: N a1 a2 a3 a4 => [|N IH] a1 a2 a3 a4.
  by rewrite /form big_ord0 !mul0r rmean0 /dot !mxE !big_ord0 !mul0r !addr0.
have := IH (rest a1) (rest a2) (rest a3) (rest a4).
rewrite !formS !dot_rest -!form_moment2.
move: (form (rest a1)) (form (rest a2)) (form (rest a3)) (form (rest a4)) => u1 u2 u3 u4.
move: (a1 0 ord0) (a2 0 ord0) (a3 0 ord0) (a4 0 ord0) => x1 x2 x3 x4 IHu; rewrite -[rmean _]/(pmean _).
have -> : ((c N x1)%:P * 'X + u1%:P) * ((c N x2)%:P * 'X + u2%:P) * ((c N x3)%:P * 'X + u3%:P)
      * ((c N x4)%:P * 'X + u4%:P)
    = (u1 * u2 * u3 * u4)%:P
      + (c N x1 * u2 * u3 * u4 + c N x2 * u1 * u3 * u4 + c N x3 * u1 * u2 * u4 + c N x4 * u1 * u2 * u3)%:P * 'X
      + (c N (x1 * x2) * (u3 * u4) + c N (x1 * x3) * (u2 * u4) + c N (x1 * x4) * (u2 * u3)
         + c N (x2 * x3) * (u1 * u4) + c N (x2 * x4) * (u1 * u3) + c N (x3 * x4) * (u1 * u2))%:P * 'X^2
      + (c N x1 * c N x2 * c N x3 * u4 + c N x1 * c N x2 * c N x4 * u3 + c N x1 * c N x3 * c N x4 * u2
         + c N x2 * c N x3 * c N x4 * u1)%:P * 'X^3
      + (c N (x1 * x2 * x3 * x4))%:P * 'X^4.
  by rewrite expand4 !(rmorphM (c N)) !(polyCM, polyCD).
rewrite pmean4 !rmeanD !rmeanZ rmean_const IHu.
move: (rmean (u1 * u2)) (rmean (u1 * u3)) (rmean (u1 * u4)) (rmean (u2 * u3)) (rmean (u2 * u4)) (rmean (u3 * u4)).
move=> m12 m13 m14 m23 m24 m34; ring.
Qed.
End Gaussian.

(** ** As an expectation *)
Section RingLaw.
Variables (F : realFieldType) (E : ring_expectation F).
Notation c := (constant E).

Definition scaled_mixin : GRing.Lmodule.mixin_of F [zmodType of variables E].
Proof.
refine (@LmodMixin F [zmodType of variables E] (fun a x => c a * x) _ _ _ _).
- by move=> a b x; rewrite rmorphM mulrA.
- by move=> x; rewrite rmorph1 mul1r.
- by move=> a x y; rewrite mulrDr.
by move=> x a b; rewrite rmorphD mulrDl.
Defined.
Definition scaled : lmodType F := LmodType F (variables E) scaled_mixin.

(** Products stay in the ring, so square = integrable. *)
Definition ring_law : expectation F.
Proof.
refine (@Expectation F scaled scaled (fun x y : variables E => x * y) (1 : variables E) (@rmean F E) _ _ _ _ _).
- by move=> f g; rewrite mulrC.
- by move=> a f g h; rewrite mulrDl -mulrA.
- exact: rmean_linear.
- exact: rmean_square_ge0.
by rewrite mulr1 rmean_one.
Defined.
End RingLaw.

Section GaussianLaw.
Variable F : realFieldType.
Definition gaussian_law N : expectation F := ring_law (gaussians F N).

(** The Gaussian row e = z R, with covariance R'R. *)
Definition gaussian_row N d (R : 'M[F]_(N, d)) (a : 'I_d) : square (gaussian_law N) := form (row a R^T).

Lemma dot_columns N d q (R : 'M[F]_(N, d)) (R2 : 'M[F]_(N, q)) a b : dot (row a R^T) (row b R2^T) = (R^T *m R2) a b.
Proof. by rewrite /dot !mxE; apply: eq_bigr => i _; rewrite !mxE. Qed.

Lemma gaussian_row_mean N d (R : 'M[F]_(N, d)) : row_mean (gaussian_row R) = 0.
Proof. by apply/rowP => a; rewrite !mxE /moment /= mulr1 form_mean. Qed.

Lemma gaussian_row_cross N d (R R2 : 'M[F]_(N, d)) a b :
  moment (gaussian_row R a) (gaussian_row R2 b) = (R^T *m R2) a b.
Proof. by rewrite /moment /= form_moment2 dot_columns. Qed.

Lemma gaussian_row_moment N d (R : 'M[F]_(N, d)) : row_moment (gaussian_row R) = R^T *m R.
Proof. by apply/matrixP => a b; rewrite mxE gaussian_row_cross. Qed.

Lemma gaussian_row_linear N d (R R2 : 'M[F]_(N, d)) alpha a :
  gaussian_row (R + alpha *: R2) a = gaussian_row R a + alpha *: gaussian_row R2 a.
Proof.
have -> : alpha *: gaussian_row R2 a = constant (gaussians F N) alpha * form (row a R2^T) by [].
rewrite /gaussian_row /form mulr_sumr -big_split.
by apply: eq_bigr => i _ /=; rewrite !mxE rmorphD rmorphM mulrDl mulrA.
Qed.

(** N(0, Gamma): mean 0, covariance Gamma = R'R, third moments 0, and Isserlis' fourth moments. *)
Theorem gaussian_row_moments N d (R : 'M[F]_(N, d)) (Gamma := R^T *m R) (e := gaussian_row R) :
  [/\ row_mean e = 0, row_moment e = Gamma,
      forall i j k, rmean (e i * e j * e k : variables (gaussians F N)) = 0
    & forall i j k l, rmean (e i * e j * e k * e l : variables (gaussians F N))
        = Gamma i j * Gamma k l + Gamma i k * Gamma j l + Gamma i l * Gamma j k].
Proof.
split; [exact: gaussian_row_mean|exact: gaussian_row_moment|move=> i j k|move=> i j k l].
  exact: form_moment3.
by rewrite [LHS]form_moment4 !dot_columns.
Qed.
End GaussianLaw.

(** Paper (7): theta ~ N(0, Theta) and gamma ~ N(0, Gamma) independent, twice, exist for all positive
    semidefinite Theta and Gamma; theta + alpha gamma is two independent draws of N(0, Theta + alpha^2 Gamma). *)
Theorem gaussian_augmentation_exists (F : rcfType) d (Theta Gamma : 'M[F]_d) :
  Theta^T = Theta -> psd Theta -> Gamma^T = Gamma -> psd Gamma ->
  exists N (Rt Rg Rt2 Rg2 : 'M[F]_(N, d)),
    [/\ Rt^T *m Rt = Theta, Rg^T *m Rg = Gamma, Rt^T *m Rg = 0
      & forall alpha, independent_noise (fun a => gaussian_row Rt a + alpha *: gaussian_row Rg a)
          (fun a => gaussian_row Rt2 a + alpha *: gaussian_row Rg2 a) (Theta + alpha ^+ 2 *: Gamma)].
Proof.
move=> sT pT sG pG; have [T eT] := psd_root sT pT; have [G eG] := psd_root sG pG.
exists ((d + d) + (d + d))%N, (col_mx (col_mx T 0) 0), (col_mx (col_mx 0 G) 0), (col_mx 0 (col_mx T 0)),
  (col_mx 0 (col_mx 0 G)).
have P (A B C D A2 B2 C2 D2 : 'M[F]_d) : (col_mx (col_mx A B) (col_mx C D))^T *m col_mx (col_mx A2 B2) (col_mx C2 D2)
    = A^T *m A2 + B^T *m B2 + (C^T *m C2 + D^T *m D2).
  by rewrite !tr_col_mx !mul_row_col.
have Z : (0 : 'M[F]_(d + d, d)) = col_mx 0 0 by rewrite col_mx0.
have zero := (trmx0, mul0mx, mulmx0, addr0, add0r).
have noise N (R R2 : 'M[F]_(N, d)) (R' R2' : 'M[F]_(N, d)) S alpha : (R + alpha *: R2)^T *m (R + alpha *: R2) = S ->
    (R' + alpha *: R2')^T *m (R' + alpha *: R2') = S -> (R + alpha *: R2)^T *m (R' + alpha *: R2') = 0 ->
    independent_noise (fun a => gaussian_row R a + alpha *: gaussian_row R2 a)
      (fun a => gaussian_row R' a + alpha *: gaussian_row R2' a) S.
  move=> h1 h2 h3; have m (A B : 'M[F]_(N, d)) : row_mean (fun a => gaussian_row A a + alpha *: gaussian_row B a) = 0.
    by apply/rowP => a; rewrite mxE -gaussian_row_linear -[RHS](congr1 (fun M : 'rV_d => M 0 a) (gaussian_row_mean (A + alpha *: B))) mxE.
  have s (A B : 'M[F]_(N, d)) : row_moment (fun a => gaussian_row A a + alpha *: gaussian_row B a)
      = (A + alpha *: B)^T *m (A + alpha *: B).
    by rewrite -gaussian_row_moment; apply/matrixP => a b; rewrite !mxE !gaussian_row_linear.
  split; rewrite ?m ?s // => a b.
  by rewrite -!gaussian_row_linear gaussian_row_cross h3 mxE.
rewrite Z; split=> [|||alpha]; rewrite ?P ?zero //.
have S (A B : 'M[F]_d) : A^T *m A + B^T *m (alpha *: (alpha *: B)) = A^T *m A + alpha ^+ 2 *: (B^T *m B).
  by rewrite scalerA -scalemxAr.
apply: noise; rewrite !scale_col_mx !add_col_mx !scaler0 ?zero P ?zero ?trmxZ -?scalemxAl -?scalemxAr ?eT ?eG //.
  by rewrite scalerA.
by rewrite scalerA.
Qed.
