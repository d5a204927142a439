#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "reports/writers.h"

static char folder[] = "/tmp/reports-file-XXXXXX";
static struct results *results;

static int make_folder(void **state) {
  (void)state;
  strcpy(folder + sizeof folder - 7, "XXXXXX");
  results = results_new();
  return mkdtemp(folder) ? 0 : -1;
}

static const char *in_folder(const char *name) {
  static char path[sizeof folder + 300];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

/* How many entries the folder has; removes them, too, when |is_removing|. */
static int visit_folder(bool is_removing) {
  int count = 0;
  DIR *directory = opendir(folder);
  assert_non_null(directory);
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (is_removing) unlink(in_folder(entry->d_name));
    count++;
  }
  closedir(directory);
  return count;
}

static int release(void **state) {
  (void)state;
  visit_folder(true);
  results_free(results);
  return rmdir(folder);
}

static void write_new(const struct results *unused, FILE *out) {
  (void)unused;
  fputs("new\n", out);
}

static void break_the_stream(const struct results *unused, FILE *out) {
  (void)unused;
  fputs("half", out);
  close(fileno(out)); /* as when the disk fails under way */
}

static void put(const char *path, const char *text) {
  FILE *out = fopen(path, "w");
  fputs(text, out);
  fclose(out);
}

static void assert_content(const char *path, const char *text) {
  char content[100] = "";
  FILE *in = fopen(path, "r");
  assert_non_null(in);
  content[fread(content, 1, sizeof content - 1, in)] = '\0';
  fclose(in);
  assert_string_equal(content, text);
}

static void a_report_is_written_with_usual_permissions(void **state) {
  (void)state;
  mode_t mask = umask(022);
  assert_true(report_write(results, in_folder("r"), write_new));
  umask(mask);
  assert_content(in_folder("r"), "new\n");
  struct stat status;
  assert_int_equal(stat(in_folder("r"), &status), 0);
  assert_int_equal(status.st_mode & 0777, 0644);
  assert_int_equal(visit_folder(false), 1);
}

static void an_older_report_is_replaced(void **state) {
  (void)state;
  put(in_folder("r"), "old\n");
  assert_true(report_write(results, in_folder("r"), write_new));
  assert_content(in_folder("r"), "new\n");
  assert_int_equal(visit_folder(false), 1);
}

static void a_failure_leaves_what_was_there_and_nothing_else(void **state) {
  (void)state;
  put(in_folder("r"), "old\n");
  errno = 0;
  assert_false(report_write(results, in_folder("r"), break_the_stream));
  assert_int_equal(errno, EBADF);
  assert_content(in_folder("r"), "old\n");
  assert_int_equal(visit_folder(false), 1);
}

static void a_symbolic_link_stays_one(void **state) {
  (void)state;
  put(in_folder("target"), "old\n");
  assert_int_equal(symlink("target", in_folder("link")), 0);
  assert_true(report_write(results, in_folder("link"), write_new));
  assert_content(in_folder("target"), "new\n");
  struct stat status;
  assert_int_equal(lstat(in_folder("link"), &status), 0);
  assert_true(S_ISLNK(status.st_mode));
}

static void a_leftover_temporary_file_does_not_hinder(void **state) {
  (void)state;
  char name[64];
  snprintf(name, sizeof name, "r.%ld.0.tmp", (long)getpid());
  put(in_folder(name), "left over");
  assert_true(report_write(results, in_folder("r"), write_new));
  assert_content(in_folder("r"), "new\n");
  assert_int_equal(visit_folder(false), 2);
}

static void a_folder_is_no_file(void **state) {
  (void)state;
  assert_false(report_write(results, folder, write_new));
  assert_int_equal(errno, EISDIR);
}

static void a_missing_folder_is_an_error(void **state) {
  (void)state;
  assert_false(report_write(results, in_folder("none/r"), write_new));
  assert_int_equal(errno, ENOENT);
}

static void a_device_is_written_to_and_not_replaced(void **state) {
  (void)state;
  struct stat status;
  assert_true(report_write(results, "/dev/null", write_new));
  assert_int_equal(stat("/dev/null", &status), 0);
  assert_true(S_ISCHR(status.st_mode));
  assert_false(report_write(results, "/dev/full", write_new));
  assert_int_equal(errno, ENOSPC);
  assert_false(report_write_json(results, "/dev/full"));
  assert_int_equal(errno, ENOSPC);
}

static void json_is_written_in_the_same_way(void **state) {
  (void)state;
  assert_true(report_write_json(results, in_folder("results.json")));
  struct diagnostics *diagnostics = diagnostics_new();
  struct results *read = results_read_json(in_folder("results.json"), diagnostics);
  assert_non_null(read);
  results_free(read);
  diagnostics_free(diagnostics);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, release)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_report_is_written_with_usual_permissions),
      TEST(an_older_report_is_replaced),
      TEST(a_failure_leaves_what_was_there_and_nothing_else),
      TEST(a_symbolic_link_stays_one),
      TEST(a_leftover_temporary_file_does_not_hinder),
      TEST(a_folder_is_no_file),
      TEST(a_missing_folder_is_an_error),
      TEST(a_device_is_written_to_and_not_replaced),
      TEST(json_is_written_in_the_same_way),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
