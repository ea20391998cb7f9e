//! Route by exact rationals: random instances, eigenvalues, and the thresholds of section 4.
//! Nothing here reaches a solver in `f64`; `tests/architecture.rs` follows every import from here.

use crate::claims::routes::populations::{population, varied_spectrum};
use crate::claims::{Context, Evidence, Line};
use crate::error::Result;
use crate::linalg::exact::{
    exact_congruence, exact_solve, inertia, is_tie_at, random_matrix, random_orthogonal, random_positive,
};
use crate::moments::{DataMoments, Pencil, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Recovery, Spectrum};
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// An instance of Theorem 3.1 or 3.2 whose solution is rational by construction: with R rational and
/// SPD, S = R^-2 has the rational inverse square root R, and a rational orthogonal Q with a rational
/// spectrum gives Theorem 3.2 (G = R^-1 Q Ω Q' R^-1) or Theorem 3.1 (H = L Φ P' R^-1).
#[derive(Debug, Clone)]
pub struct RationalInstance {
    /// R = S^-1/2, d x d.
    pub inverse_root: DMatrix<Rational>,
    /// The moments of the views.
    pub views: ViewMoments<Rational>,
    /// The left orthogonal factor of Theorem 3.1 (d x d); I for Theorem 3.2.
    pub left: DMatrix<Rational>,
    /// P of Theorem 3.1 or Q of Theorem 3.2, d x d.
    pub right: DMatrix<Rational>,
    /// φ or ω, descending.
    pub spectrum: Vec<Rational>,
}

impl RationalInstance {
    /// A random instance of Theorem 3.2 with the given ω in \[0, 1\], descending.
    pub fn joint_embedding(rng: &mut ChaCha8Rng, omega: Vec<Rational>) -> Result<Self> {
        let d = omega.len();
        let (inverse_root, root) = random_root(rng, d)?;
        let right = random_orthogonal(rng, d, 3)?;
        let whitened = &right * diagonal(&omega) * right.transpose();
        let g = &root * whitened * &root;
        let s = &root * &root;
        let views = ViewMoments::additive(g.clone(), s - g);
        Ok(Self { inverse_root, views, left: DMatrix::identity(d, d), right, spectrum: omega })
    }

    /// A random instance of Theorem 3.1 with the given φ >= 0, descending. H and S are chosen
    /// first; C is completed so that the triple is the moment matrix of data and views (its Schur
    /// complement is I).
    pub fn reconstruction(rng: &mut ChaCha8Rng, phi: Vec<Rational>) -> Result<Self> {
        let d = phi.len();
        let (inverse_root, root) = random_root(rng, d)?;
        let (left, right) = (random_orthogonal(rng, d, 3)?, random_orthogonal(rng, d, 3)?);
        let whitened = &left * diagonal(&phi) * right.transpose();
        let h = &whitened * &root;
        let s = &root * &root;
        // G = H' C^-1 H for mean views xbar = M x; with C = H S^-1 H' + I it lies below S, so Σ
        // = S - G is PSD.
        let c = &whitened * whitened.transpose() + DMatrix::<Rational>::identity(d, d);
        let g = h.transpose() * exact_solve(&c, &h)?;
        let views = ViewMoments { data_second: c, cross: h, ..ViewMoments::additive(g.clone(), s - g) };
        Ok(Self { inverse_root, views, left, right, spectrum: phi })
    }

    /// The encoder of the theorem with T = I or U = I: the first k rows of `right' R`, k x d.
    pub fn encoder(&self, k: usize) -> DMatrix<Rational> {
        self.right.columns(0, k).transpose() * &self.inverse_root
    }

    /// D* = R_k Φ_k, d x k (Theorem 3.1, T = I).
    pub fn decoder(&self, k: usize) -> DMatrix<Rational> {
        DMatrix::from_fn(self.left.nrows(), k, |i, j| &self.left[(i, j)] * &self.spectrum[j])
    }
}

