"""The simulators' own encoders against the public vectors, and their states against what a real one does."""

from __future__ import annotations

import json
import struct
from decimal import Decimal

import pytest

from fieldlaw.devices.simulated import expec3100, modbus, phx21, phx42, pids3, rae, tva1000b, tva2020
from fieldlaw.devices.simulated.checksums import modbus_crc, phx21_crc
from fieldlaw.devices.simulated.dialect import KEPT, Notes, Periodic
from fieldlaw.devices.simulated.models import MODELS, make_instrument, make_simulator
from fieldlaw.devices.simulated.phx21 import Phx21, Status
from fieldlaw.devices.simulated.phx42 import Phx42
from fieldlaw.devices.simulated.physics import Course, Flame, Physics, Trouble, drifting
from fieldlaw.devices.simulated.ports import TcpPort
from fieldlaw.devices.simulated.tva2020 import NOT_SELECTED, STATUSES, USABLE, Tva2020
from fieldlaw.errors import KnownError
from tests.devices.bench import FLAMES, Bench
from tests.devices.vectors import SHARED

VECTORS = SHARED / "data" / "instruments" / "vectors.json"


def vector(device, name, direction=None):
    if not VECTORS.exists():
        pytest.skip("the shared vectors are not here")
    held = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    named = [v for v in held if (v["device"], v["name"]) == (device, name)]
    (one,) = [v for v in named if direction in (None, v["direction"])]
    return one["text"].encode("latin-1") if "text" in one else bytes.fromhex(one["hex"])


LOG_A = [
    *((1000, 1, -2, -900, 580), (1015, 0, -1, -901, 581), (1030, 0, 1, -899, 579)),
    *((1045, -1, 2, -898, 578), (1060, 0, 0, -897, 580)),
]
NO_LOG = [(0, 0, 0, 0, 0)] * 4
A = Status(0x45, 34, 0, 3900, 7905, 3100, 176, 650, 1433, 0, 70000, 14321, -250)
B = Status(0x00, 3, 0, 2731, 8105, 2990, 3, 638, 905, 0, 70000, -55, -260)
C = Status(0x80, 4, 3, 2760, 7400, 3060, 170, 655, 380, 0, 70000, -60, -270)
D = Status(0x45, 48, 0, 4020, 7600, 3120, 175, 651, 980, 3, 7000000, 812345, -250)
IDLE = Status(0x05, 9, 0, 3722, 8100, 3050, 175, 648, 1500, 0, 70000, 300, -10)
READINGS = {
    "A lit, 512.3 ppm, 5 pump-log entries": (A, 5123, 561, 58, LOG_A),
    "B cold, unlit: ppm=0 must NOT be a measurement": (B, 0, 176, 0, NO_LOG),
    "C ignition failed (temperature) + new-error flag + low H2 380 psi": (C, 0, 500, 62, NO_LOG),
    "D lit, range MAX, 25123.4 ppm": (D, 251234, 570, 61, NO_LOG),
}


@pytest.mark.parametrize("name", READINGS)
def test_phx21_readings_are_the_published_bytes(name):
    assert phx21.reading(*READINGS[name], 0xAA) == vector("phx21", name)


def test_phx21_replies_are_the_published_bytes():
    assert phx21.configuration(IDLE, 42, 4096, 512) == vector("phx21", "config response")
    name = "get-cal response (layout inferred from struct, length unconfirmed)"
    assert phx21.calibration(IDLE, (1, 5000, 8123, 648, 1)) == vector("phx21", name)


def test_phx42_lines_are_the_published_bytes():
    said = {
        "FID reading": phx42.line("FIDR", CALPPM="512.34", PA="433.10", PAADJ="0.0"),
        "FID not lit": phx42.line("FIDR", CALPPM="-100.00", PA="-26.90", PAADJ="0.0"),
        "version": phx42.line("VERS", MAJOR=1, MINOR=32),
        "battery charging": phx42.line("BATS", PCT=87, VOLTS="8.02", AMPS="0.39"),
        "battery discharging": phx42.line("BATS", PCT=22, VOLTS="7.21", AMPS="-0.61"),
        "error reply: warm-up not met": phx42.line("EROR", TYPE="GCTE", CODE=21),
        "error reply: H2 too low": phx42.line("EROR", TYPE="AIGS", CODE=22),
    }
    assert all(line == vector("phx42", name, "rx") for name, line in said.items())


