//! Counts with Poisson noise: binomial thinning of them is exactly aligned noise.

use crate::augment::{AlignedNoise, Channel, Thinning};
use crate::claims::routes::exact::random_means;
use crate::claims::routes::populations::suitable;
use crate::claims::{Context, Evidence, Statement};
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_positive};
use crate::moments::DataMoments;
use crate::scalar::{Rational, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "poisson-counts",
    source: "Extension: binomial thinning of Poisson counts",
    about: "thinning imitates Poisson noise exactly",
    statement: r"Divided by $p$, binomial thinning is additive noise of covariance $\alpha^2 D$, $\alpha^2 = \frac{1-p}{p}$, $D = \mathrm{diag}(\mathrm{mean})$, and $D$ is the covariance of Poisson noise: if $x$ is Poisson given its mean $s$, $C = C_s + D$, so $T(\alpha)$ is exactly aligned with $\Theta = 0$, $\Gamma = D$. Joint-embedding is then the top $k$ of $(C_s, D)$, and for $\mathrm{rank}\,C_s = k$ its row space is $D^{-1}\,\mathrm{range}(C_s)$ at every $p$.",
    assumptions: "every mean positive. $C$ and $C_s$ are second moments, not centred: they hold the mean's own square",
    difference: Some("Not in the paper; the noise overlaps the signal here, so its thresholds do not apply."),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![exact_aligned(context)?, exact_poisson(context)?])
}

fn scaled(m: &DMatrix<Rational>, by: &Rational) -> DMatrix<Rational> {
    m.map(|v| v * by)
}

/// S/p², G/p² and H/p are those of T(α) with Θ = 0, Γ = D, α² = (1-p)/p.
fn exact_aligned(context: &Context<'_>) -> Result<Evidence> {
    let compared = "thinning over p is T(α) with Θ = 0, Γ = D, α² = (1-p)/p";
    let of = (compared, "p off by 1/1000 in the rescaling");
    Evidence::exact_cases(context, (STATEMENT.name, "aligned"), of, [5, 30, 200], |case, rng, tally| {
        let (data, diagonal) = random_means(rng, 1 + case % 4)?;
        let d = diagonal.nrows();
        // p = 1/(1 + α²) for a rational α.
        let alpha = random_positive(rng, 5);
        let p = Rational::one() / (Rational::one() + &alpha * &alpha);
        let thinned = Thinning::new(d, p.clone())?.views(&data)?;
        let noisy = AlignedNoise::new_exact(DMatrix::zeros(d, d), diagonal, alpha)?.views(&data)?;
        tally.record(thinned.view_second.iter().chain(&thinned.cross));
        tally.case(|run| {
            let p = run.off(p.clone());
            Ok([
                thinned.view_second == scaled(&noisy.view_second, &(&p * &p)),
                thinned.mean_second == scaled(&noisy.mean_second, &(&p * &p)),
                thinned.cross == scaled(&noisy.cross, &p),
            ])
        })
    })
}

/// Poisson counts, C = C_s + D with C_s = F F' of rank k: C D^-1 F = F (I + F'D^-1 F), so D^-1 F
/// spans an invariant space of (C, D); and C - 1 D = C_s has k positive and d - k zero eigenvalues,
/// so it is the top k.
fn exact_poisson(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "Poisson counts with a signal of rank k: joint-embedding has the row space D^-1 range(C_s) at every p";
    let of = (compared, "a mean off by 1/1000 in D^-1 F; the eigenvalue p off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "row-space"), of, [5, 30, 200], |_, rng, tally| {
        let (f, mean) = suitable(|| {
            let (d, k) = (rng.random_range(2..=4), rng.random_range(1..=2));
            // F >= 0, so that F (weights) is a mean of counts.
            let f = random_matrix(rng, d, k, 4).map(|v| if v < Rational::zero() { -v } else { v });
            let weights = DMatrix::from_fn(k, 1, |_, _| random_positive(rng, 3));
            let mean = (&f * weights).column(0).into_owned();
            let usable = k < d && !mean.iter().any(Zero::is_zero) && inertia(&(f.transpose() * &f)).positive == k;
            Ok(usable.then_some((f, mean)))
        })?;
        let (d, k) = f.shape();
        let diagonal = DMatrix::from_diagonal(&mean);
        let second = &f * f.transpose() + &diagonal;
        let data = DataMoments {
            count: 1,
            mean,
            second,
            label_cross: DMatrix::zeros(0, d),
            label_mean: DVector::zeros(0),
            label_energy: Rational::zero(),
        };
        let p = ratio(rng.random_range(1..8), 8);
        let views = Thinning::new(d, p.clone())?.views(&data)?;
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case(|run| {
            let rows = exact_solve(&run.off(diagonal.clone()), &f)?;
            let inner = f.transpose() * &rows;
            // ω at μ = 1: f(1) = p. S V (...) = G V on the invariant space, and G - p S is PSD of
            // rank k.
            let invariant = &data.second * &rows == &diagonal * &rows * (DMatrix::identity(k, k) + inner);
            let above = inertia(&(&views.mean_second - scaled(&views.view_second, &run.off(p.clone()))));
            Ok([invariant, (above.positive, above.zero) == (k, d - k)])
        })
    })
}
