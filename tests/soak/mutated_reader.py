"""What reads a mutated file in the child process, as the program does, and says what came of it."""

from __future__ import annotations

import json
import resource
import shutil
import traceback
from dataclasses import replace
from pathlib import Path

from counter_app import paths
from counter_app.bootstrap import refuse_faulty_overlay
from counter_app.catalogue.office_calendars import OfficeCalendars
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.forms import Form
from counter_app.domain.update.release import Publisher
from counter_app.exchange.bag import BagFiles
from counter_app.exchange.files import Files
from counter_app.services.calendar import calendars
from counter_app.services.office import clerks
from counter_app.services.office.signed_files import signed_file
from counter_app.services.transfer import receptions
from counter_app.services.update import updates
from counter_app.settings import WorkstationFile
from tests.exchange.bag.one_packer import content_of
from tests.fakes.memory_backend import POST, MemoryBackend, shipped_form
from tests.fakes.signed_updates import manifest


class Reader:
    """Reads files one after another; writes each into a folder of its own and takes that away."""

    def __init__(self) -> None:
        self._form = shipped_form()
        calendars_here = OfficeCalendars(paths.resources_dir(), Path("nowhere"))
        self._backend = replace(MemoryBackend.make(), calendars=calendars_here)
        self._sealer = self._backend.sealer
        self._publisher = Publisher("市局科信支队", self._sealer.seal(b"").public_key)

    def read(self, kind: str, name: str, content: bytes, folder: Path) -> str:
        """`read`, the refusal's sentence, or `crashed` with the place. `folder` is empty before and behind."""
        before = repr(self._backend.store.kept)
        try:
            getattr(self, f"_{kind}")(folder / name, content)
        except Refusal as refusal:
            if repr(self._backend.store.kept) != before:
                return "crashed: something of it was kept"
            return refusal.sentence or f"crashed: no words of {type(refusal)}"
        except Exception:  # noqa: BLE001 - this is what is looked for
            return f"crashed: {traceback.format_exc()[-1500:]}"
        finally:
            (folder / name).unlink(missing_ok=True)
        return "read"

    def most_memory(self) -> int:
        """Megabytes."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    def _workbook(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        Files().read(path, self._form)

    _json = _workbook

    def _package(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        receptions.open_package(self._backend, path, lambda _done, _total: None, post=POST)

    def _overlay(self, path: Path, content: bytes) -> None:
        """`path` names the file of the shipped forms whose place it takes, with `@` between the folders."""
        own = path.with_name("overlay")
        place = own / "forms" / Path(*path.name.split("@"))
        place.parent.mkdir(parents=True)
        try:
            place.write_bytes(content)
            refuse_faulty_overlay(own)
        finally:
            shutil.rmtree(own)

    def _notice(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        calendars.read_file(self._backend, path)

    def _settings(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        kept = WorkstationFile(path.parent).load()
        clerks.known_clerks(kept)

    def _manifest(self, _path: Path, content: bytes) -> None:
        """Signed by a publisher that is known, where it is an object: else nothing but the signature would be read."""
        try:
            body = json.loads(content)
        except ValueError:
            body = None
        if isinstance(body, dict):
            try:
                content, _seal = signed_file(self._sealer, body)
            except (UnicodeEncodeError, RecursionError, ValueError):
                return  # what nobody could sign
        updates.read_manifest(content, [self._publisher], self._sealer)


def sample_workbook(form: Form, folder: Path) -> bytes:
    """The blank workbook with some answers."""
    path = folder / "sample.xlsx"
    Files().write_blank_workbook(path, form)
    return path.read_bytes()


def sample_package(folder: Path) -> bytes:
    """A package of two cases, as a zip."""
    scans, target = folder / "scans", folder / "sample.zip"
    scans.mkdir()
    for number in range(2):
        (scans / f"{number}.pdf").write_bytes(f"%PDF-1.4 {number}".encode())
    BagFiles().pack(content_of(scans, 2), target, lambda _done, _total: None)
    return target.read_bytes()


def sample_manifest() -> bytes:
    """What the manifest of an update says."""
    return json.dumps(manifest()).encode()
