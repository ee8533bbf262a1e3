"""A forgiving scanner for JSON and JSONC: the value, every span, and every slip in one pass.

It accepts common mistakes, reports the correction, and continues with the value that was meant.
Where that is uncertain, the scan ends or the value is not used.
"""

import json
import math
import re
from typing import NoReturn

from kspec.source import json_hints
from kspec.source.json_cursor import CLOSING, Cursor
from kspec.source.json_strings import CLOSERS, read_string
from kspec.source.limits import MAX_DEPTH, MAX_DIGITS, MAX_NODES
from kspec.source.notes import EndOfScanError
from kspec.source.outline import Key, Node, Outline, Scan, Span, SyntaxProblem

_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![\w.+-])").match
_KEY_AND_COLON = re.compile(
    r'"([^"\\\x00-\x1f\ud800-\udfff]*)"[ \t\n\r]*:[ \t\n\r]*(?=["\w\[{-])'
).match
_COMMA_AND_ENTRY = re.compile(r',[ \t\n\r]*(?=["\w\[{-])').match
_LOOSE_NUMBER = re.compile(r"[-+.]*\w[\w.]*(?:(?<=[eE])[-+]\w+)?").match
_WORD = re.compile(r"[^\W\d][\w.]*").match
_BARE_KEY = re.compile(r"[\w$.-]+").match
_CONSTANTS = {"true": True, "false": False, "null": None}
_VALUE_STARTS = frozenset("\"'{[(-+.0123456789_\u201c\u201d\u2018\u2019")


def scan_json(text: str, *, jsonc: bool) -> Scan:
    """Scan a text; JSONC has comments, trailing commas and a byte order mark besides."""
    return _Scanner(text, jsonc=jsonc).scan()


def _begins_value(char: str) -> bool:
    return char in _VALUE_STARTS or char.isalpha()