def test_expec3100_frames_are_the_published_bytes():
    points = struct.pack(">BBff", 1, 2, 100.0, 1000.0)
    ugly = struct.unpack(">f", bytes.fromhex("437D7D00"))[0]
    said = {
        "value 12.5 / 3.25 with CRC": expec3100.stream(12.5, 3.25),
        "value 12.5 / 3.25 without CRC": expec3100.stream(12.5, 3.25, has_crc=False),
        "payload contains 7D7D": expec3100.stream(ugly, 0.0),
        "FID unlit sentinel + PID 1.5": expec3100.stream(expec3100.UNLIT, 1.5),
        "ignite failed": expec3100.frame(expec3100.IGNITED, expec3100.FAIL),
        "set cal ok": expec3100.frame(expec3100.CAL_SET, expec3100.OK),
        "set cal failed": expec3100.frame(expec3100.CAL_SET, expec3100.FAIL),
        "cal table PID 2 points": expec3100.frame(expec3100.CAL, points),
    }
    assert all(frame == vector("expec3100", name) for name, frame in said.items())


def test_tva2020_lines_are_the_published_bytes():
    said = {
        "both detectors": tva2020.line(("1.23", "OK"), ("456.7", "OK")),
        "PID not selected, FID high alarm": tva2020.line(NOT_SELECTED, ("12.0", "HIGH_ALRM")),
        "FID not selected, PID off": tva2020.line(("0.00", "DET_OFF"), NOT_SELECTED),
        "overflow": tva2020.line(("0.00", "OK"), ("50000", "OVERFLOW")),
        "detector failed": tva2020.line(("0.00", "OK"), ("0.00", "DET_FAIL")),
    }
    assert all(line == vector("tva2020", name) for name, line in said.items())


def test_phx42_tells_over_range_once_and_in_words():
    device = Phx42(Physics(course=Course(ignite=0), troubles={Trouble.OVER_RANGE}))
    assert device.tick(0.0) == []
    device.physics.ignite(1.0)
    assert (device.tick(1.0), device.tick(1.1)) == ([b"YTyt SERR over range\r\n"], [])


def test_pids3_tells_lamp_and_pump_and_takes_no_orders():
    device = make_instrument("pids3").dialect
    ask = vector("pids3", "pids.error ?")
    assert device.hear(ask[:7], 1.0) == []
    assert device.hear(ask[7:], 1.0) == [vector("pids3", "pids.error 00000000")]
    device.physics.troubles.add(Trouble.LAMP)
    assert device.hear(b"\x04noise" + ask, 1.0) == [vector("pids3", "pids.error 00000004")]
    device.physics.troubles.add(Trouble.BLOCKED)
    assert device.hear(ask, 1.0) == [pids3.frame("pids.error 00010004")]
    assert device.hear(ask[:-2] + b"0\x04", 1.0) == []
    assert device.hear(vector("pids3", "pids.start", "tx"), 1.0) == []
    assert device.notes.forbidden == ["pids.start"]
    assert pids3.frame("pids.start ok") == vector("pids3", "pids.start ok")


