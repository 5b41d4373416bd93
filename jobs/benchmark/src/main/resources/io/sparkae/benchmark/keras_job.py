"""The whole job as a script for Keras: read the CSV files, train a dense autoencoder, encode, find nearest neighbours
among codes and pixels, draw. Prints the seconds from its first import to its end; what it found goes into report.txt.

Arguments: training CSV, test CSV (Kaggle's layout, with labels), folder, epochs, minibatch, code, then hidden units.
"""
import os
import sys
import time

started = time.perf_counter()
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
shown = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
messages = os.dup(2)
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

try:
    import faiss
    import keras
    import matplotlib
    import numpy as np
    import pandas as pd
except ImportError as missing:
    os.dup2(messages, 2)
    sys.exit(f"{missing} (pip install tensorflow-cpu pandas faiss-cpu matplotlib)")

matplotlib.use("Agg")
import matplotlib.pyplot as plt

train_csv, test_csv, folder = sys.argv[1:4]
epochs, minibatch, code = (int(a) for a in sys.argv[4:7])
hidden = [int(a) for a in sys.argv[7:]]
K = 7

train, test = pd.read_csv(train_csv), pd.read_csv(test_csv)
labels, wanted = train.pop("label").to_numpy(), test.pop("label").to_numpy()
x, y = (table.to_numpy(dtype="float32") / 255 for table in (train, test))

keras.utils.set_random_seed(42)
features = keras.Input((x.shape[1],))
layer = features
for units in hidden + [code]:
    layer = keras.layers.Dense(units, activation="relu")(layer)
encoder = keras.Model(features, layer)
for units in reversed(hidden):
    layer = keras.layers.Dense(units, activation="relu")(layer)
whole = keras.Model(features, keras.layers.Dense(x.shape[1], activation="sigmoid")(layer))
whole.compile("adam", "binary_crossentropy")
history = whole.fit(x, x, batch_size=minibatch, epochs=epochs, validation_split=0.05, verbose=0).history
loss = whole.evaluate(y, y, batch_size=1000, verbose=0)


def accuracy(references, queries):
    index = faiss.IndexFlatL2(references.shape[1])
    index.add(references)
    near = index.search(queries, K)[1]
    votes = np.array([np.bincount(row, minlength=10) for row in labels[near]])
    return (votes.argmax(axis=1) == wanted).mean()


codes, own = encoder.predict(x, batch_size=1000, verbose=0), encoder.predict(y, batch_size=1000, verbose=0)
found = accuracy(np.ascontiguousarray(codes), np.ascontiguousarray(own)), accuracy(x, y)

os.makedirs(folder, exist_ok=True)
plt.figure()
plt.plot(history["loss"], label="training")
plt.plot(history["val_loss"], label="validation")
plt.legend()
plt.savefig(os.path.join(folder, "loss.png"))
plt.figure(figsize=(10, 2))
rebuilt = whole.predict(y[:10], verbose=0)
for i, image in enumerate(np.concatenate([y[:10], rebuilt])):
    plt.subplot(2, 10, i + 1)
    plt.imshow(image.reshape(28, 28), cmap="gray_r")
    plt.axis("off")
plt.savefig(os.path.join(folder, "reconstructions.png"))
centred = own - own.mean(axis=0)
plane = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
plt.figure()
plt.scatter(plane[:, 0], plane[:, 1], c=wanted, s=2, cmap="tab10")
plt.savefig(os.path.join(folder, "codes.png"))
with open(os.path.join(folder, "report.txt"), "w") as report:
    report.write(f"test loss {loss:.4f}, accuracy on codes {found[0]:.4f}, on pixels {found[1]:.4f}\n")

os.write(shown, f"{time.perf_counter() - started}\n".encode())
