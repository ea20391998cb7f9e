(* The statement of statements.robust_as_noise_grows.reconstruction_not_robust and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition additive :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> 'rV[F]_d) -> T -> 'rV[F]_d -> matrix_zmodType F 1 d :=
  fun (F : realFieldType) (d : nat) (T : finType) (e : T -> 'rV[F]_d) (w : T) => +%R^~ (e w).

Definition noise_part :
  forall (F : realFieldType) (k m l : nat),
  'M[F]_(k + m, k + m) -> 'M[F]_(l, k + m) -> 'M[F]_(l, m) :=
  fun (F : realFieldType) (k m l : nat) (Q : 'M[F]_(k + m, k + m)) (W : 'M[F]_(l, k + m)) =>
  rsubmx (W *m Q).

Definition average :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> F :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => n%:R^-1 * (\sum_i f i).

Definition expect :
  forall (F : realFieldType) (T : finType), (T -> F) -> (T -> F) -> F :=
  fun (F : realFieldType) (T : finType) (p f : T -> F) => \sum_w p w * f w.

Definition dot :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a b : 'rV[F]_n) => (a *m b^T) 0 0.

Definition sq :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> F :=
  fun (F : realFieldType) (n : nat) (a : 'rV[F]_n) => dot a a.

Definition view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> T -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (tau : T -> 'rV[F]_d -> 'rV[F]_d)
    (X : 'M[F]_(n, d)) (i : 'I_n) => tau^~ (row i X).

Definition lossRC :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> F :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  average (fun i : 'I_n => expect p (fun w : T => sq (row i X - view tau X i w *m E^T *m D^T))).

Definition rc_optimal :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) ->
  (T -> 'rV[F]_d -> 'rV[F]_d) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> Prop :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (k : nat) 
    (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)), lossRC p tau X E D <= lossRC p tau X E' D'.

Definition centred :
  forall (F : realFieldType) (d : nat) (T : finType), (T -> F) -> (T -> 'rV[F]_d) -> Prop :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: e w = 0.

Definition dg :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> 'M[F]_(n, n) :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => diag_mx (\row_i f i).

Definition dg2 :
  forall (F : realFieldType) (k m : nat), ('I_k -> F) -> ('I_m -> F) -> 'M[F]_(k + m, k + m) :=
  fun (F : realFieldType) (k m : nat) (a : 'I_k -> F) (b : 'I_m -> F) => block_mx (dg a) 0 0 (dg b).

Definition is_law :
  forall (F : realFieldType) (T : finType), (T -> F) -> Prop :=
  fun (F : realFieldType) (T : finType) (p : T -> F) => (forall w : T, 0 <= p w) /\ \sum_w p w = 1.

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition noise_cov :
  forall (F : realFieldType) (d : nat) (T : finType),
  (T -> F) -> (T -> 'rV[F]_d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (d : nat) (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) =>
  \sum_w p w *: ((e w)^T *m e w).

(* Jerc.definitions.population *)
Record
population (F : realFieldType) (k m : nat) (T : finType) (n : nat) (p : T -> F)
(e : T -> 'rV[F]_(k + m)) (X : 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m, k + m))
(c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F) : Prop := Population
  { pop_law : is_law p;
    pop_centred : centred p e;
    pop_samples : is_true (0 < n)%N;
    pop_basis : Q^T *m Q = 1%:M;
    pop_signal : forall i : 'I_k, 0 < c i;
    pop_noise : forall j : 'I_m, 0 < g j;
    pop_theta_signal : forall i : 'I_k, 0 <= thI i;
    pop_theta_noise : forall j : 'I_m, 0 <= thJ j;
    pop_data : mC X = Q *m dg2 c g *m Q^T;
    pop_views : noise_cov p e = Q *m dg2 thI (fun j : 'I_m => thJ j + alpha ^+ 2 * g j) *m Q^T }.
(* end *)

Definition statement : Prop :=
  forall (F : rcfType) (k m : nat),
  'I_k ->
  'I_m ->
  forall (c thI : 'I_k -> F) (thJ : 'I_m -> F) (alpha : F) (g : 'I_m -> F),
  (forall i : 'I_k, 0 < c i) ->
  (forall i : 'I_k, 0 <= thI i) ->
  (forall j : 'I_m, 0 < g j) ->
  (forall j : 'I_m, 0 <= thJ j) ->
  exists2 s0 : F,
    1 <= s0 &
    forall s : F,
    s0 <= s ->
    forall (T : finType) (n : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m))
      (X : 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m, k + m)),
    population p e X Q c thI (fun j : 'I_m => s * g j) thJ alpha ->
    forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)),
    rc_optimal p (additive e) X E D -> noise_part Q E != 0.
