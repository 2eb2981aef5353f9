"""Where the figures of the benchmarks are kept, as JSON, with what they were measured on."""

from __future__ import annotations

import datetime
import json
import os
import platform
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "results"


def kept(name: str, figures: dict[str, Any]) -> str:
    """Keep the figures of a benchmark beside those that it measured before; return the file's name."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.json"
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    told = {
        **known,
        **figures,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "programs at work": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }
    file.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    return file.name
