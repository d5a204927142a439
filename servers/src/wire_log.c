/* Arrays grow by doubling; how much room there is follows from how much is in use, so that the
 * public structures hold nothing but what they say. */
#include "peer/wire_log.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

enum { SMALLEST_ROOM = 64, SMALLEST_EVENTS = 8 };

/* The bytes of an event are the log's own; only readers may not change them. */
static unsigned char *owned(struct bytes bytes) {
  return (unsigned char *)(uintptr_t)bytes.data;
}

static size_t room_for(size_t length) {
  size_t room = length ? SMALLEST_ROOM : 0;
  while (room < length)
    room *= 2;
  return room;
}

static void extend(struct bytes *bytes, const void *data, size_t length) {
  size_t room = room_for(bytes->length + length);
  unsigned char *grown = owned(*bytes);
  if (room > room_for(bytes->length)) grown = memory_resize(grown, room);
  memcpy(grown + bytes->length, data, length);
  *bytes = (struct bytes){grown, bytes->length + length};
}

static struct wire_event *add_event(struct wire_log *log) {
  size_t count = log->count;
  bool is_full = !count || (count >= SMALLEST_EVENTS && (count & (count - 1)) == 0);
  size_t room = count ? 2 * count : SMALLEST_EVENTS;
  if (is_full) log->events = memory_resize(log->events, room * sizeof *log->events);
  log->count++;
  return &log->events[count];
}

void wire_log_add(struct wire_log *log, enum wire_event_kind kind, unsigned connection,
                  const void *data, size_t length) {
  struct wire_event *last = log->count ? &log->events[log->count - 1] : NULL;
  bool is_run = kind == WIRE_RECEIVED || kind == WIRE_SENT;
  if (is_run && !length) return;
  if (!is_run || !last || last->kind != kind || last->connection != connection) {
    last = add_event(log);
    *last = (struct wire_event){.kind = kind, .connection = connection};
  }
  if (length) extend(&last->bytes, data, length);
}

/* Drops the last |length| bytes of |event|, or all when it has less; returns how many. */
static size_t shorten(struct wire_event *event, size_t length) {
  size_t dropped = length < event->bytes.length ? length : event->bytes.length;
  size_t left = event->bytes.length - dropped;
  unsigned char *kept = memory_resize(owned(event->bytes), room_for(left) + !left);
  event->bytes = (struct bytes){kept, left};
  return dropped;
}

static void remove_event(struct wire_log *log, size_t index) {
  free(owned(log->events[index].bytes));
  memmove(&log->events[index], &log->events[index + 1],
          (log->count - index - 1) * sizeof *log->events);
  log->count--;
}

void wire_log_retract(struct wire_log *log, unsigned connection, size_t length) {
  for (size_t i = log->count; i > 0 && length; i--) {
    struct wire_event *event = &log->events[i - 1];
    if (event->kind != WIRE_RECEIVED || event->connection != connection) continue;
    length -= shorten(event, length);
    if (!event->bytes.length) remove_event(log, i - 1);
  }
}

void wire_log_clear(struct wire_log *log) {
  for (size_t i = 0; i < log->count; i++)
    free(owned(log->events[i].bytes));
  free(log->events);
  *log = (struct wire_log){0};
}

void wire_log_received(const struct wire_log *log, unsigned connection, unsigned char **data,
                       size_t *length) {
  size_t total = 0, done = 0;
  for (size_t i = 0; i < log->count; i++)
    if (log->events[i].kind == WIRE_RECEIVED && log->events[i].connection == connection)
      total += log->events[i].bytes.length;
  unsigned char *joined = memory_resize(NULL, total + 1);
  for (size_t i = 0; i < log->count; i++) {
    const struct wire_event *event = &log->events[i];
    if (event->kind != WIRE_RECEIVED || event->connection != connection) continue;
    memcpy(joined + done, event->bytes.data, event->bytes.length);
    done += event->bytes.length;
  }
  joined[total] = '\0';
  *data = joined;
  *length = total;
}

