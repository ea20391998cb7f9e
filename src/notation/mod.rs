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
use std::borrow::Cow;
use std::sync::LazyLock;

/// Without macros of our own there is nothing in the configuration that could fail.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// The source in Unicode, for terminals and data.
pub fn text(source: &str) -> String {
    render(source, Cow::Borrowed, unicode::formula).unwrap_or_else(|_| source.into())
}

/// The source as HTML, with its formulas in MathML. It needs no script and no style sheet.
pub fn html(source: &str) -> String {
    render(source, |words| Cow::Owned(escape(words)), pieces).unwrap_or_else(|_| escape(source))
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
    let words = |words| Cow::Borrowed(words);
    render(source, words, unicode::formula).and_then(|_| render(source, words, pieces)).err()
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

/// Words and formulas take turns, and words come first and last.
fn render<'s>(
    source: &'s str,
    words: impl Fn(&'s str) -> Cow<'s, str>,
    formula: impl Fn(&Document<'_>) -> Result<String, String>,
) -> Result<String, String> {
    let parts: Vec<&str> = source.split('$').collect();
    if parts.len() % 2 == 0 {
        return Err(format!("a dollar without its partner: {source}"));
    }
    let set = |(i, part): (usize, &&'s str)| {
        if i % 2 == 0 {
            return Ok(words(part).into_owned());
        }
        let faulty = |why: String| format!("{why}: ${part}$");
        let converter = CONVERTER.as_ref().ok_or_else(|| faulty("no converter".into()))?;
        let converted = converter.convert_with_local_state(part, MathDisplay::Inline);
        let mathml = converted.map_err(|error| faulty(format!("{error:?}")))?.mathml;
        let document = Document::parse(&mathml).map_err(|error| faulty(error.to_string()))?;
        formula(&document).map_err(faulty)
    };
    parts.iter().enumerate().map(set).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Characters of a formula that fits on the line of a telephone, with room to spare.
const SHORT: usize = 12;

/// A formula as one `<math>`; a long one in parts that end with a relation or a comma. Browsers do
/// not break a line inside of one; between two they may, where TeX would.
fn pieces(document: &Document<'_>) -> Result<String, String> {
    let characters: usize =
        document.descendants().filter_map(|node| node.text()).map(|text| text.chars().count()).sum();
    let (mut html, mut depth) = (String::from("<math>"), 0);
    let mut children = document.root_element().children().peekable();
    while let Some(node) = children.next() {
        html += document.input_text().get(node.range()).unwrap_or_default();
        let operator = if node.has_tag_name("mo") { node.text().unwrap_or_default() } else { "" };
        match operator {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        let ends = operator == "," || unicode::RELATIONS.contains(operator);
        if characters > SHORT && depth == 0 && ends && !operator.is_empty() && children.peek().is_some() {
            html += "</math><math>";
        }
    }
    Ok(html + "</math>")
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
