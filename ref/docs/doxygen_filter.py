"""Turns the comments of a public header into those that Doxygen reads, and prints the header.

The headers are written for people: plain comments, which begin with the name of what they explain. Doxygen wants to
be told which comments count, and takes some characters for its own:

    /* hc/x.h — ...       at the top      describes the file
    /* --- Title --- */   on its own      a group of declarations, up to the next
    /* ...                before a line   describes what follows
    code /* ... */        after code      describes what stands before
"""

import re
import sys

COMMENT = re.compile(r"/\*(.*?)\*/", re.DOTALL)
FILE = re.compile(r" (hc/\w+\.h) — ")
SECTION = re.compile(r" --- (.+?) ---\s*\Z", re.DOTALL)
GUARD = re.compile(r"^#ifdef __cplusplus\n}", re.MULTILINE)

# What Doxygen would take for a command, a link or markup; code between backticks is left alone.
CODE = re.compile(r"(`[^`]*`)")
SPECIAL = re.compile(r"[\\@<>#%&]|__")
# A family of behaviours, such as RI.*: no end of a sentence.
FAMILY = re.compile(r"\b([A-Z][A-Z0-9]\.)\*")


def escaped_part(text):
    text = SPECIAL.sub(lambda special: "".join("\\" + character for character in special.group()), text)
    return FAMILY.sub(r"\1&lowast;", text)


def escaped(text):
    parts = CODE.split(text)
    parts[::2] = [escaped_part(part) for part in parts[::2]]
    return "".join(parts)


def joined(text):
    """The text of a comment in one line, without the stars in front of lines."""
    return re.sub(r"\s*\n\s*\*?\s*", " ", text).strip()


class Header:
    def __init__(self, text):
        self.text = text
        self.in_section = False

    def begin_section(self, title):
        end = "/** @} */ " if self.in_section else ""
        self.in_section = True
        return f"{end}/** @name {escaped(joined(title).replace('`', ''))} */ /** @{{ */"

    def translate(self, comment):
        text = comment.group(1)
        before = self.text[self.text.rfind("\n", 0, comment.start()) + 1:comment.start()]
        if about := FILE.match(text):
            return f"/** @file {about.group(1)}\n * {escaped(text[about.end():])}*/"
        if section := SECTION.match(text):
            return self.begin_section(section.group(1))
        return ("/**<" if before.strip() else "/**") + escaped(text) + "*/"

    def filtered(self):
        text = COMMENT.sub(self.translate, self.text)
        return GUARD.sub(r"/** @} */\n\g<0>", text, count=1) if self.in_section else text


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as header:
        sys.stdout.write(Header(header.read()).filtered())
