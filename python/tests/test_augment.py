"""Augmentations as objects are the specifications of the command line."""

import inspect
import json
from fractions import Fraction

import numpy as np
import pytest

import jerc
from jerc import augment


def classes():
    found = [value for value in vars(augment).values() if isinstance(value, type)]
    return [value for value in found if issubclass(value, augment.Augmentation) and value is not augment.Augmentation]


def test_every_family_has_a_class_with_its_fields():
    known = augment.families()
    seen = set()
    for kind in classes():
        if kind is augment.Chain:
            seen.add("chain")
            continue
        names = list(inspect.signature(kind).parameters)
        every = kind(**{field: 1 for field in names})
        name = every.name
        assert every.fields == {field: 1 for field in names}, name
        assert set(names) == set(known[name]), name
        assert all(f"    {field} : " in kind.__doc__ for field in names), name
        seen.add(name)
    assert seen == set(known)


def test_every_example_is_an_object_and_solves(command_line):
    X = np.array([[1.0, 2.0], [3.0, 0.0], [2.0, 2.0], [0.0, 1.0]])
    command_line.save(X=X)
    for name, _, example in jerc._jerc.families():
        of = augment.Augmentation.from_json(example)
        assert of.name == name and json.loads(of.to_json()) == json.loads(example)
        (command_line.folder / "spec.json").write_text(of.to_json())
        report, arrays = command_line.solve("je", "--data", "X.npy", "--augment", "spec.json", "-k", 1)
        for given in (of, of.to_json(), of.to_dict(), example):
            model = jerc.JointEmbedding(k=1, augment=given).fit(X)
            assert (model.loss_, model.encoder_.tolist()) == (report["loss"], arrays["encoder"].tolist())


def test_numbers_are_written_exactly():
    noise = augment.AlignedNoise(theta=Fraction(1, 3), gamma=np.array([0.1, 2]), alpha=np.float64(0.5))
    assert noise.to_json() == '{"aligned-noise": {"theta": "1/3", "gamma": [0.1, 2.0], "alpha": 0.5}}'
    assert noise == augment.Augmentation.from_json(noise.to_json()) and hash(noise) == hash(noise)
    assert repr(noise) == "AlignedNoise(theta='1/3', gamma=[0.1, 2.0], alpha=0.5)"


def test_chains_are_flat():
    one, two = augment.Speckle(sigma=1), augment.MaskIndependent(keep=0.5)
    chain = one | two | one
    assert chain.to_dict() == {"chain": [one.to_dict(), two.to_dict(), one.to_dict()]}
    assert one | (two | one) == chain and chain == augment.Chain([one, two, one])


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"speckel": {"sigma": 1}}, "unknown variant `speckel`"),
        ({"speckle": {"sigma": [1, 2, 3]}}, "speckle: sigma: expected 2 numbers or one, found 3"),
        ("{", "see `jerc families`"),
        (7, "augment is a int; give an object of jerc.augment, or its JSON"),
    ],
)
def test_what_is_no_augmentation_is_refused(spec, said):
    with pytest.raises(ValueError, match=said) as refused:
        jerc.JointEmbedding(k=1, augment=spec).fit(np.eye(2))
    assert "\n" not in str(refused.value)


def test_families_on_counts_ask_for_counts():
    thin = augment.Thinning(keep="1/2")
    with pytest.raises(ValueError, match="must be a count"):
        jerc.JointEmbedding(k=1, augment=thin).fit(np.array([[0.5, 1.0], [1.0, 2.0]]))
