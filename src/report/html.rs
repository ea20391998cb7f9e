//! The page: one file that needs no network, and no script but for the explorer. The template is
//! `page.html`, where every value is escaped except drawings, formulas and the explorer, whose three
//! files go into it as they are.

use super::figures::FigureFiles;
use super::words::{SYMBOLS, WORDS};
use super::{RegimeThresholds, Summary, number};
use crate::claims::audit::{Audited, Severity};
use crate::claims::{Check, Claim, Evidence, Route, Statement, formal, is_of_paper};
use crate::error::{Error, Result};
use crate::notation;
use crate::threshold::Verdict;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};
use std::collections::BTreeSet;

/// The page of the claims, if there are any, and of the figures.
pub(super) fn page(summary: Option<&Summary>, figures: &[FigureFiles], setting: &str) -> Result<String> {
    let title = if summary.is_some() { "verification report" } else { "figures" };
    // A figure stands in the first of its claims that is on the page, or by itself.
    let home = |figure: &FigureFiles| {
        let shown = |name: &&&str| summary.is_some_and(|s| s.claims.iter().any(|claim| claim.statement.name == **name));
        figure.claims.iter().find(shown).copied()
    };
    let homeless: Vec<Value> = figures.iter().filter(|f| home(f).is_none()).map(figure).collect();
    let of_claims = summary.map_or(Ok(context! {}), |summary| claims(summary, figures, &home))?;
    let version = env!("CARGO_PKG_VERSION");
    render(context! { title, version, setting, figures => homeless, ..of_claims })
}

/// The page of an advice.
pub(super) fn advice(advice: Value, figures: &[FigureFiles]) -> Result<String> {
    let figures: Vec<Value> = figures.iter().map(figure).collect();
    let version = env!("CARGO_PKG_VERSION");
    render(context! { title => "recommendation", version, advice, figures })
}

fn render(values: Value) -> Result<String> {
    render_template(include_str!("page.html"), values)
}

/// A page of the report, with the styles that all of them share.
pub(super) fn render_template(template: &str, values: Value) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let [page_style, math_style] =
        [include_str!("page.css"), notation::STYLE].map(|style| Value::from_safe_string(style.into()));
    environment.add_function("tex", |formula: &str| set(&format!("${formula}$")));
    environment
        .render_str(template, context! { page_style, math_style, ..values })
        .map_err(|error| Error::request(format!("the page could not be made: {error}"), "please report this"))
}

/// What the page shows of claims.
fn claims(
    summary: &Summary,
    figures: &[FigureFiles],
    home: &dyn Fn(&FigureFiles) -> Option<&'static str>,
) -> Result<Value> {
    let ledger = &summary.ledger;
    let cards: Vec<Value> = summary
        .claims
        .iter()
        .map(|of| {
            let name = of.statement.name;
            let here: Vec<Value> = figures.iter().filter(|f| home(f) == Some(name)).map(figure).collect();
            let elsewhere = figures.iter().filter(|f| f.claims.contains(&name) && home(f) != Some(name));
            let shown: Vec<_> = elsewhere.map(|f| (f.name.clone(), f.title.clone())).collect();
            let of_claim: Vec<_> = ledger.iter().map(|e| e.entry).filter(|e| e.claims.contains(&name)).collect();
            let differences = of_claim.iter().filter(|e| e.severity != Severity::Remark).map(|e| e.id);
            let differences: Vec<_> = differences.collect();
            let remarks = of_claim.len() - differences.len();
            let entries: Vec<_> = of_claim.iter().map(|e| e.id).collect();
            let command = summary.command_of(name);
            context! { figures => here, shown, entries, differences, remarks, command, ..claim(of) }
        })
        .collect();
    let group = |id: &str, title: &str, of_paper: bool| {
        let inside = summary.claims.iter().zip(&cards).filter(|(of, _)| is_of_paper(of.statement.name) == of_paper);
        let claims: Vec<Value> = inside.map(|(_, card)| card.clone()).collect();
        (!claims.is_empty()).then(|| context! { id, title, claims, folded => !of_paper })
    };
    let groups = [group("paper", "The paper's statements", true), group("ours", "Beyond the paper", false)];
    let evidence: Vec<&Evidence> = summary.claims.iter().flat_map(|claim| &claim.evidence).collect();
    let theorems = summary.claims.iter().flat_map(|claim| formal::of(claim.statement.name));
    let proved: BTreeSet<_> = theorems.map(|theorem| (theorem.file, theorem.name)).collect();
    let kept = summary.kept.iter().map(|(name, kept)| context! { name, command => super::check_command(name, kept) });
    Ok(context! {
        verified => summary.verified,
        held => summary.held(),
        routes => marks(&evidence, proved.len()),
        of_paper => summary.claims.iter().filter(|claim| is_of_paper(claim.statement.name)).count(),
        groups => groups.into_iter().flatten().collect::<Vec<_>>(),
        severities => severities(ledger),
        certificates => summary.claims.iter().flat_map(certificates).collect::<Vec<_>>(),
        kept => kept.collect::<Vec<_>>(),
        thresholds => summary.thresholds.iter().map(threshold).collect::<Vec<_>>(),
        ledger => ledger.iter().map(entry).collect::<Vec<_>>(),
        symbols => SYMBOLS.map(|(symbol, meaning)| (set(symbol), set(meaning))),
        words => WORDS,
        phase_light => Value::from_safe_string(include_str!("../../docs/phase-light.svg").into()),
        phase_dark => Value::from_safe_string(include_str!("../../docs/phase-dark.svg").into()),
        explorer => explorer(),
        provenance => provenance(summary),
        again => formal::PROVE_AGAIN,
        minutes => formal::MINUTES,
        claims => cards,
    })
}

