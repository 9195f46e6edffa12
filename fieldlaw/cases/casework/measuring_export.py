"""What a round gives to others: the columns of LDAR programs, the calibration list, the data of form G.7.

Mind the names. LDAR programs call the gross maximum 泄漏检测值 and the net value 净检测值; GB 37822-2019 3.14
calls the net value 泄漏检测值. The export keeps the columns of these programs, so its 泄漏检测值 is the gross
maximum; `NOTE` says so in the workbook.
"""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any

from fieldlaw.cases.law.threshold import LEAK, NO_LEAK
from fieldlaw.cases.records.procedure import DRIFT, LEFT, RESPONSE, SPAN, Weather
from fieldlaw.cases.records.procedure_state import RETEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.cases.casework.measuring_views import PointView, RoundView
    from fieldlaw.cases.records.procedure import StepResult, Tool

NOTE = (
    "本表按 LDAR 软件的列名：泄漏检测值是未扣本底的最大值，净检测值是扣除环境本底后的值。"
    "GB 37822-2019 3.14 所称泄漏检测值是净值，即本表的净检测值。"
)
_SHOWN, _CONTEXT = Decimal("0.01"), Context(prec=50)
_REACHABLE = {"yes": "是", "no": "否", "": ""}
_PASSES = {LEAK: "否", NO_LEAK: "是"}
POINT_COLUMNS = (
    *("密封点编码", "装置编码", "装置名称", "区域名称", "群组条形或二维码", "群组编码", "群组位置描述"),
    *("扩展编码", "密封点类型", "是否可达", "环境本底值", "净检测值", "泄漏检测值", "红牌编号", "泄漏描述"),
    *("停留时间", "温度", "风向", "风速", "检测人名称", "检测时间", "安防措施", "组件检测方式"),
    *("检测设备号", "检测设备名称", "审核人"),
)
CALIBRATION_COLUMNS = ("标准气体浓度", "校准读数", "仪器校正时间", "平均反应时间", "仪器漂移误差")


def shown(value: Decimal | None) -> str:
    """A number for people: two decimals, half up; rounded here once, after every comparison."""
    return "" if value is None else str(value.quantize(_SHOWN, ROUND_HALF_UP, _CONTEXT))


def point_rows(view: RoundView, reviewer: str = "") -> list[dict[str, str]]:
    """A row for each point, without those that were measured again.

    A point whose reading may not be used has no numbers; 泄漏描述 says why.
    """
    return [_point_row(view, point, reviewer) for point in view.points if point.is_last]


def _point_row(view: RoundView, point: PointView, reviewer: str) -> dict[str, str]:
    where, result, usable = point.planned.component, point.result, _is_usable(point)
    weather = view.weather(point) or Weather()
    numbers = {
        "环境本底值": shown(result.figure("background")),
        "净检测值": shown(result.figure("net")),
        "泄漏检测值": shown(result.figure("peak")),
    }
    return {
        "密封点编码": point.planned.tag,
        "装置编码": where.unit_code,
        "装置名称": where.unit,
        "区域名称": where.area,
        "群组条形或二维码": where.group_mark,
        "群组编码": where.group,
        "群组位置描述": where.place,
        "扩展编码": where.extension,
        "密封点类型": where.kind,
        "是否可达": _REACHABLE[where.reachable],
        **(numbers if usable else dict.fromkeys(numbers, "")),
        "红牌编号": where.red_tag,
        "泄漏描述": "；".join(filter(None, (where.leak_note, _why(point)))),
        "停留时间": shown(result.figure("dwell")),
        "温度": weather.temperature_c,
        "风向": weather.wind_direction,
        "风速": weather.wind_speed,
        "检测人名称": result.by,
        "检测时间": result.ended.wall[:19].replace("T", " "),
        "安防措施": where.safety,
        "组件检测方式": where.way,
        "检测设备号": result.tool.serial,
        "检测设备名称": result.tool.name,
        "审核人": reviewer,
    }


def _is_usable(point: PointView) -> bool:
    """A reading with its dwell that no failed drift check has taken."""
    is_taken = point.doubt is not None and point.doubt.code == RETEST
    return not point.result.reason and not is_taken


def _why(point: PointView) -> str:
    return "；".join(filter(None, (point.result.reason, point.doubt.text if point.doubt else "")))


