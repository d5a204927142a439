/* The commands of hcspec: each reads its own arguments (argv[0] is "hcspec NAME") and returns the
 * exit code: 0 all as expected, 1 failures, 2 usage or set-up error. */
#ifndef COMMANDS_H
#define COMMANDS_H

enum { EXIT_ALL_AS_EXPECTED = 0, EXIT_FAILURES = 1, EXIT_USAGE = 2 };

int command_run(int argc, char **argv);
int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_lint(int argc, char **argv);
int command_export(int argc, char **argv);
int command_coverage(int argc, char **argv);
int command_observe(int argc, char **argv);
int command_sweep(int argc, char **argv);
int command_report(int argc, char **argv);
int command_check_adapter(int argc, char **argv);

#endif
