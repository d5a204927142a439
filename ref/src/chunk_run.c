#include "chunk_run.h"

#include "hc/limits.h"
#include "read_ahead.h"

enum {
  SMALLEST_CHUNK = 1024,            /* less is as well copied from the reader's buffer */
  MOST_CHUNKS = HC_READER_ROOMS / 2 /* in one read */
};

static const struct hc_span crlf = {"\r\n", 2};

void hc_chunk_run_note(struct hc_chunk_run *run, struct hc_span line, struct hc_integer size) {
  size_t frame_size = crlf.size + line.size;
  bool expected = !size.negative && size.magnitude >= SMALLEST_CHUNK && size.magnitude <= SIZE_MAX;
  if (!expected || frame_size > sizeof run->frame) {
    run->frame_size = 0;
    run->equal = 0;
    return;
  }
  bool again =
      run->frame_size == frame_size && memcmp(run->frame + crlf.size, line.data, line.size) == 0;
  run->equal = again ? run->equal + 1 : 0;
  if (again) return;
  memcpy(run->frame, crlf.data, crlf.size);
  memcpy(run->frame + crlf.size, line.data, line.size);
  run->frame_size = frame_size;
  run->chunk = (size_t)size.magnitude;
}

bool hc_chunk_run_serves(const struct hc_chunk_run *run, struct hc_integer chunk_left,
                         size_t size) {
  return run->equal > 0 && size >= HC_READ_BUFFER_SIZE && !chunk_left.negative &&
         chunk_left.magnitude <= size;
}

/* Where a run stands: the data up to `whole` is of whole chunks, and that up to `at` of the chunk
 * of which `left` bytes are still to come; if none are, a frame is next. */
struct progress {
  char *whole;
  char *at;
  char *end;
  uint64_t left;
  uint64_t begun; /* what was left of that chunk where it was begun */
  bool over;      /* what comes next is not of the run */
  bool broken;    /* the stream stopped where the rest of the chunk is read by itself */
};

/* The rooms of one read, data and frames by turns. Data is last if the caller's memory ends there.
 */
struct scatter {
  struct hc_room rooms[2 * MOST_CHUNKS];
  size_t count;
  bool has_frame_first;
  size_t ahead; /* what BufferedReader would then have buffered */
  char frames[MOST_CHUNKS][HC_CHUNK_FRAME_MAXIMUM];
};

/* CK.04: http.client reads the end of a chunk by itself, and then the next one's size line. */
static bool reckon_frame(struct hc_read_ahead *ahead, size_t size) {
  return hc_read_ahead_few(ahead, crlf.size) && hc_read_ahead_few(ahead, size - crlf.size);
}

static void add_frame(const struct hc_chunk_run *run, size_t number, struct scatter *scatter,
                      struct hc_read_ahead *ahead) {
  scatter->rooms[scatter->count++] = hc_room_make(scatter->frames[number], run->frame_size);
  reckon_frame(ahead, run->frame_size);
}

static void lay_out(const struct hc_chunk_run *run, struct progress progress,
                    struct scatter *scatter) {
  struct hc_read_ahead ahead = {.available = SIZE_MAX};
  scatter->count = 0;
  scatter->has_frame_first = progress.left == 0;
  for (size_t i = 0; i < MOST_CHUNKS && i < run->equal; i++) {
    if (progress.left == 0) {
      add_frame(run, i, scatter, &ahead);
      progress.left = run->chunk;
    }
    size_t room = (size_t)(progress.end - progress.at);
    size_t part = progress.left < room ? (size_t)progress.left : room;
    scatter->rooms[scatter->count++] = hc_room_make(progress.at, part);
    hc_read_ahead_into(&ahead, part);
    if (part == room) break;
    progress.at += part;
    progress.left = 0;
  }
  scatter->ahead = ahead.taken - ahead.pos;
}

/* Gives back to the reader what was read behind ahead->pos: of that, what BufferedReader would have
 * buffered stays buffered. */
static enum hc_kind put_back(struct hc_reader *reader, const struct scatter *scatter,
                             const struct hc_read_ahead *ahead, size_t got,
                             struct hc_error *error) {
  struct hc_span spans[2 * MOST_CHUNKS];
  size_t count = 0, start = 0;
  for (size_t i = 0; i < scatter->count && start < got; i++) {
    const struct hc_room *room = &scatter->rooms[i];
    size_t size = got - start < room->size ? got - start : room->size;
    size_t read = ahead->pos > start ? ahead->pos - start : 0;
    if (read < size) spans[count++] = hc_span_make(room->data + read, size - read);
    start += size;
  }
  if (count == 0) return HC_OK;
  return hc_reader_put_back(reader, spans, count, ahead->taken - ahead->pos, error);
}

