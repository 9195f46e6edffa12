"""Which measures the facts open: each with its conditions met, not met or not yet known, and what it takes.

Nothing here decides. A measure whose conditions are met is still for those to take who may; a suspicion of
crime is only a prompt. A threshold that can be read in two ways is met only if both readings say so. A row
that nobody has read in its source never makes a condition met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.exceedance import EXACT, multiple, shown
from fieldlaw.cases.law.facts import Known, Ratio, RequestError, Unknown, all_of, any_of, read_day, read_fact
from fieldlaw.cases.law.finding import truth_of
from fieldlaw.cases.law.leniency import WORSE, Missing
from fieldlaw.cases.law.lenient_list import SEEN
from fieldlaw.cases.law.measures_rows import measure_book
from fieldlaw.cases.law.weighing import with_derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldlaw.cases.law.benchbook import Asked, When
    from fieldlaw.cases.law.deadlines_rows import Clocks
    from fieldlaw.cases.law.facts import Fact, Facts
    from fieldlaw.cases.law.measures_rows import Band, Case, MeasureBook, MeasureRow, Reading, Said
    from fieldlaw.cases.packs.records import Pack

PROMPT, SHALL, MAY, CRIME = "prompt", "shall", "may", "crime"
DATES = {"act": "违法行为的起止日期", "decided": "采取措施或者作出决定的日期"}
UNREAD = "本项没有对照原文核实，只作提示"
TWO_LAWS = "行为时和决定时的规定不同，两套并列，适用哪个由法制审核选定（从旧兼从轻）"
_NOT_ASKED = Unknown("没有填写")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """A case of a measure, weighed.

    Attributes:
        truth: met, not met, or None.
        missing: the facts that are not known, while the truth is None.
        doubt: why it is not decided although the facts are known; empty else.
        readings: whether each reading of an unclear threshold holds.
        bands: whether each band of detention is the one.
        worked: the multiples as worked out.
    """

    row: Case
    truth: bool | None
    missing: tuple[Missing, ...]
    doubt: str
    readings: tuple[tuple[Reading, bool | None], ...]
    bands: tuple[tuple[Band, bool | None], ...]
    worked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """An approval, a document or a limit; `applies` is None while one of its facts is not known."""

    said: Said
    applies: bool | None
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline, or what grows day by day, by the name under which `all_deadlines` keeps it."""

    id: str
    name: str
    text: str
    basis: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, weighed; never a verdict.

    Attributes:
        truth: whether its conditions are met under the law of every day that counts; None when that is open.
        force: may, shall or prompt while they are met; empty else.
        grounds: its cases in force on one of those days.
        missing: the facts that are still to be found out, while the truth is None.
        doubts: what a lawyer has to settle.
    """

    row: MeasureRow
    truth: bool | None
    force: str
    grounds: tuple[Ground, ...]
    missing: tuple[Missing, ...]
    doubts: tuple[str, ...]
    approvals: tuple[Point, ...]
    documents: tuple[Point, ...]
    limits: tuple[Point, ...]
    clocks: tuple[Clock, ...]

    @property
    def status(self) -> str:
        """How well the least known of the rows that bear on it is known."""
        rows = [each.row for each in self.grounds if each.truth is not False]
        held = [status for row in rows for status in (row.status, row.from_status)]
        return max([self.row.status, *held], key=WORSE.index)


@dataclass(frozen=True, slots=True)
class _Scene:
    """The facts of a case as the measures see them."""

    facts: Facts
    kinds: Mapping[str, str]
    book: MeasureBook

    def truth(self, when: When) -> bool | None:
        return all_of(truth_of(each, self.facts, self.kinds) for each in when)

    def one_of(self, when: When) -> bool | None:
        return any_of(truth_of(each, self.facts, self.kinds) for each in when) if when else True

    def missing(self, *whens: When) -> tuple[Missing, ...]:
        inner = {each.id: (each.over, each.base) for each in self.book.derived}
        open_facts = [
            each.fact for when in whens for each in when if isinstance(self.facts[each.fact], Unknown)
        ]
        names = dict.fromkeys(part for name in open_facts for part in inner.get(name, (name,)))
        return tuple(
            Missing(name, self.book.facts[name].question, fact.stated)
            for name in names
            if isinstance(fact := self.facts[name], Unknown)
        )


def measures_of(
    facts: Facts, packs: Iterable[Pack], *, act: tuple[date, date] | None, decided: date | None
) -> tuple[Measure, ...]:
    """The measures of the packs, each weighed against the facts, in the order of the packs.

    Args:
        facts: the facts by id; those that no measure asks make no difference.
        packs: the law packs, those of measures and of deadlines among them.
        act: first and last day of the violation, or None while it is not known.
        decided: the day of the measure or decision, or None.

    Returns:
        Every measure with its truth; a prompt of crime only while its truth is not False.

    Raises:
        RequestError: a fact is of another kind than the measures ask.
    """
    held = tuple(packs)
    book, clocks = measure_book(held), read_clocks(held)
    scene = _scene(facts, book)
    weighed = (_weigh(row, scene, _days(row, act, decided), clocks) for row in book.measures)
    dated = (_with_dates(each, act, decided) for each in weighed)
    return tuple(each for each in dated if each.row.kind != CRIME or each.truth is not False)


def read_measure_facts(given: Mapping[str, object], packs: Iterable[Pack]) -> Facts:
    """The answers to the questions of the measures, as a person wrote them.

    Raises:
        RequestError: an unknown fact, or a value of the wrong kind.
    """
    book = measure_book(packs)
    for name in given:
        if name not in book.facts:
            raise RequestError(f"facts.{name}", "不是措施所问的事实")
    return {name: _answer(book.facts[name], raw) for name, raw in given.items()}


def read_measure_case(
    data: Mapping[str, Any], packs: Iterable[Pack]
) -> tuple[Facts, tuple[date, date] | None, date | None]:
    """The facts, the first and last day of the violation, and the day of the decision of an input.

    Args:
        data: `{act: {start, end}, decided, facts: {…}}`; what is left out is not known.
        packs: the packs whose facts may be named.

    Raises:
        RequestError: an unknown key or fact, a value of the wrong kind, days in an order that cannot be.
    """
    for key in data:
        if key not in ("act", "decided", "facts"):
            raise RequestError(str(key), "不认识")
    act, given = (data.get(key) or {} for key in ("act", "facts"))
    if not isinstance(act, Mapping) or not isinstance(given, Mapping):
        raise RequestError("act、facts", "应为键值表")
    first, last = (_day(f"act.{name}", act.get(name)) for name in ("start", "end"))
    decided = _day("decided", data.get("decided"))
    if first and last and last < first:
        raise RequestError("act.end", "早于 act.start")
    if first and decided and decided < first:
        raise RequestError("decided", "早于 act.start")
    return read_measure_facts(given, packs), (first, last) if first and last else None, decided


def _day(place: str, raw: object) -> date | None:
    return None if raw in (None, "", "unknown") else read_day(place, raw)


def _answer(asked: Asked, raw: object) -> Fact:
    fact = read_fact(f"facts.{asked.id}", asked.type, raw)
    value = fact.value if isinstance(fact, Known) else None
    if isinstance(value, frozenset) and not value <= asked.values.keys():
        raise RequestError(f"facts.{asked.id}", f"应为 {'、'.join(asked.values)} 之一")
    return fact


def _scene(facts: Facts, book: MeasureBook) -> _Scene:
    own = {name: facts.get(name, _NOT_ASKED) for name in book.facts}
    kinds = {name: each.type for name, each in book.facts.items()}
    full = dict(with_derived(own, book.derived))
    for each in book.derived:
        if own[each.over] == Known(Decimal(0)):  # nothing there exceeds nothing, whatever the limit
            full[each.id] = Known(Ratio(Decimal(-1), Decimal(1)))
    return _Scene(full, kinds | {each.id: "decimal" for each in book.derived}, book)


def _days(row: MeasureRow, act: tuple[date, date] | None, decided: date | None) -> list[date]:
    """The days whose law counts; where a day is not known, one for each law that it might fall under."""
    cuts = _cuts(row)
    decision = [decided] if decided else _between(act[1] if act else cuts[0], None, cuts)
    if row.time == "decision":
        return decision
    first = _between(*act, cuts) if act else _between(min(cuts[0], decided or cuts[0]), decided, cuts)
    return list(dict.fromkeys((*first, *decision)))


def _cuts(row: MeasureRow) -> list[date]:
    """The days on which the law of a measure changes."""
    periods = [each.period for each in row.cases]
    return sorted({first for first, _ in periods} | {last + _ONE_DAY for _, last in periods if last})


def _between(first: date, last: date | None, cuts: list[date]) -> list[date]:
    return [first, *(day for day in cuts if first < day and (last is None or day <= last))]


def _weigh(row: MeasureRow, scene: _Scene, days: Sequence[date], clocks: Clocks) -> Measure:
    grounds = [_ground(case, scene) for case in row.cases if any(case.covers(day) for day in days)]
    truths = {_on(day, grounds) for day in days}
    truth = truths.pop() if len(truths) == 1 else None
    shown_grounds = [each for each in grounds if row.kind != CRIME or each.truth is not False]
    open_grounds = grounds if truth is None else []
    missing = dict.fromkeys(part for each in open_grounds for part in each.missing)
    return Measure(
        row=row,
        truth=truth,
        force=_force(days, grounds) if truth else "",
        grounds=tuple(shown_grounds),
        missing=tuple(missing),
        doubts=_doubts(row, days, grounds),
        approvals=_points(row.approvals, scene, days),
        documents=_points(row.documents, scene, days),
        limits=_points(row.limits, scene, days),
        clocks=_clocks(row, clocks),
    )


def _on(day: date, grounds: Sequence[Ground]) -> bool | None:
    """Whether the conditions are met under the law of one day; open where no law is known for it."""
    held = [each.truth for each in grounds if each.row.covers(day)]
    return any_of(held) if held else None


def _force(days: Sequence[date], grounds: Sequence[Ground]) -> str:
    """What the law of every day says: shall only if all of them do."""
    met = [{each.row.force for each in grounds if each.truth and each.row.covers(day)} for day in days]
    if all(SHALL in forces for forces in met):
        return SHALL
    return MAY if all(forces & {MAY, SHALL} for forces in met) else PROMPT


def _doubts(row: MeasureRow, days: Sequence[date], grounds: Sequence[Ground]) -> tuple[str, ...]:
    bare = [day for day in days if not any(each.row.covers(day) for each in grounds)]
    doubts = [f"{day.isoformat()} 没有收录在施行的规定，由法制人员确定" for day in bare]
    doubts += [each.doubt for each in grounds if each.doubt]
    live = [each for each in grounds if each.truth is not False]
    sets = {tuple(each.row.id for each in live if each.row.covers(day)) for day in days}
    if row.time != "decision" and len(sets) > 1:
        doubts.append(TWO_LAWS)
    return tuple(dict.fromkeys(doubts))


def _with_dates(measure: Measure, act: tuple[date, date] | None, decided: date | None) -> Measure:
    """Ask for a date too, where the answer hangs on one that is not known."""
    if measure.truth is not None:
        return measure
    asks = {"act": act is None and measure.row.time != "decision", "decided": decided is None}
    dates = tuple(Missing(name, DATES[name], stated=False) for name, asked in asks.items() if asked)
    return replace(measure, missing=(*measure.missing, *dates))


def _ground(case: Case, scene: _Scene) -> Ground:
    readings = tuple((each, scene.truth(each.when)) for each in case.readings)
    plain = all_of((scene.truth(case.when), scene.one_of(case.one_of)))
    truth = all_of((plain, _agreed([held for _, held in readings])))
    doubt = _doubt(case, readings, truth=truth, is_out=plain is False)
    truth = None if doubt else truth
    whens = [case.when, case.one_of, *(each.when for each in case.readings)]
    return Ground(
        row=case,
        truth=truth,
        missing=scene.missing(*whens) if truth is None else (),
        doubt=doubt,
        readings=readings,
        bands=tuple((each, scene.truth(each.when)) for each in case.bands),
        worked=_worked(whens, scene),
    )


def _agreed(readings: Sequence[bool | None]) -> bool | None:
    """What all readings say; open while they differ. No readings: nothing stands in the way."""
    said = set(readings)
    if not said:
        return True
    return said.pop() if len(said) == 1 else None


def _doubt(
    case: Case, readings: Sequence[tuple[Reading, bool | None]], *, truth: bool | None, is_out: bool
) -> str:
    if truth and case.status != SEEN:
        return f"{case.text}：{UNREAD}"
    if not is_out and {True, False} <= {held for _, held in readings}:
        word = {True: "达到", False: "没有达到", None: "不能判断"}
        said = "；".join(f"{each.text}，{word[held]}" for each, held in readings)
        return f"{case.text}：两种读法结果不同（{said}），由法制判断"
    return ""


def _worked(whens: Iterable[When], scene: _Scene) -> tuple[str, ...]:
    """The multiples behind the derived facts of a case, with two decimals."""
    names = dict.fromkeys(each.fact for when in whens for each in when)
    derived = {each.id: each for each in scene.book.derived}
    texts = []
    for name in (name for name in names if name in derived):
        over, base = (scene.facts[part] for part in (derived[name].over, derived[name].base))
        if isinstance(over, Known) and isinstance(base, Known):
            texts.append(_multiple(derived[name].name, over.value, base.value))
    return tuple(texts)


def _multiple(name: str, over: object, base: object) -> str:
    if not isinstance(over, Decimal) or not isinstance(base, Decimal) or base <= 0:
        return f"{name}：限值应大于零"
    whole = shown(EXACT.divide(over, base))
    return f"{name}：({over}-{base})/{base}={shown(multiple(over, base))}倍，浓度为限值的 {whole} 倍"


def _points(rows: Iterable[Said], scene: _Scene, days: Sequence[date]) -> tuple[Point, ...]:
    """What applies, or may apply, on one of the days."""
    held = (each for each in rows if any(each.covers(day) for day in days))
    weighed = ((each, scene.truth(each.when)) for each in held)
    return tuple(
        Point(each, truth, scene.missing(each.when) if truth is None else ())
        for each, truth in weighed
        if truth is not False
    )


def _clocks(row: MeasureRow, clocks: Clocks) -> tuple[Clock, ...]:
    return tuple(_clock(name, clocks) for name in (*row.clocks, *row.accruals))


def _clock(name: str, clocks: Clocks) -> Clock:
    if name in clocks.accruals:
        said = clocks.accruals[name].row
        return Clock(name, said.name, said.text, said.basis, said.source, said.status)
    if name not in clocks.rules:
        return Clock(name, name, "规则包没有收录这一期限", "", "", "recalled")
    rule = clocks.rules[name][-1]
    text = "".join((rule.row.text, *(each.row.text for each in rule.extensions)))
    return Clock(name, rule.row.name, text, rule.row.basis, rule.row.source, rule.row.status)
