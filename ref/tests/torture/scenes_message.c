/* What is read out of a message, and a message that is written. */
#include "hc/content.h"
#include "hc/message_text.h"
#include "hc/parameters.h"
#include "support/testing.h"
#include "torture/scenes.h"

#define BYTES(text)                                                                                \
  { text, sizeof text - 1 }

static const struct hc_span block =
    BYTES("Content-Type: text/html; charset=utf-8; boundary=\"x \"; A*1=c; A*0*=utf-8''%e9\r\n"
          "Content-Disposition: x; filename*=none''a\xE9\r\n"
          "X: one, two; three four five six seven eight nine ten eleven twelve thirteen\r\n"
          "Y: caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9\r\n \xE9\r\n\r\n");

/* Checks what a call that came to `kind` has put into the stage's buffer, and empties that. */
static enum hc_kind look_at(struct stage *stage, enum hc_kind kind, const char *expected) {
  assert_text_is(hc_buffer_span(&stage->into), kind == HC_OK ? expected : "", "found");
  hc_buffer_empty(&stage->into);
  return kind;
}

static enum hc_kind read_content(struct stage *stage, const struct hc_message *message) {
  struct hc_buffer *into = &stage->into;
  struct hc_error *error = stage->error;
  bool found;
  hc_buffer_empty(into);
  enum hc_kind kind = look_at(stage, hc_message_content_type(message, into, error), "text/html");
  if (kind == HC_OK)
    kind = look_at(stage, hc_message_charset(message, into, &found, error), "utf-8");
  if (kind == HC_OK) kind = look_at(stage, hc_message_boundary(message, into, &found, error), "x");
  if (kind == HC_OK)
    kind = look_at(stage, hc_message_filename(message, into, &found, error), "a\xC3\xA9");
  return kind;
}

static enum hc_kind read_parameters(struct stage *stage, const struct hc_message *message,
                                    bool keep_quotes) {
  struct hc_parameter_list list = {.text = hc_buffer_make(&stage->allocator, 0),
                                   .parameters = hc_buffer_make(&stage->allocator, 0)};
  struct hc_parameter parameter = {.is_extended = false};
  bool found;
  enum hc_kind kind = hc_message_parameters(message, hc_str("content-type"), keep_quotes, &list,
                                            &found, stage->error);
  assert_true(found);
  assert_int_equal(hc_parameter_count(&list), kind == HC_OK ? 4 : 0);
  assert_true(hc_parameter_find(&list, hc_str("a"), &parameter) == (kind == HC_OK));
  if (kind == HC_OK) assert_text_is(hc_parameter_at(&list, 3).charset, "utf-8", "charset");
  hc_parameter_list_free(&list);
  return kind;
}

static enum hc_kind write_message(struct stage *stage, const struct hc_message *message) {
  hc_buffer_empty(&stage->into);
  enum hc_kind kind = hc_message_text(message, 20, &stage->into, stage->error);
  if (kind == HC_OK) kind = hc_message_bytes(message, &stage->into, stage->error);
  return kind;
}

static enum hc_kind refuse_to_write(struct stage *stage) {
  static const struct hc_span split = BYTES("A: b\x0Bnot\xE9 on\r\n\r\n");
  static const struct hc_span hidden = BYTES("A: b\x0B"
                                             "B: c\r\n\r\n");
  struct hc_message *message = NULL;
  const struct hc_span blocks[] = {split, hidden};
  for (size_t i = 0; i < 2; i++) {
    enum hc_kind kind =
        hc_message_parse(blocks[i], HC_EDITION_NEWEST, &stage->allocator, &message, stage->error);
    if (kind != HC_OK) return kind;
    hc_buffer_empty(&stage->into);
    kind = hc_message_text(message, 0, &stage->into, stage->error);
    hc_message_free(message);
    if (kind == HC_MEMORY_ERROR) return kind;
    assert_kind_is(kind, i == 0 ? HC_OK : HC_HEADER_PARSE_ERROR, "refused");
    hc_error_clear(stage->error);
  }
  return HC_OK;
}

static enum hc_kind use_message(struct stage *stage) {
  struct hc_message *message = NULL;
  enum hc_kind kind =
      hc_message_parse(block, HC_EDITION_NEWEST, &stage->allocator, &message, stage->error);
  if (kind != HC_OK) return kind;
  kind = read_content(stage, message);
  if (kind == HC_OK) kind = read_parameters(stage, message, false);
  if (kind == HC_OK) kind = read_parameters(stage, message, true);
  if (kind == HC_OK) kind = write_message(stage, message);
  hc_message_free(message);
  return kind;
}

static step *const steps[] = {use_message, refuse_to_write, NULL};

const struct scene message_scenes[] = {
    {.name = "a message", .steps = steps},
    {.name = NULL},
};
