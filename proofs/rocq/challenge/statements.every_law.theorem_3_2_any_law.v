(* The statement of statements.every_law.theorem_3_2_any_law and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Jerc.laws.expectation.expectation *)
Record expectation (F : realFieldType) : Type := Expectation
  { square : lmodType F;
    integrable : lmodType F;
    times : square -> square -> integrable;
    one : GRing.Lmodule.sort square;
    mean : integrable -> F;
    timesC : forall f g : square, times f g = times g f;
    times_linear : forall (a : F) (f g h : square),
                   times (a *: f + g) h = a *: times f h + times g h;
    mean_linear : forall (a : F) (f g : integrable), mean (a *: f + g) = a * mean f + mean g;
    mean_square_ge0 : forall f : square, 0 <= mean (times f f);
    mean_one : mean (times one one) = 1 }.
(* end *)

Definition moment :
  forall (F : realFieldType) (L : expectation F),
  square L -> square L -> F :=
  fun (F : realFieldType) (L : expectation F) (f g : square L) =>
  mean (times f g).

Definition row_mean :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> 'rV[F]_q :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \row_a moment (v a) (one L).

Definition emean_views :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(n, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  \matrix_i row_mean (tau (row i X)).

Definition eG :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: ((emean_views tau X)^T *m emean_views tau X).

Definition average :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> F :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => n%:R^-1 * (\sum_i f i).

Definition mapped :
  forall (F : realFieldType) (L : expectation F) (q l : nat),
  'M[F]_(l, q) -> ('I_q -> square L) -> 'I_l -> square L :=
  fun (F : realFieldType) (L : expectation F) (q l : nat) (V : 'M[F]_(l, q))
    (v : 'I_q -> square L) (j : 'I_l) => \sum_a V j a *: v a.

Definition mean_length :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> F :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \sum_j moment (v j) (v j).

Definition eJE :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) ->
  forall k : nat, ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(k, d) -> F :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (k : nat) (tau2 : 'rV[F]_d -> 'I_d -> square L) (W : 'M[F]_(k, d)) =>
  average
    (fun i : 'I_n =>
     mean_length
       (fun j : 'I_k =>
        mapped W (tau (row i X)) j - mapped W (tau2 (row i X)) j)).

Definition row_moment :
  forall (F : realFieldType) (L : expectation F) (q : nat),
  ('I_q -> square L) -> 'M[F]_(q, q) :=
  fun (F : realFieldType) (L : expectation F) (q : nat)
    (v : 'I_q -> square L) => \matrix_(a, b) moment (v a) (v b).

Definition eS :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i row_moment (tau (row i X))).

Definition sorted_row :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

Definition eigen_basis :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (A Q : 'M[F]_(n, n)) (w : 'rV[F]_n) =>
  [/\ Q^T *m Q = 1%:M, A = Q *m diag_mx w *m Q^T & sorted_row w].

Definition feasible :
  forall (F : realFieldType) (d k : nat), 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  W *m S *m W^T = 1%:M.

Definition eje_optimal :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) ->
  forall k : nat, ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (k : nat) (tau2 : 'rV[F]_d -> 'I_d -> square L) (W : 'M[F]_(k, d)) =>
  feasible (eS tau X) W /\
  (forall W' : 'M[F]_(k, d),
   feasible (eS tau X) W' ->
   eJE tau X tau2 W <= eJE tau X tau2 W').

Definition independent_views :
  forall (F : realFieldType) (L : expectation F) (d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  ('rV[F]_d -> 'I_d -> square L) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (d : nat)
    (tau tau2 : 'rV[F]_d -> 'I_d -> square L) =>
  forall x : 'rV[F]_d,
  [/\ row_mean (tau2 x) = row_mean (tau x),
      row_moment (tau2 x) = row_moment (tau x)
    & forall a b : 'I_d,
      moment (tau x a) (tau2 x b) =
      moment (tau x a) (one L) *
      moment (tau2 x b) (one L)].

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition inverse_root :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (S R : 'M[F]_(n, n)) =>
  [/\ R^T = R, pd R & R *m S *m R = 1%:M].

Definition leading :
  forall (F : realFieldType) (k n : nat), 'M[F]_(n, n) -> 'M[F]_(k, n) :=
  fun (F : realFieldType) (k n : nat) (Q : 'M[F]_(n, n)) => pid_mx k *m Q^T.

Definition je_encoder :
  forall (F : rcfType) (d : nat),
  'M[F]_(d, d) -> 'M[F]_(d, d) -> forall k : nat, 'M[F]_(k, k) -> 'M[F]_(k, d) :=
  fun (F : rcfType) (d : nat) (R0 Q : 'M[F]_(d, d)) (k : nat) (U : 'M[F]_(k, k)) =>
  U *m leading k Q *m R0.

Definition statement : Prop :=
  forall (F : rcfType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d))
    (tau2 : 'rV[F]_d -> 'I_d -> square L),
  independent_views tau tau2 ->
  forall (R0 Q : 'M[F]_(d, d)) (omega : 'rV[F]_d) (k : nat) (U : 'M[F]_(k, k)),
  inverse_root (eS tau X) R0 ->
  eigen_basis (R0 *m eG tau X *m R0) Q omega ->
  (k <= d)%N ->
  U *m U^T = 1%:M ->
  eje_optimal tau X tau2 (je_encoder R0 Q U) /\
  eJE tau X tau2 (je_encoder R0 Q U) =
  (k%:R - \sum_(j < d | (j < k)%N) omega 0 j) *+ 2.
