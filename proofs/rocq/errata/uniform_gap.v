(* "If alpha^2 is above the threshold, then W~ -> W* as n -> infinity" when the threshold depends on n.

   Slug: uniform_gap. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd extrema thresholds diagonal pencil.
From Jerc Require Import realisation small_matrices diagonal_models multipliers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section UniformGap.
Variable F : rcfType.
Notation one := (fun=> 1 : F).
Notation zero := (fun=> 0 : F).

(* signal samples 2, 1, 1, ..., 1 : n = m + 1 of them *)
Definition first_is_two m : 'M[F]_(m.+1, 1) := \matrix_(i, j) (if i == ord0 then 2%:R else 1).
Definition signal_variance m : F := (m.+1%:R + 3%:R) / m.+1%:R.
Lemma first_is_two_moment m : mC (first_is_two m) = (signal_variance m)%:M.
Proof.
rewrite [LHS]mx11_scalar; congr _%:M; rewrite !mxE big_ord_recl !mxE /= /signal_variance mulrC; congr (_ / _).
rewrite (eq_bigr (fun=> 1)) => [|i _]; last by rewrite !mxE /= mulr1.
rewrite sumr_const card_ord mulrSr; ring.
Qed.

(* n = m + 1 signal samples 2, 1, ..., 1, theta = 1 on the signal, g = 1, theta = 0 on the noise, alpha^2 = 1. The threshold
   alpha_JE^2(n) = n/(n+3) is below alpha^2 for every n, yet it tends to 1 = alpha^2 and nothing follows for the limit: with
   a sampling error of 4/n in the noise variance (it tends to 0) every solution, for every n, is the pure noise direction.
   Corrected: the limit of c has to be above threshold (or the gap uniform in n). *)
Theorem uniform_gap_refuted m (n := m.+1%:R : F) :
  [/\ mC (first_is_two m) = (signal_variance m)%:M,
      alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) (fun=> signal_variance m) one one zero = n / (n + 3%:R),
      n / (n + 3%:R) < 1, alpha2_JE (ord0 : 'I_1) (ord0 : 'I_1) one one one zero = 1
    & exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
        [/\ additive_model (mx22 (signal_variance m) 0 0 (1 + 4%:R / n)) (mx22 1 0 0 1) X p e,
            exists W : 'M[F]_(1, 1 + 1), je_optimal p (additive e) X W
          & forall W : 'M[F]_(1, 1 + 1), je_optimal p (additive e) X W -> lsubmx W = 0]].
Proof.
have n0 : 0 < n by rewrite ltr0n.
have n3 : 0 < n + 3%:R by rewrite addr_gt0 ?ltr0n.
have n23 : 0 < 2%:R * n + 3%:R by rewrite addr_gt0 ?mulr_gt0 ?ltr0n.
have cE : signal_variance m = (n + 3%:R) / n by [].
have c0 : 0 < signal_variance m by rewrite cE divr_gt0.
have d0 : 0 < 1 + 4%:R / n by rewrite addr_gt0 ?ltr01 // divr_gt0 ?ltr0n.
have [X [p [e h]]] : exists (X : 'M[F]_(2, 1 + 1)) (p : 'I_2 * bool -> F) (e : 'I_2 * bool -> 'rV[F]_(1 + 1)),
    additive_model (mx22 (signal_variance m) 0 0 (1 + 4%:R / n)) (mx22 1 0 0 1) X p e.
  by apply: model22; rewrite ?ltr01 // expr2 mulr0 subr0 ?mulr1 ?ltr01 // mulr_gt0.
have S0 : pd (mx22 (signal_variance m + 1) 0 0 (1 + 4%:R / n + 1)).
  apply: mx22_pd; first by rewrite addr_gt0 ?ltr01.
  by rewrite expr2 mulr0 subr0 mulr_gt0 // addr_gt0 ?ltr01.
split; first exact: first_is_two_moment.
- rewrite /alpha2_JE fmax1 /delta fmin1 cE; field.
  by rewrite !gt_eqF //= (_ : _ + _ = 2%:R * n + 3%:R) ?n23 //; ring.
- by rewrite ltr_pdivr_mulr // mul1r ltr_addl ltr0n.
- by rewrite /alpha2_JE fmax1 /delta fmin1; field.
exists X, p, e; split=> //.
  have [|||W mW] := @pencil_max_exists F _ 1 _ (mx22 (signal_variance m) 0 0 (1 + 4%:R / n)) _ S0; rewrite ?mx22T //.
  by exists W; apply/(model_JE h); rewrite mx22D !addr0.
move=> W /(model_JE h); rewrite mx22D !addr0; apply: pencil22_second; first by rewrite addr_gt0 ?ltr01.
rewrite -subr_gt0 (_ : _ - _ = n^-1) ?invr_gt0 // cE; field; by rewrite gt_eqF.
Qed.
End UniformGap.
