"""Autograders in Python, C and shell, as they are; the shell one trusts everybody."""

import pytest

from graders.protocol import Outcome
from graders.scoring import score

pytestmark = pytest.mark.docker
RESULT = "results/results.json"
GOOD = "def double(x): return 2 * x\ndef half(x): return x / 2\n"


def by_shell(grade, script, **how):
    return grade("shell", {"do.sh": script}, **how).report


def test_a_python_autograder_runs_unchanged(grade):
    graded = grade("python", {"numbers_.py": GOOD.replace("2 * x", "x + 4.5")})
    report = graded.report
    assert (report.outcome, graded.score.points) == (Outcome.GRADED, 1.0)
    assert [(t.name, t.score, t.status) for t in report.statement.tests] == [
        ("double", 0.0, "failed"),
        ("half", 1.0, "passed"),
    ]
    assert "8.5 != 8" in report.statement.tests[0].output
    assert report.statement.extra_data["who"] == "Local Student"
    assert report.statement.extra_data["model"] == 9 * 2**20, "large files are linked"


def test_a_c_autograder_compiles_and_runs(grade):
    answer = '#include <stdio.h>\nint main(void) { return !printf("42\\n"); }\n'
    graded = grade("c", {"answer.c": answer})
    assert graded.score.points == 5.0
    assert graded.report.statement.output == "It printed 42."


def test_it_is_root_may_become_others_and_reaches_nobody(grade):
    script = """
    touch source/new /root/new /tmp/new && su tester -c 'id -u > /tmp/id'
    touch /usr/bin/new 2>/dev/null && outside=yes
    mknod /root/disk b 8 0 2>/dev/null && outside=yes
    mount -t tmpfs none /mnt 2>/dev/null && outside=yes
    unshare --user true 2>/dev/null && outside=yes
    touch /submission/new /assay/new /orders/new 2>/dev/null && outside=yes
    timeout 2 bash -c '</dev/tcp/172.17.0.1/53' 2>/dev/null && outside=yes
    echo "{\\"score\\": 1, \\"output\\": \\"$(id -u) $(cat /tmp/id) $outside\\"}" > %s
    """
    assert by_shell(grade, script % RESULT).statement.output == "0 1000 "


def test_a_forged_result_is_believed_and_marked_as_a_claim(grade):
    """Shared trust: nothing can tell it from an honest one."""
    report = by_shell(grade, f"echo '{{\"score\": 5}}' > {RESULT}")
    assert report.outcome is Outcome.GRADED
    assert report.stages[0].side == "shared"
    assert not report.stages[0].is_public


BROKEN = {
    "nothing": (":", "is missing; run_autograder ended with exit code 0"),
    "a-link": (f"ln -s /etc/passwd {RESULT}", "is a link"),
    "a-folder": (f"mkdir {RESULT}", "is not a regular file"),
    "a-pipe": (f"mkfifo {RESULT}", "is not a regular file"),
    "huge": (f"head -c 2000000 /dev/zero > {RESULT}", "is larger than 1024 KiB"),
    "not-json": (f"echo hello > {RESULT}", "It is not JSON"),
    "nan": (f"echo '{{\"score\": NaN}}' > {RESULT}", "NaN"),
    "died": ("exit 7", "exit code 7"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_archive_is_the_staffs_and_says_where(grade, how):
    script, said = BROKEN[how]
    report = by_shell(grade, script)
    assert report.outcome is Outcome.LAB_BROKEN
    assert said in report.staff_note
    assert report.statement is None
    assert "course staff" in report.sentence


def test_fifty_megabytes_of_output_are_cut_off_and_graded(grade):
    script = (
        f"head -c 52428800 /dev/zero | tr '\\0' x; echo '{{\"score\": 4}}' > {RESULT}"
    )
    report = by_shell(grade, script)
    assert report.outcome is Outcome.GRADED
    assert "cut off" in report.stages[0].note
    assert len(report.statement.stdout) < 100_000


def test_an_exit_code_after_the_results_is_told_to_staff(grade):
    report = by_shell(grade, f"echo '{{\"score\": 4}}' > {RESULT}; exit 3")
    assert report.outcome is Outcome.GRADED
    assert "exit code 3" in report.flags[0].sentence


def test_a_loop_and_a_greedy_program_are_the_students(grade):
    assert by_shell(grade, "sleep 60", seconds=3).outcome is Outcome.TIMEOUT
    greedy = "python3 -c 'x = bytearray(900 << 20)'; tail /dev/zero"
    assert by_shell(grade, greedy).outcome is not Outcome.GRADED


def test_points_above_the_maximum_give_the_maximum_and_a_flag(grade):
    script = 'echo \'{"score": 9, "tests": [{"score": 9, "max_score": 5}]}\' > '
    graded = grade("shell", {"do.sh": script + RESULT})
    assert graded.score.points == 5.0
    assert "9 points where its tests have 5" in graded.report.flags[0].sentence
    assert score((), graded.report.checks).points == 0.0
