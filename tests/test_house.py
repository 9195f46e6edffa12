"""The measures of the house: sizes of files and functions, law outside of the code, plain names."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "fieldlaw"
FILES = sorted(PACKAGE.rglob("*.py"))
LAW = re.compile(r"第 ?[0-9一二三四五六七八九十百零〇]+ ?条|大气法|水法 ?[0-9]|法典 ?§?[0-9]")


def functions() -> dict[str, int]:
    """Each function with its length in lines, docstring not counted."""
    found = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                found[f"{path.relative_to(PACKAGE)}:{node.name}"] = node.end_lineno - first.lineno + 1
    return found


def test_files_stay_short() -> None:
    long = {str(p): n for p in FILES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 500}
    assert not long


def test_functions_stay_short() -> None:
    lengths = functions()
    assert not {name: n for name, n in lengths.items() if n > 60}
    assert statistics.median(lengths.values()) <= 8
    assert statistics.quantiles(lengths.values(), n=10)[8] <= 30


def test_no_law_stands_in_the_code() -> None:
    found = [p.name for p in FILES if LAW.search(p.read_text(encoding="utf-8"))]
    assert not found


def test_every_package_says_what_it_is() -> None:
    mute = [p for p in PACKAGE.rglob("__init__.py") if not ast.get_docstring(ast.parse(p.read_text()))]
    assert not mute
