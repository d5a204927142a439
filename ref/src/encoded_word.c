#include "encoded_word.h"

#include <openssl/evp.h>

#include "latin1.h"

/* "=?utf-8?q?" and "?=". */
enum { AROUND = 12 };

/* A character in UTF-8. Returns its size. */
static size_t to_utf8(char character, unsigned char bytes[2]) {
  unsigned char code = (unsigned char)character;
  bytes[0] = code < 0x80 ? code : (unsigned char)(0xC0 | code >> 6);
  bytes[1] = (unsigned char)(0x80 | (code & 0x3F));
  return code < 0x80 ? 1 : 2;
}

/* Whether Q encoding leaves `byte` as it is. */
static bool is_plain(unsigned char byte) {
  char lower = hc_lower((char)byte);
  bool alphanumeric = (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9');
  return alphanumeric || byte == '-' || byte == '!' || byte == '*' || byte == '+' || byte == '/';
}

/* The size of a character in Q encoding, and of so many bytes of UTF-8 in base64. */
static size_t q_size(char character) {
  if ((unsigned char)character >= 0x80) return 6;
  return character == ' ' || is_plain((unsigned char)character) ? 1 : 3;
}

static size_t base64_size(size_t bytes) {
  return (bytes + 2) / 3 * 4;
}

enum hc_word_encoding hc_word_encoding_of(struct hc_span text) {
  size_t q = 0, bytes = 0;
  unsigned char utf8[2];
  for (size_t i = 0; i < text.size; i++) {
    q += q_size(text.data[i]);
    bytes += to_utf8(text.data[i], utf8);
  }
  return base64_size(bytes) < q ? HC_WORD_BASE64 : HC_WORD_Q;
}

size_t hc_word_fit(struct hc_span text, enum hc_word_encoding encoding, size_t room) {
  size_t q = 0, bytes = 0, count = 0;
  unsigned char utf8[2];
  for (; count < text.size; count++) {
    q += q_size(text.data[count]);
    bytes += to_utf8(text.data[count], utf8);
    size_t size = encoding == HC_WORD_Q ? q : base64_size(bytes);
    if (size + AROUND > room) break;
  }
  return count;
}

static bool write_q(struct hc_span text, struct hc_buffer *into) {
  static const char digits[] = "0123456789ABCDEF";
  for (size_t i = 0; i < text.size; i++) {
    unsigned char utf8[2];
    size_t size = to_utf8(text.data[i], utf8);
    for (size_t b = 0; b < size; b++) {
      const char escape[] = {'=', digits[utf8[b] >> 4], digits[utf8[b] & 0x0F]};
      const char plain[] = {utf8[b] == ' ' ? '_' : (char)utf8[b]};
      bool is_short = utf8[b] == ' ' || is_plain(utf8[b]);
      struct hc_span written = is_short ? hc_span_make(plain, 1) : hc_span_make(escape, 3);
      if (!hc_buffer_append(into, written)) return false;
    }
  }
  return true;
}

/* In blocks of a multiple of three bytes, so that only the last one is padded. */
static bool write_base64(struct hc_span text, struct hc_buffer *into) {
  enum { BLOCK = 48 };
  unsigned char block[BLOCK + 1], encoded[BLOCK / 3 * 4 + 1];
  size_t filled = 0;
  for (size_t i = 0; i < text.size || filled > 0;) {
    while (i < text.size && filled < BLOCK)
      filled += to_utf8(text.data[i++], block + filled);
    int used = filled < BLOCK ? (int)filled : BLOCK;
    int size = EVP_EncodeBlock(encoded, block, used);
    if (!hc_buffer_append(into, hc_span_make((const char *)encoded, (size_t)size))) return false;
    filled -= (size_t)used;
    block[0] = block[BLOCK]; /* the half of a character that is left over */
  }
  return true;
}

bool hc_word_write(struct hc_span text, enum hc_word_encoding encoding, struct hc_buffer *into) {
  if (text.size == 0) return true;
  bool is_q = encoding == HC_WORD_Q;
  return hc_buffer_append(into, hc_str(is_q ? "=?utf-8?q?" : "=?utf-8?b?")) &&
         (is_q ? write_q(text, into) : write_base64(text, into)) &&
         hc_buffer_append(into, hc_str("?="));
}
