"""Weak: searches once and four ticks ahead, so the cart drifts away."""

import argparse
import json
from pathlib import Path

import numpy as np

GENERATIONS = 1
POPULATION, ELITE = 64, 16
EPISODES, TICKS = 16, 4
TOO_FAR = 1.2  # times the farthest that the log has seen


def learn_model(log):
    """A linear map from scaled observation and push to the next; and the scale."""
    scale = np.abs(log["observations"]).max(axis=0)
    pushes = 2.0 * log["actions"][:, None] - 1
    known = np.hstack([log["observations"] / scale, pushes])
    followed = log["next_observations"] / scale
    moves, *_ = np.linalg.lstsq(known, followed, rcond=None)
    return moves[:4], moves[4], scale


def imagined_returns(weights, drift, push, rng):
    """How long each row of weights keeps every sensor where the log was."""
    states = 0.1 * rng.normal(size=(len(weights), EPISODES, 4))
    is_up = np.ones(states.shape[:2], bool)
    returns = np.zeros(states.shape[:2])
    for _ in range(TICKS):
        actions = np.where(np.einsum("pei,pi->pe", states, weights) > 0, 1.0, -1.0)
        states = np.clip(states @ drift + actions[..., None] * push, -5, 5)
        is_up &= (np.abs(states) < TOO_FAR).all(axis=-1)
        returns += is_up * (1 - 0.1 * (states**2).mean(axis=-1))
    return returns.mean(axis=1)


def learn(log, rng, tell):
    """Cross-entropy search."""
    drift, push, scale = learn_model(log)
    mean, spread = np.zeros(4), 2 * np.ones(4)
    for generation in range(1, GENERATIONS + 1):
        weights = mean + spread * rng.normal(size=(POPULATION, 4))
        returns = imagined_returns(weights, drift, push, rng)
        best = weights[np.argsort(-returns)[:ELITE]]
        mean, spread = best.mean(axis=0), best.std(axis=0) + 0.02
        tell(generation=generation, imagined_return=float(returns.max()))
    return {"weights": mean / scale}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    log = np.load(options.data / "practice.npz")
    with (options.out / "metrics.jsonl").open("w", buffering=1) as metrics:

        def tell(**numbers):
            metrics.write(json.dumps(numbers) + "\n")
            print(" ".join(f"{name} {value:.4g}" for name, value in numbers.items()))

        model = learn(log, np.random.default_rng(options.seed), tell)
    np.savez(options.out / "model.npz", **model)


if __name__ == "__main__":
    main()
