#include "read_ahead.h"

#include "hc/limits.h"

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

/* How much one read of the socket gives. */
static size_t given(const struct hc_read_ahead *ahead, size_t size) {
  return smaller(size, ahead->available - ahead->taken);
}

bool hc_read_ahead_into(struct hc_read_ahead *ahead, size_t size) {
  size_t buffered = smaller(ahead->taken - ahead->pos, size);
  ahead->pos += buffered;
  size -= buffered;
  while (size > HC_READ_BUFFER_SIZE) { /* straight to the destination */
    size_t got = given(ahead, size);
    if (got == 0) return false;
    ahead->taken += got;
    ahead->pos += got;
    size -= got;
  }
  if (size == 0) return true;
  return hc_read_ahead_few(ahead, size);
}

bool hc_read_ahead_few(struct hc_read_ahead *ahead, size_t size) {
  if (ahead->taken - ahead->pos < size) {
    size_t got = given(ahead, HC_READ_BUFFER_SIZE);
    if (ahead->taken - ahead->pos + got < size) return false;
    ahead->taken += got;
  }
  ahead->pos += size;
  return true;
}
