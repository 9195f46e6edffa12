"""Outlines of cases for the home page; runs on the store lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.looking import list_cases
from fieldlaw.cases.records.steps import STEPS
from fieldlaw.errors import KnownError
from fieldlaw.ui.models.tasks import TaskRow
from fieldlaw.ui.presenters.bench import step_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.ledger.fold import CaseFile
    from fieldlaw.cases.packs.records import Pack


_EVIDENCE = ("evidence_added", "measurement_kept", "round_point_kept")


def answered(file: CaseFile, items: tuple[str, ...]) -> int:
    """How many items have an answer that is not 未查."""

    def holds(item: str) -> bool:
        return any(e.body["answer"] != "unknown" for e in file.values("item_answered", item))

    return sum(holds(item) for item in items)


def current_step(file: CaseFile) -> int:
    """The first step that is not done; the last one when all are."""
    numbers = range(1, len(STEPS) + 1)
    return next((n for n in numbers if not file.values("step_done", str(n))), len(STEPS))


def _row(stage: str, log: CaseLog, checklists: Mapping[str, Pack], me: str) -> TaskRow:
    body = log.file.values("case_opened")[0].body
    pack = checklists.get(body["checklist"])
    items = tuple(item["id"] for item in pack.rows("items")) if pack else ()
    return TaskRow(
        case=log.case,
        number=body["number"],
        unit=body["unit"],
        stage=stage,
        address=body["address"],
        basis=body["basis"],
        partners="、".join(name for name, _badge in body["officers"] if name != me),
        answered=answered(log.file, items),
        items=len(items),
        evidence=sum(len(log.file.all(kind)) for kind in _EVIDENCE),
        step=f"{current_step(log.file)} 步 {step_word(current_step(log.file))}",
        last=max(e.moment.wall for e in log.events),
    )


def tasks(desk: Desk, checklists: Mapping[str, Pack]) -> tuple[TaskRow, ...]:
    """All cases, the one written to last first; a case that cannot be read is listed with the reason."""
    rows = []
    for held in list_cases(desk):
        try:
            rows.append(_row(held.stage, read(desk, held.id), checklists, desk.profile.person.name))
        except KnownError as error:
            rows.append(TaskRow(held.id, held.number, held.unit, held.stage, fault=error.what))
    return tuple(sorted(rows, key=lambda row: row.last, reverse=True))