/// R = M M' + I for a random M, and R^-1.
fn random_root(rng: &mut ChaCha8Rng, d: usize) -> Result<(DMatrix<Rational>, DMatrix<Rational>)> {
    let identity = DMatrix::identity(d, d);
    let m = random_matrix(rng, d, d, 2);
    let r = &m * m.transpose() + &identity;
    let inverse = exact_solve(&r, &identity)?;
    Ok((r, inverse))
}

fn diagonal(values: &[Rational]) -> DMatrix<Rational> {
    DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
}

/// Descending random rationals in (0, 1], with gaps: the i-th lies in ((d-1-i)/d, (d-i)/d].
pub fn separated_spectrum(rng: &mut ChaCha8Rng, d: usize) -> Vec<Rational> {
    let step = |rng: &mut ChaCha8Rng| ratio(rng.random_range(1..=8), 8);
    (0..d).map(|i| (ratio((d - 1 - i) as i64, 1) + step(rng)) / ratio(d as i64, 1)).collect()
}

/// Random exact samples X (n x d, n = d + 2) and their moments, with C positive definite.
pub(in crate::claims) fn random_data(
    rng: &mut ChaCha8Rng,
    d: usize,
) -> Result<(DMatrix<Rational>, DataMoments<Rational>)> {
    loop {
        let x = random_matrix(rng, d + 2, d, 4);
        let data = DataMoments::from_samples(&x, &DMatrix::zeros(d + 2, 0))?;
        if inertia(&data.second).positive == d {
            return Ok((x, data));
        }
    }
}

/// Random moments with a positive mean, and diag(mean).
pub(in crate::claims) fn random_means(
    rng: &mut ChaCha8Rng,
    d: usize,
) -> Result<(DataMoments<Rational>, DMatrix<Rational>)> {
    let (_, data) = random_data(rng, d)?;
    let mean = DVector::from_fn(d, |_, _| random_positive(rng, 5));
    let diagonal = DMatrix::from_diagonal(&mean);
    Ok((DataMoments { mean, ..data }, diagonal))
}

/// λ with A v = λ S v exactly, if v is an eigenvector of the paradigm's pencil.
pub(in crate::claims) fn eigenvalue(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    v: &DMatrix<Rational>,
) -> Option<Rational> {
    let pencil = views.pencil(paradigm);
    let (a, s) = (pencil.a * v, pencil.s * v);
    let value = (v.transpose() * &a)[(0, 0)].clone() / (v.transpose() * &s)[(0, 0)].clone();
    (a == s.map(|s| s * &value)).then_some(value)
}

/// Whether a row w (1 x 2) belongs to an eigenvector of (A, S): w A is a multiple of w S.
pub(in crate::claims) fn is_eigenvector(w: &DMatrix<Rational>, a: &DMatrix<Rational>, s: &DMatrix<Rational>) -> bool {
    let (a, s) = (w * a, w * s);
    &a[0] * &s[1] == &a[1] * &s[0]
}

/// What recovery is by a rule that compares the least of the signal with the greatest of the noise.
pub(in crate::claims) fn recovery_of(signal: &[Rational], noise: &[Rational]) -> Recovery {
    match signal.iter().min().cmp(&noise.iter().max()) {
        std::cmp::Ordering::Greater => Recovery::Signal,
        std::cmp::Ordering::Equal => Recovery::Tie,
        std::cmp::Ordering::Less => Recovery::NoiseLeaks,
    }
}

/// Propositions 4.3 and 4.4 at their thresholds: the claim is on the matrices; that two formulas of
/// one module agree is a consistency check.
pub(in crate::claims) fn thresholds(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    Ok(vec![in_a_rotated_basis(context, paradigm)?, consistency(context, paradigm)?])
}

/// What must occur among the spectra.
const KINDS: [&str; 5] =
    ["k or m above 2", "repeated variances", "tied minimum", "tied maximum", "δ and η² at different signals"];

