/* All descriptors are non-blocking. An adapter is dead for hcspec when its standard output is
 * closed: it cannot answer any more, whether the process has gone or not. */
#include "execution/adapter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "execution/deadline.h"
#include "text/memory.h"
#include "text/literal.h"

enum { QUIT_SECONDS = 1 };

void adapter_init(struct adapter *adapter, const struct implementation *implementation) {
  *adapter = (struct adapter){.implementation = implementation, .child = child_none};
}

bool adapter_start(struct adapter *adapter) {
  adapter_end(adapter, NULL);
  return child_start(&adapter->child, adapter->implementation->words);
}

bool adapter_is_running(const struct adapter *adapter) {
  return adapter->child.pid > 0;
}

/* --- Writing
 * -------------------------------------------------------------------------------------------------
 */

static bool write_unsent(struct adapter *adapter) {
  while (adapter->unsent_length > 0) {
    ssize_t count = write(adapter->child.input, adapter->unsent, adapter->unsent_length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    adapter->unsent += count;
    adapter->unsent_length -= (size_t)count;
  }
  return true;
}

void adapter_post(struct adapter *adapter, const char *message, size_t length) {
  adapter->unsent = message;
  adapter->unsent_length = length;
  if (!write_unsent(adapter)) child_close(&adapter->child.input);
}

/* --- Standard error
 * ------------------------------------------------------------------------------------------ */

static void remember(struct last_words *words, const char *data, size_t length) {
  if (length > LAST_WORDS_SIZE) {
    words->total += length - LAST_WORDS_SIZE;
    data += length - LAST_WORDS_SIZE;
    length = LAST_WORDS_SIZE;
  }
  size_t start = words->total % LAST_WORDS_SIZE, first = LAST_WORDS_SIZE - start;
  if (first > length) first = length;
  memcpy(words->bytes + start, data, first);
  memcpy(words->bytes, data + first, length - first);
  words->total += length;
}

/* read_errors: reads once; false at the end of the stream. */
static bool read_errors(struct adapter *adapter) {
  char data[64 * 1024];
  ssize_t count = read(adapter->child.errors, data, sizeof data);
  if (count > 0) remember(&adapter->last_words, data, (size_t)count);
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

/* read_last_errors: all that a dead adapter left in the pipe, which bounds it. */
static void read_last_errors(struct adapter *adapter) {
  size_t before;
  do {
    before = adapter->last_words.total;
    if (adapter->child.errors < 0 || !read_errors(adapter)) return;
  } while (adapter->last_words.total != before);
}

static void print_last_words(const struct last_words *words, FILE *out) {
  size_t length = words->total < LAST_WORDS_SIZE ? words->total : LAST_WORDS_SIZE;
  size_t oldest = (words->total - length) % LAST_WORDS_SIZE;
  char ordered[LAST_WORDS_SIZE];
  memcpy(ordered, words->bytes + oldest,
         LAST_WORDS_SIZE - oldest < length ? LAST_WORDS_SIZE - oldest : length);
  if (oldest + length > LAST_WORDS_SIZE)
    memcpy(ordered + LAST_WORDS_SIZE - oldest, words->bytes, oldest + length - LAST_WORDS_SIZE);
  for (char *line = ordered, *end = ordered + length; line < end;) {
    char *stop = memchr(line, '\n', (size_t)(end - line));
    if (!stop) stop = end;
    fputc('\n', out);
    literal_print_safe(out, line, (size_t)(stop - line));
    line = stop + 1;
  }
}

static char *last_words_text(const struct last_words *words) {
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  print_last_words(words, out);
  fclose(out);
  return text;
}

/* --- Both
 * ----------------------------------------------------------------------------------------------------
 */

size_t adapter_poll(const struct adapter *adapter, struct pollfd *fds) {
  size_t count = 0;
  fds[count++] = (struct pollfd){.fd = adapter->child.output, .events = POLLIN};
  if (adapter->child.errors >= 0)
    fds[count++] = (struct pollfd){.fd = adapter->child.errors, .events = POLLIN};
  if (adapter->unsent_length > 0 && adapter->child.input >= 0)
    fds[count++] = (struct pollfd){.fd = adapter->child.input, .events = POLLOUT};
  return count;
}

static enum adapter_state listen_once(struct adapter *adapter) {
  switch (line_buffer_fill(&adapter->lines, adapter->child.output)) {
  case FILL_ENDED: return ADAPTER_MUTE;
  case FILL_FULL: return ADAPTER_ENDLESS;
  case FILL_GREW:
  case FILL_WAIT: break;
  }
  return adapter->child.input < 0 ? ADAPTER_DEAF : ADAPTER_TALKING;
}

enum adapter_state adapter_handle(struct adapter *adapter, const struct pollfd *fds, size_t count) {
  enum adapter_state state = ADAPTER_TALKING;
  for (size_t i = 0; i < count; i++) {
    if (fds[i].revents == 0) continue;
    if (fds[i].fd == adapter->child.output)
      state = listen_once(adapter);
    else if (fds[i].fd == adapter->child.errors && !read_errors(adapter))
      child_close(&adapter->child.errors);
    else if (fds[i].fd == adapter->child.input && !write_unsent(adapter))
      child_close(&adapter->child.input);
  }
  if (state == ADAPTER_TALKING && adapter->child.input < 0) return ADAPTER_DEAF;
  return state;
}

enum adapter_state adapter_glance(struct adapter *adapter) {
  struct pollfd fds[] = {
      {.fd = adapter->child.output, .events = POLLIN},
      {.fd = adapter->child.input}, /* of a pipe that nobody reads poll() tells unasked */
  };
  if (poll(fds, 2, 0) <= 0) return ADAPTER_TALKING;
  enum adapter_state state = fds[0].revents ? listen_once(adapter) : ADAPTER_TALKING;
  return state == ADAPTER_TALKING && fds[1].revents ? ADAPTER_DEAF : state;
}

/* --- The end
 * -------------------------------------------------------------------------------------------------
 */

int adapter_end(struct adapter *adapter, char **last_words) {
  child_kill(&adapter->child);
  read_last_errors(adapter);
  int status = child_end(&adapter->child);
  if (last_words) *last_words = last_words_text(&adapter->last_words);
  line_buffer_clear(&adapter->lines);
  adapter_init(adapter, adapter->implementation);
  return status;
}

static void say_quit(struct adapter *adapter) {
  if (adapter->child.input >= 0) adapter_post(adapter, protocol_quit(), strlen(protocol_quit()));
  child_close(&adapter->child.input);
}

/* has_ended: whether the adapter has come to the end of its output; what it still writes is
 * dropped, and |*talked| is then set. */
static bool has_ended(struct adapter *adapter, bool *talked) {
  struct line_buffer *lines = &adapter->lines;
  enum fill_result result = line_buffer_fill(lines, adapter->child.output);
  *talked |= lines->taken < lines->length;
  lines->taken = lines->searched = lines->length;
  return result == FILL_ENDED;
}

/* await_end: returns whether the adapter wrote something before it ended or |deadline| was over. */
static bool await_end(struct adapter *adapter, struct timespec deadline) {
  struct pollfd output = {.fd = adapter->child.output, .events = POLLIN};
  bool talked = false;
  for (int left; (left = deadline_left(deadline)) > 0;) {
    int ready = poll(&output, 1, left);
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0 && has_ended(adapter, &talked)) break;
  }
  return talked;
}

void adapters_quit(struct adapter *adapters, size_t count, struct farewell *farewells) {
  struct timespec deadline = deadline_after(QUIT_SECONDS);
  for (size_t i = 0; i < count; i++)
    if (adapter_is_running(&adapters[i])) say_quit(&adapters[i]);
  for (size_t i = 0; i < count; i++) {
    struct farewell farewell = {0};
    if (adapter_is_running(&adapters[i])) farewell.talked = await_end(&adapters[i], deadline);
    farewell.status = adapter_end(&adapters[i], farewells ? &farewell.last_words : NULL);
    if (farewells) farewells[i] = farewell;
  }
}
