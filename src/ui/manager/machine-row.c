/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine in the list: its state as a shape and as a word, its name, and a line of what else is known. */

#include "config.h"

#include "ui/manager/machine-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/os-words.h"
#include "ui/manager/machine-icon.h"
#include "widgets/drawn-text.h"

#define SPACING 10
#define ICON_SIZE 16

struct _HangarMachineRow
{
  GtkWidget parent_instance;

  HangarDomain *domain;
  gulong handler;

  /* As few widgets as can be: GTK keeps two hundred rows, and lays out all of them at once when somebody
   * scrolls far. */
  GtkWidget *icon;
  GtkWidget *spinner; /* nullable: made when first something is under way */
  HangarDrawnText *name;
  HangarDrawnText *state;
  gboolean in_sight; /* text is laid out for nobody else */
};

G_DEFINE_FINAL_TYPE (HangarMachineRow, hangar_machine_row, GTK_TYPE_WIDGET)

/* Screen readers read rows, and do not look inside by themselves. */
static void
update_accessible (HangarMachineRow *self)
{
  /* Translators: read aloud: the name of a machine and its state */
  g_autofree char *name =
    g_strdup_printf (_ ("%s, %s"), hangar_drawn_text_get (self->name), hangar_drawn_text_get (self->state));
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (cell != NULL && gtk_widget_get_parent (cell) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_icon (HangarMachineRow *self)
{
  gboolean busy = hangar_domain_get_operation (self->domain) != HANGAR_DOMAIN_OPERATION_NONE;

  hangar_machine_icon_update (GTK_IMAGE (self->icon), self->domain);
  if (busy && self->spinner == NULL)
    {
      self->spinner = gtk_spinner_new ();
      gtk_widget_set_parent (self->spinner, GTK_WIDGET (self));
    }
  gtk_widget_set_visible (self->icon, !busy);
  if (self->spinner != NULL)
    {
      gtk_widget_set_visible (self->spinner, busy);
      gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
    }
}

/* "running · Debian 12" */
static char *
dup_line (HangarDomain *domain)
{
  g_autofree char *state = hangar_domain_dup_state_text (domain);
  g_autofree char *os = hangar_os_words (hangar_domain_get_os_id (domain));

  return os != NULL ? g_strconcat (state, " · ", os, NULL) : g_steal_pointer (&state);
}

static void
update (HangarMachineRow *self)
{
  g_autofree char *line = dup_line (self->domain);

  gboolean changed = hangar_drawn_text_set (self->name, hangar_domain_get_display_name (self->domain));

  changed = hangar_drawn_text_set (self->state, line) || changed;
  if (changed)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (hangar_domain_get_available (self->domain))
    gtk_widget_remove_css_class (GTK_WIDGET (self), "hangar-unavailable");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "hangar-unavailable");
  update_icon (self);
  update_accessible (self);
}

static void
domain_notify_cb (HangarMachineRow *self, GParamSpec *pspec)
{
  static const char *const shown[] = { "display-name", "state", "reason",   "operation",
                                       "available",    "os-id", "template", NULL };

  if (g_strv_contains (shown, pspec->name))
    update (self);
}

static void
hangar_machine_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (widget);
  const float used = ICON_SIZE + SPACING;
  const float width = (float) gtk_widget_get_width (widget) - used;
  const float left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 0 : used;
  const int name_height = hangar_drawn_text_measure_height (self->name, widget);
  const int state_height = hangar_drawn_text_measure_height (self->state, widget);
  const float top = floorf ((float) (gtk_widget_get_height (widget) - name_height - state_height) / 2);

  if (self->in_sight)
    {
      hangar_drawn_text_draw (self->name, widget, snapshot,
                              &GRAPHENE_RECT_INIT (left, top, width, (float) name_height));
      hangar_drawn_text_draw (
        self->state, widget, snapshot,
        &GRAPHENE_RECT_INIT (left, top + (float) name_height, width, (float) state_height));
    }
  GTK_WIDGET_CLASS (hangar_machine_row_parent_class)->snapshot (widget, snapshot);
}

