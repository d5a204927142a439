/* The body of a request: nothing, a text, or a file that is read as it is sent. */
#ifndef FETCH_UPLOAD_H
#define FETCH_UPLOAD_H

#include "hc/body.h"
#include "options.h"

/* How much of a file is read at once, in bytes: the chunks that are sent. */
enum { UPLOAD_BLOCK = 64 * 1024 };

/* The zero state is no body. */
struct upload {
  struct hc_body body;
  const char *name; /* of the file; NULL if there is none */
  int file;
  bool sized;
  bool is_stream; /* and announced by the user: its size shows as it is read */
  int64_t left;   /* of the size announced, in bytes */
  char block[UPLOAD_BLOCK];
};

/* upload_open prepares the body that `options` ask for, and adds Content-Length to their headers if
 * the file's size is to be announced. `upload` stays in place until upload_close. An OSError kind:
 * the file cannot be opened, is to be announced and has no size, or has not the size that the
 * headers announce. */
enum hc_kind upload_open(struct upload *upload, struct options *options, struct hc_error *error);

void upload_close(struct upload *upload);

#endif
