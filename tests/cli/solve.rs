//! `jerc solve` on good input.

use crate::files::{good_files, integers, npy, reals};
use crate::solve_refusals::SOLVE;
use crate::{close, succeed, succeed_json, write};
use std::collections::BTreeMap;
use std::io::Read;
use tempfile::TempDir;

#[test]
fn solve_agrees_with_hand_computed_values() {
    // C = diag(4, 1), S = diag(8, 5/4), Y'X/n = (4, -1), |Y|^2/n = 5.
    let folder = good_files();
    // omega = (4/8, 1/(5/4)) = (1/2, 4/5); the encoder sees the second feature, so the probe leaves
    // 5 - (-1)^2/1.
    let je = succeed_json(folder.path(), SOLVE);
    assert!(close(&je["eigenvalues"][0], 0.8) && close(&je["loss"], 2. * (1. - 0.8)), "{je}");
    assert!(close(&je["eigengap"], 0.8 - 0.5) && close(&je["probe_loss"], 4.0), "{je}");
    // The residual over the gap bounds the angle.
    let (error, sine) = (je["eigenvalue_error"].as_f64().unwrap(), je["row_space_error"].as_f64().unwrap());
    assert!(error > 0.0 && error < 1e-13 && sine > 0.0 && sine < 1e-12, "{je}");
    for (value, error, most) in [("loss", "loss_error", 1e-12), ("probe_loss", "probe_loss_error", 1e-11)] {
        let [value, error] = [value, error].map(|key| je[key].as_f64().unwrap());
        assert!(error > 0.0 && error < most * value, "{je}");
    }
    // phi^2 = (16/8, 1/(5/4)) = (2, 4/5); the encoder sees the first feature: 5 - 4^2/4.
    let rc = succeed_json(folder.path(), &SOLVE.replace("je", "rc"));
    assert!(close(&rc["eigenvalues"][0], 2.0) && close(&rc["loss"], 5. - 2.), "{rc}");
    assert!(close(&rc["eigengap"], 1.2) && close(&rc["probe_loss"], 1.0), "{rc}");
    for (solved, problem) in [(&je, "je"), (&rc, "rc")] {
        assert_eq!(solved["problem"], problem);
        assert_eq!((&solved["n"], &solved["d"], &solved["k"]), (&2.into(), &2.into(), &1.into()));
        assert_eq!(solved["eigenvalues"].as_array().map(Vec::len), Some(1));
        assert_eq!(solved["unique"], true);
    }
    // V* = (4/8, -1/(5/4)) = (1/2, -4/5), loss 5 - 4/2 - 4/5.
    let sl = succeed_json(folder.path(), &SOLVE.replace("je", "sl"));
    assert_eq!((&sl["problem"], &sl["unique"]), (&"sl".into(), &true.into()));
    assert!(close(&sl["loss"], 2.2), "{sl}");
    let (shape, weights) = &archive(&folder)["weights"];
    assert!(shape == &[1, 2] && (weights[0] - 0.5).abs() < 1e-15 && (weights[1] + 0.8).abs() < 1e-15, "{weights:?}");
    // Without labels there is no probe loss.
    assert!(succeed_json(folder.path(), &SOLVE.replace("--labels y.npy", "")).get("probe_loss").is_none());
    // k = d: everything is kept, 2 (2 - 1/2 - 4/5) = 7/5, and there is no gap.
    let all = succeed_json(folder.path(), &SOLVE.replace("-k 1", "-k 2"));
    assert!(close(&all["loss"], 1.4) && all["eigengap"].is_null() && all["unique"] == true, "{all}");
    assert_eq!(all["row_space_error"], 0.0);
    let text = succeed(folder.path(), SOLVE);
    for words in ["Theorem 3.2", "n = 2, d = 2, k = 1, alpha = 2", "out.npz", "yes"] {
        assert!(text.contains(words), "{text}");
    }
}

/// Names, shapes and values (row after row) of the arrays in out.npz.
pub fn archive(folder: &TempDir) -> BTreeMap<String, (Vec<u64>, Vec<f64>)> {
    let file = std::fs::File::open(folder.path().join("out.npz")).expect("out.npz");
    let mut archive = zip::ZipArchive::new(file).expect("a zip archive");
    let mut arrays = BTreeMap::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().strip_suffix(".npy").expect("an .npy entry").to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        let array = npyz::NpyFile::new(&bytes[..]).expect("an array");
        assert_eq!(array.order(), npyz::Order::C);
        arrays.insert(name, (array.shape().to_vec(), array.into_vec().expect("f8")));
    }
    arrays
}

