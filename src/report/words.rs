//! What the page explains once: its symbols and its words.

/// Symbols and what they mean, in the order in which a reader meets them.
pub(super) const SYMBOLS: [(&str, &str); 16] = [
    ("n, d, k", "samples, features, outputs of the encoder"),
    ("x, τ(x)", "a sample and a view of it, drawn by the augmentation τ"),
    ("C", "second moment of the data, X'X/n"),
    ("S, G, Σ", "second moments of the views: S of a view, G of the mean view, Σ = S - G"),
    ("H", "second moment of sample and mean view"),
    ("(A, S)", "a pencil: the eigenvalues λ of A v = λ S v. A = G for joint-embedding, A = H'H for reconstruction"),
    ("E*, D*", "the optimal encoder, the optimal decoder; a tilde marks those of corrupted data"),
    ("c_i = κ_i²/n", "variance of the signal in direction i <= k; κ_i is the paper's singular value of X"),
    ("g_j", "variance of the noise in direction j > k, eigenvalue of Γ"),
    ("θ_i", "variance that the augmentation adds in direction i, eigenvalue of Θ"),
    ("α", "alignment: the augmentation also adds α² Γ, the noise's own directions"),
    ("ω, φ²", "eigenvalues of the pencil of joint-embedding, of reconstruction"),
    ("η², δ", "smallest c_i²/(c_i + θ_i) and smallest c_i/(c_i + θ_i) of the signal"),
    ("r = η²/δ", "the noise variance that divides weak from strong noise"),
    ("α_JE², α_RC²", "thresholds (12) and (10) on α²; where one is negative, no alignment is needed"),
    ("th", "θ, where it is written in plain text"),
];

/// Words of the tables and what they mean.
pub(super) const WORDS: [(&str, &str); 13] = [
    ("exact", "Rational arithmetic on small instances: no rounding and no tolerance. What is counted are violations."),
    ("minimiser", "Gradient descent and L-BFGS on the objective itself, from random starts. It knows no closed form."),
    ("drawn views", "Views are drawn and averaged. It knows no formula for moments."),
    (
        "numerical",
        "Closed forms in double precision, on the data or on drawn samples: agreement, rates of decay, figures.",
    ),
    ("certificate", "A file that proves in exact integers that no encoder is better, checked by another program."),
    ("Coq", "A theorem checked by a proof assistant, without axioms."),
    (
        "planted fault",
        "The same comparison once more with an error in it. It must be rejected, or the comparison proves nothing.",
    ),
    ("confirmed", "Every comparison holds and every planted fault is rejected."),
    (
        "distance of row spaces",
        "The norm of the sines of the principal angles: 0 for the same space, up to the root of k.",
    ),
    ("excess of a start", "How far the loss of a start is above the optimum, relative to the optimum's size."),
    ("slope", "The exponent of a power law, fitted on logarithms; tolerance is how far it may be off."),
    (
        "the squares",
        "The thresholds are on α². Where one is negative, α itself does not exist; so their squares are compared.",
    ),
    ("instances", "In claims.txt: how many were drawn, and a fingerprint of them. Another seed, another fingerprint."),
];
