/* One table a kind of name; the members' table says what each needs and whether it gives an object.
 * Names that only some editions have are here too: it is for the pages to say from which edition on
 * they hold. */
#include "specification/vocabulary.h"

#include <string.h>

#include "text/spelling.h"

static const char *const capability_names[CAPABILITY_COUNT] = {
    [CAPABILITY_HTTP] = "http",
    [CAPABILITY_FILE_BODIES] = "file-bodies",
    [CAPABILITY_ITERABLE_BODIES] = "iterable-bodies",
    [CAPABILITY_BUFFERED_READING] = "buffered-reading",
    [CAPABILITY_DEBUGLEVEL] = "debuglevel",
    [CAPABILITY_HTTPS] = "https",
    [CAPABILITY_TUNNEL] = "tunnel",
    [CAPABILITY_MODULE] = "module",
    [CAPABILITY_AUDIT] = "audit",
};

static const char *const helper_names[HELPER_COUNT] = {
    [HELPER_CONNECT] = "connect",
    [HELPER_FILE] = "file",
    [HELPER_TEXTFILE] = "textfile",
    [HELPER_CHUNKS] = "chunks",
    [HELPER_BYTEARRAY] = "bytearray",
    [HELPER_STREAM] = "stream",
    [HELPER_CONTEXT] = "context",
    [HELPER_STR] = "str",
    [HELPER_LEN] = "len",
    [HELPER_BOOL] = "bool",
    [HELPER_LIST] = "list",
    [HELPER_ISINSTANCE] = "isinstance",
    [HELPER_PRINT] = "print",
};

static const char *const run_variable_names[RUN_VARIABLE_COUNT] = {
    [RUN_HOST] = "host",
    [RUN_PORT] = "port",
    [RUN_AUTHORITY] = "authority",
    [RUN_CLIENT_CERTIFICATE] = "client_certificate",
    [RUN_CLIENT_KEY] = "client_key",
    [RUN_ENCRYPTED_CLIENT_KEY] = "encrypted_client_key",
    [RUN_STRANGER_CERTIFICATE] = "stranger_certificate",
    [RUN_REFUSED_PORT] = "refused_port",
    [RUN_BLACK_HOLE_PORT] = "black_hole_port",
};

static const char *const failures[] = {"OSError", "RuntimeError", "ValueError"};

static const char *const context_options[] = {
    "cafile",          "certfile",           "keyfile",
    "password",        "verify_mode",        "check_hostname",
    "minimum_version", "maximum_version",    "alpn",
    "ciphers",         "post_handshake_auth"};

enum gives { PLAIN, OBJECT };

struct member {
  const char *name;
  enum capability needed;
  enum gives gives;
};

/* Methods and attributes of connections, responses, messages, exceptions, and of the sockets and
 * files that a session can lay hands on. A name stands here once, whatever has it. */