#[test]
fn the_archive_holds_what_the_design_says() {
    let folder = good_files();
    // C = diag(9, 4, 1)/3, Theta = I: S = diag(4, 7/3, 4/3), descending in both problems.
    write(&folder, "x.npy", &reals("(3, 3)", &[3., 0., 0., 0., 2., 0., 0., 0., 1.]));
    write(&folder, "t.npy", &reals("(3,)", &[1.; 3]));
    write(&folder, "g.npy", &reals("(3,)", &[0.; 3]));
    write(&folder, "y.npy", &integers("(3,)", &[0, 3, 1]));
    let call = |problem: &str| {
        let call = SOLVE.replace("solve je", &format!("solve {problem}")).replace("--targets", "--classes");
        succeed(folder.path(), &call.replace("-k 1", "-k 2"));
        archive(&folder)
    };
    let shapes = |arrays: &BTreeMap<String, (Vec<u64>, Vec<f64>)>| -> Vec<(String, Vec<u64>)> {
        arrays.iter().map(|(name, (shape, _))| (name.clone(), shape.clone())).collect()
    };
    let named = |list: &[(&str, &[u64])]| -> Vec<_> { list.iter().map(|(n, s)| (n.to_string(), s.to_vec())).collect() };
    let je = call("je");
    assert_eq!(shapes(&je), named(&[("eigenvalues", &[2]), ("encoder", &[2, 3])]));
    let rc = call("rc");
    assert_eq!(shapes(&rc), named(&[("decoder", &[3, 2]), ("eigenvalues", &[2]), ("encoder", &[2, 3])]));
    // The classes 0, 1 and 3: l = 3.
    assert_eq!(shapes(&call("sl")), named(&[("weights", &[3, 3])]));
    let magnitudes = |values: &[f64]| -> Vec<f64> { values.iter().map(|v| v.abs()).collect() };
    let near = |found: &[f64], expected: &[f64]| {
        found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-14)
    };
    // E S E' = I_k: rows e_i/sqrt(s_i) up to sign; D E is diag(c_i/s_i) on the first two features:
    // D = c_i/sqrt(s_i).
    let encoder = [0.5, 0., 0., 0., (3f64 / 7.).sqrt(), 0.];
    assert!(near(&magnitudes(&je["encoder"].1), &encoder) && near(&magnitudes(&rc["encoder"].1), &encoder));
    assert!(near(&magnitudes(&rc["decoder"].1), &[1.5, 0., 0., 4. / 21f64.sqrt(), 0., 0.]));
    // omega = (3/4, 4/7); phi^2 = (9/4, 16/21).
    assert!(near(&je["eigenvalues"].1, &[0.75, 4. / 7.]) && near(&rc["eigenvalues"].1, &[2.25, 16. / 21.]));
}

#[test]
fn every_stored_form_of_the_same_numbers_gives_the_same_result() {
    // X = [[2, 1], [2, 3], [0, 1]].
    let values = [2u8, 1, 2, 3, 0, 1];
    let columns = [2u8, 2, 0, 1, 3, 1];
    let stored = |list: [u8; 6], bytes: fn(u8) -> Vec<u8>| list.into_iter().flat_map(bytes).collect::<Vec<u8>>();
    let folder = good_files();
    write(&folder, "y.npy", &integers("(3,)", &[0, 1, 1]));
    let mut results = vec![];
    for content in [
        npy("<f8", "False", "(3, 2)", &stored(values, |v| f64::from(v).to_le_bytes().to_vec())),
        npy(">f8", "True", "(3, 2)", &stored(columns, |v| f64::from(v).to_be_bytes().to_vec())),
        npy("<f4", "False", "(3, 2)", &stored(values, |v| f32::from(v).to_le_bytes().to_vec())),
        npy("<f4", "True", "(3, 2)", &stored(columns, |v| f32::from(v).to_le_bytes().to_vec())),
        npy("|u1", "False", "(3, 2)", &values),
        npy("|u1", "True", "(3, 2)", &columns),
        npy("<i8", "False", "(3, 2)", &stored(values, |v| i64::from(v).to_le_bytes().to_vec())),
        npy("|i1", "True", "(3, 2)", &columns),
    ] {
        write(&folder, "x.npy", &content);
        results.push(["je", "rc", "sl"].map(|problem| succeed(folder.path(), &SOLVE.replace("je", problem))));
    }
    assert!(results.iter().all(|result| *result == results[0]), "{results:#?}");
    // A diagonal may be stored as such, and a covariance may be asymmetric by a few ulps.
    let mut solved = vec![];
    for theta in [reals("(2,)", &[3., 1.]), reals("(2, 2)", &[3., 0., 2. * f64::EPSILON, 1.])] {
        write(&folder, "t.npy", &theta);
        solved.push(succeed_json(folder.path(), SOLVE)["loss"].as_f64().unwrap());
    }
    assert!((solved[0] - solved[1]).abs() < 1e-14, "{solved:?}");
}

