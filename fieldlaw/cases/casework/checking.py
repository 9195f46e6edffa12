"""The checks before review, over a real case: what its events say, and nothing that they do not say.

That the program holds no entry of something does not mean that it was not done: it may stand on paper. Such
a fact stays unknown and is asked for. A step counts as left out only once the record, which prints it as
未记录, was drawn up. Evidence is another matter: the evidence list is printed from the program, so what was
not entered is not in the file. What is left open a person may answer (`answers`); where the case says
something itself, that counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldlaw.cases.casework import signing, signing_people
from fieldlaw.cases.casework.answers import with_answers, with_states
from fieldlaw.cases.casework.checking_dates import dated_facts
from fieldlaw.cases.casework.clocks import all_standing, read_rules
from fieldlaw.cases.casework.comparing import saw
from fieldlaw.cases.casework.comparing_rounds import KEPT, ROUND_KINDS, STEP
from fieldlaw.cases.casework.deciding import facts_behind
from fieldlaw.cases.casework.desk import read
from fieldlaw.cases.casework.lawchoice import chosen
from fieldlaw.cases.casework.printing_law import standing
from fieldlaw.cases.casework.printing_record import DisputedCaseError, NoChecklistError
from fieldlaw.cases.documents.fonts import MissingGlyph
from fieldlaw.cases.law.deadlines_all import MET, deadlines_in
from fieldlaw.cases.law.deadlines_facts import DeadlineFactsError
from fieldlaw.cases.law.lenient_answer import NO_PENALTY
from fieldlaw.cases.law.preflight import PRESENT, Preflight, evaluate
from fieldlaw.cases.records.steps import step_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from fieldlaw.cases.casework.clocks import Rules
    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.printing_record import Press
    from fieldlaw.cases.ledger.event import Event
    from fieldlaw.cases.packs.records import Pack

Facts = dict[str, Any]
_DESCRIBED = ("title", "taken_at", "place", "by")
_SHORT_LIMITATION = "limitation"
_PROOFS = ("evidence_added", "measurement_kept", STEP, KEPT)
_WROTE = (
    "step_done",
    "step_noted",
    "item_answered",
    "measurement_kept",
    "evidence_added",
    "finding_recorded",
    "log_imported",
    *ROUND_KINDS,
)
_WORDS = {True: "yes", False: "no"}
_WITH_BASIS = ("fine", "refused")
_MITIGATED = "mitigated:"
_FLAGGED = {"collective_discussion": "discussion_required"}


def preflight(desk: Desk, case: str, packs: Iterable[Pack], press: Press | None = None) -> Preflight:
    """Run the checks over a case.

    Args:
        desk: where the case is.
        case: its id.
        packs: the law packs; with a calendar pack among them limitation is computed too.
        press: what the record is laid out with; without it nothing is known of its signatures.

    Raises:
        NoSuchCaseError, BrokenChainError: see `desk.read`.
    """
    return check_log(read(desk, case), tuple(packs), press, desk.clock().wall)


def check_log(log: CaseLog, packs: Sequence[Pack], press: Press | None, today: str) -> Preflight:
    """Run the checks over a case that has been read (see `preflight`); `today` is a day or a moment.

    What the packs do not ask for is left out: of another edition of the checks, or of none at all.
    """
    asked = {row["id"] for pack in packs for row in pack.rows("check_facts")}
    facts = {name: value for name, value in case_facts(log, packs, press, today).items() if name in asked}
    return evaluate(facts, packs, documents_of(log, packs))


def checker(
    desk: Desk, packs: Callable[[], Sequence[Pack]], press: Press | None = None
) -> Callable[[CaseLog], Preflight]:
    """What runs the checks over a case as it stands then, with the packs that are loaded then."""
    return lambda log: check_log(log, packs(), press, desk.clock().wall)


def case_facts(
    log: CaseLog, packs: Sequence[Pack] = (), press: Press | None = None, today: str = ""
) -> Facts:
    """What is known of the facts that the checks ask for; what is not known is left out.

    Args:
        log: the case.
        packs: see `preflight`.
        press: see `preflight`.
        today: without it the dates of the proceeding say nothing.
    """
    return with_answers(own_facts(log, packs, press, today), log, packs)


def own_facts(log: CaseLog, packs: Sequence[Pack] = (), press: Press | None = None, today: str = "") -> Facts:
    """What the events of a case say themselves of those facts, without anybody's answers."""
    dated = any(pack.header.kind == "calendar" for pack in packs)
    rules = read_rules(packs) if dated else None
    return {
        **(dated_facts(log, rules, today) if today else {}),
        **_officers(log),
        **_steps(log),
        **_evidence(log),
        **_reviewed(log),
        **_judged(log),
        **_limitation(log, rules),
        **_signed(log, press),
    }


