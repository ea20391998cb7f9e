//! Maps of images of h x w pixels, stored row after row, for [`Group`](super::Group) and
//! [`LinearMixture`](super::LinearMixture).
//!
//! | map | as | view(r, c) |
//! |---|---|---|
//! | [`horizontal_flip`], [`vertical_flip`] | permutation | x(r, w-1-c), x(h-1-r, c) |
//! | [`quarter_turn`] (h = w) | permutation | x(c, w-1-r): counter-clockwise |
//! | [`cyclic_shift`] | permutation | x(r-dy, c-dx), indices modulo h and w |
//! | [`shift`] | linear map | the same, 0 from outside |
//! | [`blur`] | linear map | sum over (i, j) of kernel(i, j) x(r+i-a, c+j-b) |
//!
//! The kernel's centre is (a, b). From outside come 0, or the pixels modulo h and w.
//!
//! Errors: [`Error::OutOfRange`] for an empty image.
//!
//! ```
//! use jerc::augment::{Group, images};
//! // Flips and quarter turns of square images: the dihedral group.
//! let group = Group::generated(9, &[images::quarter_turn(3)?, images::horizontal_flip(3, 3)?])?;
//! assert_eq!(group.order(), 8);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::SignedPermutation;
use crate::error::{Error, Result};
use crate::scalar::Scalar;
use nalgebra::DMatrix;

/// Pixels beyond the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// They are 0.
    Zero,
    /// The image repeats.
    Wrap,
}

/// h w, for images of at least one pixel and of a size that fits.
pub(crate) fn pixels(height: usize, width: usize) -> Result<usize> {
    match height.checked_mul(width) {
        Some(d) if d > 0 => Ok(d),
        _ => Err(Error::range("image size", "at least 1 x 1", format!("{height} x {width}"))),
    }
}

/// The permutation view(r, c) = x(source(r, c)).
fn permutation(h: usize, w: usize, source: impl Fn(usize, usize) -> (usize, usize)) -> Result<SignedPermutation> {
    let sources = (0..pixels(h, w)?).map(|at| source(at / w, at % w));
    SignedPermutation::unsigned(&sources.map(|(r, c)| r * w + c).collect::<Vec<_>>())
}

/// Left and right exchanged.
pub fn horizontal_flip(height: usize, width: usize) -> Result<SignedPermutation> {
    permutation(height, width, |r, c| (r, width - 1 - c))
}

/// Top and bottom exchanged.
pub fn vertical_flip(height: usize, width: usize) -> Result<SignedPermutation> {
    permutation(height, width, |r, c| (height - 1 - r, c))
}

/// A quarter turn of a square image, counter-clockwise.
pub fn quarter_turn(side: usize) -> Result<SignedPermutation> {
    permutation(side, side, |r, c| (c, side - 1 - r))
}

/// Down by dy rows and right by dx columns, cyclically.
pub fn cyclic_shift(height: usize, width: usize, dy: i64, dx: i64) -> Result<SignedPermutation> {
    permutation(height, width, |r, c| (back(r, dy, height), back(c, dx, width)))
}

/// (at - by) modulo length.
fn back(at: usize, by: i64, length: usize) -> usize {
    let by = by.rem_euclid(length as i64) as usize;
    (at + length - by) % length
}

/// Down by dy rows and right by dx columns; what comes from outside is 0.
pub fn shift<T: Scalar>(height: usize, width: usize, dy: i64, dx: i64) -> Result<DMatrix<T>> {
    let d = pixels(height, width)?;
    let moved = |to: usize, from: usize| to as i64 - from as i64;
    Ok(DMatrix::from_fn(d, d, |to, from| {
        let (down, right) = (moved(to / width, from / width), moved(to % width, from % width));
        if (down, right) == (dy, dx) { T::one() } else { T::zero() }
    }))
}

/// Correlation with a kernel of odd height and width.
///
/// # Errors
/// [`Error::ShapeMismatch`] for a kernel of even size.
pub fn blur<T: Scalar>(height: usize, width: usize, kernel: &DMatrix<T>, edge: Edge) -> Result<DMatrix<T>> {
    let d = pixels(height, width)?;
    if kernel.nrows().is_multiple_of(2) || kernel.ncols().is_multiple_of(2) {
        return Err(Error::shape("kernel", "odd height and width", format!("{} x {}", kernel.nrows(), kernel.ncols())));
    }
    let mut map = DMatrix::zeros(d, d);
    for at in 0..d {
        for (i, j) in (0..kernel.nrows()).flat_map(|i| (0..kernel.ncols()).map(move |j| (i, j))) {
            let r = (at / width) as i64 + i as i64 - (kernel.nrows() / 2) as i64;
            let c = (at % width) as i64 + j as i64 - (kernel.ncols() / 2) as i64;
            let inside = (0..height as i64).contains(&r) && (0..width as i64).contains(&c);
            if inside || edge == Edge::Wrap {
                let (r, c) = (r.rem_euclid(height as i64) as usize, c.rem_euclid(width as i64) as usize);
                map[(at, r * width + c)] += kernel[(i, j)].clone();
            }
        }
    }
    Ok(map)
}

