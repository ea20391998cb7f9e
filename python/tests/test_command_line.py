"""The same numbers as the command line, to the last bit; the same line where it refuses."""

import numpy as np
import pytest

import jerc

CLASSES = {"je": jerc.JointEmbedding, "rc": jerc.Reconstruction}


def assert_same(report, arrays, model):
    """A model against the report and the arrays of the command line."""
    assert report["loss"] == model.loss_ and report["loss_error"] == model.loss_error_
    assert report["n"] == model.n_samples_ and report["d"] == model.n_features_in_
    assert report.get("set_aside", []) == model.set_aside_
    if "weights" in arrays:
        assert np.array_equal(arrays["weights"], model.weights_) and report["weights_error"] == model.weights_error_
        return
    assert np.array_equal(arrays["encoder"], model.encoder_)
    assert np.array_equal(arrays["eigenvalues"], model.eigenvalues_)
    assert report["eigenvalue_errors"] == model.eigenvalue_errors_.tolist()
    assert (report["eigengap"], report["unique"]) == (model.eigengap_, model.unique_)
    assert report["row_space_error"] == model.row_space_error_
    if "decoder" in arrays:
        assert np.array_equal(arrays["decoder"], model.decoder_)


NOISE = ["--theta", "T.npy", "--gamma", "G.npy", "--alpha"]
# Folder, problem, words of the command line after --data, parameters of the estimator.
EMBEDDINGS = [
    ("01", "je", "X", [*NOISE, 0, "-k", 1], {"k": 1, "theta": "T", "gamma": "G"}),
    ("01", "rc", "X", [*NOISE, 0, "-k", 1], {"k": 1, "theta": "T", "gamma": "G"}),
    ("01", "je", "wine", ["--theta", "T13.npy", "--gamma", "G13.npy", "--alpha", 0, "-k", 2],
     {"k": 2, "theta": "T13", "gamma": "G13"}),
    ("01", "rc", "iris", ["--theta", "Tiris.npy", "--gamma", "G4.npy", "--alpha", 0, "-k", 2],
     {"k": 2, "theta": "Tiris", "gamma": "G4"}),
    ("02", "rc", "X", [*NOISE, 0, "-k", 2], {"k": 2, "theta": "T", "gamma": "G"}),
    ("05", "rc", "digits", ["--augment", "mask.json", "-k", 10], {"k": 10, "augment": "mask.json"}),
    ("05", "je", "counts", ["--augment", "thin.json", "-k", 3], {"k": 3, "augment": "thin.json"}),
    ("06", "je", "X", [*NOISE, 1, "-k", 2], {"k": 2, "theta": "T", "gamma": "G", "alpha": 1.0}),
    ("06", "je", "X", [*NOISE, 1, "-k", 2, "--center"],
     {"k": 2, "theta": "T", "gamma": "G", "alpha": 1.0, "center": True}),
    ("11", "je", "X", [*NOISE, 1, "-k", 2], {"k": 2, "theta": "T", "gamma": "G", "alpha": 1.0}),
    ("11", "je", "half", [*NOISE, 1, "-k", 2], {"k": 2, "theta": "T", "gamma": "G", "alpha": 1.0}),
    ("14", "je", "chw", ["--augment", "tall.json", "-k", 5], {"k": 5, "augment": "tall.json"}),
    ("15", "rc", "X", [*NOISE, 1, "-k", 2, "--noise", "0.25"],
     {"k": 2, "theta": "T", "gamma": "G", "alpha": 1.0, "noise": 0.25}),
]


def read(folder, parameters):
    """Names of files as what they hold."""
    found = {}
    for key, value in parameters.items():
        if isinstance(value, str):
            value = (folder / value).read_text() if value.endswith(".json") else np.load(folder / f"{value}.npy")
        found[key] = value
    return found


def flat(array):
    return array.reshape(len(array), -1)


