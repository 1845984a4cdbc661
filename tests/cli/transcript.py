"""The text of a transcript file: parse it, compare what a command wrote with what was expected, write it back.

README.md in tests/ describes the format for people; run.py runs it.
"""

import difflib
import re
from dataclasses import dataclass, field

EXIT = re.compile(r"\[exit (\d+)\]")
NO_NEWLINE = "[no newline]"
ANY_TEXT = "[..]"
ANY_LINES = "..."


@dataclass
class Block:
    """One command with its expected output; `before` is the comment and blank lines above it."""

    before: list[str]
    line_number: int
    pty: bool
    command: str  # for a pty block without the typed lines
    typed: list[str] = field(default_factory=list)  # source lines, `> text` or `>! keys`
    expected: list[str] = field(default_factory=list)  # patterns, escapes kept
    exit_status: int = 0


def is_command(line):
    return line.startswith(("$ ", "$pty "))


def parse(text):
    """The blocks of a transcript, and the comment and blank lines after the last one."""
    blocks, before, lines = [], [], text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    i = 0
    while i < len(lines):
        line = lines[i]
        if not is_command(line):
            if line and not line.startswith("#"):
                raise ValueError(f"line {i + 1}: text outside a command: {line!r}")
            before.append(line)
            i += 1
            continue
        pty = line.startswith("$pty ")
        block = Block(before, i + 1, pty, line.split(" ", 1)[1])
        before = []
        i += 1
        while i < len(lines) and re.match(r">!? |>$", lines[i]):
            if pty:
                block.typed.append(lines[i])
            else:
                block.command += "\n" + lines[i][2:]
            i += 1
        while i < len(lines) and not is_command(lines[i]) and not lines[i].startswith("#"):
            block.expected.append(lines[i])
            i += 1
        trailing = []
        while block.expected and block.expected[-1] == "":
            trailing.append(block.expected.pop())
        before = trailing
        if block.expected and (found := EXIT.fullmatch(block.expected[-1])):
            block.expected.pop()
            block.exit_status = int(found[1])
        blocks.append(block)
    return blocks, before


def escape(line, last):
    """An output line as it stands in a transcript: what would read as something else gets a backslash."""
    special = is_command(line) or line.startswith(("#", "\\")) or re.match(r">!? |>$", line)
    special = special or EXIT.fullmatch(line) or line in (ANY_LINES, NO_NEWLINE) or (last and line == "")
    return "\\" + line if special else line


def output_lines(text):
    """What a command wrote, as transcript lines that match themselves."""
    if not text:
        return []
    whole = text.endswith("\n")
    lines = text.split("\n")
    if whole:
        lines.pop()
    lines = [escape(line, i == len(lines) - 1) for i, line in enumerate(lines)]
    return lines if whole else lines + [NO_NEWLINE]


def line_matches(pattern, line):
    if pattern == line:
        return True
    if ANY_TEXT not in pattern:
        return False
    return re.fullmatch(".*".join(map(re.escape, pattern.split(ANY_TEXT))), line) is not None


def matches(patterns, lines):
    """Whether the output lines are what the patterns describe; `...` stands for any number of lines."""
    reach = {0}
    for pattern in patterns:
        if pattern == ANY_LINES:
            reach = set(range(min(reach), len(lines) + 1)) if reach else reach
        else:
            reach = {i + 1 for i in reach if i < len(lines) and line_matches(pattern, lines[i])}
    return len(lines) in reach


def keep_patterns(patterns, lines):
    """The output lines, each replaced by the expected pattern that still fits it (longest common run)."""
    patterns = [p for p in patterns if p != ANY_LINES]
    best = [[0] * (len(lines) + 1) for _ in range(len(patterns) + 1)]
    for i in reversed(range(len(patterns))):
        for j in reversed(range(len(lines))):
            same = line_matches(patterns[i], lines[j])
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    out, i, j = [], 0, 0
    while j < len(lines):
        if i < len(patterns) and line_matches(patterns[i], lines[j]):
            out.append(patterns[i])
            i, j = i + 1, j + 1
        elif i < len(patterns) and best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            out.append(lines[j])
            j += 1
    return out


def with_exit(lines, status):
    return lines + [f"[exit {status}]"] if status else lines


def difference(block, lines, status, name):
    """A unified diff of expected and actual, or "" when they agree. Lines a wildcard covers are not shown."""
    if matches(block.expected, lines) and status == block.exit_status:
        return ""
    actual = lines if matches(block.expected, lines) else keep_patterns(block.expected, lines)
    expected = lines if matches(block.expected, lines) else block.expected
    diff = difflib.unified_diff(
        with_exit(expected, block.exit_status), with_exit(actual, status), "expected", "actual", lineterm="", n=5
    )
    return "\n".join([f"{name}:{block.line_number}: $ {block.command}", *diff]) + "\n"


def render(blocks, after):
    """The file again, from blocks whose expectations may have changed."""
    out = []
    for block in blocks:
        out += block.before
        first, *more = block.command.split("\n")
        out.append(("$pty " if block.pty else "$ ") + first)
        out += [f"> {line}" if line else ">" for line in more]
        out += block.typed
        out += with_exit(block.expected, block.exit_status)
    return "\n".join(out + after) + "\n"
