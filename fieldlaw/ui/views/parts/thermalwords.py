"""The words of the thermal page: for codes of the presenter, for temperatures, for what an import did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldlaw.ui.presenters.thermal_gallery import Spot
    from fieldlaw.ui.presenters.thermal_intake import Outcome
    from fieldlaw.ui.presenters.thermal_picture import Heat

_NAMED = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("thermal", text)


def palettes() -> dict[str, str]:
    """The words of the palettes."""
    return {
        "iron": _tr("铁红"),
        "rainbow": _tr("彩虹"),
        "grey": _tr("灰度"),
        "clear": _tr("色弱可辨"),
    }


def value(spot: Spot) -> str:
    """A temperature to one decimal, or the reason why there is none."""
    if spot.celsius is None:
        return _tr("算不出")
    return f"{spot.celsius:.1f}" + (_tr(" 超量程") if spot.outside else "")


def reason(code: str) -> tuple[str, str]:
    """Why a picture has no temperatures: head and sentence."""
    return {
        "cut": (_tr("文件不完整"), _tr("文件读到一半断了，原件已保存，温度不能算。换一次读卡器再导入。")),
        "damaged": (_tr("文件已损坏"), _tr("里面的温度数据坏了，温度不能算。原件已按收到的样子保存。")),
        "not_radiometric_model": (
            _tr("不是测温型相机"),
            _tr("这个型号不测温，文件里的数字不能当温度。画面照常看。"),
        ),
    }.get(code, (_tr("没有温度数据"), _tr("这是普通图片，画面照常看，不能量温度。")))


def warning(code: str, heat: Heat) -> tuple[str, str]:
    """What a person must know of the temperatures: head and sentence."""
    ends = heat.camera.range_c or (0.0, 0.0)
    undefined = heat.whole.undefined if heat.whole else heat.celsius.size
    return {
        "outside_range": (
            _tr("超出相机量程"),
            _tr("相机在 {0:.0f} 至 {1:.0f} ℃ 内校准，画面里有更低或更高的地方，那里的数字只作参考。").format(
                *ends
            ),
        ),
        "undefined": (
            _tr("有算不出的地方"),
            _tr("{0} 个像素算不出温度，画面上留空。").format(undefined),
        ),
        "clock_implausible": (
            _tr("相机时钟不对"),
            _tr("相机写的拍摄时间不可信，案件里记的是导入时间。"),
        ),
        "no_distance": (
            _tr("没有距离"),
            _tr("文件里的距离是 0 m，多半没有填；温度按 0 m 算。"),
        ),
        "tail_missing": (
            _tr("文件末尾缺一截"),
            _tr("温度数据是完整的，照片可能缺一块。原件已按收到的样子保存。"),
        ),
    }[code]


def _names(outcomes: Sequence[Outcome]) -> str:
    named = "、".join(one.name for one in outcomes[:_NAMED])
    return named + (_tr(" 等 {0} 件").format(len(outcomes)) if len(outcomes) > _NAMED else "")


def _troubles() -> dict[str, str]:
    return {
        "cut": _tr("{0}：文件读到一半断了，原件已保存，温度不能算。"),
        "damaged": _tr("{0}：温度数据坏了，原件已保存，温度不能算。"),
        "foreign": _tr("{0} 不是图片，也不是认得的热像，没有存。可以在检查里作为文件加入。"),
        "unreadable": _tr("{0} 读不出，没有存。换一次读卡器再导入。"),
    }


def imported(outcomes: Sequence[Outcome], skipped: int) -> tuple[str, str, str]:
    """What an import did: tone, head, sentences."""
    new = [one for one in outcomes if one.evidence and not one.known]
    known = [one for one in outcomes if one.known]
    plain = sum(one.sort == "plain" for one in new)
    lines = [_tr("其中 {0} 件不可测温，作为照片保存。").format(plain)] if plain else []
    for sort, text in _troubles().items():
        of_sort = [one for one in outcomes if one.sort == sort and not one.known]
        lines += [text.format(_names(of_sort))] if of_sort else []
    lines += [_known(known)] if known else []
    lines += [_tr("已停止，还有 {0} 件没有导入；已导入的保留。").format(skipped)] if skipped else []
    head = _tr("已导入 {0} 件").format(len(new)) if new else _tr("没有新导入")
    calm = not skipped and all(one.sort in ("measuring", "plain") for one in outcomes)
    return ("success" if calm and new else "warning"), head, "".join(lines)


def _known(known: Sequence[Outcome]) -> str:
    if len(known) == 1:
        return _tr("{0} 已在本案，是{1}，没有再存一份。").format(known[0].name, known[0].number)
    return _tr("{0} 已在本案，没有再存。").format(_names(known))
