//! `jerc certify`, `jerc check` and `jerc rocq`.

use crate::files::{good_files, reals};
use crate::{contents, refuse, run, succeed, write};

const CERTIFY: &str = "certify je --data x.npy --theta t.npy --gamma g.npy --alpha 2 -k 1 -o cert.json";

#[test]
fn certificates_become_theorems() {
    let folder = good_files();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file");
    let line = succeed(folder.path(), &format!("{CERTIFY} --rocq direct.v"));
    assert!(line.contains("cert.json: certified, je, d = 2, k = 1"), "{line}");
    let said = succeed(folder.path(), "rocq cert.json -o later.v");
    assert_eq!(said, "later.v: theorem `optimal` about cert.json\n");
    assert_eq!(read("direct.v"), read("later.v"));
    // Small: in binary integers, whose proof needs no axiom.
    assert!(read("later.v").contains("Theorem optimal") && read("later.v").contains("check_z_sound"));
    write(&folder, "bad.json", read("cert.json").replace("\"je\"", "\"rc\"").as_bytes());
    let before = contents(folder.path());
    for (arguments, words) in [
        ("rocq bad.json -o no.v", &["bad.json"][..]),
        ("rocq none.json -o no.v", &["none.json"]),
        ("rocq x.npy -o no.v", &["x.npy"]),
        ("rocq cert.json -o cert.json", &["cert.json", "-o"]),
        ("rocq cert.json -o none/no.v", &["none"]),
        ("rocq cert.json", &["--output"]),
    ] {
        let output = run(folder.path(), arguments);
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(matches!(output.status.code(), Some(2 | 3)) && output.stdout.is_empty(), "{arguments}: {stderr}");
        assert!(stderr.lines().count() == 1 && words.iter().all(|word| stderr.contains(word)), "{arguments}: {stderr}");
    }
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn certificates_are_written_checked_and_rejected() {
    let folder = good_files();
    // omega = (1/1.25, 4/8): the loss is 2(1 - 4/5) = 2/5, the eigengap 3/10. Reconstruction: phi^2
    // = (16/8, 1/1.25), tr C = 5. Bounds are rounded outward.
    let line = succeed(folder.path(), CERTIFY);
    for word in [
        "cert.json: certified, je, d = 2, k = 1",
        "unique (eigengap > 2.999e-1)",
        "loss in [3.999999999999e-1, 4.000000000001e-1]",
    ] {
        assert!(line.contains(word), "{line} lacks {word}");
    }
    let rc = succeed(folder.path(), &CERTIFY.replace("je", "rc").replace("cert.json", "cert.json.gz"));
    assert!(rc.contains("certified, rc") && rc.contains("unique (eigengap > 1.199e0"), "{rc}");
    let compressed = std::fs::read(folder.path().join("cert.json.gz")).unwrap();
    assert!(compressed.starts_with(&[0x1f, 0x8b]));
    let both = succeed(folder.path(), "check cert.json cert.json.gz");
    assert_eq!(both, line.clone() + &rc);
    // The same input gives the same bytes.
    let first = std::fs::read(folder.path().join("cert.json")).unwrap();
    succeed(folder.path(), CERTIFY);
    assert_eq!(std::fs::read(folder.path().join("cert.json")).unwrap(), first);
    // One bad file among good ones: one line each, exit code 3.
    let text = String::from_utf8(first).unwrap();
    write(&folder, "bad.json", text.replace("\"je\"", "\"rc\"").as_bytes());
    for order in ["cert.json bad.json", "bad.json cert.json", "cert.json bad.json cert.json.gz"] {
        let output = run(folder.path(), &format!("check {order}"));
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), stdout.lines().count()), (Some(3), order.split(' ').count()), "{stdout}");
        assert!(stdout.contains("bad.json: rejected: "), "{stdout}");
    }
}

#[test]
fn bad_arguments_of_certify_and_check_are_refused() {
    let folder = good_files();
    for (case, arguments, words) in [
        ("no k", CERTIFY.replace("-k 1 ", ""), &["embedding dimension", "-k"][..]),
        ("k = 0", CERTIFY.replace("-k 1", "-k 0"), &["embedding dimension", "between 1 and"]),
        ("k > d", CERTIFY.replace("-k 1", "-k 3"), &["embedding dimension", "3"]),
        ("supervised", CERTIFY.replace("je", "sl"), &["sl"]),
        ("no output", CERTIFY.replace("-o cert.json", ""), &["--output"]),
        ("output is an input", CERTIFY.replace("cert.json", "x.npy"), &["x.npy", "is an input"]),
        ("missing folder", CERTIFY.replace("cert.json", "none/cert.json"), &["none", "folder"]),
        ("negative alpha", CERTIFY.replace("--alpha 2", "--alpha -2"), &["alpha", ">= 0"]),
        ("no certificate", "check".into(), &["CERT.json"]),
        ("missing certificate", "check none.json".into(), &["none.json"]),
        ("a folder", "check .".into(), &["directory"]),
        ("not compressed", "check x.npy.gz".into(), &["x.npy.gz"]),
    ] {
        refuse(folder.path(), case, &arguments, words);
    }
    write(&folder, "zero.npy", &reals("(2, 2)", &[0.; 4]));
    let singular = CERTIFY.replace("x.npy", "zero.npy").replace("g.npy", "zero.npy").replace("t.npy", "zero.npy");
    refuse(folder.path(), "singular S", &singular, &["not numerically positive definite"]);
}
