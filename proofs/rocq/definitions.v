(** * Definitions: what a reader of the theorems must trust, besides the Rocq kernel

    The statements are built from the definitions below and from a few small ones that stand beside the
    theorems that use them (the printed solutions of Theorems 3.1 and 3.2, row projectors, convergence, ...):
    README.md lists those with their files. "Paper (n)" is an equation number of Van Assel et al.,
    arXiv:2505.12477v2. Samples, views and labels are row vectors, one sample per row, hence [x *m V^T] is
    the paper's [V x]. [F] is any real field: the rationals, the real algebraic numbers, the reals.

    Sections: 1 matrices, 2 augmentation and moments, 3 the three problems, 4 additive augmentation, 5 the
    signal and noise model, 6 thresholds. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** 1. Matrices *)
Section Matrices.
Variable F : realFieldType.

(** Positive semidefinite and positive definite, as quadratic forms. Symmetry is always a separate
    hypothesis. *)
Definition psd n (M : 'M[F]_n) := forall x : 'rV_n, 0 <= (x *m M *m x^T) 0 0.
Definition pd n (M : 'M[F]_n) := forall x : 'rV_n, x != 0 -> 0 < (x *m M *m x^T) 0 0.

(** Inner product and squared length of row vectors; squared Frobenius norm of a matrix. *)
Definition dot n (a b : 'rV[F]_n) : F := (a *m b^T) 0 0.
Definition sq n (a : 'rV[F]_n) : F := dot a a.
Definition fnorm2 m n (X : 'M[F]_(m, n)) : F := \tr (X *m X^T).

(** The matrix S^-1/2: symmetric, positive definite, R S R = I. *)
Definition inverse_root n (S R : 'M[F]_n) := [/\ R^T = R, pd R & R *m S *m R = 1%:M].

(** Decreasing order of the entries of a row. *)
Definition sorted_row n (v : 'rV[F]_n) := forall i j : 'I_n, (i <= j)%N -> v 0 j <= v 0 i.

(** A = U diag(s) P', a singular value decomposition with s_1 >= ... >= s_n >= 0. *)
Definition singular_values n (A U P : 'M[F]_n) (s : 'rV[F]_n) :=
  [/\ U^T *m U = 1%:M, P^T *m P = 1%:M, A = U *m diag_mx s *m P^T, (forall j, 0 <= s 0 j) & sorted_row s].

(** A = Q diag(w) Q', an orthonormal eigenbasis with w_1 >= ... >= w_n. *)
Definition eigen_basis n (A Q : 'M[F]_n) (w : 'rV[F]_n) :=
  [/\ Q^T *m Q = 1%:M, A = Q *m diag_mx w *m Q^T & sorted_row w].

(** Q_k', the first k rows of Q' (the paper's Q_k holds the k leading columns of Q). *)
Definition leading k n (Q : 'M[F]_n) : 'M[F]_(k, n) := pid_mx k *m Q^T.

(** A strict gap between the k leading entries of a row and the others; void when k = n. *)
Definition gap_at k n (v : 'rV[F]_n) := forall i j : 'I_n, (i < k <= j)%N -> v 0 j < v 0 i.

(** [lam] is the least, respectively the greatest, solution of w A = lam w S, w <> 0: an extreme eigenvalue
    of the pencil (A, S). *)
Definition pencil_least n (A S : 'M[F]_n) (lam : F) :=
  psd (A - lam *: S) /\ exists2 w : 'rV[F]_n, w != 0 & w *m (A - lam *: S) = 0.
Definition pencil_greatest n (A S : 'M[F]_n) (lam : F) :=
  psd (lam *: S - A) /\ exists2 w : 'rV[F]_n, w != 0 & w *m (lam *: S - A) = 0.
End Matrices.

(** ** 2. A random augmentation with a finite law, and the moments of its views *)
Section Views.
Variables (F : realFieldType) (T : finType) (n d : nat).

(** The augmentation is the map [tau w] with probability [p w]; [tau] may be any family of maps. *)
Definition is_law (p : T -> F) := (forall w, 0 <= p w) /\ \sum_w p w = 1.

Variables (p : T -> F) (tau : T -> 'rV[F]_d -> 'rV[F]_d) (X : 'M[F]_(n, d)).

(** Expectation over the augmentation, and average over the n samples. *)
Definition expect (f : T -> F) : F := \sum_w p w * f w.
Definition average (f : 'I_n -> F) : F := n%:R^-1 * \sum_i f i.

(** View w of sample i, the mean view E tau(x_i), and the matrix of all mean views (the paper's X-bar). *)
Definition view i w : 'rV[F]_d := tau w (row i X).
Definition mean_view i : 'rV[F]_d := \sum_w p w *: view i w.
Definition mean_views : 'M[F]_(n, d) := \matrix_i mean_view i.

(** S = (1/n) sum_i E tau(x_i) tau(x_i)', G = X-bar' X-bar / n, Sigma = S - G (paper (Cov)), C = X'X/n,
    H = X' X-bar / n and B = Y' X-bar / n. *)
Definition mS : 'M[F]_d := n%:R^-1 *: \sum_i \sum_w p w *: ((view i w)^T *m view i w).
Definition mG : 'M[F]_d := n%:R^-1 *: (mean_views^T *m mean_views).
Definition mSigma : 'M[F]_d := mS - mG.
Definition mC : 'M[F]_d := n%:R^-1 *: (X^T *m X).
Definition mH : 'M[F]_d := n%:R^-1 *: (X^T *m mean_views).
Definition mB l (Y : 'M[F]_(n, l)) : 'M[F]_(l, d) := n%:R^-1 *: (Y^T *m mean_views).

(** ** 3. The three problems *)

(** Paper (SL): (1/n) sum_i E |y_i - V tau(x_i)|^2. *)
Definition lossSL l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) : F :=
  average (fun i => expect (fun w => sq (row i Y - view i w *m V^T))).

(** Paper (SSL-RC): (1/n) sum_i E |x_i - D E tau(x_i)|^2, with encoder E and decoder D. *)
Definition lossRC k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) : F :=
  average (fun i => expect (fun w => sq (row i X - view i w *m E^T *m D^T))).

(** Paper (SSL-JE): (1/n) sum_i E |W tau_1(x_i) - W tau_2(x_i)|^2, the two views drawn independently. *)
Definition lossJE k (W : 'M[F]_(k, d)) : F :=
  average (fun i => expect (fun w1 => expect (fun w2 => sq (view i w1 *m W^T - view i w2 *m W^T)))).

(** The constraint of (SSL-JE): W S W' = I_k. *)
Definition feasible k (S : 'M[F]_d) (W : 'M[F]_(k, d)) := W *m S *m W^T = 1%:M.

(** Solutions of the three problems: global minimisers. *)
Definition sl_optimal l (Y : 'M[F]_(n, l)) (V : 'M[F]_(l, d)) := forall V', lossSL Y V <= lossSL Y V'.
Definition rc_optimal k (E : 'M[F]_(k, d)) (D : 'M[F]_(d, k)) := 
  forall (E' : 'M[F]_(k, d)) (D' : 'M[F]_(d, k)), lossRC E D <= lossRC E' D'.
Definition je_optimal k (W : 'M[F]_(k, d)) :=
  feasible mS W /\ forall W' : 'M[F]_(k, d), feasible mS W' -> lossJE W <= lossJE W'.
End Views.

(** ** 4. Additive augmentation *)
Section Additive.
Variables (F : realFieldType) (d : nat).

(** tau(x) = x + e_w, the noise e having mean zero, and its covariance E e'e. *)
Definition additive (T : finType) (e : T -> 'rV[F]_d) (w : T) (x : 'rV[F]_d) := x + e w.
Definition centred (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) := \sum_w p w *: e w = 0.
Definition noise_cov (T : finType) (p : T -> F) (e : T -> 'rV[F]_d) : 'M[F]_d := \sum_w p w *: ((e w)^T *m e w).

(** Paper section 4.1, the noise of T(alpha): theta + alpha gamma with theta and gamma independent. *)
Definition independent (T1 T2 : finType) (p1 : T1 -> F) (p2 : T2 -> F) (w : T1 * T2) : F := p1 w.1 * p2 w.2.
Definition aligned (T1 T2 : finType) (theta : T1 -> 'rV[F]_d) (gamma : T2 -> 'rV[F]_d) (alpha : F)
    (w : T1 * T2) := theta w.1 + alpha *: gamma w.2.
End Additive.

(** ** 5. Signal and noise (paper section 4.1) *)
Section Model.
Variables (F : realFieldType) (k m : nat).

(** diag(f), and diag(a, b) with k signal and m noise entries. *)
Definition dg n (f : 'I_n -> F) : 'M[F]_n := diag_mx (\row_i f i).
Definition dg2 (a : 'I_k -> F) (b : 'I_m -> F) : 'M[F]_(k + m) := block_mx (dg a) 0 0 (dg b).

(** The signal directions: the first k columns of the orthonormal basis Q, as rows. *)
Definition signal (Q : 'M[F]_(k + m)) : 'M[F]_(k, k + m) := (lsubmx Q)^T.

(** The components of the rows of W along the noise directions, the last m columns of Q. *)
Definition noise_part l (Q : 'M[F]_(k + m)) (W : 'M[F]_(l, k + m)) : 'M[F]_(l, m) := rsubmx (W *m Q).

(** The population model of Propositions 4.3 and 4.4: corrupted data X and noise e of the augmentation whose
    second moments are C = Q diag(c, g) Q' and Theta + alpha^2 Gamma = Q diag(thI, thJ + alpha^2 g) Q'
    (the limit n -> infinity of the paper's data). Here g are the noise variances, thI and thJ the signal
    and the noise entries of theta. *)
Record population (T : finType) (n : nat) (p : T -> F) (e : T -> 'rV[F]_(k + m)) (X : 'M[F]_(n, k + m))
    (Q : 'M[F]_(k + m)) (c thI : 'I_k -> F) (g thJ : 'I_m -> F) (alpha : F) : Prop := Population {
  pop_law : is_law p;
  pop_centred : centred p e;
  pop_samples : (0 < n)%N;
  pop_basis : Q^T *m Q = 1%:M;
  pop_signal : forall i, 0 < c i;
  pop_noise : forall j, 0 < g j;
  pop_theta_signal : forall i, 0 <= thI i;
  pop_theta_noise : forall j, 0 <= thJ j;
  pop_data : mC X = Q *m dg2 c g *m Q^T;
  pop_views : noise_cov p e = Q *m dg2 thI (fun j => thJ j + alpha ^+ 2 * g j) *m Q^T }.

(** The clean data of the same model: no variance along the noise directions. *)
Definition clean_data (n : nat) (X : 'M[F]_(n, k + m)) (Q : 'M[F]_(k + m)) (c : 'I_k -> F) :=
  (0 < n)%N /\ mC X = Q *m dg2 c (fun=> 0) *m Q^T.
End Model.

(** ** 6. Thresholds *)
Section Thresholds.
Variable F : realFieldType.

(** Smallest and largest value of a family with a non-empty finite index set; [i0] only witnesses
    non-emptiness. *)
Definition fmin (I : finType) (i0 : I) (f : I -> F) : F := f [arg min_(i < i0) f i]%O.
Definition fmax (I : finType) (i0 : I) (f : I -> F) : F := f [arg max_(i > i0) f i]%O.

Variables (I J : finType) (i0 : I) (j0 : J) (c thI : I -> F) (g thJ : J -> F).

(** Paper (10): eta^2 = min_i c_i^2 / (c_i + th_i), alpha_RC^2 = max_j (g_j / eta^2 - th_j / g_j - 1). *)
Definition eta2 : F := fmin i0 (fun i => c i ^+ 2 / (c i + thI i)).
Definition alpha2_RC : F := fmax j0 (fun j => g j / eta2 - thJ j / g j - 1).

(** Paper (12): delta = min_i c_i / (c_i + th_i), alpha_JE^2 = max_j ((1 - delta) / delta - th_j / g_j). *)
Definition delta : F := fmin i0 (fun i => c i / (c i + thI i)).
Definition alpha2_JE : F := fmax j0 (fun j => (1 - delta) / delta - thJ j / g j).
End Thresholds.
