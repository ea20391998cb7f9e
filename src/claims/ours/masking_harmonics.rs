//! Masks damp all functions of a coordinate alike: harmonics of the least masked one come first.

use crate::certificate::ExactPencil;
use crate::claims::routes::one_hot::{OfView, OneHot, Points, has_spectrum, join, random_law, uniform};
use crate::claims::routes::{certificate, minimiser};
use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::inertia;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use rand::RngExt;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "masking-harmonics",
    source: "Extension: masks and nonlinear encoders",
    about: "independent masks: which functions of the coordinates an unrestricted encoder keeps",
    statement: r"A coordinate with $q$ values of any law, replaced at rate $r$ by a token that is none of them: over all encoders the eigenvalues are 1 for constants, $1 - r$ with multiplicity $q - 1$, and 0; over linear ones $1 - r$ once. Independent coordinates multiply. So joint-embedding with any encoder takes all $q - 1$ functions of the least masked coordinate before the next one: $x_1$ on 3 values with $r = \frac14$, $x_2 = \pm 1$ with $r = \frac13$, $k = 2$ has loss 1 with two functions of $x_1$, and $\frac76$ with $(x_1, x_2)$, the linear optimum. That the signal is found iff $\max_{\mathrm{signal}} r < \min_{\mathrm{noise}} r$ is a statement about linear encoders.",
    assumptions: "independent coordinates, masked independently; the token can be told from every value; for linear encoders it is 0 and the values have mean 0",
    difference: Some("Not in the paper, whose encoders are linear."),
    snapshots: &["claims"],
    tags: &[Tag::Certified],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let pencil = ExactPencil::of_views(
        Paradigm::JointEmbedding,
        &instance().moments(),
        "x_1 on 3 values masked at rate 1/4, x_2 = +-1 at 1/3, one-hot features: all encoders".into(),
    );
    Ok(vec![
        spectrum(context)?,
        products(context)?,
        smallest()?,
        minimisers()?,
        certificate::proved(context, &pencil, 2, "two-coordinates", "masking-harmonics", None)?,
    ])
}

/// The token: larger than every value.
fn token() -> Rational {
    ratio(1000, 1)
}

/// Independent coordinates with their rates, each masked to the token.
fn masked(laws: &[(Points, Rational)]) -> OneHot {
    let samples = laws.iter().map(|(law, _)| law.clone()).reduce(|a, b| join(&a, &b)).unwrap_or_default();
    OneHot::new(&samples, |x| {
        let of = |(value, (_, rate)): (&Rational, &(Points, Rational))| {
            Points::from([(vec![value.clone()], Rational::one() - rate), (vec![token()], rate.clone())])
        };
        x.iter().zip(laws).map(of).reduce(|a, b| join(&a, &b)).unwrap_or_default()
    })
}

/// The eigenvalues of one coordinate: 1, 1 - r (q - 1 times), 0.
fn of_one(q: usize, rate: &Rational) -> Vec<Rational> {
    let kept = vec![Rational::one() - rate; q - 1];
    [vec![Rational::one()], kept, vec![Rational::zero()]].concat()
}

/// The products of the eigenvalues, without the constant, which is centred away to 0.
fn centred_products(all: &[Vec<Rational>]) -> Vec<Rational> {
    let one = vec![Rational::one()];
    let mut found =
        all.iter().fold(one, |found, next| found.iter().flat_map(|a| next.iter().map(move |b| a * b)).collect());
    found[0] = Rational::zero();
    found
}

fn rate(rng: &mut rand_chacha::ChaCha8Rng) -> Rational {
    ratio(rng.random_range(1..=6), 7)
}

fn spectrum(context: &Context<'_>) -> Result<Evidence> {
    let compared = "one coordinate of a random law on 2 to 6 values: 1 - r with multiplicity q - 1 over all encoders, once over linear ones";
    let of = (compared, "the rate off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "spectrum"), of, [6, 40, 400], |case, rng, tally| {
        let (q, rate) = (2 + case % 5, rate(rng));
        let law = random_law(rng, 1, q);
        tally.record(law.iter().flat_map(|(x, p)| x.iter().chain([p])).chain([&rate]));
        let views = masked(&[(law.clone(), rate.clone())]);
        tally.case(|run| {
            let rate = run.off(rate.clone());
            // The linear encoder sees the token as 0, the mean.
            let seen = |v: usize| if views.views[v][0] == token() { ratio(0, 1) } else { views.views[v][0].clone() };
            let s = views.average(|_, v| seen(v) * seen(v));
            let g = views.average_of_pairs(|v, u| seen(v) * seen(u));
            let linear = g / s == Rational::one() - &rate;
            Ok([has_spectrum(&views.pencil(), &centred_products(&[of_one(q, &rate)])), linear])
        })
    })
}

