//! What a computed encoder is worth, with first-order bounds, in either precision.
//!
//! From the rows w_i of an encoder with W S W' near I and an operator K (Σ or G for joint-embedding,
//! H'H for reconstruction): X = (W S W')^-1 W K W' holds the Ritz values, and R = K W' - S W' X is
//! what leaves the span of W. Let |R_i| be measured in S^-1 and gap_i = |λ_i - λ_{k+1}|. Then
//!
//! - sin(largest angle to the optimal row space) <= |(|R_i| / gap_i)_i| (Davis and Kahan 1970),
//! - the loss of W exceeds the optimum by at most sum |R_i| min(1, |R_i| / gap_i) (Kato 1949).
//!
//! Entries of S, G, Σ and H that are off by `entries` relative to their diagonals move w K w' by
//! entries (sum_j |w_j| sqrt(k_jj))² and w S w' by entries (sum_j |w_j| sqrt(s_jj))². Rounding of the
//! products here is of the same form. All of this is in the bounds.

use crate::linalg::twice::Dense;
use crate::moments::{ViewMoments, objective::inner};
use crate::scalar::approx_matrix;
use crate::solve::supervised::unit;
use nalgebra::{DMatrix, DVector};

/// K, the operator whose eigenvalues are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// G: eigenvalues ω.
    Mean,
    /// Σ: eigenvalues 1 - ω, which keep their digits where the augmentation is weak.
    Noise,
    /// H'H: eigenvalues φ².
    Cross,
    /// The estimate of H'H from drawn views, off by `entries` relative to 3 tr C S.
    Estimate,
}

/// What a judge is told.
pub(super) struct Known<'a> {
    pub operator: Operator,
    /// Relative error of the entries of S, G, Σ, H and C.
    pub entries: f64,
    /// The eigenvalue of K next to those of W, and its error; `None` for k = d.
    pub next: Option<(f64, f64)>,
    /// tr(diag(S) S^-1).
    pub condition: f64,
    /// L^-1 M for S = L L'.
    pub whiten: &'a dyn Fn(&DMatrix<f64>) -> DMatrix<f64>,
}

/// What an encoder is worth.
pub(super) struct Judged {
    /// The rows by falling eigenvalues: where rounding hides gaps, they may not come that way. All
    /// lists below are in this order.
    pub order: Vec<usize>,
    /// The optimal loss, up to `loss_error`.
    pub loss: f64,
    pub loss_error: f64,
    /// The Ritz values of K.
    pub values: DVector<f64>,
    /// The eigenvalues of the pencil that they stand for, each rounded once.
    pub eigenvalues: DVector<f64>,
    pub errors: DVector<f64>,
    /// Bound on the sine of the largest angle to the optimal row space; 1 if it says nothing.
    pub sine: f64,
    /// sum_j |w_ij| sqrt(s_jj): what storing the rows in `f64` costs, in units of rounding.
    pub sizes: DVector<f64>,
}

/// What the errors of the estimate of H'H are relative to, in units of S.
pub(super) fn estimate_scale(trace: f64) -> f64 {
    3.0 * trace
}

