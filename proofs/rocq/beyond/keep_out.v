(** * When the best encoders of a pencil stay in a subspace

    Two symmetric forms S >= 0 and G on row vectors, and a projector Pi that splits both: w Pi and
    w (1 - Pi) are uncorrelated in S and in G. If G <= eps S on the complement, and Pi has a subspace L of
    k dimensions with G >= delta S and delta > eps, then every W with at most k rows that maximises
    tr(W G W') subject to W S W' = I and W S b' = 0 lies in Pi, up to S. The vectors b and L satisfy
    b Pi = b, L Pi = L, L S b' = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner spectral.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section KeepOut.
Variables (F : rcfType) (n k m : nat) (S G Pi : 'M[F]_n) (b : 'rV[F]_n) (L : 'M[F]_(k, n)) (eps delta : F).
Hypotheses (sS : S^T = S) (pS : psd S) (sG : G^T = G).
Let Pc := 1%:M - Pi.
Hypotheses (split_S : Pi *m S *m Pc^T = 0) (split_G : Pi *m G *m Pc^T = 0).
Hypotheses (b_in : b *m Pi = b) (L_in : L *m Pi = L) (L_centred : L *m S *m b^T = 0).
Hypothesis small : psd (Pc *m (eps *: S - G) *m Pc^T).
Hypotheses (L_pd : pd (L *m S *m L^T)) (large : psd (L *m (G - delta *: S) *m L^T)).
Hypotheses (eps_delta : eps < delta) (mk : (m <= k)%N).
Variable W : 'M[F]_(m, n).
Hypotheses (W_feasible : W *m S *m W^T = 1%:M) (W_centred : W *m S *m b^T = 0).
Hypothesis W_best : forall W' : 'M[F]_(m, n), W' *m S *m W'^T = 1%:M -> W' *m S *m b^T = 0 ->
  \tr (W' *m G *m W'^T) <= \tr (W *m G *m W^T).

(** A row u that replaces the direction c of W: allowed when u is a unit row, centred, and uncorrelated
    with the other directions. *)
Lemma exchange (c : 'rV[F]_m) (u : 'rV[F]_n) : c *m c^T = 1%:M -> u *m S *m u^T = 1%:M -> u *m S *m b^T = 0 ->
  u *m S *m W^T *m (1%:M - c^T *m c) = 0 -> (u *m G *m u^T) 0 0 <= (c *m W *m G *m (c *m W)^T) 0 0.
Proof.
move=> cc uu ub uW; set D := 1%:M - c^T *m c.
have sD : D^T = D by rewrite /D trmxB trmx1 trmx_mul trmxK.
have cD : c *m D = 0 by rewrite /D mulmxBr mulmx1 mulmxA cc mul1mx subrr.
have Dc : D *m c^T = 0 by rewrite -[D]sD -trmx_mul cD trmx0.
have DD : D *m D = D by rewrite {2}/D mulmxBr mulmx1 mulmxA Dc mul0mx subr0.
clearbody D.
have quad (M : 'M[F]_n) : (D *m W + c^T *m u) *m M *m (D *m W + c^T *m u)^T
    = D *m (W *m M *m W^T) *m D + D *m W *m M *m u^T *m c + c^T *m (u *m M *m W^T *m D) + c^T *m (u *m M *m u^T) *m c.
  rewrite trmxD !trmx_mul trmxK sD mulmxDl !mulmxDl !mulmxDr !mulmxA addrA; congr (_ + _).
Abort.
End KeepOut.
