//! What people bring: tables, images, counts and labels in the forms in which they have them. The
//! values are those of numpy and scipy on the same numbers.

use crate::files::{integers, npy, reals};
use crate::{refuse, succeed, succeed_json, write};
use jerc::dataset::digits::load_digits;
use jerc::output::{Array, write_npy};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// A copy of tests/data/cases.
fn cases() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases")).unwrap() {
        let path = file.unwrap().path();
        std::fs::write(folder.path().join(path.file_name().unwrap()), std::fs::read(&path).unwrap()).unwrap();
    }
    folder
}

/// Within the bound that is printed with it, and the digits of the expected value.
fn is(report: &Value, key: &str, expected: f64) {
    let [value, error] = [key.to_string(), format!("{key}_error")].map(|key| report[key].as_f64().unwrap());
    assert!((value - expected).abs() <= error + 1e-10 * expected, "{key}: {value} is not {expected}\n{report}");
    assert!(error < 1e-8 * expected, "{key}: {error:e}");
}

const IRIS: &str = "--theta T.npy --gamma G.npy --alpha 1";

#[test]
fn labels_are_what_they_are_said_to_be() {
    let folder = cases();
    let solve = |arguments: String| succeed_json(folder.path(), &format!("solve {arguments}"));
    for labels in ["y_int", "y_float", "y_column", "onehot_bool"] {
        let found = solve(format!("sl --data X.npy --labels {labels}.npy {IRIS}"));
        is(&found, "loss", 0.369038876160);
        let kind = if labels == "onehot_bool" { "targets" } else { "classes" };
        assert_eq!(found["labels"], json!({"kind": kind, "count": 3}));
        let probed = solve(format!("je --data X.npy --labels {labels}.npy {IRIS} -k 2"));
        is(&probed, "probe_loss", 0.352760446905);
    }
    for labels in ["age_int", "age_float"] {
        let call = format!("sl --data D.npy --labels {labels}.npy --theta T10.npy --gamma G10.npy --alpha 0");
        let words = [&format!("{labels}.npy")[..], "214 different whole numbers", "--classes or --targets"];
        refuse(folder.path(), "ages", &format!("solve {call}"), &words);
        let targets = solve(format!("{call} --targets"));
        is(&targets, "loss", 26576.07132142);
        assert_eq!(targets["labels"], json!({"kind": "targets", "count": 1}));
        assert_eq!(solve(format!("{call} --classes"))["labels"], json!({"kind": "classes", "count": 214}));
    }
    let two = solve(format!("sl --data X.npy --labels y255.npy {IRIS}"));
    is(&two, "loss", 0.266220773646);
    assert_eq!(two["labels"], json!({"kind": "classes", "count": 2}));
    let text = succeed(folder.path(), &format!("solve sl --data X.npy --labels y_float.npy {IRIS}"));
    assert!(text.contains("\nlabels        3 classes\n"), "{text}");
    // Sums know it too.
    succeed(folder.path(), "moments X.npy --labels y_float.npy -o iris.moments");
    let sums = solve(format!("sl --moments iris.moments {IRIS}"));
    assert_eq!(sums["labels"], json!({"kind": "classes", "count": 3}));
    is(&sums, "loss", 0.369038876160);
    refuse(folder.path(), "both", "solve sl --data X.npz --classes --targets", &["--classes", "--targets"]);
}

/// A text as a table of digits: the pixels, and what stands before and after them on each line.
fn digits_table(header: &str, before: fn(usize) -> String, after: fn(usize) -> String, separator: &str) -> String {
    let digits = load_digits().unwrap();
    let rows = digits.features().rows();
    let (of, _) = digits.labels().unwrap().as_classes().unwrap();
    let names: Vec<String> = (0..64).map(|i| format!("p{i}")).collect();
    let mut text = header.replace("PIXELS", &names.join(separator)) + "\n";
    for (i, (row, &class)) in rows.chunks_exact(64).zip(of).enumerate() {
        let pixels: Vec<String> = row.iter().map(f64::to_string).collect();
        text += &(before(i) + &pixels.join(separator) + &after(class) + "\n");
    }
    text
}