static const struct member members[] = {
    /* HTTPConnection */
    {"request", CAPABILITY_HTTP, PLAIN},
    {"getresponse", CAPABILITY_HTTP, OBJECT},
    {"putrequest", CAPABILITY_HTTP, PLAIN},
    {"putheader", CAPABILITY_HTTP, PLAIN},
    {"endheaders", CAPABILITY_HTTP, PLAIN},
    {"send", CAPABILITY_HTTP, PLAIN},
    {"connect", CAPABILITY_HTTP, PLAIN},
    {"close", CAPABILITY_HTTP, PLAIN},
    {"host", CAPABILITY_HTTP, PLAIN},
    {"port", CAPABILITY_HTTP, PLAIN},
    {"timeout", CAPABILITY_HTTP, PLAIN},
    {"source_address", CAPABILITY_HTTP, PLAIN},
    {"blocksize", CAPABILITY_HTTP, PLAIN},
    {"max_response_headers", CAPABILITY_HTTP, PLAIN},
    {"sock", CAPABILITY_HTTP, OBJECT},
    {"auto_open", CAPABILITY_HTTP, PLAIN},
    {"default_port", CAPABILITY_HTTP, PLAIN},
    {"response_class", CAPABILITY_HTTP, OBJECT},
    {"_http_vsn", CAPABILITY_HTTP, PLAIN},
    {"_http_vsn_str", CAPABILITY_HTTP, PLAIN},
    {"set_debuglevel", CAPABILITY_DEBUGLEVEL, PLAIN},
    {"debuglevel", CAPABILITY_DEBUGLEVEL, PLAIN},
    {"set_tunnel", CAPABILITY_TUNNEL, PLAIN},
    {"_tunnel_host", CAPABILITY_TUNNEL, PLAIN},
    {"_tunnel_port", CAPABILITY_TUNNEL, PLAIN},
    {"get_proxy_response_headers", CAPABILITY_TUNNEL, OBJECT},
    /* HTTPSConnection */
    {"_context", CAPABILITY_HTTPS, OBJECT},
    {"key_file", CAPABILITY_HTTPS, PLAIN},
    {"cert_file", CAPABILITY_HTTPS, PLAIN},
    /* SSLContext */
    {"verify_mode", CAPABILITY_HTTPS, PLAIN},
    {"check_hostname", CAPABILITY_HTTPS, PLAIN},
    {"post_handshake_auth", CAPABILITY_HTTPS, PLAIN},
    /* HTTPResponse */
    {"begin", CAPABILITY_HTTP, PLAIN},
    {"read", CAPABILITY_HTTP, PLAIN},
    {"getheader", CAPABILITY_HTTP, PLAIN},
    {"getheaders", CAPABILITY_HTTP, PLAIN},
    {"isclosed", CAPABILITY_HTTP, PLAIN},
    {"closed", CAPABILITY_HTTP, PLAIN},
    {"getcode", CAPABILITY_HTTP, PLAIN},
    {"geturl", CAPABILITY_HTTP, PLAIN},
    {"info", CAPABILITY_HTTP, OBJECT},
    {"headers", CAPABILITY_HTTP, OBJECT},
    {"msg", CAPABILITY_HTTP, OBJECT},
    {"status", CAPABILITY_HTTP, PLAIN},
    {"code", CAPABILITY_HTTP, PLAIN},
    {"reason", CAPABILITY_HTTP, PLAIN},
    {"version", CAPABILITY_HTTP, PLAIN},
    {"url", CAPABILITY_HTTP, PLAIN},
    {"length", CAPABILITY_HTTP, PLAIN},
    {"chunked", CAPABILITY_HTTP, PLAIN},
    {"chunk_left", CAPABILITY_HTTP, PLAIN},
    {"will_close", CAPABILITY_HTTP, PLAIN},
    {"fp", CAPABILITY_HTTP, OBJECT},
    /* HTTPResponse as a binary stream */
    {"readinto", CAPABILITY_BUFFERED_READING, PLAIN},
    {"readinto1", CAPABILITY_BUFFERED_READING, PLAIN},
    {"read1", CAPABILITY_BUFFERED_READING, PLAIN},
    {"peek", CAPABILITY_BUFFERED_READING, PLAIN},
    {"readline", CAPABILITY_BUFFERED_READING, PLAIN},
    {"readlines", CAPABILITY_BUFFERED_READING, PLAIN},
    {"readable", CAPABILITY_BUFFERED_READING, PLAIN},
    {"writable", CAPABILITY_BUFFERED_READING, PLAIN},
    {"seekable", CAPABILITY_BUFFERED_READING, PLAIN},
    {"fileno", CAPABILITY_BUFFERED_READING, PLAIN},
    {"flush", CAPABILITY_BUFFERED_READING, PLAIN},
    {"isatty", CAPABILITY_BUFFERED_READING, PLAIN},
    {"tell", CAPABILITY_BUFFERED_READING, PLAIN},
    {"seek", CAPABILITY_BUFFERED_READING, PLAIN},
    {"truncate", CAPABILITY_BUFFERED_READING, PLAIN},
    {"write", CAPABILITY_BUFFERED_READING, PLAIN},
    {"writelines", CAPABILITY_BUFFERED_READING, PLAIN},
    {"detach", CAPABILITY_BUFFERED_READING, OBJECT},
    {"__iter__", CAPABILITY_BUFFERED_READING, PLAIN},
    {"__enter__", CAPABILITY_BUFFERED_READING, OBJECT},
    {"__exit__", CAPABILITY_BUFFERED_READING, PLAIN},
    /* HTTPMessage */
    {"get", CAPABILITY_HTTP, PLAIN},
    {"get_all", CAPABILITY_HTTP, PLAIN},
    {"keys", CAPABILITY_HTTP, PLAIN},
    {"values", CAPABILITY_HTTP, PLAIN},
    {"items", CAPABILITY_HTTP, PLAIN},
    {"getallmatchingheaders", CAPABILITY_HTTP, PLAIN},
    {"get_content_type", CAPABILITY_HTTP, PLAIN},
    {"get_content_maintype", CAPABILITY_HTTP, PLAIN},
    {"get_content_subtype", CAPABILITY_HTTP, PLAIN},
    {"get_content_charset", CAPABILITY_HTTP, PLAIN},
    {"get_param", CAPABILITY_HTTP, PLAIN},
    {"get_params", CAPABILITY_HTTP, PLAIN},
    {"get_filename", CAPABILITY_HTTP, PLAIN},
    {"get_boundary", CAPABILITY_HTTP, PLAIN},
    {"get_payload", CAPABILITY_HTTP, PLAIN},
    {"is_multipart", CAPABILITY_HTTP, PLAIN},
    {"as_string", CAPABILITY_HTTP, PLAIN},
    {"as_bytes", CAPABILITY_HTTP, PLAIN},
    {"defects", CAPABILITY_HTTP, PLAIN},
    {"__str__", CAPABILITY_HTTP, PLAIN},
    {"__len__", CAPABILITY_HTTP, PLAIN},
    {"__getitem__", CAPABILITY_HTTP, PLAIN},
    {"__contains__", CAPABILITY_HTTP, PLAIN},
    /* exceptions */
    {"partial", CAPABILITY_MODULE, PLAIN},
    {"expected", CAPABILITY_MODULE, PLAIN},
    {"line", CAPABILITY_MODULE, PLAIN},
    {"errno", CAPABILITY_MODULE, PLAIN},
    {"args", CAPABILITY_MODULE, PLAIN},
    {"library", CAPABILITY_HTTPS, PLAIN},
    {"verify_code", CAPABILITY_HTTPS, PLAIN},
    {"verify_message", CAPABILITY_HTTPS, PLAIN},
    /* the module socket */
    {"setdefaulttimeout", CAPABILITY_HTTP, PLAIN},
    {"getdefaulttimeout", CAPABILITY_HTTP, PLAIN},
    /* sockets */
    {"selected_alpn_protocol", CAPABILITY_HTTPS, PLAIN},
    {"gettimeout", CAPABILITY_HTTP, PLAIN},
    {"settimeout", CAPABILITY_HTTP, PLAIN},
    {"getsockname", CAPABILITY_HTTP, PLAIN},
    {"getpeername", CAPABILITY_HTTP, PLAIN},
    {"getsockopt", CAPABILITY_HTTP, PLAIN},
};

