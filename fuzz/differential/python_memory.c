#include "python_memory.h"

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* A block has SMALLEST << order bytes, its header included. */
enum { SMALLEST = 64, ORDERS = 19 };

struct block {
  alignas(max_align_t) size_t order;
  struct block *next; /* in `spare` */
};

_Static_assert((size_t)SMALLEST << (ORDERS - 1) >= PYTHON_BLOCK_MAX + sizeof(struct block),
               "the largest block has an order");

/* Without a lock, for the interpreter has one thread. */
static struct block *spare[ORDERS];

static size_t order_of(size_t size) {
  size_t order = 0;
  while ((size_t)SMALLEST << order < size + sizeof(struct block))
    order++;
  return order;
}

static size_t room_of(size_t order) {
  return ((size_t)SMALLEST << order) - sizeof(struct block);
}

static struct block *block_of(void *memory) {
  return (struct block *)memory - 1;
}

static void *allocate(void *context, size_t size) {
  (void)context;
  if (size > PYTHON_BLOCK_MAX) return NULL;
  size_t order = order_of(size);
  struct block *block = spare[order];
  if (block != NULL)
    spare[order] = block->next;
  else
    block = malloc((size_t)SMALLEST << order);
  if (block == NULL) return NULL;
  block->order = order;
  return block + 1;
}

static void *allocate_cleared(void *context, size_t count, size_t size) {
  if (size != 0 && count > PYTHON_BLOCK_MAX / size) return NULL;
  void *memory = allocate(context, count * size);
  return memory != NULL ? memset(memory, 0, count * size) : NULL;
}

static void give_back(void *context, void *memory) {
  (void)context;
  if (memory == NULL) return;
  struct block *block = block_of(memory);
  block->next = spare[block->order];
  spare[block->order] = block;
}

/* A block may be four times too large, but no more. */
static bool fits(size_t order, size_t size) {
  return size <= room_of(order) && order_of(size) + 2 >= order;
}

static void *reallocate(void *context, void *memory, size_t size) {
  if (memory == NULL) return allocate(context, size);
  size_t order = block_of(memory)->order;
  if (fits(order, size)) return memory;
  void *moved = allocate(context, size);
  if (moved == NULL) return NULL;
  memcpy(moved, memory, size < room_of(order) ? size : room_of(order));
  give_back(context, memory);
  return moved;
}

/* The raw domain only: what is not small comes from there in the others, too. */
void python_memory_start(void) {
  PyMemAllocatorEx blocks = {NULL, allocate, allocate_cleared, reallocate, give_back};
  PyMem_SetAllocator(PYMEM_DOMAIN_RAW, &blocks);
}
