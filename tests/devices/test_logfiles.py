"""Log files: the layout and the traps of the phx42 log as instruments.md §1.2 of the reference lists them."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from fieldlaw.cases.records.measurement import Detector, Quality
from fieldlaw.devices.logfiles import phx21, phx42
from fieldlaw.devices.logfiles.lines import split
from fieldlaw.devices.logfiles.mapping import (
    NO_COLUMN,
    ColumnMapping,
    UnfitMappingError,
    guess,
    mapping_of,
    read_mapped,
)
from fieldlaw.devices.logfiles.reading import UnknownLogError, read_calibrations, read_log
from fieldlaw.devices.logfiles.rows import Outcome
from fieldlaw.devices.logfiles.suspicion import background_flags, dwell_flags, flags
from fieldlaw.devices.logfiles.tables import NoTableError, read_table

SHARED = Path(__file__).parents[3] / "shared" / "data" / "instruments" / "phx42_synthetic.csv"
ZONE = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)


def line(second, ppm, ignited="True", *, received=None, battery="Discharging", message="", pa="9.9"):
    at = AT + timedelta(seconds=second)
    stamp = at.strftime("%m/%d/%Y %H:%M:%S.000+08:00")
    got = received if received is not None else at.strftime("%H:%M:%S.000+08:00")
    middle = ["0.0", *["1"] * 14, battery, "90", "8.0", "0.4", ignited, *["1"] * 4, "Enabled"]
    return ",".join([stamp, got, pa, ppm, *middle, message])


def log(*lines, end="\r\n"):
    return read_log("".join(f"{one}{end}" for one in (phx42.HEADER, *lines)).encode(), ZONE)


def outcomes(found):
    return [row.outcome.value for row in found.rows]


# --- phx42


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not here")
def test_the_synthetic_file_holds_three_measurements():
    found = read_log(SHARED.read_bytes(), ZONE).as_json()
    counted = ("rows", "headers", "continuations", "measurements", "unlit", "unknown", "repeats")
    assert [found[name] for name in counted] == [8, 2, 2, 3, 2, 2, 1]
    assert [gap["seconds"] for gap in found["gaps"]] == [414.0]
    assert found["format"] == "phx42-csv"


def test_a_value_keeps_its_digits_and_both_times():
    found = log(line(0, "2.10", received="08:59:59.500+08:00"))
    (row,) = found.measurements
    assert (str(row.value), row.unit, row.detector) == ("2.10", "ppm", Detector.FID)
    assert (row.logged_at, row.received_at) == (AT, AT - timedelta(seconds=0.5))


@pytest.mark.parametrize("sentinel", ["-100.00", "-41.00", "-46.00", "-21.00"])
def test_a_sentinel_is_never_a_number(sentinel):
    found = log(line(0, sentinel, "True"), line(1, sentinel, "False"))
    assert outcomes(found) == ["unlit", "unlit"]
    assert [row.value for row in found.rows] == [None, None]


def test_zero_before_anybody_knows_of_a_flame_is_no_measurement():
    found = log(line(0, "0", "N/A"), line(1, "0", "N/A", battery="Not Working"), line(2, "N/A", "True"))
    assert [row.why for row in found.rows] == ["不知道是否已点火", "仪器没有连接", "没有浓度"]
    assert outcomes(log(line(0, "0.00", "True"))) == ["measurement"], "zero with a flame is a reading"


def test_a_stale_value_counts_once_and_a_new_one_at_the_same_time_twice():
    same = "09:00:01.000+08:00"
    found = log(line(1, "512", received=same), line(2, "512", received=same), line(3, "512", received=same))
    assert outcomes(found) == ["measurement", "repeat", "repeat"]
    assert outcomes(log(line(1, "512", received=same), line(2, "513", received=same))) == ["measurement"] * 2


def test_the_message_keeps_its_commas_and_the_lines_that_go_on():
    found = log(line(0, "5.00", message="a, b, {c,d}"), "   at X(Object a, Int32 b)", "", line(1, "6.00"))
    assert found.rows[0].message == "a, b, {c,d}\n   at X(Object a, Int32 b)\n"
    assert (found.continuations, len(found.rows)) == (2, 2)


def test_headers_in_the_middle_are_counted_and_are_no_rows():
    found = log(line(0, "5.00"), phx42.HEADER, line(60, "6.00"))
    assert (found.headers, len(found.rows), len(found.gaps)) == (2, 2, 1)


@pytest.mark.parametrize(
    ("logged", "received", "day"),
    [("11/25/2026 00:00:00.100", "23:59:59.900", 24), ("11/24/2026 23:59:59.900", "00:00:00.100", 25)],
)
def test_a_time_of_day_over_midnight_gets_its_day(logged, received, day):
    text = line(0, "5.00", received=f"{received}+08:00").replace("11/24/2026 09:00:00.000", logged)
    assert log(text).rows[0].at.day == day


def test_a_torn_last_line_is_a_row_without_a_value():
    found = log(line(0, "5.00"), line(1, "6.00")[:60], end="\n")
    assert outcomes(found) == ["measurement", "unknown"]
    assert any("不完整" in note for note in found.notes)
    whole = "\r\n".join((phx42.HEADER, line(0, "5.00"))).encode()
    assert any("没有换行" in note for note in read_log(whole, ZONE).notes)


def test_damage_and_a_clock_that_ran_back_are_told():
    data = "".join(f"{one}\r\n" for one in (phx42.HEADER, line(5, "5.00"), line(0, "6.00"))).encode()
    found = read_log(data.replace(b"Enabled", b"En\xffbled", 1), ZONE)
    assert len(found.measurements) == 2
    assert any("损坏" in note for note in found.notes)
    assert any("比上一行早" in note for note in found.notes)


def test_a_line_that_belongs_to_nothing_is_told():
    data = f"{phx42.HEADER}\r\nlost\r\n11/24/2026 29:00:00.000+08:00,\r\n".encode()
    found = read_log(data, ZONE)
    assert (len(found.rows), found.continuations, len(found.notes)) == (0, 2, 2)


ROWS = st.lists(
    st.sampled_from(["value", "zero", "unlit", "stale", "more", "header", "blank", "torn"]), max_size=40
)


@given(ROWS, st.sampled_from(["\r\n", "\n"]))
def test_no_line_is_lost_and_none_is_made_up(kinds, end):
    texts = {
        "zero": line(0, "0", "N/A"), "unlit": line(0, "-100.00", "False"), "more": "  at X()",
        "header": phx42.HEADER, "blank": "", "torn": line(0, "5.00")[:50],
        "stale": line(0, "1.00", received="N/A"),
    }  # fmt: skip
    lines = [
        texts.get(kind) or line(n, "7.25") if kind == "value" else texts[kind] for n, kind in enumerate(kinds)
    ]
    found = log(*lines, end=end)
    assert len(found.rows) + found.continuations + found.headers == len(kinds) + 1
    assert [str(row.value) for row in found.measurements].count("7.25") == kinds.count("value")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_file_or_refused(data):
    whole = phx42.HEADER.encode() + b"\r\n" + data
    assert not [row for row in read_log(whole, ZONE).rows if row.value is not None and row.value < 0]
    with suppress(UnknownLogError):
        read_log(data, ZONE)


def test_a_measurement_names_the_line_it_came_from():
    kept = log(line(0, "5.00")).rows[0].as_measurement("FID-02")
    assert (kept.device_id, kept.value, kept.taken_at) == ("FID-02", Decimal("5.00"), AT)
    assert dict(kept.status) == {"source": "log file", "line": "2"}
    assert log(line(0, "-100.00")).rows[0].as_measurement("FID-02").quality is Quality.UNLIT


# --- phx21

PHX21 = (
    "11/24/2026 09:00:{s:02},11/24/2026 09:00:{s:02},0.64,7905,98.0,{pump},{shown},1.7,1433,{heat},56.1,0,"
    "1432.1,{raw},True,False"
)


def old(*rows):
    lines = [PHX21.format(**{"pump": "True", "heat": "242.3", **row}) for row in rows]
    return read_log("\r\n".join((phx21.HEADER, *lines, "")).encode(), UTC)


def test_phx21_takes_what_was_sent_and_not_what_was_shown():
    found = old({"s": 1, "shown": "512", "raw": "512.3"}, {"s": 2, "shown": "N/A", "raw": "0"})
    assert [str(row.value) for row in found.rows] == ["512.3", "None"]
    assert outcomes(found) == ["measurement", "unlit"]
    assert any("时区" in note for note in found.notes)


def test_phx21_does_not_choose_between_two_numbers():
    found = old(
        {"s": 1, "shown": "512", "raw": "5123"},
        {"s": 2, "shown": "5.1", "raw": "5.1", "heat": "60.0"},
        {"s": 3, "shown": "5.1", "raw": "x"},
        {"s": 4, "shown": "5.1", "raw": "5.1"},
        {"s": 4, "shown": "5.1", "raw": "5.1"},
        {"s": 5, "shown": "0.1", "raw": "-0.3"},
    )
    assert outcomes(found) == ["unknown", "unlit", "unknown", "measurement", "repeat", "measurement"]
    torn = read_log(f"{phx21.HEADER}\n11/24/2026 09:00:01,11/24\nword\n".encode(), UTC)
    assert (outcomes(torn), torn.continuations) == (["unknown"], 1)


# --- TVA2020

HISTORY = """CAL HISTORY\r
VER= 1.05\r
\r
    CALIB  KNOWN      CALIB               MEASURED\r