def test_the_rest_are_the_published_bytes():
    flame_out = tva1000b.frame("OFF", tva1000b.WHOLE, tva1000b.FID_PPM, "WARNING!", "FID FLAMEOUT")
    percent = tva1000b.frame("2", tva1000b.WHOLE, tva1000b.FID_PERCENT, "RUN MODE")
    hundredths = tva1000b.frame("1234", tva1000b.HUNDREDTHS, tva1000b.FID_PPM, "RUN MODE")
    f32 = struct.pack(">f", 12.5)
    said = {
        ("tva1000b_bt", "FID ppm 12.34 (decimal flag)"): hundredths,
        ("tva1000b_bt", "FID percent 2 -> 20000 ppm"): percent,
        ("tva1000b_bt", "flame out"): flame_out,
        ("modbus", "RAEGuard3 reply raw 52"): modbus.reply(1, struct.pack(">I", 52)),
        ("modbus", "Falco 12.5 word order ABCD"): modbus.reply(1, f32),
        ("modbus", "Falco 12.5 word order CDAB"): modbus.reply(1, f32[2:] + f32[:2]),
        ("modbus", "Falco unit 'p'"): modbus.reply(1, struct.pack(">H", ord("p"))),
        ("modbus", "exception illegal address"): modbus.refusal(1, 3, modbus.ILLEGAL_ADDRESS),
        ("modbus", "device busy exception"): modbus.refusal(1, 3, modbus.BUSY),
        ("rae_R", "12.345 ppm if unit is ppb"): rae.answer(12345),
        ("rae_R", "zero"): rae.answer(0),
    }
    assert all(frame == vector(*name) for name, frame in said.items())


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("read data extended (poll)", "25"),
        ("read configuration", "0A"),
        ("goodbye", "26"),
        ("sampling range MAX", "04"),
        ("deadhead on, 1.50 psi, 100 ms", "1E"),
        ("integration avg 10", "0C"),
        ("get ppm cal slot 5", "23"),
    ],
)
def test_phx21_answers_what_a_host_may_ask(name, command):
    device = Phx21(Physics())
    (answer,) = device.hear(vector("phx21", name), 1.0)
    assert (answer[0], answer[1], f"{answer[2]:02X}") == (0xA5, len(answer), command)
    assert phx21_crc(answer[:-1]) == answer[-1]
    assert list(device.notes.commands) == [command]
    assert (device.notes.asked, device.notes.forbidden) == ([], [])


def host21(command, body=b""):
    head = bytes([0x5A, len(body) + 4, command]) + body
    return head + bytes([phx21_crc(head)])


@pytest.mark.parametrize("command", [0x01, 0x03, 0x06, 0x0B, 0x0D, 0x10, 0x1A, 0x1B, 0x22, 0x24])
def test_phx21_notes_what_a_host_must_never_send(command):
    device = Phx21(Physics())
    (answer,) = device.hear(host21(command, b"\1\2"), 1.0)
    assert len(device.notes.forbidden) == 1
    assert answer[5] == phx21.UNKNOWN


def test_phx21_hears_through_noise_and_refuses_a_wrong_sum():
    device = Phx21(Physics())
    poll = host21(0x25)
    assert device.hear(b"\x5a\x09\x00" + poll[:2], 1.0) == []
    assert len(device.hear(poll[2:] + poll, 1.0)) == 2
    assert device.hear(poll[:-1] + b"\0", 1.0) == []


def test_phx21_lights_in_stages_and_tells_each():
    device = Phx21(Physics(course=Course(purge=5, ignite=4)))
    ask = vector("phx21", "auto-ignition start plug A (explicit user action only)")
    flags = {}
    device.hear(ask, 0.0)
    for now in (1.0, 6.0, 10.0):
        device.physics.advance(now)
        flags[now] = device.hear(host21(0x25), now)[0][4]
    assert flags == {1.0: 0x05, 6.0: 0x1D, 10.0: 0x45}
    assert len(device.notes.asked) == 1
    device.hear(vector("phx21", "auto-ignition stop"), 11.0)
    assert device.physics.flame is Flame.COLD


@pytest.mark.parametrize(
    ("trouble", "error"), [(Trouble.LOW_HYDROGEN, phx21.NO_PRESSURE), (Trouble.COLD, phx21.NO_TEMPERATURE)]
)
def test_phx21_says_why_it_did_not_light(trouble, error):
    device = Phx21(Physics(course=Course(ignite=4), troubles={trouble}))
    device.hear(vector("phx21", "auto-ignition start plug A (explicit user action only)"), 0.0)
    device.physics.advance(5.0)
    device.tick(5.0)
    first, second = (device.hear(host21(0x25), 5.0 + n)[0] for n in range(2))
    assert (first[6], first[4] & 0x80) == (error, 0x80)
    assert second[4] & 0x80 == 0  # a new error is new once
    assert not device.notes.meant


