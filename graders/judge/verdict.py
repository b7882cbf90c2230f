"""Runs one check: from its rule to a line of the report."""

from typing import Any, Callable, Dict, Iterable, List, Optional, Set, Tuple, Union

from graders.judge.errors import HIDDEN_WORDS, ExpectationFailed, WorkError
from graders.judge.findings import log
from graders.protocol import CheckResult, CheckSpec, Evidence

Failure = Union[ExpectationFailed, WorkError]
Rule = Callable[..., Any]
NOT_RUN = "Not run, because a check that it requires is not met."


def expect(
    condition: Any, got: str, *, expected: str = "", hint: str = "", kind: str = "wrong"
) -> None:
    """Fail the running check unless ``condition`` holds; NaN compares to False."""
    if not condition:
        raise ExpectationFailed(got, expected=expected, hint=hint, kind=kind)


def in_percent(share: float, digits: int = 1) -> str:
    """A share as a reader meets it: 0.973 is 97.3 %, and stays on one line."""
    return f"{100 * share:.{digits}f}\N{NO-BREAK SPACE}%"


class Gates:
    """Which checks are not met so far: those that require one of them need not run.

    It costs nobody points, since they would count nothing, and saves the time of what
    is timed or under load. A check that is required but comes later holds nobody up.
    """

    def __init__(self, specs: Iterable[CheckSpec]) -> None:
        self._specs = {spec.name: spec for spec in specs}
        self._unmet: Set[str] = set()

    def result(self, spec: CheckSpec, run: Callable[[], CheckResult]) -> CheckResult:
        """What ``run`` finds, or that it was not run, and for what."""
        wanting = [name for name in spec.requires if name in self._unmet]
        found = self._not_run(spec, wanting[0]) if wanting else run()
        if not found.passed:
            self._unmet.add(spec.name)
        return found

    def _not_run(self, spec: CheckSpec, wanting: str) -> CheckResult:
        log(f"{spec.name}: not run, {wanting} is not met")
        other = self._specs.get(wanting)
        said = NOT_RUN
        if other is not None and not (spec.is_hidden or other.is_hidden):
            said = f"Not run, because “{other.title}” is not met."
        return CheckResult(spec.name, evidence=(Evidence(got=said),))


class Rules:
    """The checks of one judge.py, by name."""

    def __init__(self) -> None:
        self._rules: Dict[str, Rule] = {}

    def check(self, name: str) -> Callable[[Rule], Rule]:
        """Register a rule; it returns nothing, or the value that a curve grades."""

        def register(rule: Rule) -> Rule:
            if name in self._rules:
                raise ValueError(f"judge.py has two checks called {name!r}")
            self._rules[name] = rule
            return rule

        return register

    def matched(self, specs: Tuple[CheckSpec, ...]) -> List[Tuple[CheckSpec, Rule]]:
        """Each check with its rule; both sides must name the same checks."""
        wanted = {spec.name for spec in specs}
        if wanted != set(self._rules):
            odd = ", ".join(sorted(wanted ^ set(self._rules)))
            raise ValueError(f"judge.py and assignment.toml differ in checks: {odd}")
        return [(spec, self._rules[spec.name]) for spec in specs]


def passed(
    spec: CheckSpec,
    value: Optional[float] = None,
    *,
    evidence: Tuple[Evidence, ...] = (),
) -> CheckResult:
    """A check that is met, or has a value."""
    return CheckResult(spec.name, passed=True, value=value, evidence=evidence)


def failed(spec: CheckSpec, error: Failure, where: str = "") -> CheckResult:
    """A check that is not met; of a hidden one, only the class of error is said."""
    if spec.is_hidden:
        return CheckResult(
            spec.name, False, None, (Evidence(got=HIDDEN_WORDS[error.kind]),)
        )
    evidence = Evidence(error.expected, f"{where}{error.got}", error.hint)
    return CheckResult(spec.name, False, None, (evidence,))
