#include "upload.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_error.h"

/* Reads as a file's read(size) does. Of a file that has grown no more is sent than announced. */
static enum hc_kind read_block(void *payload, int64_t size, struct hc_span *block,
                               struct hc_error *error) {
  struct upload *upload = payload;
  size_t wanted = size < 0 || size > UPLOAD_BLOCK ? UPLOAD_BLOCK : (size_t)size;
  if (upload->sized && upload->left < (int64_t)wanted) wanted = (size_t)upload->left;
  ssize_t got;
  do
    got = read(upload->file, upload->block, wanted);
  while (got < 0 && errno == EINTR);
  if (got < 0) return file_error(error, upload->name);
  if (got == 0 && wanted > 0 && upload->sized)
    return file_complaint(error, upload->name, "the file has become shorter while it was sent");
  if (upload->sized) upload->left -= got;
  *block = hc_span_make(upload->block, (size_t)got);
  return HC_OK;
}

/* Without a size there would be chunks, so that only a regular file will do. */
static enum hc_kind announce_size(struct upload *upload, struct field_list *headers,
                                  struct hc_error *error) {
  struct stat status;
  if (fstat(upload->file, &status) != 0) return file_error(error, upload->name);
  off_t start = lseek(upload->file, 0, SEEK_CUR);
  if (!S_ISREG(status.st_mode) || start < 0)
    return file_complaint(error, upload->name, "there is no size to announce; send chunks (-T)");
  upload->left = status.st_size > start ? status.st_size - start : 0;
  struct hc_value size = {.kind = HC_VALUE_INTEGER, .integer = upload->left};
  headers->fields[headers->count++] = (struct hc_header){hc_text("Content-Length"), size};
  return HC_OK;
}

static enum hc_kind open_file(struct upload *upload, struct options *options,
                              struct hc_error *error) {
  upload->name = options->upload;
  upload->sized = options->sized || options->http10; /* HTTP/1.0 has no chunks */
  upload->body = (struct hc_body){.kind = HC_BODY_FILE, .read = read_block, .payload = upload};
  bool is_standard_input = strcmp(upload->name, "-") == 0;
  upload->file = is_standard_input ? STDIN_FILENO : open(upload->name, O_RDONLY | O_CLOEXEC);
  if (upload->file < 0) return file_error(error, upload->name);
  return upload->sized ? announce_size(upload, &options->headers, error) : HC_OK;
}

enum hc_kind upload_open(struct upload *upload, struct options *options, struct hc_error *error) {
  if (options->upload != NULL) return open_file(upload, options, error);
  if (options->data != NULL) upload->body = hc_body_bytes(hc_str(options->data));
  return HC_OK;
}

void upload_close(struct upload *upload) {
  if (upload->name != NULL && upload->file > STDIN_FILENO) close(upload->file);
}
