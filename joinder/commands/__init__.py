"""The commands: each reads its options, calls one function and prints. What they need is imported when they run."""
