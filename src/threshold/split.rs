//! A [`BlockModel`] from d x d matrices and a basis of the signal subspace, with the assumptions
//! checked.
//!
//! The signal rows are the basis, the noise rows its orthogonal complement. If every basis vector
//! is a coordinate axis, both are exact. Otherwise both are orthonormalised in `f64`, and the forms
//! are exact for these rows. What couples the two blocks within rounding (8 units in the last place
//! of the largest entry, times d) is dropped. More is refused: Propositions 4.2 to 4.4 do not hold.

use super::blocks::{BlockModel, Forms};
use crate::augment::AlignedNoise;
use crate::error::{Error, Result};
use crate::linalg::float::{singular_values, symmetric_eigen};
use crate::scalar::{Rational, Scalar, approx_matrix, exact_matrix, ratio, require_finite};
use nalgebra::DMatrix;
use num_traits::Zero;

/// A model and what was dropped to make it block-diagonal.
#[derive(Debug, Clone)]
pub struct Split {
    /// The model.
    pub model: BlockModel,
    /// The largest dropped entry relative to its matrix; 0 if nothing was.
    pub dropped: f64,
}

/// Basis vectors more dependent than this, by the ratio of their extreme singular values, span no
/// k-dimensional space to `f64`: rounding would turn it by sqrt(u).
const INDEPENDENT: f64 = 1e-8;

/// The model of a signal with second moment C, an augmentation T(α) with Θ and Γ, all d x d, and a
/// basis (d x k, one vector per column) of the signal subspace.
///
/// # Errors
/// [`Error::ShapeMismatch`], [`Error::OutOfRange`] unless 1 <= k < d, [`Error::NotFinite`],
/// [`Error::NotSymmetric`], [`Error::NotPositiveSemidefinite`]; [`Error::BadRequest`] for a
/// dependent basis and a signal outside it; [`Error::Coupled`] for a Θ or Γ that couples signal and
/// noise; [`Error::NotDefinite`] if the signal or the noise is singular on its own rows.
pub fn split(signal: &DMatrix<f64>, theta: &DMatrix<f64>, gamma: &DMatrix<f64>, basis: &DMatrix<f64>) -> Result<Split> {
    let (d, k) = (signal.nrows(), basis.ncols());
    let named = [("signal", signal), ("theta", theta), ("gamma", gamma)];
    for (what, matrix) in named {
        if matrix.shape() != (d, d) {
            return Err(Error::shape(what, format!("{d} x {d}"), format!("{} x {}", matrix.nrows(), matrix.ncols())));
        }
    }
    if basis.nrows() != d {
        let expected = format!("{d} rows, one vector per column");
        return Err(Error::shape("basis", expected, format!("{} rows", basis.nrows())));
    }
    if !(1..d).contains(&k) {
        return Err(Error::range("basis", format!("between 1 and {} vectors", d.saturating_sub(1)), k));
    }
    require_finite("basis", basis)?;
    // The checks of a covariance: finite, symmetric, positive semidefinite.
    for (what, matrix) in named {
        AlignedNoise::new(matrix.clone(), DMatrix::zeros(d, d), 0.0).map_err(|error| error.renamed("theta", what))?;
    }
    let (q, p) = rows(basis)?;
    let exact = |m: &DMatrix<f64>| -> Result<DMatrix<Rational>> {
        // Symmetric up to rounding: the mean of the two triangles is exact.
        let m = exact_matrix(m)?;
        Ok((&m + m.transpose()).map(|v| v * ratio(1, 2)))
    };
    let (c, th, g) = (exact(signal)?, exact(theta)?, exact(gamma)?);
    let mut dropped: f64 = 0.0;
    let mut within = |block: DMatrix<Rational>, matrix: &DMatrix<f64>| {
        let size = approx_matrix(&block).amax();
        let allowed = 8.0 * f64::EPSILON * d as f64 * matrix.amax();
        let relative = if size > 0.0 { size / matrix.amax() } else { 0.0 };
        if size > allowed {
            return Err(relative);
        }
        dropped = dropped.max(relative);
        Ok(())
    };
    let form = |a: &DMatrix<Rational>, m: &DMatrix<Rational>, b: &DMatrix<Rational>| a * m * b.transpose();
    within(&p * &c, signal).map_err(|relative| {
        Error::request(
            format!("signal: its second moment reaches outside the basis, by {relative:.1e} of its largest entry"),
            "give a basis of its range, and the clean signal without noise",
        )
    })?;
    within(form(&q, &th, &p), theta).map_err(|relative| Error::Coupled {
        what: "theta",
        relative,
        consequence: "Propositions 4.2 to 4.4 need that block to be 0 and fail without it",
    })?;
    within(form(&q, &g, &p), gamma).map_err(|relative| Error::Coupled {
        what: "gamma",
        relative,
        consequence: "there is no threshold then; with theta = 0 joint-embedding learns Gamma^-1 range(C) at every alpha > 0",
    })?;
    let overlap = form(&q, &g, &q);
    // Noise on the signal rows counts unless it is rounding.
    let separate = within(overlap.clone(), gamma).is_ok();
    let (both, overlap) = if separate { (c, overlap.map(|_| Rational::zero())) } else { (&c + &g, overlap) };
    let forms = |rows: &DMatrix<Rational>, second: &DMatrix<Rational>| {
        let (on_rows, square) = (form(rows, second, rows), form(rows, &(second * second), rows));
        Forms { square, theta: form(rows, &th, rows), gamma: on_rows.clone(), second: on_rows }
    };
    let (on_signal, on_noise) = (Forms { gamma: overlap, ..forms(&q, &both) }, forms(&p, &g));
    Ok(Split { model: BlockModel::from_forms(on_signal, on_noise)?, dropped })
}

