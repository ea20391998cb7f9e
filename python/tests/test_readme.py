"""What python/README.md shows, runs."""

import pathlib
import re

import numpy as np

README = (pathlib.Path(__file__).resolve().parents[1] / "README.md").read_text()


def test_the_examples_run(digits, capsys):
    X, y = digits
    rng = np.random.default_rng(0)
    weak, strong = (X[:, None, :] + scale * rng.normal(size=(len(X), 2, 64)) for scale in (0.5, 2.0))
    names = {"V_weak": weak, "V_strong": strong}
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    assert len(blocks) >= 2 and len(blocks[0].splitlines()) == 5
    for block in blocks:
        exec(block, names)  # noqa: S102
    shown = capsys.readouterr().out
    assert "True (1797, 10)" in shown and "certified, rc, d = " in shown
    assert any(verdict in shown for verdict in ("joint-embedding", "reconstruction", "either", "neither", "undecided"))
