"""Reads a CSV file as pandas does by itself, several times; prints the seconds of each. Arguments: file, times."""
import sys
import time

try:
    import pandas
except ImportError as e:
    sys.exit(f"{e} (Debian: apt-get install python3-pandas)")

for _ in range(int(sys.argv[2])):
    started = time.perf_counter()
    pandas.read_csv(sys.argv[1])
    print(time.perf_counter() - started)
