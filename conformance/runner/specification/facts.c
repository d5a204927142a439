/* Each key has a function that reads its value; a value is a list of words between commas. */
#include "specification/facts.h"

#include <string.h>

#include "text/spelling.h"

struct facts_reader {
  struct arena *arena;
  const struct registries *registries;
  struct diagnostics *diagnostics;
  struct scenario *scenario;
  capability_set *needs;
};

typedef void value_reader(struct facts_reader *reader, struct fragment value);

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The fragment from |begin| on for |length| bytes, without blanks at its ends. An item may go on in
 * further lines, whose columns begin at 1. */
static struct fragment part(const struct fragment *whole, size_t begin, size_t length) {
  size_t end = begin + length;
  while (begin < end && is_blank(whole->text[begin]))
    begin++;
  while (end > begin && is_blank(whole->text[end - 1]))
    end--;
  struct place place = whole->start;
  for (size_t i = 0; i < begin; i++) {
    bool ends_line = whole->text[i] == '\n';
    place.column = ends_line ? 1 : place.column + 1;
    place.line += ends_line;
  }
  return (struct fragment){whole->text + begin, end - begin, place};
}

/* The next word before a comma; false at the end. |*cursor| begins at 0. */
static bool next_word(const struct fragment *value, size_t *cursor, struct fragment *word) {
  if (*cursor > value->length) return false;
  const char *begin = value->text + *cursor;
  const char *comma = memchr(begin, ',', value->length - *cursor);
  size_t length = comma ? (size_t)(comma - begin) : value->length - *cursor;
  *word = part(value, *cursor, length);
  *cursor += length + 1;
  return true;
}

static bool is_word(const struct fragment *fragment, const char *word) {
  return strlen(word) == fragment->length && memcmp(fragment->text, word, fragment->length) == 0;
}

static void refuse_word(const struct facts_reader *reader, const struct fragment *word,
                        const char *what, const char *closest) {
  int length = word->length > 60 ? 60 : (int)word->length;
  if (closest)
    diagnostics_error(reader->diagnostics, word->start, "unknown %s '%.*s'; did you mean '%s'?",
                      what, length, word->text, closest);
  else
    diagnostics_error(reader->diagnostics, word->start, "unknown %s '%.*s'", what, length,
                      word->text);
}

/* --- values --- */

/* Reads ids of rows of the registry |kind| into |citations|. */
static void read_citations(struct facts_reader *reader, struct fragment value,
                           enum registry_kind kind, struct citations *citations) {
  const struct registry *registry = reader->registries->of[kind];
  const char **ids = NULL;
  const struct registry_row **rows = NULL;
  struct fragment word;
  for (size_t cursor = 0; next_word(&value, &cursor, &word);) {
    const struct registry_row *row = registry_find(registry, word.text, word.length);
    if (!row) {
      refuse_word(reader, &word, registry_name(kind),
                  registry_closest(registry, word.text, word.length));
      continue;
    }
    ids = arena_grow(reader->arena, ids, citations->count, sizeof *ids);
    rows = arena_grow(reader->arena, rows, citations->count, sizeof *rows);
    rows[citations->count] = row;
    ids[citations->count++] = arena_string(reader->arena, row->fields[0]);
  }
  citations->ids = ids;
  citations->rows = rows;
}

static void read_clauses(struct facts_reader *reader, struct fragment value) {
  read_citations(reader, value, REGISTRY_CLAUSES, &reader->scenario->clauses);
}

static void read_behaviours(struct facts_reader *reader, struct fragment value) {
  read_citations(reader, value, REGISTRY_BEHAVIOURS, &reader->scenario->behaviours);
}

static void read_meets(struct facts_reader *reader, struct fragment value) {
  read_citations(reader, value, REGISTRY_REQUIREMENTS, &reader->scenario->meets);
}

static void read_breaks(struct facts_reader *reader, struct fragment value) {
  read_citations(reader, value, REGISTRY_REQUIREMENTS, &reader->scenario->breaks);
}

static void read_deviation(struct facts_reader *reader, struct fragment value) {
  const struct registry *registry = reader->registries->of[REGISTRY_DEVIATIONS];
  const struct registry_row *row = registry_find(registry, value.text, value.length);
  reader->scenario->deviation = row;
  if (!row)
    refuse_word(reader, &value, registry_name(REGISTRY_DEVIATIONS),
                registry_closest(registry, value.text, value.length));
}

static void read_level(struct facts_reader *reader, struct fragment value) {
  if (is_word(&value, "documented"))
    reader->scenario->level = LEVEL_DOCUMENTED;
  else if (is_word(&value, "cpython"))
    reader->scenario->level = LEVEL_CPYTHON;
  else
    diagnostics_error(reader->diagnostics, value.start, "a level is 'documented' or 'cpython'");
}

static void read_edition(struct facts_reader *reader, struct fragment value) {
  size_t offset = 0;
  const char *error =
      edition_range_parse(value.text, value.length, &reader->scenario->editions, &offset);
  if (error) diagnostics_error(reader->diagnostics, part(&value, offset, 0).start, "%s", error);
}

static const char *closest_capability(const struct fragment *word) {
  struct spelling spelling = spelling_of(word->text, word->length);
  for (unsigned i = 0; i < CAPABILITY_COUNT; i++)
    spelling_consider(&spelling, capability_name((enum capability)i));
  return spelling.nearest;
}

