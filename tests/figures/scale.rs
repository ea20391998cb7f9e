//! From values to pixels by the ticks that are printed on an axis, and numbers in texts.

/// The scale that two ticks give.
pub struct Scale {
    log: bool,
    /// Value (or its logarithm) and pixel of the first and the last tick.
    first: (f64, f64),
    last: (f64, f64),
}

impl Scale {
    /// From the ticks of an axis: all of them have to lie on the scale of the outermost two.
    pub fn new(ticks: &[(f64, f64)], log: bool, name: &str) -> Self {
        let place = |&(value, pixel): &(f64, f64)| (if log { value.ln() } else { value }, pixel);
        let mut places: Vec<(f64, f64)> = ticks.iter().map(place).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [first, .., last] = places[..] else { panic!("{name}: two ticks at least, {ticks:?}") };
        let scale = Self { log, first, last };
        for &(value, pixel) in ticks {
            assert!((scale.pixel(value) - pixel).abs() <= 1.0, "{name}: the tick {value} is off its scale, {ticks:?}");
        }
        scale
    }

    /// Where a value belongs.
    pub fn pixel(&self, value: f64) -> f64 {
        let place = if self.log { value.ln() } else { value };
        let ((a, from), (b, to)) = (self.first, self.last);
        from + (place - a) / (b - a) * (to - from)
    }

    /// How far off a drawn pixel can be: half a pixel, and half a pixel of each tick, which weighs
    /// more beyond the ticks.
    pub fn tolerance(&self, pixel: f64) -> f64 {
        let (from, to) = (self.first.1.min(self.last.1), self.first.1.max(self.last.1));
        let beyond = (from - pixel).max(pixel - to).max(0.0);
        1.0 + beyond / (to - from) + 1e-9
    }
}

/// A whole text as a number.
pub fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|v: &f64| v.is_finite())
}

/// A text with its numbers replaced by `#`, and the numbers.
pub fn numbers(text: &str) -> (String, Vec<f64>) {
    let (mut words, mut found) = (String::new(), vec![]);
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        if !digits.starts_with(|c: char| c.is_ascii_digit()) {
            words.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        }
        // The longest beginning that is a number: a point or an e at its end is not part of it.
        let most = rest.find(|c: char| !(c.is_ascii_digit() || ".e-".contains(c))).unwrap_or(rest.len());
        let end = (1..=most).rev().find(|&end| !rest[..end].ends_with('.') && number(&rest[..end]).is_some());
        let end = end.expect("a digit is a number");
        found.extend(number(&rest[..end]));
        words.push('#');
        rest = &rest[end..];
    }
    (words, found)
}
