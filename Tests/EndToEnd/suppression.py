"""Plays the attacker against the suppression of small counts, with a solver of its own.

The tables, and what is shown of them, come from the product's own code: a test of it writes them
down. HiGHS (scipy's milp) then looks for what each hidden small count, and each small change
between two publications, may be at most. The attacker knows:

- all that is shown, in both publications; that all counts are whole and not negative, and at least
  1 where there is a gap although zeros are shown;
- by how much each line does not add up; that nobody is in a cell and not in its totals, where those
  are shown;
- of every count that did not fall from one publication to the next, that it did not.

What few persons have (days, of which one person may have many) is hidden as the persons are. There
the solver has to find room for what they have and one more for each person who is missing.

Where grants carry events together, the attacker knows it: what one of them has, another may have too.

To show that it can find fault, it gets the same tables with only the small counts hidden, and pairs
of which the later was made as if there were no earlier; and tables by each grant for itself.
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

    def __init__(self, threshold, publications, levels=None):
        self.threshold = threshold
        self.levels = levels
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
        """What must stay possible: a name, a form, a constant, both ways or one, and how much."""
        for number, layer in enumerate(self.layers):
            for entry, count in layer.truth.items():
                level = self.threshold if is_small(count, self.threshold) else 0
                if self.levels:
                    level = self.levels[entry]
                if level:
                    form = {(number, entry): 1} if (number, entry) in self.places else {}
                    yield f"count {number} {entry}", form, 0 if form else count, False, level
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
                    yield f"change {entry}", form, constant, True, self.threshold

    def leaks(self):
        """The goals that the attacker knows not to be reached."""
        known, witnesses = [], []
        for name, form, constant, both_ways, level in self.goals():
            signs = (1, -1) if both_ways else (1,)
            aim = self.vector(form)
            if any(s * (aim @ w + constant) >= level for w in witnesses for s in signs):
                continue
            largest = -numpy.inf
            for sign in signs:
                witness = self.extreme(sign * aim)
                witnesses.append(witness)
                largest = max(largest, sign * (aim @ witness + constant))
                if largest >= level:
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


def naive_shown(publication, world):
    """Only the small counts hidden."""
    counts = publication["counts"]
    hide = lambda n: None if is_small(n, world["threshold"]) else n
    return {
        "rows": counts["rows"],
        "columns": counts["columns"],
        "cells": [[hide(n) for n in row] for row in counts["cells"]],
        "rowTotals": [hide(n) for n in counts["rowTotals"]],
        "columnTotals": [hide(n) for n in counts["columnTotals"]],
        "total": hide(counts["total"]),
    }


def naive(world):
    first = world["publications"][0]
    return [{"counts": first["counts"], "shown": naive_shown(first, world)}]


def attack_days(world, shown=None):
    """The same on the days that persons have."""
    days = world["days"]
    publication = days["publication"] | ({"shown": shown} if shown else {})
    counts = publication["counts"]
    entries = [(r, c) for r in [*counts["rows"], None] for c in [*counts["columns"], None]]
    return Attack(world["threshold"], [publication], dict(zip(entries, days["levels"])))


class GrantAttack:
    """Who knows that grants overlap: what sets of grants may carry, in each row, given a table."""

    def __init__(self, threshold, publication, knows_sets):
        self.threshold = threshold
        counts, shown = publication["counts"], publication["shown"]
        sets = [c.split("+") for c in counts["columns"]] if knows_sets else [
            [g for n, g in enumerate("abc") if number >> n & 1] or ["-"] for number in range(8)
        ]
        self.size = len(counts["rows"]) * len(sets)
        self.matrix, self.least, self.most, self.goals = [], [], [], []
        lines = [*shown["cells"], shown["rowTotals"], shown["columnTotals"]]
        gap_free = all(n is None for line in lines for n in line)
        for row in [*range(len(counts["rows"])), None]:
            for column in [*range(len(counts["columns"])), None]:
                key = None if column is None else counts["columns"][column]
                form = numpy.array([
                    1.0
                    if row in (None, r) and (key is None or "+".join(s) == key or not knows_sets and key in s)
                    else 0.0
                    for r in range(len(counts["rows"]))
                    for s in sets
                ])
                truth, seen = (self.entry(t, row, column) for t in (counts, shown))
                self.matrix.append(form)
                self.least.append((0 if gap_free else 1) if seen is None else seen)
                self.most.append(numpy.inf if seen is None else seen)
                if is_small(truth, threshold):
                    self.goals.append(form)

    @staticmethod
    def entry(table, row, column):
        if row is None:
            return table.get("total") if column is None else table["columnTotals"][column]
        return table["rowTotals"][row] if column is None else table["cells"][row][column]

    def leaks(self):
        return sum(1 for goal in self.goals if self.greatest(goal) < self.threshold)

    def greatest(self, goal):
        limits = LinearConstraint(numpy.array(self.matrix), self.least, self.most)
        result = milp(
            -goal,
            integrality=numpy.ones(self.size),
            # More than anybody would look for.
            bounds=Bounds(0, 10**4),
            constraints=[limits],
        )
        if result.status != 0:
            raise AssertionError(f"The solver finds nothing feasible: {result.message}")
        return goal @ result.x.round()


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
    grants = [w["grants"] for w in worlds if w["grants"]["together"]["counts"]["columns"]][:200]
    together, apart = (
        [GrantAttack(g["threshold"], g[name], name == "together") for g in grants]
        for name in ("together", "apart")
    )
    told_together, told_apart = (sum(a.leaks() for a in all) for all in (together, apart))
    print(
        f"{len(grants)} tables by grants, {sum(len(a.goals) for a in together)} small counts:"
        f" {told_together} found out; by each grant for itself, {told_apart}"
    )
    assert told_together == 0, "small counts can be worked out from what grants share"
    assert told_apart > 20, "the attacker finds no fault in grants"
    days = [attack_days(world) for world in worlds]
    for number, attack in enumerate(days):
        leaks += [f"world {number}, days: {leak}" for leak in attack.leaks()]
    print(
        f"{len(days)} tables of days, {sum(1 for a in days for _ in a.goals())} figures of few:"
        f" {sum(1 for leak in leaks if ', days: ' in leak)} found out"
    )
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
    # As if days were persons: what is small of them is hidden, and not what one person has.
    caught_days = sum(
        1 for w in some if attack_days(w, naive_shown(w["days"]["publication"], w)).leaks()
    )
    caught_pairs = sum(1 for attack in alone if attack.leaks())
    print(
        f"with only the small hidden, {caught} of {len(some)} tables found out;"
        f" without a look at the earlier publication, {caught_pairs} of {len(alone)} pairs;"
        f" with days taken for persons, {caught_days} of {len(some)}"
    )
    assert tables >= 1000 and pairs >= 500, "too few tables to tell"
    assert caught_days > len(some) / 2, "the attacker finds no fault in days"
    assert caught > len(some) / 2 and caught_pairs > len(alone) / 4, "the attacker finds no fault"
    assert not leaks, "small counts can be worked out"


if __name__ == "__main__":
    sys.exit(main())
