(* The statement of beyond.feature_maps.distinct_views_decide_nothing and all that it rests on. Written by `make record`. *)
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

Definition best_encoder :
  forall (F : realFieldType) (X T : finType),
  (X -> F) ->
  (T -> F) -> forall V : Type, (X -> T -> V) -> forall k : nat, (V -> 'rV[F]_k) -> Prop :=
  fun (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : Type) 
    (v : X -> T -> V) (k : nat) (f : V -> 'rV[F]_k) =>
  feasible_encoder p q v f /\
  (forall f' : V -> 'rV[F]_k,
   feasible_encoder p q v f' ->
   encoder_loss p q v f <= encoder_loss p q v f').

Definition cross :
  forall (F : realFieldType) (W : finType),
  (W -> F) -> forall m n : nat, (W -> 'rV[F]_m) -> (W -> 'rV[F]_n) -> 'M[F]_(m, n) :=
  fun (F : realFieldType) (W : finType) (p : W -> F) (m n : nat) (a : W -> 'rV[F]_m)
    (b : W -> 'rV[F]_n) => \sum_w p w *: ((a w)^T *m b w).

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition statement : Prop :=
  forall (F : realFieldType) (X T : finType) (p : X -> F) (q : T -> F) (V : eqType) (v : X -> T -> V),
  is_law p ->
  is_law q ->
  forall (k : nat) (h : X -> 'rV[F]_k),
  (forall (x x' : X) (t t' : T), v x t = v x' t' -> x = x') ->
  \sum_x p x *: h x = 0 ->
  cross p h h = 1%:M ->
  exists f : V -> 'rV[F]_k,
    [/\ forall (x : X) (t : T), f (v x t) = h x, best_encoder p q v f
      & encoder_loss p q v f = 0].
