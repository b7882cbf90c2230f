"""Looks, from where a student's code runs, for what only the judge may see."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graders.check.needles import Needles
from graders.check.notes import Note, failure, warning
from graders.protocol import Role
from graders.sandbox.stage import (
    Cause,
    RunningStage,
    Sandbox,
    SandboxError,
    Side,
    Sink,
    StageSpec,
)

PROGRAM = Path(__file__).parent / "inside" / "search.py"
FOLDER = "assay-search"
SECONDS = 300.0
LEAST_MIB = 512
PUT_RIGHT = (
    "Keep it out of that container: look at the family's plan, the starter and the "
    "image. If students see it by design, name it in `given` of expect.toml."
)
NOT_LOOKED_FOR = warning(
    "Hidden data was not looked for: the process sandbox protects nothing, every "
    "program could read it.",
    "Check with Docker before students hand in.",
)
NOTHING_HIDDEN = warning(
    "Hidden data was not looked for: in shared trust the student's code runs beside "
    "the autograder and can read all of it.",
    "Put nothing there that must stay secret, and let the autograder drop its rights.",
)


@dataclass(frozen=True)
class Searched:
    """Which kinds of stages were searched, how many files, and what turned up."""

    stages: tuple[str, ...] = ()
    files: int = 0
    notes: tuple[Note, ...] = ()


class Recorder:
    """A sandbox that hands everything on, and remembers the stages it was given."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.name, self.isolates = sandbox.name, sandbox.isolates
        self.images: dict[str, None] = {}  # in the order they first came
        self.is_shared = False  # did the last stages share their trust?
        self._specs: list[StageSpec] = []

    def start(
        self, spec: StageSpec, *, work: Path, stdout: Sink, stderr: Sink
    ) -> RunningStage:
        """Begin ``spec`` where it would have begun anyway."""
        self.images.setdefault(spec.image)
        self._specs.append(spec)
        return self.sandbox.start(spec, work=work, stdout=stdout, stderr=stderr)

    def image_identity(self, image: str) -> Mapping[str, str]:
        """As the sandbox says."""
        return self.sandbox.image_identity(image)

    def remove_leftovers(self) -> int:
        """As the sandbox does."""
        return self.sandbox.remove_leftovers()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sandbox, name)

    def take_kinds(self) -> dict[str, StageSpec]:
        """One stage of each kind of the student's, since this was last asked.

        The first training stands for all of them.
        """
        specs, self._specs = self._specs, []
        self.is_shared = any(spec.side is Side.SHARED for spec in specs)
        found: dict[tuple[str, str, tuple[str, ...]], StageSpec] = {}
        for spec in specs:
            if spec.side is Side.STUDENT and not _is_staffs(spec):
                kind = re.sub(r"-\d+$", "", spec.name)
                found.setdefault((kind, spec.image, tuple(spec.folders)), spec)
        return {spec.name: spec for spec in found.values()}


def _is_staffs(spec: StageSpec) -> bool:
    """Does the staff's own solution stand where a student's would, to be timed?"""
    submission = spec.folders.get(Role.SUBMISSION.value)
    return submission is not None and submission.name != Role.SUBMISSION.value


def search_stages(recorder: Recorder, needles: Needles) -> Searched:
    """Search each kind of stage while the job's folders are still there."""
    if not recorder.isolates:
        return Searched(notes=(NOT_LOOKED_FOR,))
    stages = recorder.take_kinds()
    if recorder.is_shared:
        return Searched(notes=(NOTHING_HIDDEN,))
    notes: list[Note] = []
    files = 0
    for name, spec in stages.items():
        notes += _spoken(spec, needles)
        looked_at, found = _search(recorder.sandbox, spec, needles)
        files += looked_at
        notes += [_leak(name, *find) for find in found]
    if not stages:
        notes.append(
            failure(
                "No stage of the student's side was started, so none was searched.",
                "Make the reference get as far as running.",
            )
        )
    return Searched(tuple(stages), files, tuple(dict.fromkeys(notes)))


def _spoken(spec: StageSpec, needles: Needles) -> list[Note]:
    """What the command line or an environment variable says aloud."""
    said = "\0".join((*spec.argv, *spec.env.values()))
    return [
        _leak(spec.name, name, "its command line or environment", "says it")
        for word, name in needles.words.items()
        if word in said
    ]


def _leak(stage: str, whose: str, place: str, how: str) -> Note:
    return failure(
        f"{whose} can be seen in the stage {stage}: {place} {how}.", PUT_RIGHT
    )


def _search(
    sandbox: Sandbox, spec: StageSpec, needles: Needles
) -> tuple[int, list[tuple[str, str, str]]]:
    said: list[bytes] = []
    with tempfile.TemporaryDirectory(prefix="assay-search-") as place:
        folder, work = Path(place) / "program", Path(place) / "work"
        _lay_out(folder, spec, needles)
        work.mkdir()
        stage = sandbox.start(
            searching_stage(spec, folder), work=work, stdout=said.append, stderr=_drop
        )
        end = stage.wait()
    try:
        if end.cause is not Cause.EXITED or end.exit_code != 0:
            raise ValueError
        answer = json.loads(b"".join(said))
        return answer["looked_at"], [tuple(find) for find in answer["found"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SandboxError(
            f"The search of the stage {spec.name} for hidden data did not finish: "
            f"{end.cause.value}, exit code {end.exit_code}."
        ) from error


def searching_stage(spec: StageSpec, folder: Path) -> StageSpec:
    """The same image, user, folders and channel; another program, and no network."""
    limits = replace(
        spec.limits,
        seconds=SECONDS,
        memory_mib=max(spec.limits.memory_mib, LEAST_MIB),
        output_kib=1024,
    )
    return StageSpec(
        name=f"search-{spec.name}",
        side=spec.side,
        image=spec.image,
        argv=("python", "-I", "-S", f"{{{FOLDER}}}/search.py", f"{{{FOLDER}}}"),
        limits=limits,
        folders={**spec.folders, FOLDER: folder},
        channel=spec.channel,
    )


def _lay_out(folder: Path, spec: StageSpec, needles: Needles) -> None:
    folder.parent.chmod(0o755)
    folder.mkdir(mode=0o755)
    mounted = [*spec.folders, *(["channel"] if spec.channel else [])]
    asked = {**needles.to_json(), "mounted": [*mounted, "tmp", "out"]}
    (folder / "needles.json").write_text(json.dumps(asked), encoding="utf-8")
    (folder / "search.py").write_bytes(PROGRAM.read_bytes())
    for path in folder.iterdir():
        path.chmod(0o644)


def _drop(data: bytes) -> None:
    """What the program says besides its answer is of no use."""
