#include "chunk_run.h"

#include "hc/limits.h"

enum {
  SMALLEST_CHUNK = 1024, /* less is as well copied from the reader's buffer */
  MOST_CHUNKS = 32       /* in one read */
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
 * of which `left` bytes are still to come. */
struct progress {
  char *whole;
  char *at;
  char *end;
  uint64_t left;
  bool over;
};

/* The rooms of one read: data, frame, data, frame, …; after data that fills the caller's memory
 * within a chunk there is no frame. */
struct scatter {
  struct hc_room rooms[2 * MOST_CHUNKS];
  size_t count;
  char frames[MOST_CHUNKS][HC_CHUNK_FRAME_MAXIMUM];
};

static void lay_out(const struct hc_chunk_run *run, struct progress progress,
                    struct scatter *scatter) {
  scatter->count = 0;
  for (size_t i = 0; i < MOST_CHUNKS && i < run->equal && progress.at < progress.end; i++) {
    size_t room = (size_t)(progress.end - progress.at);
    size_t part = progress.left < room ? (size_t)progress.left : room;
    scatter->rooms[scatter->count++] = hc_room_make(progress.at, part);
    if (part < progress.left) break;
    scatter->rooms[scatter->count++] = hc_room_make(scatter->frames[i], run->frame_size);
    progress.at += part;
    progress.left = run->chunk;
  }
}

/* Gives the `size` bytes that were read into `rooms` back to the reader. */
static enum hc_kind put_back(struct hc_reader *reader, const struct hc_room *rooms, size_t size,
                             struct hc_error *error) {
  struct hc_span spans[2 * MOST_CHUNKS];
  size_t count = 0;
  for (; size > 0; count++) {
    size_t part = size < rooms[count].size ? size : rooms[count].size;
    spans[count] = hc_span_make(rooms[count].data, part);
    size -= part;
  }
  return hc_reader_put_back(reader, spans, count, error);
}

/* Moves past the `got` bytes that were read, up to the first frame that is another. */
static enum hc_kind advance(struct hc_chunk_run *run, struct hc_reader *reader,
                            const struct scatter *scatter, size_t got, struct progress *progress,
                            struct hc_error *error) {
  for (size_t i = 0; i < scatter->count; i += 2) {
    const struct hc_room *data = &scatter->rooms[i];
    size_t part = got < data->size ? got : data->size;
    progress->at += part;
    progress->left -= part;
    got -= part;
    if (progress->left > 0) return HC_OK;
    progress->whole = progress->at;
    const struct hc_room *frame = data + 1;
    bool alike = got >= frame->size && memcmp(frame->data, run->frame, frame->size) == 0;
    /* CK.14: the frame after the last byte that is wanted is left to the next call. */
    progress->over = !alike || progress->at == progress->end;
    if (progress->over) return put_back(reader, frame, got, error);
    got -= frame->size;
    progress->left = run->chunk;
    run->equal++;
  }
  return HC_OK;
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
  struct scatter scatter;
  while (!progress->over && progress->end - progress->at >= HC_READ_BUFFER_SIZE) {
    lay_out(run, *progress, &scatter);
    size_t got;
    enum hc_kind kind = hc_reader_read_rooms(reader, scatter.rooms, scatter.count, &got, error);
    if (kind == HC_OK && got == 0) kind = HC_INCOMPLETE_READ;
    if (kind == HC_OK) kind = advance(run, reader, &scatter, got, progress, error);
    if (kind != HC_OK) return kind;
  }
  return progress->over ? HC_OK : finish(reader, progress, error);
}

enum hc_kind hc_chunk_run_read(struct hc_chunk_run *run, struct hc_reader *reader,
                               struct hc_room into, uint64_t *chunk_left, size_t *filled,
                               struct hc_error *error) {
  struct progress progress = {into.data, into.data, into.data + into.size, *chunk_left, false};
  enum hc_kind kind = read_run(run, reader, &progress, error);
  if (kind == HC_OK) progress.whole = progress.at;
  *filled = (size_t)(progress.whole - into.data);
  if (kind == HC_OK)
    *chunk_left = progress.left;
  else if (progress.whole != into.data)
    *chunk_left = run->chunk;
  return kind;
}
