(* The statement of statements.every_law_population.proposition_4_2_any_law and all that it rests on. Written by `make record`. *)
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

Definition eSL :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) -> forall l : nat, 'M[F]_(n, l) -> 'M[F]_(l, d) -> F :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (l : nat) (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) =>
  average
    (fun i : 'I_n =>
     mean_length
       (fun j : 'I_l => Y i j *: one L - mapped V (tau (row i X)) j)).

Definition esl_optimal :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) -> forall l : nat, 'M[F]_(n, l) -> 'M[F]_(l, d) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (l : nat) (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) =>
  forall V' : 'M[F]_(l, d), eSL tau X Y V <= eSL tau X Y V'.

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

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

Definition eSigma :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  eS tau X - eG tau X.

Definition mean_and_covariance :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (N : 'M[F]_(d, d)) => emean_views tau X = X /\ eSigma tau X = N.

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition statement : Prop :=
  forall (F : rcfType) (L : expectation F) (k m l : nat)
    (tau : 'rV[F]_(k + m) -> 'I_(k + m) -> square L) (Q : 'M[F]_(k + m, k + m))
    (C1 Th1 : 'M[F]_(k, k)) (N0 : 'M[F]_(m, m)) (b : 'M[F]_(l, k)),
  Q^T *m Q = 1%:M ->
  pd (C1 + Th1) ->
  forall (n : nat) (X : 'M[F]_(n, k + m)) (Y : 'M[F]_(n, l)) (D0 : 'M[F]_(m, m))
    (V : 'M[F]_(l, k + m)),
  mC X = Q *m block_mx C1 0 0 D0 *m Q^T ->
  n%:R^-1 *: (Y^T *m X) = row_mx b 0 *m Q^T ->
  mean_and_covariance tau X (Q *m block_mx Th1 0 0 N0 *m Q^T) ->
  pd (eS tau X) ->
  esl_optimal tau X Y V <-> V = row_mx (b *m invmx (C1 + Th1)) 0 *m Q^T.
