(** * Overlapping noise: C + t Gamma for a Gram matrix C of rank k, and the Fisher directions C Gamma^-1 *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd kyfan frobenius spectral pencil rc_pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma trace_defect_aux (F : realFieldType) d k (W : 'M[F]_(k, d)) (V C : 'M[F]_d) :
  \tr ((V - W^T *m W) *m C) = \tr (V *m C) - \tr (W *m C *m W^T).
Proof. by rewrite mulmxBl mxtraceB; congr (_ - _); rewrite -mulmxA mxtrace_mulC. Qed.

Lemma fisher_aux (F : comUnitRingType) d (C Ga : 'M[F]_d) t : Ga \in unitmx ->
  C *m invmx Ga *m (C + t *: Ga) = (C + t *: Ga) *m invmx Ga *m C.
Proof.
move=> u; rewrite mulmxDr !mulmxDl -scalemxAr mulmxKV // -!scalemxAl mulmxV // mul1mx.
by [].
Qed.

Lemma mean_views_combo_aux (F : realFieldType) d (C Ga : 'M[F]_d) a : 1 + a != 0 ->
  C + Ga = (1 + a)^-1 *: (C + (1 + a) *: Ga) + (a / (1 + a)) *: C.
Proof.
move=> h; have R (x y : F) : x + y = (1 + a)^-1 * (x + (1 + a) * y) + a / (1 + a) * x by field.
by apply/matrixP => i j; rewrite !mxE; apply: R.
Qed.
Lemma pencil_max_aux (F : realFieldType) d k (S C : 'M[F]_d) (W : 'M[F]_(k, d)) x y : W *m S *m W^T = 1%:M ->
  \tr (W *m (x *: S + y *: C) *m W^T) = x * k%:R + y * \tr (W *m C *m W^T).
Proof.
move=> f; rewrite mulmxDr mulmxDl -!scalemxAr -!scalemxAl f.
by rewrite mxtraceD !mxtraceZ mxtrace1.
Qed.
Lemma frame_defect_aux (F : realFieldType) d k (S : 'M[F]_d) (W : 'M[F]_(k, d)) :
  S \in unitmx -> W *m S *m W^T = 1%:M ->
  (invmx S - W^T *m W) *m S *m (invmx S - W^T *m W) = invmx S - W^T *m W.
Proof.
move=> uS f; rewrite mulmxBl mulVmx // mulmxBl mul1mx !mulmxBr.
rewrite -[W^T *m W *m S *m invmx S]mulmxA mulmxV // mulmx1.
have -> : W^T *m W *m S *m (W^T *m W) = W^T *m W.
  by rewrite -!mulmxA (mulmxA W S) (mulmxA (W *m S)) f mul1mx.
by rewrite subrr subr0.
Qed.
Lemma frame_defect_tr (F : realFieldType) d q (K : 'M[F]_(d, q)) (De S : 'M[F]_d) :
  De^T = De -> De *m S *m De = De ->
  \tr (De *m (K *m K^T)) = \tr ((K^T *m De) *m S *m (K^T *m De)^T).
Proof.
move=> sD DSD; rewrite trmx_mul trmxK sD -[De in LHS]DSD (mulmxA _ K) [LHS]mxtrace_mulC.
by rewrite !mulmxA.
Qed.

Section Leakage.
Variables (F : rcfType) (d k q : nat) (K : 'M[F]_(d, q)) (s a2 : F) (Ga : 'M[F]_d).
Let C := s *: (K *m K^T).
Hypotheses (s0 : 0 < s) (rC : \rank C = k) (sGa : Ga^T = Ga) (pGa : pd Ga) (a0 : 0 < a2).
Let S := C + (1 + a2) *: Ga.
Let G := C + Ga.

Lemma gram_sym : C^T = C. Proof. by rewrite trmxZ trmx_mul trmxK. Qed.
Lemma gram_psd : psd C. Proof. by apply: psdZ; [exact: ltW|exact: psd_gram]. Qed.
Lemma views_pd t : 0 < t -> pd (C + t *: Ga).
Proof. by move=> t0; rewrite addrC; apply: pd_add_psd gram_psd; apply: pdZ. Qed.
Lemma views_sym t : (C + t *: Ga)^T = C + t *: Ga.
Proof. by rewrite trmxD gram_sym trmxZ sGa. Qed.
Lemma one_alpha_gt0 : 0 < 1 + a2. Proof. by rewrite addr_gt0 ?ltr01. Qed.

(* C S^-1 and C Gamma^-1 have the same rows, for every S = C + t Gamma *)
Lemma fisher t : 0 < t -> (C *m invmx (C + t *: Ga) :=: C *m invmx Ga)%MS.
Proof.
move=> t0; have uS := pd_unit (views_pd t0); have uG := pd_unit pGa.
set M := C + t *: Ga in uS *.
have e : C *m invmx Ga *m M = M *m invmx Ga *m C.
  exact: fisher_aux.
have e2 : M *m invmx Ga *m (C *m invmx M) = C *m invmx Ga.
  by rewrite mulmxA -e mulmxK.
have uN : M *m invmx Ga \in unitmx by rewrite unitmx_mul uS unitmx_inv.
rewrite -e2; apply: eqmx_sym; apply: eqmxMfull; by rewrite row_full_unit.
Qed.

Lemma mean_views_combo : G = (1 + a2)^-1 *: S + (a2 / (1 + a2)) *: C.
Proof.
by apply: mean_views_combo_aux; rewrite gt_eqF // one_alpha_gt0.
Qed.

Lemma pencil_max_C (W W0 : 'M[F]_(k, d)) : pencil_max S G W -> feasible S W0 ->
  \tr (W0 *m C *m W0^T) <= \tr (W *m C *m W^T).
Proof.
move=> [f m] f0; have := m _ f0; rewrite mean_views_combo !pencil_max_aux // ler_add2l ler_pmul2l //.
by rewrite divr_gt0 // one_alpha_gt0.
Qed.

Lemma frame_defect (W : 'M[F]_(k, d)) : feasible S W ->
  \tr (invmx S *m C) - \tr (W *m C *m W^T)
  = s * \tr ((K^T *m (invmx S - W^T *m W)) *m S *m (K^T *m (invmx S - W^T *m W))^T).
Proof.
move=> f; rewrite -trace_defect_aux; set De := invmx S - W^T *m W.
have uS := pd_unit (views_pd one_alpha_gt0).
have sD : De^T = De by rewrite /De trmxB trmx_inv views_sym trmx_mul trmxK.
have DSD : De *m S *m De = De by apply: frame_defect_aux.
clearbody De; rewrite -(frame_defect_tr _ sD DSD) -mxtraceZ; congr (\tr _).
by rewrite scalemxAr.
Qed.

Lemma top_frame : exists2 W0 : 'M[F]_(k, d), feasible S W0 & C *m (W0^T *m W0) = C *m invmx S.
Proof.
have uS := pd_unit (views_pd one_alpha_gt0); set A := C *m invmx S.
have rA : \rank A = k by rewrite mxrankMfree // row_free_unit unitmx_inv.
have kd : (k <= d)%N by rewrite -rA rank_leq_row.
pose E : 'M[F]_(k, d) := (pid_mx k : 'M_(k, d)) *m row_ebase A.
have AE : A = col_ebase A *m (pid_mx k : 'M_(d, k)) *m E.
  rewrite -[LHS]mulmx_ebase /E rA !mulmxA -[_ *m pid_mx k *m pid_mx k]mulmxA mul_pid_mx.
  by rewrite !minnn.
have [M [W0 [f e]]] := frame_factor (views_sym (1 + a2)) (views_pd one_alpha_gt0) kd E.
exists W0 => //.
have {AE} [T AT] : exists T, A = T *m W0 by eexists; rewrite AE e mulmxA.
have CE : C = T *m W0 *m S by rewrite -AT /A mulmxKV.
by rewrite {1}CE !mulmxA -(mulmxA T) -(mulmxA T) f mulmx1 -AT.
Qed.

Theorem je_rowspace_fisher (W : 'M[F]_(k, d)) : pencil_max S G W -> (W :=: C *m invmx Ga)%MS.
Proof.
move=> mW; have f := mW.1; have uS := pd_unit (views_pd one_alpha_gt0).
have [W0 f0 e0] := top_frame; have le := pencil_max_C mW f0.
have t0 : \tr (W0 *m C *m W0^T) = \tr (invmx S *m C).
  by rewrite mxtrace_mulC mulmxA mxtrace_mulC e0 mxtrace_mulC.
rewrite t0 -subr_le0 (frame_defect f) pmulr_rle0 // in le.
have z := pd_tr_le0 (views_pd one_alpha_gt0) le.
have z2 : C *m invmx S = C *m W^T *m W.
  apply/eqP; rewrite -subr_eq0 -[_ *m W]mulmxA -mulmxBr /C -scalemxAl -mulmxA z mulmx0 scaler0.
  by [].
have sub : (C *m invmx S <= W)%MS by rewrite z2 submxMl.
have rA : \rank (C *m invmx S) = k by rewrite mxrankMfree // row_free_unit unitmx_inv.
have : (C *m invmx S == W)%MS by rewrite -(geq_leqif (mxrank_leqif_eq sub)) rA rank_leq_row.
by move/eqmxP => h; apply: eqmx_trans (eqmx_sym h) (fisher one_alpha_gt0).
Qed.

(** The supervised solution on clean data (views C + alpha^2 Gamma) lies in that row space; Yt = Y', K = X'. *)
Theorem je_rowspace_supervised l (Yt : 'M[F]_(l, q)) (W : 'M[F]_(k, d)) : pencil_max S G W ->
  ((s *: (Yt *m K^T)) *m invmx (C + a2 *: Ga) <= W)%MS.
Proof.
move=> /je_rowspace_fisher h; rewrite h -(fisher a0) -scalemxAl scalemx_sub // -mulmxA mulmx_sub //.
have [D ->] := submxP (sub_gram K).
have -> : D *m (K *m K^T) = (s^-1 *: D) *m C.
  by rewrite /C -scalemxAl -scalemxAr scalerA mulVf ?scale1r // gt_eqF.
by rewrite -mulmxA submxMl.
Qed.

Theorem je_fisher_exists : (k <= d)%N -> exists W : 'M[F]_(k, d), pencil_max S G W.
Proof.
move=> kd; apply: pencil_max_exists kd; [exact: views_sym|exact: views_pd one_alpha_gt0|].
by rewrite trmxD gram_sym sGa.
Qed.
End Leakage.
