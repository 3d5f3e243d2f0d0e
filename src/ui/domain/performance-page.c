/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a machine does, as graphs; asked for only while the page is on the screen. */

#include "config.h"

#include "ui/domain/performance-page.h"

#include <glib/gi18n-lib.h>

#include "model/domain-stats.h"
#include "model/guest-view.h"
#include "model/sampler.h"
#include "ui/domain/guest-group.h"
#include "ui/domain/performance-export.h"
#include "util/format.h"
#include "widgets/error-toast.h"
#include "widgets/graph.h"

/* How often the balloon is to ask the guest, in seconds. */
#define BALLOON_PERIOD 2

typedef enum
{
  GRAPH_CPU,
  GRAPH_MEMORY,
  GRAPH_DISK,
  GRAPH_REQUESTS,
  GRAPH_NETWORK,
  N_GRAPHS,
} GraphId;

struct _HangarPerformancePage
{
  AdwBin parent_instance;

  HangarDomain *domain;
  HangarDomainStats *stats;
  HangarLook *look; /* while somebody can see the page */
  GSimpleActionGroup *actions;
  GCancellable *cancellable;

  GtkWidget *graphs_box;
  HangarGraph *graphs[N_GRAPHS];
  gboolean shown[HANGAR_N_METRICS]; /* metrics whose line is in its graph */
  GtkWidget *memory_hint;
  GtkWidget *devices_box;
  HangarGuestGroup *guest_group;
  GHashTable *device_graphs; /* name → HangarGraph */
  HangarSpan span;
  gboolean paused;
  gboolean with_devices;
};

G_DEFINE_FINAL_TYPE (HangarPerformancePage, hangar_performance_page, ADW_TYPE_BIN)

typedef struct
{
  GraphId graph;
  HangarMetric metric;
  HangarHue hue;
  const char *label;
} LineEntry;

static const LineEntry lines[] = {
  { GRAPH_CPU, HANGAR_METRIC_CPU, HANGAR_HUE_CPU, N_ ("Of its processors") },
  { GRAPH_CPU, HANGAR_METRIC_CPU_HOST, HANGAR_HUE_MEMORY, N_ ("Of the host") },
  { GRAPH_MEMORY, HANGAR_METRIC_MEMORY_GUEST, HANGAR_HUE_MEMORY, N_ ("Used by the guest") },
  { GRAPH_MEMORY, HANGAR_METRIC_MEMORY_RSS, HANGAR_HUE_CPU, N_ ("Taken on the host") },
  { GRAPH_MEMORY, HANGAR_METRIC_MEMORY_ALLOCATED, HANGAR_HUE_RECEIVE, N_ ("Allocated") },
  { GRAPH_DISK, HANGAR_METRIC_READ, HANGAR_HUE_READ, N_ ("Read") },
  { GRAPH_DISK, HANGAR_METRIC_WRITE, HANGAR_HUE_WRITE, N_ ("Written") },
  { GRAPH_REQUESTS, HANGAR_METRIC_READ_REQUESTS, HANGAR_HUE_READ, N_ ("Reads") },
  { GRAPH_REQUESTS, HANGAR_METRIC_WRITE_REQUESTS, HANGAR_HUE_WRITE, N_ ("Writes") },
  { GRAPH_NETWORK, HANGAR_METRIC_RECEIVE, HANGAR_HUE_RECEIVE, N_ ("Received") },
  { GRAPH_NETWORK, HANGAR_METRIC_SEND, HANGAR_HUE_SEND, N_ ("Sent") },
};

static gboolean
guest_tells_memory (HangarPerformancePage *self)
{
  return (hangar_domain_stats_get_fields (self->stats) & HANGAR_SAMPLE_MEMORY_AVAILABLE) != 0;
}

static void
add_lines (HangarPerformancePage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      HangarSeries *series = hangar_domain_stats_get_series (self->stats, lines[i].metric);

      if (series == NULL || self->shown[lines[i].metric])
        continue;
      self->shown[lines[i].metric] = TRUE;
      hangar_graph_add_series (self->graphs[lines[i].graph], series, _ (lines[i].label), lines[i].hue);
    }
}

