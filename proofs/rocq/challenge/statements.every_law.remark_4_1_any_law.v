(* The statement of statements.every_law.remark_4_1_any_law and all that it rests on. Written by `make record`. *)
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

Definition average :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> F :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => n%:R^-1 * (\sum_i f i).

Definition mapped :
  forall (F : realFieldType) (L : expectation F) (q l : nat),
  'M[F]_(l, q) -> ('I_q -> square L) -> 'I_l -> square L :=
  fun (F : realFieldType) (L : expectation F) (q l : nat) (V : 'M[F]_(l, q))
    (v : 'I_q -> square L) (j : 'I_l) => \sum_a V j a *: v a.

Definition moment :
  forall (F : realFieldType) (L : expectation F),
  square L -> square L -> F :=
  fun (F : realFieldType) (L : expectation F) (f g : square L) =>
  mean (times f g).

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

Definition eRC :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> F :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (k : nat) (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  average
    (fun i : 'I_n =>
     mean_length
       (fun j : 'I_d =>
        X i j *: one L - mapped D (mapped E (tau (row i X))) j)).

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

Definition statement : Prop :=
  forall (F : realFieldType) (L L' : expectation F) (n d : nat) 
    (X : 'M[F]_(n, d)) (tau tau2 : 'rV[F]_d -> 'I_d -> square L)
    (tau' tau2' : 'rV[F]_d -> 'I_d -> square L'),
  emean_views tau X = X ->
  emean_views tau' X = X ->
  eSigma tau X = eSigma tau' X ->
  [/\ eS tau X = eS tau' X,
      independent_views tau tau2 ->
      independent_views tau' tau2' ->
      forall (k : nat) (W : 'M[F]_(k, d)),
      eJE tau X tau2 W = eJE tau' X tau2' W,
      forall (k : nat) (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)),
      eRC tau X E D = eRC tau' X E D
    & forall (l : nat) (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)),
      eSL tau X Y V = eSL tau' X Y V].
