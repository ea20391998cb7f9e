(* The statement of checker.objectives.reconstruction_certified and all that it rests on. Written by `make record`. *)
From Bignums Require BigZ.
From mathcomp Require ssrZ.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Jerc.checker.program.problem *)
Record problem (T : Type) : Type := Problem
  { size_d : nat;
    size_k : nat;
    mat_a : seq (seq T);
    exp_a : BinNums.Z;
    den_a : T;
    mat_s : seq (seq T);
    exp_s : BinNums.Z;
    den_s : T }.
(* end *)

(* Jerc.checker.program.integers *)
Record integers (T : Type) : Type := Integers
  { zero : T;
    add : T -> T -> T;
    sub : T -> T -> T;
    mul : T -> T -> T;
    absolute : T -> T;
    ltb : T -> T -> bool;
    leb : T -> T -> bool;
    eqb : T -> T -> bool;
    shift : T -> nat -> T;
    ofnat : nat -> T }.
(* end *)

(* Jerc.checker.program.witness *)
Record witness (T : Type) : Type := Witness
  { mat_v : seq (seq T);
    exp_v : BinNums.Z;
    man_t : T;
    exp_t : BinNums.Z;
    man_f : T;
    exp_f : BinNums.Z;
    man_c : seq T;
    exp_c : BinNums.Z }.
(* end *)

Definition program_row :
  forall T : Type, seq (seq T) -> nat -> seq T :=
  fun (T : Type) (M : seq (seq T)) => [eta nth [::] M].

Definition program_entry :
  forall T : Type, integers T -> seq (seq T) -> nat -> nat -> T :=
  fun (T : Type) (I : integers T) (M : seq (seq T)) (i : nat) =>
  [eta nth (zero I) (program_row M i)].

Definition pow2 :
  forall F : realFieldType, BinNums.Z -> F :=
  fun (F : realFieldType) (e : BinNums.Z) => 2 ^ ssrZ.int_of_Z e.

Definition encoder :
  forall T : Type,
  integers T ->
  forall F : rcfType,
  (T -> F) ->
  forall p : problem T, witness T -> 'M[F]_(size_k p, size_d p) :=
  fun (T : Type) (I : integers T) (F : rcfType) (value : T -> F) 
    (p : problem T) (w : witness T) =>
  \matrix_(i, j) (pow2 F (exp_v w) *
                  value (program_entry I (mat_v w) i j)).

Definition feasible :
  forall (F : realFieldType) (d k : nat), 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  W *m S *m W^T = 1%:M.

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

(* Jerc.checker.program.paradigm *)
Inductive paradigm : Set :=
    JointEmbedding : paradigm
  | Reconstruction : paradigm
  | BarePencil : paradigm.
(* end *)

(* Jerc.checker.program.bounds *)
Record bounds (T : Type) : Type := Bounds
  { lower : (T * T)%type;
    upper : (T * T)%type;
    relative_gap : (T * T)%type;
    loss : option (paradigm * (T * T) * (T * T) * (T * T));
    eigengap : option (T * T);
    distance : option (T * T) }.
(* end *)

Definition mC :
  forall (F : realFieldType) (n d : nat), 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (n d : nat) (X : 'M[F]_(n, d)) => n%:R^-1 *: (X^T *m X).

Definition mean_view :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'I_n -> 'rV[F]_d :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) (i : 'I_n) =>
  \sum_w p w *: view tau X i w.

Definition mean_views :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(n, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) => \matrix_i 
  mean_view p tau X i.

Definition mH :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (X^T *m mean_views p tau X).

Definition mS :
  forall (F : realFieldType) (T : finType) (n d : nat),
  (T -> F) -> (T -> 'rV[F]_d -> 'rV[F]_d) -> 'M[F]_(n, d) -> 'M[F]_(d, d) :=
  fun (F : realFieldType) (T : finType) (n d : nat) (p : T -> F)
    (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)) =>
  n%:R^-1 *: (\sum_i \sum_w p w *: ((view tau X i w)^T *m view tau X i w)).

Definition matrix_of :
  forall T : Type,
  integers T ->
  forall F : realFieldType, (T -> F) -> forall d : nat, seq (seq T) -> 'M[F]_(d, d) :=
  fun (T : Type) (I : integers T) (F : realFieldType) (value : T -> F) 
    (d : nat) (M : seq (seq T)) => \matrix_(i, j) value (program_entry I M i j).

Definition problem_a :
  forall T : Type,
  integers T ->
  forall F : rcfType,
  (T -> F) -> forall p : problem T, 'M[F]_(size_d p, size_d p) :=
  fun (T : Type) (I : integers T) (F : rcfType) (value : T -> F) (p : problem T) =>
  (pow2 F (exp_a p) / value (den_a p)) *:
  matrix_of I value (size_d p) (mat_a p).

Definition problem_s :
  forall T : Type,
  integers T ->
  forall F : rcfType,
  (T -> F) -> forall p : problem T, 'M[F]_(size_d p, size_d p) :=
  fun (T : Type) (I : integers T) (F : rcfType) (value : T -> F) (p : problem T) =>
  (pow2 F (exp_s p) / value (den_s p)) *:
  matrix_of I value (size_d p) (mat_s p).

