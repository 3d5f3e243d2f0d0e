/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operating system: what was recognised, changeable at any time. */

#include "config.h"

#include "ui/create/os-form.h"

#include <glib/gi18n.h>

#include "ui/create/field-text.h"
#include "ui/create/os-chooser.h"

struct _HangarOsForm
{
  GtkBox parent_instance;

  HangarGuestSpec *spec;

  AdwActionRow *os_row;
  HangarOsChooser *chooser;
};

G_DEFINE_FINAL_TYPE (HangarOsForm, hangar_os_form, GTK_TYPE_BOX)

static void
update (HangarOsForm *self)
{
  HangarOs *os = hangar_guest_spec_get_os (self->spec);
  g_autofree char *title = g_markup_escape_text (hangar_os_get_name (os), -1);
  gboolean detected = hangar_guest_spec_is_os_detected (self->spec);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->os_row), title);
  hangar_field_text_update (self->os_row, self->spec, HANGAR_GUEST_FIELD_OS,
                            detected ? _ ("Recognised on the disc") : _ ("Chosen"));
}

static void
chosen_cb (HangarOsForm *self, HangarOs *os)
{
  hangar_guest_spec_set_os (self->spec, os, TRUE);
}

static void
hangar_os_form_dispose (GObject *object)
{
  HangarOsForm *self = HANGAR_OS_FORM (object);

  g_clear_object (&self->spec);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_OS_FORM);
  G_OBJECT_CLASS (hangar_os_form_parent_class)->dispose (object);
}

static void
hangar_os_form_class_init (HangarOsFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_os_form_dispose;
  g_type_ensure (HANGAR_TYPE_OS_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/os-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarOsForm, os_row);
  gtk_widget_class_bind_template_child (widget_class, HangarOsForm, chooser);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
hangar_os_form_init (HangarOsForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_os_form_set_spec:
 * @self: a form
 * @spec: the wish that it fills
 */
void
hangar_os_form_set_spec (HangarOsForm *self, HangarGuestSpec *spec)
{
  g_set_object (&self->spec, spec);
  g_signal_connect_object (spec, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hangar_os_form_set_catalog:
 * @self: a form
 * @catalog: the systems
 */
void
hangar_os_form_set_catalog (HangarOsForm *self, HangarOsCatalog *catalog)
{
  hangar_os_chooser_set_catalog (self->chooser, catalog);
}