/// Which of the [`KINDS`] a spectrum is of. A tie counts between unequal variances only.
fn kinds(spectrum: &Spectrum<Rational>, paradigm: Paradigm) -> impl Iterator<Item = &'static str> {
    let (variances, ..) = spectrum.diagonals();
    let k = spectrum.rank();
    let (c, g) = variances.split_at(k);
    let alpha_squared = spectrum.thresholds().alpha_squared(paradigm).clone();
    let eigenvalues = |paradigm| spectrum.limit_eigenvalues(paradigm, &alpha_squared);
    let (signal, noise) = eigenvalues(paradigm);
    let repeats = |values: &[Rational]| (1..values.len()).any(|i| values[..i].contains(&values[i]));
    // Where an extreme is attained.
    let at = |values: &[Rational], extreme: Option<&Rational>| -> Vec<usize> {
        (0..values.len()).filter(|&i| Some(&values[i]) == extreme).collect()
    };
    let unequal = |at: &[usize], variances: &[Rational]| at.iter().any(|&i| variances[i] != variances[at[0]]);
    let [of_delta, of_eta] = [Paradigm::JointEmbedding, Paradigm::Reconstruction].map(|paradigm| {
        let (signal, _) = eigenvalues(paradigm);
        at(&signal, signal.iter().min())
    });
    let found = [
        k > 2 || g.len() > 2,
        repeats(c) || repeats(g),
        unequal(&at(&signal, signal.iter().min()), c),
        unequal(&at(&noise, noise.iter().max()), g),
        of_delta.iter().all(|i| !of_eta.contains(i)),
    ];
    KINDS.into_iter().zip(found).filter_map(|(kind, found)| found.then_some(kind))
}

/// α² below, at and above the threshold, by 1e-6.
pub(in crate::claims) fn around(threshold: &Rational) -> [(Rational, Recovery); 3] {
    let step = ratio(1, 1_000_000);
    [
        (threshold - &step, Recovery::NoiseLeaks),
        (threshold.clone(), Recovery::Tie),
        (threshold + &step, Recovery::Signal),
    ]
}

/// A fault in α²: its mirror image on the other side of the threshold, 1e-6 above the threshold
/// itself.
pub(in crate::claims) fn beside(alpha_squared: &Rational, threshold: &Rational) -> Rational {
    if alpha_squared == threshold { threshold + ratio(1, 1_000_000) } else { threshold * ratio(2, 1) - alpha_squared }
}

/// The formula of the threshold against those of the limit eigenvalues, which are one rearranged: a
/// consistency check of one module.
fn consistency(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let compared = "consistency check: the formula of the threshold against those of the limit eigenvalues, at the threshold -1e-6, +0, +1e-6 (the claim is the line rotated-basis)";
    let line = Line::exact("threshold", compared, "the other side of the threshold, and 1e-6 beside a tie");
    line.kinds(&KINDS).on_random(context, ("thresholds", "threshold"), [60, 300, 3000], |case, rng, tally| {
        let spectrum = varied_spectrum(rng, paradigm, case)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        tally.record([variances, theta, gamma].iter().flatten());
        kinds(&spectrum, paradigm).for_each(|kind| tally.saw(kind));
        let thresholds = spectrum.thresholds();
        let threshold = thresholds.alpha_squared(paradigm);
        for (alpha_squared, expected) in around(threshold) {
            tally.case(|run| {
                let at = run.pick(alpha_squared.clone(), beside(&alpha_squared, threshold));
                Ok([spectrum.recovery(paradigm, &at) == expected])
            })?;
        }
        Ok(())
    })
}

