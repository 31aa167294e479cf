"""What can be wrong with a street, and what it looks like when it has been put right; one painter a kind of problem."""

from random import Random

from tanggap.config.demo.scenes import places
from tanggap.config.demo.scenes.canvas import Canvas, Colour
from tanggap.config.demo.scenes.places import RUBBISH


def lamp(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A street lamp, dark or burning."""
    middle = places.along(canvas, place)
    for number in range(4, -1, -1):
        near = 0.58**number
        x, ground = middle + 0.7 + 4.6 * near, places.HORIZON + 4.6 * near
        top = ground - 7.6 * near
        canvas.polygon(
            [(x - 0.09 * near, ground), (x + 0.09 * near, ground), (x + 0.05 * near, top), (x - 0.05 * near, top)],
            (120, 124, 128),
        )
        canvas.line([(x, top), (x - 1.5 * near, top - 0.25 * near)], (120, 124, 128), 0.09 * near)
        burns = is_solved or number > 1
        canvas.box(
            x - 2.1 * near,
            top - 0.38 * near,
            0.75 * near,
            0.2 * near,
            (255, 236, 170) if burns else (70, 74, 80),
            glows=burns,
        )
        if burns:
            canvas.glow(x - 1.75 * near, top - 0.2 * near, 2.6 * near + 0.2, (255, 226, 150), 0.9)
            canvas.glow(x - 1.9 * near, ground - 0.1 * near, 2.9 * near, (255, 220, 150), 0.42)
    if shot.random() < 0.5:
        places.person(canvas, middle - 3.4 + shot.uniform(-1, 1), 9.4, 1.1, shot)


def road(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Potholes, or the patches that closed them."""
    middle = places.along(canvas, place)
    for number in range(place.randint(2, 4)):
        y = 7.2 + number * 1.35 + place.uniform(-0.2, 0.3)
        size = (y - places.HORIZON) * place.uniform(0.2, 0.34)
        x = middle + place.uniform(-1, 1) * (y - places.HORIZON) * 0.55
        if is_solved:
            canvas.polygon(
                [
                    (x - size * 1.3, y - size * 0.42),
                    (x + size * 1.2, y - size * 0.42),
                    (x + size * 1.5, y + size * 0.42),
                    (x - size * 1.6, y + size * 0.42),
                ],
                (66, 67, 70),
            )
        else:
            canvas.blob(x, y, size * 1.45, size * 0.5, (86, 84, 82), place)
            canvas.blob(x, y + size * 0.03, size * 1.15, size * 0.36, (58, 54, 50), place)
            if place.random() < 0.6:
                canvas.blob(x + size * 0.1, y + size * 0.08, size * 0.8, size * 0.2, (142, 132, 116), place)
            for _ in range(5):
                canvas.blob(
                    x + place.uniform(-1.9, 1.9) * size,
                    y + place.uniform(-0.6, 0.6) * size,
                    0.09,
                    0.05,
                    (140, 138, 132),
                    place,
                )
    if is_solved:
        places.cone(canvas, middle - 3.6 + shot.uniform(-0.5, 0.5), 10.6, 1.2)


def footway(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Broken paving, or whole."""
    places.across(canvas, place)
    canvas.box(-6, 7.6, 28, 6, (186, 182, 172))
    broken = set(place.sample(range(45), 12))
    for row in range(5):
        for column in range(9):
            number = row * 9 + column
            x, y = -1 + column * 2.05 + (row % 2) * 0.6, 7.7 + row * 0.95
            shade = place.randint(-8, 8)
            tile = (200 + shade, 178 + shade, 150 + shade) if column != 4 else (222, 188, 70)
            if is_solved or number not in broken:
                canvas.box(x, y, 1.97, 0.88, tile)
            else:
                canvas.box(x, y, 1.97, 0.88, (122, 100, 78))
                canvas.polygon(
                    [
                        (x + 0.1, y + 0.1),
                        (x + place.uniform(0.6, 1.4), y + 0.2),
                        (x + 0.7, y + 0.75),
                        (x + 0.2, y + 0.6),
                    ],
                    tile,
                )
                canvas.blob(x + 1.4, y + 0.6, 0.34, 0.16, (150, 128, 102), place)
    if shot.random() < 0.5:
        places.person(canvas, shot.uniform(2, 13), 9.2, 1.6, shot)


def tree(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """A tree across the road, or its stump and a clear road."""
    middle = places.along(canvas, place)
    side = place.choice([-1, 1])
    foot = (middle + side * 5.4, 9.6)
    if is_solved:
        canvas.box(foot[0] - 0.42, foot[1] - 0.62, 0.84, 0.62, (116, 88, 64))
        canvas.oval(foot[0], foot[1] - 0.62, 0.42, 0.15, (206, 172, 126))
        places.cone(canvas, foot[0] - side * 1.4, 10.0, 1.0)
        return
    tip = (middle - side * 3.4, 8.3)
    canvas.polygon(
        [(foot[0], foot[1] - 0.4), (foot[0], foot[1] + 0.35), (tip[0], tip[1] + 0.12), (tip[0], tip[1] - 0.12)],
        (108, 82, 60),
    )
    for number in range(4):
        share = 0.4 + number * 0.17
        x, y = foot[0] + (tip[0] - foot[0]) * share, foot[1] + (tip[1] - foot[1]) * share
        canvas.line([(x, y), (x + place.uniform(-0.7, 0.7), y - place.uniform(0.7, 1.4))], (108, 82, 60), 0.14)
    leaf = place.choice(places.LEAVES)
    for _ in range(16):
        share = place.uniform(0.5, 1.1)
        x, y = foot[0] + (tip[0] - foot[0]) * share, foot[1] + (tip[1] - foot[1]) * share
        shade = place.randint(-12, 20)
        colour = (leaf[0] + shade, leaf[1] + shade, max(0, leaf[2] + shade))
        canvas.blob(
            x + place.uniform(-0.9, 0.9),
            y + place.uniform(-1.1, 0.6),
            place.uniform(0.6, 1.1),
            place.uniform(0.4, 0.8),
            colour,
            place,
        )


def parking(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Cars on the footway under a sign that forbids it, or a free footway."""
    places.across(canvas, place)
    x = place.uniform(1.5, 3.0)
    canvas.line([(x, 8.2), (x, 4.0)], (150, 152, 156), 0.1)
    canvas.oval(x, 3.7, 0.62, 0.62, (196, 52, 48))
    canvas.oval(x, 3.7, 0.46, 0.46, (44, 86, 150))
    canvas.line([(x - 0.34, 3.36), (x + 0.34, 4.04)], (196, 52, 48), 0.13)
    if is_solved:
        if shot.random() < 0.6:
            places.person(canvas, shot.uniform(6, 12), 8.1, 1.35, shot)
        return
    for number in range(3):
        places.car(canvas, 3.4 + number * 4.4 + place.uniform(-0.2, 0.2), 8.9, place.uniform(0.98, 1.1), place)


def stalls(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Stalls that fill the footway, or a footway to walk on."""
    places.across(canvas, place)
    if is_solved:
        places.person(canvas, shot.uniform(4, 12), 8.1, 1.35, shot)
        return
    for number in range(4):
        x = 0.8 + number * 3.9 + place.uniform(-0.3, 0.3)
        first = place.choice([(208, 66, 58), (58, 112, 176), (238, 176, 60), (70, 146, 98)])
        for stripe in range(6):
            colour = first if stripe % 2 else (242, 240, 232)
            canvas.polygon(
                [
                    (x + 1.5 + (stripe - 3) * 0.2, 4.6),
                    (x + 1.5 + (stripe - 2) * 0.2, 4.6),
                    (x + (stripe + 1) * 0.56 - 0.1, 5.7),
                    (x + stripe * 0.56 - 0.1, 5.7),
                ],
                colour,
            )
        canvas.line([(x + 0.1, 5.7), (x + 0.1, 8.3)], (96, 78, 62), 0.08)
        canvas.line([(x + 3.0, 5.7), (x + 3.0, 8.3)], (96, 78, 62), 0.08)
        canvas.box(x + 0.1, 7.0, 2.9, 1.2, place.choice(places.WALLS))
        for _ in range(5):
            canvas.oval(x + place.uniform(0.4, 2.8), 6.9, 0.2, 0.17, place.choice(RUBBISH))


def traffic(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Signals or a sign that lean and are dark, or stand and show."""
    middle = places.along(canvas, place)
    lean = 0.0 if is_solved else place.choice([-1, 1]) * place.uniform(0.9, 1.6)
    x, ground = middle + place.uniform(2.8, 3.8), 10.2
    top = (x + lean, 3.4)
    canvas.line([(x, ground), top], (110, 114, 118), 0.16)
    canvas.polygon(
        [
            (top[0] - 0.5, top[1] - 1.6),
            (top[0] + 0.5, top[1] - 1.6),
            (top[0] + 0.5, top[1] + 1.3),
            (top[0] - 0.5, top[1] + 1.3),
        ],
        (46, 48, 52),
    )
    shown = shot.randrange(3)
    for number, colour in enumerate([(226, 60, 52), (240, 190, 60), (70, 190, 110)]):
        burns = is_solved and number == shown
        dull: Colour = (colour[0] // 4 + 20, colour[1] // 4 + 20, colour[2] // 4 + 20)
        canvas.oval(top[0], top[1] - 1.1 + number * 0.9, 0.33, 0.33, colour if burns else dull, glows=burns)
        if burns:
            canvas.glow(top[0], top[1] - 1.1 + number * 0.9, 1.1, colour, 0.5)
    places.car(canvas, middle - 5.4 + shot.uniform(-0.6, 0.6), 9.6, 0.9, shot)


def rubble(canvas: Canvas, place: Random, shot: Random, is_solved: bool) -> None:
    """Earth and stones of a dig that nobody closed, or a levelled place."""
    places.across(canvas, place)
    x = place.uniform(6, 10)
    if is_solved:
        canvas.polygon([(x - 3, 8.9), (x + 3, 8.9), (x + 3.5, 10.6), (x - 3.5, 10.6)], (74, 75, 78))
        places.cone(canvas, x + 4.1, 10.2, 1.1)
        return
    canvas.blob(x, 9.5, 3.1, 0.8, (60, 52, 46), place)
    for number in range(20):
        canvas.blob(
            x + place.uniform(-3.4, 1.4),
            8.8 - number * 0.05 + place.uniform(-0.2, 0.4),
            place.uniform(0.3, 0.8),
            place.uniform(0.22, 0.5),
            place.choice([(150, 124, 98), (134, 110, 88), (164, 158, 150)]),
            place,
        )
    canvas.box(x - 3.8, 7.6, 0.12, 1.8, (220, 90, 60))
    canvas.box(x + 3.6, 7.6, 0.12, 1.8, (220, 90, 60))
    canvas.line([(x - 3.7, 7.8), (x, 8.1), (x + 3.7, 7.8)], (244, 206, 70), 0.1)
