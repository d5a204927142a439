#include "ending_transport.h"

#include <errno.h>
#include <stdlib.h>

#include "watched_allocator.h"

struct ending_transport {
  struct hc_transport base;
  struct hc_transport *inner;
  enum ending ending;
  enum hc_edition edition;
};

static struct ending_transport *self_of(struct hc_transport *transport) {
  return (struct ending_transport *)(void *)transport;
}

static enum hc_kind end(const struct ending_transport *self, struct hc_error *error) {
  if (self->ending == ENDING_CLOSE) return HC_OK;
  if (self->ending == ENDING_RESET) return hc_error_set_errno(error, ECONNRESET);
  bool old = self->edition < HC_EDITION_3_10;
  return hc_error_set(error, old ? HC_SOCKET_TIMEOUT : HC_TIMEOUT_ERROR, hc_str("timed out"));
}

static enum hc_kind read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                               size_t count, size_t *got, struct hc_error *error) {
  struct ending_transport *self = self_of(transport);
  enum hc_kind kind = hc_transport_read_rooms(self->inner, rooms, count, got, error);
  return kind == HC_OK && *got == 0 ? end(self, error) : kind;
}

static enum hc_kind read_one(struct hc_transport *transport, void *into, size_t size, size_t *got,
                             struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  return read_rooms(transport, &room, 1, got, error);
}

static size_t ready(struct hc_transport *transport) {
  struct hc_transport *inner = self_of(transport)->inner;
  return inner->methods->ready(inner);
}

static enum hc_kind write_all(struct hc_transport *transport, const struct hc_span *spans,
                              size_t count, struct hc_error *error) {
  return hc_transport_write(self_of(transport)->inner, spans, count, error);
}

static int no_descriptor(const struct hc_transport *transport) {
  (void)transport;
  return -1;
}

static enum hc_kind set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                struct hc_error *error) {
  return hc_transport_set_timeout(self_of(transport)->inner, timeout, error);
}

static void destroy(struct hc_transport *transport) {
  struct ending_transport *self = self_of(transport);
  hc_transport_release(self->inner);
  hc_resize(&watched_allocator, self, sizeof *self, 0);
}

static const struct hc_transport_methods methods = {
    .read = read_one,
    .read_rooms = read_rooms,
    .ready = ready,
    .write = write_all,
    .fileno = no_descriptor,
    .set_timeout = set_timeout,
    .destroy = destroy,
};

struct hc_transport *ending_transport_new(const struct hc_memory_script *script, enum ending ending,
                                          struct hc_buffer *written, enum hc_edition edition) {
  struct ending_transport *self = hc_resize(&watched_allocator, NULL, 0, sizeof *self);
  if (self == NULL) abort();
  struct ending_transport made = {
      .base = {.methods = &methods, .references = 1}, .ending = ending, .edition = edition};
  *self = made;
  if (hc_memory_transport_new(script, written, edition, &watched_allocator, &self->inner, NULL) !=
      HC_OK)
    abort();
  return &self->base;
}
