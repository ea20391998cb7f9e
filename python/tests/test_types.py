"""The annotations hold, and so do the examples of the documentation."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import jerc

MODULES = [jerc, *(importlib.import_module(f"jerc.{found.name}") for found in pkgutil.iter_modules(jerc.__path__))]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples(module):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testmod(module, optionflags=flags).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    assert sum(bool(test.examples) for module in MODULES for test in finder.find(module)) >= 10


def test_every_public_thing_is_documented():
    for name in jerc.__all__:
        value = getattr(jerc, name)
        assert name == "__version__" or value.__doc__.strip(), name


USE = """
from fractions import Fraction
import numpy as np
import jerc
X = np.ones((3, 2))
model = jerc.JointEmbedding(k=1, theta=1, augment=jerc.augment.Speckle(sigma=1))
Z = model.fit_transform(X)
bound: Fraction = jerc.thresholds([1], [1, 0], ["4"]).alpha_squared_rc
proof: jerc.Certificate = jerc.certify("je", X, 1, theta=1)
proved: jerc.Verified = jerc.check(proof)
total: jerc.Moments = jerc.Moments(X) + jerc.Moments(X)
"""


def test_mypy(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "use.py").write_text(USE)
    # `py.typed` is in the wheel, so that users' programs are checked against it.
    words = ["--strict", "--ignore-missing-imports", "--disable-error-code=no-untyped-call"]
    for target in (["-p", "jerc"], ["use.py"]):
        done = subprocess.run(
            [sys.executable, "-m", "mypy", *words, *target], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "use.py").write_text(USE + "wrong: int = jerc.thresholds([1], [1, 0], [4]).delta\n")
    done = subprocess.run([sys.executable, "-m", "mypy", *words, "use.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "Fraction" in done.stdout, done.stdout
