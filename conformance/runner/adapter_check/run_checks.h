/* What an adapter answers to runs. */
#ifndef ADAPTER_CHECK_RUN_CHECKS_H
#define ADAPTER_CHECK_RUN_CHECKS_H

#include "adapter_check/checking.h"

/* check_runs: values, names, steps that cannot be done, and each capability that it declares. */
void check_runs(struct checking *checking);

#endif
