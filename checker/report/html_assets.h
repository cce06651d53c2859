/* html_assets.h - html/report.css and html/report.js, embedded when building. Private to this folder. */
#ifndef VTCHECK_REPORT_HTML_ASSETS_H
#define VTCHECK_REPORT_HTML_ASSETS_H

extern const char html_style[];
extern const char html_script[];

#endif
