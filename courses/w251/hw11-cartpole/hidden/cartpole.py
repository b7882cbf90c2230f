"""Cart and pole with drawn physics, seen through drawn sensors; NumPy only.

The copy in starter/data is what students practise with: the worlds are drawn in the
same way, from other seeds.
"""

import numpy as np

STEPS = 500
TICK_S = 0.02
FORCE = 10.0
CART_KG, POLE_KG = 1.0, 0.1
FARTHEST_M = 2.4
STEEPEST = np.deg2rad(12)


def draw_world(rng):
    """Gravity, half the pole's length, and how four sensors show the state."""
    return {
        "gravity": rng.uniform(6, 14),
        "length": rng.uniform(0.35, 0.9),
        "order": rng.permutation(4),
        "scale": rng.choice([-1.0, 1.0], 4) * 10 ** rng.uniform(-1, 1, 4),
    }


def begin(count, rng):
    """So many carts, almost at rest: position, speed, angle, turning speed."""
    return rng.uniform(-0.05, 0.05, (count, 4))


def step(world, states, actions):
    """The states one tick later; action 1 pushes to the right, 0 to the left."""
    x, speed, angle, turning = states.T
    force = np.where(actions == 1, FORCE, -FORCE)
    cos, sin = np.cos(angle), np.sin(angle)
    total, lever = CART_KG + POLE_KG, POLE_KG * world["length"]
    push = (force + lever * turning**2 * sin) / total
    inertia = world["length"] * (4 / 3 - POLE_KG * cos**2 / total)
    swing = (world["gravity"] * sin - cos * push) / inertia
    rush = push - lever * swing * cos / total
    change = np.stack([speed, rush, turning, swing], axis=1)
    return states + TICK_S * change


def has_fallen(states):
    """Too far out, or too steep."""
    return (np.abs(states[:, 0]) > FARTHEST_M) | (np.abs(states[:, 2]) > STEEPEST)


def observe(world, states):
    """What the four sensors say."""
    return states[:, world["order"]] * world["scale"]


def record(world, rng, *, carts=20, ticks=250):
    """A log of random pushes: observations, actions, what followed, what ended it."""
    states, rows = begin(carts, rng), []
    for _ in range(ticks):
        actions = rng.integers(0, 2, carts)
        after = step(world, states, actions)
        ended = has_fallen(after)
        rows.append((observe(world, states), actions, observe(world, after), ended))
        states = np.where(ended[:, None], begin(carts, rng), after)
    names = ("observations", "actions", "next_observations", "ended")
    return dict(zip(names, map(np.concatenate, zip(*rows))))


def play(world, rng, act, *, episodes=50):
    """The return of every episode: how many ticks the pole stayed up, at most 500.

    `act` gets the observations of all episodes at once; those that are over repeat
    their last one.
    """
    states = begin(episodes, rng)
    is_up, returns = np.ones(episodes, bool), np.zeros(episodes)
    for _ in range(STEPS):
        actions = act(observe(world, states))
        returns += is_up
        states = np.where(is_up[:, None], step(world, states, actions), states)
        is_up &= ~has_fallen(states)
        if not is_up.any():
            break
    return returns