fn products(context: &Context<'_>) -> Result<Evidence> {
    let compared = "two independent coordinates of random laws: all products, as a multiset";
    let of = (compared, "the first rate off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "products"), of, [2, 8, 60], |case, rng, tally| {
        let sizes = [[2, 2], [3, 2], [2, 3], [3, 3]][case % 4];
        let laws = sizes.map(|q| (random_law(rng, 1, q), rate(rng)));
        tally.record(
            laws.iter().flat_map(|(law, rate)| law.iter().flat_map(|(x, p)| x.iter().chain([p])).chain([rate])),
        );
        let pencil = masked(&laws).pencil();
        tally.case(|run| {
            let first = of_one(sizes[0], &run.off(laws[0].1.clone()));
            Ok([has_spectrum(&pencil, &centred_products(&[first, of_one(sizes[1], &laws[1].1)]))])
        })
    })
}

fn instance() -> OneHot {
    masked(&[(uniform(&[-1, 0, 1]), ratio(1, 4)), (uniform(&[-1, 1]), ratio(1, 3))])
}

/// E|f(v) - f(v+)|^2 over all pairs, and E f f', of functions of a view.
fn losses(law: &OneHot, functions: &[OfView<'_>]) -> (Rational, DMatrix<Rational>) {
    let w = law.encoder(functions);
    let loss = law.average_of_pairs(|v, u| (w.column(v) - w.column(u)).iter().map(|d| d * d).sum());
    let k = functions.len();
    (loss, DMatrix::from_fn(k, k, |i, j| law.average(|_, v| &w[(i, v)] * &w[(j, v)])))
}

fn smallest() -> Result<Evidence> {
    let compared = "the losses of (x_1, x_2) and of two functions of x_1, summed over all pairs of views, and the least possible, 2 (k - 3/4 - 3/4), by inertia";
    let line = Line::exact("smallest", compared, "an output off by 1/1000, the level off by 1/1000");
    line.on_each([()], |(), tally| {
        let law = instance();
        let pencil = law.pencil();
        tally.case(|run| {
            let shown = |v: &Rational| if *v == token() { ratio(0, 1) } else { v.clone() };
            let weight = run.off(ratio(1, 1));
            let (first, second_) = (|v: &[Rational]| shown(&v[0]) * &weight, |v: &[Rational]| shown(&v[1]));
            let square = |v: &[Rational]| {
                if v[0] == token() { ratio(0, 1) } else { &weight * (&v[0] * &v[0] - ratio(2, 3)) }
            };
            // E x_1² over views is 3/4 * 2/3 = 1/2, E x_2² 2/3, and that of x_1² - 2/3 is 3/4 * 2/9 = 1/6:
            // the squares of the scales to variance 1 are 2, 3/2 and 6, and losses are quadratic.
            let [x1, x2, harmonic] = [losses(&law, &[&first]), losses(&law, &[&second_]), losses(&law, &[&square])];
            let linear = &x1.0 * ratio(2, 1) + &x2.0 * ratio(3, 2);
            let all = &x1.0 * ratio(2, 1) + &harmonic.0 * ratio(6, 1);
            let (_, together) = losses(&law, &[&first, &square]);
            let level = run.off(ratio(3, 4));
            let at = inertia(&pencil.shifted(&level));
            Ok([
                linear == ratio(7, 6),
                all == ratio(1, 1),
                together == DMatrix::from_row_slice(2, 2, &[ratio(1, 2), ratio(0, 1), ratio(0, 1), ratio(1, 6)]),
                (at.positive, at.zero) == (0, 2),
            ])
        })
    })
}

/// L-BFGS on the linear features and on the one-hot ones.
fn minimisers() -> Result<Evidence> {
    let compared = "k = 2: (x_1, x_2) on the two coordinates, x_1 and x_1² on one-hot features";
    let line = minimiser::line("minimiser", compared, "the second output of the other");
    line.on_each([true, false], |linear, tally| {
        let law = instance();
        tally.case(|run| {
            if linear {
                // Σ = diag(r q) for variances of the views 1/2 and 2/3; the third coordinate is noise, ω = 1/2.
                let c = DMatrix::from_diagonal(&nalgebra::dvector![ratio(3, 8), ratio(4, 9), ratio(1, 2)]);
                let total = DMatrix::from_diagonal(&nalgebra::dvector![ratio(1, 2), ratio(2, 3), ratio(1, 1)]);
                let views = ViewMoments::additive(c.clone(), total - c);
                let other = DMatrix::from_row_slice(2, 3, &[1., 0., 0., 0., 0., 1.]);
                let rows = run.pick(DMatrix::identity(2, 3), other);
                return Ok([minimiser::minimised(Paradigm::JointEmbedding, &views, &rows)?.found()]);
            }
            let values = |i: usize, power: i32| {
                move |v: &[Rational]| if v[i] == token() { ratio(0, 1) } else { v[i].pow(power) }
            };
            let centred = |v: &[Rational]| if v[0] == token() { ratio(0, 1) } else { v[0].pow(2) - ratio(2, 3) };
            let (x1, x2) = (values(0, 1), values(1, 1));
            let rows = law.encoder(&[&x1, run.pick(&centred as OfView<'_>, &x2)]);
            Ok([minimiser::minimised(Paradigm::JointEmbedding, &law.moments(), &approx_matrix(&rows))?.found()])
        })
    })
}
