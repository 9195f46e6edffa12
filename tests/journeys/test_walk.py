"""The whole program as a user has it: subcommands in processes of their own, real files, a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldlaw import cli
from fieldlaw.devices.simulated.camera import radiometric_jpeg

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT.parent / "shared" / "data" / "instruments" / "vectors.json"


def fieldlaw(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fieldlaw", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    out = tmp_path_factory.mktemp("walk") / "out"
    done = fieldlaw("demo", "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    (out / "pass").write_text("demo\n")
    return out, json.loads(done.stdout)


def test_the_walk_ends_verified_accepted_and_complete(walked: tuple[Path, dict]) -> None:
    out, answer = walked
    assert answer["verify"]["ok"]
    assert answer["server"]["complete"]
    assert answer["server"]["accepted"] >= answer["events"] - 1
    assert Path(answer["documents"][0]["path"]).read_bytes().startswith(b"%PDF")
    assert (out / "dossier.pdf").exists()


def test_the_centre_holds_nothing_that_can_be_read(walked: tuple[Path, dict]) -> None:
    out, _ = walked
    files = [p for p in (out / "centre").rglob("*") if p.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert "示例汽车".encode() not in data
        assert b"SIM IR160" not in data


@pytest.mark.parametrize("who", ["inspector", "supervisor"])
def test_both_profiles_verify_the_case(walked: tuple[Path, dict], who: str) -> None:
    out, answer = walked
    secret = {"FIELDLAW_PASSPHRASE_FILE": str(out / "pass")}
    done = fieldlaw("--profile", str(out / who), "case", "verify", answer["case"], "--json", **secret)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["ok"]


def test_a_case_travels_in_a_file_and_a_cut_file_is_refused(
    walked: tuple[Path, dict], tmp_path: Path
) -> None:
    out, answer = walked
    secret = {"FIELDLAW_PASSPHRASE_FILE": str(out / "pass")}
    bundle = tmp_path / "case.flc"
    sent = fieldlaw(
        "--profile", str(out / "inspector"), "case", "export", answer["case"], "-o", str(bundle), **secret
    )
    assert sent.returncode == 0, sent.stderr
    taken = fieldlaw("--profile", str(out / "supervisor"), "case", "import", str(bundle), "--json", **secret)
    assert json.loads(taken.stdout)["case"] == answer["case"]
    bundle.write_bytes(bundle.read_bytes()[:-5])
    cut = fieldlaw("--profile", str(out / "supervisor"), "case", "import", str(bundle), **secret)
    assert cut.returncode == 2
    assert "不完整" in cut.stderr


def test_a_wrong_passphrase_is_one_plain_line(walked: tuple[Path, dict], tmp_path: Path) -> None:
    out, _ = walked
    (tmp_path / "pass").write_text("wrong\n")
    secret = {"FIELDLAW_PASSPHRASE_FILE": str(tmp_path / "pass")}
    done = fieldlaw("--profile", str(out / "inspector"), "case", "list", **secret)
    assert done.returncode == 2
    assert done.stderr.startswith("fieldlaw: 口令不对。")
    assert done.stderr.count("\n") == 1


def test_thermal_info(tmp_path: Path) -> None:
    path = tmp_path / "ir.jpg"
    path.write_bytes(radiometric_jpeg(1764038527))
    done = fieldlaw("thermal", "info", str(path), "--pixel", "52,104", "--json")
    assert json.loads(done.stdout)["pixels"]["52,104"] == pytest.approx(61, abs=3)
    path.write_bytes(path.read_bytes()[:9000])
    cut = fieldlaw("thermal", "info", str(path))
    assert (cut.returncode, cut.stderr.count("\n")) == (2, 1)


@pytest.mark.skipif(not VECTORS.exists(), reason="vectors are not on this machine")
def test_instrument_decode() -> None:
    text = b"YTyt FIDR CALPPM=512.34,PA=433.10,PAADJ=0.0\r\n"
    done = fieldlaw("instrument", "decode", "--model", "phx42", "--hex", text.hex(), "--chunk", "3")
    event = json.loads(done.stdout)
    assert (event["kind"], event["value"], event["quality"], event["crc"]) == (
        "sample",
        "512.34",
        "ok",
        "absent",
    )


def test_law_assess_refuses_an_amount_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "violation: air_over_limit\njurisdiction: 太原市\nparty: {kind: legal_person}\n"
        "act: {start: 2021-03-07, end: 2021-03-07}\ndecided: 2021-04-20\n"
        "facts: {concentration: '72.852', limit: '35'}\n",
        encoding="utf-8",
    )
    done = fieldlaw("law", "assess", str(path), "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["outcome"], answer["amount_fen"]) == (1, "refused", None)
    assert any("1.08" in line for line in answer["explanation"])
    path.write_text("violation: [", encoding="utf-8")
    assert fieldlaw("law", "assess", str(path)).returncode == 2


def test_a_call_that_cannot_be_used(tmp_path: Path) -> None:
    for words in (["nothing"], ["thermal", "info", str(tmp_path / "none.jpg")], ["case", "list"]):
        done = fieldlaw(*words, FIELDLAW_PROFILE=str(tmp_path))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_doctor() -> None:
    done = fieldlaw("doctor", "--json")
    assert {row["check"] for row in json.loads(done.stdout)} >= {"version", "clock", "disk", "fonts"}


def test_law_deadline() -> None:
    done = fieldlaw("law", "deadline", "defence", "--from", "2026-09-24", "--json")
    assert json.loads(done.stdout)["due"] == "2026-10-09"
    far = fieldlaw("law", "deadline", "decision", "--from", "2026-11-20", "--json")
    assert json.loads(far.stdout)["provisional"]
    assert fieldlaw("law", "deadline", "none", "--from", "2026-09-24").returncode == 2
    assert fieldlaw("law", "deadline", "defence", "--from", "soon").returncode == 2


def test_law_facts_are_one_value_and_know_their_day() -> None:
    known = json.loads(fieldlaw("law", "facts", "--json").stdout)
    assert "voc_uncontrolled" in {row["id"] for row in known}
    asked = json.loads(fieldlaw("law", "facts", "voc_uncontrolled", "--json").stdout)
    assert {"id", "question", "type", "values", "required"} <= set(asked[0])
    early = fieldlaw("law", "facts", "voc_uncontrolled", "--date", "1980-01-01")
    assert early.returncode == 2
    assert "1980-01-01" in early.stderr


def test_the_dossier_of_a_case(walked: tuple[Path, dict], tmp_path: Path) -> None:
    out, answer = walked
    secret = {"FIELDLAW_PASSPHRASE_FILE": str(out / "pass")}
    words = ("dossier", answer["case"], "-o", str(tmp_path / "d.pdf"), "--json")
    done = fieldlaw("--profile", str(out / "supervisor"), *words, **secret)
    made = json.loads(done.stdout)
    assert made["documents"][-1]["to"] == made["pages"]
    assert (tmp_path / "d.pdf").stat().st_size > 10_000


def test_a_call_without_a_subcommand_opens_the_window() -> None:
    opened: list[str | None] = []

    def window(profile: str | None) -> int:
        opened.append(profile)
        return 0

    assert cli.main([], window) == 0
    assert cli.main(["--profile", "here"], window) == 0
    assert opened == [None, "here"]
