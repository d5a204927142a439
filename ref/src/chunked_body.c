/* Reading a chunked body (RFC 9112 section 7.1, as lenient as http.client).
 *
 * Framing is lazy: what ends a chunk is read when more is asked for, not before (CK.14). A chunk's
 * size may be negative (CK.10, CK.11), so it is a signed number throughout. */
#include "hc/chunk_size.h"
#include "hc/limits.h"
#include "raise.h"
#include "response.h"

static const struct hc_integer nothing = {0, false};

/* --- Between chunks --- */

/* CK.04: two bytes end a chunk, whatever they are. */
static enum hc_kind discard_chunk_end(struct hc_response *response, struct hc_error *error) {
  char end[2];
  size_t got;
  enum hc_kind kind = hc_reader_readinto(response->reader, end, sizeof end, &got, error);
  if (kind != HC_OK || got == sizeof end) return kind;
  struct hc_buffer partial = hc_buffer_make(response->allocator, 0);
  uint64_t missing = sizeof end - got;
  kind = hc_buffer_append(&partial, hc_span_make(end, got))
             ? hc_raise_incomplete_read(error, &partial, &missing)
             : hc_raise_memory(error);
  hc_buffer_free(&partial);
  return kind;
}

static enum hc_kind read_size(struct hc_response *response, struct hc_integer *size,
                              struct hc_error *error) {
  struct hc_span line;
  enum hc_kind kind = hc_reader_readline(response->reader, HC_LIMIT_LINE + 1, &line, error);
  if (kind != HC_OK) return kind;
  if (line.size > HC_LIMIT_LINE) return hc_raise_line_too_long(error, "chunk size"); /* CK.01 */
  if (hc_chunk_size_parse(line, size)) {
    hc_chunk_run_note(&response->run, line, *size);
    return HC_OK;
  }
  /* CK.02: the two ends are out of step for good. */
  hc_response_close_reader(response);
  struct hc_buffer partial = hc_buffer_make(response->allocator, 0);
  return hc_raise_incomplete_read(error, &partial, NULL);
}

/* CK.05-CK.09: trailers are read, up to an empty line or the end of the stream, and dropped. The
 * edition may limit their number. */
static enum hc_kind discard_trailers(struct hc_response *response, struct hc_error *error) {
  bool is_limited = response->traits->limits_lines;
  for (size_t i = 0; !is_limited || i <= HC_LIMIT_HEADER_LINES; i++) {
    struct hc_span line;
    enum hc_kind kind = hc_reader_readline(response->reader, HC_LIMIT_LINE + 1, &line, error);
    if (kind != HC_OK) return kind;
    if (line.size > HC_LIMIT_LINE) return hc_raise_line_too_long(error, "trailer line");
    if (line.size == 0 || hc_span_equal(line, hc_str("\r\n")) ||
        hc_span_equal(line, hc_str("\n"))) {
      return HC_OK;
    }
  }
  return hc_raise(error, HC_HTTP_EXCEPTION, "got more than %d trailers", HC_LIMIT_HEADER_LINES);
}

/* Makes sure that there is a chunk with something left, or ends the body: has_chunk is then false
 * and the reader gone. On failure chunk_left is unchanged, so that the next call fails alike
 * (CK.17). */
static enum hc_kind next_chunk(struct hc_response *response, struct hc_error *error) {
  if (response->has_chunk && response->chunk_left.magnitude != 0) return HC_OK;
  enum hc_kind kind = response->has_chunk ? discard_chunk_end(response, error) : HC_OK;
  struct hc_integer size = nothing;
  if (kind == HC_OK) kind = read_size(response, &size, error);
  bool last = kind == HC_OK && size.magnitude == 0;
  if (last) kind = discard_trailers(response, error);
  if (kind != HC_OK) return kind;
  if (last) hc_response_close_reader(response);
  response->has_chunk = !last;
  response->chunk_left = size;
  return HC_OK;
}

/* --- read() --- */

/* Whether `amount` ends in the current chunk. */
static bool fits(int64_t amount, struct hc_integer chunk_left) {
  if (chunk_left.negative) {
    return amount < 0 && 0 - (uint64_t)amount >= chunk_left.magnitude;
  }
  return amount < 0 || (uint64_t)amount <= chunk_left.magnitude;
}

/* Reads what `amount` wants of the current chunk and takes it off; for -1 see RD.09. */
static enum hc_kind read_part(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                              struct hc_error *error) {
  struct hc_integer size = {amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount, amount < 0};
  enum hc_kind kind = hc_response_safe_read(response, size, true, into, error);
  if (kind != HC_OK) return kind;
  response->chunk_left = hc_response_subtract(response->chunk_left, size);
  return HC_OK;
}

