"""The checks before review: fatal errors, the score by document, and what is still to be asked.

Pure: facts of a case and the packs in, results out. A fact that is not known makes a check "ask", never
"pass". What a check needs is said in its pack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.preflight_tests import PreflightFactsError, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldlaw.cases.packs.records import Pack, Row

PASS, FAIL, ASK = Verdict.PASS, Verdict.FAIL, Verdict.ASK
PRESENT, ABSENT, NOT_NEEDED = "present", "absent", "not_needed"
_STATES = (PRESENT, ABSENT, NOT_NEEDED, "unknown")
_FILES = {"yes": ("no_penalty",), "no": ("penalty",)}


@dataclass(frozen=True, slots=True)
class Check:
    """What a check came to.

    Attributes:
        document: the document on which the fault stands.
        is_fatal: whether a failure makes the whole file worthless.
        reason: why, in plain words.
        unknown: the facts that have to be found out, by id.
        needs: all facts that the check looks at, by id.
    """

    id: str
    number: int
    text: str
    document: str
    is_fatal: bool
    result: Verdict
    reason: str
    unknown: tuple[str, ...]
    needs: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """All checks of a case, in the order of their numbers.

    Attributes:
        score: points of each document; None while they are not known. What is not needed is left out.
        total: 0 after a fatal failure; else what the documents come to in tenths of a point before
            deductions; None while a document has no points yet.
    """

    checks: tuple[Check, ...]
    score: Mapping[str, int | None]
    total: int | None

    @property
    def is_fatal(self) -> bool:
        """Whether a fatal check failed."""
        return bool(self.faults)

    @property
    def faults(self) -> tuple[Check, ...]:
        """The fatal checks that failed."""
        return tuple(one for one in self.checks if one.is_fatal and one.result is FAIL)

    @property
    def asked(self) -> tuple[Check, ...]:
        """The checks for which something must still be found out."""
        return self.of(ASK)

    def of(self, result: Verdict) -> tuple[Check, ...]:
        """The checks that came to a result."""
        return tuple(one for one in self.checks if one.result is result)


def needs_of(check: Row) -> tuple[str, ...]:
    """The facts that a check looks at, by id."""
    names = [one["fact"] for test in check["tests"] for one in test.get("when", ())]
    return tuple(dict.fromkeys(names + [name for test in check["tests"] for name in test["facts"]]))


def evaluate(
    facts: Mapping[str, Any], packs: Iterable[Pack], documents: Mapping[str, str] | None = None
) -> Preflight:
    """Run every check.

    Args:
        facts: by id: yes, no, unknown; whole numbers; lists of names; names by document; days or moments
            as text. An absent fact is unknown.
        packs: the law packs.
        documents: present, absent, not_needed or unknown, by document.

    Raises:
        PreflightFactsError: an unknown name, or a value of the wrong form.
    """
    held = tuple(packs)
    names = {row["id"]: row["name"] for pack in held for row in pack.rows("check_facts")}
    _known_names(facts, names, documents or {}, held)
    rows = sorted((row for pack in held for row in pack.rows("checks")), key=lambda row: row["number"])
    checks = tuple(_check(row, facts, names) for row in rows)
    found = Preflight(checks, _score(checks, facts, documents or {}, held), None)
    return replace(found, total=_total(found, facts, held))


def as_json(found: Preflight) -> dict[str, Any]:
    """The results as the command line prints them."""
    checks = [
        {
            "id": one.id,
            "text": one.text,
            "result": one.result.value,
            "reason": one.reason,
            "source": one.source,
            "status": one.status,
            "document": one.document,
            "severity": "fatal" if one.is_fatal else "points",
            "needs": list(one.needs),
            "unknown": list(one.unknown),
        }
        for one in found.checks
    ]
    total = None if found.total is None else found.total / 10
    return {"checks": checks, "score": dict(found.score), "total": total, "fatal": found.is_fatal}


def _known_names(
    facts: Mapping[str, Any], names: Mapping[str, str], documents: Mapping[str, str], packs: Sequence[Pack]
) -> None:
    for name in facts:
        if name not in names:
            raise PreflightFactsError(str(name), "没有这项事实")
    weighed = {row["document"] for row in _weights(packs)}
    for name, state in documents.items():
        if name not in weighed:
            raise PreflightFactsError(str(name), "没有这种文书")
        if state not in _STATES:
            raise PreflightFactsError(name, f"应为{'、'.join(_STATES)}之一")


def _check(row: Row, facts: Mapping[str, Any], names: Mapping[str, str]) -> Check:
    judged = [(test, *judge(test, facts)) for test in row["tests"]]
    failed = [_failure(test, detail) for test, verdict, _, detail in judged if verdict is FAIL]
    asked = [detail for _, verdict, _, detail in judged if verdict is ASK]
    unknown = tuple(dict.fromkeys(name for _, verdict, missing, _ in judged for name in missing))
    applies = any(verdict is not None for _, verdict, _, _ in judged)
    result, reason = _outcome(failed, asked, [names[name] for name in unknown], applies=applies)
    is_fatal, source = row["severity"] == "fatal", row["source"]
    return Check(
        row["id"], row["number"], row["text"], row["document"], is_fatal, result, reason, unknown,
        needs_of(row), source, row["status"],
    )  # fmt: skip


def _failure(test: Mapping[str, Any], detail: str) -> str:
    return f"{test['fail']}（{detail}）" if detail else str(test["fail"])


def _outcome(
    failed: list[str], asked: list[str], unknown: list[str], *, applies: bool
) -> tuple[Verdict, str]:
    if failed:
        return FAIL, "；".join(failed)
    if asked:
        details = "；".join(dict.fromkeys(one for one in asked if one))
        return ASK, f"还不知道：{'；'.join(unknown)}" + (f"（{details}）" if details else "")
    return PASS, "没有发现问题" if applies else "本案不涉及"


def _weights(packs: Sequence[Pack]) -> list[Row]:
    return [row for pack in packs for row in pack.rows("weights")]


def _files(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Which kind of file it may be: a penalty, none, or either while that is not known."""
    return _FILES.get(str(facts.get("no_penalty")), ("penalty", "no_penalty"))


