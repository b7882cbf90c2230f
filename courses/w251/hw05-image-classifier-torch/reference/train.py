"""Learn to tell digits apart."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from network import as_tensor, build, save
from torch.nn import functional as F

EPOCHS = 7
BATCH = 64
RATE = 4e-3


def moved(x):
    """A batch shifted by at most a pixel, with a little noise."""
    down, right = torch.randint(-1, 2, (2,)).tolist()
    return x.roll((down, right), (2, 3)) + 0.15 * torch.randn_like(x)


def train(images, labels, tell, keep):
    network = build()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    steps = EPOCHS * (len(images) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for epoch in range(1, EPOCHS + 1):
        right = total = 0.0
        for batch in torch.randperm(len(images)).split(BATCH):
            scores = network(moved(images[batch]))
            loss = F.cross_entropy(scores, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
            right += (scores.argmax(1) == labels[batch]).sum().item()
        tell(epoch=epoch, loss=total / len(images), accuracy=right / len(images))
        keep(network)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    data = np.load(options.data / "train.npz")
    images = as_tensor(data["images"])
    labels = torch.from_numpy(data["labels"].astype(np.int64))
    with (options.out / "metrics.jsonl").open("w", buffering=1) as metrics:

        def tell(**numbers):
            metrics.write(json.dumps(numbers) + "\n")
            print(" ".join(f"{name} {value:.4g}" for name, value in numbers.items()))

        def keep(network):
            save(network, options.out / "new.npz")
            (options.out / "new.npz").replace(options.out / "model.npz")

        train(images, labels, tell, keep)


if __name__ == "__main__":
    main()
