/* A connection as a stream of bytes: what the peer asks of its transport, which may be a layer over
 * another stream. Calls never block. */
#ifndef PEER_STREAM_H
#define PEER_STREAM_H

#include <stdbool.h>
#include <stddef.h>

enum stream_status {
  STREAM_MOVED,   /* bytes were read or written, at least one */
  STREAM_BLOCKED, /* nothing can be done now; poll() tells when */
  STREAM_FIN,     /* the client has closed in order: nothing more comes, or nothing more is taken */
  STREAM_RESET,   /* the client has reset the connection, or it has failed in any other way */
  STREAM_REFUSED, /* the layer can write no more, though the connection may stand */
};

struct stream;

struct stream_operations {
  enum stream_status (*read)(struct stream *stream, void *data, size_t room, size_t *length);
  enum stream_status (*write)(struct stream *stream, const void *data, size_t length,
                              size_t *written);
  enum stream_status (*flush)(struct stream *stream); /* hands on what the layer has queued;
                                                         STREAM_MOVED: nothing is left */
  bool (*has_queued)(const struct stream *stream);    /* flush() has something left to do */
  bool (*is_flushed)(
      struct stream *stream); /* all written bytes have left; asks poll() to tell when */
  void (*say_goodbye)(struct stream *stream); /* in the layer's own words, where it has any */
  void (*finish)(struct stream *stream);      /* closes the sending side in order */
  void (*close)(struct stream *stream); /* closes both sides in order and releases the stream */
  void (*reset)(struct stream *stream); /* resets the connection and releases the stream */
};

struct stream {
  const struct stream_operations *operations;
  int fd;      /* for poll(); -1 once released */
  void *layer; /* what the operations keep; NULL for sockets */
};

/* stream_of_socket: the stream of a connected, non-blocking TCP socket, which it owns from now on.
 */
struct stream stream_of_socket(int fd);

#endif
