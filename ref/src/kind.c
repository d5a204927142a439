/* The kinds of errors, each once: its name, its bases and what it means. */
#include "hc/error.h"

struct kind {
  const char *name;
  const char *text;
  enum hc_kind bases[2]; /* HC_OK where there is none */
};

static const struct kind kinds[HC_KIND_COUNT] = {
    [HC_OK] = {"OK", "no error", {HC_OK}},
    [HC_EXCEPTION] = {"Exception", "any error", {HC_OK}},
    [HC_HTTP_EXCEPTION] = {"HTTPException", "the HTTP exchange failed", {HC_EXCEPTION}},
    [HC_NOT_CONNECTED] = {"NotConnected",
                          "not connected, and not to connect by itself",
                          {HC_HTTP_EXCEPTION}},
    [HC_INVALID_URL] = {"InvalidURL",
                        "the host, port or request target is not usable",
                        {HC_HTTP_EXCEPTION}},
    [HC_UNKNOWN_PROTOCOL] = {"UnknownProtocol",
                             "the response's HTTP version is not known",
                             {HC_HTTP_EXCEPTION}},
    [HC_UNKNOWN_TRANSFER_ENCODING] = {"UnknownTransferEncoding",
                                      "never raised (EX.12)",
                                      {HC_HTTP_EXCEPTION}},
    [HC_UNIMPLEMENTED_FILE_MODE] = {"UnimplementedFileMode",
                                    "never raised (EX.12)",
                                    {HC_HTTP_EXCEPTION}},
    [HC_INCOMPLETE_READ] = {"IncompleteRead",
                            "the body ended early or is malformed",
                            {HC_HTTP_EXCEPTION}},
    [HC_IMPROPER_CONNECTION_STATE] = {"ImproperConnectionState",
                                      "not possible in this state",
                                      {HC_HTTP_EXCEPTION}},
    [HC_CANNOT_SEND_REQUEST] = {"CannotSendRequest",
                                "an earlier request is not finished",
                                {HC_IMPROPER_CONNECTION_STATE}},
    [HC_CANNOT_SEND_HEADER] = {"CannotSendHeader",
                               "no request is started",
                               {HC_IMPROPER_CONNECTION_STATE}},
    [HC_RESPONSE_NOT_READY] = {"ResponseNotReady",
                               "no request is sent, or a response is unread",
                               {HC_IMPROPER_CONNECTION_STATE}},
    [HC_BAD_STATUS_LINE] = {"BadStatusLine",
                            "the response does not begin with a status line",
                            {HC_HTTP_EXCEPTION}},
    [HC_LINE_TOO_LONG] = {"LineTooLong", "a line of the response is too long", {HC_HTTP_EXCEPTION}},
    [HC_REMOTE_DISCONNECTED] = {"RemoteDisconnected",
                                "the peer closed without a response",
                                {HC_CONNECTION_RESET_ERROR, HC_BAD_STATUS_LINE}},
    [HC_VALUE_ERROR] = {"ValueError", "an argument's value is not possible", {HC_EXCEPTION}},
    [HC_UNICODE_ERROR] = {"UnicodeError", "a text cannot be encoded", {HC_VALUE_ERROR}},
    [HC_UNICODE_ENCODE_ERROR] = {"UnicodeEncodeError",
                                 "a character cannot be encoded",
                                 {HC_UNICODE_ERROR}},
    [HC_UNICODE_DECODE_ERROR] = {"UnicodeDecodeError",
                                 "a byte cannot be decoded",
                                 {HC_UNICODE_ERROR}},
    [HC_TYPE_ERROR] = {"TypeError", "an argument's type is not possible", {HC_EXCEPTION}},
    [HC_ATTRIBUTE_ERROR] = {"AttributeError",
                            "the object has nothing of this name",
                            {HC_EXCEPTION}},
    [HC_ASSERTION_ERROR] = {"AssertionError", "an assumption does not hold", {HC_EXCEPTION}},
    [HC_RUNTIME_ERROR] = {"RuntimeError", "not possible now", {HC_EXCEPTION}},
    [HC_ARITHMETIC_ERROR] = {"ArithmeticError", "a calculation failed", {HC_EXCEPTION}},
    [HC_OVERFLOW_ERROR] = {"OverflowError", "a number is too large", {HC_ARITHMETIC_ERROR}},
    [HC_MEMORY_ERROR] = {"MemoryError",
                         "out of memory, or over a buffer's maximum",
                         {HC_EXCEPTION}},
    [HC_MESSAGE_ERROR] = {"MessageError", "the message is not possible", {HC_EXCEPTION}},
    [HC_MESSAGE_PARSE_ERROR] = {"MessageParseError",
                                "the message cannot be read",
                                {HC_MESSAGE_ERROR}},
    [HC_HEADER_PARSE_ERROR] = {"HeaderParseError",
                               "a field's value has another field in it",
                               {HC_MESSAGE_PARSE_ERROR}},
    [HC_HEADER_WRITE_ERROR] = {"HeaderWriteError",
                               "a field's value would break its line",
                               {HC_MESSAGE_ERROR}},
    [HC_OS_ERROR] = {"OSError", "the operating system reports an error", {HC_EXCEPTION}},
    [HC_BLOCKING_IO_ERROR] = {"BlockingIOError", "the operation would block", {HC_OS_ERROR}},
    [HC_CONNECTION_ERROR] = {"ConnectionError", "the connection failed", {HC_OS_ERROR}},
    [HC_CONNECTION_ABORTED_ERROR] = {"ConnectionAbortedError",
                                     "the connection was aborted",
                                     {HC_CONNECTION_ERROR}},
    [HC_CONNECTION_REFUSED_ERROR] = {"ConnectionRefusedError",
                                     "the peer refuses connections",
                                     {HC_CONNECTION_ERROR}},
    [HC_CONNECTION_RESET_ERROR] = {"ConnectionResetError",
                                   "the peer reset the connection",
                                   {HC_CONNECTION_ERROR}},
    [HC_BROKEN_PIPE_ERROR] = {"BrokenPipeError", "the peer no longer reads", {HC_CONNECTION_ERROR}},
    [HC_CHILD_PROCESS_ERROR] = {"ChildProcessError", "no such child process", {HC_OS_ERROR}},
    [HC_FILE_EXISTS_ERROR] = {"FileExistsError", "the file exists", {HC_OS_ERROR}},
    [HC_FILE_NOT_FOUND_ERROR] = {"FileNotFoundError", "no such file", {HC_OS_ERROR}},
    [HC_INTERRUPTED_ERROR] = {"InterruptedError", "interrupted by a signal", {HC_OS_ERROR}},
    [HC_IS_A_DIRECTORY_ERROR] = {"IsADirectoryError", "not a file, a directory", {HC_OS_ERROR}},
    [HC_NOT_A_DIRECTORY_ERROR] = {"NotADirectoryError", "not a directory", {HC_OS_ERROR}},
    [HC_PERMISSION_ERROR] = {"PermissionError", "not permitted", {HC_OS_ERROR}},
    [HC_PROCESS_LOOKUP_ERROR] = {"ProcessLookupError", "no such process", {HC_OS_ERROR}},
    [HC_TIMEOUT_ERROR] = {"TimeoutError", "timed out", {HC_OS_ERROR}},
    [HC_SOCKET_TIMEOUT] = {"timeout", "timed out", {HC_OS_ERROR}},
    [HC_GAI_ERROR] = {"gaierror", "the host has no address", {HC_OS_ERROR}},
    [HC_UNSUPPORTED_OPERATION] = {"UnsupportedOperation",
                                  "the stream cannot do this",
                                  {HC_OS_ERROR, HC_VALUE_ERROR}},
    [HC_SSL_ERROR] = {"SSLError", "TLS failed", {HC_OS_ERROR}},
    [HC_SSL_ZERO_RETURN_ERROR] = {"SSLZeroReturnError", "TLS was closed", {HC_SSL_ERROR}},
    [HC_SSL_WANT_READ_ERROR] = {"SSLWantReadError",
                                "TLS has to read more, which would block",
                                {HC_SSL_ERROR}},
    [HC_SSL_WANT_WRITE_ERROR] = {"SSLWantWriteError",
                                 "TLS has to write more, which would block",
                                 {HC_SSL_ERROR}},
    [HC_SSL_EOF_ERROR] = {"SSLEOFError", "TLS ended without a goodbye", {HC_SSL_ERROR}},
    [HC_SSL_CERT_VERIFICATION_ERROR] = {"SSLCertVerificationError",
                                        "the peer's certificate is not accepted",
                                        {HC_SSL_ERROR, HC_VALUE_ERROR}},
};

