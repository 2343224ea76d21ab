"""What the benchmarks share: servers, load generators, measurements."""