def lit21(value, **troubles):
    device = Phx21(Physics(lambda _: Decimal(value), Course(ignite=0), **troubles))
    device.physics.ignite(0.0)
    return device


def test_phx21_saturates_in_the_low_range_and_not_in_the_high_one():
    device = lit21("25123.4")
    low = device.hear(host21(0x25), 1.0)[0]
    assert struct.unpack_from("<ii", low, 20) == (70000, 70000)
    assert not device.notes.meant  # a number at the end of the scale is not meant
    device.hear(host21(0x04, b"\3"), 1.0)
    high = device.hear(host21(0x25), 2.0)[0]
    assert struct.unpack_from("<i", high, 32) == (251234,)
    assert [one.value for one in device.notes.meant] == [Decimal("25123.4")]


def test_phx21_protects_its_pump_against_a_blocked_probe():
    device = lit21("100")
    device.hear(host21(0x1E, bytes.fromhex("0196006400")), 1.0)
    device.physics.troubles.add(Trouble.BLOCKED)
    assert device.hear(host21(0x25), 1.0)[0][38] == 92
    device.tick(2.0)
    answer = device.hear(host21(0x25), 2.0)[0]
    assert (answer[6], answer[4] & 0x05, answer[38]) == (phx21.DEADHEAD, 0, 0)


def asked42(device, text, now=1.0):
    return b"".join(device.hear(f"ZUzu {text}\r\n".encode(), now)).decode()


def test_phx42_answers_and_reports():
    device = Phx42(Physics(course=Course(ignite=0, warm=60)))
    assert asked42(device, "VERS") == "YTyt VERS MAJOR=1,MINOR=32\r\n"
    assert asked42(device, "WUTM") == "YTyt WUTM SEC=60\r\n"
    assert asked42(device, "GCTE PPM=500") == "YTyt EROR TYPE=GCTE,CODE=21\r\n"
    asked42(device, "TRPT MS=100")
    for kind in ("FIDR", "RDNG", "DRVL"):
        asked42(device, f"PRPT TYPE={kind},EN=1")
    kinds = [line.split()[1] for line in device.tick(1.0)]
    assert kinds == [b"FIDR", b"RDNG", b"DRVL"]
    assert device.tick(1.05) == []
    assert len(device.tick(1.11)) == 3
    assert asked42(device, "SRPT TYPE=BATS").startswith("YTyt BATS PCT=70,VOLTS=7.90,AMPS=-0.61")
    asked42(device, "AIGS GO=1", 2.0)
    device.physics.advance(2.0)
    assert asked42(device, "WUTM", 32.0) == "YTyt WUTM SEC=30\r\n"
    assert asked42(device, "GCTE PPM=500", 63.0) == "YTyt CALT\r\n"
    assert device.notes.asked == ["ZUzu GCTE PPM=500", "ZUzu AIGS GO=1", "ZUzu GCTE PPM=500"]


@pytest.mark.parametrize(
    ("trouble", "code"), [(Trouble.LOW_HYDROGEN, b"CODE=22"), (Trouble.BLOCKED, b"CODE=24")]
)
def test_phx42_refuses_to_light(trouble, code):
    device = Phx42(Physics(troubles={trouble}))
    (answer,) = device.hear(b"ZUzu AIGS GO=1\r\n", 1.0)
    assert code in answer
    assert device.physics.flame is Flame.COLD


def test_phx42_tells_a_lost_flame_once():
    device = Phx42(Physics(course=Course(ignite=0, flame_out=2), troubles={Trouble.FLAME_OUT}))
    device.physics.ignite(0.0)
    assert device.tick(0.0) == []
    device.physics.advance(2.0)
    assert (device.tick(2.0), device.tick(2.1)) == ([b"YTyt SHUT flame out\r\n"], [])


@pytest.mark.parametrize("command", ["POWR OFF=1", "DCTR", "DCTE ID=1", "MNDL A=1", "GPPU A=1", "FLDL"])
def test_phx42_notes_what_a_host_must_never_send(command):
    device = Phx42(Physics())
    device.hear(f"ZUzu {command}\r\n".encode(), 1.0)
    assert device.notes.forbidden == [f"ZUzu {command}"]