#[test]
fn an_index_and_a_label_are_no_features() {
    let folder = tempfile::tempdir().unwrap();
    let none = |_| String::new();
    for (name, text) in [
        ("plain.csv", digits_table("PIXELS,label", none, |class| format!(",{class}"), ",")),
        ("index.csv", digits_table(",PIXELS,label", |i| format!("{i},"), |class| format!(",{class}"), ",")),
        ("target.csv", digits_table("PIXELS,target", none, |class| format!(",{class}"), ",")),
        ("semi.CSV", digits_table("PIXELS;label", none, |class| format!(";{class}"), ";")),
    ] {
        write(&folder, name, text.as_bytes());
        let said = succeed(folder.path(), &format!("figures spectrum --data {name} --seeds 1 --out figs"));
        assert!(said.contains("labels: 10 classes"), "{said}");
        assert_eq!(said.contains("is an index and is left out"), name == "index.csv", "{said}");
        let csv = std::fs::read_to_string(folder.path().join("figs/spectrum.csv")).unwrap();
        assert!(
            csv.lines()
                .nth(1)
                .unwrap()
                .ends_with(",joint-embedding,signal,1,0.01,0.714043477411965,0.6781902708643796"),
            "{name}"
        );
    }
}

#[test]
fn tables_of_every_kind() {
    let folder = cases();
    write(&folder, "t.json", br#"{"aligned-noise": {"theta": 1, "gamma": 0, "alpha": 0}}"#);
    // X = [[1.5, 2.5], [-1.25, 3]].
    for (name, text) in [
        ("comma.csv", "a;b;label\n1,5;2,5;0\n-1,25;3;1\n"),
        ("point.csv", "a,b,label\n1.5,2.5,0\n-1.25,3,1\n"),
        ("TABLE.TSV", "\u{feff}a\tb\tlabel\r\n1.5\t2.5\t0\r\n-1.25\t3\t1\r\n"),
    ] {
        write(&folder, name, text.as_bytes());
        let found = succeed_json(folder.path(), &format!("solve rc --data {name} --augment t.json -k 1 --classes"));
        assert_eq!((&found["n"], &found["d"], &found["labels"]["count"]), (&2.into(), &2.into(), &2.into()));
        // C = [[1.90625, 0], [0, 7.625]]: 1.90625 + 7.625 - 7.625²/8.625.
        is(&found, "loss", 1.90625 + 7.625 - 7.625 * 7.625 / 8.625);
    }
    write(&folder, "flowers.csv", b"species,a\nsetosa,1\nvirginica,2\nsetosa,3\n");
    let call = "solve sl --data flowers.csv --augment t.json";
    refuse(
        folder.path(),
        "text",
        call,
        &["flowers.csv", "column \"species\"", "--drop species", "--label-column species"],
    );
    let found = succeed_json(folder.path(), &format!("{call} --label-column species"));
    assert_eq!(
        (&found["labels"]["count"], &found["notes"][0]),
        (&2.into(), &"the labels are column \"species\"".into())
    );
    refuse(folder.path(), "no labels", &format!("{call} --drop species"), &["sl needs labels"]);
    for (case, text, words) in [
        ("UTF-16", &b"\xff\xfea\0"[..], &["UTF-16", "save it as UTF-8"][..]),
        ("no number", b"a,b\n1,x\n", &["line 2", "--drop b"]),
    ] {
        write(&folder, "bad.csv", text);
        refuse(folder.path(), case, "solve je --data bad.csv --augment t.json -k 1", &[words, &["bad.csv"]].concat());
    }
}

#[test]
fn arrays_of_every_kind() {
    let folder = cases();
    let solve = |arguments: &str| succeed_json(folder.path(), &format!("solve {arguments}"));
    for (name, loss) in [("X", 0.2123096510083), ("py2", 0.2123096510083), ("half", 0.2123062635355097)] {
        is(&solve(&format!("je --data {name}.npy {IRIS} -k 2")), "loss", loss);
    }
    is(&solve(&format!("sl --data X.npz {IRIS}")), "loss", 0.369038876160);
    assert_eq!(solve(&format!("je --data X.npz --array X {IRIS} -k 2"))["labels"]["count"], 3);
    refuse(
        folder.path(),
        "array",
        &format!("solve je --data X.npz --array Z {IRIS} -k 1"),
        &["X.npz", "\"Z\"", "X, y"],
    );
    write(&folder, "noise.json", br#"{"aligned-noise": {"theta": 1, "gamma": 0, "alpha": 0}}"#);
    let images = solve("je --data images.npy --augment noise.json -k 2");
    assert_eq!(
        (&images["d"], &images["notes"][0]),
        (&64.into(), &"5 samples of 8 x 8, flattened to 64 features".into())
    );
    let certified = succeed(folder.path(), "certify je --data images.npy --augment noise.json -k 2 -o c.json.gz");
    assert!(certified.contains("flattened to 64 features") && certified.contains("d = 64, k = 2"), "{certified}");
    let words = ["Tf4.npy", "negative eigenvalue", "save it as f8", "to 0"];
    refuse(folder.path(), "f4", "solve je --data X.npy --theta Tf4.npy --gamma G.npy --alpha 1 -k 2", &words);
}

#[test]
fn counts_of_every_kind() {
    let folder = cases();
    let solve = |arguments: &str| succeed_json(folder.path(), &format!("solve {arguments} --augment thin.json -k 3"));
    for data in ["k_sparse.npz", "k.mtx --transpose", "genes_x_cells.npy --transpose"] {
        is(&solve(&format!("je --data {data}")), "loss", 1.684386070979);
        is(&solve(&format!("rc --data {data}")), "loss", 27.872053690505);
    }
    let turned = solve("je --data k.mtx");
    assert!(turned["notes"].to_string().contains("--transpose takes rows as features"), "{turned}");
    let call = "solve je --data k.h5ad --augment thin.json -k 3";
    refuse(folder.path(), "h5ad", call, &["k.h5ad", "HDF5", "anndata.read_h5ad", "save_npz"]);
}

#[test]
fn features_that_never_vary_are_set_aside() {
    let folder = cases();
    write_npy(&folder.path().join("digits.npy"), Array::Matrix(&load_digits().unwrap().matrix())).unwrap();
    write(&folder, "mask.json", br#"{"mask-patches": {"patch": {"height": 8, "width": 8, "side": 2}, "keep": 4}}"#);
    let digits = "--data digits.npy --augment mask.json -k 10";
    for (problem, loss) in [("je", 9.446315528929), ("rc", 1120.227399433)] {
        let found = succeed_json(folder.path(), &format!("solve {problem} {digits}"));
        is(&found, "loss", loss);
        assert_eq!((&found["set_aside"], &found["d"]), (&json!([0, 32, 39]), &64.into()));
    }
    let text = succeed(folder.path(), &format!("solve je {digits} -o model.npz"));
    assert!(text.contains("3 of 64 features are 0 in every view and left out (counted from 0: 0, 32, 39)"), "{text}");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(folder.path().join("model.npz")).unwrap()).unwrap();
    let encoder = npyz::NpyFile::new(archive.by_name("encoder.npy").unwrap()).unwrap();
    assert_eq!(encoder.shape(), [10, 64]);
    let encoder: Vec<f64> = encoder.into_vec().unwrap();
    for column in 0..64 {
        let zero = (0..10).all(|row| encoder[row * 64 + column] == 0.0);
        assert_eq!(zero, [0, 32, 39].contains(&column), "{column}");
    }
    let said = succeed(folder.path(), &format!("certify rc {digits} -o c.json"));
    assert!(said.contains("left out (counted from 0: 0, 32, 39)") && said.contains("d = 61, k = 10"), "{said}");
    let certificate = std::fs::read_to_string(folder.path().join("c.json")).unwrap();
    assert!(certificate.contains("(n = 1797, d = 64), mask-patches; 3 of 64 features are 0 in every view"));
    let checked = succeed(folder.path(), "check c.json --data digits.npy --augment mask.json");
    assert!(checked.contains("matrices recomputed from the data"), "{checked}");

    let counts = succeed_json(folder.path(), "solve rc --data counts.npy --augment thin.json -k 3");
    is(&counts, "loss", 26.1320644380275);
    assert_eq!(counts["set_aside"], json!([3, 7]));
    refuse(folder.path(), "k", "solve je --data counts.npy --augment thin.json -k 11", &["between 1 and d = 10", "11"]);
    // Constant, but not 0: only --center makes it 0, by samples and by sums.
    write(&folder, "c.npy", &reals("(3, 2)", &[0.1, 1., 0.1, 2., 0.1, 6.]));
    write(&folder, "m.json", br#"{"speckle": {"sigma": 1}}"#);
    let speckle = "--augment m.json -k 1";
    let found = succeed_json(folder.path(), &format!("solve je --data c.npy {speckle} --center"));
    // ω = 1/2 on the other.
    assert_eq!(found["set_aside"], json!([0]));
    is(&found, "loss", 1.0);
    assert!(succeed_json(folder.path(), &format!("solve je --data c.npy {speckle}")).get("set_aside").is_none());
    write(&folder, "i.npy", &integers("(3, 2)", &[7, 1, 7, 2, 7, 6]));
    succeed(folder.path(), "moments i.npy -o i.moments");
    for source in ["--data i.npy", "--moments i.moments"] {
        let found = succeed_json(folder.path(), &format!("solve sl {source} {speckle} --center").replace("sl", "rc"));
        assert_eq!(found["set_aside"], json!([0]), "{source}");
        let said = succeed(folder.path(), &format!("certify rc {source} {speckle} --center -o c.json"));
        assert!(said.contains("d = 1, k = 1"), "{said}");
    }
}

#[test]
fn an_offset_is_subtracted_or_not() {
    let folder = cases();
    let call = "solve je --data offset.npy --theta offset-T.npy --gamma offset-G.npy --alpha 1 -k 2";
    is(&succeed_json(folder.path(), call), "loss", 0.3473780242);
    is(&succeed_json(folder.path(), &format!("{call} --center")), "loss", 0.7777503074925285);
}

#[test]
fn patches_cover_all_channels() {
    let folder = tempfile::tempdir().unwrap();
    // 40 images of 4 x 4 in three colours, both orders of the same numbers.
    let value = |i: usize, c: usize, p: usize| ((i * 37 + c * 101 + p * 53 + i * p * 7 + c * i * i) % 251) as u8;
    let pixels = |order: fn(usize) -> (usize, usize)| -> Vec<u8> {
        (0..40 * 48).map(|at| (at / 48, order(at % 48))).map(|(i, (c, p))| value(i, c, p)).collect()
    };
    write(&folder, "chw.npy", &npy("|u1", "False", "(40, 3, 4, 4)", &pixels(|at| (at / 16, at % 16))));
    write(&folder, "hwc.npy", &npy("|u1", "False", "(40, 4, 4, 3)", &pixels(|at| (at % 3, at / 3))));
    let grid = |layout: &str| {
        format!(
            r#"{{"mask-patches": {{"patch": {{"height": 4, "width": 4, "side": 2, "channels": 3{layout}}}, "ratio": 0.75}}}}"#
        )
    };
    let one = [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3];
    let three = [one, one, one].concat();
    let list = json!({"mask-patches": {"patch": three, "keep": 1}}).to_string();
    for (name, spec) in [
        ("chw.json", grid(r#", "layout": "chw""#)),
        ("hwc.json", grid(r#", "layout": "hwc""#)),
        ("list.json", list),
        ("silent.json", grid("")),
    ] {
        write(&folder, name, spec.as_bytes());
    }
    let loss = |data: &str, spec: &str| {
        succeed_json(folder.path(), &format!("solve je --data {data}.npy --augment {spec}.json -k 3"))["loss"]
            .as_f64()
            .unwrap()
    };
    let by_hand = loss("chw", "list");
    assert!((loss("chw", "chw") - by_hand).abs() < 1e-10 && (loss("hwc", "hwc") - by_hand).abs() < 1e-10);
    let call = "solve je --data hwc.npy --augment chw.json -k 3";
    refuse(folder.path(), "layout", call, &["chw.json", "images of 3 x 4 x 4", "images of 4 x 4 x 3"]);
    let call = "solve je --data chw.npy --augment silent.json -k 3";
    refuse(folder.path(), "no layout", call, &["silent.json", "\"chw\"", "\"hwc\""]);
}

#[test]
fn figures_on_any_data() {
    let folder = cases();
    let table = |name: &str| std::fs::read_to_string(folder.path().join("figs").join(name)).unwrap();
    succeed(folder.path(), "figures spectrum --data wine.npy --seeds 1 --out figs");
    succeed(folder.path(), "figures fig3 overlap --data X.npy --labels y_int.npy --seeds 1 --out figs");
    assert!(table("fig3.csv").lines().count() > 2 * 3 * 8 && table("fig3.svg").contains("PCA to k = 4 components"));
    let page = table("index.html");
    assert!(page.contains("--data X.npy --labels y_int.npy --seeds 1"), "{page}");
    succeed(folder.path(), "figures fig3 --data X.npy --labels y_int.npy --components 2 --seeds 1 --out figs");
    assert!(table("fig3.svg").contains("PCA to k = 2 components") && table("index.html").contains("--components 2"));
    for (case, arguments, words) in [
        ("too many", "fig3 --data wine.npy --components 14", &["wine.npy", "in 1..=13, found 14", "--components"][..]),
        ("none", "fig3 --data wine.npy --components 0", &["wine.npy", "found 0"]),
        ("too few", "spectrum --data X.npy --components 3", &["X.npy", "spectrum needs 4", "fig3"]),
    ] {
        refuse(folder.path(), case, &format!("figures {arguments} --out new"), words);
    }
    // The others, without being asked.
    succeed(folder.path(), "figures --data X.npy --labels y_int.npy --components 3 --seeds 1 --out three");
    let three = folder.path().join("three");
    assert!(three.join("overlap.csv").exists() && !three.join("spectrum.csv").exists());
    write(&folder, "same.npy", &reals("(3, 2)", &[1.; 6]));
    refuse(
        folder.path(),
        "no variance",
        "figures overlap --data same.npy --out new",
        &["same", "all samples are the same"],
    );
    // The training half of a data set in the form of MNIST.
    std::fs::create_dir(folder.path().join("idx")).unwrap();
    let images: Vec<u8> = (0..120 * 16).map(|at| (at * at % 251) as u8).collect();
    write(
        &folder,
        "idx/emnist-train-images-idx3-ubyte",
        &[&[0, 0, 8, 3, 0, 0, 0, 120, 0, 0, 0, 4, 0, 0, 0, 4], &images[..]].concat(),
    );
    let letters: Vec<u8> = (0..120).map(|i| 1 + i % 26).collect();
    write(&folder, "idx/emnist-train-labels-idx1-ubyte", &[&[0, 0, 8, 1, 0, 0, 0, 120], &letters[..]].concat());
    let call = "figures fig3 --dataset mnist --data-dir idx --seeds 1 --out letters";
    refuse(folder.path(), "the other half", call, &["idx", "--split train"]);
    succeed(folder.path(), &format!("{call} --split train"));
    let page = std::fs::read_to_string(folder.path().join("letters/index.html")).unwrap();
    assert!(page.contains("MNIST training set") && page.contains("--split train"), "{page}");
}

#[test]
fn small_things() {
    let folder = cases();
    write(
        &folder,
        "small.json",
        br#"{"signal": [3e-12, 1e-12], "theta": [1e-12, 2e-12, 0, 1e-13], "gamma": [4e-12, 5e-13]}"#,
    );
    let text = succeed(folder.path(), "thresholds small.json");
    assert!(text.contains("= 1/3000000000000  (about 3.3e-13)") && text.contains("= 1/3  (about 0.333333)"), "{text}");
    let spec = r#"{"signal": [1], "theta": [1, 0], "gamma": ["4"]}"#;
    write(&folder, "bom.json", format!("\u{feff}{spec}").as_bytes());
    assert!(succeed(folder.path(), "thresholds bom.json").contains("= 7  (about 7.000000)"));
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(spec.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    write(&folder, "utf16.json", &wide);
    refuse(folder.path(), "UTF-16", "thresholds utf16.json", &["utf16.json", "UTF-16", "UTF-8"]);
    write(&folder, "aug.json", "\u{feff}{\"mask-independent\": {\"keep\": \"1/4\"}}".as_bytes());
    is(&succeed_json(folder.path(), "solve je --data X.npy --augment aug.json -k 2"), "loss", 2.740722419385);
    refuse(folder.path(), "k", &format!("solve je --data X.npy {IRIS} -k -1"), &["found -1"]);
    write(&folder, "c.json.gz", &[0x1f, 0x8b]);
    refuse(folder.path(), "damaged", "check c.json.gz", &["c.json.gz", "damaged or truncated", "copy"]);
}
