"""What each family lets an assignment say, read from its folder's family.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.spec import values as v
from graders.spec.keys import Key, Keys

FAMILIES = Path(__file__).resolve().parents[1] / "families"


@dataclass(frozen=True)
class Family:
    """One way of grading, as far as an assignment's author meets it.

    ``file_options`` name options whose value must be one of the handed-in files;
    ``choice_files`` the files that an option's choice asks for; ``ceilings`` the key of
    ``[grade]`` that an option may not exceed; ``needs_one`` files of the folder, one of
    which must be there; ``pool`` the only pool that may run it. With ``trust`` "shared"
    the student's code runs beside what judges it.
    """

    name: str
    options: Keys
    file_options: tuple[str, ...] = ()
    required_files: tuple[str, ...] = ()
    needs_judge: bool = False
    reads_forms: bool = False
    choice_files: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    ceilings: dict[str, str] = field(default_factory=dict)
    help: dict[str, str] = field(default_factory=dict)
    needs_one: tuple[str, ...] = ()
    pool: str = ""
    trust: str = "split"

    def files_for(self, chosen: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what must be handed in where the options are ``chosen``."""
        pairs = self.choice_files.items()
        more = (files[chosen[option]] for option, files in pairs if option in chosen)
        return (*self.required_files, *(name for files in more for name in files))


def family_names(folder: Path = FAMILIES) -> tuple[str, ...]:
    """Return the families there are: folders that hold a family.toml."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/family.toml")))


def has_rehearsal(name: str, folder: Path = FAMILIES) -> bool:
    """Return whether students can run a part of this family again without a judge."""
    return name in family_names(folder) and (folder / name / "rehearsal.py").is_file()


def read_family(name: str, folder: Path = FAMILIES) -> Family:
    """Return a family by name; a broken family.toml is our own error and raises."""
    raw = tomllib.loads((folder / name / "family.toml").read_text("utf-8"))
    options = raw.get("options", {})
    return Family(
        name=name,
        options={option: _key(rule) for option, rule in options.items()},
        file_options=tuple(o for o, rule in options.items() if rule["type"] == "file"),
        required_files=tuple(raw.get("required_files", ())),
        needs_judge=bool(raw.get("needs_judge", False)),
        reads_forms=bool(raw.get("reads_forms", False)),
        choice_files={
            option: {choice: tuple(files) for choice, files in rule["files"].items()}
            for option, rule in options.items()
            if "files" in rule
        },
        ceilings={
            o: rule["at_most"] for o, rule in options.items() if "at_most" in rule
        },
        help={option: rule["help"] for option, rule in options.items()},
        needs_one=tuple(raw.get("needs_one", ())),
        pool=raw.get("pool", ""),
        trust=raw.get("trust", "split"),
    )


def is_shared_trust(name: str, folder: Path = FAMILIES) -> bool:
    """Return whether this family's reports are claims of code beside the student's."""
    return name in family_names(folder) and read_family(name, folder).trust == "shared"


def _key(rule: dict[str, Any]) -> Key:
    readers: dict[str, v.Reader] = {
        "int": v.integer(rule.get("min", 0), rule.get("max", 10**12)),
        "float": v.number(rule.get("min", 0.0), rule.get("max", 1e12)),
        "str": _text(rule),
        "bool": v.flag,
        "file": v.file_name,
        "list": v.several(v.text()),
    }
    return Key(
        readers[rule["type"]],
        default=rule.get("default"),
        is_required=bool(rule.get("required", False)),
    )


def _text(rule: dict[str, Any]) -> v.Reader:
    if "choices" in rule:
        return v.choice(rule["choices"])
    return v.text(pattern=rule.get("pattern", ""), allowed=rule.get("allowed", ""))
