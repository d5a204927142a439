#include "hc/reader.h"

#include <stdlib.h>
#include <string.h>

#include "hc/limits.h"
#include "hc/memory_transport.h"
#include "support/guarded.h"
#include "support/testing.h"

/* A reader over a script, and what makes it up. */
struct fixture {
  struct hc_memory_script script;
  struct hc_transport *transport;
  struct hc_reader *reader;
};

static struct hc_reader *open_reader(struct fixture *fixture) {
  hc_memory_transport_new(&fixture->script, NULL, HC_EDITION_NEWEST, NULL, &fixture->transport,
                          NULL);
  assert_kind_is(hc_reader_new(fixture->transport, NULL, &fixture->reader, NULL), HC_OK, "new");
  hc_transport_release(fixture->transport);
  return fixture->reader;
}

/* Bytes 0, 1, 2, … 250, 0, … of which 251 being prime hits every block boundary differently. */
static struct hc_span pattern(size_t size) {
  char *bytes = malloc(size);
  assert_non_null(bytes);
  for (size_t i = 0; i < size; i++)
    bytes[i] = (char)(i % 251);
  return hc_span_make(bytes, size);
}

static void free_pattern(struct hc_span bytes) {
  union {
    const char *from;
    void *to;
  } pointer = {.from = bytes.data};
  free(pointer.to);
}

static void lines_end_at_lf_whatever_the_pieces(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("one\r\ntwo\n\nfour\rstill four\nno end");
  const char *const expected[] = {"one\r\n", "two\n", "\n", "four\rstill four\n", "no end", ""};
  for (size_t piece = 0; piece <= 3; piece++) {
    struct fixture fixture = {.script = {.segments = &segment, .segment_count = 1, .piece = piece}};
    struct hc_reader *reader = open_reader(&fixture);
    for (size_t i = 0; i < 6; i++) {
      struct hc_span line;
      assert_kind_is(hc_reader_readline(reader, 100, &line, NULL), HC_OK, "readline");
      assert_text_is(line, expected[i], "line");
    }
    hc_reader_free(reader);
  }
}

static void a_line_is_cut_at_the_limit(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abcdef\n");
  for (size_t piece = 0; piece <= 1; piece++) {
    struct fixture fixture = {.script = {.segments = &segment, .segment_count = 1, .piece = piece}};
    struct hc_reader *reader = open_reader(&fixture);
    const size_t limits[] = {3, 0, 3, 1, 5};
    const char *const expected[] = {"abc", "", "def", "\n", ""};
    for (size_t i = 0; i < 5; i++) {
      struct hc_span line;
      assert_kind_is(hc_reader_readline(reader, limits[i], &line, NULL), HC_OK, "readline");
      assert_text_is(line, expected[i], "limit");
    }
    hc_reader_free(reader);
  }
}

static void a_line_longer_than_the_buffer_is_whole(void **state) {
  (void)state;
  struct hc_span bytes = pattern(3 * HC_READ_BUFFER_SIZE);
  struct hc_span segments[] = {hc_span_make(bytes.data, 10), bytes, bytes_of("x\ny")};
  struct hc_buffer line_bytes = {0};
  for (size_t i = 0; i < bytes.size; i++) {
    char byte = bytes.data[i] == '\n' ? '-' : bytes.data[i];
    assert_true(hc_buffer_append(&line_bytes, hc_span_make(&byte, 1)));
  }
  segments[0] = hc_buffer_span(&line_bytes);
  segments[1] = bytes_of("\n");
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 3}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_span line;
  assert_kind_is(hc_reader_readline(reader, SIZE_MAX, &line, NULL), HC_OK, "readline");
  assert_int_equal(line.size, bytes.size + 1);
  assert_memory_equal(line.data, line_bytes.data, bytes.size);
  hc_reader_readline(reader, SIZE_MAX, &line, NULL);
  assert_text_is(line, "x\n", "the next line");
  hc_reader_free(reader);
  hc_buffer_free(&line_bytes);
  free_pattern(bytes);
}

enum way { BY_READ, BY_VIEW, BY_READINTO, BY_PART, WAYS };

