(* The statement of beyond.posterior_mean.reconstruction_split and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition posterior_mean :
  forall (F : realFieldType) (W : finType) (B : eqType),
  (W -> F) -> (W -> B) -> forall d : nat, (W -> 'rV[F]_d) -> (B -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (M : B -> 'rV[F]_d) =>
  forall u : B -> 'rV[F]_d, expect p (fun w : W => dot (x w - M (v w)) (u (v w))) = 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition reconstruction_loss :
  forall (F : realFieldType) (W : finType) (B : eqType),
  (W -> F) ->
  (W -> B) ->
  forall d : nat, (W -> 'rV[F]_d) -> forall k : nat, (B -> 'rV[F]_k) -> 'M[F]_(d, k) -> F :=
  fun (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (k : nat) (f : B -> 'rV[F]_k) (D : 'M[F]_(d, k)) =>
  expect p (fun w : W => sq (x w - f (v w) *m D^T)).

Definition statement : Prop :=
  forall (F : realFieldType) (W : finType) (B : eqType) (p : W -> F) (v : W -> B) 
    (d : nat) (x : W -> 'rV[F]_d) (M : B -> 'rV[F]_d),
  posterior_mean p v x M ->
  forall (k : nat) (f : B -> 'rV[F]_k) (D : 'M[F]_(d, k)),
  reconstruction_loss p v x f D =
  expect p (fun w : W => sq (x w - M (v w))) + expect p (fun w : W => sq (M (v w) - f (v w) *m D^T)).
