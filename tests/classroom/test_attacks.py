"""What a hostile submission tries, and that it gains nothing; beside each, the honest submission that looks alike and loses nothing.

An attack stands before functions that are wrong, unless it defines its own. Its honest twin stands before functions that are right.
"""

from __future__ import annotations

import os
import re
import socket
import textwrap
import threading
import time
from dataclasses import dataclass

import psutil
import pytest
from conftest import (
    FULL,
    IMPORTS,
    LIMITS,
    PATIENCE,
    RIGHT,
    RIGHT_SCALE,
    RIGHT_TOTAL,
    SCALE_POINTS,
    TOTAL_POINTS,
    WRONG,
    earned,
    exercise,
    judge_for,
    messages,
    source_notebook,
    write_source,
)

from dlcourse.classroom import memory, problems, referee
from dlcourse.classroom.judge import Cell
from dlcourse.classroom.referee import Referee
from dlcourse.classroom.sandbox import ENVIRONMENT, Limits, MiB

WRONG_SAYS = "Multiply every element by the factor."


@dataclass(frozen=True)
class Attack:
    """``code``, the mark that it must get, and what a person must be told; ``twin`` is its honest counterpart, which earns full marks."""

    name: str
    code: str
    says: str = WRONG_SAYS
    mark: float = 0.0
    twin: str | None = None
    limits: Limits = LIMITS
    complete: bool = False  # the code defines the functions itself


def a(name: str, code: str, then: str = "", **more: object) -> Attack:
    return Attack(name, textwrap.dedent(code) + then, **more)


CHANNEL = """
import gc, os, struct
from dlcourse.classroom import wire, worker
channel = next(thing for thing in gc.get_objects() if isinstance(thing, worker.Channel))
def forge(raw):
    def function(*_):
        os.write(channel._writing, raw)
        os._exit(0)
    return function
"""


def reply(raw: str) -> str:
    """Functions that write raw bytes where their reply should stand."""
    return f"{CHANNEL}\nscale = total = forge({raw})\n"


TIME_SAYS = "Time limit exceeded: your code did not end within 3 seconds."

GRADERS_THAT_WERE_FOOLED = [
    a("replaces numpy.allclose", "import numpy\nnumpy.allclose = np.allclose = np.isclose = lambda *_, **__: True\n"),
    a("strips asserts", """
        import ast, builtins, sys
        class Strip(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.Pass()
        try:
            get_ipython().ast_transformers.append(Strip())
        except AttributeError:
            pass
        real = builtins.compile
        builtins.compile = lambda s, f, m, *r, **k: real(Strip().visit(ast.parse(s)) if isinstance(s, str) else s, f, m, *r, **k)
        sys.flags.__class__
    """),
    a("forges a result file with a pickle in it", """
        import os, pickle
        class Run:
            def __reduce__(self): return (os.system, ("touch /tmp/pwned",))
        for name in ("results.pkl", "results.json", "/tmp/grades.csv", ".OTTER_LOG", "_build.json"):
            open(name, "wb").write(pickle.dumps(Run()))
    """),
    a("forges the result object", """
        import gc, sys
        class Result: earned = grade = score = 5.0
        for thing in gc.get_objects():
            if type(thing).__name__ in ("Verdict", "Result", "Judge"): thing.earned = 5.0
        sys.modules["__main__"].result = Result()
    """),
    a("never ends", "def scale(x, factor):\n    while True: pass\n" + RIGHT_TOTAL, says=TIME_SAYS, mark=TOTAL_POINTS, limits=PATIENCE, complete=True,
      twin="def count():\n    n = 0\n    while n < 1000: n += 1\ncount()\n"),
    a("a cell never ends", "while True: pass\n", says="Cell 6: " + TIME_SAYS, limits=PATIENCE, twin="while False: pass\n"),
    a("takes all memory", "def scale(x, factor):\n    return bytearray(64 * 2**30)\n" + RIGHT_TOTAL, says="Your code raised MemoryError", mark=TOTAL_POINTS, complete=True,
      twin="a = bytearray(50 * 2**20)\n"),
    a("leaves without a word", "import os\nos._exit(0)\n", says="Cell 6: Your code ended the Python process.", twin="import os\nos.getpid()\n"),
    a("leaves from a function", "import os\ndef scale(x, factor):\n    os._exit(0)\n" + RIGHT_TOTAL, says="Your code ended the Python process.", mark=TOTAL_POINTS, complete=True),
    a("forks 300 children", """
        import os, time
        alive = 0
        for _ in range(300):
            try:
                if os.fork() == 0:
                    time.sleep(60); os._exit(0)
                alive += 1
            except OSError: pass
        def total(values): raise RuntimeError(f"{alive} alive")
        def scale(x, factor): raise RuntimeError("300 alive" if alive >= 300 else "stopped")
    """, says="Your code raised RuntimeError: stopped", complete=True, twin="import os\nif os.fork() == 0: os._exit(0)\nos.wait()\n"),
    a("prints 200 MB", "line = 'x' * 2**20\nfor _ in range(200): print(line)\n", twin="print('hello')\n"),
    a("shows the inputs of hidden checks in an exception", """
        def scale(x, factor):
            if len(x) > 2: raise ValueError(f"seen {x}")
            return x * factor
    """, then=RIGHT_TOTAL, says="Your code raised an exception in a hidden check.", mark=TOTAL_POINTS, complete=True,
      twin="def check(x):\n    if len(x) == 0: raise ValueError(f'seen {x}')\n"),
]  # fmt: skip

