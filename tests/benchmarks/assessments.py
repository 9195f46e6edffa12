"""10,000 assessments, and 50,000 kept findings after a change of packs, against bare look-ups in a table.

The floor of an assessment is one look-up of its row in a dict by the same facts: what an answer without
reasons would cost. The floor of the re-assessment is reading the same rows from SQLite and decoding them.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from fieldlaw.cases.law.assess import as_json, rehearse
from fieldlaw.cases.law.library import Library
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES
from tests.benchmarks.figures import report, seconds

ASSESSED, KEPT = 10_000, 50_000
CASES = Path(__file__).parents[1] / "law_cases" / "benchmark.yaml"


def _requests(many: int) -> list[dict[str, Any]]:
    """Air over the limit in every mixture of the factors, over and over."""
    book = YAML(typ="safe").load(CASES.read_text("utf-8"))
    given = next(case["given"] for case in book["cases"] if case["id"] == "G16")
    common = {**book["common"], **{key: value for key, value in given.items() if key != "facts"}}
    moved = product(range(1, 4), ("general", "populated", "ecological"), ("general", "event"), range(1, 5))
    facts = [
        {**given["facts"], "factor_count": count, "zone": zone, "air_time": time, "times": times}
        for count, zone, time, times in moved
    ]
    plain = json.loads(json.dumps(common, default=str))
    return [{**plain, "facts": facts[n % len(facts)]} for n in range(many)]


def _key(request: dict[str, Any]) -> tuple[Any, ...]:
    facts = request["facts"]
    return facts["factor_count"], facts["zone"], facts["air_time"], facts["times"]


def _heavier(packs: Library) -> Library:
    """The same packs with a start that weighs more: a change of edition."""

    def changed(content: Any) -> Any:
        copy = json.loads(json.dumps(content))
        for table in copy["tables"]:
            if "start" in table:
                table["start"]["weight"] = "12"
        return copy

    return Library(build(changed(p.content)) if p.header.kind == "benchmark" else p for p in packs)


def _kept(folder: Path, requests: list[dict[str, Any]], packs: Library) -> sqlite3.Connection:
    base = sqlite3.connect(folder / "kept.db")
    base.execute("create table kept (request text, amount integer)")
    amounts = {_key(each): rehearse(each, packs).amount_fen for each in requests[:72]}
    rows = ((json.dumps(each), amounts[_key(each)]) for each in requests)
    base.executemany("insert into kept values (?, ?)", rows)
    base.commit()
    return base


def main() -> None:
    packs, requests = Library(load_folder(RESOURCES / "law")), _requests(KEPT)
    table = {_key(each): rehearse(each, packs).amount_fen for each in requests[:72]}
    some = requests[:ASSESSED]
    ours = seconds(lambda: [as_json(rehearse(each, packs)) for each in some], 1)
    floor = seconds(lambda: [table[_key(each)] for each in some], 3)
    report(f"{ASSESSED:,} assessments with reasons", ours, floor, "look-ups in a dict")
    later = _heavier(packs)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        base = _kept(Path(name), requests, packs)
        turned = []

        def again() -> None:
            rows = base.execute("select request, amount from kept")
            now = ((rehearse(json.loads(text), later).amount_fen, amount) for text, amount in rows)
            turned.append(sum(one != other for one, other in now))

        ours = seconds(again, 1)
        floor = seconds(lambda: [json.loads(r) for r, _ in base.execute("select * from kept")], 3)
        base.close()
    report(f"{KEPT:,} kept findings after a new pack", ours, floor, "reading and decoding them")
    print(f"{'of which the amount changed':<38} {turned[0]:9,}")


if __name__ == "__main__":
    main()
