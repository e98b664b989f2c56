"""Plugins: packages that register fillers, layer types, exports and dialects of their own.

A package names its modules under the entry points of `GROUPS`. They are imported when a name is not
known otherwise, all of a group at once. A plugin that fails is noted here and left out: what it had
registered by then is taken back, and an error about an unknown name says so.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "GROUPS",
    "OWN",
    "Plugin",
    "complaints",
    "load",
    "loaded",
    "note",
    "owner_of",
    "refuse",
]

#: The entry points that are looked up.
GROUPS = (
    "caffe_fillers.fillers",
    "caffe_fillers.layers",
    "caffe_fillers.dialects",
    "caffe_fillers.exports",
    "caffe_fillers.costs",
)
#: Who owns what is registered here.
OWN = "caffe_fillers"


@dataclass(slots=True)
class Plugin:
    """One entry point, and what became of it."""

    group: str
    name: str
    #: The package that it belongs to, with its version.
    package: str
    #: What the entry point leads to, such as "adapter_plugin".
    target: str
    #: What it registered, in words: "filler 'half'".
    gives: list[str] = field(default_factory=list)
    #: Why it is left out, or what of it is; empty if all is well.
    faults: list[str] = field(default_factory=list)
    #: What the entry point leads to, once it is imported.
    loaded: Any = None

    def asdict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "group": self.group,
            "name": self.name,
            "package": self.package,
            "target": self.target,
            "gives": self.gives,
            "faults": self.faults,
        }


_found: dict[str, tuple[Plugin, ...]] = {}
#: Those that are being imported, the innermost last, each with what takes its rows back.
_current: list[tuple[Plugin, list[Callable[[], None]]]] = []


@functools.cache
def load(group: str) -> tuple[Plugin, ...]:
    """Import all plugins of a group, once."""
    # Only for a name that is not found: it takes longer to load than all layer types.
    from importlib.metadata import entry_points  # noqa: PLC0415

    found = []
    for point in entry_points(group=group):
        package = getattr(point, "dist", None)
        told = f"{package.name} {package.version}" if package is not None else "no package"
        target = str(getattr(point, "value", ""))
        found.append((Plugin(group, str(getattr(point, "name", "")), told, target), point.load))
    # Folders have no order; the first owner of a name must be the same everywhere.
    found.sort(key=lambda each: (each[0].package, each[0].name))
    for plugin, importing in found:
        _import(plugin, importing)
    _found[group] = tuple(plugin for plugin, _ in found)
    return _found[group]


def _import(plugin: Plugin, importing: Callable[[], Any]) -> None:
    undo: list[Callable[[], None]] = []
    _current.append((plugin, undo))
    try:
        plugin.loaded = importing()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # others' code: anything may happen
        plugin.gives.clear()
        plugin.faults.append(f"{type(error).__name__}: {str(error).partition(chr(10))[0]}")
        for take_back in reversed(undo):
            take_back()
    finally:
        _current.pop()


def loaded() -> tuple[Plugin, ...]:
    """All plugins that were imported so far."""
    return tuple(plugin for group in _found.values() for plugin in group)


def complaints(group: str) -> str:
    """What somebody should know who misses a name of this group; empty if nothing is wrong."""
    return " ".join(
        f"The plugin {plugin.name!r} of the package {plugin.package} could not be loaded: {fault}."
        for plugin in _found.get(group, ())
        for fault in plugin.faults
    )


def owner_of(function: object) -> str:
    """The package that registers something: the function's own; of a plugin with its version."""
    root = str(getattr(function, "__module__", "") or OWN).partition(".")[0]
    # A plugin may be the first to import a module of ours.
    return _current[-1][0].package if _current and root != OWN else root


def note(owner: str, what: str, take_back: Callable[[], None]) -> None:
    """A plugin has registered something; `take_back` is called if its import fails later."""
    if _current and owner != OWN:
        plugin, undo = _current[-1]
        plugin.gives.append(what)
        undo.append(take_back)


def refuse(fault: str) -> bool:
    """Note a fault of the plugin at hand; False where no plugin is being imported."""
    if _current:
        _current[-1][0].faults.append(fault)
    return bool(_current)
