"""Train the encoder and the joint reading: python tools/train_encoder.py EXAMPLES.jsonl [--test FILE.jsonl] [--write].

The examples are what ``tools/train.py --examples`` wrote. A tenth of them (by a hash of their names) is held out: the
thresholds of ``data/weights/thresholds.json`` are chosen on it. ``make train`` installs what it needs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import zipfile
import zlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from encoder_batches import inputs, targets
from encoder_examples import read_examples
from encoder_measuring import choose_thresholds, measure, told
from encoder_net import forward, loss, new_heads
from encoder_onnx import build, quantized

from joinder.loaders.encoder import pack

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).resolve().parent.parent / "joinder/loaders/data"
PRETRAINED = "all_minilm_l6_v2"
LAYERS = 4
TOGETHER = 4  # articles whose gradients make one step
PEAK = {"encoder": 1.2e-4, "heads": 6e-4}  # learning rates
Example = dict[str, Any]


def pretrained() -> tuple[list[str], dict[str, np.ndarray]]:
    """The vocabulary and parameters of the pretrained encoder: its first layers, its pieces in ASCII.

    Raises:
        SystemExit: the package that ships it is not installed.
    """
    spec = find_spec(PRETRAINED)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"error: the package {PRETRAINED} is not installed\nhint: make train installs what it needs")
    from safetensors.numpy import load  # noqa: PLC0415 - only from scratch

    with zipfile.ZipFile(Path(spec.submodule_search_locations[0]) / "model.zip") as archive:
        known = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
        stored = {k: v.astype(np.float32) for k, v in load(archive.read("model.safetensors")).items()}
    kept = [w for w in sorted(known, key=known.__getitem__) if w.isascii() and not w.startswith("[unused")]
    p = {
        "word": stored["embeddings.word_embeddings.weight"][[known[w] for w in kept]],
        "position": stored["embeddings.position_embeddings.weight"],
        "type": stored["embeddings.token_type_embeddings.weight"][0],
        "normal.gain": stored["embeddings.LayerNorm.weight"],
        "normal.shift": stored["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        three = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
        p[f"{layer}.qkv"] = np.concatenate([stored[f"{n}.weight"].T for n in three], 1)
        p[f"{layer}.qkv.bias"] = np.concatenate([stored[f"{n}.bias"] for n in three])
        for ours, theirs in (("mix", "attention.output"), ("inner", "intermediate"), ("outer", "output")):
            p[f"{layer}.{ours}"] = stored[f"{at}{theirs}.dense.weight"].T
            p[f"{layer}.{ours}.bias"] = stored[f"{at}{theirs}.dense.bias"]
            if ours != "inner":
                p[f"{layer}.{ours}.gain"] = stored[f"{at}{theirs}.LayerNorm.weight"]
                p[f"{layer}.{ours}.shift"] = stored[f"{at}{theirs}.LayerNorm.bias"]
    return kept, p


def held_out(example: Example, share: float) -> bool:
    """Whether an example is kept for the thresholds: by a hash of its name, so it stays so when others come."""
    return zlib.crc32(f"x{example['id']}".encode()) % 1000 < 1000 * share


class Trainer:
    """Holds parameters and optimiser; ``words`` stay as they are, so that rare words keep their place among others."""

    def __init__(self, words: np.ndarray, parameters: dict[str, np.ndarray], steps: int, pace: float) -> None:
        self.words = words
        self.parameters = {k: jnp.asarray(v) for k, v in parameters.items()}
        heads = set(new_heads())

        def schedule(peak: float) -> optax.Schedule:
            return optax.warmup_cosine_decay_schedule(0, peak * pace, steps // 12 + 1, steps, peak * pace / 20)

        parts = {p: optax.adamw(schedule(peak), b2=0.98, weight_decay=0.01) for p, peak in PEAK.items()}
        labels = {name: "heads" if name in heads else "encoder" for name in parameters}
        self._optimiser = optax.chain(optax.clip_by_global_norm(2.0), optax.multi_transform(parts, labels))
        self._state = self._optimiser.init(self.parameters)
        self._zeros = {k: jnp.zeros_like(v) for k, v in self.parameters.items()}
        self._gradient = jax.jit(self._added_gradient)
        self._update = jax.jit(self._updated)
        self._forward = jax.jit(forward)

    @staticmethod
    def _added_gradient(p: Any, words: Any, given: Any, wanted: Any, key: Any, total: Any) -> Any:
        (value, parts), gradient = jax.value_and_grad(loss, has_aux=True)(p, words, given, wanted, key)
        return value, parts, {k: total[k] + gradient[k] for k in total}

    def _updated(self, p: Any, state: Any, total: Any) -> Any:
        updates, state = self._optimiser.update({k: v / TOGETHER for k, v in total.items()}, state, p)
        return optax.apply_updates(p, updates), state

    def epoch(self, arrays: Sequence[Any], order: Sequence[int], key: Any, tell: Any) -> None:
        """One pass over all examples in the given order."""
        total, losses = self._zeros, []
        for count, number in enumerate(order, 1):
            pieces, given, wanted = arrays[number]
            key, now = jax.random.split(key)
            value, parts, total = self._gradient(self.parameters, self.words[pieces], given, wanted, now, total)
            losses.append([float(value), *map(float, parts)])
            if count % TOGETHER == 0:
                self.parameters, self._state = self._update(self.parameters, self._state, total)
                total = self._zeros
            if count % 200 == 0:
                tell(f"{count} examples: loss {np.mean(losses[-200:], axis=0).round(3)}")

    def logits(self, example: Example) -> tuple[np.ndarray, ...]:
        """The logits of an example's relations, kinds and statuses."""
        pieces, given = inputs(example)
        return tuple(map(np.asarray, self._forward(self.parameters, self.words[pieces], given)))


