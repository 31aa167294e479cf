"""The table of SOURCES.md, from sources.toml and the lock."""

from bench.evidence.fetch import sources
from bench.evidence.scenes import scenes


def table() -> str:
    """Return each package with its version, licence, scenes and photos, as Markdown."""
    lines = ["| package | version | licence | scenes | photos |", "|---|---|---|---|---|"]
    found = scenes()
    for source in sorted(sources(), key=lambda one: one.package):
        own = [scene for scene in found if scene.package == source.package]
        photos = sum(len(scene.views) for scene in own)
        lines.append(f"| {source.package} | {source.version} | {source.licence} | {len(own)} | {photos} |")
    photos = sum(len(scene.views) for scene in found)
    lines.append(f"| **all** | | | **{len(found)}** | **{photos}** |")
    return "\n".join(lines)
