"""One saved answer against one plain SQLite FULL commit of as many bytes, on the same disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from fieldlaw.cases.casework import inspecting, opening
from fieldlaw.cases.casework.desk import Desk, read
from fieldlaw.cases.packs.load import load_pack
from fieldlaw.cases.store import profile, vault
from fieldlaw.cases.store.clocks import moment
from fieldlaw.settings import RESOURCES
from tests.benchmarks.figures import report, seconds

TURNS = 40
GROWN = (0, 500, 2000)
TASK = opening.Task(
    "示检〔2026〕1125-09", "示例汽车销售服务有限公司", "", "示例区迎新路18号", "双随机", "张三",
    (("王立新", "示 0217"), ("李志强", "示 0233")),
)  # fmt: skip


def _floor(folder: Path, size: int) -> list[float]:
    base = sqlite.connect(str(folder / "plain.db"), isolation_level=None)
    base.execute("pragma journal_mode=wal")
    base.execute("pragma synchronous=full")
    base.execute("create table event (id blob primary key, body blob)")

    def commit() -> None:
        base.execute("insert into event values (?, ?)", (os.urandom(32), os.urandom(size)))

    taken = seconds(commit, TURNS)
    base.close()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        held = profile.create(
            folder / "p", profile.Person("王立新", "执法人员"), "demo", os.urandom, vault.FLOOR
        )
        desk = Desk(held, moment, os.urandom)
        case = opening.open_case(desk, TASK, load_pack(RESOURCES / "checklists" / "A.yaml"))
        for events in GROWN:
            grow(desk, case, events)
            size = len(read(desk, case).events[-1].envelope.raw)
            ours = seconds(lambda: inspecting.answer_item(desk, case, "A01", "yes"), TURNS)
            report(f"saved answer, case of {events} events", ours, _floor(folder, size), "SQLite FULL commit")
            (folder / "plain.db").unlink()
        held.close()


def grow(desk: Desk, case: str, events: int) -> None:
    while (lacking := events - len(read(desk, case).events)) > 0:
        for n in range(min(lacking, 200)):
            inspecting.answer_item(desk, case, f"A{n % 16 + 1:02d}", ("yes", "no")[n % 2])


if __name__ == "__main__":
    main()
