"""A student's evening, an instructor's look and an operator's, in a real browser."""

import re

import pytest

from tests.journeys.conftest import COURSES

pytestmark = [pytest.mark.browser, pytest.mark.docker]
LAYERS = COURSES / "eecs182-fa22/hw01-layers-by-hand"


@pytest.fixture
def page_of(stage, chromium):
    """Return a signed-in page of one of the people."""
    contexts = []

    def sign_in(who):
        context = chromium.new_context(base_url=stage.url)
        contexts.append(context)
        page = context.new_page()
        email = next(e for e in stage.passwords if e.startswith(who))
        page.goto("/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", stage.passwords[email])
        page.click("main button[type=submit]")
        page.wait_for_url(stage.url + "/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def test_from_the_browser_to_the_gradebook(stage, page_of):
    student = page_of("alice")
    title = "layers by hand"
    student.get_by_role("link", name=re.compile(title, re.I)).first.click()
    student.set_input_files("input[type=file]", [LAYERS / "reference/layers.py"])
    student.get_by_role("button", name=re.compile("^Hand in", re.I)).last.click()
    student.wait_for_url(re.compile(r"/submissions/[0-9a-f-]+/$"))
    url = student.url
    student.locator(".score-n").wait_for(timeout=120_000)
    # 20 of the 100 points are hidden until the due date has passed.
    assert student.locator(".score-n").inner_text() == "80.0"
    assert student.locator(".move").count() == 1
    assert re.search(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", student.content())

    instructor = page_of("ines")
    instructor.get_by_role(
        "link", name=re.compile("neural networks", re.I)
    ).first.click()
    instructor.get_by_role("link", name="Gradebook").first.click()
    row = instructor.get_by_role("row", name=re.compile("Moreno"))
    assert "100.0" in row.inner_text()
    row.locator("td", has_text="100.0").first.click()
    shown = instructor.locator("dialog[open]")
    shown.get_by_role("link", name=re.compile("^submission")).click()
    instructor.wait_for_url(re.compile(r"/submissions/"))
    assert url.rsplit("/", 2)[1] in instructor.content() + instructor.url

    ops = page_of("olu")
    ops.goto("/ops/runners/")
    assert "demo-runner" in ops.content()
    ops.goto("/ops/queue/")
    assert ops.get_by_role("heading", level=1).is_visible()


def test_without_javascript_a_student_can_hand_in_as_well(stage, chromium):
    context = chromium.new_context(base_url=stage.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "alice@example.edu")
    page.fill("input[name=password]", stage.passwords["alice@example.edu"])
    page.click("main button[type=submit]")
    page.get_by_role("link", name=re.compile("layers by hand", re.I)).first.click()
    page.set_input_files("input[type=file]", [LAYERS / "starter/layers.py"])
    page.get_by_role("button", name=re.compile("^Hand in", re.I)).last.click()
    page.wait_for_url(re.compile(r"/submissions/[0-9a-f-]+/$"))
    assert page.get_by_role("heading", level=1).is_visible()
    context.close()


def test_a_wrong_file_is_refused_with_a_sentence(stage, page_of, tmp_path):
    student = page_of("alice")
    student.get_by_role("link", name=re.compile("layers by hand", re.I)).first.click()
    assignment_url = student.url
    answer = stage.api().post(
        "/api/v1/assignments/"
        + stage.student().assignments()["hw01"]
        + "/submissions/",
        files=[("files", ("wrong.txt", b"hello"))],
    )
    assert answer.status_code == 400
    assert "layers.py" in answer.text
    assert assignment_url.endswith("/")