/// The marks of a card: each kind of evidence with its number of comparisons, the last with that of
/// the theorems.
const MARKS: [(&str, &[Route]); 5] = [
    ("exact", &[Route::Exact]),
    ("minimiser", &[Route::Minimiser]),
    ("drawn views", &[Route::Sampled]),
    ("numerical", &[Route::ClosedForm, Route::Decay, Route::Measured]),
    ("certificate", &[Route::Certificate]),
];

fn marks(evidence: &[&Evidence], proved: usize) -> Vec<Value> {
    let mark = |(name, routes): (&str, &[Route])| {
        let of: Vec<_> = evidence.iter().filter(|e| routes.contains(&e.route)).collect();
        context! { name, lines => of.len(), holds => of.iter().all(|e| e.holds()) }
    };
    let theorems = context! { name => "Coq", lines => proved, holds => true };
    MARKS.into_iter().map(mark).chain([theorems]).collect()
}

/// Words with formulas, and with names between backticks, as the page has them.
pub(super) fn set(source: &str) -> Value {
    let html = notation::html(source);
    let parts = html.split('`').enumerate();
    let parts = parts.map(|(i, part)| if i % 2 == 0 { part.to_string() } else { format!("<code>{part}</code>") });
    Value::from_safe_string(parts.collect())
}

/// How many entries of each kind, the gravest first: "5 missing assumptions, ...".
fn severities(ledger: &[Audited]) -> String {
    let of = |severity: Severity| {
        let count = ledger.iter().filter(|e| e.entry.severity == severity).count();
        let plural = if count == 1 || severity == Severity::FalseAsStated { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.name()))
    };
    Severity::ALL.into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
}

fn claim(claim: &Claim) -> Value {
    let evidence = claim.evidence.iter().map(|e| {
        let check = |c: &Check| {
            let (found, fault) = (number(c.found()), c.fault());
            context! { what => c.what, found, required => c.required(), fault, rejected => c.rejects_control() }
        };
        let checks: Vec<Value> = e.checks().iter().map(check).collect();
        let defect = e.defect();
        let (id, route, compared) = (e.id.as_str(), e.route.name(), e.compared.as_str());
        context! { id, route, compared, checks, defect, holds => e.holds() }
    });
    let Statement { name, source, about, statement, assumptions, difference, .. } = claim.statement;
    let theorem = |t: &formal::Theorem| {
        context! { statement => set(t.statement), file => t.file, name => t.name, hypotheses => t.hypotheses, text => t.text() }
    };
    let theorems: Vec<Value> = formal::of(name).iter().map(theorem).collect();
    context! {
        name,
        source,
        about => set(about),
        statement => set(statement),
        assumptions => set(assumptions),
        difference => difference.map(set),
        holds => claim.holds(),
        marks => marks(&claim.evidence.iter().collect::<Vec<_>>(), theorems.len()),
        without => claim.statement.without_theorem(),
        evidence => evidence.collect::<Vec<_>>(),
        theorems,
    }
}

