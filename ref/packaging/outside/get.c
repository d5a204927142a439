/* GETs one page from HOST:PORT and writes its body. */
#include <hc/connection.h>
#include <stdio.h>

static int fail(struct hc_error *error) {
  fprintf(stderr, "%s: %.*s\n", hc_kind_name(error->kind), (int)error->text.size, error->text.data);
  hc_error_clear(error);
  return 1;
}

static enum hc_kind get(struct hc_connection *connection, const char *url, struct hc_buffer *body,
                        struct hc_error *error) {
  const struct hc_request request = {.method = hc_str("GET"), .url = hc_str(url)};
  struct hc_response *response = NULL;
  enum hc_kind kind = hc_connection_request(connection, &request, error);
  if (kind == HC_OK) kind = hc_connection_getresponse(connection, &response, error);
  if (kind == HC_OK) kind = hc_response_read_all(response, body, error);
  hc_response_free(response);
  return kind;
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: %s HOST:PORT URL\n", argv[0]), 2;
  const struct hc_connection_options options = {.host = hc_str(argv[1])};
  struct hc_connection *connection = NULL;
  struct hc_buffer body = {0};
  struct hc_error error = {0};
  enum hc_kind kind = hc_connection_new(&options, &connection, &error);
  if (kind == HC_OK) kind = get(connection, argv[2], &body, &error);
  if (kind == HC_OK) fwrite(body.data, 1, body.size, stdout);
  hc_buffer_free(&body);
  hc_connection_free(connection);
  return kind == HC_OK ? 0 : fail(&error);
}
