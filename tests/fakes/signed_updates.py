"""An update on a stick, signed by a key that is made for one test."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counter_app.domain.update.release import TargetSystem
from counter_app.services.office.signed_files import signed_file
from counter_app.services.ports.results import Sealer
from counter_app.services.update import updates

DEB, UOS, SETUP = "counter-app_0.6.0_amd64.deb", "org.example_0.6.0.0_amd64.deb", "counter-app-0.6.0-setup.exe"
CONTENTS = {DEB: b"deb" * 400_000, UOS: b"uos", SETUP: b"MZ"}
SYSTEMS = {DEB: TargetSystem.DEBIAN, UOS: TargetSystem.UOS, SETUP: TargetSystem.WINDOWS}


def manifest(**more: object) -> dict[str, Any]:
    """What a manifest of 0.6.0 says, with some of it otherwise."""
    packages = [
        {
            "name": name,
            "system": SYSTEMS[name].value,
            "version": "0.6.0",
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
        }
        for name, content in CONTENTS.items()
    ]
    return {
        "format": updates.FORMAT,
        "version": updates.VERSION,
        "program": "0.6.0",
        "released_on": "2026-12-01",
        "notes": ["新增统计", "打印更快"],
        "schema": "0014",
        "least_schema": "0001",
        "least_program": "0.1.0",
        "packages": packages,
        **more,
    }


def put_manifest(folder: Path, key: Sealer, body: Mapping[str, Any] | None = None) -> str:
    """Sign a manifest into `folder`; returns the public key."""
    content, seal = signed_file(key, manifest() if body is None else body)
    (folder / updates.MANIFEST).write_bytes(content)
    return seal.public_key


def put_update(folder: Path, key: Sealer) -> str:
    """Put packages and their manifest into a new folder; returns the public key."""
    folder.mkdir()
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    return put_manifest(folder, key)
