"""Which benchmark and leniency lists an assessment may use; every other is turned down by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.cases.law.benchbook import TRAINING
from fieldlaw.errors import FieldlawError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from fieldlaw.cases.law.benchbook import Benchmark
    from fieldlaw.cases.law.explain import Explanation
    from fieldlaw.cases.law.lenient_list import LenientList
    from fieldlaw.cases.law.request import Request

NONE = "no_benchmark"


class NoAmountError(FieldlawError):
    """No amount comes of it.

    Attributes:
        codes: flags for the machine.
        reason: for the person, a full sentence.
        is_open: facts may still be filled in, and then there may be an amount.
    """

    def __init__(
        self,
        codes: tuple[str, ...],
        reason: str,
        *,
        is_open: bool = False,
        children: tuple[Explanation, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.codes = codes
        self.reason = reason
        self.is_open = is_open
        self.children = children


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an assessment is made.

    Attributes:
        signed: hashes of the packs whose signature this machine has verified.
        is_training: a rehearsal, in which benchmarks for training and of other places may be used.
    """

    signed: frozenset[str]
    is_training: bool


def admit(request: Request, terms: Terms) -> Benchmark:
    """The one benchmark that may be used.

    Raises:
        NoAmountError: none, or more than one.
    """
    fit, faults = [], []
    for each in request.candidates:
        fault = next(_faults(each, request, terms), None)
        if fault is None:
            fit.append(each)
        else:
            faults.append(fault)
    fit = _latest(fit)
    if len(fit) == 1:
        return fit[0]
    if fit:
        names = "、".join(f"{each.header.id} {each.header.edition}" for each in fit)
        raise NoAmountError(
            (NONE, "two_benchmarks"), f"有 {len(fit)} 个裁量基准同时可用（{names}），须指明一个。"
        )
    raise faults[0] if faults else _none(request)


def _latest(fit: list[Benchmark]) -> list[Benchmark]:
    """Of several editions of one benchmark that are in force, the one that began last."""
    last = {
        each.header.id: max(e.header.in_force[0] for e in fit if e.header.id == each.header.id)
        for each in fit
    }
    return [each for each in fit if each.header.in_force[0] == last[each.header.id]]


def _none(request: Request) -> NoAmountError:
    plain = f"本机没有{request.jurisdiction}在用的裁量基准，只列出法定区间。"
    if not request.benchmark:
        return NoAmountError((NONE,), plain)
    return NoAmountError(
        (NONE, f"benchmark_unknown:{request.benchmark}"),
        f"本机没有裁量基准 {request.benchmark}，只列出法定区间。",
    )


def _faults(benchmark: Benchmark, request: Request, terms: Terms) -> Iterator[NoAmountError]:
    header = benchmark.header
    if not terms.is_training:
        yield from _real_faults(benchmark, request, terms)
    for day in _days(benchmark, request):
        if not header.covers(day):
            yield NoAmountError(
                (NONE, f"benchmark_not_in_force:{header.id}"),
                f"裁量基准 {header.id}（{header.edition}）在 {day.isoformat()} 不在施行，只列出法定区间。",
            )


def _real_faults(benchmark: Benchmark, request: Request, terms: Terms) -> Iterator[NoAmountError]:
    name, place = benchmark.header.id, benchmark.header.jurisdiction
    if benchmark.use == TRAINING:
        yield NoAmountError(
            (NONE, f"benchmark_training_only:{name}"),
            f"{place}的裁量基准 {name} 只供训练和测试，不用于实际案件；"
            f"本机没有{request.jurisdiction}在用的裁量基准，只列出法定区间。",
        )
    if not benchmark.serves(request.jurisdiction):
        yield NoAmountError(
            (NONE, f"benchmark_of_other_place:{name}"),
            f"{name} 是{place}的裁量基准；本机没有{request.jurisdiction}在用的裁量基准，只列出法定区间。",
        )
    if benchmark.header.status != "confirmed" or benchmark.header.sha256 not in terms.signed:
        yield NoAmountError(
            (NONE, f"benchmark_unsigned:{name}"),
            f"裁量基准 {name} 没有经复核并签名，不用于实际案件，只列出法定区间。",
        )


def _days(benchmark: Benchmark, request: Request) -> list[date]:
    act = [request.act[1]] if request.act else []
    decided = [request.decided] if request.decided else []
    return {"act": act, "decision": decided, "both": act + decided}[benchmark.in_force_on]


def barred(held: LenientList, request: Request, terms: Terms) -> tuple[str, str] | None:
    """Why a leniency list may not be used: a flag and a sentence; None when it may.

    A real case takes only a list of its own place that was confirmed, signed, and is for decisions.
    """
    header, place = held.header, held.header.jurisdiction
    real = not terms.is_training
    if real and held.use == TRAINING:
        words = f"{place}的免罚清单 {header.id} 只供训练和测试，不用于实际案件。"
        return f"leniency_training_only:{header.id}", words
    if real and not held.serves(request.jurisdiction):
        words = f"{header.id} 是{place}的免罚清单，不用于{request.jurisdiction}。"
        return f"leniency_of_other_place:{header.id}", words
    if real and (header.status != "confirmed" or header.sha256 not in terms.signed):
        return f"leniency_unsigned:{header.id}", f"免罚清单 {header.id} 没有经复核并签名，不用于实际案件。"
    day = next((day for day in _list_days(held, request) if not header.covers(day)), None)
    if day is None:
        return None
    words = f"免罚清单 {header.id}（{header.edition}）在 {day.isoformat()} 不在施行。"
    return f"leniency_not_in_force:{header.id}", words


def _list_days(held: LenientList, request: Request) -> list[date]:
    """Every day of an act counts: what a list forgives it forgives only while it is in force."""
    act = list(request.act) if request.act else []
    decided = [request.decided] if request.decided else []
    return {"act": act, "decision": decided, "both": act + decided}[held.in_force_on]
