/* A placeholder is recognised before escapes are decoded, so that \x7b is always a plain brace. */
#include "template.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct template_values template_longest = {"127.0.0.1", "65535"};

static const struct {
  const char *name;
  enum template_part_kind kind;
} placeholders[] = {{"host", TEMPLATE_HOST}, {"port", TEMPLATE_PORT}};

/* What may stand between the braces of a placeholder: letters and _ (1), digits (2; not at the
 * start). */
static const unsigned char identifier_class[256] = {
    ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1,
    ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1,
    ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1,
    ['Y'] = 1, ['Z'] = 1, ['_'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1,
    ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1,
    ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1,
    ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1, ['0'] = 2, ['1'] = 2, ['2'] = 2,
    ['3'] = 2, ['4'] = 2, ['5'] = 2, ['6'] = 2, ['7'] = 2, ['8'] = 2, ['9'] = 2,
};

/* Where one piece is being read. */
struct reading {
  struct arena *arena;
  struct diagnostics *diagnostics;
  const char *source;
  const char *end;
  struct place place; /* of |source| */
  struct template_piece *piece;
  bool is_good;
};

static struct place place_of(const struct reading *reading, const char *where) {
  struct place place = reading->place;
  place.column += (unsigned)(where - reading->source);
  return place;
}

static void add_part(struct template_piece *piece, struct arena *arena, struct template_part part) {
  piece->parts = arena_grow(arena, piece->parts, piece->count, sizeof *piece->parts);
  piece->parts[piece->count++] = part;
}

/* The source to leave out behind an error, so that the next error is found too. */
static size_t length_of_error(const char *where, const char *end) {
  size_t left = (size_t)(end - where);
  size_t length = *where == '\\' ? 2 : literal_utf8_length(where, left, NULL);
  if (!length) length = 1;
  return length < left ? length : left;
}

static void decode(struct reading *reading, const char *start, const char *end, FILE *out) {
  while (start < end) {
    size_t offset = 0;
    const char *error = literal_decode(LITERAL_BYTES, start, (size_t)(end - start), out, &offset);
    if (!error) return;
    start += offset;
    diagnostics_error(reading->diagnostics, place_of(reading, start), "%s", error);
    reading->is_good = false;
    start += length_of_error(start, end);
  }
}

static void add_literal(struct reading *reading, const char *start, const char *end) {
  if (start == end) return;
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  if (!out) {
    diagnostics_error(reading->diagnostics, place_of(reading, start), "out of memory");
    reading->is_good = false;
    return;
  }
  decode(reading, start, end, out);
  fclose(out);
  const unsigned char *copy = (unsigned char *)arena_copy(reading->arena, text, length);
  free(text);
  add_part(reading->piece, reading->arena, (struct template_part){TEMPLATE_BYTES, {copy, length}});
}

/* The length of {identifier} at |cursor|, or 0. */
static size_t placeholder_length(const char *cursor, const char *end) {
  if (*cursor != '{' || end - cursor < 3) return 0;
  const char *at = cursor + 1;
  if (identifier_class[(unsigned char)*at] != 1) return 0;
  while (at < end && identifier_class[(unsigned char)*at])
    at++;
  return at < end && *at == '}' ? (size_t)(at + 1 - cursor) : 0;
}

static void add_placeholder(struct reading *reading, const char *cursor, size_t length) {
  const char *name = cursor + 1;
  size_t name_length = length - 2;
  for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++) {
    if (strlen(placeholders[i].name) != name_length) continue;
    if (memcmp(placeholders[i].name, name, name_length) != 0) continue;
    struct template_part part = {.kind = placeholders[i].kind};
    add_part(reading->piece, reading->arena, part);
    return;
  }
  reading->is_good = false;
  diagnostics_error(
      reading->diagnostics, place_of(reading, cursor),
      "unknown placeholder %.*s; {host} and {port} exist, and a literal brace before a "
      "word is written \\x7b",
      (int)(length < 60 ? length : 60), cursor);
}

static void read_parts(struct reading *reading) {
  const char *literal = reading->source, *cursor = literal;
  while (cursor < reading->end) {
    size_t length = placeholder_length(cursor, reading->end);
    if (length) {
      add_literal(reading, literal, cursor);
      add_placeholder(reading, cursor, length);
      literal = cursor += length;
    } else {
      cursor += *cursor == '\\' && reading->end - cursor > 1 ? 2 : 1;
    }
  }
  add_literal(reading, literal, cursor);
}

bool template_add(struct template *template, struct arena *arena, const char *source, size_t length,
                  struct place place, struct diagnostics *diagnostics) {
  template->pieces = arena_grow(arena, template->pieces, template->count, sizeof *template->pieces);
  struct template_piece *piece = &template->pieces[template->count++];
  piece->repeat = 1;
  struct reading reading = {arena, diagnostics, source, source + length, place, piece, true};
  read_parts(&reading);
  return reading.is_good;
}

void template_add_line_end(struct template *template, struct arena *arena) {
  static const unsigned char line_end[] = {'\r', '\n'};
  struct template_part part = {TEMPLATE_BYTES, {line_end, sizeof line_end}};
  add_part(&template->pieces[template->count - 1], arena, part);
}

static struct bytes part_bytes(const struct template_part *part, struct template_values values) {
  if (part->kind == TEMPLATE_BYTES) return part->bytes;
  const char *value = part->kind == TEMPLATE_HOST ? values.host : values.port;
  return (struct bytes){(const unsigned char *)value, strlen(value)};
}

static size_t saturating_sum(size_t a, size_t b) {
  return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t saturating_product(size_t a, size_t b) {
  return b && a > SIZE_MAX / b ? SIZE_MAX : a * b;
}

static size_t piece_length(const struct template_piece *piece, struct template_values values) {
  size_t length = 0;
  for (size_t i = 0; i < piece->count; i++)
    length = saturating_sum(length, part_bytes(&piece->parts[i], values).length);
  return saturating_product(length, piece->repeat);
}

size_t template_length(const struct template *template, struct template_values values) {
  size_t length = 0;
  for (size_t i = 0; i < template->count; i++)
    length = saturating_sum(length, piece_length(&template->pieces[i], values));
  return length;
}

/* The room has been reserved. What is there already is doubled, so that "x" * 70000 takes a few
 * copies. */
static void render_piece(const struct template_piece *piece, struct template_values values,
                         struct buffer *buffer) {
  size_t start = buffer->end, total = piece_length(piece, values);
  if (!total) return;
  for (size_t i = 0; i < piece->count; i++) {
    struct bytes bytes = part_bytes(&piece->parts[i], values);
    buffer_append(buffer, bytes.data, bytes.length);
  }
  for (size_t done = buffer->end - start; done < total; done = buffer->end - start)
    buffer_append(buffer, buffer->data + start, done < total - done ? done : total - done);
}

bool template_render(const struct template *template, struct template_values values,
                     struct buffer *buffer) {
  if (!buffer_reserve(buffer, template_length(template, values))) return false;
  for (size_t i = 0; i < template->count; i++)
    render_piece(&template->pieces[i], values, buffer);
  return true;
}
