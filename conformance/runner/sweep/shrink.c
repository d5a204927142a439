/* Large pieces are tried before small ones, and the end before the beginning. */
#include "sweep/shrink.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

struct shrinking {
  struct draft *draft;
  shrink_test *is_interesting;
  void *payload;
  unsigned budget;
};

/* keep_if_interesting: |candidate| takes the draft's place, or is released. */
static bool keep_if_interesting(struct shrinking *shrinking, struct draft candidate) {
  if (shrinking->budget == 0 || !shrinking->is_interesting(&candidate, shrinking->payload)) {
    shrinking->budget -= shrinking->budget > 0;
    draft_clear(&candidate);
    return false;
  }
  shrinking->budget--;
  draft_clear(shrinking->draft);
  *shrinking->draft = candidate;
  return true;
}

static bool drop_statement(struct shrinking *shrinking, size_t index) {
  struct draft candidate = draft_copy(shrinking->draft);
  free(candidate.statements[index]);
  candidate.statement_count--;
  memmove(candidate.statements + index, candidate.statements + index + 1,
          (candidate.statement_count - index) * sizeof *candidate.statements);
  return keep_if_interesting(shrinking, candidate);
}

static bool drop_statements(struct shrinking *shrinking) {
  bool is_smaller = false;
  for (size_t i = shrinking->draft->statement_count; i-- > 0;)
    is_smaller |= drop_statement(shrinking, i);
  return is_smaller;
}

static bool drop_after(struct shrinking *shrinking) {
  if (!*shrinking->draft->after) return false;
  struct draft candidate = draft_copy(shrinking->draft);
  *candidate.after = '\0';
  return keep_if_interesting(shrinking, candidate);
}

static bool drop_bytes(struct shrinking *shrinking, size_t offset, size_t length) {
  struct draft candidate = draft_copy(shrinking->draft);
  memmove(candidate.data + offset, candidate.data + offset + length,
          candidate.length - offset - length);
  candidate.length -= length;
  return keep_if_interesting(shrinking, candidate);
}

/* drop_pieces: each of |size| bytes, from the end. */
static bool drop_pieces(struct shrinking *shrinking, size_t size) {
  bool is_smaller = false;
  size_t offset = shrinking->draft->length;
  while (offset > 0 && shrinking->budget > 0) {
    size_t length = offset < size ? offset : size;
    offset -= length;
    is_smaller |= drop_bytes(shrinking, offset, length);
  }
  return is_smaller;
}

static bool drop_all_bytes(struct shrinking *shrinking) {
  bool is_smaller = false;
  for (size_t size = shrinking->draft->length; size > 0; size /= 2)
    is_smaller |= drop_pieces(shrinking, size);
  return is_smaller;
}

void shrink(struct draft *draft, shrink_test *is_interesting, void *payload, unsigned budget) {
  struct shrinking shrinking = {draft, is_interesting, payload, budget};
  bool is_smaller = true;
  while (is_smaller && shrinking.budget > 0) {
    is_smaller = drop_after(&shrinking);
    is_smaller |= drop_statements(&shrinking);
    is_smaller |= drop_all_bytes(&shrinking);
  }
}
