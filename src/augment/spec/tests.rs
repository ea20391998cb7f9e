use super::*;
use crate::scalar::{Scalar, approx_matrix, ratio};
use nalgebra::DMatrix;

fn build(text: &str, d: usize) -> Result<Box<dyn Augmentation>> {
    Spec::parse(text).map_err(|problem| Error::file("x", problem, "x"))?.augmentation(d)
}

fn exact(text: &str, d: usize) -> Box<dyn Channel<Rational>> {
    Spec::parse(text).unwrap().exact(d).unwrap()
}

fn refusal(text: &str, d: usize) -> String {
    build(text, d).err().map(|error| error.to_string()).unwrap_or_else(|| panic!("accepted: {text}"))
}

#[test]
fn the_catalogue_is_what_the_reader_takes() {
    for &Entry { name, fields, example, cases } in CATALOGUE {
        assert!(!cases.is_empty() && example.starts_with(&format!("{{\"{name}\": ")), "{name}");
        let both = build(example, 2).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (second, mean) = (nalgebra::dmatrix![3., 1.; 1., 2.], nalgebra::dvector![1., 1.]);
        let exact = exact(example, 2);
        let close = |a: DMatrix<f64>, b: DMatrix<f64>| (a - b).amax() < 1e-14;
        assert!(close(both.mean_map(), approx_matrix(&exact.mean_map())), "{name}");
        let of_exact = exact.covariance(&mean.map(|v| ratio(v as i64, 1)), &second.map(|v| ratio(v as i64, 1)));
        assert!(close(both.covariance(&mean, &second), approx_matrix(&of_exact)), "{name}");
        if name == "chain" {
            continue;
        }
        assert!(fields.iter().all(|(_, meaning)| !meaning.trim().is_empty()), "{name}");
        // serde lists the fields that it knows.
        let unknown = example.replacen("\": {\"", "\": {\"surplus\": 1, \"", 1);
        let message = refusal(&unknown, 2);
        for (field, _) in fields {
            assert!(message.contains(&format!("`{field}`")), "{name}: {message}");
        }
        assert_eq!(message.matches('`').count(), 2 * (fields.len() + 1), "{name}: {message}");
    }
}

/// Whoever adds a file but not its line in `families!` learns it here.
#[test]
fn every_family_is_in_the_catalogue() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/augment");
    let mut written = 1; // a chain is no family of its own
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let text = if file.is_file() { std::fs::read_to_string(&file).unwrap() } else { String::new() };
        let specified = text.matches("\nimpl Specified for ").count();
        let family = text.contains("\nimpl Augmentation for ") && !file.ends_with("chain.rs");
        assert_eq!(family, specified > 0, "{}: a family states how it is written", file.display());
        written += specified;
    }
    assert_eq!(written, CATALOGUE.len(), "a family of src/augment lacks its line in `families!`");
}

