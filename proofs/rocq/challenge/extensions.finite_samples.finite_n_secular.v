(* The statement of extensions.finite_samples.finite_n_secular and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition statement : Prop :=
  forall (F : fieldType) (m : nat) (c th mu : F) (h : 'cV[F]_m) (noise : 'M[F]_(m, m)) 
    (y : F) (z : 'cV[F]_m),
  noise \in unitmx ->
  y != 0 ->
  (c - mu * th)%:M *m y%:M + h^T *m z = 0 ->
  h *m y%:M + noise *m z = 0 -> c - mu * th = (h^T *m invmx noise *m h) 0 0.
