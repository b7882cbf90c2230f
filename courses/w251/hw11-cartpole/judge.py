"""Checks for the cart and the pole; points, titles and visibility: assignment.toml."""

import numpy as np
from graders.judge import Run, Training, Work, expect
from graders.judge.answers import whole_numbers

from hidden import cartpole

EPISODES = 50
SOLVED = 475

training = Training()


def worlds(seed: int, k: int):
    """World k of this seed, and the random numbers for what happens in it."""
    return (
        cartpole.draw_world(np.random.default_rng([seed, k, 0])),
        np.random.default_rng([seed, k, 1]),
        np.random.default_rng([seed, k, 2]),
    )


@training.practice
def log_of_random_pushes(seed: int, k: int) -> dict:
    world, rng, _ = worlds(seed, k)
    return cartpole.record(world, rng)


@training.episodes
def returns(agent: Work, seed: int, k: int):
    world, _, rng = worlds(seed, k)

    def act(observations):
        got = agent.act(observations)
        return whole_numbers(got, "act", count=EPISODES, low=0, high=1)

    return cartpole.play(world, rng, act, episodes=EPISODES)


@training.check("actions")
def answers_in_the_agreed_shape(run: Run) -> None:
    run.played


@training.check("budget")
def keeps_the_budget(run: Run) -> None:
    run.expect_within_budget()
    run.expect_finite_model()


@training.check("return")
def mean_return(run: Run) -> float:
    return float(np.mean(run.played))


@training.check("solved")
def solves_the_world(run: Run) -> None:
    mean = float(np.mean(run.played))
    expect(mean >= SOLVED, f"a mean of {mean:.0f} ticks", expected=f"at least {SOLVED}")
