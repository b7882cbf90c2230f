"""Learn to tell digits apart."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from network import as_tensor, build, save
from torch.nn import functional as F

EPOCHS = 5
BATCH = 64


def train(images, labels, tell):
    network = build()
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1)
    for epoch in range(1, EPOCHS + 1):
        right = total = 0.0
        for batch in torch.randperm(len(images)).split(BATCH):
            scores = network(images[batch])
            loss = F.cross_entropy(scores, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
            right += (scores.argmax(1) == labels[batch]).sum().item()
        tell(epoch=epoch, loss=total / len(images), accuracy=right / len(images))
    return network


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

        network = train(images, labels, tell)
    save(network, options.out / "model.npz")


if __name__ == "__main__":
    main()
