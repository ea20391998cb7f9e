"""Which paradigm suits data, views and evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from . import _arrays, _jerc
from .augment import Augmentation, to_json
from ._views import Views


class Advice:
    """What `recommend` finds: the document of ``jerc recommend --format json``.

    Every entry of the document is an attribute too; docs/ADVICE.md says what they mean.

    Attributes
    ----------
    verdict : str
        ``"joint-embedding"``, ``"reconstruction"``, ``"either"``, ``"neither"`` or ``"undecided"``.
    document : dict
        All of it.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def __getattr__(self, name: str) -> Any:
        document = self.__dict__.get("document", {})
        if name in document:
            return document[name]
        raise AttributeError(f"the advice has no {name!r}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.document]

    def __repr__(self) -> str:
        return f"<Advice: {self.document.get('verdict')}>"


def recommend(
    X: Any = None,
    *,
    views: Any = None,
    augment: Any = None,
    theta: Any = None,
    gamma: Any = None,
    alpha: float | Iterable[float] | None = None,
    noise: Iterable[float] = (),
    labels: Any = None,
    labels_are: str = "told",
    replicate: Any = None,
    nuisance: Any = None,
    nuisance_cov: Any = None,
    nuisance_dirs: Any = None,
    assume: str | None = None,
    k: int | Iterable[int] | None = None,
    groups: Any = None,
    weight: str = "white",
    tolerance: float = 0.05,
    level: float = 0.05,
    folds: int = 10,
    seed: int = 0,
    progress: _arrays.Progress | None = None,
) -> Advice:
    """Which paradigm finds more of what is relevant, at which strength, or undecided.

    What is relevant, evidence has to say: give one kind of it. Without evidence the answer is mostly
    "undecided", and no program can do better.

    Parameters
    ----------
    X : array of shape (n, d), optional with views
        Samples.
    views : Views, array of shape (n, v, d), or a mapping from strengths to these
        Drawn views.
    augment : Augmentation, str, dict, or a mapping from strengths (numbers) to these
        Any augmentation instead.
    theta, gamma, alpha
        T(alpha) instead, at one alignment or several; see `JointEmbedding`.
    noise : numbers
        Isotropic noise on top of the views to choose from, as parts of their mean variance.
    labels : array of shape (n,) or (n, l), optional
        Evidence: classes or targets of the samples, or of some of them. One is missing where its class
        is -1, its number NaN or its word empty. `labels_are` is "told", "classes" or "targets".
    replicate : array of shape (n, d), optional
        Evidence: each sample again, nuisance drawn anew.
    nuisance, nuisance_cov, nuisance_dirs : array of shape (m, d), (d, d), (d, q), optional
        Evidence: samples of the nuisance alone, its second moment, or its directions as columns.
    assume : {"aligned"}, optional
        Instead of evidence: assert that the views change nothing but what is irrelevant.
    k : int or ints, optional
        Dimensions of the embedding to choose from.
    groups : array of shape (n,), optional
        Samples that share a value depend on one another.
    weight : {"white", "raw"}
        How dimensions of the signal count, except with labels.
    tolerance, level : float
        A difference that makes none, and the probability of a wrong decision that is allowed for.
    folds, seed : int
        Parts of the samples, each tested with encoders of the others.
    progress : callable, optional
        Is told the steps: a name, and the part done, from 0 to 1.

    Returns
    -------
    Advice

    Examples
    --------
    >>> import numpy as np, jerc
    >>> rng = np.random.default_rng(1)
    >>> signal = rng.normal(size=(400, 2)) @ rng.normal(size=(2, 8))
    >>> def noise(): return 5 * rng.normal(size=(400, 2)) @ np.eye(2, 8)
    >>> X, again = signal + noise(), signal + noise()
    >>> views = np.stack([X + noise() + 0.1 * rng.normal(size=X.shape) for _ in range(2)], axis=1)
    >>> jerc.recommend(X, views=views, replicate=again, k=2).verdict
    'joint-embedding'
    """
    data = None if X is None else _arrays.samples("X", X)
    strengths: list[tuple[float, Any]] = [(at, _written(value)) for at, value in _numbered(augment)]
    shown = [(at, value if isinstance(value, Views) else Views(value)) for at, value in _numbered(views)]
    strengths += [(at, (value._rows, [value.n, value.views, value.d])) for at, value in shown]
    _require_one({"views": views, "augment": augment, "theta, gamma": theta if theta is not None else gamma})
    evidence = {
        "labels": labels,
        "replicate": replicate,
        "nuisance": nuisance,
        "nuisance_cov": nuisance_cov,
        "nuisance_dirs": nuisance_dirs,
        "assume": assume,
    }
    given = [name for name, value in evidence.items() if value is not None]
    if len(given) > 1:
        raise ValueError(
            f"{given[0]} and {given[1]} are two kinds of evidence, and a verdict is about one; "
            "give one of them; run again for the other"
        )
    alphas: list[float] = []
    parts: dict[str, Any] = {"theta": None, "gamma": None}
    if theta is not None or gamma is not None:
        if data is None or alpha is None:
            raise ValueError("the augmentation is incomplete; give X, theta, gamma and alpha")
        alphas = [float(value) for value in np.ravel(np.asarray(alpha, dtype=np.float64))]
        parts = {
            name: _arrays.covariance(0.0 if value is None else value, data.shape[1])
            for name, value in (("theta", theta), ("gamma", gamma))
        }
    elif not strengths:
        raise ValueError("the augmentation is missing; give views, augment, or theta, gamma and alpha")
    if assume not in (None, "aligned"):
        raise ValueError(f"assume={assume!r}; give \"aligned\", or leave it out")
    words = _arrays.labels(labels)
    rows, known = replicate if replicate is not None else nuisance, None
    if nuisance_cov is not None or nuisance_dirs is not None:
        known = np.asarray(nuisance_cov if nuisance_cov is not None else nuisance_dirs, dtype=np.float64)
    manner = {
        "ks": [] if k is None else [int(value) for value in np.ravel(np.asarray(k))],
        "noise": [float(value) for value in np.ravel(np.asarray(list(noise), dtype=np.float64))],
        "tolerance": float(tolerance),
        "level": float(level),
        "folds": int(folds),
        "seed": int(seed),
        "weight": weight,
        "aligned": assume == "aligned",
    }
    text = _jerc.recommend(
        data=data,
        strengths=strengths,
        alphas=alphas,
        **parts,
        labels=words["numbers"],
        words=words["words"],
        kind=labels_are,
        rows=None if rows is None else _arrays.samples("replicate" if replicate is not None else "nuisance", rows),
        rows_are="replicate" if replicate is not None else "nuisance",
        known=known,
        known_is="covariance" if nuisance_cov is not None else "directions",
        groups=None if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1].tolist(),
        manner=manner,
        progress=progress,
    )
    return Advice(json.loads(text))


def _numbered(value: Any) -> list[tuple[float, Any]]:
    """Strengths and what is given for them; one alone has the strength 1."""
    if value is None:
        return []
    # A specification is a mapping too, from the name of its family.
    if isinstance(value, Mapping) and all(isinstance(key, (int, float)) for key in value):
        return [(float(key), part) for key, part in value.items()]
    return [(1.0, value)]


def _written(value: str | dict[str, Any] | Augmentation) -> str:
    return to_json(value)


def _require_one(ways: dict[str, Any]) -> None:
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise ValueError(f"{given[0]} and {given[1]} are two augmentations; give one of them")
