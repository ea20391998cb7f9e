"""Arrays and labels on their way into the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[str, "float | None"], object]
"""What is told the steps of long work: a name and, where it is known, the part done, from 0 to 1."""

_READ = {"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"}


def require_unmasked(name: str, values: Any) -> None:
    """Refuses values behind a mask, which numpy drops on the way."""
    if np.ma.is_masked(values):
        raise ValueError(f"{name}: values are masked; fill them, or leave their rows out")


def readable(name: str, values: Any) -> NDArray[Any]:
    """The array itself if the library reads its numbers where they lie, else a copy in float64."""
    require_unmasked(name, values)
    array = np.asarray(values)
    if array.dtype.kind in "cmM":
        raise ValueError(f"{name}: numbers of type {array.dtype} are not real; give real numbers")
    if array.dtype.isnative and f"{array.dtype.kind}{array.dtype.itemsize}" in _READ:
        return array
    return np.ascontiguousarray(array, dtype=np.float64)


def samples(name: str, X: Any) -> NDArray[Any]:
    """Samples as an array n x d."""
    array = readable(name, X)
    if array.ndim != 2:
        raise ValueError(f"{name}: features have {array.ndim} axes, not 2; reshape them to n x d")
    return array


def labels(y: Any) -> dict[str, Any]:
    """Labels as numbers (n or n x l) or as words."""
    if y is None:
        return {"numbers": None, "words": None}
    array = np.asarray(y)
    if array.dtype.kind == "c":
        raise ValueError("Complex data not supported: y must be classes or real targets")
    if array.dtype.kind in "USO" and not _are_numbers(array):
        if array.ndim != 1 and not (array.ndim == 2 and array.shape[1] == 1):
            raise ValueError(f"y: labels have {array.ndim} axes; give n or n x l")
        return {"numbers": None, "words": [str(word) for word in array.ravel()]}
    array = np.asarray(array, dtype=np.float64)
    if array.ndim not in (1, 2):
        raise ValueError(f"y: labels have {array.ndim} axes; give n or n x l")
    return {"numbers": array, "words": None}


def _are_numbers(array: NDArray[Any]) -> bool:
    return array.dtype.kind == "O" and all(isinstance(v, (int, float, np.number)) for v in array.ravel())


def covariance(value: Any, d: int) -> NDArray[np.float64]:
    """A number (times I), a diagonal or a matrix, as a diagonal or a matrix."""
    if np.iscomplexobj(value):
        raise ValueError("covariances: numbers are complex; give real numbers")
    array = np.asarray(value, dtype=np.float64)
    return np.full(d, float(array)) if array.ndim == 0 else array


def augmentation(theta: Any, gamma: Any, alpha: float, augment: Any, d: int) -> dict[str, Any]:
    """The augmentation of a problem, as the library takes it."""
    from .augment import Augmentation, to_json

    if augment is not None:
        if theta is not None or gamma is not None:
            raise ValueError("augment and theta, gamma are two augmentations; give one of them")
        if not isinstance(augment, (str, dict, Augmentation)):
            raise ValueError(f"augment is a {type(augment).__name__}; give an object of jerc.augment, or its JSON")
        return {"json": to_json(augment)}
    if theta is None and gamma is None:
        raise ValueError("the augmentation is missing; give theta, gamma and alpha, or augment")
    parts = [covariance(0.0 if part is None else part, d) for part in (theta, gamma)]
    return {"theta": parts[0], "gamma": parts[1], "alpha": float(alpha)}
