//! Finite groups of signed permutations: τ(x) = A x with A uniform on the group. Flips, cyclic
//! shifts and quarter turns of images are of this kind ([`images`]).
//!
//! M = P, the orthogonal projector on the invariants (the x with A x = x for all A), and, since A P
//! = P A = P,
//!
//! Σ = mean over the group of A (I-P) C (I-P) A',  G = P C P.
//!
//! S commutes with every A, hence with P, and G = P S: joint-embedding has ω = 1 on the invariants
//! and 0 elsewhere. See the claim `groups`.
//!
//! ```
//! use jerc::augment::{Channel, Group, SignedPermutation};
//! use nalgebra::dmatrix;
//! let swap = SignedPermutation::new(&[1, 0], &[false, false])?;
//! let group = Group::generated(2, &[swap])?;
//! assert_eq!(Channel::<f64>::mean_map(&group), dmatrix![0.5, 0.5; 0.5, 0.5]);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::spec::values::require_image;
use super::spec::{Built, Field, Specified};
use super::{Augmentation, Channel, Family, images, require_coordinates};
use crate::error::{Error, Result};
use crate::linalg::sparse::congruence;
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use std::collections::HashSet;

/// Entries (elements times d) that a group may have: all flips, turns and cyclic shifts of 28 x 28
/// images have 5 million. More would be slow.
const MAX_ENTRIES: usize = 1 << 23;

/// x -> y with y_i = x_(from i), or its negative.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SignedPermutation {
    from: Vec<usize>,
    negative: Vec<bool>,
}

impl SignedPermutation {
    /// The map y_i = x_(from i), negated where `negative` says so.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `from` is a permutation of 0..d, [`Error::ShapeMismatch`]
    /// unless both have one length.
    pub fn new(from: &[usize], negative: &[bool]) -> Result<Self> {
        let d = from.len();
        require_coordinates(d)?;
        if negative.len() != d {
            return Err(Error::shape("signs of a permutation", format!("{d} values"), negative.len()));
        }
        let mut seen = vec![false; d];
        for (i, &source) in from.iter().enumerate() {
            if source >= d || std::mem::replace(&mut seen[source], true) {
                let requirement = format!("a permutation of 0..{d}");
                return Err(Error::range("permutation", requirement, format!("{source} at position {i}")));
            }
        }
        Ok(Self { from: from.to_vec(), negative: negative.to_vec() })
    }

    /// A permutation without signs; errors as [`new`](Self::new).
    pub fn unsigned(from: &[usize]) -> Result<Self> {
        Self::new(from, &vec![false; from.len()])
    }

    /// First `other`, then `self`.
    fn after(&self, other: &Self) -> Self {
        let from = self.from.iter().map(|&i| other.from[i]).collect();
        let negative = self.from.iter().zip(&self.negative).map(|(&i, &n)| n != other.negative[i]).collect();
        Self { from, negative }
    }

    fn sign<T: Scalar>(&self, i: usize) -> T {
        if self.negative[i] { -T::one() } else { T::one() }
    }
}

/// A finite group of signed permutations of d coordinates, drawn from uniformly; see the
/// [module](self).
#[derive(Debug, Clone)]
pub struct Group {
    elements: Vec<SignedPermutation>,
}

impl Group {
    /// The group that the generators generate; the trivial one without generators.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for d = 0 or a group with more than 2^23 entries (elements times d),
    /// [`Error::ShapeMismatch`] for a generator of another dimension.
    pub fn generated(d: usize, generators: &[SignedPermutation]) -> Result<Self> {
        require_coordinates(d)?;
        if let Some(other) = generators.iter().find(|g| g.from.len() != d) {
            return Err(Error::shape("generator", format!("d = {d}"), other.from.len()));
        }
        let identity = SignedPermutation { from: (0..d).collect(), negative: vec![false; d] };
        let mut seen = HashSet::from([identity.clone()]);
        let mut elements = vec![identity];
        // Products of generators reach every element: a finite group needs no inverses.
        let mut at = 0;
        while at < elements.len() {
            for generator in generators {
                let product = generator.after(&elements[at]);
                if seen.insert(product.clone()) {
                    elements.push(product);
                }
            }
            if elements.len() * d > MAX_ENTRIES {
                let requirement = format!("at most {} in dimension {d}", MAX_ENTRIES / d);
                return Err(Error::range("elements of the group", requirement, "more"));
            }
            at += 1;
        }
        Ok(Self { elements })
    }

    /// Number of elements.
    pub fn order(&self) -> usize {
        self.elements.len()
    }

    /// d.
    pub fn coordinates(&self) -> usize {
        self.elements[0].from.len()
    }

