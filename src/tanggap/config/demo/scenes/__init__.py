"""Drawn photographs of simulated problems and repairs: the same place from another spot, at another hour, never the same twice."""

from PIL import Image

from tanggap.config.demo.chance import luck
from tanggap.config.demo.scenes.canvas import BY_DAY, LIGHTS, Camera, Canvas
from tanggap.config.demo.scenes.problems import AT_NIGHT, OTHERS, PAINTERS


def draw(icon: str, *, place: str, shot: str, is_solved: bool, width: int = 640) -> Image.Image:
    """Return a picture (`width` pixels across, 4:3) of a problem of the kind that `icon` stands for, or of its solution.

    `place` decides what stands there, `shot` from where and when it was taken; any text is a seed, and the same gives the same.
    """
    where, how = luck(place), luck(shot)
    light = "night" if icon in AT_NIGHT else how.choice(BY_DAY)
    canvas = Canvas(LIGHTS[light], Camera.by_chance(how), width)
    PAINTERS.get(icon, OTHERS)(canvas, where, how, is_solved)
    return canvas.finished()


__all__ = ["draw"]
