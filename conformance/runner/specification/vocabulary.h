/* The names of http.client that a console statement may use, and the capability each one needs. */
#ifndef RUNNER_VOCABULARY_H
#define RUNNER_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

/* A set of capabilities of the adapter protocol, one bit each. */
typedef unsigned capability_set;

enum capability {
  CAPABILITY_HTTP,
  CAPABILITY_FILE_BODIES,
  CAPABILITY_ITERABLE_BODIES,
  CAPABILITY_BUFFERED_READING,
  CAPABILITY_DEBUGLEVEL,
  CAPABILITY_HTTPS,
  CAPABILITY_TUNNEL,
  CAPABILITY_MODULE,
  CAPABILITY_AUDIT,
  CAPABILITY_COUNT,
};

/* capability_name: as the protocol writes it, "http"; static. */
const char *capability_name(enum capability capability);

/* capability_parse: the capability called |name|; CAPABILITY_COUNT when there is none. */
enum capability capability_parse(const char *name, size_t length);

/* vocabulary_member: whether |name| is a method or attribute (or, with |on_module|, a class,
 * function, constant or exception of the module); |*needed| is then what an adapter must be capable
 * of. Every status constant of http.HTTPStatus is a name of the module. */
bool vocabulary_member(bool on_module, const char *name, size_t length, enum capability *needed);

/* vocabulary_gives_object: whether what the call or attribute |name| gives is an object of the
 * client, of which an outcome tells only the class, rather than a plain value. */
bool vocabulary_gives_object(bool on_module, const char *name, size_t length);

/* What the console knows besides the client's own names. */
enum helper {
  HELPER_CONNECT,   /* connect(**kwargs): a connection to the peer */
  HELPER_FILE,      /* file(b'…') */
  HELPER_TEXTFILE,  /* textfile('…') */
  HELPER_CHUNKS,    /* chunks(…) */
  HELPER_BYTEARRAY, /* bytearray(b'…') */
  HELPER_STREAM,    /* stream(b'…'): in place of a socket */
  HELPER_CONTEXT,   /* context(**options): an SSLContext */
  HELPER_STR,       /* str(x) of an object */
  HELPER_LEN,       /* the rest is computed from outcomes */
  HELPER_BOOL,
  HELPER_LIST,
  HELPER_ISINSTANCE,
  HELPER_PRINT,
  HELPER_COUNT,
};

/* vocabulary_helper: the helper called |name|; HELPER_COUNT when there is none. */
enum helper vocabulary_helper(const char *name, size_t length);

/* What a run binds before the first step, one bit each. */
typedef unsigned run_variable_set;

enum run_variable {
  RUN_HOST,
  RUN_PORT,
  RUN_AUTHORITY,            /* file of the authority that the peer's certificates are of */
  RUN_CLIENT_CERTIFICATE,   /* file of a certificate that the peer accepts */
  RUN_CLIENT_KEY,           /* file of its key */
  RUN_ENCRYPTED_CLIENT_KEY, /* the same, with a password */
  RUN_STRANGER_CERTIFICATE, /* file of a certificate and key that the peer does not accept */
  RUN_REFUSED_PORT,         /* on which nobody listens */
  RUN_BLACK_HOLE_PORT,      /* to which a connect never finishes */
  RUN_VARIABLE_COUNT,
};

/* run_variable_name: as the console and the protocol write it; static. */
const char *run_variable_name(enum run_variable variable);

/* vocabulary_run_variable: the variable called |name|; RUN_VARIABLE_COUNT when there is none. */
enum run_variable vocabulary_run_variable(const char *name, size_t length);

/* vocabulary_failure: whether a body or stream can raise |name| where it ends. */
bool vocabulary_failure(const char *name, size_t length);

/* vocabulary_context_option: whether context() takes the option |name|. */
bool vocabulary_context_option(const char *name, size_t length);

/* vocabulary_class: whether isinstance() may name |name|: a class of the module, an exception or a
 * plain type. */
bool vocabulary_class(const char *name, size_t length);

/* vocabulary_object_class: whether an outcome may be an object of the class |name|. */
bool vocabulary_object_class(const char *name, size_t length);

/* vocabulary_exception_attribute: whether outcomes tell the attribute |name| of exceptions. */
bool vocabulary_exception_attribute(const char *name, size_t length);

/* vocabulary_exception: whether |name| is an exception class that an outcome may name. */
bool vocabulary_exception(const char *name, size_t length);

/* vocabulary_closest: the known member, exception or helper nearest to |name|, or NULL when none is
 * near. */
const char *vocabulary_closest(const char *name, size_t length);

#endif
