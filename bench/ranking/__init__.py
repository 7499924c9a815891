"""Speed and size of the matcher beside other engines: `python -m bench.ranking [--quick]`."""
