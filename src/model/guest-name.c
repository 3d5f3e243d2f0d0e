/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of machines: what libvirt takes, what can be a file's name too, and what people can tell apart. */

#include "config.h"

#include "model/guest-spec.h"
#include "model/object.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In bytes. A file's name has 255; libvirt appends ".xml" and others, and disks append their number and
 * format. */
#define NAME_LIMIT 200

static gboolean
is_invisible (gunichar c)
{
  /* Format characters (marks that turn the direction of text, zero width…) make two names look the same. The
     joiners of emoji and of Persian, Hindi and others are no tricks. */
  if (c == 0x200c || c == 0x200d)
    return FALSE;
  return g_unichar_type (c) == G_UNICODE_FORMAT || c == 0x2028 || c == 0x2029;
}

static const char *
find_bad_character (const char *name)
{
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '/')
        return _ ("A name cannot have a slash (/) in it.");
      if (g_unichar_iscntrl (c) || is_invisible (c))
        return _ ("The name has an invisible character in it. Type it anew.");
    }
  return NULL;
}

/**
 * hangar_guest_name_problem:
 * @name: a name for a machine
 *
 * Checks a name. Anything that people write is fine, in any script; refused is what libvirt or the host's
 * files cannot have, and what deceives the eye.
 *
 * Returns: (nullable): a sentence that says what is wrong with it
 */
const char *
hangar_guest_name_problem (const char *name)
{
  g_autofree char *stripped = g_strdup (name != NULL ? name : "");

  if (!g_utf8_validate (stripped, -1, NULL))
    return _ ("The name is not valid text.");
  if (*g_strstrip (stripped) == '\0')
    return _ ("Give the machine a name.");
  if (strlen (stripped) != strlen (name))
    return _ ("The name begins or ends with a space.");
  if (strlen (name) > NAME_LIMIT)
    return _ ("The name is too long.");
  if (*name == '.')
    return _ ("A name cannot begin with a dot.");
  return find_bad_character (name);
}

static gboolean
is_taken (const char *name, GListModel *domains)
{
  guint n = domains != NULL ? g_list_model_get_n_items (domains) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HangarObject) domain = g_list_model_get_item (domains, i);

      if (g_strcmp0 (hangar_object_get_name (domain), name) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hangar_guest_name_make_unique:
 * @name: a wanted name
 * @domains: (nullable): the machines that are there, as #HangarObject
 *
 * Returns: (transfer full): @name, with a number when it is taken; nothing is changed when it is not
 */
char *
hangar_guest_name_make_unique (const char *name, GListModel *domains)
{
  char *unique = g_strdup (name);

  for (guint i = 2; is_taken (unique, domains); i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s-%u", name, i);
    }
  return unique;
}