    /// The elements as matrices, d x d, the identity first.
    pub fn matrices<T: Scalar>(&self) -> impl Iterator<Item = DMatrix<T>> {
        let d = self.coordinates();
        self.elements
            .iter()
            .map(move |e| DMatrix::from_fn(d, d, |i, j| if e.from[i] == j { e.sign(i) } else { T::zero() }))
    }
}

impl<T: Scalar> Channel<T> for Group {
    fn dimension(&self) -> usize {
        self.coordinates()
    }

    fn mean_map(&self) -> DMatrix<T> {
        let d = self.coordinates();
        let mut sum = DMatrix::zeros(d, d);
        for e in &self.elements {
            for i in 0..d {
                sum[(i, e.from[i])] += e.sign::<T>(i);
            }
        }
        sum / T::from_count(self.order())
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let d = self.coordinates();
        let rest = congruence(&(DMatrix::identity(d, d) - Channel::<T>::mean_map(self)), second);
        let mut sum: DMatrix<T> = DMatrix::zeros(d, d);
        for e in &self.elements {
            for j in 0..d {
                for i in j..d {
                    let entry = rest[(e.from[i].max(e.from[j]), e.from[i].min(e.from[j]))].clone();
                    sum[(i, j)] += if e.negative[i] == e.negative[j] { entry } else { -entry };
                }
            }
        }
        let order = T::from_count(self.order());
        DMatrix::from_fn(d, d, |i, j| sum[(i.max(j), i.min(j))].clone() / order.clone())
    }
}

