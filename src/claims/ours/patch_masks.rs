//! Patch masks, as in masked auto-encoders: the same solution of joint-embedding at every ratio,
//! MAXVAR, and what reconstruction does instead.

use crate::augment::{Augmentation, Channel, Mask};
use crate::claims::routes::exact::{eigenvalue, random_data};
use crate::claims::routes::{certificate, drawn, images, minimiser};
use crate::claims::{Context, Effort, Evidence, Line, Measured, Route, Statement, Tag, largest_of};
use crate::error::Result;
use crate::linalg::angles::{principal_sines, row_space_distance};
use crate::linalg::exact::{exact_solve, random_positive};
use crate::linalg::float::thin_svd;
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::solve;
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "masking",
    source: "Extension: random masks, as in masked auto-encoders",
    about: "patch masks: joint-embedding is MAXVAR-GCCA of the patches at every ratio, reconstruction is not",
    statement: r"$K$ of $N$ patches kept, $K < N$ (or each with one probability): joint-embedding is the top $k$ of $(C, \mathrm{BD}(C))$, $\mathrm{BD}$ the patch-diagonal part, which is MAXVAR generalised canonical correlation analysis of the patches, whatever the ratio; $\omega = \frac{p\mu}{\rho\mu + 1 - \rho}$, $p = \frac{K}{N}$, $\rho = \frac{K-1}{N-1}$. Reconstruction is the top $k$ of $(C^2, \rho C + (1-\rho)\,\mathrm{BD}(C))$ and depends on the ratio.",
    assumptions: r"$\mathrm{BD}(C)$ positive definite",
    difference: Some(
        r"Not in the paper, whose $T(\alpha)$ has $\mathbb{E}\,\tau(x) = x$. The ratio drops out only if all patches have one keep probability: unequal ones weight the patches.",
    ),
    snapshots: &["claims", "families"],
    tags: &[Tag::Certified, Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![
        exact_patch_moments(context)?,
        exact_ratio_free(context)?,
        exact_maxvar(context)?,
        exact_reconstruction_depends()?,
        exact_unequal_rates()?,
        minimiser_ratio()?,
    ];
    evidence.extend(patches_of_pixels(context)?);
    Ok(evidence)
}

/// What rounding may leave of a sine or a distance of row spaces, over the eigengap.
const ROUNDING: f64 = 1e-8;

/// Patches of d coordinates: the first N coordinates open the patches, the others join at random.
fn random_patches(rng: &mut ChaCha8Rng, d: usize, patches: usize) -> Vec<usize> {
    (0..d).map(|i| if i < patches { i } else { rng.random_range(0..patches) }).collect()
}

/// BD(C).
fn patch_diagonal(c: &DMatrix<Rational>, patch: &[usize]) -> DMatrix<Rational> {
    DMatrix::from_fn(
        patch.len(),
        patch.len(),
        |i, j| {
            if patch[i] == patch[j] { c[(i, j)].clone() } else { Rational::zero() }
        },
    )
}

fn scaled(m: &DMatrix<Rational>, by: &Rational) -> DMatrix<Rational> {
    m.map(|v| v * by)
}

/// p and ρ for K of N patches.
fn rates(keep: usize, patches: usize) -> (Rational, Rational) {
    let (k, n) = (keep as i64, patches as i64);
    (ratio(k, n), if n == 1 { Rational::one() } else { ratio(k - 1, n - 1) })
}

fn exact_views(mask: &Mask<f64>, data: &DataMoments<Rational>) -> Result<ViewMoments<Rational>> {
    mask.exact().views(data)
}

