//! Decompositions by hand and by their residuals.

use super::*;
use nalgebra::dmatrix;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-14 * b.abs().max(1.0)
}

#[test]
fn the_factor_of_a_dense_matrix() {
    // S = L L' with L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]].
    let l = dmatrix![2., 0., 0.; 1., 3., 0.; -1., 2., 1.];
    let whitening = Whitening::new("S", &(&l * l.transpose())).unwrap();
    assert!((&whitening.factor - &l).amax() < 1e-15);
    assert!((whitening.solve_lower(&l) - DMatrix::<f64>::identity(3, 3)).amax() < 1e-15);
    assert!((whitening.unwhiten(&l.transpose()) - DMatrix::<f64>::identity(3, 3)).amax() < 1e-15);
    // diag(S) = (4, 10, 6); L^-1 = [[1/2,0,0],[-1/6,1/3,0],[5/6,-2/3,1]], columns squared:
    // 1/4+1/36+25/36 = 35/36, 1/9+4/9 = 5/9, 1.
    let condition = 35. / 9. + 50. / 9. + 6.;
    assert!(close(whitening.scaled_condition, condition));
    // 4 (d + 1) u condition |A| with d = 3 and |A| = 2.
    assert!(close(whitening.eigenvalue_error(2.0) / (16.0 * UNIT * condition * 2.0), 1.0));
    assert!((whitening.inverse_norms[1] - (5f64 / 9.0).sqrt()).abs() < 1e-15);
}

/// A matrix of full rank, of integers that a product of some hundred terms keeps exact.
fn integers(rows: usize, columns: usize) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |i, j| ((i * 37 + j * 101 + i * j) % 19) as f64 - 9.0)
}

#[test]
fn products_of_any_shape_on_one_thread_and_on_many() {
    for (m, p, q) in [(2, 3, 4), (1, 5, 1), (130, 110, 90)] {
        let (a, b) = (integers(m, p), integers(p, q));
        assert_eq!(product(&a, &b), &a * &b);
        assert_eq!(tr_product(&a.transpose(), &b), &a * &b);
    }
    assert!(matches!(threads(PARALLEL), Par::Rayon(_)) && matches!(threads(PARALLEL - 1), Par::Seq));
}

#[test]
fn the_kernel_of_the_moments_adds_and_skips() {
    let (a, b) = (integers(4, 3), integers(4, 3));
    let whole = &a * b.transpose();
    let mut target = vec![0.5; 16];
    outer(&mut target, view(&a), view(&b), false, 0);
    assert_eq!(target, whole.as_slice());
    outer(&mut target, view(&a), view(&b), true, 2);
    let expected = DMatrix::from_fn(4, 4, |i, j| whole[(i, j)] * if i < 2 && j >= 2 { 1.0 } else { 2.0 });
    assert_eq!(target, expected.as_slice());
}

#[test]
fn the_pivot_that_fails_is_named_with_what_is_left_of_it() {
    // L as above, but the last pivot is -1/2 or 1e-16 where it was 1.
    let l = dmatrix![2., 0., 0.; 1., 3., 0.; -1., 2., 0.];
    for last in [-0.5, 0.0] {
        let mut s = &l * l.transpose();
        s[(2, 2)] += last;
        match Whitening::new("S", &s).err() {
            Some(Error::NotPositiveDefinite { pivot: 2, value, threshold, .. }) => {
                assert!(close(value, last / (5.0 + last)) && close(threshold / UNIT, 16.0), "{value}");
            }
            other => panic!("{other:?}"),
        }
    }
    // Far beyond one block of the factorisation: the last row repeats the first.
    let d = 300;
    let mut s = DMatrix::from_fn(d, d, |i, j| if i == j { 4.0 } else { 0.0 });
    for (i, j) in [(d - 1, 0), (0, d - 1)] {
        s[(i, j)] = 4.0;
    }
    assert!(matches!(Whitening::new("S", &s), Err(Error::NotPositiveDefinite { pivot: 299, value: 0.0, .. })));
    assert!(matches!(Whitening::new("S", &dmatrix![f64::NAN]), Err(Error::NotFinite { .. })));
    assert!(matches!(symmetric_eigen(&dmatrix![f64::NAN]), Err(Error::NotFinite { .. })));
    assert!(matches!(singular_values(&dmatrix![f64::INFINITY]), Err(Error::NotFinite { .. })));
}