def documents_of(log: CaseLog, packs: Sequence[Pack] = ()) -> dict[str, str]:
    """The documents of the score that are in the file, or not, as far as that is known."""
    return with_states(own_documents(log), log, packs)


def own_documents(log: CaseLog) -> dict[str, str]:
    """The documents that the program holds itself; of the others it knows nothing."""
    made = any(e.body["document"] == signing_people.RECORD for e in log.file.all("document_printed"))
    signed = any(e.body["document"] == signing_people.RECORD for e in log.file.all("signed"))
    held = {"site_record": made or signed, "other_evidence": bool(log.file.all("evidence_added"))}
    return {name: PRESENT for name, is_there in held.items() if is_there}


def asked_evidence(log: CaseLog) -> tuple[str, ...]:
    """The proofs that the kept assessments ask for before no penalty is imposed, in the words of the lists.

    Whether one of them is in the file the program cannot tell: it knows evidence by checklist item only.
    """
    entries = (entry for e in standing(log) for entry in e.body["result"].get("leniency", ()))
    wanted = (one for entry in entries if entry.get("met") for one in entry.get("evidence", ()))
    return tuple(dict.fromkeys(f"{one['condition']}：{'、'.join(one['evidence'])}" for one in wanted))


def _officers(log: CaseLog) -> Facts:
    """Who inspected, and the name of the party; two openings that disagree settle nothing but the names."""
    opened = log.file.values("case_opened")
    people = [(str(name), str(badge)) for e in opened for name, badge in e.body["officers"]]
    known: Facts = {"investigators": sorted({name for name, _ in people if name.strip()} | _inspected(log))}
    if len(opened) == 1:
        known["officers_with_badge"] = len({badge for _, badge in people if badge.strip()})
    if opened:
        known["party_names"] = {f"检查任务 {n}": str(e.body["unit"]) for n, e in enumerate(opened, start=1)}
    return known


def _inspected(log: CaseLog) -> set[str]:
    """Reviewers and lawyers who also wrote in the inspection with their key: under whatever name."""
    keys = {e.envelope.author for e in log.events if e.kind in _WROTE}
    return {str(e.body["by"]) for e in (*_reviews(log), *_choices(log)) if e.envelope.author in keys}


def _reviews(log: CaseLog) -> tuple[Event, ...]:
    return (*log.file.all("item_returned"), *log.file.all("case_approved"))


def _choices(log: CaseLog) -> tuple[Event, ...]:
    """What lawyers settled; one of a finding that has been taken back or replaced no longer counts."""
    return all_standing(log, "law_chosen")


def _steps(log: CaseLog) -> Facts:
    """The steps with their times; one that the finished record prints as 未记录 was left out."""
    drawn_up = bool(log.file.values("step_done", step_id("现场笔录")))
    known: Facts = {}
    for name, word in (("identity_shown", "亮证告知"), ("recusal_told", "申请回避")):
        done = any(log.file.values(kind, step_id(word)) for kind in ("step_done", "step_noted"))
        if done or drawn_up:
            known[name] = _WORDS[done]
    times = {"time_identity": "亮证告知", "time_inspection": "现场检查", "time_record": "现场笔录"}
    for name, word in times.items():
        done_once = log.file.only("step_done", step_id(word))
        if done_once is not None:
            known[name] = done_once.moment.wall
    return known


def _evidence(log: CaseLog) -> Facts:
    known: Facts = {}
    added = log.file.all("evidence_added")
    if added:
        told = all(str(e.body[key]).strip() for e in added for key in _DESCRIBED)
        known["evidence_described"] = _WORDS[told]
    findings = _findings(log)
    if findings:
        proved = {e.body["item"] for e in (*added, *log.file.all("measurement_kept"))}
        backed = all(any(item in proved for item in one.body["items"]) for one in findings)
        known["findings_have_evidence"] = _WORDS[backed]
    return known


def _findings(log: CaseLog) -> tuple[Event, ...]:
    return all_standing(log, "finding_recorded")


