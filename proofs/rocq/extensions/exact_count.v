(* Exactly K of N patches are kept, uniformly at random: K/N within a patch, K(K-1)/(N(N-1)) across. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import ring.
From Jerc Require Import psd masking patch_masking.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section ExactCount.
Variables (F : rcfType) (P : finType) (K : nat).
Notation N := #|P|.
Hypotheses (K0 : (0 < K)%N) (KN : (K < N)%N).

(* uniform on the subsets of K patches *)
Definition exact_count (A : {set P}) : F := if #|A| == K then ('C(N, K)%:R)^-1 else 0.

Lemma exact_count1 : \sum_A exact_count A = 1.
Proof.
rewrite /exact_count -big_mkcond /= sumr_const.
have -> : #|[pred A : {set P} | #|A| == K]| = 'C(N, K).
  by rewrite -card_draws; apply: eq_card => A; rewrite !inE.
by rewrite -[LHS]mulr_natr mulVf // pnatr_eq0 -lt0n bin_gt0 ltnW.
Qed.

Definition in1 (a : P) : F := \sum_A exact_count A * (a \in A)%:R.
Definition in2 (a a' : P) : F := \sum_A exact_count A * ((a \in A)%:R * (a' \in A)%:R).

(* symmetry under permutations of the patches *)
Lemma exact_count_perm (s : {perm P}) (h : {set P} -> F) :
  \sum_A exact_count A * h A = \sum_A exact_count A * h [set s x | x in A].
