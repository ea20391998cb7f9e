//! Trained networks: which paradigm keeps strong noise out, and which weak noise.
//!
//! The encoders' inputs are the same for every variance g of the noise, see
//! [`experiment::networks`](crate::experiment::networks): what g changes is the target of
//! reconstruction alone. Seeds are 0, 1, ..., on the embedded digits, whatever data the other
//! claims run on; in the full tier on MNIST, on its images at 14 x 14 too.

use crate::certificate::ExactPencil;
use crate::claims::routes::certificate;
use crate::claims::{Context, Effort, Evidence, Measured, Route, Run, Statement, Tag, Tier, largest_of, smallest_of};
use crate::dataset::digits::load_digits;
use crate::error::Result;
use crate::experiment::networks::bridge::{self, Features, Thresholds};
use crate::experiment::networks::curves::{ALIGNED, STRONG, WEAK};
use crate::experiment::networks::sweep::{self, Cell, Encoder, Row};
use crate::experiment::networks::{Images, Problem, Protocol};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, exact_matrix, ratio};
use nalgebra::DMatrix;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "networks",
    source: "Ours, beside section 5.2",
    about: "small trained networks: strong noise spares joint-embedding, weak noise reconstruction",
    statement: r"ReLU networks of three layers on digits with $m = 10$ appended noise coordinates of variance $g$, inputs standardised, codes of $k = 10$. Under strong noise, $g = 10$, and $\alpha = \frac{3}{2}$ the codes of the spectral contrastive loss hold the classes and no noise, those of a denoising autoencoder the noise and few classes. Under weak noise, $g = \frac{1}{1000}$, and $\alpha = 0$ it is the other way round. Joint-embedding does not see $g$; the autoencoder loses nothing up to about its predicted $g = \eta_k^2(1+\alpha^2)$, and most classes far above. Joint-embedding is rid of the noise at the linear $\alpha_{\mathrm{JE}}$, where $\alpha_{\mathrm{JE}}^2 = \frac{1}{\sigma_k} - 1$. The same with a linear head of rank $k$ on 200 random ReLU features, in closed form; there the optimum is certified.",
    assumptions: r"this protocol and these seeds: gradient descent, of which no optimum is known. That inputs are standardised decides: with one scale for all of the input gradient descent is slow in the small coordinates, whatever the optimum. $k \le m$; noise beside the image, not on it",
    difference: Some(
        r"Not in the paper, whose networks are large and trained on images with corruptions: those cannot be run here. An analogue of its Table 1 on corrupted digits is trained in the full tier; docs/NETWORKS.md has what came out. Nothing follows for the table itself.",
    ),
    snapshots: &["claims"],
    tags: &[
        Tag::Certified,
        Tag::WithoutTheorem(
            "measured: nothing is proved of what gradient descent finds; on fixed features it is theorem-3-1 and theorem-3-2",
        ),
    ],
    gather,
};

/// How many seeds.
const SEEDS: [usize; 3] = [1, 3, 5];

/// A g below the predicted knee, in (c), and how the lines say it.
struct Below {
    g: f64,
    fault: &'static str,
    because: &'static str,
    what: &'static str,
}

const ON_DIGITS: Below = Below {
    g: 0.1,
    fault: "g = 10 for g = 1/10",
    because: "g = 1/10 lies below it",
    what: "reconstruction, g = 1/10 against 1/1000",
};
const ON_MNIST: Below = Below {
    g: 0.03,
    fault: "g = 10 for g = 3/100",
    because: "g = 3/100 lies below it",
    what: "reconstruction, g = 3/100 against 1/1000",
};
const STRONGER: f64 = 100.0;
/// α.
const MORE_ALIGNED: f64 = 6.0;

/// What the bounds on networks rest on: the digits.
const SPREAD: &str = "ten seeds of two programs, with room for the spread over seeds";

/// The rows of one seed, and its thresholds on pixels and on random features.
struct Seed {
    rows: Vec<Row>,
    linear: Thresholds,
    random: Thresholds,
}

