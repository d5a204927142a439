/* The options of `hcspec run` beside those that say where the pages are. */
#ifndef RUNNER_RUN_OPTIONS_H
#define RUNNER_RUN_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "execution/participation.h"
#include "specification/specification.h"

enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* Texts are borrowed from the command line. */
struct run_options {
  struct participation participation;
  struct arguments patterns;
  const char *output;       /* a folder, or NULL */
  const char *json;         /* a file, "-" for standard output, or NULL */
  transport_set transports; /* as asked for; none: the default */
  delivery_set deliveries;
  variant_set variants;       /* what comes of them: at least one */
  variant_set named_variants; /* those that --case may name: all unless the others were asked for */
  unsigned jobs;
  unsigned repeat;
  double deadline; /* seconds */
  bool has_deadline;
  uint64_t seed;
  bool is_quick;
  bool is_complete;
  bool takes_turns; /* nothing is said of variants: each case takes its turn in |variants| */
  bool fail_fast;
  bool rfc; /* failing a requirement of an RFC is a failure */
  bool is_differential;
  bool quiet;
  bool verbose;
  enum colour_choice colour;
};

/* run_options_default: what holds when the command line says nothing; clear it with
 * run_options_clear(). */
struct run_options run_options_default(void);

/* run_options_argp: the options, as an argp child whose input is a struct run_options that holds
 * the defaults. A mistake ends the program with a message and argp_err_exit_status. */
extern const struct argp run_options_argp;

/* run_options_clear: releases what was allocated. */
void run_options_clear(struct run_options *options);

#endif
