"""Random worlds: every figure of the reports, counted again from the exported participants alone.

The recount knows no SQL of ours: it reads the CSV that anybody may take along, and the rules from
docs/counting.md.
"""

import collections
import csv
import io
import itertools
import json
import random
import urllib.parse

from _stage import Database, Service, equal, expect, main

WORLDS, RECIPES = 4, 60
GROUPS = ("country", "sector", "programme", "phase", "kind", "organisation", "role", "year",
          "event", "grant")
ROLES = ("participant", "trainer", "speaker", "chair", "organiser", "observer", "interpreter")

# Whatever is drawn depends on the number of the world and on what it is drawn for.
WORLD = """
    CREATE FUNCTION draw(what text, below integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
        SELECT ('x' || left(md5('{seed} ' || what), 7))::bit(28)::integer % below
    $$;
    INSERT INTO event (code, kind, title, summary, programme_id, phase_id, reach, admission,
        starts_on, ends_on, time_zone, is_online, published_at, cancelled_at)
    SELECT code, (ARRAY['training', 'consultation', 'conference'])[1 + draw('kind ' || code, 3)],
           'E', 'E', programme.id, phase.id,
           CASE WHEN programme.id IS NOT NULL AND draw('reach ' || code, 6) = 0 THEN 'indirect'
                ELSE 'direct' END,
           'open', day, day + 2,
           (ARRAY['Europe/Riga', 'Atlantic/Reykjavik', 'Asia/Tokyo'])[1 + draw('zone ' || code, 3)],
           true, CASE WHEN draw('published ' || code, 8) > 0 THEN '2020-01-01'::timestamptz END,
           CASE WHEN draw('cancelled ' || code, 8) = 0 THEN '2020-02-01'::timestamptz END
    FROM (SELECT 'world-' || n AS code, '2023-11-01'::date + draw('day ' || n, 800) AS day
          FROM generate_series(1, 9) AS n) AS event
    LEFT JOIN LATERAL (SELECT id FROM programme
        ORDER BY programme.code OFFSET draw('programme ' || event.code, 9) LIMIT 1) AS programme
        ON true
    LEFT JOIN LATERAL (SELECT phase.id FROM phase WHERE phase.programme_id = programme.id
        ORDER BY phase.code OFFSET draw('phase ' || event.code, 3) LIMIT 1) AS phase ON true;
    INSERT INTO event_grant (event_id, funding_grant_id)
    SELECT event.id, g.id FROM event JOIN funding_grant g
        ON draw('grant ' || event.code || ' ' || g.code, 4) = 0
    WHERE event.code LIKE 'world-%';
    INSERT INTO session (event_id, title, starts_at, ends_at)
    SELECT id, 'Session ' || n, starts_on + n * interval '7 hours',
           starts_on + n * interval '7 hours' + interval '1 hour'
    FROM event, generate_series(1, draw('sessions ' || code, 5)) AS n WHERE code LIKE 'world-%';
    INSERT INTO session_room (session_id, seats)
    SELECT session.id, 90 FROM session JOIN event ON event.id = event_id
    WHERE code LIKE 'world-%' AND draw('room ' || code || session.title, 3) = 0;
    INSERT INTO person (given_name, family_name, email, email_folded, sector, country, created_at)
    SELECT 'P', 'N' || n, 'p' || n || '@example.org', 'p' || n || '@example.org', 'ngo', 'LV',
           '2020-01-01' FROM generate_series(1, 40) AS n;

    CREATE TEMP TABLE place AS
    SELECT gen_random_uuid() AS id, event.id AS event_id, event.code, person.token,
           event.code || ' ' || person.email AS key
    FROM event, person
    WHERE event.code LIKE 'world-%' AND person.given_name = 'P'
      AND draw(event.code || person.email, 3) = 0;
    INSERT INTO participation (id, event_id, created_at)
    SELECT id, event_id, '2020-01-01' FROM place;
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        organisation_id, actor, occurred_at, recorded_at)
    SELECT id, token,
           CASE draw('status ' || key, 9) WHEN 0 THEN 'withdrawn' WHEN 1 THEN 'substituted'
                ELSE 'confirmed' END,
           CASE draw('role ' || key, 8) WHEN 0 THEN 'trainer' WHEN 1 THEN 'observer'
                ELSE 'participant' END,
           (ARRAY['LV', 'EE', 'SE', 'UA'])[1 + draw('country ' || key, 4)],
           (ARRAY['ngo', 'police', 'health'])[1 + draw('sector ' || key, 3)],
           (SELECT o.id FROM organisation o ORDER BY o.code OFFSET draw('office ' || key, 6) LIMIT 1),
           'system', '2020-01-01', moment.instant
    FROM place, (SELECT record_instant() AS instant) AS moment;
    INSERT INTO session_place (session_id, participation_id, taken_at)
    SELECT session.id, place.id, '2020-01-01' FROM session_room
    JOIN session ON session.id = session_id JOIN place USING (event_id)
    WHERE draw('place ' || session.title || key, 3) > 0;
    INSERT INTO attendance (event_id, session_id, participation_id, status, actor, occurred_at,
        recorded_at)
    SELECT event_id, session.id, place.id, status, 'system', '2020-01-01', moment.instant
    FROM place JOIN session USING (event_id)
    CROSS JOIN LATERAL (SELECT (ARRAY['present', 'present', 'partly', 'absent', 'excused'])[
        draw('mark ' || session.title || key, 7)] AS status) AS mark,
         (SELECT record_instant() AS instant) AS moment
    WHERE status IS NOT NULL;
"""

