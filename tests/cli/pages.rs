//! What the page of a report shows, against the data beside it and the sources: cards, counts,
//! ledger, certificates, theorems. The page on how the statements hang together is in `graph.rs`.

use crate::run;
use jerc::claims::{CLAIMS, Statement, audit, formal};
use jerc::notation;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

/// The claims of the report: of the paper, ours, with certificates, with an entry of the ledger that
/// belongs to several, with theorems that others use, and the one that fails.
const NAMES: [&str; 8] =
    ["corollary-4-5", "table-1", "audit", "masking", "independent-masks", "speckle", "straddle-rule", "planted-fault"];

pub struct Report {
    pub page: String,
    pub graph: String,
    pub text: String,
    pub json: Value,
    pub ledger: Value,
    pub files: BTreeSet<String>,
}

/// The report of these claims, made once; characters that a page escapes are themselves again.
pub fn report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &format!("verify --tier smoke --out report --only {}", NAMES.join(" ")));
        let report = folder.path().join("report");
        let read = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
        let parsed = |name: &str| serde_json::from_str(&read(name)).unwrap();
        let names = std::fs::read_dir(&report).unwrap();
        Report {
            page: plain(&read("index.html")),
            graph: plain(&read("dependencies.html")),
            text: read("claims.txt"),
            json: parsed("claims.json"),
            ledger: parsed("audit.json"),
            files: names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect(),
        }
    })
}

fn plain(html: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    known.iter().fold(html.to_string(), |text, (escaped, is)| text.replace(escaped, is))
}

/// Words with formulas and names, as a page has them.
pub fn set(source: &str) -> String {
    let html = notation::html(source);
    let parts = html.split('`').enumerate();
    plain(
        &parts
            .map(|(i, part)| if i % 2 == 0 { part.into() } else { format!("<code>{part}</code>") })
            .collect::<String>(),
    )
}

pub fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start:?} is not on the page"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end:?} behind {start:?}")).0
}

pub fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

/// The claims of the report with what is stored of them.
pub fn claims() -> Vec<(&'static str, &'static Value)> {
    let stored = report().json["claims"].as_array().unwrap();
    stored.iter().map(|claim| (claim["name"].as_str().unwrap(), claim)).collect()
}

fn statement(name: &str) -> Statement {
    CLAIMS.iter().chain([&jerc::claims::PLANTED]).find(|claim| claim.name == name).copied().unwrap()
}

/// The theorems of a claim in `proofs/rocq/headline.tsv`: statement, file, name, hypotheses.
pub fn headlines(claim: &str) -> Vec<[&'static str; 4]> {
    let rows = include_str!("../../proofs/rocq/headline.tsv").lines().skip(1);
    let rows = rows.map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[4].split(", ").any(|name| name == claim))
        .map(|row| [row[0], row[1], row[2], row[3]])
        .collect()
}

pub fn node([_, file, name, _]: [&str; 4]) -> String {
    format!("{}.{name}", file.trim_end_matches(".v").replace('/', "."))
}

