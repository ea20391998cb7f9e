"""Certificates are accepted, and what they are not about is seen."""

from fractions import Fraction

import numpy as np
import pytest

import jerc


@pytest.fixture
def X():
    return np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 1.0, 3.0], [0.0, 2.0, 1.0]])


def test_an_estimator_proves_its_optimum(X, tmp_path):
    for estimator in (jerc.JointEmbedding, jerc.Reconstruction):
        model = estimator(k=1, theta=1, gamma=[1, 2, 3], alpha=0.5).fit(X)
        certificate = model.certificate()
        verified = certificate.check()
        loss, lower, upper = verified.loss
        assert lower <= upper and isinstance(lower, Fraction)
        assert float(lower) - model.loss_error_ <= model.loss_ <= float(upper) + model.loss_error_
        assert verified.k == 1 and verified.d == 3 and not verified.recomputed and verified.eigengap > 0
        how = {"theta": 1, "gamma": [1, 2, 3], "alpha": 0.5}
        assert jerc.check(certificate, X, **how).recomputed
        for name in ("c.json", "c.json.gz"):
            certificate.write(tmp_path / name)
            assert jerc.check(tmp_path / name) == verified == jerc.check(str(tmp_path / name))
        with pytest.raises(jerc.Rejected, match="^rejected: "):
            jerc.check(certificate, X + np.eye(4, 3), **how)
        with pytest.raises(jerc.Rejected, match="^rejected: "):
            jerc.check(certificate, X, theta=2)
        assert "Theorem" in certificate.theorem() or "Lemma" in certificate.theorem()


def test_an_augmentation_without_samples_is_not_ignored(X):
    certificate = jerc.certify("je", X, 1, theta=1)
    for how in ({"theta": 2}, {"gamma": 1}, {"alpha": 1.0}, {"center": True}, {"noise": 0.1}, {"augment": {}}):
        with pytest.raises(ValueError, match="samples are missing; give X"):
            jerc.check(certificate, **how)


def test_a_changed_certificate_is_rejected(X):
    text = jerc.certify("je", X, 1, theta=1).json
    assert jerc.check(text.encode()).problem == "je"
    for old, new in (('"k":1', '"k":2'), ('"k": 1', '"k": 2'), ("jerc-certificate/1", "jerc-certificate/9")):
        if old in text:
            with pytest.raises(jerc.Rejected, match="^rejected: "):
                jerc.check(text.replace(old, new, 1))


def test_damaged_files_are_refused(tmp_path, X):
    path = tmp_path / "c.json.gz"
    jerc.certify("rc", X, 2, theta=1).write(path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ValueError, match="the compressed data are damaged or truncated"):
        jerc.check(path)
    with pytest.raises(FileNotFoundError):
        jerc.check(tmp_path / "none.json")


def test_views_and_sums_are_certified(X):
    rng = np.random.default_rng(0)
    views = jerc.Views(rng.integers(-3, 4, size=(4, 3, 3)) + X[:, None, :])
    for given in (X, None):
        certificate = jerc.JointEmbedding(k=1, augment=views, noise=0.5).fit(given).certificate()
        assert jerc.check(certificate, given, augment=views, noise=0.5).recomputed
    moments = jerc.Moments(X)
    certificate = jerc.Reconstruction(k=1, theta=1).fit(moments).certificate()
    assert jerc.check(certificate, moments, theta=1).recomputed
    assert jerc.check(certificate, X, theta=1).recomputed


def test_an_unknown_problem_is_refused(X):
    with pytest.raises(ValueError, match='"sl" is no problem; give "je" or "rc"'):
        jerc.certify("sl", X, 1, theta=1)


def test_a_certificate_is_about_the_samples_of_fit():
    X = np.random.default_rng(1).normal(size=(300, 6)) * [6, 5, 4, 3, 2, 1]
    for estimator in (jerc.JointEmbedding, jerc.Reconstruction):
        model = estimator(k=2, theta=1).fit(X)
        assert model.certificate().check().k == model.certificate(X.copy()).check().k == 2
        for other in (X[:10], np.tile(X[:150], (2, 1)), 3 * X):
            with pytest.raises(ValueError, match="the samples are not those of fit, or have changed since"):
                model.certificate(other)
        changed = X.copy()
        model = estimator(k=2, theta=1).fit(changed)
        changed *= 3
        with pytest.raises(ValueError, match="have changed since"):
            model.certificate()
