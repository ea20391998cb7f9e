//! What is said of a problem and of its certificate, in a line each.

use crate::scalar::{Rational, decimal_bound};
use jerc_check::{Problem, Verified};

/// The features that are set aside, in a few words: how many, and which.
pub fn set_aside(vanishing: &[usize], d: usize) -> String {
    let mut runs: Vec<[usize; 2]> = vec![];
    for &i in vanishing {
        match runs.last_mut() {
            Some([_, last]) if *last + 1 == i => *last = i,
            _ => runs.push([i, i]),
        }
    }
    let run = |[first, last]: &[usize; 2]| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}-{last}"),
    };
    // A certificate's text has 4096 bytes at most.
    let shown: Vec<String> = runs.iter().take(200).map(run).collect();
    let more = if runs.len() > 200 { ", ..." } else { "" };
    let which = shown.join(", ");
    format!("{} of {d} features are 0 in every view and left out (counted from 0: {which}{more})", vanishing.len())
}

/// A number of the checker, rounded as a bound must be.
fn bound<T: Clone + Into<Rational>>(value: &T, digits: u32, up: bool) -> String {
    decimal_bound(&value.clone().into(), digits, up)
}

/// What a certificate proves, on one line.
pub fn describe(verified: &Verified) -> String {
    let problem = match verified.problem {
        Problem::Je => "je",
        Problem::Rc => "rc",
        Problem::Pencil => "pencil",
    };
    let (d, k, gap) = (verified.d, verified.k, bound(&verified.relative_gap, 2, true));
    let mut line = format!("certified, {problem}, d = {d}, k = {k}, relative gap <= {gap}");
    if let Some([_, lower, upper]) = &verified.loss {
        let (lower, upper) = (bound(lower, 13, false), bound(upper, 13, true));
        line.push_str(&format!(", loss in [{lower}, {upper}]"));
    }
    match &verified.eigengap {
        Some(gap) => line.push_str(&format!(", unique (eigengap > {})", bound(gap, 4, false))),
        None if k == d => line.push_str(", k = d"),
        None => line.push_str(", uniqueness: tie or undecided"),
    }
    if let Some(distance) = &verified.distance {
        line.push_str(&format!(", row space within {}", bound(distance, 2, true)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Scalar, exact_parse, ratio};
    use jerc_check::check;

    /// Every value is 1/3, 2/3, ... so that no printed bound can be exact: rounding to the wrong
    /// side shows in each of them.
    #[test]
    fn every_printed_bound_is_on_its_own_side() {
        let mut verified = check(include_bytes!("../../proofs/certificates/good/worked-2x2.json")).unwrap();
        verified.relative_gap = ratio(1, 3).into();
        verified.loss = Some([ratio(5, 3), ratio(4, 7), ratio(5, 7)].map(Into::into));
        verified.eigengap = Some(ratio(2, 3).into());
        verified.distance = Some(ratio(1, 7).into());
        let line = describe(&verified);
        let number = |before: &str| -> Rational {
            let (_, rest) = line.split_once(before).unwrap_or_else(|| panic!("{before} in {line}"));
            exact_parse("x", rest.split([',', ']', ')']).next().unwrap().trim()).unwrap()
        };
        let near =
            |found: &Rational, value: Rational, digits: i32| (found - &value).approx().abs() < 10f64.powi(-digits);
        for (before, value, above, digits) in [
            ("gap <= ", ratio(1, 3), true, 2),
            ("loss in [", ratio(4, 7), false, 13),
            ("eigengap > ", ratio(2, 3), false, 4),
            ("row space within ", ratio(1, 7), true, 2),
        ] {
            let found = number(before);
            assert_eq!(found > value, above, "{before}{found} for {value}");
            assert!(near(&found, value, digits), "{before}{found}");
        }
        let (_, upper) = line.split_once("loss in [").unwrap().1.split_once(", ").unwrap();
        let upper = exact_parse("x", upper.split(']').next().unwrap()).unwrap();
        assert!(upper > ratio(5, 7) && near(&upper, ratio(5, 7), 12), "{line}");
    }

    #[test]
    fn what_is_set_aside_is_listed_in_runs() {
        assert_eq!(
            set_aside(&[0, 32, 39, 40, 50, 51, 52], 64),
            "7 of 64 features are 0 in every view and left out (counted from 0: 0, 32, 39, 40, 50-52)"
        );
        let odd: Vec<usize> = (0..200_000).map(|i| 2 * i + 1_000_000).collect();
        assert!(set_aside(&odd, 2_000_000).len() < 3000 && set_aside(&odd, 9).ends_with(", ...)"));
    }
}
