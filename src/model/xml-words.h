/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HangarXmlWord:
 * @path: as in #HangarXmlHelp
 * @value: one that can stand there
 * @text: what it means, untranslated
 */
typedef struct
{
  const char *path;
  const char *value;
  const char *text;
} HangarXmlWord;

extern const HangarXmlWord hangar_xml_word_table[];

char *hangar_xml_value_at (const char *text, gsize offset, char **unit);
char *hangar_xml_words (const char *path, const char *value, const char *unit);
char *hangar_xml_word_list (const char *path);
int hangar_xml_problem_line (const char *message, const char *text);

G_END_DECLS
