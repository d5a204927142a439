#include "commands/seed_file.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text/memory.h"

static uint64_t digest(const char *bytes, size_t length) { /* FNV-1a */
  uint64_t sum = 14695981039346656037u;
  for (size_t i = 0; i < length; i++)
    sum = (sum ^ (unsigned char)bytes[i]) * 1099511628211u;
  return sum;
}

static void fail(struct seed_folder *folder, const char *path) {
  fprintf(stderr, "hcspec: cannot write %s: %s\n", path, strerror(errno));
  folder->has_failed = true;
}

static void make_folder(struct seed_folder *folder, const char *path) {
  if (mkdir(path, 0777) != 0 && errno != EEXIST) fail(folder, path);
}

static void write_file(struct seed_folder *folder, const char *path, const char *bytes,
                       size_t length) {
  FILE *out = fopen(path, "wb");
  bool is_written = out && fwrite(bytes, 1, length, out) == length;
  bool is_closed = out && fclose(out) == 0;
  if (!is_written || !is_closed) fail(folder, path);
}

void seed_write(struct seed_folder *folder, const char *target, const char *bytes, size_t length) {
  if (folder->has_failed || length > SEED_LIMIT) return;
  char *of_target = memory_printf("%s/%s", folder->path, target);
  char *path = memory_printf("%s/%016llx", of_target, (unsigned long long)digest(bytes, length));
  struct stat status;
  make_folder(folder, folder->path);
  if (!folder->has_failed) make_folder(folder, of_target);
  if (!folder->has_failed && stat(path, &status) != 0) {
    write_file(folder, path, bytes, length);
    folder->count++;
  }
  free(path);
  free(of_target);
}

void seed_write_with(struct seed_folder *folder, const char *target, const char *bytes,
                     size_t length, struct seed_choices choices) {
  char *seed = NULL;
  size_t size = 0;
  FILE *out = memory_stream(&seed, &size);
  fwrite(bytes, 1, length, out);
  fwrite(choices.of, 1, sizeof choices.of, out);
  fclose(out);
  seed_write(folder, target, seed, size);
  free(seed);
}

void seed_write_chosen(struct seed_folder *folder, const char *target, const char *bytes,
                       size_t length, struct seed_choices plain) {
  seed_write_with(folder, target, bytes, length, plain);
  struct seed_choices drawn = plain;
  uint64_t sum = digest(bytes, length);
  for (size_t i = 0; i < SEED_CHOICES; i++, sum >>= 8)
    drawn.of[i] = (unsigned char)(plain.of[i] ^ (sum & (i ? 0xFF : 0xFE))); /* a method stays */
  seed_write_with(folder, target, bytes, length, drawn);
}
