#include "decode.h"

#include "raise.h"

/* What a first byte asks for: how many bytes follow, and the range of the next one (RFC 3629
 * section 4). Every later one is 0x80-0xBF. */
struct form {
  size_t following;
  unsigned char lowest;
  unsigned char highest;
};

/* Returns false for a byte that begins nothing. */
static bool form_of(unsigned char first, struct form *form) {
  struct form found = {0, 0x80, 0xBF};
  if (first >= 0x80 && (first < 0xC2 || first > 0xF4)) return false;
  if (first >= 0x80) found.following = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  if (first == 0xE0) found.lowest = 0xA0;
  if (first == 0xED) found.highest = 0x9F;
  if (first == 0xF0) found.lowest = 0x90;
  if (first == 0xF4) found.highest = 0x8F;
  *form = found;
  return true;
}

/* How many bytes at the start of `bytes` belong together, and what is wrong with them; NULL if
 * they are a character. */
static size_t take_character(struct hc_span bytes, const char **fault) {
  struct form form;
  *fault = "invalid start byte";
  if (!form_of((unsigned char)bytes.data[0], &form)) return 1;
  for (size_t i = 1; i <= form.following; i++) {
    *fault = "unexpected end of data";
    if (i == bytes.size) return i;
    unsigned char byte = (unsigned char)bytes.data[i];
    *fault = "invalid continuation byte";
    if (byte < form.lowest || byte > form.highest) return i;
    form.lowest = 0x80;
    form.highest = 0xBF;
  }
  *fault = NULL;
  return 1 + form.following;
}

enum hc_kind hc_check_utf8(struct hc_span bytes, struct hc_error *error) {
  for (size_t start = 0; start < bytes.size;) {
    const char *fault;
    size_t size = take_character(hc_span_make(bytes.data + start, bytes.size - start), &fault);
    if (fault != NULL) return hc_raise_utf8_decode(error, bytes, start, start + size, fault);
    start += size;
  }
  return HC_OK;
}

bool hc_decode_replacing(struct hc_span bytes, struct hc_buffer *into) {
  size_t before = into->size;
  for (size_t start = 0; start < bytes.size;) {
    const char *fault;
    struct hc_span rest = hc_span_make(bytes.data + start, bytes.size - start);
    size_t size = take_character(rest, &fault);
    struct hc_span character =
        fault != NULL ? hc_str("\xEF\xBF\xBD") : hc_span_make(rest.data, size);
    if (!hc_buffer_append(into, character)) {
      into->size = before;
      return false;
    }
    start += size;
  }
  return true;
}
