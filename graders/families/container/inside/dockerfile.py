"""A Dockerfile as stages and instructions; nothing of it is built or run."""

import json
import re
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from .docker_lines import Line, read_lines
from .findings import Graded, Rule, UnreadableError, expect_rules, share_of_rules
from .marked import Place

FLAG = re.compile(r"--([a-z][a-z-]*)(?:=(\S*))?(?:\s+|$)")
VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})")
ASSIGNMENT = re.compile(r"""(\w[\w.-]*)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s\\]|\\.)*)""")


@dataclass(frozen=True)
class Instruction:
    """One instruction of a stage; ``words`` are the parts of its exec form."""

    name: str
    value: str
    place: Place
    flags: Dict[str, str] = field(default_factory=dict)
    words: Optional[Tuple[str, ...]] = None
    documents: Tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """What runs, in either form, here-documents included."""
        said = " ".join(self.words) if self.words is not None else self.value
        return "\n".join((said, *self.documents))

    def assigned(self) -> Dict[str, str]:
        """The names that an ENV, ARG or LABEL sets."""
        pairs = ASSIGNMENT.findall(self.value)
        if pairs:
            return {name: value.strip("\"'") for name, value in pairs}
        name, _, value = self.value.partition(" ")
        return {name: value.strip()}


@dataclass
class Stage:
    """From one FROM to the next; ``base`` has the defaults of ARG filled in."""

    name: str
    base: str
    place: Place
    instructions: List[Instruction] = field(default_factory=list)

    def all(self, *names: str) -> List[Instruction]:
        """The instructions of these names, in order."""
        return [each for each in self.instructions if each.name in names]

    def last(self, name: str) -> Optional[Instruction]:
        """The one that counts where a later one replaces an earlier."""
        found = self.all(name)
        return found[-1] if found else None


@dataclass
class Dockerfile:
    """Everything that is known of one Dockerfile."""

    file: str
    stages: List[Stage]

    @property
    def final(self) -> Stage:
        """The stage that becomes the image."""
        return self.stages[-1]

    def stage(self, name: str) -> Optional[Stage]:
        """A stage by its name or number."""
        for index, each in enumerate(self.stages):
            if name.lower() == each.name.lower() or name == str(index):
                return each
        return None

    def lineage(self, stage: Optional[Stage] = None) -> List[Stage]:
        """A stage with the earlier ones it starts from, the oldest first."""
        found = [stage or self.final]
        while (parent := self._before(found[0])) is not None:
            found.insert(0, parent)
        return found

    def _before(self, stage: Stage) -> Optional[Stage]:
        parent = self.stage(stage.base)
        is_earlier = parent and self.stages.index(parent) < self.stages.index(stage)
        return parent if is_earlier else None

    def external_bases(self) -> List[Stage]:
        """The stages that start from an image and not from another stage."""
        return [each for each in self.stages if self._before(each) is None]

    def expect(self, *rules: "Rule[Dockerfile]") -> None:
        """Fail the running check with all that these rules find."""
        expect_rules(self, *rules)

    def share(self, *rules: "Rule[Dockerfile]") -> Graded:
        """The share of these rules that is kept, for bands."""
        return share_of_rules(self, *rules)


def read_dockerfile(text: str, file: str) -> Dockerfile:
    """Parse a Dockerfile; raise UnreadableError with the line."""
    lines, _ = read_lines(text, file)
    defaults: Dict[str, str] = {}
    stages: List[Stage] = []
    for line in lines:
        instruction = _instruction(line)
        if line.name == "FROM":
            stages.append(_stage(instruction, defaults, len(stages)))
        elif stages:
            stages[-1].instructions.append(instruction)
        elif line.name == "ARG":
            defaults.update(instruction.assigned())
        else:
            raise UnreadableError(
                f"{line.place}: {line.name} stands before the first FROM.",
                "Only ARG may; a stage begins with FROM.",
            )
    if not stages:
        raise UnreadableError(f"{file} has no FROM.", "An image starts from another.")
    return Dockerfile(file, stages)


def _instruction(line: Line) -> Instruction:
    flags: Dict[str, str] = {}
    value = line.value
    while line.name != "LABEL" and (match := FLAG.match(value)):
        flags[match.group(1)] = match.group(2) or ""
        value = value[match.end() :]
    return Instruction(
        line.name, value, line.place, flags, exec_form(value), line.documents
    )


def exec_form(value: str) -> Optional[Tuple[str, ...]]:
    """The words of ``["a", "b"]``; None where Docker would take it as a shell's."""
    start = value.find("[")
    if start < 0 or value[:start].strip() not in ("", "CMD"):
        return None
    try:
        words = json.loads(value[start:])
    except (ValueError, RecursionError):
        return None
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        return None
    return tuple(words)


def _stage(line: Instruction, defaults: Dict[str, str], index: int) -> Stage:
    words = line.value.split()
    is_named = len(words) == 3 and words[1].upper() == "AS"
    if len(words) != 1 and not is_named:
        raise UnreadableError(
            f"{line.place}: FROM takes an image, or an image AS a name.",
        )
    name = words[2] if is_named else str(index)
    return Stage(name, filled_in(words[0], defaults), line.place)


def filled_in(text: str, values: Dict[str, str]) -> str:
    """``$NAME`` and ``${NAME:-other}`` replaced; what is unknown becomes nothing."""

    def value_of(match: "re.Match[str]") -> str:
        known = values.get(match.group(1) or match.group(2), "")
        how, other = match.group(3), match.group(4) or ""
        if how == "-":
            return known or other
        return (other if known else "") if how == "+" else known

    return VARIABLE.sub(value_of, text)