class _Scanner(Cursor):
    def __init__(self, text: str, *, jsonc: bool) -> None:
        super().__init__(text, jsonc=jsonc)
        self.nodes = 0
        self.usable = True

    def scan(self) -> Scan:
        value: object = None
        root = Node(Span(0, len(self.text)))
        try:
            value, root = self.document()
        except EndOfScanError:
            self.usable = False
        except RecursionError:
            self.usable = False
            self.add(self.too_deep())
        outline = Outline(root, tuple(self.comments))
        value = value if self.usable else None
        return Scan(value, self.problems, lambda: outline, self.usable)

    def document(self) -> tuple[object, Node]:
        if self.text.startswith("\ufeff"):
            self.at = 1
            if not self.jsonc:
                message = "The file begins with a byte order mark, which JSON does not allow."
                self.slip(message, "Save it as UTF-8 without BOM.", 0, 1)
        if not self.peek():
            self.fail("There is no value here: the text is empty.", None, 0, 0)
        value, root = self.value()
        if self.peek():
            self.surplus(root)
        return value, root

    def surplus(self, root: Node) -> None:
        char = self.text[self.at]
        message = f"The value ends before this `{char}`."
        hint = (
            "Remove it, or look for the bracket that closes too early."
            if char in "}])"
            else "One file holds one value."
        )
        last = Span(root.value.end - 1, root.value.end)
        self.fail(message, hint, self.at, self.at + 1, ((last, "the value ends here"),))

    def value(self) -> tuple[object, Node]:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.end_at_limit(self.too_many())
        char = self.peek()
        start = self.at
        if char == "{":
            return self.mapping()
        if char in {"[", "("}:
            return self.sequence()
        if char in CLOSERS and char:
            return self.string(), Node(Span(start, self.at))
        value = self.number_or_word(char)
        return value, Node(Span(start, self.at))

    def mapping(self) -> tuple[object, Node]:
        start = self.enter()
        mapping: dict[str, object] = {}
        children: dict[Key, Node] = {}
        while self.more("}", "a key in double quotes"):
            start_of_key = self.at
            clean = _KEY_AND_COLON(self.text, start_of_key)
            if clean:
                key, end_of_key = clean[1], clean.end(1) + 1
                self.at = clean.end()
            else:
                key, end_of_key = self.key(), self.at
            span = Span(start_of_key, end_of_key)
            value, node = self.value() if clean or self.colon() else self.missing_value()
            node.key = span
            if key in mapping:
                self.duplicate_key(key, span, children[key].key or span)
            mapping[key] = value
            children[key] = node
            self.separator("}")
        return mapping, self.leave(start, children)

    def sequence(self) -> tuple[object, Node]:
        start = self.enter()
        closer = CLOSING[self.text[start]]
        values: list[object] = []
        children: dict[Key, Node] = {}
        while self.more(closer, "a value"):
            value, node = self.value()
            children[len(values)] = node
            values.append(value)
            self.separator(closer)
        if closer == ")":
            brackets = (Span(start, start + 1), "["), (Span(self.at, self.at + 1), "]")
            hint, span = "Write square brackets: [ ].", Span(start, self.at + 1)
            message = "JSON has no tuples."
            self.add(SyntaxProblem("invalid_syntax", message, hint, span, mends=brackets), "tuple")
        return values, self.leave(start, children)

    def enter(self) -> int:
        start = self.at
        if len(self.open) == MAX_DEPTH:
            self.end_at_limit(self.too_deep())
        self.open.append(start)
        self.at += 1
        return start

    def leave(self, start: int, children: dict[Key, Node]) -> Node:
        self.open.pop()
        self.at += 1
        return Node(Span(start, self.at), children)

    def more(self, closer: str, expected: str) -> bool:
        """Whether an entry begins here, rather than the bracket's end."""
        char = self.peek()
        while char == ",":
            message = "There is no value before this comma."
            self.slip(message, "Remove it.", self.at, self.at + 1, mend="")
            self.at += 1
            char = self.peek()
        if char == closer:
            return False
        if not char or char in "}])":
            self.unclosed()
        if char == ":" or (closer == "}" and char in "{[("):
            self.no_key(char, expected)
        return True

    def no_key(self, char: str, expected: str) -> NoReturn:
        opening = Span(self.open[-1], self.open[-1] + 1)
        bracket = self.text[opening.start]
        message = f"Expected {expected}, but found `{char}`."
        hint = f"Write it, or close the bracket before with `{CLOSING[bracket]}`."
        self.fail(message, hint, self.at, self.at + 1, ((opening, "opened here"),))

    def separator(self, closer: str) -> None:
        end = self.at
        clean = _COMMA_AND_ENTRY(self.text, end)
        if clean:
            self.at = clean.end()
            return
        char = self.peek()
        if char == ",":
            comma = self.at
            self.at += 1
            if self.peek() == closer and not self.jsonc:
                message = f"A comma cannot stand before the closing `{closer}`."
                self.slip(message, "Remove the comma.", comma, comma + 1, mend="")
        elif char == ";":
            message = "JSON separates with commas."
            self.slip(message, "Write a comma.", self.at, self.at + 1, mend=",")
            self.at += 1
        elif char == ":" and closer == "]":
            message = "A list has no keys, but a colon stands here."
            self.fail(message, "Write { } around keys and values.", self.at, self.at + 1)
        elif _begins_value(char):
            message = "A comma is missing here."
            self.slip(message, "Write a comma between the two.", end, end, mend=",")
        elif char and char not in "}])":
            self.unexpected(f"a comma or the closing `{closer}`")

    def key(self) -> str:
        char = self.text[self.at]
        if char in CLOSERS:
            return self.string()
        match = _BARE_KEY(self.text, self.at)
        if match is None:
            self.unexpected("a key in double quotes")
        message = f"The key `{json_hints.shorten(match[0])}` is not quoted."
        hint = f'Write "{json_hints.shorten(match[0])}".'
        self.slip(message, hint, self.at, match.end(), "bare key", mend=f'"{match[0]}"')
        self.at = match.end()
        return match[0]

    def colon(self) -> bool:
        """Step over the colon; False where no value follows."""
        end = self.at
        char = self.peek()
        if char == ":":
            self.at += 1
        elif char == "=":
            width = 2 if self.text.startswith("=>", self.at) else 1
            message = (
                f"A key is followed by a colon, not by `{self.text[self.at : self.at + width]}`."
            )
            self.slip(message, "Write a colon.", self.at, self.at + width, "equals", mend=":")
            self.at += width
        elif _begins_value(char):
            message = "A colon is missing here."
            self.slip(message, "Write a colon after the key.", end, end, mend=":")
        elif char and char not in ",}":
            self.unexpected("a colon")
        char = self.peek()
        return not char or char not in ",}])"

    def missing_value(self) -> tuple[object, Node]:
        self.usable = False
        self.slip("This key has no value.", "Write a value, or null.", self.at, self.at)
        return None, Node(Span(self.at, self.at))

    def string(self) -> str:
        start = self.at
        string = read_string(self.text, start)
        self.at = string.end
        for problem in string.problems:
            self.add(problem, group=problem.message)
        if not string.closed:
            raise EndOfScanError
        if self.text[start] != '"':
            quote = "single" if self.text[start] == "'" else "typographic"
            message = f"A string stands in {quote} quotes."
            meant = json.dumps(string.value, ensure_ascii=False)
            self.slip(message, 'Write double quotes (").', start, self.at, quote, mend=meant)
        return string.value

    def number_or_word(self, char: str) -> object:
        match = _NUMBER(self.text, self.at)
        if match:
            return self.number(match)
        word = _WORD(self.text, self.at)
        if word and word[0] in _CONSTANTS:
            self.at = word.end()
            return _CONSTANTS[word[0]]
        if word:
            self.refuse_call(word)
            return self.mean(json_hints.word(word[0]), word.end())
        loose = _LOOSE_NUMBER(self.text, self.at)
        slip = json_hints.number(loose[0]) if loose else None
        if loose and slip:
            return self.mean(slip, loose.end())
        return self.refuse(char)

    def refuse(self, char: str) -> NoReturn:
        if not char:
            self.unclosed()
        self.unexpected("a value")

    def refuse_call(self, word: re.Match[str]) -> None:
        if self.text.startswith("(", word.end()):
            message = f"`{json_hints.shorten(word[0])}(...)` is a call, and JSON holds data only."
            self.fail(message, "Write the value that it gives.", *word.span())

    def number(self, match: re.Match[str]) -> object:
        whole, fraction, exponent = match.groups()
        if fraction is None and exponent is None:
            if len(whole) > MAX_DIGITS:
                return self.mean(json_hints.long_integer(whole), match.end())
            self.at = match.end()
            return int(whole)
        real = float(match[0])
        if math.isinf(real):
            return self.mean(json_hints.non_finite(match[0], real), match.end())
        self.at = match.end()
        return real

    def mean(self, slip: json_hints.Slip, end: int) -> object:
        """Report the slip of a token that ends at `end`, and return the value that it means."""
        group = slip.hint if slip.hint == json_hints.PYTHON_HINT else None
        span = Span(self.at, end)
        clear = slip.kind == "invalid_syntax"
        mends = ((span, json.dumps(slip.value, ensure_ascii=False)),) if clear else ()
        self.add(SyntaxProblem(slip.kind, slip.message, slip.hint, span, mends=mends), group)
        self.at = end
        return slip.value