#[test]
fn ties_are_named_as_ties() {
    let folder = good_files();
    let unique = |x: &[u8], d: usize, k: usize| {
        write(&folder, "x.npy", x);
        for name in ["t.npy", "g.npy"] {
            write(&folder, name, &reals(&format!("({d},)"), &vec![1.; d]));
        }
        ["je", "rc"].map(|problem| {
            let call = SOLVE.replace("--labels y.npy", "").replace("-k 1", &format!("-k {k}")).replace("je", problem);
            let text = succeed(folder.path(), &call);
            let unique = succeed_json(folder.path(), &call)["unique"].clone();
            assert_eq!(unique == false, text.contains("no: an exact tie"), "{text}");
            assert_eq!(unique == true, text.contains("yes"), "{text}");
            unique
        })
    };
    // C = I, Theta = I: every direction is as good as any other; k = d leaves no choice.
    let orthogonal = reals("(2, 2)", &[1., 1., 1., -1.]);
    assert_eq!(unique(&orthogonal, 2, 1), [false, false]);
    assert_eq!(unique(&orthogonal, 2, 2), [true, true]);
    // 0.1 is no dyadic number, and yet the tie of the stored numbers is exact.
    assert_eq!(unique(&reals("(2, 2)", &[0.1, 0., 0., -0.1]), 2, 1), [false, false]);
    // k > n: beyond the rank of X all eigenvalues are 0. k = n is the rank, and decided.
    let one = reals("(1, 3)", &[1., 2., 3.]);
    assert_eq!(unique(&one, 3, 2), [false, false]);
    assert_eq!(unique(&one, 3, 1), [true, true]);
    // k = d > n: the row space is everything for joint-embedding, while reconstruction ignores part
    // of it.
    assert_eq!(unique(&one, 3, 3), [true, false]);
    // Without augmentation every encoder of joint-embedding has loss 0, also two rows of three.
    write(&folder, "x.npy", &reals("(4, 3)", &[2., 1., 0., 1., -1., 5., 0., 3., 1., 1., 1., 2.]));
    ["t.npy", "g.npy"].iter().for_each(|name| write(&folder, name, &reals("(3,)", &[0.; 3])));
    let call = SOLVE.replace("--labels y.npy", "").replace("-k 1", "-k 2");
    let found = succeed_json(folder.path(), &call);
    assert!(found["unique"] == false && found["loss"].as_f64().unwrap().abs() < 1e-12, "{found}");
    // C = diag(4, 1): a clear gap.
    assert_eq!(unique(&reals("(2, 2)", &[2., 1., 2., -1.]), 2, 1), [true, true]);
    // Too large to decide exactly: undecided, never "unique".
    let d = 30;
    let large: Vec<f64> = (0..d * d).map(|i| f64::from(u8::from(i / d == i % d))).collect();
    assert_eq!(unique(&reals("(30, 30)", &large), d, 7), ["undecided", "undecided"]);
}

/// Units of 1, 10^7 and 10^9: the loss is a difference of numbers 10^18 times as large. Value: 80
/// digits, tr C minus the two largest eigenvalues of (C², C + I).
#[test]
fn the_loss_of_reconstruction_in_mixed_units() {
    let folder = good_files();
    let x = [1., 1e7, 1e9, 1., -1e7, 1e9, 2., 1e7, -3e9, -1., 2e7, 1e9];
    write(&folder, "x.npy", &reals("(4, 3)", &x));
    write(&folder, "t.npy", &reals("(3,)", &[1.; 3]));
    write(&folder, "g.npy", &reals("(3,)", &[0.; 3]));
    let call = "solve rc --data x.npy --theta t.npy --gamma g.npy --alpha 0 -k 2";
    let found = succeed_json(folder.path(), call);
    let (loss, error) = (found["loss"].as_f64().unwrap(), found["loss_error"].as_f64().unwrap());
    assert!((loss - 3.222_891_566_265_05).abs() <= error && error < 1e-6 * loss, "{found}");
    let text = succeed(folder.path(), call);
    let shown = text.lines().find(|line| line.starts_with("loss")).unwrap();
    let number = shown.split_whitespace().nth(1).unwrap();
    assert!(number.len() <= "3.2228915663".len() && shown.contains("error below"), "{shown}");
}