static const struct kind *find(enum hc_kind kind) {
  return (unsigned)kind < HC_KIND_COUNT ? &kinds[kind] : NULL;
}

const char *hc_kind_name(enum hc_kind kind) {
  const struct kind *found = find(kind);
  return found != NULL ? found->name : NULL;
}

const char *hc_kind_text(enum hc_kind kind) {
  const struct kind *found = find(kind);
  return found != NULL ? found->text : NULL;
}

/* Appends `kind`'s line of bases, depth first. A base met again moves to the end: behind all that
 * derive from it, which for these kinds is Python's method resolution order. */
static size_t add_bases(enum hc_kind kind, enum hc_kind *ancestors, size_t count) {
  for (size_t b = 0; b < 2; b++) {
    enum hc_kind base = kinds[kind].bases[b];
    if (base == HC_OK) break;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
      if (ancestors[i] != base) ancestors[kept++] = ancestors[i];
    }
    ancestors[kept] = base;
    count = add_bases(base, ancestors, kept + 1);
  }
  return count;
}

size_t hc_kind_ancestors(enum hc_kind kind, enum hc_kind ancestors[HC_KIND_ANCESTORS_MAX]) {
  return find(kind) != NULL ? add_bases(kind, ancestors, 0) : 0;
}

bool hc_kind_is(enum hc_kind kind, enum hc_kind base) {
  if (find(kind) == NULL) return false;
  if (kind == base) return true;
  enum hc_kind ancestors[HC_KIND_ANCESTORS_MAX];
  size_t count = hc_kind_ancestors(kind, ancestors);
  for (size_t i = 0; i < count; i++) {
    if (ancestors[i] == base) return true;
  }
  return false;
}
