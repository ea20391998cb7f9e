//! The page: one file, no script, no network. The template is `page.html`, where every value is
//! escaped except the drawings and the formulas.

use super::figures::FigureFiles;
use super::{RegimeThresholds, Summary, number};
use crate::claims::audit::{Audited, Severity, ledger};
use crate::claims::{Check, Claim, Route, Statement, formal};
use crate::error::{Error, Result};
use crate::notation;
use crate::threshold::Verdict;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};

/// The page of the claims, if there are any, and of the figures.
pub(super) fn page(summary: Option<&Summary>, figures: &[FigureFiles], setting: &str) -> Result<String> {
    let title = if summary.is_some() { "verification report" } else { "figures" };
    let figures: Vec<Value> = figures.iter().map(figure).collect();
    let of_claims = summary.map_or(Ok(context! {}), claims)?;
    let version = env!("CARGO_PKG_VERSION");
    let math_style = Value::from_safe_string(notation::STYLE.into());
    render(context! { title, version, setting, figures, math_style, ..of_claims })
}

fn render(values: Value) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment
        .render_str(include_str!("page.html"), values)
        .map_err(|error| Error::request(format!("the page could not be made: {error}"), "please report this"))
}

/// What the page shows of claims.
fn claims(summary: &Summary) -> Result<Value> {
    // Shown where it was evaluated as a claim.
    let audited = summary.claims.iter().any(|claim| claim.statement.name == "audit");
    Ok(context! {
        verified => summary.verified,
        claims => summary.claims.iter().map(claim).collect::<Vec<_>>(),
        certificates => summary.claims.iter().flat_map(certificates).collect::<Vec<_>>(),
        kept => summary.certificates.keys().cloned().collect::<Vec<_>>(),
        thresholds => summary.thresholds.iter().map(threshold).collect::<Vec<_>>(),
        ledger => if audited { ledger()? } else { vec![] }.iter().map(entry).collect::<Vec<_>>(),
        provenance => provenance(summary),
    })
}

/// Words with formulas, as the page has them.
fn set(source: &str) -> Value {
    Value::from_safe_string(notation::html(source))
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
    let Statement { name, source, statement, assumptions, difference, .. } = claim.statement;
    let theorems = formal::of(name).into_iter().map(|theorem| {
        context! { statement => set(theorem.statement), file => theorem.file, name => theorem.name, hypotheses => theorem.hypotheses }
    });
    context! {
        name,
        source,
        statement => set(statement),
        assumptions => set(assumptions),
        difference => difference.map(set),
        holds => claim.holds(),
        exact => claim.evidence.iter().filter(|e| e.route == Route::Exact).count(),
        evidence => evidence.collect::<Vec<_>>(),
        theorems => theorems.collect::<Vec<_>>(),
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
        svg => Value::from_safe_string(files.svg.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{CLAIMS, Effort, Evidence, Measured};

    #[test]
    fn markup_in_text_is_escaped_and_drawings_are_not() {
        let files = FigureFiles {
            name: "fig3".into(),
            title: "a < b & \"c\"".into(),
            command: "jerc".into(),
            digest: "00".into(),
            csv: String::new(),
            svg: "<svg></svg>".into(),
            png: None,
        };
        let page = page(None, &[files], "n < 5").unwrap();
        assert!(page.contains("a &lt; b &amp; &quot;c&quot;") && page.contains("n &lt; 5"), "{page}");
        assert!(page.contains("<svg></svg>") && !page.contains("fig3.png") && !page.contains("Claims"));
    }

    #[test]
    fn formulas_are_set_and_words_around_them_escaped() {
        let statement = Statement { statement: r"a < b iff $\alpha < \frac{1}{2}$", ..CLAIMS[0] };
        let page = render(context! { claims => [claim(&Claim { statement, evidence: vec![] })] }).unwrap();
        assert!(page.contains("a &lt; b iff <math><mi>α</mi><mo>&lt;</mo><mfrac>"), "{page}");
    }

    #[test]
    fn a_row_fails_where_a_check_fails_and_where_too_little_ran() {
        let line = |found: f64, ran: usize| {
            let measured = Measured::by("a fault", |run| Ok(run.pick(found, 9.0))).unwrap();
            Evidence::new(Route::Measured, "x", "y", Effort::fixed(3)).at_most("z", measured, 1.0, "why").ran(ran)
        };
        for (found, ran, words) in [(0.5, 3, "ok"), (2.0, 3, "FAIL"), (0.5, 2, "FAIL")] {
            let shown = claim(&Claim { statement: CLAIMS[0], evidence: vec![line(found, ran)] });
            let page = render(context! { claims => vec![shown] }).unwrap();
            // Of the claim, and of its line.
            let marks: Vec<&str> = page.split("</span></td></tr>").map(|row| &row[row.len() - 4..]).collect();
            assert_eq!(marks.iter().filter(|mark| mark.ends_with(words)).count(), 2, "{found} {ran}: {page}");
        }
    }
}