/* Why a graph has nothing to show yet, for a graph whose numbers the host has in principle. */
static const char *
why_nothing (HangarPerformancePage *self, GraphId graph)
{
  if (!hangar_domain_get_available (self->domain))
    return _ ("The host is not connected.");
  if (!hangar_domain_is_active (self->domain))
    return _ ("The machine is off.");
  if (hangar_domain_get_state (self->domain) != HANGAR_DOMAIN_RUNNING)
    return _ ("The machine does not run at the moment.");
  if (hangar_domain_stats_get_fields (self->stats) == 0)
    return _ ("Waiting for the first numbers…");
  if (graph == GRAPH_NETWORK &&
      (hangar_domain_stats_get_fields (self->stats) & HANGAR_SAMPLE_RECEIVED_BYTES) == 0)
    return _ (
      "The host does not count this machine’s network traffic: it has no network interface, or one of the "
      "user mode kind, which has no counters.");
  if ((graph == GRAPH_DISK || graph == GRAPH_REQUESTS) &&
      (hangar_domain_stats_get_fields (self->stats) & HANGAR_SAMPLE_READ_BYTES) == 0)
    return _ ("The host does not count what this machine reads and writes.");
  return _ ("Waiting for the first numbers…");
}

static void
update_graphs (HangarPerformancePage *self)
{
  guint64 total = hangar_domain_stats_get_memory_total (self->stats);

  add_lines (self);
  hangar_graph_set_maximum (self->graphs[GRAPH_MEMORY], (double) total);
  for (guint i = 0; i < N_GRAPHS; i++)
    {
      gboolean empty = hangar_graph_get_n_series (self->graphs[i]) == 0;

      hangar_graph_set_unavailable (self->graphs[i], empty ? why_nothing (self, i) : NULL, NULL, NULL);
      hangar_graph_refresh (self->graphs[i]);
    }
  gtk_widget_set_visible (self->memory_hint,
                          hangar_domain_get_state (self->domain) == HANGAR_DOMAIN_RUNNING &&
                            hangar_domain_stats_get_fields (self->stats) != 0 && !guest_tells_memory (self));
}

static void
set_up_graph (HangarPerformancePage *self, HangarGraph *graph)
{
  const GArray *marks = hangar_domain_stats_get_marks (self->stats);

  hangar_graph_set_span (graph, self->span);
  hangar_graph_set_paused (graph, self->paused);
  for (guint i = 0; marks != NULL && i < marks->len; i++)
    hangar_graph_add_mark (graph, g_array_index (marks, HangarStatsMark, i).time,
                           g_array_index (marks, HangarStatsMark, i).text);
}

static HangarGraph *
device_graph (HangarPerformancePage *self, const char *title)
{
  HangarGraph *graph = g_hash_table_lookup (self->device_graphs, title);

  if (graph != NULL)
    return graph;
  graph = HANGAR_GRAPH (hangar_graph_new (title));
  set_up_graph (self, graph);
  gtk_box_append (GTK_BOX (self->devices_box), GTK_WIDGET (graph));
  g_hash_table_insert (self->device_graphs, g_strdup (title), graph);
  return graph;
}

static void
update_devices (HangarPerformancePage *self, GPtrArray *devices, gboolean disks)
{
  for (guint i = 0; devices != NULL && i < devices->len; i++)
    {
      const HangarDeviceStats *device = g_ptr_array_index (devices, i);
      /* Translators: %s is the name of a disk, such as "vda" */
      g_autofree char *title = disks ? g_strdup_printf (_ ("Disk %s"), device->name)
                                     : g_strdup_printf (C_ ("interface", "Network %s"), device->name);
      HangarGraph *graph;

      if (device->in == NULL || device->out == NULL)
        continue;
      graph = device_graph (self, title);
      if (hangar_graph_get_n_series (graph) == 0)
        {
          hangar_graph_set_format (graph, hangar_format_rate, TRUE);
          hangar_graph_add_series (graph, device->in, disks ? _ ("Read") : _ ("Received"),
                                   disks ? HANGAR_HUE_READ : HANGAR_HUE_RECEIVE);
          hangar_graph_add_series (graph, device->out, disks ? _ ("Written") : _ ("Sent"),
                                   disks ? HANGAR_HUE_WRITE : HANGAR_HUE_SEND);
        }
      hangar_graph_refresh (graph);
    }
}

