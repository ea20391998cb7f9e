//! The explorer of the report page, in a browser: its formulas against exact rationals, and what it
//! shows against what `jerc` says of the model that it prints.

use crate::browser::{chromium, open};
use jerc::paradigm::Paradigm;
use jerc::scalar::{Rational, Scalar, exact_from_f64, exact_parse, ratio};
use jerc::threshold::{Recovery, Regime, Spectrum, Verdict};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Command;
use std::sync::OnceLock;

const SCRIPT: &str = include_str!("../../src/report/explorer.js");
const INSTANCES: usize = 200;
/// Pixels: a desk, a phone.
const WIDTHS: [u32; 2] = [1280, 390];

struct Instance {
    signal: Vec<Rational>,
    theta: Vec<Rational>,
    gamma: Vec<Rational>,
    alpha: Rational,
}

impl Instance {
    fn spectrum(&self) -> Spectrum<Rational> {
        Spectrum::new(self.signal.clone(), self.theta.clone(), self.gamma.clone()).unwrap()
    }

    /// As the script takes it, rounded to `f64`.
    fn json(&self) -> Value {
        let round = |values: &[Rational]| values.iter().map(Scalar::approx).collect::<Vec<f64>>();
        let (of_signal, of_noise) = self.theta.split_at(self.signal.len());
        json!({
            "signal": round(&self.signal),
            "thetaSignal": round(of_signal),
            "noise": round(&self.gamma),
            "thetaNoise": round(of_noise),
            "alpha": self.alpha.approx(),
        })
    }

    /// One of five kinds in turn: any, equal values, ties, negative squares, at the threshold.
    fn draw(kind: usize, rng: &mut ChaCha8Rng) -> Self {
        let (k, m) = (rng.random_range(1..4), rng.random_range(1..4));
        let mut positive = || ratio(rng.random_range(1..41), rng.random_range(1..13));
        let signal: Vec<Rational> = (0..k).map(|_| positive()).collect();
        let gamma = (0..m).map(|_| positive()).collect();
        let alpha = positive() / ratio(4, 1);
        let theta = (0..k + m).map(|_| positive()).collect();
        let mut drawn = Self { signal, theta, gamma, alpha };
        for theta in &mut drawn.theta {
            if rng.random_range(0..3) == 0 {
                *theta = ratio(0, 1);
            }
        }
        match kind % 5 {
            1 => {
                for values in [&mut drawn.signal, &mut drawn.theta, &mut drawn.gamma] {
                    let first = values[0].clone();
                    values.fill(first);
                }
            }
            // All noise at η²/δ: the squares are equal, whatever the augmentation.
            2 => {
                let t = drawn.spectrum().thresholds();
                drawn.gamma.fill(t.eta_squared / t.delta);
            }
            3 => drawn.theta[k..].fill(ratio(400, 1)),
            // One signal of variance 1 and θ = α², nothing on the noise: α_JE = α.
            4 => {
                drawn.signal = vec![ratio(1, 1)];
                drawn.theta = vec![ratio(0, 1); 1 + m];
                drawn.theta[0] = &drawn.alpha * &drawn.alpha;
            }
            _ => {}
        }
        drawn
    }
}

fn instances() -> Vec<Instance> {
    let mut rng = ChaCha8Rng::seed_from_u64(16);
    (0..INSTANCES).map(|kind| Instance::draw(kind, &mut rng)).collect()
}

/// What pages sent.
struct Sent {
    /// What the script says of each instance, in a page of its own.
    answers: Vec<Value>,
    /// The states of the explorer of a report, at each width.
    states: [Vec<Value>; WIDTHS.len()],
}

