(* The statement of checker.machine_integers.check_bigz_sound and all that it rests on. Written by `make record`. *)
From Bignums Require BigZ.
From mathcomp Require ssrZ.
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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

Definition program_above :
  BinNums.Z -> BinNums.Z -> nat :=
  fun e e0 : BinNums.Z => BinInt.Z.to_nat (BinInt.Z.sub e e0).

Definition program_gap_unit :
  forall T : Type, witness T -> BinNums.Z :=
  fun (T : Type) (w : witness T) => BinInt.Z.min (exp_f w) (exp_t w).

Definition program_gap :
  forall T : Type, integers T -> witness T -> T :=
  fun (T : Type) (I : integers T) (w : witness T) =>
  sub I
    (shift I (man_f w) (program_above (exp_f w) (program_gap_unit w)))
    (shift I (man_t w) (program_above (exp_t w) (program_gap_unit w))).

Definition program_is_rational :
  forall T : Type, integers T -> T * T -> bool :=
  fun (T : Type) (I : integers T) (x : T * T) => ltb I (zero I) x.2.

Definition program_least :
  forall T : Type, integers T -> T -> seq T -> T :=
  fun (T : Type) (I : integers T) =>
  fix least (x : T) (l : seq T) {struct l} : T :=
    match l with
    | [::] => x
    | y :: l' => least (if leb I y x then y else x) l'
    end.

Definition program_row :
  forall T : Type, seq (seq T) -> nat -> seq T :=
  fun (T : Type) (M : seq (seq T)) => [eta nth [::] M].

Definition program_entry :
  forall T : Type, integers T -> seq (seq T) -> nat -> nat -> T :=
  fun (T : Type) (I : integers T) (M : seq (seq T)) (i : nat) =>
  [eta nth (zero I) (program_row M i)].

Definition program_sum_abs :
  forall T : Type, integers T -> T -> seq T -> T :=
  fun (T : Type) (I : integers T) =>
  fix sum_abs (acc : T) (x : seq T) {struct x} : T :=
    match x with
    | [::] => acc
    | a :: x' => sum_abs (add I acc (absolute I a)) x'
    end.

Definition program_margin :
  forall T : Type, integers T -> seq (seq T) -> nat -> T :=
  fun (T : Type) (I : integers T) (P : seq (seq T)) (i : nat) =>
  sub I (add I (program_entry I P i i) (program_entry I P i i))
    (program_sum_abs I (zero I) (program_row P i)).

Definition program_residual :
  forall T : Type, integers T -> seq (seq T) -> seq (seq T) -> nat -> nat -> T :=
  fun (T : Type) (I : integers T) (P B : seq (seq T)) (i j : nat) =>
  sub I (mul I (program_entry I B i j) (program_entry I P j j))
    (mul I (program_entry I P i j) (program_entry I B j j)).

Definition program_separated :
  forall T : Type, integers T -> problem T -> witness T -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T) =>
  (size_k p < size_d p)%N && leb I (zero I) (program_gap I w).

Definition program_sum :
  forall T : Type, integers T -> T -> seq T -> T :=
  fun (T : Type) (I : integers T) =>
  fix sum (acc : T) (x : seq T) {struct x} : T :=
    match x with
    | [::] => acc
    | a :: x' => sum (add I acc a) x'
    end.