static void
update_vcpus (HangarPerformancePage *self)
{
  GPtrArray *vcpus = hangar_domain_stats_get_vcpus (self->stats);
  HangarGraph *graph;

  if (vcpus == NULL || vcpus->len == 0)
    return;
  graph = device_graph (self, _ ("Each processor"));
  hangar_graph_set_maximum (graph, 1);
  for (guint i = hangar_graph_get_n_series (graph); i < vcpus->len; i++)
    {
      const HangarDeviceStats *vcpu = g_ptr_array_index (vcpus, i);
      /* Translators: the number of a virtual processor */
      g_autofree char *label = g_strdup_printf (_ ("Processor %s"), vcpu->name);

      if (vcpu->in == NULL)
        break;
      hangar_graph_add_series (graph, vcpu->in, label, i);
    }
  hangar_graph_refresh (graph);
}

static void
updated_cb (HangarPerformancePage *self)
{
  if (self->look == NULL)
    return;
  update_graphs (self);
  if (!self->with_devices)
    return;
  update_vcpus (self);
  update_devices (self, hangar_domain_stats_get_disks (self->stats), TRUE);
  update_devices (self, hangar_domain_stats_get_interfaces (self->stats), FALSE);
}

typedef void (*GraphFunc) (HangarPerformancePage *self, HangarGraph *graph);

static void
for_each_graph (HangarPerformancePage *self, GraphFunc func)
{
  GHashTableIter iter;
  gpointer graph;

  for (guint i = 0; i < N_GRAPHS; i++)
    func (self, self->graphs[i]);
  g_hash_table_iter_init (&iter, self->device_graphs);
  while (g_hash_table_iter_next (&iter, NULL, &graph))
    func (self, graph);
}

static void
apply_view (HangarPerformancePage *self, HangarGraph *graph)
{
  hangar_graph_set_span (graph, self->span);
  hangar_graph_set_paused (graph, self->paused);
}

static void
add_last_mark (HangarPerformancePage *self, HangarGraph *graph)
{
  const GArray *marks = hangar_domain_stats_get_marks (self->stats);
  const HangarStatsMark *mark = &g_array_index (marks, HangarStatsMark, marks->len - 1);

  hangar_graph_add_mark (graph, mark->time, mark->text);
}

static void
marked_cb (HangarPerformancePage *self)
{
  for_each_graph (self, add_last_mark);
}

static void
span_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarPerformancePage *self = data;

  self->span = (HangarSpan) CLAMP (g_variant_get_int32 (value), HANGAR_SPAN_MINUTE, HANGAR_SPAN_ALL);
  g_simple_action_set_state (action, value);
  for_each_graph (self, apply_view);
}

static void
paused_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarPerformancePage *self = data;

  self->paused = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  for_each_graph (self, apply_view);
}

static guint
groups_of (HangarPerformancePage *self)
{
  guint groups = HANGAR_STATS_CPU | HANGAR_STATS_MEMORY | HANGAR_STATS_DISK | HANGAR_STATS_NETWORK;

  return self->with_devices ? groups | HANGAR_STATS_VCPU : groups;
}

static void
begin_look (HangarPerformancePage *self)
{
  HangarConnection *connection = hangar_domain_get_connection (self->domain);

  g_clear_pointer (&self->look, hangar_look_end);
  if (connection != NULL)
    self->look = hangar_sampler_look (hangar_sampler_of (connection), groups_of (self), self->domain, TRUE);
}

static void
devices_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarPerformancePage *self = data;

  self->with_devices = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  gtk_widget_set_visible (self->devices_box, self->with_devices);
  if (self->look != NULL)
    begin_look (self);
  updated_cb (self);
}

static void
export_csv_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarPerformancePage *self = data;

  hangar_performance_export_csv (GTK_WIDGET (self), self->domain, self->span, NULL);
}

static void
export_png_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarPerformancePage *self = data;

  hangar_performance_export_png (GTK_WIDGET (self), self->domain, self->graphs_box, NULL);
}

static void
memory_watched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarPerformancePage) self = data;
  g_autoptr (GError) error = NULL;
  GtkWidget *overlay;

  if (hangar_domain_watch_memory_finish (self->domain, result, &error))
    return;
  overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  if (overlay != NULL)
    hangar_error_toast_show (ADW_TOAST_OVERLAY (overlay), _ ("Could not turn on memory statistics"), error);
}