/// One browser shows all pages, for all tests.
fn sent() -> Option<&'static Sent> {
    static SENT: OnceLock<Option<Sent>> = OnceLock::new();
    let open_all = || {
        let browser = chromium()?;
        let folder = tempfile::tempdir().unwrap();
        let instances = Value::Array(instances().iter().map(Instance::json).collect());
        let answers = format!(
            r#"<!doctype html><script>{SCRIPT}</script><script>
const answer = instance => {{
  const found = jerc.thresholds(instance), outcome = p => jerc.outcome(found, p, instance.alpha);
  return {{ ...found, spectrum: jerc.spectrum(instance, instance.alpha), needsLess: jerc.needsLess(found),
    regime: jerc.regime(instance, found), outcome: {{ je: outcome("je"), rc: outcome("rc") }} }};
}};
addEventListener("load", () => parent.postMessage(JSON.stringify({instances}.map(answer)), "*"));
</script>"#
        );
        let arguments = ["verify", "--tier", "smoke", "--only", "table-1", "--out"];
        let made = Command::new(env!("CARGO_BIN_EXE_jerc")).args(arguments).arg(folder.path()).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let page = std::fs::read_to_string(folder.path().join("index.html")).unwrap();
        // Hidden until the script runs; without one, a line that names the program.
        assert!(
            page.contains(r#"data-part="live" hidden"#) && page.contains("<noscript><p>The explorer needs scripts.")
        );
        let worked = page.replacen("</head>", &format!("{WORK}</head>"), 1);
        for (name, page) in [("answers.html", answers), ("worked.html", worked)] {
            std::fs::write(folder.path().join(name), page).unwrap();
        }
        let [wide, narrow] = WIDTHS.map(|width| ("worked.html", width));
        let (found, console) = open(&browser, folder.path(), &[("answers.html", 390), wide, narrow], false);
        assert_eq!((console, found.len()), (vec![], 3));
        let [answers, wide, narrow] = [0, 1, 2].map(|at: usize| found[at].as_array().unwrap().clone());
        Some(Sent { answers, states: [wide, narrow] })
    };
    SENT.get_or_init(open_all).as_ref()
}

fn exact(value: &Value) -> Rational {
    exact_from_f64(value.as_f64().unwrap()).unwrap()
}

fn distance(a: &Rational, b: &Rational) -> Rational {
    if a > b { a - b } else { b - a }
}

fn largest(values: impl Iterator<Item = Rational>) -> Rational {
    values.reduce(|a, b| if b > a { b } else { a }).unwrap()
}

