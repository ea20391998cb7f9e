//! The two self-supervised problems of the paper, and how each is called.

use serde::{Deserialize, Serialize};

/// A self-supervised problem: what a pencil, a threshold or a certificate belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paradigm {
    /// SSL-RC, Theorem 3.1.
    Reconstruction,
    /// SSL-JE, Theorem 3.2.
    JointEmbedding,
}

impl Paradigm {
    /// Both, in the order of figures and tables.
    pub const ALL: [Self; 2] = [Self::JointEmbedding, Self::Reconstruction];

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Reconstruction => Self::JointEmbedding,
            Self::JointEmbedding => Self::Reconstruction,
        }
    }

    /// `je` or `rc`: for file names and the command line.
    pub fn short(self) -> &'static str {
        match self {
            Self::Reconstruction => "rc",
            Self::JointEmbedding => "je",
        }
    }

    /// `SSL-JE` or `SSL-RC`: the paper's name of the problem.
    pub fn problem(self) -> &'static str {
        match self {
            Self::Reconstruction => "SSL-RC",
            Self::JointEmbedding => "SSL-JE",
        }
    }

    /// `joint-embedding` or `reconstruction`: for sentences, and the spelling of the JSON.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reconstruction => "reconstruction",
            Self::JointEmbedding => "joint-embedding",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_spelling_of_the_json() {
        for paradigm in Paradigm::ALL {
            assert_eq!(serde_json::to_value(paradigm).unwrap(), paradigm.title());
            assert!(paradigm.other() != paradigm);
            assert!(paradigm.problem().to_lowercase().ends_with(paradigm.short()));
        }
    }
}