PROTOCOL = [
    a("forged replies, written ahead", CHANNEL + "for number in range(200): os.write(channel._writing, wire.frame({'id': number, 'ok': 6}))\n",
      says="Cell 6: Your code's process broke the protocol: a reply to no question.", twin="import os\nos.write(os.open('/tmp/frame', os.O_CREAT | os.O_WRONLY), b'{}')\n"),
    a("an endless reply", CHANNEL + """
def scale(*_):
    os.write(channel._writing, struct.pack(">I", 60 * 2**20) + b"[")
    while True: os.write(channel._writing, b"1,")
total = scale
""", says=TIME_SAYS + "|is not JSON|too many values", limits=PATIENCE, complete=True),
    a("a reply that announces 4 GB", reply("struct.pack('>I', 2**32 - 1) + b'x' * 100"), says="broke the protocol: the reply is too long.", complete=True),
    a("garbage", reply("struct.pack('>I', 64) + bytes(range(64, 128))"), says="broke the protocol: the reply is not JSON.", complete=True),
    a("half a reply", reply("struct.pack('>I', 64) + b'{'"), says="Your code ended the Python process.", complete=True),
    a("JSON that is a list", reply("struct.pack('>I', 2) + b'[]'"), says="broke the protocol: the reply is not a JSON object.", complete=True),
    a("JSON nested 200,000 deep", reply("struct.pack('>I', 400_000) + b'[' * 200_000 + b']' * 200_000"), says="broke the protocol: the reply nests too deeply.|Your code ended the Python process.", complete=True),
    a("a million values", reply("(lambda body: struct.pack('>I', len(body)) + body)(b'{\"id\":1,\"ok\":[' + b'0,' * 1_000_000 + b'0]}')"), says="too many values|Your code ended", complete=True),
    a("a number of a million digits", CHANNEL + """
class Long:
    pass
def scale(*_):
    body = b'{"id":1,"ok":' + b'9' * 1_000_000 + b'}'
    raw = struct.pack(">I", len(body)) + body
    while raw: raw = raw[os.write(channel._writing, raw):]
    while True: pass
total = scale
""", says="too many digits", limits=PATIENCE, complete=True),
    a("an array that claims 1e12 doubles", CHANNEL + """
import base64
def header(shape, descr="<f8"):
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\\n"
    return {"$": "array", "as": "numpy", "npy": base64.b64encode(b"\\x93NUMPY\\x01\\x00" + struct.pack("<H", len(text)) + text.encode()).decode()}
wire.encode = lambda value, *_: header((10**12,)) if not isinstance(value, (list, dict)) else []
""" + RIGHT, says="broke the protocol: the reply holds an array", complete=True, twin="big = np.zeros(10**6)\n"),
    a("a pickle in an array", CHANNEL + """
import base64, io, numpy
class Evil:
    def __reduce__(self): return (os.system, ("touch /tmp/pwned",))
buffer = io.BytesIO()
numpy.save(buffer, numpy.array([Evil()], dtype=object), allow_pickle=True)
npy = {"$": "array", "as": "numpy", "npy": base64.b64encode(buffer.getvalue()).decode()}
wire.encode = lambda value, *_: npy if not isinstance(value, (list, dict)) else []
""" + RIGHT, says="broke the protocol: the reply holds an array whose header is not that of plain numbers.", complete=True),
    a("an object that equals everything", """
        class Same:
            def __eq__(self, other): return True
            __ne__ = __gt__ = lambda *_: False
            __array__ = lambda self, *_, **__: np.array([3.0, 6.0])
            __len__ = lambda self: 2
        def scale(x, factor): return Same()
        def total(values): return Same()
    """, says="a value of type Same cannot be carried", complete=True),
    a("NaN", "def scale(x, factor): return x * np.nan\ndef total(values): return float('nan')\n", complete=True),
    a("sleeps past the limit", "import time\ndef scale(x, factor):\n    time.sleep(3600)\n" + RIGHT_TOTAL, says=TIME_SAYS, mark=TOTAL_POINTS, limits=PATIENCE, complete=True,
      twin="import time\ntime.sleep(0.1)\n"),
    a("fills every folder it can write to", """
        import os
        written = 0
        for folder in ("/tmp", "/home", "/home/student", "/dev/shm", "/", "/dev", "/root", "/run", "/course", "/var", "/etc"):
            for number in range(40):
                try:
                    with open(f"{folder}/fill{number}", "wb", buffering=0) as file:
                        for _ in range(30): written += file.write(bytes(2**20))
                except OSError: pass
        def scale(x, factor): raise RuntimeError("contained" if written <= 3 * 64 * 2**20 else f"wrote {written}")
        total = scale
    """, says="Your code raised RuntimeError: contained", complete=True, twin="open('/tmp/note', 'w').write('hello')\n"),
]  # fmt: skip