/// With u = 2^-53, ε = 2u, A = (1 - δ)/δ, B = max th/g and G = max g/η², to first order in u, where
/// each value that goes in is rounded once:
///
/// - δ is off by 4u of itself, so A by 4u + 6u A; th/g by 3u of itself; with the subtraction, (12)
///   by at most 7u (1 + A + B).
/// - η² is off by 6u of itself, g/η² by 8u; with two subtractions, (10) by at most
///   10u (1 + G + B).
/// - an eigenvalue is off by at most 11u of itself: all of its terms are positive.
///
/// So 8ε = 16u bounds all of them, with room for the second order.
#[test]
fn the_explorer_has_the_exact_thresholds() {
    let Some(Sent { answers: found, .. }) = sent() else { return };
    assert_eq!(found.len(), INSTANCES);
    let ulps = exact_from_f64(8.0 * f64::EPSILON).unwrap();
    let (zero, one) = (ratio(0, 1), ratio(1, 1));
    let mut seen = BTreeSet::new();
    for (instance, found) in instances().iter().zip(found) {
        let context = format!("{}: {found}", instance.json());
        let spectrum = instance.spectrum();
        let t = spectrum.thresholds();
        let a = (&one - &t.delta) / &t.delta;
        let b = largest(instance.gamma.iter().zip(&instance.theta[spectrum.rank()..]).map(|(g, th)| th / g));
        let g = largest(instance.gamma.iter().map(|g| g / &t.eta_squared));
        assert!(distance(&exact(&found["je"]), &t.alpha_squared_je) <= &ulps * (&one + &a + &b), "{context}");
        assert!(distance(&exact(&found["rc"]), &t.alpha_squared_rc) <= &ulps * (&one + &g + &b), "{context}");
        for (paradigm, name) in [(Paradigm::JointEmbedding, "je"), (Paradigm::Reconstruction, "rc")] {
            let square = &instance.alpha * &instance.alpha;
            let (signal, noise) = spectrum.limit_eigenvalues(paradigm, &square);
            for (kind, expected) in [("signal", signal), ("noise", noise)] {
                let shown = found["spectrum"][name][kind].as_array().unwrap();
                assert_eq!(shown.len(), expected.len(), "{context}");
                let close = |(v, e): (&Value, &Rational)| distance(&exact(v), e) <= &ulps * e;
                assert!(shown.iter().zip(&expected).all(close), "{name} {kind} {context}");
            }
            let outcome = match spectrum.recovery(paradigm, &square) {
                Recovery::Signal => "finds",
                Recovery::Tie => "tie",
                Recovery::NoiseLeaks => "misses",
            };
            assert_eq!(found["outcome"][name], outcome, "{name} {context}");
            seen.insert(outcome);
        }
        // What the script takes for a tie is one, and nothing lies where it could not tell: so what
        // it says is the exact answer, without exception.
        let clipped = |square: &Rational| if square > &zero { square.clone() } else { zero.clone() };
        let [je, rc] = [&t.alpha_squared_je, &t.alpha_squared_rc].map(clipped);
        let rounding = exact(&found["rounding"]);
        let apart = [distance(&je, &rc), je, rc];
        assert!(apart.iter().all(|d| d == &zero || d > &(&rounding * ratio(2, 1))), "too close to tell: {context}");
        let needs_less = match t.verdict_clipped() {
            Verdict::JointEmbedding => "je",
            Verdict::Reconstruction => "rc",
            _ => "tie",
        };
        assert_eq!(found["needsLess"], needs_less, "{context}");
        let regime = match t.regime {
            Regime::Weak => "weak",
            Regime::Strong => "strong",
            Regime::Straddling => "straddling",
        };
        assert_eq!(found["regime"], regime, "{context}");
        seen.extend([needs_less, regime]);
        if apart[0] == zero {
            seen.insert(if apart[1] == zero { "neither needs any" } else { "the same positive threshold" });
        }
    }
    assert_eq!(seen.len(), 10, "all kinds occur: {seen:?}");
}

/// Works the explorer in the page as its reader would: each button, then each slider to its ends.
const WORK: &str = r##"<script>
addEventListener("load", () => {
  const section = document.getElementById("explorer"), part = name => section.querySelector(`[data-part=${name}]`);
  const state = () => ({
    answer: part("answer").textContent, reason: part("reason").textContent, spec: part("spec").textContent, alpha: section.querySelector("output[for=explorer-alpha]").textContent,
    sliders: [...section.querySelectorAll("input")].map(e => [e.labels.length, e.getAttribute("aria-valuetext"), section.querySelector(`output[for=${e.id}]`).textContent]),
    labels: [part("je"), part("rc")].map(e => e.getAttribute("aria-label")),
    edges: [part("je"), part("rc")].map(e => Number(e.querySelector(".finds").getAttribute("x"))),
    now: [part("je"), part("rc")].map(e => [...e.querySelectorAll("circle")].map(c => [c.getAttribute("class"), Number(c.getAttribute("cy"))])),
    lines: [part("je"), part("rc")].map(e => e.querySelectorAll("polyline").length),
    broken: [part("je"), part("rc")].filter(e => /NaN|undefined|Infinity/.test(e.outerHTML)).length,
    cut: [...section.querySelectorAll(".panels text")].filter(e => {
      const inner = e.getBoundingClientRect(), outer = e.closest("svg").getBoundingClientRect();
      return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
    }).map(e => e.textContent),
    size: Math.min(...[...section.querySelectorAll(".panels text")].map(e => parseFloat(getComputedStyle(e).fontSize) * e.closest("svg").getScreenCTM().a)),
  });
  const states = [state()], buttons = [...section.querySelectorAll("button")];
  for (const button of buttons) { button.click(); states.push(state()); }
  for (const slider of section.querySelectorAll("input"))
    for (const end of ["min", "max"]) {
      slider.value = slider[end];
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      states.push(state());
    }
  parent.postMessage(JSON.stringify(states), "*");
});
</script>"##;

