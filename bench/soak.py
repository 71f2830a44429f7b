#!/usr/bin/env python3
"""Runs `evenhand run` for a long time against a server of which a share of first requests meets a fault.

    bench/soak.py build/release/evenhand build/release/tests/fault_server/fault_server [--minutes 5] [--share 0.02]

64 in flight, replies after 100 ms. Prints memory, file descriptors, threads and the size of the store's log over time, then the account of
both ends. Ends with 1 if a reply was lost, doubled or sent without a record, or if descriptors grew. An hour: --minutes 60.
"""
import argparse
import os
import sys
import time

from fault_run import FaultRun, faults_in


def observe(pid, store):
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    with open(f"/proc/{pid}/stat") as stat:
        parts = stat.read().rsplit(")", 1)[1].split()
    wal = os.path.getsize(store + "-wal") if os.path.exists(store + "-wal") else 0
    return {"MB": int(fields["VmRSS"].split()[0]) / 1024, "fds": len(os.listdir(f"/proc/{pid}/fd")),
            "threads": int(fields["Threads"]), "wal MB": wal / 1e6,
            "CPU s": (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evenhand")
    parser.add_argument("fault_server")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--share", type=float, default=0.02)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--idle", type=float, default=1, help="seconds without a byte until a call is given up; more on a busy "
                        "machine, where a server that has replied may be heard late, and would be paid twice")
    options = parser.parse_args()
    # At most in_flight calls of 100 ms each: so many questions of two calls take at least that long.
    questions = int(options.minutes * 60 * options.in_flight * 10 / 2)
    run = FaultRun(options.evenhand, options.fault_server, questions, options.in_flight, options.share, 100, options.idle)
    begun = time.monotonic()
    process = run.start()
    every, seen = max(10.0, options.minutes * 60 / 12), []
    print(f"{'s':>6} {'MB':>8} {'fds':>6} {'threads':>8} {'wal MB':>8} {'CPU s':>8}", flush=True)
    while process.poll() is None:
        due = begun + every * (len(seen) + 1)
        while process.poll() is None and time.monotonic() < due:
            time.sleep(0.2)
        try:
            now = observe(process.pid, f"{run.folder}/store.db")
        except (OSError, KeyError, IndexError):
            break
        seen.append(now)
        print(f"{time.monotonic() - begun:6.0f} {now['MB']:8.1f} {now['fds']:6} {now['threads']:8} {now['wal MB']:8.1f} "
              f"{now['CPU s']:8.1f}", flush=True)
    took = time.monotonic() - begun
    if process.wait() != 0:
        print(f"exit {process.returncode}: {run.errors()[-800:]}")
    account = run.account()
    print(f"{account['on the wire']} requests in {took:.0f} s: {account['on the wire'] / took:.0f} a second; "
          f"{account['attempts'] - account['requests']} of them again after a fault")
    for name, value in account.items():
        print(f"{name:>30}: {value}")
    run.close()
    bad = faults_in(account)
    steady = [one["fds"] for one in seen[1:-1]]
    if steady and max(steady) > options.in_flight + 64:
        bad.append(f"{max(steady)} file descriptors")
    sys.exit("; ".join(bad) if bad else process.returncode)


if __name__ == "__main__":
    main()
