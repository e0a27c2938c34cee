"""What the audit needs besides Python: Node and Java of the machine, and the packages of the lock beside this file."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
VNU = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = PACKAGES / "lighthouse" / "cli" / "index.js"
STAMP = PACKAGES / "made-from"


def bring() -> None:
    """Install the packages of the lock, unless they are there."""
    lacking = [name for name in ("node", "npm", "java") if not shutil.which(name)]
    if lacking:
        sys.exit(
            f"Not found: {', '.join(lacking)}. On Debian and Ubuntu: apt install nodejs npm default-jre-headless"
        )
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Bringing axe, Lighthouse and v.Nu (once) ...", flush=True)
    installed = subprocess.run(["npm", "ci", "--no-progress", "--loglevel=error"], cwd=HERE, check=False)
    if installed.returncode != 0:
        sys.exit("npm ci did not work.")
    STAMP.write_text(wanted)


if __name__ == "__main__":
    bring()