Definition program_distance_ok :
  forall T : Type,
  integers T ->
  problem T -> witness T -> bounds T -> seq (seq T) -> seq (seq T) -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (b : bounds T) (P B : seq (seq T)) =>
  match distance b with
  | Some x =>
      let m := program_least I (program_margin I P 0) (mkseq (program_margin I P) (size_d p))
        in
      let squares :=
        program_sum I (zero I)
          (mkseq
             (fun i : nat =>
              program_sum I (zero I)
                (mkseq (fun j : nat => let r := program_residual I P B i j in mul I r r)
                   (size_k p))) (size_d p)) in
      let right := mul I x.1 (mul I (program_gap I w) (mul I m m)) in
      let el := BinInt.Z.mul (BinNums.Zpos 2%AC) (exp_a p) in
      let er :=
        BinInt.Z.mul (BinNums.Zpos 2%AC) (BinInt.Z.add (exp_s p) (program_gap_unit w)) in
      let unit := BinInt.Z.min el er in
      [&& program_separated I p w, program_is_rational I x, leb I (zero I) x.1
        & leb I
            (shift I (mul I squares (mul I x.2 x.2)) (program_above el unit))
            (shift I (mul I right right) (program_above er unit))]
  | None => true
  end.

Definition program_dot :
  forall T : Type, integers T -> T -> seq T -> seq T -> T :=
  fun (T : Type) (I : integers T) =>
  fix dot (acc : T) (x y : seq T) {struct x} : T :=
    match x with
    | [::] => acc
    | a :: x' =>
        match y with
        | [::] => acc
        | b :: y' => dot (add I acc (mul I a b)) x' y'
        end
    end.

Definition program_exp_c_gram :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.add
    (BinInt.Z.add (BinInt.Z.add (BinInt.Z.add (exp_c w) (exp_s p)) (exp_s p))
       (exp_v w)) (exp_v w).

Definition program_exp_t_gram :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.add (exp_t w) (exp_s p).

Definition program_dual_unit :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.min (program_exp_t_gram p w) (BinInt.Z.min (program_exp_c_gram p w) (exp_a p)).

Definition program_entrywise :
  forall T : Type, integers T -> seq T -> seq T -> seq T :=
  fun (T : Type) (I : integers T) =>
  fix entrywise (c x : seq T) {struct c} : seq T :=
    match c with
    | [::] => [::]
    | a :: c' => match x with
                 | [::] => [::]
                 | b :: x' => mul I a b :: entrywise c' x'
                 end
    end.

Definition program_mirror :
  forall T : Type, integers T -> nat -> seq (seq T) -> seq (seq T) :=
  fun (T : Type) (I : integers T) (d : nat) (L : seq (seq T)) =>
  mkseq
    (fun i : nat =>
     mkseq (fun j : nat => if (j <= i)%N then program_entry I L i j else program_entry I L j i) d) d.

Definition program_dual :
  forall T : Type,
  integers T ->
  problem T -> witness T -> seq (seq T) -> seq (seq T) -> seq (seq T) :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (P B : seq (seq T)) =>
  let t :=
    shift I (man_t w)
      (program_above (program_exp_t_gram p w) (program_dual_unit p w)) in
  let c :=
    [seq shift I x (program_above (program_exp_c_gram p w) (program_dual_unit p w))
       | x <- man_c w] in
  let s := program_above (exp_a p) (program_dual_unit p w) in
  let PC := [seq program_entrywise I c i | i <- P] in
  program_mirror I (size_d p)
    (mkseq
       (fun i : nat =>
        let pi := program_row P i in
        let bi := program_row B i in
        let pci := program_row PC i in
        mkseq
          (fun j : nat =>
           sub I
             (program_dot I (mul I t (nth (zero I) pi j)) pci (program_row P j))
             (shift I (nth (zero I) bi j) s)) i.+1) (size_d p)).

Definition program_dyadic_le :
  forall T : Type, integers T -> problem T -> T -> BinNums.Z -> T * T -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (m : T) (e : BinNums.Z) (x : T * T)
  =>
  let unit := BinInt.Z.min e BinNums.Z0 in
  leb I
    (shift I (mul I m (mul I (den_s p) x.2)) (program_above e unit))
    (shift I (mul I x.1 (den_a p)) (program_above BinNums.Z0 unit)).

Definition program_le_dyadic :
  forall T : Type, integers T -> problem T -> T * T -> T -> BinNums.Z -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (x : T * T) (m : T) (e : BinNums.Z)
  =>
  let unit := BinInt.Z.min e BinNums.Z0 in
  leb I
    (shift I (mul I x.1 (den_a p)) (program_above BinNums.Z0 unit))
    (shift I (mul I m (mul I (den_s p) x.2)) (program_above e unit)).

