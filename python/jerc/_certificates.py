"""Certificates of global optimality."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from . import _arrays, _jerc
from ._moments import Moments
from ._views import Views


class Rejected(ValueError):
    """A certificate does not prove what it says, or is not about the given data."""


@dataclass(frozen=True)
class Verified:
    """What a certificate proves. All numbers are exact.

    Attributes
    ----------
    problem : {"je", "rc", "pencil"}
    d, k : int
        Features, and dimensions of the embedding.
    source : str
        What the certificate says of where its matrices come from.
    lower, upper : Fraction
        Between them is the sum of the k leading eigenvalues.
    relative_gap : Fraction
        (upper - lower) / upper, or a bound on it.
    loss : tuple of Fraction, or None
        The loss of the encoder in the certificate, and a lower and an upper bound of the optimum.
    eigengap : Fraction or None
        The optimal row space is the only one, with an eigengap above this.
    distance : Fraction or None
        Bound on the sine of the angle between the row space in the certificate and the optimal one.
    recomputed : bool
        Whether the matrices were recomputed from data, and were the same.
    """

    problem: str
    d: int
    k: int
    source: str
    lower: Fraction
    upper: Fraction
    relative_gap: Fraction
    loss: tuple[Fraction, Fraction, Fraction] | None
    eigengap: Fraction | None
    distance: Fraction | None
    recomputed: bool
    line: str

    def __str__(self) -> str:
        """The line of ``jerc check``."""
        return self.line + (", matrices recomputed from the data" if self.recomputed else "")


class Certificate:
    """A certificate: a JSON text that anyone can check (proofs/FORMAT.md).

    Attributes
    ----------
    json : str
        The text.
    left_out : str
        Which features are 0 in every view and are left out; empty if none is.
    """

    def __init__(self, text: str, left_out: str = "") -> None:
        self.json = text
        self.left_out = left_out

    def check(self) -> Verified:
        """Checks it anew; see `check`."""
        return check(self.json)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes it to a file, compressed if its name ends in ``.gz``."""
        data = self.json.encode()
        with open(path, "wb") as file:
            file.write(gzip.compress(data) if os.fspath(path).endswith(".gz") else data)

    def _loss(self) -> tuple[Fraction, Fraction]:
        """Bounds of the optimum, as the certificate states them."""
        loss = json.loads(self.json)["loss"]
        return Fraction(loss["lower"]), Fraction(loss["upper"])

    def theorem(self) -> str:
        """The same as a theorem of Coq, for the verified checker of proofs/rocq."""
        return _jerc.theorem(self.json.encode())

    def __repr__(self) -> str:
        return f"<Certificate of {len(self.json)} characters>"


def posed(
    name: str, X: Any, theta: Any, gamma: Any, alpha: float, augment: Any, center: bool, noise: float, **labels: Any
) -> _jerc.Problem:
    """A problem on arrays, sums or views."""
    data: dict[str, Any] = {}
    if isinstance(X, Moments):
        data["sums"], d = X._some(), X.n_features
    elif X is not None:
        data["data"] = _arrays.samples(name, X)
        d = data["data"].shape[1]
    elif not isinstance(augment, Views):
        raise ValueError("the samples are missing; give X")
    if isinstance(augment, Views):
        if center:
            raise ValueError("center is not for views; subtract the same mean from samples and views")
        if theta is not None or gamma is not None:
            raise ValueError("augment and theta, gamma are two augmentations; give one of them")
        if "sums" in data:
            raise ValueError("views need the samples, and these are sums; give X as an array")
        shape = [augment.n, augment.views, augment.d]
        return _jerc.Problem(name, **data, **labels, views=augment._rows, views_shape=shape, noise=noise)
    how = _arrays.augmentation(theta, gamma, alpha, augment, d)
    return _jerc.Problem(name, **data, **labels, **how, center=center, noise=noise)


def certify(
    problem: str,
    X: Any,
    k: int,
    *,
    theta: Any = None,
    gamma: Any = None,
    alpha: float = 0.0,
    augment: Any = None,
    center: bool = False,
    noise: float = 0.0,
    name: str = "X",
    progress: _arrays.Progress | None = None,
) -> Certificate:
    """Proves the optimum of a problem: an encoder that is globally optimal, up to a stated gap.

    The certificate is about the stored numbers, exactly, and about the numbers of `augment` as written.

    Parameters
    ----------
    problem : {"je", "rc"}
        Joint-embedding or reconstruction.
    X : array of shape (n, d), Moments, or None with `Views`
    k : int
        Dimensions of the embedding.
    theta, gamma, alpha, augment, center, noise
        As of `JointEmbedding`.
    name : str
        What the source of the certificate calls the samples.
    progress : callable, optional
        Is told the steps: a name, and None.

    Returns
    -------
    Certificate

    Examples
    --------
    >>> import numpy as np, jerc
    >>> X = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> print(jerc.certify("je", X, 1, theta=1).check())  # doctest: +ELLIPSIS
    certified, je, d = 2, k = 1, relative gap <= ..., unique (eigengap > ...), row space within ...
    """
    of = posed(name, X, theta, gamma, alpha, augment, center, noise)
    return Certificate(*of.certify(problem, k, progress))


def check(
    certificate: str | bytes | os.PathLike[str] | Certificate,
    X: Any = None,
    *,
    theta: Any = None,
    gamma: Any = None,
    alpha: float = 0.0,
    augment: Any = None,
    center: bool = False,
    noise: float = 0.0,
    progress: _arrays.Progress | None = None,
) -> Verified:
    """Checks a certificate in exact arithmetic, by a program that trusts nothing of the solver.

    Parameters
    ----------
    certificate : Certificate, JSON text, or the path of a file
        A path is an `os.PathLike`, or text that begins with no brace.
    X, theta, gamma, alpha, augment, center, noise : optional
        What `certify` was given: then its matrices are recomputed from the data, and must be the same.

    Returns
    -------
    Verified

    Raises
    ------
    Rejected
        If the certificate proves nothing, or is about other matrices.
    """
    data = _bytes(certificate)
    try:
        found = _jerc.check(data)
    except ValueError as error:
        raise Rejected(str(error)) from None
    named = any(value is not None for value in (X, theta, gamma, augment))
    given = named or center or alpha != 0.0 or noise != 0.0
    if given:
        mismatch = posed("X", X, theta, gamma, alpha, augment, center, noise).mismatch(data, progress)
        if mismatch is not None:
            raise Rejected(f"rejected: {mismatch}")
    numbers = {key: _fraction(found[key]) for key in ("lower", "upper", "relative_gap", "eigengap", "distance")}
    loss = None if found["loss"] is None else tuple(Fraction(value) for value in found["loss"])
    words = {key: found[key] for key in ("problem", "d", "k", "source", "line")}
    return Verified(**words, **numbers, loss=loss, recomputed=given)  # type: ignore[arg-type]


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _bytes(certificate: str | bytes | os.PathLike[str] | Certificate) -> bytes:
    if isinstance(certificate, Certificate):
        return certificate.json.encode()
    if isinstance(certificate, bytes):
        return certificate
    if isinstance(certificate, str) and certificate.lstrip().startswith("{"):
        return certificate.encode()
    with open(certificate, "rb") as file:
        data = file.read()
    if not os.fspath(certificate).endswith(".gz"):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise ValueError(f"{certificate}: the compressed data are damaged or truncated ({error})") from error
