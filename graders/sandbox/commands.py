"""The command line of lab images: build and list them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from graders.sandbox.choose import choose_sandbox
from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.images import DEFAULT_FOLDER, LabImages
from graders.sandbox.process_backend import ProcessSandbox
from graders.sandbox.stage import SandboxError


def main(argv: Sequence[str]) -> int:
    """``build [NAME...]`` or ``list``; 0 when all went well."""
    options = parser().parse_args(argv)
    images = LabImages(options.folder)
    sandbox = choose_sandbox(
        options.sandbox,
        runner_id="images",
        boot="",
        images=options.folder,
        var=options.var,
    )
    try:
        if options.command == "list":
            show(images, sandbox)
        else:
            build(options.names or images.names(), sandbox)
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """What may be said."""
    whole = argparse.ArgumentParser(prog="python -m graders images")
    whole.add_argument("--folder", type=Path, default=DEFAULT_FOLDER)
    whole.add_argument("--var", type=Path, default=DEFAULT_FOLDER.parent / "var")
    kinds = ("auto", "docker", "process")
    whole.add_argument("--sandbox", choices=kinds, default="auto")
    commands = whole.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every image, its digest, whether it is built")
    building = commands.add_parser("build", help="build images, all when none is named")
    building.add_argument("names", nargs="*", metavar="NAME")
    return whole


def show(images: LabImages, sandbox: DockerSandbox | ProcessSandbox) -> None:
    """One line an image."""
    for name in images.names():
        state = "built" if sandbox.is_present(name) else "not built"
        sys.stdout.write(f"{name:12} {images.digest(name)[:12]}  {state}\n")


def build(names: Sequence[str], sandbox: DockerSandbox | ProcessSandbox) -> None:
    """Build what is not there yet."""
    for name in names:
        if sandbox.is_present(name):
            sys.stdout.write(f"{name}: already built\n")
            continue
        sandbox.build(name, lambda line: print(f"  {line}", flush=True))  # noqa: T201
        sys.stdout.write(f"{name}: built\n")
