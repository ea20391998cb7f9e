//! `jerc families`.

use super::{Format, Outcome};
use crate::augment::families;
use crate::error::Result;
use std::fmt::Write;

/// List the augmentation families with their formulas
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: jerc families --format json")]
pub(super) struct Arguments {
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let families: Vec<_> = families()?.iter().map(|f| f.family()).collect();
    if arguments.format == Format::Json {
        return super::json(&families).map(Outcome::done);
    }
    let mut text =
        String::from("Augmentation families: mean view xbar = M x, S = M C M' + Sigma, G = M C M', H = C M'\n");
    for family in families {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n{}\n  view    {}\n  M       {}\n  Sigma   {}\n  source  {}\n",
            family.name, family.view, family.mean_map, family.covariance, family.source
        );
    }
    Ok(Outcome::done(text))
}
