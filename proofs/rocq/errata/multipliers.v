(* The two wrong steps in the proof of Theorem 3.2; its closed form (5) is right.

   Slugs: equations_35_36_multiplier, equation_42_rows. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius kyfan moments spectral pencil rc_pencil additive_moments optimal_pencil.
From Jerc Require Import realisation.
From Jerc Require Import small_matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* the moments (C, Sigma) of a two-dimensional additive model, ready to be realised *)
Lemma model22 (F : rcfType) (a b c a' b' c' : F) : 0 < a -> 0 < a * c - b ^+ 2 -> 0 < a' -> 0 < a' * c' - b' ^+ 2 ->
  exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    additive_model (mx22 a b b c) (mx22 a' b' b' c') X p e.
Proof.
by move=> h1 h2 h3 h4; apply: (@moments_realised F 1); rewrite ?mx22T //; apply: pd_psd; apply: mx22_pd.
Qed.

Section Multiplier.
Variable F : rcfType.

(* (35)-(36) take the multiplier of W S W' = I diagonal: S-stationarity would read G W' = S W' Lambda, Lambda diagonal.
   Data with C = diag(1/2, 1/4) and S = I, k = d = 2: W = [[3, 4], [-4, 3]]/5 is optimal and no diagonal Lambda fits,
   since W G W' has the off-diagonal entry -3/25. *)
Theorem equations_35_36_multiplier_refuted :
  exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)) (W : 'M[F]_(1 + 1)),
    let S := mS p (additive e) X in let G := mG p (additive e) X in
    [/\ additive_model (mx22 2%:R^-1 0 0 4%:R^-1) (mx22 2%:R^-1 0 0 (3%:R / 4%:R)) X p e,
        S = 1%:M, je_optimal p (additive e) X W, (W *m G *m W^T) 0 1 = - (3%:R / 25%:R)
      & forall lam : 'rV[F]_(1 + 1), G *m W^T <> S *m W^T *m diag_mx lam].
Proof.
have h2 : 0 < 2%:R^-1 :> F by rewrite invr_gt0 ltr0n.
have h4 : 0 < 4%:R^-1 :> F by rewrite invr_gt0 ltr0n.
have h34 : 0 < 3%:R / 4%:R :> F by rewrite divr_gt0 ?ltr0n.
have [X [p [e m]]] : exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    additive_model (mx22 2%:R^-1 0 0 4%:R^-1) (mx22 2%:R^-1 0 0 (3%:R / 4%:R)) X p e.
  by apply: model22; rewrite ?expr2 ?mulr0 ?subr0 ?mulr_gt0 ?ltr0n.
pose W : 'M[F]_(1 + 1) := mx22 (3%:R / 5%:R) (4%:R / 5%:R) (- (4%:R / 5%:R)) (3%:R / 5%:R).
exists X, p, e, W.
have SE : mS p (additive e) X = 1%:M.
  by rewrite (model_S m) mx22D -mx221; congr mx22; field.
have GE := model_G m; have WW : W *m W^T = 1%:M.
  by rewrite /W mx22T mx22M -mx221; congr mx22; field.
have WGW : W *m mx22 2%:R^-1 0 0 4%:R^-1 *m W^T = mx22 (17%:R / 50%:R) (- (3%:R / 25%:R)) (- (3%:R / 25%:R)) (41%:R / 100%:R).
  by rewrite /W mx22T !mx22M; congr mx22; field.
move=> S G; split=> //.
- have := model_JE m W; rewrite -(model_S m) SE => -[_]; apply; split; first by rewrite /feasible mulmx1.
  move=> W'; rewrite /feasible mulmx1 => f'.
  by rewrite ![\tr (_ *m _^T)]mxtrace_mulC !mulmxA (mulmx1C f') (mulmx1C WW).
- by rewrite /G GE WGW mx22E.
move=> lam e1; have := congr1 (mulmx W) e1.
rewrite /S SE mul1mx (mulmxA W W^T) WW mul1mx mulmxA /G GE WGW => /matrixP/(_ 0 1).
rewrite mx22E !mxE /= mulr0n => /eqP; rewrite oppr_eq0 mulf_eq0 invr_eq0 !pnatr_eq0.
by [].
Qed.

(* Corrected: the multiplier W G W' is symmetric, so it is diagonal after a rotation of W, which is optimal too. *)
Theorem equations_35_36_multiplier_corrected d k (S G : 'M[F]_d) (W : 'M[F]_(k, d)) : G^T = G -> pencil_max S G W ->
  exists (U : 'M[F]_k) (lam : 'rV[F]_k),
    [/\ U *m U^T = 1%:M, pencil_max S G (U *m W) & (U *m W) *m G *m (U *m W)^T = diag_mx lam].
Proof.
move=> sG [f m]; have sA : (W *m G *m W^T)^T = W *m G *m W^T by rewrite !trmx_mul trmxK sG mulmxA.
have [Q [om [QQ e]]] := spectral0 sA; exists Q^T, om; rewrite trmxK QQ.
have E : (Q^T *m W) *m G *m (Q^T *m W)^T = diag_mx om.
  rewrite trmx_mul trmxK !mulmxA -(mulmxA Q^T) -(mulmxA Q^T (W *m G)) e !mulmxA QQ mul1mx.
  by rewrite -mulmxA QQ mulmx1.
split=> //; split; first by rewrite /feasible trmx_mul trmxK !mulmxA -(mulmxA Q^T) -(mulmxA Q^T (W *m S)) f mulmx1 QQ.
by move=> W' f'; apply: le_trans (m _ f') _; rewrite E e mxtrace_mulC mulmxA QQ mul1mx.
Qed.

(* (41)-(42) read the rows of W off P', where S = P P' and G = P Omega P'. With P = [[2, 1], [1, 1]], Omega = diag(1/2, 0)
   and k = 1 the first row of P' is (2, 1): no multiple of it is optimal. The first row of P^-1, (1, -1), is. *)
Theorem equation_42_rows_refuted :
  let P := mx22 2%:R 1 1 1 : 'M[F]_(1 + 1) in
  exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    let S := mS p (additive e) X in let G := mG p (additive e) X in
    [/\ S = P *m P^T, G = P *m mx22 2%:R^-1 0 0 0 *m P^T,
        forall t : F, ~ je_optimal p (additive e) X (t *: ((pid_mx 1 : 'M_(1, 1 + 1)) *m P^T))
      & je_optimal p (additive e) X (row2 1 (- 1))].
Proof.
move=> P; have two0 : 2%:R != 0 :> F by rewrite pnatr_eq0.
have half0 : 0 <= 2%:R^-1 :> F by rewrite invr_ge0 ler0n.
have pC : psd (mx22 2%:R 1 1 2%:R^-1 : 'M[F]_(1 + 1)).
  have -> : mx22 2%:R 1 1 2%:R^-1 = 2%:R^-1 *: (col2 2%:R 1 *m (col2 2%:R 1)^T) :> 'M[F]_(1 + 1).
    by rewrite col2T col2_row2 mx22Z; congr mx22; field.
  exact: psdZ half0 (psd_gram _).
have pT : psd (mx22 3%:R 2%:R 2%:R (3%:R / 2%:R) : 'M[F]_(1 + 1)).
  apply: pd_psd; apply: mx22_pd; first by rewrite ltr0n.
  have -> : 3%:R * (3%:R / 2%:R) - 2%:R ^+ 2 = 2%:R^-1 :> F by field.
  by rewrite invr_gt0 ltr0n.
have [X [p [e m]]] := @moments_realised F 1 _ _ (mx22T _ _ _ _) pC (mx22T _ _ _ _) pT.
exists X, p, e => S G.
have SE : S = mx22 5%:R 3%:R 3%:R 2%:R by rewrite /S (model_S m) mx22D; congr mx22; field.
have GE : G = mx22 2%:R 1 1 2%:R^-1 by rewrite /G (model_G m).
have row1 : (pid_mx 1 : 'M[F]_(1, 1 + 1)) *m P^T = row2 2%:R 1.
  have -> : (pid_mx 1 : 'M[F]_(1, 1 + 1)) = row2 1 0.
    by rewrite [LHS]row2_eta !mxE.
  by rewrite mx22T row2M; congr row2; ring.
have opt W : je_optimal p (additive e) X W <-> pencil_max S G W.
  by have := model_JE m W; rewrite /S (model_S m) /G (model_G m).
have f0 : feasible S (row2 1 (- 1)).
  by rewrite /feasible SE quad22; congr _%:M; ring.
split.
- by rewrite SE mx22T mx22M; congr mx22; ring.
- by rewrite GE mx22T !mx22M; congr mx22; field.
- move=> t /opt [f h]; move: f; rewrite /feasible row1 row2Z SE quad22 => /scalar1_inj tt.
  have := h _ f0; rewrite row1 row2Z GE !quad22 !mxtrace_scalar !mulr1n.
  have -> : (t * 2%:R * 2%:R + t * 1 * 1) * (t * 2%:R) + (t * 2%:R * 1 + t * 1 / 2%:R) * (t * 1)
    = 25%:R / 68%:R * ((t * 2%:R * 5%:R + t * 1 * 3%:R) * (t * 2%:R) + (t * 2%:R * 3%:R + t * 1 * 2%:R) * (t * 1)).
    by field.
  rewrite tt -subr_ge0.
  have -> : 25%:R / 68%:R * 1 - ((1 * 2%:R + -1 * 1) * 1 + (1 * 1 + -1 / 2%:R) * -1) = - (9%:R / 68%:R) :> F by field.
  by rewrite oppr_ge0 leNgt divr_gt0 ?ltr0n.
apply/opt; split=> // W; rewrite /feasible (row2_eta W) SE GE !quad22 => /scalar1_inj.
move: (W 0 0) (W 0 1) => x y f; rewrite !mxtrace_scalar !mulr1n -subr_ge0.
have -> : (1 * 2%:R + -1 * 1) * 1 + (1 * 1 + -1 / 2%:R) * -1 - ((x * 2%:R + y * 1) * x + (x * 1 + y / 2%:R) * y)
   = 2%:R^-1 * ((x + y) ^+ 2) + 2%:R^-1 * (1 - ((x * 5%:R + y * 3%:R) * x + (x * 3%:R + y * 2%:R) * y)) by field.
by rewrite f subrr mulr0 addr0 mulr_ge0 ?sqr_ge0 // invr_ge0 ler0n.
Qed.

(* Corrected: the first k rows of P^-1 solve the problem, whenever S = P P', G = P Omega P' with sorted Omega. *)
Theorem equation_42_rows_corrected d k (S G P : 'M[F]_d) (om : 'rV[F]_d) : pd S -> S = P *m P^T ->
  G = P *m diag_mx om *m P^T -> (forall i j : 'I_d, (i <= j)%N -> om 0 j <= om 0 i) -> (k <= d)%N ->
  pencil_max S G ((pid_mx k : 'M_(k, d)) *m invmx P).
Proof.
move=> pS SE GE os kd; have sS : S^T = S by rewrite SE trmx_mul trmxK.
have [R [sR RSR uR]] := inv_sqrt sS pS; pose Q := R *m P.
have QQt : Q *m Q^T = 1%:M by rewrite /Q trmx_mul sR !mulmxA -(mulmxA R P) -SE.
have QQ : Q^T *m Q = 1%:M by apply: mulmx1C.
have e : R *m G *m R = Q *m diag_mx om *m Q^T by rewrite /Q trmx_mul sR GE !mulmxA.
have uP : P \in unitmx by have := pd_unit pS; rewrite SE unitmx_mul => /andP[].
have U1 : (1%:M : 'M[F]_k) *m 1%:M^T = 1%:M by rewrite trmx1 mulmx1.
have [f v] := kyfan_eigen_attained sR RSR QQ e kd U1.
have WE : (1%:M : 'M_k) *m leading k Q *m R = (pid_mx k : 'M_(k, d)) *m invmx P.
  rewrite mul1mx /leading -mulmxA; congr (_ *m _).
  by rewrite -[LHS](mulmxK uP) -(mulmxA Q^T) -/Q QQ mul1mx.
rewrite WE in f v; split=> // W' f'; rewrite v; exact: (kyfan_eigen sR RSR QQ e os).
Qed.
End Multiplier.