def test_expec3100_answers_and_streams():
    device = make_instrument("expec3100", faults=()).dialect
    (points,) = device.hear(vector("expec3100", "read cal PID"), 1.0)
    assert points == vector("expec3100", "cal table PID 2 points")
    assert struct.unpack(">ff", device.tick(1.0)[0][10:18])[0] == -99.0
    head = bytes.fromhex("01F501F33A66000103")
    ignite = b"\x7d\x7b" + head + modbus_crc(head) + b"\x7d\x7d"
    (reply,) = device.hear(ignite, 2.0)
    assert reply[10] == 0x88
    device.physics.troubles.add(Trouble.LOW_HYDROGEN)
    assert device.hear(ignite, 2.0) == [vector("expec3100", "ignite failed")]
    head = bytes.fromhex("01F501F33D66000A01020000000000000000")
    assert device.hear(b"\x7d\x7b" + head + modbus_crc(head) + b"\x7d\x7d", 3.0)[0][10] == 0x99
    assert (len(device.notes.asked), len(device.notes.forbidden)) == (2, 1)


@pytest.mark.parametrize("status", STATUSES)
def test_tva2020_says_every_status_and_means_only_usable_ones(status):
    device = Tva2020(Physics(course=Course(ignite=0)))
    device.physics.ignite(0.0)
    device.forced["FID"] = status
    device.hear(b"log start\r\n", 1.0)
    (line,) = device.tick(1.0)
    assert (len(line), line[32:41].decode().strip()) == (44, status)
    assert [one.detector for one in device.notes.meant].count("FID") == (status in USABLE)


def test_tva2020_logs_only_when_told():
    device = Tva2020(Physics(course=Course(ignite=0)))
    assert device.tick(1.0) == []
    device.hear(b"log start\r\nscreen\r\npush 1\r\n", 1.0)
    device.physics.advance(1.0)
    assert [len(device.tick(at)) for at in (1.0, 1.5, 2.0, 2.5)] == [1, 0, 1, 0]
    device.hear(b"log stop\r\npump off\r\n", 3.0)
    assert device.tick(4.0) == []
    assert device.notes.asked == ["screen", "push 1"]
    assert device.notes.forbidden == ["pump off"]
    assert device.physics.is_lit


def test_tva2020_tells_lamp_over_range_and_failed_ignition():
    troubles = {Trouble.LAMP, Trouble.COLD}
    device = Tva2020(Physics(course=Course(ignite=0), troubles=troubles))
    device.hear(b"log start\r\nignite\r\n", 1.0)
    device.physics.advance(1.0)
    (line,) = device.tick(1.0)
    assert (line[11:20].strip(), line[32:41].strip()) == (b"DET_FAIL", b"DET_FAIL")
    troubles.clear()
    troubles.add(Trouble.OVER_RANGE)
    device.physics.ignite(2.0)
    (line,) = device.tick(2.0)
    assert line[21:41].split() == [b"50000", b"OVERFLOW"]


def test_tva1000b_takes_no_keys():
    made = make_instrument("tva1000b_bt", faults=())
    made.plug()
    made.hear(b"$$$", 1.0)
    assert len(made.dialect.notes.forbidden) == 1
    assert b"OFF" in made.run(1.0)[0]


@pytest.mark.parametrize(("value", "shown"), [("12.34", "12.34"), ("512.34", "512"), ("23456", "20000")])
def test_tva1000b_means_what_fits_its_four_figures(value, shown):
    device = tva1000b.Tva1000b(Physics(lambda _: Decimal(value), Course(ignite=0)))
    device.physics.ignite(0.0)
    device.tick(1.0)
    assert [one.value for one in device.notes.meant] == [Decimal(shown)]


def test_rae_answers_r_and_nothing_else():
    device = make_instrument("rae_R", faults=("lamp",)).dialect
    assert device.hear(b"R", 1.0) == [b"Err\r"]
    device.physics.troubles.clear()
    assert device.hear(b"RX", 1.0) == [b"307400\r"]
    assert device.notes.forbidden == ["X"]
    assert [one.value for one in device.notes.meant] == [Decimal(307400)]


