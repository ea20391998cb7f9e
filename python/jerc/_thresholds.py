"""Exact thresholds of variances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

from . import _jerc

Number = int | float | str | Fraction | Decimal
"""A number that is read exactly: text is a decimal or ``"p/q"``, a float is the binary number it is."""


@dataclass(frozen=True)
class Thresholds:
    """What an augmentation needs for each paradigm to find the signal.

    Attributes
    ----------
    eta_squared, delta : Fraction
        The smallest signal eigenvalue of reconstruction and of joint-embedding.
    alpha_squared_rc, alpha_squared_je : Fraction
        The paradigm finds the signal iff the square of the alignment is above (paper (10), (12)).
    verdict, verdict_clipped : str
        ``"reconstruction"``, ``"joint-embedding"`` or ``"tie"``: which needs less, by the squares and
        by alignments of at least 0.
    regime : str
        Whether all noise variances are below ``eta_squared / delta`` (``"weak"``), above
        (``"strong"``) or neither (``"straddling"``).
    delta_star, alpha_squared_noise_free : Fraction
        What joint-embedding with any encoder needs on Gaussian data.
    harmonic_free : bool
        Whether its best encoder is then the linear one.
    """

    eta_squared: Fraction
    delta: Fraction
    alpha_squared_rc: Fraction
    alpha_squared_je: Fraction
    verdict: str
    verdict_clipped: str
    regime: str
    delta_star: Fraction
    alpha_squared_noise_free: Fraction
    harmonic_free: bool


def text(what: str, value: Number) -> str:
    """A number as text that the library reads exactly."""
    if isinstance(value, str):
        return value
    try:
        exact = Fraction(value) if isinstance(value, (Rational, Decimal)) else Fraction(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{what}: {value!r} is no number; give integers, decimals or fractions") from error
    return str(exact)


def thresholds(signal: Iterable[Number], theta: Iterable[Number], gamma: Iterable[Number]) -> Thresholds:
    """From which alignment on each paradigm finds the signal, exactly.

    Parameters
    ----------
    signal : iterable of numbers, length k
        Variances of the clean signal.
    theta : iterable of numbers, length k + m
        Variances that the augmentation adds whatever the alignment: of the signal, then of the noise.
    gamma : iterable of numbers, length m
        Variances of the noise, to which the augmentation adds their alpha**2-fold.

    Returns
    -------
    Thresholds

    Raises
    ------
    ValueError
        For a number that is none, and for lengths that do not fit.

    Notes
    -----
    A float is taken as the binary number that it is. For 0.1 write ``"0.1"`` or ``Fraction(1, 10)``.

    Examples
    --------
    >>> import jerc
    >>> found = jerc.thresholds([1], [1, 0], ["4"])
    >>> found.alpha_squared_rc, found.alpha_squared_je, found.verdict
    (Fraction(7, 1), Fraction(1, 1), 'joint-embedding')
    """
    lists = {"signal": signal, "theta": theta, "gamma": gamma}
    found = _jerc.thresholds(
        **{name: [text(f"{name}[{i}]", value) for i, value in enumerate(values)] for name, values in lists.items()}
    )
    words = {"verdict", "verdict_clipped", "regime", "harmonic_free"}
    read: dict[str, Any] = {key: value if key in words else Fraction(value) for key, value in found.items()}
    return Thresholds(**read)
