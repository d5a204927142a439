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
  CAPABILITY_COUNT,
};

/* capability_name: as the protocol writes it, "http"; static. */
const char *capability_name(enum capability capability);

/* capability_parse: the capability called |name|; CAPABILITY_COUNT when there is none. */
enum capability capability_parse(const char *name, size_t length);

/* vocabulary_member: whether |name| is a method or attribute (or, with |on_module|, a class, function, constant or
 * exception of the module); |*needed| is then what an adapter must be capable of. Every status constant of
 * http.HTTPStatus is a name of the module. */
bool vocabulary_member(bool on_module, const char *name, size_t length, enum capability *needed);

/* vocabulary_exception: whether |name| is an exception class that an outcome may name. */
bool vocabulary_exception(const char *name, size_t length);

/* vocabulary_closest: the known member, exception or helper nearest to |name|, or NULL when none is near. */
const char *vocabulary_closest(const char *name, size_t length);

#endif
