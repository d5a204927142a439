/* A buffered reader that takes from its transport what CPython's BufferedReader takes from its
 * socket, byte for byte. That matters: what is taken ahead of a response's end is lost to the next
 * response on the connection (KA.01). Where BufferedReader is sure to read its buffer full next,
 * one read of the transport does both. Only chunks that are framed alike are read further ahead
 * (chunk_run.h), and what was taken in vain is put back. */
#include "hc/reader.h"

#include "hc/limits.h"
#include "raise.h"
#include "spans.h"

/* Invariant: pos <= end <= HC_READ_BUFFER_SIZE; bytes[pos … end) are taken ahead. */
struct hc_reader {
  struct hc_transport *transport;
  const struct hc_allocator *allocator;
  struct hc_buffer line; /* a line that is not whole in `bytes` */
  bool timed_out;
  size_t pos;
  size_t end;
  char bytes[HC_READ_BUFFER_SIZE];
};

/* Memory for a reader: that of the one before it on the transport, if it is there. Its size is one
 * for which malloc() and free() take long, and each response has a reader. */
static struct hc_reader *obtain(struct hc_transport *transport,
                                const struct hc_allocator *allocator) {
  struct hc_buffer *spare = &transport->spare;
  if (spare->data == NULL || spare->allocator != allocator) {
    return hc_resize(allocator, NULL, 0, sizeof(struct hc_reader));
  }
  struct hc_reader *reader = (struct hc_reader *)(void *)spare->data;
  spare->data = NULL;
  spare->capacity = 0;
  return reader;
}

/* Leaves a reader's memory to the next on its transport. */
static void leave(struct hc_reader *reader) {
  struct hc_buffer *spare = &reader->transport->spare;
  hc_buffer_free(spare);
  spare->allocator = reader->allocator;
  spare->data = (char *)reader;
  spare->capacity = sizeof *reader;
}

enum hc_kind hc_reader_new(struct hc_transport *transport, const struct hc_allocator *allocator,
                           struct hc_reader **reader, struct hc_error *error) {
  struct hc_reader *made = obtain(transport, allocator);
  if (made == NULL) return hc_raise_memory(error);
  made->transport = hc_transport_retain(transport);
  made->allocator = allocator;
  made->line = hc_buffer_make(allocator, 0);
  made->timed_out = false;
  made->pos = 0;
  made->end = 0;
  *reader = made;
  return HC_OK;
}

void hc_reader_free(struct hc_reader *reader) {
  if (reader == NULL) return;
  struct hc_transport *transport = reader->transport;
  hc_buffer_free(&reader->line);
  leave(reader);
  hc_transport_release(transport);
}

int hc_reader_fileno(const struct hc_reader *reader) {
  return hc_transport_fileno(reader->transport);
}

/* TO.02: a timeout is the last thing the transport is asked. */
static enum hc_kind check_timed_out(const struct hc_reader *reader, struct hc_error *error) {
  if (!reader->timed_out) return HC_OK;
  return hc_raise(error, HC_OS_ERROR, "cannot read from timed out object");
}

static enum hc_kind note_timeout(struct hc_reader *reader, enum hc_kind kind) {
  reader->timed_out = kind == HC_TIMEOUT_ERROR || kind == HC_SOCKET_TIMEOUT;
  return kind;
}

/* Reads the transport once. */
static enum hc_kind read_transport(struct hc_reader *reader, const struct hc_room *rooms,
                                   size_t count, size_t *got, struct hc_error *error) {
  *got = 0;
  enum hc_kind kind = check_timed_out(reader, error);
  if (kind != HC_OK) return kind;
  kind = hc_transport_read_rooms(reader->transport, rooms, count, got, error);
  return note_timeout(reader, kind);
}

/* Reads into `into`, and no further. */
static enum hc_kind read_directly(struct hc_reader *reader, void *into, size_t size, size_t *got,
                                  struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  return read_transport(reader, &room, 1, got, error);
}

/* Reads into `into`, which the caller is going to fill, and no further. */
static enum hc_kind read_full(struct hc_reader *reader, void *into, size_t size, size_t *got,
                              struct hc_error *error) {
  *got = 0;
  enum hc_kind kind = check_timed_out(reader, error);
  if (kind != HC_OK) return kind;
  kind = hc_transport_read_full(reader->transport, into, size, got, error);
  return note_timeout(reader, kind);
}

/* Reads into `into`, which the caller is going to fill, and, once that is full, up to `ahead` bytes
 * into the buffer, which is consumed. `*got` counts the bytes of `into`. */
