/* Who the peer can be inside TLS: good servers and bad ones, made when the program runs and gone
 * when it ends, and the files that a client needs to trust the good ones and to name itself.
 * docs/peer-script.md lists the identities. */
#ifndef PEER_IDENTITIES_H
#define PEER_IDENTITIES_H

/* One for all peers of a program: threads may share it, for all that changes inside is guarded. */
struct peer_identities;

/* Files of a client, all PEM. */
enum peer_file {
  PEER_FILE_AUTHORITY,            /* the certificate that good identities are issued by */
  PEER_FILE_CLIENT_CERTIFICATE,   /* of "client", which the peer trusts, and its key */
  PEER_FILE_CLIENT_KEY,           /* the key of "client" alone */
  PEER_FILE_ENCRYPTED_CLIENT_KEY, /* the same, encrypted with the password "secret" */
  PEER_FILE_STRANGER_CERTIFICATE, /* of "stranger", whom the peer does not trust, and its key */
  PEER_FILES,
};

/* peer_identities_new: makes authorities and keys, and writes the files into a new directory below
 * |parent| (NULL: $TMPDIR, or /tmp) that only this user can read. Returns NULL with errno set when
 * they cannot be written. The caller frees it, after the peers that use it. */
struct peer_identities *peer_identities_new(const char *parent);

/* peer_identities_free: removes the files too; NULL is allowed. */
void peer_identities_free(struct peer_identities *identities);

/* peer_identities_path: where |file| lies; borrowed from |identities|. */
const char *peer_identities_path(const struct peer_identities *identities, enum peer_file file);

#endif