/// S and H by running through all choices of K patches, against the channel and against p (ρ C +
/// (1-ρ) BD(C)), p C.
fn exact_patch_moments(context: &Context<'_>) -> Result<Evidence> {
    let compared = "S and H over all choices of patches: the channel and p (ρ C + (1-ρ) BD(C)), p C";
    let of = (compared, "C off by 1/1000 in the sum over choices, ρ and p off in the formula");
    Evidence::exact_cases(context, (STATEMENT.name, "patch-moments"), of, [4, 12, 60], |instance, rng, tally| {
        let patches = 1 + instance % 4;
        let d = patches + instance % 3;
        let patch = random_patches(rng, d, patches);
        let (_, data) = random_data(rng, d)?;
        let c = &data.second;
        for keep in 1..=patches {
            let choices: Vec<usize> = (0usize..1 << patches).filter(|s| s.count_ones() as usize == keep).collect();
            let kept = |choice: usize, i: usize| choice >> patch[i] & 1 == 1;
            let share = |count: usize| ratio(count as i64, choices.len() as i64);
            let views = exact_views(&Mask::patches(&patch, keep)?, &data)?;
            tally.record(views.view_second.iter().chain(&views.cross));
            tally.case(|run| {
                let wrong = run.off(c.clone());
                let second = DMatrix::from_fn(d, d, |i, j| {
                    share(choices.iter().filter(|&&s| kept(s, i) && kept(s, j)).count()) * &wrong[(i, j)]
                });
                let cross = DMatrix::from_fn(d, d, |i, j| {
                    share(choices.iter().filter(|&&s| kept(s, j)).count()) * &wrong[(i, j)]
                });
                let (p, rho) = rates(keep, patches);
                let (p, rho) = (run.off(p), run.off(rho));
                let formula =
                    scaled(&(scaled(c, &rho) + scaled(&patch_diagonal(c, &patch), &(ratio(1, 1) - &rho))), &p);
                Ok([
                    views.view_second == second,
                    views.cross == cross,
                    views.view_second == formula,
                    views.cross == scaled(c, &p),
                    views.mean_second == scaled(c, &(&p * &p)),
                ])
            })?;
        }
        Ok(())
    })
}

/// G - f(μ) S = κ (C - μ BD(C)) for every μ >= 0, with f(μ) = p μ/(ρ μ + 1 - ρ)
/// increasing and κ > 0: hence the same eigenvectors in the same order, for every ratio; H'H -
/// f S = p² C² - f S shows (C², ρ C + (1-ρ) BD(C)).
fn exact_ratio_free(context: &Context<'_>) -> Result<Evidence> {
    let one = Rational::one;
    let compared = "G - f(μ) S = κ (C - μ BD(C)), κ > 0, f increasing; H'H = p² C²";
    let of = (compared, "f, p and ρ off by 1/1000, κ of the other sign, f of two μ swapped");
    Evidence::exact_cases(context, (STATEMENT.name, "ratio-free"), of, [4, 15, 100], |instance, rng, tally| {
        let patches = 2 + instance % 3;
        let d = patches + instance % 2;
        let patch = random_patches(rng, d, patches);
        let (_, data) = random_data(rng, d)?;
        let (c, bd) = (&data.second, patch_diagonal(&data.second, &patch));
        let probability = ratio(rng.random_range(1..8), 8);
        let independent = Mask::independent_patches(&patch, &vec![probability.clone(); patches])?.views(&data)?;
        let mut laws = vec![(probability.clone(), probability, independent)];
        for keep in 1..patches {
            let (p, rho) = rates(keep, patches);
            laws.push((p, rho, exact_views(&Mask::patches(&patch, keep)?, &data)?));
        }
        for (p, rho, views) in laws {
            let mus = [ratio(0, 1), random_positive(rng, 5), random_positive(rng, 5) + ratio(6, 1)];
            let below = |mu: &Rational| &rho * mu + one() - &rho;
            let f = |mu: &Rational| &p * mu / below(mu);
            for (mu, other) in mus.iter().zip(mus.iter().cycle().skip(1)) {
                let kappa = &p * &p * (one() - &rho) / below(mu);
                tally.record(views.view_second.iter().chain([mu]));
                tally.case(|run| {
                    let left = &views.mean_second - scaled(&views.view_second, &run.off(f(mu)));
                    let right = scaled(&(c - scaled(&bd, mu)), &kappa);
                    let positive = run.pick(kappa.clone(), -&kappa) > Rational::zero();
                    let (here, there) = run.pick((f(mu), f(other)), (f(other), f(mu)));
                    let increasing = (mu < other) == (here < there);
                    let (p, rho) = (run.off(p.clone()), run.off(rho.clone()));
                    let denominator = scaled(&(scaled(c, &rho) + scaled(&bd, &(one() - &rho))), &p);
                    let square = views.pencil(Paradigm::Reconstruction).a == scaled(&(c * c), &(&p * &p));
                    Ok([left == right, positive, increasing, square, views.view_second == denominator])
                })?;
            }
        }
        Ok(())
    })
}