@pytest.mark.parametrize("case", EMBEDDINGS, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}-{len(case[4])}")
def test_cases_of_embeddings(cases, command_line, case):
    number, problem, data, words, parameters = case
    (folder,) = cases.glob(f"{number}-*")
    if data == "chw":
        # 300 x 3 x 8 x 8, which the specification knows as images of 24 x 8.
        command_line.save(chw=flat(np.load(folder / "chw.npy")))
        path = command_line.folder / "chw.npy"
    else:
        path = f"{data}.npy"
    report, arrays = command_line.solve(problem, "--data", path, *words, folder=folder)
    X = flat(np.load(folder / f"{data}.npy"))
    assert_same(report, arrays, CLASSES[problem](**read(folder, parameters)).fit(X))


LABELLED = [
    ("03", "X", "y", "T", "G", 0, ["--targets"]),
    ("04", "X", "y_int", "T", "G", 1, []),
    ("04", "X", "y_float", "T", "G", 1, []),
    ("04", "X", "y_column", "T", "G", 1, []),
    ("04", "D", "age_int", "T10", "G10", 0, ["--targets"]),
    ("15", "X", "y255", "T", "G", 1, []),
]


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: f"{case[0]}-{case[2]}")
def test_cases_of_supervised_learning(cases, command_line, case):
    number, data, labels, theta, gamma, alpha, words = case
    (folder,) = cases.glob(f"{number}-*")
    words = [*words, "--labels", f"{labels}.npy", "--theta", f"{theta}.npy", "--gamma", f"{gamma}.npy", "--alpha", alpha]
    report, arrays = command_line.solve("sl", "--data", f"{data}.npy", *words, folder=folder)
    theta, gamma, y, X = (np.load(folder / f"{name}.npy") for name in (theta, gamma, labels, data))
    kind = "targets" if "--targets" in words else "told"
    model = jerc.Supervised(theta=theta, gamma=gamma, alpha=float(alpha), labels=kind).fit(X, y)
    assert_same(report, arrays, model)


def test_a_covariance_with_a_negative_eigenvalue_is_refused_alike(cases, command_line):
    (folder,) = cases.glob("15-*")
    said = command_line.refusal("solve", "je", "--data", "X.npy", "--theta", "Tf4.npy", "--gamma", "G.npy", "--alpha", 1,
                                "-k", 2, folder=folder)
    X, theta, gamma = (np.load(folder / f"{name}.npy") for name in ("X", "Tf4", "G"))
    with pytest.raises(ValueError, match="has the negative eigenvalue -1.0428440121764247e-9") as refused:
        jerc.JointEmbedding(k=2, theta=theta, gamma=gamma, alpha=1.0).fit(X)
    assert "\n" not in str(refused.value) and "has the negative eigenvalue -1.0428440121764247e-9" in said


LAYOUTS = {
    "C": lambda X: X,
    "Fortran": np.asfortranarray,
    "strided": lambda X: np.repeat(X, 2, axis=1)[:, ::2],
    "backwards": lambda X: X[::-1][::-1],
    "float32": lambda X: X.astype("f4"),
    "float16": lambda X: X.astype("f2"),
    "int64": lambda X: X.astype("i8"),
    "int8": lambda X: X.astype("i1"),
    "uint16": lambda X: X.astype("u2"),
    "uint8": lambda X: X.astype("u1"),
    "big-endian": lambda X: X.astype(">f8"),
    "list": lambda X: X.tolist(),
}


