/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/device-schema.h"

G_BEGIN_DECLS

/**
 * HangarXmlHelp:
 * @path: elements joined by "/", then perhaps "@" and an attribute; "*" stands for any one name
 * @text: untranslated
 *
 * What a part of a definition means.
 */
typedef struct
{
  const char *path;
  const char *text;
} HangarXmlHelp;

extern const HangarXmlHelp hangar_xml_help_table[];
extern const HangarXmlHelp hangar_xml_help_host_table[];

const char *hangar_xml_help (const char *path);
const char *hangar_xml_help_for_field (const HangarDeviceKind *kind, const HangarField *field);
char *hangar_xml_help_values (const char *path);
const char *hangar_xml_help_choice (const char *path, const char *value);
gboolean hangar_xml_help_fits (const char *pattern, const char *path);
char *hangar_xml_path_at (const char *text, gsize offset);

G_END_DECLS