OUR_OWN = [
    a("exchanges the wire in sys.modules", """
        import sys, types
        fake = types.ModuleType("dlcourse.classroom.wire")
        fake.encode = lambda *_: 6
        fake.decode = lambda *_, **__: 6
        sys.modules["dlcourse.classroom.wire"] = fake
        sys.modules["numpy.testing"] = fake
    """),
    a("patches the worker that it runs in", """
        import gc
        from dlcourse.classroom import worker
        for thing in gc.get_objects():
            if isinstance(thing, worker.Worker): thing._on_call = lambda request: {"ok": True, "earned": 5, "passed": True, "verdict": "full"}
    """, says=WRONG_SAYS, twin="import gc\ngc.collect()\n"),
    a("hooks every import", """
        import sys
        class Hook:
            def find_spec(self, name, path=None, target=None): raise ImportError(name)
        sys.meta_path.insert(0, Hook()); sys.path_hooks.clear()
    """, says="Your code ended the Python process.|Multiply", twin="import sys\nsys.meta_path.insert(0, type('Hook', (), {'find_spec': lambda *_: None})())\nimport fractions\n"),
    a("redefines assert's exception and len", "import builtins\nbuiltins.AssertionError = type('Quiet', (Exception,), {'__bool__': lambda s: False})\nbuiltins.len = lambda _: 0\n",
      says="Cell 6: Your code's process broke the protocol", twin="import builtins\nbuiltins.answer = 42\n"),
    a("an array subclass with its own comparison", """
        class Yes(np.ndarray):
            def __eq__(self, other): return np.ones(2, bool)
            def __array_ufunc__(self, *_, **__): return True
            def __array_function__(self, *_, **__): return True
        def scale(x, factor): return np.zeros(2).view(Yes)
        def total(values): return type("Six", (int,), {"__eq__": lambda *_: True, "__hash__": int.__hash__})(0)
    """, complete=True),
    a("an empty array, which equals anything", "def scale(x, factor): return np.empty((0, 1))\n" + RIGHT_TOTAL, says="your function returned an empty array", mark=TOTAL_POINTS, complete=True),
    a("empties the judge's own arguments", "def scale(x, factor):\n    x[...] = 0\n    return np.zeros(len(x))\ndef total(values):\n    values.clear()\n    return 0\n", complete=True,
      twin="def clear(values):\n    values = list(values)\n    values.clear()\nclear([1])\n"),
    a("right in public, wrong in hidden", "calls = []\ndef scale(x, factor):\n    calls.append(1)\n    return x * factor if len(x) == 2 else x\n" + RIGHT_TOTAL,
      says="Negative numbers count too, not only ….", mark=TOTAL_POINTS, complete=True),
    a("names an exception after the hidden input", """
        def scale(x, factor):
            if len(x) > 2: raise type(f"Input{x[2]}", (Exception,), {})()
            return x * factor
    """, then=RIGHT_TOTAL, says="Your code raised an exception in a hidden check.", mark=TOTAL_POINTS, complete=True),
    a("smuggles the hidden input out as an AssertionError", """
        def scale(x, factor):
            assert len(x) < 3, f"the input was {x}"
            return x * factor
    """, then=RIGHT_TOTAL, says="Your code raised an exception in a hidden check.", mark=TOTAL_POINTS, complete=True),
    a("smuggles the hidden input out in what it returns", """
        def scale(x, factor):
            return x * factor if len(x) < 3 else [str(x)]
    """, then=RIGHT_TOTAL, says="A hidden check cannot use what your function returned.", mark=TOTAL_POINTS, complete=True),
    a("keeps the public phase's state for the hidden one", """
        import os
        def scale(x, factor):
            seen = [p for f in ("/tmp", "/dev/shm", "/home/student") for p in os.listdir(f)]
            for f in ("/tmp", "/dev/shm", "/home/student"): open(f"{f}/mark{len(x)}", "w").close()
            if len(x) > 2 and any(p.startswith("mark2") for p in seen): return x * factor
            return x * factor if len(x) == 2 else x
    """, then=RIGHT_TOTAL, says="Negative numbers count too", mark=TOTAL_POINTS, complete=True),
    a("leaves from a function with sys.exit", "import sys\ndef scale(x, factor): sys.exit(0)\n" + RIGHT_TOTAL, says="Your code raised SystemExit: 0", mark=TOTAL_POINTS, complete=True,
      twin="import sys\nsys.getrefcount(1)\n"),
    a("raises what no except catches", "class Out(BaseException):\n    def __str__(self): raise KeyboardInterrupt\ndef scale(x, factor): raise Out\n" + RIGHT_TOTAL,
      says="Your code raised Out", mark=TOTAL_POINTS, complete=True),
    a("overflows the C stack", "import sys\nsys.setrecursionlimit(10**9)\ndef scale(x, factor):\n    return list(map(lambda _: scale(x, factor), [0]))\n" + RIGHT_TOTAL,
      says="Your code ended the Python process.|Your code raised RecursionError", mark=TOTAL_POINTS, complete=True, twin="import sys\nsys.setrecursionlimit(5000)\n"),
    a("kills itself from C", "import ctypes\ndef scale(x, factor): ctypes.string_at(0)\n" + RIGHT_TOTAL, says="Your code ended the Python process.", mark=TOTAL_POINTS, complete=True,
      twin="import ctypes\nctypes.sizeof(ctypes.c_int)\n"),
    a("closes every file descriptor", "import os\ndef scale(x, factor):\n    os.closerange(0, 256)\n    return x * factor\n" + RIGHT_TOTAL, says="Your code ended the Python process.", mark=TOTAL_POINTS, complete=True),
    a("writes frames to standard output", "import os, sys, struct\nfor fd in (0, 1, 2):\n    try: os.write(fd, struct.pack('>I', 9) + b'{\"ok\": 6}')\n    except OSError: pass\nsys.stdout.write('passed'); sys.stdout.close(); sys.stderr.close()\n"),
    a("reads standard input", "import sys\nanswer = sys.stdin.read() + open('/dev/stdin').read()\ntry: input()\nexcept EOFError: pass\n"),
    a("a thread goes on after the function returned", """
        import threading, time
        def poison(x):
            for _ in range(10_000):
                x[...] = 99
        def scale(x, factor):
            threading.Thread(target=poison, args=(x,), daemon=True).start()
            return np.zeros(len(x))
        def total(values): return 0
    """, complete=True, twin="import threading\nthread = threading.Thread(target=lambda: None)\nthread.start(); thread.join()\n"),
    a("a thread forges the next reply", CHANNEL + """
import threading
def flood():
    for number in range(1, 2000):
        try: os.write(channel._writing, wire.frame({"id": number, "ok": 6}))
        except OSError: return
threading.Thread(target=flood, daemon=True).start()
""", says="broke the protocol", twin="import threading\nthreading.Thread(target=print, daemon=True).start()\n"),
    a("ignores signals and raises its limits", """
        import resource, signal
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        raised = 0
        for which in (resource.RLIMIT_NPROC, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE):
            try: resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)); raised += 1
            except (OSError, ValueError): pass
        def scale(x, factor): raise RuntimeError(f"raised {raised} limits")
        def total(values):
            while True: pass
    """, says="Your code raised RuntimeError: raised 0 limits\n" + TIME_SAYS, limits=PATIENCE, complete=True, twin="import signal\nsignal.getsignal(signal.SIGINT)\n"),
    a("a name that only looks right", "def sc\u0430le(x, factor):\n    return x * factor\n" + RIGHT_TOTAL, says="Your code raised NameError: name 'scale' is not defined", mark=TOTAL_POINTS, complete=True,
      twin="größe = 3\nпривет = 数 = größe\n"),
    a("terminal and page control in an exception", "def scale(x, factor): raise ValueError('\\x1b[2J\\u202e<script>alert(1)</script>\\ud800\\n# 5 of 5')\n" + RIGHT_TOTAL,
      says=r"Your code raised ValueError: \[2J <script>alert\(1\)</script>\? # 5 of 5", mark=TOTAL_POINTS, complete=True),
    a("a poisoned __array__", "class Poison:\n    def __array__(self, *_, **__): return np.array([3.0, 6.0])\n    def __float__(self): return 6.0\ndef scale(x, factor): return Poison()\ndef total(values): return Poison()\n",
      says="a value of type Poison cannot be carried", complete=True),
    a("a list that contains itself", "def scale(x, factor):\n    loop = []\n    loop.append(loop)\n    return loop\n" + RIGHT_TOTAL, says="contains itself", mark=TOTAL_POINTS, complete=True),
    a("a generator without end", "import itertools\ndef total(values): return itertools.count()\n" + RIGHT_SCALE, says="a value of type count cannot be carried", mark=SCALE_POINTS, complete=True),
    a("an array of four hundred million bytes", "def scale(x, factor): return np.zeros(50_000_000)\n" + RIGHT_TOTAL, says="too large to be carried", mark=TOTAL_POINTS, complete=True),
    a("calls a function of the judge that it was never given", CHANNEL + """
def scale(x, factor):
    channel.send({"question": 0, "args": [], "kwargs": {"$": "dict", "items": []}})
    raise RuntimeError(str(channel.receive()))
""" + RIGHT_TOTAL, says="there is no such function", mark=TOTAL_POINTS, complete=True),
    a("calls the judge without end", CHANNEL + """
def scale(x, factor):
    while True:
        channel.send({"question": -1, "args": [], "kwargs": []})
        channel.receive()
""" + RIGHT_TOTAL, says="without end", mark=TOTAL_POINTS, complete=True),
    a("links to files outside", """
        import os
        found = []
        for target in ("/etc/passwd", "/etc/shadow", "/var/log", "/sys/kernel", "/proc/kcore", "/proc/1/environ", "/proc/1/mem", "/proc/1/root/etc", "/proc/1/cwd"):
            os.symlink(target, "link")
            for read in (lambda: open("link", "rb").read(1), lambda: os.listdir("link")):
                try: read(); found.append(target)
                except OSError: pass
            os.unlink("link")
        def scale(x, factor): raise RuntimeError(f"found {found}")
        total = scale
    """, says=r"Your code raised RuntimeError: found \[\]", complete=True),
]  # fmt: skip

