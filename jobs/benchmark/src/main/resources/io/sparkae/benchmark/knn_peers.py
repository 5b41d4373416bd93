"""One exact search of k nearest neighbours; prints its seconds, building an index included.

Arguments: library (faiss, brute or kd_tree, the latter two of scikit-learn), threads, dimension, k, and the files of
queries and references: single-precision floats, row by row.
"""
import sys
import time

try:
    import numpy
    if sys.argv[1] == "faiss":
        import faiss
    else:
        from sklearn.neighbors import NearestNeighbors
except ImportError as e:
    sys.exit(f"{e} (Debian: apt-get install python3-faiss python3-sklearn)")

library, threads, dimension, k = sys.argv[1], *(int(a) for a in sys.argv[2:5])
queries, references = (numpy.fromfile(f, dtype="<f4").reshape(-1, dimension) for f in sys.argv[5:7])

started = time.perf_counter()
if library == "faiss":
    faiss.omp_set_num_threads(threads)
    index = faiss.IndexFlatL2(dimension)
    index.add(references)
    index.search(queries, k)
else:
    NearestNeighbors(n_neighbors=k, algorithm=library, n_jobs=threads).fit(references).kneighbors(queries)
print(time.perf_counter() - started)
