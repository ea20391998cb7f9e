"""Long work: other threads go on, it can be interrupted, it tells its steps, and copies nothing."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

import jerc

LONG = """
import numpy as np, os, signal, threading, time, jerc
# A background job may have inherited that interrupts are ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
X = np.random.default_rng(0).normal(size=(40_000, 200))
work = jerc.Moments(twice=True)
times = []
for _ in range(2):
    start = time.monotonic()
    work.update(X)
    times.append(time.monotonic() - start)
threading.Timer(min(times) / 4, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    work.update(X)
except KeyboardInterrupt:
    print("stopped", work.n)
work.update(X[:100])
print("again", work.n)
"""


def test_an_interrupt_ends_the_work():
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, text=True, timeout=120, check=True)
    # In the middle of the third pass, of which nothing is kept.
    assert done.stdout.split() == ["stopped", "80000", "again", "80100"], done


def test_steps_are_told_and_a_callback_can_stop():
    X = np.random.default_rng(0).normal(size=(300, 12))
    told = []
    jerc.JointEmbedding(k=2, theta=1, progress=lambda step, part: told.append((step, part))).fit(X)
    assert told == [("moments", None), ("solving", None)]
    told.clear()
    jerc.certify("je", X, 2, theta=1, progress=lambda step, part: told.append(step))
    assert told[0] == "exact moments" and "checking" in told

    class Enough(Exception):
        pass

    def stop(step, part):
        raise Enough(step)

    with pytest.raises(Enough, match="exact moments"):
        jerc.certify("je", X, 2, theta=1, progress=stop)
    # The same problem can be asked again.
    model = jerc.JointEmbedding(k=2, theta=1).fit(X)
    model.set_params(progress=stop)
    with pytest.raises(Enough):
        model.certificate()
    assert model.set_params(progress=None).certificate().check().k == 2


def test_other_threads_go_on():
    X = np.random.default_rng(0).normal(size=(40_000, 300))
    done = threading.Event()
    turns = 0

    def work():
        jerc.Moments(twice=True).update(X)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.001):
        turns += 1
    thread.join()
    # With the lock held there would be none.
    assert turns > 10


FORKED = """
import os, sys, numpy as np, jerc
X = np.random.default_rng(0).normal(size=(3000, 50))
if sys.argv[1] == "worked":
    jerc.JointEmbedding(k=2, theta=1).fit(X)
if os.fork() == 0:
    try:
        jerc.JointEmbedding(k=2, theta=1).fit(X)
        print("solved", flush=True)
    except ValueError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize(("parent", "said"), [("worked", "this process is a fork"), ("idle", "solved")])
def test_a_fork_does_not_wait_for_threads_that_it_lacks(parent, said):
    command = [sys.executable, "-c", FORKED, parent]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith(said), done


MEMORY = """
import numpy as np, resource, sys, jerc
layout, n, d = sys.argv[1], 20_000, 500
X = np.empty((n, d), order=layout)
for i in range(0, n, 1000):
    X[i : i + 1000] = np.random.default_rng(i).normal(size=(1000, d))
model = jerc.JointEmbedding(k=2, theta=1)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
for _ in range(5):
    model.fit(X[:5000])
before = peak()
model.fit(X)
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are counted in kilobytes on Linux")
@pytest.mark.parametrize("layout", ["C", "F"])
def test_arrays_are_not_copied(layout):
    # 76 MiB of samples, read in blocks of 4 MiB; in C order these are read in place. The same problem with
    # fewer samples comes first, so often that the allocator has what it needs: what grows then, grows with n.
    done = subprocess.run([sys.executable, "-c", MEMORY, layout], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 4.0, done.stdout


def test_views_are_not_copied():
    V = np.zeros((10, 2, 3))
    assert np.shares_memory(jerc.Views(V)._rows, V)


def test_the_process_may_have_many_solvers():
    X = np.random.default_rng(0).normal(size=(500, 30))
    found = [None] * 4

    def solve(i):
        found[i] = jerc.Reconstruction(k=3, theta=1).fit(X)

    threads = [threading.Thread(target=solve, args=(i,)) for i in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert all(np.array_equal(model.encoder_, found[0].encoder_) for model in found)


def test_the_number_of_threads_changes_nothing():
    program = (
        "import numpy as np, jerc; X = np.random.default_rng(0).normal(size=(3000, 150));"
        "print(jerc.JointEmbedding(k=5, theta=1).fit(X).encoder_.tobytes().hex())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "RAYON_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "3")
    }
    assert len(found) == 1

