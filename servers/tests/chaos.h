/* What tests with random clients share. */
#ifndef CHAOS_H
#define CHAOS_H

#include <stddef.h>

/* open_descriptors: how many this process has open; a leak shows in the difference. */
size_t open_descriptors(void);

/* next_random: Marsaglia's xorshift; |state| is not 0, and the same beginning gives the same. */
unsigned next_random(unsigned *state);

#endif