# Corrections of marks and of what people count as, people who are one, events that change.
CHANGES = """
    CREATE TEMP TABLE corrected AS
    SELECT a.* FROM attendance a WHERE draw('correct ' || a.id, 7) = 0;
    UPDATE attendance SET superseded_at = moment.instant
    FROM (SELECT record_instant() AS instant) AS moment WHERE id IN (SELECT id FROM corrected);
    INSERT INTO attendance (event_id, session_id, participation_id, status, actor, reason,
        occurred_at, recorded_at)
    SELECT event_id, session_id, participation_id,
           CASE status WHEN 'present' THEN 'absent' WHEN 'absent' THEN 'partly' END, 'system',
           'as noted', '2020-01-02', fact_clock.latest
    FROM corrected, fact_clock;
    CREATE TEMP TABLE moved AS
    SELECT f.* FROM participation_fact f JOIN participation p ON p.id = f.participation_id
    JOIN event ON event.id = p.event_id WHERE event.code LIKE 'world-%' AND f.id % 9 = 0;
    UPDATE participation_fact SET superseded_at = moment.instant
    FROM (SELECT record_instant() AS instant) AS moment WHERE id IN (SELECT id FROM moved);
    INSERT INTO participation_fact (participation_id, person_token, status, role, country, sector,
        actor, occurred_at, recorded_at)
    SELECT participation_id, person_token, 'confirmed', role, 'FI', sector, 'system', '2020-01-02',
           fact_clock.latest
    FROM moved, fact_clock;
    SELECT merge_people(keep.id, absorb.id, 'system', 'the same', '2026-11-01Z')
    FROM generate_series(1, 13, 3) AS n
    JOIN person keep ON keep.email = 'p' || n || '@example.org'
    JOIN person absorb ON absorb.email = 'p' || n + 1 || '@example.org';
    UPDATE event SET cancelled_at = '2020-03-01' WHERE code = 'world-1';
    UPDATE event SET starts_on = starts_on + 400, ends_on = ends_on + 400 WHERE code = 'world-2';
    DELETE FROM event_grant USING event WHERE event.id = event_id AND code = 'world-3';
"""


def keys_of(row, dimension):
    """What a row counts under; an event of two grants counts under both."""
    column = {"organisation": "organisation_id", "grant": "grants"}.get(dimension, dimension)
    if dimension == "year":
        return [row["starts_on"][:4]]
    if dimension == "grant":
        return row["grants"].split() or ["-"]
    return [row[column] or "-"]


def counts(row, recipe):
    """Whether a row counts under the rule and the limits of a recipe."""
    sessions, present, partly = (int(row[name]) for name in ("sessions", "present", "partly"))
    rule = "confirmed" if recipe["unit"] == "seat" else recipe["attendance"]
    if rule == "came" and present + partly == 0:
        return False
    if rule == "completed":
        share = int(recipe.get("attended_percent", 80)) * sessions
        part = int(recipe.get("partly_percent", 50))
        if sessions == 0 or present * 100 + partly * part < share:
            return False
    roles = "participant" if recipe["unit"] == "seat" else recipe.get("roles", "participant")
    if row["role"] not in roles.split(",") or row["reach"] != recipe.get("reach", "direct"):
        return False
    if not row["starts_on"].startswith(recipe.get("period", "")):
        return False
    if "kinds" in recipe and row["kind"] not in recipe["kinds"].split(","):
        return False
    if "grant" in recipe and recipe["grant"] not in row["grants"].split():
        return False
    return all(row[name] == recipe[name] for name in ("programme", "phase", "event")
               if name in recipe)


def units(row, unit):
    """What is counted of a row, each once wherever it is met again."""
    if unit == "person":
        return [row["person"]]
    if unit == "person-day":
        return [(row["person"], day) for day in row["days"].split()]
    return [row["participation"]]


def recount(rows, recipe):
    """Every figure by its keys, None for a total."""
    group = [name for name in recipe.get("group", "").split(",") if name]
    cells = collections.defaultdict(set)
    cells[(None,) * len(group)] = set()
    for row in rows:
        if not counts(row, recipe):
            continue
        found = units(row, recipe["unit"])
        for keys in itertools.product(*(keys_of(row, name) + [None] for name in group)):
            cells[keys].update(found)
    total = (None,) * len(group)
    return {keys: len(found) for keys, found in cells.items() if found or keys == total}


