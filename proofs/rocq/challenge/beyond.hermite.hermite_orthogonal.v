(* The statement of beyond.hermite.hermite_orthogonal and all that it rests on. Written by `make record`. *)
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

Definition statement : Prop :=
  forall (F : realFieldType) (V : F) (m n : nat),
  gauss V (hpow (- V) m * hpow (- V) n) = (m == n)%:R * (n`!%:R * V ^+ n).
