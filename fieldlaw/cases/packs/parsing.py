"""Reads the text of a pack, YAML 1.2, strictly: all problems are listed with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from fieldlaw.cases.packs.check import Checker, cross_problems
from fieldlaw.cases.packs.compile import build, plain
from fieldlaw.cases.packs.coverage import benchmark_problems
from fieldlaw.cases.packs.factors import factor_problems
from fieldlaw.cases.packs.lenient import leniency_problems
from fieldlaw.cases.packs.measures import measure_problems
from fieldlaw.cases.packs.records import Pack, PackError, Problem
from fieldlaw.cases.packs.schema import KINDS
from fieldlaw.cases.packs.thresholds import threshold_problems


def parse_pack(text: str, file: str) -> Pack:
    """Check the text of a pack file and build the pack."""
    content = parse_tree(text, file)
    problems = shape_problems(content, file)
    if problems:
        raise PackError(problems)
    return build(plain(content))


def parse_tree(text: str, file: str) -> Any:
    """The content of a YAML file with the line of each value, not yet checked.

    Raises:
        PackError: not YAML.
    """
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError((Problem(file, line, _yaml_fault(error)),)) from error
    except RecursionError as error:
        raise PackError((Problem(file, 1, "层次太深"),)) from error
    except (YAMLError, ValueError) as error:
        raise PackError((Problem(file, 1, f"不是合格的 YAML（{error}）"),)) from error


def _yaml_fault(error: MarkedYAMLError) -> str:
    return f"不是合格的 YAML（{error.problem or ''}）"


def shape_problems(content: Any, file: str) -> tuple[Problem, ...]:
    """All that breaks the schema; once the schema holds, all that does not fit between rows."""
    kind = kind_of(content)
    if kind not in KINDS:
        return (Problem(file, 1, f"pack.kind 应为{'、'.join(KINDS)}之一"),)
    checker = Checker(file)
    checker.check(content, KINDS[kind], kind)
    return tuple(checker.problems) or (
        *cross_problems(file, content),
        *benchmark_problems(file, content),
        *leniency_problems(file, content),
        *measure_problems(file, content),
        *threshold_problems(file, content),
        *factor_problems(file, content),
    )


def kind_of(content: Any) -> str:
    """The kind that a content states; empty when it states none."""
    header = content.get("pack") if isinstance(content, Mapping) else None
    return str(header.get("kind")) if isinstance(header, Mapping) else ""
