"""The promises of the ledger: any order gives the same case file, any changed byte is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldlaw.cases.ledger import canonical, chain, kinds, sealing
from fieldlaw.cases.ledger import event as ev
from fieldlaw.cases.ledger.fold import CaseFile, extend, fold
from tests.cases.ledger_cases import CASE, CASE_KEY, MOMENT, Writer, device, salt

if TYPE_CHECKING:
    import random

ACTIONS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["A01", "A02"]), st.sampled_from("YNS"), st.booleans()),
    max_size=12,
)


def history(actions: list[tuple[int, str, str, bool]]) -> list[ev.Event]:
    """What two devices wrote; a device may have seen everything before it writes."""
    writers = Writer("wang"), Writer("li")
    events: list[ev.Event] = []
    for who, item, answer, sees in actions:
        if sees:
            writers[who].see(*events)
        events.append(writers[who].answer(item, answer))
    return events


@given(ACTIONS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_arrival_order_gives_the_same_case_file(actions: list, luck: random.Random) -> None:
    events = history(actions)
    shuffled = events * 2
    luck.shuffle(shuffled)
    assert fold(shuffled) == fold(events)


@given(ACTIONS.filter(bool))
@settings(max_examples=40, deadline=None)
def test_every_answer_that_nobody_has_seen_stands(actions: list) -> None:
    events = history(actions)
    file = fold(events)
    last = events[-1]
    assert last in file.values("item_answered", last.body["item"])
    assert chain.verify([e.envelope.raw for e in events]) == []


def grow(events: list[ev.Event]) -> CaseFile:
    """The case file with each event added to the one before, folded anew where the shortcut does not hold."""
    file, tips = fold([]), {}
    for n, event in enumerate(events):
        file = extend(file, event, tips) or fold(events[: n + 1])
        tips = chain.tips(e.envelope for e in events[: n + 1])
    return file


@given(ACTIONS, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_adding_one_by_one_gives_the_same_case_file(actions: list, luck: random.Random) -> None:
    events = history(actions)
    assert grow(events) == fold(events)
    luck.shuffle(events)
    assert grow(events) == fold(events)


def test_the_shortcut_holds_only_for_an_event_that_has_seen_everything() -> None:
    wang, li, twin = Writer("wang"), Writer("li"), Writer("wang")
    first, other, fork = wang.answer("A01", "Y"), li.answer("A01", "N"), twin.answer("A02", "Y")
    later = wang.answer("A01", "N")
    tips = chain.tips([first.envelope])
    assert extend(fold([first]), later, tips) == fold([first, later])
    assert extend(fold([first]), other, tips) is None
    assert extend(fold([first, fork]), later, tips) is None
    assert extend(fold([later]), wang.answer("A01", "Y"), chain.tips([later.envelope])) is None
    gone = wang.write("withdrawn", {"event": first.id, "reason": "按错了"})
    assert extend(fold([first, later]), gone, chain.tips([later.envelope])) is None
    note = Writer("zhao")
    strange = note.write("step_done", {"step": "1", "note": ""})
    assert extend(fold([]), strange, {}) == fold([strange])
    asked = note.write("review_asked", {"to": "赵敏", "note": ""})
    assert extend(fold([strange]), asked, chain.tips([strange.envelope])) == fold([strange, asked])


def test_concurrent_answers_stand_side_by_side_until_a_person_picks() -> None:
    wang, li = Writer("wang"), Writer("li")
    one, two = wang.answer("A02", "violation"), li.answer("A02", "compliant")
    file = fold([one, two])
    assert {e.id for e in file.values("item_answered", "A02")} == {one.id, two.id}
    assert file.only("item_answered", "A02") is None
    assert file.disputed("item_answered") == ("A02",)
    wang.see(two)
    pick = wang.answer("A02", "violation")
    assert fold([two, pick, one]).only("item_answered", "A02") == pick


def test_a_withdrawn_event_stays_on_record_and_counts_no_more() -> None:
    wang = Writer("wang")
    first, second = wang.answer("A01", "compliant"), wang.answer("A02", "violation")
    gone = wang.write("withdrawn", {"event": second.id, "reason": "按错了"})
    file = fold([first, second, gone])
    assert file.values("item_answered", "A02") == ()
    assert file.withdrawn == {second.id: gone}
    assert file.all("item_answered") == (first,)


def test_every_changed_byte_is_found() -> None:
    wang = Writer("wang")
    events = [wang.answer("A01", "compliant"), wang.answer("A02", "violation")]
    raws = [e.envelope.raw for e in events]
    for place in range(len(raws[1])):
        changed = bytearray(raws[1])
        changed[place] ^= 1
        assert chain.verify([raws[0], bytes(changed)], {wang.keys.author: events[1].envelope.tip})


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_junk_is_an_event(data: bytes) -> None:
    with pytest.raises(ev.DamagedEventError):
        ev.read_envelope(data)


def test_a_missing_event_is_named() -> None:
    wang, li = Writer("wang"), Writer("li")
    a, b, c = (wang.answer("A01", x) for x in "abc")
    li.see(b)
    other = li.answer("A02", "x")
    raws = [e.envelope.raw for e in (a, c, other)]
    assert {p.what.split(" by ")[0] for p in chain.verify(raws)} >= {"events 2 to 2 are missing"}
    assert fold([a, c, other]).missing == {b.id}


def test_two_events_with_one_number_are_found() -> None:
    wang, clone = Writer("wang"), Writer("wang")
    one, two = wang.answer("A01", "x"), clone.answer("A01", "y")
    assert "two events with number 1" in chain.verify([one.envelope.raw, two.envelope.raw])[0].what


def test_an_event_that_follows_another_is_found() -> None:
    wang, clone = Writer("wang"), Writer("wang")
    wang.answer("A01", "x")
    second = wang.answer("A01", "z")
    other_first = clone.answer("A02", "y")
    problems = chain.verify([other_first.envelope.raw, second.envelope.raw])
    assert [p.what for p in problems] == ["does not follow the event before it"]


def test_events_of_two_cases_do_not_mix() -> None:
    wang = Writer("wang")
    one = wang.answer("A01", "x")
    place = ev.Place("other", 1, one.envelope.tip, {})
    body = {"step": "6", "note": ""}
    two = ev.append(ev.Draft("step_done", body), MOMENT, place, wang.keys, (CASE_KEY, salt(9)))
    assert chain.verify([one.envelope.raw, two.envelope.raw])[0].what == "events of more than one case"


def test_content_opens_with_the_case_key_alone() -> None:
    made = Writer("wang").answer("A01", "compliant")
    envelope = ev.read_envelope(made.envelope.raw)
    assert ev.open_event(envelope, CASE_KEY) == made
    with pytest.raises(sealing.CannotOpenError):
        ev.open_event(envelope, bytes(32))
    assert b"compliant" not in made.envelope.raw


def test_a_false_commitment_is_refused() -> None:
    keys = device("wang")
    draft = ev.Draft("step_done", {"step": "6", "note": ""})
    made = ev.append(draft, MOMENT, ev.Place(CASE, 1, None, {}), keys, (CASE_KEY, salt(1)))
    outer = canonical.decode(made.envelope.raw)
    outer["e"]["commit"] = bytes(32)
    outer["s"] = sealing.sign(keys.signing, canonical.encode(outer["e"]))
    envelope = ev.read_envelope(canonical.encode(outer))
    with pytest.raises(ev.DamagedEventError, match="commitment"):
        ev.open_event(envelope, CASE_KEY)


def forged(change: dict[str, object]) -> bytes:
    """A signed envelope with other header fields."""
    keys = device("wang")
    draft = ev.Draft("step_done", {"step": "6", "note": ""})
    made = ev.append(draft, MOMENT, ev.Place(CASE, 1, None, {}), keys, (CASE_KEY, salt(1)))
    header = {**canonical.decode(made.envelope.raw)["e"], **change}
    signature = sealing.sign(keys.signing, canonical.encode(header))
    return canonical.encode({"e": header, "s": signature})


@pytest.mark.parametrize(
    "change",
    [
        {"suite": 9},
        {"author": b"x"},
        {"salt": "text"},
        {"ct": "text"},
        {"seq": 0},
        {"seq": 2},
        {"seq": "1"},
        {"prev": b"x"},
        {"extra": 1},
        {"heads": {b"a": 3}},
    ],
)
def test_a_misshapen_envelope_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ev.DamagedEventError):
        ev.read_envelope(forged(change))


def test_an_unknown_kind_is_kept_unchanged() -> None:
    raw = forged({"version": 99})
    envelope = ev.read_envelope(raw)
    header = canonical.decode(raw)["e"]
    assert envelope.raw == raw
    assert header["version"] == 99
    keys = device("wang")
    body = {"when": ["2026-11-25T10:42:07+08:00", 1, "b", None], "body": {"new": 1}}
    plain = canonical.pad(canonical.encode(body))
    header["kind"], header["salt"] = "of_the_future", salt(3)
    header["commit"] = sealing.commit(CASE_KEY, salt(3), plain)
    header["ct"] = sealing.seal(
        CASE_KEY,
        salt(3),
        plain,
        canonical.encode({k: v for k, v in header.items() if k not in {"ct", "commit"}}),
    )
    sealed = canonical.encode({"e": header, "s": sealing.sign(keys.signing, canonical.encode(header))})
    event = ev.open_event(ev.read_envelope(sealed), CASE_KEY)
    assert not event.known
    assert fold([event]).unknown == (event,)
    assert extend(fold([]), event, {}) == fold([event])


def test_a_sealed_body_that_does_not_fit_is_refused() -> None:
    keys = device("wang")
    body = {"when": ["2026-11-25T10:42:07+08:00", 1, "b", None], "body": {"new": 1}}
    plain = canonical.pad(canonical.encode(body))
    header = canonical.decode(forged({}))["e"]
    header["commit"] = sealing.commit(CASE_KEY, header["salt"], plain)
    bound = canonical.encode({k: v for k, v in header.items() if k not in {"ct", "commit"}})
    header["ct"] = sealing.seal(CASE_KEY, header["salt"], plain, bound)
    raw = canonical.encode({"e": header, "s": sealing.sign(keys.signing, canonical.encode(header))})
    with pytest.raises(ev.DamagedEventError, match="step_done"):
        ev.open_event(ev.read_envelope(raw), CASE_KEY)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("step_done", {"step": "6"}),
        ("step_done", {"step": 6, "note": ""}),
        ("step_done", {"step": None, "note": ""}),
        ("clock_anomaly", {"wall_ms": True, "monotonic_ms": 1, "note": ""}),
        ("no_such_kind", {}),
    ],
)
def test_a_body_that_does_not_fit_is_never_written(kind: str, body: dict[str, object]) -> None:
    with pytest.raises(kinds.UnfitBodyError):
        Writer("wang").write(kind, body)


def test_only_a_grant_of_keys_goes_unsealed() -> None:
    keys = device("wang")
    wrapped = sealing.wrap(CASE_KEY, CASE, 1, keys.recipient)
    body = {"epoch": 1, "wraps": {keys.recipient: wrapped}}
    draft = ev.Draft("key_granted", body)
    made = ev.append(draft, MOMENT, ev.Place(CASE, 0, None, {}), keys, (bytes(32), salt(1)))
    opened = ev.open_event(ev.read_envelope(made.envelope.raw), bytes(32))
    assert sealing.unwrap(opened.body["wraps"][keys.recipient], CASE, 1, keys) == CASE_KEY
    with pytest.raises(sealing.CannotOpenError):
        sealing.unwrap(wrapped, "other case", 1, keys)
    with pytest.raises(kinds.UnfitBodyError):
        ev.append(draft, MOMENT, ev.Place(CASE, 1, None, {}), keys, (CASE_KEY, salt(1)))


def test_a_part_opens_only_in_its_place() -> None:
    sealed = sealing.seal_part(CASE_KEY, 0, b"pixels", b"blob|0|1")
    assert sealing.unseal_part(CASE_KEY, 0, sealed, b"blob|0|1") == b"pixels"
    with pytest.raises(sealing.CannotOpenError):
        sealing.unseal_part(CASE_KEY, 1, sealed, b"blob|0|1")


def test_broken_padding_is_refused() -> None:
    with pytest.raises(canonical.DamagedBytesError):
        canonical.unpad(canonical.pad(b"abc") + b"x")
    with pytest.raises(canonical.DamagedBytesError):
        canonical.decode(b"\xa2\x62bb\x00\x61a\x00")


def test_a_key_that_is_no_key_verifies_nothing() -> None:
    assert not sealing.verifies(b"short", bytes(64), b"")


def test_the_tips_are_the_last_of_each_author() -> None:
    wang, li = Writer("wang"), Writer("li")
    first, last, other = wang.answer("A01", "x"), wang.answer("A01", "y"), li.answer("A01", "z")
    tips = chain.tips([last.envelope, other.envelope, first.envelope])
    assert tips == {wang.keys.author: last.envelope.tip, li.keys.author: other.envelope.tip}


def dated(writer: Writer, kind: str, day: str, time: int) -> ev.Event:
    """A date of the proceeding, a stop or an extension as one device notes it."""
    papers = {"document": "", "proof": "", "by": "王立新", "note": ""}
    bodies: dict[str, dict[str, object]] = {
        "proceeding_noted": {"event": "filed", "at": day, "how": ""},
        "proceeding_stopped": {"stop": "hearing", "from": day, "to": None},
        "deadline_extended": {
            "deadline": "decision", "extension": "leader", "turn": 1, "days": 30, "approved_by": "leader",
            "approved_on": day,
        },
    }  # fmt: skip
    return writer.write(kind, {**bodies[kind], "occurrence": time, **papers})


DATES = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["proceeding_noted", "proceeding_stopped", "deadline_extended"]),
        st.sampled_from(["2026-09-01", "2026-09-03"]),
        st.integers(1, 2),
        st.booleans(),
    ),
    max_size=10,
)


@given(DATES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_dates_of_the_proceeding_fold_alike_in_any_order(actions: list, luck: random.Random) -> None:
    writers, events = (Writer("wang"), Writer("li")), []
    for who, kind, day, time, sees in actions:
        if sees:
            writers[who].see(*events)
        events.append(dated(writers[who], kind, day, time))
    assert grow(events) == fold(events)
    shuffled = events * 2
    luck.shuffle(shuffled)
    assert fold(shuffled) == fold(events)


def test_a_date_is_replaced_by_who_has_seen_it_and_stands_beside_who_has_not() -> None:
    wang, li = Writer("wang"), Writer("li")
    one, other = (dated(who, "proceeding_noted", "2026-09-01", 1) for who in (wang, li))
    second = dated(wang, "proceeding_noted", "2026-10-01", 2)
    file = fold([one, other, second])
    assert file.disputed("proceeding_noted") == ("filed/1",)
    assert file.only("proceeding_noted", "filed/2") == second
    li.see(one, second)
    new = dated(li, "proceeding_noted", "2026-09-03", 1)
    assert fold([one, other, second, new]).only("proceeding_noted", "filed/1") == new
    gone = li.write("withdrawn", {"event": new.id, "reason": "记错了案件"})
    back = fold([one, other, second, new, gone]).values("proceeding_noted", "filed/1")
    assert {e.id for e in back} == {one.id, other.id}


def test_two_grants_of_one_extension_are_two_values() -> None:
    wang = Writer("wang")
    first = dated(wang, "deadline_extended", "2026-11-01", 1)
    body = {**first.body, "turn": 2}
    second = wang.write("deadline_extended", body)
    file = fold([first, second])
    assert file.only("deadline_extended", "decision/1/leader/1") == first
    assert file.only("deadline_extended", "decision/1/leader/2") == second


def test_answers_to_one_check_stand_side_by_side_until_somebody_has_seen_both() -> None:
    wang, li = Writer("wang"), Writer("li")
    body = {"fact": "own_name", "answer": "yes", "note": "", "by": "王立新", "role": "执法人员"}
    one = wang.write("check_answered", body)
    other = li.write("check_answered", {**body, "answer": "no", "by": "李志强"})
    paper = li.write("check_answered", {**body, "fact": "document:decision", "answer": "present"})
    file = fold([other, paper, one])
    assert file.disputed("check_answered") == ("own_name",)
    assert file.only("check_answered", "document:decision") == paper
    wang.see(other, paper)
    last = wang.write("check_answered", {**body, "note": "核对过"})
    assert fold([one, other, paper, last]).only("check_answered", "own_name") == last
    with pytest.raises(kinds.UnfitBodyError):
        wang.write("check_answered", {**body, "answer": True})