/// Two equal features and almost no noise: both weights are b/(2 c + θ) with b = 17/3, c = 14/3.
#[test]
fn the_weights_of_equal_features_are_equal() {
    let folder = good_files();
    write(&folder, "x.npy", &reals("(3, 2)", &[1., 1., 2., 2., 3., 3.]));
    write(&folder, "y.npy", &reals("(3,)", &[1., 2., 4.]));
    for (theta, alpha) in [(1e-14, 0), (1e-10, 0), (1e-4, 0)] {
        write(&folder, "t.npy", &reals("(2,)", &[theta; 2]));
        write(&folder, "g.npy", &reals("(2,)", &[0.; 2]));
        let call = format!(
            "solve sl --data x.npy --labels y.npy --targets --theta t.npy --gamma g.npy --alpha {alpha} -o out.npz"
        );
        let found = succeed_json(folder.path(), &call);
        let (_, weights) = &archive(&folder)["weights"];
        let (expected, error) = (17.0 / (28.0 + 3.0 * theta), found["weights_error"].as_f64().unwrap());
        assert!(weights.iter().all(|w| (w - expected).abs() <= error.max(1e-16)), "{weights:?} {expected}");
        assert!(error < 1e-10, "{found}");
        assert!(weights.iter().all(|w| (w - expected).abs() < 1e-10 * expected), "{weights:?}");
    }
}

/// Data on which the moments of the views cancel: maps that subtract nearly equal features, counts
/// with a copied column that thinning hardly tells apart, real features that are nearly dependent.
/// What `solve` prints, give or take its bound, must meet the interval that is proved.
#[test]
fn losses_meet_the_intervals_of_certificates() {
    let folder = tempfile::tempdir().unwrap();
    let wave = |i: usize, a: f64| (a * i as f64 + a * a).sin();
    let n = 100;
    for (name, mean, e) in [("near", 0.0, 1e-4), ("nearer", 0.0, 1e-5), ("far", 10.0, 1e-4)] {
        let row = |i: usize| {
            let first = mean + 1.5 * wave(i, 1.3);
            [first, first + e * wave(i, 2.9), wave(i, 0.7)]
        };
        write(
            &folder,
            &format!("{name}.npy"),
            &reals(&format!("({n}, 3)"), (0..n).flat_map(row).collect::<Vec<_>>().as_slice()),
        );
    }
    let counts = |i: usize| {
        let first = (i * i * 7 % 11 + 5) as i64;
        [first, (i * 5 % 13) as i64, first, (i * 3 % 7) as i64]
    };
    write(&folder, "counts.npy", &integers(&format!("({n}, 4)"), &(0..n).flat_map(counts).collect::<Vec<_>>()));
    write(&folder, "thin.json", br#"{"thinning": {"keep": "999999999999/1000000000000"}}"#);
    write(
        &folder,
        "mix.json",
        br#"{"linear-mixture": {"maps": [[[1,-1,0],[1,1,0],[0,0,1]], [[1,-1,0],[1,2,0],[0,0,2]]], "weights": ["1/2", "1/2"]}}"#,
    );
    write(&folder, "tiny.npy", &reals("(3,)", &[1e-14; 3]));
    for name in ["near", "nearer", "far", "counts"] {
        succeed(folder.path(), &format!("moments --twice {name}.npy -o {name}.moments"));
    }
    let noise = "--theta tiny.npy --gamma tiny.npy --alpha 1";
    for (name, augment, center) in [
        ("near", "--augment mix.json", ""),
        ("nearer", "--augment mix.json", ""),
        ("far", "--augment mix.json", "--center"),
        ("near", noise, ""),
        ("counts", "--augment thin.json", ""),
    ] {
        for problem in ["je", "rc"] {
            let call = |command: &str, data: &str| format!("{command} {problem} {data} {augment} -k 2 {center}");
            succeed(folder.path(), &format!("{} -o c.json", call("certify", &format!("--data {name}.npy"))));
            let file = std::fs::read_to_string(folder.path().join("c.json")).unwrap();
            let loss = &serde_json::from_str::<serde_json::Value>(&file).unwrap()["loss"];
            let end = |key: &str| {
                let text = loss[key].as_str().unwrap();
                let (p, q) = text.split_once('/').unwrap_or((text, "1"));
                let big = |text: &str| text.parse::<num_bigint::BigInt>().unwrap();
                num_traits::ToPrimitive::to_f64(&num_rational::BigRational::new(big(p), big(q))).unwrap()
            };
            let (lower, upper) = (end("lower"), end("upper"));
            for data in [format!("--data {name}.npy"), format!("--moments {name}.moments")] {
                let solved = succeed_json(folder.path(), &call("solve", &data));
                let [found, error] = ["loss", "loss_error"].map(|key| solved[key].as_f64().unwrap());
                let rounding = 2.0 * f64::EPSILON * upper.abs();
                let meets = found + error >= lower - rounding && found - error <= upper + rounding;
                assert!(meets, "{}: {found:e} +- {error:e}, proved [{lower:e}, {upper:e}]", call("solve", &data));
            }
        }
    }
}
