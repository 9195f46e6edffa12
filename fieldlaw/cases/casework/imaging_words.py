"""Words for what people say of infrared images; the same on screen and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Name to its word and the unit after its value.
PARAMETER_WORDS = {
    "emissivity": ("发射率", ""), "distance_m": ("距离", " m"), "reflected_c": ("反射温度", " ℃"),
    "atmosphere_c": ("气温", " ℃"), "humidity": ("相对湿度", "%"), "window_c": ("窗口温度", " ℃"),
    "window_transmission": ("窗口透过率", ""),
}  # fmt: skip
VALUE_WORDS = {"low": "最低", "mean": "平均", "high": "最高"}
WHOLE = "全图"


def parameter_text(name: str, value: float) -> str:
    """A parameter with its unit; humidity in percent."""
    return f"{value * 100 if name == 'humidity' else value:.4g}{PARAMETER_WORDS[name][1]}"


def change_words(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """发射率 1 → 0.95、距离 1 m → 8 m, in the order of the form; decimal text as the case keeps it."""
    return "、".join(
        f"{PARAMETER_WORDS[name][0]} {parameter_text(name, float(old[name]))}"
        f" → {parameter_text(name, float(new[name]))}"
        for name in PARAMETER_WORDS
        if name in new
    )


def clock_words(seconds: int) -> str:
    """机内时钟快 2 分 10 秒."""
    if seconds == 0:
        return "机内时钟准"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    parts = " ".join(f"{n} {unit}" for n, unit in ((hours, "小时"), (minutes, "分"), (left, "秒")) if n)
    return f"机内时钟{'快' if seconds > 0 else '慢'} {parts}"


def scale_words(scale: str, offset: str) -> str:
    """温度 = 计数 × 0.04 + (-273.15) ℃."""
    return f"温度 = 计数 × {scale} + ({offset}) ℃"
