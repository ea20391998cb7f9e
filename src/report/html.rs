//! The page: one file, no script, no network. The template is `page.html`, where every value is escaped except the drawings.

use super::figures::FigureFiles;
use super::{Summary, number};
use crate::claims::{Claim, Route};
use crate::error::{Error, Result};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context};

/// The page of the claims, if there are any, and of the figures.
///
/// # Errors
/// [`Error::BadRequest`] if the template fails.
pub(super) fn page(summary: Option<&Summary>, figures: &[FigureFiles], setting: &str) -> Result<String> {
    let claims: Vec<Value> = summary.iter().flat_map(|summary| &summary.claims).map(claim).collect();
    let figures: Vec<Value> = figures.iter().map(figure).collect();
    let title = if summary.is_some() { "verification report" } else { "figures" };
    let verified = summary.is_some_and(|summary| summary.verified);
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let version = env!("CARGO_PKG_VERSION");
    environment
        .render_str(include_str!("page.html"), context! { title, version, setting, verified, claims, figures })
        .map_err(|error| Error::BadRequest {
            problem: format!("the page could not be made: {error}"),
            remedy: "please report this".into(),
        })
}

fn claim(claim: &Claim) -> Value {
    let evidence = claim.evidence.iter().map(|e| {
        context! { route => e.route.name(), compared => e.compared.as_str(), found => number(e.found), required => e.required.as_str(), holds => e.holds }
    });
    context! {
        name => claim.name,
        source => claim.source,
        statement => claim.statement,
        assumptions => claim.assumptions,
        difference => claim.difference,
        holds => claim.holds(),
        exact => claim.evidence.iter().filter(|e| e.route == Route::Exact).count(),
        evidence => evidence.collect::<Vec<_>>(),
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
}
