#include "hc/field_lines.h"

#include <stdio.h>

#include "support/guarded.h"
#include "support/testing.h"

/* What a cursor gives, written as one line of text:
 *   name=value|   [envelope]|   !Defect:line|   and at the end  .leftover
 * with CR and LF shown as \r and \n. */
static void describe(struct hc_span block, enum hc_edition edition, char *text, size_t size);

struct row {
  const char *block;
  const char *items;
  const char *why;
};

static const struct row rows[] = {
    {"A: 1\r\nB: 2\r\n\r\n", "A=1|B=2|.", "two fields (RFC 9112 section 5)"},
    {"A: 1\nB: 2\n\n", "A=1|B=2|.", "LF only (HL.02)"},
    {"\r\n", ".", "no fields"},
    {"", ".", "nothing at all"},
    {"A: 1", "A=1|.", "end of the stream in a line (HL.06)"},
    {"A", "!MissingHeaderBodySeparatorDefect:|.A", "end of the stream in a name"},
    {"a:1\r\nA:2\r\n\r\n", "a=1|A=2|.", "case and repetition are kept (HD.14)"},
    {"A:\t 1 \t\r\n\r\n", "A=1 \t|.", "leading blanks go, trailing ones stay (HD.09)"},
    {"A:\xA0\v1\r\n\r\n", "A=\xA0\v1|.", "only SP and TAB are stripped (HD.09)"},
    {"A:\r\nB:\r\n\r\n", "A=|B=|.", "empty values"},
    {"A:: 1\r\n\r\n", "A=: 1|.", "the first colon ends the name (HD.08)"},
    {"()<>@,;\\\"/[]?={}: 1\r\n\r\n", "()<>@,;\\\"/[]?={}=1|.", "separators in names (HD.08)"},
    {"A: 1\r\n b\r\n\tc\r\n\r\n", "A=1\\r\\n b\\r\\n\tc|.", "obs-fold stays raw (HD.10)"},
    {"A: 1\r\n \r\nB: 2\r\n\r\n", "A=1\\r\\n |B=2|.", "a fold of blanks only (HD.10)"},
    {"A: 1\rB: 2\r\n\r\n", "A=1|B=2|.", "a bare CR ends a line (HD.02)"},
    {"A: 1\r B: 2\r\n\r\n", "A=1\\r B: 2|.", "a bare CR before a fold (HD.02)"},
    {"A: 1\r\r\nB: 2\r\n\r\n", "A=1|.B: 2\\r\\n\\r\\n", "CR CR LF makes an empty line (HD.03)"},
    {"A: 1\n\rB: 2\r\n\r\n", "A=1|.B: 2\\r\\n\\r\\n", "LF CR makes an empty line (HD.03)"},
    {"A: 1\r\nbad\r\nB: 2\r\n\r\n",
     "A=1|!MissingHeaderBodySeparatorDefect:|.bad\\r\\nB: 2\\r\\n\\r\\n",
     "no colon stops the fields (HD.04, HD.05)"},
    {"B : x\r\n\r\n", "!MissingHeaderBodySeparatorDefect:|.B : x\\r\\n\\r\\n",
     "a space before the colon (HD.04)"},
    {"\x7F: x\r\n\r\n", "!MissingHeaderBodySeparatorDefect:|.\x7F: x\\r\\n\\r\\n",
     "DEL in the name (HD.04)"},
    {"\xC3\xA9: x\r\n\r\n", "!MissingHeaderBodySeparatorDefect:|.\xC3\xA9: x\\r\\n\\r\\n",
     "a byte above ASCII in the name (HD.04)"},
    {"\v\r\n\r\n", "!MissingHeaderBodySeparatorDefect:|.\v\\r\\n\\r\\n", "a VT line (HD.04)"},
    {": x\r\nA: 1\r\n\r\n", "!InvalidHeaderDefect:|A=1|.", "an empty name (HD.06)"},
    {": x\r\n y\r\nA: 1\r\n\r\n",
     "!InvalidHeaderDefect:|!FirstHeaderLineIsContinuationDefect: y\\r\\n|A=1|.",
     "a fold of a skipped line (HD.06, HD.07)"},
    {" x\r\nA: 1\r\n\r\n", "!FirstHeaderLineIsContinuationDefect: x\\r\\n|A=1|.",
     "a fold of nothing (HD.07)"},
    {"From a b\r\nA: 1\r\n\r\n", "[From a b]|A=1|.", "an envelope line (HD.13)"},
    {"From a\r\n x\r\nA: 1\r\n\r\n", "[From a]|!FirstHeaderLineIsContinuationDefect: x\\r\\n|A=1|.",
     "a fold of an envelope"},
    {"A: 1\r\nFrom x: y\r\nB: 2\r\n\r\n",
     "A=1|!MisplacedEnvelopeHeaderDefect:From x: y\\r\\n|B=2|.", "an envelope between (HD.13)"},
    {"A: 1\r\nFrom x\r\n\r\n", "A=1|.From x\\r\\n\\r\\n", "an envelope in the last place (HD.13)"},
    {"A: 1\r\nFrom x\r\nbad\r\n\r\n",
     "A=1|!MissingHeaderBodySeparatorDefect:|.From x\\r\\nbad\\r\\n\\r\\n",
     "an envelope before a malformed line"},
    {"From: x\r\nfrom x\r\n\r\n", "From=x|!MissingHeaderBodySeparatorDefect:|.from x\\r\\n\\r\\n",
     "a From field, and a lower-case from (HD.13)"},
    {"A: 1\r\n\r\nB: 2\r\n", "A=1|.B: 2\\r\\n", "nothing after the empty line is a field"},
};

