(* The statement of statements.every_law_population.proposition_4_3_below_any_law and all that it rests on. Written by `make record`. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition fmin :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg min_(i < i0) f i]%O.

Definition eta2 :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (c thI : I -> F) =>
  fmin i0 (fun i : I => c i ^+ 2 / (c i + thI i)).

Definition fmax :
  forall (F : realFieldType) (I : finType), I -> (I -> F) -> F :=
  fun (F : realFieldType) (I : finType) (i0 : I) (f : I -> F) => f [arg max_(i > i0)f i]%O.

Definition alpha2_RC :
  forall (F : realFieldType) (I J : finType),
  I -> J -> (I -> F) -> (I -> F) -> (J -> F) -> (J -> F) -> F :=
  fun (F : realFieldType) (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F) =>
  fmax j0 (fun j : J => g j / eta2 i0 c thI - thJ j / g j - 1).

Definition dg :
  forall (F : realFieldType) (n : nat), ('I_n -> F) -> 'M[F]_(n, n) :=
  fun (F : realFieldType) (n : nat) (f : 'I_n -> F) => diag_mx (\row_i f i).

Definition dg2 :
  forall (F : realFieldType) (k m : nat), ('I_k -> F) -> ('I_m -> F) -> 'M[F]_(k + m, k + m) :=
  fun (F : realFieldType) (k m : nat) (a : 'I_k -> F) (b : 'I_m -> F) => block_mx (dg a) 0 0 (dg b).

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

Definition erc_optimal :
  forall (F : realFieldType) (L : expectation F) (n d : nat),
  ('rV[F]_d -> 'I_d -> square L) ->
  'M[F]_(n, d) -> forall k : nat, 'M[F]_(k, d) -> 'M[F]_(d, k) -> Prop :=
  fun (F : realFieldType) (L : expectation F) (n d : nat)
    (tau : 'rV[F]_d -> 'I_d -> square L) (X : 'M[F]_(n, d)) 
    (k : nat) (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) =>
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)),
  eRC tau X E D <= eRC tau X E' D'.

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

Definition noise_part :
  forall (F : realFieldType) (k m l : nat),
  'M[F]_(k + m, k + m) -> 'M[F]_(l, k + m) -> 'M[F]_(l, m) :=
  fun (F : realFieldType) (k m l : nat) (Q : 'M[F]_(k + m, k + m)) (W : 'M[F]_(l, k + m)) =>
  rsubmx (W *m Q).

Definition statement : Prop :=
  forall (F : rcfType) (L : expectation F) (k m : nat)
    (tau : 'rV[F]_(k + m) -> 'I_(k + m) -> square L) (n nc : nat)
    (X : 'M[F]_(n, k + m)),
  'M[F]_(nc, k + m) ->
  forall (Q : 'M[F]_(k + m, k + m)) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) 
    (alpha : F) (i0 : 'I_k) (j0 : 'I_m),
  (0 < n)%N ->
  Q^T *m Q = 1%:M ->
  (forall i : 'I_k, 0 < c i) ->
  (forall i : 'I_k, 0 <= thI i) ->
  (forall j : 'I_m, 0 < g j) ->
  (forall j : 'I_m, 0 <= thJ j) ->
  mC X = Q *m dg2 c g *m Q^T ->
  mean_and_covariance tau X
    (Q *m dg2 thI (fun j : 'I_m => thJ j + alpha ^+ 2 * g j) *m Q^T) ->
  forall (E : 'M[F]_(k, k + m)) (D : 'M[F]_(k + m, k)),
  alpha ^+ 2 < alpha2_RC i0 j0 c thI g thJ ->
  erc_optimal tau X E D -> noise_part Q E != 0.
