/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operating systems in words: a name from the libosinfo id alone, since reading the whole catalog for a list
 * would be slow; and what a system asks of a machine. */

#include "config.h"

#include "model/os-words.h"

#include <glib/gi18n-lib.h>

#include "util/format.h"

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

static void
add_line (GString *text, const char *line)
{
  g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", line);
}

static void
add_advised (GString *text, HangarOs *os)
{
  const HangarOsResources *advised = hangar_os_get_recommended (os);
  g_autofree char *memory = hangar_format_size (advised->memory), *disk = hangar_format_size (advised->disk);
  g_autofree char *line = NULL;

  /* Translators: a number of processors, a size of memory, a size of a disk */
  line =
    g_strdup_printf (ngettext ("Advised for it: %u processor, %s of memory, a disk of %s",
                               "Advised for it: %u processors, %s of memory, a disk of %s", advised->vcpus),
                     advised->vcpus, memory, disk);
  add_line (text, line);
}

/**
 * hangar_os_advice:
 * @os: an operating system
 * @memory: bytes that a machine has for it, 0 when that is not known
 *
 * Returns: (transfer full): what is known of it, line by line; "" when that is nothing
 */
char *
hangar_os_advice (HangarOs *os, guint64 memory)
{
  guint64 least = hangar_os_get_minimum (os)->memory;
  GString *text = g_string_new (NULL);

  if (hangar_os_is_unknown (os) || hangar_os_is_generic (os))
    return g_string_free (text, FALSE);
  add_advised (text, os);
  if (memory > 0 && memory < least)
    {
      g_autofree char *size = hangar_format_size (least);
      /* Translators: a size of memory */
      g_autofree char *line =
        g_strdup_printf (_ ("It needs at least %s of memory, and has less here."), size);

      add_line (text, line);
    }
  if (hangar_os_is_end_of_life (os))
    add_line (text, _ ("Its maker no longer looks after it."));
  return g_string_free (text, FALSE);
}
