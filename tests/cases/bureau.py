"""Two officers and a reviewer on real profiles that exchange case files."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework import checking, comparing, inspecting, opening, reviewing, transfer
from fieldlaw.cases.casework.desk import Desk, read, write
from fieldlaw.cases.ledger.event import Draft, Moment
from fieldlaw.cases.packs.load import load_folder, load_pack
from fieldlaw.cases.store import profile, vault
from fieldlaw.settings import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TASK = opening.Task(
    "示检〔2026〕1123-02", "示例汽车销售服务有限公司", "91140100MA0EXAMPLE", "示例区迎新路18号", "双随机",
    "张三", (("王立新", "示0217"), ("李志强", "示0233")),
)  # fmt: skip
PACKS = (
    *load_folder(RESOURCES / "law" / "national"),
    load_pack(RESOURCES / "calendars" / "2026.yaml"),
)


@dataclass
class Bureau:
    """Two officers and a reviewer."""

    folder: Path
    one: Desk
    two: Desk
    boss: Desk
    case: str = ""
    more: list[Desk] = field(default_factory=list)

    def carry(self, source: Desk, target: Desk) -> None:
        path = self.folder / f"{os.urandom(4).hex()}.case"
        transfer.export_case(source, self.case, path)
        transfer.import_case(target, path)

    def open_another(self) -> str:
        """A second case of the first officer."""
        task = replace(TASK, number="示检〔2026〕1124-01", unit="示例第二汽车服务有限公司")
        return opening.open_case(self.one, task, load_pack(RESOURCES / "checklists" / "A.yaml"))

    def write(self, case: str, kind: str, body: dict[str, Any], version: int = 1) -> None:
        """An event at the first officer's desk."""
        write(self.one, case, Draft(kind, body, version))

    def close(self) -> None:
        for one in (self.one, self.two, self.boss, *self.more):
            one.profile.close()

    def changed(self) -> dict[str, comparing.Compared]:
        """What the reviewer has to look at."""
        rows = comparing.compare(
            read(self.boss, self.case),
            reviewing.seen(self.boss, self.case).heads,
            self.boss.profile.keys.author,
        )
        return {row.key: row for row in rows if row.changed}

    def approve(self, opinion: str, desk: Desk | None = None) -> None:
        """The reviewer approves, with the checks of the house."""
        at = desk or self.boss
        reviewing.approve(at, self.case, opinion, checking.checker(at, lambda: PACKS))

    def look(self) -> None:
        reviewing.mark_seen(self.boss, self.case, comparing.heads(read(self.boss, self.case)))

    def queue(self) -> tuple[reviewing.Waiting, ...]:
        return reviewing.waiting(self.boss, reviewing.Verdicts())


def still() -> Moment:
    """A clock that stands still."""
    return Moment("2026-11-25T10:42:07+08:00", 1, "boot", None)


def new_desk(
    folder: Path,
    name: str = "王立新",
    role: str = "执法人员",
    clock: Callable[[], Moment] = still,
    words: str = "pass",
) -> Desk:
    """A desk over a new profile in a folder; `words` open it."""
    person = profile.Person(name, role)
    return Desk(profile.create(folder, person, words, os.urandom, vault.FLOOR), clock, os.urandom)


def introduce(desks: Sequence[Desk]) -> None:
    """Let everybody know everybody."""
    for one in desks:
        for other in desks:
            keys, person = other.profile.keys, other.profile.person
            one.profile.know(profile.Peer(keys.author, keys.recipient, person.name, person.role))


def make_bureau(folder: Path, *more: tuple[str, str]) -> Bureau:
    """Profiles that know each other, and a case that both officers have; `more` are name and role."""
    people = (("王立新", "执法人员"), ("李志强", "执法人员"), ("周建国", "审核人"), *more)
    desks = [new_desk(folder / name, name, role) for name, role in people]
    introduce(desks)
    made = Bureau(folder, *desks[:3], more=desks[3:])
    made.case = opening.open_case(made.one, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
    inspecting.answer_item(made.one, made.case, "A01", "yes")
    inspecting.answer_item(made.one, made.case, "A03", "no", "风机没有开")
    made.carry(made.one, made.two)
    return made
