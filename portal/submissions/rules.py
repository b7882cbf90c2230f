"""What may be handed in, and what is said of each file that comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from graders.spec import AssignmentSpec
from portal.lib.errors import InvalidError

MIB = 2**20
# Files of one submission; entries of an archive, folders and junk counted too.
MAX_FILES = 500
MAX_ENTRIES = 5_000
ARCHIVES = {".zip": "zip", ".tar.gz": "tar", ".tgz": "tar", ".tar": "tar"}


@dataclass(frozen=True)
class Rules:
    """The [submit] table as far as files go; ``optional`` are fnmatch patterns."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    max_bytes: int

    def allow(self, path: str) -> bool:
        return path in self.required or any(
            fnmatchcase(path, pattern) for pattern in self.optional
        )

    def ask_for(self, path: str) -> bool:
        """Return whether exactly this place is meant, folders included."""
        return path in self.required or any(
            "/" in pattern and fnmatchcase(path, pattern) for pattern in self.optional
        )

    def sentence(self) -> str:
        """Say what to hand in."""
        needed = join(self.required)
        also = join(self.optional)
        if not needed and not also:
            return "Nothing is handed in here."
        if not needed:
            return f"Hand in files named like {also}."
        return f"Hand in {needed}" + (f", and if you like {also}." if also else ".")


class Verdict(StrEnum):
    """What is said of one file."""

    ACCEPTED = "accepted"
    WARNING = "warning"  # accepted, but likely not what was meant
    DROPPED = "dropped"  # left behind by a tool; not kept
    REFUSED = "refused"
    MISSING = "missing"


BAD = frozenset({Verdict.REFUSED, Verdict.MISSING})


@dataclass(frozen=True)
class FileVerdict:
    """One line under a hand-in: a path, what is said of it, and why."""

    path: str
    verdict: Verdict
    reason: str = ""
    code: str = ""


def rules_of(spec: AssignmentSpec) -> Rules:
    """Return the rules of an assignment version."""
    submit = spec.submit
    return Rules(tuple(submit.files), tuple(submit.optional), int(submit.max_mib * MIB))


def archive_kind(path: str, rules: Rules) -> str:
    """Return "zip" or "tar" for an archive that is to be unpacked, else nothing."""
    if rules.allow(path):
        return ""
    lower = path.lower()
    return next((kind for end, kind in ARCHIVES.items() if lower.endswith(end)), "")


def judge_paths(paths: Iterable[str], rules: Rules) -> list[FileVerdict]:
    """Return a verdict on every path, and one on each that is missing."""
    paths = list(paths)
    present = set(paths)
    missing = [name for name in rules.required if name not in present]
    verdicts = [_judge_path(path, rules, missing) for path in paths]
    verdicts += [
        FileVerdict(name, Verdict.MISSING, "It must be handed in.", "missing_file")
        for name in rules.required
        if name not in present
    ]
    return verdicts


def _judge_path(path: str, rules: Rules, missing: Sequence[str]) -> FileVerdict:
    if rules.allow(path):
        return FileVerdict(path, Verdict.ACCEPTED)
    near = next((n for n in rules.required if n.casefold() == path.casefold()), "")
    if near:
        reason = f"Rename it to {near}; upper and lower case matter."
    elif archive_kind(path, rules):
        reason = "An archive must be handed in alone."
    elif likely := [name for name in missing if _is_renamed(path, name)]:
        reason = f"Rename it to {likely[0]}, if that is what it is."
    else:
        reason = "No file of this name is asked for."
    return FileVerdict(path, Verdict.REFUSED, reason, "wrong_name")


def _is_renamed(path: str, name: str) -> bool:
    """Does it look like ``name``, saved by a browser or editor under another one?

    `work (1).ipynb`, `work-Copy1.ipynb`, `mine.ipynb` for `work.ipynb`.
    """
    have, want = PurePosixPath(path), PurePosixPath(name)
    if have.suffix != want.suffix:
        return False
    return want.suffix == ".ipynb" or have.stem.startswith(want.stem)


def judge_size(path: str, size: int) -> FileVerdict:
    """Refuse an empty file, except the one that is empty by custom."""
    if size == 0 and path.rsplit("/", 1)[-1] != "__init__.py":
        return FileVerdict(path, Verdict.REFUSED, "It is empty.", "empty_file")
    return FileVerdict(path, Verdict.ACCEPTED)


def refuse_bad(verdicts: Sequence[FileVerdict], rules: Rules) -> None:
    """Raise InvalidError with every verdict where any file can't be taken."""
    bad = [verdict for verdict in verdicts if verdict.verdict in BAD]
    if not bad:
        return
    codes = {verdict.code for verdict in bad}
    raise refusal(
        " ".join([*map(_sentence, bad[:3]), _more(len(bad) - 3), rules.sentence()]),
        verdicts,
        code=codes.pop() if len(codes) == 1 else "invalid_files",
    )


def refusal(
    sentence: str, verdicts: Iterable[FileVerdict], *, code: str
) -> InvalidError:
    """Return the error of a refused hand-in; ``files`` has a verdict on each."""
    files = [
        {"path": v.path, "verdict": v.verdict.value, "reason": v.reason}
        for v in verdicts
    ]
    return InvalidError(" ".join(sentence.split()), code=code, files=files)


def too_large(rules: Rules, path: str = "") -> InvalidError:
    """Return the error of a hand-in over the assignment's limit."""
    limit = f"{rules.max_bytes / MIB:g} MiB"
    verdicts = [FileVerdict(path, Verdict.REFUSED, f"With it, over {limit}.")]
    return refusal(
        f"This is more than {limit}, the limit of this assignment. Hand in less: "
        "leave out data and trained models that were not asked for, and clear a "
        "notebook's outputs.",
        verdicts if path else [],
        code="too_large",
    )


def join(names: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _sentence(verdict: FileVerdict) -> str:
    if verdict.verdict == Verdict.MISSING:
        return f"{verdict.path} is missing."
    return f"{verdict.path} can't be taken: {verdict.reason}"


def _more(count: int) -> str:
    return f"{count} more can't be taken either." if count > 0 else ""