/// All seeds on one kind of images.
struct Trained {
    /// What the names of its lines begin with.
    prefix: &'static str,
    /// What the sentences begin with.
    images: &'static str,
    below: Below,
    effort: Effort,
    seeds: Vec<Seed>,
}

impl Seed {
    fn at(&self, encoder: Encoder, noise: f64, alpha: f64) -> Option<&Row> {
        self.rows.iter().find(|row| (row.encoder, row.noise, row.alpha) == (encoder, noise, alpha))
    }

    /// NaN, which fails, where nothing was trained.
    fn accuracy(&self, (encoder, noise, alpha): (Encoder, f64, f64)) -> f64 {
        self.at(encoder, noise, alpha).map_or(f64::NAN, |row| row.accuracy)
    }

    fn noise(&self, (encoder, noise, alpha): (Encoder, f64, f64)) -> f64 {
        self.at(encoder, noise, alpha).map_or(f64::NAN, |row| row.noise_r2)
    }

    fn linear_alpha(&self) -> f64 {
        self.linear.alpha(Paradigm::JointEmbedding, 1.0)
    }
}

const JE: Encoder = Encoder::Spectral;
const RC: Encoder = Encoder::Denoising;
const RC_STANDARDISED: Encoder = Encoder::DenoisingStandardised;

/// How many seeds on MNIST, whose networks take ten times as long.
const MNIST_SEEDS: usize = 2;

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let (images, protocol) = (Images::digits(&load_digits()?)?, Protocol::digits());
    (context.progress)("training small networks");
    let count = context.tier.pick(SEEDS[0], SEEDS[1], SEEDS[2]);
    let seeds = trained(&images, &protocol, &ON_DIGITS, count as u64)?;
    let digits = Trained { prefix: "", images: "", below: ON_DIGITS, effort: context.effort(SEEDS), seeds };
    let mut evidence = digits.evidence()?;
    let problem = Problem::new(&images, &protocol, 0)?;
    for paradigm in Paradigm::ALL {
        evidence.push(certified(context, &problem, paradigm)?);
    }
    if context.tier == Tier::Full && context.raw.d() == MNIST_PIXELS {
        (context.progress)("training networks on MNIST");
        let seeds = trained(&Images::mnist(&context.raw)?, &Protocol::mnist(), &ON_MNIST, MNIST_SEEDS as u64)?;
        let mnist = Trained {
            prefix: "mnist-",
            images: "on MNIST: ",
            below: ON_MNIST,
            effort: Effort::fixed(MNIST_SEEDS),
            seeds,
        };
        evidence.extend(mnist.evidence()?);
    }
    Ok(evidence)
}

/// Pixels of an image of MNIST.
const MNIST_PIXELS: usize = 28 * 28;

/// All networks and closed forms of so many seeds.
fn trained(images: &Images, protocol: &Protocol, below: &Below, count: u64) -> Result<Vec<Seed>> {
    let mut seeds = vec![];
    let mut cells = vec![];
    for seed in 0..count {
        let problem = Problem::new(images, protocol, seed)?;
        let thresholds = |features| sweep::thresholds(&problem, features);
        let of = Seed { rows: vec![], linear: thresholds(Features::Pixels)?, random: thresholds(Features::Random)? };
        let wanted = [
            (RC, STRONG, ALIGNED),
            (RC, WEAK, ALIGNED),
            (RC, WEAK, 0.0),
            (RC, below.g, ALIGNED),
            (RC, STRONG, 0.0),
            (RC, STRONG, MORE_ALIGNED),
            (RC_STANDARDISED, STRONG, ALIGNED),
            (JE, STRONG, ALIGNED),
            (JE, WEAK, ALIGNED),
            (JE, STRONGER, ALIGNED),
            (JE, STRONG, 0.0),
            (JE, WEAK, 0.0),
            (JE, STRONG, of.linear_alpha()),
            (Encoder::ClosedJe, STRONG, ALIGNED),
            (Encoder::ClosedRc, STRONG, ALIGNED),
            (Encoder::ClosedJe, WEAK, 0.0),
            (Encoder::ClosedRc, WEAK, 0.0),
        ];
        cells.extend(wanted.map(|(encoder, noise, alpha)| Cell { encoder, noise, alpha, seed }));
        seeds.push(of);
    }
    for row in sweep::run(images, protocol, &cells, &|| ())? {
        if let Some(of) = seeds.get_mut(row.seed as usize) {
            of.rows.push(row);
        }
    }
    Ok(seeds)
}