/// X BD(C)^-1 X'/n = sum over patches of the projector on the columns of X_a, whose leading
/// eigenvectors are the MAXVAR variables.
fn exact_maxvar(context: &Context<'_>) -> Result<Evidence> {
    let compared = "X BD(C)^-1 X'/n is the sum of the projectors on the patches (MAXVAR)";
    let of = (compared, "a sample off by 1/1000 in the projectors");
    Evidence::exact_cases(context, (STATEMENT.name, "maxvar"), of, [4, 15, 100], |case, rng, tally| {
        let patches = 1 + case % 3;
        let d = patches + case % 2;
        let patch = random_patches(rng, d, patches);
        let (x, data) = random_data(rng, d)?;
        let n = ratio(x.nrows() as i64, 1);
        let whole = &x * exact_solve(&patch_diagonal(&data.second, &patch), &x.transpose())?;
        tally.record(&whole);
        tally.case(|run| {
            let x = run.off(x.clone());
            let mut projectors = DMatrix::zeros(x.nrows(), x.nrows());
            for a in 0..patches {
                let columns: Vec<usize> = (0..d).filter(|&i| patch[i] == a).collect();
                let xa = x.select_columns(&columns);
                projectors += &xa * exact_solve(&(xa.transpose() * &xa), &xa.transpose())?;
            }
            Ok([whole.map(|v| v / &n) == projectors])
        })
    })
}

/// C = [[1, 1/2], [1/2, 1]] + [2] in three patches of one coordinate.
fn instance() -> Result<DataMoments<Rational>> {
    let c = DMatrix::from_fn(3, 3, |i, j| match (i, j) {
        (0, 1) | (1, 0) => ratio(1, 2),
        (2, 2) => ratio(2, 1),
        (i, j) => ratio(i64::from(i == j), 1),
    });
    Ok(DataMoments {
        count: 1,
        mean: DVector::zeros(3),
        second: c,
        label_cross: DMatrix::zeros(0, 3),
        label_mean: DVector::zeros(0),
        label_energy: Rational::zero(),
    })
}