#[test]
fn numbers_are_exact() {
    let keep = exact(r#"{"mask-independent": {"keep": ["1/3", 0.1, 1e-1, 1]}}"#, 4).mean_map();
    let found: Vec<Rational> = keep.diagonal().iter().cloned().collect();
    assert_eq!(found, [ratio(1, 3), ratio(1, 10), ratio(1, 10), ratio(1, 1)]);
    // One number for all; T(α) with a dense Θ: 1/3 + (1/2)² 2.
    let noise = exact(r#"{"aligned-noise": {"theta": [["1/3", "1/9"], ["1/9", 1]], "gamma": 2, "alpha": "1/2"}}"#, 2);
    let sigma = noise.covariance(&nalgebra::DVector::zeros(2), &DMatrix::zeros(2, 2));
    assert_eq!(sigma, nalgebra::dmatrix![ratio(5, 6), ratio(1, 9); ratio(1, 9), ratio(3, 2)]);
}

#[test]
fn images_and_patches() {
    // A 2 x 4 image in patches of 2 x 2: left and right.
    let grid = r#"{"mask-patches": {"patch": {"height": 2, "width": 4, "side": 2}, "keep": 1}}"#;
    let list = r#"{"mask-patches": {"patch": [0, 0, 1, 1, 0, 0, 1, 1], "keep": 1}}"#;
    let sigma =
        |text: &str| exact(text, 8).covariance(&nalgebra::DVector::zeros(8), &DMatrix::from_element(8, 8, ratio(1, 1)));
    assert_eq!(sigma(grid), sigma(list));
    // Four rows of a 4 x 2 image: patches above one another.
    let tall = r#"{"mask-patches": {"patch": {"height": 4, "width": 2, "side": 2}, "keep": 1}}"#;
    assert_eq!(sigma(tall), sigma(&list.replace("0, 0, 1, 1, 0, 0, 1, 1", "0, 0, 0, 0, 1, 1, 1, 1")));
    let turns = r#"{"image-group": {"height": 3, "width": 3, "generators": ["quarter-turn", "vertical-flip"]}}"#;
    let invariants = exact(turns, 9).mean_map().trace();
    assert_eq!(invariants, ratio(3, 1));
    let shifts = r#"{"image-group": {"height": 2, "width": 3, "generators": ["horizontal-shift", "vertical-shift"]}}"#;
    assert_eq!(exact(shifts, 6).mean_map(), DMatrix::from_element(6, 6, ratio(1, 6)));
    let wrapped = r#"{"blur": {"height": 1, "width": 3, "kernels": [[[1, 1, 1]]], "edge": "wrap"}}"#;
    assert_eq!(exact(wrapped, 3).mean_map(), DMatrix::from_element(3, 3, ratio(1, 1)));
    let zero = wrapped.replace("wrap", "zero");
    assert_eq!(exact(&zero, 3).mean_map()[(0, 2)], ratio(0, 1));
    let negative = r#"{"group": {"generators": [{"from": [0, 1], "negative": [true, false]}]}}"#;
    assert_eq!(exact(negative, 2).mean_map(), nalgebra::dmatrix![0, 0; 0, 1].map(|v| ratio(v, 1)));
}

#[test]
fn a_grid_of_patches_is_numbered_row_after_row() {
    let grid = r#"{"height": 4, "width": 6, "side": 2}"#;
    let found = super::values::patch(&serde_json::from_str(grid).unwrap()).unwrap();
    let rows = [[0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 2, 2], [3, 3, 4, 4, 5, 5], [3, 3, 4, 4, 5, 5]];
    assert_eq!(found, rows.concat());
}

#[test]
fn patches_cover_all_channels() {
    let patches = |text: &str| super::values::patch(&serde_json::from_str(text).unwrap());
    // 2 x 4 pixels in patches of 2 x 2 (oblong: 1 x 2), and two channels.
    let one = [0, 0, 1, 1, 0, 0, 1, 1];
    let chw = patches(r#"{"height": 2, "width": 4, "side": 2, "channels": 2, "layout": "chw"}"#).unwrap();
    assert_eq!(chw, [one, one].concat());
    let hwc = patches(r#"{"height": 2, "width": 4, "side": 2, "channels": 2, "layout": "hwc"}"#).unwrap();
    assert_eq!(hwc, one.map(|patch| [patch; 2]).concat());
    let oblong = patches(r#"{"height": 2, "width": 4, "side": [1, 2]}"#).unwrap();
    assert_eq!(oblong, [0, 0, 1, 1, 2, 2, 3, 3]);
    let silent = patches(r#"{"height": 2, "width": 4, "side": 2, "channels": 2}"#).unwrap_err().to_string();
    assert!(silent.contains("\"chw\"") && silent.contains("\"hwc\""), "{silent}");
}

#[test]
fn a_ratio_is_the_share_that_is_masked() {
    let four = |share: &str| format!(r#"{{"mask-patches": {{"patch": [0, 1, 2, 3], {share}}}}}"#);
    let map = |share: &str| exact(&four(share), 4).mean_map();
    assert_eq!(map(r#""ratio": 0.75"#), map(r#""keep": 1"#));
    for bad in [r#""ratio": 0.7"#, r#""ratio": 1"#, r#""ratio": -1"#, r#""ratio": 0.5, "keep": 2"#] {
        assert!(build(&four(bad), 4).is_err(), "{bad}");
    }
    assert!(refusal(r#"{"mask-patches": {"patch": [0, 1]}}"#, 2).contains("neither keep nor ratio"));
}

#[test]
fn alpha_can_be_replaced_where_there_is_one() {
    let chain = Spec::parse(
        r#"{"chain": [{"speckle": {"sigma": 1}}, {"aligned-noise": {"theta": 0, "gamma": 1, "alpha": 5}}]}"#,
    );
    let replaced = chain.unwrap().with_alpha(&ratio(1, 2)).unwrap().exact(1).unwrap();
    let one = DMatrix::from_element(1, 1, ratio(1, 1));
    assert_eq!(replaced.covariance(&nalgebra::DVector::zeros(1), &one)[(0, 0)], ratio(5, 4));
    for text in [
        r#"{"speckle": {"sigma": 1}}"#,
        r#"{"chain": [{"aligned-noise": {"theta": 0, "gamma": 1, "alpha": 5}}, {"aligned-noise": {"theta": 0, "gamma": 1, "alpha": 5}}]}"#,
    ] {
        assert!(Spec::parse(text).unwrap().with_alpha(&ratio(1, 1)).is_none());
    }
}

#[test]
fn files_are_read_up_to_a_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    std::fs::write(&path, r#"{"speckle": {"sigma": 1}}"#).unwrap();
    assert_eq!(Spec::read(&path).unwrap().exact(2).unwrap().dimension(), 2);
    assert!(matches!(Spec::read(&folder.path().join("none.json")), Err(Error::Io { .. })));
    let encoded = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Spec::read(&path).map_err(|error| error.to_string())
    };
    assert!(encoded("\u{feff}{\"speckle\": {\"sigma\": 1}}".as_bytes()).is_ok());
    assert!(encoded(b"\xff\xfe{\0}\0").unwrap_err().contains("UTF-16"));
    assert!(encoded(b"{\"\xe9\": 1}").unwrap_err().contains("UTF-8"));
    // Zeros up to the limit are read and are no JSON; with one byte more the file is not read.
    for (size, word) in [(MAX_BYTES, "expected value"), (MAX_BYTES + 1, "bytes are no specification")] {
        std::fs::File::create(&path).unwrap().set_len(size).unwrap();
        match Spec::read(&path) {
            Err(Error::BadFile { problem, .. }) => assert!(problem.contains(word), "{problem}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn faults_are_named_with_their_place() {
    #[rustfmt::skip]
    let cases: &[(&str, usize, &[&str])] = &[
        (r#"{"speckel": {"sigma": 1}}"#, 2, &["unknown variant `speckel`", "`speckle`"]),
        (r#"{"speckle": {"sigma": 1, "p": 2}}"#, 2, &["speckle.p", "unknown field `p`"]),
        (r#"{"chain": [{"speckle": {"sigma": 1}}, {"mask-patches": {"patch": [0, 1], "keep": 1.5}}]}"#, 2, &["chain[1].mask-patches.keep", "1.5"]),
        (r#"{"chain": [{"speckle": {"sigma": 1}}, {"speckle": {"sigma": [1, "x"]}}]}"#, 2, &["chain[1].speckle", "sigma[1]", "not a number"]),
        (r#"{"chain": [{"speckle": {"sigma": 1}}, {"chain": [{"speckle": {"sigma": -1}}]}]}"#, 2, &["chain[1].chain[0].speckle", "sigma[0]", "-1"]),
        (r#"{"speckle": {"sigma": 1, "sigma": 1}}"#, 2, &["duplicate field `sigma`"]),
        (r#"{"speckle": {}}"#, 2, &["missing field `sigma`"]),
        (r#"{"speckle": {"sigma": [1]}}"#, 2, &["sigma", "2 numbers or one", "1"]),
        (r#"{"speckle": {"sigma": true}}"#, 2, &["sigma", "not a number"]),
        (r#"{"speckle": {"sigma": 1}} {}"#, 2, &["trailing"]),
        (r#"{"speckle": {"sigma": 1}, "thinning": {"keep": 1}}"#, 2, &["line 1"]),
        (r#"{"thinning": {"keep": "3/2"}}"#, 2, &["thinning", "probability", "1.5"]),
        (r#"{"mask-independent": {"keep": [0.5, "-1/2"]}}"#, 2, &["keep[1]", "-0.5"]),
        (r#"{"mask-patches": {"patch": [0, 1], "keep": 3}}"#, 2, &["patches kept", "between 1 and 2"]),
        (r#"{"mask-patches": {"patch": [0, 1], "keep": 1}}"#, 3, &["mask-patches", "d = 3", "2"]),
        (r#"{"mask-patches": {"patch": [0, "a"], "keep": 1}}"#, 2, &["patch", "integers"]),
        (r#"{"mask-patches": {"patch": {"height": 4, "width": 4, "side": 3}, "keep": 1}}"#, 16, &["side", "divisor", "3"]),
        (r#"{"mask-patches": {"patch": {"height": 4, "width": 6, "side": 4}, "keep": 1}}"#, 24, &["side", "4"]),
        (r#"{"mask-patches": {"patch": {"height": 6, "width": 4, "side": 4}, "keep": 1}}"#, 24, &["divisor of 6 and 4"]),
        (r#"{"mask-patches": {"patch": {"height": 4, "width": 4, "side": 0}, "keep": 1}}"#, 16, &["side", "0"]),
        (r#"{"mask-patches": {"patch": {"height": 4, "width": 4, "size": 2}, "keep": 1}}"#, 16, &["patch", "size"]),
        (r#"{"mask-patches-independent": {"patch": [0, 9999999999], "keep": 1}}"#, 2, &["no coordinate in patch 1"]),
        (r#"{"mask-mixture": {"masks": [[true, false]], "weights": ["1/3"]}}"#, 2, &["weights", "sum 1"]),
        (r#"{"mask-mixture": {"masks": [[true, false], [true]], "weights": [1, 0]}}"#, 2, &["masks", "length 2"]),
        (r#"{"group": {"generators": [{"from": [0, 0]}]}}"#, 2, &["group", "permutation of 0..2"]),
        (r#"{"group": {"generators": [{"from": [1, 0], "sign": [1, 1]}]}}"#, 2, &["group.generators[0].sign", "unknown field"]),
        (r#"{"image-group": {"height": 1, "width": 2, "generators": ["quarter-turn"]}}"#, 2, &["height", "quarter turn"]),
        (r#"{"image-group": {"height": 1, "width": 2, "generators": ["turn"]}}"#, 2, &["generators[0]", "turn"]),
        (r#"{"image-group": {"height": 100000, "width": 100000, "generators": []}}"#, 2, &["image size", "8192"]),
        (r#"{"shift": {"height": 1, "width": 2, "offsets": []}}"#, 2, &["shift", "at least 1"]),
        (r#"{"shift": {"height": 1, "width": 2, "offsets": [[0, 0], [0]]}}"#, 2, &["shift.offsets[1]"]),
        (r#"{"shift": {"height": 0, "width": 2, "offsets": [[0, 0]]}}"#, 2, &["image size"]),
        (r#"{"shift": {"height": 1, "width": 2, "offsets": [[0, 0]], "weights": [0.5, 0.5]}}"#, 2, &["weights", "one for each map"]),
        (r#"{"blur": {"height": 1, "width": 2, "kernels": [[[1, 1]]]}}"#, 2, &["kernel", "odd"]),
        (r#"{"blur": {"height": 1, "width": 2, "kernels": [[[1], [1, 2]]]}}"#, 2, &["kernels[0][1]", "1 numbers", "2"]),
        (r#"{"linear-mixture": {"maps": [[[1, 0], [0, "1/0"]]], "weights": [1]}}"#, 2, &["maps[0][1][1]", "zero denominator"]),
        (r#"{"aligned-noise": {"theta": [[1, 2], [3, 1]], "gamma": 0, "alpha": 1}}"#, 2, &["theta", "(0, 1)", "differ by 1e0", "symmetric"]),
        (r#"{"aligned-noise": {"theta": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, "1/3"], [0, 0, "333333333333333333333333/1000000000000000000000000", 1]], "gamma": 0, "alpha": 1}}"#, 4, &["theta", "(2, 3)", "e-25", "symmetric"]),
        // The same to f64.
        (r#"{"aligned-noise": {"theta": [[1, "1/3"], ["333333333333333333333333/1000000000000000000000000", 1]], "gamma": 0, "alpha": 1}}"#, 2, &["theta", "(0, 1)", "e-25", "symmetric"]),
        (r#"{"aligned-noise": {"theta": [[1, 2], [2, 1]], "gamma": 0, "alpha": 1}}"#, 2, &["theta", "negative eigenvalue"]),
        (r#"{"aligned-noise": {"theta": [[1]], "gamma": 0, "alpha": 1}}"#, 2, &["theta", "2 x 2", "1 x 1"]),
        (r#"{"aligned-noise": {"theta": 1, "gamma": 0, "alpha": -1}}"#, 2, &["alpha", ">= 0"]),
        (r#"{"chain": []}"#, 2, &["chain", "at least 1"]),
        (r#"{"chain": [{"speckle": {"sigma": 1}}, {"thinning": {"keep": 1}}]}"#, 2, &["chain", "stage 1", "counts"]),
        (r#"[{"speckle": {"sigma": 1}}]"#, 2, &["line 1"]),
        ("", 2, &["EOF"]),
    ];
    for (text, d, words) in cases {
        let message = refusal(text, *d);
        for word in *words {
            assert!(message.contains(word), "{text}\n{message}\nlacks {word:?}");
        }
    }
    assert!(ratio(1, 2).approx() == 0.5);
}
