(* The statement of statements.every_law.theorem_3_1_any_law and all that it rests on. Written by `make record`. *)
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

Definition eH :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (X^T *m emean_views tau X).

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

Definition erc_optimal :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (k : nat) (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)),
  eRC tau X E D <= eRC tau X E' D'.

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition inverse_root :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (S R : 'M[F]_(n, n)) =>
  [/\ R^T = R, pd R & R *m S *m R = 1%:M].

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition rc_decoder :
  forall (F : rcfType) (d : nat),
  'M[F]_(d, d) -> 'rV[F]_d -> forall k : nat, 'M[F]_(k, k) -> 'M[F]_(d, k) :=
  fun (F : rcfType) (d : nat) (R : 'M[F]_(d, d)) (phi : 'rV[F]_d) 
    (k : nat) (M : 'M[F]_(k, k)) => R *m diag_mx phi *m (pid_mx k : 'M[F]_(d, k)) *m 
  invmx M.

Definition leading :
  forall (F : realFieldType) (k n : nat), 'M[F]_(n, n) -> 'M[F]_(k, n) :=
  fun (F : realFieldType) (k n : nat) (Q : 'M[F]_(n, n)) => pid_mx k *m Q^T.

Definition rc_encoder :
  forall (F : rcfType) (d : nat),
  'M[F]_(d, d) -> 'M[F]_(d, d) -> forall k : nat, 'M[F]_(k, k) -> 'M[F]_(k, d) :=
  fun (F : rcfType) (d : nat) (R0 P : 'M[F]_(d, d)) (k : nat) (M : 'M[F]_(k, k)) =>
  M *m leading k P *m R0.

Definition sorted_row :
  forall (F : realFieldType) (n : nat), 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (v : 'rV[F]_n) =>
  forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

Definition singular_values :
  forall (F : realFieldType) (n : nat),
  'M[F]_(n, n) -> 'M[F]_(n, n) -> 'M[F]_(n, n) -> 'rV[F]_n -> Prop :=
  fun (F : realFieldType) (n : nat) (A U P : 'M[F]_(n, n)) (s : 'rV[F]_n) =>
  [/\ U^T *m U = 1%:M, P^T *m P = 1%:M, A = U *m diag_mx s *m P^T, forall j : 'I_n, 0 <= s 0 j
    & sorted_row s].

Definition statement : Prop :=
  forall (F : rcfType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d))
    (R0 R P : 'M[F]_(d, d)) (phi : 'rV[F]_d) (k : nat) (M : 'M[F]_(k, k)),
  inverse_root (eS tau X) R0 ->
  singular_values (eH tau X *m R0) R P phi ->
  M \in unitmx ->
  erc_optimal tau X (rc_encoder R0 P M) (rc_decoder R phi M) /\
  eRC tau X (rc_encoder R0 P M) (rc_decoder R phi M) =
  \tr (mC X) - \sum_(j < d | (j < k)%N) phi 0 j ^+ 2.