def _score(
    checks: Sequence[Check], facts: Mapping[str, Any], documents: Mapping[str, str], packs: Sequence[Pack]
) -> dict[str, int | None]:
    files = _files(facts)
    rows = [row for row in _weights(packs) if row["file"] in files]
    score: dict[str, int | None] = {}
    for name in dict.fromkeys(row["document"] for row in rows):
        full = [row["points"] for row in rows if row["document"] == name]
        if documents.get(name) != NOT_NEEDED:
            sure = full[0] if len(full) == len(files) and len(set(full)) == 1 else None
            score[name] = _points(sure, documents.get(name), [one for one in checks if one.document == name])
    return score


def _points(full: int | None, state: str | None, checks: Sequence[Check]) -> int | None:
    """All points where the document is there and every check on it passed; how many else, no source says."""
    if state == ABSENT:
        return 0
    passed = all(one.result is PASS for one in checks)
    return full if state == PRESENT and passed else None


def _total(found: Preflight, facts: Mapping[str, Any], packs: Sequence[Pack]) -> int | None:
    said = next((pack.content["scoring"] for pack in packs if "scoring" in pack.content), None)
    if said is None:
        return None
    if found.is_fatal:
        return int(said["fatal"]) * 10
    score = found.score
    got = [points for points in score.values() if points is not None]
    files = _files(facts)
    if len(got) < len(score) or len(files) > 1:
        return None
    full = sum(
        row["points"] for row in _weights(packs) if row["file"] == files[0] and row["document"] in score
    )
    return int(said["base"]) * 10 + int(said["share"]) * 10 * sum(got) // full if full else None
