"""What runs took, from the records of their stages."""

from graders.check.usage import tight_limits, usage_of
from tests.factories.graded import a_graded, a_stage


def test_memory_is_that_of_the_largest_student_stage():
    judge = a_stage("score", peak_memory_mib=900.0)
    judge = type(judge)(**{**judge.__dict__, "side": "judge"})
    stages = [a_stage(), a_stage("predict-1", peak_memory_mib=300.0), judge]
    usage = usage_of(a_graded([], stages=stages, seconds=42.0))
    assert (usage.seconds, usage.peak_memory_mib) == (42.0, 300.0)
    assert usage.limit_mib == 1024
    assert usage.cpu_seconds == 15.0


def test_a_run_that_started_nothing_used_nothing():
    usage = usage_of(a_graded([]))
    assert usage.peak_memory_mib is None and usage.cpu_seconds is None


def test_a_reference_near_a_limit_is_warned_of_once():
    near = a_stage(seconds=55.0, peak_memory_mib=1000.0)
    notes = tight_limits([a_graded([], stages=[near])] * 3)
    assert [note.is_failure for note in notes] == [False, False]
    assert "55 of 60 s" in notes[0].sentence
    assert "1000 of 1024 MiB" in notes[1].sentence


def test_room_to_spare_is_no_news():
    assert tight_limits([a_graded([], stages=[a_stage()])]) == []
