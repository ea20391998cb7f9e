//! Appendix A.1 and A.2 line by line: the derivations of Theorems 3.1 and 3.2, exactly, on random
//! finite laws of views whose square roots are rational.
//!
//! Each side of an equation is evaluated as printed, from definitions that are enumerated over the
//! law. M = D E, R = S^1/2, M' = M R, W is k x d.
//!
//! | equation | what is checked |
//! |---|---|
//! | (13) | loss by definition = residuals on mean views + tr(M Σ M') |
//! | (14) | the same with \|X - Xbar E'D'\|²/n |
//! | (15) | the same of M, of rank at most k |
//! | (16) | its expansion into four traces |
//! | (17) | (16) without tr(X'X)/n |
//! | (18) | with 2/n before the second trace, where the print has 2: (17) at M = M' R^-1, of the same rank |
//! | (19) | (18) + \|X'Xbar R^-1/n\|², whatever M' |
//! | (20) | X'Xbar R^-1/n = L Φ P', L and P orthogonal |
//! | (21) | of rank k; (19) is sum_{j>k} φ_j² there, and not less at other M' of rank at most k |
//! | (22) | M* = M'* R^-1 has (15) = tr(X'X)/n - sum_{j<=k} φ_j² |
//! | (23), (24) | D* E* = M* for random T; loss by definition |
//! | (25) | (1/n) sum W E ττ' W' = W S W' |
//! | (26) | with 1/(2n), over pairs of views |
//! | (27)-(29) | over pairs = over views = S - G |
//! | (30)-(32) | for any W, and for feasible W |
//! | (33), (34) | of two feasible W, the one has less in (26) by what it has more in (33); the value of W* |
//! | (35) | its gradient in a random direction, by an exact central difference, is 2 (W G - Λ W S) |
//! | (36), (37) | at W* with U = I, Λ = diag(ω_1, ..., ω_k); for other U with U Λ U' |
//! | (38)-(41) | as printed, P = S^1/2 Q |
//! | (43) | both steps, for any k x k matrix U |
//!
//! (42) is not here: with P = S^1/2 Q its first form is not its second.

use crate::claims::routes::finite_laws::{Enumerated, Law};
use crate::claims::{Context, Evidence, Line, Run, Statement, Tag, Tally};
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_orthogonal};
use crate::moments::ViewMoments;
use crate::moments::objective::{self, inner};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;

type Matrix = DMatrix<Rational>;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "derivations",
    source: "Appendix A.1 and A.2, (13)-(41) and (43)",
    about: "the derivations line by line",
    statement: "Each equation of the proofs of Theorems 3.1 and 3.2 holds as printed, right side against left side, (18) with $2/n$ in place of 2; (42) is not claimed.",
    assumptions: "$S$ positive definite; instances with a finite law of views and a rational $S^{1/2}$",
    difference: Some("(18) lacks $1/n$ before its second trace; (19) has it."),
    snapshots: &["claims"],
    tags: &[Tag::WithoutTheorem(
        "identities, each checked on both sides; those that the print gets wrong or that were in doubt, (18) and (26), have theorems under other claims",
    )],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok([reconstruction(context)?, joint_embedding(context)?].concat())
}

fn square(m: &Matrix) -> Rational {
    inner(m, m)
}

/// tr(M A M') for the norm |M|_A².
fn weighted(m: &Matrix, a: &Matrix) -> Rational {
    (m * a * m.transpose()).trace()
}

fn rank(m: &Matrix) -> usize {
    inertia(&(m * m.transpose())).positive
}

fn diagonal(values: &[Rational]) -> Matrix {
    Matrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
}

/// Appendix A.1, with all that is printed there.
struct Reconstruction {
    law: Law,
    found: Enumerated,
    n: Rational,
}

impl Reconstruction {
    /// The loss of (SSL-RC) by its definition.
    fn loss(&self, x: &Matrix, m: &Matrix) -> Rational {
        self.law.average(|i, view| square(&(x.rows(i, 1).transpose() - m * view)))
    }

