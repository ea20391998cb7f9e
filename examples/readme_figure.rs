//! Draws the picture of the README: which paradigm needs less alignment, from exact thresholds.
//! `cargo run --example readme_figure -- light > docs/phase-light.svg`, and the same with `dark`.
//! `tests/claims.rs` compares the files with this.

use jerc::scalar::{Rational, Scalar, ratio};
use jerc::threshold::Spectrum;
use std::fmt::Write;

/// Sides of the picture and of the plot in it.
const SIZE: (f64, f64) = (560.0, 320.0);
const PLOT: (f64, f64, f64, f64) = (56.0, 16.0, 544.0, 268.0);

/// g from 1/10 to 10 in these many steps, α from 0 to 4.4.
const STEPS: i64 = 120;
const TOP: f64 = 4.4;

/// Ink, muted ink, joint-embedding, reconstruction, ground.
type Colours = [&'static str; 5];
const LIGHT: Colours = ["#1f2328", "#59636e", "#0b57a4", "#9a5b00", "#ffffff"];
const DARK: Colours = ["#f0f6fc", "#9198a1", "#8ab8ff", "#f2b04a", "#0d1117"];

/// α_JE and α_RC for c = th = 1 and noise of variance g that the augmentation does not damp.
fn thresholds(g: &Rational) -> Option<[f64; 2]> {
    let (one, zero) = (ratio(1, 1), ratio(0, 1));
    let found = Spectrum::new(vec![one.clone()], vec![one, zero], vec![g.clone()]).ok()?.thresholds();
    Some([found.alpha_squared_je, found.alpha_squared_rc].map(|squared| squared.approx().max(0.0).sqrt()))
}

/// The picture as SVG.
pub fn draw(dark: bool) -> String {
    let [ink, muted, je, rc, ground] = if dark { DARK } else { LIGHT };
    let (left, top, right, bottom) = PLOT;
    // log10 g from -1 to 1.
    let x = |g: f64| left + (g.log10() + 1.0) / 2.0 * (right - left);
    let y = |alpha: f64| bottom - alpha / TOP * (bottom - top);
    let mut lines = [String::new(), String::new()];
    for step in 0..=STEPS {
        // A rational g near 10^(2 step/STEPS - 1).
        let exponent = 2.0 * step as f64 / STEPS as f64 - 1.0;
        let g = ratio((10f64.powf(exponent) * 10_000.0).round() as i64, 10_000);
        for (line, alpha) in lines.iter_mut().zip(thresholds(&g).into_iter().flatten()) {
            // Writing to a String cannot fail.
            let _ = write!(line, "{:.1},{:.1} ", x(g.approx()), y(alpha));
        }
    }
    let middle = x(1.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"14\" fill=\"{ink}\">\n\
         <title>Which paradigm needs less alignment, against the variance of the noise</title>\n\
         <rect width=\"{0}\" height=\"{1}\" fill=\"{ground}\"/>\n",
        SIZE.0, SIZE.1
    );
    for (colour, from, to) in [(rc, left, middle), (je, middle, right)] {
        let _ = writeln!(
            svg,
            "<rect x=\"{from:.1}\" y=\"{top}\" width=\"{:.1}\" height=\"{}\" fill=\"{colour}\" opacity=\"0.10\"/>",
            to - from,
            bottom - top
        );
    }
    for (alpha, label) in [(0.0, "0"), (1.0, "1"), (2.0, "2"), (3.0, "3"), (4.0, "4")] {
        let at = y(alpha);
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {at:.1}H{right}\" stroke=\"{muted}\" opacity=\"0.25\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{muted}\">{label}</text>",
            left - 8.0,
            at + 5.0
        );
    }
    for (g, label) in [(0.1, "1/10"), (1.0, "η²/δ = 1"), (10.0, "10")] {
        let anchor = if g > 9.0 { "end" } else { "middle" };
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"{muted}\">{label}</text>",
            x(g),
            bottom + 19.0
        );
    }
    let _ = writeln!(svg, "<path d=\"M{middle:.1} {top}V{bottom}\" stroke=\"{muted}\" stroke-dasharray=\"5 4\"/>");
    for (colour, line) in [(je, &lines[0]), (rc, &lines[1])] {
        let points = line.trim_end();
        let _ = writeln!(svg, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"3\"/>");
    }
    let sub = |text: &str| format!("α<tspan dy=\"4\" font-size=\"11\">{text}</tspan><tspan dy=\"-4\">");
    for (at, height, colour, text) in [
        (left + 10.0, top + 22.0, rc, "<tspan font-weight=\"bold\">weak noise:</tspan>".into()),
        (left + 10.0, top + 41.0, rc, "reconstruction needs less".into()),
        (middle + 10.0, y(0.57), je, "<tspan font-weight=\"bold\">strong noise:</tspan>".into()),
        (middle + 10.0, y(0.57) + 19.0, je, "joint-embedding needs less".into()),
        (left + 10.0, y(1.0) - 9.0, je, format!("{}, joint-embedding</tspan>", sub("JE"))),
        (left + 10.0, y(0.0) - 9.0, rc, format!("{}, reconstruction</tspan>", sub("RC"))),
    ] {
        let _ = writeln!(svg, "<text x=\"{at:.1}\" y=\"{height:.1}\" fill=\"{colour}\">{text}</text>");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">variance of the noise, g</text>\n\
         <text transform=\"translate(22 {:.1}) rotate(-90)\" text-anchor=\"middle\">alignment needed, α</text>\n</svg>",
        f64::midpoint(left, right),
        bottom + 42.0,
        f64::midpoint(top, bottom)
    );
    svg
}

#[cfg(not(test))]
fn main() {
    print!("{}", draw(std::env::args().nth(1).as_deref() == Some("dark")));
}
