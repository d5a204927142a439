#include "hc/transport.h"

struct hc_transport *hc_transport_retain(struct hc_transport *transport) {
  transport->references++;
  return transport;
}

void hc_transport_release(struct hc_transport *transport) {
  if (transport == NULL) return;
  if (--transport->references == 0) transport->methods->destroy(transport);
}

enum hc_kind hc_transport_read(struct hc_transport *transport, void *into, size_t size, size_t *got,
                               struct hc_error *error) {
  return transport->methods->read(transport, into, size, got, error);
}

enum hc_kind hc_transport_read_rooms(struct hc_transport *transport, const struct hc_room *rooms,
                                     size_t count, size_t *got, struct hc_error *error) {
  const struct hc_transport_methods *methods = transport->methods;
  if (count == 1 || methods->read_rooms == NULL) {
    return methods->read(transport, rooms[0].data, rooms[0].size, got, error);
  }
  return methods->read_rooms(transport, rooms, count, got, error);
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
