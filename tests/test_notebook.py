"""The notebook of the documentation runs, shows what it promises, and is stored without results, which grow stale."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
there = all(importlib.util.find_spec(name) for name in ("nbclient", "nbformat", "ipykernel", "pandas", "matplotlib"))


def read() -> Any:
    nbformat: Any = importlib.import_module("nbformat")
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.mark.skipif(not there and not os.environ.get("CI"), reason="needs nbclient, ipykernel, pandas and matplotlib")
@pytest.mark.filterwarnings("ignore")
def test_it_runs_and_shows_what_it_promises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), *sys.path]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert KernelSpecManager().get_kernel_spec("python3").argv
        notebook = read()
        NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
        ).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert all(output.output_type != "error" for output in shown)
    told = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in told)
    assert "Meeting(held, participants=[Anne Mercier, John Otieno]" in told[0].outputs[0].data["text/plain"]
    assert any(output.get("data", {}).get("text/html", "").startswith("<iframe sandbox") for output in shown)
    assert sum("<table" in output.get("data", {}).get("text/html", "") for output in shown) == 3
    assert any("image/png" in output.get("data", {}) for output in shown)
    assert not any(output.get("name") == "stderr" for output in shown)


def test_it_is_stored_without_results() -> None:
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.fixture(autouse=True)
def _a_loop_of_its_own() -> Any:
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asyncio.set_event_loop(None)