@pytest.mark.parametrize("problem", ["je", "rc"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_digits_in_every_layout(digits, command_line, problem, layout):
    X, _ = digits
    command_line.save(X=X, T=np.full(64, 0.5), G=np.arange(64.0))
    report, arrays = command_line.solve(problem, "--data", "X.npy", *NOISE, 1.5, "-k", 10)
    model = CLASSES[problem](k=10, theta=0.5, gamma=np.arange(64.0), alpha=1.5).fit(LAYOUTS[layout](X))
    assert_same(report, arrays, model)


def test_digits_with_labels_views_and_sums(digits, command_line):
    X, y = digits
    rng = np.random.default_rng(0)
    V = (X[:, None, :] + rng.normal(size=(len(X), 3, 64))).astype("f4")
    command_line.save(X=X, y=y, V=V, T=np.ones(64), G=np.zeros(64))
    assert_same(*command_line.solve("sl", "--data", "X.npy", "--labels", "y.npy", *NOISE, 0),
                jerc.Supervised(theta=1).fit(X, y))
    views = ["--views", "V.npy", "-k", 5, "--noise", 0.1]
    for problem, estimator in CLASSES.items():
        model = estimator(k=5, augment=jerc.Views(V), noise=0.1)
        assert_same(*command_line.solve(problem, "--data", "X.npy", *views), model.fit(X))
        assert_same(*command_line.solve(problem, *views), model.fit(None))
    assert command_line.run("moments", "X.npy", "-o", "all.moments").returncode == 0
    moments = jerc.Moments(X[:1000]) + jerc.Moments(X[1000:])
    moments.write(command_line.folder / "own.moments")
    for name in ("all", "own"):
        report = command_line.solve("je", "--moments", f"{name}.moments", *NOISE, 0, "-k", 5)
        assert_same(*report, jerc.JointEmbedding(k=5, theta=1).fit(moments))
    assert jerc.Moments.read(command_line.folder / "all.moments") == moments


def test_reals_whose_sums_round(command_line):
    # More rows than a block, numbers of many sizes: any other order of sums would show.
    rng = np.random.default_rng(1)
    X = rng.normal(size=(5000, 200)) * np.logspace(-3, 3, 200)
    command_line.save(X=X, T=np.logspace(-6, 6, 200), G=np.ones(200))
    report = command_line.solve("rc", "--data", "X.npy", *NOISE, 0.5, "-k", 7, "--center")
    parameters = {"k": 7, "theta": np.logspace(-6, 6, 200), "gamma": 1.0, "alpha": 0.5, "center": True}
    for array in (X, np.asfortranarray(X)):
        assert_same(*report, jerc.Reconstruction(**parameters).fit(array))


def test_certificates_are_the_same_text(digits, command_line):
    X = digits[0][:, 20:36]
    command_line.save(X=X, T=np.full(16, 0.25), G=np.arange(16.0))
    for problem in CLASSES:
        for words, center in ((["--center"], True), ([], False)):
            done = command_line.run("certify", problem, "--data", "X.npy", *NOISE, 0.5, "-k", 3, "-o", "c.json", *words)
            assert done.returncode == 0, done.stderr
            own = jerc.certify(problem, X, 3, theta=0.25, gamma=np.arange(16.0), alpha=0.5, center=center, name="X.npy")
            assert own.json == (command_line.folder / "c.json").read_text()
            told = command_line.run("check", "c.json").stdout.splitlines()[0]
            assert told == f"c.json: {own.check()}"


REFUSED = {
    "nan": (lambda X: np.where(np.arange(4) == 1, np.nan, X), {}, []),
    "singular": (lambda X: X * [1, 1, 1, 0] + X[:, [0]] * [0, 0, 0, 1], {"theta": 0.0}, ["T0"]),
    "shape": (lambda X: X, {"theta": np.ones(3)}, ["T3"]),
    "alpha": (lambda X: X, {"alpha": -1.0}, ["-1"]),
    "zero": (lambda X: X * 0, {"theta": 0.0}, ["T0"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_line_where_it_refuses(command_line, name):
    change, parameters, words = REFUSED[name]
    X = change(np.arange(40.0).reshape(10, 4) ** 1.5 % 7)
    command_line.save(X=X, T=np.ones(4), T0=np.zeros(4), T3=np.ones(3), G=np.zeros(4))
    theta = next((f"{word}.npy" for word in words if word.startswith("T")), "T.npy")
    alpha = next((word for word in words if word.startswith("-")), "1")
    said = command_line.refusal("solve", "je", "--data", "X.npy", "--theta", theta, "--gamma", "G.npy", "--alpha", alpha,
                                "-k", 2)
    with pytest.raises(ValueError) as refused:
        jerc.JointEmbedding(**{"k": 2, "theta": 1.0, "gamma": 0.0, "alpha": 1.0, **parameters}).fit(X)
    # A file has a name and an option; an argument has its own.
    own = str(refused.value)
    assert said in (own, f"{theta}: {own}", own.replace("X: ", "X.npy: ", 1))
