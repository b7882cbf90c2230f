import re

import nh3
import pytest

from portal.lib import tex


def written(text, *, is_block=False):
    return tex.Formulas().html(text, is_block=is_block)


def test_a_formula_is_mathml_with_its_source_as_title():
    html = written(r"\hat{y} = \frac{1}{n}", is_block=True)
    assert r'title="\hat{y} = \frac{1}{n}"' in html
    assert 'display="block"' in html
    assert "<mfrac>" in html


@pytest.mark.parametrize(
    "broken",
    ["", " ", "a_b_c", r"\left(x", r"\def\a{\a\a}\a", r"\limits_{x}"],
)
def test_what_is_broken_is_shown_as_it_was_written(broken):
    assert written(broken) == f"<code>{broken}</code>"


@pytest.mark.parametrize(
    "hostile",
    [
        "{" * 1_000_000,
        "{" * 300 + "x" + "}" * 300,
        r"\sqrt" * 300 + "x",
        "x" + "^{x" * 300 + "}" * 300,
        r"\left(" * 100 + "x" + r"\right)" * 100,
        r"\begin{matrix}" * 500 + "x",
        "x+" * 500_000,
    ],
    ids=lambda text: text[:12],
)
def test_what_is_long_or_deep_stays_text(hostile):
    assert written(hostile) == f"<code>{hostile}</code>"


def test_all_formulas_of_a_text_together_have_a_bound_too():
    formulas = tex.Formulas()
    found = [formulas.html("x+" * 900, is_block=False) for _ in range(100)]
    assert sum("<math" in html for html in found) == tex.MOST // 1800
    assert "<math" not in found[-1]


@pytest.mark.parametrize(
    "evil",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\text{<script>alert(1)</script>}",
        r"\text{</mtext></math><img src=x onerror=alert(1)>}",
        r"\style{position:fixed}{x}",
        r"\class{dialog}{x}",
        r"\hspace{1000000em}x",
        r"\begin{array}{c}\text{<style><!--</style>}\end{array}",
    ],
)
def test_cleaned_by_our_list_nothing_of_it_is_alive(evil):
    html = nh3.clean(
        written(evil),
        tags=set(tex.TAGS),
        attributes={tag: set(names) for tag, names in tex.ATTRIBUTES.items()},
        attribute_filter=tex.allowed,
    )
    assert set(re.findall(r"<([a-z]+)", html)) <= tex.TAGS
    tags = " ".join(re.findall(r"<[^>]*>", re.sub(r'title="[^"]*"', "", html)))
    for sign in ("href", "style=", "class=", "onerror", "1000000em"):
        assert sign not in tags


@pytest.mark.parametrize("space", ["0.167em", "3pt", "0em 2em", "-0.5em"])
def test_spaces_of_ordinary_size_are_kept(space):
    assert tex.allowed("mspace", "width", space) == space