/* What the module holds, besides exceptions and status constants, which all need CAPABILITY_MODULE.
 */
static const struct member module_members[] = {
    {"HTTPConnection", CAPABILITY_HTTP, OBJECT},  {"HTTPSConnection", CAPABILITY_HTTPS, OBJECT},
    {"HTTPResponse", CAPABILITY_HTTP, OBJECT},    {"HTTPMessage", CAPABILITY_MODULE, OBJECT},
    {"parse_headers", CAPABILITY_MODULE, OBJECT}, {"responses", CAPABILITY_MODULE, PLAIN},
    {"HTTP_PORT", CAPABILITY_MODULE, PLAIN},      {"HTTPS_PORT", CAPABILITY_MODULE, PLAIN},
    {"MAXAMOUNT", CAPABILITY_MODULE, PLAIN},      {"_MAXLINE", CAPABILITY_MODULE, PLAIN},
    {"_MAXHEADERS", CAPABILITY_MODULE, PLAIN},    {"error", CAPABILITY_MODULE, OBJECT},
    {"audit_events", CAPABILITY_AUDIT, PLAIN},
};

static const char *const status_constants[] = {
    "CONTINUE",
    "SWITCHING_PROTOCOLS",
    "PROCESSING",
    "EARLY_HINTS",
    "OK",
    "CREATED",
    "ACCEPTED",
    "NON_AUTHORITATIVE_INFORMATION",
    "NO_CONTENT",
    "RESET_CONTENT",
    "PARTIAL_CONTENT",
    "MULTI_STATUS",
    "ALREADY_REPORTED",
    "IM_USED",
    "MULTIPLE_CHOICES",
    "MOVED_PERMANENTLY",
    "FOUND",
    "SEE_OTHER",
    "NOT_MODIFIED",
    "USE_PROXY",
    "TEMPORARY_REDIRECT",
    "PERMANENT_REDIRECT",
    "BAD_REQUEST",
    "UNAUTHORIZED",
    "PAYMENT_REQUIRED",
    "FORBIDDEN",
    "NOT_FOUND",
    "METHOD_NOT_ALLOWED",
    "NOT_ACCEPTABLE",
    "PROXY_AUTHENTICATION_REQUIRED",
    "REQUEST_TIMEOUT",
    "CONFLICT",
    "GONE",
    "LENGTH_REQUIRED",
    "PRECONDITION_FAILED",
    "REQUEST_ENTITY_TOO_LARGE",
    "REQUEST_URI_TOO_LONG",
    "UNSUPPORTED_MEDIA_TYPE",
    "REQUESTED_RANGE_NOT_SATISFIABLE",
    "EXPECTATION_FAILED",
    "IM_A_TEAPOT",
    "MISDIRECTED_REQUEST",
    "UNPROCESSABLE_ENTITY",
    "LOCKED",
    "FAILED_DEPENDENCY",
    "TOO_EARLY",
    "UPGRADE_REQUIRED",
    "PRECONDITION_REQUIRED",
    "TOO_MANY_REQUESTS",
    "REQUEST_HEADER_FIELDS_TOO_LARGE",
    "UNAVAILABLE_FOR_LEGAL_REASONS",
    "INTERNAL_SERVER_ERROR",
    "NOT_IMPLEMENTED",
    "BAD_GATEWAY",
    "SERVICE_UNAVAILABLE",
    "GATEWAY_TIMEOUT",
    "HTTP_VERSION_NOT_SUPPORTED",
    "VARIANT_ALSO_NEGOTIATES",
    "INSUFFICIENT_STORAGE",
    "LOOP_DETECTED",
    "NOT_EXTENDED",
    "NETWORK_AUTHENTICATION_REQUIRED",
    /* The names of RFC 9110, which 3.13 gave to 413, 414, 416 and 422. */
    "CONTENT_TOO_LARGE",
    "URI_TOO_LONG",
    "RANGE_NOT_SATISFIABLE",
    "UNPROCESSABLE_CONTENT",
};

