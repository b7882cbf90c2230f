import pytest
from django.urls import reverse

from portal.grading.models import GradingJob, StageLog
from portal.grading.services.output import path_of_log

MB = 1_000_000


def pages(term, name="best"):
    key = [term.submissions[name].public_id]
    return reverse("student:logs", args=key), reverse("student:log", args=key)


@pytest.fixture
def write(term):
    """Return a way to leave a log of the best submission's job, of any size."""
    job = GradingJob.objects.get(pk=term.jobs["best"].pk)

    def leave(stage, content, *, is_public=True):
        path = path_of_log(job, job.attempt, stage)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        StageLog.objects.update_or_create(
            job=job,
            attempt=job.attempt,
            stage=stage,
            defaults={"size": len(content), "is_public": is_public},
        )

    return leave


def downloaded(browser, address):
    return b"".join(browser.get(address).streaming_content)


def test_the_whole_log_is_a_download(term, signed_in):
    _, address = pages(term)
    response = signed_in(term.alice).get(address)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"--- train-1\nseed 1  epoch  1")
    assert response["Content-Type"].startswith("text/plain")
    assert "attachment" in response["Content-Disposition"]


def test_one_stage_is_a_download_of_its_own(term, signed_in, write):
    write("train-2", b"only this\n")
    browser, (_, address) = signed_in(term.alice), pages(term)
    assert downloaded(browser, f"{address}?stage=train-2") == b"only this\n"
    assert browser.get(f"{address}?stage=none").status_code == 404


def test_the_page_shows_a_short_log_whole(term, signed_in):
    page = signed_in(term.alice).get(pages(term)[0]).content.decode()
    assert "seed 1  epoch  1  loss" in page and "seed 1  epoch 30" in page
    assert "left out" not in page


def test_of_fifty_megabytes_both_ends_are_shown_and_the_page_stays_small(
    term, signed_in, write
):
    line = b"\x1b[31mstep\x1b[0m %08d of a very long training\n"
    body = b"".join(line % n for n in range(50 * MB // len(line % 0)))
    write("train-9", body)
    browser, (page, file) = signed_in(term.alice), pages(term)

    response = browser.get(f"{page}?stage=train-9")

    assert len(body) > 49 * MB
    assert len(response.content) < 0.3 * MB
    text = response.content.decode()
    assert '<span class="a-red">step</span> 00000000 of' in text
    last = body.splitlines()[-1].split()[1].decode()
    assert f"</span> {last} of" in text
    assert "49.9 MB are left out here." in text
    assert downloaded(browser, f"{file}?stage=train-9") == body


def test_one_line_of_fifty_megabytes_is_cut(term, signed_in, write):
    write("train-9", b"x" * (50 * MB))
    response = signed_in(term.alice).get(pages(term)[0] + "?stage=train-9")
    assert len(response.content) < 0.05 * MB
    assert "more characters" in response.content.decode()


def test_escapes_and_markup_of_a_student_stay_text(term, signed_in, write):
    write("train-9", b"\x1b]0;x\x07<script>alert(1)</script>\x1b[2J\n")
    page = signed_in(term.alice).get(pages(term)[0]).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n" in page
    assert "\x1b" not in page and "alert(1)</script>" not in page


def test_a_hidden_stage_is_for_staff_only(term, signed_in, write):
    write("judge", b"labels begin 7 1 4\n", is_public=False)
    page, file = pages(term)
    alice, tara = signed_in(term.alice), signed_in(term.tara)
    assert "labels begin" not in alice.get(page).content.decode()
    assert b"labels begin" not in downloaded(alice, file)
    assert alice.get(f"{page}?stage=judge").status_code == 404
    assert alice.get(f"{file}?stage=judge").status_code == 404
    assert "labels begin" in tara.get(f"{page}?stage=judge").content.decode()
    assert b"labels begin" in downloaded(tara, file)


def test_metrics_are_no_log(term, signed_in, write):
    write("metrics-1", b'{"epoch": 1, "loss": 0.5}\n')
    page, file = pages(term)
    browser = signed_in(term.alice)
    assert "metrics-1" not in browser.get(page).content.decode()
    assert b"0.5}" not in downloaded(browser, file)


def test_where_nothing_was_printed_the_page_says_so(term, signed_in):
    page = signed_in(term.alice).get(pages(term, "queued")[0])
    assert "Nothing printed" in page.content.decode()