/// The certificates behind a claim.
fn certificates(claim: &Claim) -> Vec<Value> {
    let rows = claim.evidence.iter().filter(|e| e.route == Route::Certificate).map(|e| {
        let found = e.checks().first().map(|check| number(check.found()));
        context! { claim => claim.statement.name, compared => e.compared.as_str(), found, holds => e.holds() }
    });
    rows.collect()
}

fn threshold(regime: &RegimeThresholds) -> Value {
    let alpha = |squared: f64| if squared > 0.0 { number(squared.sqrt()) } else { "none needed".into() };
    context! {
        noise => regime.noise,
        file => regime.file(),
        eta_squared => number(regime.eta_squared),
        delta => number(regime.delta),
        squared_je => number(regime.alpha_squared_je),
        squared_rc => number(regime.alpha_squared_rc),
        alpha_je => alpha(regime.alpha_squared_je),
        alpha_rc => alpha(regime.alpha_squared_rc),
        verdict => match regime.verdict {
            Verdict::Reconstruction => "reconstruction",
            Verdict::JointEmbedding => "joint-embedding",
            Verdict::Tie | Verdict::Undecided => "neither",
        },
        // Where no square is positive, their order says nothing about α.
        none => regime.alpha_squared_je.max(regime.alpha_squared_rc) <= 0.0,
    }
}

/// Thresholds to play with, by the only script of the page.
fn explorer() -> Value {
    let as_it_is = |text: &str| Value::from_safe_string(text.into());
    context! {
        style => as_it_is(include_str!("explorer.css")),
        section => as_it_is(include_str!("explorer.html")),
        script => as_it_is(include_str!("explorer.js")),
    }
}

fn entry(Audited { entry, confirmed, .. }: &Audited) -> Value {
    context! {
        id => entry.id,
        severity => entry.severity.name(),
        place => entry.place,
        quote => entry.quote.to_string(),
        printed => set(entry.printed),
        remark => entry.severity == Severity::Remark,
        why => set(entry.why),
        counterexample => set(entry.counterexample),
        corrected => set(entry.corrected),
        confirmed,
    }
}

/// What makes the same page again, on any machine.
fn provenance(summary: &Summary) -> Value {
    context! {
        command => summary.command.as_str(),
        dataset => summary.dataset.as_str(),
        digest => summary.data_sha256.as_str(),
        seed => summary.seed,
        tier => summary.tier,
        toolchain => include_str!("../../rust-toolchain.toml").lines().find_map(|line| line.strip_prefix("channel = ")).map(|channel| channel.trim_matches('"')),
    }
}

