"""Judges training: hidden inputs first, later the saved answers of every seed."""

from pathlib import Path
from typing import Any, Callable, Dict, Optional, Sequence

from graders.judge.agents import Agents, Episodes
from graders.judge.findings import Findings
from graders.judge.runs import MIB, MODEL, Run
from graders.judge.saved import is_whole
from graders.judge.seeds import Usual, over_seeds
from graders.judge.verdict import Rules
from graders.protocol import Flag
from graders.protocol.calls import numpy
from graders.protocol.orders import Orders

INPUTS = "inputs.npz"
PRACTICE = "practice-{}.npz"
Generator = Callable[[int], Dict[str, Any]]
Practice = Callable[[int, int], Dict[str, Any]]


class Training(Rules):
    """The checks of an assignment whose student hands in train.py.

    A rule is called once a seed with a Run; it fails for all when it fails for more
    than the assignment allows, and the numbers it returns are aggregated as it says.
    """

    def __init__(self) -> None:
        super().__init__()
        self._inputs: Optional[Generator] = None
        self._truth: Optional[Generator] = None
        self._practice: Optional[Practice] = None
        self._episodes: Optional[Episodes] = None
        self._usual: Dict[str, Usual] = {}

    def hidden_inputs(self, generator: Generator) -> Generator:
        """Register what makes the arrays that predict.py gets; no labels in it."""
        self._inputs = generator
        return generator

    def hidden_truth(self, generator: Generator) -> Generator:
        """Register what makes the expected answers; only the score stage calls it."""
        self._truth = generator
        return generator

    def practice(self, generator: Practice) -> Practice:
        """Register what training k gets as practice.npz; students may read all of it.

        Called with the hidden seed and k.
        """
        self._practice = generator
        return generator

    def episodes(self, play: Episodes) -> Episodes:
        """Register what plays with an agent; its result is ``run.played``.

        Called with the agent, whose functions it asks, the hidden seed and k.
        """
        self._episodes = play
        return play

    def usual(
        self,
        check: str,
        values: Sequence[float],
        *,
        slack: float = 0.0,
        lower_is_better: bool = False,
    ) -> None:
        """Name what single trainings of the reference reached in ``check``.

        Staff are told of trainings that are significantly better than those, by more
        than ``slack``; no score changes.
        """
        self._usual[check] = Usual(tuple(values), slack, lower_is_better)

    def prepare(self, orders: Orders, out: Path) -> None:
        """Write the hidden inputs for predict.py, and what trainings practise on."""
        if self._inputs is None and self._practice is None:
            raise ValueError("judge.py has no @training.hidden_inputs or .practice")
        if self._inputs is not None:
            arrays = self._inputs(orders.hidden_seed)
            numpy.savez_compressed(str(out / INPUTS), **arrays)
        for k, _ in enumerate(orders.runs if self._practice else (), 1):
            arrays = self._practice(orders.hidden_seed, k) if self._practice else {}
            numpy.savez_compressed(str(out / PRACTICE.format(k)), **arrays)

    def score(
        self,
        orders: Orders,
        answers: Path,
        findings: Findings,
        channel: Optional[Path] = None,
    ) -> None:
        """Go through the checks; each is said as soon as it is known."""
        if not orders.runs:
            raise ValueError("nothing was trained, so nothing can be scored")
        matched = self.matched(orders.checks)
        strangers = set(self._usual) - {spec.name for spec, _ in matched}
        if strangers:
            raise ValueError(f"usual: no check is called {', '.join(strangers)}")
        truth = self._truth(orders.hidden_seed) if self._truth else {}
        runs = [
            Run(k, each, answers, truth, orders)
            for k, each in enumerate(orders.runs, 1)
        ]
        if channel and not self._play(orders, channel, findings, runs):
            return
        how = str(orders.options.get("aggregate", "median"))
        enough = int(orders.options.get("pass_seeds", len(runs)))
        for spec, rule in matched:
            result, measured = over_seeds(spec, rule, runs, how=how, enough=enough)
            if measured:
                findings.measurement(measured)
                self._look_at(spec.name, measured.repeats, findings)
            findings.check(result)

    def _look_at(self, check: str, values: Sequence[float], findings: Findings) -> None:
        """Too good to be true? People decide."""
        usual = self._usual.get(check)
        odd = usual.suspicion(values) if usual else None
        if odd:
            findings.flag(Flag(check, odd))

    def _play(
        self, orders: Orders, channel: Path, findings: Findings, runs: Any
    ) -> bool:
        if self._episodes is None:
            raise ValueError("judge.py has no @training.episodes")
        return Agents(orders, channel, findings).play(runs, self._episodes)


def inspect_models(orders: Orders, answers: Path, findings: Findings) -> None:
    """Say of every training that was cut whether what it saved is whole."""
    max_bytes = int(float(orders.options.get("max_model_mib", 64)) * MIB)
    for trained in orders.runs:
        if not trained.is_finished:
            path = answers / trained.folder / MODEL
            state = "whole" if is_whole(path, max_bytes) else "broken"
            findings.phase(f"model-{trained.folder}", state)