    /// (15), whose constraint is the rank of M.
    fn of_m(&self, m: &Matrix) -> Rational {
        square(&(&self.law.x - &self.found.means * m.transpose())) / &self.n + weighted(m, &self.found.covariance)
    }

    /// (16): the four traces.
    fn traces(&self, m: &Matrix) -> [Rational; 4] {
        let (x, means, n) = (&self.law.x, &self.found.means, &self.n);
        [
            (x.transpose() * x).trace() / n,
            (m * means.transpose() * means * m.transpose()).trace() / n,
            (m * means.transpose() * x).trace() * ratio(2, 1) / n,
            weighted(m, &self.found.covariance),
        ]
    }

    /// (17).
    fn reduced(&self, m: &Matrix) -> Rational {
        let (x, means, n) = (&self.law.x, &self.found.means, &self.n);
        let quadratic = means.transpose() * means / n.clone() + &self.found.covariance;
        weighted(m, &quadratic) - (m * means.transpose() * x).trace() * ratio(2, 1) / n
    }

    /// (18), with a factor before the second trace.
    fn of_root(&self, m: &Matrix, factor: &Rational) -> Rational {
        let second = m * &self.law.inverse_root * self.found.means.transpose() * &self.law.x;
        (m * m.transpose()).trace() - second.trace() * factor
    }

    /// X'Xbar S^-1/2 / n, what (19) projects and (20) decomposes.
    fn whitened(&self) -> Matrix {
        self.law.x.transpose() * &self.found.means * &self.law.inverse_root / self.n.clone()
    }
}

fn reconstruction(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let lines = [
        Line::exact(
            "equations-13-17",
            "(13) = (14) = (15) = (16) at random D, E, the rank of (15), (17) + tr(X'X)/n; and the loss as a function of moments",
            "in turn: a sample, Σ, Xbar, M, M, X, D off by 1/1000 in the first entry; M of full rank",
        ),
        Line::exact(
            "equations-18-19",
            "(18) with 2/n = (17), M' and M of one rank, (19) = (18) + |X'Xbar S^-1/2/n|²",
            "(18) with 2 as printed; M' of full rank; M' off by 1/1000",
        ),
        Line::exact(
            "equations-20-24",
            "(20) with orthogonal factors; (21): rank, value, no competitor below; (22): value; (23), (24): D* E* = M* and the loss by definition",
            "in turn: φ_1, L and P, M'*, M*, T^-1, D* off by 1/1000; M'* with k - 1 terms, and its value for the least",
        )
        .kinds(&["competitor strictly above"]),
    ];
    let stream = (STATEMENT.name, "reconstruction");
    let gathered = Line::all_on_random(lines, context, stream, [4, 12, 60], |case, rng, [first, second, third]| {
        let d = 2 + usize::from(case % 3 == 2);
        let law = Law::reconstruction(rng, d)?;
        let a1 = Reconstruction { found: law.enumerated(), n: law.n(), law };
        first.record(a1.law.x.iter().chain(&a1.law.root));
        for k in 1..=d {
            equations_13_to_17(&a1, k, rng, first)?;
            equations_18_and_19(&a1, k, rng, second)?;
            equations_20_to_24(&a1, k, rng, third)?;
        }
        Ok(())
    });
    gathered.map(Vec::from)
}

