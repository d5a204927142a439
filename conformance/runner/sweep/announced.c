/* A line is taken by how it begins, wherever it stands: a body that was changed may be read as
 * head, and the other way round. */
#include "sweep/announced.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static int digit_value(unsigned char byte) {
  static const char digits[] = "0123456789abcdef";
  int lower = byte >= 'A' && byte <= 'F' ? byte + ('a' - 'A') : byte;
  const char *found = lower ? strchr(digits, lower) : NULL;
  return found ? (int)(found - digits) : -1;
}

/* is_passed_over: int() takes blanks before a number, a sign, and "_" between digits. */
static bool is_passed_over(unsigned char byte) {
  return byte && strchr(" \t\v\f+-_", byte);
}

/* number_at: what |text| begins with, in |base|. */
static uint64_t number_at(struct bytes text, unsigned base) {
  uint64_t number = 0;
  for (size_t i = 0; i < text.length; i++) {
    int digit = digit_value(text.data[i]);
    if (digit < 0 && is_passed_over(text.data[i])) continue;
    if (digit < 0 || (unsigned)digit >= base) break;
    if (number > (UINT64_MAX - (unsigned)digit) / base) return UINT64_MAX;
    number = number * base + (unsigned)digit;
  }
  return number;
}

static struct bytes behind(struct bytes text, size_t offset) {
  return (struct bytes){text.data + offset, text.length - offset};
}

static uint64_t length_of_line(struct bytes line) {
  static const char field[] = "content-length:";
  size_t name = strlen(field);
  if (line.length > name && strncasecmp((const char *)line.data, field, name) == 0)
    return number_at(behind(line, name), 10);
  bool has_prefix = line.length > 2 && line.data[0] == '0' && (line.data[1] | 0x20) == 'x';
  return number_at(behind(line, has_prefix ? 2 : 0), 16);
}

static uint64_t most_of(struct bytes sent) {
  uint64_t most = 0;
  while (sent.length > 0) {
    const unsigned char *end = memchr(sent.data, '\n', sent.length);
    size_t length = end ? (size_t)(end - sent.data) + 1 : sent.length;
    uint64_t number = length_of_line((struct bytes){sent.data, length});
    if (number > most) most = number;
    sent = behind(sent, length);
  }
  return most;
}

uint64_t announced_most(const struct wire_log *log) {
  uint64_t most = 0;
  for (size_t i = 0; i < log->count; i++) {
    if (log->events[i].kind != WIRE_SENT) continue;
    uint64_t number = most_of(log->events[i].bytes);
    if (number > most) most = number;
  }
  return most;
}

uint64_t announced_sent(const struct wire_log *log) {
  uint64_t sent = 0;
  for (size_t i = 0; i < log->count; i++)
    if (log->events[i].kind == WIRE_SENT) sent += log->events[i].bytes.length;
  return sent;
}