static void read_by(enum way way, struct hc_reader *reader, size_t size, struct hc_buffer *into) {
  if (way == BY_READ || way == BY_VIEW) {
    enum hc_kind read = way == BY_READ ? hc_reader_read(reader, size, into, NULL)
                                       : hc_reader_read_view(reader, size, into, NULL);
    assert_kind_is(read, HC_OK, "read");
    return;
  }
  size_t got;
  assert_true(hc_buffer_reserve(into, size));
  char *end = into->data + into->size;
  enum hc_kind kind = way == BY_READINTO ? hc_reader_readinto(reader, end, size, &got, NULL)
                                         : hc_reader_readinto_part(reader, end, size, &got, NULL);
  assert_kind_is(kind, HC_OK, "");
  into->size += got;
}

static void reads_of_any_size_give_the_bytes_in_order(void **state) {
  (void)state;
  struct hc_span bytes = pattern(5 * HC_READ_BUFFER_SIZE + 17);
  const size_t sizes[] = {1, 7, 100, 8191, 8192, 8193, 20000, 100000};
  const size_t pieces[] = {0, 1000, 8192, 10000};
  for (size_t run = 0; run < 4 * 8 * WAYS; run++) {
    struct fixture fixture = {
        .script = {.segments = &bytes, .segment_count = 1, .piece = pieces[run % 4]}};
    struct hc_reader *reader = open_reader(&fixture);
    struct hc_buffer into = {0};
    size_t before;
    do {
      before = into.size;
      read_by((enum way)(run / 32), reader, sizes[run / 4 % 8], &into);
    } while (into.size > before);
    assert_span_is(hc_buffer_span(&into), bytes, "everything");
    hc_buffer_free(&into);
    hc_reader_free(reader);
  }
  free_pattern(bytes);
}

/* KA.01: a read that is satisfied asks for no more, and takes ahead at most what fits. */
static void nothing_is_asked_of_the_transport_once_there_is_enough(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abcdef");
  for (size_t way = 0; way < WAYS; way++) {
    struct fixture fixture = {
        .script = {.segments = &segment, .segment_count = 1, .piece = 2, .failing_read = 3}};
    struct hc_reader *reader = open_reader(&fixture);
    struct hc_buffer into = {0};
    read_by((enum way)way, reader, 3, &into);
    read_by((enum way)way, reader, 1, &into);
    assert_text_is(hc_buffer_span(&into), "abcd", "two reads were enough");
    hc_buffer_free(&into);
    hc_reader_free(reader);
  }
}

