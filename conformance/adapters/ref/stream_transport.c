/* See stream_transport.h. */
#include "stream_transport.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

struct stream_transport {
  struct hc_transport base;
  struct hc_buffer content;
  size_t position; /* <= content.size */
  enum hc_kind failure;
};

static struct stream_transport *self_of(struct hc_transport *transport) {
  return (struct stream_transport *)(void *)transport;
}

static enum hc_kind stream_read(struct hc_transport *transport, void *into, size_t size,
                                size_t *got, struct hc_error *error) {
  struct stream_transport *self = self_of(transport);
  size_t rest = self->content.size - self->position;
  *got = size < rest ? size : rest;
  if (*got == 0 && self->failure != HC_OK) return hc_error_set(error, self->failure, hc_str(""));
  if (*got) memcpy(into, self->content.data + self->position, *got);
  self->position += *got;
  return HC_OK;
}

static enum hc_kind stream_write(struct hc_transport *transport, const struct hc_span *spans,
                                 size_t count, struct hc_error *error) {
  (void)transport, (void)spans, (void)count, (void)error;
  return HC_OK;
}

static int stream_fileno(const struct hc_transport *transport) {
  (void)transport;
  return -1;
}

static enum hc_kind stream_set_timeout(struct hc_transport *transport, struct hc_timeout timeout,
                                       struct hc_error *error) {
  (void)transport;
  return hc_timeout_check(timeout, error);
}

static void stream_destroy(struct hc_transport *transport) {
  hc_buffer_free(&self_of(transport)->content);
  free(transport);
}

struct hc_transport *stream_transport_new(struct hc_span content, enum hc_kind failure) {
  static const struct hc_transport_methods methods = {
      .read = stream_read,
      .write = stream_write,
      .fileno = stream_fileno,
      .set_timeout = stream_set_timeout,
      .destroy = stream_destroy,
  };
  struct stream_transport *self = require_memory(calloc(1, sizeof *self));
  self->base = (struct hc_transport){.methods = &methods, .references = 1};
  self->failure = failure;
  if (!hc_buffer_append(&self->content, content)) require_memory(NULL);
  return &self->base;
}
