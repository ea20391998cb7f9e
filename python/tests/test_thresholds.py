"""Thresholds are exact."""

import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import jerc


def test_they_are_those_of_the_command_line(command_line):
    spec = {"signal": ["1", "2/3"], "theta": ["1", "0.1", "0", "1/7"], "gamma": ["4", "0.3"]}
    (command_line.folder / "spec.json").write_text(json.dumps(spec))
    told = json.loads(command_line.run("thresholds", "spec.json", "--format", "json").stdout)
    found = jerc.thresholds(**spec)
    for name in ("eta_squared", "delta", "verdict", "verdict_clipped", "regime"):
        value = getattr(found, name)
        assert told[name] == (str(value) if isinstance(value, Fraction) else value)
    for name in ("alpha_squared_rc", "alpha_squared_je"):
        assert told[name] == str(getattr(found, name))
    everything = told["all_encoders"]
    assert everything["delta_star"] == str(found.delta_star)
    assert everything["alpha_squared_noise_free"] == str(found.alpha_squared_noise_free)
    assert everything["harmonic_free"] == found.harmonic_free


def test_numbers_are_read_exactly():
    exact = jerc.thresholds([Fraction(1, 10)], [Decimal("0.1"), 0], ["4"])
    assert exact == jerc.thresholds(["0.1"], ["1/10", "0"], [np.float64(4.0)])
    # c = th = 1/10: delta = c / (c + th).
    assert exact.delta == Fraction(1, 2)
    # A float is the binary number that it is.
    assert jerc.thresholds([0.1], [1, 0], [4]).delta == Fraction(0.1) / (Fraction(0.1) + 1)


@pytest.mark.parametrize("bad", ["x", "1/0", None, float("nan"), float("inf"), object()])
def test_what_is_no_number_is_refused_with_its_place(bad):
    with pytest.raises(ValueError, match=r"signal\[1\]"):
        jerc.thresholds([1, bad], [1, 1, 0], [4])


def test_lists_must_fit():
    with pytest.raises(ValueError, match="theta"):
        jerc.thresholds([1], [1], [4])
