"""Joint-embedding, reconstruction and supervised learning as estimators of scikit-learn."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from . import _arrays, _jerc
from ._certificates import Certificate, posed
from ._moments import Moments
from ._views import Views

_PARAMETERS = """theta, gamma : number, array of shape (d,) or (d, d), optional
        Covariances of the augmentation T(alpha): tau(x) = x + theta + alpha gamma. A number is times
        the identity, a list a diagonal. One that is left out is 0.
    alpha : float
        Alignment, >= 0.
    augment : Augmentation, str, dict or Views, optional
        Any augmentation instead: an object of `jerc.augment`, its JSON, or drawn views of the samples.
    center : bool
        Subtract from each feature its mean."""


class _Linear(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """What the estimators share."""

    theta: Any
    gamma: Any
    alpha: float
    augment: Any
    center: bool
    noise: float
    progress: _arrays.Progress | None

    def _posed(self, X: Any, **labels: Any) -> _jerc.Problem:
        """The problem on samples, which are read where they lie."""
        if X is None or isinstance(X, Moments):
            if X is None and not isinstance(self.augment, Views):
                raise ValueError("the samples are missing; give X")
            self.n_features_in_ = self.augment.d if X is None else X.n_features
            if hasattr(self, "feature_names_in_"):
                del self.feature_names_in_
        else:
            _arrays.require_unmasked("X", X)
            # Whether numbers are finite the library looks itself, as it reads them.
            X = validate_data(self, X, dtype="numeric", ensure_all_finite=False, ensure_min_features=1)
        problem = posed(
            "X", X, self.theta, self.gamma, self.alpha, self.augment, self.center, self.noise, **labels
        )
        self.mean_ = self._mean(X) if self.center else None
        return problem

    @staticmethod
    def _mean(X: Any) -> NDArray[np.float64]:
        return X.mean if isinstance(X, Moments) else np.asarray(np.mean(X, axis=0, dtype=np.float64))

    def _coded(self, X: Any, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """X (n x d) times the rows (m x d), transposed: n x m."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype="numeric")
        X = np.asarray(X, dtype=np.float64)
        if self.mean_ is not None:
            X = X - self.mean_
        return np.asarray(X @ rows.T)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64"]
        return tags


class _Embedding(_Linear):
    """What joint-embedding and reconstruction share."""

    _problem = ""
    k: int

    def __init__(
        self,
        k: int = 10,
        *,
        theta: Any = None,
        gamma: Any = None,
        alpha: float = 0.0,
        augment: Any = None,
        center: bool = False,
        noise: float = 0.0,
        progress: _arrays.Progress | None = None,
    ) -> None:
        self.k = k
        self.theta = theta
        self.gamma = gamma
        self.alpha = alpha
        self.augment = augment
        self.center = center
        self.noise = noise
        self.progress = progress

    def fit(self, X: Any, y: Any = None) -> _Embedding:
        """Solves the problem in closed form.

        Parameters
        ----------
        X : array or data frame of shape (n, d), Moments, or None with Views
            Samples. float64 arrays in C order are read where they lie, others in blocks.
        y : ignored

        Returns
        -------
        self
        """
        problem = self._posed(X)
        solved = problem.embedding(self._problem, _dimension(self.k, problem.d), self.progress)
        self.encoder_ = solved["encoder"]
        if solved["decoder"] is not None:
            self.decoder_ = solved["decoder"]
        self.eigenvalues_ = solved["eigenvalues"]
        self.eigenvalue_errors_ = solved["eigenvalue_errors"]
        self.loss_ = solved["loss"]
        self.loss_error_ = solved["loss_error"]
        self.eigengap_ = solved["eigengap"]
        self.unique_ = solved["unique"]
        self.row_space_error_ = solved["row_space_error"]
        self.set_aside_ = solved["set_aside"]
        self.n_samples_ = problem.n
        self._n_features_out = self.encoder_.shape[0]
        self._posed_on = problem
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """The embedding of samples.

        Parameters
        ----------
        X : array or data frame of shape (n, d)

        Returns
        -------
        array of shape (n, k)
        """
        check_is_fitted(self)
        return self._coded(X, self.encoder_)

    def certificate(self, X: Any = None) -> Certificate:
        """Proves that the optimum is global; see `certify`.

        Parameters
        ----------
        X : array of shape (n, d), optional
            The samples of `fit`. They are needed where the estimator was pickled: it keeps a reference
            to the samples, and a pickle does not hold them.

        Returns
        -------
        Certificate

        Raises
        ------
        ValueError
            If the optimum is not that of `fit`: other samples, or samples that have changed since.
        """
        check_is_fitted(self)
        problem = getattr(self, "_posed_on", None) if X is None else None
        if problem is None:
            if X is None and not isinstance(self.augment, Views):
                raise ValueError("a pickle does not hold the samples; give certificate(X) those of fit")
            problem = posed("X", X, self.theta, self.gamma, self.alpha, self.augment, self.center, self.noise)
        certificate = Certificate(*problem.certify(self._problem, self.encoder_.shape[0], self.progress))
        low, high = certificate._loss()
        loss, error = Fraction(self.loss_), Fraction(self.loss_error_)
        if problem.n != self.n_samples_ or high < loss - error or low > loss + error:
            raise ValueError("the samples are not those of fit, or have changed since; give certificate(X) those of fit")
        return certificate

    def __getstate__(self) -> dict[str, Any]:
        state = dict(super().__getstate__())
        state.pop("_posed_on", None)
        return state


