#!/usr/bin/env python3
"""How long ratings take, and how time and memory grow; beside SciPy doing the same work (Debian's python3-scipy).

    bench/arena.py build/release/evenhand [BATTLES...]

Makes files of so many battles (default: 10000 100000 1000000) between 100 models, JSON a line, and rates them without intervals, with
1,000 resamples, and, up to a million, with style control and 100 resamples. Files are made in TMPDIR: ten million battles take 2.2 GB there.
SciPy's part is FastChat's way: L-BFGS-B on counted outcomes, 100 multinomial resamples on two processes; reading is Python's json, line by
line. Wall times; memory is the peak.
"""
import json
import math
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time

MODELS = 100


def write_battles(path, count, style):
    rng = random.Random(1)
    strengths = [rng.gauss(0, 0.8) for _ in range(MODELS)]
    with open(path, "w") as file:
        for i in range(count):
            a, b = int(rng.random() ** 1.5 * MODELS), int(rng.random() ** 1.5 * MODELS)
            while b == a:
                b = rng.randrange(MODELS)
            tie = rng.random() < 0.3
            wins = rng.random() < 1 / (1 + math.exp(strengths[b] - strengths[a]))
            battle = {"question_id": f"{i:032x}", "model_a": f"model-{a:03}", "model_b": f"model-{b:03}",
                      "winner": "tie" if tie else "model_a" if wins else "model_b", "judge": f"arena_user_{rng.randrange(50000)}",
                      "turn": 1, "anony": True, "language": "English", "tstamp": 1.7e9 + i}
            if style:
                meta = {}
                for side in "ab":
                    meta[f"sum_assistant_{side}_tokens"] = rng.randrange(800)
                    meta[f"header_count_{side}"] = {f"h{k}": rng.randrange(2) for k in range(1, 7)}
                    meta[f"list_count_{side}"] = {"ordered": rng.randrange(5), "unordered": rng.randrange(5)}
                    meta[f"bold_count_{side}"] = {"**": rng.randrange(9), "__": 0}
                battle["conv_metadata"] = meta
            file.write(json.dumps(battle) + "\n")


def run(command):
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.monotonic() - begun, usage.ru_maxrss / 1024


def scipy_fit(outcomes, weights):
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit
    a, b, y = outcomes
    alpha = math.log(10)

    def loss(theta):
        p = np.clip(expit(alpha * (theta[a] - theta[b])), 1e-12, 1 - 1e-12)
        grad = np.zeros(MODELS)
        slope = -alpha * weights * (y - p)
        np.add.at(grad, a, slope)
        np.add.at(grad, b, -slope)
        return -(weights * (y * np.log(p) + (1 - y) * np.log(1 - p))).sum(), grad

    return minimize(loss, np.zeros(MODELS), jac=True, method="L-BFGS-B", options={"maxiter": 100, "gtol": 1e-6}).x


def scipy_round(job):
    return scipy_fit(*job)


def scipy_times(path):
    import numpy as np
    begun = time.monotonic()
    counts = {}
    with open(path) as file:
        for line in file:
            battle = json.loads(line)
            share = {"model_a": 1.0, "model_b": 0.0}.get(battle["winner"], 0.5)
            key = (int(battle["model_a"][6:]), int(battle["model_b"][6:]), share)
            counts[key] = counts.get(key, 0) + 1
    read = time.monotonic() - begun
    keys = sorted(counts)
    outcomes = tuple(np.array(column) for column in zip(*keys))
    weights = np.array([counts[key] for key in keys], dtype=float)
    begun = time.monotonic()
    scipy_fit(outcomes, weights)
    fit = time.monotonic() - begun
    total = weights.sum()
    draws = np.random.default_rng(0).multinomial(int(total), weights / total, size=100) / total
    begun = time.monotonic()
    with multiprocessing.Pool(2) as pool:
        pool.map(scipy_round, [(outcomes, draw) for draw in draws])
    return read, fit, time.monotonic() - begun


def main():
    if sys.argv[1] == "--scipy":
        read, fit, rounds = scipy_times(sys.argv[2])
        print(f"{'':>9} SciPy: reading {read:.2f} s, fit {fit:.2f} s, 100 resamples {rounds:.2f} s", flush=True)
        return
    evenhand = sys.argv[1]
    sizes = [int(size) for size in sys.argv[2:]] or [10**4, 10**5, 10**6]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            plain, styled = f"{folder}/plain.jsonl", f"{folder}/styled.jsonl"
            write_battles(plain, size, False)
            bare, bare_memory = run([evenhand, "rate", plain, "--bootstrap", "0", "--json"])
            full, full_memory = run([evenhand, "rate", plain, "--json"])
            print(f"{size:>9} battles: read and fit {bare:.2f} s, {bare_memory:.0f} MB; 1,000 resamples {full - bare:.2f} s more, "
                  f"{full_memory:.0f} MB", flush=True)
            if size <= 10**6:
                write_battles(styled, size, True)
                style, style_memory = run([evenhand, "rate", styled, "--style-control", "--bootstrap", "100", "--json"])
                print(f"{'':>9} style control, 100 resamples, with reading: {style:.2f} s, {style_memory:.0f} MB", flush=True)
                # In a process of its own: children inherit the peak memory of who starts them.
                subprocess.run([sys.executable, __file__, "--scipy", plain], check=True)


if __name__ == "__main__":
    main()
