use super::*;
use crate::scalar::ratio;

fn between(low: (i64, i64), high: (i64, i64)) -> Requirement {
    let alpha_squared = Interval { low: ratio(low.0, low.1), high: ratio(high.0, high.1) };
    Requirement::Above(Threshold { alpha_squared, signal: Interval::exact(ratio(1, 1)) })
}

fn at(numerator: i64, denominator: i64) -> Requirement {
    between((numerator, denominator), (numerator, denominator))
}

fn answer(reconstruction: Requirement, joint_embedding: Requirement) -> Answer {
    Answer { eta_squared: None, delta: None, reconstruction, joint_embedding, regime: None }
}

/// Both verdicts, with the paradigms as named and exchanged.
fn verdicts(first: &Requirement, second: &Requirement) -> [(Verdict, Verdict); 2] {
    [(first, second), (second, first)].map(|(rc, je)| {
        let found = answer(rc.clone(), je.clone());
        (found.verdict(), found.verdict_clipped())
    })
}

#[test]
fn thresholds_are_ordered_as_far_as_their_ends_tell() {
    use Verdict::{JointEmbedding, Reconstruction, Tie, Undecided};
    for (first, second, by_squares, by_alpha) in [
        (at(1, 1), at(2, 1), Reconstruction, Reconstruction),
        (at(-1, 1), at(2, 1), Reconstruction, Reconstruction),
        (at(-2, 1), at(-1, 1), Reconstruction, Tie),
        (at(-2, 1), at(0, 1), Reconstruction, Tie),
        (between((1, 1), (2, 1)), between((3, 1), (4, 1)), Reconstruction, Reconstruction),
        (between((-4, 1), (-3, 1)), between((-2, 1), (-1, 1)), Reconstruction, Tie),
        // The upper ends may be positive: neither ordered nor known to need nothing.
        (between((-4, 1), (-3, 1)), between((-2, 1), (1, 1)), Reconstruction, Undecided),
        (between((-4, 1), (1, 1)), between((2, 1), (3, 1)), Reconstruction, Reconstruction),
    ] {
        let exchanged = |v| if v == Reconstruction { JointEmbedding } else { v };
        let expected = [(by_squares, by_alpha), (exchanged(by_squares), exchanged(by_alpha))];
        assert_eq!(verdicts(&first, &second), expected, "{first:?} {second:?}");
    }
    assert_eq!(verdicts(&at(1, 1), &at(1, 1)), [(Tie, Tie); 2]);
    // Overlapping, touching, or equal as intervals: nothing is proved.
    for second in [between((2, 1), (4, 1)), between((3, 1), (4, 1)), between((1, 1), (3, 1)), at(2, 1), at(3, 1)] {
        assert_eq!(verdicts(&between((1, 1), (3, 1)), &second), [(Undecided, Undecided); 2], "{second:?}");
    }
}

#[test]
fn who_alone_finds_the_signal_needs_less() {
    use Verdict::{JointEmbedding, Reconstruction, Tie, Undecided};
    let never = Requirement::Never(NeverWitness {
        signal: vec![ratio(1, 1)],
        noise: vec![ratio(1, 1)],
        constant: ratio(-30, 1),
        slope: ratio(-5, 1),
    });
    let sometimes = Requirement::Sometimes { alpha_squared: ratio(1, 1), t: ratio(1, 2) };
    for found in [at(5, 1), at(-5, 1), Requirement::Always, sometimes.clone()] {
        assert_eq!(
            verdicts(&never, &found),
            [(JointEmbedding, JointEmbedding), (Reconstruction, Reconstruction)],
            "{found:?}"
        );
    }
    assert_eq!(verdicts(&Requirement::Always, &Requirement::Always), [(Tie, Tie); 2]);
    for (first, second) in [
        (&never, &never),
        (&never, &Requirement::Undecided),
        (&Requirement::Always, &sometimes),
        (&sometimes, &sometimes),
        (&at(1, 1), &Requirement::Undecided),
    ] {
        assert_eq!(verdicts(first, second), [(Undecided, Undecided); 2], "{first:?} {second:?}");
    }
}

#[test]
fn only_exact_thresholds_have_a_value() {
    assert_eq!(at(7, 2).exact(), Some(&ratio(7, 2)));
    for other in [between((1, 1), (2, 1)), Requirement::Always, Requirement::Undecided] {
        assert_eq!(other.exact(), None);
    }
    let found = answer(at(1, 1), at(2, 1));
    assert_eq!(found.requirement(Paradigm::Reconstruction), &at(1, 1));
    assert_eq!(found.requirement(Paradigm::JointEmbedding), &at(2, 1));
}
