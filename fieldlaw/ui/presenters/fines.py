"""Fines by the day and surcharges of a case in words: sums, days, demands, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from fieldlaw.cases.casework.penalties import CALENDAR, FACT, IDLE, IN_TIME, penalties_in
from fieldlaw.cases.casework.penalty_answers import ASSESSMENT, FINDING
from fieldlaw.cases.law.capitals import capitals
from fieldlaw.cases.law.daily_fine import INCOMPLETE, READY, REFUSED
from fieldlaw.errors import KnownError
from fieldlaw.ui.presenters.law_amount import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fieldlaw.cases.casework.memory import CaseLog
    from fieldlaw.cases.casework.penalties import Daily, Gap, Late, Penalties
    from fieldlaw.cases.casework.penalty_answers import Asked
    from fieldlaw.cases.law.daily_fine import Demand, Stretch
    from fieldlaw.cases.law.surcharge import Surcharge
    from fieldlaw.cases.packs.records import Pack

_CHIPS = {
    READY: ("circle-check", "各项齐备", "success"),
    INCOMPLETE: ("triangle-alert", "仅供核对", "warning"),
    REFUSED: ("ban", "不能实施", "danger"),
    IDLE: ("circle-dashed", "还没有起算", "unknown"),
    IN_TIME: ("circle-check", "没有逾期", "success"),
}
_TRUTH = {True: "yes", False: "no", None: "open"}
_MET = {"yes": "符合", "no": "不符合", "open": "还不知道"}
_FILLS = {"event": "去记日期", "fact": "去答", "stop": "去记停算", "calendar": "导入放假安排"}
_ORIGINS = {ASSESSMENT: "取自写入的判断；决定书另有数额的，在这里写", FINDING: "取自问题里的事实"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("fines", text)


@dataclass(frozen=True)
class FineGap:
    """Something missing: where it is filled in (event, fact, stop, calendar and its id), its words."""

    kind: str
    id: str
    words: str
    note: str


@dataclass(frozen=True)
class DemandLine:
    """A requirement: yes, no or open, what it says, why, its law; `note` is what is to be known besides."""

    truth: str
    text: str
    state: str
    why: str
    note: str


@dataclass(frozen=True)
class FineAsk:
    """A fact that is asked here; `value` as kept, `about` who said so or whence it comes."""

    id: str
    question: str
    form: str
    values: tuple[tuple[str, str], ...]
    value: str
    about: tuple[str, ...]
    own: bool
    disputed: bool


@dataclass(frozen=True)
class FineBox:
    """A sum, or what stands in its place.

    Attributes:
        chip: icon, word and tone of its state.
        ready: `sum` may be decided on; only then there are `capitals`.
        sum: the sum in figures; what was worked out for checking while it is not ready; or empty.
        sentence: what is to be said of it.
        rows: days and amounts, a label and a value each.
        basis: how it is reckoned, with its law.
    """

    title: str
    chip: tuple[str, str, str]
    ready: bool
    sum: str
    capitals: str
    sentence: str
    rows: tuple[tuple[str, str], ...]
    demands: tuple[DemandLine, ...]
    gaps: tuple[FineGap, ...]
    basis: str


@dataclass(frozen=True)
class FinesView:
    """What the tab shows; `fault` says why there is nothing to be shown."""

    daily: FineBox | None = None
    late: FineBox | None = None
    asks: tuple[FineAsk, ...] = ()
    fault: str = ""

    @property
    def open(self) -> int:
        """How many things are missing, each counted once."""
        boxes = (box for box in (self.daily, self.late) if box is not None and box.sum)
        return len({(gap.kind, gap.id) for box in boxes for gap in box.gaps})


def fines_of(log: CaseLog, packs: Sequence[Pack], today: str) -> FinesView | None:
    """Both for a case; None where the packs have neither."""
    try:
        found = penalties_in(log, packs, today)
    except KnownError as error:
        return FinesView(fault=error.what)
    return None if found is None else _view(found)


def _view(found: Penalties) -> FinesView:
    asks = tuple(_ask(one) for one in (found.original, *found.daily.asked))
    return FinesView(_daily(found.daily, found.original), _late(found.late), asks)


def _ask(one: Asked) -> FineAsk:
    about = one.said or ((f"{one.words}（{_tr(_ORIGINS[one.origin])}）",) if one.value else ())
    own = one.origin in _ORIGINS
    return FineAsk(one.id, one.question, one.form, one.values, one.value, about, own, one.disputed)


def _gaps(gaps: Iterable[Gap]) -> tuple[FineGap, ...]:
    return tuple(FineGap(one.kind, one.id, _gap_words(one), _tr(_FILLS[one.kind])) for one in gaps)


def _gap_words(gap: Gap) -> str:
    if gap.kind == FACT:
        return gap.words
    if gap.kind == CALENDAR:
        return _tr("“{0}”的末日还是暂定：那一年的放假安排没有确认").format(gap.words)
    words = _tr("“{0}”的起止没有定") if gap.kind == "stop" else _tr("“{0}”没有确定的日期")
    return words.format(gap.words)


# --- the fine by the day


def _daily(daily: Daily, original: Asked) -> FineBox:
    found = daily.found
    ready = daily.state == READY and found is not None and found.reckoned_fen is not None
    fen = found.reckoned_fen if found is not None else None
    return FineBox(
        title=_tr("按日连续处罚"),
        chip=_chip(daily.state),
        ready=ready,
        sum="" if fen is None else figures(fen),
        capitals=capitals(fen) if ready and fen is not None else "",
        sentence=_daily_sentence(daily),
        rows=tuple(_daily_rows(daily, original)),
        demands=tuple(map(_demand, found.demands)) if found is not None else (),
        gaps=_gaps(daily.gaps),
        basis=f"{found.rule.row.text}（{found.rule.row.basis}）" if found is not None else "",
    )


def _chip(state: str) -> tuple[str, str, str]:
    icon, word, tone = _CHIPS[state]
    return icon, _tr(word), tone


def _daily_sentence(daily: Daily) -> str:
    if daily.fault:
        return _tr("日期的先后不对，算不出：{0}").format(daily.fault)
    if daily.state == IDLE:
        return _tr("责令改正决定书送达、复查记下以后，在这里算日数。")
    return {
        READY: _tr("各项要求都有记录支持。是否按日连续处罚，由有权机关决定。"),
        INCOMPLETE: _tr("条件还不齐：数额只是照日期算出来供核对，不能据以决定。"),
        REFUSED: _tr("下面标“不符合”的要求没有满足，不算日数和数额。"),
    }[daily.state]


def _daily_rows(daily: Daily, original: Asked) -> Iterator[tuple[str, str]]:
    if daily.state == IDLE:
        return
    for step in sorted(daily.steps, key=lambda one: one.day or date.max):
        if step.day is not None or step.note:
            yield step.name, step.day.isoformat() if step.day else step.note
    yield _tr("原处罚金额"), figures(int(original.value)) if original.value else "—"
    if daily.found is not None:
        yield from map(_stretch, daily.found.stretches)
        if daily.found.days is not None:
            yield _tr("计罚日数"), _tr("{0} 日").format(daily.found.days)


def _stretch(one: Stretch) -> tuple[str, str]:
    amount = "—" if one.amount_fen is None else figures(one.amount_fen)
    span = _tr("{0} 至 {1}").format(one.first.isoformat(), one.last.isoformat())
    return _tr("计罚"), _tr("{0}，{1} 日，{2}").format(span, one.days, amount)


def _demand(one: Demand) -> DemandLine:
    said, truth = one.said, _TRUTH[one.met]
    why = f"{one.why}（{said.basis}）"
    return DemandLine(truth, said.text, _tr(_MET[truth]), why, said.note)


# --- the surcharge


def _late(late: Late) -> FineBox:
    found, ready = late.found, late.state == READY
    return FineBox(
        title=_tr("加处罚款"),
        chip=_chip(late.state),
        ready=ready,
        sum="" if found is None else figures(found.amount_fen),
        capitals=capitals(found.amount_fen) if ready and found is not None else "",
        sentence=_late_sentence(late),
        rows=tuple(_late_rows(late)),
        demands=(),
        gaps=_gaps(late.gaps),
        basis=f"{found.rule.row.text}（{found.rule.row.basis}）" if found is not None else "",
    )


def _late_sentence(late: Late) -> str:
    if late.state == IDLE:
        return _tr("处罚决定书送达以后，在这里算缴款期满日和逾期日数。")
    if late.state == IN_TIME:
        return _tr("缴款期内已缴清，不加处。") if late.paid else _tr("缴款期还没有满。")
    if late.state == READY:
        return _tr("可以加处，由作出处罚决定的机关决定；申请强制执行的，先催告。")
    return _tr("条件还不齐：数额只是照日期算出来供核对，不能据以决定。")


def _late_rows(late: Late) -> Iterator[tuple[str, str]]:
    if late.due is not None and late.on is not None:
        yield _tr("缴款期满"), late.due.isoformat()
        yield _tr("缴款日") if late.paid else _tr("算到今天（还没有缴）"), late.on.isoformat()
    for first, last in late.stops:
        yield _tr("复议、诉讼期间不计"), _span(first, last)
    if late.found is not None:
        yield from _sums(late.found)


def _span(first: date, last: date) -> str:
    return _tr("{0} 至 {1}").format(first.isoformat(), last.isoformat())


def _sums(found: Surcharge) -> Iterator[tuple[str, str]]:
    yield _tr("罚款本金"), figures(found.fine_fen)
    yield _tr("逾期日数"), _tr("{0} 日").format(found.days)
    if found.is_capped:
        yield _tr("上限"), _tr("加处已到上限，不再增加")
    yield _tr("本金与加处合计"), figures(found.total_fen)
