(** * Reconstruction is the pencil problem of (H'H, S)

    An optimal encoder is M W with W a solution of the pencil problem; conversely each solution W with the
    decoder H W' is optimal. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Jerc Require Import psd inner frobenius spectral pencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section RCReduction.
Variables (F : rcfType) (d k : nat) (S H C : 'M[F]_d).
Hypotheses (sS : S^T = S) (pS : pd S) (kd : (k <= d)%N).
Implicit Types (E W : 'M[F]_(k, d)) (D : 'M[F]_(d, k)).
Definition rc_value E D := \tr C - \tr (D *m E *m H^T) *+ 2 + \tr (D *m E *m S *m E^T *m D^T).
Definition rc_min E D := forall E' D', rc_value E D <= rc_value E' D'.
Notation A := (H^T *m H).

(** Every encoder factors through an S-orthonormal one. *)
Lemma frame_factor E : exists M W, feasible S W /\ E = M *m W.
Proof.
set r := \rank E; pose E0 := (pid_mx k : 'M_(k, d)) *m row_ebase E.
have fE0 : row_free E0.
  rewrite /row_free mxrankMfree ?row_free_unit ?row_ebase_unit //.
  by rewrite rank_pid_mx.
have EE0 : E = col_ebase E *m (pid_mx r : 'M_k) *m E0.
  rewrite -[LHS]mulmx_ebase /E0 !mulmxA -[_ *m pid_mx k]mulmxA mul_pid_mx.
  by rewrite (minn_idPl (rank_leq_row E)) (minn_idPr (rank_leq_row E)).
clearbody E0.
have sM : (E0 *m S *m E0^T)^T = E0 *m S *m E0^T by rewrite !trmx_mul trmxK sS mulmxA.
have [R [sR RSR uR']] := inv_sqrt sM (pd_congr fE0 pS).
exists (col_ebase E *m (pid_mx r : 'M_k) *m invmx R), (R *m E0); split.
  by rewrite /feasible trmx_mul sR !mulmxA in RSR *.
by rewrite [RHS]mulmxA mulmxKV.
Qed.

Lemma fnorm2B (N : 'M[F]_(d, k)) W :
  fnorm2 (N - H *m W^T) = fnorm2 N - \tr (N *m W *m H^T) *+ 2 + \tr (W *m A *m W^T).
Proof.
rewrite /fnorm2 trmxB trmx_mul trmxK mulmxBl !mulmxBr !mxtraceB !mulmxA.
have -> : \tr (H *m W^T *m N^T) = \tr (N *m W *m H^T).
  by rewrite -mxtrace_tr !trmx_mul !trmxK mulmxA.
have -> : \tr (H *m W^T *m W *m H^T) = \tr (W *m H^T *m H *m W^T).
  by rewrite -(mulmxA (H *m _)) mxtrace_mulC !mulmxA.
have R3 (a b c : F) : a - b - (b - c) = a - b *+ 2 + c by ring.
exact: R3.
Qed.

Lemma rc_value_factor W M D : feasible S W ->
  rc_value (M *m W) D = \tr C - \tr (W *m A *m W^T) + fnorm2 (D *m M - H *m W^T).
Proof.
move=> f; rewrite /rc_value; set N := D *m M.
have -> : D *m (M *m W) = N *m W by rewrite mulmxA.
have -> : N *m W *m S *m (M *m W)^T *m D^T = N *m N^T.
  by rewrite trmx_mul /N trmx_mul !mulmxA -(mulmxA _ W S) -(mulmxA _ (W *m S)) f mulmx1.
rewrite fnorm2B.
by rewrite /fnorm2; ring.
Qed.

Lemma rc_value_ge W M D : feasible S W -> \tr C - \tr (W *m A *m W^T) <= rc_value (M *m W) D.
Proof. by move=> f; rewrite rc_value_factor // ler_addl fnorm2_ge0. Qed.

Lemma rc_value_best W : feasible S W -> rc_value W (H *m W^T) = \tr C - \tr (W *m A *m W^T).
Proof.
move=> f; rewrite -{1}[W]mul1mx rc_value_factor // mulmx1 subrr.
by rewrite /fnorm2 mul0mx mxtrace0 addr0.
Qed.

(** Optimal encoders are M W with W a solution of the pencil problem of (H'H, S); the decoder then satisfies
    D M = H W'. *)
Theorem rc_min_pencil_max E D W M : rc_min E D -> feasible S W -> E = M *m W -> pencil_max S A W.
Proof.
move=> h f e; split=> // W' f'; have := h W' (H *m W'^T); rewrite (rc_value_best f') e => h'.
by have := le_trans (rc_value_ge M D f) h'; rewrite ler_add2l ler_opp2.
Qed.
Theorem pencil_max_rc_min W : pencil_max S A W -> rc_min W (H *m W^T).
Proof.
move=> [f h] E' D'; have [M' [W' [f' ->]]] := frame_factor E'.
by rewrite rc_value_best //; apply: le_trans (rc_value_ge M' D' f'); rewrite ler_add2l ler_opp2 h.
Qed.

Theorem rc_min_iff E D : rc_min E D <->
  exists M W, [/\ pencil_max S A W, E = M *m W & D *m M = H *m W^T].
Proof.
split=> [h|[M [W [[f h] -> e]]]]; last first.
  move=> E' D'; rewrite rc_value_factor // e subrr /fnorm2 mul0mx mxtrace0 addr0.
  have [M' [W' [f' ->]]] := frame_factor E'; apply: le_trans (rc_value_ge M' D' f').
  by rewrite ler_add2l ler_opp2 h.
have [M [W [f e]]] := frame_factor E; exists M, W; split=> //; first exact: rc_min_pencil_max h f e.
have := h W (H *m W^T); rewrite rc_value_best // e rc_value_factor // ger_addl => le0.
apply/eqP; rewrite -subr_eq0; apply/eqP/fnorm2_eq0.
by apply/eqP; rewrite eq_le le0 fnorm2_ge0.
Qed.
End RCReduction.

Section RCBlock.
Variables (F : rcfType) (k m : nat) (S H C : 'M[F]_(k + m)).
Hypotheses (sS : S^T = S) (pS : pd S).
Theorem rc_recovery :
  (forall (E : 'M[F]_(k, k + m)) D, rc_min S H C E D -> rsubmx E = 0) <->
  (forall W : 'M[F]_(k, k + m), pencil_max S (H^T *m H) W -> rsubmx W = 0).
Proof.
have kd := leq_addr m k; split=> h.
  by move=> W mW; apply: (h W (H *m W^T)); apply: pencil_max_rc_min.
move=> E D mE; have [M [W [f e]]] := frame_factor sS pS kd E.
have := h W (rc_min_pencil_max mE f e); rewrite e => W0.
by rewrite -[W]hsubmxK W0 mul_mx_row mulmx0 row_mxKr.
Qed.
End RCBlock.