/// From the matrices themselves, in an arbitrary rational basis. The formulas propose α² and t; the
/// decision is by the inertia of A - t S, which knows neither.
fn in_a_rotated_basis(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let compared = "inertia of A - t S in a random rational basis Q, k and m up to 4, at the threshold -1e-6, +0, +1e-6: noise leaks, tie, signal";
    let fault = "the views of the other side of the threshold, and 1e-6 beside a tie";
    let line = Line::exact("rotated-basis", compared, fault).kinds(&KINDS);
    line.on_random(context, ("thresholds", "rotated-basis"), [12, 60, 400], |case, rng, tally| {
        let spectrum = varied_spectrum(rng, paradigm, case)?;
        let d = spectrum.diagonals().0.len();
        let q = random_orthogonal(rng, d, 2)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        tally.record([variances, theta, gamma].iter().flatten());
        tally.record(&q);
        kinds(&spectrum, paradigm).for_each(|kind| tally.saw(kind));
        let thresholds = spectrum.thresholds();
        let threshold = thresholds.alpha_squared(paradigm);
        for (alpha_squared, expected) in around(threshold) {
            // Any t between the smallest signal and the largest noise eigenvalue decides; a wrong t
            // would decide nothing and count as a violation.
            let (signal, noise) = spectrum.limit_eigenvalues(paradigm, &alpha_squared);
            let (lowest, highest) = (signal.into_iter().reduce(Rational::min), noise.into_iter().reduce(Rational::max));
            let (Some(lowest), Some(highest)) = (lowest, highest) else { continue };
            let t = (lowest + highest) / ratio(2, 1);
            tally.case(|run| {
                let at = run.pick(alpha_squared.clone(), beside(&alpha_squared, threshold));
                let views = population(&spectrum, &at, Some(&q));
                Ok([decide(&views.pencil(paradigm), &q, spectrum.rank(), &t) == Some(expected)])
            })?;
        }
        Ok(())
    })
}

