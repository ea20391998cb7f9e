//! What the page explains once: its symbols and its words.

/// Symbols and what they mean, in the order in which a reader meets them.
pub(super) const SYMBOLS: [(&str, &str); 15] = [
    ("$n$, $d$, $k$", "samples, features, outputs of the encoder"),
    (r"$x$, $\tau(x)$", r"a sample, and a view of it drawn by the augmentation $\tau$"),
    ("$C$", r"second moment of the data, $X^\top X/n$"),
    (r"$S$, $G$, $\Sigma$", r"second moments of a view and of the mean view, and $\Sigma = S - G$"),
    ("$H$", "second moment of a sample with its mean view"),
    (
        "$(A, S)$",
        r"a pencil; its eigenvalues are the $\lambda$ of $A v = \lambda S v$. $A = G$ for joint-embedding, $A = H^\top H$ for reconstruction",
    ),
    (r"$E^\ast$, $D^\ast$", "the optimal encoder and decoder; a tilde marks those of corrupted data"),
    (
        "$c_i$",
        r"variance of the signal in direction $i \le k$: $\kappa_i^2/n$ with the paper's singular values $\kappa_i$ of $X$",
    ),
    ("$g_j$", r"variance of the noise in direction $j > k$: an eigenvalue of $\Gamma$"),
    (
        r"$\theta_i$",
        r"variance that the augmentation adds in direction $i$: an eigenvalue of $\Theta$. In plain text also th",
    ),
    (r"$\alpha$", r"alignment: the augmentation adds $\alpha^2\Gamma$ as well, the noise's own directions"),
    (r"$\omega$, $\phi^2$", "eigenvalues of the pencil of joint-embedding, of reconstruction"),
    (
        r"$\eta^2$, $\delta$",
        r"smallest $\frac{c_i^2}{c_i + \theta_i}$ and smallest $\frac{c_i}{c_i + \theta_i}$ of the signal",
    ),
    (r"$r = \eta^2/\delta$", "the noise variance that divides weak from strong noise"),
    (
        r"$\alpha_{\mathrm{JE}}^2$, $\alpha_{\mathrm{RC}}^2$",
        r"thresholds (12) and (10) on $\alpha^2$; where one is negative, no alignment is needed",
    ),
];

/// Words of the tables and what they mean.
pub(super) const WORDS: [(&str, &str); 13] = [
    ("exact", "Rational arithmetic on small instances: no rounding and no tolerance. What is counted are violations."),
    ("minimiser", "Gradient descent and L-BFGS on the objective itself, from random starts. It knows no closed form."),
    ("drawn views", "Views are drawn and averaged. It knows no formula for moments."),
    (
        "numerical: closed form, decay, measured",
        "Closed forms in double precision, on the data or on drawn samples: agreement, rates of decay, figures.",
    ),
    ("certificate", "A file that proves in exact integers that no encoder is better, checked by another program."),
    (
        "Coq",
        "A theorem checked by a proof assistant, without axioms (one, on certificates over machine integers, takes Coq's specification of those as given, and says so).",
    ),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation;

    /// Symbols that share a line are explained in their order, and each by what it is.
    #[test]
    fn every_symbol_is_explained_by_what_it_is() {
        let expected: [(&str, &[&str]); 15] = [
            ("n, d, k", &["samples", "features", "outputs of the encoder"]),
            ("x, τ(x)", &["a sample", "a view of it"]),
            ("C", &["second moment of the data", "X' X/n"]),
            ("S, G, Σ", &["of a view", "of the mean view", "Σ = S - G"]),
            ("H", &["a sample with its mean view"]),
            ("(A, S)", &["A v = λ S v", "A = G for joint-embedding", "A = H' H for reconstruction"]),
            ("E*, D*", &["encoder", "decoder", "corrupted"]),
            ("cᵢ", &["signal", "i ≤ k", "κᵢ²/n"]),
            ("gⱼ", &["noise", "j > k", "of Γ"]),
            ("θᵢ", &["the augmentation adds", "of Θ"]),
            ("α", &["alignment", "α² Γ"]),
            ("ω, φ²", &["joint-embedding", "reconstruction"]),
            ("η², δ", &["smallest cᵢ²/(cᵢ + θᵢ)", "smallest cᵢ/(cᵢ + θᵢ)"]),
            ("r = η²/δ", &["weak from strong noise"]),
            ("α_JE², α_RC²", &["(12)", "(10)", "negative, no alignment is needed"]),
        ];
        for ((symbol, meaning), (set, parts)) in SYMBOLS.iter().zip(expected) {
            assert_eq!(notation::text(symbol), set);
            in_order(&notation::text(meaning), parts);
        }
        let expected: [(&str, &[&str]); 13] = [
            ("exact", &["Rational arithmetic", "no rounding", "no tolerance"]),
            ("minimiser", &["Gradient descent", "random starts", "no closed form"]),
            ("drawn views", &["drawn and averaged", "no formula for moments"]),
            ("numerical: closed form, decay, measured", &["double precision"]),
            ("certificate", &["proves in exact integers", "another program"]),
            ("Coq", &["proof assistant", "without axioms"]),
            ("planted fault", &["with an error in it", "must be rejected"]),
            ("confirmed", &["Every comparison holds", "every planted fault is rejected"]),
            ("distance of row spaces", &["sines of the principal angles", "0 for the same space", "root of k"]),
            ("excess of a start", &["above the optimum"]),
            ("slope", &["exponent", "tolerance is how far it may be off"]),
            ("the squares", &["thresholds are on α²", "negative"]),
            ("instances", &["how many were drawn", "fingerprint", "Another seed, another fingerprint"]),
        ];
        for ((word, meaning), (name, parts)) in WORDS.iter().zip(expected) {
            assert_eq!(*word, name);
            in_order(meaning, parts);
        }
    }

    fn in_order(text: &str, parts: &[&str]) {
        let mut rest = text;
        for part in parts {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is not in {rest:?} of {text:?}")).1;
        }
    }

    #[test]
    fn symbols_can_be_set() {
        for source in SYMBOLS.iter().flat_map(|(symbol, meaning)| [symbol, meaning]) {
            assert_eq!(notation::fault(source), None);
        }
    }
}
