"""The works of the comparison in Python's match, timed. Prints: name, nanoseconds for one subject."""

import timeit


def responses(r):
    match r:
        case {"status": 200, "data": data}:
            return 0
        case {"status": 404}:
            return 1
        case {"status": 500, "error": str(text)}:
            return 2
        case {"status": float(status) | int(status)} if 400 <= status < 500:
            return 3
        case _:
            return 4


def nested(r):
    match r:
        case {"user": {"name": str(name), "address": {"city": "Berlin"}}}:
            return 0
        case {"user": {"role": "admin", "address": {"city": str(city)}}}:
            return 1
        case {"user": {"name": str(name)}}:
            return 2
        case _:
            return 3


def commands(r):
    match r:
        case ["go", str(to)]:
            return 0
        case ["drop", *rest]:
            return 1
        case ["take", *rest, str(to)]:
            return 2
        case [str(verb), *_]:
            return 3


def keyed(n):
    code = "def f(r):\n match r:\n"
    for i in range(n):
        code += f'  case {{"type": "event.{i}.created"}}: return {i}\n'
    scope = {}
    exec(code, scope)
    subjects = [{"type": f"event.{i}.created", "id": float(i)} for i in range(n)]
    return scope["f"], subjects, list(range(n))


WORKS = {
    "the response handler over decoded JSON": (responses, [
        {"status": 200.0, "data": "hello"}, {"status": 404.0}, {"status": 500.0, "error": "disk"}, {"status": 500.0},
        {"status": 418.0, "error": "tea"}, {"status": "404"}, {"data": 1.0}, "nothing"], [0, 1, 2, 4, 3, 4, 4, 4]),
    "nested objects": (nested, [
        {"user": {"name": "ann", "address": {"city": "Berlin", "zip": "10115"}}},
        {"user": {"name": "bob", "role": "admin", "address": {"city": "Paris"}}},
        {"user": {"name": "cy", "address": {"city": "Rome"}}}, {"user": {"id": 7.0}}], [0, 1, 2, 3]),
    "commands with a star": (commands, [
        ["go", "north"], ["drop", "key", "lamp"], ["take", "key", "lamp", "bag"], ["look", "at", "it"]], [0, 1, 2, 3]),
    "8 arms on one key": keyed(8),
    "64 arms on one key": keyed(64),
}

for name, (f, subjects, arms) in WORKS.items():
    assert [f(s) for s in subjects] == arms, name

    def run():
        for s in subjects:
            f(s)

    rounds = max(1, 20000 // len(subjects))
    best = min(timeit.repeat(run, number=rounds, repeat=5))
    print(f"{name}\t{best / rounds / len(subjects) * 1e9:.0f}")
