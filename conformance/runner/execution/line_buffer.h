/* Bytes that arrive in pieces and are taken a line at a time. */
#ifndef RUNNER_LINE_BUFFER_H
#define RUNNER_LINE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* The longest line, its end included: an answer of a case may hold a large body, no more. */
enum { LINE_MAX_LENGTH = 64 * 1024 * 1024 };

/* taken <= searched <= length <= room <= LINE_MAX_LENGTH. The zero state is empty. */
struct line_buffer {
  char *data;
  size_t taken;    /* bytes handed out as lines */
  size_t searched; /* no line end lies in [taken, searched) */
  size_t length;
  size_t room;
};

/* line_buffer_clear: releases the memory and leaves the zero state. */
void line_buffer_clear(struct line_buffer *buffer);

enum fill_result {
  FILL_GREW,  /* bytes were added */
  FILL_WAIT,  /* none are there now */
  FILL_ENDED, /* the other side has closed, or reading failed */
  FILL_FULL,  /* there is a line of more than LINE_MAX_LENGTH bytes */
};

/* line_buffer_fill: reads once from the non-blocking |descriptor|. Lines handed out before are no
 * longer valid. */
enum fill_result line_buffer_fill(struct line_buffer *buffer, int descriptor);

/* line_buffer_take: hands out the next line without its end; borrowed until the next call on the
 * buffer. */
bool line_buffer_take(struct line_buffer *buffer, const char **line, size_t *length);

/* line_buffer_rest: what has not been handed out; borrowed. */
size_t line_buffer_rest(const struct line_buffer *buffer, const char **rest);

#endif
