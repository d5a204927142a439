/* Error values: clearing, moving and making them. */
#include "hc/error.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "hc/limits.h"
#include "raise.h"
#include "repr.h"
#include "unicode.h"

static void free_cause(struct hc_error *error) {
  if (error->cause == NULL) return;
  struct hc_error *cause = error->cause;
  hc_error_clear(cause);
  hc_resize(error->allocator, cause, sizeof *cause, 0);
}

static void free_contents(struct hc_error *error) {
  hc_buffer_free(&error->text);
  hc_buffer_free(&error->partial);
  hc_buffer_free(&error->line);
  hc_buffer_free(&error->version);
  hc_buffer_free(&error->object);
  hc_buffer_free(&error->reason);
  hc_buffer_free(&error->ssl_reason);
  hc_buffer_free(&error->verify_message);
  free_cause(error);
}

void hc_error_clear(struct hc_error *error) {
  if (error == NULL) return;
  free_contents(error);
  struct hc_error clear = {.allocator = error->allocator};
  *error = clear;
}

void hc_error_move(struct hc_error *to, struct hc_error *from) {
  hc_error_clear(to);
  *to = *from;
  struct hc_error clear = {.allocator = from->allocator};
  *from = clear;
}

/* Makes `error` a clear one of `kind` whose texts come from its allocator. */
static void begin(struct hc_error *error, enum hc_kind kind) {
  free_contents(error);
  struct hc_buffer empty = hc_buffer_make(error->allocator, 0);
  struct hc_error begun = {.kind = kind,
                           .allocator = error->allocator,
                           .text = empty,
                           .line = empty,
                           .version = empty,
                           .object = empty,
                           .reason = empty,
                           .ssl_reason = empty,
                           .verify_message = empty};
  *error = begun;
}

/* Ends the making of an error: `complete` says whether there was memory for the details. */
static enum hc_kind finish(struct hc_error *error, bool complete) {
  return complete ? error->kind : hc_raise_memory(error);
}

enum hc_kind hc_raise_memory(struct hc_error *error) {
  if (error != NULL) begin(error, HC_MEMORY_ERROR);
  return HC_MEMORY_ERROR;
}

enum hc_kind hc_raise_joined(struct hc_error *error, enum hc_kind kind, const struct hc_span *parts,
                             size_t count) {
  if (error == NULL) return kind;
  begin(error, kind);
  bool complete = true;
  for (size_t i = 0; i < count && complete; i++) {
    complete = hc_buffer_append(&error->text, parts[i]);
  }
  return finish(error, complete);
}

enum hc_kind hc_raise(struct hc_error *error, enum hc_kind kind, const char *format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return hc_error_set(error, kind, hc_str(text));
}

enum hc_kind hc_error_set(struct hc_error *error, enum hc_kind kind, struct hc_span text) {
  return hc_raise_joined(error, kind, &text, 1);
}

struct hc_error *hc_raise_detach(struct hc_error *error) {
  struct hc_error *detached = hc_resize(error->allocator, NULL, 0, sizeof *detached);
  if (detached == NULL) return NULL;
  struct hc_error clear = {.allocator = error->allocator};
  *detached = clear;
  hc_error_move(detached, error);
  return detached;
}

enum hc_kind hc_raise_repr(struct hc_error *error, enum hc_kind kind, const char *before,
                           struct hc_span bytes) {
  if (error == NULL) return kind;
  begin(error, kind);
  return finish(error, hc_buffer_append(&error->text, hc_str(before)) &&
                           hc_repr_bytes(bytes, &error->text));
}

enum hc_kind hc_raise_repr_text(struct hc_error *error, enum hc_kind kind, const char *before,
                                struct hc_span text) {
  if (error == NULL) return kind;
  begin(error, kind);
  return finish(error,
                hc_buffer_append(&error->text, hc_str(before)) && hc_repr_text(text, &error->text));
}

enum hc_kind hc_raise_no_address(struct hc_error *error, struct hc_span text) {
  static const char what[] = " does not appear to be an IPv4 or IPv6 address";
  if (error == NULL) return HC_VALUE_ERROR;
  begin(error, HC_VALUE_ERROR);
  return finish(error,
                hc_repr_text(text, &error->text) && hc_buffer_append(&error->text, hc_str(what)));
}

