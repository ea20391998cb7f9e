//! MathML as one line of Unicode: a walk over its elements, in which each becomes an [`Atom`].
//!
//! What is implied on the page by size and place is written out: brackets around a fraction that
//! meets a factor, a blank between two factors, `_(...)` and `^(...)` where Unicode has no small
//! characters. A transpose is `'`.

use roxmltree::{Document, Node};

/// Relations have blanks around them, and a line may end after one.
pub(super) const RELATIONS: &str = "=≠<>≤≥≺≻→∼≈∈⇒";
const SIGNS: &str = "+−±";
const PRODUCTS: &str = "⋅⊙×∘⊕";

/// What a piece of a formula is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter, a root, a table.
    Letter,
    Number,
    /// The name of a function; it may stand right before a bracket.
    Name,
    /// An operator with a blank behind it in any case: a sum, or a maximum over something.
    Large,
    Relation,
    /// Between two operands.
    Binary,
    /// Before one operand.
    Sign,
    Open,
    Close,
    Comma,
    Slash,
    /// A quotient, still without brackets.
    Quotient,
    /// A blank of the author.
    Blank,
}
use Kind::*;

#[derive(Debug, Clone)]
struct Atom {
    text: String,
    kind: Kind,
}

fn atom(text: impl Into<String>, kind: Kind) -> Atom {
    Atom { text: text.into(), kind }
}

/// The formula, or the name of what has no place in a line.
pub(super) fn formula(document: &Document<'_>) -> Result<String, String> {
    Ok(join(&atoms(document.root_element())?, true))
}

/// The elements below a node, with rows dissolved in them.
fn atoms(node: Node<'_, '_>) -> Result<Vec<Atom>, String> {
    let mut atoms = Vec::new();
    for child in node.children().filter(Node::is_element) {
        append(&mut atoms, child)?;
    }
    Ok(atoms)
}

fn append(atoms: &mut Vec<Atom>, node: Node<'_, '_>) -> Result<(), String> {
    let word = node.text().unwrap_or_default();
    let name = node.tag_name().name();
    let parts: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    match (name, &parts[..]) {
        ("mrow" | "mstyle", [open, table, _]) if table.has_tag_name("mtable") && open.has_tag_name("mo") => {
            append(atoms, *table)?;
        }
        ("mrow" | "mstyle" | "mtd", _) => atoms.extend(self::atoms(node)?),
        ("mi", _) if word.chars().count() > 1 => atoms.push(atom(word, Name)),
        ("mi", _) => atoms.push(atom(plain(word), Letter)),
        ("mn", _) => atoms.push(atom(word, Number)),
        ("mtext", _) => atoms.push(atom(word, Name)),
        ("mspace", _) if node.has_attribute("width") => atoms.push(atom(" ", Blank)),
        ("mspace", _) => {}
        ("mo", _) => atoms.push(operator(node, word, atoms.last())),
        ("mfrac", [above, below]) => {
            let (above, below) = (self::atoms_of(*above)?, self::atoms_of(*below)?);
            let below = if below.len() == 1 && below[0].kind != Quotient { join(&below, true) } else { fenced(&below) };
            let above = if product(&above) { join(&above, true) } else { fenced(&above) };
            atoms.push(atom(format!("{above}/{below}"), Quotient));
        }
        ("msqrt", _) => {
            let under = self::atoms(node)?;
            let under = if under.len() == 1 && under[0].kind != Quotient { join(&under, true) } else { fenced(&under) };
            atoms.push(atom(format!("√{under}"), Letter));
        }
        ("mover", [base, accent]) => {
            let mark = match accent.text() {
                Some("˜" | "~") => '\u{303}',
                Some("¯" | "‾") => '\u{304}',
                Some("ˆ" | "^") => '\u{302}',
                _ => return Err("mover without a mark that Unicode has".into()),
            };
            match &self::atoms_of(*base)?[..] {
                [one] if one.text.chars().count() == 1 => atoms.push(atom(format!("{}{mark}", one.text), Letter)),
                _ => return Err("mover over more than a letter".into()),
            }
        }
        // A brace below is an operator.
        ("munder", [_, below]) if below.has_tag_name("mo") => return Err("no place in a line for munder".into()),
        ("msub" | "munder", [base, below]) => scripted(atoms, *base, Some(*below), None)?,
        ("msup", [base, above]) => scripted(atoms, *base, None, Some(*above))?,
        ("msubsup" | "munderover", [base, below, above]) => scripted(atoms, *base, Some(*below), Some(*above))?,
        ("mtable", _) => {
            let cell = |cell: &Node<'_, '_>| Ok(join(&self::atoms(*cell)?, true));
            let row = |row: &Node<'_, '_>| {
                let cells: Result<Vec<String>, String> =
                    row.children().filter(Node::is_element).map(|c| cell(&c)).collect();
                Ok(format!("[{}]", cells?.join(", ")))
            };
            let rows: Result<Vec<String>, String> = parts.iter().map(row).collect();
            atoms.push(atom(format!("[{}]", rows?.join(", ")), Letter));
        }
        _ => return Err(format!("no place in a line for {name}")),
    }
    Ok(())
}

