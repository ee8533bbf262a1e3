"""Rules on what a training run shows: `kspec train` asks them when it ends."""