def modbus_read(address, register, count, function=3):
    head = struct.pack(">BBHH", address, function, register, count)
    return head + modbus_crc(head)


def test_modbus_requests_are_those_of_the_vectors():
    assert modbus_read(1, 8, 2) == vector("modbus", "RAEGuard3 read conc request")
    assert modbus_read(1, 102, 2) == vector("modbus", "Falco conc request")


def test_modbus_refuses_as_the_standard_says():
    device = make_instrument("falco", faults=()).dialect
    ask = lambda *call: device.hear(modbus_read(*call), 1.0)[0]  # noqa: E731
    assert ask(1, 1005, 1) == vector("modbus", "Falco unit 'p'")
    assert ask(1, 300, 1) == vector("modbus", "exception illegal address")
    assert ask(1, 102, 0)[1:3] == b"\x83\x03"
    assert ask(1, 102, 2, 4)[1:3] == b"\x84\x01"
    assert device.hear(modbus_read(9, 102, 2), 1.0) == []
    assert device.notes.forbidden == []
    ask(1, 102, 1, 6)
    assert len(device.notes.forbidden) == 1
    device.is_busy = True
    assert ask(1, 102, 2) == vector("modbus", "device busy exception")


@pytest.mark.parametrize("is_high_word_first", [True, False])
def test_falco_word_order_and_base_are_arguments(is_high_word_first):
    physics = Physics(lambda _: Decimal(125) / 6)
    device = modbus.Modbus(physics, modbus.Falco(is_high_word_first=is_high_word_first, base=1))
    (answer,) = device.hear(modbus_read(1, 101, 2), 0.0)
    order = "ABCD" if is_high_word_first else "CDAB"
    assert answer == vector("modbus", f"Falco 12.5 word order {order}")


@pytest.mark.parametrize("model", FLAMES)
def test_a_person_lights_and_the_flame_is_seen_in_the_readings(model):
    on = Bench(model)
    on.run(3.0)
    assert {detector for detector, _ in on.values()} <= {"PID"}
    on.ignite()
    on.run(40.0)
    assert "FID" in {detector for detector, _ in on.values()}
    assert on.fabricated() == []
    assert on.notes.asked
    assert on.notes.forbidden == []


@pytest.mark.parametrize("model", MODELS)
def test_ten_readings_a_second(model):
    on = Bench(model, period=0.1, step=0.02)
    on.light()
    on.run(10.0)
    spoken = sum(count for name, count in on.events.items() if name == "Sample")
    polled = {"phx21": 30, "rae_R": 9, "falco": 8, "raeguard3": 9, "pids3": 0}  # the host sets the pace there
    assert spoken >= polled.get(model, 95)


def test_tank_and_battery_run_down_and_stay_plausible():
    physics = Physics()
    physics.advance(0.0)
    tanks = [physics.tank_psi(hour * 3600.0) for hour in range(20)]
    assert tanks[0] == 1433
    assert tanks == sorted(tanks, reverse=True)
    assert tanks[-1] == 380
    assert physics.battery_mv(100 * 3600.0) == 5500


def test_the_notes_are_bounded():
    notes = Notes()
    for number in range(KEPT + 10):
        notes.mean(float(number), "FID", Decimal(number))
    assert (len(notes.meant), notes.meant[0].value) == (KEPT, Decimal(10))


def test_a_report_never_bursts_after_a_pause():
    report = Periodic(0.1)
    report.start(0.0)
    assert [report.is_due(at) for at in (0.0, 0.05, 0.1, 9.0, 9.01, 9.1)] == [
        *(True, False, True, True, False, True)
    ]


def test_unknown_models_and_periods_are_told():
    with pytest.raises(KnownError, match="没有 tiger 的模拟器"):
        make_simulator("tiger")
    with pytest.raises(KnownError, match="间隔"):
        make_simulator("tva2020", period=0)


def test_a_simulator_at_a_port_of_its_own():
    with make_simulator("expec3100", drifting, TcpPort(), period=0.1) as device:
        assert device.path.startswith("socket://127.0.0.1:")
        assert device.flame is Flame.COLD