/// A node as its atoms, a row as those in it.
fn atoms_of(node: Node<'_, '_>) -> Result<Vec<Atom>, String> {
    let mut atoms = Vec::new();
    append(&mut atoms, node)?;
    Ok(atoms)
}

/// A minus behind an operand is a difference, in front of one it is a sign.
fn operator(node: Node<'_, '_>, word: &str, before: Option<&Atom>) -> Atom {
    let operand = before.is_some_and(|b| !matches!(b.kind, Relation | Binary | Sign | Open | Comma | Slash | Blank));
    let kind = match word {
        "(" | "[" | "{" => Open,
        ")" | "]" | "}" => Close,
        "‖" | "|" if node.attribute("form") == Some("prefix") => Open,
        "‖" | "|" if node.attribute("form") == Some("postfix") => Close,
        "," | ";" | ":" => Comma,
        "/" => Slash,
        "∑" => Large,
        _ if RELATIONS.contains(word) => Relation,
        _ if PRODUCTS.contains(word) || SIGNS.contains(word) && operand => Binary,
        _ if SIGNS.contains(word) => Sign,
        _ if word.chars().count() > 1 => Name,
        _ => Letter,
    };
    atom(plain(word), kind)
}

/// The characters that a reader of a terminal expects.
fn plain(word: &str) -> &str {
    match word {
        "−" => "-",
        "∗" => "*",
        "⊤" | "′" => "'",
        "∑" => "Σ",
        "⋅" => "·",
        "∼" => "~",
        "ϕ" => "φ",
        word => word,
    }
}

/// Scripts go to the last atom of a base that is one thing, or is in brackets.
fn scripted(
    atoms: &mut Vec<Atom>,
    base: Node<'_, '_>,
    below: Option<Node<'_, '_>>,
    above: Option<Node<'_, '_>>,
) -> Result<(), String> {
    let mut base = atoms_of(base)?;
    let one = base.len() == 1 && base[0].kind != Quotient;
    let bracketed = matches!((base.first(), base.last()), (Some(f), Some(l)) if (f.kind, l.kind) == (Open, Close));
    if !one && !bracketed {
        base = vec![atom(fenced(&base), Letter)];
    }
    let below = below.map_or(Ok(String::new()), |node| script(node, '_', subscript))?;
    let above = above.map_or(Ok(String::new()), |node| script(node, '^', superscript))?;
    if let Some(last) = base.last_mut() {
        last.text += &(below + &above);
        if last.kind == Name {
            last.kind = Large;
        }
    }
    atoms.extend(base);
    Ok(())
}

/// Small characters where Unicode has all of them, else a mark, and brackets around what is not one
/// word.
fn script(node: Node<'_, '_>, mark: char, small: fn(char) -> Option<char>) -> Result<String, String> {
    let atoms = atoms_of(node)?;
    let written = join(&atoms, false);
    // A word stays one: its letters are no indices.
    let words = atoms.iter().any(|a| a.kind == Name);
    Ok(match written.chars().map(small).collect::<Option<String>>() {
        Some(small) if !words => small,
        _ if written.chars().all(|c| c.is_ascii_alphanumeric() || ('Α'..='ω').contains(&c)) => {
            format!("{mark}{written}")
        }
        _ => format!("{mark}({written})"),
    })
}

