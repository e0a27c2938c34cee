"""What a start leaves to the first who asks for it, and what it takes from the last start: so that a process answers
within a second of being started."""

from collections.abc import Callable
from contextlib import suppress
from pickle import UnpicklingError

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from app.build import Build


class LateRule(Rule):
    """Werkzeug's rule, which writes and compiles two functions for its addresses: a tenth of a start for all, of which
    most processes build few. Here each is compiled when such an address is first asked for."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            made = compile_now(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", made)
            address: tuple[str, str] = made(**values)
            return address

        return build


class Compiled(FileSystemBytecodeCache):
    """Templates as the last start compiled them, in a folder that belongs to whoever runs the shop.

    What is compiled has in it what filters made of constants: another version of the shop compiles anew.
    """

    def __init__(self, build: Build) -> None:
        super().__init__()
        self.build = build

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self.build.code + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        # A disk that is full takes nothing away but time.
        with suppress(OSError):
            super().dump_bytecode(bucket)


def init_app(app: Flask) -> None:
    """Before the first route and the first template."""
    app.url_rule_class = LateRule
    # Where no folder can be trusted to be ours alone, each start compiles.
    with suppress(RuntimeError, OSError):
        app.jinja_options = {**app.jinja_options, "bytecode_cache": Compiled(Build.of(app))}