def _dimension(k: Any, d: int) -> int:
    if not isinstance(k, (int, np.integer)) or isinstance(k, bool) or not 1 <= k <= d:
        raise ValueError(f"embedding dimension k: must be between 1 and d = {d}, found {k}")
    return int(k)


class JointEmbedding(_Embedding):
    __doc__ = f"""The optimum of joint-embedding (SSL-JE, Theorem 3.2 of arXiv:2505.12477).

    Two views of a sample are mapped to one place, and embeddings are white:
    minimise the mean of ``|W tau_1(x) - W tau_2(x)|**2`` subject to ``W S W' = I``, where S is the
    second moment of the views.

    Parameters
    ----------
    k : int
        Dimensions of the embedding, 1 <= k <= d.
    {_PARAMETERS}
    noise : float
        Isotropic noise on top of the views, of this part of their mean variance.
    progress : callable, optional
        Is told the steps of `fit` and `certificate`: a name, and None.

    Attributes
    ----------
    encoder_ : array of shape (k, d)
        W: generalised eigenvectors as rows, in the order of the eigenvalues.
    eigenvalues_, eigenvalue_errors_ : array of shape (k,)
        Leading eigenvalues, and a bound on the error of each.
    loss_, loss_error_ : float
        The optimum of the objective, and a bound on its error.
    eigengap_ : float or None
        Between the last eigenvalue and the next; None for k = d.
    unique_ : bool or "undecided"
        Whether the row space is the only optimal one: False only for a proved tie.
    row_space_error_ : float or None
        Bound on the sine of the largest angle to the optimal row space, where that is unique.
    set_aside_ : list of int
        Features that are 0 in every view: the encoder is 0 there.
    mean_ : array of shape (d,) or None
        What `center` subtracts.
    n_features_in_, n_samples_ : int
    feature_names_in_ : array of str
        Where X is a data frame.

    Examples
    --------
    >>> import jerc
    >>> from sklearn.datasets import load_digits
    >>> X = load_digits().data
    >>> model = jerc.JointEmbedding(k=5, theta=1, gamma=0).fit(X)
    >>> model.transform(X).shape, model.unique_
    ((1797, 5), True)
    """

    _problem = "je"


