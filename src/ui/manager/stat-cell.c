/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number of one machine in the list, with its curve; or a fact of it, as text. It shows something when it
 * is in sight, and listens to nothing by itself: there are thousands of them. */

#include "config.h"

#include "ui/manager/stat-cell.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/domain-stats.h"
#include "model/domain-whereabouts.h"
#include "model/os-words.h"
#include "model/sampler.h"
#include "util/clock.h"
#include "util/format.h"
#include "widgets/drawn-text.h"
#include "widgets/sparkline.h"

struct _HangarStatCell
{
  GtkWidget parent_instance;

  HangarStatKind kind;
  HangarSparkline *sparkline; /* NULL: a fact, drawn as text */
  HangarDrawnText *text;      /* likewise the other way round */
  HangarDomain *domain;
  HangarDomainStats *stats; /* NULL for a fact */
  HangarLook *look;         /* drivers without bulk statistics are asked only for what is on the screen */
  guint serial;             /* of what is shown; 0: nothing yet */
};

G_DEFINE_FINAL_TYPE (HangarStatCell, hangar_stat_cell, GTK_TYPE_WIDGET)

typedef struct
{
  HangarMetric first;
  HangarMetric second; /* the same as the first when there is only one */
  HangarHue hue;
} KindEntry;

static const KindEntry kinds[HANGAR_STAT_NETWORK + 1] = {
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
      return _ ("Network");
    case HANGAR_STAT_ADDRESS:
      return _ ("Address");
    case HANGAR_STAT_UPTIME:
      return _ ("Running For");
    case HANGAR_STAT_OS:
    case HANGAR_N_STATS:
    default:
      return _ ("System");
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

static char *
uptime_text (HangarDomain *domain)
{
  gboolean at_least = FALSE;
  gint64 seconds = hangar_domain_get_uptime (domain, hangar_clock_now (), &at_least);
  g_autofree char *duration = seconds >= 0 ? hangar_format_duration (seconds) : NULL;

  if (duration == NULL)
    return NULL;
  /* Translators: %s is how long a machine has been running at least: nobody knows since when */
  return at_least ? g_strdup_printf (_ ("> %s"), duration) : g_steal_pointer (&duration);
}

static char *
fact_text (HangarStatCell *self)
{
  switch (self->kind)
    {
    case HANGAR_STAT_ADDRESS:
      return hangar_domain_is_active (self->domain) ? g_strdup (hangar_domain_get_address (self->domain))
                                                    : NULL;
    case HANGAR_STAT_UPTIME:
      return uptime_text (self->domain);
    case HANGAR_STAT_CPU:
    case HANGAR_STAT_MEMORY:
    case HANGAR_STAT_DISK:
    case HANGAR_STAT_NETWORK:
    case HANGAR_STAT_OS:
    case HANGAR_N_STATS:
    default:
      return hangar_os_words (hangar_domain_get_os_id (self->domain));
    }
}

static void
update_fact (HangarStatCell *self)
{
  g_autofree char *text = fact_text (self);
  g_autofree char *said = NULL;

  if (!hangar_drawn_text_set (self->text, text))
    return;
  said = text != NULL ? g_strdup_printf (_ ("%s %s"), kind_name (self->kind), text) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
    case HANGAR_STAT_ADDRESS:
    case HANGAR_STAT_UPTIME:
    case HANGAR_STAT_OS:
    case HANGAR_N_STATS:
    default:
      /* Translators: two data rates */
      return pair_text (self, _ ("Received %s, sent %s"));
    }
}

static char *
fact_details (HangarStatCell *self)
{
  if (self->kind != HANGAR_STAT_UPTIME)
    return g_strdup (hangar_drawn_text_get (self->text));
  return g_strdup (_ ("Hangar knows when a machine starts while it looks on. One that ran before has been "
                      "running for longer than this."));
}

