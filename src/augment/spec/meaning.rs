//! What the fields of a specification mean, with and without those that are optional: the moments of
//! each way to write an augmentation, by summing over all maps that it may draw.
//!
//! The conformance suite holds the formulas against drawn views, and both follow the same fields:
//! weights that are read and forgotten, or a row taken for a column, look right there.

use super::*;
use crate::scalar::{Scalar, approx_matrix, exact_parse, ratio};
use nalgebra::{DMatrix, DVector};

type Matrix = DMatrix<Rational>;

/// A stage: maps with their probabilities, and the covariance that is added.
struct Stage {
    maps: Vec<(Rational, Matrix)>,
    noise: Matrix,
}

fn number(text: &str) -> Rational {
    exact_parse("x", text).unwrap()
}

/// A square matrix from its entries, row after row.
fn square(entries: &str) -> Matrix {
    let values: Vec<Rational> = entries.split_whitespace().map(number).collect();
    let d = values.len().isqrt();
    assert_eq!(values.len(), d * d, "{entries}");
    DMatrix::from_row_slice(d, d, &values)
}

fn diagonal(entries: &str) -> Matrix {
    DMatrix::from_diagonal(&DVector::from_vec(entries.split_whitespace().map(number).collect()))
}

fn drawn(maps: Vec<(&str, Matrix)>) -> Stage {
    let d = maps[0].1.nrows();
    Stage { maps: maps.into_iter().map(|(w, map)| (number(w), map)).collect(), noise: DMatrix::zeros(d, d) }
}

fn equally(maps: Vec<Matrix>) -> Stage {
    let (d, weight) = (maps[0].nrows(), ratio(1, maps.len() as i64));
    Stage { maps: maps.into_iter().map(|map| (weight.clone(), map)).collect(), noise: DMatrix::zeros(d, d) }
}

fn added(noise: Matrix) -> Stage {
    let d = noise.nrows();
    Stage { maps: vec![(ratio(1, 1), DMatrix::identity(d, d))], noise }
}

/// The powers of a map, the identity first.
fn powers(map: &Matrix) -> Vec<Matrix> {
    let mut found = vec![DMatrix::identity(map.nrows(), map.nrows())];
    loop {
        let next = map * &found[found.len() - 1];
        if next == found[0] {
            return found;
        }
        found.push(next);
    }
}

/// The map of an image of h x w pixels: view(r, c) is the sum of these weights times pixels, each
/// named by its row and column, those outside of the image left out.
fn image(h: i64, w: i64, parts: &dyn Fn(i64, i64) -> Vec<(i64, i64, i64)>) -> Matrix {
    let mut map = DMatrix::zeros((h * w) as usize, (h * w) as usize);
    for (r, c) in (0..h).flat_map(|r| (0..w).map(move |c| (r, c))) {
        for (weight, y, x) in parts(r, c) {
            if (0..h).contains(&y) && (0..w).contains(&x) {
                map[((r * w + c) as usize, (y * w + x) as usize)] += ratio(weight, 1);
            }
        }
    }
    map
}

/// 2 3 5 in the middle row of the kernel, 1 above and 7 below their centre.
fn cross(r: i64, c: i64) -> Vec<(i64, i64, i64)> {
    vec![(1, r - 1, c), (2, r, c - 1), (3, r, c), (5, r, c + 1), (7, r + 1, c)]
}

const CROSS: &str = r#"[[0, 1, 0], [2, 3, 5], [0, 7, 0]]"#;

