(* The statement of beyond.posterior_mean.posterior_mean_exists and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition posterior_mean :
  forall (F : realFieldType) (W : finType) (B : eqType),
  (W -> F) -> (W -> B) -> forall d : nat, (W -> 'rV[F]_d) -> (B -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (M : B -> 'rV[F]_d) =>
  forall u : B -> 'rV[F]_d, expect p (fun w : W => dot (x w - M (v w)) (u (v w))) = 0.

Definition statement : Prop :=
  forall (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d),
  is_law p -> exists M : B -> 'rV[F]_d, posterior_mean p v x M.
