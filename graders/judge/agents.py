"""Lets a trained agent, in its own container, play what the judge thinks up."""

from pathlib import Path
from typing import Any, Callable, Sequence

from graders.judge.channel import Listener
from graders.judge.errors import (
    HIDDEN_WORDS,
    ChannelError,
    ExpectationFailed,
    LoadFailed,
    WorkError,
)
from graders.judge.findings import Findings, log
from graders.judge.runs import Run
from graders.judge.work import Work
from graders.protocol.calls import FRAME_BYTES
from graders.protocol.orders import Orders

CONNECT_S = 60.0
Episodes = Callable[[Work, int, int], Any]


class Agents:
    """One agent a training; only what the episodes pass to it leaves the judge."""

    def __init__(self, orders: Orders, channel: Path, findings: Findings) -> None:
        self._phases = orders.phases
        self._findings = findings
        self._listeners = {
            phase.name: Listener(channel / phase.name) for phase in orders.phases
        }

    def play(self, runs: Sequence[Run], episodes: Episodes) -> bool:
        """Let every run's agent play; False when the job ends here."""
        pairs = zip(self._phases, runs)
        return all(self._play(*pair, episodes) for pair in pairs)

    def _play(self, phase: Any, run: Run, episodes: Episodes) -> bool:
        try:
            channel = self._listeners[phase.name].accept(CONNECT_S, FRAME_BYTES)
            agent = Work(channel, seconds=phase.seconds, seed=run.hidden_seed)
            self._findings.phase(phase.name, "running")
            agent.load()
        except LoadFailed as error:
            self._findings.ungradable(str(error), error.hint)
            return False
        except ChannelError as error:
            log(f"{phase.name}: while loading: {error}")
            self._findings.phase(phase.name, f"load_{error.state}")
            return False
        _run_episodes(agent, run, episodes)
        agent.close()
        state = agent.broken.state if agent.broken else "done"
        self._findings.phase(phase.name, state, agent.asked_s)
        return state != "timeout"


def _run_episodes(agent: Work, run: Run, episodes: Episodes) -> None:
    """What the agent's own words are is not repeated: they may tell what it saw."""
    try:
        run.keep_played(episodes(agent, run.hidden_seed, run.number))
    except WorkError as error:
        log(f"training {run.number}: {error}")
        words = HIDDEN_WORDS[error.kind]
        run.keep_played(None, ExpectationFailed(words, kind=error.kind))
    except ExpectationFailed as error:
        run.keep_played(None, error)
