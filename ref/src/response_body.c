/* Reading a body that is not chunked, and what reading has in common. */
#include "hc/limits.h"
#include "raise.h"
#include "response.h"

/* --- Numbers --- */

struct hc_integer hc_response_subtract(struct hc_integer value, struct hc_integer amount) {
  struct hc_integer difference = value;
  if (value.negative != amount.negative) {
    bool beyond = amount.magnitude > UINT64_MAX - value.magnitude;
    difference.magnitude = beyond ? UINT64_MAX : value.magnitude + amount.magnitude;
  } else if (value.magnitude == UINT64_MAX) {
    return value;
  } else if (value.magnitude >= amount.magnitude) {
    difference.magnitude = value.magnitude - amount.magnitude;
  } else {
    difference.magnitude = amount.magnitude - value.magnitude;
    difference.negative = !value.negative;
  }
  if (difference.magnitude == 0) difference.negative = false;
  return difference;
}

size_t hc_response_view_size(size_t size, struct hc_integer end) {
  if (!end.negative) return end.magnitude < size ? (size_t)end.magnitude : size;
  return end.magnitude < size ? size - (size_t)end.magnitude : 0;
}

static bool fits_ssize(struct hc_integer value) {
  return value.magnitude <= (uint64_t)INT64_MAX + value.negative;
}

