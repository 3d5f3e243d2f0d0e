/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host and all its machines do together, who takes most, and whether more was promised than there is.
 */

#include "config.h"

#include "ui/host/host-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/domain.h"
#include "model/sampler.h"
#include "ui/host/inventory-view.h"
#include "util/format.h"
#include "widgets/graph.h"

#define N_TOP 5

typedef enum
{
  GRAPH_CPU,
  GRAPH_MEMORY,
  GRAPH_DISK,
  GRAPH_NETWORK,
  N_GRAPHS,
} GraphId;

struct _HangarHostPage
{
  AdwBin parent_instance;

  HangarConnection *connection;
  HangarSampler *sampler;
  HangarLook *look; /* while somebody can see the page */
  gulong ticked;

  HangarGraph *graphs[N_GRAPHS];
  GtkLabel *commitment_label;
  HangarInventoryView *inventory_view;
  AdwPreferencesGroup *top_group;
  AdwActionRow *top_rows[N_TOP];
};

G_DEFINE_FINAL_TYPE (HangarHostPage, hangar_host_page, ADW_TYPE_BIN)

typedef struct
{
  GraphId graph;
  HangarHostMetric metric;
  HangarHue hue;
  const char *label;
} LineEntry;

static const LineEntry lines[] = {
  { GRAPH_CPU, HANGAR_HOST_CPU, HANGAR_HUE_CPU, N_ ("The host") },
  { GRAPH_CPU, HANGAR_HOST_CPU_MACHINES, HANGAR_HUE_MEMORY, N_ ("Its machines") },
  { GRAPH_MEMORY, HANGAR_HOST_MEMORY, HANGAR_HUE_CPU, N_ ("The host") },
  { GRAPH_MEMORY, HANGAR_HOST_MEMORY_MACHINES, HANGAR_HUE_MEMORY, N_ ("Its machines") },
  { GRAPH_DISK, HANGAR_HOST_READ, HANGAR_HUE_READ, N_ ("Read") },
  { GRAPH_DISK, HANGAR_HOST_WRITE, HANGAR_HUE_WRITE, N_ ("Written") },
  { GRAPH_NETWORK, HANGAR_HOST_RECEIVE, HANGAR_HUE_RECEIVE, N_ ("Received") },
  { GRAPH_NETWORK, HANGAR_HOST_SEND, HANGAR_HUE_SEND, N_ ("Sent") },
};

/* --- Who takes most */

static float
cpu_of (HangarDomain *domain)
{
  HangarDomainStats *stats = hangar_domain_stats_of (domain);
  float cpu = hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU);

  return isnan (cpu) ? 0 : cpu * (float) hangar_domain_stats_get_n_vcpus (stats);
}

static int
compare_cpu (gconstpointer a, gconstpointer b)
{
  float first = cpu_of (*(HangarDomain *const *) a);
  float second = cpu_of (*(HangarDomain *const *) b);

  return first < second ? 1 : first > second ? -1 : 0;
}

static void
show_consumer (HangarHostPage *self, guint index, HangarDomain *domain)
{
  HangarDomainStats *stats = hangar_domain_stats_of (domain);
  g_autofree char *cpu = hangar_format_percent (hangar_domain_stats_get_value (stats, HANGAR_METRIC_CPU));
  const float bytes = hangar_domain_stats_get_value (stats, HANGAR_METRIC_MEMORY);
  g_autofree char *memory = hangar_format_bytes (bytes);
  /* Translators: a share of a machine's processors */
  g_autofree char *text = isnan (bytes)
                            ? g_strdup_printf (_ ("%s of its processors"), cpu)
                            /* Translators: a share of a machine's processors, and memory */
                            : g_strdup_printf (_ ("%s of its processors, %s of memory"), cpu, memory);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->top_rows[index]),
                                 hangar_domain_get_display_name (domain));
  adw_action_row_set_subtitle (self->top_rows[index], text);
  gtk_widget_set_visible (GTK_WIDGET (self->top_rows[index]), TRUE);
}

