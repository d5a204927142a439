/* What is drawn leans towards the bytes that parsers of HTTP look at. */
#include "sweep/mutation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

static const char *const kind_names[MUTATION_KINDS] = {"cut", "flip", "drop", "duplicate",
                                                       "insert"};

static const char telling[] = "\0\t\n\r ,:;0179afxX-+._=\"()/\x1c\x7f\x85\xa0\xff";

uint64_t mutation_random(uint64_t *state) {
  uint64_t number = *state += UINT64_C(0x9e3779b97f4a7c15);
  number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
  return number ^ number >> 31;
}

static unsigned char draw_byte(uint64_t *state) {
  uint64_t number = mutation_random(state);
  if (number % 4 == 0) return (unsigned char)(number >> 8);
  return (unsigned char)telling[(number >> 8) % (sizeof telling - 1)];
}

/* line_length: from |offset| up to and with the end of its line. */
static size_t line_length(const unsigned char *data, size_t length, size_t offset) {
  const unsigned char *end = memchr(data + offset, '\n', length - offset);
  return end ? (size_t)(end - data) - offset + 1 : length - offset;
}

struct mutation mutation_draw(uint64_t seed, const unsigned char *data, size_t length,
                              size_t offset) {
  uint64_t state = seed;
  struct mutation mutation = {.offset = offset, .length = 1, .byte = draw_byte(&state)};
  mutation.resets = mutation_random(&state) % 16 == 0;
  mutation.kind = MUTATION_FLIP + (enum mutation_kind)(mutation_random(&state) % 4);
  if (offset >= length) {
    mutation.kind = MUTATION_INSERT;
    return mutation;
  }
  uint64_t reach = mutation_random(&state) % 8;
  if (reach < 2) mutation.length = line_length(data, length, offset);
  if (reach == 2) mutation.length = 2;
  if (mutation.byte == data[offset] && mutation.kind == MUTATION_FLIP) mutation.byte ^= 0x20;
  return mutation;
}

unsigned char *mutation_apply(const struct mutation *mutation, const unsigned char *data,
                              size_t length, size_t *changed) {
  size_t offset = mutation->offset < length ? mutation->offset : length;
  size_t span = length - offset < mutation->length ? length - offset : mutation->length;
  bool drops = mutation->kind == MUTATION_DROP, doubles = mutation->kind == MUTATION_DUPLICATE;
  size_t from = mutation->kind == MUTATION_CUT ? length : drops ? offset + span : offset;
  size_t twice = doubles ? span : 0, inserted = mutation->kind == MUTATION_INSERT;
  unsigned char *made = memory_array(length + twice + inserted + 1, 1);
  memcpy(made, data, offset);
  memcpy(made + offset, data + offset, twice);
  if (inserted) made[offset] = mutation->byte;
  memcpy(made + offset + twice + inserted, data + from, length - from);
  *changed = offset + twice + inserted + length - from;
  if (mutation->kind == MUTATION_FLIP && offset < length) made[offset] = mutation->byte;
  return made;
}

void mutation_name(const struct mutation *mutation, char name[MUTATION_NAME_SIZE]) {
  const char *kind = kind_names[mutation->kind], *end = mutation->resets ? "reset" : "fin";
  if (mutation->kind == MUTATION_CUT)
    snprintf(name, MUTATION_NAME_SIZE, "%s@%zu:%s", kind, mutation->offset, end);
  else if (mutation->kind == MUTATION_DROP || mutation->kind == MUTATION_DUPLICATE)
    snprintf(name, MUTATION_NAME_SIZE, "%s@%zu+%zu:%s", kind, mutation->offset, mutation->length,
             end);
  else
    snprintf(name, MUTATION_NAME_SIZE, "%s@%zu=%02x:%s", kind, mutation->offset, mutation->byte,
             end);
}

/* parse_number: moves |*text| behind the digits; false when there are none. */
static bool parse_number(const char **text, int base, size_t *number) {
  char *end;
  if (!strchr("0123456789abcdef", **text) || !**text) return false;
  *number = strtoull(*text, &end, base);
  *text = end;
  return true;
}

static bool parse_detail(const char **text, struct mutation *mutation) {
  size_t byte;
  switch (mutation->kind) {
  case MUTATION_CUT: return true;
  case MUTATION_DROP:
  case MUTATION_DUPLICATE: return *(*text)++ == '+' && parse_number(text, 10, &mutation->length);
  default:
    if (*(*text)++ != '=' || !parse_number(text, 16, &byte) || byte > 0xff) return false;
    mutation->byte = (unsigned char)byte;
    return true;
  }
}

bool mutation_parse(const char *name, struct mutation *mutation) {
  *mutation = (struct mutation){.length = 1};
  size_t length = strcspn(name, "@");
  while (mutation->kind < MUTATION_KINDS &&
         (strlen(kind_names[mutation->kind]) != length ||
          strncmp(kind_names[mutation->kind], name, length) != 0))
    mutation->kind++;
  if (mutation->kind == MUTATION_KINDS || name[length] != '@') return false;
  const char *rest = name + length + 1;
  if (!parse_number(&rest, 10, &mutation->offset) || !parse_detail(&rest, mutation)) return false;
  mutation->resets = strcmp(rest, ":reset") == 0;
  return mutation->resets || strcmp(rest, ":fin") == 0;
}
