"""`python3 deploy/environment.py`: write .env from .env.example with a fresh secret for every password left empty there."""

import base64
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
EMPTY = re.compile(r"^([A-Z_]+)=$", re.MULTILINE)


def secret(name: str) -> str:
    """256 bits; Fernet wants them in base64 with its padding, a URL without."""
    value = base64.urlsafe_b64encode(os.urandom(32)).decode()
    return value if name.endswith("FERNET_KEY") else value.rstrip("=")


def main() -> None:
    """Never overwrite a .env: the passwords in it are those of a running server."""
    target = ROOT / ".env"
    if target.exists():
        sys.exit(f"{target} exists; its passwords may be in use, so it stays as it is")
    text = EMPTY.sub(lambda found: f"{found[1]}={secret(found[1])}", (ROOT / ".env.example").read_text(encoding="utf-8"))
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