static const char *const event_texts[] = {
    [WIRE_ACCEPTED] = "* client connects",
    [WIRE_RECEIVED] = "→ ",
    [WIRE_SENT] = "← ",
    [WIRE_CLIENT_FIN] = "* client closes its side (FIN)",
    [WIRE_CLIENT_RESET] = "* client resets (RST)",
    [WIRE_PEER_FIN] = "* peer closes its side (FIN)",
    [WIRE_PEER_CLOSED] = "* peer closes",
    [WIRE_PEER_RESET] = "* peer resets (RST)",
    [WIRE_TUNNEL] = "* tunnel to ",
    [WIRE_TLS] = "* ",
    [WIRE_TLS_FAILED] = "* TLS fails: ",
    [WIRE_CLIENT_ALERT] = "* client sends alert ",
    [WIRE_PEER_ALERT] = "* peer sends alert ",
};

static void print_octet(FILE *stream, unsigned char octet) {
  if (octet == '\r' || octet == '\n' || octet == '\t' || octet == '\\')
    fprintf(stream, "\\%c", octet == '\r' ? 'r' : octet == '\n' ? 'n' : octet == '\t' ? 't' : '\\');
  else if (octet >= 0x20 && octet < 0x7f)
    fputc(octet, stream);
  else
    fprintf(stream, "\\x%02x", octet);
}

/* A line of the protocol is a line on the page; the last one may lack its line feed. */
static void print_lines(const struct wire_event *event, struct bytes bytes, const char *indent,
                        FILE *stream) {
  for (size_t i = 0; i < bytes.length; i++) {
    bool begins_line = i == 0 || bytes.data[i - 1] == '\n';
    if (begins_line) {
      if (i) fputc('\n', stream);
      fprintf(stream, "%s%u %s", indent, event->connection, event_texts[event->kind]);
    }
    print_octet(stream, bytes.data[i]);
  }
  fputc('\n', stream);
}

static void print_run(const struct wire_event *event, const char *indent, size_t limit,
                      FILE *stream) {
  struct bytes bytes = event->bytes;
  if (!limit || bytes.length <= limit) {
    print_lines(event, bytes, indent, stream);
    return;
  }
  size_t tail = limit / 2, head = limit - tail;
  print_lines(event, (struct bytes){bytes.data, head}, indent, stream);
  fprintf(stream, "%s%u %s… %zu bytes left out …\n", indent, event->connection,
          event_texts[event->kind], bytes.length - limit);
  if (tail)
    print_lines(event, (struct bytes){bytes.data + bytes.length - tail, tail}, indent, stream);
}

static bool is_run(const struct wire_event *event) {
  return event->kind == WIRE_RECEIVED || event->kind == WIRE_SENT;
}

static void print_event(const struct wire_event *event, const char *indent, size_t limit,
                        FILE *stream) {
  if (is_run(event))
    print_run(event, indent, limit, stream);
  else
    fprintf(stream, "%s%u %s%.*s\n", indent, event->connection, event_texts[event->kind],
            (int)event->bytes.length, (const char *)event->bytes.data);
}

void wire_log_print(const struct wire_log *log, const char *indent, size_t limit, FILE *stream) {
  for (size_t i = 0; i < log->count; i++)
    print_event(&log->events[i], indent, limit, stream);
}

/* What the log took back (wire_log_retract()) may have been printed already. */
void wire_log_print_news(const struct wire_log *log, struct wire_position *position,
                         const char *indent, size_t limit, FILE *stream) {
  for (; position->events < log->count; position->events++, position->bytes = 0) {
    struct wire_event event = log->events[position->events];
    size_t printed = position->bytes < event.bytes.length ? position->bytes : event.bytes.length;
    event.bytes.data += printed;
    event.bytes.length -= printed;
    if (!is_run(&event) || event.bytes.length) print_event(&event, indent, limit, stream);
    if (!is_run(&event) || position->events + 1 < log->count) continue;
    position->bytes = printed + event.bytes.length;
    return;
  }
}
