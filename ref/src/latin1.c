#include "latin1.h"

#include <stdint.h>

#define SPACE HC_CLASS_SPACE
#define BLANK (HC_CLASS_SPACE | HC_CLASS_ASCII_SPACE)
#define NAME HC_CLASS_FIELD_NAME

const unsigned char hc_classes[256] = {
    ['\t'] = BLANK, ['\n'] = BLANK, ['\v'] = BLANK, ['\f'] = BLANK, ['\r'] = BLANK, [0x1C] = SPACE,
    [0x1D] = SPACE, [0x1E] = SPACE, [0x1F] = SPACE, [' '] = BLANK,  [0x85] = SPACE, [0xA0] = SPACE,
    ['!'] = NAME,   ['"'] = NAME,   ['#'] = NAME,   ['$'] = NAME,   ['%'] = NAME,   ['&'] = NAME,
    ['\''] = NAME,  ['('] = NAME,   [')'] = NAME,   ['*'] = NAME,   ['+'] = NAME,   [','] = NAME,
    ['-'] = NAME,   ['.'] = NAME,   ['/'] = NAME,   ['0'] = NAME,   ['1'] = NAME,   ['2'] = NAME,
    ['3'] = NAME,   ['4'] = NAME,   ['5'] = NAME,   ['6'] = NAME,   ['7'] = NAME,   ['8'] = NAME,
    ['9'] = NAME,   [';'] = NAME,   ['<'] = NAME,   ['='] = NAME,   ['>'] = NAME,   ['?'] = NAME,
    ['@'] = NAME,   ['A'] = NAME,   ['B'] = NAME,   ['C'] = NAME,   ['D'] = NAME,   ['E'] = NAME,
    ['F'] = NAME,   ['G'] = NAME,   ['H'] = NAME,   ['I'] = NAME,   ['J'] = NAME,   ['K'] = NAME,
    ['L'] = NAME,   ['M'] = NAME,   ['N'] = NAME,   ['O'] = NAME,   ['P'] = NAME,   ['Q'] = NAME,
    ['R'] = NAME,   ['S'] = NAME,   ['T'] = NAME,   ['U'] = NAME,   ['V'] = NAME,   ['W'] = NAME,
    ['X'] = NAME,   ['Y'] = NAME,   ['Z'] = NAME,   ['['] = NAME,   ['\\'] = NAME,  [']'] = NAME,
    ['^'] = NAME,   ['_'] = NAME,   ['`'] = NAME,   ['a'] = NAME,   ['b'] = NAME,   ['c'] = NAME,
    ['d'] = NAME,   ['e'] = NAME,   ['f'] = NAME,   ['g'] = NAME,   ['h'] = NAME,   ['i'] = NAME,
    ['j'] = NAME,   ['k'] = NAME,   ['l'] = NAME,   ['m'] = NAME,   ['n'] = NAME,   ['o'] = NAME,
    ['p'] = NAME,   ['q'] = NAME,   ['r'] = NAME,   ['s'] = NAME,   ['t'] = NAME,   ['u'] = NAME,
    ['v'] = NAME,   ['w'] = NAME,   ['x'] = NAME,   ['y'] = NAME,   ['z'] = NAME,   ['{'] = NAME,
    ['|'] = NAME,   ['}'] = NAME,   ['~'] = NAME,
};

size_t hc_size_outside(struct hc_span text, unsigned classes) {
  size_t size = 0;
  while (size < text.size && !hc_in_class(text.data[size], classes))
    size++;
  return size;
}

struct hc_span hc_strip_start(struct hc_span text, unsigned classes) {
  while (text.size > 0 && hc_in_class(text.data[0], classes)) {
    text.data++;
    text.size--;
  }
  return text;
}

struct hc_span hc_strip(struct hc_span text, unsigned classes) {
  return hc_strip_end(hc_strip_start(text, classes), classes);
}

bool hc_contains_ignoring_case(struct hc_span text, struct hc_span part) {
  for (size_t i = 0; i + part.size <= text.size; i++) {
    if ((text.data[i] | 0x20) != part.data[0]) continue; /* as hc_lower(), for a letter */
    if (hc_span_equal_ignoring_case(hc_span_make(text.data + i, part.size), part)) return true;
  }
  return false;
}

bool hc_is_ascii(struct hc_span text) {
  uint64_t all = 0;
  for (; text.size >= sizeof all;
       text = hc_span_make(text.data + sizeof all, text.size - sizeof all)) {
    uint64_t word;
    memcpy(&word, text.data, sizeof word);
    all |= word;
  }
  for (size_t i = 0; i < text.size; i++)
    all |= (unsigned char)text.data[i];
  return (all & UINT64_C(0x8080808080808080)) == 0;
}
