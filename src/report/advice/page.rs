//! What the page shows of an advice.

use super::digits::{count, short};
use super::{Recommendation, figure, words};
use crate::advise::{EvidenceKind, Verdict};
use crate::paradigm::Paradigm;
use minijinja::context;
use minijinja::value::Value;

/// The values of the template.
pub(super) fn values(of: &Recommendation<'_>) -> Value {
    let advice = of.advice;
    let rows = advice.test.as_ref().zip(advice.choice).map(|(test, choice)| {
        let row = |paradigm: Paradigm| {
            let (efficiency, chosen) = (words::shown(test, paradigm), words::chosen(&choice.of(paradigm)));
            context! { paradigm => paradigm.title(), efficiency, chosen }
        };
        Paradigm::ALL.map(row)
    });
    let said = words::lines(of);
    let line = |name: &str| said.iter().find(|(found, _)| *found == name).map(|(_, text)| text.clone());
    let checks: Vec<Value> = words::made(&advice.checks)
        .into_iter()
        .map(|check| context! { name => check.name, found => check.found, failed => check.failed, changes => check.changes })
        .collect();
    let baseline = |of: &crate::advise::Baseline| {
        let (je, rc) = (short(of.je), short(of.rc));
        context! { name => of.name, source => of.source, je, rc, says => of.says.title(), chosen => words::chosen(&of.choice) }
    };
    let certificates: Vec<Value> =
        of.certificates.iter().map(|c| context! { command => c.command.clone(), note => c.note.clone() }).collect();
    context! {
        sentence => words::sentence(advice),
        clear => !matches!(advice.verdict, Verdict::Undecided | Verdict::Neither),
        why => advice.why.clone(),
        evidence => line("evidence"),
        difference => line("difference"),
        row_spaces => line("row spaces"),
        tolerance => short(advice.tolerance),
        confidence => short(100.0 * (1.0 - advice.level)),
        with_evidence => advice.evidence != EvidenceKind::None,
        rows,
        checks,
        baselines => advice.baselines.iter().map(baseline).collect::<Vec<_>>(),
        next => words::next(advice),
        certificates,
        notes => of.notes.clone(),
        command => of.command.clone(),
        files => of.files.clone(),
        seed => advice.seed,
        folds => advice.folds,
        table => format!("{}.csv", figure::NAME),
        setting => format!("n = {} samples, d = {} features", count(advice.n), count(advice.d)),
    }
}
