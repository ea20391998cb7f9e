"""Drawn views of samples."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import _arrays


class Views:
    """Views of samples, drawn by any pipeline: what no family of augmentations describes.

    Give it as `augment` of an estimator whose `fit` gets the n samples, or to `recommend`. Moments are
    estimated from the views without bias.

    Parameters
    ----------
    views : array of shape (n, v, d), v >= 2
        The views of each sample, independent of one another. Further axes are flattened: n x v x h x w
        are v views of n images. Rows are read in blocks; C-ordered arrays are not copied.

    Examples
    --------
    >>> import numpy as np, jerc
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(200, 3)) * [3, 2, 1]
    >>> V = jerc.Views(X[:, None, :] + rng.normal(size=(200, 4, 3)) * [1, 1, 3])
    >>> jerc.JointEmbedding(k=2, augment=V).fit(X).encoder_.shape
    (2, 3)
    """

    def __init__(self, views: Any) -> None:
        array = _arrays.readable("views", views)
        if array.ndim < 3 or array.shape[1] < 2 or 0 in array.shape:
            shape = str(array.shape)
            raise ValueError(
                f"views must be (n, v, d) with v >= 2, found {shape}; "
                "stack the views of each sample: numpy.stack([V1, V2], axis=1)"
            )
        self.n, self.views, self.d = array.shape[0], array.shape[1], int(np.prod(array.shape[2:]))
        self.values = array
        self._rows = array.reshape(self.n, self.views * self.d)

    def __repr__(self) -> str:
        return f"<Views of {self.n} samples, v = {self.views}, d = {self.d}>"
