"""The tables of the packs for measuring: leak limits, numbers of the procedure, factors of lamps."""

from __future__ import annotations

from fieldlaw.cases.packs.shapes import (
    CITED,
    DAY,
    HEADER,
    ID,
    NAMED,
    NUMBER,
    PERIOD,
    ROW,
    STATUS,
    TEXT,
    WHOLE,
    YES_NO,
    ListOf,
    one_of,
    table,
)

STANDARD = table({**ROW, "number": TEXT, "edition": TEXT, "name": TEXT, "place": TEXT}, {"doubt": TEXT})
GAS = table({**ROW, "name": TEXT, "carbons": WHOLE})
LEAK_LIMIT = table(
    {**CITED, "standard": ID, "name": TEXT, "region": ID, "medium": ID, "number": NUMBER, "unit": TEXT}
    | {"operator": one_of("gt", "ge"), "basis": one_of("carbon", "unknown"), "calibration": ListOf(ID)}
    | {"detector": one_of("FID", "PID", "unknown"), "net": one_of("yes", "no", "unknown")}
    | {"in_force": PERIOD, "from_status": STATUS},
    {"detector_article": TEXT, "existing_from": DAY, "clause_open": YES_NO, "note": TEXT},
)
ROUND_RULE = table(
    {**CITED, "standard": ID, "text": TEXT, "points_at_most": WHOLE, "leaks_more_than": WHOLE}
    | {"in_force": PERIOD, "from_status": STATUS}
)
MEASURING_NUMBER = table({**ROW, "name": TEXT, "number": NUMBER, "unit": TEXT}, {"note": TEXT})
SUBSTANCE = table({**ROW, "name": TEXT}, {"ionisation_ev": NUMBER})
CORRECTION = table({**ROW, "substance": ID, "factor": NUMBER}, {"lamp_ev": NUMBER, "note": TEXT})
CORRECTION_TABLE = table(
    {**ROW, "name": TEXT, "edition": TEXT, "maker": TEXT, "models": ListOf(ID), "reference": ID}
    | {"definition": one_of("true_over_reading"), "factors": ListOf(CORRECTION)}
)

THRESHOLDS = table(
    {
        "pack": HEADER,
        "standards": ListOf(STANDARD),
        "regions": ListOf(NAMED),
        "media": ListOf(NAMED),
        "gases": ListOf(GAS),
        "limits": ListOf(LEAK_LIMIT),
        "rounds": ListOf(ROUND_RULE),
        "procedure": ListOf(MEASURING_NUMBER),
    },
)
FACTORS = table(
    {"pack": HEADER, "substances": ListOf(SUBSTANCE), "tables": ListOf(CORRECTION_TABLE)},
)
