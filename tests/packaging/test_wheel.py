"""The built wheel is whole: installed elsewhere, it loads, and answers a query."""

import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the build backend of this environment."""
    out = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    words = [sys.executable, "-c", code, str(out)]
    name = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()[-1]
    return out / name


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into an environment that borrows the dependencies of this one, but not its joinder."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "env", with_pip=False)
    [packages] = (home / "env" / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(packages)
    # After the environment's own packages on the path, so that joinder is the wheel's.
    (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return home


def joinder(home: Path, *words: str) -> str:
    """Run the installed command line far from the repository."""
    env = {**os.environ, "JOINDER_DATA": str(home / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("JOINDER_GRAPH", None)
    command = [str(home / "env" / "bin" / "python"), "-m", "joinder.cli", *words]
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_every_data_file(wheel: Path) -> None:
    """Whatever lies in the package as data is in the wheel, and so are licence and notice."""
    with zipfile.ZipFile(wheel) as file:
        packed = set(file.namelist())
    tracked = subprocess.run(["git", "ls-files", "joinder"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert set(tracked.stdout.split()) <= packed
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in packed}


def test_an_installed_wheel_loads_and_answers(installed: Path) -> None:
    """Frames, word lists, queries and schema are found where the wheel put them."""
    code = "import joinder; print(joinder.__file__)"
    python = str(installed / "env" / "bin" / "python")
    where = subprocess.run([python, "-c", code], cwd=installed, capture_output=True, text=True, check=True).stdout
    assert where.startswith(str(installed))
    article = installed / "news.txt"
    article.write_text("Adidas, Ford and Patagonia have joined the Stop Hate for Profit campaign against Facebook.\n")
    joinder(installed, "load", str(article))
    assert "Ford" in joinder(installed, "query", "--name", "who_joined", "campaign=Stop Hate for Profit")
    assert "Ford" in joinder(installed, "who", "#StopHateForProfit")
