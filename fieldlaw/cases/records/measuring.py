"""A round of measuring: what was chosen before it, the points that it has to visit, what a point keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldlaw.cases.records.procedure import StepResult


@dataclass(frozen=True)
class RoundPlan:
    """What is chosen before the first point.

    Attributes:
        purpose: as form G.7 words it: 验收, 监督性, 自行.
        standard, region: ids in the packs of thresholds.
        method: the method standard (HJ 733-2014).
        instruments: names on the equipment list.
        operator, second, escort: who measures, the second person, who accompanies them for the plant.
    """

    title: str
    purpose: str
    standard: str
    region: str
    method: str
    instruments: tuple[str, ...]
    operator: str
    second: str
    escort: str
    place: str


@dataclass(frozen=True)
class Component:
    """What is sealed at a point, and where it is; texts as the plant's list has them, empty where unknown.

    Attributes:
        kind: valve, flange … in the words of the list.
        reachable, visible_leak, in_repair: yes, no, or empty while nobody knows.
        group_mark: bar code or QR code of the group.
        way: how this kind of component is measured.
    """

    kind: str = ""
    reachable: str = ""
    unit_code: str = ""
    unit: str = ""
    area: str = ""
    group_mark: str = ""
    group: str = ""
    place: str = ""
    extension: str = ""
    red_tag: str = ""
    leak_note: str = ""
    safety: str = ""
    way: str = ""
    visible_leak: str = ""
    in_repair: str = ""


@dataclass(frozen=True)
class PlannedPoint:
    """A point that a round has to visit; `medium` is an id in the packs of thresholds."""

    tag: str
    medium: str
    component: Component = field(default_factory=Component)


@dataclass(frozen=True)
class Link:
    """Evidence that shows the point; `area` names the spot of an image or the part of a photo."""

    kind: str
    evidence: str
    area: str = ""


@dataclass(frozen=True)
class MeasuredPoint:
    """A point that has been measured.

    Attributes:
        result: the point step, its subject the tag.
        probe: position and distance of the probe, in words.
        instead_of: id of the kept point that this one stands in place of; empty for a first reading.
        reason: why it was measured again.
        substance: what the reading of a PID is to be corrected for (id in the packs); empty for nothing.
    """

    planned: PlannedPoint
    result: StepResult
    probe: str = ""
    links: tuple[Link, ...] = ()
    instead_of: str = ""
    reason: str = ""
    substance: str = ""


@dataclass(frozen=True)
class RawFile:
    """A raw stream of an instrument on disk; the case keeps its hash."""

    device: str
    file: str
    size: int
    sha256: bytes
    begun: str
    ended: str
