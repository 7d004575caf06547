"""Speed and memory, each figure beside a floor or a peer of the same run: `python -m tests.benchmarks`."""