static void
watch_memory_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  HangarPerformancePage *self = data;

  hangar_domain_watch_memory_async (self->domain, BALLOON_PERIOD, self->cancellable, memory_watched_cb,
                                    g_object_ref (self));
}

static const GActionEntry entries[] = {
  { "span", NULL, "i", "0", span_cb, { 0 } },
  { "paused", NULL, NULL, "false", paused_cb, { 0 } },
  { "devices", NULL, NULL, "false", devices_cb, { 0 } },
  { "export-csv", export_csv_cb, NULL, NULL, NULL, { 0 } },
  { "export-png", export_png_cb, NULL, NULL, NULL, { 0 } },
  { "watch-memory", watch_memory_cb, NULL, NULL, NULL, { 0 } },
};

static void
hangar_performance_page_map (GtkWidget *widget)
{
  HangarPerformancePage *self = HANGAR_PERFORMANCE_PAGE (widget);

  GTK_WIDGET_CLASS (hangar_performance_page_parent_class)->map (widget);
  begin_look (self);
  updated_cb (self);
}

static void
hangar_performance_page_unmap (GtkWidget *widget)
{
  g_clear_pointer (&HANGAR_PERFORMANCE_PAGE (widget)->look, hangar_look_end);
  GTK_WIDGET_CLASS (hangar_performance_page_parent_class)->unmap (widget);
}

static void
hangar_performance_page_dispose (GObject *object)
{
  HangarPerformancePage *self = HANGAR_PERFORMANCE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->look, hangar_look_end);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "performance", NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stats);
  g_clear_object (&self->domain);
  g_clear_pointer (&self->device_graphs, g_hash_table_unref);
  G_OBJECT_CLASS (hangar_performance_page_parent_class)->dispose (object);
}

static void
hangar_performance_page_class_init (HangarPerformancePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_GRAPHS] = { "cpu_graph", "memory_graph", "disk_graph", "requests_graph",
                                               "network_graph" };

  G_OBJECT_CLASS (klass)->dispose = hangar_performance_page_dispose;
  widget_class->map = hangar_performance_page_map;
  widget_class->unmap = hangar_performance_page_unmap;

  g_type_ensure (HANGAR_TYPE_GRAPH);
  g_type_ensure (HANGAR_TYPE_GUEST_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               HANGAR_RESOURCE_PATH "/domain/performance-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarPerformancePage, graphs_box);
  gtk_widget_class_bind_template_child (widget_class, HangarPerformancePage, memory_hint);
  gtk_widget_class_bind_template_child (widget_class, HangarPerformancePage, devices_box);
  gtk_widget_class_bind_template_child (widget_class, HangarPerformancePage, guest_group);
  for (guint i = 0; i < N_GRAPHS; i++)
    gtk_widget_class_bind_template_child_full (
      widget_class, names[i], FALSE,
      (gssize) (G_STRUCT_OFFSET (HangarPerformancePage, graphs) + i * sizeof (HangarGraph *)));
}

static void
hangar_performance_page_init (HangarPerformancePage *self)
{
  self->device_graphs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "performance", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_graph_set_maximum (self->graphs[GRAPH_CPU], 1);
  hangar_graph_set_format (self->graphs[GRAPH_MEMORY], hangar_format_bytes, TRUE);
  hangar_graph_set_format (self->graphs[GRAPH_DISK], hangar_format_rate, TRUE);
  hangar_graph_set_format (self->graphs[GRAPH_REQUESTS], hangar_format_requests, FALSE);
  hangar_graph_set_format (self->graphs[GRAPH_NETWORK], hangar_format_rate, TRUE);
}

/**
 * hangar_performance_page_new:
 * @domain: a machine
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hangar_performance_page_new (HangarDomain *domain)
{
  HangarPerformancePage *self = g_object_new (HANGAR_TYPE_PERFORMANCE_PAGE, NULL);

  self->domain = g_object_ref (domain);
  self->stats = g_object_ref (hangar_domain_stats_of (domain));
  hangar_guest_group_set_domain (self->guest_group, domain);
  for (guint i = 0; i < N_GRAPHS; i++)
    set_up_graph (self, self->graphs[i]);
  g_signal_connect_object (self->stats, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stats, "marked", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::state", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::available", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
