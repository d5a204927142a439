/* Making errors, inside the library.
 *
 * Each function fills `error`, which may be NULL, and returns the kind for the caller to return:
 * the one asked for, or HC_MEMORY_ERROR if there is no memory for the details. */
#ifndef RAISE_H
#define RAISE_H

#include "hc/error.h"

/* hc_raise sets the kind and a text of at most 255 bytes. An empty text is none. */
enum hc_kind hc_raise(struct hc_error *error, enum hc_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* hc_raise_detach moves what `error` holds into an error of its own, to be the cause of another.
 * Returns NULL, with `error` unchanged, if there is no memory. */
struct hc_error *hc_raise_detach(struct hc_error *error);

/* hc_raise_joined sets the kind and the text that `count` spans of UTF-8 make together. */
enum hc_kind hc_raise_joined(struct hc_error *error, enum hc_kind kind, const struct hc_span *parts,
                             size_t count);

/* hc_raise_repr sets the kind and the text `before` + repr(bytes). */
enum hc_kind hc_raise_repr(struct hc_error *error, enum hc_kind kind, const char *before,
                           struct hc_span bytes);

/* hc_raise_repr_text: the same with repr() of a str, given in UTF-8. */
enum hc_kind hc_raise_repr_text(struct hc_error *error, enum hc_kind kind, const char *before,
                                struct hc_span text);

/* hc_raise_control_character: HC_INVALID_URL or HC_VALUE_ERROR because `text` has the character at
 * `found`; `what` begins the message. */
enum hc_kind hc_raise_control_character(struct hc_error *error, enum hc_kind kind, const char *what,
                                        struct hc_span text, size_t found);

/* hc_raise_no_address: HC_VALUE_ERROR because `text` is no IP address. */
enum hc_kind hc_raise_no_address(struct hc_error *error, struct hc_span text);

/* hc_raise_memory: HC_MEMORY_ERROR. */
enum hc_kind hc_raise_memory(struct hc_error *error);

/* hc_raise_bad_status_line: HC_BAD_STATUS_LINE for the Latin-1 `line`. */
enum hc_kind hc_raise_bad_status_line(struct hc_error *error, struct hc_span line);

/* hc_raise_remote_disconnected: HC_REMOTE_DISCONNECTED. */
enum hc_kind hc_raise_remote_disconnected(struct hc_error *error);

/* hc_raise_unknown_protocol: HC_UNKNOWN_PROTOCOL for the Latin-1 `version`. */
enum hc_kind hc_raise_unknown_protocol(struct hc_error *error, struct hc_span version);

/* hc_raise_line_too_long: HC_LINE_TOO_LONG while reading `what`. */
enum hc_kind hc_raise_line_too_long(struct hc_error *error, const char *what);

/* hc_raise_incomplete_read: HC_INCOMPLETE_READ. The content of `partial` moves into the error, or
 * is dropped; `expected` is NULL for None. */
enum hc_kind hc_raise_incomplete_read(struct hc_error *error, struct hc_buffer *partial,
                                      const uint64_t *expected);

/* hc_raise_unicode_encode: HC_UNICODE_ENCODE_ERROR for characters `start` … `end` of `object`, in
 * UTF-8. `encoding` is static. */
enum hc_kind hc_raise_unicode_encode(struct hc_error *error, const char *encoding,
                                     struct hc_span object, size_t start, size_t end,
                                     struct hc_span reason);

/* hc_raise_utf8_decode: HC_UNICODE_DECODE_ERROR for bytes `start` … `end` of `object`. */
enum hc_kind hc_raise_utf8_decode(struct hc_error *error, struct hc_span object, size_t start,
                                  size_t end, const char *reason);

/* hc_raise_os: an OSError of `kind` with a number and its text. */
enum hc_kind hc_raise_os(struct hc_error *error, enum hc_kind kind, int errnum, const char *reason);

/* What an SSLError says. All borrowed. */
struct hc_ssl_failure {
  int errnum;
  struct hc_span text;
  const char *library; /* static */
  struct hc_span reason;
  int verify_code;
  struct hc_span verify_message;
};

/* hc_raise_ssl: an SSLError of `kind`. Its str() is the text alone, without the number. */
enum hc_kind hc_raise_ssl(struct hc_error *error, enum hc_kind kind,
                          const struct hc_ssl_failure *failure);

/* hc_kind_of_errno: which subclass of OSError the number selects. */
enum hc_kind hc_kind_of_errno(int errnum);

#endif
