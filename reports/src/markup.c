/* Characters are made visible first; what is left is escaped by a table of entities. */
#include "markup.h"

#include <stdbool.h>
#include <string.h>

#include "visible.h"

static const char *const entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

static const char *const attribute_entities[256] = {
    ['&'] = "&amp;",  ['<'] = "&lt;",  ['>'] = "&gt;",   ['"'] = "&quot;",
    ['\''] = "&#39;", ['\t'] = "&#9;", ['\n'] = "&#10;",
};

static void put(FILE *out, const char *text, const char *const table[256]) {
  char unit[VISIBLE_UNIT_SIZE];
  for (size_t length = text ? strlen(text) : 0; length;) {
    size_t size = visible_unit(text, length, unit);
    const char *entity = table[(unsigned char)unit[0]];
    fputs(entity ? entity : unit, out);
    text += size;
    length -= size;
  }
}

void markup_put(FILE *out, const char *text) {
  put(out, text, entities);
}

void markup_put_attribute(FILE *out, const char *text) {
  put(out, text, attribute_entities);
}
