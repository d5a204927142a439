/* What the command line says. */
#ifndef FETCH_OPTIONS_H
#define FETCH_OPTIONS_H

#include "framing.h"
#include "hc/connection.h"
#include "url.h"

/* Fields for the header block. */
struct field_list {
  struct hc_header *fields; /* with room for as many as there are arguments, and one more */
  size_t count;
};

/* Texts are the command line's own; NULL is not given. */
struct options {
  struct url url;
  const char *method;         /* never NULL once read */
  const char *default_method; /* as the options that go with a method say */
  struct field_list headers;
  struct framing framing; /* as the headers say */
  const char *data;       /* the body itself */
  const char *upload;     /* the file that is the body; "-" is standard input */
  bool sized;             /* announce the file's size, whatever the headers say */
  bool default_sized;     /* announce it, unless the headers frame the body */
  const char *output;     /* never NULL once read; "-" is standard output */
  bool head;              /* there is a head only */
  bool include_head;
  bool fail;
  bool quiet;
  bool debug;
  const char *proxy;
  struct hc_span proxy_authority; /* HOST:PORT of it */
  struct field_list proxy_headers;
  const char *authorities;
  const char *certificate;
  const char *key;
  const char *password;
  bool insecure;
  struct hc_timeout timeout;
  enum hc_edition edition;
  bool http10;
};

/* options_read fills `options`. What it cannot make sense of it explains, and ends the program with
 * status 2. */
void options_read(struct options *options, int argc, char **argv);

void options_free(struct options *options);

#endif
