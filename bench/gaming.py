#!/usr/bin/env python3
"""How far length moves a win rate, raw and length-controlled, on real models that were asked to be concise.

    bench/gaming.py build/release/evenhand DATA

DATA is a folder with AlpacaEval 2 data: annotations_compact/MODEL.csv (columns index, preference, len_1, len_2) and
reference/gpt4_1106_preview_model_outputs.json. Texts are stood in for by texts of the same length. Each model's table
of lengths and preferences is scored as it is; `cherry-picked` keeps, of two models, the longer answer's row on every
question, as a gamer would who knows that the judge likes length.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile


def load(folder, model):
    with open(f"{folder}/annotations_compact/{model}.csv") as file:
        return {int(row["index"]): row for row in csv.DictReader(file)}


def score(evenhand, instructions, model, rows):
    annotations = [{"instruction": instructions[index], "output_1": "x" * int(row["len_1"]),
                    "generator_1": "gpt4_1106_preview", "output_2": "y" * int(row["len_2"]), "generator_2": model,
                    "annotator": "judge", "preference": float(row["preference"]) if row["preference"] else None}
                   for index, row in sorted(rows.items())]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "annotations.json")
        with open(path, "w") as out:
            json.dump(annotations, out)
        run = subprocess.run([evenhand, "score", "alpaca_eval", path, "--json"], capture_output=True, text=True, check=True)
    result = json.loads(run.stdout)["models"][0]
    low, high = result["length_controlled_winrate_interval"]
    print(f"| {model} | {result['avg_length']:.0f} | {result['win_rate']:.2f} | "
          f"{result['length_controlled_winrate']:.2f} [{low:.1f}, {high:.1f}] |")


def longer_of(first, second):
    return {index: max(first[index], second[index], key=lambda row: int(row["len_2"]))
            for index in first.keys() & second.keys()}


def main():
    evenhand, folder = sys.argv[1], sys.argv[2]
    with open(f"{folder}/reference/gpt4_1106_preview_model_outputs.json") as file:
        instructions = [row["instruction"] for row in json.load(file)]
    print("| model | mean length | win rate, % | length-controlled, % |\n| --- | --- | --- | --- |")
    for model in ("gpt-3.5-turbo-1106", "gpt-3.5-turbo-1106_concise", "gpt4_0613_concise", "claude-2.1_concise",
                  "alpaca-7b_concise", "gpt4_gamed", "NullModel"):
        score(evenhand, instructions, model, load(folder, model))
    plain, concise = load(folder, "gpt-3.5-turbo-1106"), load(folder, "gpt-3.5-turbo-1106_concise")
    score(evenhand, instructions, "gpt-3.5-turbo-1106, cherry-picked", longer_of(plain, concise))


if __name__ == "__main__":
    main()