static void read_needs(struct facts_reader *reader, struct fragment value) {
  struct fragment word;
  for (size_t cursor = 0; next_word(&value, &cursor, &word);) {
    enum capability capability = capability_parse(word.text, word.length);
    if (capability == CAPABILITY_COUNT)
      refuse_word(reader, &word, "capability", closest_capability(&word));
    else
      *reader->needs |= 1u << capability;
  }
}

static void read_transport(struct facts_reader *reader, struct fragment value) {
  struct fragment word;
  enum peer_transport transport;
  reader->scenario->transports = 0;
  for (size_t cursor = 0; next_word(&value, &cursor, &word);) {
    if (transport_parse(word.text, word.length, &transport))
      reader->scenario->transports |= 1u << transport;
    else
      diagnostics_error(reader->diagnostics, word.start,
                        "a transport is 'plain', 'tls' or 'tunnel'");
  }
}

static void read_delivery(struct facts_reader *reader, struct fragment value) {
  struct fragment word;
  enum peer_delivery delivery;
  reader->scenario->deliveries = 0;
  for (size_t cursor = 0; next_word(&value, &cursor, &word);) {
    if (delivery_parse(word.text, word.length, &delivery))
      reader->scenario->deliveries |= 1u << delivery;
    else
      diagnostics_error(reader->diagnostics, word.start,
                        "a delivery is 'whole', 'bytes' or 'split'");
  }
}

/* --- facts --- */

static const struct {
  const char *key;
  value_reader *read;
} keys[] = {
    {"clause", read_clauses},    {"deviation", read_deviation}, {"behaviour", read_behaviours},
    {"meets", read_meets},       {"breaks", read_breaks},       {"level", read_level},
    {"edition", read_edition},   {"needs", read_needs},         {"transport", read_transport},
    {"delivery", read_delivery},
};

enum { KEY_COUNT = sizeof keys / sizeof *keys };

static size_t find_key(const struct facts_reader *reader, const struct fragment *key) {
  struct spelling spelling = spelling_of(key->text, key->length);
  for (size_t i = 0; i < KEY_COUNT; i++) {
    if (is_word(key, keys[i].key)) return i;
    spelling_consider(&spelling, keys[i].key);
  }
  refuse_word(reader, key, "fact", spelling.nearest);
  return KEY_COUNT;
}

static void read_fact(struct facts_reader *reader, const struct fragment *fact, bool *seen) {
  const char *colon = memchr(fact->text, ':', fact->length);
  if (!colon) {
    diagnostics_error(reader->diagnostics, fact->start,
                      "expected 'key: value': the first list of a scenario holds its facts");
    return;
  }
  size_t key_length = (size_t)(colon - fact->text);
  struct fragment key = part(fact, 0, key_length);
  struct fragment value = part(fact, key_length + 1, fact->length - key_length - 1);
  size_t number = find_key(reader, &key);
  if (number == KEY_COUNT) return;
  if (seen[number])
    diagnostics_error(reader->diagnostics, key.start,
                      "'%s' is given twice; separate values by commas", keys[number].key);
  else if (!value.length)
    diagnostics_error(reader->diagnostics, value.start, "'%s' has no value", keys[number].key);
  else
    keys[number].read(reader, value);
  seen[number] = true;
}

enum { KEY_CLAUSE, KEY_DEVIATION };

/* A deviation has two readings, and nothing else has. */
static void check_readings(const struct facts_reader *reader, const struct section *section,
                           bool names_deviation) {
  const struct fragment *second =
      section->deviating_server.text ? &section->deviating_server : &section->deviating_console;
  if (names_deviation && !second->text)
    diagnostics_error(reader->diagnostics, section->place,
                      "this scenario shows only CPython's side of the deviation: add the other as "
                      "a block 'pycon deviation' or 'server deviation'");
  if (!names_deviation && second->text)
    diagnostics_error(reader->diagnostics, second->start,
                      "this block shows a deviation: add '- deviation: …' to the scenario's facts");
}

/* One scenario cannot show that a requirement is met, and also that it is not. */
static void check_requirements(const struct facts_reader *reader, const struct section *section) {
  const struct citations *meets = &reader->scenario->meets, *breaks = &reader->scenario->breaks;
  for (size_t i = 0; i < meets->count; i++)
    for (size_t j = 0; j < breaks->count; j++)
      if (meets->rows[i] == breaks->rows[j])
        diagnostics_error(reader->diagnostics, section->place,
                          "who passes this scenario cannot both meet and break '%s'",
                          meets->ids[i]);
}

void facts_read(struct arena *arena, const struct section *section,
                const struct registries *registries, struct diagnostics *diagnostics,
                struct scenario *scenario, capability_set *needs) {
  struct facts_reader reader = {arena, registries, diagnostics, scenario, needs};
  bool seen[KEY_COUNT] = {false};
  scenario->level = LEVEL_DOCUMENTED;
  scenario->editions = every_edition;
  scenario->transports = EVERY_TRANSPORT;
  scenario->deliveries = EVERY_DELIVERY;
  for (size_t i = 0; i < section->fact_count; i++)
    read_fact(&reader, &section->facts[i], seen);
  check_readings(&reader, section, seen[KEY_DEVIATION]);
  check_requirements(&reader, section);
  if (scenario->level == LEVEL_DOCUMENTED && !seen[KEY_CLAUSE])
    diagnostics_error(
        diagnostics, section->place,
        "this scenario cites no clause: add '- clause: …', or '- level: cpython' where the "
        "documentation is silent");
}
