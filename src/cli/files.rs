//! How a file is read where it leaves a choice: the flags of every command that reads samples.

use crate::dataset::{LabelKind, RULE, Reading};
use crate::error::{Error, Result};

/// The flags.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct FileOptions {
    /// Take the labels as classes, one for each value
    #[arg(long, conflicts_with = "targets", help_heading = "Files")]
    classes: bool,
    /// Take the labels as targets, as they are
    #[arg(long, help_heading = "Files")]
    targets: bool,
    /// The column of a table that holds the labels; else `label`, `target`, `class` or `y`
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    label_column: Option<String>,
    /// Columns of a table to leave out
    #[arg(long, value_name = "NAME", num_args = 1.., help_heading = "Files")]
    drop: Vec<String>,
    /// The array of an .npz archive that holds the samples; else the only one, or `X`
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    array: Option<String>,
    /// Take rows as features and columns as samples: genes x cells
    #[arg(long, help_heading = "Files")]
    transpose: bool,
}

impl FileOptions {
    /// What the readers take; `numbered` as in [`Reading`].
    pub(super) fn reading(&self, numbered: bool) -> Reading {
        Reading {
            array: self.array.clone(),
            label_column: self.label_column.clone(),
            drop: self.drop.clone(),
            labels: match (self.classes, self.targets) {
                (true, _) => LabelKind::Classes,
                (_, true) => LabelKind::Targets,
                _ => LabelKind::Told,
            },
            transpose: self.transpose,
            numbered,
            gaps: false,
        }
    }

    /// Sums over samples are read as they are: a flag that would change nothing is a mistake.
    pub(super) fn refuse_beside_sums(&self) -> Result<()> {
        match self.command_line().split_whitespace().next() {
            None => Ok(()),
            Some(flag) => Err(Error::request(
                format!("{flag} is about files of samples, and --moments gives sums over them"),
                format!("leave it out; `jerc moments` takes {flag} when the sums are made"),
            )),
        }
    }

    /// The same flags again.
    pub(super) fn command_line(&self) -> String {
        let mut line = String::new();
        for (flag, set) in
            [(" --classes", self.classes), (" --targets", self.targets), (" --transpose", self.transpose)]
        {
            line += if set { flag } else { "" };
        }
        for (flag, value) in [(" --label-column ", &self.label_column), (" --array ", &self.array)] {
            line += &value.as_ref().map_or(String::new(), |value| format!("{flag}{}", word(value)));
        }
        let dropped: String = self.drop.iter().map(|name| format!(" {}", word(name))).collect();
        if self.drop.is_empty() { line } else { format!("{line} --drop{dropped}") }
    }
}

/// A name as one word of the command line.
pub(super) fn word(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._/=+,:@%-~".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        name.to_string()
    } else if name.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", name.replace('\'', r"'\''"))
    } else {
        format!("\"{name}\"")
    }
}

/// What the help says of files and labels.
pub(super) fn help() -> String {
    format!("{FORMATS}\n\nLabels: {RULE}")
}

/// The formats that every command reads.
const FORMATS: &str = "\
Files: .npy, .npz (savez, or scipy.sparse), .csv or .tsv with a header line, IDX, Matrix Market,
each also as .gz; rows are samples, images are flattened. Other formats, in two lines of Python:
  a = anndata.read_h5ad(\"cells.h5ad\")
  scipy.sparse.save_npz(\"X.npz\", scipy.sparse.csr_matrix(a.X))
  pandas.read_parquet(\"table.parquet\").to_csv(\"table.csv\", index=False)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_come_back_as_they_are_given() {
        let options = FileOptions {
            targets: true,
            label_column: Some("petal width".into()),
            drop: vec!["a".into(), "b c".into()],
            ..FileOptions::default()
        };
        assert_eq!(options.command_line(), " --targets --label-column \"petal width\" --drop a \"b c\"");
        assert_eq!(FileOptions::default().command_line(), "");
        for (name, shown) in [
            ("a/b-c_1.npy", "a/b-c_1.npy"),
            ("a b.npy", "\"a b.npy\""),
            ("a;b.npy", "\"a;b.npy\""),
            ("it's.npy", "\"it's.npy\""),
            ("a$b's.npy", r"'a$b'\''s.npy'"),
            ("", "\"\""),
        ] {
            assert_eq!(word(name), shown);
        }
    }
}