#[test]
fn large_factors_solve_what_they_must() {
    // S = X'X + I, d = 200: parallel products and solves; residuals in units of rounding.
    let d = 200;
    let x = integers(300, d) / 9.0;
    let s = tr_product(&x, &x) + DMatrix::<f64>::identity(d, d);
    let whitening = Whitening::new("S", &s).unwrap();
    let factor = &whitening.factor;
    assert!((factor * factor.transpose() - &s).amax() < 1e-13 * s.amax());
    assert!((whitening.apply(&s) - DMatrix::<f64>::identity(d, d)).amax() < 1e-11);
    let eigen = generalised_eigen("S", &tr_product(&x, &x), &s).unwrap();
    // λ/(λ + 1) < 1, descending.
    assert!(eigen.values[0] < 1.0 && eigen.values.as_slice().windows(2).all(|pair| pair[0] >= pair[1]));
    assert!((eigen.vectors.transpose() * &s * &eigen.vectors - DMatrix::<f64>::identity(d, d)).amax() < 1e-11);
}

#[test]
fn leading_vectors_are_those_of_the_whole_decomposition() {
    // A third of them, and few of many.
    for (d, k) in [(1, 1), (2, 1), (7, 3), (63, 3), (64, 8), (100, 1), (300, 100)] {
        let x = integers(d + 5, d) / 9.0;
        let m = tr_product(&x, &x);
        let whole = symmetric_eigen(&m).unwrap();
        let few = leading_eigen(&m, k).unwrap();
        assert_eq!((few.values.len(), few.vectors.shape()), (d, (d, k)));
        let largest = whole.values[0];
        assert!((&whole.values - &few.values).amax() < 1e-12 * largest);
        let residual = &m * &few.vectors - &few.vectors * DMatrix::from_diagonal(&few.values.rows(0, k).into_owned());
        assert!(residual.amax() < 1e-12 * largest, "{d}");
        assert!((few.vectors.tr_mul(&few.vectors) - DMatrix::<f64>::identity(k, k)).amax() < 1e-12);
        let rebuilt = &whole.vectors * DMatrix::from_diagonal(&whole.values) * whole.vectors.transpose();
        assert!((rebuilt - &m).amax() < 1e-12 * largest);
    }
}

/// The parts are fixed, however many threads there are to take them.
#[test]
fn decompositions_have_the_same_bits_on_any_number_of_threads() {
    let x = integers(400, 300) / 9.0;
    let m = tr_product(&x, &x);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (eigen, svd) = (leading_eigen(&m, 20).unwrap(), thin_svd(&x).unwrap());
            (eigen.values, eigen.vectors, svd.values, svd.left, svd.right, singular_values(&x).unwrap())
        })
    };
    let one = on(1);
    assert!(one == on(2) && one == on(3));
    assert!((&one.5 - &one.2).amax() < 1e-13 * one.2[0], "without vectors, and with them");
}

#[test]
fn few_vectors_of_clusters_are_orthogonal() {
    // Every eigenvalue twice, and a rank of a half: clusters everywhere.
    let half = integers(60, 150) / 9.0;
    let m = tr_product(&half, &half).kronecker(&DMatrix::<f64>::identity(2, 2));
    let whole = symmetric_eigen(&m).unwrap();
    for k in [1, 2, 7, 30, 37] {
        let few = leading_eigen(&m, k).unwrap();
        let largest = whole.values[0];
        assert!((&whole.values - &few.values).amax() < 1e-12 * largest);
        assert!((few.vectors.tr_mul(&few.vectors) - DMatrix::<f64>::identity(k, k)).amax() < 1e-12, "{k}");
        let residual = &m * &few.vectors - &few.vectors * DMatrix::from_diagonal(&few.values.rows(0, k).into_owned());
        assert!(residual.amax() < 1e-12 * largest, "{k}");
    }
    // Diagonal matrices: nothing couples.
    let diagonal = DMatrix::from_diagonal(&DVector::from_fn(400, |i, _| (i % 5) as f64));
    let few = leading_eigen(&diagonal, 3).unwrap();
    assert!(few.values.rows(0, 80).iter().all(|&v| v == 4.0));
    assert!((&diagonal * &few.vectors - &few.vectors * 4.0).amax() < 1e-13);
}