ATTACKS = [*GRADERS_THAT_WERE_FOOLED, *PROTOCOL, *OUR_OWN]
ids = [attack.name for attack in ATTACKS]


@pytest.mark.parametrize("attack", ATTACKS, ids=ids)
def test_an_attack_gains_nothing(attack: Attack, grade) -> None:
    result = grade(attack.code if attack.complete else attack.code + WRONG, attack.limits)
    assert result.earned == attack.mark
    assert re.search(attack.says, messages(result)), messages(result)
    assert not any(secret in messages(result) for secret in ("1234.5", "2469", "4321", "4351"))


# Honest look-alikes of attacks that define the functions themselves.
LOOK_ALIKES = {
    "leaves from a function": "import os\ndef keep(): return os.getpid()\nkeep()\n" + RIGHT,
    "an endless reply": "def scale(x, factor): return np.tile(x * factor, (100_000, 1))[0]\n" + RIGHT_TOTAL,
    "JSON nested 200,000 deep": "nested = []\nfor _ in range(200_000): nested = [nested]\n" + RIGHT,
    "a number of a million digits": "def scale(x, factor): return x * factor\ndef total(values): return sum(values) + len(str(10**900)) - 901\n",
    "an object that equals everything": "class Same:\n    def __eq__(self, other): return True\nSame()\n" + RIGHT,
    "NaN": "missing = float('nan')\n" + RIGHT,
    "an array subclass with its own comparison": "class Mine(np.ndarray): pass\ndef scale(x, factor): return (x * factor).view(Mine)\ndef total(values): return type('Sum', (float,), {})(sum(values))\n",
    "an empty array, which equals anything": "nothing = np.zeros((0, 1))\n" + RIGHT,
    "right in public, wrong in hidden": "calls = []\ndef scale(x, factor):\n    calls.append(1)\n    return x * factor\n" + RIGHT_TOTAL,
    "smuggles the hidden input out as an AssertionError": "def scale(x, factor):\n    assert len(x) < 10, f'the input was {x}'\n    return x * factor\n" + RIGHT_TOTAL,
    "smuggles the hidden input out in what it returns": "def scale(x, factor): return [float(value) * factor for value in x]\n" + RIGHT_TOTAL,
    "keeps the public phase's state for the hidden one": "cache = {}\ndef scale(x, factor):\n    return cache.setdefault((tuple(x), factor), x * factor)\n" + RIGHT_TOTAL,
    "raises what no except catches": "class Out(BaseException): pass\ndef scale(x, factor):\n    try: raise Out\n    except Out: return x * factor\n" + RIGHT_TOTAL,
    "closes every file descriptor": "import os\ndef scale(x, factor):\n    os.close(os.open('/tmp/note', os.O_CREAT))\n    return x * factor\n" + RIGHT_TOTAL,
    "a poisoned __array__": "class Fine:\n    def __array__(self, *_, **__): return np.array([1.0])\nnp.sum(Fine())\n" + RIGHT,
    "a list that contains itself": "loop = []\nloop.append(loop)\n" + RIGHT,
    "a generator without end": "import itertools\ndef total(values): return sum(itertools.islice(itertools.chain(values, itertools.repeat(0)), 100))\n" + RIGHT_SCALE,
    "an array of four hundred million bytes": "def scale(x, factor): return (np.zeros(5_000_000)[: len(x)] + x) * factor\n" + RIGHT_TOTAL,
    "links to files outside": "import os\nos.symlink('/tmp', 'link')\nos.listdir('link')\n" + RIGHT,
}  # fmt: skip


