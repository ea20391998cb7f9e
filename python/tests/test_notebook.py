"""The notebook runs from top to bottom."""

import pathlib

import pytest

NOTEBOOK = pathlib.Path(__file__).resolve().parents[1] / "notebooks/which_paradigm.py"


def test_the_notebook_runs(capsys, monkeypatch):
    matplotlib = pytest.importorskip("matplotlib")
    jupytext = pytest.importorskip("jupytext")
    matplotlib.use("Agg")
    cells = jupytext.read(NOTEBOOK)["cells"]
    assert [cell["cell_type"] for cell in cells].count("code") >= 7
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile(cell["source"], str(NOTEBOOK), "exec"), names)  # noqa: S102
    assert names["advice"].verdict in ("joint-embedding", "reconstruction", "either", "neither", "undecided")
    assert "certified, je, d = 96, k = 10" in capsys.readouterr().out
    assert all(0.1 < score <= 1 for score in names["scores"].values())
    assert len(names["figure"].axes) == 2
