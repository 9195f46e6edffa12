"""The strip chart: the last minute and a half against the time of day, broken where readings are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, log10
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout

from fieldlaw.ui.presenters.instrument_track import SPAN_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QHideEvent, QShowEvent

    from fieldlaw.ui.presenters.instrument_track import Track
    from fieldlaw.ui.theme.look import Look

_PAINT_EVERY = 100
_STEP = 20
_HALF_LINE = 16
_LOW = 110
_AIR = 1.5
_UNDER = -5  # words lie under the curve: they may not hide a reading
_LEAST_TOP = 10.0
_HEADROOM = 1.18
_PARTS = {1.0: 5, 1.5: 3, 2.0: 4, 2.5: 5, 3.0: 3, 4.0: 4, 5.0: 5, 6.0: 3, 8.0: 4, 10.0: 5}

Mark = tuple[float, float, str]

# The curves of the instruments that are not in front: told apart by their dashes, not only by colour.
_DASHES = ([7.0, 4.0], [2.0, 3.0], [9.0, 3.0, 2.0, 3.0])
_DASH_ROLES = ("accent", "warning", "training")


@dataclass(frozen=True)
class Band:
    """A time that is set off from the rest: a zero, a background, a dwell; `end` None: it still runs."""

    start: float
    end: float | None
    words: str


@dataclass(frozen=True)
class LimitLine:
    """The value with which the net value is compared, with its operator in words."""

    value: float
    words: str


def nice_top(highest: float) -> float:
    """The round number at the upper end of the axis."""
    wanted = max(highest * _HEADROOM, _LEAST_TOP)
    power = 10.0 ** floor(log10(wanted))
    return next(step for step in _PARTS if step * power >= wanted * 0.999999) * power


class _Clock(pg.AxisItem):  # type: ignore[misc]
    """The time of day under the curve."""

    def tickValues(self, low: float, high: float, _size: float) -> list[tuple[float, list[float]]]:
        """Every 20 seconds, on the round second."""
        first = ceil(low / _STEP) * _STEP
        return [(_STEP, [first + n * _STEP for n in range(int((high - first) // _STEP) + 1)])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Hours, minutes, seconds of this machine's zone."""
        return [datetime.fromtimestamp(value).astimezone().strftime("%H:%M:%S") for value in values]


class _Scale(pg.AxisItem):  # type: ignore[misc]
    """The values; with room for the lowest and the highest, which pyqtgraph leaves out beside a grid."""

    def boundingRect(self) -> QRectF:
        """Half a line more above and below."""
        held: QRectF = super().boundingRect()
        return held.adjusted(0, -_HALF_LINE, 0, _HALF_LINE)


class _Extra:
    """The curve of another instrument and its name at its right end."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self._curve = plot.plot([], [], connect="finite", antialias=True)
        self._word = pg.TextItem(anchor=(1.0, 1.1))
        plot.addItem(self._word, ignoreBounds=True)
        self._word.setZValue(_UNDER)
        self.clear()

    def dress(self, look: Look, place: int, width: float) -> None:
        """Dashes and colour by its place."""
        colour = look.colour(_DASH_ROLES[place])
        self._curve.setPen(pg.mkPen(colour, width=width, dash=list(_DASHES[place])))
        self._word.setColor(colour)
        self._word.fill = pg.mkBrush(look.colour("surface"))
        self._word.setFont(look.font("caption", bold=True))

    def show(self, name: str, points: Sequence[tuple[float, float]], now: float) -> None:
        """Draw it."""
        self._curve.setData([at for at, _value in points], [value for _at, value in points])
        seen = [(at, value) for at, value in points if value == value and at > now - SPAN_SECONDS]  # noqa: PLR0124  not-a-number differs
        self._word.setVisible(bool(seen))
        if seen:
            self._word.setPos(*seen[-1])
            self._word.setText(name)

    def clear(self) -> None:
        """Nothing to draw."""
        self._curve.setData([], [])
        self._word.setVisible(False)


class _Bands:
    """The limit as a dashed line and times that are set off, each with its words."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self._shown: tuple[tuple[Band, ...], LimitLine | None, float] = ((), None, 0.0)
        self._areas: list[tuple[Band, pg.LinearRegionItem, pg.TextItem]] = []
        self._line = pg.InfiniteLine(angle=0)
        self._word = pg.TextItem(anchor=(0.0, 1.0))
        for item in (self._line, self._word):
            item.setZValue(_UNDER)
            plot.addItem(item, ignoreBounds=True)

    @property
    def words(self) -> list[str]:
        """What stands on the chart."""
        limit = [self._word.toPlainText()] if self._line.isVisible() else []
        return [*limit, *(word.toPlainText() for _band, _area, word in self._areas)]

    def dress(self, look: Look) -> None:
        """Colours of the theme."""
        self._look = look
        self._line.setPen(pg.mkPen(look.colour("danger"), width=2, dash=[6, 4]))
        self._word.setColor(look.colour("danger"))
        self._word.setFont(look.font("caption", bold=True))
        self._drop()

    def _drop(self) -> None:
        for _band, area, word in self._areas:
            self._plot.removeItem(area)
            self._plot.removeItem(word)
        self._areas = []

    def show(self, bands: tuple[Band, ...], limit: LimitLine | None, now: float) -> None:
        """Draw what lies in sight."""
        seen = tuple(one for one in bands if one.end is None or one.end > now - SPAN_SECONDS)
        if seen != tuple(band for band, _area, _word in self._areas):
            self._drop()
            self._areas = [self._added(one) for one in seen]
        for band, area, word in self._areas:
            start = max(band.start, now - SPAN_SECONDS)
            area.setRegion((start, now if band.end is None else band.end))
            margin = SPAN_SECONDS * 0.07
            middle = ((band.end or now) + start) / 2
            word.setPos(min(max(middle, now - SPAN_SECONDS + margin), now - margin), 0)
        self._show_limit(limit, now)

    def _show_limit(self, limit: LimitLine | None, now: float) -> None:
        for item in (self._line, self._word):
            item.setVisible(limit is not None)
        if limit is not None:
            self._line.setPos(limit.value)
            self._word.setPos(now - SPAN_SECONDS, limit.value)
            self._word.setText(limit.words)

    def _added(self, band: Band) -> tuple[Band, pg.LinearRegionItem, pg.TextItem]:
        brush = pg.mkBrush(self._look.colour("selected"))
        area = pg.LinearRegionItem(movable=False, brush=brush, pen=pg.mkPen(None))
        word = pg.TextItem(band.words, anchor=(0.5, 1.0), color=self._look.colour("accent"))
        word.setFont(self._look.font("caption", bold=True))
        area.setZValue(_UNDER * 2)
        word.setZValue(_UNDER)
        for item in (area, word):
            self._plot.addItem(item, ignoreBounds=True)
        return band, area, word


