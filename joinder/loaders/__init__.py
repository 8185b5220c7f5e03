"""From bytes to claims: the readers of articles and the extractor, step by step."""
