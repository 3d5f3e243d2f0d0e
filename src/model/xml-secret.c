/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords in a definition: not shown, and not lost when what is shown is stored again. */

#include "model/xml-secret.h"

#include "virt/xml.h"

#define SECRETS "//@passwd"
#define MASK "••••••"

/**
 * hangar_xml_mask_secrets:
 * @xml: a definition
 *
 * Returns: (transfer full): the same without its passwords
 */
char *
hangar_xml_mask_secrets (const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_auto (GStrv) paths = doc != NULL ? hangar_xml_find (doc, SECRETS) : NULL;

  if (paths == NULL || paths[0] == NULL)
    return g_strdup (xml);
  for (guint i = 0; paths[i] != NULL; i++)
    hangar_xml_set (doc, paths[i], MASK);
  return hangar_xml_to_string (doc);
}

/**
 * hangar_xml_restore_secrets:
 * @masked: a definition whose passwords were masked, perhaps edited; must be well-formed
 * @original: the definition with its passwords
 *
 * Returns: (transfer full): the edited definition with those passwords that were not changed
 */
char *
hangar_xml_restore_secrets (const char *masked, const char *original)
{
  g_autoptr (HangarXml) edited = hangar_xml_new (masked, NULL), source = hangar_xml_new (original, NULL);
  g_auto (GStrv) paths = edited != NULL && source != NULL ? hangar_xml_find (edited, SECRETS) : NULL;
  g_auto (GStrv) secrets = source != NULL ? hangar_xml_find (source, SECRETS) : NULL;
  guint n = 0;

  if (paths == NULL || paths[0] == NULL)
    return g_strdup (masked);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *shown = hangar_xml_get (edited, paths[i]);
      g_autofree char *secret = NULL;

      if (g_strcmp0 (shown, MASK) != 0 || secrets[n] == NULL)
        continue;
      /* The same element if it is still there, else the next that has one. */
      secret = hangar_xml_get (source, paths[i]);
      if (secret == NULL)
        secret = hangar_xml_get (source, secrets[n]);
      n++;
      hangar_xml_set (edited, paths[i], secret);
    }
  return hangar_xml_to_string (edited);
}