static void an_announced_size_allocates_nothing_ahead_of_the_data(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abc");
  struct fixture fixture = {.script = {.segments = &segment, .segment_count = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_buffer into = {0};
  assert_kind_is(hc_reader_read(reader, UINT64_MAX, &into, NULL), HC_OK, "RD.15");
  assert_text_is(hc_buffer_span(&into), "abc", "what there is");
  assert_true(into.capacity <= HC_FIRST_BODY_BLOCK);
  hc_buffer_free(&into);
  hc_reader_free(reader);
}

static void a_long_body_allocates_in_proportion_to_what_has_arrived(void **state) {
  (void)state;
  struct hc_span bytes = pattern(HC_FIRST_BODY_BLOCK + 1);
  struct fixture fixture = {.script = {.segments = &bytes, .segment_count = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_buffer into = {0};
  assert_kind_is(hc_reader_read(reader, UINT64_MAX, &into, NULL), HC_OK, "RD.15");
  assert_span_is(hc_buffer_span(&into), bytes, "what there is");
  assert_true(into.capacity <= (HC_BODY_GROWTH + 1) * bytes.size);
  hc_buffer_free(&into);
  hc_reader_free(reader);
  free_pattern(bytes);
}

/* What is read, after a line of `line` bytes, and up to where the stream is taken by the end if all
 * of it is there. */
struct taking {
  const char *why;
  enum way way;
  size_t line;
  size_t size;
  size_t taken;
};

static const struct taking takings[] = {
    {"a short rest fills the buffer", BY_READ, 0, 100, 8192},
    {"so it does by readinto()", BY_READINTO, 0, 100, 8192},
    {"buffers full are read and no more", BY_READ, 0, 16384, 16384},
    {"the tail is read by way of the buffer", BY_READ, 0, 20000, 24576},
    {"readinto() has no tail if it is long", BY_READINTO, 0, 20000, 20000},
    {"nor has read() that is built on it", BY_VIEW, 0, 20000, 20000},
    {"which fills the buffer for a short rest", BY_VIEW, 10, 8182 + 8000, 16384},
    {"so it does behind the first block of memory", BY_VIEW, 0, 65536 + 8000, 65536 + 8192},
    {"and a long rest is read past the buffer there, too", BY_VIEW, 0, 65536 + 8193, 65536 + 8193},
    {"nothing is asked for nothing", BY_VIEW, 0, 0, 0},
    {"a buffer full is not long", BY_READINTO, 0, 8192, 8192},
    {"one byte more is", BY_READINTO, 0, 8193, 8193},
    {"what a line has read ahead comes first", BY_READ, 10, 8182, 8192},
    {"then buffers full and a tail", BY_READ, 10, 8182 + 8192 + 1, 24576},
    {"then what is left at once", BY_READINTO, 10, 8182 + 8193, 16385},
    {"or by way of the buffer", BY_READINTO, 10, 8182 + 8000, 16384},
    {"what is only a part is read, and a buffer full", BY_PART, 10, 8182 + 8193, 24577},
    {"a short part is read as ever", BY_PART, 10, 8182 + 8000, 16384},
};

/* KA.01: the rest is lost to whoever reads the transport next. */
static void as_much_is_taken_ahead_as_by_cpython(void **state) {
  (void)state;
  struct hc_span bytes = pattern(80000);
  for (size_t i = 0; i < sizeof takings / sizeof takings[0]; i++) {
    const struct taking *row = &takings[i];
    struct fixture fixture = {.script = {.segments = &bytes, .segment_count = 1}};
    struct hc_reader *reader = open_reader(&fixture);
    struct hc_transport *transport = hc_transport_retain(fixture.transport);
    struct hc_span line;
    hc_reader_readline(reader, row->line, &line, NULL);
    struct hc_buffer into = {0};
    read_by(row->way, reader, row->size, &into);
    hc_reader_free(reader);
    char next = 0;
    size_t got = 0;
    assert_kind_is(hc_transport_read(transport, &next, 1, &got, NULL), HC_OK, row->why);
    if (next != bytes.data[row->taken]) fail_msg("%s", row->why);
    hc_transport_release(transport);
    hc_buffer_free(&into);
  }
  free_pattern(bytes);
}

static void reading_to_the_end_gives_everything(void **state) {
  (void)state;
  struct hc_span bytes = pattern(100000);
  struct fixture fixture = {.script = {.segments = &bytes, .segment_count = 1, .piece = 1000}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_buffer into = {0};
  assert_kind_is(hc_reader_read(reader, 3, &into, NULL), HC_OK, "start");
  assert_kind_is(hc_reader_read_to_end(reader, &into, NULL), HC_OK, "rest");
  assert_span_is(hc_buffer_span(&into), bytes, "everything");
  hc_buffer_free(&into);
  hc_reader_free(reader);
  free_pattern(bytes);
}

static void read1_gives_what_is_buffered_or_reads_once(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("abcd"), BYTES("ef")};
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 2}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_buffer into = {0};
  hc_reader_read(reader, 1, &into, NULL);
  const char *const expected[] = {"bcd", "ef", ""};
  for (size_t i = 0; i < 3; i++) {
    hc_buffer_empty(&into);
    assert_kind_is(hc_reader_read1(reader, 100, &into, NULL), HC_OK, "read1");
    assert_text_is(hc_buffer_span(&into), expected[i], "R1.02");
  }
  hc_buffer_free(&into);
  hc_reader_free(reader);
}

static void peeking_consumes_nothing(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("ab"), BYTES("cd")};
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 2}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_span ahead;
  struct hc_buffer into = {0};
  hc_reader_peek(reader, &ahead, NULL);
  assert_text_is(ahead, "ab", "one read");
  hc_reader_peek(reader, &ahead, NULL);
  assert_text_is(ahead, "ab", "no further read");
  hc_reader_read(reader, 2, &into, NULL);
  hc_reader_peek(reader, &ahead, NULL);
  assert_text_is(ahead, "cd", "a read when nothing is buffered");
  hc_reader_read(reader, 2, &into, NULL);
  hc_reader_peek(reader, &ahead, NULL);
  assert_int_equal(ahead.size, 0);
  hc_buffer_free(&into);
  hc_reader_free(reader);
}

static void what_was_peeked_at_can_be_skipped(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("abc"), BYTES("de")};
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 2}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_span ahead;
  hc_reader_peek(reader, &ahead, NULL);
  hc_reader_skip(reader, 2);
  assert_text_is(ahead, "abc", "it stays where it is");
  hc_reader_peek(reader, &ahead, NULL);
  assert_text_is(ahead, "c", "what is left");
  hc_reader_skip(reader, 9);
  hc_reader_peek(reader, &ahead, NULL);
  assert_text_is(ahead, "de", "no more than there is");
  hc_reader_free(reader);
}

