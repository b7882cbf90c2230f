"""Enrolling, tokens, orders, and the command for them."""

import pytest
from django.core.management import CommandError, call_command

from graders.protocol import Claim
from portal.audit.models import Event
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.runners import access, services
from portal.runners.models import Pool, Runner, RunnerState
from portal.runners.selectors import runner_for_token, runners
from tests.factories.grading import a_course, a_person
from tests.factories.runners import NOON, a_runner

pytestmark = pytest.mark.django_db


def enroll(name="cpu-x", **more):
    options = {"pools": ["cpu"], "all_courses": True, "actor": None, "now": NOON}
    return services.enroll_runner(name, **{**options, **more})


def test_a_token_is_shown_once_and_found_by_its_digest():
    runner, token = enroll()
    assert token.startswith("assay_run_")
    assert runner_for_token(token) == runner
    assert runner_for_token(token + "x") is None
    assert token not in str(Runner.objects.values().get())
    assert token not in str(list(Event.objects.values()))


def test_a_new_token_ends_the_old_one():
    runner, old = enroll()
    new = services.rotate_token(runner, actor=None, now=NOON)
    assert runner_for_token(old) is None
    assert runner_for_token(new) == runner


def test_a_name_is_taken_once_and_a_pool_is_needed():
    enroll()
    with pytest.raises(ConflictError):
        enroll()
    with pytest.raises(InvalidError):
        enroll("other", pools=[])
    assert Runner.objects.count() == 1


def test_orders_are_written_down_once():
    runner = a_runner()
    for _ in range(2):
        services.drain(runner, actor=None, now=NOON)
    assert Event.objects.filter(verb="runner.drained").count() == 1
    services.quarantine(runner, actor=None, now=NOON)
    services.resume(runner, actor=None, now=NOON)
    runner.refresh_from_db()
    assert runner.state == RunnerState.ACTIVE


def test_pools_and_courses_are_assigned_anew():
    runner, course = a_runner(), a_course()
    services.assign(runner, pools=["gpu"], courses=[course], actor=None, now=NOON)
    runner.refresh_from_db()
    assert [pool.name for pool in runner.pools.all()] == ["gpu"]
    assert list(runner.courses.all()) == [course]
    assert not runner.serves_all_courses


def test_what_a_runner_says_of_itself_is_kept_in_bounds():
    runner = a_runner()
    claim = Claim(
        labels=tuple(f"{n}" * 100 for n in range(100)),
        sandbox="docker" * 10,
        environment={"cpu" * 50: "x" * 1000},
    )
    services.record_seen(runner, claim, now=NOON)
    runner.refresh_from_db()
    assert len(runner.labels) == 64
    assert max(map(len, runner.labels)) == 64
    assert len(runner.sandbox) == 16
    assert all(len(k) == 64 and len(v) == 200 for k, v in runner.environment.items())


def test_only_ops_see_runners():
    runner = a_runner()
    assert access.get_runner(a_person(is_ops=True), runner.public_id) == runner
    with pytest.raises(NotFoundError):
        access.get_runner(a_person(), runner.public_id)


@pytest.mark.parametrize("count", [2, 20])
def test_the_fleet_is_read_in_three_queries(count, django_assert_num_queries):
    for _ in range(count):
        a_runner()
    with django_assert_num_queries(3):
        assert [len(r.pools.all()) + len(r.courses.all()) for r in runners()]


def test_the_command_prints_a_token_that_works(capsys):
    call_command("runner", "enroll", "box", "--pool", "cpu", "--all-courses")
    token = capsys.readouterr().out.split()[-1]
    assert runner_for_token(token).name == "box"


def test_the_command_writes_a_token_only_its_owner_reads(tmp_path, capsys):
    file = tmp_path / "token"
    file.write_text("old")
    file.chmod(0o644)
    course = a_course("w251")
    key = f"{course.slug}:{course.term}"
    call_command(
        *("runner", "enroll", "box", "--pool", "cpu", "--pool", "gpu"),
        *("--course", key, "--token-file", str(file)),
    )
    runner = runner_for_token(file.read_text().strip())
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(runner.courses.all()) == [course]
    assert Pool.objects.count() == 2
    call_command("runner", "token", "box", "--token-file", str(file))
    assert runner_for_token(file.read_text().strip()) == runner
    assert "assay_run_" not in capsys.readouterr().out


def test_the_command_gives_orders_and_lists(capsys):
    a_runner("box")
    for verb, state in (
        ("drain", "draining"),
        ("quarantine", "quarantined"),
        ("resume", "active"),
    ):
        call_command("runner", verb, "box")
        assert Runner.objects.get().state == state
    call_command("runner", "list")
    assert "box\t" in capsys.readouterr().out


def test_the_command_says_what_is_wrong():
    with pytest.raises(CommandError, match="No runner is named"):
        call_command("runner", "drain", "nobody")
    with pytest.raises(CommandError, match="No course is"):
        call_command("runner", "enroll", "x", "--pool", "cpu", "--course", "a:b")
    a_runner("box")
    with pytest.raises(CommandError, match="named box already"):
        call_command("runner", "enroll", "box", "--pool", "cpu", "--all-courses")
