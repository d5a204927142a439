#include "download.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "output.h"
#include "progress.h"

/* How much of a body is held at once, in bytes. */
enum { DOWNLOAD_BLOCK = 64 * 1024 };

/* --- The head --- */

static bool add_status_line(struct hc_buffer *head, const struct hc_response *response) {
  int version = 0, status = 0;
  struct hc_span reason = {0};
  char start[32];
  hc_response_version(response, &version);
  hc_response_status(response, &status);
  hc_response_reason(response, &reason);
  snprintf(start, sizeof start, "HTTP/%d.%d %d ", version / 10, version % 10, status);
  return hc_buffer_append(head, hc_str(start)) && hc_buffer_append(head, reason) &&
         hc_buffer_append(head, hc_str("\r\n"));
}

static bool add_field(struct hc_buffer *head, struct hc_field field) {
  return hc_buffer_append(head, field.name) && hc_buffer_append(head, hc_str(": ")) &&
         hc_buffer_append(head, field.value) && hc_buffer_append(head, hc_str("\r\n"));
}

static bool add_head(struct hc_buffer *head, struct hc_response *response) {
  const struct hc_message *headers = hc_response_headers(response);
  bool done = add_status_line(head, response);
  for (size_t i = 0; done && i < hc_message_count(headers); i++)
    done = add_field(head, hc_message_field(headers, i));
  return done && hc_buffer_append(head, hc_str("\r\n"));
}

static enum hc_kind write_head(struct output *output, struct hc_response *response,
                               struct hc_error *error) {
  struct hc_buffer head = {0};
  enum hc_kind kind = add_head(&head, response) ? output_write(output, hc_buffer_span(&head), error)
                                                : hc_error_set(error, HC_MEMORY_ERROR, hc_str(""));
  hc_buffer_free(&head);
  return kind;
}

/* --- The body --- */

/* Returns whether the length of the body's rest is known. */
static bool length_left(const struct hc_response *response, uint64_t *left) {
  struct hc_integer length = {0};
  bool is_known = hc_response_length(response, &length) == HC_PRESENT;
  *left = length.negative ? 0 : length.magnitude;
  return is_known;
}

/* Unlike read(), a read of so many bytes takes an early end for the end, if a length was declared
 * (RD.04, R1.03): whoever reads in pieces has to look himself. */
static enum hc_kind check_complete(const struct hc_response *response, uint64_t received,
                                   struct hc_error *error) {
  char text[96];
  uint64_t left;
  if (!length_left(response, &left) || left == 0) return HC_OK;
  snprintf(text, sizeof text, "IncompleteRead(%" PRIu64 " bytes read, %" PRIu64 " more expected)",
           received, left);
  return hc_error_set(error, HC_INCOMPLETE_READ, hc_str(text));
}

/* hc_response_read1 gives what has arrived and does not wait for a block to fill. */
static enum hc_kind copy_body(struct output *output, struct hc_response *response,
                              struct progress *progress, struct hc_error *error) {
  struct hc_buffer block = hc_buffer_make(NULL, DOWNLOAD_BLOCK);
  uint64_t received = 0;
  enum hc_kind kind;
  do {
    kind = hc_response_read1(response, DOWNLOAD_BLOCK, &block, error);
    if (kind == HC_OK) kind = output_write(output, hc_buffer_span(&block), error);
    received += block.size;
    progress_add(progress, block.size);
  } while (kind == HC_OK && block.size > 0);
  hc_buffer_free(&block);
  return kind == HC_OK ? check_complete(response, received, error) : kind;
}

static enum hc_kind write_body(struct output *output, struct hc_response *response, bool quiet,
                               struct hc_error *error) {
  struct progress progress = {0};
  uint64_t total;
  bool has_total = length_left(response, &total);
  bool is_watched = output_is_file(output) && isatty(STDERR_FILENO);
  if (is_watched && !quiet) progress_show(&progress, has_total, total);
  enum hc_kind kind = copy_body(output, response, &progress, error);
  progress_end(&progress);
  return kind;
}

enum hc_kind download(struct hc_response *response, const struct options *options, bool with_body,
                      struct hc_error *error) {
  struct output output = {0};
  enum hc_kind kind = output_open(&output, options->output, error);
  if (kind == HC_OK && options->include_head) kind = write_head(&output, response, error);
  if (kind == HC_OK && with_body) kind = write_body(&output, response, options->quiet, error);
  enum hc_kind closed = output_close(&output, kind == HC_OK ? error : NULL);
  return kind == HC_OK ? closed : kind;
}