impl Trained {
    fn evidence(&self) -> Result<Vec<Evidence>> {
        Ok(vec![strong(self)?, weak(self)?, severity(self)?, alignment(self)?, closed_forms(self)?])
    }

    fn line(&self, route: Route, id: &str, compared: &str) -> Evidence {
        let (id, compared) = (format!("{}{id}", self.prefix), format!("{}{compared}", self.images));
        Evidence::new(route, id, compared, self.effort).ran(self.seeds.len())
    }
}

/// The smallest over seeds of accuracy(first) - accuracy(second).
fn margin(
    run: Run,
    seeds: &[Seed],
    genuine: [(Encoder, f64, f64); 2],
    faulty: [(Encoder, f64, f64); 2],
) -> Result<f64> {
    smallest_of(run, seeds.len(), seeds, |seed, run| {
        let [first, second] = run.pick(genuine, faulty).map(|code| seed.accuracy(code));
        Ok(first - second)
    })
}

/// The largest over seeds of |accuracy(first) - accuracy(second)|.
fn apart(run: Run, seeds: &[Seed], genuine: [(Encoder, f64, f64); 2], faulty: [(Encoder, f64, f64); 2]) -> Result<f64> {
    largest_of(run, seeds.len(), seeds, |seed, run| {
        let [first, second] = run.pick(genuine, faulty).map(|code| seed.accuracy(code));
        Ok((first - second).abs())
    })
}

/// (a): strong noise.
fn strong(on: &Trained) -> Result<Evidence> {
    let seeds = &on.seeds;
    let (je, rc, standardised) = ((JE, STRONG, ALIGNED), (RC, STRONG, ALIGNED), (RC_STANDARDISED, STRONG, ALIGNED));
    let swapped = Measured::by("the paradigms swapped", |run| margin(run, seeds, [je, rc], [rc, je]))?;
    let units =
        Measured::by("a target in units of deviations", |run| margin(run, seeds, [je, rc], [je, standardised]))?;
    let clean = Measured::by("no alignment", |run| {
        largest_of(run, seeds.len(), seeds, |seed, run| Ok(seed.noise(run.pick(je, (JE, STRONG, 0.0)))))
    })?;
    let noisy = Measured::by("a target in units of deviations", |run| {
        smallest_of(run, seeds.len(), seeds, |seed, run| Ok(seed.noise(run.pick(rc, standardised))))
    })?;
    let compared = "networks, strong noise, α = 3/2: accuracy of codes, and R² of the noise from them, in every seed";
    Ok(on
        .line(Route::Measured, "strong", compared)
        .at_least("joint-embedding over reconstruction", swapped, 0.3, SPREAD)
        .at_least("the same, in units that hide g", units, 0.3, SPREAD)
        .at_most("R², joint-embedding", clean, 0.02, SPREAD)
        .at_least("R², reconstruction", noisy, 0.35, SPREAD))
}

/// (b): weak noise.
fn weak(on: &Trained) -> Result<Evidence> {
    let seeds = &on.seeds;
    let (je, rc) = ((JE, WEAK, 0.0), (RC, WEAK, 0.0));
    let swapped = Measured::by("the paradigms swapped", |run| margin(run, seeds, [rc, je], [je, rc]))?;
    let near =
        Measured::by("no alignment", |run| apart(run, seeds, [(JE, WEAK, ALIGNED), (RC, WEAK, ALIGNED)], [je, rc]))?;
    let compared = "networks, weak noise: reconstruction over joint-embedding at α = 0, and their distance at α = 3/2";
    Ok(on.line(Route::Measured, "weak", compared).at_least("difference at α = 0", swapped, 0.4, SPREAD).at_most(
        "distance at α = 3/2",
        near,
        0.1,
        SPREAD,
    ))
}

