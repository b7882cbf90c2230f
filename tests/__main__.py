"""Runs every test this machine can run, and says by name what it can't."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graders.check.images import images_of
from graders.spec import SpecError, load_assignment
from tests import services

ROOT = Path(__file__).resolve().parents[1]
ALONE = "docker or browser or timed or redis or arm64"
# What must hold on SQLite too: models, races and the demo's own database.
ON_SQLITE = ["tests/races", "tests/portal/submissions", "tests/portal/grading"]
SLOWEST = "--durations=15"  # what to look at when the minutes grow


class Run:
    """The steps of one run, each timed, none hiding another's failure."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.rows: list[tuple[str, float, bool]] = []
        self.bad: list[str] = []  # said once more at the end
        self.var = Path(tempfile.mkdtemp(prefix="assay-test-var-"))
        self.env = {**os.environ, "ASSAY_VAR": str(self.var)}
        if strict:
            self.env["ASSAY_NO_SKIPS"] = "1"

    def step(self, name: str, *argv: str, env: dict[str, str] | None = None) -> None:
        print(f"\n=== {name}: {' '.join(argv)}", flush=True)
        begun = time.monotonic()
        environ = {**self.env, **(env or {})}
        with subprocess.Popen(
            argv, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
        ) as running:
            for line in running.stdout or ():
                print(line, end="", flush=True)
                if line.startswith(("FAILED ", "ERROR ")):
                    self.bad.append(f"{name}: {line.rstrip()[:300]}")
        self.rows.append((name, time.monotonic() - begun, running.returncode == 0))

    def finish(self) -> int:
        for line in self.bad:
            print(f"\n{line}")
        print("\nMinutes per step")
        for name, seconds, is_green in self.rows:
            print(
                f"  {seconds / 60:5.1f}  {'ok    ' if is_green else 'FAILED'}  {name}"
            )
        print(f"  {sum(row[1] for row in self.rows) / 60:5.1f}  together", flush=True)
        return 0 if all(row[2] for row in self.rows) else 1


def main() -> int:
    """Run all steps; 0 when all are green."""
    run = Run(strict=os.environ.get("ASSAY_NO_SKIPS") == "1")
    python = sys.executable
    tools = str(Path(python).parent)
    missing = _missing()
    run.env["ASSAY_TEST_WITHOUT"] = ",".join(missing)
    run.step("style", f"{tools}/ruff", "check", ".")
    run.step("format", f"{tools}/ruff", "format", "--check", ".")
    run.step("spelling", f"{tools}/codespell")
    run.step("types", f"{tools}/mypy")
    run.step("layers", f"{tools}/lint-imports")
    run.step("system checks", python, "manage.py", "check")
    run.step(
        "migrations", python, "manage.py", "makemigrations", "--check", "--dry-run"
    )
    environments = ("--sandbox", "process", "--var", str(run.var), "build")
    run.step(
        "environments",
        *(python, "-m", "graders", "images", *environments, "judge", "numpy"),
    )
    if "docker" not in missing:
        run.step("images", python, "-m", "graders", "images", "build", *_images())
        run.step("autograders", python, "-m", "graders", "archive", "build", "courses")
    together = f"not ({ALONE} or gpu)"
    with _database(missing) as url:
        database = {"DATABASE_URL": url} if url else {}
        pytest = (python, "-m", "pytest", "-q")
        in_parallel = (*pytest, "-n", "2", "-m", together)
        run.step("unit tests", *in_parallel, env=database)
        run.step(
            "engine, browser and timed tests",
            *(*pytest, "-m", f"({ALONE}) and not gpu", "-p", "no:randomly", SLOWEST),
            env=database,
        )
    if url:
        run.step("SQLite", *in_parallel, *ON_SQLITE)
    for kind in ("docker", "process"):
        if kind not in missing:
            run.step(f"demo in {kind}", *_demo(python, kind), env=_demo_env(run, kind))
    for name in missing:
        print(f"\nNot run, for want of it: tests that need {name}")
    if missing and run.strict:
        run.rows.append((f"missing: {', '.join(missing)}", 0.0, False))
    return run.finish()


def _images() -> list[str]:
    """Return what the courses run in; one that can't be read fails its own tests."""
    found = []
    for file in sorted(ROOT.glob("courses/*/*/assignment.toml")):
        with contextlib.suppress(SpecError):
            found.append(load_assignment(file.parent))
    return images_of(found)


def _missing() -> list[str]:
    """Return what this machine lacks, by the name of the marker that needs it."""
    return [
        name
        for name, is_there in (
            ("docker", services.has_docker()),
            ("postgres", services.postgres_folder() is not None),
            ("browser", services.chromium() is not None),
        )
        if not is_there
    ]


def _database(missing: list[str]) -> contextlib.AbstractContextManager[str]:
    if "postgres" in missing:
        return contextlib.nullcontext("")
    return services.private_postgres()


def _demo(python: str, kind: str) -> tuple[str, ...]:
    port = "8765" if kind == "docker" else "8766"
    return (python, "manage.py", "demo", "--once", "--port", port, "--sandbox", kind)


def _demo_env(run: Run, kind: str) -> dict[str, str]:
    return {"ASSAY_VAR": str(run.var / f"demo-{kind}")}


if __name__ == "__main__":
    sys.exit(main())