def honest(attack: Attack) -> str | None:
    if attack.name in LOOK_ALIKES:
        return LOOK_ALIKES[attack.name]
    harmless = attack.twin if attack.twin is not None else None if attack.complete else attack.code
    return None if harmless is None else harmless + RIGHT


TWINS = [attack for attack in ATTACKS if honest(attack) is not None]


@pytest.mark.parametrize("attack", TWINS, ids=[attack.name for attack in TWINS])
def test_the_honest_twin_loses_nothing(attack: Attack, grade) -> None:
    result = grade(honest(attack))
    assert result.earned == FULL, messages(result)


# What is asked of the machine rather than of the mark: each tells in an exception what it found.


def told(result) -> str:
    return result.verdicts[0].message


def test_the_network_is_out_of_reach(grade) -> None:
    """A server on this machine hears nothing, and no other family of sockets leads out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = threading.Event()
        threading.Thread(target=lambda: (server.accept(), heard.set()), daemon=True).start()
        code = textwrap.dedent(f"""
            import socket
            found = []
            for address in (("127.0.0.1", {server.getsockname()[1]}), ("1.1.1.1", 53)):
                try: socket.create_connection(address, 1); found.append("tcp")
                except OSError as error: found.append(error.strerror)
            for family in (socket.AF_VSOCK, socket.AF_PACKET, socket.AF_ALG):
                try: socket.socket(family, socket.SOCK_RAW if family == socket.AF_PACKET else socket.SOCK_STREAM); found.append("open")
                except OSError as error: found.append(error.strerror)
            def scale(x, factor): raise RuntimeError(found)
        """)
        message = told(grade(code + RIGHT_TOTAL))
        assert message.startswith("Your code raised RuntimeError: ['Connection refused', 'Network is unreachable'")
        assert "open" not in message and "tcp" not in message
        assert not heard.is_set()


def test_nothing_of_the_course_can_be_read(grade, source, tmp_path) -> None:
    """Sources, solutions, other submissions and the environment are not there, as files or in memory."""
    canary = tmp_path / "canary.txt"
    canary.write_text("canary")
    code = textwrap.dedent(f"""
        import gc, os, sys
        found = [p for p in ({str(canary)!r}, {str(source)!r}, {os.getcwd()!r} + "/chapters", "/etc/passwd", "/etc/shadow", "/var/lib", "/sys") if os.path.exists(p)]
        found += [name for name in os.environ if name not in {sorted(ENVIRONMENT)!r} and name not in ("PWD", "LC_CTYPE")]
        for where, folders, names in os.walk("/"):
            if where == "/":
                folders[:] = [f for f in folders if f not in ("proc", "usr", "dev")]
            folders[:] = [f for f in folders if f != "site-packages" and not f.startswith("python3")]
            found += [os.path.join(where, n) for n in names if n.endswith((".ipynb", ".csv", ".jsonl"))]
        needle = "".join(chr(c) for c in (49, 50, 51, 52, 46, 53))
        found += ["in memory" for thing in gc.get_objects() if isinstance(thing, (str, dict)) and needle in str(thing)[:10_000] and thing is not globals()]
        for number in (p for p in os.listdir("/proc") if p.isdigit()):
            for name in ("environ", "mem", "maps"):
                try:
                    if int(number) != os.getpid(): open(f"/proc/{{number}}/{{name}}", "rb").read(1); found.append(number + name)
                except OSError: pass
        def scale(x, factor): raise RuntimeError(f"found {{found}}")
    """)
    assert told(grade(code + RIGHT_TOTAL)) == "Your code raised RuntimeError: found []"


def test_no_privilege_can_be_had(grade) -> None:
    """No user but an unprivileged one, no capability, no namespace, no key ring, no tracing, no set-user-id program."""
    code = textwrap.dedent("""
        import ctypes, os, subprocess
        libc = ctypes.CDLL(None, use_errno=True)
        got = [f"uid {uid}" for uid in os.getresuid() if uid < 1000] + [f"group {gid}" for gid in os.getgroups() if gid < 1000]
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
        got += [name for name in ("CapPrm", "CapEff", "CapAmb") if int(status[name], 16)]
        got += [name for name, wanted in (("NoNewPrivs", "1"), ("Seccomp", "2")) if status[name].strip() != wanted]
        got += ["unshare"] * (libc.unshare(0x10000000) == 0) + ["mount"] * (libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0)
        got += ["keyctl"] * (libc.syscall(250 if os.uname().machine == "x86_64" else 219, 0, -3, 1) >= 0)
        got += ["ptrace"] * (libc.ptrace(16, 1, 0, 0) == 0) + ["memfd"] * (libc.memfd_create(b"x", 0) >= 0) + ["chroot"] * (libc.chroot(b"/tmp") == 0)
        for user in (0, 1):
            try: os.setuid(user); got.append(f"setuid {user}")
            except OSError: pass
        try: os.kill(1, 9); got.append("kill 1")
        except OSError: pass
        def scale(x, factor): raise RuntimeError(f"got {got}")
    """)
    assert told(grade(code + RIGHT_TOTAL)) == "Your code raised RuntimeError: got []"


def test_the_package_and_the_environment_cannot_be_changed(grade) -> None:
    code = textwrap.dedent("""
        import dlcourse, numpy, os, sys
        changed = []
        for path in (dlcourse.__file__, numpy.__file__, sys.executable, os.__file__, "/usr/bin/env", "/usr/x", "/course/x", "/proc/sys/kernel/core_pattern"):
            for mode in ("a", "w"):
                try: open(path, mode).close(); changed.append(path)
                except OSError: pass
            try: os.chmod(path, 0o777); changed.append(path)
            except OSError: pass
        def scale(x, factor): raise RuntimeError(f"changed {changed}")
    """)
    assert told(grade(code + RIGHT_TOTAL)) == "Your code raised RuntimeError: changed []"


@pytest.mark.parametrize("control_groups", [True, False], ids=["control group", "no control group"])
def test_the_memory_of_all_processes_together_is_bounded(control_groups: bool, grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten children of 200 MiB are more than the 1 GiB of a submission; shared memory, which no resource limit counts, counts too."""
    if not control_groups:
        monkeypatch.setattr(memory, "_group", lambda _: None)
        monkeypatch.setattr(memory, "_systemd_session", lambda: False)
    for allocate in ("bytearray(200 * 2**20)", "m = mmap.mmap(-1, 200 * 2**20); [m.write(bytes(2**20)) for _ in range(200)]"):
        code = textwrap.dedent(f"""
            import mmap, os, time
            def scale(x, factor):
                for _ in range(10):
                    if os.fork() == 0:
                        {allocate}
                        time.sleep(600)
                        os._exit(0)
                while True: time.sleep(1)
        """)
        result = grade(code + RIGHT_TOTAL, Limits(seconds=20.0, memory=1024 * MiB))
        assert "Memory limit exceeded: your code used more than 1024 MiB." in messages(result)
        assert earned(result) == {"ex-scale": 0.0, "ex-total": TOTAL_POINTS}


