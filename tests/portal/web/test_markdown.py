import pytest

from portal.web.markdown import render


def html_of(text):
    return render(text, digest="d", pictures="/files/")


def test_the_documents_title_is_left_out_and_headings_lie_under_the_page():
    assert html_of("# Title\n\n## Part\n\nText.") == "<h3>Part</h3>\n<p>Text.</p>\n"


def test_mathematics_becomes_mathml_with_its_source():
    html = html_of("A $z_i$ in\n\n$$\na = b\n$$\n")
    assert '<math title="z_i" display="inline">' in html
    assert 'role="group" aria-label="Equation 1"' in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](data:text/html;base64,PHNjcmlwdD4=)",
        "$\\href{javascript:alert(1)}{x}$",
        "| a |\n|---|\n| <svg onload=alert(1)> |",
    ],
)
def test_hostile_text_stays_text(hostile):
    html = html_of(hostile).lower()
    for sign in ("<script", "<svg", "<img src=x", 'href="javascript', 'src="data:'):
        assert sign not in html


def test_relative_addresses_lie_beside_the_assignment():
    html = html_of("![p](pictures/a.png) [s](./starter/t.py) [w](https://x.org)")
    assert 'src="/files/pictures/a.png"' in html
    assert 'href="/files/starter/t.py"' in html
    assert 'href="https://x.org"' in html


def test_tables_scroll_and_numbers_stand_right():
    html = html_of("| a | b |\n|---|--:|\n| x | 1 |\n")
    assert 'role="region" aria-label="Table 1 of the text"' in html
    assert '<td class="num">1</td>' in html


def test_a_column_whose_head_says_nothing_has_no_head():
    html = html_of("| | b |\n|---|---|\n| x | y |\n")
    assert "<th></th>" not in html
    assert html.count("<th>") == html.count("</th>") == 1


def test_broken_tex_is_shown_as_it_was_written():
    assert "a_b_c" in html_of("$a_b_c$")


@pytest.mark.parametrize(
    "costly",
    [
        "$" + "{" * 1_000_000 + "$",
        "$\\def\\a{\\a\\a}\\a$",
        "$$\n" + "\\sqrt" * 5_000 + "\n$$",
        "$x$ " * 20_000,
    ],
    ids=["braces", "loop", "roots", "many"],
)
def test_hostile_tex_breaks_no_page(costly):
    assert html_of(costly).count("<math") <= 40_000


def test_a_space_without_bounds_does_not_push_a_page_apart():
    assert "<mspace></mspace>" in html_of("$\\hspace{1000000em}x$")
