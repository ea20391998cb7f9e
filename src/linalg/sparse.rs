//! Products with sparse maps, over any scalar.
//!
//! Maps of augmentations are diagonal or sparse as a rule, and a product of rationals is dear: the
//! products by zero are left out.

use crate::scalar::Scalar;
use nalgebra::DMatrix;

/// map * matrix.
pub(crate) fn product<T: Scalar>(map: &DMatrix<T>, matrix: &DMatrix<T>) -> DMatrix<T> {
    let mut sum = DMatrix::zeros(map.nrows(), matrix.ncols());
    for l in 0..map.ncols() {
        for i in (0..map.nrows()).filter(|&i| !map[(i, l)].is_zero()) {
            for j in 0..matrix.ncols() {
                sum[(i, j)] += map[(i, l)].clone() * matrix[(l, j)].clone();
            }
        }
    }
    sum
}

/// map * matrix * map', for a symmetric matrix.
pub(crate) fn congruence<T: Scalar>(map: &DMatrix<T>, matrix: &DMatrix<T>) -> DMatrix<T> {
    product(map, &product(map, matrix).transpose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn products_skip_zeros_only() {
        let (map, m) = (dmatrix![1., 2.; 0., 3.; 4., 0.], dmatrix![5., 6.; 7., 8.]);
        assert_eq!(product(&map, &m), &map * &m);
        let symmetric = dmatrix![5., 6.; 6., 8.];
        assert_eq!(congruence(&map, &symmetric), &map * &symmetric * map.transpose());
    }
}