static void nothing_is_read_after_a_timeout(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abc");
  struct fixture fixture = {
      .script = {.segments = &segment, .segment_count = 1, .failing_read = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_error error = {0};
  struct hc_span line;
  assert_kind_is(hc_reader_readline(reader, 9, &line, &error), HC_TIMEOUT_ERROR, "TO.01");
  assert_kind_is(hc_reader_readline(reader, 9, &line, &error), HC_OS_ERROR, "TO.02");
  assert_error_is(&error, HC_OS_ERROR, "cannot read from timed out object", "TO.02");
  hc_reader_free(reader);
}

/* Reads `size` bytes into two rooms, of which the first has three bytes, and some ahead. */
static size_t read_two_rooms(struct hc_reader *reader, char *into, size_t size, size_t ahead) {
  const struct hc_room rooms[] = {hc_room_make(into, 3), hc_room_make(into + 3, size - 3)};
  size_t got;
  assert_kind_is(hc_reader_read_rooms(reader, rooms, 2, ahead, &got, NULL), HC_OK, "read_rooms");
  return got;
}

static void rooms_are_filled_from_the_buffer_or_by_one_read(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("line\nabcd"), BYTES("efghi")};
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 2}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_span line;
  char into[9];
  hc_reader_readline(reader, 9, &line, NULL);
  const char *const expected[] = {"abcd", "efghi", ""};
  for (size_t i = 0; i < 3; i++) {
    size_t got = read_two_rooms(reader, into, sizeof into, 0);
    assert_text_is(hc_span_make(into, got), expected[i], "in order, and once");
  }
  hc_reader_free(reader);
}

static void what_is_read_ahead_of_rooms_is_buffered(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("abcdefgh")};
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  char into[9];
  assert_int_equal(read_two_rooms(reader, into, 5, 2), 5);
  assert_text_is(hc_span_make(into, 5), "abcde", "in the rooms");
  assert_int_equal(hc_reader_buffered(reader), 2);
  assert_int_equal(read_two_rooms(reader, into, 5, 2), 2);
  assert_text_is(hc_span_make(into, 2), "fg", "first what is buffered");
  assert_int_equal(hc_reader_buffered(reader), 0);
  assert_int_equal(read_two_rooms(reader, into, 5, 2), 1);
  hc_reader_free(reader);
}