/// The number after a sign in a sentence.
fn number_after(text: &str, sign: &str) -> Option<f64> {
    let (_, rest) = text.split_once(&format!("{sign} = "))?;
    rest.split([' ', ',']).next()?.trim_end_matches('.').parse().ok()
}

#[test]
fn the_explorer_says_what_the_program_says() {
    let Some(Sent { states, .. }) = sent() else { return };
    for (width, states) in WIDTHS.into_iter().zip(states) {
        assert_eq!(states.len(), 1 + 3 + 2 * 6);
        let mut openings = BTreeSet::new();
        for state in states {
            let context = format!("at {width} px: {state:#}");
            assert_eq!((&state["broken"], &state["cut"]), (&json!(0), &json!([])), "{context}");
            assert_eq!(state["lines"], json!([4, 4]), "{context}");
            assert!(state["size"].as_f64().unwrap() >= 11.0, "small letters {context}");
            for slider in state["sliders"].as_array().unwrap() {
                assert!(slider[0] == 1 && slider[1] == slider[2], "{context}");
            }
            openings.insert(check_words(state, &context));
        }
        assert!(openings.len() >= 3, "both, and neither, need less: {openings:?}");
    }
}

/// Holds the sentence against the library on the printed model; returns the verdict's name.
fn check_words(state: &Value, context: &str) -> &'static str {
    let spec: Value = serde_json::from_str(state["spec"].as_str().unwrap()).unwrap();
    let read = |value: &Value| exact_parse("explorer", &value.to_string()).unwrap();
    let list = |name: &str| spec[name].as_array().unwrap().iter().map(read).collect::<Vec<_>>();
    let spectrum = Spectrum::new(list("signal"), list("theta"), list("gamma")).unwrap();
    let t = spectrum.thresholds();
    let answer = state["answer"].as_str().unwrap();
    let positive = |square: &Rational| square > &ratio(0, 1);
    let (opening, name) = match t.verdict_clipped() {
        Verdict::JointEmbedding => ("Joint-embedding needs ", "joint-embedding"),
        Verdict::Reconstruction => ("Reconstruction needs ", "reconstruction"),
        _ if positive(&t.alpha_squared_je) => ("Both need the same alignment: ", "same"),
        _ => ("Neither needs alignment: ", "neither"),
    };
    assert!(answer.starts_with(opening), "{context}");
    for (sign, square) in [("α_JE", &t.alpha_squared_je), ("α_RC", &t.alpha_squared_rc)] {
        if let Some(shown) = number_after(answer, sign) {
            assert!((shown / square.approx().sqrt() - 1.0).abs() < 5e-3, "{sign} {context}");
        } else {
            assert!(!positive(square) || name == "same", "{sign} is missing {context}");
        }
    }
    let alpha = exact_parse("alpha", state["alpha"].as_str().unwrap()).unwrap();
    let finds = |p| spectrum.recovery(p, &(&alpha * &alpha)) == Recovery::Signal;
    let words = match (finds(Paradigm::JointEmbedding), finds(Paradigm::Reconstruction)) {
        (true, true) => "both find the signal",
        (true, false) => "joint-embedding finds the signal, reconstruction ",
        (false, true) => "reconstruction finds the signal, joint-embedding ",
        (false, false) => "At α = ",
    };
    assert!(answer.contains(words), "{context}");
    let found = ["both find", "finds the signal,"].iter().filter(|w| answer.contains(**w)).count();
    assert_eq!(found, usize::from(words != "At α = "), "{context}");
    let r = &t.eta_squared / &t.delta;
    let (side, where_, then) = match t.regime {
        Regime::Weak => ("Weak", "all of it is below", "reconstruction never needs more"),
        Regime::Strong => ("Strong", "all of it is above", "joint-embedding never needs more"),
        Regime::Straddling => ("Straddling", "neither all below nor all above", "the augmentation on it decides too"),
    };
    let reason = state["reason"].as_str().unwrap();
    assert!(reason.starts_with(&format!("{side} noise: {where_} η²/δ = ")) && reason.contains(then), "{context}");
    assert!((number_after(reason, "η²/δ").unwrap() / r.approx() - 1.0).abs() < 5e-3, "{context}");
    for (at, (paradigm, square)) in
        [(Paradigm::JointEmbedding, &t.alpha_squared_je), (Paradigm::Reconstruction, &t.alpha_squared_rc)]
            .into_iter()
            .enumerate()
    {
        check_drawing(state, at, paradigm, spectrum.limit_eigenvalues(paradigm, &(&alpha * &alpha)), square, context);
    }
    name
}

