"""Measures what python/README.md and python/ENGINES.md say of speed.

``python bench.py [cli | peers | engines]``. Runs are interleaved, and the fastest of each is taken: what
else the machine does makes a run slower, never faster. JERC names the command line.
"""

import os
import pathlib
import pickle
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
from sklearn.cross_decomposition import CCA
from sklearn.decomposition import PCA

import jerc

JERC = os.environ.get("JERC", str(pathlib.Path(__file__).resolve().parents[1] / "target/release/jerc"))


def fastest(runs, repeats):
    """Seconds of the fastest of each, interleaved."""
    times = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: min(values) for name, values in times.items()}


def images(n, d, seed=0):
    """Correlated features of different sizes."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    X[:, : d // 4] += rng.normal(size=(n, 8)) @ rng.normal(size=(8, d // 4))
    return X


def command_line(repeats=7):
    """`fit` against ``jerc solve`` on 10,000 x 784."""
    X = images(10_000, 784)
    with tempfile.TemporaryDirectory() as folder:
        for name, array in {"X": X, "T": np.ones(784), "G": np.zeros(784)}.items():
            np.save(f"{folder}/{name}.npy", array)
        words = "--data X.npy --theta T.npy --gamma G.npy --alpha 0 -k 10 -o m.npz".split()
        runs = {}
        for problem, estimator in (("je", jerc.JointEmbedding), ("rc", jerc.Reconstruction)):
            model = estimator(k=10, theta=1)
            runs[f"jerc solve {problem}"] = lambda problem=problem: subprocess.run(
                [JERC, "solve", problem, *words], cwd=folder, check=True, capture_output=True
            )
            runs[f"fit {problem}"] = lambda model=model: model.fit(X)
        for name, seconds in fastest(runs, repeats).items():
            print(f"{name:16} {seconds:.3f} s")


def peers(repeats=5):
    """Against scikit-learn and cca_zoo, on the same data and for the same result."""
    from cca_zoo.linear import GCCA

    X = images(10_000, 300)
    patch = np.arange(300) % 3
    views = [X[:, patch == a] for a in range(3)]
    two = np.arange(300) % 2
    halves = X[:, two == 0], X[:, two == 1]
    mask = jerc.augment.MaskPatches(patch=patch, keep=1)
    half = jerc.augment.MaskPatches(patch=two, keep=1)
    few = slice(0, 3000)
    pairs = {
        "PCA, 10,000 x 300, k = 10": (
            lambda: PCA(10, svd_solver="covariance_eigh").fit(X),
            lambda: jerc.Reconstruction(k=10, theta=1, center=True).fit(X),
        ),
        "CCA, 10,000 x 150 + 150, k = 2": (
            lambda: CCA(2, scale=False).fit(*halves),
            lambda: jerc.JointEmbedding(k=2, augment=half, center=True).fit(X),
        ),
        "GCCA, 3,000 x 3 x 100, k = 4": (
            lambda: GCCA(n_components=4).fit([view[few] for view in views]),
            lambda: jerc.JointEmbedding(k=4, augment=mask, center=True).fit(X[few]),
        ),
    }
    for name, (peer, own) in pairs.items():
        found = fastest({"peer": peer, "jerc": own}, repeats)
        print(f"{name:32} peer {found['peer']:.3f} s, jerc {found['jerc']:.3f} s, ratio {found['jerc'] / found['peer']:.2f}")


def engines(repeats=3):
    """What a partition costs and sends, at three sizes."""
    for n, d in ((20_000, 100), (20_000, 400), (20_000, 1600)):
        X = images(n, d)
        moments = jerc.Moments(X)
        found = fastest(
            {
                "sum": lambda X=X: jerc.Moments(X),
                "merge": lambda m=moments: m + m,
                "solve": lambda m=moments: jerc.JointEmbedding(k=10, theta=1).fit(m),
            },
            repeats,
        )
        sent = len(pickle.dumps(moments))
        print(f"n = {n}, d = {d}: " + ", ".join(f"{name} {value:.3f} s" for name, value in found.items())
              + f", sent {sent / 1e6:.1f} MB of {X.nbytes / 1e6:.0f} MB")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    parts = {"cli": command_line, "peers": peers, "engines": engines}
    for part in sys.argv[1:] or parts:
        parts[part]()
