"""Compares the figures of a report with rows of KEYS,VALUE in which an empty key is a total."""

import csv
import json
import sys

report, rows = sys.argv[1:]
with open(report, encoding="utf-8") as file:
    ours = {tuple(one or "" for one in figure["keys"]): figure["value"]
            for figure in json.load(file)["report"]["figures"]}
with open(rows, encoding="utf-8", newline="") as file:
    theirs = {tuple(row[:-1]): int(row[-1]) for row in csv.reader(file)}
if ours != theirs:
    different = sorted(key for key in ours | theirs if ours.get(key) != theirs.get(key))
    sys.exit(f"{len(different)} figures are not the same, such as {different[0]}: "
             f"{ours.get(different[0])} and {theirs.get(different[0])}")
print(f"{len(ours)} figures are the same.", file=sys.stderr)
