(** * One scaled draw does not keep the noise out of every encoder: Remark 4.1 is a linear fact

    In words. Signal s and noise n are independent fair signs; the augmentation T(alpha) adds a fair sign
    theta to the signal and alpha = 2 times a fair sign gamma to the noise, so that its covariance is
    Theta + alpha^2 Gamma with Gamma the covariance of the noise. The threshold alpha_JE^2 is 1 < 4, and
    every linear encoder with one whitened output has loss at least 1, with equality only without the noise.
    But f(v) = (v_2^3 - 7 v_2) / 6 is the noise n itself for every view: it is feasible, has loss 0, and is
    a best encoder. Among all encoders the noise wins, above the threshold. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner extrema encoders.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section ScaledDraw.
Variable F : realFieldType.

(** Fair signs; sample (s, n), augmentation (theta, gamma), view (s + theta, n + 2 gamma). *)
Definition sign (c : bool) : F := if c then 1 else - 1.
Definition fair_pair (c : bool * bool) : F := 4%:R^-1.
Definition scaled_view (x t : bool * bool) : F * F :=
  (sign x.1 + sign t.1, sign x.2 + 2%:R * sign t.2).

(** The cubic encoder, and the linear one with weights w1 and w2. *)
Definition cubic_encoder (v : F * F) : 'rV[F]_1 := ((v.2 ^+ 3 - 7%:R * v.2) / 6%:R)%:M.
Definition linear_encoder (w1 w2 : F) (v : F * F) : 'rV[F]_1 := (w1 * v.1 + w2 * v.2)%:M.

Let six : (6%:R : F) != 0. Proof. by rewrite pnatr_eq0. Qed.
Let four : (4%:R : F) != 0. Proof. by rewrite pnatr_eq0. Qed.

(** The encoder shows the noise. *)
Theorem cubic_is_noise x t : cubic_encoder (scaled_view x t) = (sign x.2)%:M.
Proof.
by rewrite /cubic_encoder /scaled_view /sign; case: x.2; case: t.2; congr _%:M => /=; field.
Qed.

Let sum4 (V : zmodType) (f : bool * bool -> V) :
  \sum_c f c = f (true, true) + f (true, false) + (f (false, true) + f (false, false)).
Proof.
rewrite (eq_bigr (fun c => f (c.1, c.2))) => [|[]] //.
by rewrite -(pair_bigA _ (fun b c => f (b, c))) /= !big_bool.
Qed.

Lemma cubic_loss : encoder_loss fair_pair fair_pair scaled_view cubic_encoder = 0.
Proof.
rewrite /encoder_loss /expect big1 // => x _; rewrite big1 ?mulr0 // => t1 _; rewrite big1 ?mulr0 // => t2 _.
by rewrite !cubic_is_noise subrr /sq /dot mul0mx mxE mulr0.
Qed.

Theorem noise_wins : best_encoder fair_pair fair_pair scaled_view cubic_encoder
  /\ encoder_loss fair_pair fair_pair scaled_view cubic_encoder = 0.
Proof.
split; last exact: cubic_loss.
split; last first.
  move=> f' _; rewrite cubic_loss; apply: sumr_ge0 => x _; rewrite mulr_ge0 ?invr_ge0 ?ler0n //.
  apply: sumr_ge0 => t1 _; rewrite mulr_ge0 ?invr_ge0 ?ler0n //.
  by apply: sumr_ge0 => t2 _; rewrite mulr_ge0 ?sq_ge0 ?invr_ge0 ?ler0n.
split.
  rewrite /encoder_mean !sum4 !cubic_is_noise /fair_pair /sign /=.
  by apply/rowP => i; rewrite ord1 !mxE !eqxx !mulr1n; field.
rewrite /encoder_second !sum4 !cubic_is_noise /fair_pair /sign /=.
by apply/matrixP => i j; rewrite !ord1 !mxE !big_ord1 !mxE !eqxx !mulr1n; field.
Qed.

(** Linear encoders: the constraint is 2 w1^2 + 5 w2^2 = 1, the loss 1 + 3 w2^2. *)
Theorem linear_signal_wins w1 w2 : feasible_encoder fair_pair fair_pair scaled_view (linear_encoder w1 w2) ->
  encoder_loss fair_pair fair_pair scaled_view (linear_encoder w1 w2) = 1 + 3%:R * w2 ^+ 2.
Proof.
case=> _ /matrixP/(_ 0 0); rewrite /encoder_second !sum4 /linear_encoder /scaled_view /fair_pair /sign /=.
rewrite !mxE !big_ord1 !mxE !eqxx !mulr1n /= => con.
have {}con : 2%:R * w1 ^+ 2 + 5%:R * w2 ^+ 2 = 1 by rewrite -[RHS]con; field.
pose gap (t1 t2 : bool * bool) : F := (w1 * (sign t1.1 - sign t2.1) + w2 * (2%:R * (sign t1.2 - sign t2.2))) ^+ 2.
have diff x t1 t2 : sq (linear_encoder w1 w2 (scaled_view x t1) - linear_encoder w1 w2 (scaled_view x t2)) = gap t1 t2.
  rewrite /sq /dot !mxE big_ord1 !mxE !eqxx !mulr1n /= /gap.
  by move: (sign _) (sign _) (sign _) (sign _) (sign _) (sign _) => a b c d e g; ring.
transitivity (expect fair_pair (fun t1 => expect fair_pair (fun t2 => gap t1 t2))).
  rewrite /encoder_loss {1}/expect (eq_bigr (fun=> 4%:R^-1 * expect fair_pair (fun t1 => expect fair_pair (gap t1)))).
    by rewrite sum4; move: (expect _ _) => c; field.
  by move=> x _; congr (_ * _); apply: eq_bigr => t1 _; congr (_ * _); apply: eq_bigr => t2 _; rewrite diff.
by rewrite /expect !sum4 /gap /fair_pair /sign /= -[X in _ = X + _]con; field.
Qed.

(** alpha = 2 is above the threshold of Proposition 4.4. *)
Theorem threshold_is_one : alpha2_JE (tt : unit_finType) (tt : unit_finType) (fun=> 1 : F) (fun=> 1) (fun=> 1) (fun=> 0) = 1 /\ (1 : F) < 2%:R ^+ 2.
Proof.
split; last by rewrite -natrX ltr1n.
have two : (1 : F) + 1 != 0 by rewrite -mulr2n pnatr_eq0.
have d : delta (tt : unit_finType) (fun=> 1 : F) (fun=> 1) = 1 / (1 + 1) by apply: (@fminE _ _ tt _ _ tt).
have val : (1 - (1 : F) / (1 + 1)) / (1 / (1 + 1)) - 0 / 1 = 1 by field.
by rewrite /alpha2_JE d; apply: (@fmaxE _ _ tt _ _ tt) => [|j]; rewrite val.
Qed.
End ScaledDraw.
