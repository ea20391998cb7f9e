"""The advice of the command line."""

import json

import numpy as np
import pytest

import jerc


@pytest.fixture(scope="module")
def problem():
    """Strong noise in two of eight directions, which the views imitate."""
    rng = np.random.default_rng(1)
    n, d = 300, 8
    basis = rng.normal(size=(2, d))
    signal = rng.normal(size=(n, 2)) @ basis

    def noise():
        return 5 * rng.normal(size=(n, 2)) @ np.eye(2, d)

    X, again = (signal + noise() + 0.3 * rng.normal(size=(n, d)) for _ in range(2))
    views = {
        0.5: np.stack([X + 0.1 * noise() + 0.1 * rng.normal(size=X.shape) for _ in range(2)], axis=1),
        2.0: np.stack([X + noise() + 0.1 * rng.normal(size=X.shape) for _ in range(3)], axis=1),
    }
    return X, again, views, (signal @ basis.T > 0).astype(int) @ [1, 2]


def told(command_line, *words):
    """The document of the command line, less the commands that it prints."""
    done = command_line.run("recommend", *words, "--format", "json")
    assert done.returncode in (0, 4), done.stderr
    document = json.loads(done.stdout)
    for key in ("certificates", "notes"):
        document.pop(key, None)
    return document


def test_it_is_the_document_of_the_command_line(command_line, problem):
    X, again, views, y = problem
    command_line.save(X=X, again=again, V1=views[0.5], V2=views[2.0], y=y, T=np.full(8, 0.1), G=np.arange(8.0),
                      groups=np.arange(300) // 2, cov=np.diag([25.0, 25, 0, 0, 0, 0, 0, 0]), dirs=np.eye(8, 2))
    (command_line.folder / "mask.json").write_text('{"mask-independent": {"keep": 0.5}}')
    shown = ["--data", "X.npy", "--views", "0.5=V1.npy", "2=V2.npy"]
    noise = ["--data", "X.npy", "--theta", "T.npy", "--gamma", "G.npy", "--alpha", "0.5,1.5"]
    at = {"theta": 0.1, "gamma": np.arange(8.0), "alpha": [0.5, 1.5]}
    for words, own in [
        ([*shown, "--replicate", "again.npy", "-k", "2"], {"views": views, "replicate": again, "k": 2}),
        ([*noise, "--labels", "y.npy", "-k", "1,2"], {**at, "labels": y, "k": [1, 2]}),
        ([*noise, "--groups", "groups.npy", "--labels", "y.npy"], {**at, "labels": y, "groups": np.arange(300) // 2}),
        ([*noise, "--nuisance-cov", "cov.npy", "--weight", "raw"],
         {**at, "nuisance_cov": np.diag([25.0, 25, 0, 0, 0, 0, 0, 0]), "weight": "raw"}),
        ([*noise, "--nuisance-dirs", "dirs.npy", "--noise", "0,0.1"],
         {**at, "nuisance_dirs": np.eye(8, 2), "noise": [0, 0.1]}),
        ([*noise, "--nuisance", "again.npy", "--folds", "5", "--seed", "3"],
         {**at, "nuisance": again, "folds": 5, "seed": 3}),
        (["--data", "X.npy", "--augment", "mask.json", "--assume", "aligned"],
         {"augment": jerc.augment.MaskIndependent(keep=0.5), "assume": "aligned"}),
        ([*noise], at),
    ]:
        assert told(command_line, *words) == jerc.recommend(X, **own).document, words


def test_views_alone_and_words(command_line, problem):
    X, _, views, y = problem
    words = np.array(["", "b", "c", "d"])[y]
    command_line.save(V=views[2.0], y=words)
    document = told(command_line, "--views", "V.npy", "--labels", "y.npy", "-k", "2")
    own = jerc.recommend(views=views[2.0], labels=words, k=2)
    assert document == own.document
    assert own.verdict in repr(own) and "verdict" in dir(own)
    with pytest.raises(AttributeError):
        own.nothing


def test_steps_are_told(problem):
    X, again, views, _ = problem
    parts = []
    jerc.recommend(X, views=views, replicate=again, k=2, progress=lambda step, part: parts.append(part))
    assert parts and 0 <= min(parts) <= max(parts) <= 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"replicate": np.ones((300, 8)), "labels": np.zeros(300)}, "are two kinds of evidence"),
        ({"views": None}, "the augmentation is missing"),
        ({"theta": 1, "alpha": 1}, "views and theta, gamma are two augmentations"),
        ({"views": None, "theta": 1}, "the augmentation is incomplete"),
        ({"tolerance": -1}, "tolerance: must be"),
        ({"weight": "grey"}, 'weight="grey"; give "white" or "raw"'),
        ({"assume": "so"}, "assume='so'"),
        ({"replicate": np.ones((7, 8))}, "replicate"),
        ({"nuisance_cov": -np.eye(8)}, "covariance of the nuisance"),
        ({"nuisance_cov": np.triu(np.ones((8, 8)))}, "a covariance must be symmetric"),
    ],
)
def test_what_does_not_fit_is_refused(problem, change, said):
    X, _, views, _ = problem
    with pytest.raises(ValueError, match=said) as refused:
        jerc.recommend(X, **{"views": views, "k": 2, **change})
    assert "\n" not in str(refused.value)
