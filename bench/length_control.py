#!/usr/bin/env python3
"""How long length control takes: one model with 1,000 refits, and a board of 200 models without intervals.

    bench/length_control.py build/release/evenhand DATA

DATA is a folder with AlpacaEval 2 data: raw/MODEL/annotations.json, annotations_compact/MODEL.csv and
reference/gpt4_1106_preview_model_outputs.json. The board is the compact models, repeated under other names, with texts of the
right length. Medians of three; reading the files is in the time.
"""
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def timed(command):
    times = []
    for _ in range(3):
        begun = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.monotonic() - begun)
    return statistics.median(times)


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
    print(f"one model, 1,000 refits, one core: {timed(['taskset', '-c', '0', evenhand, 'score', 'alpaca_eval', one, '--json']):.2f} s")
    with tempfile.TemporaryDirectory() as out:
        write_board(folder, out, 200)
        files = [f"{out}/{number}.json" for number in range(200)]
        seconds = timed([evenhand, "score", "alpaca_eval", *files, "--bootstrap", "0", "--json"])
        print(f"200 models, no intervals: {seconds:.2f} s")


if __name__ == "__main__":
    main()
