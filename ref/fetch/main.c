/* hc-fetch: one request, one response. This is the example of how the library is used; it has
 * nothing that its public headers do not give to everybody. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "connecting.h"
#include "download.h"
#include "hc/status_code.h"
#include "named_error.h"
#include "upload.h"

enum exit_status { EXIT_RECEIVED = 0, EXIT_EXCEPTION = 1, EXIT_HTTP_ERROR = 22 };

/* A server may answer and close before it has the whole body: then its answer tells more than the
 * broken pipe does. */
static enum hc_kind read_early_answer(struct hc_connection *connection, enum hc_kind failure,
                                      struct hc_response **response, struct hc_error *error) {
  bool is_cut = hc_kind_is(failure, HC_CONNECTION_ERROR) &&
                hc_connection_state(connection) == HC_STATE_REQUEST_SENT;
  if (!is_cut || hc_connection_getresponse(connection, response, NULL) != HC_OK) return failure;
  hc_error_clear(error);
  return HC_OK;
}

static enum hc_kind exchange(struct hc_connection *connection, const struct options *options,
                             const struct hc_body *body, struct hc_response **response,
                             struct hc_error *error) {
  const struct hc_request request = {
      .method = hc_str(options->method),
      .url = hc_buffer_span(&options->url.target),
      .body = body,
      .headers = options->headers.fields,
      .header_count = options->headers.count,
      .encode_chunked = true, /* also if -H says Transfer-Encoding */
  };
  enum hc_kind kind = hc_connection_request(connection, &request, error);
  if (kind == HC_GAI_ERROR) return named_error(kind, error, "", connecting_peer(options));
  if (kind != HC_OK) return read_early_answer(connection, kind, response, error);
  return hc_connection_getresponse(connection, response, error);
}

/* With --fail a status of 400 or more is told instead of the body; by its registered phrase, since
 * the server's own may hold anything. */
static bool is_failure(const struct hc_response *response, const struct options *options) {
  int status = 0;
  hc_response_status(response, &status);
  if (!options->fail || status < 400) return false;
  const char *phrase = hc_responses(options->edition, status);
  fprintf(stderr, "hc-fetch: %d %s\n", status, phrase != NULL ? phrase : "(no standard status)");
  return true;
}

/* Where neither head nor body is to be written, the file is not touched. */
static enum hc_kind receive(struct hc_response *response, const struct options *options,
                            enum exit_status *status, struct hc_error *error) {
  bool failed = is_failure(response, options);
  if (failed) *status = EXIT_HTTP_ERROR;
  if (failed && !options->include_head) return HC_OK;
  return download(response, options, !failed && !options->head, error);
}

static enum hc_kind fetch(struct options *options, enum exit_status *status,
                          struct hc_error *error) {
  struct upload upload = {0};
  struct hc_connection *connection = NULL;
  struct hc_response *response = NULL;
  enum hc_kind kind = upload_open(&upload, options, error);
  if (kind == HC_OK) kind = connecting_new(options, &connection, error);
  if (kind == HC_OK) kind = exchange(connection, options, &upload.body, &response, error);
  if (kind == HC_OK) kind = receive(response, options, status, error);
  hc_response_free(response);
  hc_connection_free(connection);
  upload_close(&upload);
  return kind;
}

/* How many bytes a control character at `at` has; 0 if it is none. U+0080-U+009F have two. */
static size_t control_size(const char *at, size_t left) {
  unsigned char first = (unsigned char)at[0];
  if (first < ' ' || first == 0x7F) return 1;
  return first == 0xC2 && left >= 2 && (unsigned char)at[1] < 0xA0 ? 2 : 0;
}

/* An error's text may quote the server: of that, nothing steers the terminal. */
static void write_visibly(struct hc_span text) {
  for (size_t i = 0; i < text.size;) {
    size_t size = control_size(text.data + i, text.size - i);
    if (size > 0)
      fprintf(stderr, "\\x%02x", (unsigned char)text.data[i + size - 1]);
    else
      fputc(text.data[i], stderr);
    i += size > 0 ? size : 1;
  }
}

static void tell(const struct hc_error *error) {
  fprintf(stderr, "hc-fetch: %s", hc_kind_name(error->kind));
  if (error->text.size > 0) fputs(": ", stderr);
  write_visibly(hc_buffer_span(&error->text));
  fputc('\n', stderr);
}

/* A standard descriptor that is closed would be the connection's, which would then get the body. In
 * its place comes one that cannot be used the way it is meant. */
static void occupy_standard_descriptors(void) {
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
    if (fcntl(file, F_GETFD) < 0) open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv) {
  struct options options;
  struct hc_error error = {0};
  enum exit_status status = EXIT_RECEIVED;
  occupy_standard_descriptors();
  options_read(&options, argc, argv);
  if (fetch(&options, &status, &error) != HC_OK) {
    tell(&error);
    status = EXIT_EXCEPTION;
  }
  hc_error_clear(&error);
  options_free(&options);
  return (int)status;
}