Proof.
rewrite (reindex_inj (imset_inj (@perm_inj _ s))) /=; apply: eq_bigr => A _.
by rewrite {1}/exact_count card_imset //; apply: perm_inj.
Qed.
Lemma in_perm (s : {perm P}) (A : {set P}) x : (s x \in [set s y | y in A]) = (x \in A).
Proof.
apply/imsetP/idP => [[y yA /perm_inj ->] //|xA]; by exists x.
Qed.
Lemma in1_sym a a' : in1 a = in1 a'.
Proof.
rewrite /in1 [RHS](exact_count_perm (tperm a a')); apply: eq_bigr => A _.
by rewrite -(in_perm (tperm a a') A a) tpermL.
Qed.
Lemma in2_sym a x y : x != a -> y != a -> in2 a x = in2 a y.
Proof.
move=> xa ya; rewrite /in2 [RHS](exact_count_perm (tperm x y)); apply: eq_bigr => A _.
rewrite -(in_perm (tperm x y) A a) -(in_perm (tperm x y) A x) tpermL tpermD //.
Qed.

Lemma card_sum (A : {set P}) : \sum_x ((x \in A)%:R : F) = #|A|%:R.
Proof. by rewrite -sum1_card natr_sum [RHS]big_mkcond; apply: eq_bigr => x _; case: (x \in A). Qed.
Lemma in1_val a : in1 a = K%:R / N%:R.
Proof.
have nz : N%:R != 0 :> F by rewrite pnatr_eq0 -lt0n (leq_ltn_trans _ KN).
have e : \sum_x in1 x = K%:R.
  transitivity (\sum_A exact_count A * K%:R); last by rewrite -mulr_suml exact_count1 mul1r.
  rewrite /in1 exchange_big /=; apply: eq_bigr => A _.
  rewrite -mulr_sumr card_sum /exact_count.
  by case: eqP => [->//|_]; rewrite !mul0r.
have c : \sum_x in1 x = in1 a * N%:R.
  by rewrite (eq_bigr (fun=> in1 a)) => [|x _]; [rewrite sumr_const mulr_natr|exact: in1_sym].
by rewrite -e c mulfK.
Qed.
Lemma count_algebra (a b y : F) : b != 0 -> b - 1 != 0 -> a / b + y * (b - 1) = a * (a / b) ->
  y = a * (a - 1) / (b * (b - 1)).
Proof.
move=> b0 b1 e; apply: (mulIf b1); rewrite -[LHS](addKr (a / b)) e.
by field; rewrite b0 b1.
Qed.
Lemma count_gap (a b : F) : b != 0 -> b - 1 != 0 ->
  a / b - a * (a - 1) / (b * (b - 1)) = a * (b - a) / (b * (b - 1)).
Proof. by move=> b0 b1; field; rewrite b0 b1. Qed.
Lemma in2_val a x : x != a -> in2 a x = K%:R * (K%:R - 1) / (N%:R * (N%:R - 1)).
Proof.
move=> xa; have nz : N%:R != 0 :> F by rewrite pnatr_eq0 -lt0n (leq_ltn_trans _ KN).
have n1 : N%:R - 1 != 0 :> F by rewrite subr_eq0 pnatr_eq1 gtn_eqF // (leq_ltn_trans K0 KN).
have e : \sum_y in2 a y = K%:R * in1 a.
  rewrite /in2 exchange_big /= /in1 mulr_sumr; apply: eq_bigr => A _.
  rewrite -!mulr_sumr card_sum /exact_count; case: eqP => [->|_]; last by rewrite !mul0r mulr0.
  by rewrite mulrA mulrC.
have self : in2 a a = in1 a.
  by apply: eq_bigr => A _; case: (a \in A); rewrite ?mulr1 ?mulr0.
move: e; rewrite (bigD1 a) //= self (eq_bigr (fun=> in2 a x)) => [|y ya]; last exact: in2_sym.
rewrite sumr_const cardC1 in1_val => e.
have Np : N.-1%:R = N%:R - 1 :> F by rewrite -subn1 natrB // (leq_trans K0 (ltnW KN)).
by rewrite -[in2 a x *+ _]mulr_natr Np in e; apply: count_algebra.
Qed.

(* the mask that multiplies the coordinates of the dropped patches by 0 *)
Definition patch_mask d (patch : 'I_d -> P) (A : {set P}) : 'rV[F]_d := \row_i (patch i \in A)%:R.

(* Keeping exactly K of N patches is a patch law with u = K/N and v = K(K-1)/(N(N-1)); so u = p and v = p rho with p = K/N,
   rho = (K-1)/(N-1), 0 <= v < u. Theorems patch_masking_pencil and mask_ratio_independence apply to it. *)
Theorem exact_count_patch_law d (patch : 'I_d -> P) : patch_law patch exact_count (patch_mask patch)
  (K%:R / N%:R) (K%:R * (K%:R - 1) / (N%:R * (N%:R - 1))).
Proof.
split; first exact: exact_count1.
  by apply/rowP => i; rewrite !mxE -(in1_val (patch i)); apply: eq_bigr => A _; rewrite mxE.
apply/matrixP => i j; rewrite !mxE; case: eqP => [e|/eqP ne].
  rewrite -(in1_val (patch i)); apply: eq_bigr => A _; rewrite !mxE e.
  by case: (_ \in A); rewrite ?mulr1 ?mulr0.
rewrite -(@in2_val (patch i) (patch j)) 1?eq_sym //; apply: eq_bigr => A _.
by rewrite !mxE.
Qed.
Theorem exact_count_order :
  0 <= K%:R * (K%:R - 1) / (N%:R * (N%:R - 1)) :> F /\ K%:R * (K%:R - 1) / (N%:R * (N%:R - 1)) < K%:R / N%:R :> F.
Proof.
have k1 : 0 <= K%:R - 1 :> F by rewrite subr_ge0 ler1n.
have k0 : 0 < K%:R :> F by rewrite ltr0n.
have n0 : 0 < N%:R :> F by rewrite ltr0n (leq_ltn_trans _ KN).
have n1 : 0 < N%:R - 1 :> F by rewrite subr_gt0 ltr1n (leq_ltn_trans K0 KN).
split; first by rewrite divr_ge0 ?mulr_ge0 // ltW.
rewrite -subr_gt0 count_gap ?gt_eqF // divr_gt0 // mulr_gt0 //.
by rewrite subr_gt0 ltr_nat.
Qed.
End ExactCount.