DET TYPE   CONC       DATE/TIME           CALIB VALUE\r
--- ------ ---------- ------------------- -------------------------\r
FID ZERO     0.00 PPM 24 Nov 26 08:30:00      1234 COUNTS OK       \r
FID SPAN1*    500 PPM 24 Nov 26 08:31:00     98765 COUNTS OK       \r
PID WHAT      500 PPM 24 Nov 26 08:31:00     98765 COUNTS OK       \r
\r
END\r
"""


def test_the_calibration_history_says_what_was_loaded_from_a_file():
    found = read_calibrations(HISTORY.encode(), ZONE)
    assert [(one.kind, one.loaded, one.concentration) for one in found.records] == [
        ("ZERO", False, Decimal("0.00")),
        ("SPAN1", True, Decimal(500)),
    ]
    assert found.records[0].at == datetime(2026, 11, 24, 8, 30, tzinfo=ZONE)
    assert found.ended
    assert any("第 9 行不是标定记录" in note for note in found.notes)
    cut = read_calibrations(HISTORY.partition("\r\n\r\nEND")[0].encode(), ZONE)
    assert not cut.ended
    assert read_calibrations(b"something else", ZONE) is None


def test_logged_data_carry_a_value_only_with_a_usable_status():
    rows = [
        "24 Nov 26 09:00:00 F-0207             512.0 PPM OK        FID LEAKER!",
        "24 Nov 26 09:00:10 F-0208            ------ PPM DET_OFF   FID  OK    ",
        "24 Nov 26 09:00:20 F-0209             50000 PPM OVERFLOW  FID LEAKER!",
        "24 Nov 26 09:00:30 F-0210              1.23 PPM HIGH_ALRM PID  OK    ",
        "F-0211                                 4.50 PPM OK        FID  OK    ",
        "24 Nov 26 09:00:40 F-0212             20.00 PPM LOW_FLOW  FID  OK    ",
        "24 Nov 26 09:00:50 F-0213             20.00 PPM DET_FAIL  PID  OK    ",
    ]
    found = read_log(("LOGGED DATA\r\n" + "\r\n".join(rows) + "\r\nEND\r\n").encode(), ZONE)
    assert [str(row.value) for row in found.rows] == ["512.0", "None", "None", "1.23", "None", "None", "None"]
    assert [row.quality.value for row in found.rows] == (
        ["ok", "unlit", "overrange", "ok", "unknown", "fault", "fault"]
    )
    assert [row.point for row in found.rows][:2] == ["F-0207", "F-0208"]
    assert [one.id for one in flags(found)] == ["no_raw_stream"]


# --- tables of other programs

SHEET = """密封点编码,密封点类型,检测时间,泄漏检测值(ppm),检测设备
F-0207,法兰,2026-11-24 10:42:07,2386.4,崂应3033 FID
F-0208,阀门,2026/11/24 10:43:10,1.9,崂应3033 FID
F-0209,阀门,2026-11-24 10:44:11,超限,崂应3033 FID
F-0210,阀门,2026-11-24,5.5,崂应3033 FID
F-0211,阀门,2026-11-24 10:46:11,-99.0,崂应3033 FID