static void rooms_and_what_is_ahead_have_a_bound(void **state) {
  (void)state;
  struct hc_span bytes = pattern(20000);
  struct fixture fixture = {.script = {.segments = &bytes, .segment_count = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  char into[HC_READER_ROOMS + 5];
  struct hc_room rooms[HC_READER_ROOMS + 5];
  for (size_t i = 0; i < HC_READER_ROOMS + 5; i++)
    rooms[i] = hc_room_make(into + i, 1);
  size_t got;
  assert_kind_is(hc_reader_read_rooms(reader, rooms, HC_READER_ROOMS + 5, 9, &got, NULL), HC_OK,
                 "more rooms");
  assert_int_equal(got, HC_READER_ROOMS);
  assert_int_equal(hc_reader_buffered(reader), 0);
  assert_kind_is(hc_reader_read_rooms(reader, rooms, 1, SIZE_MAX, &got, NULL), HC_OK, "all ahead");
  assert_int_equal(got, 1);
  assert_int_equal(hc_reader_buffered(reader), HC_READ_BUFFER_SIZE);
  const struct hc_span byte = hc_span_make(into, 1);
  assert_kind_is(hc_reader_put_back(reader, &byte, 1, SIZE_MAX, NULL), HC_OK, "all of it");
  assert_int_equal(hc_reader_buffered(reader), HC_READ_BUFFER_SIZE);
  struct hc_buffer rest = {0};
  assert_kind_is(hc_reader_read_to_end(reader, &rest, NULL), HC_OK, "the rest");
  assert_span_is(hc_buffer_span(&rest),
                 hc_span_make(bytes.data + HC_READER_ROOMS, bytes.size - HC_READER_ROOMS), "whole");
  hc_buffer_free(&rest);
  hc_reader_free(reader);
  free_pattern(bytes);
}

static void no_more_is_buffered_than_there_is(void **state) {
  (void)state;
  const struct hc_span segment = BYTES("abcdefgh");
  struct fixture fixture = {.script = {.segments = &segment, .segment_count = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  char into[5];
  assert_int_equal(read_two_rooms(reader, into, 5, 2), 5);
  const struct hc_span back = hc_span_make(into + 3, 2);
  assert_kind_is(hc_reader_put_back(reader, &back, 1, 1000, NULL), HC_OK, "put back");
  assert_int_equal(hc_reader_buffered(reader), 4);
  struct hc_buffer rest = {0};
  assert_kind_is(hc_reader_read_to_end(reader, &rest, NULL), HC_OK, "the rest");
  assert_text_is(hc_buffer_span(&rest), "defgh", "as if nothing had happened");
  hc_buffer_free(&rest);
  hc_reader_free(reader);
}

/* What of a read is put back, and what is then buffered. */
struct return_case {
  size_t size;  /* of the rooms */
  size_t ahead; /* read behind them */
  size_t back;  /* thirds of what the rooms have */
  size_t kept;  /* thirds of what can be buffered */
  bool buffered_first;
};

static void put_back_and_read_again(struct hc_span bytes, struct return_case it) {
  struct fixture fixture = {.script = {.segments = &bytes, .segment_count = 1}};
  struct hc_reader *reader = open_reader(&fixture);
  struct hc_span line = {NULL, 0};
  if (it.buffered_first) hc_reader_readline(reader, 10, &line, NULL);
  struct hc_buffer into = {0};
  assert_true(hc_buffer_append(&into, line));
  assert_true(hc_buffer_reserve(&into, bytes.size));
  into.size += read_two_rooms(reader, into.data + into.size, it.size, it.ahead);
  size_t back = (into.size - line.size) * it.back / 3, all = back + hc_reader_buffered(reader);
  size_t kept = (all < HC_READ_BUFFER_SIZE ? all : HC_READ_BUFFER_SIZE) * it.kept / 3;
  const struct hc_span spans[] = {
      hc_span_make(into.data + into.size - back, back / 2),
      hc_span_make(into.data + into.size - back + back / 2, back - back / 2)};
  into.size -= back;
  assert_kind_is(hc_reader_put_back(reader, spans, 2, kept, NULL), HC_OK, "put back");
  bool is_still_there = it.buffered_first || back == 0;
  assert_int_equal(hc_reader_buffered(reader), is_still_there ? all : kept);
  assert_kind_is(hc_reader_read_to_end(reader, &into, NULL), HC_OK, "the rest");
  assert_span_is(hc_buffer_span(&into), bytes, "as if nothing had happened");
  hc_buffer_free(&into);
  hc_reader_free(reader);
}

static void what_is_put_back_is_read_again(void **state) {
  (void)state;
  struct hc_span bytes = pattern(50000);
  const size_t sizes[] = {1000, 8192, 20000, 40000}, aheads[] = {0, 100, 8192};
  for (size_t run = 0; run < 2 * 4 * 3 * 4 * 4; run++) {
    struct return_case it = {.size = sizes[run / 2 % 4],
                             .ahead = aheads[run / 8 % 3],
                             .back = run / 24 % 4,
                             .kept = run / 96,
                             .buffered_first = run % 2 == 1};
    put_back_and_read_again(bytes, it);
  }
  free_pattern(bytes);
}

/* --- Memory --- */

/* Counts, in the size_t that is its payload, the blocks that are obtained. */
static void *count_blocks(void *payload, void *block, size_t old_size, size_t new_size) {
  size_t *obtained = payload;
  if (block == NULL) ++*obtained;
  return hc_resize(NULL, block, old_size, new_size);
}

static struct hc_reader *reader_of(struct hc_transport *transport,
                                   const struct hc_allocator *allocator) {
  struct hc_reader *reader = NULL;
  assert_kind_is(hc_reader_new(transport, allocator, &reader, NULL), HC_OK, "new");
  return reader;
}

static void readers_one_after_the_other_have_the_same_memory(void **state) {
  (void)state;
  const struct hc_span segments[] = {BYTES("one\nahead"), BYTES("two\n")};
  struct fixture fixture = {.script = {.segments = segments, .segment_count = 2}};
  hc_memory_transport_new(&fixture.script, NULL, HC_EDITION_NEWEST, NULL, &fixture.transport, NULL);
  size_t obtained = 0;
  const struct hc_allocator counting = {count_blocks, &obtained};
  const char *const expected[] = {"one\n", "two\n"};
  for (size_t i = 0; i < 2; i++) {
    struct hc_reader *reader = reader_of(fixture.transport, &counting);
    struct hc_span line;
    assert_kind_is(hc_reader_readline(reader, 9, &line, NULL), HC_OK, "readline");
    assert_text_is(line, expected[i], "KA.01: what the one before took ahead is lost");
    hc_reader_free(reader);
  }
  assert_int_equal(obtained, 1);
  hc_transport_release(fixture.transport);
}

static void readers_at_the_same_time_or_of_two_allocators_share_no_memory(void **state) {
  (void)state;
  struct fixture fixture = {.script = {.segment_count = 0}};
  hc_memory_transport_new(&fixture.script, NULL, HC_EDITION_NEWEST, NULL, &fixture.transport, NULL);
  size_t obtained = 0;
  const struct hc_allocator counting = {count_blocks, &obtained};
  struct hc_reader *first = reader_of(fixture.transport, &counting);
  struct hc_reader *second = reader_of(fixture.transport, &counting);
  assert_ptr_not_equal(first, second);
  assert_int_equal(obtained, 2);
  hc_reader_free(first);
  hc_reader_free(second);
  hc_reader_free(reader_of(fixture.transport, NULL));
  hc_reader_free(reader_of(fixture.transport, &counting));
  assert_int_equal(obtained, 3);
  hc_transport_release(fixture.transport);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_end_at_lf_whatever_the_pieces),
      cmocka_unit_test(a_line_is_cut_at_the_limit),
      cmocka_unit_test(a_line_longer_than_the_buffer_is_whole),
      cmocka_unit_test(reads_of_any_size_give_the_bytes_in_order),
      cmocka_unit_test(nothing_is_asked_of_the_transport_once_there_is_enough),
      cmocka_unit_test(an_announced_size_allocates_nothing_ahead_of_the_data),
      cmocka_unit_test(a_long_body_allocates_in_proportion_to_what_has_arrived),
      cmocka_unit_test(as_much_is_taken_ahead_as_by_cpython),
      cmocka_unit_test(reading_to_the_end_gives_everything),
      cmocka_unit_test(read1_gives_what_is_buffered_or_reads_once),
      cmocka_unit_test(peeking_consumes_nothing),
      cmocka_unit_test(what_was_peeked_at_can_be_skipped),
      cmocka_unit_test(nothing_is_read_after_a_timeout),
      cmocka_unit_test(rooms_are_filled_from_the_buffer_or_by_one_read),
      cmocka_unit_test(what_is_read_ahead_of_rooms_is_buffered),
      cmocka_unit_test(rooms_and_what_is_ahead_have_a_bound),
      cmocka_unit_test(no_more_is_buffered_than_there_is),
      cmocka_unit_test(what_is_put_back_is_read_again),
      cmocka_unit_test(readers_one_after_the_other_have_the_same_memory),
      cmocka_unit_test(readers_at_the_same_time_or_of_two_allocators_share_no_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
