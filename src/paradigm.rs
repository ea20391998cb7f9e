//! The two self-supervised problems.

/// The self-supervised problem a threshold or an eigenvalue belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paradigm {
    /// SSL-RC.
    Reconstruction,
    /// SSL-JE.
    JointEmbedding,
}
