/* parse_headers(): a field section read from a stream. At once and in pieces it comes to the same
 * message, and the reader then stands at the body: what is left is the end of the input. */
#include "../choices.h"
#include "../memory_count.h"
#include "../message_check.h"
#include "../target.h"
#include "hc/limits.h"
#include "hc/memory_transport.h"

struct section {
  struct memory_count memory;
  struct hc_allocator allocator;
  enum hc_kind kind;
  struct hc_message *message; /* NULL on failure */
  struct hc_buffer rest;
  struct hc_error error;
};

static void section_read(struct section *section, struct hc_span bytes, size_t piece,
                         enum hc_edition edition) {
  *section = (struct section){.message = NULL};
  section->allocator = memory_count_allocator(&section->memory);
  section->rest = hc_buffer_make(&section->allocator, 0);
  section->error.allocator = &section->allocator;
  struct hc_memory_script script = {.segments = &bytes, .segment_count = 1, .piece = piece};
  struct hc_transport *transport = NULL;
  struct hc_reader *reader = NULL;
  PROPERTY(hc_memory_transport_new(&script, NULL, edition, &section->allocator, &transport, NULL) ==
           HC_OK);
  PROPERTY(hc_reader_new(transport, &section->allocator, &reader, NULL) == HC_OK);
  hc_transport_release(transport);
  section->kind =
      hc_parse_headers(reader, edition, &section->allocator, &section->message, &section->error);
  PROPERTY((section->kind == HC_OK) == (section->message != NULL));
  if (section->kind == HC_OK)
    PROPERTY(hc_reader_read_to_end(reader, &section->rest, NULL) == HC_OK);
  hc_reader_free(reader);
}

static void section_release(struct section *section, size_t size) {
  hc_message_free(section->message);
  hc_buffer_free(&section->rest);
  hc_error_clear(&section->error);
  PROPERTY(section->memory.live == 0);
  PROPERTY(section->memory.peak <= 4 * HC_READ_BUFFER_SIZE + 64 * size);
}

static void check_rest(const struct section *section, struct hc_span bytes) {
  struct hc_span rest = hc_buffer_span(&section->rest);
  PROPERTY(rest.size <= bytes.size);
  PROPERTY(hc_span_equal(rest, hc_span_make(bytes.data + bytes.size - rest.size, rest.size)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct hc_span bytes = hc_span_make(data ? (const char *)data : "", size);
  struct choices choices = choices_take(&bytes);
  enum hc_edition edition = choices_edition(choices.of[0]);
  struct section at_once, in_pieces;
  section_read(&at_once, bytes, 0, edition);
  section_read(&in_pieces, bytes, choices_piece(choices.of[1], bytes.size), edition);
  PROPERTY(at_once.kind == in_pieces.kind);
  PROPERTY(
      hc_span_equal(hc_buffer_span(&at_once.error.text), hc_buffer_span(&in_pieces.error.text)));
  PROPERTY(hc_span_equal(hc_buffer_span(&at_once.rest), hc_buffer_span(&in_pieces.rest)));
  if (at_once.kind == HC_OK) {
    message_check_same(at_once.message, in_pieces.message);
    PROPERTY(hc_message_count(at_once.message) <= HC_LIMIT_HEADER_LINES * 2);
    check_rest(&at_once, bytes);
  }
  section_release(&at_once, bytes.size);
  section_release(&in_pieces, bytes.size);
  return 0;
}
