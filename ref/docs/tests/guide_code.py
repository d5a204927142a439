"""The code of the guide as programs.

A block with main() is a program of its own. All others are one file, in their order. Where a text block follows, it
shows what the code prints: the program's, or that of the last function before it, which is then an example. What an
example is given goes by its parameters.

    python3 guide_code.py GUIDE PROGRAM EXAMPLES    writes the two C files
"""

import pathlib
import re
import sys

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FUNCTION = re.compile(r"^static (?:enum hc_kind|void) (\w+)\((.*?)\) \{$", re.MULTILINE | re.DOTALL)

CALLS = {
    "void": "({name}(), HC_OK)",
    "struct hc_connection *connection, struct hc_error *error": "with_connection({name}, argv[1], &error)",
    "const char *host, struct hc_error *error": "{name}(argv[1], &error)",
    "const char *secure_host, struct hc_error *error": "{name}(argv[2], &error)",
    "const char *proxy, struct hc_error *error": "{name}(argv[3], &error)",
}

MAIN = """
/* What follows is of the test. */

typedef enum hc_kind example(struct hc_connection *connection, struct hc_error *error);

static enum hc_kind with_connection(example *run, const char *host, struct hc_error *error) {{
  const struct hc_connection_options options = {{.host = hc_str(host)}};
  struct hc_connection *connection = NULL;
  enum hc_kind kind = hc_connection_new(&options, &connection, error);
  if (kind == HC_OK) kind = run(connection, error);
  hc_connection_free(connection);
  return kind;
}}

static int report(const char *name, enum hc_kind kind, struct hc_error *error) {{
  if (kind == HC_OK) return 0;
  fprintf(stderr, "%s: %s: %.*s\\n", name, hc_kind_name(kind), (int)error->text.size, error->text.data);
  hc_error_clear(error);
  return 1;
}}

int main(int argc, char **argv) {{
  struct hc_error error = {{0}};
  if (argc != 5) return 2;
{calls}
  return 2;
}}
"""

CALL = """  if (strcmp(argv[4], "{name}") == 0) return report("{name}", {call}, &error);
"""


class Example:
    def __init__(self, name, parameters, printed):
        self.name = name
        self.parameters = " ".join(parameters.split())
        self.printed = printed

    def call(self):
        if self.parameters not in CALLS:
            sys.exit(f"guide.md: {self.name}({self.parameters}) prints something, but the test cannot call it: its "
                     f"parameters are none of: {'; '.join(CALLS)}")
        return CALL.format(name=self.name, call=CALLS[self.parameters].format(name=self.name))


class Guide:
    def __init__(self, path):
        blocks = FENCE.findall(pathlib.Path(path).read_text("utf-8"))
        self.program, self.program_prints, self.code, self.examples = "", "", "", []
        for (language, text), (next_language, next_text) in zip(blocks, blocks[1:] + [("", "")]):
            if language != "c":
                continue
            printed = next_text if next_language == "text" else None
            if "int main(" in text:
                self.program, self.program_prints = text, printed
                continue
            self.code += text + "\n"
            if printed is not None:
                self.examples.append(Example(*FUNCTION.findall(text)[-1], printed))

    def source(self):
        return self.code + MAIN.format(calls="".join(example.call() for example in self.examples))


if __name__ == "__main__":
    guide = Guide(sys.argv[1])
    pathlib.Path(sys.argv[2]).write_text(guide.program, "utf-8")
    pathlib.Path(sys.argv[3]).write_text(guide.source(), "utf-8")
