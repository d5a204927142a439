/* A response's life, its head, and its attributes. */
#include "response.h"

#include "framing.h"
#include "hc/limits.h"
#include "header_block.h"
#include "raise.h"

/* --- Life --- */

/* One by one: to have so large a struct cleared first takes as long as to read some fields. */
static void initialise(struct hc_response *made, const struct hc_response_options *options) {
  const struct hc_integer zero = {0, false};
  made->allocator = options->allocator;
  made->traits = hc_traits_of(options->edition);
  made->references = 1;
  /* FR.05: exactly so; "head" is another method. */
  made->is_head = hc_span_equal(options->method, hc_str("HEAD"));
  made->reader = NULL;
  made->closed = false;
  made->debug = (struct hc_debug){options->debuglevel, options->debug_sink, options->allocator};
  made->has_url = false;
  made->url = hc_buffer_make(options->allocator, 0);
  made->has_status = false;
  made->long_reason = hc_buffer_make(options->allocator, HC_LIMIT_LINE);
  made->has_version = false;
  made->headers = NULL;
  made->length = zero;
  made->has_chunk = false;
  made->chunk_left = zero;
  hc_chunk_run_begin(&made->run);
}

enum hc_kind hc_response_new(struct hc_transport *transport,
                             const struct hc_response_options *options,
                             struct hc_response **response, struct hc_error *error) {
  struct hc_response *made = hc_resize(options->allocator, NULL, 0, sizeof *made);
  if (made == NULL) return hc_raise_memory(error);
  initialise(made, options);
  enum hc_kind kind = hc_reader_new(transport, options->allocator, &made->reader, error);
  if (kind == HC_OK)
    *response = made;
  else
    hc_response_free(made);
  return kind;
}

struct hc_response *hc_response_retain(struct hc_response *response) {
  response->references++;
  return response;
}

void hc_response_free(struct hc_response *response) {
  if (response == NULL || --response->references > 0) return;
  hc_response_close_reader(response);
  hc_buffer_free(&response->url);
  hc_buffer_free(&response->long_reason);
  hc_message_free(response->headers);
  hc_resize(response->allocator, response, sizeof *response, 0);
}

void hc_response_close_reader(struct hc_response *response) {
  hc_reader_free(response->reader);
  response->reader = NULL;
}

void hc_response_close(struct hc_response *response) {
  response->closed = true;
  hc_response_close_reader(response);
}

bool hc_response_isclosed(const struct hc_response *response) {
  return response->reader == NULL;
}

bool hc_response_closed(const struct hc_response *response) {
  return response->closed;
}

enum hc_kind hc_response_fileno(const struct hc_response *response, int *fd,
                                struct hc_error *error) {
  if (response->reader == NULL) {
    return hc_raise(error, HC_ATTRIBUTE_ERROR, "'NoneType' object has no attribute 'fileno'");
  }
  *fd = hc_reader_fileno(response->reader);
  return HC_OK;
}

/* --- The head --- */

enum hc_kind hc_response_read_status_line(struct hc_response *response,
                                          struct hc_status_line *parsed, struct hc_error *error) {
  struct hc_span line;
  enum hc_kind kind = hc_reader_readline(response->reader, HC_LIMIT_LINE + 1, &line, error);
  if (kind != HC_OK) return kind;
  if (line.size > HC_LIMIT_LINE) return hc_raise_line_too_long(error, "status line"); /* SL.01 */
  kind = hc_debug_reply(&response->debug, line, error);
  if (kind != HC_OK) return kind;
  if (line.size == 0) return hc_raise_remote_disconnected(error); /* SL.02 */
  kind = hc_status_line_parse(line, parsed, error);
  /* SL.05, SL.08 */
  if (kind != HC_OK && !hc_status_line_is_http(line)) hc_response_close_reader(response);
  return kind;
}

static enum hc_kind skip_header_block(struct hc_response *response, struct hc_error *error) {
  struct hc_buffer skipped = hc_buffer_make(response->allocator, 0);
  enum hc_kind kind = hc_read_header_block(response->reader, &skipped, error);
  if (kind == HC_OK) kind = hc_debug_skipped(&response->debug, hc_buffer_span(&skipped), error);
  hc_buffer_free(&skipped);
  return kind;
}

/* IR.01, IR.02: only 100 is taken for interim; RFC 9110 section 15.2 means every 1xx but 101.
 * IR.06: the edition may limit their number. */
static enum hc_kind read_final_status_line(struct hc_response *response,
                                           struct hc_status_line *parsed, struct hc_error *error) {
  bool is_limited = response->traits->limits_lines;
  for (size_t i = 0; !is_limited || i < HC_LIMIT_INTERIM_RESPONSES; i++) {
    enum hc_kind kind = hc_response_read_status_line(response, parsed, error);
    if (kind != HC_OK || parsed->status != 100) return kind;
    kind = skip_header_block(response, error);
    if (kind != HC_OK) return kind;
  }
  return hc_raise(error, HC_HTTP_EXCEPTION, "got more than %d interim responses",
                  HC_LIMIT_INTERIM_RESPONSES);
}

static bool keep_reason(struct hc_response *response, struct hc_span reason) {
  char *copy = response->short_reason;
  if (reason.size > sizeof response->short_reason) {
    hc_buffer_empty(&response->long_reason);
    if (!hc_buffer_append(&response->long_reason, reason)) return false;
    copy = response->long_reason.data;
  } else if (reason.size > 0) {
    memcpy(copy, reason.data, reason.size);
  }
  response->reason = hc_span_make(copy, reason.size);
  return true;
}

