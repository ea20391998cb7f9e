(** * Sorting a row, and Householder reflections: the induction steps of the spectral theorem *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp Require Import ring.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sorting.
Variable F : realFieldType.
Lemma sort_row n (om : 'rV[F]_n) :
  exists s : 'S_n, forall i j : 'I_n, (i <= j)%N -> om 0 (s j) <= om 0 (s i).
Proof.
pose t := [tuple om 0 i | i < n]; pose ge (x y : F) := y <= x.
have /tuple_permP[s es] : perm_eq (sort ge t) t by rewrite perm_sort.
exists s => i j ij.
have h (l : 'I_n) : nth 0 (sort ge t) l = om 0 (s l).
  by rewrite es -tnth_nth !tnth_mktuple.
have ge_tr : transitive ge by move=> x y z; rewrite /ge => h1 h2; apply: le_trans h2 h1.
have ge_tot : total ge by move=> x y; rewrite /ge le_total.
have ge_refl : reflexive ge by move=> x; rewrite /ge lexx.
rewrite -!h; apply: (sorted_leq_nth ge_tr ge_refl 0 (sort_sorted ge_tot t)) => //.
  by rewrite inE size_sort size_tuple.
by rewrite inE size_sort size_tuple.
Qed.

Lemma col_perm_diag m p n (s : 'S_n) (Q : 'M[F]_(m, n)) (R : 'M[F]_(p, n)) (om : 'rV[F]_n) :
  Q *m diag_mx om *m R^T = col_perm s Q *m diag_mx (col_perm s om) *m (col_perm s R)^T.
Proof.
rewrite !mul_mx_diag; apply/matrixP => i j; rewrite !mxE (reindex_inj (@perm_inj _ s)) /=.
by apply: eq_bigr => k _; rewrite !mxE.
Qed.

Lemma col_perm_orth m n (s : 'S_n) (Q : 'M[F]_(m, n)) :
  Q^T *m Q = 1%:M -> (col_perm s Q)^T *m col_perm s Q = 1%:M.
Proof.
move=> QQ; apply/matrixP => i j; transitivity ((Q^T *m Q) (s i) (s j)).
  by rewrite !mxE; apply: eq_bigr => k _; rewrite !mxE.
by rewrite QQ !mxE (inj_eq perm_inj).
Qed.
End Sorting.

Lemma tr11 (R : Type) (M : 'M[R]_1) : M 0 0 = M^T 0 0. Proof. by rewrite mxE. Qed.

Section Householder.
Variables (F : realFieldType) (n : nat).
Let e : 'rV[F]_n.+1 := delta_mx 0 0.
Lemma ee : e *m e^T = 1%:M.
Proof. by rewrite trmx_delta mul_delta_mx; apply/matrixP => i j; rewrite !ord1 !mxE. Qed.

Lemma householder (v : 'rV[F]_n.+1) : v *m v^T = 1%:M ->
  exists H : 'M[F]_n.+1, [/\ H^T = H, H *m H = 1%:M & v *m H = e].
Proof.
move=> vv; have [->|ve] := eqVneq v e.
  by exists 1%:M; rewrite trmx1 !mulmx1.
pose u := v - e; have u0 : u != 0 by rewrite subr_eq0.
pose q : F := (u *m u^T) 0 0; have q0 : q != 0 by apply: contra_neq u0 => /sqnorm_eq0.
have uu : u *m u^T = q%:M by rewrite [LHS]mx11_scalar.
have c2 : q = (v *m u^T) 0 0 *+ 2.
  rewrite /q /u trmxB !mulmxBl !mulmxBr vv ee.
  have -> : e *m v^T = v *m e^T.
    by rewrite -[LHS]trmxK trmx_mul trmxK; apply/matrixP => i j; rewrite !ord1 mxE.
  have R3 (a x : F) : a - x - (x - a) = a - x + (a - x) by ring.
  by rewrite !subE mulr2n R3.
clearbody q; pose H := 1%:M - (2%:R / q) *: (u^T *m u); exists H; split.
- by rewrite /H trmxB trmx1 trmxZ trmx_mul trmxK.
- rewrite /H mulmxBr mulmx1 mulmxBl mul1mx -!scalemxAl -!scalemxAr.
  rewrite !mulmxA -(mulmxA u^T) uu mul_mx_scalar -scalemxAl !scalerA.
  rewrite -scalerBl -addrA -opprD -scalerDl.
  by rewrite (_ : 2%:R / q + _ = 0) ?scale0r ?subr0 //; field.
have vu : v *m u^T = (q / 2%:R)%:M.
  have R4 (x y : F) : y = x *+ 2 -> x = y / 2%:R by move=> ->; field.
  by rewrite [LHS]mx11_scalar (R4 _ _ c2).
rewrite /H mulmxBr mulmx1 -scalemxAr mulmxA vu mul_scalar_mx scalerA.
have -> : 2%:R / q * (q / 2%:R) = 1 by field.
by rewrite scale1r /u opprB addrC subrK.
Qed.

Lemma block1 (B : 'M[F]_(1 + n)) a : e *m B = a *: e -> B *m e^T = a *: e^T ->
  B = block_mx a%:M 0 0 (drsubmx B).
Proof.
move=> h1 h2; rewrite -{1}[B]submxK; congr block_mx.
- apply/matrixP => i j; rewrite !ord1 !mxE mulr1n.
  by have /rowP/(_ 0) := h1; rewrite -rowE !mxE eqxx mulr1; move=> <-; congr (B _ _); apply: val_inj.
- apply/matrixP => i j; rewrite !ord1 !mxE.
  have /rowP/(_ (rshift 1 j)) := h1; rewrite -rowE !mxE /= => h.
  by rewrite -[RHS](mulr0 a) -[RHS]h; congr (B _ _); apply: val_inj.
apply/matrixP => i j; rewrite !ord1 !mxE.
have /colP/(_ (rshift 1 i)) := h2; rewrite trmx_delta -colE !mxE /= => h.
by rewrite -[RHS](mulr0 a) -[RHS]h; congr (B _ _); apply: val_inj.
Qed.
End Householder.
