/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine in the list: its state as a shape and as a word, its name, and a line of what else is known. */

#include "config.h"

#include "ui/manager/machine-row.h"

#include <glib/gi18n-lib.h>

#include "model/os-words.h"
#include "ui/manager/machine-icon.h"

struct _HangarMachineRow
{
  GtkWidget parent_instance;

  HangarDomain *domain;
  gulong handler;

  /* Made in code: there is one for every visible row, and a template costs more than all of them. */
  GtkWidget *icon;
  GtkWidget *spinner; /* nullable: made when first something is under way */
  GtkWidget *text;
  GtkWidget *name_label;
  GtkWidget *state_label;
};

G_DEFINE_FINAL_TYPE (HangarMachineRow, hangar_machine_row, GTK_TYPE_WIDGET)

/* Screen readers read rows, and do not look inside by themselves. */
static void
update_accessible (HangarMachineRow *self)
{
  /* Translators: read aloud: the name of a machine and its state */
  g_autofree char *name = g_strdup_printf (_ ("%s, %s"), gtk_label_get_text (GTK_LABEL (self->name_label)),
                                           gtk_label_get_text (GTK_LABEL (self->state_label)));
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
      gtk_widget_insert_before (self->spinner, GTK_WIDGET (self), self->text);
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

  gtk_label_set_text (GTK_LABEL (self->name_label), hangar_domain_get_display_name (self->domain));
  gtk_label_set_text (GTK_LABEL (self->state_label), line);
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
hangar_machine_row_dispose (GObject *object)
{
  HangarMachineRow *self = HANGAR_MACHINE_ROW (object);
  GtkWidget *child;

  hangar_machine_row_set_domain (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hangar_machine_row_parent_class)->dispose (object);
}

static void
hangar_machine_row_class_init (HangarMachineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_machine_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "machine");
}

static GtkWidget *
make_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static void
hangar_machine_row_init (HangarMachineRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 10);
  self->icon = gtk_image_new ();
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_widget_set_valign (self->text, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  self->name_label = make_label ();
  gtk_box_append (GTK_BOX (self->text), self->name_label);
  self->state_label = make_label ();
  gtk_widget_add_css_class (self->state_label, "dim-label");
  gtk_widget_add_css_class (self->state_label, "caption");
  gtk_box_append (GTK_BOX (self->text), self->state_label);
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
  self->handler = g_signal_connect_swapped (domain, "notify", G_CALLBACK (domain_notify_cb), self);
  update (self);
}
