//! `--augment`, wherever it is taken.

use crate::files::{good_files, reals};
use crate::solve::archive;
use crate::solve_refusals::SOLVE;
use crate::{close, refuse, succeed, succeed_json, write};
use tempfile::TempDir;

const AUGMENT: &str = "solve je --data x.npy --augment a.json -k 1 -o out.npz";

/// The files of [`good_files`], and in a.json a mask on the first feature, then noise: C = diag(4,
/// 1), keep (1/2, 1), Theta = diag(1/2, 1/4). G = diag(1, 1), S = diag(1/2 4 + 1/2, 1 + 1/4) =
/// diag(5/2, 5/4), H = diag(2, 1): omega = (2/5, 4/5), phi^2 = (4/(5/2), 1/(5/4)) = (8/5, 4/5).
fn augmented_files() -> TempDir {
    let folder = good_files();
    let spec = br#"{"chain": [{"mask-independent": {"keep": ["1/2", 1]}}, {"aligned-noise": {"theta": [0.5, "1/4"], "gamma": 0, "alpha": 1}}]}"#;
    write(&folder, "a.json", spec);
    folder
}

#[test]
fn augmentations_are_solved_and_certified() {
    let folder = augmented_files();
    let je = succeed_json(folder.path(), AUGMENT);
    assert!(close(&je["eigenvalues"][0], 0.8) && close(&je["loss"], 0.4) && close(&je["eigengap"], 0.4), "{je}");
    assert_eq!((&je["augmentation"], &je["unique"]), (&"chain(mask-independent, aligned-noise)".into(), &true.into()));
    let rc = succeed_json(folder.path(), &AUGMENT.replace("je", "rc"));
    assert!(close(&rc["eigenvalues"][0], 1.6) && close(&rc["loss"], 5. - 1.6), "{rc}");
    // D = H'/sqrt(S) on the first feature: encoder 1/sqrt(5/2), decoder 2/sqrt(5/2).
    let arrays = archive(&folder);
    assert!((arrays["decoder"].1[0].abs() - 1.6f64.sqrt()).abs() < 1e-14, "{arrays:?}");
    // V* = B S^-1 with B = Y'X/n M' = (4/2, -1).
    let sl = succeed_json(folder.path(), &AUGMENT.replace("je", "sl --labels y.npy --targets"));
    assert!(close(&sl["loss"], 5. - 4. / 2.5 - 1. / 1.25), "{sl}");
    let text = succeed(folder.path(), AUGMENT);
    assert!(text.contains("n = 2, d = 2, k = 1\n") && text.contains("augmentation  chain("), "{text}");
    // Bounds are rounded outward.
    for (problem, loss) in
        [("je", "[3.999999999999e-1, 4.000000000001e-1]"), ("rc", "[3.399999999999e0, 3.400000000001e0]")]
    {
        let call = format!("certify {problem} --data x.npy --augment a.json -k 1 -o cert.json");
        let line = succeed(folder.path(), &call);
        assert!(line.contains(&format!("loss in {loss}")) && line.contains("unique"), "{line}");
        // Then a line that says that the matrices were taken as given.
        assert!(succeed(folder.path(), "check cert.json").starts_with(&line));
        let recomputed = succeed(folder.path(), "check cert.json --data x.npy --augment a.json");
        assert_eq!(recomputed, line.trim_end().to_string() + ", matrices recomputed from the data\n");
    }
    // T(alpha) is one family among the others.
    write(&folder, "a.json", br#"{"aligned-noise": {"theta": [3, 0], "gamma": [0.25, "1/16"], "alpha": 2}}"#);
    let plain = succeed_json(folder.path(), SOLVE);
    let written = succeed_json(folder.path(), &AUGMENT.replace("--data", "--labels y.npy --targets --data"));
    for key in ["eigenvalues", "loss", "eigengap", "probe_loss"] {
        assert_eq!(plain[key], written[key], "{key}");
    }
    // A group: omega = 1 on the one invariant of the swap, so k = 1 is unique, and k = 2 = d is
    // everything.
    write(&folder, "a.json", br#"{"image-group": {"height": 1, "width": 2, "generators": ["horizontal-flip"]}}"#);
    let turned = succeed_json(folder.path(), AUGMENT);
    assert!(close(&turned["loss"], 0.0) && close(&turned["eigengap"], 1.0), "{turned}");
    // The trivial group: every direction has omega = 1, an exact tie.
    write(&folder, "a.json", br#"{"group": {"generators": []}}"#);
    assert_eq!(succeed_json(folder.path(), AUGMENT)["unique"], false);
}

#[test]
fn bad_augmentations_are_refused_by_name() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &[&str])] = &[
        ("unknown family", r#"{"speckel": {"sigma": 1}}"#, &["unknown variant", "speckel"]),
        ("unknown field", r#"{"speckle": {"sigma": 1, "p": 1}}"#, &["speckle.p", "unknown field"]),
        ("wrong dimension", r#"{"speckle": {"sigma": [1, 2, 3]}}"#, &["speckle", "sigma", "2 numbers", "3"]),
        ("wrong dimension of patches", r#"{"mask-patches": {"patch": [0, 1, 2], "keep": 1}}"#, &["mask-patches", "d = 2", "3"]),
        ("deep in a chain", r#"{"chain": [{"chain": [{"thinning": {"keep": 2}}]}]}"#, &["chain[0].chain[0].thinning", "probability"]),
        ("a number that is none", r#"{"thinning": {"keep": "half"}}"#, &["thinning", "keep", "half"]),
        ("no object", "[]", &["line 1"]),
        ("two lines of\nwords", "a\nb", &["line 1"]),
    ];
    let folder = augmented_files();
    for &(case, spec, words) in cases {
        write(&folder, "a.json", spec.as_bytes());
        let words = [words, &["a.json"]].concat();
        for call in [
            AUGMENT.into(),
            AUGMENT.replace("je", "sl --labels y.npy --targets"),
            "certify rc --data x.npy --augment a.json -k 1 -o cert.json".into(),
        ] {
            refuse(folder.path(), case, &call, &words);
        }
    }
    // Counts where counts are needed.
    write(&folder, "a.json", br#"{"thinning": {"keep": 0.5}}"#);
    refuse(folder.path(), "negative counts", AUGMENT, &["x.npy", "sample 1, column 1", "count", "-1"]);
    write(&folder, "x.npy", &reals("(2, 2)", &[2., 1., 2., 0.5]));
    refuse(folder.path(), "half a count", AUGMENT, &["x.npy", "sample 1, column 1", "0.5"]);
    let folder = augmented_files();
    for (case, call, words) in [
        ("both", AUGMENT.replace("-k 1", "-k 1 --alpha 2"), &["--augment", "--alpha"][..]),
        ("both covariances", AUGMENT.replace("-k 1", "-k 1 --theta t.npy"), &["--augment", "--theta"]),
        ("neither", AUGMENT.replace("--augment a.json", ""), &["--theta"]),
        ("no file", AUGMENT.replace("a.json", "none.json"), &["none.json", "No such file"]),
        ("a folder", AUGMENT.replace("a.json", "."), &["."]),
        ("output is an input", AUGMENT.replace("out.npz", "a.json"), &["a.json", "is an input"]),
    ] {
        refuse(folder.path(), case, &call, words);
    }
    // A mask that drops a feature for good: nothing is known of it, and the other is always kept.
    write(&folder, "a.json", br#"{"mask-independent": {"keep": [1, 0]}}"#);
    let found = succeed_json(folder.path(), AUGMENT);
    assert_eq!((&found["set_aside"][0], &found["loss"]), (&1.into(), &0.0.into()), "{found}");
}
