/* One pass each way into room reserved beforehand: a byte is one or two bytes of UTF-8. */
#include "octets.h"

bool octets_to_text(struct hc_span octets, struct hc_buffer *text) {
  if (!octets.size) return true;
  size_t high = 0;
  for (size_t i = 0; i < octets.size; i++)
    high += (unsigned char)octets.data[i] >> 7;
  if (!hc_buffer_reserve(text, octets.size + high)) return false;
  unsigned char *out = (unsigned char *)text->data + text->size;
  for (size_t i = 0; i < octets.size; i++) {
    unsigned octet = (unsigned char)octets.data[i];
    if (octet >= 0x80) *out++ = (unsigned char)(0xC0 | octet >> 6);
    *out++ = (unsigned char)(octet < 0x80 ? octet : 0x80 | (octet & 0x3F));
  }
  text->size += octets.size + high;
  return true;
}

enum octets_fault octets_from_text(struct hc_span text, struct hc_buffer *octets) {
  if (!text.size) return OCTETS_OK;
  if (!hc_buffer_reserve(octets, text.size)) return OCTETS_NO_MEMORY;
  unsigned char *out = (unsigned char *)octets->data + octets->size;
  size_t count = 0;
  for (size_t i = 0; i < text.size; i++) {
    unsigned lead = (unsigned char)text.data[i];
    if (lead > 0xC3) return OCTETS_NOT_LATIN1; /* the lead byte of a code point above 255 */
    if (lead >= 0x80) lead = (lead & 0x03) << 6 | ((unsigned char)text.data[++i] & 0x3F);
    out[count++] = (unsigned char)lead;
  }
  octets->size += count;
  return OCTETS_OK;
}
