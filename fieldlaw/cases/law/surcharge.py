"""What is added to a fine that is not paid in time: so much a day, never above the fine itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.deadlines import NoSuchLimitError
from fieldlaw.cases.law.deadlines_facts import Stopped
from fieldlaw.cases.law.deadlines_rows import read_clocks
from fieldlaw.cases.law.deadlines_run import accrued
from fieldlaw.cases.law.explain import Explanation, money
from fieldlaw.cases.law.facts import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from fieldlaw.cases.law.deadlines_rows import Accrual
    from fieldlaw.cases.packs.records import Pack

SURCHARGE = "surcharge"
_WHOLE = Decimal(100)  # percent of the fine: the most where a pack names no cap


@dataclass(frozen=True, slots=True)
class Surcharge:
    """The surcharge on a day.

    Attributes:
        days: the days past the last day of payment that count.
        amount_fen: the surcharge, at most the fine.
        is_capped: it has reached the most that the law allows.
        rule: the row of the pack.
    """

    fine_fen: int
    days: int
    amount_fen: int
    is_capped: bool
    rule: Accrual

    @property
    def total_fen(self) -> int:
        """Fine and surcharge together."""
        return self.fine_fen + self.amount_fen

    def as_json(self) -> dict[str, Any]:
        """The surcharge as the command line prints it."""
        return {
            "fine_fen": self.fine_fen,
            "days": self.days,
            "surcharge_fen": self.amount_fen,
            "total_fen": self.total_fen,
            "capped": self.is_capped,
            "article": self.rule.row.basis,
            "source": self.rule.row.source,
            "status": self.rule.row.status,
        }

    def explained(self) -> Explanation:
        """The surcharge in plain Chinese."""
        row = self.rule.row
        cap = "，已到上限，不再增加" if self.is_capped else ""
        parts = (
            Explanation("罚款本金", money(self.fine_fen)),
            Explanation("逾期日数", f"{self.days} 日（缴款期满的次日起，扣除复议、诉讼期间）"),
            Explanation("加处罚款", f"{money(self.amount_fen)}{cap}"),
            Explanation("本金与加处合计", money(self.total_fen)),
            Explanation("依据", f"{row.text}（{row.basis}）", row.source),
            Explanation("提示", "可以加处，由作出处罚决定的机关决定；先催告。"),
        )
        return Explanation(row.name, money(self.amount_fen), "", parts)


def surcharge(
    fine_fen: int, *, due: date, on: date, packs: Iterable[Pack], stops: Sequence[tuple[date, date]] = ()
) -> Surcharge:
    """What has been added by a day.

    Args:
        fine_fen: the fine in fen.
        due: the last day of payment; the day after it is the first that counts.
        on: the day of payment, or today; counted.
        packs: the packs of deadlines, which hold the rate and the cap.
        stops: spans of review or suit, both ends included; they do not count.

    Raises:
        NoSuchLimitError: no pack has the rate.
        RequestError: no fine, or a span that ends before it begins.
    """
    rule = read_clocks(packs).accruals.get(SURCHARGE)
    if rule is None or rule.percent is None:
        raise NoSuchLimitError(SURCHARGE, "无")
    if fine_fen <= 0:
        raise RequestError("fine", "应大于零")
    for first, last in stops:
        if last < first:
            raise RequestError("stop", f"终日 {last.isoformat()} 早于起日 {first.isoformat()}")
    kind = min(rule.stops, default="")
    held = [Stopped(kind, first, last) for first, last in stops]
    days, amount = accrued(rule, fine_fen, (due, on), held)
    cap = _WHOLE if rule.cap_percent is None else rule.cap_percent
    return Surcharge(fine_fen, days, amount, rule.percent * days >= cap, rule)
