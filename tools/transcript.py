"""Run the demo and write its transcript into README.md, each answer cut after some lines."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = re.compile(r"(<!-- transcript: .*? -->\n).*?(<!-- end of transcript -->)", re.DOTALL)
LINES = 15


def transcript(output: str) -> str:
    """Cut each command's answer after :data:`LINES` lines."""
    parts = []
    for part in re.split(r"\n(?=\$ )", output.strip()):
        lines = part.rstrip().splitlines()
        parts.append("\n".join([*lines[:LINES], *(["…"] if len(lines) > LINES else [])]))
    return "\n\n".join(parts)


def main() -> int:
    """Run the demo as `make demo` does, in 100 columns."""
    words = ["bash", "examples/demo.sh"]
    env = {"PATH": f"{ROOT / '.venv' / 'bin'}:/usr/bin:/bin", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    page = ROOT / "README.md"
    text = page.read_text(encoding="utf-8")
    found = PLACE.sub(lambda m: f"{m[1]}```\n{transcript(done.stdout)}\n```\n{m[2]}", text)
    page.write_text(found, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
