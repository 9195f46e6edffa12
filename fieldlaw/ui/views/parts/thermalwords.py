"""The words of the thermal page: for codes of the presenter, for temperatures, for what an import did."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldlaw.ui.presenters.thermal_gallery import ImageRow, LinkedPoint
    from fieldlaw.ui.presenters.thermal_intake import Outcome
    from fieldlaw.ui.presenters.thermal_picture import Heat
    from fieldlaw.ui.presenters.thermal_regions import Area
    from fieldlaw.ui.presenters.thermal_said import Origin
    from fieldlaw.ui.presenters.thermal_state import State

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


def unseen(state: State) -> tuple[str, str]:
    """Why the picture in hand has no temperatures, or cannot be shown at all: head and sentence."""
    picture, row = state.picture, state.row
    if picture is None:
        return "", ""
    if row is not None and not row.thermal and picture.reason in ("damaged", "cut"):
        return _tr("图片已损坏"), _tr(
            "这份图片或视频坏了，或缺了一截，只能看到读得出的部分。原件已按收到的样子保存。"
        )
    if picture.where.startswith("插件"):
        said = _tr("{0}。检查设置里的插件程序。原件已保存，画面照常看。").format(picture.where)
        return _tr("插件没有读出温度"), said
    return reason(picture.reason, picture.maker)


def reason(code: str, maker: str = "") -> tuple[str, str]:
    """Why a picture has no temperatures: head and sentence."""
    head, text = {
        "cut": (_tr("文件不完整"), _tr("文件读到一半断了，原件已保存，温度不能算。换一次读卡器再导入。")),
        "damaged": (_tr("文件已损坏"), _tr("里面的温度数据坏了，温度不能算。原件已按收到的样子保存。")),
        "not_decoded": (
            _tr("温度没有解出"),
            _tr("是{0}的热像，温度只有原厂软件能算。原件已保存；可用原厂软件导出 CSV 或 16 位 TIFF 再导入。"),
        ),
        "plugin_needed": (
            _tr("要装插件才能读温度"),
            _tr("认得是{0}的热像，里面有温度数据，本机没有装读它的插件。原件已保存，画面照常看。"),
        ),
        "scale_unconfirmed": (
            _tr("还没确认换算"),
            _tr(
                "文件里只有计数，没有写怎样换算成温度。按“确认换算”（现场模式在“更多”里），写明依据后再看温度。"
            ),
        ),
        "too_slow": (_tr("读得太久"), _tr("读这个文件超过了时限，已停下，温度不能算。原件已保存。")),
        "too_large": (_tr("文件太大"), _tr("读这个文件要的内存超过了上限，温度不能算。原件已保存。")),
        "crashed": (
            _tr("读文件的进程停了"),
            _tr("文件里有读不下去的内容，程序其余部分不受影响。原件已保存，温度不能算。"),
        ),
        "frame_broken": (_tr("这一帧坏了"), _tr("读不出这一帧，前后的帧照常看。原件已按收到的样子保存。")),
        "film_broken": (
            _tr("视频打不开"),
            _tr("视频坏了，或是本机不认得的编码，一帧也读不出。原件已按收到的样子保存。"),
        ),
        "not_radiometric_model": (
            _tr("不是测温型相机"),
            _tr("这个型号不测温，文件里的数字不能当温度。画面照常看。"),
        ),
    }.get(code, (_tr("没有温度数据"), _tr("这是普通图片或视频，画面照常看，不能量温度。")))
    return head, text.format(maker or _tr("别家相机"))


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
        "damaged": (
            _tr("文件有坏的部分"),
            _tr("温度数据读得出，别的部分坏了或缺了一截，数字只作参考。原件已按收到的样子保存。"),
        ),
        "gps_invalid": (_tr("没有有效定位"), _tr("相机写了坐标，但没有定到位，没有采用。")),
        "implausible_scene": (
            _tr("温度不像真的"),
            _tr("整幅画面的温度都不合常理，可能不是测温型相机，或参数写错了。不要直接采用。"),
        ),
        "resaved": (
            _tr("文件被别的软件存过"),
            _tr("文件里有修图软件的痕迹，可能不是相机的原件。找到存储卡上的原件再导入。"),
        ),
    }[code]


def beyond_lock(state: State) -> tuple[str, str]:
    """The picture has one colour, as the span that is locked over the case is none of its own."""
    whole, (low, high) = state.heat.whole if state.heat else None, state.span
    ends = (whole.low, whole.high) if whole else (low, high)
    said = _tr(
        "全图 {0:.1f} 至 {1:.1f} ℃，全案锁定的温宽是 {2:.1f} 至 {3:.1f} ℃，颜色看不出差别。解除锁定再看。"
    )
    return _tr("温度都在锁定的温宽之外"), said.format(*ends, low, high)


def clocks_differ() -> tuple[str, str]:
    """Two people noted different errors of one clock."""
    return _tr("时钟误差有两个"), _tr("两个人记的不同，没有更正。在改动记录里作废一个。")


def scales_differ() -> tuple[str, str]:
    """Two people confirmed different scales."""
    return _tr("换算有两个"), _tr("两个人确认的换算不同，温度不能算。在改动记录里作废一个。")


def _how(parameters: Mapping[str, str]) -> str:
    """With which settings changes were marked; empty where none were."""
    held = {**dict.fromkeys(("阈值", "对齐", "画面"), ""), **parameters}
    limit = _tr("阈值 {0}").format(held["阈值"]) if held["阈值"] else ""
    aligned = {"是": _tr("先对齐再比较"), "否": _tr("没有对齐")}.get(held["对齐"], "")
    return "，".join(part for part in (limit, aligned, held["画面"]) if part)


def origin(made: Origin, of: ImageRow | None) -> tuple[str, str]:
    """What a picture was made of."""
    name = of.number if of else _tr("本案的原件")
    how = _how(made.parameters)
    method = f"{made.method}（{how}）" if how else made.method
    return _tr("由别的证据生成"), _tr("取自{0} 第 {1} 帧（{2:.2f} 秒），{3}。原件另存，没有改动。").format(
        name, made.frame + 1, made.at_ms / 1000, method
    )


def _names(outcomes: Sequence[Outcome]) -> str:
    named = "、".join(one.name for one in outcomes[:_NAMED])
    return named + (_tr(" 等 {0} 件").format(len(outcomes)) if len(outcomes) > _NAMED else "")


def _troubles() -> dict[str, str]:
    return {
        "cut": _tr("{0}：文件读到一半断了，原件已保存，温度不能算。"),
        "damaged": _tr("{0}：温度数据坏了，原件已保存，温度不能算。"),
        "foreign": _tr("{0} 不是图片，也不是认得的热像，没有存。可以在检查里作为文件加入。"),
        "unreadable": _tr("{0} 读不出，没有存。换一次读卡器再导入。"),
        "oversize": _tr("{0} 超过 1 GB，没有存。先在相机软件里截短再导入。"),
        "not_decoded": _tr("{0}：认得的热像格式，温度没有解出，原件已保存。"),
        "plugin_needed": _tr("{0}：要装插件才能读温度，原件已保存。"),
        "scale_unconfirmed": _tr("{0}：要先确认换算才有温度，原件已保存。"),
        "too_slow": _tr("{0}：读得太久，已停下，原件已保存。"),
        "too_large": _tr("{0}：要的内存太多，温度没有算，原件已保存。"),
        "crashed": _tr("{0}：读不下去，原件已保存。"),
    }


def imported(outcomes: Sequence[Outcome], skipped: int) -> tuple[str, str, str]:
    """What an import did: tone, head, sentences."""
    new = [one for one in outcomes if one.evidence and not one.known]
    known = [one for one in outcomes if one.known]
    plain = sum(one.sort == "plain" for one in new)
    lines = [_tr("其中 {0} 件不可测温，作为照片或视频保存。").format(plain)] if plain else []
    for sort, text in _troubles().items():
        of_sort = [one for one in outcomes if one.sort == sort and not one.known]
        lines += [text.format(_names(of_sort))] if of_sort else []
    lines += [_known(known)] if known else []
    lines += [_twin(one) for one in new if one.twin][:_NAMED]
    lines += [_tr("已停止，还有 {0} 件没有导入；已导入的保留。").format(skipped)] if skipped else []
    head = _tr("已导入 {0} 件").format(len(new)) if new else _tr("没有新导入")
    calm = not skipped and all(one.sort in ("measuring", "plain") for one in outcomes)
    return ("success" if calm and new else "warning"), head, "\n".join(lines)


def _twin(one: Outcome) -> str:
    return _tr("{0} 和{1} 是同一次拍摄、文件不同，两份都保存。").format(one.number, one.twin)


def _known(known: Sequence[Outcome]) -> str:
    if len(known) == 1:
        return _tr("{0} 已在本案，是{1}，没有再存一份。").format(known[0].name, known[0].number)
    return _tr("{0} 已在本案，没有再存。").format(_names(known))


# --- what is measured


def tools() -> dict[str, tuple[str, str, str, str]]:
    """Of each tool its word, icon, key, and how it is used."""
    return {
        "spot": (_tr("点"), "crosshair", "P", _tr("在红外画面上点一下")),
        "line": (_tr("线"), "spline", "L", _tr("从一端拖到另一端")),
        "box": (_tr("框"), "square", "B", _tr("从一角拖到对角")),
        "ellipse": (_tr("椭圆"), "circle", "E", _tr("从外框的一角拖到对角")),
        "polygon": (_tr("多边形"), "pentagon", "G", _tr("逐角点，双击或回车结束")),
    }


def isotherms() -> dict[str, str]:
    """The words of the isotherms."""
    return {"above": _tr("高于"), "below": _tr("低于"), "between": _tr("之间")}


def degrees(celsius: float | None) -> str:
    """A temperature to one decimal; a dash where there is none."""
    return "—" if celsius is None else f"{celsius:.1f}"


def figure(area: Area) -> str:
    """What stands beside a region on the picture: its label and the value that matters most."""
    if area.mean is None:
        return _tr("{0} 算不出").format(area.label)
    beyond = _tr(" 超量程") if area.outside else ""
    if area.tool == "spot":
        return f"{area.label} {degrees(area.mean)}{beyond}"
    if area.tool == "line":
        return area.label + beyond
    return _tr("{0} 最高 {1}").format(area.label, degrees(area.high)) + beyond


def subtracted(of: Sequence[str]) -> str:
    """Of which two, and of what, a difference is taken."""
    if not of:
        return ""
    what = _tr("最高") if of[2] == "high" else _tr("平均")
    return f"{of[0]} − {of[1]}·{what}"


def kelvin(value: float) -> str:
    """A difference with its sign."""
    shown = round(value, 1) or 0.0  # what rounds to zero has no sign of its own
    return f"{shown:+.1f} K".replace("-", "−")


def share(part: float, pixels: int) -> str:
    """How much of the picture an isotherm marks."""
    count = round(part * pixels)
    percent = f"{part * 100:.1f}" if part >= 0.001 or not count else "<0.1"
    return _tr("占画面 {0}%（{1} 像素）").format(percent, count)


def steepest(values: Sequence[float | None]) -> str:
    """Where along a line the temperature changes most, as a sentence; empty when nothing can be said."""
    steps = [
        (abs(two - one), n)
        for n, (one, two) in enumerate(pairwise(values))
        if one is not None and two is not None
    ]
    if not steps or max(steps)[0] == 0:
        return ""
    change, at = max(steps)
    part = round((at + 0.5) / (len(values) - 1) * 100)
    return _tr("第 {0}% 处变化最大·{1:.1f} ℃/像素").format(part, change)


def pixels(area: Area) -> str:
    """Where on the picture a region is, while nothing says where in the plant."""
    return "—" if not area.points else _tr("列 {0}，行 {1}").format(*area.points[0])


def camera_tool(area: Area) -> str:
    """A region that the camera stored, by its name there."""
    word = tools()[area.tool][0] if area.label.isdecimal() else ""
    return _tr("机·{0}").format(word + area.label)


def linked(points: Sequence[LinkedPoint]) -> str:
    """The last point that was taken at a region, and how many there are; empty without any."""
    if not points:
        return ""
    more = _tr(" 等 {0} 点").format(len(points)) if len(points) > 1 else ""
    return f"{points[-1].value} {points[-1].verdict}{more}"


def scene(heat: Heat) -> str:
    """With which parameters the numbers stand, in short."""
    if heat.scene is None:
        return _tr("单位 ℃")
    return _tr("单位 ℃·发射率 {0:.2f}·距离 {1:.4g} m").format(heat.scene.emissivity, heat.scene.distance_m)


def figures(area: Area) -> tuple[tuple[str, str, str], ...]:
    """Name, place and value of what is known of a region, for the card beside the table."""
    if area.mean is None:
        return ((_tr("温度"), "", _tr("算不出")),)
    if area.of:
        return ((subtracted(area.of), "", kelvin(area.mean)),)
    if area.tool == "spot":
        return ((_tr("温度"), pixels(area), f"{area.mean:.1f} ℃"),)
    rows = (
        (_tr("最高"), area.high_at, area.high),
        (_tr("平均"), None, area.mean),
        (_tr("最低"), area.low_at, area.low),
    )
    return tuple(
        (word, _tr("列 {0}，行 {1}").format(*at) if at else "", f"{degrees(value)} ℃")
        for word, at, value in rows
    )


def doubts(area: Area) -> str:
    """What a person must know of the numbers of a region; empty when there is nothing."""
    said = []
    if area.undefined:
        said.append(_tr("{0} 个像素算不出，没有算在内。").format(area.undefined))
    if area.outside:
        said.append(_tr("有的像素超出相机量程，只作参考。"))
    return "".join(said)
