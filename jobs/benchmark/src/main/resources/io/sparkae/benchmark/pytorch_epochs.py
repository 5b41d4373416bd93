"""One epoch after another of a dense autoencoder on PyTorch; prints the seconds of each.

Arguments: threads, rows, features, minibatch, epochs, then the units of each hidden layer.
The rows are random: what an epoch costs does not depend on what they show.
"""
import sys
import time

try:
    import torch
except ImportError:
    sys.exit("no PyTorch for this Python (Debian: apt-get install python3-torch libopenblas0-pthread)")

threads, rows, features, minibatch, epochs = (int(a) for a in sys.argv[1:6])
widths = [features] + [int(a) for a in sys.argv[6:]] + [features]
torch.set_num_threads(threads)
torch.manual_seed(42)

layers = []
for below, above in zip(widths, widths[1:]):
    layers += [torch.nn.Linear(below, above), torch.nn.ReLU()]
network = torch.nn.Sequential(*layers[:-1])
loss = torch.nn.BCEWithLogitsLoss()
adam = torch.optim.Adam(network.parameters(), lr=0.001)
data = torch.rand(rows, features)

for _ in range(epochs):
    started = time.perf_counter()
    for chosen in torch.randperm(rows).split(minibatch):
        x = data[chosen]
        adam.zero_grad()
        loss(network(x), x).backward()
        adam.step()
    print(time.perf_counter() - started, flush=True)