def overlaps(figures, group):
    """Totals that are not the sum of their parts."""
    sums = collections.Counter()
    for keys, value in figures.items():
        for place, key in enumerate(keys):
            if key is not None:
                sums[keys[:place] + (None,) + keys[place + 1:], group[place]] += value
    return {(keys, name, value, figures[keys]) for (keys, name), value in sums.items()
            if value != figures[keys]}


def recipes(rows, seed):
    """Recipes of every unit and every rule, drawn with what is in the rows."""
    drawn = random.Random(seed)
    units_and_rules = itertools.cycle(itertools.product(
        ("person", "participation", "person-day", "seat"), ("confirmed", "came", "completed")))
    limits = {
        "period": lambda row: row["starts_on"][:4], "programme": lambda row: row["programme"],
        "phase": lambda row: row["phase"], "event": lambda row: row["event"],
        "kinds": lambda row: row["kind"], "reach": lambda row: row["reach"],
        "grant": lambda row: next(iter(row["grants"].split()), ""),
        "roles": lambda row: ",".join(sorted({row["role"], "participant"}, key=ROLES.index)),
    }
    for (unit, rule), _ in zip(units_and_rules, range(RECIPES)):
        recipe = {"unit": unit, "attendance": rule}
        # Of pairs more than of all else.
        group = drawn.sample(GROUPS, drawn.choice((0, 1, 2, 2, 2, 3)))
        if group:
            recipe["group"] = ",".join(group)
        if rule == "completed" and drawn.random() < 0.5:
            recipe |= {"attended_percent": str(drawn.choice((34, 50, 75))), "partly_percent": "25"}
        for name in drawn.sample(sorted(limits), drawn.choice((0, 0, 1, 2))):
            value = limits[name](drawn.choice(rows))
            if value:
                recipe[name] = value
        yield recipe


class World:
    """One registry, the service over it, and a key to both."""

    def __init__(self, seed):
        self.seed = seed
        self.database = Database()
        self.database.rows(WORLD.format(seed=seed))
        self.service = Service(self.database)
        key = json.loads(self.database.command(
            "staff", "token", "create", "--label", "x", "--json"))["key"]
        self.bearer = {"Authorization": f"Bearer {key}"}

    def get(self, path, **query):
        answer = self.service.get(f"/api/v1/{path}?{urllib.parse.urlencode(query)}", **self.bearer)
        equal(answer.status, 200, f"the status of {path} {query}: {answer}")
        return answer

    def rows(self):
        text = self.get("exports/participants").body.decode()
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))

    def compare(self, rows, **query):
        """Counts every recipe again from the rows; returns how many figures there were."""
        figures = 0
        for recipe in recipes(rows, self.seed):
            report = self.get("reports/participation", **(recipe | query)).json["report"]
            wanted = recount(rows, recipe)
            seen = {tuple(figure.get("keys", [])): figure["value"] for figure in report["figures"]}
            what = f"the figures of world {self.seed} {recipe} {query}"
            equal(seen, wanted, what)
            told = {(tuple(one["keys"]), one["dimension"], one["sum"], one["total"])
                    for one in report["overlaps"]}
            equal(told, overlaps(wanted, recipe.get("group", "").split(",")), f"overlaps, {what}")
            figures += len(seen)
        return figures

    def erase(self, email):
        person = self.database.value(f"""SELECT id FROM person
            WHERE email = '{email}' AND merged_into IS NULL""")
        self.database.command("person", "erase", person, "--reason", "asked by letter")


def every_figure():
    """Every figure of every recipe equals the recount from the CSV, also after corrections,
    merges and erasures, and as of the instant before them."""
    figures = 0
    for seed in range(WORLDS):
        world = World(seed)
        with world.service:
            before = world.rows()
            then = world.get("reports/participation").json["report"]["as_of"]
            figures += world.compare(before)
            world.database.rows(CHANGES)
            for number in (1, 20, 21):
                world.erase(f"p{number}@example.org")
            after = world.rows()
            expect(after != before, "changes to change the rows")
            figures += world.compare(after)
            figures += world.compare(before, as_of=then)
        world.database.drop()
    expect(figures > 10_000, "enough to compare", figures)
    print(f"     {figures} figures in {WORLDS} worlds", flush=True)


def can_fail():
    """The recount notices one participation too few, and one that came when it did not."""
    world = World(WORLDS)
    with world.service:
        rows = world.rows()
        came = next(row for row in rows if row["present"] != "0" and row["reach"] == "direct")
        for broken in ([row for row in rows if row is not came],
                       [row | {"present": "0", "partly": "0", "days": ""} if row is came else row
                        for row in rows]):
            try:
                world.compare(broken)
            except Exception as error:
                expect("figures of world" in str(error), "a figure that differs", error)
            else:
                raise AssertionError("nothing was noticed")


main(every_figure, can_fail)
