#include "header_block.h"

#include "hc/limits.h"
#include "raise.h"

/* Room for most header blocks, so that they are not moved while they grow. */
enum { USUAL_SIZE = 1024 };

/* HL.02: CRLF, LF and the end of the stream end a block; a line of blanks does not. */
static bool ends_block(struct hc_span line) {
  return line.size == 0 || hc_span_equal(line, hc_str("\r\n")) || hc_span_equal(line, hc_str("\n"));
}

/* How many bytes the block has that `ahead` begins with; 0 if its end is not there, or beyond what
 * is allowed. */
static size_t whole_block(struct hc_span ahead) {
  const char *at = ahead.data;
  const char *end = at + ahead.size;
  for (size_t lines = 0; lines < HC_LIMIT_HEADER_LINES && at < end; lines++) {
    const char *lf = memchr(at, '\n', (size_t)(end - at));
    if (lf == NULL) break;
    bool empty = lf == at || (lf == at + 1 && *at == '\r');
    at = lf + 1;
    if (empty) return (size_t)(at - ahead.data);
  }
  return 0;
}

static enum hc_kind read_lines(struct hc_reader *reader, struct hc_buffer *block,
                               struct hc_error *error) {
  for (size_t lines = 1;; lines++) {
    struct hc_span line;
    enum hc_kind kind = hc_reader_readline(reader, HC_LIMIT_LINE + 1, &line, error);
    if (kind != HC_OK) return kind;
    if (line.size > HC_LIMIT_LINE) return hc_raise_line_too_long(error, "header line"); /* HL.01 */
    if (!hc_buffer_append(block, line)) return hc_raise_memory(error);
    /* HL.03: the line that ends the block is counted too, and judged first. */
    if (lines > HC_LIMIT_HEADER_LINES) {
      return hc_raise(error, HC_HTTP_EXCEPTION, "got more than %d headers", HC_LIMIT_HEADER_LINES);
    }
    if (ends_block(line)) return HC_OK;
  }
}

enum hc_kind hc_read_header_block(struct hc_reader *reader, struct hc_buffer *block,
                                  struct hc_error *error) {
  if (!hc_buffer_reserve(block, USUAL_SIZE)) return hc_raise_memory(error);
  struct hc_span ahead;
  enum hc_kind kind = hc_reader_peek(reader, &ahead, error);
  if (kind != HC_OK || ahead.size == 0) return kind;
  /* Most blocks have come whole, with the status line. */
  size_t size = whole_block(ahead);
  return size > 0 ? hc_reader_read1(reader, size, block, error) : read_lines(reader, block, error);
}

struct hc_span hc_take_block_line(struct hc_span *block, bool *ended) {
  const char *lf = block->size > 0 ? memchr(block->data, '\n', block->size) : NULL;
  size_t size = lf != NULL ? (size_t)(lf - block->data) + 1 : block->size;
  struct hc_span line = hc_span_make(block->data, size);
  if (size > 0) *block = hc_span_make(block->data + size, block->size - size);
  *ended = ends_block(line);
  return line;
}
