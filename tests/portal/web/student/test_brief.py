from dataclasses import replace

import pytest

from graders.spec import spec_from_json
from portal.web.student.brief import drop_words, facts, terminal
from tests.factories.grading import a_spec


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (None, "costs nothing"),
        ({"rule": "zero"}, "0 points after the due time"),
        (
            {"rule": "zero", "grace_minutes": 90},
            "0 points from 1 h 30 min after the due time",
        ),
        ({"rule": "gate"}, "not taken after the due time"),
        (
            {"rule": "per_day", "options": {"percent": 10.0, "max_days": 3}},
            "10 % less each begun day, 0 points after 3, after the due time",
        ),
        (
            {"rule": "slip_days", "options": {"days": 5, "most_each": 2}},
            "5 slip days in the term, at most 2 here, then 0 points after the due time",
        ),
        (
            {"rule": "slip_days", "options": {"days": 5, "percent": 20.0}},
            "5 slip days in the term, then 20 % less each begun day, "
            "after the due time",
        ),
    ],
)
def test_what_lateness_costs_is_a_sentence(rule, said):
    spec = spec_from_json(a_spec())
    policy = {"late": [{"grace_minutes": 0, **rule}] if rule else []}
    found = {fact.term: fact.text for fact in facts(spec, policy)}
    assert found["Late"] == said


@pytest.mark.parametrize(
    ("files", "documents", "said"),
    [
        (["a.py", "b.py"], [], "-F files=@a.py -F files=@b.py URL"),
        ([], [], "-F files=@FILE URL"),
        (
            ["answers.json"],
            ["report.pdf", "report.md"],
            "-F files=@answers.json -F files=@report.pdf URL",
        ),
        (["report.md"], ["report.pdf", "report.md"], "-F files=@report.md URL"),
        (
            ["k8s/api.yaml", "k8s/dev/x.yaml", "commit.txt"],
            [],
            '-F "files=@-;filename=work.tar.gz" URL',
        ),
    ],
)
def test_the_command_hands_in_what_must_come(files, documents, said):
    spec = spec_from_json(a_spec())
    spec = replace(
        spec,
        submit=replace(spec.submit, files=tuple(files)),
        grade=replace(spec.grade, options={"documents": documents}),
    )
    command = terminal(spec, "URL")
    assert command.endswith(said)
    in_folders = any("/" in name for name in files)
    assert command.startswith(
        "tar czf - k8s commit.txt | curl " if in_folders else "curl"
    )


@pytest.mark.parametrize(
    ("files", "documents", "optional", "said"),
    [
        (["a.py"], [], [], "a.py is needed; "),
        (["a.py", "b.py"], [], ["*.py"], "a.py, b.py are needed; *.py is welcome; "),
        ([], ["r.pdf", "r.md"], ["r.pdf", "r.md"], "r.pdf or r.md is needed; "),
        (
            ["answers.json"],
            ["r.pdf"],
            ["r.pdf", "*.csv", "*.png"],
            "answers.json, r.pdf are needed; *.csv, *.png are welcome; ",
        ),
        ([], [], ["text.md"], "text.md is welcome; "),
    ],
)
def test_the_drop_says_what_must_come_and_what_may(files, documents, optional, said):
    spec = spec_from_json(a_spec())
    spec = replace(
        spec,
        submit=replace(spec.submit, files=tuple(files), optional=tuple(optional)),
        grade=replace(spec.grade, options={"documents": documents}),
    )
    most = f"{spec.submit.max_mib:g} MiB together; one .zip or .tar.gz will do too"
    assert drop_words(spec) == said + most
