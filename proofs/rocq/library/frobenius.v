(** * The squared Frobenius norm, orthogonal projectors, Gram matrices *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Frobenius.
Variable F : realFieldType.

Lemma fnorm2E m n (X : 'M[F]_(m, n)) : fnorm2 X = \sum_i \sum_j X i j ^+ 2.
Proof.
by apply: eq_bigr => i _; rewrite mxE; apply: eq_bigr => j _; rewrite mxE.
Qed.

Lemma idem_psd n (E : 'M[F]_n) : E^T = E -> E *m E = E -> psd E.
Proof. by move=> sE EE; rewrite -EE -{2}sE; apply: psd_gram. Qed.

Lemma idemC n (E : 'M[F]_n) : E *m E = E -> (1%:M - E) *m (1%:M - E) = 1%:M - E.
Proof. by move=> EE; rewrite mulmxBr mulmx1 mulmxBl mul1mx EE subrr subr0. Qed.

Lemma idem_psdC n (E : 'M[F]_n) : E^T = E -> E *m E = E -> psd (1%:M - E).
Proof. by move=> sE EE; apply: idem_psd (idemC EE); rewrite trmxB trmx1 sE. Qed.

Lemma fnorm2_idem m n (E : 'M[F]_m) (Y : 'M[F]_(m, n)) : E^T = E -> E *m E = E ->
  fnorm2 ((1%:M - E) *m Y) = fnorm2 Y - \tr (E *m (Y *m Y^T)).
Proof.
move=> sE EE; rewrite /fnorm2 trmx_mul mxtrace_mulC -[X in \tr X = _]mulmxA [LHS]mxtrace_mulC.
rewrite !mulmxA trmxB trmx1 sE idemC //.
by rewrite mulmxBl mul1mx mulmxBl mxtraceB.
Qed.

Lemma gram_unit m r (C : 'M[F]_(m, r)) : row_full C -> C^T *m C \in unitmx.
Proof.
rewrite -row_free_unit -kermx_eq0 => fC; apply/rowV0P => v /sub_kermxP hv.
have : v *m C^T = 0 by apply: sqnorm_eq0; rewrite trmx_mul trmxK mulmxA -(mulmxA v) hv mul0mx mxE.
move/eqP; rewrite mulmx_free_eq0; first by move/eqP.
by rewrite /row_free mxrank_tr.
Qed.

(* orthogonal projector on the column space, no square root *)
Lemma full_projector m r (C : 'M[F]_(m, r)) : row_full C -> exists Pi : 'M[F]_m,
  [/\ Pi^T = Pi, Pi *m Pi = Pi, Pi *m C = C & \tr Pi = r%:R].
Proof.
move/gram_unit => uG; exists (C *m invmx (C^T *m C) *m C^T); split.
- by rewrite !trmx_mul trmxK trmx_inv trmx_mul trmxK mulmxA.
- by rewrite !mulmxA -(mulmxA _ C^T C) mulmxKV.
- by rewrite -(mulmxA _ C^T C) mulmxKV.
- by rewrite mxtrace_mulC mulmxA mulmxV // mxtrace1.
Qed.

Lemma col_projector m n (N : 'M[F]_(m, n)) : exists Pi : 'M[F]_m,
  [/\ Pi^T = Pi, Pi *m Pi = Pi, Pi *m N = N & \tr Pi = (\rank N)%:R].
Proof.
have [Pi [h1 h2 h3 h4]] := full_projector (col_base_full N).
by exists Pi; split=> //; rewrite -(mulmx_base N) mulmxA h3.
Qed.
End Frobenius.

Lemma fnorm2_ge0 (F : realFieldType) m n (X : 'M[F]_(m, n)) : 0 <= fnorm2 X.
Proof. by rewrite fnorm2E; apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; rewrite sqr_ge0. Qed.

Lemma fnorm2_eq0 (F : realFieldType) m n (X : 'M[F]_(m, n)) : fnorm2 X = 0 -> X = 0.
Proof.
rewrite fnorm2E => h; apply/matrixP => i j; rewrite mxE.
have h2 := psumr_eq0P (fun i _ => sumr_ge0 _ (fun j _ => sqr_ge0 (X i j))) h.
have h3 := psumr_eq0P (fun j _ => sqr_ge0 (X i j)) (h2 i isT).
by apply/eqP; rewrite -sqrf_eq0 h3.
Qed.

Section Norms.
Variable F : realFieldType.
Lemma fnorm2_rows m n (A : 'M[F]_(m, n)) : fnorm2 A = \sum_i sq (row i A).
Proof. exact: tr_dot. Qed.
Lemma fnorm2_tr m n (A : 'M[F]_(m, n)) : fnorm2 A^T = fnorm2 A.
Proof. by rewrite /fnorm2 trmxK mxtrace_mulC. Qed.
Lemma fnorm2_mul m n q (V : 'M[F]_(m, n)) (L : 'M[F]_(n, q)) : fnorm2 (V *m L) <= fnorm2 V * fnorm2 L.
Proof.
rewrite -(fnorm2_tr L) [fnorm2 (V *m L)]fnorm2E !fnorm2_rows big_distrl /=; apply: ler_sum => i _.
rewrite mulr_sumr; apply: ler_sum => j _.
have -> : (V *m L) i j = dot (row i V) (row j L^T).
  by rewrite /dot tr_row trmxK !mxE; apply: eq_bigr => s _; rewrite !mxE.
exact: cauchy.
Qed.
(* E = V M with M >= t I  ==>  t |V| <= |E| *)
Lemma resolvent_bound m n (V : 'M[F]_(m, n)) (M : 'M[F]_n) t : 0 <= t -> psd (M - t%:M) ->
  t ^+ 2 * fnorm2 V <= fnorm2 (V *m M).
Proof.
move=> t0 h; have h1 : t * fnorm2 V <= \tr (V *m M *m V^T).
  have := psd_tr_ge0 (psd_congr V h).
  by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl mxtraceB mxtraceZ subr_ge0.
have := fnorm2_ge0 (V *m M - t *: V).
have -> : fnorm2 (V *m M - t *: V) = fnorm2 (V *m M) - t * \tr (V *m M *m V^T) *+ 2 + t ^+ 2 * fnorm2 V.
  rewrite {1}/fnorm2 trmxB trmxZ !(mulmxBl, mulmxBr) -!scalemxAl -!scalemxAr !mxtraceB !mxtraceZ.
  have -> : \tr (V *m (V *m M)^T) = \tr (V *m M *m V^T) by rewrite -mxtrace_tr trmx_mul trmxK.
  have R (a b c : F) : a - t * b - (t * b - t * (t * c)) = a - t * b *+ 2 + t ^+ 2 * c by ring.
  exact: R.
move=> h2; rewrite -subr_ge0.
have R (a b c : F) : a - t ^+ 2 * c = (a - t * b *+ 2 + t ^+ 2 * c) + (t * (b - t * c)) *+ 2 by ring.
by rewrite (R _ (\tr (V *m M *m V^T))) addr_ge0 // pmulrn_lge0 // mulr_ge0 // subr_ge0.
Qed.
Lemma fnorm2N m n (A : 'M[F]_(m, n)) : fnorm2 (- A) = fnorm2 A.
Proof. by rewrite !fnorm2E; apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite mxE sqrrN. Qed.
Lemma fnorm2_row_mx m n1 n2 (A : 'M[F]_(m, n1)) (B : 'M[F]_(m, n2)) :
  fnorm2 (row_mx A B) = fnorm2 A + fnorm2 B.
Proof. by rewrite /fnorm2 tr_row_mx mul_row_col mxtraceD. Qed.
End Norms.

(** The rows of K' lie in the row space of the Gram matrix K K'. *)
Lemma sub_gram (F : realFieldType) d q (K : 'M[F]_(d, q)) : (K^T <= K *m K^T)%MS.
Proof.
have [r [C0 [R0 [fC fR e]]]] : exists r (C0 : 'M[F]_(d, r)) (R0 : 'M[F]_(r, q)),
    [/\ row_full C0, row_free R0 & K = C0 *m R0].
  exists (\rank K), (col_base K), (row_base K); split; [exact: col_base_full|exact: row_base_free|].
  by rewrite mulmx_base.
have uC := gram_unit fC.
have inv_root_unit : R0 *m R0^T \in unitmx.
  have := @gram_unit _ _ _ R0^T; rewrite trmxK; apply.
  by rewrite /row_full mxrank_tr.
apply/submxP; exists (R0^T *m invmx (R0 *m R0^T) *m (invmx (C0^T *m C0) *m C0^T)).
rewrite e trmx_mul !mulmxA -(mulmxA _ C0^T C0) mulmxKV // -(mulmxA _ R0 R0^T) mulmxKV //.
Qed.
