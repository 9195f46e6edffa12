"""What is done at each step on site, what has to be there afterwards, and phrases that save typing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

_DO = (
    "两名以上执法人员，证件在有效期；自查有没有要回避的。记录仪对时，便携仪器看检定。",
    "记录仪开机，先录到达环境。录像开始就是检查开始。",
    "出示执法证件和检查通知，说明来意，请对方确认。",
    "告知可以申请回避、可以陈述申辩、应当配合检查。\n对方申请回避的，停下来报负责人决定。",
    "看营业执照、许可证、授权委托书和身份证，核对单位全称和统一社会信用代码；\n填送达地址确认书。",
    "先看生产和治理设施，再看排口，再看台账，最后看在线数据。按清单逐项答。",
    "照片、视频、读数、样品、书证、电子数据、示意图。\n复印件由对方注明与原件一致。",
    "逐项问清，问和答分开记。",
    "读给对方听或交对方看，改动处签字，逐页签字，写审阅意见。\n拒签的写明原因并录像，不得补做。",
    "口头责令改正的转成书面；先行登记保存、查封要走审批。",
    "把检查结果书面告诉企业，送副本。",
    "记录仪停止就是检查结束；入库核对校验值，断档要说明。",
)
_LEAVE = (
    "人员证号、设备号、与标准时间的差、检定日期。",
    "起录时间。",
    "对方的确认：签名或录像时间。",
    "是否申请回避。",
    "规范名称、信用代码、送达地址。",
    "每一项的答复和证据。",
    "证据原件。",
    "询问笔录。",
    "签过字的检查笔录。",
    "审批和文书。",
    "检查结果告知。",
    "止录时间、断档说明。",
)
_PHRASES = {
    3: ("已出示，对方确认",),
    4: ("不申请回避", "申请回避，理由："),
    10: ("没有当场措施",),
}


@dataclass(frozen=True)
class StepWords:
    """What to do, what to leave behind, phrases."""

    do: str
    leave: str
    phrases: tuple[str, ...] = ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("stepwords", text)


def step_words(number: int) -> StepWords:
    """The words of a step, 1 to 12."""
    phrases = tuple(_tr(text) for text in _PHRASES.get(number, ()))
    return StepWords(_tr(_DO[number - 1]), _tr(_LEAVE[number - 1]), phrases)
