/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number of one machine in the list, with its curve. Nothing but the curve is drawn anew when it changes.
 */

#include "config.h"

#include "ui/manager/stat-cell.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/domain-stats.h"
#include "model/sampler.h"
#include "util/format.h"
#include "widgets/sparkline.h"

struct _HangarStatCell
{
  GtkWidget parent_instance;

  HangarStatKind kind;
  HangarSparkline *sparkline;
  HangarDomain *domain;
  HangarDomainStats *stats;
  HangarLook *look; /* drivers without bulk statistics are asked only for what is on the screen */
  gulong updated;
  gulong state;
};

G_DEFINE_FINAL_TYPE (HangarStatCell, hangar_stat_cell, GTK_TYPE_WIDGET)

typedef struct
{
  HangarMetric first;
  HangarMetric second; /* the same as the first when there is only one */
  HangarHue hue;
} KindEntry;

static const KindEntry kinds[HANGAR_N_STATS] = {
  [HANGAR_STAT_CPU] = { HANGAR_METRIC_CPU, HANGAR_METRIC_CPU, HANGAR_HUE_CPU },
  [HANGAR_STAT_MEMORY] = { HANGAR_METRIC_MEMORY, HANGAR_METRIC_MEMORY, HANGAR_HUE_MEMORY },
  [HANGAR_STAT_DISK] = { HANGAR_METRIC_READ, HANGAR_METRIC_WRITE, HANGAR_HUE_READ },
  [HANGAR_STAT_NETWORK] = { HANGAR_METRIC_RECEIVE, HANGAR_METRIC_SEND, HANGAR_HUE_RECEIVE },
};

static const char *
kind_name (HangarStatKind kind)
{
  switch (kind)
    {
    case HANGAR_STAT_CPU:
      return _ ("Processor");
    case HANGAR_STAT_MEMORY:
      return _ ("Memory");
    case HANGAR_STAT_DISK:
      return _ ("Disk");
    case HANGAR_STAT_NETWORK:
    case HANGAR_N_STATS:
    default:
      return _ ("Network");
    }
}

static float
sum (float first, float second)
{
  if (isnan (first))
    return second;
  return isnan (second) ? first : first + second;
}

static float
current_value (HangarStatCell *self)
{
  const KindEntry *kind = &kinds[self->kind];
  float first = hangar_domain_stats_get_value (self->stats, kind->first);

  return kind->first == kind->second ? first
                                     : sum (first, hangar_domain_stats_get_value (self->stats, kind->second));
}

static void
show_curve (HangarStatCell *self)
{
  const KindEntry *kind = &kinds[self->kind];
  HangarSeries *second =
    kind->first == kind->second ? NULL : hangar_domain_stats_get_series (self->stats, kind->second);

  if (self->kind == HANGAR_STAT_CPU)
    hangar_sparkline_set_maximum (self->sparkline, 1);
  else if (self->kind == HANGAR_STAT_MEMORY)
    hangar_sparkline_set_maximum (self->sparkline,
                                  (float) hangar_domain_stats_get_memory_total (self->stats));
  hangar_sparkline_set_series (self->sparkline, hangar_domain_stats_get_series (self->stats, kind->first),
                               second);
  hangar_sparkline_refresh (self->sparkline);
}

static void
update (HangarStatCell *self)
{
  g_autofree char *text = NULL;
  g_autofree char *said = NULL;
  float value;

  if (!hangar_domain_is_active (self->domain))
    {
      hangar_sparkline_set_series (self->sparkline, NULL, NULL);
      hangar_sparkline_set_text (self->sparkline, NULL, NULL);
      return;
    }
  show_curve (self);
  value = current_value (self);
  text = self->kind == HANGAR_STAT_CPU ? hangar_format_percent (value) : hangar_format_size_short (value);
  /* Translators: read aloud: what is measured, and its value */
  said = g_strdup_printf (_ ("%s %s"), kind_name (self->kind), isnan (value) ? _ ("not available") : text);
  hangar_sparkline_set_text (self->sparkline, text, said);
}

static char *
pair_text (HangarStatCell *self, const char *format)
{
  const KindEntry *kind = &kinds[self->kind];
  g_autofree char *first = hangar_format_rate (hangar_domain_stats_get_value (self->stats, kind->first));
  g_autofree char *second = hangar_format_rate (hangar_domain_stats_get_value (self->stats, kind->second));
  g_auto (GStrv) parts = g_strsplit (format, "%s", 3);

  return g_strconcat (parts[0], first, parts[1], second, parts[2], NULL);
}

