/* Text is written to a memory stream, and cut once it is complete. */
#include "execution/describe.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "execution/value.h"
#include "text/literal.h"

/* A text of more than LONGEST bytes keeps KEPT of each end. */
enum { LONGEST = 2000, KEPT = 800 };

struct description {
  FILE *out;
  char *text;
  size_t length;
};

static void begin(struct description *description) {
  description->out = memory_stream(&description->text, &description->length);
}

static bool is_continuation(char byte) {
  return ((unsigned char)byte & 0xC0) == 0x80;
}

static char *finish(struct description *description) {
  fclose(description->out);
  char *text = description->text;
  size_t length = description->length, head = KEPT, tail = length - KEPT;
  if (length <= LONGEST) return text;
  while (is_continuation(text[head]))
    head--;
  while (is_continuation(text[tail]))
    tail++;
  char *cut = memory_printf("%.*s … %zu more … %s", (int)head, text, tail - head, text + tail);
  free(text);
  return cut;
}

char *describe_value(json_t *value) {
  struct description description;
  begin(&description);
  value_print_repr(description.out, value);
  return finish(&description);
}

/* --- Exceptions
 * ---------------------------------------------------------------------------------------------- */

static void print_attribute(FILE *out, const char *name, json_t *value, bool *is_first) {
  if (!*is_first) fputs(", ", out);
  *is_first = false;
  fprintf(out, "%s=", name);
  value_print_repr(out, value);
}

static void print_named(FILE *out, json_t *attributes, const struct expectation *expectation,
                        bool *is_first) {
  for (size_t i = 0; i < expectation->attribute_count; i++) {
    const char *name = expectation->attributes[i].name;
    json_t *value = json_object_get(attributes, name);
    if (value) print_attribute(out, name, value, is_first);
  }
}

static void print_all(FILE *out, json_t *attributes, bool *is_first) {
  for (void *member = json_object_iter(attributes); member;
       member = json_object_iter_next(attributes, member))
    if (strcmp(json_object_iter_key(member), "args") != 0)
      print_attribute(out, json_object_iter_key(member), json_object_iter_value(member), is_first);
}

char *describe_raised(json_t *raised, const struct expectation *expectation) {
  json_t *attributes = json_object_get(raised, "attributes"),
         *text = json_object_get(raised, "text");
  bool is_first = true;
  struct description description;
  begin(&description);
  fprintf(description.out, "raises %s(", json_string_value(json_object_get(raised, "type")));
  if (expectation) print_named(description.out, attributes, expectation, &is_first);
  if (is_first) print_all(description.out, attributes, &is_first);
  if (is_first && json_string_length(text) > 0)
    literal_print_text(description.out, json_string_value(text), json_string_length(text));
  fputc(')', description.out);
  return finish(&description);
}

/* --- Expectations
 * -------------------------------------------------------------------------------------------- */

static void print_raises(FILE *out, const struct expectation *expectation) {
  bool is_first = true;
  fprintf(out, "raises %s", expectation->name);
  if (expectation->attribute_count == 0) return;
  fputc('(', out);
  for (size_t i = 0; i < expectation->attribute_count; i++)
    print_attribute(out, expectation->attributes[i].name, expectation->attributes[i].value,
                    &is_first);
  fputc(')', out);
}

static void print_expectation(FILE *out, const struct expectation *expectation) {
  switch (expectation->kind) {
  case EXPECT_VALUE: value_print_repr(out, expectation->value); break;
  case EXPECT_OBJECT: fprintf(out, "<%s>", expectation->name); break;
  case EXPECT_RAISES: print_raises(out, expectation); break;
  }
}

char *describe_expectations(const struct statement *statement, unsigned edition) {
  struct description description;
  begin(&description);
  bool is_first = true;
  for (size_t i = 0; i < statement->expectation_count; i++) {
    if (!edition_range_holds(statement->expectations[i].editions, edition)) continue;
    if (!is_first) fputs(" or ", description.out);
    is_first = false;
    print_expectation(description.out, &statement->expectations[i]);
  }
  if (is_first)
    fputs(statement->kind == STATEMENT_EXPRESSION ? "None" : "no exception", description.out);
  return finish(&description);
}

char *describe_output(const char *text, size_t length) {
  struct description description;
  begin(&description);
  fputs("prints ", description.out);
  literal_print_text(description.out, text, length);
  return finish(&description);
}
