/* Tests that hold for every origin server: nginx and Apache take the same uploads and limits. */
#ifndef ORIGIN_H
#define ORIGIN_H

/* Each fails the test if something is not as it should be; `place` is as for place_connection. */

/* The document text.txt, at `url`, comes out the same by every way of reading. */
void origin_text_is_read_the_same_in_every_way(const char *place, const char *url);

/* Tens of MiB are stored at `url`, announced or in chunks, and fetched again. */
void origin_keeps_a_sized_upload(const char *place, const char *url);
void origin_keeps_a_chunked_upload(const char *place, const char *url);

/* An upload that asks for 100 (Continue) gets it, and only the final answer is given. */
void origin_continues(const char *place, const char *url);

/* Answers without a body leave the connection where the next answer begins. */
void origin_answers_without_body_keep_the_connection(const char *place);

#endif
