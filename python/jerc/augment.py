"""The families of augmentations, as objects and as the JSON of the command line.

An augmentation is a random map of a sample. What the theory needs of it are its first two moments, and
each family has them in closed form: ``jerc families`` prints the formulas, and `families` the fields.

Each class takes the fields of its family by name. Numbers are integers, floats, text such as ``"1/3"``
or ``"0.1"``, `fractions.Fraction` or arrays. A float is written with the fewest digits that give it
back, and read as that decimal: 0.1 is 1/10. Fields are checked when the number of features is known.

Examples
--------
>>> from jerc import augment
>>> flip = augment.ImageGroup(height=8, width=8, generators=["horizontal-flip"])
>>> noisy = flip | augment.AlignedNoise(theta="1/4", gamma=0, alpha=0)
>>> print(noisy.to_json())
{"chain": [{"image-group": {"height": 8, "width": 8, "generators": ["horizontal-flip"]}},
 {"aligned-noise": {"theta": "1/4", "gamma": 0, "alpha": 0}}]}
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from . import _jerc


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (Fraction, Decimal)):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value


class Augmentation:
    """An augmentation as written: the name of its family, and its fields.

    Parameters
    ----------
    name : str
        As in a specification.
    fields : dict or list
        Its fields; of a chain, the specifications of its stages.
    """

    def __init__(self, name: str, fields: Any) -> None:
        self.name = name
        self.fields = _plain(fields)

    def to_dict(self) -> dict[str, Any]:
        """The specification as a dictionary."""
        return {self.name: self.fields}

    def to_json(self) -> str:
        """The specification, as ``--augment`` of the command line reads it."""
        return json.dumps(self.to_dict())

    @staticmethod
    def from_json(text: str) -> Augmentation:
        """An augmentation from its specification.

        Examples
        --------
        >>> Augmentation.from_json('{"speckle": {"sigma": 0.5}}')
        Augmentation('speckle', {'sigma': 0.5})
        """
        return _of_dict(_parsed(text))

    def __or__(self, after: Augmentation) -> Chain:
        """The chain of both: this one comes first."""
        if not isinstance(after, Augmentation):
            return NotImplemented
        return Chain([*_stages(self), *_stages(after)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Augmentation) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        if type(self) is Augmentation:
            return f"Augmentation({self.name!r}, {self.fields!r})"
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in self.fields.items())})"


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"the specification is no JSON: {error}; see `jerc families`") from error


def _of_dict(spec: Any) -> Augmentation:
    if not isinstance(spec, dict) or len(spec) != 1:
        raise ValueError("a specification is an object with one key, the name of a family; see `jerc families`")
    ((name, fields),) = spec.items()
    return Augmentation(name, fields)


def _stages(augmentation: Augmentation) -> list[Augmentation]:
    if augmentation.name != "chain":
        return [augmentation]
    return [_of_dict(stage) for stage in augmentation.fields]


def to_json(augment: str | dict[str, Any] | Augmentation) -> str:
    """The specification of an augmentation given as an object, a dictionary or JSON."""
    if isinstance(augment, Augmentation):
        return augment.to_json()
    if isinstance(augment, dict):
        return json.dumps(_plain(augment))
    return augment


def families() -> dict[str, dict[str, str]]:
    """The name of each family, and its fields with their meaning.

    Examples
    --------
    >>> families()["speckle"]
    {'sigma': 'relative standard deviation, one for each coordinate'}
    """
    return {name: dict(fields) for name, fields, _ in _jerc.families()}


def _given(**fields: Any) -> dict[str, Any]:
    """The fields that are not left out."""
    return {name: value for name, value in fields.items() if value is not None}


class Chain(Augmentation):
    """Stages one after the other, the first one first.

    Parameters
    ----------
    stages : sequence of Augmentation
    """

    def __init__(self, stages: Sequence[Augmentation]) -> None:
        super().__init__("chain", [stage.to_dict() for stage in stages])

    def __repr__(self) -> str:
        return f"Chain({_stages(self)!r})"


class AlignedNoise(Augmentation):
    """tau(x) = x + theta + alpha gamma: T(alpha) of the paper's section 4.1.

    Parameters
    ----------
    theta : number, list or matrix
        Covariance of what is added whatever alpha is: a number (times I), its diagonal, or the matrix.
    gamma : number, list or matrix
        Covariance of the noise that is imitated.
    alpha : number >= 0
        The alignment.
    """

    def __init__(self, *, theta: Any, gamma: Any, alpha: Any) -> None:
        super().__init__("aligned-noise", _given(theta=theta, gamma=gamma, alpha=alpha))


class IndependentDraws(Augmentation):
    """tau(x) = x + theta + gamma_1 + ... + gamma_a: a draws of the noise in place of one times alpha.

    Parameters
    ----------
    theta : number, list or matrix
        As of `AlignedNoise`.
    gamma : number, list or matrix
        As of `AlignedNoise`.
    draws : int >= 0
        a.
    """

    def __init__(self, *, theta: Any, gamma: Any, draws: Any) -> None:
        super().__init__("independent-draws", _given(theta=theta, gamma=gamma, draws=draws))


class Speckle(Augmentation):
    """tau(x) = x o (1 + s): multiplicative noise.

    Parameters
    ----------
    sigma : number or list
        Relative standard deviation, one for each feature or one for all.
    """

    def __init__(self, *, sigma: Any) -> None:
        super().__init__("speckle", _given(sigma=sigma))


class MaskIndependent(Augmentation):
    """Each feature is kept or set to 0, independently.

    Parameters
    ----------
    keep : number or list
        Probability of being kept, one for each feature or one for all.
    """

    def __init__(self, *, keep: Any) -> None:
        super().__init__("mask-independent", _given(keep=keep))


class MaskPatches(Augmentation):
    """So many patches are kept, drawn without replacement; the others are set to 0.

    Parameters
    ----------
    patch : list or dict
        The patch of each feature, or height, width and side of an image of squares.
    keep : int, optional
        How many patches are kept.
    ratio : number, optional
        Instead of `keep`, the share of patches that is masked.
    """

    def __init__(self, *, patch: Any, keep: Any = None, ratio: Any = None) -> None:
        super().__init__("mask-patches", _given(patch=patch, keep=keep, ratio=ratio))


class MaskPatchesIndependent(Augmentation):
    """Each patch is kept or set to 0, independently.

    Parameters
    ----------
    patch : list or dict
        As of `MaskPatches`.
    keep : number or list
        Probability of being kept, one for each patch or one for all.
    """

    def __init__(self, *, patch: Any, keep: Any) -> None:
        super().__init__("mask-patches-independent", _given(patch=patch, keep=keep))


class MaskMixture(Augmentation):
    """One of several masks.

    Parameters
    ----------
    masks : list of lists of bool
        Each has for every feature whether it is kept.
    weights : list of numbers
        Probabilities of sum 1.
    """

    def __init__(self, *, masks: Any, weights: Any) -> None:
        super().__init__("mask-mixture", _given(masks=masks, weights=weights))


class Group(Augmentation):
    """A uniform element of a finite group of signed permutations.

    Parameters
    ----------
    generators : list of dict
        Each ``{"from": permutation, "negative": list of bool, optional}``.
    """

    def __init__(self, *, generators: Any) -> None:
        super().__init__("group", _given(generators=generators))


class ImageGroup(Augmentation):
    """A uniform element of a group of flips, turns and cyclic shifts of an image.

    Parameters
    ----------
    height : int
        Rows of the image.
    width : int
        Columns of the image.
    generators : list of str
        "horizontal-flip", "vertical-flip", "quarter-turn", "horizontal-shift", "vertical-shift".
    """

    def __init__(self, *, height: Any, width: Any, generators: Any) -> None:
        super().__init__("image-group", _given(height=height, width=width, generators=generators))


class LinearMixture(Augmentation):
    """One of several linear maps.

    Parameters
    ----------
    maps : list of matrices
        Each d x d.
    weights : list of numbers
        Probabilities of sum 1.
    """

    def __init__(self, *, maps: Any, weights: Any) -> None:
        super().__init__("linear-mixture", _given(maps=maps, weights=weights))


class Shift(Augmentation):
    """One of several shifts of an image; 0 enters from outside.

    Parameters
    ----------
    height : int
        Rows of the image.
    width : int
        Columns of the image.
    offsets : list of pairs
        Rows down and columns right.
    weights : list of numbers, optional
        Probabilities of sum 1; equal if left out.
    """

    def __init__(self, *, height: Any, width: Any, offsets: Any, weights: Any = None) -> None:
        super().__init__("shift", _given(height=height, width=width, offsets=offsets, weights=weights))


class Blur(Augmentation):
    """One of several blurs of an image.

    Parameters
    ----------
    height : int
        Rows of the image.
    width : int
        Columns of the image.
    kernels : list of matrices
        Each of odd height and width.
    weights : list of numbers, optional
        Probabilities of sum 1; equal if left out.
    edge : {"zero", "wrap"}, optional
        What enters from outside.
    """

    def __init__(self, *, height: Any, width: Any, kernels: Any, weights: Any = None, edge: Any = None) -> None:
        super().__init__("blur", _given(height=height, width=width, kernels=kernels, weights=weights, edge=edge))


class Thinning(Augmentation):
    """Each event of a count is kept with probability p: counts become fewer.

    Parameters
    ----------
    keep : number
        p.
    """

    def __init__(self, *, keep: Any) -> None:
        super().__init__("thinning", _given(keep=keep))
