"""What the tests share: the command line, the digits, the cases that users have met."""

import json
import os
import pathlib
import subprocess

import numpy as np
import pytest
from sklearn.datasets import load_digits

ROOT = pathlib.Path(__file__).resolve().parents[2]


class CommandLine:
    """``jerc`` in a folder, with the arrays that it reads."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path) -> None:
        self.program = program
        self.folder = folder

    def save(self, **arrays) -> None:
        for name, array in arrays.items():
            np.save(self.folder / f"{name}.npy", array)

    def run(self, *words, folder=None) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.program, *map(str, words)], cwd=folder or self.folder, capture_output=True, text=True, check=False
        )

    def solve(self, *words, folder=None) -> tuple[dict, dict]:
        """The report, and the arrays."""
        out = self.folder / "out.npz"
        done = self.run("solve", *words, "--format", "json", "-o", out, folder=folder)
        assert done.returncode == 0, done.stderr
        with np.load(out) as arrays:
            return json.loads(done.stdout), dict(arrays)

    def refusal(self, *words, folder=None) -> str:
        done = self.run(*words, folder=folder)
        assert done.returncode in (2, 3), (done.stdout, done.stderr)
        return done.stderr.removeprefix("jerc: ").strip() or done.stdout.strip()


@pytest.fixture(scope="session")
def program() -> pathlib.Path:
    candidates = [os.environ.get("JERC"), ROOT / "target/release/jerc", ROOT / "target/debug/jerc"]
    for candidate in candidates:
        if candidate and pathlib.Path(candidate).is_file():
            return pathlib.Path(candidate)
    if os.environ.get("CI"):
        pytest.fail("the command line is not built: cargo build --release")
    pytest.skip("the command line is not built: cargo build --release")


@pytest.fixture
def command_line(program, tmp_path) -> CommandLine:
    return CommandLine(program, tmp_path)


@pytest.fixture(scope="session")
def digits():
    return load_digits(return_X_y=True)


@pytest.fixture(scope="session")
def cases() -> pathlib.Path:
    """Data that made trouble in other programs, where they are at hand."""
    folder = ROOT.parent / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip("no ../shared/cases")
    return folder
