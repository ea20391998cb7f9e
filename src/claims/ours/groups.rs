//! Finite groups: joint-embedding keeps the invariants and nothing else, without preference among
//! them.

use crate::augment::images::{cyclic_shift, horizontal_flip, quarter_turn, vertical_flip};
use crate::augment::{Augmentation, Channel, Group, LinearMixture, SignedPermutation};
use crate::claims::routes::exact::random_data;
use crate::claims::routes::minimiser::{self, NEAR};
use crate::claims::routes::{certificate, drawn, images};
use crate::claims::{Context, Evidence, Route, Statement, Tag, Tally};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{exact_solve, inertia, is_tie_at, random_matrix, random_positive};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use crate::solve;
use nalgebra::DMatrix;
use num_traits::Zero;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "groups",
    source: "extension: flips, cyclic shifts, quarter turns",
    about: "finite groups: the invariants theorem",
    statement: "τ(x) = A x, A uniform on a finite group, P = E[A] the projector on its invariants, m = rank P: S commutes with the group, G = P S, so joint-embedding has ω = 1 on all m invariants and 0 elsewhere; its row space is unique iff k = m or k = d. Reconstruction has the nonzero eigenvalues of (P C² P, P C P) on the invariants, m of them, and ignores the rest.",
    assumptions: "A orthogonal (signed permutations), S positive definite. For a group of invertible maps the same holds with A S A' = S, G = P S = S P', H = C P'",
    difference: Some(
        "Not in the paper. k = d is unique too, trivially. Orthogonality is not needed for the eigenvalues 1 and 0: any finite group of linear maps has them.",
    ),
    snapshots: &["claims", "families"],
    tags: &[Tag::Certified, Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![
        exact_invariants(context)?,
        exact_reconstruction(context)?,
        exact_linear_groups(context)?,
        minimiser_invariants(context)?,
        minimiser_ties(context)?,
    ];
    evidence.extend(turns_of_images(context)?);
    Ok(evidence)
}

/// A loss that is 0 to a minimiser.
const ZERO_LOSS: f64 = 1e-8;
/// The distance of row spaces that are not the same.
const APART: f64 = 1e-3;

/// Groups on few coordinates, one for each number.
fn small_group(case: usize) -> Result<Group> {
    let unsigned = |from: &[usize]| SignedPermutation::unsigned(from);
    match case % 7 {
        0 => Group::generated(4, &[horizontal_flip(2, 2)?]),
        1 => Group::generated(4, &[quarter_turn(2)?]),
        2 => Group::generated(4, &[cyclic_shift(1, 4, 0, 1)?]),
        3 => Group::generated(4, &[horizontal_flip(2, 2)?, vertical_flip(2, 2)?]),
        // All permutations of three coordinates; the fourth is left alone.
        4 => Group::generated(4, &[unsigned(&[1, 0, 2, 3])?, unsigned(&[1, 2, 0, 3])?]),
        // A swap and a sign.
        5 => Group::generated(3, &[SignedPermutation::new(&[1, 0, 2], &[false, false, true])?]),
        _ => Group::generated(3, &[]),
    }
}

fn projector(group: &Group) -> DMatrix<Rational> {
    group.mean_map()
}

/// rank P = tr P.
fn invariants(group: &Group) -> usize {
    let trace: Rational = projector(group).trace();
    trace.to_integer().try_into().unwrap_or(0)
}

/// The views and what the theorem says of S and G.
fn exact_invariants(context: &Context<'_>) -> Result<Evidence> {
    let compared = "A S A' = S, G = P S = P C P, ω = 1 m times and 0 else, tied iff k is not m (k < d)";
    Evidence::exact_cases(context, (STATEMENT.name, "invariants"), compared, [7, 21, 140], |case, rng, tally| {
        let group = small_group(case)?;
        let d = group.coordinates();
        let (_, data) = random_data(rng, d)?;
        let (views, p, m): (ViewMoments<Rational>, _, _) = (group.views(&data)?, projector(&group), invariants(&group));
        let (s, g) = (&views.view_second, &views.mean_second);
        // S by its definition, the average over the elements.
        let count = ratio(group.order() as i64, 1);
        let average = group.matrices().fold(DMatrix::zeros(d, d), |sum, a| sum + &a * &data.second * a.transpose());
        let commutes = group.matrices().all(|a: DMatrix<Rational>| &a * s * a.transpose() == *s);
        // Eigenvalues of (G, S): above 1/2 exactly m, and 1 and 0 are all of them.
        let shifted = |t: Rational| inertia(&(g - s.map(|v| v * &t)));
        let (half, one, zero) = (shifted(ratio(1, 2)), shifted(ratio(1, 1)), shifted(ratio(0, 1)));
        let tied = |k: usize| is_tie_at(g, s, k, &ratio(1, 1)) || is_tie_at(g, s, k, &ratio(0, 1));
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case([
            average.map(|v| v / &count) == *s,
            &p * &p == p,
            p == p.transpose(),
            commutes,
            *g == &p * s,
            *g == &p * &data.second * &p,
            (half.positive, half.negative) == (m, d - m),
            (one.positive, one.zero) == (0, m),
            (zero.zero, zero.negative) == (d - m, 0),
            (1..d).all(|k| tied(k) == (k != m)),
        ]);
        Ok(())
    })
}

