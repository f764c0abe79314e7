"""Plays the attacker against the suppression of small counts, with a solver of its own.

The tables, and what is shown of them, come from the product's own code: a test of it writes them
down. HiGHS (scipy's milp) then looks for what each hidden small count, and each small change
between two publications, may be at most. The attacker knows:

- all that is shown, in both publications; that all counts are whole and not negative, and at least
  1 where there is a gap although zeros are shown;
- by how much each line does not add up; that nobody is in a cell and not in its totals, where those
  are shown;
- of every count that did not fall from one publication to the next, that it did not.

To show that it can find fault, it gets the same tables with only the small counts hidden, and pairs
of which the later was made as if there were no earlier.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

ROOT = pathlib.Path(__file__).parents[2]


class Layer:
    """One publication, as entries by (row, column); None stands for the totals."""

    def __init__(self, counts, shown, rows, columns):
        self.truth, self.shown = {}, {}
        self.rows, self.columns = [*rows, None], [*columns, None]
        for table, into in ((counts, self.truth), (shown, self.shown)):
            for row, total, cells in zip(
                [*table["rows"], None],
                [*table["rowTotals"], table.get("total")],
                [*table["cells"], table["columnTotals"]],
            ):
                into |= {(row, c): n for c, n in zip(table["columns"], cells)}
                into[row, None] = total
        for row in self.rows:
            for column in self.columns:
                # A key that a table lacks has no persons, and everybody sees that.
                if (row, column) not in self.truth:
                    self.truth[row, column] = self.shown[row, column] = 0
        self.hidden = [e for e in self.truth if self.shown[e] is None]
        # Where more than the grand total is shown, zeros are, and a gap is none.
        seen = shown["cells"] + [shown["rowTotals"], shown["columnTotals"]]
        self.least = 1 if any(n is not None for line in seen for n in line) else 0

    def most(self, entry):
        row, column = entry
        totals = {(row, None), (None, column), (None, None)} - {entry}
        return min((self.shown[t] for t in totals if self.shown[t] is not None), default=10**6)

    def lines(self):
        """Each line as entries with their signs: the cells, less their total."""
        for row in self.rows:
            yield {(row, c): 1 if c is not None else -1 for c in self.columns}
        for column in self.columns:
            yield {(r, column): 1 if r is not None else -1 for r in self.rows}


def is_small(count, threshold):
    return 0 < count < threshold


class Attack:
    """What may be the case, given one publication or two."""

    def __init__(self, threshold, publications):
        self.threshold = threshold
        keys = lambda axis: list(dict.fromkeys(k for p in publications for k in p["counts"][axis]))
        self.layers = [
            Layer(p["counts"], p["shown"], keys("rows"), keys("columns")) for p in publications
        ]
        self.places = {}
        for number, layer in enumerate(self.layers):
            for entry in layer.hidden:
                self.places[number, entry] = len(self.places)
        self.lower = numpy.zeros(len(self.places))
        self.upper = numpy.zeros(len(self.places))
        for (number, entry), place in self.places.items():
            layer = self.layers[number]
            self.lower[place] = layer.least
            self.upper[place] = layer.most(entry)
        self.matrix, self.least, self.most = [], [], []
        for number, layer in enumerate(self.layers):
            for line in layer.lines():
                coefficients = {(number, e): sign for e, sign in line.items()}
                # What is shown cancels out: the line is as far from adding up as it is.
                value = sum(s * layer.truth[e] for e, s in line.items() if (number, e) in self.places)
                self.add(coefficients, value, value)
        if len(self.layers) == 2:
            self.keep_from_falling()

    def add(self, coefficients, least, most):
        row = self.vector(coefficients)
        if row.any():
            self.matrix.append(row)
            self.least.append(least)
            self.most.append(most)

    def keep_from_falling(self):
        earlier, later = self.layers
        for entry in earlier.truth:
            if earlier.truth[entry] > later.truth[entry]:
                continue
            one, two = self.places.get((0, entry)), self.places.get((1, entry))
            if one is not None and two is not None:
                self.add({(1, entry): 1, (0, entry): -1}, 0, numpy.inf)
            elif one is not None:
                self.upper[one] = min(self.upper[one], later.truth[entry])
            elif two is not None:
                self.lower[two] = max(self.lower[two], earlier.truth[entry])

    def goals(self):
        """What must stay possible: a name, a linear form, a constant, and both ways or one."""
        for number, layer in enumerate(self.layers):
            for entry in layer.hidden:
                if is_small(layer.truth[entry], self.threshold):
                    yield f"count {number} {entry}", {(number, entry): 1}, 0, False
        if len(self.layers) == 2:
            earlier, later = self.layers
            for entry in earlier.truth:
                if is_small(abs(later.truth[entry] - earlier.truth[entry]), self.threshold):
                    form = {(1, entry): 1, (0, entry): -1}
                    constant = sum(
                        sign * self.layers[n].truth[e]
                        for (n, e), sign in form.items()
                        if (n, e) not in self.places
                    )
                    yield f"change {entry}", form, constant, True

    def leaks(self):
        """The goals that the attacker knows to be below the threshold."""
        known, witnesses = [], []
        for name, form, constant, both_ways in self.goals():
            signs = (1, -1) if both_ways else (1,)
            aim = self.vector(form)
            if any(s * (aim @ w + constant) >= self.threshold for w in witnesses for s in signs):
                continue
            largest = -numpy.inf
            for sign in signs:
                witness = self.extreme(sign * aim)
                witnesses.append(witness)
                largest = max(largest, sign * (aim @ witness + constant))
                if largest >= self.threshold:
                    break
            else:
                known.append(f"{name} is at most {largest:g}")
        return known

    def vector(self, form):
        vector = numpy.zeros(len(self.places))
        for key, coefficient in form.items():
            if key in self.places:
                vector[self.places[key]] = coefficient
        return vector

    def extreme(self, aim):
        """What the attacker may imagine with as much as possible of something."""
        if not aim.any():
            return aim
        result = milp(
            -aim,
            integrality=numpy.ones(len(aim)),
            bounds=Bounds(self.lower, self.upper),
            constraints=[LinearConstraint(numpy.array(self.matrix), self.least, self.most)]
            if self.matrix
            else None,
        )
        if result.status != 0:
            raise AssertionError(f"The solver finds nothing feasible: {result.message}")
        return result.x.round()


def naive(world):
    """Only the small counts hidden."""
    counts = world["publications"][0]["counts"]
    hide = lambda n: None if is_small(n, world["threshold"]) else n
    shown = {
        "rows": counts["rows"],
        "columns": counts["columns"],
        "cells": [[hide(n) for n in row] for row in counts["cells"]],
        "rowTotals": [hide(n) for n in counts["rowTotals"]],
        "columnTotals": [hide(n) for n in counts["columnTotals"]],
        "total": hide(counts["total"]),
    }
    return [{"counts": counts, "shown": shown}]


def written_tables():
    """What the product's own code makes of random tables."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "tables.json")
        subprocess.run(
            ["swift", "test", "--skip-build", "--filter", "SuppressionPropertyTests/dump"],
            cwd=ROOT,
            env={**os.environ, "SUPPRESSION_TABLES": path},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return json.loads(pathlib.Path(path).read_text())


def main():
    worlds = written_tables()
    start = time.monotonic()
    tables = pairs = goals = 0
    leaks = []
    for number, world in enumerate(worlds):
        publications = world["publications"]
        # Whoever knows two knows one: a table is attacked alone where no other follows it.
        together = list(zip(publications, publications[1:]))
        if len(publications) == 1:
            together = [publications]
        attacks = [Attack(world["threshold"], list(those)) for those in together]
        tables += len(publications)
        pairs += max(0, len(publications) - 1)
        for attack in attacks:
            goals += sum(1 for _ in attack.goals())
            leaks += [f"world {number}, threshold {attack.threshold}: {l}" for l in attack.leaks()]
    print(
        f"{tables} tables, {pairs} pairs, {goals} small counts and changes: {len(leaks)} found out,"
        f" {time.monotonic() - start:.0f} s"
    )
    for leak in leaks[:20]:
        print("  ", leak)

    some = [w for w in worlds if w["publications"]][:100]
    alone = [
        Attack(w["threshold"], [w["publications"][0], {**w["publications"][1], "shown": w["alone"][1]}])
        for w in some
        if len(w["publications"]) > 1
    ]
    caught = sum(1 for w in some if Attack(w["threshold"], naive(w)).leaks())
    caught_pairs = sum(1 for attack in alone if attack.leaks())
    print(
        f"with only the small hidden, {caught} of {len(some)} tables found out;"
        f" without a look at the earlier publication, {caught_pairs} of {len(alone)} pairs"
    )
    assert tables >= 1000 and pairs >= 500, "too few tables to tell"
    assert caught > len(some) / 2 and caught_pairs > len(alone) / 4, "the attacker finds no fault"
    assert not leaks, "small counts can be worked out"


if __name__ == "__main__":
    sys.exit(main())
