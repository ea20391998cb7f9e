"""What the compiled module holds. Users find it behind the classes of the package."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__version__: str

Floats = NDArray[np.float64]
Progress = Callable[[str, float | None], object] | None

class Problem:
    def __init__(
        self,
        name: str,
        *,
        data: NDArray[Any] | None = None,
        sums: Sums | None = None,
        numbers: Floats | None = None,
        words: list[str] | None = None,
        kind: str = "told",
        json: str | None = None,
        theta: Floats | None = None,
        gamma: Floats | None = None,
        alpha: float = 0.0,
        views: NDArray[Any] | None = None,
        views_shape: Sequence[int] = (),
        center: bool = False,
        noise: float = 0.0,
    ) -> None: ...
    @property
    def n(self) -> int: ...
    @property
    def d(self) -> int: ...
    @property
    def l(self) -> int: ...
    def embedding(self, problem: str, k: int, progress: Progress = None) -> dict[str, Any]: ...
    def supervised(self, progress: Progress = None) -> dict[str, Any]: ...
    def certify(self, problem: str, k: int, progress: Progress = None) -> tuple[str, str]: ...
    def mismatch(self, certificate: bytes, progress: Progress = None) -> str | None: ...

class Sums:
    @staticmethod
    def of(
        data: NDArray[Any],
        numbers: Floats | None,
        words: list[str] | None,
        kind: str,
        twice: bool,
        progress: Progress,
    ) -> Sums: ...
    @staticmethod
    def of_parts(
        dimension: int, labels: int, high: Floats, low: Floats, rounding: float, counts: bool
    ) -> Sums: ...
    def parts(self) -> tuple[Floats, Floats]: ...
    def merged(self, other: Sums) -> Sums: ...
    def mean(self) -> Floats: ...
    def second(self) -> Floats: ...
    def equals(self, other: Sums) -> bool: ...
    @property
    def count(self) -> int: ...
    @property
    def dimension(self) -> int: ...
    @property
    def labels(self) -> int: ...
    @property
    def rounding(self) -> float: ...
    @property
    def counts(self) -> bool: ...

def check(certificate: bytes) -> dict[str, Any]: ...
def theorem(certificate: bytes) -> str: ...
def families() -> list[tuple[str, list[tuple[str, str]], str]]: ...
def thresholds(signal: list[str], theta: list[str], gamma: list[str]) -> dict[str, Any]: ...
def recommend(
    *,
    data: NDArray[Any] | None,
    strengths: list[tuple[float, Any]],
    alphas: list[float],
    theta: Floats | None,
    gamma: Floats | None,
    labels: Floats | None,
    words: list[str] | None,
    kind: str,
    rows: NDArray[Any] | None,
    rows_are: str,
    known: Floats | None,
    known_is: str,
    groups: list[int] | None,
    manner: dict[str, Any],
    progress: Progress,
) -> str: ...
