"""The tables of each kind of pack, declared as data: which keys, of what form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.packs.schema_measuring import FACTORS, THRESHOLDS
from fieldlaw.cases.packs.shapes import (
    CITED,
    COMPARISON,
    DAY,
    HEADER,
    ID,
    NAMED,
    NUMBER,
    PERIOD,
    ROW,
    SPAN,
    STATUS,
    TEXT,
    TIMES,
    WHOLE,
    YES_NO,
    ListOf,
    Scalar,
    Shape,
    Table,
    one_of,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


WHEN = ListOf(table({"fact": ID, "operator": COMPARISON, "value": TEXT}))
# A fine that hangs on a figure: multiples of a sum in yuan, or so much for each of a number of things.
BASE = table({"kind": ID, "name": TEXT, "multiples": ListOf(TIMES, 2), "base_at_least_fen": WHOLE})
PER = table({"fact": ID, "name": TEXT, "unit": TEXT, "each_fen": ListOf(WHOLE, 2)})
REACH: dict[str, Shape] = {"range_fen": ListOf(WHOLE, 2), "base": BASE, "per": PER, "also": ListOf(TEXT)}
# One of the ranges of a clause, and when it is that one; `not_before` says what must come before any fine.
TIER = table({**ROW, "text": TEXT, "when": WHEN}, {**REACH, "not_before": TEXT})
STATUTE = table(
    {**CITED, "era": one_of("old", "code", "standing"), "in_force": PERIOD, "from_status": STATUS}
    | {"clause": Scalar("文字", lambda v: isinstance(v, str))},
    {**REACH, "tiers": ListOf(TIER), "persons_fen": ListOf(WHOLE, 2), "discretionary": YES_NO},
)
FACT = table(
    {
        "id": ID,
        "question": TEXT,
        "type": one_of("decimal", "whole", "yes_no_unknown", "choice", "date"),
        "required": YES_NO,
    },
    {"choices": ListOf(table({"id": ID, "text": TEXT}))}
    | {"unit": TEXT, "domain": ListOf(Table({}, SPAN)), "step": NUMBER, "values": ListOf(TEXT)},
)
CONDITION = table(
    {"fact": ID, "operator": COMPARISON, "otherwise_flag": ID},
    {"than_fact": ID, "value": TEXT},
)
# What two sources, or two laws, leave open about statutes of a violation from a day on: a lawyer decides it.
DOUBT = table({**ROW, "text": TEXT, "from": DAY, "statutes": ListOf(ID)})
VIOLATION = table(
    {
        **ROW,
        "name": TEXT,
        "lighter": one_of("equal", "old", "code", "compare"),
        "statutes": ListOf(STATUTE),
        "facts": ListOf(FACT),
        "match": one_of("all", "any"),
        "conditions": ListOf(CONDITION),
    },
    {"note": TEXT, "bases": ListOf(ID), "authority": TEXT, "doubts": ListOf(DOUBT)},
)
THRESHOLD = table(
    {**CITED, "flag": ID, "party": one_of("legal_person", "citizen", "any")}
    | {"at_least_fen": WHOLE, "text": TEXT}
)
RULE = table({**CITED, "text": TEXT})
ITEM = table(
    {
        **ROW,
        "statement": TEXT,
        "how": TEXT,
        "evidence": ListOf(TEXT),
        "bases": ListOf(ID),
        "kind": one_of("duty", "advice"),
        "answer": one_of("yes_no", "number", "date"),
        "photo_required": YES_NO,
    },
    {
        "unit": TEXT,
        "compliant": table({"operator": COMPARISON, "value": NUMBER}),
        "only_if": table({"trait": ID, "is": YES_NO}),
        "note": TEXT,
    },
)
BASIS = table(
    {**ROW, "label": TEXT, "authority": TEXT},
    {"note": TEXT}
    | {key: ListOf(table({"law": TEXT, "article": TEXT})) for key in ("duty_code", "duty_old")}
    | {key: ListOf(table({"law": TEXT, "article": TEXT})) for key in ("penalty_code", "penalty_old")},
)

ASKED = table(
    {**ROW, "question": TEXT, "type": one_of("decimal", "whole", "yes_no_unknown", "choice")},
    {"unit": TEXT, "at_least": NUMBER, "values": ListOf(table({"id": ID, "text": TEXT}))},
)
DERIVED = table({**ROW, "name": TEXT, "over": ID, "base": ID})
FACTOR_ROW = table({**ROW, "text": TEXT, "when": WHEN}, {"weight": NUMBER, "band_fen": ListOf(WHOLE, 2)})
FACTOR = table(
    {"id": ID, "name": TEXT, "overlap": one_of("heaviest", "refuse"), "rows": ListOf(FACTOR_ROW)},
    {"gaps": ListOf(table({**ROW, "text": TEXT, "when": WHEN})), "general": ID},
)
PERCENT = table({**ROW, "text": TEXT, "percent": NUMBER})
DEGREES = table(
    {**ROW, "text": TEXT, "ordinary": one_of("mean")}
    | {"lighter": one_of("below_mean"), "heavier": one_of("from_mean")}
)
BENCHMARK_TABLE = table(
    {
        **ROW,
        "name": TEXT,
        "basis": TEXT,
        "applies_to": ListOf(table({"violation": ID, "statutes": ListOf(ID)})),
        "method": one_of("share_of_maximum", "between_bounds", "band"),
        "unknown": table({**ROW, "text": TEXT, "take": one_of("lowest", "general", "refuse")}),
        "clamp": one_of("statutory_range", "none"),
        "rounding": table(
            {**ROW, "text": TEXT, "unit_fen": WHOLE, "direction": one_of("down", "up", "half_up")}
        ),
        "factors": ListOf(FACTOR),
    },
    {"start": FACTOR_ROW, "floor": PERCENT, "cap": PERCENT, "maximum_fen": WHOLE, "degrees": DEGREES},
)
GROUND = table(
    {**ROW, "name": TEXT, "effect": one_of("lighter", "heavier", "mitigate"), "when": WHEN, "basis": TEXT},
    {"percent": ListOf(NUMBER, 2), "of": one_of("amount", "maximum", "minimum"), "excluded_if": WHEN},
)

# A list of acts that are, or may be, left unpunished. Whatever it needs, it says with the evidence in words.
LENIENT_FACT = table(
    {**ROW, "question": TEXT, "type": one_of("decimal", "whole", "yes_no_unknown", "choice", "date")},
    {"unit": TEXT, "at_least": NUMBER, "values": ListOf(table({"id": ID, "text": TEXT}))},
)
EXCLUSION = table(
    {**ROW, "name": TEXT, "by": one_of("conduct", "area", "pollutant", "other"), "when": WHEN}
    | {"evidence": ListOf(TEXT)},
    {"violations": ListOf(ID)},
)
# "First": no earlier violation, or the last one lies before a window; `edge` is the day at its very end.
FIRST = table(
    {
        **ROW,
        "text": TEXT,
        "scope": one_of("same", "any"),
        "window": one_of("days", "months", "calendar_year", "ever"),
        "counted_from": one_of("act", "found"),
        "edge": one_of("inside", "outside", "undecided"),
        "had": ID,
        "last": ID,
        "evidence": ListOf(TEXT),
    },
    {"length": WHOLE},
)
LENIENT_ITEM = table(
    {
        **ROW,
        "text": TEXT,
        "basis": TEXT,
        "violations": ListOf(ID),
        "effect": one_of("no_penalty", "may_no_penalty", "lighter", "warn"),
        "effect_status": STATUS,
        "conditions": ListOf(table({**ROW, "text": TEXT, "when": WHEN, "evidence": ListOf(TEXT)})),
    },
    {"first": FIRST, "burden": one_of("party", "bureau"), "note": TEXT},
)
LADDER_STEP = table({**ROW, "text": TEXT, "measure": TEXT, "when": WHEN})
LADDER_LIMIT = table({**CITED, "text": TEXT})

# --- deadlines: what starts a clock, what stops it, how far it may be moved; and the checks before a decision

FACT_IS = ListOf(table({"fact": ID, "is": YES_NO}))
SERVICE = table(
    {**CITED, "name": TEXT, "text": TEXT, "served": one_of("signed_on", "arrived_on", "confirmed_on")}
)
STOP = table({**CITED, "name": TEXT, "text": TEXT})
EXTENSION = table(
    {**CITED, "name": TEXT, "text": TEXT, "length": WHOLE, "approver": one_of("leader", "collective")}
    | {"times": WHOLE, "may_be_less": YES_NO},
    {"after": ID},
)
DEADLINE = table(
    {
        **CITED,
        "key": ID,
        "name": TEXT,
        "text": TEXT,
        "length": WHOLE,
        "unit": one_of("working", "calendar", "working_or_calendar", "hours", "months", "years", "next_year"),
        "side": one_of("bureau", "party"),
        "last_day": one_of("forward", "back", "as_is"),
        "counts": one_of("within", "before", "not_before"),
        "start": ID,
        "end": ID,
        "in_force": PERIOD,
        "from_status": STATUS,
    },
    {
        "stops": ListOf(ID),
        "extensions": ListOf(EXTENSION),
        "only_if": FACT_IS,
        "ends_on": table({"month": WHOLE, "day": WHOLE}),
        "undecided": TEXT,
        "unless_met": ID,  # the key of another deadline: once that one was met, this one says nothing
        "note": TEXT,
    },
)
ACCRUAL = table(
    {**CITED, "name": TEXT, "text": TEXT, "counts": one_of("percent_per_day", "amount_per_day")}
    | {"start": ID, "end": ID},
    {"percent": NUMBER, "cap_percent": NUMBER, "stops": ListOf(ID), "note": TEXT},
)
TEST = table(
    {
        "asks": one_of("yes", "no", "same", "apart", "before", "not_after", "at_least", "at_most"),
        "facts": ListOf(ID),
        "fail": TEXT,
    },
    {"when": FACT_IS, "value": WHOLE},
)
CHECK = table(
    {
        **ROW,
        "number": WHOLE,
        "text": TEXT,
        "document": ID,
        "severity": one_of("fatal", "points"),
        "tests": ListOf(TEST),
    },
    {"points": WHOLE, "note": TEXT},
)
WEIGHT = table(
    {**ROW, "name": TEXT, "document": ID, "file": one_of("penalty", "no_penalty"), "points": WHOLE}
)
FILE_PLACE = table(
    {**CITED, "volume": one_of("main", "sub"), "place": WHOLE, "name": TEXT, "holds": ListOf(ID)}
)
GRADE = table(
    {**CITED, "label": TEXT, "rank": WHOLE, "decided_by": TEXT, "text": TEXT, "in_force": PERIOD},
    {"counted_as": TEXT},
)
FORMS = ("id_number", "phone", "account", "email", "birth_date", "address", "person")
REDACTION = table({**CITED, "name": TEXT, "text": TEXT, "finds": one_of(*FORMS)})
SCORING = table({**ROW, "text": TEXT, "base": WHOLE, "share": WHOLE, "fatal": WHOLE})

# --- measures: in which cases each may or shall be taken, who approves, what is issued, which clocks run

READING = table({"id": ID, "text": TEXT, "when": WHEN})  # one of the ways to read an unclear threshold
DETENTION_BAND = table(
    {
        "id": ID,
        "grade": one_of("ordinary", "lighter", "serious"),
        "days": ListOf(WHOLE, 2),
        "text": TEXT,
        "when": WHEN,
    }
)
MEASURE_CASE = table(
    {**CITED, "key": ID, "text": TEXT, "clause": Scalar("文字", lambda v: isinstance(v, str))}
    | {"force": one_of("may", "shall", "prompt"), "era": one_of("old", "code", "standing")}
    | {"in_force": PERIOD, "from_status": STATUS},
    {"when": WHEN, "any": WHEN, "readings": ListOf(READING), "bands": ListOf(DETENTION_BAND), "note": TEXT},
)
APPROVAL = table(
    {**CITED, "text": TEXT, "by": one_of("head", "committee", "discussion", "government")}, {"when": WHEN}
)
PAPER = table({**ROW, "name": TEXT}, {"when": WHEN})
BOUND = table({**CITED, "text": TEXT}, {"when": WHEN, "note": TEXT})
REQUIREMENT = table(
    {**CITED, "text": TEXT, "effect": one_of("refuse", "require", "warn"), "in_force": PERIOD}, {"note": TEXT}
)
MEASURE = table(
    {
        **ROW,
        "name": TEXT,
        "kind": one_of(
            *("seizure", "restrict", "stop", "daily_fine", "detention", "crime", "surcharge", "referral")
        ),
        "time": one_of("decision", "act_and_decision"),
        "cases": ListOf(MEASURE_CASE),
        "approvals": ListOf(APPROVAL),
        "documents": ListOf(PAPER),
        "clocks": ListOf(ID),
        "limits": ListOf(BOUND),
    },
    {"accruals": ListOf(ID), "requirements": ListOf(REQUIREMENT), "note": TEXT},
)

# What the dates of a proceeding cannot say of a fine by the day or a surcharge: asked where these are shown.
PENALTY_FACT = table(
    {**ROW, "question": TEXT, "form": one_of("yes_no", "choice", "fen")},
    {"values": ListOf(table({"id": ID, "text": TEXT}))},
)

KINDS: Mapping[str, Table] = {
    "law": table(
        {"pack": HEADER},
        {
            "facts": ListOf(FACT),
            "violations": ListOf(VIOLATION),
            "thresholds": ListOf(THRESHOLD),
            "rules": ListOf(RULE),
            "events": ListOf(NAMED),
            "services": ListOf(SERVICE),
            "stops": ListOf(STOP),
            "deadlines": ListOf(DEADLINE),
            "accruals": ListOf(ACCRUAL),
            "case_facts": ListOf(NAMED),
            "check_facts": ListOf(NAMED),
            "checks": ListOf(CHECK),
            "weights": ListOf(WEIGHT),
            "redactions": ListOf(REDACTION),
            "file_places": ListOf(FILE_PLACE),
            "grades": ListOf(GRADE),
            "scoring": SCORING,
        },
    ),
    "checklist": table(
        {
            "pack": HEADER,
            "checklist": table({"id": ID, "name": TEXT, "scope": TEXT, "advice_text": TEXT}),
            "bases": ListOf(BASIS),
            "items": ListOf(ITEM),
        },
    ),
    "benchmark": table(
        {
            "pack": HEADER,
            "use": one_of("training", "decision"),
            "in_force_on": one_of("act", "decision", "both"),
            "facts": ListOf(ASKED),
            "tables": ListOf(BENCHMARK_TABLE),
            "several_norms": table({**CITED, "text": TEXT, "take": one_of("highest")}),
        },
        {"places": ListOf(TEXT), "derived": ListOf(DERIVED), "grounds": ListOf(GROUND)},
    ),
    "leniency": table(
        {
            "pack": HEADER,
            "use": one_of("training", "decision"),
            "in_force_on": one_of("act", "decision", "both"),
            "facts": ListOf(LENIENT_FACT),
            "exclusions": ListOf(EXCLUSION),
            "items": ListOf(LENIENT_ITEM),
        },
        {"places": ListOf(TEXT), "derived": ListOf(DERIVED), "duties": ListOf(LADDER_LIMIT)}
        | {"ladder_steps": ListOf(LADDER_STEP), "ladder_limits": ListOf(LADDER_LIMIT)},
    ),
    "measures": table(
        {"pack": HEADER, "facts": ListOf(LENIENT_FACT), "measures": ListOf(MEASURE)},
        {"derived": ListOf(DERIVED), "penalty_facts": ListOf(PENALTY_FACT)},
    ),
    "thresholds": THRESHOLDS,
    "factors": FACTORS,
    "calendar": table(
        {
            "pack": HEADER,
            "confirmed_from": DAY,
            "confirmed_through": DAY,
            "reserve_days": WHOLE,
            "holidays": ListOf(table({**ROW, "name": TEXT, "from": DAY, "to": DAY})),
            "make_up_days": ListOf(table({**ROW, "date": DAY})),
        },
    ),
}
