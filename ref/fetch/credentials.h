/* What is shown to a server that asks who we are: a certificate, of which we have the key. */
#ifndef FETCH_CREDENTIALS_H
#define FETCH_CREDENTIALS_H

#include "options.h"

/* credentials_load loads what the options name, if anything, into `context`. An error of
 * hc_tls_context_load_cert_chain or of the file with the password; its text names option and file,
 * and says if it is the password that is missing or wrong. */
enum hc_kind credentials_load(const struct options *options, struct hc_tls_context *context,
                              struct hc_error *error);

#endif
