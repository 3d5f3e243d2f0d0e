/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphs of a machine as a file: numbers for a spreadsheet, or a picture. */

#include "config.h"

#include "ui/domain/performance-export.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "util/clock.h"
#include "widgets/error-toast.h"
#include "widgets/picture.h"

typedef struct
{
  GtkWidget *parent;             /* in whose window the outcome is told */
  GtkFileChooserNative *chooser; /* NULL when nobody has to be asked */
  GFile *file;
  GBytes *bytes; /* of a table; a picture is packed when its place is known */
  GdkTexture *picture;
} Export;

static void
export_free (Export *self)
{
  g_object_unref (self->parent);
  g_clear_object (&self->chooser);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->picture);
  g_free (self);
}

/* Not translated: read by programs. */
static const char *const metric_names[HANGAR_N_METRICS] = {
  [HANGAR_METRIC_CPU] = "cpu_share",
  [HANGAR_METRIC_MEMORY] = "memory_used_bytes",
  [HANGAR_METRIC_READ] = "disk_read_bytes_per_second",
  [HANGAR_METRIC_WRITE] = "disk_write_bytes_per_second",
  [HANGAR_METRIC_RECEIVE] = "network_received_bytes_per_second",
  [HANGAR_METRIC_SEND] = "network_sent_bytes_per_second",
  [HANGAR_METRIC_CPU_HOST] = "cpu_share_of_host",
  [HANGAR_METRIC_MEMORY_RSS] = "memory_on_host_bytes",
  [HANGAR_METRIC_MEMORY_ALLOCATED] = "memory_allocated_bytes",
  [HANGAR_METRIC_MEMORY_GUEST] = "memory_used_by_guest_bytes",
  [HANGAR_METRIC_READ_REQUESTS] = "disk_reads_per_second",
  [HANGAR_METRIC_WRITE_REQUESTS] = "disk_writes_per_second",
};

static void
append_number (GString *csv, float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (!isnan (value))
    g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.6g", (double) value));
}

/* @epoch: when the samples' clock began */
static void
append_point (GString *csv, const char *name, const HangarSeriesPoint *point, gint64 epoch)
{
  const gint64 wall = epoch + point->time;
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (wall / G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");

  g_string_append_printf (csv, "%s.%03dZ,%s", time, (int) (wall % G_USEC_PER_SEC / 1000), name);
  append_number (csv, point->mean);
  append_number (csv, point->min);
  append_number (csv, point->max);
  g_string_append (csv, "\r\n");
}

/**
 * hangar_performance_csv:
 * @stats: the statistics of a machine
 * @span: how far back
 *
 * Writes one line for each number (RFC 4180): time in UTC, what it is, mean, smallest and largest; a gap has
 * no number.
 *
 * Returns: (transfer full): the table
 */
char *
hangar_performance_csv (HangarDomainStats *stats, HangarSpan span)
{
  GString *csv = g_string_new ("time,metric,mean,min,max\r\n");
  HangarSeriesPoint points[HANGAR_SERIES_MAX_POINTS];
  const gint64 epoch = g_get_real_time () - hangar_clock_now ();

  for (guint metric = 0; metric < HANGAR_N_METRICS; metric++)
    {
      HangarSeries *series = hangar_domain_stats_get_series (stats, metric);
      guint n = series != NULL ? hangar_series_read (series, span, points) : 0;

      for (guint i = 0; i < n; i++)
        append_point (csv, metric_names[metric], &points[i], epoch);
    }
  return g_string_free (csv, FALSE);
}

static void
tell (Export *self, const GError *error)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (self->parent, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    return;
  if (error != NULL)
    hangar_error_toast_show (ADW_TOAST_OVERLAY (overlay), _ ("Could not save the file"), error);
  else
    hangar_message_toast_show (ADW_TOAST_OVERLAY (overlay), _ ("Saved"));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *self = data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  tell (self, error);
  export_free (self);
}

static void
write_bytes (Export *self)
{
  g_file_replace_contents_bytes_async (self->file, self->bytes, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb, self);
}

static void
pack_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (source), (GDestroyNotify) g_bytes_unref);
}

static void
packed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *self = data;

  self->bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  write_bytes (self);
}

static void
save (Export *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->picture == NULL)
    {
      write_bytes (self);
      return;
    }
  task = g_task_new (self->picture, NULL, packed_cb, self);
  g_task_set_source_tag (task, save);
  g_task_run_in_thread (task, pack_run);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, Export *self)
{
  if (response != GTK_RESPONSE_ACCEPT)
    {
      export_free (self);
      return;
    }
  self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  save (self);
}

static void
ask (Export *self, HangarDomain *domain, const char *title, const char *suffix)
{
  g_autofree char *stem = g_strdup (hangar_domain_get_name (domain));
  g_autofree char *name = g_strconcat (g_strdelimit (stem, "/\\:", '-'), suffix, NULL);

  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (self->parent)),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static Export *
export_begin (GtkWidget *parent, GFile *file)
{
  Export *self = g_new0 (Export, 1);

  self->parent = g_object_ref (parent);
  g_set_object (&self->file, file);
  return self;
}

/**
 * hangar_performance_export_csv:
 * @parent: a widget of the window
 * @domain: the machine
 * @span: how far back
 * @file: (nullable): where to; %NULL asks
 *
 * Saves the numbers of now as a table.
 */
void
hangar_performance_export_csv (GtkWidget *parent, HangarDomain *domain, HangarSpan span, GFile *file)
{
  Export *self = export_begin (parent, file);
  char *csv = hangar_performance_csv (hangar_domain_stats_of (domain), span);

  self->bytes = g_bytes_new_take (csv, strlen (csv));
  if (file != NULL)
    save (self);
  else
    ask (self, domain, _ ("Save the Numbers"), ".csv");
}

/**
 * hangar_performance_export_png:
 * @parent: a widget of the window
 * @domain: the machine
 * @shown: what to save a picture of
 * @file: (nullable): where to; %NULL asks
 *
 * Saves what is shown now.
 */
void
hangar_performance_export_png (GtkWidget *parent, HangarDomain *domain, GtkWidget *shown, GFile *file)
{
  Export *self = export_begin (parent, file);

  self->picture = hangar_picture_of_widget (shown);
  if (self->picture == NULL)
    export_free (self);
  else if (file != NULL)
    save (self);
  else
    ask (self, domain, _ ("Save the Picture"), ".png");
}