fn equations_13_to_17(a1: &Reconstruction, k: usize, rng: &mut ChaCha8Rng, tally: &mut Tally) -> Result<()> {
    let (x, found, d) = (&a1.law.x, &a1.found, a1.law.x.ncols());
    let (decoder, encoder) = (random_matrix(rng, d, k, 3), random_matrix(rng, k, d, 3));
    let m = &decoder * &encoder;
    let views = ViewMoments {
        data_second: x.transpose() * x / a1.n.clone(),
        cross: x.transpose() * &found.means / a1.n.clone(),
        ..ViewMoments::additive(found.of_means.clone(), found.covariance.clone())
    };
    let loss = a1.loss(x, &m);
    if k < d {
        let full = Matrix::identity(d, d) + &m * ratio(1, 1000);
        tally.case(|run| Ok([rank(run.pick(&m, &full)) <= k]))?;
    }
    tally.case(|run| {
        let residuals = |means: &Matrix| -> Rational {
            (0..x.nrows()).map(|i| square(&(x.rows(i, 1).transpose() - &m * means.rows(i, 1).transpose()))).sum()
        };
        let [data, mean, cross, ridge] = a1.traces(&run.off(m.clone()));
        let of_means = run.off(found.means.clone());
        let (products, sigma) = (&of_means * encoder.transpose() * decoder.transpose(), &found.covariance);
        let constant = square(&run.off(x.clone())) / &a1.n;
        Ok([
            a1.loss(&run.off(x.clone()), &m) == residuals(&found.means) / &a1.n + weighted(&m, sigma),
            loss == residuals(&found.means) / &a1.n + weighted(&m, &run.off(sigma.clone())),
            loss == square(&(x - products)) / &a1.n + weighted(&(&decoder * &encoder), sigma),
            loss == a1.of_m(&run.off(m.clone())),
            loss == data + mean - cross + ridge,
            a1.reduced(&m) + constant == loss,
            loss == objective::reconstruction(&encoder, &run.off(decoder.clone()), &views),
        ])
    })
}

fn equations_18_and_19(a1: &Reconstruction, k: usize, rng: &mut ChaCha8Rng, tally: &mut Tally) -> Result<()> {
    let d = a1.law.x.ncols();
    let m = random_matrix(rng, d, k, 3) * random_matrix(rng, k, d, 3);
    let (of_m, full) = (&m * &a1.law.root, Matrix::identity(d, d));
    let two_over_n = ratio(2, 1) / &a1.n;
    let target = a1.whitened();
    if k < d {
        tally.case(|run| Ok([rank(run.pick(&of_m, &full)) == rank(&m)]))?;
    }
    tally.case(|run| {
        let as_printed = run.pick(two_over_n.clone(), ratio(2, 1));
        let distance = square(&(run.off(of_m.clone()) - &target));
        Ok([
            a1.of_root(&of_m, &as_printed) == a1.reduced(&m),
            distance == a1.of_root(&of_m, &two_over_n) + square(&target),
        ])
    })
}

fn equations_20_to_24(a1: &Reconstruction, k: usize, rng: &mut ChaCha8Rng, tally: &mut Tally) -> Result<()> {
    let (law, d) = (&a1.law, a1.law.x.ncols());
    let (target, identity) = (a1.whitened(), Matrix::identity(d, d));
    let squares = |range: std::ops::Range<usize>| law.spectrum[range].iter().map(|phi| phi * phi).sum::<Rational>();
    let phi = diagonal(&law.spectrum);
    let cut = |k: usize| {
        let (left, right) = (law.left.columns(0, k), law.right.columns(0, k));
        left * diagonal(&law.spectrum[..k]) * right.transpose()
    };
    let best = cut(k);
    let m = &best * &law.inverse_root;
    let least = squares(k..d);
    // Invertible by its diagonal, and small enough for the loss to tell.
    let t = random_matrix(rng, k, k, 2) + Matrix::identity(k, k) * ratio(2 * k as i64 + 1, 1);
    let inverse = exact_solve(&t, &Matrix::identity(k, k))?;
    let encoder = &t * law.right.columns(0, k).transpose() * &law.inverse_root;
    let decoder = law.left.columns(0, k) * diagonal(&law.spectrum[..k]);
    let optimum = square(&law.x) / &a1.n - squares(0..k);
    tally.case(|run| {
        let (left, right) = (run.off(law.left.clone()), run.off(law.right.clone()));
        let ordered = law.spectrum.windows(2).all(|pair| pair[0] > pair[1]) && law.spectrum[d - 1] > ratio(0, 1);
        let of_t = &decoder * run.off(inverse.clone());
        let d_star = run.off(&decoder * &inverse);
        Ok([
            target == &law.left * run.off(phi.clone()) * law.right.transpose(),
            left.transpose() * &left == identity && right.transpose() * &right == identity && ordered,
            rank(&run.pick(best.clone(), cut(k - 1))) == k,
            square(&(run.off(best.clone()) - &target)) == least,
            a1.of_m(&run.off(m.clone())) == optimum,
            of_t * &encoder == m,
            a1.loss(&law.x, &(d_star * &encoder)) == optimum,
        ])
    })?;
    for trial in 0..4 {
        let (p, q) = (random_matrix(rng, d, k, 3), random_matrix(rng, k, d, 3));
        // Every other one is M'* with its rows turned a little, or another mixture of them.
        let near = Matrix::identity(d, d) + &p * &q / ratio(50, 1);
        let other = if trial % 2 == 0 { near * &best } else { p * q };
        let there = square(&(&other - &target));
        if there > least {
            tally.saw("competitor strictly above");
        }
        let worse = square(&(cut(k - 1) - &target));
        tally.case(|run| Ok([rank(&other) <= k && run.pick(&there, &least) >= run.pick(&least, &worse)]))?;
    }
    Ok(())
}

