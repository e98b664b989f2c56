"""Old net definitions and models, brought into the current format as Caffe does it.

`rules` says what changes, as data; `messages` applies it to messages.
"""

from caffe_fillers.upgrades.messages import (
    Note,
    Upgraded,
    UpgradedSolver,
    needs_upgrade,
    upgrade_net,
    upgrade_solver,
)

__all__ = [
    "Note",
    "Upgraded",
    "UpgradedSolver",
    "needs_upgrade",
    "upgrade_net",
    "upgrade_solver",
]
