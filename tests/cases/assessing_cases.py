"""Packs in force in 太原市 for tests: real tables under a made header, every row taken as read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework.packshelf import LawPacks
from fieldlaw.cases.packs.compile import build
from fieldlaw.cases.packs.load import load_folder
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from fieldlaw.cases.packs.records import Pack

LAW = load_folder(RESOURCES / "law" / "national")
_OUTSIDE = {pack.header.id: pack for pack in load_folder(RESOURCES / "law")}
_YEARS = {"from": "2022-01-01", "to": "2028-12-31"}


def _seen(part: Any) -> Any:
    """The same content with every status as good as can be."""
    if isinstance(part, dict):
        return {
            key: "seen"
            if key in ("status", "effect_status") and value in ("recalled", "second_hand")
            else _seen(value)
            for key, value in part.items()
        }
    return [_seen(each) for each in part] if isinstance(part, list | tuple) else part


def _in_force(name: str, **header: Any) -> Pack:
    content = _seen(_OUTSIDE[name].content)
    head = {**content["pack"], "status": "confirmed", "author": "甲", "reviewer": "乙", **header}
    return build({**content, "use": "decision", "places": ["太原市"], "pack": head})


BENCHMARK = _in_force(
    "gd-benchmark-2022", id="made-benchmark", jurisdiction="山西省", edition="2026", in_force=_YEARS
)
LIST = _in_force("sx-leniency-2025", id="made-list")
MADE = (BENCHMARK, LIST)
FULL = LawPacks((*LAW, *MADE), frozenset(pack.header.sha256 for pack in MADE))
BASE = {
    "jurisdiction": "太原市",
    "party": {"kind": "legal_person"},
    "act": {"start": "2026-08-10", "end": "2026-08-10"},
    "found": "2026-08-12",
    "decided": "2026-12-08",
}
AIR = {**BASE, "violation": "air_over_limit", "facts": {"concentration": "72.852", "limit": "35"}}
WEIGHED = {
    "factor_count": "1",
    "air_class": ["class_b"],
    "zone": ["general"],
    "air_time": ["general"],
    "air_excess": ["concentration"],
    "times": "1",
}
NOT_LENIENT = {
    "secret_discharge": "no",
    "malicious_discharge": "no",
    "falsified_data": "no",
    "public_harm": "no",
    "toxic": "no",
    "hourly_mean": "72.852",
}
FINED = {**AIR, "facts": {**AIR["facts"], **WEIGHED, **NOT_LENIENT}}
