/* What the columns of one item have shown, kept until the subjects among them are compared with the
 * oracles of their edition. */
#ifndef RUNNER_COMPARING_H
#define RUNNER_COMPARING_H

#include "execution/difference.h"
#include "execution/observation.h"
#include "execution/plan.h"
#include "execution/slot.h"

struct comparing;

/* comparing_new: keeps nothing yet. |plan| must outlive it. The caller frees it. */
struct comparing *comparing_new(const struct plan *plan);

/* comparing_free: NULL is allowed. */
void comparing_free(struct comparing *comparing);

/* comparing_keep: takes |observation|, which |column| made with this verdict, in the place of what
 * it had, and leaves the zero state. */
void comparing_keep(struct comparing *comparing, const struct column *column, enum verdict verdict,
                    struct observation *observation);

/* comparing_scope: what column number |subject| has played of |item|. */
struct difference_scope comparing_scope(const struct comparing *comparing,
                                        const struct plan_item *item, size_t subject);

/* comparing_contrast: whether column number |column|, a subject, has done otherwise than each
 * oracle of its edition that has played |item|. Either of several oracles is right: they are patch
 * releases. A registered deviation is no contrast, nor is a column that was not played. The texts
 * of |*contrast| are the caller's. */
bool comparing_contrast(const struct comparing *comparing, const struct plan_item *item,
                        size_t column, struct contrast *contrast);

/* comparing_forget: keeps nothing any more. */
void comparing_forget(struct comparing *comparing);

#endif
