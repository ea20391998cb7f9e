//! A family outside the crate with its characterisation, in the five steps of CONTRIBUTING.md: a
//! random gain.
//!
//! tau(x) = (1 + s) x, one s for all coordinates, of mean 0 and variance sigma^2 (brightness or
//! contrast). Hence M = I and Sigma = sigma^2 C.
//!
//! What the paradigms make of it: S = (1 + sigma^2) C, so joint-embedding has omega = 1/(1 +
//! sigma^2) in every direction and prefers none, while reconstruction is PCA whatever sigma.
//!
//! Run it: `cargo run --example new_family`. The conformance suite includes this file.

use jerc::augment::{Augmentation, Channel, Family};
use jerc::claims::{Claim, Context, Evidence, Line, Route, Scale, Statement, Tag, Tier};
use jerc::linalg::angles::row_space_distance;
use jerc::linalg::exact::{inertia, random_matrix, random_positive};
use jerc::minimize::{Method, Options, Problem, minimize};
use jerc::moments::DataMoments;
use jerc::scalar::{Rational, Scalar, exact_from_f64, ratio};
use jerc::{Error, Result};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

// Step 1: the parameters, over any scalar, and a constructor that refuses what is no parameter.
/// A random gain of relative standard deviation sigma on d coordinates.
pub struct RandomGain<T> {
    dimension: usize,
    sigma: T,
}

impl<T: Scalar> RandomGain<T> {
    /// d and sigma.
    pub fn new(dimension: usize, sigma: T) -> Result<Self> {
        // Written so that NaN is refused.
        if dimension == 0 || !(sigma >= T::zero() && sigma.approx().is_finite()) {
            return Err(Error::range("sigma", "finite and >= 0, on at least 1 coordinate", sigma.approx()));
        }
        Ok(Self { dimension, sigma })
    }
}

// Step 2: the moments, once for every scalar.
impl<T: Scalar> Channel<T> for RandomGain<T> {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::identity(self.dimension, self.dimension)
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        second.map(|c| self.sigma.clone() * self.sigma.clone() * c)
    }
}

// Step 3: one view, the description, and the exact twin.
impl Augmentation for RandomGain<f64> {
    fn family(&self) -> Family {
        Family {
            name: "random-gain".into(),
            view: "tau(x) = (1 + s) x, s of mean 0 and variance sigma^2".into(),
            mean_map: "I".into(),
            covariance: "sigma^2 C".into(),
            source: "brightness or contrast; E[s^2] = sigma^2".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        let gain = 1.0 + self.sigma * rng.sample::<f64, _>(StandardNormal);
        for (v, x) in view.iter_mut().zip(x) {
            *v = gain * x;
        }
    }

    fn mixing(&self) -> Option<usize> {
        // Each feature enters its own feature only.
        None
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        let sigma = exact_from_f64(self.sigma).expect("checked by the constructor");
        Box::new(RandomGain { dimension: self.dimension, sigma })
    }
}

// Step 4: the characterisation as a claim, exactly and by a second route that does not know it.
/// What a claim file declares.
const STATEMENT: Statement = Statement {
    name: "random-gain",
    source: "extension: a random gain",
    about: "a random gain: joint-embedding prefers nothing, reconstruction is PCA",
    statement: r"$\tau(x) = (1 + s)\,x$: $S = (1 + \sigma^2)\,C$, joint-embedding has $\omega = \frac{1}{1+\sigma^2}$ in every direction and prefers none; reconstruction is PCA for every $\sigma$.",
    assumptions: "$C$ positive definite",
    difference: None,
    snapshots: &["claims"],
    tags: &[Tag::WithoutTheorem("an example")],
    gather: evidence,
};

/// The claim; `Context` gives random streams and the effort.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    STATEMENT.verify(context)
}

fn evidence(context: &Context<'_>) -> Result<Vec<Evidence>> {
    // Each line says which fault its control plants, and fails unless that fault is noticed.
    let lines = [
        Line::exact(
            "definition",
            "S over both gains of a two-point law against the channel",
            "sigma off by 1/1000 in the law",
        ),
        Line::exact("no-preference", "G = S/(1 + sigma^2)", "omega off by 1/1000"),
        Line::new(
            Route::Minimiser,
            "minimiser",
            "L-BFGS on reconstruction against the first principal component",
            "the second principal component",
            "projector distance below 1e-4: gradient tolerance over the eigengap",
        ),
    ];
    let stream = (STATEMENT.name, "instances");
    let gathered = Line::all_on_random(lines, context, stream, [5, 20, 100], |case, rng, [law, flat, pca]| {
        let (d, n) = (2 + case % 2, 5);
        let (x, sigma) = (random_matrix(rng, n, d, 4), random_positive(rng, 3));
        let data = DataMoments::from_samples(&x, &DMatrix::zeros(n, 0))?;
        let views = RandomGain::new(d, sigma.clone())?.views(&data)?;
        // What the instance is made of: its fingerprint is pinned.
        law.record(x.iter().chain([&sigma]));
        // S by its definition: the average over the two gains 1 +- sigma.
        law.case(|run| {
            let sigma = run.off(sigma.clone());
            let gain = |g: Rational| data.second.map(|c| c * &g * &g);
            let average = (gain(ratio(1, 1) + &sigma) + gain(ratio(1, 1) - &sigma)).map(|v| v / ratio(2, 1));
            Ok([average == views.view_second])
        })?;
        // G - omega S vanishes at omega = 1/(1 + sigma^2): every direction has this eigenvalue.
        flat.case(|run| {
            let omega = run.off(ratio(1, 1) / (ratio(1, 1) + &sigma * &sigma));
            let rest = inertia(&(&views.mean_second - views.view_second.map(|v| v * &omega)));
            Ok([rest.zero == d])
        })?;
        // Reconstruction from a random start, against the leading eigenvector of C.
        let float = DataMoments::from_samples(&x.map(|v| v.approx()), &DMatrix::zeros(n, 0))?;
        let views = RandomGain::new(d, sigma.approx())?.views(&float)?;
        let found =
            minimize(Problem::Reconstruction { k: 1 }, Method::Lbfgs, &views, case as u64, &Options::default())?;
        let vectors = jerc::linalg::float::symmetric_eigen(&float.second)?.vectors;
        pca.case(|run| {
            let expected = vectors.columns(run.pick(0, 1), 1).transpose();
            Ok([row_space_distance(&found.weights, &expected)? <= 1e-4])
        })
    });
    gathered.map(Vec::from)
}

// Step 5: in `tests/conformance.rs` this file as a module, a line in `cases`, and `gather` in
// `the_claim_of_the_example_holds`. What else there is to do inside the crate is in
// CONTRIBUTING.md.

fn main() -> Result<()> {
    let digits = jerc::dataset::digits::load_digits()?;
    let context = Context::new(digits, Scale::DIGITS, Tier::Smoke, 1, &|_| ())?;
    let claim = gather(&context)?;
    println!("{}", jerc::notation::text(claim.statement.statement));
    for e in &claim.evidence {
        println!("{}: {}", if e.holds() { "ok" } else { "FAIL" }, e.compared);
        for c in e.checks() {
            println!("  {} {:.1e}, required {}", c.what, c.found(), c.required());
            println!("  rejected with a planted fault, {}: {}", c.fault(), c.rejects_control());
        }
    }
    Ok(())
}
