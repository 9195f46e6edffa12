"""What the report page of an infrared image is made from: frozen, complete, worded; pictures as bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Raster:
    """A picture in RGB, 8 bits, row by row from the upper left: `width * height * 3` bytes."""

    rgb: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Outline:
    """A region over the infrared picture: its label, its corners as parts of width and height.

    Attributes:
        closed: the last corner is joined with the first; a spot has one corner, a line two.
    """

    label: str
    corners: tuple[tuple[float, float], ...]
    closed: bool


@dataclass(frozen=True)
class HeatPictures:
    """The pictures of a report.

    Attributes:
        infrared: the temperatures in colours.
        visible: the photograph beside it, else the camera's own picture; None without any.
        visible_title: what that picture is.
        bar: the palette, hot at the top.
        low, high: the temperatures at its ends, in words.
        palette: its name in words.
        outlines: what is drawn over the infrared picture.
        camera: the camera's own picture with its burned-in numbers, where some were noted and it does not
            stand beside the infrared already; else None.
    """

    infrared: Raster
    visible: Raster | None
    visible_title: str
    bar: Raster
    low: str
    high: str
    palette: str
    outlines: tuple[Outline, ...]
    camera: Raster | None = None


@dataclass(frozen=True)
class HeatReport:
    """Everything that a report prints.

    Attributes:
        head: label and entry in turns for each row of the form.
        regions: label, where in the plant, lowest, mean, highest, points measured there.
        parameters: name, as the file has it, as it was computed with.
        printed: of what, burned in by the camera, computed here.
        changes: when, what, by whom and why.
        warnings: what the reader must know of the temperatures.
        original: name, size and kind of the file.
        sha256: of the original, in hex.
        chain_head: the code of the last event that it prints.
    """

    title: str
    doc_number: str
    head: tuple[tuple[str, ...], ...]
    pictures: HeatPictures
    regions: tuple[tuple[str, ...], ...]
    parameters: tuple[tuple[str, str, str], ...]
    printed: tuple[tuple[str, str, str], ...]
    changes: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]
    original: str
    sha256: str
    chain_head: str