Definition rational_of :
  forall (T : Type) (F : realFieldType), (T -> F) -> T * T -> F :=
  fun (T : Type) (F : realFieldType) (value : T -> F) (x : T * T) => value x.1 / value x.2.

Definition copies :
  paradigm -> nat :=
  fun kind : paradigm => match kind with
                                 | JointEmbedding => 2%N
                                 | _ => 1%N
                                 end.

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

Definition pencil_max :
  forall (F : realFieldType) (d k : nat),
  'M[F]_(d, d) -> 'M[F]_(d, d) -> 'M[F]_(k, d) -> Prop :=
  fun (F : realFieldType) (d k : nat) (S G : 'M[F]_(d, d)) (W : 'M[F]_(k, d)) =>
  feasible S W /\
  (forall W' : 'M[F]_(k, d), feasible S W' -> \tr (W' *m G *m W'^T) <= \tr (W *m G *m W^T)).

Definition unique_row_space :
  forall (F : realFieldType) (d : nat), nat -> 'M[F]_(d, d) -> 'M[F]_(d, d) -> F -> Prop :=
  fun (F : realFieldType) (d k : nat) (A S0 : 'M[F]_(d, d)) (gap : F) =>
  exists (W0 : 'M[F]_(k, d)) (mu nu : F),
    [/\ pencil_max S0 A W0,
        forall W : 'M[F]_(k, d), pencil_max S0 A W -> (W :=: W0)%MS,
        forall x : 'rV[F]_d, (x <= W0)%MS -> mu * (x *m S0 *m x^T) 0 0 <= (x *m A *m x^T) 0 0,
        forall x : 'rV[F]_d,
        x *m S0 *m W0^T = 0 -> (x *m A *m x^T) 0 0 <= nu * (x *m S0 *m x^T) 0 0
      & gap < mu - nu].

(* Jerc.checker.certified.certified *)
Record
certified (T : Type) (I : integers T) (F : rcfType) (value : T -> F)
(p : problem T) (w : witness T) (b : bounds T) : Prop := Certified
  { order : is_true (0 < size_k p <= size_d p)%N;
    symmetric_a : (problem_a I value p)^T = problem_a I value p;
    symmetric_s : (problem_s I value p)^T = problem_s I value p;
    positive_definite_s : pd (problem_s I value p);
    upper_holds : forall W : 'M[F]_(size_k p, size_d p),
                  feasible (problem_s I value p) W ->
                  \tr (W *m problem_a I value p *m W^T) <=
                  rational_of value (upper b);
    encoder_feasible : exists2 W : 'M[F]_(size_k p, size_d p),
                         feasible (problem_s I value p) W &
                         (W :=: encoder I value p w)%MS;
    lower_attained : forall W : 'M[F]_(size_k p, size_d p),
                     feasible (problem_s I value p) W ->
                     (W :=: encoder I value p w)%MS ->
                     rational_of value (lower b) <=
                     \tr (W *m problem_a I value p *m W^T);
    gap_relative : is_true
                     (rational_of value (upper b) -
                      rational_of value (lower b) <=
                      rational_of value (relative_gap b) *
                      `|rational_of value (upper b)|);
    loss_holds : forall (kind : paradigm) (constant l u : T * T),
                 loss b = Some (kind, constant, l, u) ->
                 [/\ kind = JointEmbedding ->
                     rational_of value constant = (size_k p).*2%:R,
                     forall W : 'M[F]_(size_k p, size_d p),
                     feasible (problem_s I value p) W ->
                     rational_of value l <=
                     rational_of value constant -
                     \tr (W *m problem_a I value p *m W^T) *+ copies kind
                   & forall W : 'M[F]_(size_k p, size_d p),
                     feasible (problem_s I value p) W ->
                     (W :=: encoder I value p w)%MS ->
                     rational_of value constant -
                     \tr (W *m problem_a I value p *m W^T) *+ copies kind <=
                     rational_of value u];
    unique_holds : forall gap : T * T,
                   eigengap b = Some gap ->
                   unique_row_space (size_k p) (problem_a I value p)
                     (problem_s I value p) (rational_of value gap) }.
(* end *)

Definition statement : Prop :=
  forall (F : rcfType) (U : finType) (n : nat) (T : Type) (I : integers T) 
    (value : T -> F) (p : problem T) (w : witness T) (b : bounds T)
    (law : U -> F) (tau : U -> 'rV[F]_(size_d p) -> 'rV[F]_(size_d p))
    (X : 'M[F]_(n, size_d p)),
  \sum_u law u = 1 ->
  problem_s I value p = mS law tau X ->
  certified I value p w b ->
  problem_a I value p = (mH law tau X)^T *m mH law tau X ->
  (forall (E : 'M[F]_(size_k p, size_d p))
     (D : 'M[F]_(size_d p, size_k p)),
   \tr (mC X) - rational_of value (upper b) <= lossRC law tau X E D) /\
  (exists W : 'M[F]_(size_k p, size_d p),
     [/\ feasible (mS law tau X) W, (W :=: encoder I value p w)%MS
       & lossRC law tau X W (mH law tau X *m W^T) <=
         \tr (mC X) - rational_of value (lower b)]).