static void
update_top (HangarHostPage *self)
{
  g_autoptr (GPtrArray) domains = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer domain;

  g_hash_table_iter_init (&iter, hangar_sampler_get_active (self->sampler));
  while (g_hash_table_iter_next (&iter, &domain, NULL))
    g_ptr_array_add (domains, domain);
  g_ptr_array_sort (domains, compare_cpu);
  for (guint i = 0; i < N_TOP; i++)
    {
      if (i < domains->len)
        show_consumer (self, i, g_ptr_array_index (domains, i));
      else
        gtk_widget_set_visible (GTK_WIDGET (self->top_rows[i]), FALSE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->top_group), domains->len > 0);
}

/* --- Graphs */

static void
update (HangarHostPage *self)
{
  HangarHostStats *host = hangar_sampler_get_host (self->sampler);
  const HangarVirtHostFacts *facts = hangar_connection_get_facts (self->connection);
  g_autofree char *commitment = hangar_host_page_commitment (self->connection);

  for (guint i = 0; i < N_GRAPHS; i++)
    hangar_graph_refresh (self->graphs[i]);
  hangar_graph_set_unavailable (self->graphs[GRAPH_NETWORK],
                                isnan (hangar_host_stats_get_value (host, HANGAR_HOST_RECEIVE))
                                  ? _ ("No running machine has a network whose traffic the host counts.")
                                  : NULL,
                                NULL, NULL);
  hangar_graph_set_unavailable (self->graphs[GRAPH_DISK],
                                isnan (hangar_host_stats_get_value (host, HANGAR_HOST_READ))
                                  ? _ ("No running machine has a disk whose traffic the host counts.")
                                  : NULL,
                                NULL, NULL);
  if (facts != NULL)
    hangar_graph_set_maximum (self->graphs[GRAPH_MEMORY], (double) facts->memory);
  gtk_label_set_text (self->commitment_label, commitment);
  update_top (self);
}

static void
fill_graphs (HangarHostPage *self)
{
  HangarHostStats *host = hangar_sampler_get_host (self->sampler);

  for (guint i = 0; i < N_GRAPHS; i++)
    hangar_graph_remove_series (self->graphs[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    hangar_graph_add_series (self->graphs[lines[i].graph],
                             hangar_host_stats_get_series (host, lines[i].metric), _ (lines[i].label),
                             lines[i].hue);
}

static void
begin_look (HangarHostPage *self)
{
  if (self->sampler == NULL || self->look != NULL)
    return;
  self->look = hangar_sampler_look (self->sampler,
                                    HANGAR_STATS_CPU | HANGAR_STATS_MEMORY | HANGAR_STATS_DISK |
                                      HANGAR_STATS_NETWORK | HANGAR_STATS_HOST,
                                    NULL, FALSE);
  update (self);
}

static void
hangar_host_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hangar_host_page_parent_class)->map (widget);
  begin_look (HANGAR_HOST_PAGE (widget));
}

static void
hangar_host_page_unmap (GtkWidget *widget)
{
  g_clear_pointer (&HANGAR_HOST_PAGE (widget)->look, hangar_look_end);
  GTK_WIDGET_CLASS (hangar_host_page_parent_class)->unmap (widget);
}

static void
hangar_host_page_dispose (GObject *object)
{
  hangar_host_page_set_connection (HANGAR_HOST_PAGE (object), NULL);
  G_OBJECT_CLASS (hangar_host_page_parent_class)->dispose (object);
}