#[cfg(test)]
mod tests {
    use super::super::Group;
    use super::*;
    use nalgebra::{DVector, dmatrix, dvector};

    /// The view of the 2 x 3 image (or the given one) 1 2 3 / 4 5 6.
    fn view(permutation: SignedPermutation) -> Vec<f64> {
        let d = 6;
        let group = Group::generated(d, &[permutation]).unwrap();
        let map: DMatrix<f64> = group.matrices().nth(1).unwrap();
        (map * dvector![1., 2., 3., 4., 5., 6.]).as_slice().to_vec()
    }

    #[test]
    fn permutations_by_hand() {
        assert_eq!(view(horizontal_flip(2, 3).unwrap()), [3., 2., 1., 6., 5., 4.]);
        assert_eq!(view(vertical_flip(2, 3).unwrap()), [4., 5., 6., 1., 2., 3.]);
        assert_eq!(view(cyclic_shift(2, 3, 0, 1).unwrap()), [3., 1., 2., 6., 4., 5.]);
        assert_eq!(view(cyclic_shift(2, 3, -1, -4).unwrap()), [5., 6., 4., 2., 3., 1.]);
        // 1 2 / 3 4 turns into 2 4 / 1 3.
        let group = Group::generated(4, &[quarter_turn(2).unwrap()]).unwrap();
        let map: DMatrix<f64> = group.matrices().nth(1).unwrap();
        assert_eq!(map * dvector![1., 2., 3., 4.], dvector![2., 4., 1., 3.]);
        assert_eq!(group.order(), 4);
        let shifts = [cyclic_shift(2, 3, 1, 0).unwrap(), cyclic_shift(2, 3, 0, 1).unwrap()];
        assert_eq!(Group::generated(6, &shifts).unwrap().order(), 6);
    }

    #[test]
    fn linear_maps_by_hand() {
        let x: DVector<f64> = dvector![1., 2., 3., 4., 5., 6.];
        assert_eq!(shift(2, 3, 0, 1).unwrap() * &x, dvector![0., 1., 2., 0., 4., 5.]);
        assert_eq!(shift(2, 3, -1, -1).unwrap() * &x, dvector![5., 6., 0., 0., 0., 0.]);
        assert_eq!(shift(2, 3, 5, 0).unwrap() * &x, DVector::zeros(6));
        // Kernel 1 2 4: x(c-1) + 2 x(c) + 4 x(c+1).
        let kernel = dmatrix![1., 2., 4.];
        assert_eq!(blur(2, 3, &kernel, Edge::Zero).unwrap() * &x, dvector![10., 17., 8., 28., 38., 17.]);
        assert_eq!(blur(2, 3, &kernel, Edge::Wrap).unwrap() * &x, dvector![13., 17., 12., 34., 38., 33.]);
        // The same kernel upright, on an image of three rows.
        let upright = blur(3, 1, &dmatrix![1.; 2.; 4.], Edge::Zero).unwrap();
        assert_eq!(upright * dvector![1., 2., 3.], dvector![10., 17., 8.]);
        // Three rows and one column of weights, on two rows of three: x(r-1) + 2 x(r) + 4 x(r+1).
        assert_eq!(blur(2, 3, &dmatrix![1.; 2.; 4.], Edge::Zero).unwrap() * &x, dvector![18., 24., 30., 9., 12., 15.]);
        // A column kernel; in two rows both neighbours of the wrapped image are the other row.
        assert_eq!(blur(2, 3, &dmatrix![1.; 0.; 1.], Edge::Wrap).unwrap() * &x, dvector![8., 10., 12., 2., 4., 6.]);
    }

    #[test]
    fn what_is_no_image_is_refused() {
        assert!(horizontal_flip(0, 3).is_err() && quarter_turn(0).is_err() && shift::<f64>(2, 0, 1, 1).is_err());
        assert!(pixels(usize::MAX, 2).is_err());
        for kernel in [DMatrix::<f64>::zeros(2, 1), DMatrix::zeros(1, 2), DMatrix::zeros(0, 0)] {
            assert!(matches!(blur(2, 2, &kernel, Edge::Zero), Err(Error::ShapeMismatch { .. })));
        }
    }
}
