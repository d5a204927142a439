/* A state is a function: it goes as far as it can, sets the next state and returns FRAMING_MORE;
 * the loop goes on as long as the state changes or the position moves. */
#include "request_framing.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

typedef enum framing_status state_function(struct request_framing *, struct bytes);

static state_function read_head_line, read_body, read_chunk_size, read_chunk_data,
    read_trailer_line;

static const signed char hex_values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
}; /* one more than the value; 0 is no digit */

/* Takes the next line, without its line end; false, and nothing moves, when it has not ended yet.
 */
static bool take_line(struct request_framing *framing, struct bytes request, struct bytes *line) {
  size_t from = framing->scanned > framing->position ? framing->scanned : framing->position;
  const unsigned char *start = request.data + framing->position;
  const unsigned char *feed = memchr(request.data + from, '\n', request.length - from);
  framing->scanned = request.length;
  if (!feed) return false;
  size_t length = (size_t)(feed - start);
  framing->position += length + 1;
  framing->scanned = framing->position;
  if (length && start[length - 1] == '\r') length--;
  *line = (struct bytes){start, length};
  return true;
}

static struct bytes trimmed(struct bytes text) {
  while (text.length && (text.data[0] == ' ' || text.data[0] == '\t')) {
    text.data++;
    text.length--;
  }
  while (text.length && (text.data[text.length - 1] == ' ' || text.data[text.length - 1] == '\t'))
    text.length--;
  return text;
}

static bool equals_word(struct bytes text, const char *word) {
  return text.length == strlen(word) &&
         strncasecmp((const char *)text.data, word, text.length) == 0;
}

/* A number past what can be counted stands for an end that never comes. */
static bool read_decimal(struct bytes text, size_t *value) {
  size_t sum = 0;
  for (size_t i = 0; i < text.length; i++) {
    if (text.data[i] < '0' || text.data[i] > '9') return false;
    sum = sum > SIZE_MAX / 32 ? sum : sum * 10 + (size_t)(text.data[i] - '0');
  }
  *value = sum;
  return text.length > 0;
}

static void note_content_length(struct request_framing *framing, struct bytes value) {
  size_t length = 0;
  bool is_number = read_decimal(value, &length);
  bool differs = framing->has_content_length && framing->content_length != length;
  if (!is_number || differs) framing->is_content_length_wrong = true;
  framing->has_content_length = true;
  framing->content_length = length;
}

/* RFC 9112 6.3: chunked delimits the body when it is the final coding. */
static void note_transfer_encoding(struct request_framing *framing, struct bytes value) {
  const unsigned char *comma = memrchr(value.data, ',', value.length);
  if (comma) {
    value.length -= (size_t)(comma + 1 - value.data);
    value.data = comma + 1;
  }
  framing->is_chunked = equals_word(trimmed(value), "chunked");
}

static void note_field(struct request_framing *framing, struct bytes line) {
  const unsigned char *colon = memchr(line.data, ':', line.length);
  if (!colon) return;
  size_t name_length = (size_t)(colon - line.data);
  struct bytes name = {line.data, name_length};
  struct bytes value = trimmed((struct bytes){colon + 1, line.length - name_length - 1});
  if (equals_word(name, "content-length")) note_content_length(framing, value);
  if (equals_word(name, "transfer-encoding")) note_transfer_encoding(framing, value);
}

static enum framing_status whole(struct request_framing *framing, size_t end) {
  framing->end = end;
  return FRAMING_WHOLE;
}

static enum framing_status end_head(struct request_framing *framing) {
  framing->head_length = framing->position;
  if (framing->is_chunked) {
    framing->state = read_chunk_size;
    return FRAMING_MORE;
  }
  bool has_body = framing->has_content_length && !framing->is_content_length_wrong;
  framing->end = framing->position + (has_body ? framing->content_length : 0);
  framing->state = read_body;
  return FRAMING_MORE;
}

static enum framing_status read_head_line(struct request_framing *framing, struct bytes request) {
  struct bytes line;
  if (!take_line(framing, request, &line)) return FRAMING_MORE;
  if (!framing->has_request_line)
    framing->has_request_line = line.length > 0; /* RFC 9112 2.2: empty lines may precede it */
  else if (line.length)
    note_field(framing, line);
  else
    return end_head(framing);
  return FRAMING_MORE;
}

static enum framing_status read_body(struct request_framing *framing, struct bytes request) {
  return request.length < framing->end ? FRAMING_MORE : whole(framing, framing->end);
}

static enum framing_status malformed(struct request_framing *framing, size_t position,
                                     const char *expected) {
  framing->position = position;
  framing->expected = expected;
  return FRAMING_MALFORMED;
}

/* chunk-size [ chunk-ext ], RFC 9112 7.1; false when it is none. */
static bool read_hexadecimal(struct bytes line, size_t *value) {
  size_t sum = 0, digits = 0;
  while (digits < line.length && hex_values[line.data[digits]]) {
    if (sum > SIZE_MAX / 64) return false;
    sum = sum * 16 + (size_t)(hex_values[line.data[digits++]] - 1);
  }
  struct bytes rest = trimmed((struct bytes){line.data + digits, line.length - digits});
  *value = sum;
  return digits && (!rest.length || rest.data[0] == ';');
}

static enum framing_status read_chunk_size(struct request_framing *framing, struct bytes request) {
  size_t start = framing->position, size = 0;
  struct bytes line;
  if (!take_line(framing, request, &line)) return FRAMING_MORE;
  if (!read_hexadecimal(line, &size)) return malformed(framing, start, "a chunk size");
  framing->end = framing->position + size;
  framing->state = size ? read_chunk_data : read_trailer_line;
  return FRAMING_MORE;
}

static enum framing_status read_chunk_data(struct request_framing *framing, struct bytes request) {
  if (request.length <= framing->end) return FRAMING_MORE;
  bool has_return = request.data[framing->end] == '\r';
  size_t feed = framing->end + has_return;
  if (request.length <= feed) return FRAMING_MORE;
  if (request.data[feed] != '\n')
    return malformed(framing, framing->end, "the line end behind a chunk");
  framing->position = feed + 1;
  framing->state = read_chunk_size;
  return FRAMING_MORE;
}

static enum framing_status read_trailer_line(struct request_framing *framing,
                                             struct bytes request) {
  struct bytes line;
  if (!take_line(framing, request, &line)) return FRAMING_MORE;
  return line.length ? FRAMING_MORE : whole(framing, framing->position);
}

enum framing_status request_framing_advance(struct request_framing *framing, struct bytes request) {
  if (!framing->state) framing->state = read_head_line;
  for (;;) {
    state_function *state = framing->state;
    size_t position = framing->position;
    enum framing_status status = state(framing, request);
    if (status != FRAMING_MORE) return status;
    if (framing->state == state && framing->position == position) return status;
  }
}

size_t request_framing_needs(const struct request_framing *framing, struct bytes request) {
  return framing->end > request.length ? framing->end - request.length : 1;
}
