"""What all tests share: the places of the project, and the development data that may stand beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# A test that starts Python anew means the relex of this repository, installed or not.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))

# Hundreds of small rule sets are compiled and kept: not in the folder of whoever runs the tests.
os.environ.setdefault("RELEX_CACHE", str(ROOT / ".pytest_cache" / "relex"))

# Random tests must not fail one day and pass the next: in CI the examples are the same every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, max_examples=200)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data; a test that asks for it is skipped where there is none, but never in CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"no development data at {SHARED}, and in CI these checks must run")
        pytest.skip(f"no development data at {SHARED}")
    return SHARED
