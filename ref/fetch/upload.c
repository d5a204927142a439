#include "upload.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "named_error.h"

static ssize_t read_file(const struct upload *upload, size_t size, char *into) {
  ssize_t got;
  do
    got = read(upload->file, into, size);
  while (got < 0 && errno == EINTR);
  return got;
}

static enum hc_kind complain_of_less(const struct upload *upload, struct hc_error *error) {
  const char *what = upload->is_stream ? "there is less than Content-Length announces"
                                       : "the file has become shorter while it was sent";
  return file_complaint(error, upload->name, what);
}

/* Of a file that has grown no more is sent than announced; a stream that has more was announced
 * wrongly. */
static enum hc_kind check_end(const struct upload *upload, struct hc_error *error) {
  char more;
  ssize_t got = upload->is_stream ? read_file(upload, sizeof more, &more) : 0;
  if (got < 0) return file_error(error, upload->name);
  if (got == 0) return HC_OK;
  return file_complaint(error, upload->name, "there is more than Content-Length announces");
}

/* Reads as a file's read(size) does. */
static enum hc_kind read_block(void *payload, int64_t size, struct hc_span *block,
                               struct hc_error *error) {
  struct upload *upload = payload;
  size_t wanted = size < 0 || size > UPLOAD_BLOCK ? UPLOAD_BLOCK : (size_t)size;
  *block = hc_span_make(upload->block, 0);
  if (upload->sized && upload->left == 0) return check_end(upload, error);
  if (upload->sized && upload->left < (int64_t)wanted) wanted = (size_t)upload->left;
  ssize_t got = read_file(upload, wanted, upload->block);
  if (got < 0) return file_error(error, upload->name);
  if (got == 0 && wanted > 0 && upload->sized) return complain_of_less(upload, error);
  if (upload->sized) upload->left -= got;
  block->size = (size_t)got;
  return HC_OK;
}

/* Returns the size of a regular file from where it stands; -1 if it is none. */
static int64_t size_left(int file) {
  struct stat status;
  off_t start = lseek(file, 0, SEEK_CUR);
  if (start < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return -1;
  return status.st_size > start ? status.st_size - start : 0;
}

/* Without a size there would be chunks, so that only a regular file will do. */
static enum hc_kind announce_size(struct upload *upload, struct field_list *headers,
                                  struct hc_error *error) {
  upload->sized = true;
  upload->left = size_left(upload->file);
  if (upload->left < 0)
    return file_complaint(error, upload->name, "there is no size to announce; send chunks (-T)");
  struct hc_value size = {.kind = HC_VALUE_INTEGER, .integer = upload->left};
  headers->fields[headers->count++] = (struct hc_header){hc_text("Content-Length"), size};
  return HC_OK;
}

/* The headers announce it already. */
static enum hc_kind keep_to_size(struct upload *upload, int64_t announced, struct hc_error *error) {
  int64_t size = size_left(upload->file);
  upload->sized = true;
  upload->is_stream = size < 0;
  upload->left = announced;
  if (upload->is_stream || size == announced) return HC_OK;
  return file_complaint(error, upload->name, "the file has not the size Content-Length announces");
}

static enum hc_kind frame_file(struct upload *upload, struct options *options,
                               struct hc_error *error) {
  bool is_sized = options->sized || options->default_sized || options->http10;
  if (options->framing.is_chunked) return HC_OK;
  if (options->framing.has_length) return keep_to_size(upload, options->framing.length, error);
  return is_sized ? announce_size(upload, &options->headers, error) : HC_OK;
}

static enum hc_kind open_file(struct upload *upload, struct options *options,
                              struct hc_error *error) {
  upload->name = options->upload;
  upload->body = (struct hc_body){.kind = HC_BODY_FILE, .read = read_block, .payload = upload};
  bool is_standard_input = strcmp(upload->name, "-") == 0;
  upload->file = is_standard_input ? STDIN_FILENO : open(upload->name, O_RDONLY | O_CLOEXEC);
  if (upload->file < 0) return file_error(error, upload->name);
  return frame_file(upload, options, error);
}

enum hc_kind upload_open(struct upload *upload, struct options *options, struct hc_error *error) {
  if (options->upload != NULL) return open_file(upload, options, error);
  if (options->data != NULL) upload->body = hc_body_bytes(hc_str(options->data));
  return HC_OK;
}

void upload_close(struct upload *upload) {
  if (upload->name != NULL && upload->file > STDIN_FILENO) close(upload->file);
}
