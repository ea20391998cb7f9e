//! Mathematics in prose. What a statement says is written once, as words with formulas in TeX
//! between dollars; a page shows them as MathML, a terminal as Unicode, GitHub as TeX.
//!
//! One parse serves page and terminal: math-core makes MathML of the TeX, and [`text`] walks that
//! MathML. A source that cannot be set is shown as it stands. No statement of ours is one: the
//! tests ask [`fault`] of each.
//!
//! ```
//! use jerc::notation::{html, text};
//!
//! let source = r"Found iff $\alpha^2 > \frac{1-\delta}{\delta}$.";
//! assert_eq!(text(source), "Found iff α² > (1 - δ)/δ.");
//! assert!(html(source).contains("<mfrac>"));
//! ```

mod unicode;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use roxmltree::Document;
use std::sync::LazyLock;

/// Without macros of our own there is nothing in the configuration that could fail.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// For the style sheet of a page: fonts that know how high a script stands. Where the generic one is no
/// such font, scripts float.
pub const STYLE: &str =
    r#"math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math","DejaVu Math TeX Gyre",math}"#;

/// The source in Unicode, for terminals and data.
pub fn text(source: &str) -> String {
    parse(source).and_then(|parts| line(&parts)).unwrap_or_else(|_| source.into())
}

/// The source as HTML, with its formulas in MathML. It needs no script.
pub fn html(source: &str) -> String {
    parse(source).and_then(|parts| page(&parts)).unwrap_or_else(|_| escape(source))
}

/// The source as Markdown of GitHub, which sets TeX itself. The backticks keep its other marks out
/// of a formula.
pub fn markdown(source: &str) -> String {
    let (open, close) = ("$`", "`$");
    let parts = source.split('$').enumerate();
    parts.map(|(i, part)| if i % 2 == 0 { part.into() } else { format!("{open}{part}{close}") }).collect()
}

/// What keeps the source from being set, if something does.
pub fn fault(source: &str) -> Option<String> {
    parse(source).and_then(|parts| line(&parts).and_then(|_| page(&parts))).err()
}

/// For `serde(serialize_with)`: data hold the [`text`].
pub(crate) fn serialize<S: serde::Serializer>(source: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(source))
}

/// The same of what may be absent.
pub(crate) fn serialize_option<S: serde::Serializer>(
    source: &Option<&'static str>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&source.map(text), serializer)
}

/// A stretch of the source.
enum Part<'s> {
    Words(&'s str),
    /// Its TeX and its MathML.
    Formula(&'s str, String),
}

/// Words and formulas take turns, and words come first and last.
fn parse<'s>(source: &'s str) -> Result<Vec<Part<'s>>, String> {
    let parts: Vec<&'s str> = source.split('$').collect();
    if parts.len().is_multiple_of(2) {
        return Err(format!("a dollar without its partner: {source}"));
    }
    let set = |(i, part): (usize, &&'s str)| {
        if i % 2 == 0 {
            return Ok(Part::Words(part));
        }
        let converter = CONVERTER.as_ref().ok_or("no converter")?;
        let converted = converter.convert_with_local_state(part, MathDisplay::Inline);
        Ok(Part::Formula(part, converted.map_err(|error| format!("{error:?}: ${part}$"))?.mathml))
    };
    parts.iter().enumerate().map(set).collect()
}

