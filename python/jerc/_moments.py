"""Sums over samples: a monoid, so that any engine can make them in parts."""

from __future__ import annotations

import io
import os
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _arrays, _jerc


class Moments:
    """Sums over samples: all that solving needs of them, in d x d numbers.

    Parts of a data set are summed anywhere and merged in any order. The file of `to_bytes` is that of
    ``jerc moments``, and the command line reads it.

    Parameters
    ----------
    X : array of shape (n, d), optional
        Samples; none, to begin with an empty sum.
    y : array of shape (n,) or (n, l), optional
        Targets, or classes numbered from 0 on. All parts need the same l: where one may lack the last
        class, give one-hot rows.
    labels : {"told", "classes", "targets"}
        What `y` is taken for. "told" takes a column of few whole numbers as classes.
    twice : bool
        Sum in twice the precision, some twenty times the work.

    Notes
    -----
    Sums of integers below 2**53 are exact, and so is merging them. Other sums lose 51 * 2**-53 relative
    to the roots of their diagonal, with `twice` 2**-90; a merge adds 2**-100. `rounding` is the bound.

    Examples
    --------
    >>> import numpy as np, jerc
    >>> X = np.arange(12.0).reshape(6, 2)
    >>> all_of_it = jerc.Moments(X[:3]) + jerc.Moments(X[3:])
    >>> all_of_it == jerc.Moments(X), all_of_it.n, all_of_it.rounding
    (True, 6, 0.0)
    >>> all_of_it.mean
    array([5., 6.])
    """

    def __init__(self, X: Any = None, y: Any = None, *, labels: str = "told", twice: bool = False) -> None:
        self._sums: _jerc.Sums | None = None
        self.labels = labels
        self.twice = twice
        if X is not None:
            self.update(X, y)

    def update(self, X: Any, y: Any = None, *, progress: _arrays.Progress | None = None) -> Moments:
        """Add samples.

        Parameters
        ----------
        X : array of shape (n, d)
        y : array of shape (n,) or (n, l), optional
        progress : callable, optional
            Is told the steps: a name, and None.

        Returns
        -------
        Moments
            Itself.
        """
        given = _arrays.labels(y)
        part = _jerc.Sums.of(
            _arrays.samples("X", X), given["numbers"], given["words"], self.labels, self.twice, progress
        )
        self._sums = part if self._sums is None else self._sums.merged(part)
        return self

    def merge(self, other: Moments) -> Moments:
        """Add the sums over other samples.

        Returns
        -------
        Moments
            Itself.
        """
        if other._sums is not None:
            self._sums = other._sums if self._sums is None else self._sums.merged(other._sums)
        return self

    def __add__(self, other: Moments) -> Moments:
        if not isinstance(other, Moments):
            return NotImplemented
        return self.copy().merge(other)

    def __radd__(self, other: object) -> Moments:
        # The 0 that `sum` begins with.
        return self.copy() if other == 0 else NotImplemented

    def __eq__(self, other: object) -> bool:
        """Whether the sums are the same to the last bit."""
        if not isinstance(other, Moments):
            return NotImplemented
        if self._sums is None or other._sums is None:
            return self._sums is other._sums
        return self._sums.equals(other._sums)

    __hash__ = None  # type: ignore[assignment]

    def copy(self) -> Moments:
        """The same sums; what is added to one does not change the other."""
        new = Moments(labels=self.labels, twice=self.twice)
        new._sums = self._sums
        return new

    def _some(self) -> _jerc.Sums:
        if self._sums is None:
            raise ValueError("number of samples: must be at least 1, found 0")
        return self._sums

    @property
    def n(self) -> int:
        """The number of samples."""
        return 0 if self._sums is None else self._sums.count

    @property
    def n_features(self) -> int:
        """d."""
        return self._some().dimension

    @property
    def n_labels(self) -> int:
        """l, 0 without labels."""
        return self._some().labels

    @property
    def rounding(self) -> float:
        """Entry (i, j) of the sums is off by at most rounding * sqrt(sum_ii sum_jj); 0 for exact sums."""
        return self._some().rounding

    @property
    def mean(self) -> NDArray[np.float64]:
        """The mean of the samples, shape (d,)."""
        return self._some().mean()

    @property
    def second(self) -> NDArray[np.float64]:
        """X'X/n, shape (d, d), not centred."""
        return self._some().second()

    def to_bytes(self) -> bytes:
        """The sums as a ``.moments`` file: an archive of `numpy.savez`."""
        sums = self._some()
        high, low = sums.parts()
        file = io.BytesIO()
        numbers: dict[str, Any] = {
            "version": [1.0],
            "shape": [float(sums.dimension), float(sums.labels)],
            "high": high,
            "low": low,
            "rounding": [sums.rounding],
            "counts": [float(sums.counts)],
        }
        arrays: dict[str, Any] = {name: np.asarray(value, dtype="<f8") for name, value in numbers.items()}
        np.savez(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Moments:
        """The sums of a ``.moments`` file."""
        return cls._read(io.BytesIO(data))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Moments:
        """Reads a ``.moments`` file."""
        with open(path, "rb") as file:
            return cls._read(file)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes a ``.moments`` file, which ``jerc solve --moments`` reads."""
        with open(path, "wb") as file:
            file.write(self.to_bytes())

    @classmethod
    def _read(cls, file: Any) -> Moments:
        new = cls()
        try:
            with np.load(file, allow_pickle=False) as arrays:
                version, shape, high, low, rounding, counts = (
                    np.asarray(arrays[name], dtype=np.float64)
                    for name in ("version", "shape", "high", "low", "rounding", "counts")
                )
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(f"not a .moments file ({error}); write it with Moments.write or `jerc moments`") from error
        if version.ravel().tolist() != [1.0]:
            raise ValueError(f"version {version.ravel()}, and only 1 is known; write it anew")
        d, l = (int(v) for v in shape.ravel())
        new._sums = _jerc.Sums.of_parts(d, l, high, low, float(rounding.ravel()[0]), bool(counts.ravel()[0] == 1.0))
        return new

    def __reduce__(self) -> Any:
        return _restored, (None if self._sums is None else self.to_bytes(), self.labels, self.twice)

    def __repr__(self) -> str:
        if self._sums is None:
            return "Moments()"
        return f"<Moments of {self.n} samples, d = {self.n_features}, l = {self.n_labels}>"


def _restored(data: bytes | None, labels: str, twice: bool) -> Moments:
    new = Moments(labels=labels, twice=twice)
    new._sums = None if data is None else Moments.from_bytes(data)._sums
    return new