static enum hc_kind take_status_line(struct hc_response *response,
                                     const struct hc_status_line *parsed, struct hc_error *error) {
  if (!keep_reason(response, parsed->reason)) return hc_raise_memory(error);
  response->status = parsed->status;
  response->has_status = true;
  /* SL.10: an unknown version leaves status and reason set, and the headers unread. */
  enum hc_kind kind = hc_http_version(parsed->version, &response->version, error);
  if (kind == HC_OK) response->has_version = true; /* or else it stays what it was */
  return kind;
}

static void decide_framing(struct hc_response *response) {
  struct hc_framing framing =
      hc_framing_decide(response->status, response->version, response->is_head, response->headers);
  response->chunked = framing.chunked;
  response->will_close = framing.will_close;
  response->has_length = framing.has_length;
  response->length.magnitude = framing.length;
}

enum hc_kind hc_response_begin(struct hc_response *response, struct hc_error *error) {
  if (response->headers != NULL) return HC_OK; /* GR.05 */
  if (response->reader == NULL) {
    return hc_raise(error, HC_ATTRIBUTE_ERROR, "'NoneType' object has no attribute 'readline'");
  }
  struct hc_status_line parsed;
  enum hc_kind kind = read_final_status_line(response, &parsed, error);
  if (kind == HC_OK) kind = take_status_line(response, &parsed, error);
  if (kind == HC_OK) {
    kind = hc_parse_headers(response->reader, response->traits->edition, response->allocator,
                            &response->headers, error);
  }
  if (kind != HC_OK) return kind;
  decide_framing(response);
  return hc_debug_fields(&response->debug, response->headers, error);
}

/* --- Attributes (HA.13) --- */

enum hc_presence hc_response_status(const struct hc_response *response, int *status) {
  if (!response->has_status) return HC_UNKNOWN;
  *status = response->status;
  return HC_PRESENT;
}

enum hc_presence hc_response_reason(const struct hc_response *response, struct hc_span *reason) {
  if (!response->has_status) return HC_UNKNOWN;
  *reason = response->reason;
  return HC_PRESENT;
}

enum hc_presence hc_response_version(const struct hc_response *response, int *version) {
  if (!response->has_version) return HC_UNKNOWN;
  *version = response->version;
  return HC_PRESENT;
}

enum hc_presence hc_response_chunked(const struct hc_response *response, bool *chunked) {
  if (response->headers == NULL) return HC_UNKNOWN;
  *chunked = response->chunked;
  return HC_PRESENT;
}

enum hc_presence hc_response_will_close(const struct hc_response *response, bool *will_close) {
  if (response->headers == NULL) return HC_UNKNOWN;
  *will_close = response->will_close;
  return HC_PRESENT;
}

enum hc_presence hc_response_length(const struct hc_response *response, struct hc_integer *length) {
  if (response->headers == NULL) return HC_UNKNOWN;
  if (!response->has_length) return HC_NONE;
  /* One by one, as they were written just now: to load both at once would have to wait for that. */
  length->magnitude = response->length.magnitude;
  length->negative = response->length.negative;
  return HC_PRESENT;
}

enum hc_presence hc_response_chunk_left(const struct hc_response *response,
                                        struct hc_integer *chunk_left) {
  /* Only a chunked response ever sets it. */
  if (response->headers == NULL || !response->chunked) return HC_UNKNOWN;
  if (!response->has_chunk) return HC_NONE;
  *chunk_left = response->chunk_left;
  return HC_PRESENT;
}

struct hc_message *hc_response_headers(struct hc_response *response) {
  return response->headers;
}

int hc_response_debuglevel(const struct hc_response *response) {
  return response->debug.level;
}

void hc_response_set_debuglevel(struct hc_response *response, int level) {
  response->debug.level = level;
}

enum hc_kind hc_response_url(const struct hc_response *response, struct hc_span *url,
                             struct hc_error *error) {
  if (!response->has_url) {
    return hc_raise(error, HC_ATTRIBUTE_ERROR, "'HTTPResponse' object has no attribute 'url'");
  }
  *url = hc_buffer_span(&response->url);
  return HC_OK;
}

enum hc_kind hc_response_set_url(struct hc_response *response, struct hc_span url,
                                 struct hc_error *error) {
  struct hc_buffer copy = hc_buffer_make(response->allocator, 0);
  if (!hc_buffer_append(&copy, url)) return hc_raise_memory(error);
  hc_buffer_take(&response->url, &copy);
  response->has_url = true;
  return HC_OK;
}

static enum hc_kind check_begun(const struct hc_response *response, struct hc_error *error) {
  return response->headers != NULL ? HC_OK : hc_error_set(error, HC_RESPONSE_NOT_READY, hc_str(""));
}

enum hc_kind hc_response_getheader(const struct hc_response *response, struct hc_span name,
                                   struct hc_buffer *value, bool *found, struct hc_error *error) {
  hc_buffer_empty(value);
  enum hc_kind kind = check_begun(response, error); /* HA.06 */
  return kind == HC_OK ? hc_message_join(response->headers, name, value, found, error) : kind;
}

enum hc_kind hc_response_getheaders(const struct hc_response *response,
                                    const struct hc_message **headers, struct hc_error *error) {
  enum hc_kind kind = check_begun(response, error);
  if (kind == HC_OK) *headers = response->headers;
  return kind;
}
