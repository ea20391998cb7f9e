//! Every family of a specification with its fields and an example: what `jerc families` prints,
//! held against the reader by the tests.

/// A field and its meaning.
pub type Field = (&'static str, &'static str);

/// For each family: name, fields with their meaning, and an example for d = 2. The value of `chain`
/// is the list of its stages.
pub const FIELDS: [(&str, &[Field], &str); 13] = [
    (
        "aligned-noise",
        &[("theta", "covariance"), ("gamma", "covariance"), ("alpha", "number >= 0")],
        r#"{"aligned-noise": {"theta": 1, "gamma": [0, "1/3"], "alpha": 0.5}}"#,
    ),
    (
        "speckle",
        &[("sigma", "relative standard deviation, one for each coordinate")],
        r#"{"speckle": {"sigma": [0.5, 1]}}"#,
    ),
    (
        "mask-independent",
        &[("keep", "keep probability, one for each coordinate")],
        r#"{"mask-independent": {"keep": "1/4"}}"#,
    ),
    (
        "mask-patches",
        &[("patch", "patch"), ("keep", "how many patches are kept, an integer")],
        r#"{"mask-patches": {"patch": [0, 1], "keep": 1}}"#,
    ),
    (
        "mask-patches-independent",
        &[("patch", "patch"), ("keep", "keep probability, a list with one for each patch or one number")],
        r#"{"mask-patches-independent": {"patch": [0, 1], "keep": 0.5}}"#,
    ),
    (
        "mask-mixture",
        &[
            ("masks", "list of masks, each a list of d times true (kept) or false"),
            ("weights", "probabilities of sum 1"),
        ],
        r#"{"mask-mixture": {"masks": [[true, false], [true, true]], "weights": ["1/3", "2/3"]}}"#,
    ),
    (
        "group",
        &[(
            "generators",
            "list of {\"from\": permutation of 0..d, \"negative\": d times true or false, optional}: view_i = x_(from i) or its negative",
        )],
        r#"{"group": {"generators": [{"from": [1, 0]}]}}"#,
    ),
    (
        "image-group",
        &[
            ("height", "integer"),
            ("width", "integer"),
            (
                "generators",
                "list of \"horizontal-flip\", \"vertical-flip\", \"quarter-turn\", \"horizontal-shift\", \"vertical-shift\" (cyclic, by one pixel)",
            ),
        ],
        r#"{"image-group": {"height": 1, "width": 2, "generators": ["horizontal-flip"]}}"#,
    ),
    (
        "linear-mixture",
        &[("maps", "list of maps, each d lists of d numbers"), ("weights", "probabilities of sum 1")],
        r#"{"linear-mixture": {"maps": [[[1, 0], [0, 1]], [[1, "1/2"], [0, 1]]], "weights": [0.5, 0.5]}}"#,
    ),
    (
        "shift",
        &[
            ("height", "integer"),
            ("width", "integer"),
            ("offsets", "list of [rows down, columns right]; 0 enters from outside"),
            ("weights", "probabilities of sum 1, optional: equal"),
        ],
        r#"{"shift": {"height": 1, "width": 2, "offsets": [[0, 0], [0, 1]]}}"#,
    ),
    (
        "blur",
        &[
            ("height", "integer"),
            ("width", "integer"),
            ("kernels", "list of kernels, each a list of rows, odd height and width"),
            ("weights", "probabilities of sum 1, optional: equal"),
            ("edge", "\"zero\" or \"wrap\", optional: zero"),
        ],
        r#"{"blur": {"height": 1, "width": 2, "kernels": [[[1]], [["1/4", "1/2", "1/4"]]], "weights": [0.25, 0.75]}}"#,
    ),
    (
        "chain",
        &[],
        r#"{"chain": [{"speckle": {"sigma": 1}}, {"mask-independent": {"keep": 0.5}}, {"aligned-noise": {"theta": 0, "gamma": 1, "alpha": "1/3"}}]}"#,
    ),
    ("thinning", &[("keep", "probability of keeping an event")], r#"{"thinning": {"keep": "1/2"}}"#),
];