/* Moves past a frame, if it has come and is that of the run. */
static bool pass_frame(struct hc_chunk_run *run, const struct hc_room *frame,
                       struct hc_read_ahead *ahead, struct progress *progress) {
  struct hc_read_ahead before = *ahead;
  if (!reckon_frame(ahead, frame->size) || memcmp(frame->data, run->frame, frame->size) != 0) {
    *ahead = before;
    return false;
  }
  progress->left = run->chunk;
  progress->begun = run->chunk;
  run->equal++;
  return true;
}

/* Moves past data, as far as it has come. Returns whether the chunk ends there. */
static bool pass_data(const struct hc_room *data, struct hc_read_ahead *ahead,
                      struct progress *progress) {
  size_t start = ahead->pos;
  bool filled = hc_read_ahead_into(ahead, data->size);
  progress->at += ahead->pos - start;
  progress->left -= ahead->pos - start;
  progress->broken = !filled && ahead->taken < ahead->available;
  if (!filled || progress->left > 0) return false;
  progress->whole = progress->at;
  progress->begun = 0;
  return true;
}

/* Moves past what was read, up to the first frame that is another. */
static void advance(struct hc_chunk_run *run, const struct scatter *scatter,
                    struct hc_read_ahead *ahead, struct progress *progress) {
  bool is_frame = scatter->has_frame_first;
  for (size_t i = 0; i < scatter->count; i++, is_frame = !is_frame) {
    const struct hc_room *room = &scatter->rooms[i];
    if (is_frame) {
      progress->over = !pass_frame(run, room, ahead, progress);
      if (progress->over) return;
    } else if (!pass_data(room, ahead, progress)) {
      return;
    }
  }
  /* CK.14: the frame after the last byte that is wanted is left to the next call. */
  progress->over = progress->at == progress->end;
}

/* Reads once, into the rooms. */
static enum hc_kind read_once(struct hc_chunk_run *run, struct hc_reader *reader,
                              struct progress *progress, struct hc_error *error) {
  struct scatter scatter;
  lay_out(run, *progress, &scatter);
  bool is_buffered = hc_reader_buffered(reader) > 0;
  size_t got;
  enum hc_kind kind =
      hc_reader_read_rooms(reader, scatter.rooms, scatter.count, scatter.ahead, &got, error);
  if (kind != HC_OK) return kind;
  if (got == 0) return HC_INCOMPLETE_READ;
  struct hc_read_ahead ahead = {.available = got, .taken = is_buffered ? got : 0};
  if (!is_buffered) ahead.available += hc_reader_buffered(reader);
  advance(run, &scatter, &ahead, progress);
  return put_back(reader, &scatter, &ahead, got, error);
}

/* Reads the chunk in hand to its end, as far as there is room, with what BufferedReader takes ahead
 * of so few bytes. */
static enum hc_kind finish(struct hc_reader *reader, struct progress *progress,
                           struct hc_error *error) {
  size_t room = (size_t)(progress->end - progress->at);
  size_t part = progress->left < room ? (size_t)progress->left : room;
  size_t got;
  enum hc_kind kind = hc_reader_readinto(reader, progress->at, part, &got, error);
  if (kind != HC_OK) return kind;
  if (got < part) return HC_INCOMPLETE_READ;
  progress->at += part;
  progress->left -= part;
  return HC_OK;
}

static enum hc_kind read_run(struct hc_chunk_run *run, struct hc_reader *reader,
                             struct progress *progress, struct hc_error *error) {
  while (!progress->over && !progress->broken &&
         progress->end - progress->at >= HC_READ_BUFFER_SIZE) {
    enum hc_kind kind = read_once(run, reader, progress, error);
    if (kind != HC_OK) return kind;
  }
  return progress->over ? HC_OK : finish(reader, progress, error);
}

enum hc_kind hc_chunk_run_read(struct hc_chunk_run *run, struct hc_reader *reader,
                               struct hc_room into, uint64_t *chunk_left, size_t *filled,
                               struct hc_error *error) {
  struct progress progress = {.whole = into.data,
                              .at = into.data,
                              .end = into.data + into.size,
                              .left = *chunk_left,
                              .begun = *chunk_left};
  enum hc_kind kind = read_run(run, reader, &progress, error);
  if (kind == HC_OK) progress.whole = progress.at;
  *filled = (size_t)(progress.whole - into.data);
  *chunk_left = kind == HC_OK ? progress.left : progress.begun;
  return kind;
}
