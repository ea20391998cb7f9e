(* The statement of errata.clean_pencil.equation_68_max_corrected and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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

Definition psd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, 0 <= (x *m M *m x^T) 0 0.

Definition pencil_least :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> F -> Prop :=
  fun (F : realFieldType) (n : nat) (A S0 : 'M[F]_(n, n)) (lam : F) =>
  psd (A - lam *: S0) /\ (exists2 w : 'rV[F]_n, w != 0 & w *m (A - lam *: S0) = 0).

Definition fmax :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg max_(i > i0)f i]%O.

Definition printed_68 :
  forall (F : rcfType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : rcfType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmax i0 (fun i : I => c i / (c i + thI i)).

Definition statement : Prop :=
  forall (F : rcfType) (k : nat) (i0 : 'I_k) (c thI : 'I_k -> F),
  (forall i : 'I_k, 0 < c i) ->
  (forall i : 'I_k, 0 <= thI i) ->
  [/\ pencil_least (dg c) (dg c + dg thI) (delta i0 c thI), 0 < delta i0 c thI
    & delta i0 c thI <= printed_68 i0 c thI].