static void
hangar_host_page_class_init (HangarHostPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_GRAPHS] = { "cpu_graph", "memory_graph", "disk_graph", "network_graph" };

  G_OBJECT_CLASS (klass)->dispose = hangar_host_page_dispose;
  widget_class->map = hangar_host_page_map;
  widget_class->unmap = hangar_host_page_unmap;

  g_type_ensure (HANGAR_TYPE_GRAPH);
  g_type_ensure (HANGAR_TYPE_INVENTORY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/host/host-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarHostPage, commitment_label);
  gtk_widget_class_bind_template_child (widget_class, HangarHostPage, inventory_view);
  gtk_widget_class_bind_template_child (widget_class, HangarHostPage, top_group);
  for (guint i = 0; i < N_GRAPHS; i++)
    gtk_widget_class_bind_template_child_full (
      widget_class, names[i], FALSE,
      (gssize) (G_STRUCT_OFFSET (HangarHostPage, graphs) + i * sizeof (HangarGraph *)));
}

static void
hangar_host_page_init (HangarHostPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hangar_graph_set_maximum (self->graphs[GRAPH_CPU], 1);
  hangar_graph_set_format (self->graphs[GRAPH_MEMORY], hangar_format_bytes, TRUE);
  hangar_graph_set_format (self->graphs[GRAPH_DISK], hangar_format_rate, TRUE);
  hangar_graph_set_format (self->graphs[GRAPH_NETWORK], hangar_format_rate, TRUE);
  for (guint i = 0; i < N_GRAPHS; i++)
    hangar_graph_set_span (self->graphs[i], HANGAR_SPAN_TEN_MINUTES);
  for (guint i = 0; i < N_TOP; i++)
    {
      /* Names come from outside. */
      self->top_rows[i] = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
      adw_preferences_group_add (self->top_group, GTK_WIDGET (self->top_rows[i]));
    }
}

/**
 * hangar_host_page_set_connection:
 * @self: a page
 * @connection: (nullable): the host to show
 */
void
hangar_host_page_set_connection (HangarHostPage *self, HangarConnection *connection)
{
  if (self->connection == connection)
    return;
  g_clear_pointer (&self->look, hangar_look_end);
  if (self->sampler != NULL)
    g_clear_signal_handler (&self->ticked, self->sampler);
  g_clear_object (&self->sampler);
  g_set_object (&self->connection, connection);
  if (self->inventory_view != NULL)
    hangar_inventory_view_set_connection (self->inventory_view, connection);
  if (connection == NULL)
    return;
  self->sampler = g_object_ref (hangar_sampler_of (connection));
  self->ticked = g_signal_connect_swapped (self->sampler, "ticked", G_CALLBACK (update), self);
  fill_graphs (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    begin_look (self);
}

/**
 * hangar_host_page_commitment:
 * @connection: a host
 *
 * Says what its running machines were given of what it has.
 *
 * Returns: (transfer full): sentences
 */
char *
hangar_host_page_commitment (HangarConnection *connection)
{
  const HangarVirtHostFacts *facts = hangar_connection_get_facts (connection);
  GListModel *domains = hangar_connection_get_domains (connection);
  guint64 memory = 0;
  guint vcpus = 0;
  g_autofree char *given = NULL;
  g_autofree char *all = NULL;
  g_autofree char *memory_text = NULL;
  g_autofree char *vcpus_text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, i);

      if (!hangar_domain_is_active (domain))
        continue;
      memory += hangar_domain_get_memory (domain);
      vcpus += hangar_domain_get_vcpus (domain);
    }
  if (facts == NULL || facts->memory == 0)
    return g_strdup ("");

  given = hangar_format_size (memory);
  all = hangar_format_size (facts->memory);
  memory_text = g_strdup_printf (
    memory > facts->memory ? _ ("Running machines were given %s of memory, more than the %s that the host "
                                "has: they can not all use it.")
                           : _ ("Running machines were given %s of the %s of memory that the host has."),
    given, all);
  vcpus_text = g_strdup_printf (
    vcpus > facts->cpus
      ? _ ("They have %u virtual processors on %u real ones: busy machines slow each other down.")
      : _ ("They have %u virtual processors on %u real ones."),
    vcpus, facts->cpus);
  return g_strdup_printf ("%s %s", memory_text, vcpus_text);
}
