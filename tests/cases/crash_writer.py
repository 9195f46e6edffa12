"""Run as a program: fork a writer, kill it at a random moment, check what is on disk; many times over.

Usage: python -m tests.cases.crash_writer FOLDER KILLS SEED. Prints "acknowledged N" or what was lost.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from pathlib import Path

from fieldlaw.cases.ledger import chain
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.store import profile, vault
from tests.cases.ledger_cases import MOMENT

CASE = "case-1"
KEY = bytes(32)


def write_until_killed(folder: Path, key: bytes, pipe: int) -> None:
    """Write blobs and events for ever; each event id goes into the pipe once it is acknowledged."""
    held = profile.open_with_key(folder, key)
    with held.work() as work:
        last = chain.tips(work.envelopes(CASE)).get(held.keys.author)
    while True:
        part = held.blobs.put(os.urandom(3000))
        with held.work() as work:
            place = ev.Place(CASE, 1, last, {})
            body = {
                "evidence": part, "number": "照片1", "title": "", "media": "photo", "sha256": b"",
                "size": 3000, "blob": part, "parts": [part], "item": None, "place": "", "by": "",
                "taken_at": "",
            }  # fmt: skip
            draft = ev.Draft("evidence_added", body)
            made = ev.append(draft, MOMENT, place, held.keys, (KEY, os.urandom(16)))
            work.add(made.envelope, send=True)
            work.add_part(part, CASE, 3000)
        last = made.envelope.tip
        os.write(pipe, made.id)


def kill_once(folder: Path, key: bytes, luck: random.Random) -> bytes:
    """One life of a writer; returns the ids that it acknowledged."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        write_until_killed(folder, key, write)
    os.close(write)
    early = luck.random() < 0.25  # a quarter dies while opening, the rest while writing
    select.select([read], [], [], luck.uniform(0.005, 0.1) if early else 5.0)
    select.select([], [], [], 0.0 if early else luck.uniform(0.0, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        return pipe.read()


def check(folder: Path, key: bytes, acknowledged: list[bytes]) -> list[str]:
    """What is wrong with the profile on disk; empty when all promises hold."""
    held = profile.open_with_key(folder, key)
    with held.work() as work:
        raws = work.raws(CASE)
        events = [ev.open_event(e, KEY) for e in work.envelopes(CASE)]
        pending = {p.event for p in work.pending()}
    ids = {e.id for e in events}
    lost = [f"lost {i.hex()}" for i in acknowledged if i not in ids]
    unsent = [f"not in the outbox {i.hex()}" for i in ids - pending]
    broken = [p.what for p in chain.verify(raws)]
    dangling = [f"no part {p}" for e in events for p in e.body["parts"] if not held.blobs.has(p)]
    held.close()
    return lost + unsent + broken + dangling


def main() -> None:
    """Kill, check, repeat."""
    folder, kills, luck = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    key = vault.unlock_with_passphrase(folder, "correct horse")
    acknowledged: list[bytes] = []
    for _ in range(kills):
        data = kill_once(folder, key, luck)
        acknowledged += [data[i : i + 32] for i in range(0, len(data) - len(data) % 32, 32)]
    problems = check(folder, key, acknowledged)
    print("\n".join(problems) or f"acknowledged {len(acknowledged)}")


if __name__ == "__main__":
    main()
