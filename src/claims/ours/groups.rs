//! Finite groups: joint-embedding keeps the invariants and nothing else, without preference among
//! them.

use crate::augment::images::{cyclic_shift, horizontal_flip, quarter_turn, vertical_flip};
use crate::augment::{Augmentation, Channel, Group, LinearMixture, SignedPermutation};
use crate::claims::routes::exact::random_data;
use crate::claims::routes::minimiser::{self, NEAR};
use crate::claims::routes::{certificate, drawn, images};
use crate::claims::{Context, Effort, Evidence, Line, Measured, Route, Statement, Tag, largest};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{exact_solve, inertia, is_tie_at, random_matrix, random_positive};
use crate::minimize::{Method, Problem, minimize};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use crate::solve;
use nalgebra::DMatrix;
use num_traits::Zero;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "groups",
    source: "Extension: flips, cyclic shifts, quarter turns",
    about: "finite groups: the invariants theorem",
    statement: r"$\tau(x) = A x$, $A$ uniform on a finite group, $P = \mathbb{E}[A]$ the projector on its invariants, $m = \mathrm{rank}\,P$: $S$ commutes with the group, $G = P S$, so joint-embedding has $\omega = 1$ on all $m$ invariants and 0 elsewhere; its row space is unique iff $k = m$ or $k = d$. Reconstruction has the nonzero eigenvalues of $(P C^2 P, P C P)$ on the invariants, $m$ of them, and ignores the rest.",
    assumptions: r"$A$ orthogonal (signed permutations), $S$ positive definite. For a group of invertible maps the same holds with $A S A^\top = S$, $G = P S = S P^\top$, $H = C P^\top$",
    difference: Some(
        "Not in the paper. $k = d$ is unique too, trivially. Orthogonality is not needed for the eigenvalues 1 and 0: any finite group of linear maps has them.",
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
    let of = (compared, "S, G and P off by 1/1000 in an entry; t = 3/2 for 1/2");
    Evidence::exact_cases(context, (STATEMENT.name, "invariants"), of, [7, 21, 140], |case, rng, tally| {
        let group = small_group(case)?;
        let d = group.coordinates();
        let (_, data) = random_data(rng, d)?;
        let (views, p, m): (ViewMoments<Rational>, _, _) = (group.views(&data)?, projector(&group), invariants(&group));
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case(|run| {
            let (s, g) = (&run.off(views.view_second.clone()), &views.mean_second);
            let p = run.pick(p.clone(), tilted(&p));
            // S by its definition, the average over the elements.
            let count = ratio(group.order() as i64, 1);
            let average = group.matrices().fold(DMatrix::zeros(d, d), |sum, a| sum + &a * &data.second * a.transpose());
            let commutes = group.matrices().all(|a: DMatrix<Rational>| &a * s * a.transpose() == *s);
            // Eigenvalues of (G, S): above 1/2 exactly m, and 1 and 0 are all of them.
            let shifted = |t: Rational| inertia(&(g - s.map(|v| v * &t)));
            let half = shifted(run.pick(ratio(1, 2), ratio(3, 2)));
            let (one, zero) = (shifted(ratio(1, 1)), inertia(&run.off(g.clone())));
            let tied = |k: usize| is_tie_at(g, s, k, &ratio(1, 1)) || is_tie_at(g, s, k, &ratio(0, 1));
            Ok([
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
            ])
        })
    })
}

/// P with an entry above the diagonal off by 1/1000: no projector, and not symmetric.
fn tilted(p: &DMatrix<Rational>) -> DMatrix<Rational> {
    let mut tilted = p.clone();
    tilted[(0, 1)] += ratio(1, 1000);
    tilted
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
    let of = (compared, "P off by 1/1000 above its diagonal; all coordinates taken for invariants");
    Evidence::exact_cases(context, (STATEMENT.name, "reconstruction"), of, [7, 14, 70], |case, rng, tally| {
        let group = small_group(case)?;
        let d = group.coordinates();
        let (_, data) = random_data(rng, d)?;
        let views = group.views(&data)?;
        let (p, c) = (projector(&group), &data.second);
        let full = views.pencil(Paradigm::Reconstruction).a;
        for _ in 0..3 {
            let t = random_positive(rng, 6) * ratio(3, 1);
            let above = |a: &DMatrix<Rational>, s: &DMatrix<Rational>| inertia(&(a - s.map(|v| v * &t))).positive;
            tally.record(views.view_second.iter().chain([&t]));
            tally.case(|run| {
                let u = run.pick(basis(&p), DMatrix::identity(d, d));
                let p = run.pick(p.clone(), tilted(&p));
                let (square, plain) = (u.transpose() * c * c * &u, u.transpose() * c * &u);
                let rest = &views.cross * (DMatrix::identity(d, d) - &p);
                Ok([
                    full == &p * c * c * &p,
                    rest.iter().all(Zero::is_zero),
                    u.ncols() == invariants(&group),
                    above(&full, &views.view_second) == above(&square, &plain),
                ])
            })?;
        }
        Ok(())
    })
}