/// What a walk makes of the MathML of a formula; an error names the formula.
fn walk<T>(tex: &str, mathml: &str, of: fn(&Document<'_>) -> Result<T, String>) -> Result<T, String> {
    let walked = Document::parse(mathml).map_err(|error| error.to_string()).and_then(|document| of(&document));
    walked.map_err(|why| format!("{why}: ${tex}$"))
}

fn line(parts: &[Part<'_>]) -> Result<String, String> {
    let set = |part: &Part<'_>| match part {
        Part::Words(words) => Ok(words.to_string()),
        Part::Formula(tex, mathml) => walk(tex, mathml, unicode::formula),
    };
    parts.iter().map(set).collect()
}

/// Browsers would break a line between a formula and the comma behind it: the two are kept together,
/// and so is a bracket with what it opens on.
fn page(parts: &[Part<'_>]) -> Result<String, String> {
    let opening = |words: &str| words.trim_end_matches('(').len();
    let closing = |words: &str| words.len() - words.trim_start_matches(['.', ',', ';', ':', ')']).len();
    let (mut html, mut lead) = (String::new(), "");
    let mut parts = parts.iter().peekable();
    let mut taken = 0;
    while let Some(part) = parts.next() {
        match part {
            Part::Words(words) => {
                let words = &words[taken..];
                let (kept, bracket) = words.split_at(if parts.peek().is_some() { opening(words) } else { words.len() });
                html += &escape(kept);
                lead = bracket;
            }
            Part::Formula(tex, mathml) => {
                let next = if let Some(Part::Words(words)) = parts.peek() { words } else { "" };
                taken = closing(next);
                let pieces = walk(tex, mathml, pieces)?;
                for (i, piece) in pieces.iter().enumerate() {
                    let before = if i == 0 { lead } else { "" };
                    let behind = if i + 1 == pieces.len() { &next[..taken] } else { "" };
                    html += &match (before, behind) {
                        ("", "") => piece.clone(),
                        _ => format!("<span style=\"white-space:nowrap\">{before}{piece}{behind}</span>"),
                    };
                }
            }
        }
    }
    Ok(html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Characters of a formula that fits on the line of a telephone, with room to spare.
const SHORT: usize = 12;

/// A formula as one `<math>`; a long one in parts that end with a relation or a comma. Browsers do
/// not break a line inside of one; between two they may, where TeX would.
fn pieces(document: &Document<'_>) -> Result<Vec<String>, String> {
    let texts = document.descendants().filter_map(|node| node.text());
    let long = texts.map(|text| text.chars().count()).sum::<usize>() > SHORT;
    let (mut pieces, mut piece, mut depth) = (Vec::new(), String::new(), 0);
    let mut children = document.root_element().children().peekable();
    while let Some(node) = children.next() {
        piece += document.input_text().get(node.range()).unwrap_or_default();
        let operator = if node.has_tag_name("mo") { node.text().unwrap_or_default() } else { "" };
        match operator {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        let ends = operator == "," || !operator.is_empty() && unicode::RELATIONS.contains(operator);
        if children.peek().is_none() || long && depth == 0 && ends {
            pieces.push(format!("<math>{piece}</math>"));
            piece.clear();
        }
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_formulas_are_not() {
        let page = html(r#"a < b & "c", $x < y$ > z"#);
        assert_eq!(page, "a &lt; b &amp; &quot;c&quot;, <math><mi>x</mi><mo>&lt;</mo><mi>y</mi></math> &gt; z");
        assert_eq!(text(r#"a < b & "c", $x < y$ > z"#), r#"a < b & "c", x < y > z"#);
        assert_eq!(markdown("a_1, $x_1 < y$"), "a_1, $`x_1 < y`$");
    }

    #[test]
    fn a_formula_keeps_its_brackets_and_commas() {
        let (open, math) = (r#"<span style="white-space:nowrap">"#, "<math><mi>x</mi></math>");
        for (source, page) in [
            ("a $x$ b", format!("a {math} b")),
            ("$x$, b", format!("{open}{math},</span> b")),
            ("a ($x$). b", format!("a {open}({math}).</span> b")),
            ("($x$)($x$", format!("{open}({math})</span>{open}({math}</span>")),
            ("$x$ (b)", format!("{math} (b)")),
        ] {
            assert_eq!(html(source), page);
        }
        let long = html("($aaaa bbbb = cccc dddd$)");
        assert!(long.starts_with(&format!("{open}(<math>")) && long.ends_with("</math>)</span>"), "{long}");
        assert!(long.contains(&format!("</math></span>{open}<math>")), "{long}");
    }

    #[test]
    fn lines_break_outside_of_brackets_only() {
        let count = |source| html(source).matches("<math>").count();
        assert_eq!(count("$x$"), 1);
        assert_eq!(count("$x = y, z$"), 1);
        assert_eq!(count("$x = y, aaaa bbbb cccc$"), 3);
        assert_eq!(count("$f(x, y) = aaaa bbbb$"), 2);
        assert_eq!(count(r"$\max_{i \le k} (x = aaaa bbbb cccc)$"), 1);
        assert_eq!(count("$aaaa bbbb cccc =$"), 1);
    }

    #[test]
    fn what_cannot_be_set_is_named_and_shown_as_it_stands() {
        for (source, why) in [
            ("one $ alone", "dollar"),
            (r"$\nosuchcommand x$", "nosuchcommand"),
            ("$x^$", "x^"),
            (r"$\frac{1}{2$", "frac"),
            (r"$\underbrace{x}$", "munder"),
        ] {
            let fault = fault(source).unwrap_or_else(|| panic!("{source} can be set: {}", text(source)));
            assert!(fault.contains(why), "{fault}");
            assert_eq!(text(source), source);
        }
        assert_eq!(html("one $ < alone"), "one $ &lt; alone");
        assert_eq!(fault("no formula"), None);
    }

    #[test]
    fn every_formula_is_well_formed_where_it_is_shown() {
        let shown = html(r"$\tilde E^\ast$, $\begin{pmatrix}1&a<b\\2&3\end{pmatrix}$ & so on");
        assert!(Document::parse(&format!("<p>{shown}</p>")).is_ok(), "{shown}");
    }
}
