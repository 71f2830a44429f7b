#!/usr/bin/env python3
"""Kills `evenhand run` with SIGKILL at random times, lets it finish, and holds the server's count against the store.

    bench/kills.py build/release/evenhand build/release/tests/fault_server/fault_server [--kills 100]

2,000 questions (4,000 calls), 64 in flight. Ends with 1 if a reply was lost, paid for twice without having been in flight
at a kill, or sent without a record, or if the results differ from those of an undisturbed run.
"""
import argparse
import random
import signal
import sys
import time

from fault_run import FaultRun, faults_in


def finish(run):
    process = run.start()
    if process.wait() != 0:
        sys.exit(f"exit {process.returncode}: {run.errors()[-500:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evenhand")
    parser.add_argument("fault_server")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--share", type=float, default=0.0, help="of first requests that meet a fault")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make = lambda: FaultRun(options.evenhand, options.fault_server, options.questions, options.in_flight, options.share,
                            100)
    undisturbed = make()
    finish(undisturbed)
    wanted = undisturbed.results()
    undisturbed.close()

    run = make()
    draw = random.Random(options.seed)
    begun, kills, ended = time.monotonic(), 0, 0
    while kills < options.kills and ended == 0:
        process = run.start()
        # Kills that come before the first call prove little: most of them come within the run's work.
        time.sleep(draw.uniform(0.02, 0.35))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        else:
            ended += 1
        process.wait()
    finish(run)
    account = run.account()
    same = run.results() == wanted
    print(f"{kills} kills in {time.monotonic() - begun:.0f} s; the results are "
          f"{'those' if same else 'NOT those'} of an undisturbed run")
    for name, value in account.items():
        print(f"{name:>30}: {value}")
    run.close()
    bad = faults_in(account) + ([] if same else ["other results"])
    if account["unfinished attempts"] > kills * options.in_flight:
        bad.append("more unfinished attempts than were in flight")
    sys.exit("; ".join(bad) if bad else 0)


if __name__ == "__main__":
    main()
