/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where on the host a machine's processors, its other threads and its memory are kept, in words. */

#include "config.h"

#include "model/pinning.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More would be a wall of text. */
#define MOST_LINES 64

typedef struct
{
  HangarXml *doc;
  GString *text;
  guint n;
} Lines;

static char *
get_below (HangarXml *doc, const char *path, const char *relative)
{
  g_autofree char *xpath = g_strconcat (path, "/", relative, NULL);

  return hangar_xml_get (doc, xpath);
}

/* One processor is a number; several are like "0-3,^2". */
static char *
describe_place (const char *cpuset)
{
  gboolean one = cpuset[strspn (cpuset, "0123456789")] == '\0';

  return one
           /* Translators: %s is a number */
           ? g_strdup_printf (_ ("on processor %s of the host"), cpuset)
           /* Translators: %s is like "0-3,6" */
           : g_strdup_printf (_ ("on processors %s of the host"), cpuset);
}

static void
add_line (Lines *lines, const char *what, const char *place)
{
  if (lines->n++ >= MOST_LINES)
    return;
  if (lines->text->len > 0)
    g_string_append_c (lines->text, '\n');
  /* Translators: a part of the machine, where on the host it runs */
  g_string_append_printf (lines->text, _ ("%s: %s"), what, place);
}

static void
add_pins (Lines *lines, const char *xpath, const char *number, const char *format)
{
  g_auto (GStrv) pins = hangar_xml_find (lines->doc, xpath);

  for (guint i = 0; pins[i] != NULL; i++)
    {
      g_autofree char *which = number != NULL ? get_below (lines->doc, pins[i], number) : NULL;
      g_autofree char *cpuset = get_below (lines->doc, pins[i], "@cpuset");
      g_autofree char *place = cpuset != NULL ? describe_place (cpuset) : NULL;
      g_autoptr (GString) what = g_string_new (format);

      if (place == NULL)
        continue;
      g_string_replace (what, "%s", which != NULL ? which : "", 1);
      add_line (lines, what->str, place);
    }
}

/* Those without a place of their own go where all may. */
static void
add_others (Lines *lines)
{
  g_autofree char *cpuset = hangar_xml_get (lines->doc, "/domain/vcpu/@cpuset");
  g_autofree char *place = cpuset != NULL ? describe_place (cpuset) : NULL;
  guint64 vcpus = hangar_xml_get_uint (lines->doc, "/domain/vcpu");

  if (place != NULL && lines->n > 0 && lines->n < vcpus)
    add_line (lines, _ ("Other processors"), place);
}

static void
add_memory (Lines *lines)
{
  g_autofree char *nodes = hangar_xml_get (lines->doc, "/domain/numatune/memory/@nodeset");
  g_autofree char *place = NULL;

  if (nodes == NULL)
    return;
  /* Translators: %s is like "0-1": groups of processors and memory that are near each other (NUMA) */
  place = g_strdup_printf (_ ("from NUMA node %s of the host"), nodes);
  add_line (lines, _ ("Memory"), place);
}

/**
 * hangar_pinning_in_words:
 * @doc: a definition
 *
 * Returns: (transfer full): line by line what is kept where on the host; "" when nothing is
 */
char *
hangar_pinning_in_words (HangarXml *doc)
{
  Lines lines = { doc, g_string_new (NULL), 0 };

  /* Translators: %s is a number */
  add_pins (&lines, "/domain/cputune/vcpupin", "@vcpu", _ ("Processor %s"));
  add_others (&lines);
  add_pins (&lines, "/domain/cputune/emulatorpin", NULL, _ ("The emulator itself"));
  /* Translators: %s is a number */
  add_pins (&lines, "/domain/cputune/iothreadpin", "@iothread", _ ("Thread %s for disks"));
  add_memory (&lines);
  if (lines.n > MOST_LINES)
    g_string_append (lines.text, "\n…");
  return g_string_free (lines.text, FALSE);
}
