//! (59) and (74): as α -> inf at fixed n, what the whitened matrices of the corrupted data keep on the
//! noise components Q2 vanishes. With the cross terms B = X1'N2/n, which (57), (58), (72) and (73) drop.
//!
//! C~ is the second moment of the corrupted data, S~ = C~ + Θ + α² Γ. The Schur complement of S~ on
//! Q2 is D - B'(C1 + Θ1)^-1 B + Θ2 + α² Γ2, and C~ >= 0 leaves D - B'(C1 + Θ1)^-1 B >= 0. So
//!
//! | | bound |
//! |---|---|
//! | Q2' S~^-1 Q2 | trace <= tr(Γ2^-1)/α² |
//! | (59) Q2' C~ S~^-1/2 Q2 | squared norm <= \|C~\|² tr(Γ2^-1)/α² |
//! | (74) Q2' S~^-1/2 C~ S~^-1/2 Q2 | trace <= tr(C~) tr(Γ2^-1)/α² |
//!
//! The exact instances choose S~^1/2 first, and take C~, Θ and Γ from its square.

use crate::claims::context::Noise;
use crate::claims::routes::decay::{ALPHAS, Decay, IN_ALPHA, slope_evidence};
use crate::claims::{Context, Evidence, Line, Run};
use crate::error::Result;
use crate::linalg::exact::{
    exact_solve, inertia, is_positive_semidefinite, random_matrix, random_orthogonal, random_positive,
};
use crate::linalg::float::symmetric_eigen;
use crate::moments::objective::inner;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A corrupted sample whose S~^1/2 is rational, in a rational basis Q.
struct Instance {
    /// C~.
    second: DMatrix<Rational>,
    /// S~^-1/2.
    inverse_root: DMatrix<Rational>,
    /// Q2, d x m.
    noise: DMatrix<Rational>,
    gamma: DMatrix<Rational>,
}

impl Instance {
    fn random(rng: &mut ChaCha8Rng, alpha: &Rational) -> Result<Self> {
        let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
        let d = k + m;
        let mut positive = |size: usize| {
            let f = random_matrix(rng, size, size, 2);
            &f * f.transpose() + DMatrix::<Rational>::identity(size, size)
        };
        let (first, second, theta) = (positive(k), positive(m) * alpha.clone(), positive(m) / ratio(4, 1));
        let (mut coupling, part) = (random_matrix(rng, k, m, 2) / alpha.clone(), ratio(rng.random_range(1..=3), 4));
        // Some cross term is not 0.
        coupling[(0, 0)] = random_positive(rng, 2) / alpha;
        let rest = random_matrix(rng, m, m, 1);
        let q = random_orthogonal(rng, d, 2)?;
        loop {
            let mut root = DMatrix::zeros(d, d);
            root.view_mut((0, 0), (k, k)).copy_from(&first);
            root.view_mut((0, k), (k, m)).copy_from(&coupling);
            root.view_mut((k, 0), (m, k)).copy_from(&coupling.transpose());
            root.view_mut((k, k), (m, m)).copy_from(&second);
            let s = &root * &root;
            // C1 = part A1, Θ1 the rest of it; D >= B'C1^-1 B.
            let mut c = s.clone();
            let c1 = s.view((0, 0), (k, k)).map(|v| v * &part);
            let b = s.view((0, k), (k, m)).into_owned();
            let of_noise = b.transpose() * exact_solve(&c1, &b)? + &rest * rest.transpose();
            let gamma = (s.view((k, k), (m, m)) - &of_noise - &theta) / (alpha * alpha);
            if inertia(&gamma).positive == m && inertia(&root).positive == d {
                c.view_mut((0, 0), (k, k)).copy_from(&c1);
                c.view_mut((k, k), (m, m)).copy_from(&of_noise);
                let turn = |m: DMatrix<Rational>| &q * m * q.transpose();
                let inverse_root = turn(exact_solve(&root, &DMatrix::identity(d, d))?);
                return Ok(Self { second: turn(c), inverse_root, noise: q.columns(k, m).into_owned(), gamma });
            }
            coupling /= ratio(2, 1);
        }
    }
}

/// The equation of a paradigm: its number, exactly and by its decay on the data.
pub(in crate::claims) fn vanish(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut evidence = vec![bounded(context, paradigm)?];
    for noise in Noise::ALL {
        evidence.push(decays(context, paradigm, noise)?);
    }
    Ok(evidence)
}

