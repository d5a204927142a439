/* Bytes are read as they come and cut at line ends; what belongs to earlier messages makes room
 * before more is read. */
#include "message_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"

enum { READ_SIZE = 65536 };

/* Drops what belongs to earlier messages. */
static void drop_taken(struct message_source *source) {
  if (!source->taken) return;
  size_t left = source->pending.size - source->taken;
  memmove(source->pending.data, source->pending.data + source->taken, left);
  source->pending.size = left;
  source->searched -= source->taken;
  source->taken = 0;
}

/* Reads more bytes; returns how many, 0 at the end, -1 on failure. */
static ssize_t read_more(struct message_source *source) {
  drop_taken(source);
  if (!hc_buffer_reserve(&source->pending, READ_SIZE)) require_memory(NULL);
  ssize_t got;
  do
    got = read(source->descriptor, source->pending.data + source->pending.size, READ_SIZE);
  while (got < 0 && errno == EINTR);
  if (got > 0) source->pending.size += (size_t)got;
  return got;
}

/* The next line, its end included, if it is there already; borrowed until more is read. */
static bool take_line(struct message_source *source, struct hc_span *line) {
  size_t unsearched = source->pending.size - source->searched;
  if (!unsearched) return false;
  const char *end = memchr(source->pending.data + source->searched, '\n', unsearched);
  source->searched = end ? (size_t)(end + 1 - source->pending.data) : source->pending.size;
  if (!end) return false;
  *line = hc_span_make(source->pending.data + source->taken, source->searched - source->taken);
  source->taken = source->searched;
  return true;
}

static enum message_line broken(struct ill_formed *ill_formed, const char *what) {
  ill_formed_say(ill_formed, "%s", what);
  return MESSAGE_ILL_FORMED;
}

static enum message_line parse(struct hc_span line, json_t **message,
                               struct ill_formed *ill_formed) {
  json_error_t error;
  *message = json_loadb(line.data, line.size, JSON_ALLOW_NUL, &error);
  if (*message) return MESSAGE_READ;
  ill_formed_say(ill_formed, "no JSON: %s (byte %d)", error.text, error.position);
  return MESSAGE_ILL_FORMED;
}

enum message_line message_read(struct message_source *source, json_t **message,
                               struct ill_formed *ill_formed) {
  struct hc_span line;
  while (!take_line(source, &line)) {
    bool within = source->pending.size > source->taken;
    if (source->pending.size - source->taken >= MESSAGE_LINE_MAX)
      return broken(ill_formed, "a line of more than 268435456 bytes");
    ssize_t got = read_more(source);
    if (got < 0) return broken(ill_formed, strerror(errno));
    if (got == 0 && within) return broken(ill_formed, "the input ends inside a line");
    if (got == 0) return MESSAGE_END;
  }
  if (line.size > MESSAGE_LINE_MAX)
    return broken(ill_formed, "a line of more than 268435456 bytes");
  return parse(line, message, ill_formed);
}

static bool write_all(int descriptor, const char *data, size_t size) {
  while (size) {
    ssize_t written = write(descriptor, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    data += written;
    size -= (size_t)written;
  }
  return true;
}

bool message_write(int descriptor, const json_t *message) {
  char *text = require_memory(json_dumps(message, JSON_COMPACT));
  size_t size = strlen(text);
  text[size] = '\n'; /* in the place of the NUL */
  bool written = write_all(descriptor, text, size + 1);
  free(text);
  return written;
}

void message_source_free(struct message_source *source) {
  hc_buffer_free(&source->pending);
  *source = (struct message_source){0};
}
