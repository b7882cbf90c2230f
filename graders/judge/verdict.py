"""Runs one check: from its rule to a line of the report."""

from typing import Any, Callable, Dict, List, Optional, Tuple, Union

from graders.judge.errors import HIDDEN_WORDS, ExpectationFailed, WorkError
from graders.protocol import CheckResult, CheckSpec, Evidence

Failure = Union[ExpectationFailed, WorkError]
Rule = Callable[..., Any]


def expect(
    condition: Any, got: str, *, expected: str = "", hint: str = "", kind: str = "wrong"
) -> None:
    """Fail the running check unless ``condition`` holds; NaN compares to False."""
    if not condition:
        raise ExpectationFailed(got, expected=expected, hint=hint, kind=kind)


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
