(** * The checker as a program

    The arithmetic tests of FORMAT.md, sections 4 to 6, over any type of integers: binary ones without axioms, machine ones for speed, OCaml's after extraction.
    A matrix is the list of its rows; entries that are missing count as 0. A dyadic number is mantissa * 2^exponent, a rational a pair numerator, denominator. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

(** What the program needs of its integers. *)
Record integers (T : Type) := Integers {
  zero : T;
  add : T -> T -> T; sub : T -> T -> T; mul : T -> T -> T;
  absolute : T -> T;
  ltb : T -> T -> bool; leb : T -> T -> bool; eqb : T -> T -> bool;
  shift : T -> nat -> T;                                (* x, n |-> x * 2^n *)
  ofnat : nat -> T }.

Inductive paradigm := JointEmbedding | Reconstruction | BarePencil.

(** The problem: max tr(W A W') over the k x d matrices W with W S W' = I, where A = 2^exp_a mat_a / den_a and S = 2^exp_s mat_s / den_s. *)
Record problem (T : Type) := Problem {
  size_d : nat; size_k : nat;
  mat_a : seq (seq T); exp_a : Z; den_a : T;
  mat_s : seq (seq T); exp_s : Z; den_s : T }.

(** The witness, in units of the stored matrices. Row i of mat_v is column i of the format's V. *)
Record witness (T : Type) := Witness {
  mat_v : seq (seq T); exp_v : Z;
  man_t : T; exp_t : Z;
  man_f : T; exp_f : Z;                                 (* the floor *)
  man_c : seq T; exp_c : Z }.

(** The stated bounds. *)
Record bounds (T : Type) := Bounds {
  lower : T * T; upper : T * T; relative_gap : T * T;
  loss : option (paradigm * (T * T) * (T * T) * (T * T));  (* problem, constant, lower, upper *)
  eigengap : option (T * T);
  distance : option (T * T) }.

Section Program.
Variables (T : Type) (I : integers T).
Notation zero := (zero I).
Notation add := (add I).
Notation sub := (sub I).
Notation mul := (mul I).
Notation ltb := (ltb I).
Notation leb := (leb I).
Notation shift := (shift I).
Notation ofnat := (ofnat I).

(** ** Lists and matrices *)

Fixpoint dot (acc : T) (x y : seq T) : T :=
  match x, y with a :: x', b :: y' => dot (add acc (mul a b)) x' y' | _, _ => acc end.
Fixpoint sum (acc : T) (x : seq T) : T := if x is a :: x' then sum (add acc a) x' else acc.
Fixpoint sum_abs (acc : T) (x : seq T) : T := if x is a :: x' then sum_abs (add acc (absolute I a)) x' else acc.
Fixpoint entrywise (c x : seq T) : seq T :=
  match c, x with a :: c', b :: x' => mul a b :: entrywise c' x' | _, _ => [::] end.

Definition row (M : seq (seq T)) i := nth [::] M i.
Definition entry M i j := nth zero (row M i) j.
Definition times_transpose d X Y := mkseq (fun i => let x := row X i in mkseq (fun j => dot zero x (row Y j)) d) d.
(* Of a symmetric matrix only the lower triangle is computed. *)
Definition lower_triangle d X Y := mkseq (fun i => let x := row X i in mkseq (fun j => dot zero x (row Y j)) i.+1) d.
Definition mirror d L := mkseq (fun i => mkseq (fun j => if (j <= i)%N then entry L i j else entry L j i) d) d.
Definition congruence d U M := mirror d (lower_triangle d (times_transpose d U M) U).

Definition fits d (M : seq (seq T)) := (size M <= d)%N && all (fun r => (size r <= d)%N) M.
Definition symmetric d M := all (fun i => all (fun j => eqb I (entry M i j) (entry M j i)) (iota 0 i)) (iota 0 d).
(* The sum over all j is less than twice the diagonal entry: strict dominance. *)
Definition is_dominant d M := all (fun i => ltb (sum_abs zero (row M i)) (add (entry M i i) (entry M i i))) (iota 0 d).

(** ** Numbers of different exponents: brought to a common one *)

Definition above (e e0 : Z) := Z.to_nat (e - e0).
Definition rational_le (x y : T * T) := leb (mul x.1 y.2) (mul y.1 x.2).
Definition is_rational (x : T * T) := ltb zero x.2.
(* m 2^e factor <= x and x <= m 2^e factor, for factor = den_s / den_a *)
Definition dyadic_le (p : problem T) (m : T) (e : Z) (x : T * T) :=
  let unit := Z.min e 0 in
  leb (shift (mul m (mul (den_s p) x.2)) (above e unit)) (shift (mul x.1 (den_a p)) (above 0 unit)).
Definition le_dyadic (p : problem T) (x : T * T) (m : T) (e : Z) :=
  let unit := Z.min e 0 in
  leb (shift (mul x.1 (den_a p)) (above 0 unit)) (shift (mul m (mul (den_s p) x.2)) (above e unit)).

(** ** The matrices of the tests *)

Section Tests.
Variables (p : problem T) (w : witness T) (b : bounds T).
Notation d := (size_d p).
Notation k := (size_k p).

Definition gram := congruence d (mat_v w) (mat_s p).       (* P, in units of 2^(exp_s + 2 exp_v) *)
Definition form := congruence d (mat_v w) (mat_a p).       (* B, in units of 2^(exp_a + 2 exp_v) *)

(* N in units of 2^(dual_unit + 2 exp_v) *)
Definition exp_t_gram := (exp_t w + exp_s p)%Z.
Definition exp_c_gram := (exp_c w + exp_s p + exp_s p + exp_v w + exp_v w)%Z.
Definition dual_unit := Z.min exp_t_gram (Z.min exp_c_gram (exp_a p)).
Definition dual P B :=
  let t := shift (man_t w) (above exp_t_gram dual_unit) in
  let c := map (fun x => shift x (above exp_c_gram dual_unit)) (man_c w) in
  let s := above (exp_a p) dual_unit in
  let PC := map (entrywise c) P in
  mirror d (mkseq (fun i => let pi := row P i in let bi := row B i in let pci := row PC i in
     mkseq (fun j => sub (dot (mul t (nth zero pi j)) pci (row P j)) (shift (nth zero bi j) s)) i.+1) d).

(* H in units of 2^(excess_unit + 2 exp_v) *)
Definition exp_f_gram := (exp_f w + exp_s p)%Z.
Definition excess_unit := Z.min (exp_a p) exp_f_gram.
Definition excess P B :=
  let f := shift (man_f w) (above exp_f_gram excess_unit) in
  let s := above (exp_a p) excess_unit in
  mkseq (fun i => let pi := row P i in let bi := row B i in
    mkseq (fun j => sub (shift (nth zero bi j) s) (mul f (nth zero pi j))) k) k.

(** ** The tests *)

(* 4. k t + sum of c_i P_ii *)
Definition exp_cp := (exp_c w + exp_s p + exp_v w + exp_v w)%Z.
Definition upper_unit := Z.min (exp_t w) exp_cp.
Definition proved_upper P :=
  add (shift (mul (man_t w) (ofnat k)) (above (exp_t w) upper_unit))
      (shift (dot zero (man_c w) (mkseq (fun i => entry P i i) d)) (above exp_cp upper_unit)).

(* 6. k f + 2 tr H - tr (P_k H) *)
Definition exp_trace := (1 + excess_unit + exp_v w + exp_v w)%Z.
Definition exp_ph := (excess_unit + exp_s p + exp_v w + exp_v w + exp_v w + exp_v w)%Z.
Definition lower_unit := Z.min (exp_f w) (Z.min exp_trace exp_ph).
Definition proved_lower P H :=
  sub (add (shift (mul (man_f w) (ofnat k)) (above (exp_f w) lower_unit))
           (shift (sum zero (mkseq (fun i => entry H i i) k)) (above exp_trace lower_unit)))
      (shift (sum zero (mkseq (fun i => dot zero (row H i) (row P i)) k)) (above exp_ph lower_unit)).

(* 6. floor - t, and k < d *)
Definition gap_unit := Z.min (exp_f w) (exp_t w).
Definition gap := sub (shift (man_f w) (above (exp_f w) gap_unit)) (shift (man_t w) (above (exp_t w) gap_unit)).
Definition separated := (k < d)%N && leb zero gap.
Definition eigengap_ok :=
  if eigengap b is Some x then
    [&& separated, is_rational x, leb zero x.1 & le_dyadic p x gap gap_unit]
  else true.

(* 7. and section 5 *)
Definition relative_gap_ok :=
  let u := upper b in let l := lower b in
  is_rational (relative_gap b) &&
  rational_le (sub (mul u.1 l.2) (mul l.1 u.2), mul u.2 l.2) (mul (relative_gap b).1 (absolute I u.1), mul (relative_gap b).2 u.2).
Definition minus_multiple (constant : T * T) (n : nat) (x : T * T) :=
  (sub (mul constant.1 x.2) (mul (ofnat n) (mul x.1 constant.2)), mul constant.2 x.2).
Definition loss_ok :=
  if loss b is Some (kind, constant, l, u) then
    let within n := rational_le l (minus_multiple constant n (upper b)) && rational_le (minus_multiple constant n (lower b)) u in
    [&& is_rational constant, is_rational l, is_rational u &
        match kind with
        | JointEmbedding => eqb I constant.1 (mul (ofnat k.*2) constant.2) && within 2
        | Reconstruction => within 1
        | BarePencil => false
        end]
  else true.

(* Section 6: sum of (B_ij P_jj - P_ij B_jj)^2 <= (delta m^2 (f - t))^2, m the least margin of P. The powers of two: 2(pe + be) left, 2(2 pe + gap_unit) right. *)
Definition margin P i := sub (add (entry P i i) (entry P i i)) (sum_abs zero (row P i)).
Fixpoint least (x : T) (l : seq T) := if l is y :: l' then least (if leb y x then y else x) l' else x.
Definition residual P B i j := sub (mul (entry B i j) (entry P j j)) (mul (entry P i j) (entry B j j)).
Definition distance_ok P B :=
  if distance b is Some x then
    let m := least (margin P 0) (mkseq (margin P) d) in
    let squares := sum zero (mkseq (fun i => sum zero (mkseq (fun j => let r := residual P B i j in mul r r) k)) d) in
    let right := mul x.1 (mul gap (mul m m)) in
    let el := (2 * exp_a p)%Z in let er := (2 * (exp_s p + gap_unit))%Z in
    let unit := Z.min el er in
    [&& separated, is_rational x, leb zero x.1 &
        leb (shift (mul squares (mul x.2 x.2)) (above el unit)) (shift (mul right right) (above er unit))]
  else true.

(** The whole check. *)
Definition check :=
  [&& fits d (mat_a p), fits d (mat_s p), fits d (mat_v w), (size (man_c w) <= k)%N, (0 < k)%N, (k <= d)%N,
      ltb zero (den_a p), ltb zero (den_s p), is_rational (lower b), is_rational (upper b),
      symmetric d (mat_a p), symmetric d (mat_s p), all (leb zero) (man_c w) &
      let P := gram in
      is_dominant d P &&
      let B := form in
      is_dominant d (dual P B) &&
      let H := excess P B in
      [&& is_dominant k H, dyadic_le p (proved_upper P) upper_unit (upper b),
          le_dyadic p (lower b) (proved_lower P H) lower_unit,
          relative_gap_ok, loss_ok, eigengap_ok & distance_ok P B]].
End Tests.
End Program.
