//! The formal definitions and the code cannot drift apart:
//! `proofs/rocq/instances/{thresholds,moments}.tsv` hold rational instances with their thresholds
//! and moments. `make -C proofs/rocq evaluate` evaluates the definitions of `definitions.v` on
//! them, these tests the code, and both demand the numbers of the file exactly.

use jerc::augment::{AlignedNoise, Channel, ExactChain, LinearMixture, Mask};
use jerc::moments::{DataMoments, ViewMoments};
use jerc::scalar::{Rational, exact_parse};
use jerc::threshold::Spectrum;
use nalgebra::DMatrix;
use std::path::Path;

type Matrix = DMatrix<Rational>;

/// The lines of a data file, each split at its tabulators.
fn instances<const N: usize>(name: &str) -> Vec<[String; N]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("proofs/rocq/instances").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let fields = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| fields(line).try_into().unwrap_or_else(|_| panic!("{name}: not {N} fields: {line}"))).collect()
}

fn number(text: &str) -> Rational {
    exact_parse("instance", text).unwrap()
}

fn list(text: &str) -> Vec<Rational> {
    text.split(',').map(number).collect()
}

fn matrix(text: &str) -> Matrix {
    let rows: Vec<Vec<Rational>> = text.split(';').map(list).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "rows of different lengths: {text}");
    DMatrix::from_fn(rows.len(), rows[0].len(), |i, j| rows[i][j].clone())
}

#[test]
fn thresholds_are_those_of_the_formal_definitions() {
    let instances = instances::<9>("thresholds.tsv");
    assert!(instances.len() >= 50, "only {} instances", instances.len());
    let (mut negative, mut ties) = (0, 0);
    for [id, signal, theta_signal, gamma, theta_noise, eta_squared, delta, rc, je] in &instances {
        let theta = [list(theta_signal), list(theta_noise)].concat();
        let found = Spectrum::new(list(signal), theta, list(gamma)).unwrap().thresholds();
        assert_eq!(found.eta_squared, number(eta_squared), "{id}: eta^2");
        assert_eq!(found.delta, number(delta), "{id}: delta");
        assert_eq!(found.alpha_squared_rc, number(rc), "{id}: alpha_RC^2");
        assert_eq!(found.alpha_squared_je, number(je), "{id}: alpha_JE^2");
        negative += usize::from(rc.starts_with('-') || je.starts_with('-'));
        ties += usize::from(rc == je);
    }
    assert!(negative >= 10 && ties >= 2, "{negative} negative squares, {ties} ties");
}

/// A finite law of affine maps x -> A_w x + e_w.
struct Law {
    weights: Vec<Rational>,
    maps: Vec<Matrix>,
    offsets: Matrix,
}

impl Law {
    fn new(weights: &str, maps: &str, offsets: &str) -> Self {
        let law =
            Self { weights: list(weights), maps: maps.split('|').map(matrix).collect(), offsets: matrix(offsets) };
        assert!(law.maps.len() == law.weights.len() && law.offsets.nrows() == law.weights.len());
        law
    }

    /// E e'e, the noise covariance.
    fn noise(&self) -> Matrix {
        let weighted = DMatrix::from_fn(self.offsets.nrows(), self.offsets.ncols(), |w, a| {
            self.weights[w].clone() * self.offsets[(w, a)].clone()
        });
        self.offsets.transpose() * weighted
    }

    /// The masks, if every map is one.
    fn masks(&self) -> Option<Vec<Vec<bool>>> {
        let [zero, one] = [0, 1].map(|v| number(&v.to_string()));
        let is_mask = |map: &Matrix| {
            *map == DMatrix::from_diagonal(&map.diagonal()) && map.diagonal().iter().all(|v| *v == zero || *v == one)
        };
        let kept = |map: &Matrix| map.diagonal().iter().map(|v| *v == one).collect();
        self.maps.iter().all(is_mask).then(|| self.maps.iter().map(kept).collect())
    }

    /// The families of the crate that this law belongs to, by name. Noise must be centred given the
    /// map: the families say so, and an instance that is not gets other moments.
    fn channels(&self) -> Vec<(&'static str, Box<dyn Channel<Rational>>)> {
        let d = self.offsets.ncols();
        let noise =
            || AlignedNoise::new_exact(self.noise(), DMatrix::from_element(d, d, number("0")), number("0")).unwrap();
        let linear = || LinearMixture::new(self.maps.clone(), &self.weights).unwrap();
        let quiet = self.offsets.iter().all(|v| *v == number("0"));
        let mut channels: Vec<(_, Box<dyn Channel<Rational>>)> =
            vec![("chain", Box::new(ExactChain::new(vec![Box::new(linear()), Box::new(noise())]).unwrap()))];
        if quiet {
            channels.push(("linear mixture", Box::new(linear())));
        }
        if let Some(masks) = self.masks() {
            let mask = Mask::mixture(&masks, &self.weights).unwrap();
            channels.push(if quiet {
                ("mask", Box::new(mask))
            } else {
                ("mask, noise", Box::new(ExactChain::new(vec![Box::new(mask), Box::new(noise())]).unwrap()))
            });
        }
        if self.maps.iter().all(|map| *map == DMatrix::identity(d, d)) {
            channels.push(("aligned noise", Box::new(noise())));
        }
        channels
    }
}

#[test]
fn moments_are_those_of_the_formal_definitions() {
    let instances = instances::<11>("moments.tsv");
    assert!(instances.len() >= 12, "only {} instances", instances.len());
    let mut families = std::collections::BTreeMap::new();
    for [id, x, y, weights, maps, offsets, c, s, g, h, b] in &instances {
        let data = DataMoments::<Rational>::from_samples(&matrix(x), &matrix(y)).unwrap();
        for (family, channel) in Law::new(weights, maps, offsets).channels() {
            let ViewMoments { data_second, view_second, mean_second, covariance, cross, label_cross, .. } =
                channel.views(&data).unwrap();
            let found = [data_second, view_second, mean_second, cross, label_cross];
            for ((name, expected), found) in [("C", c), ("S", s), ("G", g), ("H", h), ("B", b)].into_iter().zip(found) {
                assert_eq!(found, matrix(expected), "{id}: {name} of {family}");
            }
            assert_eq!(covariance, matrix(s) - matrix(g), "{id}: Sigma of {family}");
            *families.entry(family).or_insert(0) += 1;
        }
    }
    for family in ["chain", "linear mixture", "mask", "mask, noise", "aligned noise"] {
        assert!(families.get(family).is_some_and(|&count| count >= 1), "no instance of {family}: {families:?}");
    }
}
