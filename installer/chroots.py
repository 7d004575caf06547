"""A minimal Debian in a folder: made by debootstrap, reached through chroot. Needs root and debootstrap."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

BORROWED = ("/etc/pip.conf", "/etc/xdg/pip")
"""Files and folders of this machine that say how its package registries are reached; copied where they exist."""
PASSED_ON = (
    "PIP_INDEX_URL",
    "PIP_DEFAULT_TIMEOUT",
    "SSL_CERT_FILE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "http_proxy",
    "https_proxy",
)
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
"""The certificates this machine trusts; kept in the bare one under another name, as its own package writes this one."""
TRUSTED = Path("/srv/authorities.pem")
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PATIENT_APT = 'Acquire::Retries "5";\nAPT::Install-Recommends "false";\n'


def bootstrap(release: str, target: Path) -> None:
    """Make a minimal Debian of `release` in `target`. Raises `CalledProcessError`."""
    began = time.monotonic()
    words = ["debootstrap", "--variant=minbase", release, str(target)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    print(f"== {release}: bare system after {time.monotonic() - began:.0f} s", flush=True)


@contextmanager
def debian(release: str, kept: Path | None = None) -> Iterator[Path]:
    """Give a prepared Debian of `release`, made in a folder that goes again, or in `kept` unless one is there."""
    with tempfile.TemporaryDirectory(prefix=f"debian-{release}-") as folder:
        target = kept if kept is not None else Path(folder) / "root"
        if not (target / "etc/debian_version").exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            bootstrap(release, target)
        with prepared(target):
            yield target


@contextmanager
def prepared(target: Path) -> Iterator[None]:
    """Let the Debian in `target` reach the registries that this machine reaches, and give it what programs expect."""
    for name in BORROWED:
        copy = target / name.lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        if Path(name).is_dir():
            shutil.copytree(name, copy, dirs_exist_ok=True)
        elif Path(name).is_file():
            shutil.copyfile(name, copy)
    if AUTHORITIES.is_file():
        shutil.copyfile(AUTHORITIES, f"{target}{TRUSTED}")
    for name in ("resolv.conf", "hosts"):
        if Path("/etc", name).exists():
            shutil.copyfile(Path("/etc", name), target / "etc" / name)
    for setting in _apt_settings():
        shutil.copyfile(setting, target / "etc/apt/apt.conf.d" / setting.name)
    # /dev is not bound into a folder that is deleted afterwards: debootstrap makes the devices needed.
    # apt writes its log through a pseudo-terminal and complains where there is none.
    # Without shared memory Python has no semaphores.
    mounts = (
        ("proc", target / "proc"),
        ("sysfs", target / "sys"),
        ("devpts", target / "dev/pts"),
        ("tmpfs", target / "dev/shm"),
    )
    for kind, place in mounts:
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", kind, kind, str(place)], check=False)
    try:
        yield
    finally:
        for _, place in mounts:
            subprocess.run(["umount", "-l", str(place)], check=False)


def _apt_settings() -> list[Path]:
    """Return this machine's own settings of apt that name a proxy or how certificates are checked."""
    named = Path("/etc/apt/apt.conf.d").glob("*")
    return [one for one in named if one.is_file() and b"Acquire::" in one.read_bytes()]


def inside(target: Path, words: str, *, user: str = "root", environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the command that carries out `words` in `target` as `user`, in that user's home."""
    home = "/root" if user == "root" else f"/home/{user}"
    kept = [f"{name}={value}" for name, value in os.environ.items() if name.startswith(PASSED_ON)]
    if Path(f"{target}{TRUSTED}").is_file():
        kept.append(f"PIP_CERT={TRUSTED}")
    kept += [f"{name}={value}" for name, value in (environment or {}).items()]
    command = ["chroot", str(target)]
    if user != "root":
        command = ["chroot", f"--userspec={user}:{user}", str(target)]
    command += ["env", "-i", f"HOME={home}", f"USER={user}", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
    return [*command, _PATH, *kept, "sh", "-ec", f"cd {home} && {words}"]


def do(target: Path, words: str, *, environment: Mapping[str, str] | None = None) -> None:
    """Carry out `words` in `target` as root, what it says going to this terminal. Raises `CalledProcessError`."""
    subprocess.run(inside(target, words, environment=environment), check=True, stdin=subprocess.DEVNULL)


def install(target: Path, packages: Sequence[str]) -> None:
    """Install `packages` in `target` without what they only recommend. Raises `CalledProcessError`."""
    Path(target, "etc/apt/apt.conf.d/90patient").write_text(_PATIENT_APT, "utf-8")
    do(target, f"apt-get update -qq && apt-get install -y -qq {' '.join(packages)} >/dev/null")
