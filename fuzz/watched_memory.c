#include "watched_memory.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "target.h"

#ifdef WATCHED_BY_ASAN
#include <sanitizer/asan_interface.h>
#define UNWATCHED __attribute__((no_sanitize("address")))
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define UNWATCHED
#endif

/* Four of the largest blocks that a peer's number alone can make the library ask for. */
enum { CAPACITY = 4 * 1024 * 1024, ALIGNMENT = alignof(max_align_t) };

/* In front of a block, and with it the bytes between two blocks that may not be touched. */
struct header {
  alignas(ALIGNMENT) size_t size;
  size_t mark;
};

static const size_t in_use = 0x75736564, freed = 0x66726565;

/* Invariant: at <= CAPACITY is a multiple of ALIGNMENT, and 0 when no block is in use; once it has
 * begun, what is not in a block in use may not be touched. */
static struct {
  alignas(ALIGNMENT) char bytes[CAPACITY];
  size_t at;
  size_t blocks;
  bool has_begun;
  bool is_refused; /* HCSPEC_FUZZ_MALLOC is set */
} memory;

/* --- A block --- */

static bool is_here(const void *block) {
  uintptr_t start = (uintptr_t)memory.bytes;
  return (uintptr_t)block >= start && (uintptr_t)block < start + CAPACITY;
}

static size_t room_of(size_t size) {
  return sizeof(struct header) + (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static bool has_room(size_t size) {
  return !memory.is_refused && size < CAPACITY &&
         room_of(size) + sizeof(struct header) <= CAPACITY - memory.at;
}

/* In steps: what is known of much memory at once AddressSanitizer maps anew, page by page. */
static void unpoison(char *start, size_t size) {
  enum { STEP = 256 * 1024 };
  for (; size > STEP; start += STEP, size -= STEP)
    ASAN_UNPOISON_MEMORY_REGION(start, STEP);
  ASAN_UNPOISON_MEMORY_REGION(start, size);
}

UNWATCHED static void *take(size_t size) {
  struct header *header = (struct header *)(void *)(memory.bytes + memory.at);
  header->size = size;
  header->mark = in_use;
  memory.at += room_of(size);
  memory.blocks++;
  unpoison((char *)(header + 1), size);
  return header + 1;
}

UNWATCHED static void give_back(void *block, size_t size) {
  struct header *header = (struct header *)block - 1;
  PROPERTY(header->mark == in_use && header->size == size);
  header->mark = freed;
  ASAN_POISON_MEMORY_REGION(block, size);
  if (--memory.blocks == 0) memory.at = 0;
}

/* --- Resizing --- */

static void begin(void) {
  memory.has_begun = true;
  memory.is_refused = getenv("HCSPEC_FUZZ_MALLOC") != NULL;
  ASAN_POISON_MEMORY_REGION(memory.bytes, CAPACITY);
}

static void *allocate(size_t size) {
  if (!memory.has_begun) begin();
  return has_room(size) ? take(size) : malloc(size);
}

/* A block that malloc() made stays malloc()'s. */
static void *resize_foreign(void *block, size_t new_size) {
  if (new_size > 0) return realloc(block, new_size);
  free(block);
  return NULL;
}

void *watched_memory_resize(void *block, size_t old_size, size_t new_size) {
  if (block == NULL) return allocate(new_size);
  if (!is_here(block)) return resize_foreign(block, new_size);
  void *resized = NULL;
  if (new_size > 0) {
    resized = allocate(new_size);
    if (resized == NULL) return NULL;
    memcpy(resized, block, old_size < new_size ? old_size : new_size);
  }
  give_back(block, old_size);
  return resized;
}
