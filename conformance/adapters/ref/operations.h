/* What can be called, read and set, by class of object: one table a class.
 *
 * A name that is in no table is not supported, unless CPython's objects lack it too. */
#ifndef ADAPTER_OPERATIONS_H
#define ADAPTER_OPERATIONS_H

#include "arguments.h"
#include "outcome.h"
#include "value.h"

/* The client that a case drives: its edition, where it prints, and what its connections have told
 * so far. */
struct client {
  enum hc_edition edition;
  struct hc_debug_sink printer;
  hc_audit_hook *audit_hook;
  void *audit_payload;
  const struct value *events; /* a list; NULL: none yet */
};

/* A call with its arguments bound; all borrowed. |subject| is NULL for the module http.client. */
struct call {
  struct value *subject;
  struct value *const *arguments; /* one a parameter; NULL where nothing is given */
  const struct client *client;
};

typedef void operation_function(const struct call *call, struct outcome *outcome);
typedef void get_function(struct value *subject, enum hc_edition edition, struct outcome *outcome);
typedef void set_function(struct value *subject, struct value *to, struct outcome *outcome);

struct operation {
  const char *name;
  operation_function *perform;
  struct signature signature;
};

struct attribute {
  const char *name;
  get_function *get;
  set_function *set; /* NULL: the library cannot set it */
};

/* The tables of a class; the last entry of each has no name, and each may be NULL. */
struct object_class {
  const struct operation *operations;
  const struct attribute *attributes;
  const char *const
      *missing; /* attributes that CPython's objects lack, documented though they may be */
  const struct object_class *base; /* where to look further; NULL: nowhere */
};

extern const struct object_class module_class;
/* legacy_module_class: the module up to edition 3.11. */
extern const struct object_class legacy_module_class;
extern const struct object_class connection_class;
extern const struct object_class connection_tunnel_class;
extern const struct object_class response_class;
extern const struct object_class response_reading_class;
/* response_stream_class: what HTTPResponse has from io.BufferedIOBase. */
extern const struct object_class response_stream_class;
extern const struct object_class message_class;
extern const struct object_class message_content_class;
extern const struct object_class file_class;
extern const struct object_class socket_class;
extern const struct object_class socket_module_class;
extern const struct object_class context_class;

/* connection_make: the module's HTTPConnection(…). connection_make_https: its HTTPSConnection(…),
 * and up to edition 3.11 connection_make_legacy_https. connection_attributes: what these then have.
 */
operation_function connection_make;
operation_function connection_make_https;
operation_function connection_make_legacy_https;
extern const struct attribute connection_attributes[];

/* connection_closed_socket: after a call that may have closed a connection. CPython then closes the
 * socket object, whoever holds it, so a variable with it does not keep the transport. */
void connection_closed_socket(struct value *connection);

/* message_fields: a new list of the message's (name, value). */
struct value *message_fields(const struct hc_message *message);

/* module_constant: the module's attribute |name|, which is in no table; a new reference, or NULL
 * when it has none. */
struct value *module_constant(const char *name, enum hc_edition edition);

/* module_lacks: whether the module has the constant |name| in other editions, but not in this one.
 */
bool module_lacks(const char *name, enum hc_edition edition);

/* These do one step; |subject| is NULL for the module. The outcome is in its zero state before. */
void operation_call(struct value *subject, const char *name, const struct call_arguments *arguments,
                    const struct client *client, struct outcome *outcome);
void operation_get(struct value *subject, const char *name, enum hc_edition edition,
                   struct outcome *outcome);
void operation_set(struct value *subject, const char *name, struct value *to,
                   struct outcome *outcome);

#endif