/// What is drawn of a paradigm, and what a screen reader says of it.
fn check_drawing(
    state: &Value,
    at: usize,
    paradigm: Paradigm,
    (signal, noise): (Vec<Rational>, Vec<Rational>),
    square: &Rational,
    context: &str,
) {
    let threshold = square.approx().max(0.0).sqrt();
    // The part where the signal is found begins at the threshold: α from 0.1 to 100 is 326 wide.
    let edge = 58.0 + (threshold.max(0.1).log10() + 1.0) / 3.0 * 326.0;
    assert!((state["edges"][at].as_f64().unwrap() - edge).abs() < 0.01, "{edge} {context}");
    // A dot for each eigenvalue that is not below the figure, at its height of 208.
    let height = |v: f64| match paradigm {
        Paradigm::JointEmbedding => v / 1.05,
        Paradigm::Reconstruction => (v.log10() + 3.0) / 4.0,
    };
    let dots = signal.iter().map(|v| ("signal", v)).chain(noise.iter().map(|v| ("noise", v)));
    let dots = dots.map(|(kind, v)| (kind, 250.0 - 208.0 * height(v.approx()))).filter(|(_, y)| *y <= 250.0);
    let shown = state["now"][at].as_array().unwrap();
    assert_eq!(shown.len(), dots.clone().count(), "{context}");
    for (dot, (kind, y)) in shown.iter().zip(dots) {
        assert!(dot[0] == kind && (dot[1].as_f64().unwrap() - y).abs() < 0.01, "{kind} {y} {context}");
    }
    let label = state["labels"][at].as_str().unwrap();
    let name = ["Joint-embedding", "Reconstruction"][at];
    let (said, rest) = label.split_once(". At α = ").unwrap();
    match said.strip_prefix(&format!("{name}, eigenvalues against alignment: threshold at α = ")) {
        Some(shown) => assert!((shown.parse::<f64>().unwrap() / threshold - 1.0).abs() < 5e-3, "{context}"),
        None => assert!(said.ends_with(": no alignment needed") && threshold < 1e-6, "{context}"),
    }
    let (of_signal, of_noise) = rest.trim_end_matches('.').split_once(", noise ").unwrap();
    let (alpha, of_signal) = of_signal.split_once(" signal ").unwrap();
    assert_eq!(alpha, state["alpha"], "{context}");
    for (shown, values) in [(of_signal, signal), (of_noise, noise)] {
        let shown: Vec<f64> = shown.split(" and ").map(|v| v.parse().unwrap()).collect();
        assert_eq!(shown.len(), values.len(), "{context}");
        assert!(shown.iter().zip(&values).all(|(s, v)| (s / v.approx() - 1.0).abs() < 5.1e-3), "{context}");
    }
}
