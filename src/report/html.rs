//! The page: one file, no script, no network.

use super::{Summary, mark, number};
use crate::claims::Claim;
use std::fmt::Write;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--ok:#0a7d4b;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ok:#5bd19a;--bad:#ff8a80}}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
.scroll{overflow-x:auto}.ok{color:var(--ok);font-weight:600}.bad{color:var(--bad);font-weight:600}
dt{font-weight:600}dd{margin:0 0 .6rem}";

/// The whole page.
pub(super) fn page(summary: &Summary) -> String {
    let mut rows = String::new();
    let mut sections = String::new();
    for claim in &summary.claims {
        let exact = claim.evidence.iter().filter(|e| e.route == crate::claims::Route::Exact).count();
        // Writing to a String cannot fail.
        let _ = writeln!(
            rows,
            "<tr><td><a href=\"#{0}\">{0}</a></td><td>{1}</td><td>{2} ({exact} exact)</td><td>{3}</td></tr>",
            claim.name,
            escape(claim.source),
            claim.evidence.len(),
            status(claim.holds())
        );
        sections.push_str(&section(claim));
    }
    let setting = escape(&summary.setting());
    let verdict = if summary.verified { "All claims are verified" } else { "Some claims FAILED" };
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>jerc: verification report</title><style>{STYLE}</style></head>\n<body><main>\n<h1>Joint-embedding against reconstruction: verification report</h1>\n\
         <p>{verdict}. jerc {}; {setting}.</p>\n<div class=\"scroll\"><table><thead><tr><th>Claim</th><th>Statement of the paper</th><th>Comparisons</th><th>Status</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n\
         <p>The same as data: <a href=\"claims.json\">claims.json</a>, <a href=\"claims.txt\">claims.txt</a>.</p>\n{sections}</main></body></html>\n",
        escape(summary.version)
    )
}

fn section(claim: &Claim) -> String {
    let mut rows = String::new();
    for e in &claim.evidence {
        let _ = writeln!(
            rows,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            e.route.name(),
            escape(&e.compared),
            escape(&number(e.found)),
            escape(&e.required),
            status(e.holds)
        );
    }
    let difference =
        claim.difference.map_or(String::new(), |d| format!("<dt>Difference from the print</dt><dd>{}</dd>", escape(d)));
    format!(
        "<section id=\"{0}\"><h2>{1}</h2>\n<dl><dt>Statement</dt><dd>{2}</dd><dt>Assumptions</dt><dd>{3}</dd>{difference}</dl>\n\
         <div class=\"scroll\"><table><thead><tr><th>Route</th><th>Compared</th><th>Found</th><th>Required</th><th>Status</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div></section>\n",
        claim.name,
        escape(claim.source),
        escape(claim.statement),
        escape(claim.assumptions)
    )
}

fn status(holds: bool) -> String {
    format!("<span class=\"{}\">{}</span>", if holds { "ok" } else { "bad" }, mark(holds).trim_end())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_in_text_is_escaped() {
        assert_eq!(super::escape("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
    }
}