fn number(paradigm: Paradigm) -> u8 {
    match paradigm {
        Paradigm::Reconstruction => 59,
        Paradigm::JointEmbedding => 74,
    }
}

fn bounded(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let (number, what) = match paradigm {
        Paradigm::Reconstruction => (number(paradigm), "|Q2'C~ S~^-1/2 Q2|² <= |C~|² tr(Γ2^-1)/α²"),
        Paradigm::JointEmbedding => (number(paradigm), "tr Q2'S~^-1/2 C~ S~^-1/2 Q2 <= tr(C~) tr(Γ2^-1)/α²"),
    };
    let id = format!("equation-{number}");
    let compared = format!(
        "({number}) with its cross terms at α = 10, 100 and 1000: {what}, tr Q2'S~^-1 Q2 <= tr(Γ2^-1)/α², and C~ >= 0 with B not 0"
    );
    let line = Line::exact(id, compared, "α 1000 and 3/2 times as large in the bounds; C~ without its cross terms");
    let stream = ("noise components", paradigm.short());
    line.on_random(context, stream, [6, 18, 100], |case, rng, tally| {
        let alpha = ratio([10, 100, 1000][case % 3], 1);
        let instance = Instance::random(rng, &alpha)?;
        let Instance { second, inverse_root, noise, gamma } = &instance;
        tally.record(second.iter().chain(inverse_root));
        let m = gamma.nrows();
        let of_gamma = exact_solve(gamma, &DMatrix::identity(m, m))?.trace();
        let whitened = inverse_root * noise;
        let (left, size) = match paradigm {
            Paradigm::Reconstruction => {
                let kept = noise.transpose() * second * &whitened;
                (inner(&kept, &kept), inner(second, second))
            }
            Paradigm::JointEmbedding => ((whitened.transpose() * second * &whitened).trace(), second.trace()),
        };
        let signal = DMatrix::<Rational>::identity(second.nrows(), second.nrows()) - noise * noise.transpose();
        let cross = &signal * second * noise;
        tally.case(|run| {
            let bound = |factor: Rational| &of_gamma / (&alpha * &factor * &alpha * &factor);
            let cross = run.pick(cross.clone(), &cross * ratio(0, 1));
            Ok([
                left <= &size * bound(run.pick(ratio(1, 1), ratio(1000, 1))),
                inner(&whitened, &whitened) <= bound(run.pick(ratio(1, 1), ratio(3, 2))),
                is_positive_semidefinite(second) && inner(&cross, &cross) > ratio(0, 1),
            ])
        })
    })
}

/// On a fixed sample of the data, from S~^-1/2 by its eigenvectors: (59) falls as 1/α, (74) as 1/α².
fn decays(context: &Context<'_>, paradigm: Paradigm, noise: Noise) -> Result<Evidence> {
    let (draws, name, number) = (context.draws(noise)?, noise.name(), number(paradigm));
    let (corrupted, k) = (&draws.fixed.1, draws.problem.rank());
    let rate = match paradigm {
        Paradigm::Reconstruction => (-1.0, 0.01),
        Paradigm::JointEmbedding => (-2.0, 0.01),
    };
    let compared = format!("{name} noise, n = {} fixed: log of the norm of ({number}) against log α", corrupted.count);
    // S~^-1/2, which the control shares.
    let root = |&alpha: &f64| -> Result<DMatrix<f64>> {
        let eigen = symmetric_eigen(&(&corrupted.second + draws.problem.covariance(alpha)))?;
        let scale = DMatrix::from_diagonal(&eigen.values.map(|v| 1.0 / v.sqrt()));
        Ok(&eigen.vectors * scale * eigen.vectors.transpose())
    };
    let roots = ALPHAS.iter().map(root).collect::<Result<Vec<_>>>()?;
    let decay = |run: Run| {
        let m = corrupted.dimension() - k;
        // In the control the last signal direction stands for the last noise direction.
        let from = run.pick(k, k - 1);
        let norm = |root: &DMatrix<f64>| {
            let right = &corrupted.second * root.columns(from, m);
            match paradigm {
                Paradigm::Reconstruction => right.rows(from, m).norm(),
                Paradigm::JointEmbedding => (root.columns(from, m).transpose() * right).norm(),
            }
        };
        Ok(Decay::exact(ALPHAS.to_vec(), roots.iter().map(norm).collect(), corrupted.count))
    };
    slope_evidence(
        format!("equation-{number}-{name}"),
        compared,
        IN_ALPHA,
        rate,
        "the last signal direction in Q2",
        decay,
    )
}
