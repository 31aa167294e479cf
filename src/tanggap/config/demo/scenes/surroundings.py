"""What can be wrong beside a street, and what it looks like when it has been put right; one painter a kind of problem."""

import math
from random import Random

from tanggap.config.demo.scenes import places
from tanggap.config.demo.scenes.canvas import Canvas
from tanggap.config.demo.scenes.places import RUBBISH


def plant(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A tree in the wires and over the footway, or pruned."""
    places.across(canvas, place)
    canvas.box(-6, 3.6, 28, 0.04, (40, 40, 44))
    canvas.box(-6, 3.95, 28, 0.04, (40, 40, 44))
    for x in (2.4, 8.0, 13.4):
        places.tree(canvas, x + place.uniform(-0.5, 0.5), 8.2, 0.9 if is_solved else 1.7, place)
    if not is_solved:
        for _ in range(14):
            canvas.blob(
                place.uniform(0, 16), 8.0 + place.uniform(-0.5, 0.4), 0.8, 0.4, place.choice(places.LEAVES), place
            )


def rubbish(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A heap of rubbish at the kerb, or a swept corner with a bin."""
    places.across(canvas, place)
    x = place.uniform(5, 11)
    if is_solved:
        canvas.box(x - 0.5, 6.9, 1.0, 1.3, (62, 130, 84))
        canvas.box(x - 0.58, 6.76, 1.16, 0.18, (46, 104, 66))
        canvas.oval(x - 0.3, 8.24, 0.14, 0.14, (40, 40, 42))
        canvas.oval(x + 0.3, 8.24, 0.14, 0.14, (40, 40, 42))
        return
    for number in range(26):
        reach = 3.0 * (1 - number / 36)
        colour = place.choice(RUBBISH)
        canvas.blob(
            x + place.uniform(-reach, reach),
            8.7 - number * 0.055 + place.uniform(-0.2, 0.3),
            place.uniform(0.3, 0.62),
            place.uniform(0.24, 0.44),
            colour,
            place,
        )
    for _ in range(12):
        canvas.blob(x + place.uniform(-4.4, 4.4), place.uniform(8.7, 9.9), 0.2, 0.09, place.choice(RUBBISH), place)


def flood(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Water over the road, or a wet road that has run dry."""
    places.across(canvas, place)
    if is_solved:
        for _ in range(7):
            canvas.blob(
                place.uniform(-1, 17),
                place.uniform(9.3, 12),
                place.uniform(0.7, 1.9),
                place.uniform(0.1, 0.22),
                (84, 88, 94),
                place,
            )
        return
    level = place.uniform(7.1, 7.9)
    canvas.box(-6, level, 28, 8, (132, 122, 102))
    for number in range(26):
        y = level + 0.2 + number * 0.19
        x = place.uniform(-3, 15)
        canvas.line([(x, y), (x + place.uniform(0.8, 3.2), y + place.uniform(-0.03, 0.03))], (164, 156, 138), 0.05)
    for _ in range(5):
        x = place.uniform(-1, 16)
        canvas.polygon(
            [(x, level + 0.15), (x + 1.6, level + 0.15), (x + 1.3, level + 1.7), (x + 0.3, level + 1.7)],
            (148, 140, 124),
        )
    if shot.random() < 0.7:
        x = shot.uniform(3, 12)
        places.person(canvas, x, level + 0.75, 1.5, shot)
        canvas.box(x - 0.7, level + 0.25, 1.4, 0.6, (132, 122, 102))


def drain(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A channel full of mud and plastic, or one in which water runs."""
    places.across(canvas, place)
    canvas.box(-6, 7.0, 28, 8, (170, 166, 156))
    canvas.polygon([(-6, 8.2), (22, 8.2), (22, 11.4), (-6, 11.4)], (112, 106, 98))
    canvas.box(-6, 8.2, 28, 0.5, (88, 84, 78))
    canvas.box(-6, 8.7, 28, 2.5, (78, 104, 112) if is_solved else (74, 66, 52))
    canvas.box(-6, 11.3, 28, 0.3, (196, 192, 184))
    for _ in range(12):
        x, y = place.uniform(-2, 16), place.uniform(8.9, 11)
        canvas.line([(x, y), (x + place.uniform(0.6, 1.9), y)], (132, 158, 166) if is_solved else (94, 86, 70), 0.05)
    if not is_solved:
        for _ in range(32):
            canvas.blob(
                place.uniform(1, 15),
                place.uniform(8.9, 11.1),
                place.uniform(0.16, 0.52),
                place.uniform(0.12, 0.26),
                place.choice(RUBBISH),
                place,
            )


def posters(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Bills on a wall and a pole, or a clean wall."""
    places.across(canvas, place)
    wall = place.choice(places.WALLS)
    canvas.box(-6, 2.6, 28, 5.6, wall)
    canvas.box(-6, 2.4, 28, 0.3, (150, 140, 130))
    for number in range(-2, 8):
        canvas.box(number * 2.6, 2.7, 0.22, 5.5, (max(0, wall[0] - 22), max(0, wall[1] - 22), max(0, wall[2] - 22)))
    count = 3 if is_solved else 22
    for _ in range(count):
        x, y = place.uniform(-1, 15), place.uniform(3.2, 6.2)
        width, height = place.uniform(0.7, 1.5), place.uniform(0.9, 1.5)
        paper = (
            wall
            if is_solved
            else place.choice([(244, 236, 120), (246, 246, 240), (228, 96, 84), (120, 180, 216), (250, 190, 110)])
        )
        shade = (min(255, paper[0] + 8), min(255, paper[1] + 8), min(255, paper[2] + 8)) if is_solved else paper
        canvas.box(x, y, width, height, shade)
        if not is_solved:
            for row in range(3):
                canvas.box(x + 0.12, y + 0.2 + row * 0.28, width * place.uniform(0.4, 0.8), 0.1, (70, 70, 76))


def paint(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Scrawls on a wall, or fresh paint."""
    posters(canvas, place, shot, True)
    if is_solved:
        return
    for _ in range(7):
        x, y = place.uniform(1, 13), place.uniform(3.6, 6.4)
        colour = place.choice([(40, 40, 46), (190, 50, 60), (40, 90, 160), (50, 120, 80)])
        points = [
            (x + step * 0.28, y + math.sin(step * place.uniform(0.7, 1.6)) * place.uniform(0.3, 0.8))
            for step in range(9)
        ]
        canvas.line(points, colour, 0.14)


def cables(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A tangle of cables at a pole, or cables that run in order."""
    places.across(canvas, place)
    x = place.uniform(6.5, 9.5)
    canvas.box(x - 0.16, -1, 0.32, 9.2, (140, 138, 134))
    strands = 6 if is_solved else 22
    for number in range(strands):
        sag = 0.3 if is_solved else place.uniform(0.3, 3.4)
        y = 1.2 + number * 0.16 if is_solved else place.uniform(0.6, 3.0)
        end = y if is_solved else place.uniform(0.4, 3.4)
        points = [
            (-3 + step * 2.75, y + (end - y) * step / 8 + sag * math.sin(math.pi * (step % 4) / 4)) for step in range(9)
        ]
        canvas.line(points, (36, 36, 40), 0.05)
    if not is_solved:
        for number in range(5):
            canvas.line(
                [(x + math.cos(step) * (0.5 + number * 0.1), 3.0 + math.sin(step) * 0.6) for step in range(8)],
                (30, 30, 34),
                0.05,
            )


def shack(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A hut on public ground, or the ground without it."""
    places.across(canvas, place)
    if is_solved:
        canvas.box(3, 8.0, 10, 0.5, places.EARTH)
        return
    x = place.uniform(4, 6)
    canvas.box(x, 5.0, 6.4, 3.6, (150, 122, 92))
    for number in range(13):
        canvas.box(x + number * 0.5, 5.0, 0.06, 3.6, (118, 94, 70))
    canvas.polygon([(x - 0.6, 5.1), (x + 7.0, 5.1), (x + 6.6, 4.2), (x - 0.2, 4.3)], (140, 146, 150))
    canvas.box(x + 0.6, 6.4, 1.4, 2.2, (84, 66, 52))
    canvas.box(x + 2.8, 5.9, 2.9, 1.3, (54, 94, 150))


def smoke(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Rubbish that burns, or a cold, swept spot."""
    places.across(canvas, place)
    x = place.uniform(6, 10)
    canvas.blob(x, 9.4, 2.2 if is_solved else 1.9, 0.36, (88, 86, 84) if is_solved else (46, 42, 40), place)
    if is_solved:
        return
    for _ in range(7):
        canvas.blob(
            x + place.uniform(-1.2, 1.2),
            9.1 + place.uniform(-0.4, 0.2),
            0.34,
            0.52,
            place.choice([(240, 140, 50), (246, 190, 80), (222, 90, 48)]),
            place,
        )
    for number in range(12):
        canvas.glow(
            x + number * 0.35 + place.uniform(-0.6, 0.6), 8.4 - number * 0.66, 0.9 + number * 0.17, (206, 204, 202), 0.5
        )


def facility(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A playground or shelter in disrepair, or mended."""
    places.across(canvas, place)
    canvas.box(-6, 7.0, 28, 8, places.GRASS)
    x = place.uniform(4, 7)
    colour = (70, 130, 180) if is_solved else (150, 140, 128)
    sag = 0.0 if is_solved else 0.9
    for post in (0.0, 5.4):
        canvas.box(x + post, 5.0, 0.24, 4.4, colour)
    canvas.polygon(
        [(x - 0.7, 5.0), (x + 6.3, 5.0 + sag), (x + 5.4, 3.9 + sag), (x + 0.2, 3.9)],
        (206, 90, 66) if is_solved else (150, 96, 82),
    )
    canvas.polygon([(x + 0.8, 7.6), (x + 4.8, 7.6 + sag), (x + 4.8, 7.9 + sag), (x + 0.8, 7.9)], (176, 132, 90))
    for leg in (1.0, 4.4):
        canvas.box(x + leg, 7.8, 0.18, 1.5, (96, 92, 88))
    if not is_solved:
        for _ in range(9):
            canvas.blob(
                place.uniform(2, 14),
                place.uniform(9.4, 11.5),
                place.uniform(0.3, 0.8),
                0.2,
                place.choice([*places.LEAVES, *RUBBISH]),
                place,
            )


def tap(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A pipe that leaks over the footway, or a dry joint."""
    places.across(canvas, place)
    canvas.box(-6, 7.5, 28, 0.34, (66, 110, 160))
    x = place.uniform(6, 10)
    canvas.box(x - 0.4, 7.36, 0.8, 0.62, (170, 176, 180) if is_solved else (96, 92, 90))
    if is_solved:
        return
    for _ in range(18):
        angle, reach = place.uniform(-2.6, -0.5), place.uniform(0.6, 2.4)
        canvas.line([(x, 7.5), (x + math.cos(angle) * reach, 7.5 + math.sin(angle) * reach)], (190, 216, 232), 0.06)
    for _ in range(6):
        canvas.blob(
            x + place.uniform(-3, 3), place.uniform(8.7, 10.4), place.uniform(0.8, 2.0), 0.24, (132, 156, 170), place
        )


def corner(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A place where people gather, or an ordinary corner."""
    places.across(canvas, place)
    for _ in range(1 if is_solved else 6):
        places.person(canvas, shot.uniform(3, 13), shot.uniform(8.0, 9.4), shot.uniform(1.2, 1.5), shot)