/// Judges the rows of W (k x d).
pub(super) fn judge<T: Dense>(w: &DMatrix<T>, views: &ViewMoments<T>, known: &Known<'_>) -> Judged {
    let (k, d) = w.shape();
    let rows = w.transpose();
    let second = T::product(&views.view_second, &rows);
    let gram = T::product(w, &second);
    let crossed = T::product(&views.cross, &rows);
    let applied_to = |operator: &DMatrix<T>| {
        let applied = T::product(operator, &rows);
        let form = T::product(w, &applied);
        (applied, form)
    };
    let (applied, form) = match known.operator {
        Operator::Mean => applied_to(&views.mean_second),
        Operator::Noise => applied_to(&views.covariance),
        Operator::Estimate => applied_to(views.cross_second.as_ref().unwrap_or(&views.mean_second)),
        Operator::Cross => {
            let form = T::product(&crossed.transpose(), &crossed);
            (T::product(&views.cross.transpose(), &crossed), form)
        }
    };
    // (I + E)^-1 to second order; what is left out is of third.
    let e = &gram - DMatrix::identity(k, k);
    let inverse = DMatrix::identity(k, k) - &e + T::product(&e, &e);
    let ritz = T::product(&inverse, &form);
    let left = (known.whiten)(&approx_matrix(&(applied - T::product(&second, &ritz))));
    let ritz_approx = approx_matrix(&ritz);
    let cubic = approx_matrix(&e).norm().powi(3) * ritz_approx.norm();

    // Sizes of the rows against the roots of the diagonals.
    let absolute = approx_matrix(w).abs();
    let size = |diagonal: DVector<f64>| &absolute * diagonal.map(f64::sqrt);
    let diagonal = |m: &DMatrix<T>| DVector::from_fn(d, |i, _| m[(i, i)].approx().max(0.0));
    let sizes = size(diagonal(&views.view_second));
    let noise = size(diagonal(&views.covariance));
    let trace = views.data_second.trace().approx();
    let own = match known.operator {
        Operator::Mean => size(diagonal(&views.mean_second)),
        Operator::Noise => noise.clone(),
        Operator::Estimate => &sizes * estimate_scale(trace).sqrt(),
        // For H'H: sum_m |y_m| sqrt(c_mm) with y = H w.
        Operator::Cross => {
            let roots = DVector::from_fn(crossed.nrows(), |i, _| views.data_second[(i, i)].approx().max(0.0).sqrt());
            approx_matrix(&crossed).abs().tr_mul(&roots)
        }
    };
    let entries = known.entries + unit::<T>(d);
    let values = ritz_approx.diagonal();
    let spread = (d as f64 * known.condition).sqrt();
    let next = known.next.map_or(0.0, |(next, error)| next.abs() + error);
    // What errors of the entries do to w_i K w_j - λ w_i S w_j.
    let moved = |i: usize, j: usize, value: f64| match known.operator {
        // The last term is of second order: where H w cancels, it is all there is.
        Operator::Cross => {
            own[i] * sizes[j] + own[j] * sizes[i] + (value.abs() + entries * trace) * sizes[i] * sizes[j]
        }
        _ => own[i] * own[j] + value.abs() * sizes[i] * sizes[j],
    };
    let residual = |i: usize| {
        // What the errors of the entries do to it.
        let hidden = match known.operator {
            // The second term is y'δH w for the y = H w_j that are left out, of length φ_{k+1}.
            Operator::Cross => own[i] + (d as f64 * next * trace).sqrt() / spread * sizes[i],
            Operator::Estimate => own[i] * estimate_scale(trace).sqrt(),
            _ => own[i],
        };
        // A hundredth covers what is of second order.
        1.01 * left.column(i).norm() + entries * spread * (hidden + values[i].abs() * sizes[i])
    };
    let gap = |i: usize| known.next.map_or(f64::INFINITY, |(next, error)| (values[i] - next).abs() - error);
    let part = |i: usize, residual: f64| if gap(i) > residual { residual / gap(i) } else { 1.0 };
    let coupling = |i: usize, j: usize| ritz_approx[(i, j)].abs() + entries * moved(i, j, values[i]);
    let others = |i: usize| (0..k).filter(move |&j| j != i);
    let alone = DVector::from_fn(k, |i, _| part(i, residual(i)));
    // A row takes over what leaves the span with the rows that it couples with.
    let residuals = DVector::from_fn(k, |i, _| residual(i) + others(i).map(|j| coupling(j, i) * alone[j]).sum::<f64>());
    let parts = DVector::from_fn(k, |i, _| part(i, residuals[i]));
    // Where rounding hides the gap, the one that was left out may be the better one.
    let overtaken = |i: usize| {
        known.next.map_or(0.0, |(next, error)| match known.operator {
            Operator::Noise => values[i] - (next - error),
            _ => next + error - values[i],
        })
    };
    let residuals = DVector::from_fn(k, |i, _| residuals[i] + overtaken(i).max(0.0));
    // The whole space: nothing leaves it.
    let (excess, sine) = if known.next.is_some() { (residuals.dot(&parts), parts.norm().min(1.0)) } else { (0.0, 0.0) };
    let errors = DVector::from_fn(k, |i, _| {
        // Ritz values couple off the diagonal. A pair far apart moves each by c² / gap; what is not
        // far apart is in the disc of Gershgorin, as are equal values that do not couple.
        let coupled = others(i).map(|j| {
            let c = (coupling(i, j) * coupling(j, i)).sqrt();
            let gap = (values[i] - values[j]).abs();
            if 4.0 * k as f64 * c < gap { 2.0 * c * c / gap } else { c }
        });
        entries * moved(i, i, values[i]) + residuals[i] * parts[i] + coupled.sum::<f64>() + cubic
    });
    let first: f64 = (0..k)
        .map(|i| match known.operator {
            Operator::Cross => (2.0 * own[i] + values[i].abs() * sizes[i] + entries * trace * sizes[i]) * sizes[i],
            Operator::Estimate => own[i].powi(2) + values[i].abs() * sizes[i].powi(2),
            Operator::Noise => noise[i].powi(2) + values[i].abs() * sizes[i].powi(2),
            Operator::Mean => noise[i].powi(2) + (1.0 - values[i]).abs() * sizes[i].powi(2),
        })
        .sum();
    let (loss, loss_error) = match known.operator {
        Operator::Cross | Operator::Estimate => {
            ((views.data_second.trace() - ritz.trace()).approx(), entries * (trace + first) + excess + cubic)
        }
        _ => {
            let (_, form) = applied_to(&views.covariance);
            (2.0 * inner(&inverse, &form).approx(), 2.0 * (entries * first + excess + cubic))
        }
    };
    // The last digit of what is printed is rounded too.
    let loss_error = loss_error + f64::EPSILON * loss.abs();
    let eigenvalues = DVector::from_fn(k, |i, _| match known.operator {
        Operator::Noise => (T::one() - ritz[(i, i)].clone()).approx(),
        _ => values[i],
    });
    let (order, eigenvalues, errors) = in_order(&eigenvalues, &errors);
    let [values, sizes] = [values, sizes].map(|v| DVector::from_fn(k, |i, _| v[order[i]]));
    Judged { order, loss: loss.max(0.0), loss_error, values, eigenvalues, errors, sine, sizes }
}

