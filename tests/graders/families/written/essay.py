"""A tiny assignment with a form, and one with a report, to be handed bad work."""

import io
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from graders.check.local import grade_folder
from graders.families import mounts
from graders.families.written.inside import judging, reading
from graders.families.written.inside.errors import UnreadableError
from graders.judge.findings import Findings
from graders.protocol.orders import Orders
from graders.spec import check_specs, lease_options, load_assignment

HEAD = """
[assignment]
slug = "tiny"
title = "Tiny"
kind = "quiz"
category = "notes"
points = 10

[submit]
{submit}

[grade]
family = "written"
image = "documents"
tier = "T1"
seconds = 15
{more}
"""
CHECK = """
[[checks]]
name = "{name}"
title = "{name}"
points = {points}
measure = "{measure}"
curve = {{ line = [0.0, 1.0] }}
"""
FORM = """
[[sections]]
name = "first"
title = "A paper"

[[questions]]
name = "problem"
kind = "text"
ask = "Which problem is solved, and why had nobody solved it before in this very way?"
least_words = 20
each_section = true

[[questions]]
name = "size"
kind = "number"
ask = "How many?"

[[questions]]
name = "which"
kind = "multiple"
ask = "Which of these?"
options = { a = "one", b = "two", c = "three" }
points = 2

[[questions]]
name = "one"
kind = "single"
ask = "Which one?"
options = { a = "this", b = "that" }

[[questions]]
name = "word"
kind = "short"
ask = "What is it called?"
"""
KEY = """
size = { right = 60, percent = 5 }
which = { right = ["a", "b"], partial = "each" }
one = { right = "b" }
word = { right = ["Back-propagation", "backprop"] }
"""
TEXT = (
    "Large images carry many objects, and linear models over hand made features stop "
    "improving long before people would call their answers good enough for anything."
)
RIGHT = {
    "first.problem": TEXT,
    "size": "61.5",
    "which": ["a", "b"],
    "one": "b",
    "word": "back propagation",
}


@dataclass
class Essay:
    """Assignments on disk, and a sandbox to grade them in."""

    folder: Path
    sandbox: object

    def form(self, more=""):
        """A form with one question of each kind."""
        checks = [("full", 4, "answered"), ("quiz", 6, "right")]
        self._write('files = ["answers.json"]', more, checks)
        (self.folder / "form.toml").write_text(FORM)
        (self.folder / "hidden").mkdir()
        (self.folder / "hidden/answers.toml").write_text(KEY)
        return self

    def report(self, more=""):
        """A report of at most two pages."""
        more = f'documents = ["report.pdf", "report.md"]\nmax_pages = 2\n{more}'
        submit = 'files = []\noptional = ["report.pdf", "report.md"]'
        checks = [("heads", 10, "headings")]
        self._write(submit, f'{more}\nheadings = ["Introduction"]', checks)
        return self

    def source(self, name, text):
        """A text that must not be copied."""
        folder = self.folder / "hidden/sources"
        folder.mkdir(parents=True)
        (folder / name).write_text(text)
        return self

    def answer(self, answers):
        """Grade a filled-in form."""
        return self.grade(**{"answers.json": json.dumps({"answers": answers})})

    def grade(self, **files):
        """Grade files by their names."""
        handed_in = self.folder.parent / "handed-in"
        handed_in.mkdir()
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (handed_in / name).write_bytes(data)
        return grade_folder(
            load_assignment(self.folder),
            handed_in,
            sandbox=self.sandbox,
            key=b"tests",
            logs=self.folder.parent / "logs",
        )

    def judge_here(self, content):
        """What the two programs say of ``answers.json``, in this process: its checks
        by name, or the sentence of a refusal."""
        spec, place = load_assignment(self.folder), self.folder.parent / "here"
        (place / "files").mkdir(parents=True)
        (place / "files/answers.json").write_text(content)
        key = tomllib.loads((self.folder / "hidden/answers.toml").read_text())
        options = {**lease_options(spec), "key": key}
        told = mounts.write_orders(
            place, "told", Orders(check_specs(spec), options=options)
        )
        reading.main(str(told), str(place / "files"), str(place))
        said = io.StringIO()
        try:
            judging.judge(told, self.folder, place, place, Findings(said))
        except UnreadableError as error:
            return error.sentence
        lines = [json.loads(line) for line in said.getvalue().splitlines()]
        checks = [line["body"] for line in lines if line["kind"] == "check"]
        return {check["name"]: check for check in checks}

    def _write(self, submit, more, checks):
        self.folder.mkdir()
        (self.folder / "README.md").write_text("# Tiny\n")
        text = HEAD.format(submit=submit, more=more) + "".join(
            CHECK.format(name=name, points=points, measure=measure)
            for name, points, measure in checks
        )
        (self.folder / "assignment.toml").write_text(text)