/// Whether the first k columns of Q span the top k of (A, S), from the inertia of A - t S on the
/// two invariant blocks.
pub(in crate::claims) fn decide(
    pencil: &Pencil<Rational>,
    q: &DMatrix<Rational>,
    k: usize,
    t: &Rational,
) -> Option<Recovery> {
    let d = q.ncols();
    if inertia(&pencil.s).positive != d {
        return None;
    }
    let shifted = exact_congruence(&q.transpose(), &pencil.shifted(t));
    let coupling = shifted.view((0, k), (k, d - k));
    if coupling.iter().any(|v| !v.is_zero()) {
        return None;
    }
    let signal = inertia(&shifted.view((0, 0), (k, k)).into_owned());
    let noise = inertia(&shifted.view((k, k), (d - k, d - k)).into_owned());
    if signal.positive == k && noise.negative == d - k {
        Some(Recovery::Signal)
    } else if signal.negative > 0 && noise.positive > 0 {
        Some(Recovery::NoiseLeaks)
    } else if is_tie_at(&pencil.a, &pencil.s, k, t) {
        Some(Recovery::Tie)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::exact::is_positive_semidefinite;
    use rand::SeedableRng;

    #[test]
    fn instances_are_what_they_claim() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let spectrum = separated_spectrum(&mut rng, 3);
        assert!(spectrum.windows(2).all(|w| w[0] > w[1]) && spectrum[0] <= ratio(1, 1) && spectrum[2] > ratio(0, 1));
        for instance in [
            RationalInstance::joint_embedding(&mut rng, spectrum.clone()).unwrap(),
            RationalInstance::reconstruction(&mut rng, spectrum.clone()).unwrap(),
        ] {
            let (r, v) = (&instance.inverse_root, &instance.views);
            assert_eq!(r * &v.view_second * r, DMatrix::identity(3, 3));
            assert_eq!(&v.mean_second + &v.covariance, v.view_second);
            assert!(is_positive_semidefinite(&v.covariance));
            assert!(is_positive_semidefinite(&v.mean_second));
        }
    }

    #[test]
    fn a_threshold_is_looked_at_a_millionth_below_at_and_above() {
        let at = ratio(3, 2);
        let [below, tie, above] = [1_499_999, 1_500_000, 1_500_001].map(|v| ratio(v, 1_000_000));
        let expected =
            [(below.clone(), Recovery::NoiseLeaks), (tie.clone(), Recovery::Tie), (above.clone(), Recovery::Signal)];
        assert_eq!(around(&at), expected);
        // Faults: each side for the other, and just above for a tie.
        assert_eq!([&below, &tie, &above].map(|v| beside(v, &at)), [above.clone(), above, below]);
    }

    /// A = diag(a, b) and S = I: the greater of a and b leads, whatever t decides it.
    #[test]
    fn inertia_decides_which_axis_leads_and_a_wrong_t_nothing() {
        let whole = |a: i64, b: i64| DMatrix::from_diagonal(&DVector::from_vec(vec![ratio(a, 1), ratio(b, 1)]));
        let (one, t) = (DMatrix::identity(2, 2), ratio(2, 1));
        let decided = |a: DMatrix<Rational>, q: &DMatrix<Rational>, t: &Rational| {
            decide(&Pencil { a, s: DMatrix::identity(2, 2) }, q, 1, t)
        };
        assert_eq!(decided(whole(3, 1), &one, &t), Some(Recovery::Signal));
        assert_eq!(decided(whole(1, 3), &one, &t), Some(Recovery::NoiseLeaks));
        assert_eq!(decided(whole(2, 2), &one, &t), Some(Recovery::Tie));
        // t beside both decides nothing, and at one of them neither.
        for (a, b, t) in [(3, 1, 4), (3, 1, 0), (1, 3, 4), (1, 3, 0), (2, 2, 3), (3, 1, 3), (3, 1, 1), (1, 3, 1)] {
            assert_eq!(decided(whole(a, b), &one, &ratio(t, 1)), None, "{a} {b} {t}");
        }
        // Axes that are not invariant, and an S that is not positive definite.
        let turned = DMatrix::from_row_slice(2, 2, &[3, 4, -4, 3].map(|v| ratio(v, 5)));
        assert_eq!(decided(whole(3, 1), &turned, &t), None);
        assert_eq!(decided(&turned * whole(3, 1) * turned.transpose(), &turned, &t), Some(Recovery::Signal));
        assert_eq!(decide(&Pencil { a: whole(3, 1), s: whole(1, 0) }, &one, 1, &t), None);
        // Whichever signal axis is coupled with whichever noise axis, nothing is decided.
        let coupled = |values: [i64; 3], k: usize, t: (i64, i64), at: Option<(usize, usize)>| {
            let mut a = DMatrix::from_diagonal(&DVector::from_vec(values.map(|v| ratio(v, 1)).to_vec()));
            at.iter().flat_map(|&(i, j)| [(i, j), (j, i)]).for_each(|at| a[at] = ratio(1, 10));
            decide(&Pencil { a, s: DMatrix::identity(3, 3) }, &DMatrix::identity(3, 3), k, &ratio(t.0, t.1))
        };
        for (values, k, t, places) in
            [([3, 2, 1], 2, (3, 2), [(0, 2), (1, 2)]), ([3, 1, 1], 1, (2, 1), [(0, 1), (0, 2)])]
        {
            assert_eq!(coupled(values, k, t, None), Some(Recovery::Signal));
            assert_eq!(places.map(|at| coupled(values, k, t, Some(at))), [None; 2], "{k}");
        }
    }

    #[test]
    fn eigenvectors_of_a_pencil() {
        // A = [[2, 1], [1, 2]] has (1, 1) and (1, -1).
        let whole = |r: usize, v: &[i64]| {
            DMatrix::from_row_slice(r, v.len() / r, &v.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
        };
        let (a, identity) = (whole(2, &[2, 1, 1, 2]), whole(2, &[1, 0, 0, 1]));
        assert!(is_eigenvector(&whole(1, &[1, 1]), &a, &identity));
        assert!(is_eigenvector(&whole(1, &[3, -3]), &a, &identity));
        assert!(!is_eigenvector(&whole(1, &[1, 2]), &a, &identity));
        assert!(!is_eigenvector(&whole(1, &[1, 1]), &a, &whole(2, &[1, 0, 0, 3])));
        // (2, 1) A = (5, 4), (2, 1) diag(5, 8) = (10, 8).
        assert!(is_eigenvector(&whole(1, &[2, 1]), &a, &whole(2, &[5, 0, 0, 8])));
    }
}
