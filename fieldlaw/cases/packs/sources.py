"""Reads a pack in any of its forms (YAML, XLSX, compiled) and writes it out as one that a jurist edits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from fieldlaw.cases.packs import files
from fieldlaw.cases.packs.audit import audit
from fieldlaw.cases.packs.compile import build, plain
from fieldlaw.cases.packs.parsing import parse_tree, shape_problems
from fieldlaw.cases.packs.places import located
from fieldlaw.cases.packs.records import Pack, PackError, Problem
from fieldlaw.cases.packs.xlsx import read_workbook, write_workbook

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

YAML_SUFFIXES = (".yaml", ".yml")
XLSX_SUFFIX = ".xlsx"


def read_any(path: Path) -> Pack:
    """Read a pack, whichever form it has.

    Raises:
        PackError: the file is missing or damaged, or breaks its schema; names every place.
    """
    if path.suffix.lower() == files.SUFFIX:
        return files.read_file(path).pack
    content, problems = _source(path)
    if problems:
        raise PackError(problems)
    return build(plain(content))


def examine(path: Path, on: date) -> tuple[Problem, ...]:
    """All problems of a pack file: its schema, then what a second jurist would look for.

    Args:
        path: YAML, XLSX or compiled.
        on: the day on which the pack should be usable.

    Raises:
        PackError: the file cannot be read at all.
    """
    if path.suffix.lower() == files.SUFFIX:
        return tuple(audit(located(files.read_file(path).pack.content), path.name, on))
    content, problems = _source(path)
    return (*problems, *audit(content, path.name, on, sound=not problems))


def _source(path: Path) -> tuple[Any, tuple[Problem, ...]]:
    if path.suffix.lower() not in (*YAML_SUFFIXES, XLSX_SUFFIX):
        raise PackError((Problem(path.name, 0, "应是 .yaml、.xlsx 或 .pack 文件"),))
    return read_source(files.slurp(path), path.name)


def read_source(data: bytes, file: str) -> tuple[Any, tuple[Problem, ...]]:
    """The content of a source file with the place of each value, and what breaks its schema.

    Args:
        data: its bytes.
        file: its name; one that ends in .xlsx is a workbook, every other one is YAML.

    Raises:
        PackError: it cannot be read at all.
    """
    if file.lower().endswith(XLSX_SUFFIX):
        return read_workbook(data, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PackError((Problem(file, line, "不是 UTF-8"),)) from error
    content = parse_tree(text, file)
    return content, shape_problems(content, file)


def export(pack: Pack, suffix: str) -> bytes:
    """A pack as a source file, without loss.

    Args:
        pack: the pack.
        suffix: .yaml, .yml or .xlsx.

    Raises:
        PackError: the form is unknown, or cannot hold a text of the pack.
    """
    if suffix == XLSX_SUFFIX:
        return write_workbook(pack)
    if suffix not in YAML_SUFFIXES:
        raise PackError((Problem(suffix, 0, "只能写成 .yaml 或 .xlsx"),))
    return _yaml(pack)


def _yaml(pack: Pack) -> bytes:
    writer: Any = YAML(typ="safe", pure=True)  # its settings are not typed
    writer.allow_unicode, writer.default_flow_style = True, False
    writer.width, writer.sort_base_mapping_type_on_output = 110, False
    stream = io.BytesIO()
    try:
        writer.dump(dict(pack.content), stream)
        same = plain(parse_tree(stream.getvalue().decode("utf-8"), "YAML")) == pack.content
    except (YAMLError, ValueError, PackError):
        same = False
    if not same:
        raise PackError((Problem("YAML", 0, "有文字不能写成 YAML，请写成 .xlsx"),))
    return stream.getvalue()
