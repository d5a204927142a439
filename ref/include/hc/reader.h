/* hc/reader.h — a buffered reader over a transport, as CPython's BufferedReader over a socket.
 *
 * It takes at most HC_READ_BUFFER_SIZE bytes ahead; large reads go straight to their destination.
 * After a timeout it refuses to read: HC_OS_ERROR "cannot read from timed out object" (TO.02). What
 * a failed call had read is lost. Any call may fail as its transport's read, or with
 * HC_MEMORY_ERROR. */
#ifndef HC_READER_H
#define HC_READER_H

#include "hc/transport.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hc_reader;

/* hc_reader_new makes a reader that holds a reference to `transport`. HC_MEMORY_ERROR. */
enum hc_kind hc_reader_new(struct hc_transport *transport, const struct hc_allocator *allocator,
                           struct hc_reader **reader, struct hc_error *error);

/* hc_reader_free releases the reader and its reference; NULL is allowed. */
void hc_reader_free(struct hc_reader *reader);

/* hc_reader_readline gives the bytes up to and including LF, but at most `limit`, or fewer at the
 * end of the stream. `*line` is borrowed until the next call on the reader. */
enum hc_kind hc_reader_readline(struct hc_reader *reader, size_t limit, struct hc_span *line,
                                struct hc_error *error);

/* hc_reader_read appends `size` bytes to `into`, or fewer at the end of the stream. Memory grows
 * with the data that arrives, whatever `size` says. */
enum hc_kind hc_reader_read(struct hc_reader *reader, uint64_t size, struct hc_buffer *into,
                            struct hc_error *error);

/* hc_reader_read_view appends as hc_reader_read does, and takes ahead as hc_reader_readinto does:
 * so does a read() that is built on readinto(). */
enum hc_kind hc_reader_read_view(struct hc_reader *reader, uint64_t size, struct hc_buffer *into,
                                 struct hc_error *error);

/* hc_reader_readinto fills `into` with `size` bytes, or fewer at the end of the stream. */
enum hc_kind hc_reader_readinto(struct hc_reader *reader, void *into, size_t size, size_t *got,
                                struct hc_error *error);

/* hc_reader_readinto_part is hc_reader_readinto for a caller who, unless it fails, reads on at
 * once: what the next call would have to read is read along. */
enum hc_kind hc_reader_readinto_part(struct hc_reader *reader, void *into, size_t size, size_t *got,
                                     struct hc_error *error);

/* hc_reader_buffered returns how many bytes are buffered. */
size_t hc_reader_buffered(const struct hc_reader *reader);

/* The most rooms that hc_reader_read_rooms fills by one read of the transport. */
enum { HC_READER_ROOMS = 63 };

/* hc_reader_read_rooms fills the rooms in order with what is buffered; if nothing is, with what one
 * read of the transport gives, which goes on with up to `ahead` bytes into the buffer, at most
 * HC_READ_BUFFER_SIZE. Of more than HC_READER_ROOMS the others are left as they are, and nothing is
 * taken ahead. `*got` counts the bytes in the rooms; it is 0 at the end of the stream. */
enum hc_kind hc_reader_read_rooms(struct hc_reader *reader, const struct hc_room *rooms,
                                  size_t count, size_t ahead, size_t *got, struct hc_error *error);

/* hc_reader_put_back gives back the last of the bytes that hc_reader_read_rooms has just given;
 * they are the next to be read, before what it has buffered. Of all these the first `buffered`, as
 * far as the buffer has room, are buffered, and the rest goes to the transport. HC_MEMORY_ERROR:
 * they are lost. */
enum hc_kind hc_reader_put_back(struct hc_reader *reader, const struct hc_span *spans, size_t count,
                                size_t buffered, struct hc_error *error);

/* hc_reader_read_to_end appends everything up to the end of the stream to `into`. */
enum hc_kind hc_reader_read_to_end(struct hc_reader *reader, struct hc_buffer *into,
                                   struct hc_error *error);

/* hc_reader_read1 appends what is buffered, at most `size` bytes; if nothing is, what one read of
 * the transport of `size` bytes gives. */
enum hc_kind hc_reader_read1(struct hc_reader *reader, size_t size, struct hc_buffer *into,
                             struct hc_error *error);

/* hc_reader_peek gives what is buffered without consuming it; if nothing is, it reads the transport
 * once. `*bytes` is borrowed until the next call and empty at the end of the stream. */
enum hc_kind hc_reader_peek(struct hc_reader *reader, struct hc_span *bytes,
                            struct hc_error *error);

/* hc_reader_skip consumes the first `size` of the bytes that hc_reader_peek has just given, all if
 * there are fewer. What was given stays where it is until the next other call. */
void hc_reader_skip(struct hc_reader *reader, size_t size);

/* hc_reader_fileno returns the transport's descriptor. */
int hc_reader_fileno(const struct hc_reader *reader);

#ifdef __cplusplus
}
#endif
#endif