enum hc_kind hc_response_check_index(struct hc_integer value, struct hc_error *error) {
  if (fits_ssize(value)) return HC_OK;
  return hc_raise(error, HC_OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer");
}

enum hc_kind hc_response_check_ssize(struct hc_integer value, struct hc_error *error) {
  if (fits_ssize(value)) return HC_OK;
  return hc_raise(error, HC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
}

static struct hc_integer integer_of(int64_t number) {
  struct hc_integer integer = {(uint64_t)number, number < 0};
  if (number < 0) integer.magnitude = 0 - integer.magnitude;
  return integer;
}

static bool is_zero(struct hc_integer value) {
  return value.magnitude == 0;
}

/* Whether `amount` goes beyond what is left of a declared length. */
static bool exceeds(struct hc_integer amount, struct hc_integer length) {
  if (amount.negative != length.negative) return length.negative;
  return amount.negative ? amount.magnitude < length.magnitude
                         : amount.magnitude > length.magnitude;
}

/* --- Reading what has to be there --- */

/* RD.14, CK.12: where a declared size is allocated before it is read, not every size can be. */
static enum hc_kind check_allocatable(uint64_t size, struct hc_error *error) {
  const uint64_t bytes_overhead = 33;
  const uint64_t address_space = UINT64_C(1) << 47;
  struct hc_integer value = {size, false};
  enum hc_kind kind = hc_response_check_index(value, error);
  if (kind != HC_OK) return kind;
  if (size > INT64_MAX - bytes_overhead) {
    return hc_raise(error, HC_OVERFLOW_ERROR, "byte string is too large");
  }
  return size < address_space ? HC_OK : hc_raise_memory(error);
}

/* Raises IncompleteRead with what `into` has from `start` on, which it then has no more. */
static enum hc_kind raise_short(struct hc_buffer *into, size_t start, uint64_t missing,
                                struct hc_error *error) {
  if (start == 0) return hc_raise_incomplete_read(error, into, &missing);
  struct hc_buffer partial = hc_buffer_make(into->allocator, 0);
  struct hc_span tail = hc_span_make(into->data + start, into->size - start);
  bool copied = error == NULL || hc_buffer_append(&partial, tail);
  into->size = start;
  enum hc_kind kind =
      copied ? hc_raise_incomplete_read(error, &partial, &missing) : hc_raise_memory(error);
  hc_buffer_free(&partial);
  return kind;
}

/* What CPython's reader does when it is asked for a negative number of bytes. */
static enum hc_kind read_negative(struct hc_response *response, struct hc_integer size,
                                  struct hc_buffer *into, struct hc_error *error) {
  if (size.magnitude == 1) return hc_reader_read_to_end(response->reader, into, error);
  enum hc_kind kind = hc_response_check_index(size, error);
  if (kind != HC_OK) return kind;
  return hc_raise(error, HC_VALUE_ERROR, "read length must be non-negative or -1");
}

/* Where read(amt) is built on readinto(), it takes another measure ahead (KA.01). */
static enum hc_kind read_bytes(struct hc_response *response, uint64_t size, bool of_amount,
                               struct hc_buffer *into, struct hc_error *error) {
  bool by_view = of_amount && response->traits->negative_read == HC_NEGATIVE_READ_FAILS;
  return by_view ? hc_reader_read_view(response->reader, size, into, error)
                 : hc_reader_read(response->reader, size, into, error);
}

enum hc_kind hc_response_safe_read(struct hc_response *response, struct hc_integer size,
                                   bool of_amount, struct hc_buffer *into, struct hc_error *error) {
  if (size.negative) {
    if (response->traits->negative_chunk_is_empty) return HC_OK; /* CK.11 */
    return read_negative(response, size, into, error);           /* CK.10 */
  }
  size_t start = into->size;
  enum hc_kind kind = HC_OK;
  if (!response->traits->huge_size_grows) kind = check_allocatable(size.magnitude, error);
  if (kind == HC_OK) kind = read_bytes(response, size.magnitude, of_amount, into, error);
  uint64_t got = into->size - start;
  if (kind != HC_OK || got == size.magnitude) return kind;
  struct hc_integer missing = hc_response_subtract(size, (struct hc_integer){got, false});
  return raise_short(into, start, missing.magnitude, error);
}

/* --- read() and readinto() --- */

/* Whether there is nothing to read. RD.01: HEAD closes. */
static bool is_over(struct hc_response *response) {
  if (response->reader != NULL && response->is_head) hc_response_close_reader(response);
  return response->reader == NULL;
}

/* RD.18 */
static enum hc_kind check_begun(const struct hc_response *response, struct hc_error *error) {
  if (response->headers != NULL) return HC_OK;
  return hc_error_set(error, HC_ASSERTION_ERROR, hc_str(""));
}

/* What comes before most reads. */
static enum hc_kind prepare(struct hc_response *response, bool *over, struct hc_error *error) {
  *over = is_over(response);
  return *over ? HC_OK : check_begun(response, error);
}

/* Counts `got` bytes off the declared length. Nothing, where something was asked for, is the end,
 * even if the length says more is to come (RD.04). */
static void account(struct hc_response *response, size_t got, bool asked, bool close_at_zero) {
  if (got == 0 && asked) {
    hc_response_close_reader(response);
  } else if (response->has_length) {
    struct hc_integer amount = {got, false};
    response->length = hc_response_subtract(response->length, amount);
    if (close_at_zero && is_zero(response->length)) hc_response_close_reader(response);
  }
}

/* RD.02, RD.03: the rest of the body. */
static enum hc_kind read_rest(struct hc_response *response, struct hc_buffer *into,
                              struct hc_error *error) {
  enum hc_kind kind = response->has_length
                          ? hc_response_safe_read(response, response->length, false, into, error)
                          : hc_reader_read_to_end(response->reader, into, error);
  struct hc_integer nothing = {0, false};
  if (kind == HC_OK) response->length = nothing;
  if (kind == HC_OK || kind == HC_INCOMPLETE_READ) hc_response_close_reader(response);
  return kind;
}

enum hc_kind hc_response_read_all(struct hc_response *response, struct hc_buffer *into,
                                  struct hc_error *error) {
  hc_buffer_empty(into);
  bool over;
  enum hc_kind kind = prepare(response, &over, error);
  if (kind != HC_OK || over) return kind;
  kind = response->chunked ? hc_chunked_read(response, NULL, into, error)
                           : read_rest(response, into, error);
  if (kind != HC_OK) hc_buffer_empty(into);
  return kind;
}

/* RD.04-RD.06: no more than the declared length, and an early end is no error. */
static enum hc_kind read_some(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                              struct hc_error *error) {
  struct hc_integer size = integer_of(amount);
  if (response->has_length && exceeds(size, response->length)) size = response->length;
  enum hc_kind kind = size.negative ? read_negative(response, size, into, error)
                                    : read_bytes(response, size.magnitude, true, into, error);
  if (kind == HC_OK) account(response, into->size, !is_zero(size), true);
  return kind;
}

enum hc_kind hc_response_read(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                              struct hc_error *error) {
  enum hc_negative_read negative = response->traits->negative_read;
  if (amount < 0 && negative == HC_NEGATIVE_READ_ALL) {
    return hc_response_read_all(response, into, error); /* RD.10 */
  }
  hc_buffer_empty(into);
  if (is_over(response)) return HC_OK;
  if (amount < 0 && negative == HC_NEGATIVE_READ_FAILS) {
    return hc_raise(error, HC_VALUE_ERROR, "negative count"); /* RD.08 */
  }
  enum hc_kind kind = check_begun(response, error);
  if (kind != HC_OK) return kind;
  kind = response->chunked ? hc_chunked_read(response, &amount, into, error)
                           : read_some(response, amount, into, error);
  if (kind != HC_OK) hc_buffer_empty(into);
  return kind;
}

enum hc_kind hc_response_readinto(struct hc_response *response, void *into, size_t size,
                                  size_t *got, struct hc_error *error) {
  *got = 0;
  bool over;
  enum hc_kind kind = prepare(response, &over, error);
  if (kind != HC_OK || over) return kind;
  if (response->chunked) return hc_chunked_readinto(response, into, size, got, error);
  /* RI.02: the buffer is clipped to the declared length. */
  if (response->has_length) {
    struct hc_integer whole = {size, false};
    if (exceeds(whole, response->length)) size = hc_response_view_size(size, response->length);
  }
  kind = hc_reader_readinto(response->reader, into, size, got, error);
  if (kind == HC_OK) account(response, *got, size > 0, true);
  return kind;
}

/* --- read1(), peek() and readline() --- */

/* Before begin() what is left of a chunk is a text, which is no number to compare with or to read.
 */
static const char uncomparable[] = "'<=' not supported between instances of 'int' and 'str'";
static const char no_number[] = "'str' object cannot be interpreted as an integer";

/* Unlike read(), these leave the response to HEAD open (R1.01), and before begin() they `stumble`,
 * unless nothing is asked for: NULL. */
static enum hc_kind prepare_unread(struct hc_response *response, const char *stumble, bool *over,
                                   struct hc_error *error) {
  *over = response->reader == NULL || response->is_head;
  if (*over || response->headers != NULL) return HC_OK;
  *over = stumble == NULL;
  return *over ? HC_OK : hc_error_set(error, HC_TYPE_ERROR, hc_str(stumble));
}

/* The declared length, if `amount` is negative or goes beyond it. */
static struct hc_integer clip(const struct hc_response *response, int64_t amount) {
  struct hc_integer size = integer_of(amount);
  bool clipped = response->has_length && (amount < 0 || exceeds(size, response->length));
  return clipped ? response->length : size;
}

enum hc_kind hc_response_read1(struct hc_response *response, int64_t amount, struct hc_buffer *into,
                               struct hc_error *error) {
  hc_buffer_empty(into);
  bool over;
  const char *stumble = amount > 0 ? uncomparable : amount < 0 ? no_number : NULL;
  enum hc_kind kind = prepare_unread(response, stumble, &over, error);
  if (kind != HC_OK || over) return kind;
  if (response->chunked) return hc_chunked_read1(response, amount, into, error);
  struct hc_integer size = clip(response, amount);
  kind = hc_response_check_ssize(size, error); /* RD.16 */
  if (kind != HC_OK) return kind;
  /* R1.02 */
  size_t most = size.negative ? HC_READ_BUFFER_SIZE : (size_t)size.magnitude;
  kind = hc_reader_read1(response->reader, most, into, error);
  if (kind != HC_OK) return kind;
  account(response, into->size, !is_zero(size), response->traits->line_reads_close);
  return HC_OK;
}

enum hc_kind hc_response_peek(struct hc_response *response, struct hc_span *bytes,
                              struct hc_error *error) {
  *bytes = hc_span_make(NULL, 0);
  bool over;
  enum hc_kind kind = prepare_unread(response, no_number, &over, error);
  if (kind != HC_OK || over) return kind;
  if (response->chunked) return hc_chunked_peek(response, bytes, error);
  return hc_reader_peek(response->reader, bytes, error); /* R1.07: not clipped */
}

enum hc_kind hc_response_readline(struct hc_response *response, int64_t limit,
                                  struct hc_buffer *into, struct hc_error *error) {
  hc_buffer_empty(into);
  bool over;
  const char *stumble = limit != 0 ? no_number : NULL;
  enum hc_kind kind = prepare_unread(response, stumble, &over, error);
  if (kind != HC_OK || over) return kind;
  if (response->chunked) return hc_chunked_readline(response, limit, into, error);
  struct hc_integer size = clip(response, limit);
  kind = hc_response_check_index(size, error); /* RD.16 */
  if (kind != HC_OK) return kind;
  struct hc_span line;
  size_t most = size.negative ? SIZE_MAX : (size_t)size.magnitude;
  kind = hc_reader_readline(response->reader, most, &line, error);
  if (kind != HC_OK) return kind;
  if (!hc_buffer_append(into, line)) return hc_raise_memory(error);
  account(response, line.size, !is_zero(size), response->traits->line_reads_close);
  return HC_OK;
}