static void
hangar_machine_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                            int *natural, int *minimum_baseline, int *natural_baseline)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = ICON_SIZE + SPACING;
  else
    *minimum = *natural = hangar_drawn_text_measure_height (self->name, widget) +
                          hangar_drawn_text_measure_height (self->state, widget);
}

static void
hangar_machine_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const GtkAllocation place = { mirrored ? width - ICON_SIZE : 0, (height - ICON_SIZE) / 2, ICON_SIZE,
                                ICON_SIZE };

  gtk_widget_size_allocate (self->icon, &place, -1);
  if (self->spinner != NULL)
    gtk_widget_size_allocate (self->spinner, &place, -1);
}

static void
hangar_machine_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (widget);

  GTK_WIDGET_CLASS (hangar_machine_row_parent_class)->css_changed (widget, change);
  hangar_drawn_text_restyle (self->name);
  hangar_drawn_text_restyle (self->state);
}

static void
hangar_machine_row_dispose (GObject *object)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (object);

  hangar_machine_row_set_domain (self, NULL);
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->spinner, gtk_widget_unparent);

  G_OBJECT_CLASS (hangar_machine_row_parent_class)->dispose (object);
}

static void
hangar_machine_row_finalize (GObject *object)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (object);

  hangar_drawn_text_free (self->name);
  hangar_drawn_text_free (self->state);

  G_OBJECT_CLASS (hangar_machine_row_parent_class)->finalize (object);
}

static void
hangar_machine_row_class_init (HangarMachineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_machine_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_machine_row_finalize;
  widget_class->snapshot = hangar_machine_row_snapshot;
  widget_class->measure = hangar_machine_row_measure;
  widget_class->size_allocate = hangar_machine_row_size_allocate;
  widget_class->css_changed = hangar_machine_row_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "machine");
}

static void
hangar_machine_row_init (HangarMachineRow *self)
{
  self->name = hangar_drawn_text_new (FALSE);
  self->state = hangar_drawn_text_new (TRUE);
  self->icon = gtk_image_new ();
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
}

/**
 * hangar_machine_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
HangarMachineRow *
hangar_machine_row_new (void)
{
  return g_object_new (HANGAR_TYPE_MACHINE_ROW, NULL);
}

/**
 * hangar_machine_row_get_domain:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the machine that it shows
 */
HangarDomain *
hangar_machine_row_get_domain (HangarMachineRow *self)
{
  return self->domain;
}

/**
 * hangar_machine_row_set_domain:
 * @self: a row
 * @domain: (nullable): the machine to show
 */
void
hangar_machine_row_set_domain (HangarMachineRow *self, HangarDomain *domain)
{
  if (self->domain == domain)
    return;
  if (self->domain != NULL)
    g_clear_signal_handler (&self->handler, self->domain);
  g_set_object (&self->domain, domain);
  if (domain == NULL)
    return;
  self->in_sight = FALSE;
  self->handler = g_signal_connect_swapped (domain, "notify", G_CALLBACK (domain_notify_cb), self);
  update (self);
}

/**
 * hangar_machine_row_get_name_text:
 * @self: a row
 *
 * Returns: (nullable): its first line
 */
const char *
hangar_machine_row_get_name_text (HangarMachineRow *self)
{
  return hangar_drawn_text_get (self->name);
}

/**
 * hangar_machine_row_get_state_text:
 * @self: a row
 *
 * Returns: (nullable): its second line
 */
const char *
hangar_machine_row_get_state_text (HangarMachineRow *self)
{
  return hangar_drawn_text_get (self->state);
}

/**
 * hangar_machine_row_show:
 * @self: a row
 *
 * It is in sight now: until then it draws no text.
 */
void
hangar_machine_row_show (HangarMachineRow *self)
{
  if (self->in_sight)
    return;
  self->in_sight = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