impl Augmentation for Group {
    fn family(&self) -> Family {
        Family {
            name: "group".into(),
            view: "tau(x) = A x, A uniform on a finite group of signed permutations".into(),
            mean_map: "P, the projector on the invariants".into(),
            covariance: "mean over A of A (I-P) C (I-P) A'".into(),
            source: "A P = P A = P for every A of the group".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        let element = &self.elements[rng.random_range(0..self.elements.len())];
        for (i, v) in view.iter_mut().enumerate() {
            *v = element.sign::<f64>(i) * x[element.from[i]];
        }
    }

    fn mixing(&self) -> Option<usize> {
        Some(1)
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(self.clone())
    }

    fn keeps_counts(&self) -> bool {
        self.elements.iter().all(|e| !e.negative.contains(&true))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupSpec {
    generators: Vec<GeneratorSpec>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct GeneratorSpec {
    from: Vec<usize>,
    negative: Option<Vec<bool>>,
}

impl Specified for GroupSpec {
    const FIELDS: &'static [Field] = &[(
        "generators",
        "list of {\"from\": permutation of 0..d, \"negative\": d times true or false, optional}: view_i = x_(from i) or its negative",
    )];
    const EXAMPLE: &'static str = r#"{"group": {"generators": [{"from": [1, 0]}]}}"#;
    // The quarter turn of a 2 x 2 image with one pixel negated: order 8, no invariants.
    const CASES: &'static [&'static str] =
        &[r#"{"group": {"generators": [{"from": [1, 3, 0, 2], "negative": [true, false, false, false]}]}}"#];

    fn build(&self, d: usize) -> Result<Built> {
        let permutation = |g: &GeneratorSpec| {
            SignedPermutation::new(&g.from, g.negative.as_ref().unwrap_or(&vec![false; g.from.len()]))
        };
        let generators = self.generators.iter().map(permutation).collect::<Result<Vec<_>>>()?;
        let group = Group::generated(d, &generators)?;
        Ok(Built::new(group.clone(), group))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImageGroupSpec {
    height: usize,
    width: usize,
    generators: Vec<Symmetry>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Symmetry {
    HorizontalFlip,
    VerticalFlip,
    QuarterTurn,
    HorizontalShift,
    VerticalShift,
}

impl Specified for ImageGroupSpec {
    const FIELDS: &'static [Field] = &[
        ("height", "integer"),
        ("width", "integer"),
        (
            "generators",
            "list of \"horizontal-flip\", \"vertical-flip\", \"quarter-turn\", \"horizontal-shift\", \"vertical-shift\" (cyclic, by one pixel)",
        ),
    ];
    const EXAMPLE: &'static str = r#"{"image-group": {"height": 1, "width": 2, "generators": ["horizontal-flip"]}}"#;
    const CASES: &'static [&'static str] = &[
        r#"{"image-group": {"height": 2, "width": 2, "generators": ["horizontal-flip"]}}"#,
        r#"{"image-group": {"height": 2, "width": 2, "generators": ["vertical-shift", "horizontal-shift"]}}"#,
    ];

    fn build(&self, _: usize) -> Result<Built> {
        let (h, w) = (self.height, self.width);
        let permutation = |symmetry: &Symmetry| match symmetry {
            Symmetry::HorizontalFlip => images::horizontal_flip(h, w),
            Symmetry::VerticalFlip => images::vertical_flip(h, w),
            Symmetry::QuarterTurn if h != w => Err(Error::range("height", "equal to the width for a quarter turn", h)),
            Symmetry::QuarterTurn => images::quarter_turn(h),
            Symmetry::HorizontalShift => images::cyclic_shift(h, w, 0, 1),
            Symmetry::VerticalShift => images::cyclic_shift(h, w, 1, 0),
        };
        let generators = self.generators.iter().map(permutation).collect::<Result<Vec<_>>>()?;
        let group = Group::generated(require_image(h, w)?, &generators)?;
        Ok(Built::new(group.clone(), group))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;
    use nalgebra::{dmatrix, dvector};

    fn turn() -> SignedPermutation {
        // (x, y) -> (-y, x): a quarter turn of the plane.
        SignedPermutation::new(&[1, 0], &[true, false]).unwrap()
    }

    #[test]
    fn generated_groups_are_complete() {
        assert_eq!(Group::generated(3, &[]).unwrap().order(), 1);
        let quarter = Group::generated(2, &[turn()]).unwrap();
        assert_eq!(quarter.order(), 4);
        let matrices: Vec<DMatrix<f64>> = quarter.matrices().collect();
        assert_eq!(matrices[0], DMatrix::identity(2, 2));
        assert_eq!(matrices[1], dmatrix![0., -1.; 1., 0.]);
        for a in &matrices {
            for b in &matrices {
                assert!(matrices.contains(&(a * b)));
            }
        }
        // All permutations of three coordinates, from a swap and a cycle.
        let swap = SignedPermutation::unsigned(&[1, 0, 2]).unwrap();
        let cycle = SignedPermutation::unsigned(&[1, 2, 0]).unwrap();
        assert_eq!(Group::generated(3, &[swap, cycle]).unwrap().order(), 6);
    }

    #[test]
    fn moments_by_hand() {
        // Swap of two coordinates, C = [[4, 1], [1, 2]]: P = [[1, 1], [1, 1]]/2, P C P = 2 [[1, 1],
        // [1, 1]], S = (C + swapped C)/2 = [[3, 1], [1, 3]], so Σ = [[1, -1], [-1, 1]].
        let group = Group::generated(2, &[SignedPermutation::unsigned(&[1, 0]).unwrap()]).unwrap();
        let whole = |m: DMatrix<i64>| m.map(|v| ratio(v, 1));
        let sigma = group.covariance(&dvector![ratio(0, 1), ratio(0, 1)], &whole(dmatrix![4, 1; 1, 2]));
        assert_eq!(sigma, whole(dmatrix![1, -1; -1, 1]));
        // The quarter turn has no invariants: M = 0, Σ = S = tr C / 2.
        let group = Group::generated(2, &[turn()]).unwrap();
        assert_eq!(Channel::<Rational>::mean_map(&group), whole(dmatrix![0, 0; 0, 0]));
        let sigma = group.covariance(&dvector![ratio(0, 1), ratio(0, 1)], &whole(dmatrix![4, 1; 1, 2]));
        assert_eq!(sigma, whole(dmatrix![3, 0; 0, 3]));
        assert!(!group.keeps_counts());
        // The sign of one element is enough, wherever it stands; none at all keeps counts.
        let flip = |negative: [bool; 2]| Group::generated(2, &[SignedPermutation::new(&[0, 1], &negative).unwrap()]);
        assert!(!flip([false, true]).unwrap().keeps_counts() && flip([false, false]).unwrap().keeps_counts());
        assert_eq!(group.exact().dimension(), 2);
    }

    #[test]
    fn what_is_no_group_is_refused() {
        for from in [&[][..], &[0, 0], &[0, 2], &[1, 1]] {
            assert!(matches!(SignedPermutation::unsigned(from), Err(Error::OutOfRange { .. })), "{from:?}");
        }
        assert!(matches!(SignedPermutation::new(&[0, 1], &[false]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Group::generated(0, &[]), Err(Error::OutOfRange { .. })));
        assert!(matches!(Group::generated(3, &[turn()]), Err(Error::ShapeMismatch { .. })));
        // All permutations of 500 coordinates.
        let swap = SignedPermutation::unsigned(&[&[1, 0][..], &(2..500).collect::<Vec<_>>()].concat()).unwrap();
        let cycle = SignedPermutation::unsigned(&(0..500).map(|i| (i + 1) % 500).collect::<Vec<_>>()).unwrap();
        // 2^23 entries are 16,777 elements of 500 coordinates.
        match Group::generated(500, &[swap, cycle]) {
            Err(error) => assert!(error.to_string().contains("at most 16777 in dimension 500"), "{error}"),
            Ok(group) => panic!("order {}", group.order()),
        }
    }
}