def write(folder: Path, vocabulary: Sequence[str], words: np.ndarray, parameters: dict[str, Any]) -> None:
    """Write the weights as they are shipped: the layers as a graph, the words' and the heads' beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    full = {name: np.asarray(value) for name, value in sorted(parameters.items())}
    (folder / "layers.onnx").write_bytes(quantized(build(full)))
    heads = {name: value for name, value in full.items() if name in new_heads() and name != "flag"}
    np.savez_compressed(folder / "weights.npz", **pack({"word": words, **heads}))


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("--test", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--hold", type=float, default=0.1)
    parser.add_argument("--begin", type=Path, help="go on from a checkpoint with smaller steps")
    parser.add_argument("--checkpoint", type=Path, default=Path(".cache/encoder.npz"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {text}", file=sys.stderr, flush=True)

    everything = [e for path in args.examples for e in read_examples(path) if e["pieces"]]
    held = [e for e in everything if held_out(e, args.hold) and e["relation"] is None]
    arrays = []
    for example in everything:
        if not (held_out(example, args.hold) and example["relation"] is None):
            pieces, given = inputs(example)
            arrays.append((pieces, given, targets(example, len(given["priors"]))))
    vocabulary, parameters = pretrained()
    words = parameters.pop("word")
    parameters |= new_heads()
    if args.begin:
        with np.load(args.begin) as stored:
            parameters |= {k: stored[k] for k in parameters}
    trainer = Trainer(words, parameters, len(arrays) * args.epochs // TOGETHER, 0.8 if args.begin else 1.0)
    tell(f"{len(arrays)} examples to train on, {len(held)} held out")
    tested = list(read_examples(args.test)) if args.test else []
    shuffle, order = random.Random(1), list(range(len(arrays)))
    thresholds: dict[str, float] = {}
    for number in range(args.epochs):
        shuffle.shuffle(order)
        trainer.epoch(arrays, order, jax.random.PRNGKey(number), tell)
        args.checkpoint.parent.mkdir(exist_ok=True)
        np.savez(args.checkpoint, **{k: np.asarray(v) for k, v in trainer.parameters.items()})
        read = [(e, trainer.logits(e)) for e in held]
        thresholds = choose_thresholds(read)
        tell(f"after {number + 1}: held out {told(measure(read, thresholds))}")
        if tested:
            tell(f"    test {told(measure([(e, trainer.logits(e)) for e in tested], thresholds))}")
    if args.write:
        write(DATA / "encoder", vocabulary, words, trainer.parameters)
        (DATA / "weights/thresholds.json").write_text(json.dumps(thresholds, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
