# ruff: noqa: E501 - a line of a table is a line of YAML
"""YAML from strangers: values with their lines, or one sentence."""

import pytest

from graders.families.container.inside.findings import UnreadableError
from graders.families.container.inside.texts import read_text
from graders.families.container.inside.yaml_reading import read_yaml

LEVELS = "bcdefghij"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{chr(ord(name) - 1)}'] * 9)}]\n"
    for name in LEVELS
)


def test_scalars_are_those_of_yaml_1_2_and_octal_numbers():
    said = "{a: 1, b: yes, c: 0644, d: 1.5, e: '2', f: ~, g: true, h: 22:22, i: 2022-01-01}"
    assert read_yaml(said, "f.yaml") == [
        {
            "a": 1,
            "b": "yes",
            "c": 420,
            "d": 1.5,
            "e": "2",
            "f": None,
            "g": True,
            "h": "22:22",
            "i": "2022-01-01",
        }
    ]


def test_every_key_knows_its_line_also_with_windows_line_ends():
    text = read_text(b"a: 1\r\nb:\r\n  c: 2\r\n", "f.yaml")
    (found,) = read_yaml(text, "f.yaml")
    assert found.place_of("b").line == 2
    assert str(found["b"].place_of("c")) == "f.yaml, line 3"


def test_aliases_and_merges_are_copies():
    (found,) = read_yaml("a: &x {d: [1]}\nb: {<<: *x, e: 2}\nc: *x\n", "f.yaml")
    found["c"]["d"].add(9)
    assert found["a"]["d"] == [1]
    assert found["b"] == {"d": [1], "e": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "line 5: more than 20,000 values, aliases unfolded"),
        ("[" * 100_000, "nested deeper than 40 levels"),
        ("{a: " * 100_000, "nested deeper than 40 levels"),
        ("a: !!python/object/apply:os.system ['x']", "line 1: the tag"),
        ("!!python/name:os.system x", "is not taken"),
        ("- !reference [a]", "the tag !reference is not taken"),
        ("a: 1\nb: 2\na: 3", "line 3: the key a is there twice, first in line 1"),
        ("a:\n\tb: 1", "line 2: indented with a tab"),
        ("a: &a [*a]", "stands inside of itself"),
        ("a: *b", "names nothing before it"),
        ("? [a]\n: b", "a key that is not a plain word"),
        ("a: 'x", "not valid YAML"),
        ("a: b: c", "line 1: not valid YAML"),
        ("- a\n" * 30_000, "more than 20,000 values"),
        ("---\na: 1\n" * 200, "more than 100 documents"),
        ("- &a a\n" + "- *a\n" * 200, "more than 100 aliases"),
        ("a: {<<: 1}", "<< takes a mapping"),
    ],
)
def test_a_hostile_or_broken_text_gets_one_sentence(text, said):
    with pytest.raises(UnreadableError) as caught:
        read_yaml(text, "k8s/f.yaml")
    assert said in caught.value.sentence
    assert caught.value.sentence.startswith("k8s/f.yaml")
    assert len(caught.value.sentence) < 320


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "f.yaml is a zip archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"a: 1\nb: \xff\n", "f.yaml, line 2: this is not UTF-8 text"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        (b"a: \x00", "f.yaml, line 1: there is a control character (code 0)"),
        (b"a" * 300_000, "293 KiB; at most 256 KiB are read"),
        (b"a: " + b"1" * 5000, "longer than 4000 characters"),
    ],
)
def test_bytes_that_are_no_text_get_one_sentence(data, said):
    with pytest.raises(UnreadableError) as caught:
        read_text(data, "f.yaml")
    assert said in caught.value.sentence


@pytest.mark.parametrize("text", ["{{- if .x }}\na: 1\n", "a: {{ .x }}\n"])
def test_a_template_is_told_from_yaml(text):
    with pytest.raises(UnreadableError) as caught:
        read_yaml(text, "f.yaml")
    assert "helm template" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "todo"),
    [
        ("a: 1\na: 3", "Keep one of the two."),
        ("a: &a [*a]", "Write the value out"),
        (BOMB, "Write less"),
        ("- !reference [a]", "Only plain YAML"),
    ],
)
def test_a_refusal_says_what_helps_against_it(text, todo):
    with pytest.raises(UnreadableError) as caught:
        read_yaml(text, "f.yaml")
    assert caught.value.hint.startswith(todo)


def test_a_byte_order_mark_is_no_content():
    assert read_text(b"\xef\xbb\xbfa: 1", "f.yaml") == "a: 1"
