"""Understands what a shell line in a manifest waits for, without running it."""

import re
import shlex
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

from .network import URL, find_service, http_status, reach
from .programs import Environment
from .world import Pod, World

NAMESPACE = re.compile(r"\$\(\s*cat\s+\S*/serviceaccount/namespace\s*\)")
VARIABLE = re.compile(r"\$\((\w+)\)|\$\{(\w+)\}|\$(\w+)")
SEPARATOR = re.compile(r"(&&|\|\||;|\n)")
SHRUG = re.compile(r"\s*(true|:|echo\b.*|exit 0)\s*$")
KEYWORDS = (
    "until",
    "while",
    "do",
    "if",
    "then",
    "else",
    "!",
    "time",
    "exec",
    "timeout",
)
HARMLESS = (
    "echo printf sleep true : done fi exit set cat ls date chown chmod cp mkdir touch "
    "false test [ grep export break continue"
).split()
LOOKUPS = ("nslookup", "host", "dig", "ping", "getent")
DEFAULT_PORTS = {
    "redis-cli": "6379",
    "pg_isready": "5432",
    "mysqladmin": "3306",
    "mosquitto_sub": "1883",
    "mosquitto_pub": "1883",
}
HOW = (
    "Write it as nslookup NAME, nc -z HOST PORT, redis-cli -h HOST ping, "
    "or wget or curl with a URL, in an until loop."
)


@dataclass(frozen=True)
class Question:
    """One thing that is asked: does a name, a port, a Redis or a page answer?"""

    kind: str  # name | port | pong | http
    target: str


@dataclass(frozen=True)
class Asked:
    """What a command asks; ``strange`` is a word that nobody here understands."""

    questions: Tuple[Question, ...]
    is_loop: bool
    strange: str = ""


def understand(words: List[str], environment: Environment, namespace: str) -> Asked:
    """Read a container's command and arguments."""
    text = _script(words)
    text = NAMESPACE.sub(namespace, text)
    text = VARIABLE.sub(
        lambda m: environment.get(next(filter(None, m.groups())), ""), text
    )
    found: List[Question] = []
    parts = SEPARATOR.split(text)
    for index in range(0, len(parts), 2):
        question, strange = _question(parts[index])
        if strange:
            return Asked((), False, strange)
        if question and not _is_shrugged_off(parts[index + 1 :]):
            found.append(question)
    return Asked(tuple(found), bool(re.search(r"\b(until|while)\b", text)))


def _is_shrugged_off(rest: List[str]) -> bool:
    """Does ``|| true`` follow, so that no answer counts as one?"""
    return len(rest) > 1 and rest[0] == "||" and bool(SHRUG.match(rest[1]))


def _script(words: List[str]) -> str:
    """The script of ``sh -c SCRIPT``, or the words as one line."""
    if len(words) >= 3 and re.fullmatch(r"(.*/)?(ba|da|a)?sh", words[0]):
        flags = [i for i, word in enumerate(words[:-1]) if re.fullmatch(r"-\w*c", word)]
        if flags:
            return words[flags[0] + 1]
    return " ".join(words)


def _question(pipeline: str) -> Tuple[Optional[Question], str]:
    says_ping = re.search(r"\bPING\b", pipeline) is not None
    for part in pipeline.split("|"):
        words = _words(part)
        if not words:
            continue
        name = words[0].rsplit("/", 1)[-1]
        if match := re.search(r"/dev/tcp/([\w.-]+)/(\d+)", part):
            return Question("port", f"{match.group(1)}:{match.group(2)}"), ""
        if name in HARMLESS:
            continue
        question = _asked_by(name, words[1:], says_ping)
        return (question, "") if question else (None, name)
    return None, ""


def _words(part: str) -> List[str]:
    try:
        words = shlex.split(part, comments=True)
    except ValueError:
        words = part.split()
    while words and (words[0] in KEYWORDS or re.fullmatch(r"\w+=.*|\d+s?", words[0])):
        words = words[1:]
    return words


def _asked_by(name: str, words: List[str], says_ping: bool) -> Optional[Question]:
    options, plain = _options(words)
    if name in LOOKUPS:
        plain = [each for each in plain if each not in ("hosts", "ahosts", "+short")]
        return Question("name", plain[0]) if plain else None
    if name in ("nc", "ncat", "netcat", "telnet"):
        pairs = [each for each in plain if each.isdigit()]
        hosts = [each for each in plain if not each.isdigit()]
        if hosts and pairs:
            target = f"{hosts[0]}:{pairs[0]}"
            return Question("pong" if says_ping else "port", target)
        return None
    if name in DEFAULT_PORTS:
        host = options.get("-h", "localhost")
        target = f"{host}:{options.get('-p', DEFAULT_PORTS[name])}"
        is_ping = name == "redis-cli" and "ping" in [each.lower() for each in plain]
        return Question("pong" if is_ping else "port", target)
    if name in ("wget", "curl"):
        urls = [each for each in (*plain, *options.values()) if URL.match(each)]
        bare = [
            f"http://{each}" for each in plain if re.match(r"[\w.-]+(:\d+)?/", each)
        ]
        return Question("http", (urls + bare)[0]) if urls or bare else None
    return None


def _options(words: List[str]) -> Tuple[Dict[str, str], List[str]]:
    """``-h HOST`` pairs, and the words that are no options."""
    options: Dict[str, str] = {}
    plain: List[str] = []
    for index, word in enumerate(words):
        if re.match(r"\d?>|<", word) or word in ("&", "/dev/null"):
            continue
        if word in ("-h", "-p", "-w", "-W", "-c", "-i", "-t") and index + 1 < len(
            words
        ):
            options[word] = words[index + 1]
        elif not word.startswith("-") and not (
            index and words[index - 1] in options and options[words[index - 1]] == word
        ):
            plain.append(word)
    return options, plain


def unanswered(world: World, pod: Pod, questions: Tuple[Question, ...]) -> str:
    """Why the first question without an answer has none; empty when all have."""
    for each in questions:
        why = _why_not(world, pod, each)
        if why:
            return why
    return ""


def _why_not(world: World, pod: Pod, question: Question) -> str:
    if question.kind == "name":
        return find_service(world, question.target, pod.namespace)[1]
    if question.kind == "http":
        return _no_page(world, pod, question.target)
    answer = reach(world, question.target, pod.namespace, pod)
    if answer.is_there and question.kind == "pong":
        program = answer.run.program.name if answer.run and answer.run.program else ""
        return "" if program == "redis" else f"{question.target} does not say PONG"
    return answer.why


def _no_page(world: World, pod: Pod, url: str) -> str:
    match = URL.match(url)
    if match is None:
        return f"{url} is no address"
    host, port, path = match.group(1), match.group(2) or "80", match.group(3) or "/"
    answer = reach(world, f"{host}:{port}", pod.namespace, pod)
    if not answer.is_there:
        return answer.why
    status = http_status(world, answer.run, answer.pod, path)
    return "" if 200 <= status < 400 else f"{url} is answered with {status}"
