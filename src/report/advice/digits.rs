//! Numbers with an error, to the digits that it leaves.

/// The most decimals that are shown of an efficiency: differences below a ten-thousandth decide nothing.
const MOST: usize = 4;

/// Decimals of which the last is worth more than half the width of an interval.
fn places(half: f64) -> usize {
    let digit = |places: &usize| 10f64.powi(-(*places as i32));
    (0..=MOST).rev().find(|places| digit(places) > half).unwrap_or(0)
}

/// An estimate to the digits that half the width of its interval leaves.
pub(super) fn estimate(value: f64, half: f64) -> String {
    fixed(value, places(half))
}

/// An interval to one digit more, rounded outwards: "0.758 to 0.775". More digits where an end would
/// round to a mark otherwise: whether 0 or a tolerance is inside is what an interval is read for.
pub(super) fn interval(low: f64, high: f64, marks: &[f64]) -> String {
    let rounded = |places: usize| {
        let scale = 10f64.powi(places as i32);
        [(low * scale).floor() / scale, (high * scale).ceil() / scale]
    };
    let kept = |places: &usize| {
        let ends = rounded(*places);
        let crossed = |mark: &f64| (low > *mark && ends[0] <= *mark) || (high < *mark && ends[1] >= *mark);
        !marks.iter().any(crossed)
    };
    let least = places((high - low) / 2.0) + 1;
    let places = (least..=MOST + 1).find(kept).unwrap_or(least);
    let [low, high] = rounded(places);
    format!("{} to {}", fixed(low, places), fixed(high, places))
}

/// A bound from above, to four decimals.
pub(super) fn at_most(value: f64) -> String {
    let scale = 10f64.powi(MOST as i32);
    fixed((value * scale).ceil() / scale, MOST)
}

fn fixed(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    // No minus before zeros.
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.into(),
        _ => text,
    }
}

/// A number as it was given, or to three digits where it was computed: 1.5, 0.001, 2.2e-10.
pub(super) fn short(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-3..1e6).contains(&size) {
        let exponent = if value == 0.0 { 0 } else { size.log10().floor() as i32 };
        let places = (3 - exponent).clamp(0, 6) as usize;
        let text = format!("{value:.places$}");
        return if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text };
    }
    format!("{value:.1e}")
}

/// A strength as it is called: all its digits.
pub(super) fn named(value: f64) -> String {
    format!("{value}")
}

/// Whole numbers with a comma between thousands: 10,000.
pub(super) fn count(value: usize) -> String {
    let digits = value.to_string();
    let first = digits.len() % 3;
    let mut parts: Vec<&str> = if first > 0 { vec![&digits[..first]] } else { vec![] };
    parts.extend((first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_beyond_the_error() {
        for (value, half, shown) in [
            (0.97912, 0.008, "0.98"),
            (0.97912, 0.0099, "0.98"),
            (0.97912, 0.01, "1.0"),
            (0.97912, 0.2, "1"),
            (0.97912, 0.0, "0.9791"),
            (-0.00001, 1e-9, "0.0000"),
            (1.3, 2.0, "1"),
        ] {
            assert_eq!(estimate(value, half), shown, "{value} {half}");
            let places = shown.split('.').nth(1).map_or(0, str::len) as i32;
            assert!(half >= 1.0 || 10f64.powi(-places) > half, "{value} {half}");
        }
    }

    #[test]
    fn intervals_are_rounded_outwards() {
        for (low, high, shown) in [
            (0.7583, 0.7747, "0.758 to 0.775"),
            (-0.0228, -0.0210, "-0.0228 to -0.0210"),
            (-0.34901, -0.22301, "-0.35 to -0.22"),
            (0.0, 0.0, "0.00000 to 0.00000"),
            (-2.61, -0.0312, "-2.61 to -0.03"),
            (0.004, 2.61, "0.004 to 2.610"),
            (-2.61, -1e-9, "-2.7 to 0.0"),
        ] {
            assert_eq!(interval(low, high, &[0.0]), shown);
            let ends: Vec<f64> = shown.split(" to ").map(|end| end.parse().unwrap()).collect();
            assert!(ends[0] <= low && high <= ends[1], "{shown}");
        }
        // Within a tolerance of 0.05, and seen to be.
        assert_eq!(interval(-0.0446, -0.0223, &[-0.05, 0.0, 0.05]), "-0.045 to -0.022");
        assert_eq!([at_most(0.00471), at_most(1.0), at_most(1e-9)], ["0.0048", "1.0000", "0.0001"]);
    }

    #[test]
    fn numbers_are_short() {
        for (value, shown) in [
            (1.5, "1.5"),
            (0.001, "0.001"),
            (1693.37, "1693"),
            (2.2e-10, "2.2e-10"),
            (0.0, "0"),
            (100.0, "100"),
            (12345.6, "12346"),
        ] {
            assert_eq!(short(value), shown);
        }
        assert_eq!([count(7), count(1000), count(1_234_567)], ["7", "1,000", "1,234,567"]);
    }
}
