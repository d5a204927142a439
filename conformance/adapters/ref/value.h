/* A Python value as the adapter holds it: what a variable, an argument or a result is.
 *
 * Values are counted: a variable, an argument list and a list that contains the value hold a
 * reference each, and the last to let go releases what the value owns (a connection, a response,
 * …), as CPython does. Text is UTF-8. No value is made that contains itself, so counting releases
 * all. */
#ifndef ADAPTER_VALUE_H
#define ADAPTER_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hc/connection.h"

enum value_kind {
  VALUE_NONE,
  VALUE_BOOL,      /* |integer| is 0 or 1 */
  VALUE_INT,       /* |integer| */
  VALUE_BIG_INT,   /* an int that 64 bits do not hold: |bytes| has its decimal digits and sign */
  VALUE_FLOAT,     /* |real| */
  VALUE_TEXT,      /* |bytes|, in UTF-8 */
  VALUE_BYTES,     /* |bytes| */
  VALUE_BYTEARRAY, /* |bytes| */
  VALUE_LIST,      /* |items| */
  VALUE_TUPLE,     /* |items| */
  VALUE_DICT,      /* |items|: key, value, key, value, … in order */
  VALUE_CHUNKS,    /* |items| from |position| on: the iterator that chunks() makes */
  VALUE_FILE,      /* |bytes| from |position| on: what file() makes */
  VALUE_TEXT_FILE, /* likewise in UTF-8: what textfile() makes */
  VALUE_CONNECTION,
  VALUE_RESPONSE,
  VALUE_MESSAGE, /* |message|, which |owner| keeps alive; without an owner it is the value's own */
  VALUE_SOCKET,  /* |transport|, NULL once it is closed */
  VALUE_STREAM,  /* likewise: what stream() makes */
  VALUE_CONTEXT, /* |context| */
  VALUE_SOCKET_MODULE,
  VALUE_OBJECT, /* an object of which no more is known than its |class_name| */
  VALUE_KIND_COUNT
};

/* An attribute of which the library does not have all that was assigned, such as its type. */
enum kept_attribute {
  KEPT_PORT,
  KEPT_TIMEOUT,
  KEPT_BLOCKSIZE,
  KEPT_AUTO_OPEN,
  KEPT_DEBUGLEVEL,
  KEPT_CONTEXT,
  KEPT_KEY_FILE,
  KEPT_CERT_FILE,
  KEPT_TUNNEL_HOST, /* an empty one, which ended the tunnel */
  KEPT_COUNT
};

struct value {
  enum value_kind kind;
  size_t references;
  union {
    int64_t integer;
    double real;
    struct {
      struct hc_buffer bytes;
      size_t position;           /* position <= bytes.size */
      enum hc_kind file_failure; /* of a file that is read at its end; HC_OK: it has none */
    };
    struct {
      struct value **items;
      size_t item_count;
      size_t item_position;        /* item_position <= item_count */
      enum hc_kind chunks_failure; /* of chunks() where the items end; HC_OK: there is none */
    };
    struct {
      struct hc_connection *connection;
      struct value *kept[KEPT_COUNT]; /* NULL: never assigned */
      struct value *socket;           /* the attribute sock as last looked at; NULL: never */
      bool https;
    };
    struct hc_response *response;
    struct {
      struct hc_message *message;
      struct value *owner;
    };
    struct {
      struct hc_transport *transport;
      bool closing; /* its connection closed it; it stays open while a response reads from it */
      bool secured; /* by TLS, when it was first looked at */
    };
    struct hc_tls_context *context;
    const char *class_name; /* static */
  };
};

/* Each of these returns a new value, whose one reference is the caller's. There is always memory:
 * without, the program ends with a message. */
struct value *value_none(void);
struct value *value_bool(bool truth);
struct value *value_int(int64_t integer);
struct value *value_float(double real);
struct value *value_object(const char *class_name);
/* value_content: of a kind that has |bytes|; takes over what |content| owns. */
struct value *value_content(enum value_kind kind, struct hc_buffer *content);
/* value_text: copies UTF-8. value_latin1: copies Latin-1 text as received. value_bytes: copies
 * bytes. */
struct value *value_text(struct hc_span utf8);
struct value *value_latin1(struct hc_span latin1);
struct value *value_bytes(struct hc_span bytes);
/* value_items: of a kind that has |items|, without any. */
struct value *value_items(enum value_kind kind);
/* value_big_int: from an optional '-' and digits; a VALUE_INT when 64 bits hold it. */
struct value *value_big_int(struct hc_span digits);
/* value_failing: makes a file, or chunks(), fail with |failure| where it ends. Returns |value|. */
struct value *value_failing(struct value *value, enum hc_kind failure);
/* value_socket_module: the module socket. */
struct value *value_socket_module(void);
/* These take over what they are given, but value_socket() adds a reference to |transport| and
 * value_message() one to |owner|, which may be NULL. */
struct value *value_connection(struct hc_connection *connection);
struct value *value_response(struct hc_response *response);
struct value *value_message(struct hc_message *message, struct value *owner);
struct value *value_socket(struct hc_transport *transport);
struct value *value_stream(struct hc_transport *transport);
/* value_context: adds a reference to |context|. */
struct value *value_context(struct hc_tls_context *context);

/* value_append: adds |item|, whose reference it takes over, at the end of a value with |items|. */
void value_append(struct value *sequence, struct value *item);

/* value_close_socket: what CPython's socket.close() does: the socket is closed as soon as no
 * response reads from it, which value_settle_socket() finds out later. */
void value_close_socket(struct value *socket);
void value_settle_socket(struct value *socket);

/* value_retain: adds a reference and returns |value|. value_release: gives one up; NULL is allowed.
 */
struct value *value_retain(struct value *value);
void value_release(struct value *value);

/* value_class_name: type(value).__name__, static. */
const char *value_class_name(const struct value *value);
/* value_is_true: bool(value). */
bool value_is_true(const struct value *value);
/* value_is_bytes_like, value_is_iterable: whether Python would take it for that; text is iterable
 * too. */
bool value_is_bytes_like(const struct value *value);
bool value_is_iterable(const struct value *value);
/* value_as_integer: an int or bool as a 64-bit integer, a bigger int as the nearest one. False,
 * with |*integer| unchanged, for anything else. */
bool value_as_integer(const struct value *value, int64_t *integer);
/* value_has_transport: whether it is a socket, or a stream in place of one. */
bool value_has_transport(const struct value *value);
/* value_span: what a value with |bytes| holds, borrowed. */
struct hc_span value_span(const struct value *value);
/* value_rest: what a file holds from its position on, borrowed. */
struct hc_span value_rest(const struct value *file);

#endif
