//! A graph as a list with arcs: every node is a line of text, and stands below those that it comes
//! from; an arc at the left joins the two. It needs no layout, keeps its order, and is as readable
//! on a phone as on a desk. Colours and fonts are those of the page.

use std::fmt::Write;

/// Width of the drawing, and of the arcs' margin, in pixels at full size.
const WIDTH: usize = 500;
const MARGIN: usize = 64;
/// Height of a line.
const LINE: usize = 24;

/// What a line stands for; each has a mark of its own shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file of definitions alone.
    Definition,
    /// A file of lemmas.
    Lemma,
    /// A file with headline theorems of the statement.
    Proved,
    /// The statement.
    Statement,
    /// Comparisons in exact arithmetic.
    Exact,
    /// Certificates.
    Certified,
    /// Comparisons of rounded numbers.
    Measured,
    /// A file, a figure or a command.
    Other,
}

impl Kind {
    /// Its mark, centred at (0, 0): a class of the style sheet and a path.
    fn mark(self) -> (&'static str, &'static str) {
        match self {
            Self::Definition => ("hollow", "M-5 -5H5V5H-5Z"),
            Self::Lemma => ("full", "M-2.5 0A2.5 2.5 0 1 1 2.5 0A2.5 2.5 0 1 1 -2.5 0Z"),
            Self::Proved => ("full ok", "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1 -6 0Z"),
            Self::Statement => ("full", "M-6 -6H6V6H-6Z"),
            Self::Exact => ("full exact", "M-6 5L0 -6L6 5Z"),
            Self::Certified => ("full certified", "M0 -7L7 0L0 7L-7 0Z"),
            Self::Measured => ("hollow measured", "M-5.5 0A5.5 5.5 0 1 1 5.5 0A5.5 5.5 0 1 1 -5.5 0Z"),
            Self::Other => ("hollow", "M-4 -6H2L5 -3V6H-4Z"),
        }
    }

    /// The mark as a drawing of its own, for the legend.
    pub(super) fn legend(self) -> String {
        let (class, path) = self.mark();
        format!(
            "<svg class=\"mark\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\"><path class=\"{class}\" d=\"{path}\"/></svg>"
        )
    }
}

/// A line of the drawing.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What it stands for.
    pub kind: Kind,
    /// Its text.
    pub label: String,
    /// Where a click on it leads.
    pub link: Option<String>,
    /// A few words at the right end.
    pub note: String,
    /// The lines above from which an arc comes.
    pub from: Vec<usize>,
}

/// The drawing.
pub(super) fn drawing(lines: &[Line], title: &str) -> String {
    let height = lines.len() * LINE + 8;
    let middle = |line: usize| line * LINE + LINE / 2 + 4;
    let mut svg = format!(
        "<svg class=\"arcs\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" aria-label=\"{}\">",
        escape(title)
    );
    // Writing to a String cannot fail.
    for (at, line) in lines.iter().enumerate() {
        for from in line.from.iter().filter(|from| **from < at) {
            // A longer arc reaches further out, and no further than the margin.
            let out = (10 + (64 * (at - from)).isqrt()).min(MARGIN + 10);
            let (x, top, end) = (MARGIN - 9, middle(*from), middle(at));
            let _ = write!(
                svg,
                "<path class=\"arc\" d=\"M{x} {top}C{0} {top} {0} {end} {x} {end}\"/>",
                x as i64 - out as i64
            );
        }
    }
    for (at, line) in lines.iter().enumerate() {
        let (class, path) = line.kind.mark();
        let (y, text) = (middle(at), escape(&line.label));
        let _ = write!(svg, "<path class=\"{class}\" transform=\"translate({MARGIN} {y})\" d=\"{path}\"/>");
        let strong = if line.kind == Kind::Statement { " class=\"strong\"" } else { "" };
        let label = format!("<text{strong} x=\"{}\" y=\"{}\">{text}</text>", MARGIN + 14, y + 5);
        let _ = match &line.link {
            Some(link) => write!(svg, "<a href=\"{}\">{label}</a>", escape(link)),
            None => write!(svg, "{label}"),
        };
        if !line.note.is_empty() {
            let _ =
                write!(svg, "<text class=\"note\" x=\"{}\" y=\"{}\">{}</text>", WIDTH - 2, y + 5, escape(&line.note));
        }
    }
    svg + "</svg>"
}

/// Text and attributes of XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_join_lines_and_text_is_escaped() {
        let line = |label: &str, from: Vec<usize>| Line {
            kind: Kind::Lemma,
            label: label.into(),
            link: None,
            note: String::new(),
            from,
        };
        let svg = drawing(&[line("a < b", vec![]), line("c", vec![0]), line("d", vec![0, 1, 2, 9])], "e \"f\"");
        // From each line above; not from itself, and not from below.
        assert_eq!(svg.matches("class=\"arc\"").count(), 3);
        assert!(svg.contains("M55 16C37 16 37 40 55 40") && svg.contains("M55 16C34 16 34 64 55 64"), "{svg}");
        assert!(svg.contains("a &lt; b") && svg.contains("e &quot;f&quot;"), "{svg}");
    }
}
