/* Small, because a run has one for each case, variant and implementation: texts are kept for
 * failures alone. */
#include "execution/slot.h"

#include <stdlib.h>

#include "text/memory.h"

/* The transcript keeps this much of each run of bytes. */
enum { WIRE_RUN_LIMIT = 2000 };

static char *transcript(const struct wire_log *log) {
  if (!log || log->count == 0) return NULL;
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  wire_log_print(log, "", WIRE_RUN_LIMIT, out);
  fclose(out);
  return text;
}

/* keep: the first failure stays, because all its texts belong together. */
static void keep(struct slot *slot, struct judgement *judgement, const struct wire_log *log) {
  bool has_texts = judgement->message || judgement->observed;
  if (slot->failure || !has_texts) {
    judgement_clear(judgement);
    return;
  }
  slot->failure = memory_array(1, sizeof *slot->failure);
  *slot->failure = (struct failure){.judgement = *judgement, .wire = transcript(log)};
  *judgement = (struct judgement){0};
}

void slot_add(struct slot *slot, struct judgement *judgement, const struct wire_log *log) {
  slot->counts[judgement->verdict]++;
  slot->legal = (uint16_t)(slot->legal + judgement->is_legal);
  if (!slot->outcomes) {
    slot->outcomes = judgement->outcomes;
    judgement->outcomes = NULL;
  }
  keep(slot, judgement, log);
}

static size_t distinct(const struct slot *slot) {
  size_t count = 0;
  for (enum verdict verdict = 0; verdict < VERDICT_COUNT; verdict++)
    count += slot->counts[verdict] > 0;
  return count;
}

bool slot_is_played(const struct slot *slot) {
  return distinct(slot) > 0;
}

static void forget_failure(struct slot *slot) {
  if (!slot->failure) return;
  judgement_clear(&slot->failure->judgement);
  free(slot->failure->wire);
  free(slot->failure);
  slot->failure = NULL;
}

void slot_revise(struct slot *slot, struct judgement *judgement) {
  enum verdict revised = slot->counts[VERDICT_PASS] > 0 ? VERDICT_PASS : VERDICT_DEVIATION;
  if (slot->counts[revised] == 0) {
    judgement_clear(judgement);
    return;
  }
  slot->counts[revised]--;
  if (revised == VERDICT_DEVIATION && slot->legal > 0) slot->legal--; /* each of them is legal */
  if (revised == VERDICT_DEVIATION && !slot_is_played(slot)) forget_failure(slot);
  slot_add(slot, judgement, NULL);
}

bool slot_is_flaky(const struct slot *slot) {
  return distinct(slot) > 1;
}

enum verdict slot_verdict(const struct slot *slot) {
  if (slot_is_flaky(slot)) return VERDICT_FAIL;
  for (enum verdict verdict = 0; verdict < VERDICT_COUNT; verdict++)
    if (slot->counts[verdict] > 0) return verdict;
  return VERDICT_COUNT;
}

bool slot_is_legal(const struct slot *slot) {
  enum verdict verdict = slot_verdict(slot);
  return slot->legal > 0 && !slot_is_flaky(slot) && slot->legal == slot->counts[verdict];
}

char *slot_flakiness(const struct slot *slot) {
  char *text;
  size_t length;
  bool is_first = true;
  FILE *out = memory_stream(&text, &length);
  fputs("flaky:", out);
  for (enum verdict verdict = 0; verdict < VERDICT_COUNT; verdict++) {
    if (slot->counts[verdict] == 0) continue;
    fprintf(out, "%s %s %u", is_first ? "" : ",", verdict_name(verdict), slot->counts[verdict]);
    is_first = false;
  }
  fclose(out);
  return text;
}

void contrast_clear(struct contrast *contrast) {
  free(contrast->sentence);
  free(contrast->traces);
  *contrast = (struct contrast){0};
}

void slot_contrast(struct slot *slot, struct contrast contrast) {
  if (!slot->contrast) slot->contrast = memory_array(1, sizeof *slot->contrast);
  contrast_clear(slot->contrast);
  *slot->contrast = contrast;
}

void slot_clear(struct slot *slot) {
  forget_failure(slot);
  if (slot->contrast) slot_contrast(slot, (struct contrast){0});
  free(slot->contrast);
  free(slot->outcomes);
  *slot = (struct slot){0};
}
