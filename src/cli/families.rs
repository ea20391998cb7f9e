//! `jerc families`.

use super::{Format, Outcome};
use crate::augment::{CATALOGUE, Family};
use crate::error::Result;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc families
  jerc families --format json",
    after_long_help = "\
A specification for --augment is a JSON object with the name of a family and its fields.
Numbers are integers, decimals or \"p/q\", read exactly.
A list with one number for each coordinate may be one number for all.
A covariance is a number (times I), a list (its diagonal) or a list of rows.
A chain is {\"chain\": [first, second, ...]}."
)]
pub(super) struct Arguments {
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A family and how it is written.
#[derive(Debug, serde::Serialize)]
struct Entry {
    #[serde(flatten)]
    formulas: Family,
    spec: Vec<Written>,
}

/// One way to write it.
#[derive(Debug, serde::Serialize)]
struct Written {
    name: &'static str,
    fields: serde_json::Map<String, serde_json::Value>,
    example: serde_json::Value,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut entries: Vec<Entry> = vec![];
    for way in CATALOGUE {
        let formulas = way.family()?;
        let written = Written {
            name: way.name,
            fields: way.fields.iter().map(|(field, meaning)| (field.to_string(), (*meaning).into())).collect(),
            // An example that is no JSON would be caught by the tests of the catalogue.
            example: serde_json::from_str(way.example).unwrap_or_default(),
        };
        match entries.iter_mut().find(|entry| entry.formulas == formulas) {
            Some(entry) => entry.spec.push(written),
            None => entries.push(Entry { formulas, spec: vec![written] }),
        }
    }
    if arguments.format == Format::Json {
        return super::json(&entries).map(Outcome::done);
    }
    let mut text =
        String::from("Augmentation families: mean view xbar = M x, S = M C M' + Sigma, G = M C M', H = C M'\n");
    for Entry { formulas: family, spec } in entries {
        text += &format!(
            "\n{}\n  view    {}\n  M       {}\n  Sigma   {}\n  source  {}\n",
            family.name, family.view, family.mean_map, family.covariance, family.source
        );
        for written in spec {
            text += &format!("  write   {}\n", written.example);
            for (field, meaning) in &written.fields {
                text += &format!("          {field}: {}\n", meaning.as_str().unwrap_or_default());
            }
        }
    }
    Ok(Outcome::done(text))
}
