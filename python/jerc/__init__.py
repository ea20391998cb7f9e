"""Joint-embedding or reconstruction: closed forms, exact thresholds, certificates.

Self-supervised learning can restore an augmented input, or map two augmented views of it to one place.
For linear encoders both have a closed form (arXiv:2505.12477). This module solves them with error
bounds, says exactly which alignment an augmentation needs, proves optima, and recommends one of the two
for given data. It is the library of the command line ``jerc``: both give the same numbers, bit for bit.

Estimators follow scikit-learn:

- `JointEmbedding`, `Reconstruction`: transformers, the optimum of each objective.
- `Supervised`: the optimal linear map from augmented samples to labels.

Beside them:

- `thresholds`: from which alignment on each paradigm finds the signal, in fractions.
- `certify`, `check`: a proof that an encoder is the global optimum, and its check.
- `recommend`, `Views`: which paradigm suits the data, the views and the evidence.
- `Moments`: sums over samples, made in parts by any engine and merged.
- `augment`: the families of augmentations, as objects and as JSON.
"""

from . import augment
from ._advice import Advice, recommend
from ._certificates import Certificate, Rejected, Verified, certify, check
from ._estimators import JointEmbedding, Reconstruction, Supervised
from ._jerc import __version__
from ._moments import Moments
from ._thresholds import Thresholds, thresholds
from ._views import Views

__all__ = [
    "Advice",
    "Certificate",
    "JointEmbedding",
    "Moments",
    "Reconstruction",
    "Rejected",
    "Supervised",
    "Thresholds",
    "Verified",
    "Views",
    "__version__",
    "augment",
    "certify",
    "check",
    "recommend",
    "thresholds",
]