fn column(values: &[i64]) -> DMatrix<Rational> {
    DMatrix::from_column_slice(values.len(), 1, &values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
}

/// On that instance joint-embedding leads with (1, 1, 0) for K = 1 and 2; reconstruction with (1,
/// 1, 0) for K = 1 (p 9/4 > p 2) and with (0, 0, 1) for K = 2 (p 9/5 < p 2).
fn exact_reconstruction_depends() -> Result<Evidence> {
    let data = instance()?;
    let compared = "an instance where the leading row space of reconstruction changes from K = 1 to K = 2, that of joint-embedding not";
    let line = Line::exact("reconstruction-depends", compared, "a C off by 1/1000 in its first entry");
    line.on_each([(1, ratio(9, 4)), (2, ratio(9, 5))], |(keep, rc_pair), tally| {
        tally.case(|run| {
            // Symmetric in the first two coordinates, so that the vectors stay eigenvectors.
            let mut second = run.off(data.second.clone());
            second[(1, 1)] = run.off(second[(1, 1)].clone());
            let views = exact_views(&Mask::patches(&[0, 1, 2], keep)?, &DataMoments { second, ..data.clone() })?;
            let (p, rho) = rates(keep, 3);
            let values =
                |paradigm| [[1, 1, 0], [0, 0, 1], [1, -1, 0]].map(|v| eigenvalue(paradigm, &views, &column(&v)));
            // μ = 3/2, 1, 1/2.
            let omega = |mu: Rational| Some(&p * &mu / (&rho * &mu + ratio(1, 1) - &rho));
            let rest = ratio(1, 4) / (ratio(1, 1) - &rho / ratio(2, 1));
            Ok([
                values(Paradigm::JointEmbedding) == [ratio(3, 2), ratio(1, 1), ratio(1, 2)].map(omega),
                values(Paradigm::Reconstruction) == [&p * &rc_pair, &p * ratio(2, 1), &p * rest].map(Some),
            ])
        })
    })
}

/// Two patches of one coordinate and a third: with keep probabilities (1, 1/9, 1/9) instead of
/// equal ones joint-embedding leads with another coordinate of C = I.
fn exact_unequal_rates() -> Result<Evidence> {
    let data = DataMoments { second: DMatrix::identity(3, 3), ..instance()? };
    let compared = "unequal keep probabilities of patches do matter to joint-embedding";
    let line = Line::exact("unequal-rates", compared, "a keep probability off by 1/1000");
    line.on_each([[ratio(1, 1), ratio(1, 9), ratio(1, 9)]], |keep, tally| {
        tally.case(|run| {
            let [first, second, third] = keep.clone();
            let mask = Mask::independent_patches(&[0, 1, 2], &[first, run.off(second), third])?;
            let views = mask.views(&data)?;
            let axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
            let values = axes.map(|v| eigenvalue(Paradigm::JointEmbedding, &views, &column(&v)));
            // (C, BD(C)) = (I, I) has no preference.
            Ok([values == keep.clone().map(Some)])
        })
    })
}

/// The instance of [`exact_reconstruction_depends`] by minimisers.
fn minimiser_ratio() -> Result<Evidence> {
    let data = instance()?;
    let pair = DMatrix::from_row_slice(1, 3, &[1.0, 1.0, 0.0]);
    let alone = DMatrix::from_row_slice(1, 3, &[0.0, 0.0, 1.0]);
    let runs = [
        (Paradigm::JointEmbedding, 1, &pair, &alone),
        (Paradigm::JointEmbedding, 2, &pair, &alone),
        (Paradigm::Reconstruction, 1, &pair, &alone),
        (Paradigm::Reconstruction, 2, &alone, &pair),
    ];
    let compared = "one or two of three patches, joint-embedding stays and reconstruction changes";
    let line = minimiser::line("minimiser", compared, "the row space of the other K");
    line.on_each(runs, |(paradigm, keep, rows, other), tally| {
        let views = exact_views(&Mask::patches(&[0, 1, 2], keep)?, &data)?;
        tally.record(&views.view_second);
        tally.case(|run| Ok([minimiser::minimised(paradigm, &views, run.pick(rows, other))?.found()]))
    })
}

/// Patches of four pixels of the data: all mask ratios against MAXVAR by its definition, drawn
/// views, certificates.
fn patches_of_pixels(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let images = images::pixels(context)?;
    let (d, k) = (images.x.ncols(), 5);
    let patches = d / 4;
    let patch: Vec<usize> = (0..d).map(|i| i / 4).collect();
    // MAXVAR: the k leading eigenvectors of the sum of projectors are the leading left singular
    // vectors of the orthonormal bases side by side.
    let mut bases = DMatrix::zeros(images.x.nrows(), d);
    for a in 0..patches {
        bases.columns_mut(4 * a, 4).copy_from(&images.x.columns(4 * a, 4).into_owned().qr().q());
    }
    let maxvar = thin_svd(&bases)?.left.columns(0, k).transpose();
    let data = images.data.moments()?;
    let ratios = [1, patches / 4, patches / 2, patches - 1];
    let (mut je, mut rc) = (vec![], vec![]);
    for keep in ratios {
        let views = Mask::patches(&patch, keep)?.views(&data)?;
        je.push(solve::embedding(Paradigm::JointEmbedding, &views, k)?.encoder);
        rc.push(solve::embedding(Paradigm::Reconstruction, &views, k)?.encoder);
    }
    let fault = "the encoder of reconstruction at one ratio";
    let outputs = Measured::by(fault, |run| {
        largest_of(run, ratios.len(), je.iter().zip(&rc), |(je, rc), run| {
            Ok(principal_sines(&(&images.x * run.pick(je, rc).transpose()).transpose(), &maxvar)?[0])
        })
    })?;
    let rows = Measured::by(fault, |run| {
        let others = je.iter().zip(&rc).skip(1);
        largest_of(run, ratios.len() - 1, others, |(other, rc), run| row_space_distance(&je[0], run.pick(other, rc)))
    })?;
    let changed = Measured::by("joint-embedding's ends", |run| {
        let encoders = run.pick(&rc, &je);
        row_space_distance(&encoders[0], &encoders[3])
    })?;
    let on = format!("{}, {patches} patches of 4, k = {k}", images.on);
    let because = "rounding over the eigengap";
    let effort = Effort::fixed(ratios.len());
    let closed_form = |id: &str, compared: &str| {
        Evidence::new(Route::ClosedForm, id, format!("{compared}: {on}"), effort).ran(je.len())
    };
    let quarter = Mask::patches(&patch, patches / 4)?;
    let mut evidence =
        vec![
            closed_form("outputs", "outputs of joint-embedding at 4 mask ratios against MAXVAR by its definition")
                .at_most("largest sine", outputs, ROUNDING, because),
            closed_form("row-spaces", "row spaces at 4 mask ratios against each other, and at the two ends")
                .at_most("joint-embedding, largest distance", rows, ROUNDING, because)
                .at_least("reconstruction, distance of the ends", changed, 0.01, "far above rounding"),
            drawn::on_images(context, &images, &quarter, k)?,
        ];
    evidence.extend(certificate::on_images(context, &images, &quarter, k)?);
    Ok(evidence)
}
