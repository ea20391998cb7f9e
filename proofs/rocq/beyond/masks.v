(** * Masks damp no harmonics

    In words. A coordinate x has any law p on finitely many values, and is hidden with rate r: the view is
    its value, or a mark outside its values. Joint-embedding over all functions of the view has three
    eigenvalues: 1, the constants; 1 - r, every centred function of x that is 0 on the mark, linear or not;
    0, the function that tells the mark from the values. Every function of the view is a sum of the three
    kinds. So under a mask a harmonic of x aligns as well as x itself: on three values and more, the linear
    encoder is one of several that are equally good, and recovery by linear encoders says nothing about all
    encoders. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd encoders.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Mask.
Variables (F : realFieldType) (A : finType) (p : A -> F) (rate : F).

(** Hidden (true) with rate r; the view of x is [Some x] or the mark [None]. *)
Definition hide_law (t : bool) : F := if t then rate else 1 - rate.
Definition masked (x : A) (t : bool) : option A := if t then None else Some x.

(** E u(v) w(v) and E u(v) w(v+), in [encoders.v]. *)
Let inside := within p hide_law masked.
Let across := between p hide_law masked.

(** u has eigenvalue lam: E u(v) w(v+) = lam E u(v) w(v) for every w. *)
Definition mask_eigenfunction (lam : F) (u : option A -> F) : Prop :=
  forall w, across u w = lam * inside u w.

Hypothesis law : is_law p.

Lemma insideE u w :
  inside u w = rate * (u None * w None) + (1 - rate) * \sum_x p x * (u (Some x) * w (Some x)).
Proof.
have [_ p1] := law; rewrite /inside /within.
rewrite (eq_bigr (fun x => p x * (rate * (u None * w None)) + (1 - rate) * (p x * (u (Some x) * w (Some x))))).
  by rewrite big_split /= -mulr_suml p1 mul1r -mulr_sumr.
by move=> x _; rewrite big_bool /= mulrDr [p x * ((1 - _) * _)]mulrCA.
Qed.
Lemma acrossE u w : across u w = \sum_x p x *
  ((rate * u None + (1 - rate) * u (Some x)) * (rate * w None + (1 - rate) * w (Some x))).
Proof. by apply: eq_bigr => x _; rewrite !big_bool. Qed.

Theorem mask_constant c : mask_eigenfunction 1 (fun=> c).
Proof.
have [_ p1] := law; move=> w; rewrite acrossE insideE mul1r.
transitivity (\sum_x (p x * (rate * (c * w None)) + (1 - rate) * (p x * (c * w (Some x))))).
  by apply: eq_bigr => x _; move: (p x) (w None) (w (Some x)) => y z z'; ring.
by rewrite big_split /= -mulr_suml p1 mul1r -mulr_sumr.
Qed.

Theorem mask_function h : \sum_x p x * h x = 0 -> mask_eigenfunction (1 - rate) (fun v => if v is Some x then h x else 0).
Proof.
move=> h0 w; rewrite acrossE insideE mul0r mulr0 add0r.
transitivity (\sum_x ((1 - rate) * rate * w None * (p x * h x) + (1 - rate) ^+ 2 * (p x * (h x * w (Some x))))).
  by apply: eq_bigr => x _; move: (p x) (h x) (w None) (w (Some x)) => y y' z z'; ring.
by rewrite big_split /= -!mulr_sumr h0 mulr0 add0r expr2 mulrA.
Qed.

Theorem mask_mark : mask_eigenfunction 0 (fun v => if v is Some _ then rate else rate - 1).
Proof.
move=> w; rewrite acrossE mul0r big1 // => x _; set z := _ + _ * w _.
by rewrite (_ : rate * _ + _ = 0) ?mul0r ?mulr0 //; ring.
Qed.

(** There are no others: every function of the view is a sum of the three. *)
Theorem mask_spectrum u : rate != 0 -> exists c h e, \sum_x p x * h x = 0 /\
  forall v, u v = c + (if v is Some x then h x else 0) + e * (if v is Some _ then rate else rate - 1).
Proof.
move=> r0; have [_ p1] := law; pose m := \sum_x p x * u (Some x).
pose c := rate * u None + (1 - rate) * m; pose e := m - u None; exists c, (fun x => u (Some x) - m), e; split.
  rewrite (eq_bigr (fun x => p x * u (Some x) - p x * m)) => [|x _]; last by rewrite mulrBr.
  by rewrite sumrB -mulr_suml p1 mul1r subrr.
by move=> -[x|] /=; rewrite /c /e; clear c e; clearbody m; ring.
Qed.

(** Every centred encoder with one output has E f(v) f(v+) <= (1 - r) E f(v)^2. *)
Theorem mask_bound u : 0 < rate < 1 -> inside u (fun=> 1) = 0 -> across u u <= (1 - rate) * inside u u.
Proof.
case/andP=> r0 r1; have [p0 p1] := law; rewrite insideE acrossE insideE; set n := u None.
pose m := \sum_x p x * u (Some x); pose q := \sum_x p x * (u (Some x) * u (Some x)).
have -> : \sum_x p x * (u (Some x) * 1) = m by apply: eq_bigr => x _; rewrite mulr1.
have -> : \sum_x p x * ((rate * n + (1 - rate) * u (Some x)) * (rate * n + (1 - rate) * u (Some x)))
    = rate ^+ 2 * n ^+ 2 + 2%:R * rate * (1 - rate) * n * m + (1 - rate) ^+ 2 * q.
  transitivity (\sum_x (rate ^+ 2 * n ^+ 2 * p x + 2%:R * rate * (1 - rate) * n * (p x * u (Some x))
      + (1 - rate) ^+ 2 * (p x * (u (Some x) * u (Some x))))).
    by apply: eq_bigr => x _; move: (p x) (u (Some x)) => y z; ring.
  by rewrite !big_split /= -!mulr_sumr p1 mulr1.
rewrite -/q mulr1 => mean; have mE : (1 - rate) * m = - (rate * n) by apply/eqP; rewrite -addr_eq0 addrC mean.
rewrite -subr_ge0 (_ : _ - _ = rate * n ^+ 2); first by rewrite mulr_ge0 ?sqr_ge0 ?ltW.
rewrite (_ : 2%:R * rate * (1 - rate) * n * m = 2%:R * rate * n * ((1 - rate) * m)); last by ring.
by rewrite mE; ring.
Qed.
End Mask.