Definition program_eigengap_ok :
  forall T : Type,
  integers T -> problem T -> witness T -> bounds T -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (b : bounds T) =>
  match eigengap b with
  | Some x =>
      [&& program_separated I p w, program_is_rational I x, leb I (zero I) x.1
        & program_le_dyadic I p x (program_gap I w) (program_gap_unit w)]
  | None => true
  end.

Definition program_exp_f_gram :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.add (exp_f w) (exp_s p).

Definition program_excess_unit :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.min (exp_a p) (program_exp_f_gram p w).

Definition program_excess :
  forall T : Type,
  integers T ->
  problem T -> witness T -> seq (seq T) -> seq (seq T) -> seq (seq T) :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (P B : seq (seq T)) =>
  let f :=
    shift I (man_f w)
      (program_above (program_exp_f_gram p w) (program_excess_unit p w)) in
  let s := program_above (exp_a p) (program_excess_unit p w) in
  mkseq
    (fun i : nat =>
     let pi := program_row P i in
     let bi := program_row B i in
     mkseq
       (fun j : nat =>
        sub I (shift I (nth (zero I) bi j) s)
          (mul I f (nth (zero I) pi j))) (size_k p)) 
    (size_k p).

Definition program_fits :
  forall T : Type, nat -> seq (seq T) -> bool :=
  fun (T : Type) (d : nat) (M : seq (seq T)) =>
  (size M <= d)%N && all (fun r : seq T => (size r <= d)%N) M.

Definition program_lower_triangle :
  forall T : Type, integers T -> nat -> seq (seq T) -> seq (seq T) -> seq (seq T) :=
  fun (T : Type) (I : integers T) (d : nat) (X Y : seq (seq T)) =>
  mkseq
    (fun i : nat =>
     let x := program_row X i in
     mkseq (fun j : nat => program_dot I (zero I) x (program_row Y j)) i.+1) d.

Definition program_times_transpose :
  forall T : Type, integers T -> nat -> seq (seq T) -> seq (seq T) -> seq (seq T) :=
  fun (T : Type) (I : integers T) (d : nat) (X Y : seq (seq T)) =>
  mkseq
    (fun i : nat =>
     let x := program_row X i in
     mkseq (fun j : nat => program_dot I (zero I) x (program_row Y j)) d) d.

Definition program_congruence :
  forall T : Type, integers T -> nat -> seq (seq T) -> seq (seq T) -> seq (seq T) :=
  fun (T : Type) (I : integers T) (d : nat) (U M : seq (seq T)) =>
  program_mirror I d (program_lower_triangle I d (program_times_transpose I d U M) U).

Definition program_form :
  forall T : Type, integers T -> problem T -> witness T -> seq (seq T) :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T) =>
  program_congruence I (size_d p) (mat_v w) (mat_a p).

Definition program_gram :
  forall T : Type, integers T -> problem T -> witness T -> seq (seq T) :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T) =>
  program_congruence I (size_d p) (mat_v w) (mat_s p).

Definition program_is_dominant :
  forall T : Type, integers T -> nat -> seq (seq T) -> bool :=
  fun (T : Type) (I : integers T) (d : nat) (M : seq (seq T)) =>
  all
    (fun i : nat =>
     ltb I (program_sum_abs I (zero I) (program_row M i))
       (add I (program_entry I M i i) (program_entry I M i i))) 
    (iota 0 d).

Definition program_minus_multiple :
  forall T : Type, integers T -> T * T -> nat -> T * T -> T * T :=
  fun (T : Type) (I : integers T) (constant : T * T) (n : nat) (x : T * T) =>
  (sub I (mul I constant.1 x.2)
     (mul I (ofnat I n) (mul I x.1 constant.2)), 
   mul I constant.2 x.2).

