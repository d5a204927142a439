/* Runs a fuzz target over files, so that any compiler and sanitizer replays seeds and regressions.
 * Each argument is a file or a folder of files. One that is missing is an error, and so is a folder
 * without files, also beside others: a corpus that is not there proves nothing. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "target.h"

/* The file in hand, for who reads of a failure. */
static const char *current = "";

static void refuse(const char *path, const char *why) {
  fprintf(stderr, "%s: error: %s\n", path, why);
  exit(2);
}

static void replay_file(const char *path) {
  current = path;
  FILE *file = fopen(path, "rb");
  if (!file) refuse(path, strerror(errno));
  char *data = NULL;
  size_t size = 0;
  FILE *whole = open_memstream(&data, &size);
  if (!whole) refuse(path, strerror(errno));
  for (int byte; (byte = fgetc(file)) != EOF;)
    fputc(byte, whole);
  if (ferror(file)) refuse(path, "cannot be read");
  fclose(file);
  fclose(whole);
  /* A copy of exactly the input's size, so that a sanitizer sees a read past its end. */
  uint8_t *exact = malloc(size ? size : 1);
  if (!exact) refuse(path, "out of memory");
  memcpy(exact, data, size);
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  free(data);
}

static size_t replay_folder(const char *path) {
  DIR *folder = opendir(path);
  if (!folder) refuse(path, strerror(errno));
  size_t count = 0;
  for (const struct dirent *entry; (entry = readdir(folder));) {
    if (entry->d_name[0] == '.') continue;
    char file[4096];
    if ((size_t)snprintf(file, sizeof file, "%s/%s", path, entry->d_name) >= sizeof file)
      refuse(path, "name too long");
    replay_file(file);
    count++;
  }
  closedir(folder);
  if (!count) refuse(path, "an empty folder: name one that holds inputs");
  return count;
}

/* A program that is built for coverage has it: what ran up to a find counts. */
int __llvm_profile_write_file(void) __attribute__((weak));

/* A property that does not hold is a failed test, not a broken test program. */
static void fail(int signal_number) {
  (void)signal_number;
  if (__llvm_profile_write_file != NULL) __llvm_profile_write_file();
  static const char says[] = "input: ";
  /* Only what a signal handler may call; when standard error is gone there is nobody to tell. */
  if (write(STDERR_FILENO, says, sizeof says - 1) > 0 &&
      write(STDERR_FILENO, current, strlen(current)) > 0 && write(STDERR_FILENO, "\n", 1) > 0)
    _exit(1);
  _exit(1);
}

int main(int argc, char **argv) {
  signal(SIGABRT, fail);
  size_t count = 0;
  for (int i = 1; i < argc; i++) {
    struct stat status;
    if (stat(argv[i], &status) != 0) refuse(argv[i], strerror(errno));
    count += S_ISDIR(status.st_mode) ? replay_folder(argv[i]) : (replay_file(argv[i]), 1u);
  }
  if (!count) refuse(argv[0], "no input: name files, or folders that hold some");
  printf("%zu inputs replayed\n", count);
  return 0;
}
