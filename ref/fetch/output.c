#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "named_error.h"

enum hc_kind output_open(struct output *output, const char *name, struct hc_error *error) {
  if (strcmp(name, "-") == 0) {
    *output = (struct output){"standard output", STDOUT_FILENO};
    return HC_OK;
  }
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return file_error(error, name);
  *output = (struct output){name, file};
  return HC_OK;
}

bool output_is_file(const struct output *output) {
  return output->name != NULL && output->file != STDOUT_FILENO;
}

enum hc_kind output_write(struct output *output, struct hc_span bytes, struct hc_error *error) {
  while (bytes.size > 0) {
    ssize_t written = write(output->file, bytes.data, bytes.size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(error, output->name);
    bytes = hc_span_make(bytes.data + written, bytes.size - (size_t)written);
  }
  return HC_OK;
}

enum hc_kind output_close(struct output *output, struct hc_error *error) {
  const char *name = output->name;
  bool is_closed = !output_is_file(output) || close(output->file) == 0;
  *output = (struct output){0};
  return is_closed ? HC_OK : file_error(error, name);
}
