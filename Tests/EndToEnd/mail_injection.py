"""Nobody writes a header field, a recipient, a part or an entry of a calendar of their own."""

from _injection import Attacker
from _injection_events import cancellations, forms, imports, moves, offers, programmes
from _injection_members import focal_points, nominees, successors
from _injection_outbox import KINDS, placeholders, texts
from _injection_people import accounts, decisions, guests, interests, own_page, substitutes
from _stage import Database, Service, equal, expect, main, wait_for

# Every placeholder of the texts. Those that somebody writes: where they stand in what a statement
# leaves for a mail, and the checks that attack them where they are written.
WRITTEN = {
    "given_name": ([["given_name"]], [interests, guests, accounts, substitutes, own_page,
                                      nominees, successors, focal_points]),
    "target": ([["target"]], [moves, programmes, offers, imports]),
    "programme": ([["programme"]], [programmes]),
    "schedule": ([["schedule", "sessions", 0, "title"]], [moves, offers]),
    "place": ([["schedule", "venue"], ["schedule", "city"], ["schedule", "country_name"]],
              [moves, offers]),
    "before": ([["was", "venue"], ["was", "city"], ["was", "country_name"]], [moves]),
    "reason": ([["reason"]], [moves, cancellations]),
    "named_by": ([["named_by"]], [focal_points]),
}
# Those whose words come with the program or are made by a statement; nobody has a field for them.
MADE = {
    "member": [["member"]], "languages": [["languages", 0]], "until": [["until"]],
    "time": [["time"]],
}
# Those that lead somewhere: a wrong one is not sent at all.
ADDRESSES = {
    "link": [["token"], ["code"], ["feedback_url"]], "event_link": [["code"]],
    "check_in_code": [["check_in_code"]],
}
# Those without a text of anybody's: numbers, days, settings of the operator, and what is drawn.
OURS = {
    "unit", "own_page_days", "own_page_until", "unconfirmed_until", "hours", "months", "seats",
    "position", "has_place", "has_seat", "privacy_link", "account_link", "check_in_picture",
}

database = Database()
attacker = Attacker(database)


def table():
    """The table has every placeholder of every text, and nothing that no text has"""
    found = placeholders()
    equal(sorted(found), sorted(KINDS), "the kinds of mails")
    known = [*WRITTEN, *MADE, *ADDRESSES, *OURS]
    equal(sorted(set().union(*found.values())), sorted(known), "the placeholders of the texts")


def fields():
    """Every attack in every field is refused with its path, or arrives and does no harm"""
    checks = [check for _, by in WRITTEN.values() for check in by] + [decisions, forms]
    with Service(database, **attacker.settings) as service:
        attacker.service = service
        for check in dict.fromkeys(checks):
            check(attacker)
        deliver()
    equal(database.count("outbox", "state NOT IN ('sent', 'cancelled')"), 0, "mails that failed")
    tell()


def database_texts():
    """Every attack in every placeholder does no harm even where nothing refused it"""
    words = {name: paths for name, (paths, _) in WRITTEN.items()} | MADE
    with Service(database, **attacker.settings) as service:
        attacker.service = service
        texts(attacker, words, ADDRESSES)
        deliver()
    tell()


def deliver():
    wait_for("every mail to be sent", lambda: not database.count(
        "outbox", "state IN ('pending', 'sending')"))
    mails = attacker.peer.mails
    equal(len(mails), database.count("outbox", "state = 'sent'"), "mails that arrived")
    equal(attacker.peer.commands.count("MAIL"), len(mails), "mails that were handed over")
    expect(not any("evil" in address for mail in mails for address in mail["to"]), "no thief")


def tell():
    print(f"     {attacker.refused} refused, {attacker.harmless} arrived harmless", flush=True)
    attacker.refused = attacker.harmless = 0


main(table, fields, database_texts)
