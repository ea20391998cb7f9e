//! Every option changes what it should, alone and beside others: what is solved, certified, checked
//! and said.

use crate::files::{good_files, integers, npy, reals};
use crate::{close, refuse, run, succeed, succeed_json, write};
use jerc::dataset::read_moments;
use serde_json::json;
use tempfile::TempDir;

/// The ends of the interval that a line of `certify` has for the loss.
fn interval(line: &str) -> [f64; 2] {
    let (_, rest) = line.split_once("loss in [").expect("an interval");
    let (low, high) = rest.split_once(']').unwrap().0.split_once(", ").unwrap();
    [low, high].map(|end| end.parse().unwrap())
}

/// The same six samples of three features, with classes, in the forms that need an option.
fn sources() -> TempDir {
    let folder = good_files();
    let rows = [2u8, 1, 0, 3, 3, 1, 0, 4, 2, 5, 0, 1, 1, 1, 3, 4, 2, 2];
    write(&folder, "x.npy", &npy("|u1", "False", "(6, 3)", &rows));
    let column = |j: usize| (0..6).map(move |i| rows[i * 3 + j]);
    let turned: Vec<u8> = (0..3).flat_map(column).collect();
    write(&folder, "turned.npy", &npy("|u1", "False", "(3, 6)", &turned));
    let mut table = String::from("a,kind,gone,b,c\n");
    for (i, row) in rows.chunks(3).enumerate() {
        table += &format!("{},{},word {i},{},{}\n", row[0], ["u", "v"][i % 2], row[1], row[2]);
    }
    write(&folder, "t.csv", table.as_bytes());
    let matrix = nalgebra::DMatrix::from_row_iterator(6, 3, rows.iter().map(|&v| f64::from(v)));
    let other = matrix.map(|v| v * v + 1.0);
    let arrays = [("one", jerc::output::Array::Matrix(&matrix)), ("two", jerc::output::Array::Matrix(&other))];
    jerc::output::write_npz(&folder.path().join("both.npz"), &arrays).unwrap();
    write(&folder, "three.npy", &reals("(3,)", &[1.0, 0.5, 0.25]));
    write(&folder, "thin.json", br#"{"thinning": {"keep": 0.5}}"#);
    write(&folder, "y.npy", &integers("(6,)", &[0, 1, 0, 1, 0, 1]));
    folder
}

const NOISE: &str = "--theta three.npy --gamma three.npy --alpha 1";

/// With the options of `certify`, `check` finds the same matrices; without one of them, or with
/// another value, it does not. `solve` with the same options meets the interval.
#[test]
fn certify_check_and_solve_take_the_same_options() {
    let folder = sources();
    for (source, option, instead) in [
        ("--data t.csv --drop gone kind", "gone kind", "gone"),
        ("--data t.csv --drop gone --label-column kind", " --label-column kind", ""),
        ("--data both.npz --array two", "two", "one"),
        ("--data turned.npy --transpose", " --transpose", ""),
        ("--data x.npy --center", " --center", ""),
        ("--data x.npy --noise 0.25", "0.25", "0.125"),
        ("--data x.npy --noise 0.25 --center", " --noise 0.25", ""),
        ("--data turned.npy --transpose --noise 0.5", "0.5", "0"),
    ] {
        for (problem, augmentation) in [("je", NOISE), ("rc", "--augment thin.json")] {
            let flags = format!("{source} {augmentation}");
            let line = succeed(folder.path(), &format!("certify {problem} {flags} -k 1 -o c.json"));
            let checked = succeed(folder.path(), &format!("check c.json {flags}"));
            assert!(checked.ends_with(", matrices recomputed from the data\n"), "{flags}: {checked}");
            let other = flags.replacen(option, instead, 1);
            let found = run(folder.path(), &format!("check c.json {other}"));
            assert!(matches!(found.status.code(), Some(2 | 3)) && other != flags, "{other}: {found:?}");
            let solved = succeed_json(folder.path(), &format!("solve {problem} {flags} -k 1"));
            let [low, high] = interval(&line);
            let (loss, error) = (solved["loss"].as_f64().unwrap(), solved["loss_error"].as_f64().unwrap());
            assert!(low - error <= loss && loss <= high + error, "{flags}: {line} {solved}");
            // The certificate says what it is about.
            let file = std::fs::read_to_string(folder.path().join("c.json")).unwrap();
            assert_eq!(file.contains("(centred, n = 6, d = 3)"), source.contains("--center"), "{flags}");
            assert_eq!(file.contains("tr S/d on top"), source.contains("--noise"), "{flags}");
        }
    }
}

/// A user gives `check` what `certify` was given, labels too. They must fit the samples.
#[test]
fn labels_change_no_matrix() {
    let folder = sources();
    let flags = format!("--data x.npy --labels y.npy {NOISE}");
    succeed(folder.path(), &format!("certify je {flags} -k 1 -o c.json"));
    let checked = succeed(folder.path(), &format!("check c.json {flags}"));
    assert!(checked.ends_with(", matrices recomputed from the data\n"), "{checked}");
    write(&folder, "five.npy", &integers("(5,)", &[0, 1, 0, 1, 0]));
    let other = flags.replace("y.npy", "five.npy");
    refuse(
        folder.path(),
        "labels of other samples",
        &format!("check c.json {other}"),
        &["five.npy", "6 rows", "found 5", "one label"],
    );
    refuse(folder.path(), "labels without samples", "check c.json --labels y.npy", &["--data <X.npy>"]);
}

/// A flag that is read by nobody would leave its user with another answer than was asked for.
#[test]
fn flags_of_files_are_refused_beside_sums() {
    let folder = sources();
    succeed(folder.path(), "moments x.npy --labels y.npy -o all.moments");
    let sums = format!("--moments all.moments {NOISE}");
    succeed(folder.path(), &format!("certify rc {sums} -k 1 -o c.json"));
    for flag in ["--transpose", "--drop kind", "--label-column kind", "--array two", "--classes", "--targets"] {
        let name = flag.split(' ').next().unwrap();
        for call in ["solve rc -k 1 ", "certify rc -k 1 -o d.json ", "check c.json "] {
            refuse(folder.path(), flag, &format!("{call}{sums} {flag}"), &[name, "--moments", "jerc moments"]);
        }
    }
}

/// C = diag(4, 1), S = diag(8, 5/4), and noise of 2/5 tr S/2 = 37/20 on top: S = diag(197, 62)/20.
#[test]
fn noise_on_top_of_an_augmentation_by_hand() {
    let folder = good_files();
    let [first, second] = [197. / 20., 62. / 20.];
    let flags = "--data x.npy --labels y.npy --targets --theta t.npy --gamma g.npy --alpha 2";
    write(&folder, "a.json", br#"{"aligned-noise": {"theta": [3, 0], "gamma": ["1/4", "1/16"], "alpha": 2}}"#);
    let written = "--data x.npy --labels y.npy --targets --augment a.json";
    for flags in [flags, written] {
        for (problem, loss) in [
            ("je", 2. * (1. - f64::max(4. / first, 1. / second))),
            ("rc", 5. - f64::max(16. / first, 1. / second)),
            ("sl", 5. - 16. / first - 1. / second),
        ] {
            let call = format!("solve {problem} {flags} -k 1");
            let found = succeed_json(folder.path(), &format!("{call} --noise 0.4"));
            assert!(close(&found["loss"], loss), "{call}: {found}");
            assert_eq!(found["noise"], 0.4);
            let text = succeed(folder.path(), &format!("{call} --noise 0.4"));
            let line = text.lines().find(|line| line.starts_with("augmentation")).expect("what is done to them");
            assert!(line.ends_with(", with noise 0.4 tr S/d on top"), "{text}");
            let plain = succeed_json(folder.path(), &call);
            assert!(plain.get("noise").is_none() && plain["loss"] != found["loss"], "{plain}");
            assert!(!succeed(folder.path(), &call).contains("on top"));
        }
    }
}

#[test]
fn what_was_done_is_said_in_words() {
    let folder = sources();
    let say = |flags: &str| succeed(folder.path(), &format!("solve je {flags} {NOISE} -k 1"));
    let mean = "\ncentred       the mean of each feature is subtracted\n";
    assert!(say("--data x.npy --center").contains(mean) && !say("--data x.npy").contains("centred"));
    // One of a kind.
    write(&folder, "one.npy", &integers("(6,)", &[5; 6]));
    for (labels, words) in [
        ("y.npy", "\nlabels        2 classes\n"),
        ("one.npy", "\nlabels        1 class\n"),
        ("one.npy --targets", "\nlabels        1 target\n"),
        ("x.npy", "\nlabels        3 targets\n"),
    ] {
        let text = say(&format!("--data x.npy --labels {labels}"));
        assert!(text.contains(words), "{labels}: {text}");
    }
    // Views of images.
    let views: Vec<f64> = (0..6 * 2 * 3).map(|at| f64::from(at * at % 7)).collect();
    write(&folder, "v.npy", &reals("(6, 2, 1, 3)", &views));
    let note = "views of 1 x 3, flattened to 3 features";
    let found = succeed_json(folder.path(), "solve je --views v.npy --noise 0.1 -k 1");
    assert_eq!(found["notes"], json!([note]));
    assert!(
        succeed(folder.path(), "solve je --views v.npy --noise 0.1 -k 1")
            .contains(&format!("\nread          {note}\n"))
    );
    let said = succeed(folder.path(), "certify je --views v.npy --noise 0.1 -k 1 -o c.json");
    assert!(said.starts_with(&format!("{note}\nc.json: certified")), "{said}");
}

/// C = diag(1, 1, 0): a tie of the first two, and the third is 0 in every view.
#[test]
fn a_tie_is_settled_beside_dead_features() {
    let folder = good_files();
    write(&folder, "x.npy", &reals("(2, 3)", &[1., 1., 0., 1., -1., 0.]));
    write(&folder, "t.npy", &reals("(3,)", &[1., 1., 0.]));
    write(&folder, "g.npy", &reals("(3,)", &[0.; 3]));
    for problem in ["je", "rc"] {
        let call = format!("solve {problem} --data x.npy --theta t.npy --gamma g.npy --alpha 1");
        let found = succeed_json(folder.path(), &format!("{call} -k 1"));
        assert_eq!((&found["unique"], &found["set_aside"]), (&json!(false), &json!([2])), "{found}");
    }
}

/// The option by which a file is named is the one that names another.
#[test]
fn a_theorem_replaces_nothing() {
    let folder = good_files();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let certify = "certify je --data x.npy --theta t.npy --gamma g.npy --alpha 2 -k 1 -o c.json";
    for (rocq, words) in [
        ("x.npy", "is an input"),
        ("./g.npy", "is an input"),
        ("c.json", "is the certificate"),
        ("sub/../c.json", "is the certificate"),
    ] {
        let call = format!("{certify} --rocq {rocq}");
        refuse(folder.path(), "rocq", &call, &[rocq, words, "name another file with --rocq"]);
    }
    let nowhere = format!("{certify} --rocq none/c.v");
    refuse(folder.path(), "rocq", &nowhere, &["none/c.v", "its folder does not exist"]);
    succeed(folder.path(), &format!("{certify} --rocq sub/c.json"));
    // Of a compressed certificate too.
    succeed(folder.path(), &certify.replace("c.json", "c.json.gz"));
    let said = succeed(folder.path(), "rocq c.json.gz -o packed.v");
    assert_eq!(said, "packed.v: theorem `optimal` about c.json.gz\n");
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(read("packed.v") == read("sub/c.json"));
}

/// What `check` recomputes has to come from somewhere: each of its options is refused alone.
#[test]
fn nothing_is_recomputed_from_nothing() {
    let folder = good_files();
    let flags = "--theta t.npy --gamma g.npy --alpha 2";
    succeed(folder.path(), &format!("certify je --data x.npy {flags} -k 1 -o c.json"));
    for option in ["--theta t.npy", "--gamma g.npy", "--alpha 2", "--center", "--augment a.json", "--noise 0.5"] {
        let call = format!("check c.json {option}");
        refuse(folder.path(), option, &call, &["--data"]);
    }
    let words = ["--noise is of matrices that are recomputed", "give --data or --views too"];
    refuse(folder.path(), "noise", "check c.json --noise 0.5", &words);
    // As is advised, it is another matrix; 0 is none.
    let with = |noise: &str| run(folder.path(), &format!("check c.json --data x.npy {flags} --noise {noise}"));
    assert_eq!((with("0.5").status.code(), with("0").status.code()), (Some(3), Some(0)));
    refuse(folder.path(), "below 0", &format!("check c.json --data x.npy {flags} --noise -1"), &["--noise", ">= 0"]);
}

#[test]
fn every_option_of_moments_is_in_the_sums() {
    let folder = sources();
    let sums = |name: &str| read_moments(&folder.path().join(name)).unwrap();
    let gram = |name: &str| sums(name).gram().map(|value| value.0);
    succeed(folder.path(), "moments x.npy -o plain.moments");
    for (flags, note) in [
        ("t.csv --drop gone kind", ""),
        ("t.csv --drop kind gone", ""),
        ("both.npz --array one", "the samples are the array one\n"),
        ("turned.npy --transpose", ""),
    ] {
        let said = succeed(folder.path(), &format!("moments {flags} -o m.moments"));
        assert_eq!(said, format!("{note}m.moments: n = 6, d = 3, l = 0, sums exact\n"));
        assert_eq!(gram("m.moments"), gram("plain.moments"), "{flags}");
    }
    for (labels, said) in [
        ("--labels y.npy", "l = 2 (2 classes)"),
        ("--labels y.npy --targets", "l = 1 (1 target)"),
        ("--labels x.npy", "l = 3 (3 targets)"),
    ] {
        let line = succeed(folder.path(), &format!("moments x.npy {labels} -o m.moments"));
        assert_eq!(line, format!("m.moments: n = 6, d = 3, {said}, sums exact\n"));
    }
    // 51 u and 2^-90, as the help has them; in the file too. The rest of each sum is kept.
    write(&folder, "r.npy", &reals("(3, 1)", &[0.1, 0.7, 1e8]));
    for (twice, rounding, shown) in [("", 51.0 / 2f64.powi(53), "5.7e-15"), (" --twice", 2f64.powi(-90), "8.1e-28")] {
        let line = succeed(folder.path(), &format!("moments r.npy{twice} -o m.moments"));
        assert_eq!(line, format!("m.moments: n = 3, d = 1, l = 0, sums rounding below {shown}\n"));
        let found = sums("m.moments");
        assert_eq!((found.rounding(), found.gram()[(0, 0)].1 != 0.0), (rounding, !twice.is_empty()), "{line}");
    }
    // The part that does not fit is named, wherever it stands.
    for order in ["plain.moments plain.moments m.moments", "plain.moments m.moments plain.moments"] {
        let call = format!("moments --merge {order} -o out.moments");
        refuse(folder.path(), order, &call, &["jerc: m.moments: ", "merge like parts"]);
    }
}

/// The second moment of clean samples, by sums and by hand.
#[test]
fn thresholds_from_sums_are_those_of_the_matrix() {
    let folder = good_files();
    write(&folder, "clean.npy", &reals("(4, 2)", &[2., 0., -2., 0., 4., 0., 0., 0.]));
    write(&folder, "c.npy", &reals("(2, 2)", &[6., 0., 0., 0.]));
    write(&folder, "t.npy", &reals("(2, 2)", &[1., 0., 0., 0.]));
    write(&folder, "g.npy", &reals("(2, 2)", &[0., 0., 0., 5.]));
    write(&folder, "q.npy", &reals("(2, 1)", &[1., 0.]));
    succeed(folder.path(), "moments clean.npy -o clean.moments");
    let rest = "--theta t.npy --gamma g.npy --basis q.npy";
    let [sums, matrix] = ["--moments clean.moments", "--signal c.npy"]
        .map(|signal| succeed_json(folder.path(), &format!("thresholds {signal} {rest}")));
    assert_eq!(sums, matrix);
    // δ = 6/7, so α_JE² = 1/6.
    assert!((sums["alpha_squared_je"]["approx"].as_f64().unwrap() - 1. / 6.).abs() < 1e-11, "{sums}");
}

/// What is needed is said for each command, and what is free is what the system has.
#[test]
#[cfg(target_os = "linux")]
fn the_memory_that_is_needed_is_said_in_numbers() {
    let folder = good_files();
    let d = 200_000u64;
    write(&folder, "wide.npy", &npy("|u1", "False", "(1, 200000)", &vec![1; d as usize]));
    write(&folder, "views.npy", &npy("|u1", "False", "(1, 2, 200000)", &vec![1; 2 * d as usize]));
    let text = std::fs::read_to_string("/proc/meminfo").unwrap();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:")).unwrap();
    let total = total.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / f64::from(1 << 20);
    let noise = "--theta t.npy --gamma g.npy --alpha 1";
    for (call, bytes) in [
        (format!("solve je --data wide.npy {noise} -k 1"), 200),
        (format!("certify je --data wide.npy {noise} -k 1 -o out"), 1100),
        ("solve je --views views.npy -k 1".into(), 350),
        ("certify rc --views views.npy -k 1 -o out".into(), 1250),
    ] {
        let needed = format!("{:.1} GiB of memory are needed for d = 200000", (bytes * d * d) as f64 / 2f64.powi(30));
        refuse(folder.path(), "memory", &call, &[needed.as_str()]);
        let stderr = String::from_utf8(run(folder.path(), &call).stderr).unwrap();
        let (_, free) = stderr.split_once(", and ").unwrap();
        let free: f64 = free.split_once(" GiB are free").unwrap().0.parse().unwrap();
        assert!(free <= total + 0.1 && free > total / 1000.0, "{free} of {total}");
    }
}

/// Each file that is at fault is named, and not its neighbour.
#[test]
fn the_file_at_fault_is_named() {
    let folder = good_files();
    write(&folder, "bad.npy", &reals("(2, 2)", &[1., 2., 2., 1.]));
    for problem in ["je", "rc", "sl"] {
        for (theta, gamma, what) in [("bad.npy", "g.npy", "theta"), ("t.npy", "bad.npy", "gamma")] {
            let call = format!(
                "solve {problem} --data x.npy --labels y.npy --targets --theta {theta} --gamma {gamma} --alpha 2 -k 1"
            );
            let words = format!("jerc: bad.npy: {what} has the negative eigenvalue -1");
            refuse(folder.path(), what, &call, &[words.as_str()]);
        }
    }
    write(&folder, "images.npy", &npy("|u1", "False", "(2, 2, 3)", &[1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 2]));
    write(&folder, "a.json", br#"{"image-group": {"height": 3, "width": 2, "generators": ["horizontal-flip"]}}"#);
    let words = "jerc: a.json: images of 3 x 2, and the data are images of 2 x 3; it must fit the data";
    refuse(folder.path(), "axes", "solve je --data images.npy --augment a.json -k 1", &[words]);
}
