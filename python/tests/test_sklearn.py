"""The habits of scikit-learn."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import jerc


def expected(estimator):
    """The checks that cannot hold, each with its reason."""
    if getattr(estimator, "center", False):
        # Its mean subtracted, one sample is 0 in all features; the message is that of the command line.
        return {"check_fit2d_1sample": "says that every feature is 0, and not that there is one sample"}
    return {}


ESTIMATORS = [
    jerc.JointEmbedding(k=1, theta=1),
    jerc.Reconstruction(k=1, theta=1),
    jerc.Reconstruction(k=1, augment=jerc.augment.MaskIndependent(keep="1/2"), noise=0.5, center=True),
    jerc.Supervised(theta=1, labels="targets"),
    jerc.Supervised(theta=1),
]


@parametrize_with_checks(ESTIMATORS, expected_failed_checks=expected)
def test_checks_of_scikit_learn(estimator, check):
    check(estimator)


def test_attributes_and_shapes(digits):
    X, _ = digits
    model = jerc.Reconstruction(k=3, theta=1, gamma=np.arange(64.0), alpha=0.5).fit(X)
    assert model.encoder_.shape == (3, 64) and model.decoder_.shape == (64, 3)
    assert model.transform(X).shape == (1797, 3) and model.inverse_transform(model.transform(X)).shape == X.shape
    assert model.get_feature_names_out().tolist() == [f"reconstruction{i}" for i in range(3)]
    assert (np.diff(model.eigenvalues_) <= 0).all() and model.unique_ is True and model.eigengap_ > 0
    # The loss is that of its own encoder and decoder, S = C + Θ + α²Γ.
    C = X.T @ X / len(X)
    S = C + np.eye(64) + 0.25 * np.diag(np.arange(64.0))
    E, D = model.encoder_, model.decoder_
    loss = np.trace(C) - 2 * np.trace(D @ E @ C) + np.trace(D @ E @ S @ E.T @ D.T)
    assert abs(loss - model.loss_) < 1e-9 * model.loss_ and np.abs(E @ S @ E.T - np.eye(3)).max() < 1e-9


def test_centering_is_subtracting_the_mean(digits):
    X, y = digits
    Xc = X - X.mean(axis=0)
    for estimator in (jerc.JointEmbedding(k=4, theta=1), jerc.Reconstruction(k=4, theta=1), jerc.Supervised(theta=1)):
        own, by_hand = clone(estimator).set_params(center=True).fit(X, y), clone(estimator).fit(Xc, y)
        assert np.allclose(np.abs(own.transform(X)), np.abs(by_hand.transform(Xc)), atol=1e-8)
    model = jerc.Reconstruction(k=4, theta=1, center=True).fit(X)
    assert np.allclose(model.inverse_transform(np.zeros((1, 4))), X.mean(axis=0))


def test_data_frames_keep_their_names(digits):
    X = pd.DataFrame(digits[0], columns=[f"pixel{i}" for i in range(64)])
    model = jerc.JointEmbedding(k=2, theta=1).fit(X)
    assert model.feature_names_in_.tolist() == X.columns.tolist()
    assert np.array_equal(model.encoder_, jerc.JointEmbedding(k=2, theta=1).fit(digits[0]).encoder_)
    shown = model.set_output(transform="pandas").transform(X)
    assert shown.columns.tolist() == ["jointembedding0", "jointembedding1"]
    with pytest.raises(ValueError, match="feature names"):
        model.transform(X[X.columns[::-1]])
    words = pd.Series(digits[1]).map("class {}".format)
    assert jerc.Supervised(theta=1).fit(X, words).weights_.shape == (10, 64)


def test_pipelines_and_grids(digits):
    X, y = digits[0][:400], digits[1][:400]
    pipeline = Pipeline([("code", jerc.JointEmbedding(theta=1, gamma=np.ones(64))), ("probe", LogisticRegression())])
    grid = GridSearchCV(pipeline, {"code__k": [2, 20], "code__alpha": [0.0, 1.0]}, cv=3).fit(X, y)
    assert grid.best_params_["code__k"] == 20 and grid.best_score_ > 0.8
    chained = make_pipeline(StandardScaler(), jerc.Supervised(theta=1)).fit(X, y)
    assert chained.transform(X).shape == (400, 10)


def test_pickles_solve_on_but_do_not_hold_the_samples(digits):
    X, _ = digits
    model = jerc.JointEmbedding(k=2, theta=1).fit(X[:, 20:24])
    copy = pickle.loads(pickle.dumps(model))
    assert len(pickle.dumps(model)) < 5000
    assert np.array_equal(copy.transform(X[:, 20:24]), model.transform(X[:, 20:24]))
    with pytest.raises(ValueError, match="a pickle does not hold the samples"):
        copy.certificate()
    assert copy.certificate(X[:, 20:24]).json == model.certificate().json


def test_what_is_missing_or_too_much_is_said():
    X = np.array([[1.0, 2.0], [3.0, 1.0], [0.0, 1.0]])
    for parameters, said in [
        ({}, "the augmentation is missing; give theta, gamma and alpha, or augment"),
        ({"theta": 1, "k": 3}, "embedding dimension k: must be between 1 and d = 2, found 3"),
        ({"theta": 1, "k": 0}, "embedding dimension k: must be between 1 and d = 2, found 0"),
        ({"theta": 1, "augment": "{}"}, "augment and theta, gamma are two augmentations"),
        ({"theta": 1, "noise": -1.0}, "noise: must be a number >= 0, found -1"),
        ({"theta": np.ones(3)}, r"theta has shape \[3\] but the data have d = 2; give a 2 x 2 covariance"),
    ]:
        with pytest.raises(ValueError, match=said):
            jerc.JointEmbedding(**{"k": 1, **parameters}).fit(X)
    with pytest.raises(ValueError, match="sl needs labels, and there are none"):
        jerc.Supervised(theta=1).fit(X)
    with pytest.raises(ValueError, match="labels=\"class\"; give"):
        jerc.Supervised(theta=1, labels="class").fit(X, [0, 0, 1])
    big = np.array([[2**53 + 1, 1], [0, 1]])
    with pytest.raises(ValueError, match="X: entry 0 .* is no f64; keep integers within 2.53"):
        jerc.JointEmbedding(k=1, theta=1).fit(big)


def test_views_need_their_samples():
    X = np.eye(4, 3)
    views = jerc.Views(np.random.default_rng(0).normal(size=(4, 3, 3)))
    for given, said in [(np.eye(5, 3), "views of 4 samples, and X has 5"), (np.eye(4), "views of 3 features, and X has 4")]:
        with pytest.raises(ValueError, match=said):
            jerc.JointEmbedding(k=1, augment=views).fit(given)
    with pytest.raises(ValueError, match="center is not for views"):
        jerc.JointEmbedding(k=1, augment=views, center=True).fit(X)
    for shape in ((4, 3), (4, 1, 3), (0, 2, 3)):
        with pytest.raises(ValueError, match=r"views must be \(n, v, d\) with v >= 2"):
            jerc.Views(np.zeros(shape))
    images = jerc.Views(np.random.default_rng(0).normal(size=(4, 2, 3, 5)))
    assert (images.n, images.views, images.d) == (4, 2, 15)


def test_what_is_no_real_number_is_refused():
    X = np.random.default_rng(0).normal(size=(30, 4))
    dates = (100 * X).astype("i8").astype("M8[s]")
    for bad, said in ((np.ma.masked_greater(X, 1), "values are masked"), (dates, "are not real")):
        with pytest.raises(ValueError, match=f"X: .*{said}"):
            jerc.JointEmbedding(k=2, theta=1).fit(bad)
    assert jerc.JointEmbedding(k=2, theta=1).fit(np.ma.masked_greater(X, 99)).n_samples_ == 30
    with pytest.raises(ValueError, match="numbers are complex"):
        jerc.JointEmbedding(k=2, theta=np.eye(4) + 1j).fit(X)
    with pytest.raises(ValueError, match="views: .*not real"):
        jerc.Views(X[:, None, :] + np.zeros((30, 2, 4), dtype=complex))
