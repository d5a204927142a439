/* Chunks that are framed alike, one after the other, read at once into the caller's memory.
 *
 * A sender cuts a long body into chunks of one size, so that after some of them the bytes between
 * the next ones can be told before they come. One read then scatters data to its destination and
 * frames to a side; only afterwards is it known whether the guess was right, and what follows a
 * wrong one is put back and read as any other chunk. As many chunks are guessed as were alike
 * before, so that no more is put back than was gained. */
#ifndef CHUNK_RUN_H
#define CHUNK_RUN_H

#include "hc/integer.h"
#include "hc/reader.h"

/* The longest frame that is remembered: CRLF and a size line. */
enum { HC_CHUNK_FRAME_MAXIMUM = 32 };

/* What the chunks up to now had in common. Invariant: `equal` is not 0 only if `frame` and `chunk`
 * say what the last two chunks had in common. */
struct hc_chunk_run {
  char frame[HC_CHUNK_FRAME_MAXIMUM];
  size_t frame_size; /* 0: the last chunk is not one to expect again */
  size_t chunk;      /* bytes of data after the frame */
  size_t equal;      /* how often in a row the frame has come again */
};

/* hc_chunk_run_begin sets a run to before the first chunk: nothing is in `frame`. */
static inline void hc_chunk_run_begin(struct hc_chunk_run *run) {
  run->frame_size = 0;
  run->equal = 0;
}

/* hc_chunk_run_note takes note of a chunk of `size` that `line`, its line end included,
 * announced. */
void hc_chunk_run_note(struct hc_chunk_run *run, struct hc_span line, struct hc_integer size);

/* hc_chunk_run_serves tells whether hc_chunk_run_read is the way to fill `size` bytes when
 * `chunk_left` are left of the chunk in hand. */
bool hc_chunk_run_serves(const struct hc_chunk_run *run, struct hc_integer chunk_left, size_t size);

/* hc_chunk_run_read reads the `*chunk_left` bytes that are left of a chunk, and the chunks framed
 * alike after it, until `into` is full or a chunk ends after which something else may come; the
 * reader then stands there, and has buffered what BufferedReader would have. `*filled` counts the
 * bytes, which may be none if none were left of the chunk, and `*chunk_left` is what is left of the
 * last one. HC_INCOMPLETE_READ, without details: the stream ended in a chunk. Otherwise the
 * reader's errors. On failure `*filled` counts whole chunks, and `*chunk_left` is what was left of
 * the next when it was begun. */
enum hc_kind hc_chunk_run_read(struct hc_chunk_run *run, struct hc_reader *reader,
                               struct hc_room into, uint64_t *chunk_left, size_t *filled,
                               struct hc_error *error);

#endif
