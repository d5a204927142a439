/* The parts of the HTML page that are files of their own (reports/templates), embedded at build
 * time. */
#ifndef REPORTS_PAGE_PARTS_H
#define REPORTS_PAGE_PARTS_H

extern const char page_template[]; /* with {{names}} to be filled in */
extern const char page_style[];
extern const char page_script[];
extern const char page_policy[]; /* the content security policy: this style and this script only */

#endif
