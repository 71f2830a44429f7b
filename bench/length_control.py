#!/usr/bin/env python3
"""How long length control takes: one model with 1,000 refits, and boards of 200 models without intervals.

    bench/length_control.py build/release/evenhand DATA

DATA is a folder with AlpacaEval 2 data: raw/MODEL/annotations.json, annotations_compact/MODEL.csv and
reference/gpt4_1106_preview_model_outputs.json. One board is the compact models, repeated under other names, with texts of the
right length; the other is the raw files as they were published, judge's log probabilities and all, repeated in the same way.
Medians of three; reading the files is in the time. They were just written, so they come out of memory, not from a disk.
"""
import csv
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time


def timed(command):
    """Seconds by the clock, seconds of processor, peak memory in MB."""
    runs = []
    for _ in range(3):
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"{command[0]} ended with status {status}")
        runs.append((time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return [statistics.median(column) for column in zip(*runs)]


def write_raw_board(folder, out, models):
    names = sorted(os.listdir(f"{folder}/raw"))
    for number in range(models):
        with open(f"{folder}/raw/{names[number % len(names)]}/annotations.json") as file:
            text = file.read()
        with open(f"{out}/{number}.json", "w") as target:
            target.write(re.sub(r'"generator_2":\s*"[^"]*"', f'"generator_2":"m{number}"', text))


def write_board(folder, out, models):
    with open(f"{folder}/reference/gpt4_1106_preview_model_outputs.json") as file:
        instructions = [row["instruction"] for row in json.load(file)]
    names = sorted(os.listdir(f"{folder}/annotations_compact"))
    for number in range(models):
        with open(f"{folder}/annotations_compact/{names[number % len(names)]}") as file:
            rows = [{"instruction": instructions[int(row["index"])], "output_1": "x" * int(row["len_1"]),
                     "generator_1": "gpt4_1106_preview", "output_2": "y" * int(row["len_2"]), "generator_2": f"m{number}",
                     "annotator": "judge", "preference": float(row["preference"]) if row["preference"] else None}
                    for row in csv.DictReader(file)]
        with open(f"{out}/{number}.json", "w") as target:
            json.dump(rows, target)


def main():
    evenhand, folder = sys.argv[1], sys.argv[2]
    one = f"{folder}/raw/NullModel/annotations.json"
    seconds, _, _ = timed(["taskset", "-c", "0", evenhand, "score", "alpaca_eval", one, "--json"])
    print(f"one model, 1,000 refits, one core: {seconds:.2f} s")
    for name, write in ("texts of the right length", write_board), ("files as published", write_raw_board):
        with tempfile.TemporaryDirectory() as out:
            write(folder, out, 200)
            files = [f"{out}/{number}.json" for number in range(200)]
            size = sum(os.path.getsize(file) for file in files) / 1e6
            seconds, processor, peak = timed([evenhand, "score", "alpaca_eval", *files, "--bootstrap", "0", "--json"])
            print(f"200 models, {name}, {size:.0f} MB, no intervals: {seconds:.2f} s, {processor:.2f} s of processor, {peak:.0f} MB peak")


if __name__ == "__main__":
    main()
