"""Rules for Dockerfiles, to be named in a judge.py: each gives what breaks it."""

import re
from typing import Callable, Iterator

from .docker_shell import commands, installs
from .dockerfile import Dockerfile, Instruction
from .findings import Finding, name_of
from .image_names import read_image, why_floating

DockerRule = Callable[[Dockerfile], Iterator[Finding]]

SLIM = re.compile(r"slim|alpine|distroless|chainguard|minimal|micro")
SECRET = re.compile(
    r"(?:^|_)(?:password|passwd|secret|token|api_?key|private_?key)$", re.I
)
TOOLS = tuple(
    "build-essential gcc g++ make cmake git vim nano emacs curl wget sudo ssh "
    "openssh-server poetry pipenv pdm pytest ruff black mypy pylint flake8".split()
)


def no_floating_tag(target: Dockerfile) -> Iterator[Finding]:
    """Every base image names a version or a digest."""
    for stage in target.external_bases():
        if stage.base != "scratch" and (why := why_floating(stage.base)):
            todo = "Name a version, such as python:3.11-slim."
            yield Finding(name_of(no_floating_tag), stage.place, why, todo)


def multi_stage(target: Dockerfile) -> Iterator[Finding]:
    """The image takes what it needs from an earlier stage and leaves the rest."""
    rule = name_of(multi_stage)
    if len(target.stages) < 2:
        said = "there is one stage only, so the image holds everything that built it"
        todo = "Build in a first stage; COPY --from=… what runs into a second."
        yield Finding(rule, target.final.place, said, todo)
        return
    sources = [each.flags.get("from", "") for each in target.final.all("COPY")]
    if not any(target.stage(name) for name in sources if name):
        said = "the last stage copies nothing from an earlier one"
        yield Finding(rule, target.final.place, said, "Use COPY --from=NAME.")


def slim_base(target: Dockerfile) -> Iterator[Finding]:
    """What the image starts from is a small variant."""
    first = target.lineage()[0]
    if first.base != "scratch" and not SLIM.search(first.base):
        said = f"{first.base} is a full image"
        todo = "Start the last stage from a slim, alpine or distroless variant."
        yield Finding(name_of(slim_base), first.place, said, todo)


def python_version(minor: str) -> DockerRule:
    """Every Python image is of one version, such as "3.11"."""

    def rule(target: Dockerfile) -> Iterator[Finding]:
        for stage in target.external_bases():
            name = read_image(stage.base)
            is_other = not re.match(rf"{re.escape(minor)}(?![0-9])", name.tag)
            if name.short == "python" and is_other:
                said = f"{stage.base} is not Python {minor}"
                yield Finding("python-version", stage.place, said, f"python:{minor}-…")

    rule.__name__ = "python_version"
    return rule


def non_root(target: Dockerfile) -> Iterator[Finding]:
    """The image runs as another user than root."""
    users = [each for stage in target.lineage() for each in stage.all("USER")]
    name = users[-1].value.split(":")[0].strip() if users else ""
    if name in ("", "root", "0"):
        place = users[-1].place if users else target.final.place
        said = "the image runs as root"
        todo = "End with USER and a number such as 10001, or a user that you added."
        yield Finding(name_of(non_root), place, said, todo)


def apt_cache_removed(target: Dockerfile) -> Iterator[Finding]:
    """Package lists are gone in the same layer, and nothing recommended is added."""
    for stage in target.lineage():
        for each in stage.all("RUN"):
            if not re.search(r"\bapt(-get)?\b.*\binstall\b", each.command, re.S):
                continue
            if not _apt_is_clean(each):
                said = "the lists of apt-get stay in this layer"
                todo = "End this same RUN with && rm -rf /var/lib/apt/lists/*."
                yield Finding(name_of(apt_cache_removed), each.place, said, todo)


def _apt_is_clean(each: Instruction) -> bool:
    if "/var/lib/apt" in each.flags.get("mount", ""):
        return True
    said = commands(each.command)
    installed = [
        i for i, c in enumerate(said) if re.search(r"\bapt(-get)? .*install", c)
    ]
    removed = re.compile(r"(sudo )?rm\s+-[rf]+\s+(\S+\s+)*/var/lib/apt/lists")
    return (
        any(removed.match(c) for c in said[installed[-1] + 1 :]) if installed else True
    )


def no_development_tools(target: Dockerfile) -> Iterator[Finding]:
    """The last stage holds no compiler, editor, test runner or dependency manager."""
    for stage in target.lineage():
        for each in stage.all("RUN"):
            for package in installs(each.command):
                if package.split("=")[0] in TOOLS:
                    said = f"{package} is installed in what becomes the image"
                    todo = "Install it in an earlier stage, and copy the result."
                    rule = name_of(no_development_tools)
                    yield Finding(rule, each.place, said, todo)


