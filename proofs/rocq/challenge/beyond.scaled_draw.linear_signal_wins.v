(* The statement of beyond.scaled_draw.linear_signal_wins and all that it rests on. Written by `make record`. *)
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

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition encoder_loss :
  forall (F : realFieldType) (X T : finType),
  (X -> F) -> (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> F :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  expect p
    (fun x : X => expect q (fun t1 : T => expect q (fun t2 : T => sq (f (v x t1) - f (v x t2))))).

Definition fair_pair :
  forall F : realFieldType, bool * bool -> F :=
  fun F : realFieldType => fun=> 4^-1.

Definition encoder_mean :
  forall (F : realFieldType) (X T : finType),
  (X -> F) ->
  (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> 'rV[F]_k :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) => \sum_x p x *: (\sum_t q t *: f (v x t)).

Definition encoder_second :
  forall (F : realFieldType) (X T : finType),
  (X -> F) ->
  (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> 'M[F]_(k, k) :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  \sum_x p x *: (\sum_t q t *: ((f (v x t))^T *m f (v x t))).

Definition feasible_encoder :
  forall (F : realFieldType) (X T : finType),
  (X -> F) ->
  (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> Prop :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  encoder_mean p q v f = 0 /\ encoder_second p q v f = 1%:M.

Definition linear_encoder :
  forall F : realFieldType, F -> F -> F * F -> 'cV[F]_1 :=
  fun (F : realFieldType) (w1 w2 : F) (v : F * F) => (w1 * v.1 + w2 * v.2)%:M.

Definition sign :
  forall F : realFieldType, bool -> F :=
  fun (F : realFieldType) (c : bool) => if c then 1 else -1.

Definition scaled_view :
  forall F : realFieldType, bool * bool -> bool * bool -> F * F :=
  fun (F : realFieldType) (x t : bool * bool) =>
  (sign F x.1 + sign F t.1,
   sign F x.2 + 2 * sign F t.2).

Definition statement : Prop :=
  forall (F : realFieldType) (w1 w2 : F),
  feasible_encoder (fair_pair F) (fair_pair F)
    (scaled_view F) (linear_encoder w1 w2) ->
  encoder_loss (fair_pair F) (fair_pair F)
    (scaled_view F) (linear_encoder w1 w2) = 1 + 3 * w2 ^+ 2.
