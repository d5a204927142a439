/* Reports as files: whole or not there. A temporary file beside the target is written, forced to
 * the disk and renamed. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/writers.h"

typedef bool stream_writer(const struct results *results, const void *writer, FILE *out);

enum { NAME_ATTEMPTS = 1000 };

/* A new file beside |path| with the permissions any new file has; its name is the caller's to free.
 */
static FILE *open_beside(const char *path, char **temporary) {
  size_t room = strlen(path) + 48;
  char *name = malloc(room);
  if (!name) return NULL;
  for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
    snprintf(name, room, "%s.%ld.%d.tmp", path, (long)getpid(), attempt);
    int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST) continue;
    FILE *out = file < 0 ? NULL : fdopen(file, "wb");
    if (!out) break;
    *temporary = name;
    return out;
  }
  free(name);
  return NULL;
}

/* Runs |write|, flushes and closes |out|. False with errno of the first thing that went wrong. */
static bool write_and_close(const struct results *results, stream_writer *write, const void *writer,
                            FILE *out, bool is_file) {
  errno = 0;
  bool written = write(results, writer, out) && !ferror(out) && fflush(out) == 0 &&
                 (!is_file || fsync(fileno(out)) == 0);
  int failure = written ? 0 : errno;
  if (fclose(out) != 0 && written)
    failure = errno;
  else if (!written && !failure)
    failure = EIO;
  errno = failure;
  return failure == 0;
}

static bool replace(const struct results *results, const char *path, stream_writer *write,
                    const void *writer) {
  char *temporary = NULL;
  FILE *out = open_beside(path, &temporary);
  if (!out) return false;
  bool done = write_and_close(results, write, writer, out, true) && rename(temporary, path) == 0;
  int failure = errno;
  if (!done) unlink(temporary);
  free(temporary);
  errno = failure;
  return done;
}

/* A device or a pipe, as /dev/stdout is: it cannot be replaced, only written to. */
static bool write_through(const struct results *results, const char *path, stream_writer *write,
                          const void *writer) {
  FILE *out = fopen(path, "wb");
  return out && write_and_close(results, write, writer, out, false);
}

static bool write_path(const struct results *results, const char *path, stream_writer *write,
                       const void *writer) {
  struct stat status;
  bool exists = stat(path, &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    return false;
  }
  if (exists && !S_ISREG(status.st_mode)) return write_through(results, path, write, writer);
  char *target = exists ? realpath(path, NULL) : NULL; /* a symbolic link stays one */
  bool done = replace(results, target ? target : path, write, writer);
  int failure = errno;
  free(target);
  errno = failure;
  return done;
}

struct report_writer {
  void (*write)(const struct results *results, FILE *out);
};

static bool write_report(const struct results *results, const void *writer, FILE *out) {
  ((const struct report_writer *)writer)->write(results, out);
  return true;
}

static bool write_json(const struct results *results, const void *writer, FILE *out) {
  (void)writer;
  return results_write_json(results, out);
}

bool report_write(const struct results *results, const char *path,
                  void (*writer)(const struct results *results, FILE *out)) {
  return write_path(results, path, write_report, &(struct report_writer){writer});
}

bool report_write_json(const struct results *results, const char *path) {
  return write_path(results, path, write_json, NULL);
}
