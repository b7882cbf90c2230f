"""The chart of a training: while it runs, and afterwards."""

from django.urls import reverse

from portal.grading.models import StageLog
from portal.grading.services.output import path_of_log

HTMX = {"HX-Request": "true"}


def page(term, signed_in, name, person=None, **more):
    address = reverse("student:submission", args=[term.submissions[name].public_id])
    return signed_in(person or term.alice).get(address, **more).content.decode()


def overwrite(term, stage, content, name="running"):
    job = term.jobs[name]
    path_of_log(job, 1, stage).write_bytes(content)
    StageLog.objects.filter(job=job, stage=stage).update(size=len(content))


def test_a_running_training_is_drawn_one_line_a_seed(term, signed_in):
    live = page(term, signed_in, "running", headers=HTMX)
    assert 'id="learning" hx-swap-oob="true"' in live
    assert "Validation accuracy by epoch." in live
    assert "Seed 2 is at 0.9283 after epoch 9." in live
    assert live.count('class="c-line"') == 1 and live.count('class="c-mid"') == 1
    assert "seed 2, now" in live


def test_a_poll_says_304_until_a_figure_comes(term, signed_in):
    address = reverse(
        "student:submission", args=[term.submissions["running"].public_id]
    )
    browser = signed_in(term.alice)
    tag = browser.get(address, headers=HTMX)["ETag"]
    again = {**HTMX, "If-None-Match": tag}
    assert browser.get(address, headers=again).status_code == 304
    overwrite(term, "metrics-2", b'{"epoch": 1, "val_accuracy": 0.5}\n')
    answer = browser.get(address, headers=again)
    assert answer.status_code == 200 and "0.5 after epoch 1" in answer.content.decode()


def test_a_graded_one_keeps_its_curves_and_their_table(term, signed_in):
    best = page(term, signed_in, "best")
    assert "The 3 seeds ended at 0.9455, 0.9459 and 0.9463." in best
    assert "Loss by epoch." in best
    assert '<th scope="row">16</th>' in best


def test_nonsense_draws_nothing_and_breaks_nothing(term, signed_in):
    overwrite(term, "metrics-1", b"\xff\xfe nonsense\n{}\n[1]\n")
    overwrite(term, "metrics-2", b'{"<script>": 1, "loss": NaN}\n')
    live = page(term, signed_in, "running")
    assert "No figures yet." in live and "c-line" not in live


def test_a_figure_that_never_changes_is_still_drawn(term, signed_in):
    overwrite(term, "metrics-1", b'{"loss": 0}\n{"loss": 0}\n')
    overwrite(term, "metrics-2", b'{"loss": 0}\n')
    assert "Loss by line." in page(term, signed_in, "running")


def test_other_families_say_nothing_of_figures(term, signed_in):
    assert "metrics.jsonl" not in page(term, signed_in, "queued")


def test_figures_of_a_hidden_stage_are_not_the_students(term, signed_in):
    StageLog.objects.filter(stage__startswith="metrics-").update(is_public=False)
    assert "No figures yet." in page(term, signed_in, "running")
    assert "after epoch 9" in page(term, signed_in, "running", term.tara)
