"""Scripts and styles written into a page, and the policy that allows exactly these.

Design decision: a page names its own scripts and styles by their hashes, so that whatever else
might slip into it cannot run, and it allows no connection at all: it works without a network and
tells nobody that it is being read.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from kg.errors import KGError


def library() -> str:
    """The newest vis-network that the installed pyvis brings along.

    Raises KGError where it brings none.
    """
    import pyvis

    found = sorted(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    if not found:
        raise KGError("the installed pyvis brings no vis-network; install pyvis 0.3.2")
    return text(found[-1])


def text(path: Path) -> str:
    """A text to stand inside a <script> or <style> element, with line ends as browsers read them.

    Raises KGError where the file cannot be read, or holds what would end the element.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise KGError(f"{path}: {reason}; put it beside the view file") from None
    if any(mark in content.lower() for mark in ("</script", "</style", "<!--")):
        raise KGError(
            f"{path}: holds an end tag or a comment mark; write `<\\/` or `<\\!--` in strings"
        )
    return content


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The Content-Security-Policy of a page with these scripts and styles."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (b64encode(sha256(one.encode()).digest()).decode() for one in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
