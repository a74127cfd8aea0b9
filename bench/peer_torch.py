"""The peer that the bench compares with: the same network in PyTorch on the CPU, trained and examined as is usual there.

Usage: python3 peer_torch.py FOLDER, which holds the training half as two IDX files. Needs torch and numpy. Reads one
request a line, such as {"work": "epoch_in_memory", "width": 6}, and answers each with a line such as {"seconds": 1.25},
with one thread or with all, whichever was quicker for some batches of that width. The first line says what answers:
{"torch": "2.15.0", "python": "3.11.7", "threads": 2}.
"""

import json
import platform
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

BATCH_SIZE, LEARNING_RATE = 64, 1e-3
FEW_IMAGES, FEW_NEURONS, FEW_BATCHES = 1000, 3, 40


def read_half(folder):
    """Pixels as bytes, one image a row, and labels; IDX headers have 16 and 8 bytes."""
    pixels = np.fromfile(f"{folder}/train-images-idx3-ubyte", dtype=np.uint8)[16:].reshape(-1, 784)
    labels = np.fromfile(f"{folder}/train-labels-idx1-ubyte", dtype=np.uint8)[8:]
    return pixels, labels.astype(np.int64)


class Digits(Dataset):
    """Images one by one, each turned into numbers from -1 to 1 when it is asked for."""

    def __len__(self):
        return len(bytes_of_pixels)

    def __getitem__(self, index):
        image = torch.from_numpy(bytes_of_pixels[index].reshape(1, 28, 28)).float().div(255)
        return (image - 0.5) / 0.5, int(labels[index])


def create(width):
    return nn.Sequential(nn.Linear(784, width), nn.ReLU(), nn.Linear(width, 10))


def train(model, batches):
    loss_of, optimiser = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    for inputs, targets in batches:
        optimiser.zero_grad()
        loss_of(model(inputs.view(len(inputs), -1)), targets).backward()
        optimiser.step()


def epoch_in_memory(width):
    """All pixels are numbers in memory already; a batch picks its rows."""
    order = torch.randperm(len(pixels)).split(BATCH_SIZE)
    train(create(width), ((pixels[rows], targets[rows]) for rows in order))


def epoch_data_loader(width):
    """A loader makes each batch of single images, as PyTorch's tutorials do."""
    train(create(width), DataLoader(Digits(), batch_size=BATCH_SIZE, shuffle=True))


def statistics_per_image(width):
    """One image after the other, and each neuron's sums kept as plain numbers."""
    hidden, sums, squares = create(width)[:2], [0.0] * width, [0.0] * width
    with torch.no_grad():
        for image in pixels[:FEW_IMAGES]:
            for neuron, value in enumerate(hidden(image)):
                sums[neuron] += value.item()
                squares[neuron] += value.item() ** 2
    return FEW_IMAGES


def maximise_per_neuron(width):
    """Neuron after neuron climbs 200 steps from noise, with what squared pixels cost taken off."""
    hidden = create(width)[:2]
    for neuron in range(FEW_NEURONS):
        image = torch.randn(784, requires_grad=True)
        optimiser = torch.optim.Adam([image], lr=0.1)
        for _ in range(200):
            optimiser.zero_grad()
            ((image**2).sum() - hidden(image)[neuron]).backward()
            optimiser.step()
    return FEW_NEURONS


def whole_pipeline(width):
    """As the original goes through its notebooks: five epochs by a loader, statistics of 1,000 images, every neuron."""
    for _ in range(5):
        epoch_data_loader(width)
    statistics_per_image(width)
    for _ in range(0, width, FEW_NEURONS):
        maximise_per_neuron(width)


WORKS = {
    work.__name__: work
    for work in (epoch_in_memory, epoch_data_loader, statistics_per_image, maximise_per_neuron, whole_pipeline)
}
QUICKEST = {}
ALL_THREADS = torch.get_num_threads()


def quickest_threads(width):
    """One thread or all: threads that wait for each other take many times as long where the machine has other work."""
    if width not in QUICKEST:
        rows = torch.arange(FEW_BATCHES * BATCH_SIZE).split(BATCH_SIZE)
        seconds = {}
        for threads in sorted({1, ALL_THREADS}):
            torch.set_num_threads(threads)
            start = time.perf_counter()
            train(create(width), ((pixels[some], targets[some]) for some in rows))
            seconds[threads] = time.perf_counter() - start
        QUICKEST[width] = min(seconds, key=seconds.get)
    return QUICKEST[width]


def answer(line):
    request = json.loads(line)
    torch.set_num_threads(quickest_threads(request["width"]))
    torch.manual_seed(0)
    start = time.perf_counter()
    pieces = WORKS[request["work"]](request["width"]) or 1
    return {"seconds": (time.perf_counter() - start) / pieces}


if __name__ == "__main__":
    bytes_of_pixels, labels = read_half(sys.argv[1])
    pixels, targets = torch.tensor(bytes_of_pixels.astype(np.float32) / 127.5 - 1), torch.tensor(labels)
    about = {"torch": torch.__version__, "python": platform.python_version(), "threads": ALL_THREADS}
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)
