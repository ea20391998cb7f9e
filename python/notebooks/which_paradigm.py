# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Which paradigm, for features of a frozen network?
#
# Someone has features of images from a network that is not trained any more, and views of each image:
# features of the same image, augmented. Which linear head should be learned on top: one that maps views to
# one place (joint-embedding), or one that restores the features from a view (reconstruction)?
#
# The network here is small, so that the notebook runs anywhere: random features with a rectifier, on the
# handwritten digits of scikit-learn. Replace `backbone` by yours.

# %%
import numpy as np
from matplotlib import pyplot as plt
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

import jerc

images, y = load_digits(return_X_y=True)
rng = np.random.default_rng(0)
first = rng.normal(size=(64, 96)) / 8


def backbone(images):
    """Frozen features, n x 96."""
    return np.maximum(images @ first - 1, 0)


# %% [markdown]
# ## Views
#
# An augmentation is any program. This one draws a nuisance: a bright stripe at a random place, as a scratch
# on the scanner would leave. The images have it too. So views that draw it anew tell what is irrelevant.


# %%
def stripe(images, rng, height):
    """Adds a stripe of random brightness in a random row."""
    grid = images.reshape(-1, 8, 8).copy()
    grid[np.arange(len(grid)), rng.integers(0, 8, len(grid))] += height * rng.random((len(grid), 1))
    return grid.reshape(len(grid), 64)


scratched = stripe(images, rng, 60)
X = backbone(scratched)
strengths = {
    height: np.stack([backbone(stripe(scratched, rng, height)) for _ in range(4)], axis=1) for height in (5.0, 60.0)
}
X.shape, strengths[60.0].shape

# %% [markdown]
# ## Ask
#
# What is relevant, evidence has to say: here the labels of 600 of the images. The others have -1, as in
# scikit-learn.

# %%
labels = np.where(np.arange(len(y)) < 600, y, -1)
advice = jerc.recommend(X, views=strengths, labels=labels, k=[5, 10, 20])
advice.verdict

# %%
test = advice.test
test

# %% [markdown]
# `delta` is the difference of both efficiencies (what an encoder explains of the labels on samples that it
# has not seen, as a part of the best of three), with an interval. docs/ADVICE.md says how it is decided.
#
# ## Solve, and look at the spectrum

# %%
k, views = 10, jerc.Views(strengths[60.0])
heads = {
    "joint-embedding": jerc.JointEmbedding(k=k, augment=views, noise=1e-3).fit(X),
    "reconstruction": jerc.Reconstruction(k=k, augment=views, noise=1e-3).fit(X),
}
figure, axes = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
for axis, (name, head) in zip(axes, heads.items()):
    axis.errorbar(range(1, k + 1), head.eigenvalues_, yerr=head.eigenvalue_errors_, fmt="o")
    axis.set(title=name, xlabel="dimension", ylabel="eigenvalue", ylim=(0, None))
figure

# %% [markdown]
# ## Does it help the task?
#
# Views belong to all images, so in a pipeline, which splits them, the augmentation is given by its moments:
# the covariance of the views about their sample.

# %%
deviations = (strengths[60.0] - X[:, None, :]).reshape(-1, X.shape[1])
theta = deviations.T @ deviations / len(deviations) + 1e-3 * np.eye(X.shape[1])
scores = {}
for name, head in {
    "joint-embedding": jerc.JointEmbedding(k=k, theta=theta),
    "reconstruction": jerc.Reconstruction(k=k, theta=theta),
}.items():
    probe = make_pipeline(head, LogisticRegression(max_iter=2000))
    scores[name] = cross_val_score(probe, X, y, cv=3).mean()
scores

# %% [markdown]
# ## Prove it
#
# The optimum of a non-convex problem, with a certificate that a separate program checks in exact arithmetic.

# %%
certificate = heads["joint-embedding"].certificate()
verified = jerc.check(certificate, X, augment=views, noise=1e-3)
print(verified)
assert verified.recomputed and verified.k == k