static char *
why_not (HangarStatCell *self)
{
  if (hangar_domain_get_state (self->domain) != HANGAR_DOMAIN_RUNNING)
    return g_strdup (_ ("The machine does not run at the moment."));
  if (self->kind == HANGAR_STAT_NETWORK && hangar_domain_stats_get_fields (self->stats) != 0)
    return g_strdup (
      _ ("Not available: the host has no counters for this machine’s network (user mode networking "
         "has none)."));
  return g_strdup (_ ("Not available"));
}

static char *
details (HangarStatCell *self)
{
  float value = current_value (self);
  guint64 total = hangar_domain_stats_get_memory_total (self->stats);
  g_autofree char *used = NULL;
  g_autofree char *all = NULL;

  if (isnan (value))
    return why_not (self);
  switch (self->kind)
    {
    case HANGAR_STAT_CPU:
      used = hangar_format_percent (value);
      /* Translators: a share of a machine's processors */
      return g_strdup_printf (_ ("%s of its processors"), used);
    case HANGAR_STAT_MEMORY:
      used = hangar_format_bytes (value);
      all = hangar_format_size (total);
      /* Translators: memory used by a machine, and what it has */
      return g_strdup_printf (_ ("%s of %s"), used, all);
    case HANGAR_STAT_DISK:
      /* Translators: two data rates */
      return pair_text (self, _ ("Read %s, written %s"));
    case HANGAR_STAT_NETWORK:
    case HANGAR_N_STATS:
    default:
      /* Translators: two data rates */
      return pair_text (self, _ ("Received %s, sent %s"));
    }
}

/* Asked for when somebody points here, rather than written for all rows each second. */
static gboolean
query_tooltip_cb (HangarStatCell *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *text = NULL;

  if (self->domain == NULL || !hangar_domain_is_active (self->domain))
    return FALSE;
  text = details (self);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
hangar_stat_cell_dispose (GObject *object)
{
  HangarStatCell *self = HANGAR_STAT_CELL (object);

  hangar_stat_cell_set_domain (self, NULL);
  g_clear_pointer ((GtkWidget **) &self->sparkline, gtk_widget_unparent);
  G_OBJECT_CLASS (hangar_stat_cell_parent_class)->dispose (object);
}

static void
hangar_stat_cell_class_init (HangarStatCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_stat_cell_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statistic");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hangar_stat_cell_init (HangarStatCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/**
 * hangar_stat_cell_new:
 * @kind: what it shows
 *
 * Returns: (transfer floating): a cell of no machine
 */
GtkWidget *
hangar_stat_cell_new (HangarStatKind kind)
{
  HangarStatCell *self = g_object_new (HANGAR_TYPE_STAT_CELL, NULL);

  self->kind = kind;
  self->sparkline =
    g_object_new (HANGAR_TYPE_SPARKLINE, "hue", kinds[kind].hue, "with-text", TRUE, "hexpand", TRUE, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->sparkline), GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * hangar_stat_cell_set_domain:
 * @self: a cell
 * @domain: (nullable): the machine to show
 */
void
hangar_stat_cell_set_domain (HangarStatCell *self, HangarDomain *domain)
{
  HangarConnection *connection;

  if (self->domain == domain)
    return;
  if (self->domain != NULL)
    {
      g_clear_signal_handler (&self->updated, self->stats);
      g_clear_signal_handler (&self->state, self->domain);
      g_clear_pointer (&self->look, hangar_look_end);
      g_clear_object (&self->stats);
    }
  g_set_object (&self->domain, domain);
  if (domain == NULL)
    return;
  self->stats = g_object_ref (hangar_domain_stats_of (domain));
  self->updated = g_signal_connect_swapped (self->stats, "updated", G_CALLBACK (update), self);
  self->state = g_signal_connect_swapped (domain, "notify::state", G_CALLBACK (update), self);
  connection = hangar_domain_get_connection (domain);
  if (connection != NULL)
    self->look = hangar_sampler_look (hangar_sampler_of (connection), 0, domain, FALSE);
  update (self);
}