/// A basis of the range of P: its columns that are independent, d x m.
fn basis(p: &DMatrix<Rational>) -> DMatrix<Rational> {
    let mut chosen: Vec<usize> = vec![];
    for j in 0..p.ncols() {
        let columns = p.select_columns(&[&chosen[..], &[j]].concat());
        if inertia(&(columns.transpose() * &columns)).zero == 0 {
            chosen.push(j);
        }
    }
    p.select_columns(&chosen)
}

/// (H'H, S) against (U'C² U, U'C U), U a basis of the invariants: as many eigenvalues above every
/// t > 0; and H (I - P) = 0.
fn exact_reconstruction(context: &Context<'_>) -> Result<Evidence> {
    let compared = "(H'H, S) has the eigenvalues of (P C² P, P C P) on the invariants, and H vanishes elsewhere";
    Evidence::exact_cases(context, (STATEMENT.name, "reconstruction"), compared, [7, 14, 70], |case, rng, tally| {
        let group = small_group(case)?;
        let d = group.coordinates();
        let (_, data) = random_data(rng, d)?;
        let views = group.views(&data)?;
        let (p, c) = (projector(&group), &data.second);
        let u = basis(&p);
        let (square, plain) = (u.transpose() * c * c * &u, u.transpose() * c * &u);
        let full = views.pencil(Paradigm::Reconstruction).a;
        let rest = &views.cross * (DMatrix::identity(d, d) - &p);
        for _ in 0..3 {
            let t = random_positive(rng, 6) * ratio(3, 1);
            let above = |a: &DMatrix<Rational>, s: &DMatrix<Rational>| inertia(&(a - s.map(|v| v * &t))).positive;
            tally.record(views.view_second.iter().chain([&t]));
            tally.case([
                full == &p * c * c * &p,
                rest.iter().all(Zero::is_zero),
                u.ncols() == invariants(&group),
                above(&full, &views.view_second) == above(&square, &plain),
            ]);
        }
        Ok(())
    })
}

/// A group of maps that are not orthogonal, T A T^-1, as a uniform mixture: G S^-1 G = G and rank G
/// = m.
fn exact_linear_groups(context: &Context<'_>) -> Result<Evidence> {
    let compared = "groups of maps that are not orthogonal: G S^-1 G = G of rank m, so ω is 1 or 0";
    Evidence::exact_cases(context, (STATEMENT.name, "linear-groups"), compared, [4, 10, 40], |case, rng, tally| {
        let group = small_group(case)?;
        let d = group.coordinates();
        let t = invertible(rng, d);
        let inverse = exact_solve(&t, &DMatrix::identity(d, d))?;
        let maps: Vec<DMatrix<Rational>> = group.matrices().map(|a: DMatrix<Rational>| &t * a * &inverse).collect();
        let weights = vec![ratio(1, maps.len() as i64); maps.len()];
        let (_, data) = random_data(rng, d)?;
        let views = LinearMixture::new(maps, &weights)?.views(&data)?;
        let (s, g) = (&views.view_second, &views.mean_second);
        let projects = g * exact_solve(s, g)? == *g;
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case([projects, inertia(g).positive == invariants(&group)]);
        Ok(())
    })
}

fn invertible(rng: &mut ChaCha8Rng, d: usize) -> DMatrix<Rational> {
    loop {
        let t = random_matrix(rng, d, d, 3);
        if inertia(&(t.transpose() * &t)).positive == d {
            return t;
        }
    }
}

