#include "value_repr.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "float_text.h"
#include "memory.h"
#include "text/literal.h"

static void print_value(const struct value *value, FILE *out);

static void print_items(const struct value *value, FILE *out) {
  for (size_t i = 0; i < value->item_count; i++) {
    if (i > 0) fputs(", ", out);
    print_value(value->items[i], out);
  }
}

static void print_pairs(const struct value *dict, FILE *out) {
  for (size_t i = 0; i + 1 < dict->item_count; i += 2) {
    if (i > 0) fputs(", ", out);
    print_value(dict->items[i], out);
    fputs(": ", out);
    print_value(dict->items[i + 1], out);
  }
}

static void print_tuple(const struct value *tuple, FILE *out) {
  fputc('(', out);
  print_items(tuple, out);
  fputs(tuple->item_count == 1 ? ",)" : ")", out);
}

static void print_float(double real, FILE *out) {
  char text[FLOAT_TEXT_SIZE];
  float_repr(real, text);
  fputs(text, out);
}

static void print_between(const char *before, const struct value *value, const char *after,
                          void (*print)(const struct value *value, FILE *out), FILE *out) {
  fputs(before, out);
  print(value, out);
  fputs(after, out);
}

static void print_bytes(const struct value *value, FILE *out) {
  literal_print_bytes(out, value->bytes.data, value->bytes.size);
}

static void print_value(const struct value *value, FILE *out) {
  switch (value->kind) {
  case VALUE_NONE: fputs("None", out); return;
  case VALUE_BOOL: fputs(value->integer ? "True" : "False", out); return;
  case VALUE_INT: fprintf(out, "%" PRId64, value->integer); return;
  case VALUE_BIG_INT: fwrite(value->bytes.data, 1, value->bytes.size, out); return;
  case VALUE_FLOAT: print_float(value->real, out); return;
  case VALUE_TEXT: literal_print_text(out, value->bytes.data, value->bytes.size); return;
  case VALUE_BYTES: print_bytes(value, out); return;
  case VALUE_BYTEARRAY: print_between("bytearray(", value, ")", print_bytes, out); return;
  case VALUE_LIST: print_between("[", value, "]", print_items, out); return;
  case VALUE_TUPLE: print_tuple(value, out); return;
  case VALUE_DICT: print_between("{", value, "}", print_pairs, out); return;
  default: fprintf(out, "<%s>", value_class_name(value)); return;
  }
}

void value_repr(const struct value *value, struct hc_buffer *text) {
  char *printed = NULL;
  size_t size = 0;
  FILE *out = require_memory(open_memstream(&printed, &size));
  print_value(value, out);
  bool complete = fclose(out) == 0 && hc_buffer_append(text, hc_span_make(printed, size));
  free(printed);
  if (!complete) require_memory(NULL);
}