static const char *const module_exceptions[] = {
    "HTTPException",
    "NotConnected",
    "InvalidURL",
    "UnknownProtocol",
    "UnknownTransferEncoding",
    "UnimplementedFileMode",
    "IncompleteRead",
    "ImproperConnectionState",
    "CannotSendRequest",
    "CannotSendHeader",
    "ResponseNotReady",
    "BadStatusLine",
    "LineTooLong",
    "RemoteDisconnected",
};

/* Python's own exceptions that reach a caller of http.client. */
static const char *const other_exceptions[] = {
    "BaseException",
    "Exception",
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "FileExistsError",
    "FileNotFoundError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "LookupError",
    "MemoryError",
    "HeaderParseError",
    "HeaderWriteError",
    "MessageError",
    "MessageParseError",
    "NotADirectoryError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "ProcessLookupError",
    "RuntimeError",
    "SSLCertVerificationError",
    "SSLEOFError",
    "SSLError",
    "SSLWantReadError",
    "SSLWantWriteError",
    "SSLZeroReturnError",
    "TimeoutError",
    "TypeError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnsupportedOperation",
    "ValueError",
    "gaierror",
    "timeout",
};

static const char *const exception_attributes[] = {
    "partial", "expected", "line",        "version",        "errno",
    "library", "reason",   "verify_code", "verify_message", "args"};

static const char *const client_classes[] = {"HTTPConnection", "HTTPSConnection", "HTTPResponse",
                                             "HTTPMessage"};

static const char *const plain_types[] = {"bool", "bytearray", "bytes", "dict", "float",
                                          "int",  "list",      "str",   "tuple"};

