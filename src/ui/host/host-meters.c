/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How busy a host is, in two small bars: processors and memory, with the share that its machines take. */

#include "config.h"

#include "ui/host/host-meters.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/sampler.h"
#include "util/format.h"
#include "widgets/meter.h"

struct _HangarHostMeters
{
  GtkWidget parent_instance;

  HangarConnection *connection;
  HangarSampler *sampler;
  HangarLook *look; /* while somebody can see it */
  HangarMeter *cpu;
  HangarMeter *memory;
};

G_DEFINE_FINAL_TYPE (HangarHostMeters, hangar_host_meters, GTK_TYPE_WIDGET)

static void
update (HangarHostMeters *self)
{
  HangarHostStats *host = hangar_sampler_get_host (self->sampler);
  float total = (float) hangar_host_stats_get_memory_total (host);
  float cpu = hangar_host_stats_get_value (host, HANGAR_HOST_CPU);
  float cpu_share = hangar_host_stats_get_value (host, HANGAR_HOST_CPU_MACHINES);
  float memory = hangar_host_stats_get_value (host, HANGAR_HOST_MEMORY);
  float memory_share = hangar_host_stats_get_value (host, HANGAR_HOST_MEMORY_MACHINES);
  g_autofree char *cpu_text = hangar_format_percent (cpu);
  g_autofree char *cpu_share_text = hangar_format_percent (cpu_share);
  g_autofree char *memory_text = hangar_format_bytes (memory);
  g_autofree char *memory_share_text = hangar_format_bytes (memory_share);
  g_autofree char *cpu_sentence =
    /* Translators: shares of a host's processors */
    g_strdup_printf (_ ("Processors: %s, of that its machines %s"), cpu_text, cpu_share_text);
  g_autofree char *memory_sentence =
    /* Translators: amounts of a host's memory */
    g_strdup_printf (_ ("Memory: %s, of that its machines %s"), memory_text, memory_share_text);

  hangar_meter_set_value (self->cpu, cpu, cpu_share, cpu_sentence);
  hangar_meter_set_value (self->memory, total > 0 ? memory / total : NAN,
                          total > 0 ? memory_share / total : NAN, memory_sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->memory), !isnan (memory));
  gtk_widget_set_visible (GTK_WIDGET (self->cpu), !isnan (cpu));
}

static void
show_when_open (HangarHostMeters *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          hangar_connection_get_state (self->connection) == HANGAR_CONNECTION_OPEN);
}

static void
hangar_host_meters_map (GtkWidget *widget)
{
  HangarHostMeters *self = HANGAR_HOST_METERS (widget);

  GTK_WIDGET_CLASS (hangar_host_meters_parent_class)->map (widget);
  if (self->sampler != NULL)
    self->look = hangar_sampler_look (
      self->sampler, HANGAR_STATS_CPU | HANGAR_STATS_MEMORY | HANGAR_STATS_HOST, NULL, FALSE);
}

static void
hangar_host_meters_unmap (GtkWidget *widget)
{
  g_clear_pointer (&HANGAR_HOST_METERS (widget)->look, hangar_look_end);
  GTK_WIDGET_CLASS (hangar_host_meters_parent_class)->unmap (widget);
}

static void
hangar_host_meters_dispose (GObject *object)
{
  HangarHostMeters *self = HANGAR_HOST_METERS (object);
  GtkWidget *child;

  g_clear_pointer (&self->look, hangar_look_end);
  g_clear_object (&self->sampler);
  g_clear_object (&self->connection);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hangar_host_meters_parent_class)->dispose (object);
}

static void
hangar_host_meters_class_init (HangarHostMetersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_host_meters_dispose;
  widget_class->map = hangar_host_meters_map;
  widget_class->unmap = hangar_host_meters_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "meters");
}

static void
hangar_host_meters_init (HangarHostMeters *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 8);
  self->cpu = HANGAR_METER (hangar_meter_new (_ ("Processors of the host")));
  self->memory = HANGAR_METER (hangar_meter_new (_ ("Memory of the host")));
  gtk_widget_set_parent (GTK_WIDGET (self->cpu), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->memory), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->cpu), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->memory), FALSE);
}

/**
 * hangar_host_meters_set_connection:
 * @self: meters
 * @connection: the host; given once
 */
void
hangar_host_meters_set_connection (HangarHostMeters *self, HangarConnection *connection)
{
  g_return_if_fail (self->connection == NULL);

  self->connection = g_object_ref (connection);
  self->sampler = g_object_ref (hangar_sampler_of (connection));
  g_signal_connect_object (self->sampler, "ticked", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::state", G_CALLBACK (show_when_open), self, G_CONNECT_SWAPPED);
  show_when_open (self);
}