/// Eigenvalues that fall, and their errors. The i-th largest lies between the i-th largest of all
/// lower ends and the i-th largest of all upper ends, whichever row it belongs to.
fn in_order(values: &DVector<f64>, errors: &DVector<f64>) -> (Vec<usize>, DVector<f64>, DVector<f64>) {
    let sorted = |values: DVector<f64>| {
        let mut values: Vec<f64> = values.iter().copied().collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[j].total_cmp(&values[i]));
    let (low, high) = (sorted(values - errors), sorted(values + errors));
    let found = DVector::from_fn(values.len(), |i, _| values[order[i]]);
    // The error itself where no two overlap: its sum with the value is rounded.
    let bound = |i: usize| errors[order[i]].max(high[i] - found[i]).max(found[i] - low[i]);
    let bounds = DVector::from_fn(values.len(), |i, _| match order[i] == i {
        true if alone(i, values, errors) => errors[i],
        _ => bound(i),
    });
    (order, found, bounds)
}

/// Whether an eigenvalue overlaps with no other.
fn alone(i: usize, values: &DVector<f64>, errors: &DVector<f64>) -> bool {
    (0..values.len()).all(|j| j == i || (values[i] - values[j]).abs() > errors[i] + errors[j])
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    /// C = diag(3, 2, 0), Σ = I - C/4: S = I + 3 C/4. Both rows lean towards the third axis by the same
    /// angle, so that together they are farther away than each of them.
    #[test]
    fn rows_that_lean_the_same_way_add_up() {
        let c = DMatrix::from_diagonal(&DVector::from_vec(vec![3.0, 2.0, 0.0]));
        let views = ViewMoments::additive(c.clone(), DMatrix::identity(3, 3));
        let lean = 1e-4;
        // S = diag(4, 3, 1); rows e_1/2, e_2/sqrt 3, both with a little of e_3.
        let w = dmatrix![0.5, 0.0, lean; 0.0, 3f64.sqrt().recip(), lean];
        let whiten =
            |m: &DMatrix<f64>| DMatrix::from_fn(m.nrows(), m.ncols(), |i, j| m[(i, j)] / [2.0, 3f64.sqrt(), 1.0][i]);
        let known =
            |operator, next| Known { operator, entries: 0.0, next: Some((next, 0.0)), condition: 3.0, whiten: &whiten };
        // The sine of the largest angle is that of the sum of the rows: sqrt 2 times as large.
        let truth = 2f64.sqrt() * lean;
        for (operator, next) in [(Operator::Mean, 0.0), (Operator::Noise, 1.0), (Operator::Cross, 0.0)] {
            let judged = judge(&w, &views, &known(operator, next));
            assert!(judged.sine >= truth * 0.999 && judged.sine < 1.1 * truth, "{operator:?}: {:e}", judged.sine);
            // The loss is above the optimum by the squares of the angles.
            assert!(judged.loss_error > 0.9 * lean * lean, "{operator:?}: {:e}", judged.loss_error);
        }
    }

    #[test]
    fn eigenvalues_that_overlap_share_their_errors() {
        let list = |values: &[f64]| DVector::from_row_slice(values);
        // The second is the largest, within errors that reach over both.
        let (order, values, errors) = in_order(&list(&[1.0, 1.5, 0.1]), &list(&[1.0, 0.25, 0.01]));
        assert_eq!((order, values), (vec![1, 0, 2], list(&[1.5, 1.0, 0.1])));
        // Upper ends 2, 1.75, 0.11; lower ends 1.25, 0.09, 0.
        assert!((errors - list(&[0.5, 1.0, 0.1])).amax() < 1e-15);
        let (_, _, errors) = in_order(&list(&[3.0, 1.0]), &list(&[1e-20, 2e-20]));
        assert_eq!(errors, list(&[1e-20, 2e-20]));
    }
}
