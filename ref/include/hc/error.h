/* hc/error.h — errors as values: the exceptions of http.client and those it lets through.
 *
 * Every function that can fail returns its kind, HC_OK on success, and takes a
 * `struct hc_error *` as last parameter (NULL: details are not wanted). A kind knows its name and
 * its bases, so that a caller can ask whether an error "is" an OSError as in Python. */
#ifndef HC_ERROR_H
#define HC_ERROR_H

#include <stdint.h>

#include "hc/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

enum hc_kind {
  HC_OK = 0,
  /* Root of all. */
  HC_EXCEPTION,
  /* http.client (EX.01-EX.04). */
  HC_HTTP_EXCEPTION,
  HC_NOT_CONNECTED,
  HC_INVALID_URL,
  HC_UNKNOWN_PROTOCOL,
  HC_UNKNOWN_TRANSFER_ENCODING,
  HC_UNIMPLEMENTED_FILE_MODE,
  HC_INCOMPLETE_READ,
  HC_IMPROPER_CONNECTION_STATE,
  HC_CANNOT_SEND_REQUEST,
  HC_CANNOT_SEND_HEADER,
  HC_RESPONSE_NOT_READY,
  HC_BAD_STATUS_LINE,
  HC_LINE_TOO_LONG,
  HC_REMOTE_DISCONNECTED,
  /* Built-in exceptions. */
  HC_VALUE_ERROR,
  HC_UNICODE_ERROR,
  HC_UNICODE_ENCODE_ERROR,
  HC_UNICODE_DECODE_ERROR,
  HC_TYPE_ERROR,
  HC_ATTRIBUTE_ERROR,
  HC_ASSERTION_ERROR,
  HC_RUNTIME_ERROR,
  HC_ARITHMETIC_ERROR,
  HC_OVERFLOW_ERROR,
  HC_MEMORY_ERROR,
  /* The email package's, for a message that is written (HA.09). */
  HC_MESSAGE_ERROR,
  HC_MESSAGE_PARSE_ERROR,
  HC_HEADER_PARSE_ERROR,
  HC_HEADER_WRITE_ERROR,
  /* The operating system's errors. */
  HC_OS_ERROR,
  HC_BLOCKING_IO_ERROR,
  HC_CONNECTION_ERROR,
  HC_CONNECTION_ABORTED_ERROR,
  HC_CONNECTION_REFUSED_ERROR,
  HC_CONNECTION_RESET_ERROR,
  HC_BROKEN_PIPE_ERROR,
  HC_CHILD_PROCESS_ERROR,
  HC_FILE_EXISTS_ERROR,
  HC_FILE_NOT_FOUND_ERROR,
  HC_INTERRUPTED_ERROR,
  HC_IS_A_DIRECTORY_ERROR,
  HC_NOT_A_DIRECTORY_ERROR,
  HC_PERMISSION_ERROR,
  HC_PROCESS_LOOKUP_ERROR,
  HC_TIMEOUT_ERROR,
  HC_SOCKET_TIMEOUT, /* socket.timeout, a class of its own up to edition 3.9 (TO.01) */
  HC_GAI_ERROR,
  HC_UNSUPPORTED_OPERATION,
  HC_SSL_ERROR,
  HC_SSL_ZERO_RETURN_ERROR,
  HC_SSL_WANT_READ_ERROR,
  HC_SSL_WANT_WRITE_ERROR,
  HC_SSL_EOF_ERROR,
  HC_SSL_CERT_VERIFICATION_ERROR,
  HC_KIND_COUNT /* not a kind */
};

/* hc_kind_name returns the class name, e.g. "BadStatusLine" (static); "OK" for HC_OK and NULL for
 * a value that is no kind. HC_SOCKET_TIMEOUT is "timeout", HC_GAI_ERROR "gaierror". */
const char *hc_kind_name(enum hc_kind kind);

/* hc_kind_text says in a few words what the kind means (static), for people; NULL as above. */
const char *hc_kind_text(enum hc_kind kind);

/* The most kinds hc_kind_ancestors gives. */
enum { HC_KIND_ANCESTORS_MAX = 8 };

/* hc_kind_ancestors writes the kind's base classes in Python's method resolution order, the kind
 * itself left out, and returns how many: for HC_REMOTE_DISCONNECTED ConnectionResetError,
 * ConnectionError, OSError, BadStatusLine, HTTPException, Exception (EX.04). */
size_t hc_kind_ancestors(enum hc_kind kind, enum hc_kind ancestors[HC_KIND_ANCESTORS_MAX]);

/* hc_kind_is tells whether `kind` is `base` or has it among its ancestors, as isinstance(). */
bool hc_kind_is(enum hc_kind kind, enum hc_kind base);

/* hc_error holds what the Python exception holds. Its zero state is "no error". `allocator` may
 * be set before use; it serves the texts below and survives hc_error_clear. When there is no
 * memory for the details of an error, the error is HC_MEMORY_ERROR instead. */
struct hc_error {
  enum hc_kind kind;
  const struct hc_allocator *allocator;
  /* str(exception), UTF-8. */
  struct hc_buffer text;
  /* IncompleteRead.partial, and .expected unless None (EX.05); UINT64_MAX is that many or more. */
  struct hc_buffer partial;
  uint64_t expected;
  bool has_expected;
  /* OSError.errno unless None; a getaddrinfo code for HC_GAI_ERROR. */
  bool has_errno;
  int errnum;
  /* BadStatusLine.line and RemoteDisconnected.line, Latin-1 (EX.07, EX.10). */
  struct hc_buffer line;
  /* UnknownProtocol.version, Latin-1 (EX.09). */
  struct hc_buffer version;
  /* UnicodeEncodeError: .encoding (static), .object (UTF-8), .start and .end in characters. Of a
   * UnicodeDecodeError .object is bytes, and .start and .end count these. */
  const char *encoding;
  struct hc_buffer object;
  size_t start;
  size_t end;
  /* UnicodeError's .reason and OSError.strerror, UTF-8; empty if there is none. */
  struct hc_buffer reason;
  /* SSLError.library (static; NULL for None) and SSLError.reason (empty for None), as in "SSL" and
   * "CERTIFICATE_VERIFY_FAILED". */
  const char *ssl_library;
  struct hc_buffer ssl_reason;
  /* SSLCertVerificationError.verify_code, OpenSSL's X509_V_ERR number, and .verify_message. */
  int verify_code;
  struct hc_buffer verify_message;
  /* __cause__, owned; NULL if there is none (RD.12). */
  struct hc_error *cause;
};

/* hc_error_clear releases the details and makes `error` "no error"; NULL is allowed. */
void hc_error_clear(struct hc_error *error);

/* hc_error_move gives `from`'s content to `to`, which is cleared first; `from` is then clear. */
void hc_error_move(struct hc_error *to, struct hc_error *from);

/* hc_error_set makes `error` of `kind` with the UTF-8 `text`, for callbacks that fail. Returns
 * `kind`, or HC_MEMORY_ERROR. */
enum hc_kind hc_error_set(struct hc_error *error, enum hc_kind kind, struct hc_span text);

/* hc_error_set_errno makes `error` the OSError that CPython raises for `errnum`: the subclass that
 * the number selects (ECONNRESET: HC_CONNECTION_RESET_ERROR, …). Returns its kind. */
enum hc_kind hc_error_set_errno(struct hc_error *error, int errnum);

#ifdef __cplusplus
}
#endif
#endif