class Reconstruction(_Embedding):
    __doc__ = f"""The optimum of reconstruction (SSL-RC, Theorem 3.1 of arXiv:2505.12477).

    A sample is restored from a view of it: minimise the mean of ``|x - D E tau(x)|**2`` over the encoder
    E and the decoder D. ``fit(None)`` with `Views` has no samples: another view is restored then.

    Parameters
    ----------
    k : int
        Dimensions of the embedding, 1 <= k <= d.
    {_PARAMETERS}
    noise : float
        Isotropic noise on top of the views, of this part of their mean variance.
    progress : callable, optional
        Is told the steps of `fit` and `certificate`: a name, and None.

    Attributes
    ----------
    encoder_ : array of shape (k, d)
        E, with ``E S E' = I`` for the second moment S of the views.
    decoder_ : array of shape (d, k)
        D.
    eigenvalues_, eigenvalue_errors_ : array of shape (k,)
        What each dimension takes off the loss, and a bound on the error of each.
    loss_, loss_error_, eigengap_, unique_, row_space_error_, set_aside_, mean_
        As of `JointEmbedding`.

    Examples
    --------
    >>> import jerc
    >>> from sklearn.datasets import load_digits
    >>> X = load_digits().data
    >>> mask = jerc.augment.MaskIndependent(keep="3/4")
    >>> model = jerc.Reconstruction(k=5, augment=mask).fit(X)
    >>> model.inverse_transform(model.transform(X)).shape
    (1797, 64)
    """

    _problem = "rc"

    def inverse_transform(self, Z: Any) -> NDArray[np.float64]:
        """The samples that the decoder makes of embeddings.

        Parameters
        ----------
        Z : array of shape (n, k)

        Returns
        -------
        array of shape (n, d)
        """
        check_is_fitted(self)
        Z = np.asarray(Z, dtype=np.float64)
        if Z.ndim != 2 or Z.shape[1] != self.decoder_.shape[1]:
            raise ValueError(f"embeddings: expected shape (n, {self.decoder_.shape[1]}), found {Z.shape}")
        X = Z @ self.decoder_.T
        return np.asarray(X if self.mean_ is None else X + self.mean_)


class Supervised(_Linear):
    __doc__ = f"""The optimum of supervised learning on augmented samples (SL, Lemma B.1 of arXiv:2505.12477).

    Minimise the mean of ``|y - V tau(x)|**2`` over linear maps V. Classes are taken as one-hot rows.

    Parameters
    ----------
    {_PARAMETERS}
    noise : float
        Isotropic noise on top of the views, of this part of their mean variance.
    labels : {{"told", "classes", "targets"}}
        What y is taken for. "told" takes words, and a column of at most 20 different whole numbers of
        which one occurs twice, as classes.
    progress : callable, optional
        Is told the steps of `fit`: a name, and None.

    Attributes
    ----------
    weights_ : array of shape (l, d)
        V.
    weights_error_ : float
        Bound on the error of each entry.
    loss_, loss_error_ : float
        The optimum of the objective, and a bound on its error.
    set_aside_, mean_
        As of `JointEmbedding`.

    Examples
    --------
    >>> import jerc
    >>> from sklearn.datasets import load_digits
    >>> X, y = load_digits(return_X_y=True)
    >>> model = jerc.Supervised(theta=1).fit(X, y)
    >>> bool((model.transform(X).argmax(axis=1) == y).mean() > 0.9)
    True
    """

    def __init__(
        self,
        *,
        theta: Any = None,
        gamma: Any = None,
        alpha: float = 0.0,
        augment: Any = None,
        center: bool = False,
        noise: float = 0.0,
        labels: str = "told",
        progress: _arrays.Progress | None = None,
    ) -> None:
        self.theta = theta
        self.gamma = gamma
        self.alpha = alpha
        self.augment = augment
        self.center = center
        self.noise = noise
        self.labels = labels
        self.progress = progress

    def fit(self, X: Any, y: Any = None) -> Supervised:
        """Solves the problem in closed form.

        Parameters
        ----------
        X : array or data frame of shape (n, d), or Moments with labels
        y : array of shape (n,) or (n, l)
            Classes or targets; none where X are Moments.

        Returns
        -------
        self
        """
        if y is None and not isinstance(X, Moments):
            raise ValueError("sl needs labels, and there are none: requires y to be passed, but the target y is None")
        problem = self._posed(X, **_arrays.labels(y), kind=self.labels)
        solved = problem.supervised(self.progress)
        self.weights_ = solved["weights"]
        self.weights_error_ = solved["weights_error"]
        self.loss_ = solved["loss"]
        self.loss_error_ = solved["loss_error"]
        self.set_aside_ = solved["set_aside"]
        self.n_samples_ = problem.n
        self._n_features_out = self.weights_.shape[0]
        return self

    def transform(self, X: Any) -> NDArray[np.float64]:
        """What V makes of samples: one column for each target, or class in rising order.

        Parameters
        ----------
        X : array or data frame of shape (n, d)

        Returns
        -------
        array of shape (n, l)
        """
        check_is_fitted(self)
        return self._coded(X, self.weights_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags
