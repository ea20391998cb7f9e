//! Whether the optimal row space is the only one, and how far rounding may have turned it.

use super::Embedding;
use crate::error::Result;
use crate::linalg::exact::{inertia, is_tie_at, simplest_between};
use crate::moments::{Pencil, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, exact_from_f64};
use std::collections::BTreeSet;

/// Largest d for which a possible tie is decided by exact elimination: about a second.
const EXACT_TIE_DIMENSION: usize = 24;

/// Whether the optimal row space is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Uniqueness {
    /// The eigengap exceeds what rounding can explain.
    Unique,
    /// An exact tie at k: other row spaces are optimal too.
    Tie,
    /// A tie, or a gap too small for `f64` to tell from one.
    Undecided,
}

impl Uniqueness {
    /// From a gap and the error that it carries.
    pub(super) fn decide(gap: f64, error: f64) -> Self {
        if gap > error { Self::Unique } else { Self::Undecided }
    }
}

impl Embedding {
    /// Decides, where that is cheap, whether an undecided gap is an exact tie: from the number n of
    /// samples, which A has no higher rank than, or, for d <= 24, from the exact moments of the views.
    /// Fails only where these do.
    pub fn settle_tie(
        &mut self,
        paradigm: Paradigm,
        n: usize,
        exact: impl FnOnce() -> Result<ViewMoments<Rational>>,
    ) -> Result<()> {
        // The features on which S vanishes have no eigenvalue.
        let (k, d) = (self.encoder.nrows(), self.eigenvalues.len());
        // A has the rank of X at most, so λ_k = λ_{k+1} = 0 beyond it; at k = d reconstruction
        // still leaves E free where H vanishes.
        let by_rank = k > n && (k < d || paradigm == Paradigm::Reconstruction);
        if self.uniqueness == Uniqueness::Undecided
            && (by_rank || d <= EXACT_TIE_DIMENSION && self.is_tie(&exact()?.pencil(paradigm))?)
        {
            self.uniqueness = Uniqueness::Tie;
        }
        Ok(())
    }

    /// Whether other row spaces are optimal too, exactly: by the inertia of A - λ S at the simplest
    /// rational λ that rounding allows and at the quotients a_ii/s_ii that it allows.
    fn is_tie(&self, Pencil { a, s }: &Pencil<Rational>) -> Result<bool> {
        let (k, d) = (self.encoder.nrows(), self.eigenvalues.len());
        if k == d {
            return Ok(inertia(a).zero > 0);
        }
        let error = 2.0 * self.eigenvalue_error() + f64::MIN_POSITIVE;
        let low = exact_from_f64(self.eigenvalues[k] - error)?;
        let high = exact_from_f64(self.eigenvalues[k - 1] + error)?;
        // A feature that stands alone has the quotient of its diagonal entries as eigenvalue, as in
        // C = c I with c no simple number.
        let quotients = (0..d).map(|i| &a[(i, i)] / &s[(i, i)]).filter(|value| (&low..=&high).contains(&value));
        let candidates: BTreeSet<_> = quotients.chain([simplest_between(&low, &high)]).collect();
        Ok(candidates.iter().any(|value| is_tie_at(a, s, k, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::reconstruction;
    use nalgebra::{DMatrix, dvector};

    #[test]
    fn a_gap_must_exceed_its_error() {
        assert_eq!(Uniqueness::decide(1.0, 1.0), Uniqueness::Undecided);
        assert_eq!(Uniqueness::decide(1.1, 1.0), Uniqueness::Unique);
        assert_eq!(Uniqueness::decide(f64::NAN, 1.0), Uniqueness::Undecided);
    }

    #[test]
    fn a_row_space_below_a_huge_eigenvalue_has_a_bound_between_0_and_1() {
        // C = diag(1e16, 1, 1/4), Σ = I: φ = (1e8, 0.7071, 0.2236). The error of φ² is a hundred
        // times the gap of φ², that of φ a millionth of the gap of φ.
        let c = DMatrix::from_diagonal(&dvector![1e16, 1.0, 0.25]);
        let solved = reconstruction(&ViewMoments::additive(c, DMatrix::identity(3, 3)), 2).unwrap();
        assert!(solved.eigenvalue_error() > solved.eigengap.unwrap());
        assert_eq!(solved.uniqueness, Uniqueness::Unique);
        assert!(solved.eigenvalue_errors[1] < 1e-12 && solved.row_space_error < 1e-6, "{solved:?}");
    }

    #[test]
    fn ties_are_settled_by_rank_and_by_inertia() {
        use crate::scalar::ratio;
        let views = ViewMoments::additive(DMatrix::identity(3, 3), DMatrix::identity(3, 3));
        let exact = || Ok(ViewMoments::additive(DMatrix::identity(3, 3), DMatrix::<Rational>::identity(3, 3)));
        for paradigm in Paradigm::ALL {
            let settled = |k, n, exact: &dyn Fn() -> Result<ViewMoments<Rational>>| {
                let mut solved = crate::solve::embedding(paradigm, &views, k).unwrap();
                solved.settle_tie(paradigm, n, exact).unwrap();
                solved.uniqueness
            };
            assert_eq!(settled(2, 9, &exact), Uniqueness::Tie);
            assert_eq!(settled(3, 9, &exact), Uniqueness::Unique);
            let none = || panic!("the rank decides");
            assert_eq!(settled(2, 1, &none), Uniqueness::Tie);
            // Close, but no tie.
            let mut near = DMatrix::<Rational>::identity(3, 3);
            near[(0, 0)] += ratio(1, 1 << 60);
            near[(1, 1)] -= ratio(1, 1 << 60);
            near[(2, 2)] -= ratio(1, 1 << 59);
            let near = || Ok(ViewMoments::additive(near.clone(), DMatrix::identity(3, 3)));
            assert_eq!(settled(2, 9, &near), Uniqueness::Undecided);
            // As many samples as outputs: the rank says nothing.
            assert_eq!(settled(2, 2, &near), Uniqueness::Undecided);
        }
    }

    #[test]
    fn at_k_equal_d_a_singular_h_leaves_reconstruction_free() {
        let solved = |last: f64| {
            let c = DMatrix::from_diagonal(&dvector![1.0, 1.0, last]);
            reconstruction(&ViewMoments::additive(c, DMatrix::identity(3, 3)), 3).unwrap()
        };
        let exact = || {
            let mut c = DMatrix::<Rational>::identity(3, 3);
            c[(2, 2)] = exact_from_f64(0.0)?;
            Ok(ViewMoments::additive(c, DMatrix::identity(3, 3)))
        };
        let by_rank = || panic!("the rank decides");
        for (n, exact) in [(9, &exact as &dyn Fn() -> Result<ViewMoments<Rational>>), (2, &by_rank)] {
            let mut singular = solved(0.0);
            assert_eq!(singular.uniqueness, Uniqueness::Undecided);
            singular.settle_tie(Paradigm::Reconstruction, n, exact).unwrap();
            assert_eq!(singular.uniqueness, Uniqueness::Tie);
        }
        assert_eq!(solved(1e-3).uniqueness, Uniqueness::Unique);
        assert_eq!(solved(1e-20).uniqueness, Uniqueness::Undecided);
    }

    #[test]
    fn a_tie_that_no_feature_shows_is_found_in_its_interval() {
        // C = I + v v', v = (1, 1, 1), Σ = I: ω = 4/5, 1/2, 1/2, and no a_ii/s_ii is 1/2.
        let of = |one: f64| DMatrix::from_fn(3, 3, |i, j| if i == j { 2.0 * one } else { one });
        let views = ViewMoments::additive(of(1.0), DMatrix::identity(3, 3));
        let exact = || {
            let c = crate::scalar::exact_matrix(&of(1.0))?;
            Ok(ViewMoments::additive(c, DMatrix::identity(3, 3)))
        };
        let mut solved = crate::solve::joint_embedding(&views, 2).unwrap();
        solved.settle_tie(Paradigm::JointEmbedding, 9, exact).unwrap();
        assert_eq!(solved.uniqueness, Uniqueness::Tie);
    }

    /// Features that stand alone, whose quotient 0.1/(0.1 + 0.3) is no simple number: 24 of them are
    /// decided by elimination, more are not looked at.
    #[test]
    fn ties_are_settled_up_to_the_largest_order() {
        for (d, expected) in [(23, Uniqueness::Tie), (24, Uniqueness::Tie), (25, Uniqueness::Undecided)] {
            let [c, noise] = [0.1, 0.3].map(|v| DMatrix::<f64>::identity(d, d) * v);
            let mut solved =
                crate::solve::joint_embedding(&ViewMoments::additive(c.clone(), noise.clone()), 2).unwrap();
            let exact = || {
                assert!(d < 25, "too large to look at");
                let [c, noise] = [&c, &noise].map(|m| crate::scalar::exact_matrix(m).unwrap());
                Ok(ViewMoments::additive(c, noise))
            };
            solved.settle_tie(Paradigm::JointEmbedding, 99, exact).unwrap();
            assert_eq!(solved.uniqueness, expected, "{d}");
        }
    }
}
