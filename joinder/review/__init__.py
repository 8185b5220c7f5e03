"""The review of pairs that may be one: the queue, its answers, and the terminal screen."""