#[test]
fn the_first_lines_of_the_page_count_what_is_there() {
    let (page, json) = (&report().page, &report().json);
    assert_eq!(claims().iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), NAMES.into());
    let of_paper = |name: &str| {
        let file = format!("{}/src/claims/paper/{}.rs", env!("CARGO_MANIFEST_DIR"), name.replace('-', "_"));
        name == "audit" || Path::new(&file).is_file()
    };
    let (paper, ours): (Vec<_>, Vec<_>) = claims().into_iter().partition(|(name, _)| of_paper(name));
    assert_eq!((paper.len(), ours.len()), (3, 5));
    assert!(page.contains("<p>3 of them are the paper's, the others go beyond it."), "{page}");
    for (group, title, inside) in [("paper", "The paper's statements", paper), ("ours", "Beyond the paper", ours)] {
        let section = between(page, &format!("<section id=\"{group}\">"), "</section>");
        assert!(section.starts_with(&format!("<h2>{title}</h2>")), "{section}");
        let cards: Vec<_> = section.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(cards, inside.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
    // A theorem of two claims is one theorem.
    let proved: Vec<&str> = NAMES.iter().flat_map(|name| strings(&json["formally_proved"][name])).collect();
    let different: BTreeSet<&&str> = proved.iter().collect();
    assert!(different.len() < proved.len(), "{proved:?}");
    let hero = between(page, "<div class=\"hero\">", "</ul>");
    assert!(hero.contains(&format!("<li class=\"ok\"><b>Coq</b> {}</li>", different.len())), "{hero}");
    assert!(report().graph.contains(&format!("has checked: {} theorems on this page", different.len())));
}

#[test]
fn the_ledger_of_the_page_is_that_of_the_data() {
    let (page, stored) = (&report().page, report().ledger.as_array().unwrap());
    let ledger = between(page, "<section id=\"ledger\">", "</section>");
    let entries = audit::entries();
    assert_eq!(stored.len(), entries.len());
    let mut rows = ledger.split("<details>").skip(1);
    for (entry, stored) in entries.iter().zip(stored) {
        assert_eq!(
            (&stored["id"], &stored["place"], &stored["confirmed"]),
            (&entry.id.into(), &entry.place.into(), &true.into())
        );
        let severity = stored["severity"].as_str().unwrap().replace('-', " ");
        let [to_know, instance, stands] = match severity.as_str() {
            "remark" => ["What to know", "Instance", "Stands"],
            _ => ["What is wrong or missing", "Counterexample", "Corrected"],
        };
        let (id, place, quote) = (entry.id, entry.place, entry.quote.to_string());
        let [printed, why, counterexample, corrected] =
            [entry.printed, entry.why, entry.counterexample, entry.corrected].map(set);
        let row = format!(
            "<summary><b>{place}</b>, {severity}: {id} <span class=\"ok\">instance confirmed</span></summary>\n\
             <dl id=\"audit-{id}\"><dt>Printed</dt><dd>{quote}<br>{printed}</dd><dt>{to_know}</dt><dd>{why}</dd>\
             <dt>{instance}</dt><dd>{counterexample}</dd><dt>{stands}</dt><dd>{corrected}</dd></dl></details>\n"
        );
        assert_eq!(rows.next(), Some(row.as_str()), "{id}");
    }
    assert_eq!(rows.next(), None);
    // How many there are of each kind, the gravest first.
    let kinds = ["false-as-stated", "missing-assumption", "wrong-step", "slip", "remark"];
    let count = |kind: &str| stored.iter().filter(|entry| entry["severity"] == kind).count();
    assert_eq!(kinds.map(count).iter().sum::<usize>(), stored.len());
    let told = kinds.iter().filter(|kind| count(kind) > 0).map(|kind| {
        let plural = if count(kind) == 1 || *kind == "false-as-stated" { "" } else { "s" };
        format!("{} {}{plural}", count(kind), kind.replace('-', " "))
    });
    let told: Vec<String> = told.collect();
    assert!(page.contains(&format!("a reader of the print should know: {}.</p>", told.join(", "))), "{told:?}");
}

/// The first cells of a comparison on the page: they span its checks.
fn shown(line: &Value) -> String {
    let of = |key: &str| line[key].as_str().unwrap();
    let route = match of("route") {
        "closed-form" => "closed form",
        "sampled" => "drawn views",
        same => same,
    };
    let defect = line["defect"].as_str().map(|why| format!("<br><span class=\"bad\">no evidence</span>: {why}"));
    let span = format!("<td rowspan=\"{}\">", line["checks"].as_array().unwrap().len());
    let (id, compared) = (of("id"), of("compared"));
    format!("<tr>{span}{route}</td>{span}<code>{id}</code>: {compared}{}</td>", defect.unwrap_or_default())
}

/// The row of a claim in the overview and its card: the entries of the ledger about it, wherever they
/// name it, and those among them that are no remarks.
#[test]
fn every_card_names_its_entries_and_counts_its_evidence() {
    let (page, json) = (&report().page, &report().json);
    let link = |id: &&str| format!("<a href=\"#audit-{id}\">{id}</a>");
    let links = |ids: &[&str]| ids.iter().map(link).collect::<Vec<_>>().join(", ");
    let (mut seen, mut second) = (BTreeSet::new(), false);
    for (name, claim) in claims() {
        let about = report().ledger.as_array().unwrap().iter().filter(|e| strings(&e["claims"]).contains(&name));
        let (remarks, errors): (Vec<_>, Vec<_>) = about.clone().partition(|e| e["severity"] == "remark");
        let ids = |of: &[&'static Value]| of.iter().map(|e| e["id"].as_str().unwrap()).collect::<Vec<_>>();
        seen.insert((!remarks.is_empty(), !errors.is_empty()));
        second |= about.clone().any(|e| strings(&e["claims"])[0] != name);
        let row = page.lines().find(|line| {
            line.starts_with(&format!("<tr><td><a href=\"#{name}\">{}</a></td>", claim["source"].as_str().unwrap()))
        });
        let row = row.unwrap_or_else(|| panic!("{name} has no row: {page}"));
        let cells: Vec<&str> = row.split("<td").skip(2).map(|cell| between(cell, ">", "</td>")).collect();
        let differs = match &ids(&errors)[..] {
            _ if name == "audit" => "<a href=\"#ledger\">the ledger</a>".into(),
            [] => "no".into(),
            all => links(all),
        };
        let remarked = match remarks.len() {
            0 => String::new(),
            count => format!(" <span class=\"quiet\">(remarks: {count})</span>"),
        };
        let (lines, theorems) = (claim["evidence"].as_array().unwrap().len(), headlines(name).len());
        let expected = [set(statement(name).about), lines.to_string(), theorems.to_string(), differs + &remarked];
        assert_eq!(cells[..4], expected, "{name}");
        // The card, up to the next one.
        let start = [format!("<article id=\"{name}\">"), format!("<div id=\"{name}\">")];
        let card = page.split_once(&start[0]).or_else(|| page.split_once(&start[1])).unwrap().1;
        let (card, _) = card.split_once("<p class=\"quiet\">Check it again:").unwrap();
        let Statement { statement, assumptions, difference, .. } = statement(name);
        assert!(
            card.contains(&format!(
                "<p class=\"formula\">{}</p>\n<p class=\"formula\"><b>Assumes</b> {}</p>",
                set(statement),
                set(assumptions)
            )),
            "{card}"
        );
        let difference = difference.map(|words| format!("<b>Compared with the print.</b> {}</p>", set(words)));
        assert_eq!(card.contains("Compared with the print."), difference.is_some());
        assert!(difference.is_none_or(|words| card.contains(&words)), "{card}");
        let summary = format!("<summary>Evidence: {lines} comparisons</summary>");
        let mut table = card.split_once(&summary).unwrap_or_else(|| panic!("{summary} is not in {card}")).1;
        for line in claim["evidence"].as_array().unwrap() {
            table = table.split_once(&shown(line)).unwrap_or_else(|| panic!("{} is not in {table}", shown(line))).1;
        }
        let all = ids(&about.collect::<Vec<_>>());
        let listed = format!("<p><b>In the ledger</b> {}</p>", links(&all));
        assert_eq!(
            (card.contains("In the ledger"), card.contains(&listed)),
            (!all.is_empty(), !all.is_empty()),
            "{name}: {listed}"
        );
        // Its theorems, each with its own hypotheses and its own text.
        let proved: Vec<String> = headlines(name).iter().map(|[_, file, name, _]| format!("{file}: {name}")).collect();
        assert_eq!(strings(&json["formally_proved"][name]), proved);
        let mut rest = card;
        for (theorem, of) in headlines(name).into_iter().zip(formal::of(name)) {
            let [says, file, name, hypotheses] = theorem;
            let shown = format!(
                "<p>{}. <span class=\"quiet\">Hypotheses beyond the paper's: {hypotheses}.</span></p>\n<details><summary><code>{name}</code> in proofs/rocq/{file}</summary><pre tabindex=\"0\">{}</pre>",
                set(says),
                of.text()
            );
            rest = rest.split_once(&shown).unwrap_or_else(|| panic!("{shown} is not in {rest}")).1;
        }
        assert!(!rest.contains("in proofs/rocq/"), "{rest}");
    }
    // With remarks or without, with errors or without; and one that an entry does not name first.
    assert!(seen.len() == 4 && second, "{seen:?}");
    assert!(page.contains(&format!("ChaCha8, seed {};", json["seed"])));
}

/// Two claims with certificates of the same names: none takes the place of another.
#[test]
fn every_certificate_is_in_the_table_and_kept() {
    let (page, files) = (&report().page, &report().files);
    let table = between(page, "<section id=\"certificates\">", "</section>");
    let mut rows = table.lines().filter(|line| line.starts_with("<tr><td><a href"));
    let mut count = 0;
    for (name, claim) in claims() {
        let evidence = claim["evidence"].as_array().unwrap();
        for line in evidence.iter().filter(|line| line["route"] == "certificate") {
            let row = rows.next().unwrap();
            let start =
                format!("<tr><td><a href=\"#{name}\">{name}</a></td><td>{}</td>", line["compared"].as_str().unwrap());
            assert!(row.starts_with(&start), "{row}");
            let shown: f64 = between(row, "\"relative gap\">", "</td>").parse().unwrap();
            let found = line["found"].as_f64().unwrap();
            assert!((shown - found).abs() <= 5.1e-3 * found, "{row}: {found}");
            count += 1;
        }
    }
    assert!(count >= 4 && rows.next().is_none(), "{count}: {table}");
    let kept: Vec<_> = files.iter().filter(|name| name.starts_with("certificate-")).collect();
    assert_eq!(kept.len(), count, "{kept:?}");
    for name in kept {
        assert!(table.contains(&format!("<a href=\"{name}\">{name}</a>: <code>jerc check {name}</code>")), "{table}");
    }
}

/// What a comparison compares, and why it is none, are in the text as they are in the data.
#[test]
fn the_text_says_what_was_compared_and_what_is_no_evidence() {
    let lines: Vec<&str> = report().text.lines().map(str::trim).collect();
    let mut defects = 0;
    for (name, claim) in claims() {
        for line in claim["evidence"].as_array().unwrap() {
            let (id, instances) = (line["id"].as_str().unwrap(), line["instances"].as_str().unwrap_or("-"));
            let begins = format!("{}  {name}/{id} | ", if line["holds"] == true { "ok  " } else { "FAIL" });
            let at = lines.iter().position(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("no {begins}"));
            let parts: Vec<&str> = lines[at].split(" | ").collect();
            assert_eq!(
                (parts[2], parts[3], lines[at + 1]),
                (line["cases"].as_str().unwrap(), instances, line["compared"].as_str().unwrap())
            );
            let after = lines[at + 2 + 2 * line["checks"].as_array().unwrap().len()];
            let defect = line["defect"].as_str().map(|why| format!("no evidence: {why}"));
            assert!(defect.as_deref().map_or(!after.starts_with("no evidence"), |why| why == after), "{after}");
            defects += usize::from(defect.is_some());
        }
    }
    assert_eq!(defects, 1);
}

#[test]
fn the_text_says_what_differs_from_the_print() {
    let mut said = report().text.lines().filter_map(|line| line.trim().strip_prefix("DIFFERENCE: "));
    for (_, claim) in claims().into_iter().filter(|(_, claim)| claim["difference"].is_string()) {
        assert_eq!(said.next(), claim["difference"].as_str());
    }
    assert_eq!(said.next(), None);
}