/// k = m: minimisers of joint-embedding find the invariants, those of reconstruction stay inside
/// them.
fn minimiser_invariants(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising under groups");
    let mut rng = context.rng(STATEMENT.name, "minimiser");
    let mut tally = Tally::default();
    for case in 0..context.tier.pick(3, 6, 24) {
        // Without the trivial group, where m = d.
        let group = small_group(case % 6)?;
        let (_, data) = random_data(&mut rng, group.coordinates())?;
        let views = group.views(&data)?;
        let rows = approx_matrix(&basis(&projector(&group)).transpose());
        for paradigm in Paradigm::ALL {
            tally.record(&views.view_second);
            tally.case([minimiser::minimised(paradigm, &views, &rows)?.found()]);
        }
    }
    Ok(minimiser::as_predicted("both paradigms with k = m find the invariants", tally))
}

/// The part of rows W outside the range of a projector P, relative to W.
fn outside(w: &DMatrix<f64>, p: &DMatrix<f64>) -> f64 {
    (w - w * p).norm() / w.norm()
}

/// k < m: different starts of joint-embedding end in different row spaces, all inside the
/// invariants and all at loss 0.
fn minimiser_ties(context: &Context<'_>) -> Result<Evidence> {
    let mut rng = context.rng(STATEMENT.name, "ties");
    let mut tally = Tally::default();
    for case in 0..context.tier.pick(2, 3, 3) {
        // Two invariants each: a flip of 2 x 2 images, all permutations of three of four
        // coordinates.
        let group = small_group([0, 4, 0][case])?;
        let (_, data) = random_data(&mut rng, group.coordinates())?;
        let exact = group.views(&data)?;
        tally.record(&exact.view_second);
        let views = exact.approx();
        let p = approx_matrix(&projector(&group));
        let mut found = vec![];
        for start in 0..3 {
            let minimum = minimiser::lbfgs(Paradigm::JointEmbedding, &views, 1, start)?;
            let inside = outside(&minimum.weights, &p) < NEAR && minimum.loss < ZERO_LOSS;
            let inside = [minimum.termination.converged(), inside] == [true; 2];
            found.extend(inside.then_some(minimum.weights));
        }
        tally.case([match &found[..] {
            [first, second, _] => row_space_distance(first, second)? > APART,
            _ => false,
        }]);
    }
    let compared = "L-BFGS, k = 1 of two invariants: different starts end in different optimal row spaces";
    let because = format!(
        "all converged, within {NEAR:e} of the invariants, losses below {ZERO_LOSS:e}, row spaces more than {APART:e} apart"
    );
    Ok(Evidence::every(Route::Minimiser, "ties", compared, tally, because))
}

/// Quarter turns of 8 x 8 images: the spectrum, drawn views, certificates at k = m = 16.
fn turns_of_images(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let images = images::images(context)?;
    let group = Group::generated(64, &[quarter_turn(8)?])?;
    let m = invariants(&group);
    let views = Augmentation::exact(&group).views(&images.data.exact_moments()?)?;
    let views = views.approx();
    let solved = solve::embedding(Paradigm::JointEmbedding, &views, m)?;
    let off = |(i, omega): (usize, &f64)| (omega - f64::from(u8::from(i < m))).abs();
    let worst = solved.eigenvalues.iter().enumerate().map(off).fold(0.0, f64::max);
    let p: DMatrix<f64> = group.mean_map();
    let outside = outside(&solved.encoder, &p);
    let on = format!("quarter turns, {}", images.on);
    let rounding = solved.eigenvalue_error.max(f64::EPSILON);
    let compared = format!("ω against 1 (16 times) and 0 (48 times), encoder at k = m against the invariants: {on}");
    let mut evidence = vec![
        Evidence::new(Route::ClosedForm, "quarter-turns", compared)
            .at_most("error of ω", worst, rounding, "first-order error bound of the solver")
            .at_most(
                "encoder outside the invariants",
                outside,
                rounding * 100.0,
                "the same over an eigengap of 1, times the scaling of the coordinates",
            ),
        // Beyond the invariants: on them alone both losses are without randomness.
        drawn::on_images(context, &images, &group, m + 4)?,
    ];
    evidence.extend(certificate::on_images(context, &images, &group, m)?);
    Ok(evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn rows_outside_a_subspace() {
        assert_eq!(outside(&dmatrix![3., 4.], &dmatrix![1., 0.; 0., 0.]), 0.8);
    }
}