/* How much of the current chunk to read when all of it is wanted. Where read(amt) is built on
 * readinto(), a negative size cuts that much off the end of what is still wanted instead. */
static struct hc_integer whole_chunk(const struct hc_response *response, const int64_t *wanted) {
  struct hc_integer size = response->chunk_left;
  bool by_view = response->traits->negative_read == HC_NEGATIVE_READ_FAILS;
  if (!size.negative || wanted == NULL || !by_view) return size;
  struct hc_integer view = {hc_response_view_size((size_t)*wanted, size), false};
  return view;
}

/* Reads chunks up to `amount` bytes, or all. `*complete` is the size of `into` up to the last chunk
 * that was whole. */
static enum hc_kind read_chunks(struct hc_response *response, const int64_t *amount,
                                struct hc_buffer *into, struct hc_error *error) {
  int64_t left = amount != NULL ? *amount : 0;
  for (;;) {
    enum hc_kind kind = next_chunk(response, error);
    if (kind != HC_OK || !response->has_chunk) return kind;
    if (amount != NULL && fits(left, response->chunk_left)) {
      return read_part(response, left, into, error);
    }
    size_t start = into->size;
    struct hc_integer size = whole_chunk(response, amount != NULL ? &left : NULL);
    kind = hc_response_safe_read(response, size, amount != NULL, into, error);
    if (kind != HC_OK) return kind;
    response->chunk_left = nothing;
    if (!size.negative) left -= (int64_t)(into->size - start);
  }
}

/* Puts the chunks that were whole, in `whole`, in place of the partial of the IncompleteRead in
 * `error`, which becomes the cause (RD.11, RD.12). */
static enum hc_kind rewrap(struct hc_buffer *whole, bool with_cause, struct hc_error *error) {
  if (error == NULL || !with_cause) return hc_raise_incomplete_read(error, whole, NULL);
  struct hc_error *cause = hc_raise_detach(error);
  if (cause == NULL) return hc_raise_memory(error);
  enum hc_kind kind = hc_raise_incomplete_read(error, whole, NULL);
  error->cause = cause;
  return kind;
}

enum hc_kind hc_chunked_read(struct hc_response *response, const int64_t *amount,
                             struct hc_buffer *into, struct hc_error *error) {
  enum hc_kind kind = read_chunks(response, amount, into, error);
  if (kind != HC_INCOMPLETE_READ) return kind;
  return rewrap(into, response->traits->incomplete_read_has_cause, error);
}

/* --- readinto() --- */

/* Fills all of `into` from the current chunk; fewer bytes are HC_INCOMPLETE_READ. `last` says that
 * the next chunk is left to the next call. */
static enum hc_kind fill(struct hc_response *response, char *into, size_t size, bool last,
                         struct hc_error *error) {
  size_t got;
  enum hc_kind kind = last ? hc_reader_readinto(response->reader, into, size, &got, error)
                           : hc_reader_readinto_part(response->reader, into, size, &got, error);
  return kind == HC_OK && got < size ? HC_INCOMPLETE_READ : kind;
}

/* Fills `into` with the chunk in hand and others alike. `*filled` is how far, and `*last` whether
 * that is all. */
static enum hc_kind fill_from_run(struct hc_response *response, char *into, size_t size,
                                  size_t *filled, bool *last, struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  enum hc_kind kind = hc_chunk_run_read(&response->run, response->reader, room,
                                        &response->chunk_left.magnitude, filled, error);
  *last = *filled == size;
  return kind;
}

/* Fills `into` from the next chunk, if there is one. `*filled` is how far, and `*last` whether what
 * is wanted ends in it. */
static enum hc_kind fill_from_chunk(struct hc_response *response, char *into, size_t size,
                                    size_t *filled, bool *last, struct hc_error *error) {
  enum hc_kind kind = next_chunk(response, error);
  if (kind != HC_OK || !response->has_chunk) return kind;
  struct hc_integer chunk = response->chunk_left;
  *last = !chunk.negative && size <= chunk.magnitude;
  size_t part = *last ? size : hc_response_view_size(size, chunk);
  kind = fill(response, into, part, *last, error);
  if (kind != HC_OK) return kind;
  struct hc_integer taken = {part, false};
  response->chunk_left = *last ? hc_response_subtract(chunk, taken) : nothing;
  *filled = part;
  return HC_OK;
}

