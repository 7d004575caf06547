"""Go the README word for word on a bare Debian 12 and 13: `python3 installer/bare.py [bookworm] [trixie]`.

Makes a minimal Debian of each release with debootstrap in a temporary folder, copies this clone's committed state
there, and carries out the first block of commands under "Run it" as root and as a plain user, then the shortest way to
a notice without a display. Prints each command, its last words, its exit code and its seconds. Needs root, debootstrap
and about 3 GB; takes two to ten minutes a release, by the network. It is no part of `.ci/run`. Exits with 1 where a
walk ended otherwise than the README says.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASES = ("bookworm", "trixie")
LAST_WORDS = 12
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
USER = "clerk"


@dataclass(frozen=True)
class Step:
    """One command of a walk: who carries it out, its words, and the exit codes that agree with the README."""

    user: str
    words: str
    agrees: tuple[int, ...] = (0,)


def commands_of(readme: str) -> list[str]:
    """Return the lines of the first `sh` block under "## Run it". Raises `ValueError` where there is none."""
    section = readme.split("## Run it", 1)
    block = section[-1].split("```sh\n", 1)
    if len(section) == 1 or len(block) == 1:
        raise ValueError("README.md has no commands under '## Run it'")
    return [line for line in block[1].split("```", 1)[0].splitlines() if line.strip()]


def walk(commands: Sequence[str], user: str) -> list[Step]:
    """Return the steps of the README for `user`: what needs `sudo` is done by root, the rest by `user` himself.

    There is no display, so `dev.py run` has to say so and exit with 1; then the window-less way is gone.
    """
    steps: list[Step] = []
    for command in commands:
        plain = command.replace("sudo ", "").replace("<address of this repository>", "/srv/counter-app.git")
        if plain.startswith("cd "):
            continue
        if plain != command and "sudo " in command:
            steps.append(Step("root", plain))
        else:
            steps.append(Step(user, plain, (1,) if plain.endswith("dev.py run") else (0,)))
    papers = Step(user, "python3 installer/dev.py run demo --out papers")
    return [*steps, papers, Step(user, 'ls papers | wc -l && test -n "$(ls papers/*.pdf papers/*/*.pdf 2>/dev/null)"')]


@contextmanager
def bare_debian(release: str) -> Iterator[Path]:
    """Make a minimal Debian in a temporary folder and take it away afterwards. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory(prefix=f"bare-{release}-") as folder:
        target = Path(folder) / "root"
        began = time.monotonic()
        subprocess.run(
            ["debootstrap", "--variant=minbase", release, str(target)], check=True, stdout=subprocess.DEVNULL
        )
        print(f"== {release}: bare system after {time.monotonic() - began:.0f} s", flush=True)
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
        # The window-less walk copies the committed state only, as a stranger's clone would hold it.
        subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(target / "srv/counter-app.git")], check=True)
        # /dev is not bound into a folder that is deleted afterwards: debootstrap makes the devices needed.
        # apt writes its log through a pseudo-terminal and complains where there is none.
        mounts = (("proc", target / "proc"), ("devpts", target / "dev/pts"))
        for kind, place in mounts:
            subprocess.run(["mount", "-t", kind, kind, str(place)], check=False)
        try:
            yield target
        finally:
            for _, place in mounts:
                subprocess.run(["umount", "-l", str(place)], check=False)


def _apt_settings() -> list[Path]:
    """Return this machine's own settings of apt that name a proxy or how certificates are checked."""
    named = Path("/etc/apt/apt.conf.d").glob("*")
    return [one for one in named if one.is_file() and b"Acquire::" in one.read_bytes()]


def carry_out(target: Path, step: Step) -> bool:
    """Carry out one step in `target` and print what happened; return whether it agrees with the README."""
    home = "/root" if step.user == "root" else f"/home/{step.user}"
    kept = [f"{name}={value}" for name, value in os.environ.items() if name.startswith(PASSED_ON)]
    if Path(f"{target}{TRUSTED}").is_file():
        kept.append(f"PIP_CERT={TRUSTED}")
    folder = f"{home}/counter-app" if Path(f"{target}{home}/counter-app").exists() else home
    inside = f"cd {folder} && {step.words}"
    words = ["chroot", str(target)]
    if step.user != "root":
        words = ["chroot", f"--userspec={step.user}:{step.user}", str(target)]
    words += ["env", "-i", f"HOME={home}", f"USER={step.user}", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
    words += ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", *kept, "sh", "-c", inside]
    began = time.monotonic()
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    agrees = done.returncode in step.agrees
    print(f"-- {step.user}$ {step.words}", flush=True)
    for line in done.stdout.decode("utf-8", "replace").splitlines()[-LAST_WORDS:]:
        print(f"   {line}")
    verdict = "as the README says" if agrees else "NOT as the README says"
    print(f"   exit {done.returncode} after {time.monotonic() - began:.0f} s: {verdict}", flush=True)
    return agrees


def main(arguments: Sequence[str]) -> int:
    """Walk each release as root and as a plain user; return 1 where one walk did not agree with the README."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("bare.py needs root and debootstrap: apt-get install -y debootstrap", file=sys.stderr)
        return 2
    if unknown := set(arguments) - set(RELEASES):
        print(f"bare.py knows {', '.join(RELEASES)}, not {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    commands = commands_of((ROOT / "README.md").read_text("utf-8"))
    whole = True
    for release in arguments or RELEASES:
        for user in ("root", USER):
            with bare_debian(release) as target:
                if user != "root":
                    subprocess.run(["chroot", str(target), "useradd", "-m", user], check=True)
                    # git clones from a folder on this disk only where it is the user's own.
                    subprocess.run(["chroot", str(target), "chown", "-R", user, "/srv/counter-app.git"], check=True)
                print(f"== {release}, as {user}", flush=True)
                # Each step needs the one before it: the walk ends at the first that does not agree.
                whole = all(carry_out(target, step) for step in walk(commands, user)) and whole
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
