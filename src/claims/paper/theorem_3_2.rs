//! Theorem 3.2: the closed form of joint-embedding.

use crate::claims::routes::exact::{RationalInstance, separated_spectrum};
use crate::claims::routes::{agreement, certificate, closed_form, drawn};
use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::random_orthogonal;
use crate::moments::objective::joint_embedding as loss;
use crate::moments::objective::{embedding_second, joint_embedding_gradient};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "theorem-3-2",
    source: "Theorem 3.2, (SSL-JE)",
    about: "closed form of joint-embedding",
    statement: r"With $S^{-1/2} G S^{-1/2} = Q\Omega Q^\top$, the minimum of (SSL-JE) is $2(k - \sum_{i\le k}\omega_i)$, attained by $W^\ast = U Q_k^\top S^{-1/2}$ for every orthogonal $U$.",
    assumptions: r"$S$ positive definite. These are all minimisers for the fixed $Q$ iff $k = d$ or $\omega_k > \omega_{k+1}$.",
    difference: Some(
        "The value is that of (SSL-JE), which is twice (26). The multiplier of (35)-(36) is symmetric, and diagonal after a rotation of $W$.",
    ),
    snapshots: &["digits", "minimisers"],
    tags: &[Tag::Certified, Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let paradigm = Paradigm::JointEmbedding;
    let mut evidence = exact_instances(context)?;
    evidence.push(closed_form::on_rational_instances(context, paradigm)?);
    evidence.extend(agreement::self_supervised(context, paradigm)?);
    evidence.push(drawn::at_optimum(context, paradigm)?);
    evidence.extend(certificate::on_data(context, paradigm)?);
    Ok(evidence)
}

fn exact_instances(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let competitors = context.tier.pick(5, 20, 100);
    let lines = [
        Line::exact(
            "optimum",
            "W* for random U: W S W' = I, gradient = multiplier times constraint gradient, loss = 2(k - sum ω)",
            "the encoder off by 1/1000 in its first entry",
        ),
        Line::exact(
            "competitors",
            "no feasible competitor W is below the optimum",
            "a competitor off by 1/1000, and the value of the next k eigenvectors taken for the optimum",
        )
        .kinds(&["strictly above"]),
    ];
    let stream = (STATEMENT.name, "instances");
    let gathered = Line::all_on_random(lines, context, stream, [4, 20, 60], |case, rng, [optimal, beaten]| {
        let d = 1 + case % 4;
        let omega = separated_spectrum(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega)?;
        let views = &instance.views;
        for k in 1..=d {
            let w = random_orthogonal(rng, k, 3)? * instance.encoder(k);
            optimal.record(views.view_second.iter().chain(&w));
            let sum = instance.spectrum[..k].iter().fold(ratio(0, 1), |sum, omega| sum + omega);
            let best = (ratio(k as i64, 1) - sum) * ratio(2, 1);
            optimal.case(|run| {
                let w = run.off(w.clone());
                let feasible = embedding_second(&w, views) == DMatrix::identity(k, k);
                // Stationary on the constraint: the gradient 4 W Σ equals 4 Λ W S with the
                // symmetric multiplier Λ = W Σ W'.
                let multiplier: DMatrix<Rational> = joint_embedding_gradient(&w, views) * w.transpose();
                let stationary = joint_embedding_gradient(&w, views) == &multiplier * &w * &views.view_second;
                Ok([feasible, stationary, loss(&w, views) == best])
            })?;
            // What the rows 2 to k + 1 of Q' S^-1/2 have; with k = d there are none, and all have the
            // optimum.
            let spectrum = &instance.spectrum;
            let step = spectrum.get(k).map_or_else(|| ratio(1, 1000), |next| &spectrum[0] - next);
            let next = &best + step * ratio(2, 1);
            for _ in 0..competitors {
                // Every feasible W is k orthonormal rows times S^-1/2.
                let rows = random_orthogonal(rng, d, 3)?.rows(0, k).into_owned();
                let other = rows * &instance.inverse_root;
                let there = loss(&other, views);
                beaten.record([&there]);
                if there > best {
                    beaten.saw("strictly above");
                }
                beaten.case(|run| {
                    let feasible = embedding_second(&run.off(other.clone()), views) == DMatrix::identity(k, k);
                    Ok([feasible, run.pick(&there, &best) >= run.pick(&best, &next)])
                })?;
            }
        }
        Ok(())
    });
    gathered.map(Vec::from)
}