fn subscript(c: char) -> Option<char> {
    pick(c, "0123456789+-=()ijkmns", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₘₙₛ")
}

/// A transpose and a star are raised already.
fn superscript(c: char) -> Option<char> {
    pick(c, "0123456789+-=()in'*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ'*")
}

fn pick(c: char, from: &str, to: &str) -> Option<char> {
    from.chars().zip(to.chars()).find(|(large, _)| *large == c).map(|(_, small)| small)
}

fn fenced(atoms: &[Atom]) -> String {
    let written = join(atoms, true);
    if wrapped(atoms) { written } else { format!("({written})") }
}

/// Whether a quotient of it needs no brackets around it.
fn product(atoms: &[Atom]) -> bool {
    let mut depth = 0;
    atoms.iter().all(|a| {
        depth += i32::from(a.kind == Open) - i32::from(a.kind == Close);
        depth > 0 || !matches!(a.kind, Binary | Relation | Large | Slash | Quotient | Comma)
    })
}

/// Whether the first bracket closes with the last one.
fn wrapped(atoms: &[Atom]) -> bool {
    let mut depth = 0;
    let ends = atoms.iter().position(|a| {
        depth += i32::from(a.kind == Open) - i32::from(a.kind == Close);
        depth == 0
    });
    atoms.first().is_some_and(|a| a.text == "(") && ends == Some(atoms.len() - 1) && atoms.len() > 1
}

/// One line of them; in a script, which is tight, without blanks.
fn join(atoms: &[Atom], loose: bool) -> String {
    let mut line = String::new();
    for (i, now) in atoms.iter().enumerate() {
        let (before, after) = (i.checked_sub(1).and_then(|i| atoms.get(i)), atoms.get(i + 1));
        if before.is_some_and(|before| blank(before.kind, now.kind, loose)) {
            line.push(' ');
        }
        // A factor behind a quotient would be read as one of its denominator.
        let factor = |a: &Atom| matches!(a.kind, Letter | Number | Name | Large | Open | Quotient | Slash);
        if now.kind == Quotient && after.is_some_and(factor) {
            line += &format!("({})", now.text);
        } else {
            line += &now.text;
        }
    }
    line
}

/// Whether there is a blank between two neighbours.
fn blank(before: Kind, now: Kind, loose: bool) -> bool {
    match (before, now) {
        (Blank, _) | (_, Blank) | (_, Comma | Close | Slash) | (Open | Slash | Sign, _) => false,
        (Comma | Relation | Binary, _) | (_, Relation | Binary) => loose,
        (Large, _) => true,
        (Number | Close | Letter | Name | Quotient, Open) => false,
        (Number, Letter) => false,
        _ => loose,
    }
}

#[cfg(test)]
mod tests {
    use super::{subscript, superscript};
    use crate::notation::{fault, text};

    /// Each small character by its number in Unicode.
    #[test]
    fn small_characters_are_those_of_the_large_ones() {
        let small = |code: u32| char::from_u32(code);
        for (digit, at) in ('0'..='9').zip(0..) {
            assert_eq!(subscript(digit), small(0x2080 + at));
            let raised = match at {
                1 => 0xB9,
                2 | 3 => 0xB0 + at,
                _ => 0x2070 + at,
            };
            assert_eq!(superscript(digit), small(raised));
        }
        for (sign, at) in "+-=()".chars().zip(0x0A..) {
            assert_eq!((subscript(sign), superscript(sign)), (small(0x2080 + at), small(0x2070 + at)));
        }
        let letters = [('i', 0x1D62), ('j', 0x2C7C), ('k', 0x2096), ('m', 0x2098), ('n', 0x2099), ('s', 0x209B)];
        assert!(letters.iter().all(|(letter, code)| subscript(*letter) == small(*code)));
        assert_eq!(['i', 'n', '\'', '*'].map(superscript), [small(0x2071), small(0x207F), Some('\''), Some('*')]);
        assert_eq!(['a', 'x', '*'].map(subscript), [None; 3]);
        assert_eq!(['a', 'j', 'k'].map(superscript), [None; 3]);
    }

    #[test]
    fn formulas_read_as_lines() {
        for (source, line) in [
            // Scripts: small characters where there are some, marks elsewhere.
            (r"c_i^2 + \theta_{ij}", "cᵢ² + θᵢⱼ"),
            (r"\alpha^{-2} S^{-1/2} S^{-1}", "α⁻² S^(-1/2) S⁻¹"),
            (r"\alpha_{\mathrm{RC}}^2", "α_RC²"),
            (r"\theta_{\mathrm{noise}}, \lambda_{\min}(A, B)", "θ_noise, λ_min(A, B)"),
            (r"\phi_{k+1} C_{\mathrm s}", "φₖ₊₁ Cₛ"),
            (r"n^{1/4} i^{\frac{1}{4}} x^{y^2} x_{y_1}", "n^(1/4) i^(1/4) x^(y²) x_(y₁)"),
            (r"\tilde E^\ast, \bar X, \hat x", "E\u{303}*, X\u{304}, x\u{302}"),
            (r"V_2^\top S' S^\prime", "V₂' S' S'"),
            (r"{(a+b)}^2 \left(a\right)^2 {ab}^2", "(a + b)²(a)² (a b)²"),
            // Quotients: brackets where a reader would go wrong.
            (r"\frac{1-\delta}{\delta}", "(1 - δ)/δ"),
            (r"\frac{p\mu}{\rho\mu + 1}", "p μ/(ρ μ + 1)"),
            (r"\frac{1}{2n} \frac{a}{b} + \frac{c_i}{d^2}", "(1/(2n)) a/b + cᵢ/d²"),
            (r"\frac{1-p}{p} D", "((1 - p)/p) D"),
            (r"\frac{(n+1)(2n+1)}{6n}, \frac{x^2-1}{n}", "(n + 1)(2n + 1)/(6n), (x² - 1)/n"),
            (r"\alpha^2 \frac{(a+b)}{(c)(d)}", "α² (a + b)/((c)(d))"),
            (r"\frac{\frac a b}{\frac c d} \left(\frac a b\right)^2", "((a/b)/(c/d))(a/b)²"),
            (r"\left(\frac a b\right) {\frac a b}^2 \sqrt{\frac a b} \sqrt n", "(a/b) (a/b)² √(a/b) √n"),
            // Operators, relations, functions.
            (r"-x, a-b, a=-b, (-1), \pm 1", "-x, a - b, a = -b, (-1), ±1"),
            (r"2\,\mathrm{tr}(V\Sigma V^\top)", "2 tr(V Σ V')"),
            (r"\sum_{i\le k}\phi_i^2 \ge \max_{j>k} (g_j-1)", "Σ_(i≤k) φᵢ² ≥ max_(j>k) (gⱼ - 1)"),
            (r"x_{\max_j y}", "x_(maxⱼ y)"),
            (r"\max_j g_j \max(a,b) \min_{i} (a)", "maxⱼ gⱼ max(a, b) minᵢ (a)"),
            (r"\mathrm{rank}\,C = k, \mathbb{E}\,x", "rank C = k, 𝔼 x"),
            (r"\lVert Y\rVert_{\mathrm F}^2/n, 4\lvert x-y\rvert", "‖Y‖_F²/n, 4|x - y|"),
            (r"\Gamma_2 \prec r I \to \infty \ne < > \le", "Γ₂ ≺ r I → ∞ ≠ < > ≤"),
            (r"(1+\alpha^2)\,g_j, n(n+1), (a)(b)", "(1 + α²) gⱼ, n(n + 1), (a)(b)"),
            (r"x\odot(1+s), 2\cdot 10^6", "x ⊙ (1 + s), 2 · 10⁶"),
            (r"\begin{pmatrix}1&1/2\\1/2&-x\end{pmatrix}^2", "[[1, 1/2], [1/2, -x]]²"),
            (r"\mathbf{X}_1 x", "𝐗₁ x"),
        ] {
            let source = format!("${source}$");
            assert_eq!(fault(&source), None);
            assert_eq!(text(&source), line, "{source}");
        }
    }
}
