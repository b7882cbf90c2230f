"""Pages of notebooks: made once, away from us, whatever is in them."""

import json
from html.parser import HTMLParser

import pytest

from portal.lib import store
from portal.submissions import limited, tasks
from portal.submissions.models import NotebookPage, Rendered
from portal.submissions.services import notebook, render_waiting
from tests.factories.grading import a_submission
from tests.factories.notebooks import a_notebook, homework, hostile

DEEP = b'{"nbformat": 4, "cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
DEAD = {
    *("a", "body", "code", "div", "em", "h1", "img", "li", "main", "p"),
    *("pre", "span", "strong", "table", "tbody", "td", "tr", "ul"),
}


class Look(HTMLParser):
    """What a browser would find behind our own style sheet."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html.partition("</style>")[2])

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.fixture
def page_of(tmp_path):
    def make(raw):
        path = tmp_path / "work.ipynb"
        path.write_bytes(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
        state, html = notebook.rendered(path)
        return state, html

    return make


def test_nothing_of_a_hostile_notebook_is_alive_and_all_that_is_good_is_there(page_of):
    state, html = page_of(hostile())
    assert state == Rendered.DONE
    found = Look(html.decode())
    assert found.tags <= DEAD
    for name, value in found.attributes:
        assert name in {"class", "id", "title", "alt", "href", "src", "rel"}
        assert name != "src" or value.startswith("data:image/")
        assert name != "href" or value.startswith(("#", "https://"))
    assert b"<h1" in html
    assert b"<td>41</td>" in html
    assert b"data:image/png;base64,iVBOR" in html
    assert b"&lt;script&gt;" in html  # as text, where it was text


def test_tex_in_markdown_is_mathml_and_hostile_tex_costs_nothing(page_of):
    state, html = page_of(homework())
    assert b"<th></th>" not in html  # a head that heads nothing
    assert state == Rendered.DONE
    found = Look(html.decode())
    assert {"math", "mfrac", "mtable"} <= found.tags
    assert b'<div class="eq"><math' in html
    assert b'title="L = -' in html
    assert b"as they are: $5 and $6." in html
    more = r"$\def\a{\a\a}\a$ " + "$" + r"\sqrt" * 9_000 + "$"
    state, html = page_of(homework(more))
    assert state == Rendered.DONE
    assert html.count(b"<math") == 4


def test_a_cell_that_is_all_signs_of_tex_is_shown_as_it_is(page_of):
    costly = homework(r"\begin{a}" * 20_000 + "{" * 1_000_000)
    state, html = page_of(costly)
    assert state == Rendered.DONE
    assert b"<math" not in html
    assert b'<pre class="source"># Homework 2' in html


def test_what_nbconvert_cannot_show_is_a_list_of_sources(page_of):
    odd = {"cells": [{"cell_type": "nothing", "source": ["<b>", "x = 1"]}]}
    state, html = page_of(odd)
    assert state == Rendered.PLAIN
    assert b"&lt;b&gt;x = 1" in html
    assert b"could not" in html


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"", b"[1]", b'{"cells": 3}', DEEP])
def test_what_is_no_notebook_has_no_page(page_of, raw):
    assert page_of(raw) == (Rendered.FAILED, b"")


def test_a_notebook_that_eats_memory_hits_the_limit_and_harms_nobody(
    page_of, monkeypatch
):
    monkeypatch.setattr(limited, "MEMORY_BYTES", 256 * 2**20)
    cell = {"cell_type": "code", "source": "", "outputs": [{"a": [[]] * 1_000_000}]}
    state, _ = page_of({**hostile(), "cells": [cell] * 6})
    assert state in (Rendered.PLAIN, Rendered.FAILED)


def test_who_renders_knows_nothing_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSAY_SECRET_KEY", "very-secret")
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import json, os, sys\n"
        "found = [dict(os.environ), [p for p in sys.path if 'main' in p], "
        "'portal' in sys.modules]\n"
        "open('answer.json', 'w').write(json.dumps(found))\n"
    )
    env, _, has_portal = limited.run(
        str(probe), {}, folder=tmp_path, has_libraries=True
    )
    assert "very-secret" not in repr(env)
    assert not has_portal


@pytest.mark.django_db
def test_a_page_is_asked_for_when_a_notebook_comes_and_made_by_the_worker():
    submission = a_notebook()
    page = NotebookPage.objects.get()
    assert page.state == Rendered.WAITING
    tasks.render()
    page.refresh_from_db()
    assert (page.state, page.tries) == (Rendered.DONE, 1)
    assert b"<h1" in store.read(page.artifact.sha256)
    assert submission.files.get().artifact == page.source
    assert render_waiting() == 0


@pytest.mark.django_db
def test_the_same_notebook_of_two_people_is_made_once_and_other_files_never():
    first = a_notebook()
    a_notebook(assignment=first.assignment, enrollment=first.enrollment)
    a_submission()
    assert NotebookPage.objects.count() == 1
    assert render_waiting() == 1


@pytest.mark.django_db
def test_one_that_takes_the_worker_down_again_and_again_is_given_up(monkeypatch):
    a_notebook()

    def die(_):
        raise SystemExit

    monkeypatch.setattr(notebook, "rendered", die)
    for _ in range(notebook.MOST_TRIES):
        with pytest.raises(SystemExit):
            render_waiting()
    assert render_waiting() == 1
    assert NotebookPage.objects.get().state == Rendered.FAILED


@pytest.mark.django_db
def test_two_workers_do_not_make_the_same_page(monkeypatch):
    a_notebook()
    made = []

    def render_and_race(path):
        made.append(path)
        NotebookPage.objects.update(state=Rendered.FAILED)
        return Rendered.DONE, b"late"

    monkeypatch.setattr(notebook, "rendered", render_and_race)
    assert render_waiting() == 0
    assert len(made) == 1
    assert NotebookPage.objects.get().artifact is None
