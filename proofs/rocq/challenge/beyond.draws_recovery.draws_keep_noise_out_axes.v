(* The statement of beyond.draws_recovery.draws_keep_noise_out_axes and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition draws_law :
  forall (F : realFieldType) (A : finType), (A -> F) -> forall a : nat, {ffun 'I_a -> A} -> F :=
  fun (F : realFieldType) (A : finType) (p : A -> F) (a : nat) (z : {ffun 'I_a -> A}) =>
  \prod_i p (z i).

Definition independent :
  forall (F : realFieldType) (T1 T2 : finType), (T1 -> F) -> (T2 -> F) -> T1 * T2 -> F :=
  fun (F : realFieldType) (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F) (w : T1 * T2) =>
  p1 w.1 * p2 w.2.

Definition augmentation_law :
  forall (F : rcfType) (T1 A2 : finType),
  (T1 -> F) -> (A2 -> F) -> forall a : nat, T1 * {ffun 'I_a -> A2} -> F :=
  fun (F : rcfType) (T1 A2 : finType) (pt : T1 -> F) (pn : A2 -> F) (a : nat) =>
  independent pt (draws_law pn (a:=a)).

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

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition fmin :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg min_(i < i0) f i]%O.

Definition delta :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i / (c i + thI i)).

Definition dg :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> 'M[F]_(n, n) :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => diag_mx (\row_i f i).

Definition all_draws :
  forall (A : finType) (a : nat), A -> {ffun 'I_a -> A} -> {ffun 'I_a.+1 -> A} :=
  fun (A : finType) (a : nat) (x : A) (z : {ffun 'I_a -> A}) =>
  [ffun i => match unlift ord0 i with
             | Some j => z j
             | None => x
             end].

Definition draws_view :
  forall (F : rcfType) (A1 T1 A2 : finType) (k a : nat),
  (A1 -> 'rV[F]_k) ->
  (T1 -> 'rV[F]_k) ->
  forall N : Type,
  ({ffun 'I_a.+1 -> A2} -> N) -> A1 * A2 -> T1 * {ffun 'I_a -> A2} -> 'rV[F]_k * N :=
  fun (F : rcfType) (A1 T1 A2 : finType) (k a : nat) (s : A1 -> 'rV[F]_k)
    (theta : T1 -> 'rV[F]_k) (N : Type) (noise_view : {ffun 'I_a.+1 -> A2} -> N) 
    (x : A1 * A2) (t : T1 * {ffun 'I_a -> A2}) =>
  (s x.1 + theta t.1, noise_view (all_draws x.2 t.2)).

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

Definition sample_law :
  forall (F : rcfType) (A1 A2 : finType), (A1 -> F) -> (A2 -> F) -> A1 * A2 -> F :=
  fun (F : rcfType) (A1 A2 : finType) (ps : A1 -> F) => [eta independent ps].

Definition symmetric_view :
  forall (A : finType) (a : nat) (V : Type), ({ffun 'I_a.+1 -> A} -> V) -> Prop :=
  fun (A : finType) (a : nat) (V : Type) (view : {ffun 'I_a.+1 -> A} -> V) =>
  forall (s : 'S_a.+1) (w : {ffun 'I_a.+1 -> A}), view [ffun i => w (s i)] = view w.

Definition statement : Prop :=
  forall (F : rcfType) (A1 T1 A2 : finType) (ps : A1 -> F) (pt : T1 -> F) 
    (pn : A2 -> F) (k a : nat) (s : A1 -> 'rV[F]_k) (theta : T1 -> 'rV[F]_k) 
    (N : Type) (noise_view : {ffun 'I_a.+1 -> A2} -> N) (Q : 'M[F]_(k, k)) 
    (c th : 'I_k -> F) (i0 : 'I_k),
  is_law ps ->
  is_law pt ->
  is_law pn ->
  centred ps s ->
  centred pt theta ->
  symmetric_view noise_view ->
  Q^T *m Q = 1%:M ->
  (forall i : 'I_k, 0 < c i) ->
  (forall i : 'I_k, 0 <= th i) ->
  noise_cov ps s = Q *m dg c *m Q^T ->
  noise_cov pt theta = Q *m dg th *m Q^T ->
  (1 - delta i0 c th) / delta i0 c th < a%:R ->
  forall (m : nat) (f : 'rV[F]_k * N -> 'rV[F]_m),
  (m <= k)%N ->
  best_encoder (sample_law ps pn)
    (augmentation_law pt pn (a:=a)) (draws_view s theta noise_view) f ->
  exists g : 'rV[F]_k -> 'rV[F]_m,
    forall (x : A1 * A2) (t : T1 * {ffun 'I_a -> A2}),
    sample_law ps pn x != 0 ->
    augmentation_law pt pn t != 0 ->
    f (draws_view s theta noise_view x t) =
    g (draws_view s theta noise_view x t).1.