/// A way to write an augmentation, the specification, its stages, and how many features there are.
fn cases() -> Vec<(&'static str, String, Vec<Stage>)> {
    let mut cases = vec![];
    let mut case = |name: &'static str, fields: &str, stages: Vec<Stage>| {
        cases.push((name, format!(r#"{{"{name}": {fields}}}"#), stages));
    };
    case(
        "aligned-noise",
        r#"{"theta": [[1, "1/2"], ["1/2", 3]], "gamma": [2, 5], "alpha": 3}"#,
        vec![added(square("1 1/2 1/2 3") + diagonal("18 45"))],
    );
    case("aligned-noise", r#"{"theta": 2, "gamma": 1, "alpha": "1/2"}"#, vec![added(diagonal("9/4 9/4"))]);
    case(
        "independent-draws",
        r#"{"theta": [1, 2], "gamma": [[5, 1], [1, 7]], "draws": 3}"#,
        vec![added(diagonal("1 2") + square("15 3 3 21"))],
    );
    // Any law of this mean and variance will do: 1 + σ and 1 - σ.
    case(
        "speckle",
        r#"{"sigma": ["1/2", 3]}"#,
        vec![equally(["3/2 4", "3/2 -2", "1/2 4", "1/2 -2"].map(diagonal).into())],
    );
    let independent =
        || vec![("1/8", diagonal("1 1")), ("3/8", diagonal("1 0")), ("1/8", diagonal("0 1")), ("3/8", diagonal("0 0"))];
    case("mask-independent", r#"{"keep": [0.5, "1/4"]}"#, vec![drawn(independent())]);
    let two_of_three = || equally(["1 1 0", "1 0 1", "0 1 1"].map(diagonal).into());
    case("mask-patches", r#"{"patch": [0, 1, 0], "keep": 1}"#, vec![equally(["1 0 1", "0 1 0"].map(diagonal).into())]);
    case("mask-patches", r#"{"patch": [0, 1, 2], "keep": 2}"#, vec![two_of_three()]);
    case("mask-patches", r#"{"patch": [0, 1, 2], "ratio": "1/3"}"#, vec![two_of_three()]);
    // Both ends of what may be kept.
    case("mask-patches", r#"{"patch": [0, 1, 2], "ratio": 0}"#, vec![added(diagonal("0 0 0"))]);
    case(
        "mask-patches",
        r#"{"patch": [0, 1, 2], "ratio": "2/3"}"#,
        vec![equally(["1 0 0", "0 1 0", "0 0 1"].map(diagonal).into())],
    );
    for (layout, masks) in [("hwc", ["1 1 0 0", "0 0 1 1"]), ("chw", ["1 0 1 0", "0 1 0 1"])] {
        let grid = format!(r#"{{"height": 1, "width": 2, "side": [1, 1], "channels": 2, "layout": "{layout}"}}"#);
        case("mask-patches", &format!(r#"{{"patch": {grid}, "keep": 1}}"#), vec![equally(masks.map(diagonal).into())]);
    }
    case(
        "mask-patches-independent",
        r#"{"patch": [1, 0, 1], "keep": ["1/2", "1/4"]}"#,
        vec![drawn(vec![
            ("1/8", diagonal("1 1 1")),
            ("3/8", diagonal("0 1 0")),
            ("1/8", diagonal("1 0 1")),
            ("3/8", diagonal("0 0 0")),
        ])],
    );
    case(
        "mask-mixture",
        r#"{"masks": [[true, false], [true, true]], "weights": ["1/3", "2/3"]}"#,
        vec![drawn(vec![("1/3", diagonal("1 0")), ("2/3", diagonal("1 1"))])],
    );
    case("group", r#"{"generators": [{"from": [1, 0]}]}"#, vec![equally(powers(&square("0 1 1 0")))]);
    case(
        "group",
        r#"{"generators": [{"from": [1, 2, 0], "negative": [true, false, false]}]}"#,
        vec![equally(powers(&square("0 -1 0 0 0 1 1 0 0")))],
    );
    for (symmetry, from) in [
        ("horizontal-flip", (|r, c| (r, 2 - c)) as fn(i64, i64) -> (i64, i64)),
        ("vertical-flip", |r, c| (1 - r, c)),
        ("horizontal-shift", |r, c| (r, (c + 2) % 3)),
        ("vertical-shift", |r, c| ((r + 1) % 2, c)),
    ] {
        let map = image(2, 3, &|r, c| vec![(1, from(r, c).0, from(r, c).1)]);
        let fields = format!(r#"{{"height": 2, "width": 3, "generators": ["{symmetry}"]}}"#);
        case("image-group", &fields, vec![equally(powers(&map))]);
    }
    case(
        "image-group",
        r#"{"height": 2, "width": 2, "generators": ["quarter-turn"]}"#,
        vec![equally(powers(&image(2, 2, &|r, c| vec![(1, c, 1 - r)])))],
    );
    case(
        "linear-mixture",
        r#"{"maps": [[[1, 2], [0, 1]], [[0, 1], [3, 0]]], "weights": ["1/4", "3/4"]}"#,
        vec![drawn(vec![("1/4", square("1 2 0 1")), ("3/4", square("0 1 3 0"))])],
    );
    let down = || image(2, 3, &|r, c| vec![(1, r - 1, c)]);
    let left = || image(2, 3, &|r, c| vec![(1, r, c + 2)]);
    let shift = r#""height": 2, "width": 3, "offsets": [[1, 0], [0, -2]]"#;
    case("shift", &format!("{{{shift}}}"), vec![equally(vec![down(), left()])]);
    case(
        "shift",
        &format!(r#"{{{shift}, "weights": ["1/4", "3/4"]}}"#),
        vec![drawn(vec![("1/4", down()), ("3/4", left())])],
    );
    let blur = format!(r#""height": 3, "width": 2, "kernels": [[[1]], {CROSS}]"#);
    let still = || DMatrix::identity(6, 6);
    let cut = || image(3, 2, &cross);
    let wrapped = || {
        image(3, 2, &|r, c| cross(r, c).into_iter().map(|(w, y, x)| (w, y.rem_euclid(3), x.rem_euclid(2))).collect())
    };
    case("blur", &format!("{{{blur}}}"), vec![equally(vec![still(), cut()])]);
    case("blur", &format!(r#"{{{blur}, "edge": "zero"}}"#), vec![equally(vec![still(), cut()])]);
    case(
        "blur",
        &format!(r#"{{{blur}, "edge": "wrap", "weights": ["1/4", "3/4"]}}"#),
        vec![drawn(vec![("1/4", still()), ("3/4", wrapped())])],
    );
    // Variances p (1 - p) times the means, 1/3 2/3 times 2 and 3; see `moments`.
    let counts = Stage { noise: diagonal("4/9 6/9"), ..drawn(vec![("1", diagonal("1/3 1/3"))]) };
    case("thinning", r#"{"keep": "1/3"}"#, vec![counts]);
    let noise = r#"{"aligned-noise": {"theta": [1, 2], "gamma": 0, "alpha": 0}}"#;
    let mask = r#"{"mask-independent": {"keep": ["1/2", "1/4"]}}"#;
    let [first, second] = [[noise, mask], [mask, noise]].map(|stages| format!("[{}]", stages.join(", ")));
    case("chain", &first, vec![added(diagonal("1 2")), drawn(independent())]);
    case("chain", &second, vec![drawn(independent()), added(diagonal("1 2"))]);
    case(
        "chain",
        &format!(r#"[{{"chain": {first}}}, {noise}]"#),
        vec![added(diagonal("1 2")), drawn(independent()), added(diagonal("1 2"))],
    );
    cases
}

/// Mean and second moment of the data: means 2, 3, ..., no two entries of C alike in a row.
fn moments(d: usize) -> (DVector<Rational>, Matrix) {
    let second = |i: usize, j: usize| i.min(j) + 1 + if i == j { 3 * i + 2 } else { 0 };
    (
        DVector::from_fn(d, |i, _| ratio(2 + i as i64, 1)),
        DMatrix::from_fn(d, d, |i, j| Rational::from_count(second(i, j))),
    )
}

#[test]
fn every_field_means_what_the_catalogue_says() {
    let cases = cases();
    for (name, text, stages) in &cases {
        let d = stages[0].noise.nrows();
        let (mean, second) = moments(d);
        let (mut map, mut of_views) = (DMatrix::identity(d, d), second.clone());
        for Stage { maps, noise } in stages {
            let sum = |of: &dyn Fn(&Matrix) -> Matrix| {
                maps.iter().fold(DMatrix::zeros(d, d), |sum: Matrix, (w, a)| sum + of(a).map(|v| v * w))
            };
            of_views = sum(&|a| a * &of_views * a.transpose()) + noise;
            map = sum(&Clone::clone) * map;
        }
        let covariance = of_views - &map * &second * map.transpose();
        let spec = text.parse::<Spec>().unwrap_or_else(|error| panic!("{text}: {error}"));
        let (exact, rounded) = (spec.exact(d).unwrap(), spec.augmentation(d).unwrap());
        assert_eq!(exact.mean_map(), map, "{name}: {text}");
        assert_eq!(exact.covariance(&mean, &second), covariance, "{name}: {text}");
        let found = [rounded.mean_map(), rounded.covariance(&mean.map(|v| v.approx()), &approx_matrix(&second))];
        for (found, expected) in found.iter().zip([&map, &covariance].map(approx_matrix)) {
            assert!((found - &expected).amax() <= 1e-13 * expected.amax().max(1.0), "{name}: {text}");
        }
    }
    // Each field of each way to write one, and without those that are optional.
    for &Entry { name, fields, .. } in CATALOGUE {
        let texts: Vec<&String> = cases.iter().filter(|(of, ..)| *of == name).map(|(_, text, _)| text).collect();
        assert!(!texts.is_empty(), "{name} has no case");
        for (field, meaning) in fields {
            let quoted = format!("\"{field}\":");
            assert!(texts.iter().any(|text| text.contains(&quoted)), "{name}: no case has {field}");
            // What is optional within a list of objects is not the field.
            let whole = meaning.split('{').next().unwrap_or_default().to_string()
                + meaning.rsplit('}').next().unwrap_or_default();
            let needed = !whole.contains("optional") && !whole.contains("instead of");
            assert!(needed || texts.iter().any(|text| !text.contains(&quoted)), "{name}: none is without {field}");
        }
    }
}

/// Limits as the documentation has them, and the refusal just beyond.
#[test]
fn the_last_that_is_taken_and_the_first_that_is_not() {
    let patch = |text: String| values::patch(&serde_json::from_str(&text).unwrap()).map(|patch| patch.len());
    let tall = |h: usize, more: &str| patch(format!(r#"{{"height": {h}, "width": 1, "side": 1{more}}}"#));
    let colours = r#", "channels": 2, "layout": "chw""#;
    assert_eq!((tall(8192, "").unwrap(), tall(4096, colours).unwrap()), (8192, 8192));
    for beyond in [tall(8193, ""), tall(4097, colours)] {
        assert!(beyond.unwrap_err().to_string().contains("at most 8192 pixels"));
    }
    let draws = |count: usize| {
        let text = format!(r#"{{"independent-draws": {{"theta": 1, "gamma": 1, "draws": {count}}}}}"#);
        text.parse::<Spec>()
            .unwrap()
            .augmentation(2)
            .map(|noise| noise.covariance(&DVector::zeros(2), &DMatrix::zeros(2, 2))[(0, 0)])
    };
    assert_eq!(draws(1000).unwrap(), 1001.0);
    assert!(draws(1001).unwrap_err().to_string().contains("[0, 1000]"));
    // Sides are named as they were written.
    for (side, named) in [("[3, 2]", "[3, 2]"), ("[2, 3]", "[2, 3]"), ("3", " 3")] {
        let refused = patch(format!(r#"{{"height": 4, "width": 4, "side": {side}}}"#)).unwrap_err().to_string();
        assert!(refused.contains(named) && refused.contains("divisor of 4 and 4"), "{refused}");
    }
}

#[test]
fn images_are_named_by_their_axes_wherever_they_stand() {
    let axes = |text: &str| text.parse::<Spec>().unwrap().images().to_vec();
    let patches = |more: &str| {
        format!(r#"{{"mask-patches": {{"patch": {{"height": 2, "width": 4, "side": 2{more}}}, "keep": 1}}}}"#)
    };
    assert_eq!(axes(&patches("")), [vec![2, 4]]);
    assert_eq!(axes(&patches(r#", "channels": 3, "layout": "chw""#)), [vec![3, 2, 4]]);
    assert_eq!(axes(&patches(r#", "channels": 3, "layout": "hwc""#)), [vec![2, 4, 3]]);
    let shift = r#"{"shift": {"height": 1, "width": 8, "offsets": [[0, 0]]}}"#;
    let chain = format!(r#"{{"chain": [{{"chain": [{shift}]}}, {}]}}"#, patches(""));
    assert_eq!(axes(&chain), [vec![1, 8], vec![2, 4]]);
    assert!(axes(r#"{"speckle": {"sigma": 1}}"#).is_empty());
}

/// At any depth of chains, and only if there is just one.
#[test]
fn alpha_is_replaced_in_a_chain_of_chains() {
    let noise = r#"{"aligned-noise": {"theta": 1, "gamma": 1, "alpha": 5}}"#;
    let inner = format!(r#"{{"chain": [{{"speckle": {{"sigma": 0}}}}, {noise}]}}"#);
    let with = |text: &str| text.parse::<Spec>().unwrap().with_alpha(&ratio(3, 1));
    let found = with(&format!(r#"{{"chain": [{inner}]}}"#)).unwrap().exact(1).unwrap();
    assert_eq!(found.covariance(&DVector::zeros(1), &DMatrix::zeros(1, 1))[(0, 0)], ratio(10, 1));
    assert!(with(&format!(r#"{{"chain": [{inner}, {noise}]}}"#)).is_none());
}
