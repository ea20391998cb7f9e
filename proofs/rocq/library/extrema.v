(** * Smallest and largest value of a finite family *)
From mathcomp Require Import all_ssreflect all_algebra.
From Jerc Require Import psd.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FMinMax.
Variables (F : realFieldType) (I : finType) (i0 : I) (f : I -> F).
Notation fmin := (fmin i0 f).
Notation fmax := (fmax i0 f).
Lemma fminP : exists2 i, fmin = f i & forall j, f i <= f j.
Proof. by rewrite /definitions.fmin; case: arg_minP => // i _ h; exists i => // j; apply: h. Qed.
Lemma fmaxP : exists2 i, fmax = f i & forall j, f j <= f i.
Proof. by rewrite /definitions.fmax; case: arg_maxP => // i _ h; exists i => // j; apply: h. Qed.
Lemma fmax_ltP x : reflect (forall i, f i < x) (fmax < x).
Proof.
apply: (iffP idP) => [h i|h]; last by have [i ->] := fmaxP; rewrite h.
by apply: le_lt_trans h; have [j ->] := fmaxP.
Qed.
Lemma fmin_gtP x : reflect (forall i, x < f i) (x < fmin).
Proof.
apply: (iffP idP) => [h i|h]; last by have [i ->] := fminP; rewrite h.
by apply: (lt_le_trans h); have [j ->] := fminP.
Qed.
End FMinMax.

Section FMaxMono.
Variables (F : realFieldType) (I : finType) (i0 : I) (f g : I -> F).
Lemma fmax_lt2 : (forall i, f i < g i) -> fmax i0 f < fmax i0 g.
Proof.
move=> h; have [i -> _] := fmaxP i0 f; have [j -> hj] := fmaxP i0 g.
exact: lt_le_trans (h i) (hj i).
Qed.
End FMaxMono.

Section FMaxAlgebra.
Variables (F : realFieldType) (I : finType) (i0 : I) (f : I -> F).
Lemma fmaxE x i : f i = x -> (forall j, f j <= x) -> fmax i0 f = x.
Proof.
by move=> fi le; have [j -> h] := fmaxP i0 f; apply/eqP; rewrite eq_le le -fi h.
Qed.
Lemma fminE x i : f i = x -> (forall j, x <= f j) -> fmin i0 f = x.
Proof.
by move=> fi le; have [j -> h] := fminP i0 f; apply/eqP; rewrite eq_le le -fi h.
Qed.
Lemma eq_fmax g : f =1 g -> fmax i0 f = fmax i0 g.
Proof. by move=> e; have [i gi h] := fmaxP i0 g; rewrite gi; apply: (@fmaxE _ i) => [|j]; rewrite ?e. Qed.
Lemma fmax_add x : fmax i0 (fun i => f i + x) = fmax i0 f + x.
Proof.
have [i fi h] := fmaxP i0 f; rewrite fi; have [j -> h'] := fmaxP i0 (fun i => f i + x).
by apply/eqP; rewrite eq_le (h' i) ler_add2r h.
Qed.
Lemma fmax_opp x : fmax i0 (fun i => x - f i) = x - fmin i0 f.
Proof.
have [i fi h] := fminP i0 f; rewrite fi; have [j -> h'] := fmaxP i0 (fun i => x - f i).
by apply/eqP; rewrite eq_le (h' i) ler_add2l ler_opp2 h.
Qed.
End FMaxAlgebra.
