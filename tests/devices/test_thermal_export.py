"""Tables of frames: what stands over them, that undefined stays empty, that they are read back exactly."""

from __future__ import annotations

import csv
import io

import numpy as np

from fieldlaw.devices.thermal import export
from fieldlaw.devices.thermal.formats import csv_matrix
from fieldlaw.devices.thermal.reading import Scale

ABOUT = export.About(
    "热像 3 罐区", "ab" * 32, 4, "2026-11-26T14:06:31+08:00", {"发射率": "0.95", "距离": "8 m"}
)
CELSIUS = np.array([[20.1234, np.nan, -5.0], [300.0, 21.0, 22.5]])


def test_a_table_says_what_it_is_and_leaves_undefined_cells_empty() -> None:
    text = export.matrix(CELSIUS, ABOUT)
    assert text.startswith(export.BOM)
    lines = text.removeprefix(export.BOM).split("\r\n")
    assert lines[:4] == [
        "# 原件 热像 3 罐区",
        f"# SHA-256 {'ab' * 32}",
        "# 第 5 帧",
        "# 拍摄时间 2026-11-26T14:06:31+08:00",
    ]
    assert "# 发射率 0.95" in lines
    assert [line for line in lines if line and line[0] != "#"] == ["20.123,,-5.000", "300.000,21.000,22.500"]


def test_the_importer_of_tables_reads_it_back() -> None:
    wide = np.round(np.linspace(-20, 120, 64).reshape(8, 8), 3)
    wide[2, 3] = np.nan
    data = export.matrix(wide, ABOUT).encode()
    assert csv_matrix.claims(data)
    got = csv_matrix.read(data, 0, Scale("1", "0", "本程序导出，单位 ℃"))
    assert got.frame is not None
    np.testing.assert_allclose(got.frame.counts, wide, atol=1e-4)


def test_the_list_names_every_frame_also_one_without_temperatures() -> None:
    rows = [
        export.IndexRow(0, "2026-11-26T14:06:31+08:00", (20.0, 21.5, 30.25), 2, "热像 3_00001.csv"),
        export.IndexRow(1, "", None, 0, "", "像素"),
    ]
    held = list(csv.reader(io.StringIO(export.index(rows).removeprefix(export.BOM))))
    assert held[0] == list(export.INDEX_HEAD)
    assert held[1] == [
        "1",
        "2026-11-26T14:06:31+08:00",
        "20.000",
        "21.500",
        "30.250",
        "2",
        "热像 3_00001.csv",
        "",
    ]
    assert held[2] == ["2", "", "", "", "", "0", "", "像素"]
