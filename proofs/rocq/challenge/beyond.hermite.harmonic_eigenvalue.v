(* The statement of beyond.hermite.harmonic_eigenvalue and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition hpow :
  forall F : realFieldType, F -> nat -> {poly F} :=
  fun F : realFieldType =>
  fix hpow (s : F) (n : nat) {struct n} : {poly F} :=
    match n with
    | 0%N => 1
    | m.+1 => 'X * hpow s m + s *: (hpow s m)^`()
    end.

Definition heat :
  forall F : realFieldType, F -> {poly F} -> {poly F} :=
  fun (F : realFieldType) (s : F) (p : {poly F}) => \sum_(i < size p) p`_i *: hpow s i.

Definition gauss :
  forall F : realFieldType, F -> {poly F} -> F :=
  fun (F : realFieldType) (V : F) (p : {poly F}) => (heat V p).[0].

Definition pair_moment :
  forall F : realFieldType, F -> F -> {poly F} -> {poly F} -> F :=
  fun (F : realFieldType) (c s : F) (p q : {poly F}) =>
  gauss c (heat s p * heat s q).

Definition statement : Prop :=
  forall (F : realFieldType) (c s : F) (n : nat),
  c + s != 0 ->
  pair_moment c s (hpow (- (c + s)) n) (hpow (- (c + s)) n) =
  (c / (c + s)) ^+ n *
  gauss (c + s) (hpow (- (c + s)) n * hpow (- (c + s)) n).
