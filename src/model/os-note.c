/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a definition notes of the machine's operating system: libosinfo's id of it, among the metadata. */

#include "model/os-note.h"

#include "virt/os-metadata.h"

#define NOTE "/domain/metadata/*[local-name()='libosinfo']"
#define SYSTEM NOTE "/*[local-name()='os']"

/**
 * hangar_os_note_get:
 * @doc: a definition
 *
 * Returns: (transfer full) (nullable): libosinfo's id of its operating system
 */
char *
hangar_os_note_get (HangarXml *doc)
{
  return hangar_xml_get (doc, SYSTEM "/@id");
}

static gboolean
add_system (HangarXml *doc)
{
  if (hangar_xml_count (doc, NOTE) > 0)
    return hangar_xml_append (doc, NOTE, HANGAR_OS_METADATA_SYSTEM, NULL);
  return hangar_xml_put (doc, "/domain/metadata", "") &&
         hangar_xml_append (doc, "/domain/metadata", HANGAR_OS_METADATA_NOTE, NULL);
}

/**
 * hangar_os_note_set:
 * @doc: a definition
 * @id: (nullable): libosinfo's id of its operating system; %NULL when it is not known
 *
 * Notes it; what else is noted of the machine stays.
 *
 * Returns: whether that could be done
 */
gboolean
hangar_os_note_set (HangarXml *doc, const char *id)
{
  if (id != NULL)
    return (hangar_xml_count (doc, SYSTEM) > 0 || add_system (doc)) &&
           hangar_xml_set (doc, SYSTEM "/@id", id);
  hangar_xml_remove (doc, SYSTEM);
  hangar_xml_remove (doc, NOTE "[not(*)]");
  return TRUE;
}