"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_columns_are_guessed_by_their_words(encoding):
    table = read_table(SHEET.encode(encoding))
    found = guess(table)
    assert (found.header, found.point, found.time, found.value) == (0, 0, 2, 3)
    assert (found.unit, found.fixed_detector) == ("ppm", "")
    mapped = read_mapped(table, SHEET.encode(), found, ZONE)
    assert [str(row.value) for row in mapped.rows] == ["2386.4", "1.9", "None", "None", "None"]
    assert [row.point for row in mapped.measurements] == ["F-0207", "F-0208"]
    assert mapped.rows[0].as_measurement("x") is None, "nobody said which detector it was"
    assert any("FID 还是 PID" in note for note in mapped.notes)


def test_a_workbook_reads_like_its_text():
    book = Workbook()
    sheet = book.active
    sheet.append(["测点", "时间", "读数 μmol/mol", "检测器", "状态"])
    sheet.append(["F-1", datetime(2026, 11, 24, 10, 0, 5), 12.5, "FID", "正常"])  # noqa: DTZ001 - as Excel keeps it
    sheet.append(["F-2", datetime(2026, 11, 24, 10, 0, 9), 13, "PID", "熄火"])  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue())
    found = guess(table)
    kept = mapping_of({**found.as_json(), "name": "手持仪", "good": ["正常"]})
    mapped = read_mapped(table, out.getvalue(), kept, ZONE)
    assert [(str(row.value), row.detector) for row in mapped.rows] == [
        ("12.5", Detector.FID),
        ("None", Detector.PID),
    ]
    assert mapped.rows[0].at == datetime(2026, 11, 24, 10, 0, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "没有内容"),
        (b"\n\n", "没有内容"),
        (b"a\0b", "不是文字"),
        (b"\xff\xff\xff\xff,", "编码"),
        (b"PK\x03\x04broken", "已损坏"),
    ],
)
def test_what_is_no_table_is_said(data, word):
    with pytest.raises(NoTableError, match=word):
        read_table(data)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"value": NO_COLUMN}, "哪一列是读数"),
        ({"time": NO_COLUMN}, "哪一列是时间"),
        ({"unit": ""}, "单位"),
        ({"point": 2}, "用了两次"),
        ({"status": 9}, "没有"),
    ],
)
def test_columns_that_cannot_be_are_refused(change, word):
    table = read_table(SHEET.encode())
    held = {**guess(table).as_json(), **change}
    with pytest.raises(UnfitMappingError, match=word):
        read_mapped(table, b"", mapping_of(held), ZONE)