enum hc_kind hc_raise_control_character(struct hc_error *error, enum hc_kind kind, const char *what,
                                        struct hc_span text, size_t found) {
  if (error == NULL) return kind;
  begin(error, kind);
  struct hc_buffer *into = &error->text;
  return finish(error, hc_buffer_append(into, hc_str(what)) &&
                           hc_buffer_append(into, hc_str(" can't contain control characters. ")) &&
                           hc_repr_text(text, into) &&
                           hc_buffer_append(into, hc_str(" (found at least ")) &&
                           hc_repr_text(hc_span_make(text.data + found, 1), into) &&
                           hc_buffer_append(into, hc_str(")")));
}

enum hc_kind hc_raise_bad_status_line(struct hc_error *error, struct hc_span line) {
  if (error == NULL) return HC_BAD_STATUS_LINE;
  begin(error, HC_BAD_STATUS_LINE);
  return finish(error,
                hc_buffer_append(&error->line, line) && hc_latin1_to_utf8(line, &error->text));
}

enum hc_kind hc_raise_remote_disconnected(struct hc_error *error) {
  if (error == NULL) return HC_REMOTE_DISCONNECTED;
  begin(error, HC_REMOTE_DISCONNECTED);
  /* The line of no text is told as repr('') (EX.07, EX.10). */
  return finish(error, hc_buffer_append(&error->line, hc_str("''")) &&
                           hc_buffer_append(&error->text, hc_str("Remote end closed connection "
                                                                 "without response")));
}

enum hc_kind hc_raise_unknown_protocol(struct hc_error *error, struct hc_span version) {
  if (error == NULL) return HC_UNKNOWN_PROTOCOL;
  begin(error, HC_UNKNOWN_PROTOCOL);
  return finish(error, hc_buffer_append(&error->version, version) &&
                           hc_latin1_to_utf8(version, &error->text));
}

enum hc_kind hc_raise_line_too_long(struct hc_error *error, const char *what) {
  return hc_raise(error, HC_LINE_TOO_LONG, "got more than %d bytes when reading %s", HC_LIMIT_LINE,
                  what);
}

enum hc_kind hc_raise_incomplete_read(struct hc_error *error, struct hc_buffer *partial,
                                      const uint64_t *expected) {
  if (error == NULL) {
    hc_buffer_empty(partial);
    return HC_INCOMPLETE_READ;
  }
  begin(error, HC_INCOMPLETE_READ);
  hc_buffer_take(&error->partial, partial);
  error->has_expected = expected != NULL;
  error->expected = expected != NULL ? *expected : 0;
  char more[48] = "";
  if (expected != NULL) snprintf(more, sizeof more, ", %" PRIu64 " more expected", *expected);
  char text[128];
  snprintf(text, sizeof text, "IncompleteRead(%zu bytes read%s)", error->partial.size, more);
  return finish(error, hc_buffer_append(&error->text, hc_str(text)));
}

/* Whether `text` has a character at `index`. A place may be behind the text's end: that of a host's
 * label is counted as it is after it was mapped (HO.05). */
static bool character_at(struct hc_span text, size_t index, uint32_t *character) {
  while (index-- > 0 && text.size > 0)
    hc_utf8_next(&text);
  if (text.size == 0) return false;
  *character = hc_utf8_next(&text);
  return true;
}

static void describe_encode_error(const struct hc_error *error, char *text, size_t size) {
  uint32_t character;
  if (error->end != error->start + 1 ||
      !character_at(hc_buffer_span(&error->object), error->start, &character)) {
    snprintf(text, size,
             "'%s' codec can't encode characters in position %zu-%zu: ", error->encoding,
             error->start, error->end - 1);
    return;
  }
  char shown[16];
  if (character <= 0xFF) {
    snprintf(shown, sizeof shown, "\\x%02x", character);
  } else if (character <= 0xFFFF) {
    snprintf(shown, sizeof shown, "\\u%04x", character);
  } else {
    snprintf(shown, sizeof shown, "\\U%08x", character);
  }
  snprintf(text, size, "'%s' codec can't encode character '%s' in position %zu: ", error->encoding,
           shown, error->start);
}

enum hc_kind hc_raise_unicode_encode(struct hc_error *error, const char *encoding,
                                     struct hc_span object, size_t start, size_t end,
                                     struct hc_span reason) {
  if (error == NULL) return HC_UNICODE_ENCODE_ERROR;
  begin(error, HC_UNICODE_ENCODE_ERROR);
  error->encoding = encoding;
  error->start = start;
  error->end = end;
  if (!hc_buffer_append(&error->object, object) || !hc_buffer_append(&error->reason, reason)) {
    return finish(error, false);
  }
  char text[128];
  describe_encode_error(error, text, sizeof text);
  return finish(error, hc_buffer_append(&error->text, hc_str(text)) &&
                           hc_buffer_append(&error->text, reason));
}