/// (c): α = 3/2 from weak to strong noise.
fn severity(on: &Trained) -> Result<Evidence> {
    let seeds = &on.seeds;
    let aligned = |encoder, noise| (encoder, noise, ALIGNED);
    // The inputs of these networks are the same to the last bit, and so may be what they learn.
    let flat = Measured::by("reconstruction for joint-embedding", |run| {
        apart(run, seeds, [aligned(JE, STRONGER), aligned(JE, WEAK)], [aligned(RC, STRONG), aligned(RC, WEAK)])
    })?
    .may_vanish();
    let below = Measured::by(on.below.fault, |run| {
        apart(run, seeds, [aligned(RC, on.below.g), aligned(RC, WEAK)], [aligned(RC, STRONG), aligned(RC, WEAK)])
    })?
    // Of a few hundred test samples as many may be right.
    .may_vanish();
    let knee = Measured::by("no alignment", |run| {
        smallest_of(run, seeds.len(), seeds, |seed, run| {
            let alpha = run.pick(ALIGNED, 0.0);
            Ok(seed.random.reconstruction_eigenvalue * (1.0 + alpha * alpha))
        })
    })?;
    let down = Measured::by("a target in units of deviations", |run| {
        let genuine = [aligned(RC, WEAK), aligned(RC, STRONG)];
        margin(run, seeds, genuine, [aligned(RC, WEAK), aligned(RC_STANDARDISED, STRONG)])
    })?;
    let compared = "networks, α = 3/2, noise from g = 1/1000 to 100: accuracy against g";
    Ok(on
        .line(Route::Measured, "severity", compared)
        .at_most("joint-embedding, g = 100 against 1/1000", flat, 0.02, "the inputs are the same")
        .at_least("predicted η_k²(1 + α²)", knee, on.below.g, on.below.because)
        .at_most(on.below.what, below, 0.03, SPREAD)
        .at_least("reconstruction, down at g = 10", down, 0.3, SPREAD))
}

/// (d): R² of the noise against α, under strong noise.
fn alignment(on: &Trained) -> Result<Evidence> {
    let seeds = &on.seeds;
    let gone = Measured::by("no alignment", |run| {
        largest_of(run, seeds.len(), seeds, |seed, run| {
            Ok(seed.noise((JE, STRONG, run.pick(seed.linear_alpha(), 0.0))))
        })
    })?
    // A share below 0 counts as 0.
    .may_vanish();
    let richer = Measured::by("the two swapped", |run| {
        largest_of(run, seeds.len(), seeds, |seed, run| {
            let (random, linear) = (seed.random.alpha(Paradigm::JointEmbedding, 1.0), seed.linear_alpha());
            Ok(run.pick(random / linear, linear / random))
        })
    })?;
    let curve = |first, second| {
        Measured::by("the two α swapped", move |run| {
            let of = |seed: &&Seed, run: Run| Ok(seed.noise((RC, STRONG, run.pick(first, second))));
            if first < second {
                smallest_of(run, seeds.len(), seeds, of)
            } else {
                largest_of(run, seeds.len(), seeds, of)
            }
        })
    };
    let compared = "networks, strong noise: R² of the noise at the linear α_JE, and of reconstruction at α = 0 and 6";
    let because = "independent noise: richer encoders need no more alignment than linear ones";
    Ok(on
        .line(Route::Measured, "alignment", compared)
        .at_most("R², joint-embedding at the linear α_JE", gone, 0.05, because)
        .at_most("α_JE of random features over the linear one", richer, 1.0, because)
        .at_least("R², reconstruction at α = 0", curve(0.0, MORE_ALIGNED)?, 0.7, SPREAD)
        .at_most("R², reconstruction at α = 6", curve(MORE_ALIGNED, 0.0)?, 0.05, SPREAD))
}

