"""What the tests of pack tooling share: small packs, and packs of any kind made from their schema."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from fieldlaw import cli
from fieldlaw.cases.packs import schema, shapes
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.records import PackError

ROOT = Path(__file__).parents[2]
BUNDLED = sorted(
    p for d in ("law", "checklists", "calendars") for p in (ROOT / "resources" / d).rglob("*.yaml")
)
PH_GAP = ROOT / "tests" / "law_cases" / "ph_gap.yaml"
ON = date(2026, 11, 25)
HEAD = """\
pack:
  id: p
  kind: law
  jurisdiction: CN
  edition: "1"
  in_force: {from: 2026-01-01, to: null}
  status: draft
facts:
  - {id: days, question: 几日？, type: decimal, required: yes}
rules:
"""
ROW = '  - {id: %s, law: 法, article: "1", text: %s, source: 文, status: seen, %s}\n'


def told(call):
    """The problems that a call returns or raises."""
    try:
        return call()
    except PackError as error:
        return error.problems


def run(*words):
    return cli.main([str(word) for word in words], lambda _: 99)


TEXTS = st.text(min_size=1, max_size=12) | st.sampled_from(
    (
        "null",
        '""',
        "[]",
        "{}",
        "=1+1",
        "\\",
        "a\\nb",
        "_x0041_",
        "x005F_",
        "#N/A",
        " 空 ",
        "1",
        "a\r\nb",
        "'x",
        "2026-01-01",
    )
)


def scalar(shape):
    """Values that a scalar accepts, and values of other types that it accepts as well."""
    if "之一" in shape.form:
        return st.sampled_from(shape.form.removesuffix(" 之一").split("、"))
    day = st.dates().map(date.isoformat)
    number = st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,5})?", fullmatch=True)
    whole = st.integers(0, 10**20)
    word = st.from_regex(r"[A-Za-z0-9_.-]{1,6}", fullmatch=True)
    kinds = [
        kind.filter(shape.accepts) for kind in (TEXTS | st.just(""), word, number, whole, day, st.none())
    ]
    probes = ("文", "a", "1", 1, "2026-01-01", None)
    able = [kind for kind, probe in zip(kinds, probes, strict=True) if shape.accepts(probe)]
    return st.one_of(able)


class Maker:
    """Makes content of any shape: texts from hypothesis (whole packs overrun it), the rest from a seed."""

    def __init__(self, seed, texts):
        self.dice = random.Random(seed)
        self.scalars = (*texts, *FIXED)
        self.number = 0

    def make(self, shape):
        if isinstance(shape, shapes.Scalar):
            return self.scalar(shape)
        if isinstance(shape, shapes.Table):
            some = [key for key in shape.optional if self.dice.random() < 0.4]
            keys = {**shape.required, **{key: shape.optional[key] for key in some}}
            return {key: self.make(inner) for key, inner in keys.items()}
        size = self.dice.choice((0, 1, 1, 2)) if shape.length is None else shape.length
        return [self.make(shape.item) for _ in range(size)]

    def scalar(self, shape):
        if "之一" in shape.form:
            return self.dice.choice(shape.form.removesuffix(" 之一").split("、"))
        if shape is shapes.ID:
            self.number += 1
            return f"id_{self.number}"
        return self.dice.choice([value for value in self.scalars if shape.accepts(value)])

    def pack(self, kind):
        content = self.make(schema.KINDS[kind])
        return build({**content, "pack": {**content["pack"], "kind": kind}})


FIXED = ("文", "", 0, 7, 10**20, "7", "-3.50", "2026-08-15", "1999-12-31", None)
SEEDS = st.integers(0, 2**32)
DRAWN = st.lists(TEXTS, max_size=8)