static size_t show(struct hc_span bytes, char *text, size_t size) {
  size_t used = 0;
  for (size_t i = 0; i < bytes.size; i++) {
    char byte = bytes.data[i];
    const char *escape = byte == '\r' ? "\\r" : byte == '\n' ? "\\n" : NULL;
    int written = escape != NULL ? snprintf(text + used, size - used, "%s", escape)
                                 : snprintf(text + used, size - used, "%c", byte);
    used += (size_t)written;
  }
  return used;
}

static size_t describe_item(const struct hc_field_item *item, char *text, size_t size) {
  size_t used = 0;
  switch (item->kind) {
  case HC_ITEM_FIELD:
    used += show(item->name, text, size);
    used += (size_t)snprintf(text + used, size - used, "=");
    break;
  case HC_ITEM_ENVELOPE: used += (size_t)snprintf(text, size, "["); break;
  case HC_ITEM_DEFECT:
    used += (size_t)snprintf(text, size, "!%s:", hc_defect_name(item->defect));
    break;
  case HC_ITEM_END: used += (size_t)snprintf(text, size, "."); break;
  }
  used += show(item->value, text + used, size - used);
  const char *end = item->kind == HC_ITEM_ENVELOPE ? "]|" : item->kind == HC_ITEM_END ? "" : "|";
  return used + (size_t)snprintf(text + used, size - used, "%s", end);
}

static void describe(struct hc_span block, enum hc_edition edition, char *text, size_t size) {
  struct hc_field_lines lines = hc_field_lines_make(block, edition);
  struct hc_field_item item;
  size_t used = 0;
  do {
    item = hc_field_lines_next(&lines);
    used += describe_item(&item, text + used, size - used);
  } while (item.kind != HC_ITEM_END);
  item = hc_field_lines_next(&lines);
  assert_int_equal(item.kind, HC_ITEM_END);
  assert_int_equal(item.value.size, 0);
}

static void blocks_are_cut_as_the_email_parser_cuts_them(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct hc_span block = guarded_copy(hc_str(rows[i].block));
    char text[512];
    describe(block, HC_EDITION_NEWEST, text, sizeof text);
    assert_text_is(hc_str(text), rows[i].items, rows[i].why);
    guarded_free(block);
  }
}

/* HD.11, HD.12 */
static void a_leading_fold_stays_in_the_value_up_to_edition_3_13(void **state) {
  (void)state;
  char text[64];
  describe(bytes_of("A:\r\n b\r\n\r\n"), HC_EDITION_3_8, text, sizeof text);
  assert_string_equal(text, "A=\\r\\n b|.");
  describe(bytes_of("A:\r\n b\r\n\r\n"), HC_EDITION_3_13, text, sizeof text);
  assert_string_equal(text, "A=\\r\\n b|.");
  describe(bytes_of("A:\r\n b\r\n\r\n"), HC_EDITION_3_14, text, sizeof text);
  assert_string_equal(text, "A=b|.");
}

static void every_prefix_of_a_block_is_cut_without_reading_past_it(void **state) {
  (void)state;
  struct hc_span whole = bytes_of("From x\r\nA: 1\r\n b\r\n: y\r\nFrom z\r\nbad\r\n\r\n");
  for (size_t size = 0; size <= whole.size; size++) {
    struct hc_span block = guarded_copy(hc_span_make(whole.data, size));
    char text[512];
    describe(block, HC_EDITION_NEWEST, text, sizeof text);
    guarded_free(block);
  }
}

static void every_defect_has_a_name(void **state) {
  (void)state;
  for (int kind = 0; kind < HC_DEFECT_KIND_COUNT; kind++) {
    assert_non_null(hc_defect_name((enum hc_defect_kind)kind));
  }
  assert_null(hc_defect_name(HC_DEFECT_KIND_COUNT));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blocks_are_cut_as_the_email_parser_cuts_them),
      cmocka_unit_test(a_leading_fold_stays_in_the_value_up_to_edition_3_13),
      cmocka_unit_test(every_prefix_of_a_block_is_cut_without_reading_past_it),
      cmocka_unit_test(every_defect_has_a_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
