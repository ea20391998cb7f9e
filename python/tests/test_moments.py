"""Sums are a monoid, and travel."""

import pickle

import numpy as np
import pytest

import jerc


def test_merging_has_no_order_for_integers(digits):
    X, y = digits
    parts = [jerc.Moments(X[i::4], y[i::4]) for i in range(4)]
    whole = jerc.Moments(X, y)
    assert sum(parts) == whole == parts[3] + parts[1] + (parts[0] + parts[2]) and whole.rounding == 0.0
    assert parts[0] != whole and parts[0].n == 450
    assert (whole.n, whole.n_features, whole.n_labels) == (1797, 64, 10)
    assert np.array_equal(whole.mean, X.mean(axis=0)) and np.allclose(whole.second, X.T @ X / 1797, rtol=1e-14)


def test_reals_round_within_the_bound():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(4000, 20))
    whole, parts = jerc.Moments(X, twice=True), sum(jerc.Moments(part) for part in np.array_split(X, 7))
    error = np.abs(whole.second - parts.second)
    scale = np.sqrt(np.outer(np.diag(whole.second), np.diag(whole.second)))
    assert 0 < parts.rounding < 6e-15 and whole.rounding < 1e-25
    assert (error <= (parts.rounding + whole.rounding + 2**-52) * scale).all() and error.max() > 0


def test_they_are_pickled_and_written(tmp_path, digits):
    moments = jerc.Moments(digits[0][:50])
    for copy in (pickle.loads(pickle.dumps(moments)), jerc.Moments.from_bytes(moments.to_bytes()), moments.copy()):
        assert copy == moments and copy.n == 50
    assert pickle.loads(pickle.dumps(jerc.Moments())) == jerc.Moments()
    copy = moments.copy().update(digits[0][50:60])
    assert (moments.n, copy.n) == (50, 60)
    moments.write(tmp_path / "some.moments")
    assert jerc.Moments.read(tmp_path / "some.moments") == moments


def test_the_empty_sum_is_neutral(digits):
    moments = jerc.Moments(digits[0])
    assert jerc.Moments() + moments == moments + jerc.Moments() == moments
    assert repr(jerc.Moments()) == "Moments()" and jerc.Moments().n == 0
    for ask in (lambda: jerc.Moments().mean, lambda: jerc.JointEmbedding(k=1, theta=1).fit(jerc.Moments())):
        with pytest.raises(ValueError, match="number of samples: must be at least 1, found 0"):
            ask()


def test_what_does_not_fit_is_refused(digits):
    moments = jerc.Moments(digits[0])
    with pytest.raises(ValueError, match="moments to merge: expected d = 64, l = 0, found d = 3, l = 0"):
        moments.merge(jerc.Moments(np.eye(3)))
    with pytest.raises(ValueError, match="not a .moments file"):
        jerc.Moments.from_bytes(b"PK")
    damaged = bytearray(moments.to_bytes())
    damaged[-3000] ^= 1
    with pytest.raises(ValueError):
        jerc.Moments.from_bytes(bytes(damaged))
    with pytest.raises(ValueError, match="X: the value at row 1, column 0 is NaN"):
        jerc.Moments(np.array([[1.0], [np.nan]]))


def test_supervised_learning_from_sums(digits):
    X, y = digits
    sums = jerc.Moments(X, y)
    own, direct = jerc.Supervised(theta=1).fit(sums), jerc.Supervised(theta=1).fit(X, y)
    assert np.abs(own.weights_ - direct.weights_).max() <= own.weights_error_ + direct.weights_error_
