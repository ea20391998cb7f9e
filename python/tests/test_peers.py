"""Where another library solves the same problem, the numbers are the same."""

import numpy as np
import pytest
from sklearn.cross_decomposition import CCA
from sklearn.decomposition import PCA

import jerc

CLOSE = 1e-10


@pytest.fixture(scope="module")
def X(digits):
    """Pixels that vary: 600 x 52."""
    return digits[0][:600, digits[0].std(axis=0) > 0.5]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def distance(A, B):
    """The largest entry between rows of length 1, whatever their sign."""
    A, B = unit(A), unit(B)
    return np.abs(A * np.sign((A * B).sum(axis=1, keepdims=True)) - B).max()


def test_pca_is_reconstruction_with_isotropic_noise(X):
    # Σ = s I: the pencil (C², C + s I) has the eigenvectors of C, and eigenvalues c²/(c + s).
    k, s = 5, 0.7
    own, peer = jerc.Reconstruction(k=k, theta=s, center=True).fit(X), PCA(k, svd_solver="full").fit(X)
    c = peer.explained_variance_ * (len(X) - 1) / len(X)
    assert np.abs(own.eigenvalues_ / (c**2 / (c + s)) - 1).max() < CLOSE
    assert distance(own.encoder_, peer.components_) < CLOSE
    # Its reconstruction is that of PCA, shrunk by c/(c + s).
    shrunk = (peer.transform(X) * (c / (c + s))) @ peer.components_ + peer.mean_
    assert np.abs(own.inverse_transform(own.transform(X)) - shrunk).max() < CLOSE * np.abs(X).max()
    # Without the noise PCA is the limit, not the same: the check can fail.
    assert distance(jerc.Reconstruction(k=k, theta=np.arange(52.0), center=True).fit(X).encoder_, peer.components_) > 0.01


def test_maxvar_gcca_is_joint_embedding_of_patches(X):
    # One of N patches is seen: G = C/N², S = blockdiag(C)/N, so that ω = ρ/N for the eigenvalue ρ of the
    # sum of the projectors on the patches (Kettenring 1971).
    GCCA = pytest.importorskip("cca_zoo.linear").GCCA
    k, N = 4, 3
    patch = np.arange(X.shape[1]) % N
    views = [X[:, patch == a] for a in range(N)]
    peer = GCCA(n_components=k).fit(views)
    weights = np.zeros((k, X.shape[1]))
    for a in range(N):
        weights[:, patch == a] = np.asarray(peer.weights_[a]).T
    own = jerc.JointEmbedding(k=k, augment=jerc.augment.MaskPatches(patch=patch, keep=1), center=True).fit(X)
    assert distance(own.encoder_, weights) < CLOSE
    bases = [np.linalg.qr(view - view.mean(axis=0))[0] for view in views]
    rho = np.linalg.eigvalsh(sum(Q @ Q.T for Q in bases))[::-1][:k]
    assert np.abs(own.eigenvalues_ * N / rho - 1).max() < CLOSE
    assert own.unique_ is True and own.row_space_error_ < 1e-6
    # However many patches are seen, S is a mixture of C and blockdiag(C): the encoder stays. Of other patches it
    # is another one.
    for patches, keep, same in ((patch, 2, True), (np.sort(patch), 1, False)):
        mask = jerc.augment.MaskPatches(patch=patches, keep=keep)
        found = distance(jerc.JointEmbedding(k=k, augment=mask, center=True).fit(X).encoder_, weights)
        assert found < CLOSE if same else found > 0.01


def test_cca_is_joint_embedding_of_two_patches(X):
    # As above with N = 2: ω = (1 + r)/2 for the canonical correlation r.
    patch = np.arange(X.shape[1]) % 2
    one, two = X[:, patch == 0], X[:, patch == 1]
    own = jerc.JointEmbedding(k=3, augment=jerc.augment.MaskPatches(patch=patch, keep=1), center=True).fit(X)
    peer = CCA(3, scale=False, tol=1e-15, max_iter=100_000).fit(one, two)
    scores = peer.transform(one, two)
    r = np.array([np.corrcoef(scores[0][:, i], scores[1][:, i])[0, 1] for i in range(3)])
    found = 2 * own.eigenvalues_ - 1
    # By singular values, which do not iterate; scikit-learn deflates, and what it finds first is exact.
    bases = [np.linalg.qr(view - view.mean(axis=0))[0] for view in (one, two)]
    exact = np.linalg.svd(bases[0].T @ bases[1], compute_uv=False)[:3]
    assert np.abs(found - exact).max() < CLOSE and abs(found[0] - r[0]) < CLOSE
    assert np.abs(found - r).max() < 1e-6
