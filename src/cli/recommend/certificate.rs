//! The commands that certify the encoders that are advised.

use super::read::named_strength;
use super::{Arguments, files};
use crate::advise::{Advice, Chosen, Verdict};
use crate::paradigm::Paradigm;
use crate::report::advice::Certificate;
use std::path::Path;

/// Noise that is composed where S is singular, so that it can be certified: far below the noise that
/// changes a verdict, far above rounding.
const LITTLE: &str = "0.000001";

/// One for each paradigm that is advised.
pub(super) fn certificates(arguments: &Arguments, advice: &Advice) -> Vec<Certificate> {
    let paradigms: &[Paradigm] = match advice.verdict {
        Verdict::JointEmbedding => &[Paradigm::JointEmbedding],
        Verdict::Reconstruction => &[Paradigm::Reconstruction],
        Verdict::Either => &Paradigm::ALL,
        Verdict::Neither | Verdict::Undecided => &[],
    };
    let of =
        |&paradigm: &Paradigm| chosen(advice, paradigm).map(|chosen| certificate(arguments, advice, paradigm, &chosen));
    paradigms.iter().filter_map(of).collect()
}

/// What is certified: what was chosen, or without evidence the first strength that was given.
fn chosen(advice: &Advice, paradigm: Paradigm) -> Option<Chosen> {
    let used = advice.next.use_this.filter(|(of, _)| *of == paradigm).map(|(_, chosen)| chosen);
    let first = || {
        let (strength, &k) = (advice.strengths.first()?, advice.k.last()?);
        Some(Chosen { k, alpha: strength.alpha, noise: strength.noise })
    };
    advice.choice.map(|choice| choice.of(paradigm)).or(used).or_else(first)
}

fn certificate(arguments: &Arguments, advice: &Advice, paradigm: Paradigm, chosen: &Chosen) -> Certificate {
    let path = |path: &Path| files::word(&path.display().to_string());
    let mut line = format!("jerc certify {}", paradigm.short());
    if let Some(data) = &arguments.data {
        line += &format!(" --data {}", path(data));
    }
    let words = if arguments.views.is_empty() { &arguments.augment } else { &arguments.views };
    let numbered = (1u32..).zip(words).map(|(place, word)| {
        let (strength, file) = named_strength(word);
        (strength.unwrap_or(f64::from(place)), file)
    });
    if let Some((_, file)) = numbered.into_iter().find(|(strength, _)| *strength == chosen.alpha) {
        line += &format!(" --{} {}", if arguments.views.is_empty() { "augment" } else { "views" }, path(file));
    }
    if let (Some(theta), Some(gamma)) = (&arguments.theta, &arguments.gamma) {
        line += &format!(" --theta {} --gamma {} --alpha {}", path(theta), path(gamma), chosen.alpha);
    }
    let singular = advice.checks.conditioning.as_ref().is_some_and(|check| check.flag);
    let noise = chosen.noise.filter(|noise| *noise > 0.0);
    let mut note = None;
    match noise {
        Some(noise) => line += &format!(" --noise {noise}"),
        None if singular => {
            line += &format!(" --noise {LITTLE}");
            note = Some(format!("S is singular, or almost: a noise of {LITTLE} of its mean variance is on top"));
        }
        None => {}
    }
    line += &format!(" -k {} -o {}.cert.json", chosen.k, paradigm.short());
    line += &arguments.files.command_line();
    Certificate { paradigm, command: line, note }
}