fn figure(files: &FigureFiles) -> Value {
    context! {
        name => files.name.as_str(),
        title => files.title.as_str(),
        command => files.command.as_str(),
        digest => files.digest.as_str(),
        png => files.png.is_some(),
        caption => files.caption.as_str(),
        wide => Value::from_safe_string(files.wide.clone()),
        narrow => Value::from_safe_string(files.narrow.clone()),
        panels => files.panels.clone(),
        others => files.data.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{CLAIMS, Effort, Evidence, Measured};

    #[test]
    fn markup_in_text_is_escaped_and_drawings_are_not() {
        let files = FigureFiles::blank("fig3", "a < b & \"c\"");
        let page = page(None, &[files], "n < 5").unwrap();
        assert!(page.contains("a &lt; b &amp; &quot;c&quot;") && page.contains("n &lt; 5"), "{page}");
        assert!(page.contains("<svg></svg>") && !page.contains("fig3.png") && !page.contains("Claims"));
    }

    fn page_of(of: &Claim) -> String {
        let claims = [claim(of)];
        render(context! { claims => claims.clone(), groups => [context! { claims }], held => 0 }).unwrap()
    }

    #[test]
    fn formulas_are_set_and_words_around_them_escaped() {
        let statement = Statement { statement: r"a < b iff $\alpha < \frac{1}{2}$", ..CLAIMS[0] };
        let page = page_of(&Claim { statement, evidence: vec![] });
        assert!(page.contains("a &lt; b iff <math><mi>α</mi><mo>&lt;</mo><mfrac>"), "{page}");
    }

    /// A figure of two claims stands with the first of them that is on the page; the other links to
    /// it.
    #[test]
    fn a_figure_stands_with_the_first_of_its_claims_and_is_named_by_the_others() {
        use crate::claims::{Context, Scale, Tier};
        let data = crate::dataset::digits::load_digits().unwrap();
        let context = Context::new(data, Scale::DIGITS, Tier::Smoke, 1, &|_| ()).unwrap();
        let of = |statement: &Statement| Claim { statement: *statement, evidence: vec![] };
        let (first, second) = (CLAIMS[0].name, CLAIMS[1].name);
        let summary = Summary::new(&context, 1, "jerc verify".into(), CLAIMS[..3].iter().map(of).collect()).unwrap();
        const CLAIMS_OF: [&[&str]; 4] = [&["x", "theorem-3-1", "theorem-3-2"], &["lemma-b1"], &["x"], &[]];
        let figures = [0, 1, 2, 3].map(|at| FigureFiles {
            claims: CLAIMS_OF[at],
            ..FigureFiles::blank(&format!("figure-{at}"), &format!("title {at}"))
        });
        assert_eq!((first, second, CLAIMS[2].name), ("lemma-b1", "theorem-3-1", "theorem-3-2"));
        let page = page(Some(&summary), &figures, "").unwrap();
        let card = |name: &str| {
            let (_, card) = page.split_once(&format!("<article id=\"{name}\">")).unwrap();
            card.split("</article>").next().unwrap()
        };
        let has = |part: &str| [0, 1, 2, 3].map(|at| part.contains(&format!("<figure id=\"figure-{at}\">")));
        assert_eq!(has(card(first)), [false, true, false, false]);
        assert_eq!(has(card(second)), [true, false, false, false]);
        assert_eq!(has(card("theorem-3-2")), [false; 4]);
        assert!(card("theorem-3-2").contains("<p>Shown in <a href=\"#figure-0\">title 0</a>.</p>"));
        assert_eq!(page.matches("Shown in ").count(), 1);
        let (_, alone) = page.split_once("<section id=\"figures\">").unwrap();
        assert_eq!(has(alone), [false, false, true, true]);
    }

    #[test]
    fn an_entry_that_is_not_confirmed_says_so() {
        let mut ledger = crate::claims::audit::ledger().unwrap();
        ledger.truncate(2);
        ledger[1].confirmed = false;
        let ledger = ledger.iter().map(entry).collect::<Vec<_>>();
        let page = render(context! { ledger }).unwrap();
        let marks = ["<span class=\"ok\">instance confirmed</span>", "<span class=\"bad\">NOT CONFIRMED</span>"];
        assert_eq!(marks.map(|mark| page.matches(mark).count()), [1, 1], "{page}");
        assert!(page.find(marks[0]) < page.find(marks[1]));
    }

    #[test]
    fn a_row_fails_where_a_check_fails_and_where_too_little_ran() {
        let line = |found: f64, ran: usize| {
            let measured = Measured::by("a fault", |run| Ok(run.pick(found, 9.0))).unwrap();
            Evidence::new(Route::Measured, "x", "y", Effort::fixed(3)).at_most("z", measured, 1.0, "why").ran(ran)
        };
        for (found, ran, words) in [(0.5, 3, "confirmed"), (2.0, 3, "FAILED"), (0.5, 2, "FAILED")] {
            let page = page_of(&Claim { statement: CLAIMS[0], evidence: vec![line(found, ran)] });
            // Of the claim, and of its line.
            let marks: Vec<&str> = page.split("</span></td></tr>").filter_map(|row| row.rsplit('>').next()).collect();
            assert_eq!(marks.iter().filter(|mark| **mark == words).count(), 2, "{found} {ran}: {page}");
        }
    }
}
