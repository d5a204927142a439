/* Seeds of fuzz targets, as files: FOLDER/TARGET/NAME, where the name is a digest of the content,
 * so that the same seed is written once. */
#ifndef COMMANDS_SEED_FILE_H
#define COMMANDS_SEED_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Longer seeds are left out: they slow a fuzzer down more than they show it. */
enum { SEED_LIMIT = 80 * 1024 };

/* What a target is told beside its bytes, at the end of a seed; fuzz/choices.h reads it. */
enum { SEED_CHOICES = 8 };

struct seed_choices {
  unsigned char of[SEED_CHOICES];
};

/* Where seeds go. After a failure nothing more is written. */
struct seed_folder {
  const char *path;
  size_t count;    /* of seeds, each once */
  bool has_failed; /* what went wrong is on standard error */
};

/* seed_write: writes a seed of |target| as it is. */
void seed_write(struct seed_folder *folder, const char *target, const char *bytes, size_t length);

/* seed_write_chosen: writes two seeds of a target that takes choices: one with |plain|, and one
 * whose other choices are drawn from the content, so that a corpus has all kinds. */
void seed_write_chosen(struct seed_folder *folder, const char *target, const char *bytes,
                       size_t length, struct seed_choices plain);

/* seed_write_with: writes one, with these choices. */
void seed_write_with(struct seed_folder *folder, const char *target, const char *bytes,
                     size_t length, struct seed_choices choices);

#endif