/// A group of maps that are not orthogonal, T A T^-1, as a uniform mixture: G S^-1 G = G and rank G
/// = m.
fn exact_linear_groups(context: &Context<'_>) -> Result<Evidence> {
    let compared = "groups of maps that are not orthogonal: G S^-1 G = G of rank m, so ω is 1 or 0";
    let of = (compared, "G off by 1/1000; the rank of S for that of G");
    Evidence::exact_cases(context, (STATEMENT.name, "linear-groups"), of, [4, 10, 40], |case, rng, tally| {
        let group = small_group(case)?;
        let d = group.coordinates();
        let t = invertible(rng, d);
        let inverse = exact_solve(&t, &DMatrix::identity(d, d))?;
        let maps: Vec<DMatrix<Rational>> = group.matrices().map(|a: DMatrix<Rational>| &t * a * &inverse).collect();
        let weights = vec![ratio(1, maps.len() as i64); maps.len()];
        let (_, data) = random_data(rng, d)?;
        let views = LinearMixture::new(maps, &weights)?.views(&data)?;
        let (s, g) = (&views.view_second, &views.mean_second);
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case(|run| {
            let off = run.off(g.clone());
            let projects = &off * exact_solve(s, &off)? == off;
            Ok([projects, inertia(run.pick(g, s)).positive == invariants(&group)])
        })
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
    let line =
        minimiser::line("minimiser", "both paradigms with k = m find the invariants", "the rows of other coordinates");
    line.on_random(context, (STATEMENT.name, "minimiser"), [3, 6, 24], |case, rng, tally| {
        // Without the trivial group, where m = d.
        let group = small_group(case % 6)?;
        let d = group.coordinates();
        let (_, data) = random_data(rng, d)?;
        let views = group.views(&data)?;
        let rows = approx_matrix(&basis(&projector(&group)).transpose());
        let others = DMatrix::identity(rows.nrows(), d);
        tally.record(&views.view_second);
        for paradigm in Paradigm::ALL {
            tally.case(|run| Ok([minimiser::minimised(paradigm, &views, run.pick(&rows, &others))?.found()]))?;
        }
        Ok(())
    })
}

/// The part of rows W outside the range of a projector P, relative to W.
fn outside(w: &DMatrix<f64>, p: &DMatrix<f64>) -> f64 {
    (w - w * p).norm() / w.norm()
}

/// k < m: different starts of joint-embedding end in different row spaces, all inside the
/// invariants and all at loss 0.
fn minimiser_ties(context: &Context<'_>) -> Result<Evidence> {
    let compared = "L-BFGS, k = 1 of two invariants: different starts end in different optimal row spaces";
    let because = format!(
        "all converged, within {NEAR:e} of the invariants, losses below {ZERO_LOSS:e}, row spaces more than {APART:e} apart"
    );
    let fault = "the invariants of another group; one start for two; stopped after one iteration";
    let line = Line::new(Route::Minimiser, "ties", compared, fault, because);
    line.on_random(context, (STATEMENT.name, "ties"), [2, 3, 3], |case, rng, tally| {
        // Two invariants each: a flip of 2 x 2 images, all permutations of three of four
        // coordinates.
        let which = [0, 4, 0][case];
        let (group, other) = (small_group(which)?, small_group(4 - which)?);
        let (_, data) = random_data(rng, group.coordinates())?;
        let exact = group.views(&data)?;
        tally.record(&exact.view_second);
        let views = exact.approx();
        let minimum = |start| minimiser::lbfgs(Paradigm::JointEmbedding, &views, 1, start);
        let found = (0..3).map(minimum).collect::<Result<Vec<_>>>()?;
        tally.case(|run| {
            let p = approx_matrix(&projector(run.pick(&group, &other)));
            let inside = found.iter().all(|m| outside(&m.weights, &p) < NEAR);
            let second = &found[run.pick(1, 0)].weights;
            let apart = row_space_distance(&found[0].weights, second)? > APART;
            Ok([inside, apart])
        })?;
        tally.case(|run| {
            let stopped = minimize(Problem::JointEmbedding { k: 1 }, Method::Lbfgs, &views, 0, &minimiser::STOPPED)?;
            let runs = run.pick(&found[..], std::slice::from_ref(&stopped));
            Ok([runs.iter().all(|m| m.termination.converged()), runs.iter().all(|m| m.loss < ZERO_LOSS)])
        })
    })
}

/// Quarter turns of 8 x 8 images: the spectrum, drawn views, certificates at k = m = 16.
fn turns_of_images(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let images = images::images(context)?;
    let group = Group::generated(64, &[quarter_turn(8)?])?;
    let m = invariants(&group);
    let views = Augmentation::exact(&group).views(&images.data.exact_moments()?)?;
    let views = views.approx();
    let solved = solve::embedding(Paradigm::JointEmbedding, &views, m)?;
    let p: DMatrix<f64> = group.mean_map();
    let [worst, outside] = Measured::all("17 invariants for 16; the invariants of a flip", |run| {
        let flip = Group::generated(64, &[horizontal_flip(8, 8)?])?.mean_map();
        let m = run.pick(m, m + 1);
        let off = |(i, omega): (usize, &f64)| (omega - f64::from(u8::from(i < m))).abs();
        let worst = largest(solved.eigenvalues.iter().enumerate().map(off));
        Ok([worst, outside(&solved.encoder, run.pick(&p, &flip))])
    })?;
    let on = format!("quarter turns, {}", images.on);
    let rounding = solved.prior_error.max(f64::EPSILON);
    let compared = format!("ω against 1 (16 times) and 0 (48 times), encoder at k = m against the invariants: {on}");
    let mut evidence = vec![
        Evidence::new(Route::ClosedForm, "quarter-turns", compared, Effort::fixed(1))
            .ran(1)
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
