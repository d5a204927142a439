/* hc/transport.h — where bytes go and come from: TCP, memory, TLS.
 *
 * A transport is counted: a connection and each response read from it hold a reference, and the
 * last to let go closes it. That is how long CPython keeps a socket's descriptor open (CN.11). */
#ifndef HC_TRANSPORT_H
#define HC_TRANSPORT_H

#include "hc/buffer.h"
#include "hc/error.h"
#include "hc/host_port.h"
#include "hc/timeout.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_transport;

/* hc_room is memory to be filled; its zero state has no room. */
struct hc_room {
  char *data;
  size_t size;
};

/* hc_room_make returns the room of `size` bytes at `data`. */
static inline struct hc_room hc_room_make(void *data, size_t size) {
  struct hc_room room = {(char *)data, size};
  return room;
}

/* hc_transport_methods is what a kind of transport implements. */
struct hc_transport_methods {
  /* Reads 1 … `size` bytes into `into`; `*got` is 0 at the end of the stream. Blocks as the
   * timeout allows. Fails as an OSError kind, on a timeout as HC_TIMEOUT_ERROR or
   * HC_SOCKET_TIMEOUT by edition (TO.01). */
  enum hc_kind (*read)(struct hc_transport *transport, void *into, size_t size, size_t *got,
                       struct hc_error *error);
  /* Reads as one read of all `count` sizes would, and fills the rooms in order. The first is not
   * empty. May be NULL: then only the first is read into. */
  enum hc_kind (*read_rooms)(struct hc_transport *transport, const struct hc_room *rooms,
                             size_t count, size_t *got, struct hc_error *error);
  /* As read, for who is going to read on until there are `size` bytes: may wait for all of them,
   * and then gives fewer only if the stream ends or fails, which the next read tells. May be NULL:
   * then read is called. */
  enum hc_kind (*read_full)(struct hc_transport *transport, void *into, size_t size, size_t *got,
                            struct hc_error *error);
  /* Returns how many bytes a read would give without waiting, of those that came with the last that
   * were read; 0 if that is not known. May be NULL: then it is not. */
  size_t (*ready)(struct hc_transport *transport);
  /* Writes all bytes of `count` spans in order, in as few system calls as it can. On failure it is
   * unknown how much was written. Fails as read. */
  enum hc_kind (*write)(struct hc_transport *transport, const struct hc_span *spans, size_t count,
                        struct hc_error *error);
  /* Returns the descriptor, or -1 if there is none. */
  int (*fileno)(const struct hc_transport *transport);
  /* Applies to every later operation. */
  enum hc_kind (*set_timeout)(struct hc_transport *transport, struct hc_timeout timeout,
                              struct hc_error *error);
  /* Returns what set_timeout has set. May be NULL: then operations block for ever. */
  struct hc_timeout (*timeout)(const struct hc_transport *transport);
  /* Closes and releases the transport. Called once, by the last hc_transport_release. */
  void (*destroy)(struct hc_transport *transport);
};

/* hc_transport is the first member of every kind of transport, which sets the first two fields and
 * leaves the rest zero. */
struct hc_transport {
  const struct hc_transport_methods *methods;
  size_t references;
  struct hc_buffer put_back; /* bytes of which those from `put_back_at` on are read next */
  size_t put_back_at;
  struct hc_buffer spare; /* the memory of a reader that is gone, for the next response's */
};

/* hc_transport_retain adds a reference and returns `transport`. */
struct hc_transport *hc_transport_retain(struct hc_transport *transport);

/* hc_transport_release gives up a reference; NULL is allowed. */
void hc_transport_release(struct hc_transport *transport);

/* hc_transport_put_back gives back the last of the bytes that were read, which are the next to be
 * read. HC_MEMORY_ERROR: they are lost. */
enum hc_kind hc_transport_put_back(struct hc_transport *transport, const struct hc_span *spans,
                                   size_t count, const struct hc_allocator *allocator,
                                   struct hc_error *error);

/* These call the method of the same name. They read what was put back first, and with it what is
 * ready, so that a read gives as much as if nothing had been put back. */
enum hc_kind hc_transport_read(struct hc_transport *transport, void *into, size_t size, size_t *got,
                               struct hc_error *error);
enum hc_kind hc_transport_read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                                     size_t count, size_t *got, struct hc_error *error);
enum hc_kind hc_transport_read_full(struct hc_transport *transport, void *into, size_t size,
                                    size_t *got, struct hc_error *error);
enum hc_kind hc_transport_write(struct hc_transport *transport, const struct hc_span *spans,
                                size_t count, struct hc_error *error);
int hc_transport_fileno(const struct hc_transport *transport);
enum hc_kind hc_transport_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                      struct hc_error *error);
/* hc_transport_timeout is gettimeout(): HC_TIMEOUT_NONE or HC_TIMEOUT_SECONDS. */
struct hc_timeout hc_transport_timeout(const struct hc_transport *transport);

/* hc_transport_target is what a connection asks of whoever opens its transport. All borrowed. */
struct hc_transport_target {
  struct hc_span host; /* UTF-8 */
  struct hc_port port;
  struct hc_timeout timeout;
  bool has_source; /* whether source_address is given (HTTPConnection.source_address) */
  struct hc_span source_host;
  int64_t source_port;
  enum hc_edition edition;
  const struct hc_allocator *allocator;
};

/* hc_transport_open opens a transport to `target`; `*transport` has one reference, the caller's. */
typedef enum hc_kind hc_transport_open(void *payload, const struct hc_transport_target *target,
                                       struct hc_transport **transport, struct hc_error *error);

/* hc_transport_secure puts a transport that is secured, as TLS does, in place of `*transport`,
 * which is connected to the host and port of `target`, perhaps through a tunnel. On failure
 * `*transport` is NULL or a transport of which every operation fails, and what was below is let go.
 */
typedef enum hc_kind hc_transport_secure(void *payload, const struct hc_transport_target *target,
                                         struct hc_transport **transport, struct hc_error *error);

/* hc_tcp_open is the hc_transport_open of TCP; its payload is ignored. It tries every address of
 * the host in order and fails with the last error (CN.06); sets TCP_NODELAY (CN.01). HC_GAI_ERROR:
 * the host or the source has no address. HC_UNICODE_ERROR, HC_UNICODE_ENCODE_ERROR: the host has no
 * IDNA form (CN.15). HC_TYPE_ERROR: the source host has none, or a NUL (XT.05). HC_VALUE_ERROR: the
 * host or the port's text has a NUL, or the timeout is negative (HP.19) or not a number.
 * HC_OVERFLOW_ERROR: the timeout is too large, the port is beyond 64 bits and the edition looks up
 * no such port (CN.14), or the source port is not 0-65535. Otherwise an OSError kind or
 * HC_MEMORY_ERROR. */
enum hc_kind hc_tcp_open(void *payload, const struct hc_transport_target *target,
                         struct hc_transport **transport, struct hc_error *error);

#ifdef __cplusplus
}
#endif
#endif
