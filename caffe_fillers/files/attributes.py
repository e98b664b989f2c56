"""What a file has besides its content: owner, group, mode, access list, extended attributes."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["keep_attributes"]

_ACCESS_LIST = "system.posix_acl_access"


def keep_attributes(new: Path, old: Path) -> None:
    """Give a new file what the one has whose place it takes, as far as the system lets us.

    Raises:
        OSError: not even the mode can be set.
    """
    status = old.stat()
    if not hasattr(os, "fchmod"):
        new.chmod(stat.S_IMODE(status.st_mode))
        return
    descriptor = os.open(new, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        mode = stat.S_IMODE(status.st_mode)
        if not _keep_owner(descriptor, status):
            # Whoever runs the file must not get another owner's rights by it.
            mode &= ~(stat.S_ISUID | stat.S_ISGID)
        os.fchmod(descriptor, mode)
        if hasattr(os, "listxattr"):
            _keep_extended(descriptor, old)
    finally:
        os.close(descriptor)


def _keep_owner(descriptor: int, status: os.stat_result) -> bool:
    """Whether owner and group are those of the old file; the group alone if it must be."""
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) == (status.st_uid, status.st_gid):
        return True
    try:
        os.fchown(descriptor, status.st_uid, status.st_gid)
    except OSError:
        with suppress(OSError):
            os.fchown(descriptor, -1, status.st_gid)
        return False
    return True


def _keep_extended(descriptor: int, old: Path) -> None:
    """The access list among them; one that the folder gives its new files goes."""
    try:
        held = {name: os.getxattr(old, name) for name in os.listxattr(old)}
        given = os.listxattr(descriptor)
    except OSError:
        return  # the file system has none
    for name, value in held.items():
        # Capabilities were given to another content.
        if name != "security.capability":
            with suppress(OSError):
                os.setxattr(descriptor, name, value)
    if _ACCESS_LIST in given and _ACCESS_LIST not in held:
        with suppress(OSError):
            os.removexattr(descriptor, _ACCESS_LIST)
