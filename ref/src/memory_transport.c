#include "hc/memory_transport.h"

#include "edition.h"
#include "raise.h"

/* Invariant: segment < script->segment_count and position < the segment's size, or the script is
 * at its end. */
struct memory_transport {
  struct hc_transport base;
  const struct hc_allocator *allocator;
  const struct hc_memory_script *script;
  struct hc_buffer *written;
  enum hc_kind timeout_kind;
  size_t segment;
  size_t position;
  size_t reads;
  size_t writes;
};

static struct memory_transport *self_of(struct hc_transport *transport) {
  return (struct memory_transport *)(void *)transport;
}

static enum hc_kind fail(const struct memory_transport *self, struct hc_error *error) {
  if (self->script->failure != 0) return hc_error_set_errno(error, self->script->failure);
  return hc_raise(error, self->timeout_kind, "timed out");
}

/* What is left of the segment in turn; empty at the end of the script. */
static struct hc_span next_bytes(struct memory_transport *self) {
  const struct hc_memory_script *script = self->script;
  while (self->segment < script->segment_count) {
    struct hc_span segment = script->segments[self->segment];
    if (self->position < segment.size) {
      return hc_span_make(segment.data + self->position, segment.size - self->position);
    }
    self->segment++;
    self->position = 0;
  }
  return hc_span_make(NULL, 0);
}

/* Begins a read: what there is for it to give. */
static enum hc_kind begin_read(struct memory_transport *self, struct hc_span *bytes,
                               struct hc_error *error) {
  if (++self->reads == self->script->failing_read) return fail(self, error);
  *bytes = next_bytes(self);
  if (self->script->piece != 0 && bytes->size > self->script->piece) {
    bytes->size = self->script->piece;
  }
  return HC_OK;
}

static enum hc_kind memory_read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                                      size_t count, size_t *got, struct hc_error *error) {
  struct memory_transport *self = self_of(transport);
  struct hc_span bytes = {NULL, 0};
  enum hc_kind kind = begin_read(self, &bytes, error);
  if (kind != HC_OK) return kind;
  *got = 0;
  for (size_t i = 0; i < count && *got < bytes.size; i++) {
    size_t left = bytes.size - *got;
    size_t size = left < rooms[i].size ? left : rooms[i].size;
    memcpy(rooms[i].data, bytes.data + *got, size);
    *got += size;
  }
  self->position += *got;
  return HC_OK;
}

static enum hc_kind memory_read(struct hc_transport *transport, void *into, size_t size,
                                size_t *got, struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  return memory_read_rooms(transport, &room, 1, got, error);
}

/* What is left of a segment that has been begun. */
static size_t memory_ready(struct hc_transport *transport) {
  struct memory_transport *self = self_of(transport);
  bool begun = self->position > 0 && self->script->piece == 0;
  return begun ? self->script->segments[self->segment].size - self->position : 0;
}

static enum hc_kind memory_write(struct hc_transport *transport, const struct hc_span *spans,
                                 size_t count, struct hc_error *error) {
  struct memory_transport *self = self_of(transport);
  if (++self->writes == self->script->failing_write) return fail(self, error);
  for (size_t i = 0; i < count && self->written != NULL; i++) {
    if (!hc_buffer_append(self->written, spans[i])) return hc_raise_memory(error);
  }
  return HC_OK;
}

static int memory_fileno(const struct hc_transport *transport) {
  (void)transport;
  return -1;
}

static enum hc_kind memory_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                       struct hc_error *error) {
  (void)transport;
  return hc_timeout_check(timeout, error);
}

static void memory_destroy(struct hc_transport *transport) {
  struct memory_transport *self = self_of(transport);
  hc_resize(self->allocator, self, sizeof *self, 0);
}

static const struct hc_transport_methods methods = {
    .read = memory_read,
    .read_rooms = memory_read_rooms,
    .ready = memory_ready,
    .write = memory_write,
    .fileno = memory_fileno,
    .set_timeout = memory_set_timeout,
    .destroy = memory_destroy,
};

enum hc_kind hc_memory_transport_new(const struct hc_memory_script *script,
                                     struct hc_buffer *written, enum hc_edition edition,
                                     const struct hc_allocator *allocator,
                                     struct hc_transport **transport, struct hc_error *error) {
  struct memory_transport *self = hc_resize(allocator, NULL, 0, sizeof *self);
  if (self == NULL) return hc_raise_memory(error);
  struct memory_transport made = {
      .base = {.methods = &methods, .references = 1},
      .allocator = allocator,
      .script = script,
      .written = written,
      .timeout_kind = hc_traits_of(edition)->timeout_kind,
  };
  *self = made;
  *transport = &self->base;
  return HC_OK;
}

size_t hc_memory_transport_writes(const struct hc_transport *transport) {
  return ((const struct memory_transport *)(const void *)transport)->writes;
}