/* Asked for when somebody points here, rather than written for all rows each second. */
static gboolean
query_tooltip_cb (HangarStatCell *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *text = NULL;

  if (self->domain == NULL || (self->kind != HANGAR_STAT_OS && !hangar_domain_is_active (self->domain)))
    return FALSE;
  text = self->sparkline != NULL ? details (self) : fact_details (self);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
hangar_stat_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarStatCell *self = HANGAR_STAT_CELL (widget);
  int height;

  if (self->text != NULL)
    {
      height = hangar_drawn_text_measure_height (self->text, widget);
      hangar_drawn_text_draw (
        self->text, widget, snapshot,
        &GRAPHENE_RECT_INIT (0, floorf ((float) (gtk_widget_get_height (widget) - height) / 2),
                             (float) gtk_widget_get_width (widget), (float) height));
    }
  GTK_WIDGET_CLASS (hangar_stat_cell_parent_class)->snapshot (widget, snapshot);
}

static void
hangar_stat_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (hangar_stat_cell_parent_class)->css_changed (widget, change);
  if (HANGAR_STAT_CELL (widget)->text != NULL)
    hangar_drawn_text_restyle (HANGAR_STAT_CELL (widget)->text);
}

static void
hangar_stat_cell_dispose (GObject *object)
{
  HangarStatCell *self = HANGAR_STAT_CELL (object);

  hangar_stat_cell_set_domain (self, NULL);
  g_clear_pointer ((GtkWidget **) &self->sparkline, gtk_widget_unparent);
  g_clear_pointer (&self->text, hangar_drawn_text_free);
  G_OBJECT_CLASS (hangar_stat_cell_parent_class)->dispose (object);
}

static void
hangar_stat_cell_class_init (HangarStatCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_stat_cell_dispose;
  widget_class->snapshot = hangar_stat_cell_snapshot;
  widget_class->css_changed = hangar_stat_cell_css_changed;
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
  if (kind > HANGAR_STAT_NETWORK)
    {
      self->text = hangar_drawn_text_new (TRUE);
      return GTK_WIDGET (self);
    }
  self->sparkline =
    g_object_new (HANGAR_TYPE_SPARKLINE, "hue", kinds[kind].hue, "with-text", TRUE, "hexpand", TRUE, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->sparkline), GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * hangar_stat_cell_get_domain:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): the machine that it is about
 */
HangarDomain *
hangar_stat_cell_get_domain (HangarStatCell *self)
{
  return self->domain;
}

/**
 * hangar_stat_cell_set_domain:
 * @self: a cell
 * @domain: (nullable): the machine to show, once hangar_stat_cell_show() is called
 */
void
hangar_stat_cell_set_domain (HangarStatCell *self, HangarDomain *domain)
{
  if (self->domain == domain)
    return;
  hangar_stat_cell_set_watched (self, FALSE);
  g_clear_object (&self->stats);
  g_set_object (&self->domain, domain);
  self->serial = 0;
  if (self->sparkline != NULL)
    {
      hangar_sparkline_set_series (self->sparkline, NULL, NULL);
      hangar_sparkline_set_text (self->sparkline, NULL, NULL);
    }
  else if (self->text != NULL)
    hangar_drawn_text_set (self->text, NULL);
}

/**
 * hangar_stat_cell_show:
 * @self: a cell
 * @serial: the number of the state of things, never 0: what is shown already is not made again
 *
 * Shows what is known now.
 */
void
hangar_stat_cell_show (HangarStatCell *self, guint serial)
{
  if (self->domain == NULL || self->serial == serial)
    return;
  self->serial = serial;
  if (self->sparkline == NULL)
    {
      update_fact (self);
      return;
    }
  if (self->stats == NULL)
    self->stats = g_object_ref (hangar_domain_stats_of (self->domain));
  update (self);
}

/**
 * hangar_stat_cell_set_watched:
 * @self: a cell
 * @watched: whether its host is to be asked for its machine in particular
 */
void
hangar_stat_cell_set_watched (HangarStatCell *self, gboolean watched)
{
  HangarConnection *connection = self->domain != NULL ? hangar_domain_get_connection (self->domain) : NULL;

  if (watched && connection != NULL)
    {
      if (self->look == NULL)
        self->look = hangar_sampler_look (hangar_sampler_of (connection), 0, self->domain, FALSE);
    }
  else
    g_clear_pointer (&self->look, hangar_look_end);
}