class StripChart(QFrame):
    """The curves; paints itself ten times a second while it is shown, and never otherwise.

    The first track is that of the instrument in front: its line is whole and thick, the axis fits all.
    """

    def __init__(self, look: Look, tracks: Callable[[], dict[str, Track]], now: Callable[[], float]) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._look, self._tracks, self._now = look, tracks, now
        self._kept: tuple[Mark, ...] = ()
        self._peak: Mark | None = None
        self._limit: LimitLine | None = None
        self._times: tuple[Band, ...] = ()
        self._gaps: list[tuple[pg.InfiniteLine, pg.TextItem]] = []
        self._plot = pg.PlotWidget(axisItems={"bottom": _Clock("bottom"), "left": _Scale("left")})
        self._bands = _Bands(self._plot)
        self._extras = tuple(_Extra(self._plot) for _dash in _DASHES)
        self._curve = self._plot.plot([], [], connect="finite", antialias=True)
        self._dots = pg.ScatterPlotItem()
        self._word = pg.TextItem(anchor=(0.5, 1.0))
        self._assemble()
        self._pulse = QTimer(self)
        self._pulse.setInterval(_PAINT_EVERY)
        self._pulse.timeout.connect(self.draw)
        look.changed.connect(self._dress)
        self._dress()

    def _assemble(self) -> None:
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot.addItem(self._dots)
        self._plot.addItem(self._word, ignoreBounds=True)
        self._dots.setZValue(5)
        self._word.setZValue(_UNDER)
        self._plot.getPlotItem().setContentsMargins(0, 12, 14, 0)
        self.setAccessibleName(self.tr("曲线：最近 90 秒的读数"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._plot)
        self.setMinimumHeight(120)

    def _dress(self) -> None:
        look = self._look
        small = look.font("caption")
        self._plot.setBackground(look.colour("surface"))
        width = (3 if look.field else 2) * self.devicePixelRatioF()  # pyqtgraph counts device pixels
        self._curve.setPen(pg.mkPen(look.colour("text"), width=width))
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setStyle(tickFont=small, tickLength=0, tickTextOffset=8, autoExpandTextSpace=False)
            axis.setPen(pg.mkPen(look.colour("borderSubtle")))
            axis.setTextPen(look.colour("textSecondary"))
        self._plot.getAxis("left").setWidth(look.tokens.font("caption") * 4)
        self._plot.getAxis("bottom").setHeight(look.tokens.font("caption") + 16)
        self._plot.showGrid(x=False, y=True, alpha=1.0)
        self._word.fill = pg.mkBrush(look.colour("surface"))
        self._word.setFont(look.font("caption", bold=True))
        self._word.setColor(look.colour("text"))
        for place, extra in enumerate(self._extras):
            extra.dress(look, place, width)
        self._bands.dress(look)
        self._drop_gaps()
        self.draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to paint."""
        super().showEvent(event)
        self._dress()
        self._pulse.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Paint no more."""
        super().hideEvent(event)
        self._pulse.stop()

    def mark(self, kept: tuple[Mark, ...], peak: Mark | None) -> None:
        """Mark readings that were kept (time, value, word) and the highest one."""
        self._kept, self._peak = kept, peak

    def set_off(self, bands: tuple[Band, ...], limit: LimitLine | None) -> None:
        """Set times off, and draw the limit."""
        self._times, self._limit = bands, limit

    @property
    def gap_words(self) -> list[str]:
        """What stands at the gaps that are in sight."""
        return [word.toPlainText() for _line, word in self._gaps]

    @property
    def band_words(self) -> list[str]:
        """What stands at the limit and at the times that are set off."""
        return self._bands.words

    def draw(self) -> None:
        """Paint what there is now."""
        now, tracks = self._now(), self._tracks()
        curves = {name: list(track.points) for name, track in tracks.items()}
        values = [value for points in curves.values() for _at, value in points if value == value]  # noqa: PLR0124  not-a-number differs
        high = max(values, default=0.0)
        top = nice_top(max(high, self._limit.value) if self._limit and high > self._limit.value / 4 else high)
        front, *others = curves.items() or [("", [])]
        self._curve.setData([at for at, _value in front[1]], [value for _at, value in front[1]])
        self._draw_others(others, now)
        self._plot.setXRange(now - SPAN_SECONDS, now + _AIR, padding=0)
        self._plot.setYRange(0, top, padding=0)
        self._place_ticks(top)
        self._bands.show(self._times, self._limit if self._limit and self._limit.value <= top else None, now)
        self._draw_dots(now)
        self._draw_gaps(tracks.get(front[0]), now, top)

    def _draw_others(self, others: Sequence[tuple[str, list[tuple[float, float]]]], now: float) -> None:
        for place, extra in enumerate(self._extras):
            if place < len(others):
                extra.show(*others[place], now)
            else:
                extra.clear()

    def _place_ticks(self, top: float) -> None:
        step = top / _PARTS[round(top / 10 ** floor(log10(top)), 1)]
        ticks = [(step * n, f"{step * n:g}") for n in range(round(top / step) + 1)]
        self._plot.getAxis("left").setTicks([ticks])

    def _draw_dots(self, now: float) -> None:
        look, seen = self._look, now - SPAN_SECONDS
        ink = pg.mkPen(look.colour("text"), width=2)
        spots = [
            {"pos": (at, value), "symbol": "d", "size": 15, "pen": ink, "brush": look.colour("accent")}
            for at, value, _word in self._kept
            if at > seen
        ]
        peak = self._peak if self._peak and self._peak[0] > seen else None
        if peak:
            ring = {"symbol": "o", "size": 12, "pen": pg.mkPen(look.colour("text"), width=3)}
            spots.append({"pos": peak[:2], "brush": look.colour("surface"), **ring})
            self._place_word(peak, now)
        self._dots.setData(spots)
        self._word.setVisible(peak is not None and self._plot.getViewBox().height() > _LOW)

    def _place_word(self, peak: Mark, now: float) -> None:
        """Over the highest reading; under it where there is no room, and never over the edge."""
        high = self._plot.getViewBox().height()
        room = high * (1 - peak[1] / nice_top(peak[1]))
        above = room > self._look.tokens.font("caption") * 1.6
        margin = SPAN_SECONDS * 0.09
        self._word.setAnchor((0.5, 1.1 if above else -0.25))
        self._word.setPos(min(max(peak[0], now - SPAN_SECONDS + margin), now - margin), peak[1])
        self._word.setText(peak[2])

    def _drop_gaps(self) -> None:
        for line, word in self._gaps:
            self._plot.removeItem(line)
            self._plot.removeItem(word)
        self._gaps = []

    def _draw_gaps(self, track: Track | None, now: float, top: float) -> None:
        gaps = track.gaps if track else ()
        shown = [gap for gap in gaps if gap.timestamp() > now - SPAN_SECONDS]
        words = [self.tr("断开 {0}").format(gap.strftime("%H:%M:%S")) for gap in shown]
        if words != self.gap_words:
            self._drop_gaps()
            for gap, word in zip(shown, words, strict=True):
                self._add_gap(gap.timestamp(), word)
        for (_line, text), gap in zip(self._gaps, shown, strict=True):
            late = gap.timestamp() > now - SPAN_SECONDS * 0.25
            text.setAnchor((1.03 if late else -0.03, 1.0))
            text.setPos(gap.timestamp(), top * 0.06)

    def _add_gap(self, at: float, word: str) -> None:
        pen = pg.mkPen(self._look.colour("danger"), width=2, dash=[6, 4])
        line = pg.InfiniteLine(at, angle=90, pen=pen)
        text = pg.TextItem(word, color=self._look.colour("danger"), fill=self._look.colour("surface"))
        text.setFont(self._look.font("caption", bold=True))
        line.setZValue(_UNDER - 1)
        text.setZValue(_UNDER)
        self._plot.addItem(line, ignoreBounds=True)
        self._plot.addItem(text, ignoreBounds=True)
        self._gaps.append((line, text))