/// Appendix A.2.
struct JointEmbedding {
    law: Law,
    found: Enumerated,
    /// (27), over pairs of views.
    of_pairs: Matrix,
    inverse: Matrix,
}

fn joint_embedding(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let lines = [
        Line::exact(
            "equations-25-29",
            "(25) at a random W; (26) over pairs of views; (27) over pairs = (28) over views = (29) S - G",
            "in turn: W, W, a pair, G, S off by 1/1000 in the first entry",
        ),
        Line::exact(
            "equations-30-34",
            "(30) at a random W; (31), (32), (34) at feasible W; (33): two feasible W differ in it as in (26), other sign; its value at W*",
            "in turn: W, W, k, W, ω_1, and W for (33), off by 1/1000",
        ),
        Line::exact(
            "equations-35-43",
            "gradient of (35); (36) and (37), U = I and random U; (38), (39), (40), (41); both steps of (43) at a random U",
            "in turn: Λ, W*, W*, W*, G, ω_1, Q, P, W, Q_k off by 1/1000 in the first entry",
        ),
    ];
    let stream = (STATEMENT.name, "joint-embedding");
    let gathered = Line::all_on_random(lines, context, stream, [4, 12, 60], |case, rng, [first, second, third]| {
        let d = 2 + usize::from(case % 3 == 2);
        let law = Law::joint_embedding(rng, d)?;
        let mut of_pairs = Matrix::zeros(d, d);
        let differences = law.differences();
        differences.iter().for_each(|(p, step)| of_pairs += step * step.transpose() * (p / ratio(2, 1)));
        let a2 =
            JointEmbedding { found: law.enumerated(), inverse: &law.inverse_root * &law.inverse_root, of_pairs, law };
        first.record(a2.law.root.iter().chain(&a2.law.right).chain(&a2.law.x));
        for k in 1..=d {
            let w = random_matrix(rng, k, d, 3);
            // The definition over pairs is the dear part: once for each k.
            let invariance: Rational = differences.iter().map(|(p, step)| p * square(&(&w * step))).sum();
            equations_25_to_29(&a2, &w, &(invariance / ratio(2, 1)), first)?;
            equations_30_to_34(&a2, &w, rng, second)?;
            equations_35_to_43(&a2, &w, rng, third)?;
        }
        Ok(())
    });
    gathered.map(Vec::from)
}

fn equations_25_to_29(a2: &JointEmbedding, w: &Matrix, invariance: &Rational, tally: &mut Tally) -> Result<()> {
    let Enumerated { second, of_means, covariance, .. } = &a2.found;
    let constraint = (0..a2.law.views.len())
        .flat_map(|i| &a2.law.views[i])
        .fold(Matrix::zeros(w.nrows(), w.nrows()), |sum, (p, view)| {
            sum + w * view * view.transpose() * w.transpose() * (p / a2.law.n())
        });
    let s = &a2.law.root * &a2.law.root;
    tally.case(|run| {
        let off = run.off(w.clone());
        Ok([
            constraint == &off * &s * off.transpose(),
            *invariance == weighted(&off, covariance),
            run.off(a2.of_pairs.clone()) == *covariance,
            *covariance == second - run.off(of_means.clone()),
            *covariance == run.off(s.clone()) - of_means,
        ])
    })
}

