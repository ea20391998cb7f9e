//! The analogue as tables in Markdown.

use super::contrasts::{Contrast, Interval, Results};
use super::{INJECTIONS, Learned, Views};
use crate::experiment::networks::corruptions::{Corruption, SEVERITIES};
use std::fmt::Write;

impl Views {
    /// How a reader knows them.
    fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Same => "same",
        }
    }
}

/// `1.2 ± 0.5`, in bold where the interval does not hold 0.
fn written(interval: Interval) -> String {
    let text = format!("{:.1} ± {:.1}", interval.centre, interval.half_width);
    if interval.is_decided() { format!("**{text}**") } else { text }
}

/// Accuracies, contrasts and gains.
pub fn markdown(results: &Results) -> String {
    // Writing to a String cannot fail.
    let mut text = String::from("| views | method |");
    let columns: Vec<(Corruption, u8)> = Corruption::ALL.into_iter().flat_map(|c| SEVERITIES.map(|s| (c, s))).collect();
    for (corruption, severity) in &columns {
        let _ = write!(text, " {} {severity} |", corruption.name());
    }
    text.push_str(" drop | over SimCLR |\n|---|---|");
    text.push_str(&"---|".repeat(columns.len() + 2));
    for Contrast { views, learned, drop, excess } in results.table().into_iter().chain(results.beside()) {
        let _ =
            write!(text, "\n| {} | {} |", if learned == Learned::Raw { "none" } else { views.name() }, learned.name());
        for (corruption, severity) in &columns {
            let _ = write!(text, " {:.1} |", 100.0 * results.accuracy(learned, views, *corruption, *severity));
        }
        let over = if learned == Learned::Simclr { "0".into() } else { written(excess) };
        let _ = write!(text, " {drop:.1} | {over} |");
    }
    text.push_str("\n\n| SimCLR on | severity |");
    INJECTIONS.iter().for_each(|injection| {
        let _ = write!(text, " injection {injection} |");
    });
    text.push_str("\n|---|---|---|---|");
    let gains = results.gains();
    for pair in gains.chunks(INJECTIONS.len()) {
        if let Some(first) = pair.first() {
            let _ = write!(text, "\n| {} | {} |", first.corruption.name(), first.severity);
        }
        for gain in pair {
            let _ = write!(text, " {} |", written(gain.gain));
        }
    }
    let better = gains.chunks(INJECTIONS.len()).filter(|pair| pair.iter().any(|gain| gain.gain.centre > 0.0)).count();
    let decided = |sign: f64| gains.iter().filter(|g| g.gain.is_decided() && g.gain.centre * sign > 0.0).count();
    let _ = writeln!(
        text,
        "\n\nOf {} configurations, injection raises the mean accuracy in {better}.\nOf {} gains, {} are positive and {} are negative beyond their intervals.",
        gains.len() / INJECTIONS.len(),
        gains.len(),
        decided(1.0),
        decided(-1.0)
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decided_is_bold() {
        assert_eq!(written(Interval { centre: 1.25, half_width: 0.5 }), "**1.2 ± 0.5**");
        assert_eq!(written(Interval { centre: -0.26, half_width: 0.5 }), "-0.3 ± 0.5");
        assert_eq!(written(Interval { centre: 1.0, half_width: f64::NAN }), "1.0 ± NaN");
    }
}
