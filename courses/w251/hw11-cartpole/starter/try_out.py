"""Put train.py and agent.py through worlds of your own."""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "data"))
import cartpole


def mean_return(seed):
    rng = np.random.default_rng(seed)
    world = cartpole.draw_world(rng)
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder) / "practice.npz", **cartpole.record(world, rng))
        program = [sys.executable, "train.py", "--data", folder, "--out", folder]
        subprocess.run([*program, "--seed", str(seed)], check=True)
        os.environ["MODEL"] = folder
        agent = importlib.reload(importlib.import_module("agent"))
        return cartpole.play(world, rng, agent.act).mean()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=5)
    count = parser.parse_args().worlds
    returns = [mean_return(seed) for seed in range(count)]
    print("mean returns:", *(f"{value:.0f}" for value in returns))
    print(f"median: {np.median(returns):.0f}")