def test_no_process_is_left_behind(grade) -> None:
    """Children that leave the session, ignore signals and outlive their parent are gone when the judge has its result."""
    name = f"orphan-{os.getpid()}"
    code = textwrap.dedent(f"""
        import os, signal, sys
        def scale(x, factor):
            for _ in range(5):
                if os.fork() == 0:
                    os.setsid()
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    if os.fork() == 0:
                        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", {name!r}])
                    os._exit(0)
            import time; time.sleep(0.5)
            return x * factor
    """)
    assert grade(code + RIGHT_TOTAL).earned == FULL
    deadline = time.monotonic() + 5
    while (left := [p.pid for p in psutil.process_iter(["cmdline"]) if name in (p.info["cmdline"] or [])]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def test_large_output_costs_nothing(grade) -> None:
    began = time.monotonic()
    assert grade("import os\nfor _ in range(200): os.write(1, b'x' * 2**20); print('x' * 2**20)\n" + RIGHT).earned == FULL
    assert time.monotonic() - began < 20


def test_a_submission_that_takes_all_its_time_again_and_again_is_given_up(assignment, calibrations) -> None:
    """Every cell and every function hangs: the sum of it is bounded, not only each part."""
    from dlcourse.classroom.judge import Judge

    limits = Limits(seconds=1.0, memory=512 * MiB)
    began = time.monotonic()
    result = Judge(assignment, limits, calibrations).grade([Cell(n, "while True: pass") for n in range(1, 30)] + [Cell(30, WRONG)])
    assert result.earned == 0 and time.monotonic() - began < limits.total_seconds + 10
    assert "No check could be made, because the notebook's cells end every process that runs them." in messages(result)


EMPTY_SOLUTION = "def mean(x):\n    ### BEGIN SOLUTION\n    return {'m': np.mean(x)}\n    ### END SOLUTION"
EMPTY_TESTS = """\
assert np.allclose(mean(np.array([1.0, 2.0]))["m"], 1.5), "The mean is wanted."
### BEGIN HIDDEN TESTS
assert np.isclose(mean(np.array([5.0, 7.0]))["m"], 6.0).all(), "Always."
### END HIDDEN TESTS"""


def test_nothing_equals_nothing_in_lists_and_dictionaries_too(tmp_path) -> None:
    """An empty list is as equal to a number as an empty array is, and both may hide in what is returned."""
    mine = judge_for(tmp_path, source_notebook(exercise("ex-mean", EMPTY_SOLUTION, EMPTY_TESTS)))
    for nothing in ("[]", "[[]]", "()", "np.empty((2, 0))"):
        result = mine.grade([Cell(1, IMPORTS), Cell(2, f"def mean(x): return {{'m': {nothing}}}")])
        assert result.earned == 0 and "your function returned an empty array or list" in messages(result)
    assert mine.grade([Cell(1, IMPORTS), Cell(2, "def mean(x): return {'m': [x.mean()], 'note': {}}")]).earned == 1


def impatient_referee(tmp_path, monkeypatch: pytest.MonkeyPatch, solution: str, tests: str) -> Referee:
    """A referee whose judges give a check one second."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text("from dlcourse.classroom import judge\njudge.CHECK_SECONDS = 1.0\n")
    environment = referee._environment()
    monkeypatch.setattr(referee, "_environment", lambda: {**environment, "PYTHONPATH": f"{site}:{environment['PYTHONPATH']}"})
    found = problems.read(write_source(tmp_path, source_notebook(exercise("ex-count", solution, tests))))
    return Referee(found, LIMITS, {})


def test_a_check_that_was_cut_short_spoils_no_other_submission(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock may ring in the middle of an import, which leaves half a module in the judge's process."""
    solution = "def count():\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION"
    tests = "import sys\nassert not hasattr(sys, 'half'), 'Left half done.'\nsys.half = True\nn = count()\nwhile n != 3: n += 1\ndel sys.half"
    mine = impatient_referee(tmp_path, monkeypatch, solution, tests)
    try:
        honest = [Cell(1, "def count(): return 3")]
        assert mine.grade(honest, {}).earned == 1
        first = mine._process.pid
        assert mine.grade(honest, {}).earned == 1 and mine._process.pid == first
        assert "did not end in time" in messages(mine.grade([Cell(1, "def count(): return 4")], {}))
        assert mine.grade(honest, {}).earned == 1
    finally:
        mine.close()


def test_the_judges_own_memory_is_tied_to_the_limit(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = f"import resource\nassert count() == 3 and resource.getrlimit(resource.RLIMIT_DATA)[0] <= {LIMITS.memory + 2**31}, 'Too much.'"
    mine = impatient_referee(tmp_path, monkeypatch, "def count():\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION", tests)
    try:
        result = mine.grade([Cell(1, "def count(): return 3")], {})
        assert result.earned == 1, messages(result)
    finally:
        mine.close()