fn equations_30_to_34(a2: &JointEmbedding, w: &Matrix, rng: &mut ChaCha8Rng, tally: &mut Tally) -> Result<()> {
    let (k, d) = w.shape();
    let Enumerated { second: s, of_means: g, covariance: sigma, .. } = &a2.found;
    // Feasible: k orthonormal rows times S^-1/2.
    let mut feasible = || Ok(random_orthogonal(rng, d, 2)?.rows(0, k) * &a2.law.inverse_root);
    let (one, other): (Result<Matrix>, Result<Matrix>) = (feasible(), feasible());
    let (one, other) = (one?, other?);
    let best = a2.law.right.columns(0, k).transpose() * &a2.law.inverse_root;
    let value = a2.law.spectrum[..k].iter().sum::<Rational>();
    let dimension = ratio(k as i64, 1);
    // For k = d all feasible W have one value.
    if k < d {
        tally.case(|run| {
            let less = weighted(&run.off(one.clone()), sigma) - weighted(&other, sigma);
            Ok([less == weighted(&other, g) - weighted(&one, g)])
        })?;
    }
    tally.case(|run| {
        let off = run.off(one.clone());
        let (of_k, traced) = (run.off(dimension.clone()), Matrix::identity(k, k).trace());
        Ok([
            weighted(&run.off(w.clone()), sigma) == weighted(w, s) - weighted(w, g),
            weighted(&off, sigma) == traced - weighted(&one, g),
            weighted(&one, sigma) == of_k - weighted(&one, g),
            &off * s * off.transpose() == Matrix::identity(k, k),
            weighted(&best, g) == run.off(value.clone()),
        ])
    })
}

fn equations_35_to_43(a2: &JointEmbedding, w: &Matrix, rng: &mut ChaCha8Rng, tally: &mut Tally) -> Result<()> {
    let (k, d) = w.shape();
    let (g, s, law) = (&a2.found.of_means, &a2.found.second, &a2.law);
    let (root, inverse_root, q) = (&law.root, &law.inverse_root, &law.right);
    let (lambda, direction) = (diagonal(random_matrix(rng, k, 1, 3).as_slice()), random_matrix(rng, k, d, 3));
    let lagrangian = |w: &Matrix| weighted(w, g) - (&lambda * (w * s * w.transpose() - Matrix::identity(k, k))).trace();
    // Quadratic, so the central difference is the derivative.
    let slope = (lagrangian(&(w + &direction)) - lagrangian(&(w - &direction))) / ratio(2, 1);
    let (omega, all) = (diagonal(&law.spectrum[..k]), diagonal(&law.spectrum));
    let u = random_orthogonal(rng, k, 3)?;
    let any = random_matrix(rng, k, k, 3);
    let q_k = q.columns(0, k).into_owned();
    let best = q_k.transpose() * inverse_root;
    let (turned, multiplier) = (&u * &best, &u * &omega * u.transpose());
    let g_s = g * &a2.inverse;
    let p = root * q;
    tally.case(|run| {
        let of = |run: Run, w: &Matrix| run.off(w.clone());
        let gradient = (w * g - of(run, &lambda) * w * s) * ratio(2, 1);
        let (one, rotated) = (of(run, &best), of(run, &turned));
        let constraint = |w: &Matrix| w * s * w.transpose();
        let (q_off, p_off) = (of(run, q), of(run, &p));
        let through = &any * of(run, &q_k).transpose() * &q_k * any.transpose();
        Ok([
            slope == inner(&gradient, &direction),
            &one * g == &omega * &one * s,
            &rotated * g == &multiplier * &rotated * s,
            &one * &g_s == &omega * &one && &rotated * &g_s == &multiplier * &rotated,
            g_s == root * (inverse_root * of(run, g) * inverse_root) * inverse_root,
            inverse_root * g * inverse_root == q * of(run, &all) * q.transpose(),
            g_s == root * &q_off * &all * q.transpose() * inverse_root,
            &g_s * &p_off == &p * &all,
            constraint(&(&any * &one)) == &any * any.transpose(),
            through == &any * any.transpose(),
        ])
    })
}
