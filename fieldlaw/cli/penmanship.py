"""The pens of the demo: three invented people who sign every page of the inspection record."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fieldlaw.cases.casework import signing
from fieldlaw.cases.casework.desk import read

if TYPE_CHECKING:
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.printing import Press

OPINION = "以上笔录我已看过，与我说的一致。"
_POINTS = 48


def _stroke(seed: int) -> signing.Stroke:
    """A scribble that differs from signer to signer; in thousandths of the pad and milliseconds."""
    return tuple(
        (
            120 + 15 * n,
            round(480 + 170 * math.sin(n * (0.45 + 0.11 * seed)) * math.cos(n * 0.07 * (seed + 1))),
            16 * n,
        )
        for n in range(_POINTS)
    )


def sign_record(desk: Desk, case: str, press: Press) -> None:
    """Give the party's opinion, and put every signature that is missing."""
    signing.give_opinion(desk, case, OPINION)
    log = read(desk, case)
    now = signing.look(log, press, signing.unsigned(log, press))
    for seed, signer in enumerate(now.signers):
        for page in now.missing(signer):
            mark = signing.Mark(now.sha256, page, signer, (_stroke(seed),))
            signing.sign(desk, case, press, mark)
