"""One act of an update in a process of its own, to be killed at any moment.

Run as `one_update.py FOLDER ACT [FILE]`. Says `ready` when the act begins, `done` once it is over.
"""

import sys
from pathlib import Path

from alembic import command, config

from counter_app.bootstrap import backup_ports, keeping_backend, update_ports
from counter_app.domain.basics.office import Post
from counter_app.services.backup import restores
from counter_app.services.office import office_packs
from counter_app.services.update import downgrades

POST = Post("周某", "3号窗口")
NEEDED = (command, config)
"""Alembic, which the first migration would import else: it takes longer than the migrations."""


def start(folder, _file):
    """What the first start of a newer version does: it encrypts, copies and migrates."""
    yield
    with keeping_backend(folder):
        pass


def copy(folder, _file):
    """The copy before an update is installed."""
    copies = update_ports(folder).copies
    yield
    copies.copy()


def go_back(folder, _file):
    """Back to the copy."""
    ports = update_ports(folder)
    yield
    downgrades.go_back(ports, post=POST)


def import_pack(folder, file):
    """An office pack takes the place of the office's own folder."""
    with keeping_backend(folder) as backend:
        content = file.read_bytes()
        office_packs.preview(backend, content)
        yield
        office_packs.import_pack(backend, content, post=POST)


def restore(folder, place):
    """The newest backup in `place` is put back."""
    ports = backup_ports(folder)
    what = restores.preview(ports, place)
    yield
    restores.restore(ports, what, post=POST)


ACTS = {act.__name__: act for act in (start, copy, go_back, import_pack, restore)}


def main():
    """Do one act."""
    act = ACTS[sys.argv[2]](Path(sys.argv[1]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    next(act)
    print("ready", flush=True)
    next(act, None)
    print("done", flush=True)


if __name__ == "__main__":
    main()