def virtual_environment(target: Dockerfile) -> Iterator[Finding]:
    """A virtual environment is copied from an earlier stage and is on the PATH."""
    rule, stage = name_of(virtual_environment), target.final
    copied = [each for each in stage.all("COPY") if "from" in each.flags]
    folders = [each.value.split()[-1].rstrip("/") for each in copied]
    venvs = [each for each in folders if re.search(r"venv|/env$|virtualenv", each)]
    if not venvs:
        said = "no virtual environment is copied from an earlier stage"
        todo = "Make one with python -m venv, and COPY --from=… it."
        yield Finding(rule, stage.place, said, todo)
        return
    said_of = [e.assigned().get("PATH", "") for e in stage.all("ENV")]
    said_of += [e.command for e in stage.all("CMD", "ENTRYPOINT")]
    if not any(f"{venvs[-1]}/bin" in text for text in said_of):
        said = f"{venvs[-1]} is copied, but nothing runs from it"
        todo = f'ENV PATH="{venvs[-1]}/bin:$PATH"'
        yield Finding(rule, stage.place, said, todo)


def healthcheck(target: Dockerfile) -> Iterator[Finding]:
    """The image says how to tell whether it is well."""
    found = [each for stage in target.lineage() for each in stage.all("HEALTHCHECK")]
    is_off = bool(found) and found[-1].value.strip().upper() == "NONE"
    if not found or is_off:
        place = found[-1].place if found else target.final.place
        todo = "HEALTHCHECK CMD, with a command that fails when the program is ill."
        yield Finding(name_of(healthcheck), place, "there is no HEALTHCHECK", todo)


def exec_form(target: Dockerfile) -> Iterator[Finding]:
    """CMD or ENTRYPOINT is a list of words, so that signals reach the program."""
    rule = name_of(exec_form)
    lines = [e for s in target.lineage() for e in s.all("CMD", "ENTRYPOINT")]
    if not lines:
        said = "nothing says what runs"
        yield Finding(rule, target.final.place, said, 'CMD ["program", "argument"]')
    for each in lines:
        if each.words is None:
            said = f"{each.name} runs through a shell, which swallows signals"
            todo = f'{each.name} ["program", "argument"]'
            yield Finding(rule, each.place, said, todo)


def no_secrets(target: Dockerfile) -> Iterator[Finding]:
    """No password or key is written into the image."""
    for stage in target.stages:
        for each in stage.all("ENV", "ARG"):
            for name, value in each.assigned().items():
                if SECRET.search(name) and value and not value.startswith("$"):
                    said = f"{name} is written into the image, for whoever has it"
                    todo = "Give it when the container starts."
                    yield Finding(name_of(no_secrets), each.place, said, todo)


def copy_instead_of_add(target: Dockerfile) -> Iterator[Finding]:
    """COPY, which does one thing; ADD also unpacks and downloads."""
    for stage in target.stages:
        for each in stage.all("ADD"):
            said = "ADD unpacks archives and fetches addresses"
            rule = name_of(copy_instead_of_add)
            yield Finding(rule, each.place, said, "Use COPY.")


def no_piped_scripts(target: Dockerfile) -> Iterator[Finding]:
    """Nothing that was just downloaded is run unseen."""
    for stage in target.stages:
        for each in stage.all("RUN"):
            if re.search(r"\b(curl|wget)\b[^|;&]*\|\s*(sudo\s+)?\w*sh\b", each.command):
                said = "a script from the network is run unseen"
                todo = "Install a pinned package, or check a digest first."
                yield Finding(name_of(no_piped_scripts), each.place, said, todo)


def pinned_packages(target: Dockerfile) -> Iterator[Finding]:
    """pip installs versions, from the line or from a file."""
    for stage in target.stages:
        for each in stage.all("RUN"):
            for package in installs(each.command, managers=("pip", "pip3")):
                if re.fullmatch(r"[A-Za-z][\w.-]*(\[[\w,-]+\])?", package):
                    said = f"pip installs whatever version of {package} is newest"
                    todo = f"{package}==VERSION, or -r requirements.txt"
                    yield Finding(name_of(pinned_packages), each.place, said, todo)


def dependencies_first(target: Dockerfile) -> Iterator[Finding]:
    """Dependencies are installed before the source is copied: the cache holds."""
    for stage in target.stages:
        source = None
        for each in stage.instructions:
            if each.name in ("COPY", "ADD") and "from" not in each.flags:
                if each.value.split()[0] in (".", "./"):
                    source = each
            elif each.name == "RUN" and source and _installs_listed(each.command):
                said = "every change of the source installs all dependencies anew"
                todo = "COPY the list of dependencies and install, then COPY the rest."
                yield Finding(name_of(dependencies_first), source.place, said, todo)
                break


def _installs_listed(command: str) -> bool:
    return any(
        re.search(r"\b(pip3?\s+install|poetry\s+install|uv\s+sync)\b", each)
        for each in commands(command)
    )


def exposes(port: int) -> DockerRule:
    """The image says which port it listens on."""

    def rule(target: Dockerfile) -> Iterator[Finding]:
        lines = [e for s in target.lineage() for e in s.all("EXPOSE")]
        ports = {word.split("/")[0] for each in lines for word in each.value.split()}
        if str(port) not in ports:
            place = lines[-1].place if lines else target.final.place
            said = f"port {port} is not exposed"
            yield Finding("exposes", place, said, f"EXPOSE {port}")

    rule.__name__ = "exposes"
    return rule
