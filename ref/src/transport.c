/* What every transport has: its life, bytes that were read too early, and memory to read with. */
#include "hc/transport.h"

#include "raise.h"
#include "spans.h"

struct hc_transport *hc_transport_retain(struct hc_transport *transport) {
  transport->references++;
  return transport;
}

void hc_transport_release(struct hc_transport *transport) {
  if (transport == NULL) return;
  if (--transport->references > 0) return;
  hc_buffer_free(&transport->put_back);
  hc_buffer_free(&transport->spare);
  transport->methods->destroy(transport);
}

/* --- What was put back --- */

enum hc_kind hc_transport_put_back(struct hc_transport *transport, const struct hc_span *spans,
                                   size_t count, const struct hc_allocator *allocator,
                                   struct hc_error *error) {
  size_t size = hc_spans_size(spans, count);
  if (size == 0) return HC_OK;
  /* What came from here fits there again; if it does not, there is nothing here. */
  if (size > transport->put_back_at) {
    struct hc_buffer fresh = hc_buffer_make(allocator, 0);
    if (!hc_buffer_reserve(&fresh, size)) return hc_raise_memory(error);
    fresh.size = size;
    hc_buffer_take(&transport->put_back, &fresh);
    transport->put_back_at = size;
  }
  transport->put_back_at -= size;
  hc_spans_copy(spans, count, transport->put_back.data + transport->put_back_at);
  return HC_OK;
}

/* Fills the rooms with what was put back. */
static size_t take_put_back(struct hc_transport *transport, const struct hc_room *rooms,
                            size_t count) {
  struct hc_buffer *kept = &transport->put_back;
  size_t taken = 0;
  for (size_t i = 0; i < count && transport->put_back_at < kept->size; i++) {
    size_t left = kept->size - transport->put_back_at;
    size_t part = left < rooms[i].size ? left : rooms[i].size;
    memcpy(rooms[i].data, kept->data + transport->put_back_at, part);
    transport->put_back_at += part;
    taken += part;
  }
  if (transport->put_back_at == kept->size) {
    hc_buffer_free(kept);
    transport->put_back_at = 0;
  }
  return taken;
}

/* --- Methods --- */

enum hc_kind hc_transport_read(struct hc_transport *transport, void *into, size_t size, size_t *got,
                               struct hc_error *error) {
  struct hc_room room = hc_room_make(into, size);
  return hc_transport_read_rooms(transport, &room, 1, got, error);
}

/* Goes on behind the `*got` bytes that the rooms have, as long as there is no waiting. */
static enum hc_kind read_ready(struct hc_transport *transport, const struct hc_room *rooms,
                               size_t count, size_t *got, struct hc_error *error) {
  const struct hc_transport_methods *methods = transport->methods;
  size_t filled = *got;
  for (size_t i = 0; i < count; i++) {
    size_t size = rooms[i].size;
    if (filled >= size) {
      filled -= size;
      continue;
    }
    if (methods->ready == NULL || methods->ready(transport) == 0) return HC_OK;
    size_t more;
    enum hc_kind kind =
        methods->read(transport, rooms[i].data + filled, size - filled, &more, error);
    if (kind != HC_OK) return kind;
    *got += more;
    if (more < size - filled) return HC_OK;
    filled = 0;
  }
  return HC_OK;
}

enum hc_kind hc_transport_read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                                     size_t count, size_t *got, struct hc_error *error) {
  if (transport->put_back.size > 0) {
    *got = take_put_back(transport, rooms, count);
    return read_ready(transport, rooms, count, got, error);
  }
  const struct hc_transport_methods *methods = transport->methods;
  if (count == 1 || methods->read_rooms == NULL) {
    return methods->read(transport, rooms[0].data, rooms[0].size, got, error);
  }
  return methods->read_rooms(transport, rooms, count, got, error);
}

enum hc_kind hc_transport_read_full(struct hc_transport *transport, void *into, size_t size,
                                    size_t *got, struct hc_error *error) {
  const struct hc_transport_methods *methods = transport->methods;
  bool ready = transport->put_back.size > 0;
  if (ready || methods->read_full == NULL) {
    return hc_transport_read(transport, into, size, got, error);
  }
  return methods->read_full(transport, into, size, got, error);
}

enum hc_kind hc_transport_write(struct hc_transport *transport, const struct hc_span *spans,
                                size_t count, struct hc_error *error) {
  return transport->methods->write(transport, spans, count, error);
}

int hc_transport_fileno(const struct hc_transport *transport) {
  return transport->methods->fileno(transport);
}

enum hc_kind hc_transport_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                      struct hc_error *error) {
  return transport->methods->set_timeout(transport, timeout, error);
}

struct hc_timeout hc_transport_timeout(const struct hc_transport *transport) {
  const struct hc_timeout none = {HC_TIMEOUT_NONE, 0};
  return transport->methods->timeout != NULL ? transport->methods->timeout(transport) : none;
}
