/* Everyone whom a command plays with: the subjects and oracles that the command line asks for,
 * started once and greeted, the editions they play in, and the TLS files around them. */
#ifndef COMMANDS_COMPANY_H
#define COMMANDS_COMPANY_H

#include "execution/environment.h"
#include "execution/participants.h"
#include "execution/participation.h"
#include "execution/plan.h"

/* What is gathered. The zero state is nothing; company_clear() accepts it at any stage. */
struct company {
  struct arena *arena;
  struct environment environment;
  struct participants participants;
  const struct column *columns; /* oracles first */
  size_t column_count;
};

/* How it is gathered; all is borrowed. */
struct company_call {
  const char *command;                       /* for messages: "hcspec run" */
  const struct participation *participation; /* what the command line says */
  int stop;                                  /* readable when everything is to end at once */
  bool is_verbose;                           /* tell why a CPython is no oracle */
  bool newest_alone;                         /* of the editions; unless some are asked for */
};

/* company_gather: starts and greets all. When something is wrong, has said on standard error what,
 * and returns false. */
bool company_gather(struct company *company, const struct company_call *call);

/* company_clear: releases everything and leaves the zero state. */
void company_clear(struct company *company);

/* company_refuse_pattern: says on standard error that --case |pattern| matches no case of
 * |specification|, and which id was probably meant. */
void company_refuse_pattern(const char *command, const struct specification *specification,
                            const char *pattern);

#endif
