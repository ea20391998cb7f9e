(* The statement of beyond.independent_draws.law_free_alignment and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition all_draws :
  forall (A : finType) (a : nat), A -> {ffun 'I_a -> A} -> {ffun 'I_a.+1 -> A} :=
  fun (A : finType) (a : nat) (x : A) (z : {ffun 'I_a -> A}) =>
  [ffun i => match unlift ord0 i with
             | Some j => z j
             | None => x
             end].

Definition draws_law :
  forall (F : realFieldType) (A : finType), (A -> F) -> forall a : nat, {ffun 'I_a -> A} -> F :=
  fun (F : realFieldType) (A : finType) (p : A -> F) (a : nat) (z : {ffun 'I_a -> A}) =>
  \prod_i p (z i).

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition symmetric_view :
  forall (A : finType) (a : nat) (V : Type), ({ffun 'I_a.+1 -> A} -> V) -> Prop :=
  fun (A : finType) (a : nat) (V : Type) (view : {ffun 'I_a.+1 -> A} -> V) =>
  forall (s : 'S_a.+1) (w : {ffun 'I_a.+1 -> A}), view [ffun i => w (s i)] = view w.

Definition statement : Prop :=
  forall (F : realFieldType) (A : finType) (p : A -> F),
  is_law p ->
  forall (a : nat) (g : {ffun 'I_a.+1 -> A} -> F),
  symmetric_view g ->
  expect (draws_law p (a:=a.+1)) g = 0 ->
  a.+1%:R *
  expect p
    (fun x : A =>
     expect (draws_law p (a:=a))
       (fun z : finfun_finType (ordinal_finType a) A =>
        expect (draws_law p (a:=a))
          (fun z' : finfun_finType (ordinal_finType a) A =>
           g (all_draws x z) * g (all_draws x z')))) <=
  expect p
    (fun x : A =>
     expect (draws_law p (a:=a))
       (fun z : finfun_finType (ordinal_finType a) A => g (all_draws x z) ^+ 2)).