Definition program_rational_le :
  forall T : Type, integers T -> T * T -> T * T -> bool :=
  fun (T : Type) (I : integers T) (x y : T * T) =>
  leb I (mul I x.1 y.2) (mul I y.1 x.2).

Definition program_loss_ok :
  forall T : Type, integers T -> problem T -> bounds T -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (b : bounds T) =>
  match loss b with
  | Some (kind, constant, l, u) =>
      let within :=
        fun n : nat =>
        program_rational_le I l (program_minus_multiple I constant n (upper b)) &&
        program_rational_le I (program_minus_multiple I constant n (lower b)) u in
      [&& program_is_rational I constant, program_is_rational I l, program_is_rational I u
        & match kind with
          | JointEmbedding =>
              eqb I constant.1
                (mul I (ofnat I (size_k p).*2) constant.2) && 
              within 2%N
          | Reconstruction => within 1%N
          | BarePencil => false
          end]
  | None => true
  end.

Definition program_exp_ph :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.add
    (BinInt.Z.add
       (BinInt.Z.add
          (BinInt.Z.add (BinInt.Z.add (program_excess_unit p w) (exp_s p)) (exp_v w))
          (exp_v w)) (exp_v w)) (exp_v w).

Definition program_exp_trace :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.add
    (BinInt.Z.add (BinInt.Z.add (BinNums.Zpos 1%AC) (program_excess_unit p w)) (exp_v w))
    (exp_v w).

Definition program_lower_unit :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.min (exp_f w) (BinInt.Z.min (program_exp_trace p w) (program_exp_ph p w)).

Definition program_proved_lower :
  forall T : Type,
  integers T -> problem T -> witness T -> seq (seq T) -> seq (seq T) -> T :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (P H : seq (seq T)) =>
  sub I
    (add I
       (shift I (mul I (man_f w) (ofnat I (size_k p)))
          (program_above (exp_f w) (program_lower_unit p w)))
       (shift I
          (program_sum I (zero I)
             (mkseq (fun i : nat => program_entry I H i i) (size_k p)))
          (program_above (program_exp_trace p w) (program_lower_unit p w))))
    (shift I
       (program_sum I (zero I)
          (mkseq (fun i : nat => program_dot I (zero I) (program_row H i) (program_row P i))
             (size_k p))) (program_above (program_exp_ph p w) (program_lower_unit p w))).

Definition program_exp_cp :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.add (BinInt.Z.add (BinInt.Z.add (exp_c w) (exp_s p)) (exp_v w))
    (exp_v w).

Definition program_upper_unit :
  forall T : Type, problem T -> witness T -> BinNums.Z :=
  fun (T : Type) (p : problem T) (w : witness T) =>
  BinInt.Z.min (exp_t w) (program_exp_cp p w).

Definition program_proved_upper :
  forall T : Type, integers T -> problem T -> witness T -> seq (seq T) -> T :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (P : seq (seq T)) =>
  add I
    (shift I (mul I (man_t w) (ofnat I (size_k p)))
       (program_above (exp_t w) (program_upper_unit p w)))
    (shift I
       (program_dot I (zero I) (man_c w)
          (mkseq (fun i : nat => program_entry I P i i) (size_d p)))
       (program_above (program_exp_cp p w) (program_upper_unit p w))).

Definition program_relative_gap_ok :
  forall T : Type, integers T -> bounds T -> bool :=
  fun (T : Type) (I : integers T) (b : bounds T) =>
  let u := upper b in
  let l := lower b in
  program_is_rational I (relative_gap b) &&
  program_rational_le I
    (sub I (mul I u.1 l.2) (mul I l.1 u.2), mul I u.2 l.2)
    (mul I (relative_gap b).1 (absolute I u.1),
     mul I (relative_gap b).2 u.2).

