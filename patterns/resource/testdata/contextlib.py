"""Prints what contextlib does with every small program of closers and suppressions.

A program is read left to right: "." enters a closer that works, "x" and "y" closers
that raise X and Y, "X" and "Y" suppress those. After a colon stands what the body raises. Then: in which
order the closers ran, and what came out. Programs in which two errors meet are left
out: of two, contextlib raises one, and suppressing that loses the other.
"""

import contextlib
import itertools


class X(Exception):
    pass


class Y(Exception):
    pass


ERRORS = {"x": X, "y": Y}


class Closer:
    def __init__(self, at, kind, order, met):
        self.at, self.kind, self.order, self.met = at, kind, order, met

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.order.append(str(self.at))
        if self.kind in ERRORS:
            if error is not None:
                self.met.append(True)
            raise ERRORS[self.kind]()


def run(items, body):
    order, met, out = [], [], "-"
    try:
        with contextlib.ExitStack() as stack:
            for at, item in enumerate(items):
                if item in "XY":
                    stack.enter_context(contextlib.suppress(ERRORS[item.lower()]))
                else:
                    stack.enter_context(Closer(at, item, order, met))
            if body in ERRORS:
                raise ERRORS[body]()
    except (X, Y) as error:
        out = type(error).__name__
    if not met:
        print(f"{''.join(items)}:{body}", "".join(order) or "-", out)


for size in range(5):
    for items in itertools.product(".xyXY", repeat=size):
        for body in "-xy":
            run(items, body)