static enum hc_kind read_through(struct hc_reader *reader, void *into, size_t size, size_t ahead,
                                 size_t *got, struct hc_error *error) {
  struct hc_room rooms[] = {hc_room_make(into, size), hc_room_make(reader->bytes, ahead)};
  enum hc_kind kind = ahead > 0 ? read_transport(reader, rooms, 2, got, error)
                                : read_full(reader, into, size, got, error);
  reader->pos = 0;
  reader->end = *got > size ? *got - size : 0;
  *got -= reader->end;
  return kind;
}

/* Forgets the consumed buffer and reads into the whole of it. `*got` is 0 at the end of the
 * stream. */
static enum hc_kind refill(struct hc_reader *reader, size_t *got, struct hc_error *error) {
  reader->pos = 0;
  reader->end = 0;
  enum hc_kind kind = read_directly(reader, reader->bytes, HC_READ_BUFFER_SIZE, got, error);
  reader->end = *got;
  return kind;
}

/* Takes up to `size` bytes off the buffer. */
static struct hc_span take(struct hc_reader *reader, uint64_t size) {
  size_t ready = reader->end - reader->pos;
  size_t taken = size < ready ? (size_t)size : ready;
  struct hc_span bytes = hc_span_make(reader->bytes + reader->pos, taken);
  reader->pos += taken;
  return bytes;
}

/* Takes a line off the buffer, up to and including LF; if there is no LF, up to `limit` bytes or
 * all there are, and `*whole` is false. */
static inline struct hc_span take_line(struct hc_reader *reader, size_t limit, bool *whole) {
  const char *start = reader->bytes + reader->pos;
  size_t ready = reader->end - reader->pos;
  size_t searched = limit < ready ? limit : ready;
  const char *lf = searched > 0 ? memchr(start, '\n', searched) : NULL;
  *whole = lf != NULL || searched == limit;
  return take(reader, lf != NULL ? (size_t)(lf - start) + 1 : searched);
}

/* Goes on with a line of which the buffer had only `start`. */
static enum hc_kind continue_line(struct hc_reader *reader, struct hc_span start, size_t limit,
                                  struct hc_span *line, struct hc_error *error) {
  hc_buffer_empty(&reader->line);
  if (!hc_buffer_append(&reader->line, start)) return hc_raise_memory(error);
  for (bool whole = false; !whole;) {
    size_t got;
    enum hc_kind kind = refill(reader, &got, error);
    if (kind != HC_OK) return kind;
    if (got == 0) break;
    struct hc_span part = take_line(reader, limit - reader->line.size, &whole);
    if (!hc_buffer_append(&reader->line, part)) return hc_raise_memory(error);
  }
  *line = hc_buffer_span(&reader->line);
  return HC_OK;
}

enum hc_kind hc_reader_readline(struct hc_reader *reader, size_t limit, struct hc_span *line,
                                struct hc_error *error) {
  *line = hc_span_make(reader->bytes, 0);
  if (limit == 0) return HC_OK;
  if (reader->pos == reader->end) {
    size_t got;
    enum hc_kind kind = refill(reader, &got, error);
    if (kind != HC_OK || got == 0) return kind;
  }
  bool whole;
  *line = take_line(reader, limit, &whole);
  return whole ? HC_OK : continue_line(reader, *line, limit, line, error);
}

/* Makes room for the next of `left` bytes: all of them if they are few, else in proportion to what
 * has arrived, so that memory follows the data (RD.15). */
static bool make_room(struct hc_buffer *into, uint64_t left) {
  size_t step = HC_FIRST_BODY_BLOCK;
  if (into->size >= step)
    step = into->size < SIZE_MAX / HC_BODY_GROWTH ? into->size * HC_BODY_GROWTH : SIZE_MAX;
  return hc_buffer_reserve(into, left < step ? (size_t)left : step);
}

/* How much of `left` bytes is no whole buffer full. BufferedReader reads the buffers full straight
 * to their destination, and this tail by way of its buffer, which it fills. */
static size_t tail_of(uint64_t left) {
  return (size_t)(left % HC_READ_BUFFER_SIZE);
}