/// (a) and (b) on random features, without any training.
fn closed_forms(on: &Trained) -> Result<Evidence> {
    let seeds = &on.seeds;
    let code = |encoder, noise, alpha| (encoder, noise, alpha);
    let of = |noise, alpha| [code(Encoder::ClosedJe, noise, alpha), code(Encoder::ClosedRc, noise, alpha)];
    let ([je, rc], [weak_je, weak_rc]) = (of(STRONG, ALIGNED), of(WEAK, 0.0));
    let strong = Measured::by("the paradigms swapped", |run| margin(run, seeds, [je, rc], [rc, je]))?;
    let weak = Measured::by("the paradigms swapped", |run| margin(run, seeds, [weak_rc, weak_je], [weak_je, weak_rc]))?;
    let compared = "200 random ReLU features, closed forms: strong noise at α = 3/2, weak noise at α = 0";
    Ok(on
        .line(Route::ClosedForm, "random-features", compared)
        .at_least("joint-embedding over reconstruction, strong", strong, 0.3, SPREAD)
        .at_least("reconstruction over joint-embedding, weak", weak, 0.4, SPREAD))
}

/// The optimum on random features, certified for the moments as they were computed, ridge included.
fn certified(context: &Context<'_>, problem: &Problem, paradigm: Paradigm) -> Result<Evidence> {
    let bridge = bridge::of(problem, Features::Random, STRONG, ALIGNED)?;
    let on =
        format!("{}, random ReLU features of the digits and noise, seed 0, g = 10, alpha = 3/2", paradigm.problem());
    let pencil = ExactPencil::of_views(paradigm, &exact(&bridge.views)?, on);
    certificate::on_pencil(context, &pencil, problem.protocol.k, &format!("random-features-{}", paradigm.short()))
}

/// The moments as rationals: what their `f64` say, exactly.
fn exact(views: &ViewMoments<f64>) -> Result<ViewMoments<Rational>> {
    let d = views.view_second.nrows();
    Ok(ViewMoments {
        data_second: exact_matrix(&views.data_second)?,
        mean_second: exact_matrix(&views.mean_second)?,
        covariance: exact_matrix(&views.covariance)?,
        view_second: exact_matrix(&views.view_second)?,
        cross: exact_matrix(&views.cross)?,
        cross_second: None,
        label_cross: DMatrix::zeros(0, d),
        label_energy: ratio(0, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(encoder: Encoder, alpha: f64, accuracy: f64, noise_r2: f64) -> Row {
        let (dataset, alpha_threshold) = ("x".into(), 0.0);
        Row {
            dataset,
            encoder,
            noise: STRONG,
            alpha,
            seed: 0,
            accuracy,
            noise_r2,
            alpha_threshold,
            noise_threshold: None,
        }
    }

    #[test]
    fn every_seed_counts_and_what_was_not_trained_fails() {
        let threshold = Thresholds { joint_embedding_eigenvalue: 0.5, reconstruction_eigenvalue: 0.1 };
        let seed = |je: f64, rc: f64| Seed {
            rows: vec![row(JE, ALIGNED, je, 0.0), row(RC, ALIGNED, rc, 0.5)],
            linear: threshold,
            random: threshold,
        };
        let seeds = [seed(0.75, 0.25), seed(0.5, 0.25)];
        let (je, rc) = ((JE, STRONG, ALIGNED), (RC, STRONG, ALIGNED));
        assert_eq!(margin(Run::Genuine, &seeds, [je, rc], [rc, je]).unwrap(), 0.25);
        assert_eq!(apart(Run::Genuine, &seeds, [je, rc], [rc, je]).unwrap(), 0.5);
        // The fault in one seed at a time, the one that is hardest to notice: 0.25, -0.25.
        assert_eq!(margin(Run::Control, &seeds, [je, rc], [rc, je]).unwrap(), -0.25);
        assert!(margin(Run::Genuine, &seeds, [je, (RC, WEAK, ALIGNED)], [rc, je]).unwrap().is_nan());
        assert_eq!(seeds[0].linear_alpha(), 1.0);
    }
}