@pytest.mark.parametrize("change", [{"more": 1}, {"time": "x"}, {"good": [1]}, {"header": True}])
def test_a_kept_mapping_that_somebody_changed_is_refused(change):
    with pytest.raises(UnfitMappingError):
        mapping_of({**ColumnMapping().as_json(), **change})


def test_a_table_without_known_words_stays_open():
    assert guess(read_table(b"a,b\n1,2\n")).header == NO_COLUMN


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data):
    try:
        table = read_table(data)
    except NoTableError:
        return
    found = guess(table)
    assert found.value < max(len(row) for row in table.rows)


# --- what a person should ask about


def readings(values, step=1.0):
    return log(*(line(n * step, value) for n, value in enumerate(values)))


def ids(found):
    return [one.id for one in found]


def test_even_digits_say_nothing_and_made_up_ones_do():
    even = [f"{n * 37 % 1000}.{n % 10}{n * 7 % 10}" for n in range(300)]
    made_up = [f"{n * 37 % 1000}.{n % 10}{'05'[n % 2]}" for n in range(300)]
    assert ids(flags(readings(even))) == []
    assert ids(flags(readings(made_up))) == ["digits"]


def test_a_value_that_never_moves_is_told():
    assert ids(flags(readings(["512"] * 25))) == ["same_values"]
    assert ids(flags(readings(["0.00"] * 25))) == [], "clean air stays at zero"


def test_spikes_that_the_instrument_cannot_follow_are_told():
    spiky = ["2.00", "900"] * 15
    assert ids(flags(readings(spiky), Decimal("6.2"))) == ["too_fast"]
    assert ids(flags(readings(spiky, step=10), Decimal("6.2"))) == []
    assert ids(flags(readings(spiky))) == []


def test_equal_dwells_and_backgrounds_are_told():
    assert ids(dwell_flags([Decimal(13)] * 12)) == ["same_dwell"]
    assert dwell_flags([Decimal(13)] * 11 + [Decimal(14)]) == ()
    assert dwell_flags([Decimal(13)] * 3) == ()
    days = [(date(2026, 11, day), Decimal("1.4")) for day in (22, 23, 24)]
    assert ids(background_flags(days)) == ["same_background"]
    assert background_flags(days[:2]) == ()
    assert background_flags([*days, (date(2026, 11, 25), Decimal("1.5"))]) == ()


def test_lines_end_with_and_without_a_carriage_return():
    found = split(b"\xef\xbb\xbfa\r\nb\n\nc")
    assert [one.text for one in found.lines] == ["a", "b", "", "c"]
    assert [one.number for one in found.lines] == [1, 2, 3, 4]
    assert split(b"").lines == ()


def test_the_outcomes_are_words_that_the_summary_counts():
    assert {one.value for one in Outcome} == {"measurement", "unlit", "unknown", "repeat"}