/* RI.05: `*whole` counts the bytes of chunks that were whole. */
static enum hc_kind fill_from_chunks(struct hc_response *response, char *into, size_t size,
                                     size_t *whole, struct hc_error *error) {
  for (;;) {
    size_t left = size - *whole, filled = 0;
    bool last = false;
    enum hc_kind kind = HC_OK;
    if (response->has_chunk && hc_chunk_run_serves(&response->run, response->chunk_left, left))
      kind = fill_from_run(response, into + *whole, left, &filled, &last, error);
    if (kind == HC_OK && filled == 0)
      kind = fill_from_chunk(response, into + *whole, left, &filled, &last, error);
    *whole += filled;
    if (kind != HC_OK || last || !response->has_chunk) return kind;
  }
}

enum hc_kind hc_chunked_readinto(struct hc_response *response, char *into, size_t size, size_t *got,
                                 struct hc_error *error) {
  size_t whole = 0;
  enum hc_kind kind = fill_from_chunks(response, into, size, &whole, error);
  if (kind == HC_OK) *got = whole;
  if (kind != HC_INCOMPLETE_READ) return kind;
  /* RI.06 */
  struct hc_buffer partial = hc_buffer_make(response->allocator, 0);
  kind = hc_buffer_append(&partial, hc_span_make(into, whole)) ? rewrap(&partial, false, error)
                                                               : hc_raise_memory(error);
  hc_buffer_free(&partial);
  return kind;
}

/* --- read1(), peek() and readline() --- */

enum hc_kind hc_chunked_read1(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                              struct hc_error *error) {
  enum hc_kind kind = next_chunk(response, error);
  if (kind != HC_OK || !response->has_chunk || amount == 0) return kind;
  struct hc_integer size = response->chunk_left;
  if (amount > 0 && fits(amount, size)) size.magnitude = (uint64_t)amount;
  kind = hc_response_check_ssize(size, error);
  if (kind != HC_OK) return kind;
  size_t most = size.negative ? HC_READ_BUFFER_SIZE : (size_t)size.magnitude;
  kind = hc_reader_read1(response->reader, most, into, error);
  if (kind != HC_OK) return kind;
  struct hc_integer taken = {into->size, false};
  response->chunk_left = hc_response_subtract(response->chunk_left, taken);
  if (into->size > 0) return HC_OK;
  return hc_raise_incomplete_read(error, into, NULL); /* R1.06 */
}

enum hc_kind hc_chunked_peek(struct hc_response *response, struct hc_span *bytes,
                             struct hc_error *error) {
  enum hc_kind kind = next_chunk(response, error);
  if (kind == HC_INCOMPLETE_READ) { /* R1.08: left to the next read */
    hc_error_clear(error);
    return HC_OK;
  }
  if (kind != HC_OK || !response->has_chunk) return kind;
  kind = hc_response_check_ssize(response->chunk_left, error);
  if (kind == HC_OK) kind = hc_reader_peek(response->reader, bytes, error);
  if (kind != HC_OK) return kind;
  bytes->size = hc_response_view_size(bytes->size, response->chunk_left);
  return HC_OK;
}

/* How many of the bytes ahead belong to the line, `most` at most; 1 if none are known. */
static size_t line_part(struct hc_span ahead, size_t most) {
  size_t searched = ahead.size < most ? ahead.size : most;
  if (searched == 0) return 1;
  const char *lf = memchr(ahead.data, '\n', searched);
  return lf != NULL ? (size_t)(lf - ahead.data) + 1 : searched;
}

/* LN.03: http.client leaves this to io.IOBase, which looks ahead and then reads. */
static enum hc_kind read_line_parts(struct hc_response *response, int64_t limit,
                                    struct hc_buffer *part, struct hc_buffer *into,
                                    struct hc_error *error) {
  size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
  while (into->size < most) {
    struct hc_span ahead;
    enum hc_kind kind = hc_response_peek(response, &ahead, error);
    if (kind != HC_OK) return kind;
    kind = hc_response_read(response, (int64_t)line_part(ahead, most), part, error);
    if (kind != HC_OK || part->size == 0) return kind;
    if (!hc_buffer_append(into, hc_buffer_span(part))) return hc_raise_memory(error);
    if (into->data[into->size - 1] == '\n') break;
  }
  return HC_OK;
}

enum hc_kind hc_chunked_readline(struct hc_response *response, int64_t limit,
                                 struct hc_buffer *into, struct hc_error *error) {
  struct hc_buffer part = hc_buffer_make(response->allocator, 0);
  enum hc_kind kind = read_line_parts(response, limit, &part, into, error);
  hc_buffer_free(&part);
  if (kind != HC_OK) hc_buffer_empty(into);
  return kind;
}
