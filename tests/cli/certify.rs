//! `jerc certify`, `jerc check` and `jerc rocq`.

use crate::files::{good_files, reals};
use crate::{contents, refuse, run, succeed, write};
use std::io::Write;

const CERTIFY: &str = "certify je --data x.npy --theta t.npy --gamma g.npy --alpha 2 -k 1 -o cert.json";

const AS_GIVEN: &str = "The matrices were taken as given: whether they are those of some data, --data X.npy or --views V.npy with the flags of certify tell.\n";

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
    assert_eq!(both, line.clone() + &rc + AS_GIVEN);
    // A file of two compressed parts is one file, as gzip has it.
    let whole = std::fs::read(folder.path().join("cert.json")).unwrap();
    let parts = whole.chunks(whole.len() / 2 + 1).flat_map(|part| {
        let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        encoder.write_all(part).unwrap();
        encoder.finish().unwrap()
    });
    write(&folder, "parts.json.gz", &parts.collect::<Vec<u8>>());
    let checked = succeed(folder.path(), "check parts.json.gz");
    assert_eq!(
        checked.lines().next(),
        succeed(folder.path(), "check cert.json").replace("cert.json", "parts.json.gz").lines().next()
    );
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
        // One more line says that the matrices were taken as given.
        assert_eq!((output.status.code(), stdout.lines().count()), (Some(3), order.split(' ').count() + 1), "{stdout}");
        assert!(stdout.contains("bad.json: rejected: "), "{stdout}");
    }
}

/// The flags of `CERTIFY` for `check`.
const DATA: &str = "--data x.npy --theta t.npy --gamma g.npy --alpha 2";

#[test]
fn matrices_are_recomputed_from_the_data() {
    let folder = good_files();
    let certified = succeed(folder.path(), CERTIFY);
    succeed(folder.path(), &CERTIFY.replace("je", "rc").replace("cert.json", "rc.json"));
    succeed(folder.path(), &CERTIFY.replace("cert.json", "centred.json --center"));
    write(&folder, "row.npy", &reals("(2, 2)", &[2., 1., 2., -1.5]));
    write(&folder, "wide.npy", &reals("(1, 3)", &[2., 1., 2.]));
    write(&folder, "mask.json", br#"{"mask-independent": {"keep": [0.5, 0.25]}}"#);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    // Another paradigm: the checker alone accepts the file when no loss is stated.
    let (rc, bare) = (read("rc.json"), read("cert.json").replace("\"je\"", "\"pencil\""));
    let without_loss = |text: &str| {
        let (before, rest) = text.split_once(",\n\"loss\":{").unwrap();
        format!("{before}{}", rest.split_once('}').unwrap().1)
    };
    write(&folder, "relabelled.json", without_loss(&rc).replace("\"rc\"", "\"je\"").as_bytes());
    write(&folder, "bare.json", without_loss(&bare).as_bytes());
    // The worked example with another A: its eigenvalues are 6 and -4 in place of 6 and 2, so the
    // certificate holds, but no data have it.
    let worked = include_str!("../../proofs/certificates/good/worked-2x2.json").replace([' ', '\n'], "");
    let indefinite = worked.replace(r#"["4","2","2","4"]"#, r#"["1","5","5","1"]"#);
    assert!(worked != indefinite);
    write(&folder, "no-gram.json", indefinite.as_bytes());
    let recomputed = certified.trim_end().to_string() + ", matrices recomputed from the data\n";
    assert_eq!(succeed(folder.path(), &format!("check cert.json {DATA}")), recomputed);
    for name in ["no-gram.json", "relabelled.json", "bare.json"] {
        let given = succeed(folder.path(), &format!("check {name}"));
        assert!(given.starts_with(&format!("{name}: certified")) && given.ends_with(AS_GIVEN), "{given}");
    }
    let accepted = |arguments: &str| {
        let line = succeed(folder.path(), arguments);
        assert!(line.ends_with(", matrices recomputed from the data\n"), "{line}");
    };
    accepted(&format!("check rc.json {DATA}"));
    accepted(&format!("check centred.json {DATA} --center"));
    let (first_s, first_a) = ("S is not that of the data, first in row 0, column 0", "A is not that of the data");
    for (file, data, words) in [
        ("cert.json", DATA.replace("--alpha 2", "--alpha 2.5"), first_s),
        ("cert.json", DATA.replace("x.npy", "row.npy"), "S is not that of the data, first in row 0, column 1"),
        ("cert.json", DATA.to_string() + " --center", first_s),
        ("centred.json", DATA.into(), first_s),
        ("relabelled.json", DATA.into(), first_a),
        ("bare.json", DATA.into(), "the problem pencil"),
        ("no-gram.json", DATA.into(), first_s),
        ("cert.json", "--data x.npy --augment mask.json".into(), first_s),
    ] {
        let output = run(folder.path(), &format!("check {file} rc.json {data}"));
        let stdout = String::from_utf8(output.stdout).unwrap();
        let line = stdout.lines().next().unwrap();
        assert_eq!(output.status.code(), Some(3), "{file} {data}: {stdout}");
        assert!(line.starts_with(&format!("{file}: rejected: ")) && line.contains(words), "{line}");
        assert_eq!((stdout.lines().count(), output.stderr.len()), (2, 0), "{stdout}");
    }
    let other = DATA.replace("x.npy", "wide.npy");
    refuse(folder.path(), "another dimension", &format!("check cert.json {other}"), &["t.npy", "d = 3"]);
    refuse(folder.path(), "flags without data", "check cert.json --alpha 2", &["--data"]);
    refuse(folder.path(), "data alone", "check cert.json --data x.npy", &["augmentation is missing", "--theta"]);
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