/* Appends `left` bytes, or fewer at the end of the stream. The buffer is consumed. */
static enum hc_kind read_rest(struct hc_reader *reader, uint64_t left, struct hc_buffer *into,
                              struct hc_error *error) {
  size_t tail = tail_of(left);
  while (left > 0) {
    size_t room = into->capacity - into->size;
    if (room < left && room < HC_READ_BUFFER_SIZE && !make_room(into, left)) {
      return hc_raise_memory(error);
    }
    room = into->capacity - into->size;
    bool last = left <= room;
    size_t size = last ? (size_t)left : room - tail_of(room);
    size_t ahead = last && tail > 0 ? HC_READ_BUFFER_SIZE - tail : 0;
    size_t got;
    enum hc_kind kind = read_through(reader, into->data + into->size, size, ahead, &got, error);
    if (kind != HC_OK || got == 0) return kind;
    into->size += got;
    left -= got;
    if (left > tail) tail = tail_of(left);
  }
  return HC_OK;
}

enum hc_kind hc_reader_read(struct hc_reader *reader, uint64_t size, struct hc_buffer *into,
                            struct hc_error *error) {
  if (!make_room(into, size)) return hc_raise_memory(error);
  struct hc_span ready = take(reader, size);
  if (!hc_buffer_append(into, ready)) return hc_raise_memory(error);
  return read_rest(reader, size - ready.size, into, error);
}

/* How far BufferedReader reads after `left` bytes of readinto(): it fills its buffer for what fits
 * there, and reads more than that straight to its destination and no further. */
static size_t ahead_of(size_t left, bool more) {
  if (left <= HC_READ_BUFFER_SIZE) return HC_READ_BUFFER_SIZE - left;
  return more ? HC_READ_BUFFER_SIZE : 0;
}

/* Fills `into`; `more` says that the caller will read on at once. */
static enum hc_kind read_into(struct hc_reader *reader, struct hc_room into, bool more, size_t *got,
                              struct hc_error *error) {
  struct hc_span ready = take(reader, into.size);
  if (ready.size > 0) memcpy(into.data, ready.data, ready.size);
  *got = ready.size;
  size_t ahead = 0;
  for (bool direct = true; *got < into.size;) {
    size_t left = into.size - *got;
    if (direct) ahead = ahead_of(left, more);
    direct = direct && left > HC_READ_BUFFER_SIZE;
    size_t received;
    enum hc_kind kind = read_through(reader, into.data + *got, left, ahead, &received, error);
    if (kind != HC_OK) return kind;
    if (received == 0) break;
    *got += received;
  }
  return HC_OK;
}

enum hc_kind hc_reader_readinto(struct hc_reader *reader, void *into, size_t size, size_t *got,
                                struct hc_error *error) {
  return read_into(reader, hc_room_make(into, size), false, got, error);
}

enum hc_kind hc_reader_readinto_part(struct hc_reader *reader, void *into, size_t size, size_t *got,
                                     struct hc_error *error) {
  return read_into(reader, hc_room_make(into, size), true, got, error);
}

enum hc_kind hc_reader_read_view(struct hc_reader *reader, uint64_t size, struct hc_buffer *into,
                                 struct hc_error *error) {
  if (!make_room(into, size)) return hc_raise_memory(error);
  struct hc_span ready = take(reader, size);
  if (!hc_buffer_append(into, ready)) return hc_raise_memory(error);
  size -= ready.size;
  if (size == 0) return HC_OK;
  size_t got;
  for (size_t room; (room = into->capacity - into->size) < size; size -= got) {
    /* More is wanted than fits into the buffer, so that it is read past it. */
    enum hc_kind kind = read_through(reader, into->data + into->size, room, 0, &got, error);
    if (kind != HC_OK || got == 0) return kind;
    into->size += got;
    if (!make_room(into, size - got)) return hc_raise_memory(error);
  }
  struct hc_room rest = hc_room_make(into->data + into->size, (size_t)size);
  enum hc_kind kind = read_into(reader, rest, false, &got, error);
  into->size += got;
  return kind;
}

/* Hands out what is buffered, into the rooms in order. */
static size_t take_into_rooms(struct hc_reader *reader, const struct hc_room *rooms, size_t count) {
  size_t taken = 0;
  for (size_t i = 0; i < count && reader->pos < reader->end; i++) {
    struct hc_span bytes = take(reader, rooms[i].size);
    memcpy(rooms[i].data, bytes.data, bytes.size);
    taken += bytes.size;
  }
  return taken;
}

size_t hc_reader_buffered(const struct hc_reader *reader) {
  return reader->end - reader->pos;
}