def _reviewed(log: CaseLog) -> Facts:
    known: Facts = {}
    reviews, approved = _reviews(log), log.file.all("case_approved")
    examiners = _examiners(log, reviews)
    if examiners:
        known["examiners"] = sorted(examiners)
    if approved:
        proofs = [e for kind in _PROOFS for e in log.file.all(kind)]
        later = [e for e in proofs if not any(saw(review, e) for review in approved)]
        known["evidence_after_review"] = _WORDS[bool(later)]
    return known


def _examiners(log: CaseLog, reviews: Iterable[Event]) -> set[str]:
    """Who reviewed, and the lawyers who chose the law.

    A lawyer alone is not the whole review: his name counts by itself only where he inspected.
    """
    reviewed, chose = ({str(e.body["by"]) for e in held} - {""} for held in (reviews, _choices(log)))
    officers = {name for e in log.file.values("case_opened") for name, _badge in e.body["officers"]}
    inspected = officers | _inspected(log)
    return reviewed | chose if reviewed else chose & inspected


def _judged(log: CaseLog) -> Facts:
    """What the assessments say, where there is one of each finding and it is of the facts as they stand."""
    findings, made = _findings(log), standing(log)
    now = {e.body["finding"]: chosen(log, e.body) for e in findings}
    fresh = [e for e in made if facts_behind(log, e) == now.get(e.body["finding"])]
    if not findings or len(fresh) != len(findings) or len(now) != len(findings):
        return {}
    results = [e.body["result"] for e in fresh]
    known = _amount(results[0]) if len(results) == 1 else {}
    if all(_applied(one) and one["outcome"] in _WITH_BASIS for one in results):
        known["has_basis"] = "yes"
    if all(one["outcome"] == NO_PENALTY for one in results):
        known |= {"no_penalty": "yes", "fined": "no"}
    flags = {flag for one in results for flag in one["flags"]}
    return known | {fact: "yes" for flag, fact in _FLAGGED.items() if flag in flags}


def _applied(result: Mapping[str, Any]) -> list[Facts]:
    return [one for one in result["statutes"] if one["applies"]]


def _amount(result: Mapping[str, Any]) -> Facts:
    """The fine of the only assessment, the range that it was taken from, and whether it was mitigated."""
    known: Facts = {}
    if result["amount_fen"] is not None:
        known = {"fined": "yes", "no_penalty": "no", "amount_fen": result["amount_fen"]}
        mitigated = any(str(flag).startswith(_MITIGATED) for flag in result["flags"])
        known["mitigated"] = _WORDS[mitigated]
    ranges = [_settled(one) for one in _applied(result)]
    if ranges and all(ranges):  # of several clauses the one with the highest fine governs
        low, high = max((each for each in ranges if each), key=lambda each: (each[1], each[0]))
        known |= {"range_low_fen": low, "range_high_fen": high}
    return known


def _settled(statute: Mapping[str, Any]) -> list[int] | None:
    """The range as the facts settle it; an assessment of an earlier program has only the stated one."""
    held: list[int] | None = statute.get("settled_fen", statute["range_fen"])
    return held


def _limitation(log: CaseLog, rules: Rules | None) -> Facts:
    """Found within the shorter limit is in time; whether a longer one holds otherwise, a person must say."""
    findings = _findings(log)
    days = list(_days(findings))
    if rules is None or not findings or len(days) < len(findings):
        return {}
    try:
        clocks = [one for day in days for one in deadlines_in(day, rules.clocks, rules.calendar)]
    except DeadlineFactsError:
        return {}
    short = [one for one in clocks if one.key == _SHORT_LIMITATION]
    return {"within_limitation": "yes"} if short and all(one.state == MET for one in short) else {}


def _days(findings: Sequence[Event]) -> Iterator[Facts]:
    for each in findings:
        said = each.body["facts"]
        ended, found = said.get("act", {}).get("end"), said.get("found")
        if ended and found:
            yield {"today": found, "events": {"act_ended": ended, "act_found": found}}


def _signed(log: CaseLog, press: Press | None) -> Facts:
    known: Facts = {"record_confirmed": "yes"} if log.file.all("party_opinion") else {}
    if press is None or not any(e.body["document"] == signing_people.RECORD for e in log.file.all("signed")):
        return known  # a record may be signed on paper
    try:
        state = signing.look(log, press, signing.unsigned(log, press))
    except (DisputedCaseError, NoChecklistError, MissingGlyph):
        return known
    unwitnessed = [one for one in state.kept if one.outcome != signing.SIGNED and not one.witness]
    known["record_signed"] = _WORDS[state.done == state.pages and not unwitnessed]
    return known