def calibration_rows(view: RoundView) -> list[dict[str, str]]:
    """A row for each span check that was made, with response time and drift of its instrument and day."""
    spans = [r for r in view.results if r.step == SPAN and r.outcome != LEFT]
    return [_calibration_row(view.results, span) for span in spans]


def _calibration_row(results: Sequence[StepResult], span: StepResult) -> dict[str, str]:
    own = [result for result in results if result.tool.key == span.tool.key]
    response = [r for r in own if r.step == RESPONSE and r.outcome != LEFT]
    later = own[own.index(span) + 1 :]
    drift = next((r for r in later if r.step == DRIFT and r.ended.day == span.ended.day), None)
    gas = span.cylinder
    return {
        "标准气体浓度": f"{gas.concentration} {gas.unit}" if gas else "",
        "校准读数": "、".join(str(one.value) for one in span.readings if one.value is not None),
        "仪器校正时间": span.ended.wall[:19].replace("T", " "),
        "平均反应时间": shown(response[-1].figure("mean")) if response else "",
        "仪器漂移误差": shown(drift.figure("drift")) if drift else "",
    }


def form_g7(view: RoundView, enterprise: str, reviewer: str = "") -> dict[str, Any]:
    """The data of the record form of GB 20952-2020, table G.7: its head, its rows, who signs.

    Args:
        view: the round.
        enterprise: name of the petrol station.
        reviewer: who checks the record; empty while nobody has.
    """
    points = [point for point in view.points if point.is_last]
    last = points[-1] if points else None
    tool = last.result.tool if last else None
    weather = view.weather(last) if last else None
    return {
        "检测目的": view.chosen["purpose"],
        "加油站名称": enterprise,
        "检测设备名称": tool.name if tool else "",
        "设备状态": state_of(view, tool) if tool else "没有检查记录",
        "检定有效期": tool.valid_until if tool else "",
        "型号": tool.model if tool else "",
        "编号": tool.serial if tool else "",
        "环境温度": weather.temperature_c if weather else "",
        "检测依据": f"{view.chosen['edition']}；{view.chosen['method']}",
        "检测时间": view.chosen["begun_at"][:16].replace("T", " "),
        "rows": [_g7_row(point) for point in points],
        "检测人": view.chosen["operator"],
        "复核人": reviewer,
        "加油站陪检人": view.chosen["escort"],
    }


def _g7_row(point: PointView) -> dict[str, str]:
    """A row of the form; the leak concentration is the net value, empty where none may be used."""
    usable = _is_usable(point)
    decided = _PASSES.get(point.verdict["verdict"], "不能判定") if usable and not point.doubt else "不能判定"
    value = shown(point.result.figure("net")) if usable else ""
    return {"测漏点": point.planned.tag, "泄漏浓度": value, "是否达标": decided, "说明": _why(point)}


def state_of(view: RoundView, tool: Tool) -> str:
    """Whether the checks of an instrument passed, in words; the last of each step counts."""
    own = (result for result in view.results if result.tool.key == tool.key)
    last = {result.step: result for result in own if not result.subject}
    faults = [result.reason for result in last.values() if result.reason]
    if not last:
        return "没有检查记录"
    return f"有问题：{'；'.join(dict.fromkeys(faults))}" if faults else "正常"


def as_csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """Rows as CSV in UTF-8 with its mark, lines ending as spreadsheets want them."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(view: RoundView, reviewer: str = "") -> bytes:
    """Points and calibration as a workbook of texts, with a sheet that says what the columns mean."""
    from openpyxl import Workbook  # noqa: PLC0415 - a third of a second, only for workbooks

    book = Workbook()
    for page in book.worksheets:
        book.remove(page)
    _sheet(book, "密封点检测", point_rows(view, reviewer), POINT_COLUMNS)
    _sheet(book, "仪器校准", calibration_rows(view), CALIBRATION_COLUMNS)
    book.create_sheet("说明").append([NOTE])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Any, title: str, rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> None:
    page = book.create_sheet(title)
    for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows], start=1):
        for place, name in enumerate(columns, start=1):
            cell = page.cell(number, place, row[name])
            cell.data_type = "s"  # a tag that begins with = is a text, never a formula