enum hc_kind hc_reader_read_rooms(struct hc_reader *reader, const struct hc_room *rooms,
                                  size_t count, size_t ahead, size_t *got, struct hc_error *error) {
  *got = take_into_rooms(reader, rooms, count);
  if (*got > 0) return HC_OK;
  struct hc_room all[HC_READER_ROOMS + 1];
  size_t size = 0;
  if (ahead > HC_READ_BUFFER_SIZE) ahead = HC_READ_BUFFER_SIZE;
  if (count > HC_READER_ROOMS) {
    count = HC_READER_ROOMS;
    ahead = 0;
  }
  for (size_t i = 0; i < count; i++) {
    all[i] = rooms[i];
    size += rooms[i].size;
  }
  all[count] = hc_room_make(reader->bytes, ahead);
  enum hc_kind kind = read_transport(reader, all, ahead > 0 ? count + 1 : count, got, error);
  reader->pos = 0;
  reader->end = *got > size ? *got - size : 0;
  *got -= reader->end;
  return kind;
}

/* What is not buffered of what was given, `spans`, and of what is buffered behind it. */
static enum hc_kind return_rest(struct hc_reader *reader, const struct hc_span *spans, size_t count,
                                size_t buffered, struct hc_error *error) {
  struct hc_buffer rest = hc_buffer_make(reader->allocator, 0);
  bool complete = true;
  for (size_t i = 0; i <= count && complete; i++) {
    struct hc_span span = i < count ? spans[i] : hc_span_make(reader->bytes, reader->end);
    size_t kept = span.size < buffered ? span.size : buffered;
    buffered -= kept;
    complete = hc_buffer_append(&rest, hc_span_make(span.data + kept, span.size - kept));
  }
  struct hc_span bytes = hc_buffer_span(&rest);
  enum hc_kind kind =
      complete ? hc_transport_put_back(reader->transport, &bytes, 1, reader->allocator, error)
               : hc_raise_memory(error);
  hc_buffer_free(&rest);
  return kind;
}

enum hc_kind hc_reader_put_back(struct hc_reader *reader, const struct hc_span *spans, size_t count,
                                size_t buffered, struct hc_error *error) {
  size_t size = hc_spans_size(spans, count);
  if (size <= reader->pos) { /* it came out of the buffer, and is still there */
    reader->pos -= size;
    return HC_OK;
  }
  if (buffered > HC_READ_BUFFER_SIZE) buffered = HC_READ_BUFFER_SIZE;
  if (buffered > size + reader->end) buffered = size + reader->end;
  enum hc_kind kind = return_rest(reader, spans, count, buffered, error);
  size_t behind = buffered > size ? buffered - size : 0;
  if (behind > 0) memmove(reader->bytes + size, reader->bytes, behind);
  reader->end = 0;
  for (size_t i = 0; i < count && reader->end < buffered; i++) {
    size_t left = buffered - reader->end;
    size_t part = spans[i].size < left ? spans[i].size : left;
    memcpy(reader->bytes + reader->end, spans[i].data, part);
    reader->end += part;
  }
  reader->end += behind;
  return kind;
}

enum hc_kind hc_reader_read_to_end(struct hc_reader *reader, struct hc_buffer *into,
                                   struct hc_error *error) {
  struct hc_span ready = take(reader, UINT64_MAX);
  if (!hc_buffer_append(into, ready)) return hc_raise_memory(error);
  for (;;) {
    /* Room for at least a buffer full; much more once there is much. */
    if (!hc_buffer_reserve(into, HC_READ_BUFFER_SIZE)) return hc_raise_memory(error);
    size_t got;
    enum hc_kind kind =
        read_directly(reader, into->data + into->size, into->capacity - into->size, &got, error);
    if (kind != HC_OK || got == 0) return kind;
    into->size += got;
  }
}

enum hc_kind hc_reader_read1(struct hc_reader *reader, size_t size, struct hc_buffer *into,
                             struct hc_error *error) {
  struct hc_span ready = take(reader, size);
  if (ready.size > 0 || size == 0) {
    return hc_buffer_append(into, ready) ? HC_OK : hc_raise_memory(error);
  }
  if (size > HC_READ1_BLOCK) size = HC_READ1_BLOCK;
  if (!hc_buffer_reserve(into, size)) return hc_raise_memory(error);
  size_t got;
  enum hc_kind kind = read_directly(reader, into->data + into->size, size, &got, error);
  if (kind == HC_OK) into->size += got;
  return kind;
}

enum hc_kind hc_reader_peek(struct hc_reader *reader, struct hc_span *bytes,
                            struct hc_error *error) {
  if (reader->pos == reader->end) {
    size_t got;
    enum hc_kind kind = refill(reader, &got, error);
    if (kind != HC_OK) return kind;
  }
  *bytes = hc_span_make(reader->bytes + reader->pos, reader->end - reader->pos);
  return HC_OK;
}

void hc_reader_skip(struct hc_reader *reader, size_t size) {
  take(reader, size);
}