/// Signal rows (k x d) and noise rows (d - k x d).
fn rows(basis: &DMatrix<f64>) -> Result<(DMatrix<Rational>, DMatrix<Rational>)> {
    let (d, k) = basis.shape();
    let axis_of = |j: usize| {
        let mut nonzero = (0..d).filter(|&i| basis[(i, j)] != 0.0);
        nonzero.next().filter(|_| nonzero.next().is_none())
    };
    if let Some(axes) = (0..k).map(axis_of).collect::<Option<Vec<_>>>() {
        let others: Vec<usize> = (0..d).filter(|i| !axes.contains(i)).collect();
        if others.len() == d - k {
            let one_if = |hit| Rational::from_count(usize::from(hit));
            let unit = |axes: &[usize]| DMatrix::from_fn(axes.len(), d, |i, j| one_if(axes[i] == j));
            return Ok((unit(&axes), unit(&others)));
        }
    }
    // Columns of size 1 first, so that their units do not look like dependence.
    let scaled = DMatrix::from_fn(d, k, |i, j| {
        let size = basis.column(j).norm();
        if size > 0.0 { basis[(i, j)] / size } else { 0.0 }
    });
    let values = singular_values(&scaled)?;
    if values.iter().any(|&v| v <= INDEPENDENT * values[0]) {
        return Err(Error::request("basis: its vectors are linearly dependent", "give k independent columns"));
    }
    let q = scaled.qr().q();
    // The complement: the eigenvalues of Q Q' are 1 (k times) and 0.
    let p = symmetric_eigen(&(&q * q.transpose()))?.vectors.columns(k, d - k).into_owned();
    Ok((exact_matrix(&q.transpose())?, exact_matrix(&p.transpose())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paradigm::Paradigm;
    use crate::scalar::ratio;
    use crate::threshold::Requirement;
    use nalgebra::dmatrix;

    fn diagonal(values: &[f64]) -> DMatrix<f64> {
        DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
    }

    fn above(model: &BlockModel, paradigm: Paradigm) -> crate::linalg::interval::Interval {
        match model.requirement(paradigm).unwrap() {
            Requirement::Above(found) => found.alpha_squared,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn axes_are_exact_and_other_bases_agree_with_them() {
        // c = (2, 1), th = (2, 3; 1, 0), g = (4, 1/2): α_RC² = 59/4, α_JE² = 3
        // (threshold.rs).
        let (c, th, g) = (diagonal(&[2., 0., 1., 0.]), diagonal(&[2., 1., 3., 0.]), diagonal(&[0., 4., 0., 0.5]));
        let basis = dmatrix![0., 7.; 0., 0.; 0.5, 0.; 0., 0.];
        let found = split(&c, &th, &g, &basis).unwrap();
        assert_eq!(found.dropped, 0.0);
        let expected = [(Paradigm::Reconstruction, ratio(59, 4)), (Paradigm::JointEmbedding, ratio(3, 1))];
        for (paradigm, value) in &expected {
            assert!(above(&found.model, *paradigm).contains(value));
        }
        // The same turned by an orthogonal matrix and a mixed, badly scaled basis.
        let q = dmatrix![1., 2., 0., -1.; 2., 1., -1., 0.; 1., 0., 3., 1.; 0., 1., 1., 1.].qr().q();
        let turn = |m: &DMatrix<f64>| {
            let m = &q * m * q.transpose();
            (&m + m.transpose()) * 0.5
        };
        let mixed = &q * &basis * dmatrix![1e3, 2.; 1., -5.];
        let turned = split(&turn(&c), &turn(&th), &turn(&g), &mixed).unwrap();
        assert!(turned.dropped > 0.0 && turned.dropped < 1e-14);
        for (paradigm, value) in &expected {
            let found = above(&turned.model, *paradigm).approx();
            let value = crate::scalar::Scalar::approx(value);
            assert!((found - value).abs() < 1e-12 * value, "{found} {value}");
        }
    }

    #[test]
    fn the_rows_of_any_basis_are_complete_and_apart() {
        let basis = dmatrix![1., 2.; 1., 0.; 0., 1.; 0., 1.; 1., 1.];
        let (signal, noise) = rows(&basis).unwrap();
        assert_eq!((signal.shape(), noise.shape()), ((2, 5), (3, 5)));
        let (signal, noise) = (approx_matrix(&signal), approx_matrix(&noise));
        assert!((&noise * &basis).amax() < 1e-14 && (&noise * signal.transpose()).amax() < 1e-14);
        assert!((&noise * noise.transpose() - DMatrix::<f64>::identity(3, 3)).amax() < 1e-14);
    }

    #[test]
    fn rows_of_axes_are_axes() {
        let whole = |m: DMatrix<i64>| m.map(|v| ratio(v, 1));
        let (signal, noise) = rows(&dmatrix![0.; 0.; 3.; 0.]).unwrap();
        assert_eq!(signal, whole(dmatrix![0, 0, 1, 0]));
        assert_eq!(noise, whole(dmatrix![1, 0, 0, 0; 0, 1, 0, 0; 0, 0, 0, 1]));
    }

    #[test]
    fn a_coupling_is_rounding_up_to_what_the_module_says() {
        // 8 units in the last place of the largest entry, times d.
        let (c, g, axis) = (diagonal(&[1., 0.]), diagonal(&[0., 1.]), dmatrix![1.; 0.]);
        let allowed = 8.0 * f64::EPSILON * 2.0;
        for (part, rounding) in [(0.9, true), (1.1, false)] {
            let x = part * allowed;
            let dropped = split(&c, &dmatrix![1., x; x, 1.], &g, &axis).map(|found| found.dropped);
            assert_eq!(dropped.ok(), rounding.then_some(x));
        }
    }

    #[test]
    fn overlapping_noise_keeps_its_part_on_the_signal() {
        let found = split(&diagonal(&[1., 0.]), &diagonal(&[0., 0.]), &diagonal(&[1., 5.]), &dmatrix![1.; 0.]).unwrap();
        assert!(!found.model.is_separate());
        assert!(matches!(found.model.requirement(Paradigm::Reconstruction).unwrap(), Requirement::Never(_)));
        assert_eq!(found.model.requirement(Paradigm::JointEmbedding).unwrap(), Requirement::Always);
    }

    #[test]
    fn what_the_theory_does_not_cover_is_refused() {
        let (c, th, g) = (diagonal(&[1., 0.]), diagonal(&[1., 1.]), diagonal(&[0., 1.]));
        let axis = dmatrix![1.; 0.];
        let refuse = |c: &DMatrix<f64>, th: &DMatrix<f64>, g: &DMatrix<f64>, basis: &DMatrix<f64>, word: &str| {
            let error = split(c, th, g, basis).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        };
        assert!(split(&c, &th, &g, &axis).is_ok());
        refuse(&c, &dmatrix![1., 0.5; 0.5, 1.], &g, &axis, "theta couples signal and noise, by 5.0e-1");
        refuse(&c, &dmatrix![1., 1e-12; 1e-12, 1.], &g, &axis, "theta couples signal and noise, by 1.0e-12");
        refuse(&c, &th, &dmatrix![1., 1.; 1., 1.], &axis, "gamma couples");
        refuse(&diagonal(&[1., 1.]), &th, &g, &axis, "reaches outside the basis");
        refuse(&diagonal(&[0., 0.]), &th, &g, &axis, "second moment on the signal");
        refuse(&c, &th, &diagonal(&[0., 0.]), &axis, "second moment on the noise");
        refuse(&c, &dmatrix![1., 0.; 0., -1.], &g, &axis, "theta");
        refuse(&c, &th, &dmatrix![1., 1.; 0., 1.], &axis, "gamma");
        refuse(&dmatrix![1., 1.; 0., 1.], &th, &g, &axis, "signal");
        refuse(&c, &th, &g, &dmatrix![1., 0.; 0., 1.], "between 1 and 1");
        refuse(&c, &th, &g, &dmatrix![f64::NAN; 0.], "finite");
        refuse(&c, &th, &g, &dmatrix![1.; 0.; 0.], "2 rows");
        refuse(&c, &diagonal(&[1.]), &g, &axis, "2 x 2");
        refuse(&c, &dmatrix![2., 1.; 1., 2.], &g, &axis, "theta couples signal and noise, by 5.0e-1");
        let three = |v: [f64; 3]| diagonal(&v);
        // Of very different lengths, not dependent.
        let lengths = dmatrix![1e12, 1.; 1e12, -1.; 0., 0.];
        assert!(split(&three([1., 1., 0.]), &three([1.; 3]), &three([0., 0., 1.]), &lengths).is_ok());
        let dependent = dmatrix![1., 2.; 1., 2.; 0., 0.];
        refuse(&three([1., 1., 0.]), &three([1.; 3]), &three([0., 0., 1.]), &dependent, "linearly dependent");
        refuse(
            &three([1., 1., 0.]),
            &three([1.; 3]),
            &three([0., 0., 1.]),
            &dmatrix![1., 2.; 0., 0.; 0., 0.],
            "linearly dependent",
        );
        refuse(
            &three([1., 1., 0.]),
            &three([1.; 3]),
            &three([0., 0., 1.]),
            &dmatrix![1., 0.; 0., 0.; 0., 0.],
            "linearly dependent",
        );
    }
}