/* What else a step may give. */
static const char *const foreign_classes[] = {
    "socket",  "SSLSocket", "SSLContext", "Stream",        "BufferedReader",
    "BytesIO", "StringIO",  "type",       "list_iterator",
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_word(const char *candidate, const char *word, size_t length) {
  return strlen(candidate) == length && memcmp(candidate, word, length) == 0;
}

static bool holds(const char *const *words, size_t count, const char *word, size_t length) {
  for (size_t i = 0; i < count; i++)
    if (is_word(words[i], word, length)) return true;
  return false;
}

static const struct member *find(const struct member *table, size_t count, const char *word,
                                 size_t length) {
  for (size_t i = 0; i < count; i++)
    if (is_word(table[i].name, word, length)) return &table[i];
  return NULL;
}

/* The entry of |name|; NULL when there is none. Exceptions and status constants share one entry a
 * kind. */
static const struct member *look_up(bool on_module, const char *name, size_t length) {
  static const struct member constant = {"", CAPABILITY_MODULE, PLAIN};
  static const struct member exception = {"", CAPABILITY_MODULE, OBJECT};
  if (!on_module) return find(members, COUNT(members), name, length);
  const struct member *member = find(module_members, COUNT(module_members), name, length);
  if (member) return member;
  if (holds(status_constants, COUNT(status_constants), name, length)) return &constant;
  return holds(module_exceptions, COUNT(module_exceptions), name, length) ? &exception : NULL;
}

const char *capability_name(enum capability capability) {
  return capability_names[capability];
}

enum capability capability_parse(const char *name, size_t length) {
  unsigned i = 0;
  while (i < CAPABILITY_COUNT && !is_word(capability_names[i], name, length))
    i++;
  return (enum capability)i;
}

bool vocabulary_member(bool on_module, const char *name, size_t length, enum capability *needed) {
  const struct member *member = look_up(on_module, name, length);
  if (member) *needed = member->needed;
  return member != NULL;
}

bool vocabulary_gives_object(bool on_module, const char *name, size_t length) {
  const struct member *member = look_up(on_module, name, length);
  return member && member->gives == OBJECT;
}

enum helper vocabulary_helper(const char *name, size_t length) {
  unsigned i = 0;
  while (i < HELPER_COUNT && !is_word(helper_names[i], name, length))
    i++;
  return (enum helper)i;
}

const char *run_variable_name(enum run_variable variable) {
  return run_variable_names[variable];
}

enum run_variable vocabulary_run_variable(const char *name, size_t length) {
  unsigned i = 0;
  while (i < RUN_VARIABLE_COUNT && !is_word(run_variable_names[i], name, length))
    i++;
  return (enum run_variable)i;
}

bool vocabulary_failure(const char *name, size_t length) {
  return holds(failures, COUNT(failures), name, length);
}

bool vocabulary_context_option(const char *name, size_t length) {
  return holds(context_options, COUNT(context_options), name, length);
}

bool vocabulary_class(const char *name, size_t length) {
  return holds(client_classes, COUNT(client_classes), name, length) ||
         holds(plain_types, COUNT(plain_types), name, length) || vocabulary_exception(name, length);
}

bool vocabulary_object_class(const char *name, size_t length) {
  return holds(client_classes, COUNT(client_classes), name, length) ||
         holds(foreign_classes, COUNT(foreign_classes), name, length) ||
         vocabulary_exception(name, length);
}

bool vocabulary_exception(const char *name, size_t length) {
  return holds(module_exceptions, COUNT(module_exceptions), name, length) ||
         holds(other_exceptions, COUNT(other_exceptions), name, length);
}

bool vocabulary_exception_attribute(const char *name, size_t length) {
  return holds(exception_attributes, COUNT(exception_attributes), name, length);
}

static void consider_members(struct spelling *spelling, const struct member *table, size_t count) {
  for (size_t i = 0; i < count; i++)
    spelling_consider(spelling, table[i].name);
}

static void consider_words(struct spelling *spelling, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    spelling_consider(spelling, words[i]);
}

const char *vocabulary_closest(const char *name, size_t length) {
  struct spelling spelling = spelling_of(name, length);
  consider_members(&spelling, members, COUNT(members));
  consider_members(&spelling, module_members, COUNT(module_members));
  consider_words(&spelling, helper_names, COUNT(helper_names));
  consider_words(&spelling, run_variable_names, COUNT(run_variable_names));
  consider_words(&spelling, context_options, COUNT(context_options));
  consider_words(&spelling, module_exceptions, COUNT(module_exceptions));
  consider_words(&spelling, other_exceptions, COUNT(other_exceptions));
  consider_words(&spelling, status_constants, COUNT(status_constants));
  return spelling.nearest;
}