Definition program_symmetric :
  forall T : Type, integers T -> nat -> seq (seq T) -> bool :=
  fun (T : Type) (I : integers T) (d : nat) (M : seq (seq T)) =>
  all
    (fun i : nat =>
     all (fun j : nat => eqb I (program_entry I M i j) (program_entry I M j i)) (iota 0 i))
    (iota 0 d).

Definition program_check :
  forall T : Type,
  integers T -> problem T -> witness T -> bounds T -> bool :=
  fun (T : Type) (I : integers T) (p : problem T) (w : witness T)
    (b : bounds T) =>
  [&& program_fits (size_d p) (mat_a p),
      program_fits (size_d p) (mat_s p),
      program_fits (size_d p) (mat_v w),
      (size (man_c w) <= size_k p)%N, (0 < size_k p)%N,
      (size_k p <= size_d p)%N, ltb I (zero I) (den_a p),
      ltb I (zero I) (den_s p), program_is_rational I (lower b),
      program_is_rational I (upper b),
      program_symmetric I (size_d p) (mat_a p),
      program_symmetric I (size_d p) (mat_s p),
      all (leb I (zero I)) (man_c w)
    & let P := program_gram I p w in
      program_is_dominant I (size_d p) P &&
      (let B := program_form I p w in
       program_is_dominant I (size_d p) (program_dual I p w P B) &&
       (let H := program_excess I p w P B in
        [&& program_is_dominant I (size_k p) H,
            program_dyadic_le I p (program_proved_upper I p w P) (program_upper_unit p w)
              (upper b),
            program_le_dyadic I p (lower b) (program_proved_lower I p w P H)
              (program_lower_unit p w), program_relative_gap_ok I b, program_loss_ok I p b,
            program_eigengap_ok I p w b
          & program_distance_ok I p w b P B]))].

Definition nat_bigz :
  nat -> BigZ.BigZ.t_ :=
  fun n : nat => BigZ.BigZ.of_Z (BinInt.Z.of_nat n).

Definition shift_bigz :
  BigZ.BigZ.t -> nat -> BigZ.BigZ.t_ :=
  fun (x : BigZ.BigZ.t) (n : nat) => BigZ.BigZ.shiftl x (nat_bigz n).

Definition machine :
  integers BigZ.BigZ.t :=
  {|
    zero := BigZ.BigZ.zero;
    add := BigZ.BigZ.add;
    sub := BigZ.BigZ.sub;
    mul := BigZ.BigZ.mul;
    absolute := BigZ.BigZ.abs;
    ltb := BigZ.BigZ.ltb;
    leb := BigZ.BigZ.leb;
    eqb := BigZ.BigZ.eqb;
    shift := shift_bigz;
    ofnat := nat_bigz
  |}.

Definition check_bigz :
  problem BigZ.BigZ.t -> witness BigZ.BigZ.t -> bounds BigZ.BigZ.t -> bool :=
  program_check machine.

Definition value_z :
  forall F : realFieldType, BinNums.Z -> F :=
  fun (F : realFieldType) (z : BinNums.Z) => (ssrZ.int_of_Z z)%:~R.

Definition value_bigz :
  forall F : realFieldType, BigZ.BigZ.t -> F :=
  fun (F : realFieldType) (z : BigZ.BigZ.t) => value_z F (BigZ.BigZ.to_Z z).

Definition copies :
  paradigm -> nat :=
  fun kind : paradigm => match kind with
                                 | JointEmbedding => 2%N
                                 | _ => 1%N
                                 end.

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

Definition pd :
  forall (F : realFieldType) (n : nat), 'M[F]_(n, n) -> Prop :=
  fun (F : realFieldType) (n : nat) (M : 'M[F]_(n, n)) =>
  forall x : 'rV[F]_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

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
  forall (F : rcfType) (p : problem BigZ.BigZ.t) (w : witness BigZ.BigZ.t)
    (b : bounds BigZ.BigZ.t),
  check_bigz p w b ->
  certified machine (value_bigz F) p w b.
