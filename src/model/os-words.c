/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An operating system's name from its libosinfo id alone: reading the whole catalog for a list would be slow.
 */

#include "config.h"

#include "model/os-words.h"

/* In bytes: definitions come from outside. */
#define LONGEST_PART 40

typedef struct
{
  const char *family; /* the last but one part of an id */
  const char *name;
} Family;

static const Family families[] = {
  { "alpinelinux", "Alpine Linux" },
  { "archlinux", "Arch Linux" },
  { "centos", "CentOS" },
  { "centos-stream", "CentOS Stream" },
  { "freebsd", "FreeBSD" },
  { "gnome", "GNOME" },
  { "guix", "Guix" },
  { "haiku", "Haiku" },
  { "macosx", "macOS" },
  { "netbsd", "NetBSD" },
  { "nixos", "NixOS" },
  { "ol", "Oracle Linux" },
  { "openbsd", "OpenBSD" },
  { "opensuse", "openSUSE" },
  { "popos", "Pop!_OS" },
  { "rhel", "Red Hat Enterprise Linux" },
  { "rocky", "Rocky Linux" },
  { "sle", "SUSE Linux Enterprise" },
  { "sled", "SUSE Linux Enterprise Desktop" },
  { "sles", "SUSE Linux Enterprise Server" },
  { "win", "Windows" },
};

static char *
family_name (const char *family)
{
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_equal (families[i].family, family))
      return g_strdup (families[i].name);
  return g_strdup_printf ("%c%s", g_ascii_toupper (*family), family + 1);
}

static gboolean
is_word (const char *part)
{
  return *part != '\0' && strlen (part) <= LONGEST_PART && g_str_is_ascii (part);
}

/**
 * hangar_os_words:
 * @os_id: (nullable): a libosinfo id, such as "http://debian.org/debian/12"
 *
 * Returns: (transfer full) (nullable): what people call it, "Debian 12"; %NULL when the id does not say
 */
char *
hangar_os_words (const char *os_id)
{
  g_auto (GStrv) parts = os_id != NULL ? g_strsplit (os_id, "/", 8) : NULL;
  guint n_parts = parts != NULL ? g_strv_length (parts) : 0;
  g_autofree char *name = NULL;

  /* scheme, nothing, vendor, family, version */
  if (n_parts != 5 || !is_word (parts[3]) || !is_word (parts[4]))
    return NULL;
  name = family_name (parts[3]);
  if (g_str_equal (parts[4], "unknown"))
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s %s", name, parts[4]);
}