static void describe_decode_error(const struct hc_error *error, char *text, size_t size) {
  if (error->end == error->start + 1) {
    snprintf(text, size, "'%s' codec can't decode byte 0x%02x in position %zu: ", error->encoding,
             (unsigned char)error->object.data[error->start], error->start);
  } else {
    snprintf(text, size, "'%s' codec can't decode bytes in position %zu-%zu: ", error->encoding,
             error->start, error->end - 1);
  }
}

enum hc_kind hc_raise_utf8_decode(struct hc_error *error, struct hc_span object, size_t start,
                                  size_t end, const char *reason) {
  if (error == NULL) return HC_UNICODE_DECODE_ERROR;
  begin(error, HC_UNICODE_DECODE_ERROR);
  error->encoding = "utf-8";
  error->start = start;
  error->end = end;
  if (!hc_buffer_append(&error->object, object)) return finish(error, false);
  char text[128];
  describe_decode_error(error, text, sizeof text);
  return finish(error, hc_buffer_append(&error->reason, hc_str(reason)) &&
                           hc_buffer_append(&error->text, hc_str(text)) &&
                           hc_buffer_append(&error->text, hc_str(reason)));
}

enum hc_kind hc_kind_of_errno(int errnum) {
  switch (errnum) {
  case EAGAIN:
#if EWOULDBLOCK != EAGAIN
  case EWOULDBLOCK:
#endif
  case EALREADY:
  case EINPROGRESS: return HC_BLOCKING_IO_ERROR;
  case EPIPE:
  case ESHUTDOWN: return HC_BROKEN_PIPE_ERROR;
  case ECONNABORTED: return HC_CONNECTION_ABORTED_ERROR;
  case ECONNREFUSED: return HC_CONNECTION_REFUSED_ERROR;
  case ECONNRESET: return HC_CONNECTION_RESET_ERROR;
  case ECHILD: return HC_CHILD_PROCESS_ERROR;
  case EEXIST: return HC_FILE_EXISTS_ERROR;
  case ENOENT: return HC_FILE_NOT_FOUND_ERROR;
  case EINTR: return HC_INTERRUPTED_ERROR;
  case EISDIR: return HC_IS_A_DIRECTORY_ERROR;
  case ENOTDIR: return HC_NOT_A_DIRECTORY_ERROR;
  case EACCES:
  case EPERM: return HC_PERMISSION_ERROR;
  case ESRCH: return HC_PROCESS_LOOKUP_ERROR;
  case ETIMEDOUT: return HC_TIMEOUT_ERROR;
  default: return HC_OS_ERROR;
  }
}

enum hc_kind hc_raise_os(struct hc_error *error, enum hc_kind kind, int errnum,
                         const char *reason) {
  if (error == NULL) return kind;
  begin(error, kind);
  error->has_errno = true;
  error->errnum = errnum;
  char number[32];
  snprintf(number, sizeof number, "[Errno %d] ", errnum);
  return finish(error, hc_buffer_append(&error->reason, hc_str(reason)) &&
                           hc_buffer_append(&error->text, hc_str(number)) &&
                           hc_buffer_append(&error->text, hc_str(reason)));
}

enum hc_kind hc_error_set_errno(struct hc_error *error, int errnum) {
  char reason[128];
  if (strerror_r(errnum, reason, sizeof reason) != 0) {
    snprintf(reason, sizeof reason, "Unknown error %d", errnum);
  }
  return hc_raise_os(error, hc_kind_of_errno(errnum), errnum, reason);
}

enum hc_kind hc_raise_ssl(struct hc_error *error, enum hc_kind kind,
                          const struct hc_ssl_failure *failure) {
  if (error == NULL) return kind;
  begin(error, kind);
  error->has_errno = true;
  error->errnum = failure->errnum;
  error->ssl_library = failure->library;
  error->verify_code = failure->verify_code;
  return finish(error, hc_buffer_append(&error->text, failure->text) &&
                           hc_buffer_append(&error->reason, failure->text) &&
                           hc_buffer_append(&error->ssl_reason, failure->reason) &&
                           hc_buffer_append(&error->verify_message, failure->verify_message));
}
