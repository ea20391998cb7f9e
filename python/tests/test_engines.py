"""Sums by other engines: Dask on data that no worker could hold, and Spark where it runs."""

import functools
import os
import shutil
import sys

import numpy as np
import pytest

import jerc

# 512 MB of samples, and a worker may have 400 MB, of which Python and its libraries take half.
ROWS, FEATURES, PARTS, LIMIT = 320_000, 200, 64, "400MB"


def part(i):
    """Samples that round, of very different sizes."""
    rng = np.random.default_rng(i)
    return rng.normal(size=(ROWS // PARTS, FEATURES)) * np.logspace(-2, 2, FEATURES)


def summed(path):
    """The recipe: one partition becomes its sums."""
    import numpy
    import jerc

    return jerc.Moments(numpy.load(path, mmap_mode="r"))


def merged(parts):
    return functools.reduce(lambda one, two: one + two, parts)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    for i in range(PARTS):
        np.save(folder / f"{i:03}.npy", part(i))
    yield sorted(folder.glob("*.npy"))
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def one_pass():
    moments = jerc.Moments()
    for i in range(PARTS):
        moments.update(part(i))
    return moments


def assert_within_the_bound(found, one_pass):
    """Both are off by their rounding, relative to the roots of the diagonal."""
    scale = np.sqrt(np.outer(np.diag(one_pass.second), np.diag(one_pass.second)))
    bound = (found.rounding + one_pass.rounding + 2**-52) * scale
    error = np.abs(found.second - one_pass.second)
    assert found.n == one_pass.n == ROWS and (error <= bound).all(), (error / bound).max()
    assert found.rounding < 6e-15


def test_dask_sums_more_than_its_workers_can_hold(files, one_pass, monkeypatch):
    dask = pytest.importorskip("dask")
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("RAYON_NUM_THREADS", "1")
    assert sum(path.stat().st_size for path in files) > 500e6
    with dask.config.set({"distributed.worker.memory.terminate": 0.95}):
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, memory_limit=LIMIT, dashboard_address=None
        ) as cluster, distributed.Client(cluster) as client:
            parts = client.map(summed, [os.fspath(path) for path in files])
            # A tree: two by two, so that no worker and no message holds more than two sums.
            while len(parts) > 1:
                parts = client.map(merged, [parts[i : i + 2] for i in range(0, len(parts), 2)])
            found = parts[0].result()
    assert_within_the_bound(found, one_pass)
    how = {"k": 5, "theta": 1, "gamma": 1, "alpha": 0.5}
    model, direct = (jerc.JointEmbedding(**how).fit(moments) for moments in (found, one_pass))
    errors = model.eigenvalue_errors_ + direct.eigenvalue_errors_
    assert (np.abs(model.eigenvalues_ - direct.eigenvalues_) <= errors).all()


def test_dask_arrays_and_frames_of_one_partition_each():
    array = pytest.importorskip("dask.array")
    dask = pytest.importorskip("dask")
    X = np.arange(6000.0).reshape(1000, 6)
    blocks = array.from_array(X, chunks=(100, 6)).to_delayed().ravel()
    found = sum(dask.compute(*[dask.delayed(jerc.Moments)(block) for block in blocks], scheduler="threads"))
    assert found == jerc.Moments(X) and found.rounding == 0.0


def test_parquet_in_batches(tmp_path):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    X = np.arange(6000.0).reshape(1000, 6)
    parquet.write_table(pa.table({f"x{i}": X[:, i] for i in range(6)}), tmp_path / "X.parquet")
    file = parquet.ParquetFile(tmp_path / "X.parquet")
    found = sum(jerc.Moments(batch.to_pandas()) for batch in file.iter_batches(batch_size=128))
    assert found == jerc.Moments(X)


def spark_sums(frame):
    """The recipe of python/ENGINES.md."""

    def of_part(batches):
        import jerc
        import pyarrow as pa

        moments = jerc.Moments()
        for batch in batches:
            moments.update(batch.to_pandas())
        if moments.n > 0:
            yield pa.RecordBatch.from_pydict({"sums": [moments.to_bytes()]})

    def both(one, two):
        import jerc

        return (jerc.Moments.from_bytes(one) + jerc.Moments.from_bytes(two)).to_bytes()

    parts = frame.mapInArrow(of_part, "sums binary").rdd.map(lambda row: bytes(row.sums))
    return jerc.Moments.from_bytes(parts.treeReduce(both))


def test_spark(monkeypatch):
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("no Java for Spark")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    X = np.arange(3000.0).reshape(500, 6)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "64").getOrCreate()
    try:
        frame = spark.createDataFrame(X.tolist(), [f"x{i}" for i in range(6)]).repartition(7)
        assert spark_sums(frame) == jerc.Moments(X)
    finally:
        spark.stop()
