"""Student functions as the author of a judge.py meets them."""

import math

import pytest

from graders.judge import Judge, Work, expect
from graders.judge.errors import HIDDEN_WORDS, ChannelError, WorkError
from graders.judge.functions import verdict
from graders.protocol import CheckSpec

SEEN = CheckSpec("one", "One")
HIDDEN = CheckSpec("one", "One", is_hidden=True)


class Scripted:
    """A channel that gives what it was told to give."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def ask(self, question, seconds):
        self.asked.append(question)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        pass


def work_of(*answers, seconds=20.0):
    return Work(Scripted(*answers), seconds=seconds, seed=1)


def error(kind, text="", file="", line=0):
    return {"error": {"kind": kind, "text": text, "file": file, "line": line}}


def test_a_call_returns_plain_values():
    assert work_of({"value": [1, 2.5]}).f(1) == [1, 2.5]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error("missing", "f"), "missing"),
        (error("slow"), "slow"),
        (error("unsendable", "a set"), "type"),
        (error("raised", "ValueError: secret", "a.py", 3), "raised"),
        ({"value": {"float": "nan"}}, "not_finite"),
        ({"value": {"odd": 1}}, "protocol"),
        ({"error": "text"}, "protocol"),
        (ChannelError("gone", ""), "ended"),
        (ChannelError("timeout", ""), "slow"),
    ],
)
def test_whatever_the_student_side_does_is_a_work_error(answer, kind):
    with pytest.raises(WorkError) as caught:
        work_of(answer).f()
    assert caught.value.kind == kind


def test_after_the_channel_broke_nothing_more_is_asked():
    work = work_of(ChannelError("gone", ""))
    for _ in range(3):
        with pytest.raises(WorkError):
            work.f()
    assert len(work._channel.asked) == 1


def test_no_call_starts_when_the_seconds_are_used_up():
    work = work_of({"value": 1}, seconds=0.01)
    with pytest.raises(WorkError):
        work.f()
    assert work.broken.state == "timeout"
    assert work._channel.asked == []


def test_an_exception_of_the_student_is_shown_with_its_line():
    work = work_of(error("raised", "ValueError: no", "a.py", 3))
    result = verdict(SEEN, lambda w: w.f(), work)
    assert result.passed is False
    assert "ValueError: no (a.py, line 3)" in result.evidence[0].got


def test_a_hidden_check_says_only_words_of_a_fixed_list():
    for answer in (error("raised", "the input was 42"), {"value": {"float": "inf"}}):
        result = verdict(HIDDEN, lambda w: w.f(), work_of(answer))
        (evidence,) = result.evidence
        assert evidence.got in HIDDEN_WORDS.values()
        assert (evidence.expected, evidence.hint) == ("", "")

    def rule(work):
        expect(work.f() == 42, "got 41", expected="42", hint="the input was 6 * 7")

    result = verdict(HIDDEN, rule, work_of({"value": 41}))
    assert result.evidence[0].got == HIDDEN_WORDS["wrong"]


def test_nan_never_passes():
    result = verdict(SEEN, lambda _: expect(math.nan <= 1e-6, "NaN"), work_of())
    assert result.passed is False


def test_a_mistake_in_the_judge_escapes():
    with pytest.raises(ZeroDivisionError):
        verdict(SEEN, lambda _: 1 / 0, work_of())


def test_judge_and_assignment_must_name_the_same_checks():
    judge = Judge()
    judge.check("one")(lambda work: None)
    with pytest.raises(ValueError, match="two"):
        judge.matched((SEEN, CheckSpec("two", "Two")))
    with pytest.raises(ValueError, match="one"):
        judge.matched(())
    with pytest.raises(ValueError, match="two checks"):
        judge.check("one")(lambda work: None)
